//! `when`, `exempt`, `except`, dates in force, jurisdiction, lines and forces (decisions 10, 20, 21, 22, 27, 35).

use super::*;
use fadu::finding::Consequence;

const R: &str = r#"
record R key id { id : text  a : money in 万元  f : flag  g : flag }
§"#;
const ROWS: (&str, &str) = ("R.csv", "id,a,f,g\nyy,5,是,是\nyn,5,是,否\nny,5,否,是\nnn,5,否,否\nuy,5,,是\nun,5,,否\nuu,5,,\n");

#[test]
fn conditions_and_exemptions_are_unions() {
    let passing = "require r.a >= 5万元";
    let failing = "require r.a >= 6万元";
    let body = |before: &str, line: &str, after: &str| format!("for r in R {before} {line} {after}");
    let exempt = "exempt when r.g because \"因\"";
    each(
        R,
        &[ROWS],
        &[
            (&body("when r.f", passing, ""), "yn", MET),
            (&body("when r.f", passing, ""), "ny", NOT),
            (&body("when r.f", passing, ""), "un", MET),
            (&body("when r.f", failing, ""), "un", OPEN),
            (&body("when r.f", failing, ""), "yn", VIOLATED),
            (&body("", failing, exempt), "ny", EXEMPT),
            (&body("", failing, exempt), "nn", VIOLATED),
            (&body("", failing, exempt), "uu", OPEN),
            (&body("", passing, exempt), "uu", MET),
            (&body("", passing, exempt), "yy", EXEMPT),
            // Either not applicable or exempt: exempt.
            (&body("when r.f", failing, exempt), "uy", EXEMPT),
            (&body("when r.f", failing, exempt), "un", OPEN),
            (&body("when r.f", failing, exempt), "ny", NOT),
        ],
    );
}

#[test]
fn an_exemption_goes_before_an_exception() {
    let body = |asked: &str| {
        format!("for r in R require r.a >= 10万元 exempt when r.f because \"因\" except when r.g require r.a >= {asked}")
    };
    each(
        R,
        &[ROWS],
        &[
            // Both hold for yy: 5 is at least 5, and not at least 6.
            (&body("5万元"), "yy", EXEMPT),
            (&body("6万元"), "yy", EXEMPT),
            (&body("6万元"), "yn", EXEMPT),
            (&body("6万元"), "ny", VIOLATED),
            (&body("5万元"), "ny", MET),
            (&body("6万元"), "uy", OPEN),
            (&body("5万元"), "uy", MET),
            (&body("6万元"), "nn", VIOLATED),
        ],
    );
}

#[test]
fn exceptions_take_the_place_of_the_lines() {
    let one = |line: &str| format!("for r in R require r.a >= 6万元 except when r.f require {line}");
    let two = |a: &str, b: &str| format!("for r in R require r.a >= 0 except when r.f require {a} except when r.g require {b}");
    each(
        R,
        &[ROWS],
        &[
            (&one("r.a >= 5万元"), "yn", MET),
            (&one("r.a >= 5万元"), "nn", VIOLATED),
            (&one("r.a >= 5万元"), "un", OPEN),
            (&one("r.a >= 6万元"), "un", VIOLATED),
            (&two("r.a >= 5万元", "r.a >= 4万元"), "yy", MET),
            (&two("r.a >= 5万元", "r.a >= 6万元"), "yy", OPEN),
            (&two("r.a >= 7万元", "r.a >= 6万元"), "yy", VIOLATED),
            (&two("r.a >= 5万元", "r.a >= 6万元"), "ny", VIOLATED),
            (&two("r.a >= 5万元", "r.a >= 6万元"), "uy", OPEN),
            (&two("r.a >= 7万元", "r.a >= 6万元"), "uy", VIOLATED),
            (&two("r.a >= 7万元", "r.a >= 6万元"), "un", OPEN),
            (&two("r.a >= 5万元", "r.a >= 4万元"), "uu", MET),
        ],
    );
}

#[test]
fn exceptions_that_disagree_are_named() {
    let rule = "rule t { for r in R require r.a >= 0 except when r.f require r.a >= 5万元 except when r.g require r.a >= 6万元 }";
    let finding = World::new(&R.replace('§', rule), &[ROWS]).one("t", "yy");
    assert!(finding.causes.iter().any(|c| c.kind == fadu::finding::CauseKind::Conflict), "{:?}", finding.causes);
}

/// The line that was judged is the exception's: its place, its bound.
#[test]
fn a_finding_of_an_exception_shows_the_exceptions_line() {
    let rules = R.replace('§', "rule t { for r in R aim r.a >= 60万元 except when r.f require r.a >= 6万元 }");
    let world = World::new(&rules, &[ROWS]);
    let finding = world.one("t", "yn");
    assert_eq!(finding.verdict, VIOLATED);
    let at = |span: fadu::text::Span| &rules[span.start as usize..span.end as usize];
    assert!(at(finding.line_span).contains("r.a >= 6万元"), "{}", at(finding.line_span));
    assert!(at(finding.bound.unwrap()).contains("6万元") && !at(finding.bound.unwrap()).contains("60"));
    assert_eq!(finding.consequence(), Consequence::Breach, "the word of the exception's line decides");
    let aim = world.one("t", "nn");
    assert_eq!(aim.consequence(), Consequence::Shortfall);
}

