//! Several tables on one sheet.

use super::Folder;
use crate::harness::xlsx::Put::{Number, Text};
use crate::harness::xlsx::{Put, Sheet, book};

const RULES: &str = r#"
record County "各县情况" key name {
  name "县"   : text
  tax  "税收" : money in 万元
}
record Firm "企业" key firm {
  firm  "企业名称" : text
  sales "营业收入" : money in 万元
}
rule tax  { for c in County  require c.tax >= 10万元 }
rule firm { for f in Firm  require f.sales >= 20万元 }
"#;

fn folder(cells: Vec<(&str, Put<'_>)>) -> Folder {
    let sheet = Sheet { name: "报表", cells, ..Sheet::default() };
    Folder::new().with("r.fadu", RULES).with("a.xlsx", book(&[sheet]))
}

fn check(folder: &Folder) -> super::Run {
    folder.run(&["check", "-r", "r.fadu", "a.xlsx", "--format", "short", "--lang", "en"])
}

/// 9 is less than 10, 19.9 less than 20: each is told at its own cell.
#[test]
fn tables_below_one_another_are_read_each_by_itself() {
    let folder = folder(vec![
        ("A1", Text("表一 各县情况")),
        ("A2", Text("县")),
        ("B2", Text("税收")),
        ("A3", Text("安平县")),
        ("B3", Number("9")),
        ("A4", Text("注：快报数")),
        ("A6", Text("表二 企业情况")),
        ("B7", Text("单位：亿元")),
        ("A8", Text("企业名称")),
        ("B8", Text("营业收入")),
        ("A9", Text("甲")),
        ("B9", Number("0.00199")),
        ("A10", Text("乙")),
        ("B10", Number("0.002")),
    ]);
    check(&folder)
        .expect(1, &["a.xlsx:报表!B3: breach[tax]", "a.xlsx:报表!B9: breach[firm] 甲", "报表!A4: warning[D033]"])
        .without(&["乙", "error"]);
    let seen = folder.run(&["inspect", "-r", "r.fadu", "a.xlsx", "--lang", "en"]);
    seen.expect(0, &["header A2", "header A8", "亿元 (form, B7)"]);
}

#[test]
fn tables_beside_one_another_are_read_each_by_itself() {
    let folder = folder(vec![
        ("A1", Text("2025年情况")),
        ("A2", Text("县")),
        ("B2", Text("税收")),
        ("D2", Text("企业名称")),
        ("E2", Text("营业收入")),
        ("A3", Text("安平县")),
        ("B3", Number("9")),
        ("D3", Text("甲")),
        ("E3", Number("19.9")),
        ("D4", Text("乙")),
        ("E4", Number("20")),
    ]);
    check(&folder).expect(1, &["报表!B3: breach[tax]", "报表!E3: breach[firm] 甲"]).without(&["乙", "error"]);
}

/// 亿元 above the first table would make 9 of the second 90,000 万元: nobody knows, so nothing is decided.
#[test]
fn a_unit_above_another_table_is_never_taken_for_the_own_one() {
    let cells = |second: Option<(&'static str, Put<'static>)>| {
        let mut cells = vec![
            ("A1", Text("单位：亿元")),
            ("A2", Text("县")),
            ("B2", Text("税收")),
            ("A3", Text("安平县")),
            ("B3", Number("9")),
            ("A6", Text("企业名称")),
            ("B6", Text("营业收入")),
            ("A7", Text("甲")),
            ("B7", Number("9")),
        ];
        cells.extend(second);
        cells
    };
    check(&folder(cells(None))).expect(2, &["报表!A6: error[I041]", "open[firm] 甲"]).without(&["breach"]);
    check(&folder(cells(Some(("B5", Text("单位：亿元")))))).expect(0, &[]).without(&["I041"]);
    check(&folder(cells(Some(("B5", Text("单位：万元")))))).expect(1, &["breach[firm] 甲"]).without(&["I041"]);
}

/// A unit at the top, apart from every table, goes for all; 0.0009 亿元 is 9 万元.
#[test]
fn a_unit_of_the_whole_sheet_goes_for_every_table() {
    let folder = folder(vec![
        ("A1", Text("单位：亿元")),
        ("A3", Text("县")),
        ("B3", Text("税收")),
        ("A4", Text("安平县")),
        ("B4", Number("0.0009")),
        ("A6", Text("企业名称")),
        ("B6", Text("营业收入")),
        ("A7", Text("甲")),
        ("B7", Number("0.0009")),
    ]);
    check(&folder)
        .expect(1, &["报表!B4: breach[tax] 安平县: 90,000 yuan", "报表!B7: breach[firm] 甲: 90,000 yuan"])
        .without(&["error"]);
}

/// A header that is there again after a gap goes on with its table; rows after a gap belong to it too.
#[test]
fn one_table_in_parts_stays_one() {
    let folder = folder(vec![
        ("A1", Text("县")),
        ("B1", Text("税收")),
        ("A2", Text("安平县")),
        ("B2", Number("9")),
        ("A4", Text("县")),
        ("B4", Text("税收")),
        ("A5", Text("枣强县")),
        ("B5", Number("8")),
        ("A7", Text("饶阳县")),
        ("B7", Number("7")),
    ]);
    // No firm was sent, so a rule met nobody.
    check(&folder).expect(2, &["报表!B2: breach", "报表!B5: breach", "报表!B7: breach"]);
}
