//! Number formats that show more than the digits of a figure: what is shown is what is read, or it is told.

use super::Folder;
use crate::harness::xlsx::Put::{Number, Shown, Text};
use crate::harness::xlsx::{Put, Sheet, altered, book};

const RULES: &str = r#"
record R "产值表" key name {
  name "名称" : text
  v    "产值" : money in 万元
}
rule floor "下限" { for e in R  require e.v >= 50万元 }
"#;

fn check(put: &Put<'_>) -> super::Run {
    let cells = vec![("A1", Text("名称")), ("B1", Text("产值")), ("A2", Text("甲")), ("B2", put.clone())];
    let sheet = Sheet { name: "产值表", cells, ..Sheet::default() };
    let folder = Folder::new().with("r.fadu", RULES).with("产值表.xlsx", book(&[sheet]));
    folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "产值表.xlsx", "--format", "short"])
}

/// 5亿元 is above 50万元, 12万人 is no amount, 100元 is below.
#[test]
fn a_unit_in_a_number_format_is_read() {
    for format in ["0\"亿元\"", "General\"亿元\"", "0.00\"亿元\""] {
        check(&Shown("5", format)).expect(0, &[]).without(&["breach", "D0"]);
    }
    for format in ["#,##0\"元\"", "General\"元\""] {
        check(&Shown("100", format)).expect(1, &["breach[floor]"]);
    }
    for format in
        ["0\"万人\"", "$#,##0", "[$€-407]0", "0\"万\"", "0.0,,\"百万\"", "0\"%\"", "0\",000\"", "\"约\"0\"0\"", "0\"万\"0000"]
    {
        check(&Shown("6000000", format)).expect(1, &["B2: error[D0", "open[floor]"]).without(&["breach"]);
    }
    // Bounds are bounds: below 60 may be below 50, 60 and more is not.
    check(&Shown("60", "\"<\"0")).expect(1, &["open[floor]"]);
    check(&Shown("60", "0\"以上\"")).expect(0, &[]);
    // The currency of the country, brackets and blanks say nothing.
    for format in ["_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ", "[$¥-804]#,##0.00", "0_);(0)", "\"RMB\" 0"] {
        check(&Shown("60", format)).expect(0, &[]).without(&["D0"]);
    }
}

/// 123456 by a format that shows 12.3 from 10,000 on.
#[test]
fn the_section_of_the_format_that_shows_a_figure_decides() {
    check(&Shown("123456", "[<10000]0;0!.0,")).expect(1, &["breach[floor]", "D037"]);
    check(&Shown("9999", "[<10000]0;0!.0,")).expect(0, &[]).without(&["D037"]);
}

#[test]
fn a_format_that_hides_a_figure_is_told() {
    check(&Shown("500", ";;;")).expect(0, &["D037", "不显示这个数"]);
    check(&Shown("0", "0;-0;;")).expect(1, &["D037", "不显示这个数", "breach[floor]"]);
    check(&Shown("-5", "0;0")).expect(1, &["D037", "负号"]);
    check(&Shown("-5", "0;[Red]0")).without(&["D037"]);
    check(&Number("500")).expect(0, &[]).without(&["D037"]);
}

/// 10 with a raised 2 is no 102, and what a formula makes of nothing is blank.
#[test]
fn raised_signs_and_empty_results_are_not_taken_for_figures() {
    let cells = vec![("A1", Text("名称")), ("B1", Text("产值")), ("A2", Text("甲")), ("B2", Number("77"))];
    let plain = book(&[Sheet { name: "产值表", cells, ..Sheet::default() }]);
    let empty = "<c r=\"B2\" t=\"str\"><f>IF(A2=\"\",\"\",\"\")</f><v></v></c>";
    let bytes = altered(&plain, "xl/worksheets/sheet1.xml", "<c r=\"B2\"><v>77</v></c>", empty);
    let folder = Folder::new().with("r.fadu", RULES).with("产值表.xlsx", bytes);
    let run = folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "产值表.xlsx", "--format", "short"]);
    run.expect(1, &["open[floor]"]).without(&["D013", "D034", "error"]);
}
