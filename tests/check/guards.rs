//! Guards: what may not exist, what may be negative.

use super::{RECORDS, bad, bad_rule, good, good_rule};

#[test]
fn optional_values_need_a_guard() {
    bad_rule("require b.bonus >= 1万元", &[r#"G001 "b.bonus" / "bonus""#]);
    bad_rule("require b.association = \"甲\"", &[r#"G001 "b.association" / "association""#]);
    good_rule("require b.association exists");
    good_rule("require b.association 不存在");
    good_rule("when b.bonus exists require b.bonus >= 1万元");
    good_rule("when b.active and b.bonus exists require b.bonus >= 1万元");
    good_rule("require b.bonus exists and b.bonus >= 1万元");
    good_rule("require b.bonus exists implies b.bonus >= 1万元");
    good_rule("require b.bonus does not exist or b.bonus >= 1万元");
    good_rule("require sum(x.bonus for x in Body when x.year = b.year and x.bonus exists) >= 1万元");
    good_rule("require choose { b.bonus exists: b.bonus; otherwise: 0元 } >= 0.5万元");
    good_rule("except when b.bonus exists require b.bonus > 5元 require b.total > 5元");
    bad_rule("when b.association exists require b.bonus >= 1万元", &[r#"G001 "b.bonus" / "bonus""#]);
    bad_rule("require b.bonus exists or b.bonus >= 1万元", &[r#"G001 "b.bonus" / "bonus""#]);
    bad_rule("require sum(x.bonus for x in Body when x.year = b.year) >= 1万元", &[r#"G001 "x.bonus" / "bonus""#]);
    // The guard is on another row.
    bad_rule("when b.bonus exists require prior(b).bonus >= 1万元", &[r#"G001 "prior(b).bonus" / "bonus""#]);
}

#[test]
fn a_let_is_guarded_where_it_is_used_and_told_once() {
    good_rule("when b.bonus exists let x = b.bonus require x >= 1万元");
    bad_rule("let x = b.bonus require x >= 1万元 require x <= 5万元", &[r#"G001 "b.bonus" / "bonus""#]);
}

#[test]
fn the_base_of_a_share_is_not_negative() {
    bad_rule("require b.part >= 60% of b.net", &[r#"G002 "b.net" / "net""#]);
    bad_rule("require b.part as share of b.net >= 60%", &[r#"G002 "b.net" / "net""#]);
    bad_rule("require growth(b.total, b.net) >= 10%", &[r#"G002 "b.net" / "net""#]);
    bad_rule("require b.part >= 60% of (b.total - b.part)", &[r#"G002 "(b.total - b.part)""#]);
    good_rule("when b.net > 0 require b.part >= 60% of b.net");
    good_rule("when b.net >= 5万元 require b.part as share of b.net >= 60%");
    good_rule("require b.part >= 60% of (b.total + b.part)");
    good_rule("when b.total - b.part > 0 require b.part >= 60% of (b.total - b.part)");
    good_rule("require b.part >= 60% of max(b.total - b.part, 0)");
    bad_rule("require b.part >= 60% of min(b.total - b.part, 5万元)", &[r#"G002 "min(b.total - b.part, 5万元)""#]);
    good_rule("when b.total >= b.part require b.part >= 60% of (b.total - b.part)");
    bad_rule("when b.part >= b.total require b.part >= 60% of (b.total - b.part)", &[r#"G002 "(b.total - b.part)""#]);
    good_rule("require b.part >= 60% of sum(x.total for x in Body when x.year = b.year)");
    good_rule(
        "when sum(x.net for x in Body when x.year = b.year) > 0 require b.part >= 60% of sum(y.net for y in Body when y.year = b.year)",
    );
    bad_rule("when b.net < 0 require b.part >= 60% of b.net", &[r#"G002 "b.net" / "net""#]);
}

#[test]
fn existence_is_asked_of_what_may_be_none() {
    bad_rule("require b.total exists", &[r#"G003 "b.total" / "total""#]);
    bad_rule("require b exists", &[r#"G003 "b""#]);
    bad_rule("require b.total + b.part exists", &[r#"G003 "b.total + b.part""#]);
    good_rule("require Body[b.name, b.year - 1] exists");
    let nested =
        "record C key n { n : text, fs : list of F }\nrecord F key m { m : text }\nrule r { for c in C require c.fs exists }";
    bad(nested, &[r#"G003 "c.fs""#]);
    good(&nested.replace("c.fs exists", "count(c.fs) > 0"));
}

#[test]
fn an_unguarded_value_in_a_definition_names_the_rules_that_call_it() {
    let text = format!(
        "define Body.paid = bonus * 2\n{RECORDS}\nrule one {{ for b in Body require b.paid > 0 }}\nrule two {{ for b in Body require b.paid > 1元 }}"
    );
    let checked = bad(&text, &[r#"G001 "bonus" / "bonus""#]);
    assert_eq!(checked.mistakes[0].notes.last().map(|n| n.en.as_str()), Some("met in the rules: one, two"));
    // In the rule itself nothing needs to be said.
    let checked = bad_rule("require b.bonus > 0", &[r#"G001 "b.bonus" / "bonus""#]);
    assert!(checked.mistakes[0].notes.is_empty());
}
