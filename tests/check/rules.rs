//! Rules as wholes: subjects, lookups, groups, rosters, settled bounds.

use super::{RECORDS, bad, bad_rule, checked, good, good_rule, rule};

#[test]
fn a_rule_asks_for_something_of_somebody() {
    bad_rule("when b.active", &[r#"R001 "r""#]);
    let checked = bad(
        &format!("{RECORDS}\nrule r {{ require growth_rate > 0 and founded < 2007-01-01 }}"),
        &[r#"N001 "growth_rate""#, r#"R002 "founded" / "Body""#],
    );
    assert!(checked.mistakes[1].help.as_ref().unwrap().en.contains("for x in Body"));
    bad_rule("for x in Body require x.total > 0", &[r#"R005 "x in Body" / "b in Body""#]);
    bad_rule("require total > 0 otherwise \"a\" otherwise \"b\"", &[r#"R005 "\"b\"" / "\"a\"""#]);
    good_rule("when b.active when b.total > 0 report b.total required");
}

#[test]
fn lookup_is_by_full_key() {
    let text = "record C key a, b { a : text, b : text, x : count }\nrule r { for c in C require C[c.a].x > 0 }";
    let checked = bad(text, &[r#"R003 "C[c.a]" / "C""#]);
    assert!(checked.help().contains("aggregate"));
    bad_rule("require Body[b.name, 2007, 3].total > 0", &[r#"R003 "Body[b.name, 2007, 3]" / "Body""#]);
    good_rule("require Body[\"甲\"].total > 0 and Body[b.name, 2007].total > 0");
    let text = "record T key n { n : text }\nrecord E key n, year { n : text, year : year, x : count }\nrule r { for t in T require E[t.n].x > 0 }";
    bad(text, &[r#"R012 "E[t.n]" / "year""#]);
    good(&text.replace("E[t.n]", "E[t.n, 2007]"));
    let plain = "record T key n { n : text, x : count }\nrule r { for t in T require prior(t).x > 0 }";
    bad(plain, &[r#"R012 "prior(t)" / "T""#]);
    bad_rule("require prior(b.total + b.part) > 0", &[r#"R012 "b.total + b.part""#]);
}

#[test]
fn groups_have_many_rows() {
    let text = |line: &str| format!("{RECORDS}\nrule r {{ for g in Body by county, year {line} }}");
    bad(&text("require g.total > 0"), &[r#"R008 "g.total" / "total""#]);
    bad(&text("require prior(g).total > 0"), &[r#"R008 "prior(g)""#]);
    good(&text("require sum(g.total) > 5万元 and count(g) >= 2 and every(g.total > g.part) and g.county != \"甲\""));
    good(&text("let a = every(g.total > b) let b = sum(g.part) require a or b > 5万元"));
    good(&text("require sum(x.total for x in g when x.active) >= 50% of sum(g.total)"));
    bad(&format!("{RECORDS}\nrule r {{ for g in Body by total require count(g) > 0 }}"), &[r#"R008 "total" / "total""#]);
    bad_rule("require sum(x.total for x in Body by county) > 0", &[r#"R008 "county""#]);
    let nothing = bad_rule("require sum(b.total) > 0", &[r#"R013 "b.total""#]);
    assert!(nothing.help().contains("for x in"));
    bad_rule("require every(b.total) > 0", &[r#"R013 "b.total""#]);
}

#[test]
fn rosters_name_one_key() {
    let text = |over: &str| {
        format!(
            r#"table members key m {{ | m |
| 甲 |
| 乙 | }}
record One key n, year {{ n : text, year : year, x : count }}
record Two key a, b, year {{ a : text, b : text, year : year, x : count }}
rule r {{ {over} }}"#
        )
    };
    good(&text("for c in One over members require c.x > 0"));
    good(&format!("define others = members minus {{\"甲\"}}\n{}", text("for c in One over others require c.x > 0")));
    good(&text("for y in One require sum(c.x for c in One over members when c.x > 1) > 0"));
    bad(&text("for c in Two over members require c.x > 0"), &[r#"R009 "members" / "Two""#]);
    bad(&text("for c in members over members require c.m != \"丙\""), &[r#"R009 "members""#]);
    bad(&text("for c in One over Two require c.x > 0"), &[r#"T013 "Two" / "Two""#]);
}

#[test]
fn bounds_that_cannot_be_met_or_missed() {
    bad_rule("require b.share >= 120%", &[r#"R007 "b.share >= 120%" / "share""#]);
    bad_rule("require b.total < 0", &[r#"R007 "b.total < 0" / "total""#]);
    bad_rule("require b.total between 10万元 and 5万元", &[r#"R007 "b.total between 10万元 and 5万元" / "10万元" / "5万元""#]);
    bad_rule("require 2 > 3", &[r#"R007 "2 > 3""#]);
    bad_rule("require b.total > 5万元 when b.share > 100%", &[r#"R007 "b.share > 100%" / "share""#]);
    bad_rule("require b.share <= 100%", &[r#"W005 "b.share <= 100%" / "share""#]);
    good_rule("require b.share >= 100% and b.total >= 5万元 and 5万元 <= b.total <= 10万元");
    let warned = checked(&rule("require b.share <= 100%"));
    assert_eq!(warned.set.rules.len(), 1, "a warning does not leave the rule out");
}

#[test]
fn report_lines_ask_about_fields() {
    good_rule("report b.total required report b.name like \"甲*\" report exactly one of b.total, b.part");
    bad_rule("report b.total + b.part required", &[r#"R014 "b.total + b.part""#]);
    bad_rule("report b.total like \"甲*\"", &[r#"R014 "b.total""#]);
}

#[test]
fn size_is_bounded() {
    // A definition of another argument is another one each time.
    let mut text = String::from("record E key n { n : text, x : count }\ndefine d0(x) = x\n");
    for i in 1..40 {
        text.push_str(&format!("define d{i}(x) = d{}(x + 1) + d{}(x + 2)\n", i - 1, i - 1));
    }
    text.push_str("rule r { for e in E require e.x > d39(1) }");
    let checked = checked(&text);
    assert!(checked.mistakes.iter().any(|d| d.code == "R011"), "{:?}", checked.shown());
    assert!(checked.set.rules.is_empty());
    // Rows within rows within rows are gone through anew each time.
    let tower = |levels: usize| {
        let mut text = String::from("record E key n { n : text, x : count }\ndefine E.d0 = x\n");
        for i in 1..=levels {
            text.push_str(&format!("define E.d{i} = sum(e.x for e in E when e.x < d{})\n", i - 1));
        }
        text.push_str(&format!("rule r {{ for e in E require e.d{levels} > 1 }}"));
        text
    };
    good(&tower(10));
    assert!(super::checked(&tower(11)).mistakes.iter().any(|d| d.code == "R011"));
    // Not nodes but levels: passes over an expression recurse.
    let sum = vec!["1"; 290].join(" + ");
    let define = format!("define d0 = {sum}\ndefine d1 = d0 + {sum}\ndefine d2 = d1 + {sum}\n{}", rule("require b.firms > d2"));
    assert_eq!(super::checked(&define).mistakes.iter().map(|d| d.code).collect::<Vec<_>>(), ["R011"]);
    let lets = rule(&format!("let d0 = {sum}\nlet d1 = d0 + {sum}\nlet d2 = d1 + {sum}\nrequire b.firms > d2"));
    assert_eq!(super::checked(&lets).mistakes.iter().map(|d| d.code).collect::<Vec<_>>(), ["R011"]);
    good(&rule(&format!("let d0 = {sum}\nrequire b.firms > d0")));
}
