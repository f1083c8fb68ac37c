//! Parameters of several values: alternatives, values by date, ties (decisions 13, 27, 33), and how they are named.

use super::*;
use fadu::finding::{CauseKind, Detail, Known, Wanted};

const FRAME: &str = r#"
param target "目标" : money in 亿元 = 20亿元 because "likely" | 24亿元 because "as read"
param rate "费率" : share = 5% from 2006-07-01, 6% from 2008-01-01, 7% from 2009
param base "基年" : year
param basis "口径" : reading "各项", "合计"
record C "市" key name, year { name : text  year : year  output "产值" : money in 亿元  fee "收费" : money in 亿元 }
record Free "无期" key name { name : text  output : money in 亿元  fee : money in 亿元 }
§"#;
const ROWS: (&str, &str) =
    ("C.csv", "name,year,output,fee\na,2005,19,1\na,2006,20,1\na,2007,22,1.2\na,2008,24,1.44\na,2009,30,2.1\n");

#[test]
fn alternatives_that_agree_decide() {
    each(
        FRAME,
        &[ROWS],
        &[
            ("for c in C require c.output >= target", "2005", VIOLATED),
            ("for c in C require c.output >= target", "2006", OPEN),
            ("for c in C require c.output >= target", "2008", MET),
            ("for c in C require c.output < target or c.output >= 20亿元", "2007", MET),
            ("for c in C require target is 20亿元 or target is 24亿元", "2007", MET),
            ("for c in C when target is 22亿元 require c.output >= 99亿元", "2007", NOT),
        ],
    );
}

#[test]
fn every_case_is_listed_with_its_margin() {
    let world = World::new(&FRAME.replace('§', "rule t { for c in C require c.output >= target }"), &[ROWS]);
    let cases = world.one("t", "2005").cases;
    let shown: Vec<(String, String, Verdict, String)> = cases
        .iter()
        .map(|c| {
            let margin = c.margin.as_ref().map_or(String::new(), |(m, unit)| (m / &unit.factor).to_string());
            (c.values[0].value.plain().into_owned(), c.values[0].because.clone().unwrap_or_default(), c.verdict, margin)
        })
        .collect();
    let case = |value: &str, because: &str, margin: &str| (value.to_string(), because.to_string(), VIOLATED, margin.to_string());
    assert_eq!(shown, [case("20亿元", "likely", "-1"), case("24亿元", "as read", "-5")]);
    let open: Vec<Verdict> = world.one("t", "2007").cases.iter().map(|c| c.verdict).collect();
    assert_eq!(open, [MET, VIOLATED]);
    let bound = World::with_params(
        &FRAME.replace('§', "rule t { for c in C require c.output >= target }"),
        &[("target", "22亿元")],
        &[ROWS],
    );
    assert_eq!(bound.verdict("t", "2007"), MET);
    assert!(bound.one("t", "2007").cases.is_empty());
}

#[test]
fn the_value_in_force_on_the_last_day_of_the_period() {
    each(
        FRAME,
        &[ROWS],
        &[
            // Before the first date there is no value.
            ("for c in C require c.fee <= rate of c.output", "2005", NOT),
            ("for c in C require c.fee <= rate of c.output", "2006", MET),
            ("for c in C require c.fee <= rate of c.output", "2007", VIOLATED),
            ("for c in C require c.fee <= rate of c.output", "2008", MET),
            ("for c in C require c.fee < 7% of c.output", "2009", VIOLATED),
            ("for c in C require c.fee = rate of c.output", "2009", MET),
        ],
    );
    let rules = FRAME
        .replace('§', "rule t { require sum(rate of c.output for c in C when c.year >= 2007 and c.year <= 2008) = 2.54亿元 }");
    let files =
        [("x@2007/C.csv", "name,year,output,fee\na,2007,22,1\n"), ("x@2008/C.csv", "name,year,output,fee\na,2008,24,1\n")];
    let finding = World::new(&rules, &files).one("t", "");
    assert!(matches!(finding.verdict, MET | OPEN), "the years may hold more rows: {:?}", finding.verdict);
}

