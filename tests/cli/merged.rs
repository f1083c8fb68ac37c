//! Merged cells among the rows of a workbook: a text over several rows is said of each, all else is told and counts as unknown.

use super::Folder;
use crate::harness::xlsx::Put::{Number, Text};
use crate::harness::xlsx::{Put, Sheet, book};

const RULES: &str = r#"
record County "各县" key name {
  name "县"   : text
  tax  "税收" : money in 万元
  fee  "非税" : money in 万元
  lead "领导" : text
  dept "部门" : text?
}
rule floor "下限" { for c in County  require c.tax >= 5万元 }
rule dept  "部门" { for c in County  require c.dept exists }
"#;

fn check<'a>(cells: &[(&'a str, Put<'a>)], merged: &[&'a str], format: &str) -> super::Run {
    let mut all =
        vec![("A1", Text("县")), ("B1", Text("税收")), ("C1", Text("非税")), ("D1", Text("领导")), ("E1", Text("部门"))];
    all.extend(cells.iter().cloned());
    let sheet = Sheet { name: "各县", cells: all, merged: merged.to_vec(), ..Sheet::default() };
    let folder = Folder::new().with("r.fadu", RULES).with("各县.xlsx", book(&[sheet]));
    folder.run(&["check", "--lang", "en", "-r", "r.fadu", "各县.xlsx", "--format", format])
}

/// 10 may be the tax, the fee or both; 张三 may lead, be the department, or both. Nothing is met or violated by it.
#[test]
fn a_cell_over_several_columns_is_told() {
    let row = [("A2", Text("安平县")), ("B2", Number("10")), ("D2", Text("张三")), ("E2", Text("财政局"))];
    check(&row, &["B2:C2"], "short")
        .expect(1, &["各县.xlsx:各县!B2: error[D053] a merged cell lies over 2 columns, `税收`, `非税`", "open[floor] 安平县"]);
    let row = [("A2", Text("安平县")), ("B2", Number("10")), ("C2", Number("1")), ("D2", Text("张三"))];
    check(&row, &["D2:E2"], "short").expect(1, &["各县!D2: error[D053]", "open[dept] 安平县"]).without(&["breach"]);
    // Without the merging it is none: the department is not there.
    check(&row, &[], "short").expect(1, &["breach[dept] 安平县"]).without(&["D053"]);
    // A block of which nothing is filled in is blank as its cells would be.
    check(&row[..3], &["D2:E2"], "short").without(&["D053"]);
}

/// 10 over two rows is what they come to together, or what each has.
#[test]
fn a_figure_over_several_rows_is_told() {
    let rows = [
        ("A2", Text("安平县")),
        ("B2", Number("10")),
        ("D2", Text("张三")),
        ("E2", Text("财政局")),
        ("A3", Text("枣强县")),
        ("D3", Text("李四")),
    ];
    check(&rows, &["B2:B3", "E2:E3"], "short")
        .expect(
            1,
            &["各县!B2: error[D053] a figure of `税收` lies over several rows", "open[floor] 安平县", "open[floor] 枣强县"],
        )
        .without(&["open[dept]", "breach"]);
}

/// 合计 over the first columns, titles and notes over all of them stay what they are.
#[test]
fn lines_that_are_no_rows_may_be_merged() {
    let rows = [
        ("A2", Text("安平县")),
        ("B2", Number("10")),
        ("C2", Number("1")),
        ("D2", Text("张三")),
        ("E2", Text("财政局")),
        ("A3", Text("注：快报数")),
    ];
    check(&rows, &["A3:E3"], "short").expect(0, &["D033"]).without(&["D053"]);
    let total = [&rows[..5], &[("A3", Text("合计")), ("C3", Number("1"))]].concat();
    check(&total, &["A3:B3"], "short").expect(0, &["D032"]).without(&["D053"]);
}

/// A column that the record does not have says nothing, so a cell over it and the one before is that of the one before.
#[test]
fn a_column_in_which_nothing_stands_parts_no_table() {
    let cells = [
        ("A1", Text("县")),
        ("B1", Text("税收")),
        ("D1", Text("非税")),
        ("E1", Text("领导")),
        ("F1", Text("部门")),
        ("A2", Text("安平县")),
        ("B2", Number("10")),
        ("D2", Number("1")),
        ("E2", Text("张三")),
        ("F2", Text("财政局")),
    ];
    let merged = vec!["B2:C2"];
    let sheet = Sheet { name: "各县", cells: cells.to_vec(), merged, ..Sheet::default() };
    let folder = Folder::new().with("r.fadu", RULES).with("各县.xlsx", book(&[sheet]));
    folder.run(&["check", "--lang", "en", "-r", "r.fadu", "各县.xlsx"]).expect(0, &["met 2"]).without(&["error[", "warning["]);
}

/// 200 stands under the 100 that is seen: it is nobody's.
#[test]
fn what_stands_under_merged_cells_is_told() {
    let rows = [
        ("A2", Text("安平县")),
        ("B2", Number("10")),
        ("C2", Number("1")),
        ("D2", Text("张三")),
        ("E2", Text("财政局")),
        ("A3", Text("枣强县")),
        ("B3", Number("20")),
        ("E3", Text("文化局")),
    ];
    check(&rows, &["B2:B3"], "short")
        .expect(1, &["warning[D037] something stands under merged cells", "open[floor] 安平县", "open[floor] 枣强县"]);
    check(&rows, &["E2:E3"], "short").expect(0, &["D037"]).without(&["open", "breach"]);
}

/// A year merged downwards is that of each row.
#[test]
fn a_number_that_is_no_figure_is_that_of_each_row() {
    let rules = "record R \"各县\" key name, year { name \"县\" : text  year \"年度\" : year  v \"税收\" : money in 万元 }\n\
                 rule floor { for c in R  require c.v >= 5万元 }\n";
    let cells = vec![
        ("A1", Text("县")),
        ("B1", Text("年度")),
        ("C1", Text("税收")),
        ("A2", Text("安平县")),
        ("B2", Number("2025")),
        ("C2", Number("10")),
        ("A3", Text("枣强县")),
        ("C3", Number("4")),
    ];
    let sheet = Sheet { name: "各县", cells, merged: vec!["B2:B3"], ..Sheet::default() };
    let folder = Folder::new().with("r.fadu", rules).with("各县.xlsx", book(&[sheet]));
    let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "各县.xlsx", "--format", "short"]);
    run.expect(1, &["breach[floor] 枣强县 · 2025"]).without(&["error", "D053"]);
}