#[test]
fn lines_stand_for_themselves() {
    let rules =
        R.replace('§', "rule t { for r in R require r.a >= 5万元 require r.a >= 6万元 verify r.a >= 7万元 aim r.a >= 8万元 }");
    let world = World::new(&rules, &[ROWS]);
    let list = world.of("t", "nn");
    let verdicts: Vec<_> = list.iter().map(|f| (f.verdict, f.consequence())).collect();
    assert_eq!(
        verdicts,
        [
            (MET, Consequence::Noted),
            (VIOLATED, Consequence::Breach),
            (VIOLATED, Consequence::Query),
            (VIOLATED, Consequence::Shortfall)
        ]
    );
    let tally = world.judge().tally.into_values().next().unwrap();
    assert_eq!((tally.violated, tally.met), (7, 0), "the rule is the worst of its `require` lines");
}

#[test]
fn verify_and_aim_lines_do_not_break_a_rule() {
    let rules = R.replace('§', "rule t { for r in R require r.a >= 5万元 verify r.a >= 7万元 aim r.a >= 8万元 }");
    let tally = World::new(&rules, &[ROWS]).judge().tally.into_values().next().unwrap();
    assert_eq!((tally.violated, tally.met), (0, 7));
}

#[test]
fn report_lines_ask_about_the_form() {
    let rules = "record R key id { id : text  a : money in 万元  b : money in 万元 ?  c : money in 万元 ?  code : text }\n§";
    let csv = "id,a,b,c,code\nfull,1,2,,131124\nnone,,,,13112x\nboth,<5,1,1,\n";
    each(
        rules,
        &[("R.csv", csv)],
        &[
            ("for r in R report r.a required", "full", MET),
            ("for r in R report r.a required", "none", VIOLATED),
            ("for r in R report r.a required", "both", MET),
            ("for r in R report exactly one of r.b, r.c", "full", MET),
            ("for r in R report exactly one of r.b, r.c", "none", VIOLATED),
            ("for r in R report exactly one of r.b, r.c", "both", VIOLATED),
            ("for r in R report r.code like \"1311##\"", "full", MET),
            ("for r in R report r.code like \"1311##\"", "none", VIOLATED),
            ("for r in R report r.code like \"1311##\"", "both", NOT),
        ],
    );
}

#[test]
fn in_force_by_the_last_day_of_the_period() {
    let rules = "record Y key id, year { id : text  year : year  a : count }\n§";
    let csv = ("Y.csv", "id,year,a\nearly,2005,1\nfirst,2006,1\nlast,2010,1\nlate,2011,1\n");
    let body = |range: &str| format!("for y in Y effective {range} require y.a >= 1");
    each(
        rules,
        &[csv],
        &[
            (&body("2006-08-18 .. 2010-12-31"), "early", NOT),
            (&body("2006-08-18 .. 2010-12-31"), "first", MET),
            (&body("2006-08-18 .. 2010-12-31"), "last", MET),
            (&body("2006-08-18 .. 2010-12-30"), "last", NOT),
            (&body("2006-08-18 .. 2010-12-31"), "late", NOT),
        ],
    );
    // A record without a period takes that of its envelope; without one nobody knows.
    let plain = "record Y key id { id : text  a : count }\n§";
    let rule = "for y in Y effective 2006-08-18 .. 2010-12-31 require y.a >= 2";
    each(plain, &[("x@2007/Y.csv", "id,a\nk,1\n")], &[(rule, "k", VIOLATED)]);
    each(plain, &[("x@2011/Y.csv", "id,a\nk,1\n")], &[(rule, "k", NOT)]);
    each(plain, &[("Y.csv", "id,a\nk,1\n")], &[(rule, "k", OPEN)]);
}

#[test]
fn a_policy_judges_its_jurisdiction() {
    let rules = r#"
policy p "某市意见" { number "号" issued 2006-01-01 jurisdiction "131100" clause c "一" "款" }
record R key id { id : text  a : count }
rule t { cite p.c for r in R require r.a >= 2 }"#;
    let verdict = |region: &str| {
        let path = format!("{region}@2007/R.csv");
        World::new(rules, &[(&path, "id,a\nk,1\n")]).verdict("p.t", "k")
    };
    assert_eq!(verdict("131124"), VIOLATED);
    assert_eq!(verdict("131100"), VIOLATED);
    assert_eq!(verdict("130100"), NOT);
    assert_eq!(verdict("130000"), NOT);
}
