//! What a cell shows: struck out, with zeros before it, as a month, as a day of a time, as an error of a newer program.

use super::Folder;
use crate::harness::xlsx::Put::{Error, Number, Shown, Text};
use crate::harness::xlsx::{Put, Sheet, altered, book};

const RULES: &str = r#"
record R "产值表" key name {
  name "名称" : text
  v    "产值" : money in 万元
}
rule floor "下限" { for e in R  require e.v >= 50万元 }
"#;

fn sheet<'a>(cells: &[(&'a str, Put<'a>)]) -> Vec<u8> {
    book(&[Sheet { name: "产值表", cells: cells.to_vec(), ..Sheet::default() }])
}

fn check(rules: &str, bytes: &[u8], lang: &str) -> super::Run {
    let folder = Folder::new().with("r.fadu", rules).with("产值表.xlsx", bytes);
    folder.run(&["check", "--lang", lang, "-r", "r.fadu", "产值表.xlsx", "--format", "short"])
}

/// The same book with two fonts, of which the second is struck out and that of all formatted cells.
fn struck_by_style(bytes: &[u8], strike: &str) -> Vec<u8> {
    let fonts = format!("<fonts count=\"2\"><font/><font>{strike}</font></fonts><cellXfs");
    let styled = altered(bytes, "xl/styles.xml", "<cellXfs", &fonts);
    altered(&styled, "xl/styles.xml", "<xf numFmtId=\"164\"", "<xf numFmtId=\"164\" fontId=\"1\"")
}

/// 60 that somebody struck out is no 60.
#[test]
fn a_figure_that_is_struck_out_is_told_and_unknown() {
    let cells = [("A1", Text("名称")), ("B1", Text("产值")), ("A2", Text("甲")), ("B2", Shown("60", "0.0"))];
    let plain = sheet(&cells);
    check(RULES, &struck_by_style(&plain, "<strike val=\"0\"/>"), "en").expect(0, &[]).without(&["D054"]);
    let struck = struck_by_style(&plain, "<strike/>");
    check(RULES, &struck, "en").expect(1, &["B2: error[D054] `产值`: “6̶0̶” is struck out", "open[floor]"]);
    check(RULES, &struck, "zh").expect(1, &["B2: error[D054] “产值”的“6̶0̶”划了删除线", "open[floor]"]);
}

/// Of 1500 whose zeros are struck out an official reads 15; of 丁乙 with 丁 struck out nobody knows what the firm is called.
#[test]
fn a_text_of_which_a_part_is_struck_out_is_told() {
    let cells = [("A1", Text("名称")), ("B1", Text("产值")), ("A2", Text("甲")), ("B2", Text("1500"))];
    let runs = "<is><r><t>15</t></r><r><rPr><strike/></rPr><t>00</t></r></is>";
    let bytes = altered(&sheet(&cells), "xl/worksheets/sheet1.xml", "<is><t xml:space=\"preserve\">1500</t></is>", runs);
    check(RULES, &bytes, "en").expect(1, &["B2: error[D054]", "open[floor]"]);
    let runs = "<is><r><rPr><strike/></rPr><t>丁</t></r><r><t>乙</t></r></is>";
    let bytes = altered(&sheet(&cells), "xl/worksheets/sheet1.xml", "<is><t xml:space=\"preserve\">甲</t></is>", runs);
    // The only row is lost, so the rule has no subject and the check is incomplete.
    check(RULES, &bytes, "en").expect(2, &["A2: error[D054] `名称`: “丁̶乙” is struck out"]).without(&["breach", "open["]);
}

/// A row that is struck out is told once, and no subject; texts of other files may bear strokes too.
#[test]
fn a_row_that_is_struck_out_is_told_once() {
    let csv = "名称,产值\n甲,60\n乙̶,1̶0̶\n";
    let folder = Folder::new().with("r.fadu", RULES).with("R.csv", csv);
    let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv", "--format", "short"]);
    run.expect(1, &["R.csv:3:1: error[D054]"]).without(&["3:4", "breach", "产值"]);
}

/// Whether the unit that was struck out was replaced nobody knows.
#[test]
fn a_unit_that_is_struck_out_is_no_unit() {
    let csv = "单̶位̶：̶亿̶元̶,\n名称,产值\n甲,60\n";
    let folder = Folder::new().with("r.fadu", RULES).with("R.csv", csv);
    let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "R.csv", "--format", "short"]);
    run.expect(1, &["R.csv:1:1: error[D031]", "open[floor]"]);
}

const MONTHS: &str = r#"
record R "产值表" key name, month {
  name  "名称" : text
  month "月份" : month
  v     "产值" : money in 万元
}
rule oct "十月" { for e in R  when e.month = 2007-10  require e.v >= 50万元 }
rule jan "一月" { for e in R  when e.month = 2007-01  require e.v >= 50万元 }
"#;

fn month(put: Put<'_>) -> super::Run {
    let cells =
        [("A1", Text("名称")), ("B1", Text("月份")), ("C1", Text("产值")), ("A2", Text("甲")), ("B2", put), ("C2", Number("10"))];
    check(MONTHS, &sheet(&cells), "en")
}

