//! Records, tables, keys, nested lists.

use super::{bad, good};
use fadu::ty::{Origin, Type};

#[test]
fn nested_lists_are_relations_of_their_own() {
    let set = good(
        "record County key code, year { code : text, year : year, funds \"资金\" : list of Fund }
record Fund key name { name : text, total : money, projects : list of Project }
record Project key id { id : text, cost : money }",
    );
    let names: Vec<&str> = set.schema.relations.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(names, ["County", "Fund", "Project", "County.funds", "County.funds.projects", "Fund.projects"]);
    let funds = &set.schema.relations[3];
    assert_eq!(funds.origin, Origin::Nested { parent: fadu::ty::RelId(0), column: fadu::ty::ColId(2) });
    assert_eq!(set.schema.relations[0].columns[2].ty, Type::List(fadu::ty::RelId(3)));
    assert_eq!(funds.columns[2].ty, Type::List(fadu::ty::RelId(4)), "a copy has lists of its own");
    assert_eq!(funds.key.len(), 1);
    assert_eq!(funds.title(), "资金");
}

#[test]
fn keys_can_tell_rows_apart() {
    bad("record E key n { n : money }", &[r#"R004 "n" / "n""#]);
    bad("record E key n { n : text? }", &[r#"R004 "n" / "n""#]);
    bad("record E key n, n { n : text }", &[r#"R004 "n""#]);
    bad("record E key n, y, z { n : text, y : year, z : year }", &[r#"R004 "z""#]);
    bad("record E key a, b { a : text, b : text }\nrecord F key n { n : text, e : ref E }", &[r#"R004 "e" / "E""#]);
    good("record E key a, y, d { a : one of \"甲\", y : year, d : date }");
}

#[test]
fn rows_of_tables_are_checked_before_data() {
    bad("table t key n { | n | x : count |\n| 甲 | 1 |\n| 乙 | 2 |\n| 甲 | 3 | }", &[r#"R006 "甲" / "甲""#]);
    bad("table t key n { | n | x : money in 亿元 |\n| 甲 | 5辆 | }", &[r#"T016 "5辆" / "x""#]);
    bad("table t key n { | n | x : one of \"高\", \"低\" |\n| 甲 | 中 | }", &[r#"T016 "中" / "x""#]);
    let set = good("table t key n { | n | x : money in 亿元 |\n| 甲 | 5 |\n| 乙 | >= 5亿元 |\n| 丙 | |\n| 丁 | 1,000亿元 | }");
    assert_eq!(set.tables.len(), 1);
    let rows = match &set.tables[0].rows {
        fadu::hir::TableSource::Inline(rows) => rows.len(),
        fadu::hir::TableSource::File { .. } => 0,
    };
    assert_eq!(rows, 4);
}

#[test]
fn tables_from_files_lie_beside_the_rule_file() {
    let text = "table t key n from \"data/t.csv\" { n : text }";
    let checked = super::checked_files(&[("rules/a.fadu", text)], &[]);
    assert!(checked.mistakes.is_empty(), "{}", checked.messages());
    match &checked.set.tables[0].rows {
        fadu::hir::TableSource::File { path, .. } => assert_eq!(path, "data/t.csv"),
        fadu::hir::TableSource::Inline(_) => panic!("a file was named"),
    }
}

#[test]
fn senders_labels_and_other_names_reach_the_schema() {
    let set = good(
        "table roster key m { | m |\n| 甲 |
| 安平县 | }
record E key n sent by roster as n { n \"名称\" also \"单位\", \"单位名称\" : text, x : money in 万元 to 0.01 at end }
alias \"安平\" = \"安平县\"",
    );
    let e = set.schema.by_name("E").map(|r| set.schema.get(r).clone()).unwrap();
    assert_eq!(e.sent_by.as_ref().and_then(|s| s.column), Some(fadu::ty::ColId(0)));
    assert_eq!(e.columns[0].aliases, ["单位", "单位名称"]);
    assert_eq!(e.columns[1].step, Some(fadu::num::ratio(1, 100)));
    assert_eq!(e.columns[1].nature, fadu::ty::Nature::AtEnd);
    assert_eq!(set.schema.aliases, [("安平".to_string(), "安平县".to_string())]);
    bad("record E key n sent by rooster { n : text }\ntable roster key m { | m |\n| 甲 | }", &[r#"N005 "rooster""#]);
}

#[test]
fn declared_units_multiply() {
    let set = good(
        "unit 万标箱 = 10000 标箱\nunit 标箱\nrecord E key n { n : text, x : quantity in 万标箱 }\nrule r { for e in E require e.x > 500标箱 }",
    );
    assert_eq!(set.units.get("万标箱").unwrap().factor, fadu::num::int(10_000));
}

#[test]
fn growth_and_points_go_both_ways() {
    let set = good("record E key n { n : text, g : growth, p : points in 0个百分点..5个百分点, m : money, s : share }");
    let lowest = |at: usize| set.schema.relations[0].columns[at].domain().lo.value().cloned();
    assert_eq!(lowest(1), None, "growth may be negative without saying so");
    assert_eq!([lowest(2), lowest(3), lowest(4)], [0, 0, 0].map(|n| Some(fadu::num::int(n))));
}

/// By what is left of a key, rows would seem to be the same that are not.
#[test]
fn a_key_that_cannot_be_used_raises_nothing_at_the_rows() {
    let table = "table post key zone, upto {\n | zone | upto : quantity in 克 | price : money in EUR |\n | home | 20 | 0.85 |\n | home | 50 | 1 |\n}
record L key id { id : text, zone : text, price : money in EUR }
rule r { for l in L require l.price = min(p.price for p in post when p.zone = l.zone) }";
    bad(table, &[r#"R004 "upto" / "upto""#]);
}
