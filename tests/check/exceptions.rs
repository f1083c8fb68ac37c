//! What an exception that a document grants must say, and whom it may name.

use super::checked;

const BASE: &str = r#"
table counties key code { | code | name |
  | 131121 | 枣强县 |
  | 131125 | 安平县 |
}
alias "安平" = "131125"
record S key county, year sent by counties as county { county : text  year : year  total : money in 万元  kind : one of "大型", "小型" }
rule sales { for s in S require s.total >= 10万元 }
rule shown { for s in S show "x": s.total }
rule form { for s in S report s.total required }
rule all { require count(s in S when s.year = 2026) >= 1 }
rule strict { for s in S require s.total >= 1万元 no exceptions }
"#;

/// An exception, the code it brings (none: nothing), and a part of what is said or advised.
const CASES: &[(&str, &str, &str)] = &[
    (r#"exception "n" { lifts sales for "131125" until 2026 }"#, "", ""),
    (r#"exception "n" { lifts sales for "安平" until 2026 }"#, "", ""),
    (r#"批复 "n" "标题" { 豁免 sales 对象 kind "大型" 自 2026年 止于 另行通知 因为 "因" }"#, "", ""),
    (r#"exception "n" { lifts sale for "131125" until 2026 }"#, "N014", "`sales`"),
    (r#"exception "n" { lifts sales for "131152" until 2026 }"#, "N015", "131125"),
    (r#"exception "n" { lifts sales for "枣强县" until 2026 }"#, "N015", "131121"),
    (r#"exception "n" { lifts sales for kind "中型" until 2026 }"#, "N015", "kind"),
    (r#"exception "n" { lifts sales for knd "大型" until 2026 }"#, "R045", "kind"),
    (r#"exception "n" { lifts sales for total "10" until 2026 }"#, "R045", "text"),
    (r#"exception "n" { lifts all for "131125" until 2026 }"#, "R045", "no names"),
    (r#"exception "n" { lifts shown for "131125" until 2026 }"#, "R044", "require"),
    (r#"exception "n" { lifts form for "131125" until 2026 }"#, "R044", "require"),
    (r#"exception "n" { lifts strict for "131125" until 2026 }"#, "R044", "no exceptions"),
    (r#"exception "n" { lifts sales for "131125" }"#, "R043", "until"),
    (r#"exception "n" { lifts sales until 2026 }"#, "R043", "for"),
    (r#"exception "n" { for "131125" until 2026 }"#, "R043", "lifts"),
    (r#"exception "n" { lifts sales for "131125" until 2026 until 2027 }"#, "R043", "once"),
    (r#"exception "n" { lifts sales for "131125" until 15天 }"#, "R043", "day or a period"),
    (r#"exception "n" { lifts sales for "131125" from 2027 until 2026 }"#, "R043", "before it begins"),
    (r#"exception "n" { lifts sales for "131125" until 2026 require s.totl > 1万元 }"#, "N006", "total"),
    (r#"exception "n" { lifts sales for "131125" untill 2026 }"#, "S016", "until"),
    (r#"exception "n" { lift sales for "131125" until 2026 }"#, "S016", "lifts"),
];

#[test]
fn each_mistake_is_told_and_a_rule_is_not_judged_without_its_exception() {
    for (text, code, part) in CASES {
        let checked = checked(&format!("{BASE}{text}\n"));
        let said: Vec<String> = checked
            .mistakes
            .iter()
            .map(|d| {
                format!("{} {} {:?} {:?}", d.code, d.message.en, d.help, d.labels.iter().map(|l| &l.text.en).collect::<Vec<_>>())
            })
            .collect();
        match code.is_empty() {
            true => assert!(said.is_empty(), "{text}: {said:#?}"),
            false => assert!(said.len() == 1 && said[0].starts_with(code) && said[0].contains(part), "{text}: {said:#?}"),
        }
        let judged = checked.set.rules.iter().any(|r| r.id == "sales");
        let names_sales = text.contains("lifts sales");
        assert!(judged != (names_sales && !code.is_empty()), "{text}: judged {judged}");
    }
}

#[test]
fn two_at_one_time_are_told() {
    let two = |a: &str, b: &str| {
        let text = format!("{BASE}exception \"n1\" {{ lifts sales {a} }}\nexception \"n2\" {{ lifts sales {b} }}\n");
        checked(&text).shown()
    };
    let found = two("for \"131125\" until 2026", "for \"131121\", \"131125\" from 2026-12-31 until 2027");
    assert_eq!(found, ["W023 \"\\\"131125\\\"\" / \"\\\"131125\\\"\""]);
    assert!(two("for \"131125\" until 2026", "for \"131125\" from 2027 until 2028").is_empty());
    assert!(two("for \"131125\" until 2026", "for \"131121\" until 2026").is_empty());
    assert_eq!(two("for \"131125\" until further notice", "for \"131125\" from 2030 until 2031").len(), 1);
}

/// What an exception asks in place of the rule's lines uses the parameters it names.
#[test]
fn a_parameter_of_an_exception_alone_is_used() {
    let text = format!(
        "{BASE}param least : money in 万元 = 5万元\nexception \"n\" {{ lifts sales for \"131125\" until 2026 require s.total >= least }}\n"
    );
    assert!(checked(&text).shown().is_empty(), "{:?}", checked(&text).shown());
}