#[test]
fn without_a_period_the_reporting_day_is_the_submissions() {
    let rules = FRAME.replace('§', "rule t { for f in Free require f.fee = rate of f.output }");
    let row = "name,output,fee\nx,100,6\n";
    assert_eq!(World::new(&rules, &[("r@2008/Free.csv", row)]).verdict("t", "x"), MET);
    assert_eq!(World::new(&rules, &[("r@2007/Free.csv", row)]).verdict("t", "x"), VIOLATED);
    let open = World::new(&rules, &[("Free.csv", row)]).one("t", "x");
    assert_eq!(open.verdict, OPEN);
    assert!(open.causes.iter().any(|c| c.kind == CauseKind::UnknownPeriod), "{:?}", open.causes);
    assert_eq!(World::with_params(&rules, &[("rate", "6%")], &[("Free.csv", row)]).verdict("t", "x"), MET);
}

#[test]
fn open_parameters_in_keys_and_filters_are_named() {
    let causes = |body: &str| {
        let world = World::new(&FRAME.replace('§', &format!("rule t {{ {body} }}")), &[("x@2007/C.csv", ROWS.1)]);
        let found = world.of("t", "");
        let open = found.iter().find(|f| f.verdict == OPEN).unwrap_or_else(|| panic!("{body}: {found:#?}"));
        open.causes.iter().map(|c| c.what.clone()).collect::<Vec<_>>()
    };
    for body in [
        "for c in C require (c at base).output >= 20亿元",
        "for c in C require C[c.name, base].output >= 20亿元",
        "require sum(c.output for c in C when c.year = base) >= 20亿元",
        "require count(c in C when c.year >= base) >= 3",
        "require every(c.output >= 20亿元 for c in C when c.year >= base)",
    ] {
        let causes = causes(body);
        assert!(causes.iter().any(|c| c.contains("基年")), "{body}: {causes:?}");
        assert!(!causes.iter().any(|c| c.contains('?')), "{body}: {causes:?}");
    }
    let causes = causes("require count(c in C when basis is \"各项\" and c.year = 2007) >= 1");
    assert!(causes.iter().any(|c| c.contains("口径")), "{causes:?}");
}

#[test]
fn a_bound_reading_is_called_by_its_name() {
    let rules = FRAME.replace('§', "rule t { for c in C require basis is \"各项\" }");
    let finding = World::with_params(&rules, &[("basis", "合计")], &[ROWS]).one("t", "2007");
    assert_eq!(finding.verdict, VIOLATED);
    let Detail::Match { what, value, wanted, .. } = &finding.detail else { panic!("{:?}", finding.detail) };
    let asked = Wanted::Text { text: Some("各项".to_string()), of: "各项".to_string(), same: true };
    assert_eq!((what.as_str(), value, wanted), ("口径", &Known::Value("合计".into()), &asked));
}

const TIED: &str = r#"
param low : share in 0%..100%
param high : share above low
param floor : money in 亿元 at least basis_sum = 30亿元
param basis_sum : money in 亿元
record C key name { name : text  a : money in 亿元  b : money in 亿元 }
§"#;

#[test]
fn a_tie_narrows_what_is_open() {
    let file = ("C.csv", "name,a,b\nx,29,100\ny,31,100\n");
    let with = |body: &str, params: &[(&str, &str)], subject: &str| {
        World::with_params(&TIED.replace('§', &format!("rule t {{ {body} }}")), params, &[file]).verdict("t", subject)
    };
    let high = "for c in C require c.a <= high of c.b";
    assert_eq!(with(high, &[], "x"), OPEN);
    assert_eq!(with(high, &[("low", "29%")], "x"), MET, "above 29%");
    assert_eq!(with(high, &[("low", "29%")], "y"), OPEN);
    // The other way round: what it is below of.
    let low = "for c in C require c.a >= low of c.b";
    assert_eq!(with(low, &[("high", "30%")], "x"), OPEN);
    assert_eq!(with(low, &[("high", "31%")], "y"), MET);
    let sum = "for c in C require c.a >= basis_sum";
    assert_eq!((with(sum, &[], "x"), with(sum, &[], "y")), (OPEN, MET), "at most 30亿元");
}
