//! Parameters and their values.

use super::{RECORDS, bad, checked_files, good};
use fadu::hir::ParamValue;
use fadu::num::{int, ratio};

fn with(param: &str) -> String {
    format!("{param}\n{RECORDS}\nrule r {{ for b in Body require b.share >= p }}")
}

#[test]
fn values_fit_type_and_range() {
    let set = good(&with("param p \"比例\" : share in 0%..100% = 60% because \"会议纪要\""));
    assert_eq!(set.params[0].value, Some(ParamValue::Number(ratio(3, 5))));
    assert!(set.params[0].source.as_ref().unwrap().zh.contains("会议纪要"));
    bad(&with("param p : share in 0%..100% = 150%"), &[r#"P002 "150%" / "p""#]);
    bad(&with("param p : share = -5%"), &[r#"P002 "-5%" / "p""#]);
    bad(&with("param p : share = 60"), &[r#"P003 "60" / "p""#]);
    bad(&with("param p : share = 5万元"), &[r#"P003 "5万元" / "p""#]);
    bad(&with("param p : share = 20% + 30%"), &[r#"P004 "20% + 30%""#]);
}

#[test]
fn values_from_outside_are_read_like_literals() {
    let text = with("policy hs { clause c \"一\" }\nparam p \"比例\" : share in 0%..100% = 60%");
    let bind = |name: &str, value: &str| checked_files(&[("a.fadu", &text)], &[(name, value)]);
    for name in ["p", "hs.p", "比例"] {
        let checked = bind(name, "50%");
        assert!(checked.mistakes.is_empty(), "{}", checked.messages());
        assert_eq!(checked.set.params[0].name, "hs.p");
        assert_eq!(checked.set.params[0].value, Some(ParamValue::Number(ratio(1, 2))));
        assert_eq!(checked.set.params[0].source.as_ref().unwrap().zh, "命令行");
    }
    let unknown = bind("比列", "50%");
    assert_eq!(unknown.shown(), ["P001 "]);
    assert_eq!(unknown.help(), "did you mean `比例`?");
    assert!(unknown.mistakes[0].message.zh.contains("命令行"));
    assert_eq!(bind("p", "150%").shown(), [r#"P002 "p""#]);
    assert_eq!(bind("p", "half").shown(), [r#"P003 "p""#]);
    assert_eq!(bind("p", "60").shown(), [r#"P003 "p""#], "60 could be 60% or 6000%");
    assert_eq!(bind("p", "6０％").set.params[0].value, Some(ParamValue::Number(ratio(3, 5))));
}

#[test]
fn amounts_years_and_open_tolerances_are_bound_too() {
    let text = format!(
        "param m : money in 万元\nparam y : year\n{RECORDS}\nrule r {{ for b in Body require b.total >= m and b.year <= y and b.part about 5万元 }}"
    );
    let checked = checked_files(&[("a.fadu", &text)], &[("m", "100"), ("y", "2007"), ("r.tolerance", "1万元")]);
    assert!(checked.mistakes.is_empty(), "{}", checked.messages());
    let values: Vec<_> = checked.set.params.iter().map(|p| p.value.clone()).collect();
    let number = |n: i64| Some(ParamValue::Number(int(n)));
    assert_eq!(values, [number(1_000_000), number(2007), number(10_000)]);
}
