//! Workbooks that other programs wrote (`books/make.py`): openpyxl, xlwt, and what LibreOffice makes of them as `.ods` and `.xls`.

use super::Folder;

const RULES: &str = r#"
record County "县区财力" key county {
  county "县"        : text
  tax    "收入/税收" : money in 万元
  fee    "收入/非税" : money in 万元
  rate   "增速"      : growth
  day    "报出日期"  : date ?
}
rule share "税收占比" { for c in County  require c.tax >= 60% of (c.tax + c.fee)  show "税收": c.tax }
rule rate  "增速"     { for c in County  require c.rate >= 5% }
"#;
/// Only where the form has the column.
const DAYS: &str = "rule day \"日期\" { for c in County  when c.day exists  require c.day = 2026-01-15 }\n";

fn check(name: &str, format: &str) -> super::Run {
    let bytes = std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/books").join(name)).unwrap();
    let rules = if name == "stems.xlsx" { RULES.to_string() } else { RULES.to_string() + DAYS };
    let folder = Folder::new().with("r.fadu", rules).with(name, bytes);
    folder.run(&["check", "-r", "r.fadu", name, "--format", format, "--lang", "en"])
}

/// 58,000 of 100,000 is 58 %; 4.9 % is less than 5 %; all days are the 15th. Nothing but this is wrong.
fn is_read(name: &str, row: u32, told: &[&str]) {
    let run = check(name, "short");
    run.expect(1, &[&format!("!B{row}: breach[share] 枣强县: 580 million yuan / 1 billion yuan = 58%")]);
    run.expect(1, &[&format!("!D{row}: breach[rate] 枣强县: 4.9% < 5%")]);
    run.expect(1, told).without(&["error", "open[", "breach[day]"]);
    check(name, "csv").expect(1, &["安平县,安平县,60000\r\n枣强县,枣强县,58000\r\n饶阳县,饶阳县,0\r\n"]);
}

#[test]
fn merged_headers_and_percentages_of_every_kind_of_workbook_are_read() {
    for name in ["merged.ods", "merged.xls", "days1904.ods", "days1904.xls"] {
        is_read(name, 7, &["A5: warning[D033]", "A9: warning[D032]", "A10: warning[D033]"]);
    }
}

/// 58,000,000 is shown as 58,000.0 under 万元.
#[test]
fn figures_that_are_shown_in_thousands_are_read_as_shown() {
    for name in ["thousands.ods", "thousands.xls"] {
        let run = check(name, "short");
        run.expect(1, &["B7: breach[share] 枣强县: 580 million yuan", "warning[D037] the number format shows figures divided"]);
    }
}

#[test]
fn hidden_rows_and_columns_are_read_and_told() {
    for name in ["hidden.ods", "hidden.xls"] {
        is_read(name, 7, &["A7: warning[D037] hidden rows or columns (2) are read all the same"]);
    }
    is_read("old.xls", 6, &["A6: warning[D037] hidden rows or columns (2) are read all the same"]);
}

#[test]
fn a_damaged_cell_is_told_where_it_stands_and_nothing_else_is() {
    for (name, code) in [("damaged.ods", "D001"), ("damaged.xls", "D001"), ("error.ods", "D013"), ("error.xls", "D013")] {
        let run = check(name, "short");
        run.expect(1, &[&format!("!B7: error[{code}]"), "B7: open[share] 枣强县", "D7: breach[rate] 枣强县"]);
        assert_eq!(run.text().matches("error[").count(), 1, "{}", run.text());
        run.without(&["breach[share]"]);
    }
}

/// 甲 1 2 3 乙 below a header of three rows; 5.8 亿元 of 10 亿元.
#[test]
fn a_row_of_stems_and_numbers_numbers_the_columns() {
    let run = check("stems.xlsx", "short");
    run.expect(1, &["!B9: warning[D033] this line numbers the columns", "!C11: breach[share] 枣强县: 580 million yuan"]);
    run.without(&["error[D", "甲"]);
}
