//! What a finding says: causes, turning values, repairs, parts.

use super::*;
use fadu::ast::CmpOp;
use fadu::finding::{CauseKind, Detail};
use fadu::num::int;

const ROSTER: &str = r#"
table counties key code { | code | name |
                          | "131121" | 枣强县 |
                          | "131122" | 武邑县 |
                          | "131123" | 武强县 | }
record City key id { id : text }
record E "企业" key id, year sent by counties as county { id : text  year : year  county : text  sales : money in 万元 }
rule t { for c in City require sum(e.sales for e in E when e.year = 2007) <= 100万元 }
"#;

#[test]
fn an_open_total_names_who_has_not_sent() {
    let files = [("City.csv", "id\ncity\n"), ("131122@2007/E.csv", "id,sales\nc,10\n")];
    let finding = World::new(ROSTER, &files).one("t", "city");
    let unsent: Vec<&str> = finding.causes.iter().filter(|c| c.kind == CauseKind::NotReported).map(|c| c.what.as_str()).collect();
    assert_eq!(unsent.len(), 2, "{:?}", finding.causes);
    assert!(unsent[0].contains("枣强县") && unsent[1].contains("武强县"), "{unsent:?}");
}

#[test]
fn an_unsent_list_is_named_with_its_row() {
    let rules = r#"record C key code { code : text  funds "财政资金" : list of F }
record F key name { name : text  total : money in 万元 }
rule t { for c in C require sum(c.funds.total) <= 3万元 }
rule q { for c in C require every(f.total <= 3万元 for f in c.funds) }"#;
    let world = World::new(rules, &[("c.toml", "[[C]]\ncode = \"k\"\n")]);
    for rule in ["t", "q"] {
        let finding = world.one(rule, "k");
        let named = finding.causes.iter().any(|c| c.what.contains('k') && c.what.contains("财政资金") && c.span.is_some());
        assert!(named, "{rule}: {:?}", finding.causes);
    }
}

#[test]
fn a_single_unknown_says_where_the_verdict_turns() {
    let rules = "record R key id { id : text  a \"部分\" : money in 万元  b \"全部\" : money in 万元 }
rule t { for r in R require r.a >= 60% of r.b }";
    let world = World::new(rules, &[("R.csv", "id,a,b\np,,100\nw,60,\nn,,\n")]);
    let part = world.one("t", "p");
    let (op, at, _) = part.causes[0].turns_at.clone().expect("a turning value");
    assert_eq!((op, at), (CmpOp::Ge, int(600_000)), "met when a >= 60万元");
    let whole = world.one("t", "w");
    let (op, at, _) = whole.causes[0].turns_at.clone().expect("a turning value");
    assert_eq!((op, at), (CmpOp::Le, int(1_000_000)), "met when b <= 100万元");
    let both = world.one("t", "n");
    assert_eq!(both.causes.len(), 2);
    assert!(both.causes.iter().all(|c| c.turns_at.is_none()));
}

#[test]
fn causes_of_conditions_are_named_too() {
    let rules = "record R key id { id : text  a \"部分\" : money in 万元  f \"标志\" : flag }
rule t { for r in R when r.f require r.a >= 6万元 }";
    let world = World::new(rules, &[("R.csv", "id,a,f\nv,5,\nu,,\n")]);
    assert!(world.one("t", "v").causes.iter().any(|c| c.what.contains("标志")));
    let causes = world.one("t", "u").causes;
    assert!(causes.iter().any(|c| c.what.contains("标志")) && causes.iter().any(|c| c.what.contains("部分")), "{causes:?}");
}

#[test]
fn a_total_of_very_many_unknowns_still_has_a_cause() {
    let mut text = String::from("id,a\n");
    (0..400).for_each(|i| text.push_str(&format!("{i},\n")));
    let rules = "record P key id { id : text }\nrecord R \"明细\" key id { id : count  a : money in 万元 }
rule t { for p in P require sum(r.a for r in R) >= 1万元 }";
    let finding = World::new(rules, &[("P.csv", "id\np\n"), ("R.csv", &text)]).one("t", "p");
    assert!(finding.causes.iter().any(|c| c.what.contains("明细") && c.what.contains("400")), "{:?}", finding.causes);
}

#[test]
fn repairs_suffice_are_least_and_possible() {
    let rules =
        "record R key id { id : text  a : money in 万元 to 0.01  b : money in 万元  n : count in 0..10  s : share in 0%..100% }
rule t { for r in R require r.a >= 60% of r.b }
rule n { for r in R require r.n >= 12 }
rule s { for r in R require r.s > 99.5% }";
    let text = rules.replace("rule n { for r in R require r.n >= 12 }", "rule n { for r in R require 2 * r.n > 19 }");
    let world = World::new(&text, &[("R.csv", "id,a,b,n,s\nx,59.99,100,3,50%\n")]);
    let repairs = world.one("t", "x").repairs;
    assert_eq!(repairs.iter().map(|r| r.label.as_str()).collect::<Vec<_>>(), ["a"], "the base of a share is what it is");
    assert_eq!(repairs[0].to, Some(int(600_000)));
    let count = world.one("n", "x").repairs;
    assert_eq!(count[0].to, Some(int(10)));
    for repair in world.one("s", "x").repairs {
        assert_eq!((repair.to, repair.beyond), (Some(fadu::num::ratio(995, 1000)), Some(fadu::finding::Side::Above)));
    }
}

#[test]
fn no_repair_beyond_the_declared_range() {
    let rules = "record R key id { id : text  n : count in 0..10  m : count in 0..10 }
rule t { for r in R require r.n + r.m >= 15 }";
    let world = World::new(rules, &[("R.csv", "id,n,m\nx,3,4\ny,6,3\n")]);
    assert!(world.one("t", "x").repairs.is_empty(), "3 + 10 is less than 15");
    assert_eq!(world.one("t", "y").repairs.len(), 1, "only the smaller can be raised enough: 6 + 9");
}

#[test]
fn operands_carry_text_value_unit_and_addends() {
    let rules = "record P key id { id : text }\nrecord R key id { id : text  a : money in 万元 }
rule t { for p in P require sum(r.a for r in R) >= 10万元 }";
    let finding = World::new(rules, &[("P.csv", "id\np\n"), ("R.csv", "id,a\nx,3\ny,4\n")]).one("t", "p");
    let Detail::Compare(c) = &finding.detail else { panic!("{:?}", finding.detail) };
    assert_eq!(c.left.text, "sum(r.a for r in R)");
    assert_eq!(c.right.text, "10万元");
    assert_eq!(c.left.value.as_exact(), Some(&int(70_000)));
    assert_eq!(c.margin.as_exact(), Some(&int(-30_000)));
    assert_eq!(c.left.unit.name, "万元");
    let terms: Vec<(&str, Option<i64>)> =
        c.left.terms.iter().map(|t| (t.label.as_str(), t.value.as_exact().and_then(fadu::num::to_i64))).collect();
    assert_eq!(terms, [("x", Some(30_000)), ("y", Some(40_000))]);
}