/// 2007.10 typed as a figure is stored as 2007.1.
#[test]
fn october_as_a_figure_is_read_as_shown_or_refused() {
    month(Shown("2007.1", "0.00")).expect(1, &["breach[oct]"]).without(&["breach[jan]", "D055"]);
    month(Shown("200710", "0000\"年\"00\"月\"")).expect(1, &["breach[oct]"]).without(&["breach[jan]"]);
    for put in [Number("2007.1"), Shown("2007.1", "0.0")] {
        // The only row is lost, so the rules have no subject.
        month(put)
            .expect(2, &["B2: error[D055] `月份`: whether “2007.1” is January or October cannot be told"])
            .without(&["breach"]);
    }
    // Typed as a text nothing was dropped; no other month loses a sign.
    month(Text("2007.1")).expect(1, &["breach[jan]"]).without(&["D055"]);
    month(Text("2007.10")).expect(1, &["breach[oct]"]).without(&["D055"]);
    // Of November no rule speaks.
    month(Number("2007.11")).expect(2, &["L014"]).without(&["D0", "breach"]);
    // 2007.20 is no month.
    month(Shown("2007.2", "0.00")).expect(2, &["B2: error[D018]"]);
    let folder = Folder::new().with("r.fadu", MONTHS).with("R.csv", "名称,月份,产值\n甲,2007.1,10\n乙,2007.10,10\n");
    let run = folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "R.csv", "--format", "short"]);
    run.expect(1, &["R.csv:2:3: error[D055]", "是一月还是十月看不出来", "breach[oct] 乙"]).without(&["breach[jan]"]);
}

fn day(number: &str, format: &str) -> super::Run {
    const DAYS: &str = "record R \"产值表\" key name { name \"名称\" : text  day \"日期\" : date }\nrule d \"期限\" { for e in R  require e.day <= 2007-05-01 }\n";
    let cells = [("A1", Text("名称")), ("B1", Text("日期")), ("A2", Text("甲")), ("B2", Shown(number, format))];
    check(DAYS, &sheet(&cells), "en")
}

/// 39203 is 2007-05-01.
#[test]
fn days_are_read_as_shown() {
    day("39203.354166666664", "yyyy-mm-dd").expect(0, &[]).without(&["D0"]);
    day("39203.999999", "yyyy\"年\"m\"月\"d\"日\"").expect(0, &[]).without(&["D0"]);
    day("39204", "yyyy-mm-dd").expect(1, &["breach[d]"]);
    day("39203.354166666664", "yyyy-mm-dd h:mm").expect(1, &["B2: error[D019]", "open[d]"]);
    // What =B5 gives for an empty cell; spreadsheets show 1900/1/0, and no day at all below.
    day("0", "yyyy/m/d").expect(1, &["B2: error[D019]", "1900-01-00", "open[d]"]);
    day("0.5", "yyyy/m/d").expect(1, &["B2: error[D019]", "open[d]"]);
    day("-1", "yyyy/m/d").expect(1, &["B2: error[D013]", "open[d]"]);
    day("12", "yyyy/m/d").expect(0, &["B2: warning[D037]", "a day of the year 1900"]);
    day("367", "yyyy/m/d").expect(0, &[]).without(&["D0"]);
}

/// 13112 shown as 013112 is that code, and 13112 as a figure.
#[test]
fn codes_are_read_with_the_zeros_that_are_shown() {
    let rules = r#"
table firms "企业名录" key code {
  | code   | name |
  | 013112 | 甲   |
  | 013113 | 乙   |
}
record R "产值表" key code {
  code "代码" : text
  v    "产值" : money in 万元
}
rule listed "名录" { for e in R  require e.code in firms  require e.v = 13112万元 }
"#;
    let of =
        |code: Put<'static>| sheet(&[("A1", Text("代码")), ("B1", Text("产值")), ("A2", code), ("B2", Shown("13112", "000000"))]);
    check(rules, &of(Shown("13112", "000000")), "en").expect(0, &[]).without(&["D0", "breach"]);
    check(rules, &of(Shown("13113", "\"0\"0")), "en").expect(0, &[]).without(&["D0", "breach"]);
    check(rules, &of(Number("13112")), "en").expect(1, &["breach[listed]"]);
}

/// Fifteen digits of a figure are certain; of a code all are wanted.
#[test]
fn figures_of_many_digits_are_read_at_fifteen() {
    let of = |put| sheet(&[("A1", Text("名称")), ("B1", Text("产值")), ("A2", Text("甲")), ("B2", put)]);
    let rules = RULES.replace(">= 50万元", "= 1234567890123460万元");
    check(&rules, &of(Number("1234567890123456")), "en").expect(0, &[]).without(&["D0", "breach"]);
    let rules = RULES.replace(">= 50万元", "= 33.3333333333333万元");
    check(&rules, &of(Number("33.333333333333336")), "en").expect(0, &[]).without(&["D0", "breach"]);
}

/// Programs of these years know errors that the library for workbooks does not.
#[test]
fn errors_of_newer_programs_are_told_at_their_cells() {
    for error in ["#CALC!", "#SPILL!", "#FIELD!", "#BLOCKED!", "#BUSY!", "#EXTERNAL!"] {
        let cells = [
            ("A1", Text("名称")),
            ("B1", Text("产值")),
            ("A2", Text("甲")),
            ("B2", Error(error)),
            ("A3", Text("乙")),
            ("B3", Number("10")),
        ];
        let run = check(RULES, &sheet(&cells), "en");
        run.expect(1, &["B2: error[D013]", error, "B3: breach[floor] 乙", "open[floor] 甲"]).without(&["I019"]);
    }
}
