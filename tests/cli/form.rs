//! Forms are filled in, sent back and checked without any mapping.

use super::Folder;
use crate::harness::xlsx::altered;

const RULES: &str = r#"
policy demo "示范办法" { number "示发〔2025〕1号"  clause floor "三(一)" "税收规模" }
table roster "名册" key code {
  | code "代码" | name "名称" |
  | 131125      | 安平县      |
  | 131121      | 枣强县      |
}
record County "各县=情况" key county, year sent by roster as county {
  county "县代码" : text
  year   "年度"   : year
  tax    "税收"   : money in 万元 to 0.01
  parks  "园区数" : count
  kind   "类别"   : one of "一类", "二类"
  open   "在办"   : flag
}
rule floor "税收下限" { cite demo.floor  for c in County  require c.tax >= 10万元 }
record Firm "企业" key county, name sent by roster as county total row "合计" {
  county "县代码" : text
  name   "名称"   : text
  tax    "税收"   : money in 万元
}
rule firm { for f in Firm  require f.tax >= 1万元 }
"#;

fn folder() -> Folder {
    Folder::new().with("fadu.toml", "[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nfiles = \"in/*\"\n").with("r.fadu", RULES)
}

/// A cell that the form leaves open, filled in as an office program would store it.
fn filled(book: &[u8], part: &str, cell: &str, with: &str) -> Vec<u8> {
    let text = part_text(book, part);
    let Some(start) = text.find(&format!("<c r=\"{cell}\"")) else {
        // A cell without a format is not there yet: it goes to the end of its row.
        let row = format!("<row r=\"{}\"", cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
        let from = text.find(&row).unwrap();
        let end = from + text[from..].find("</row>").unwrap() + 6;
        let whole = &text[from..end];
        return altered(book, part, whole, &whole.replace("</row>", &format!("{with}</row>")));
    };
    let end = start + text[start..].find("/>").unwrap() + 2;
    altered(book, part, &text[start..end], with)
}

fn part_text(book: &[u8], part: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(part).unwrap(), &mut text).unwrap();
    text
}

#[test]
fn a_filled_form_is_checked_as_it_is() {
    let folder = folder();
    folder.run(&["form", "County", "-o", "a.xlsx", "--for", "安平县", "--period", "2025"]).expect(0, &["a.xlsx"]);
    let book = std::fs::read(folder.path().join("a.xlsx")).unwrap();
    let sheet = "xl/worksheets/sheet2.xml";
    // 税收 9.99 is below 10; the title begins with a sign of formulas and is none.
    let book = filled(&book, sheet, "A3", "<c r=\"A3\"><v>9.99</v></c>");
    let book = filled(&book, sheet, "B3", "<c r=\"B3\"><v>3</v></c>");
    let book = filled(&book, sheet, "C3", "<c r=\"C3\" t=\"inlineStr\"><is><t>一类</t></is></c>");
    let book = filled(&book, sheet, "D3", "<c r=\"D3\" t=\"inlineStr\"><is><t>是</t></is></c>");
    assert!(!part_text(&book, sheet).contains("<f>") && part_text(&book, sheet).contains("dataValidation"));
    let folder = folder.with("in/填好.xlsx", &book);
    let run = folder.run(&["check", "--lang", "en", "--format", "short", "--allow", "no-subject"]);
    run.expect(1, &["breach[demo.floor] 安平县 131125 · 2025", "99,900 yuan"]).without(&["error", "D036", "warning"]);
    // At the bound it is met; nobody else sent anything.
    let good = altered(&book, sheet, "<v>9.99</v>", "<v>10</v>");
    let folder = folder.with("in/填好.xlsx", &good);
    folder.run(&["check", "--lang", "en", "--format", "short", "--allow", "no-subject", "in/填好.xlsx"]).without(&["breach"]);
    folder.run(&["form", "County", "-o", "a.xlsx"]).expect(2, &["L041"]);
    folder.run(&["form", "Count", "-o", "b.xlsx"]).expect(2, &["L041", "County"]);
    folder.run(&["form", "County", "-o", "b.xlsx", "--for", "深州市"]).expect(2, &["L041"]);
    folder.run(&["form", "County", "-o", "b.xlsx", "--period", "2025-Q1"]).expect(2, &["L041"]);
}

/// One for each member, with room for many rows and a row of sums; an empty one says nothing and blocks as nothing.
#[test]
fn forms_for_everybody() {
    let folder = folder();
    folder.run(&["form", "企业", "--each", "--output-dir", "out"]).expect(0, &["out/131125.xlsx", "out/131121.xlsx"]);
    let book = std::fs::read(folder.path().join("out/131121.xlsx")).unwrap();
    let sheet = "xl/worksheets/sheet2.xml";
    assert!(part_text(&book, sheet).contains("SUM(B3:B102)"));
    let book = filled(&book, sheet, "A3", "<c r=\"A3\" t=\"inlineStr\"><is><t>=1+1</t></is></c>");
    let book = filled(&book, sheet, "B3", "<c r=\"B3\"><v>0.5</v></c>");
    // The sum as the office program saves it with the form.
    let book = altered(&book, sheet, "</f><v>0</v>", "</f><v>0.5</v>");
    let folder = folder.with("in/x.xlsx", &book);
    let run = folder.run(&["check", "--lang", "en", "--format", "short", "--allow", "no-subject"]);
    run.expect(1, &["breach[demo.firm] 枣强县 131121 · =1+1"]).without(&["D001", "D032"]);
}

/// 安平县 filled its form in; that of 枣强县 came back as it was handed out, or did not come: either way it has reported nothing.
#[test]
fn a_form_with_nothing_filled_in_is_no_report() {
    for lang in ["zh", "en"] {
        let folder = folder();
        folder.run(&["form", "County", "--each", "--period", "2025", "--output-dir", "out", "--lang", lang]).expect(0, &[]);
        let (own, blank) = ("out/131125.xlsx", "out/131121.xlsx");
        let own = std::fs::read(folder.path().join(own)).unwrap();
        let own = told(&own, "xl/worksheets/sheet2.xml", &[("A3", "10"), ("B3", "3"), ("C3", "一类")]);
        let blank = std::fs::read(folder.path().join(blank)).unwrap();
        // A day alone is no figure either: each county owes one row.
        let dated = told(&blank, "xl/worksheets/sheet1.xml", &[("B5", "2026-01-05")]);
        let open = "open[demo.floor] 枣强县 131121";
        let check = |folder: &Folder| folder.run(&["check", "--lang", "en", "--format", "short", "--allow", "no-subject"]);
        let folder = folder.with("in/own.xlsx", &own);
        let without = check(&folder);
        without.expect(1, &[open]).without(&["D033"]);
        for book in [&blank, &dated] {
            std::fs::write(folder.path().join("in/other.xlsx"), book).unwrap();
            check(&folder).expect(1, &[open]);
        }
    }
}

/// Of firms there may be none: that is said by a day on the cover.
#[test]
fn a_form_of_many_rows_is_a_nil_report_once_it_is_dated() {
    let folder = folder();
    folder.run(&["form", "企业", "--each", "--output-dir", "out"]).expect(0, &[]);
    let blank = std::fs::read(folder.path().join("out/131121.xlsx")).unwrap();
    assert!(part_text(&blank, "xl/sharedStrings.xml").contains("填上填报日期寄回，就是零报告"));
    let own = std::fs::read(folder.path().join("out/131125.xlsx")).unwrap();
    let own = told(&own, "xl/worksheets/sheet2.xml", &[("A3", "甲厂"), ("B3", "5")]);
    let own = altered(&own, "xl/worksheets/sheet2.xml", "</f><v>0</v>", "</f><v>5</v>");
    let dated = told(&blank, "xl/worksheets/sheet1.xml", &[("B4", "2026-01-05")]);
    let check = |folder: &Folder| folder.run(&["check", "--lang", "en", "--format", "short", "--allow", "no-subject"]);
    let folder = folder.with("in/own.xlsx", &own).with("in/other.xlsx", &blank);
    check(&folder).expect(1, &["open[demo.firm] 枣强县 131121"]);
    let folder = folder.with("in/other.xlsx", &dated);
    check(&folder).expect(0, &[]).without(&["open["]);
}

#[test]
fn forms_as_text() {
    let folder = folder();
    folder.run(&["form", "County", "-o", "a.csv", "--for", "131125", "--period", "2025"]).expect(0, &[]);
    let text = std::fs::read_to_string(folder.path().join("a.csv")).unwrap();
    assert_eq!(text, "\u{feff}县代码,年度,税收（万元）,园区数（个）,类别,在办\r\n131125,2025,,,,\r\n");
    folder.run(&["form", "County", "-o", "a.toml", "--for", "131125", "--period", "2025"]).expect(0, &[]);
    let text = std::fs::read_to_string(folder.path().join("a.toml")).unwrap();
    let filled =
        text.replace("tax = \"\"", "tax = 10").replace("parks = \"\"", "parks = 1").replace("kind = \"\"", "kind = \"二类\"");
    let folder = folder.with("in/a.toml", filled.replace("open = \"\"", "open = true"));
    let run = folder.run(&["check", "--lang", "en", "--format", "short", "--allow", "no-subject", "in/a.toml"]);
    run.expect(0, &["0 errors in files"]).without(&["error["]);
}

/// Called by the county, as `--each` calls them, a filled form is read; whatever separates its columns when an office program saves it anew.
/// A table that has not all of the form's heads is not taken for it.
#[test]
fn a_form_as_a_table_of_text_loads_back_whatever_it_is_called() {
    let folder = folder();
    folder.run(&["form", "County", "--each", "--as", "csv", "--period", "2025", "--output-dir", "out"]).expect(0, &[]);
    let text = std::fs::read_to_string(folder.path().join("out/131125.csv")).unwrap();
    let good = text.replace("131125,2025,,,,", "131125,2025,9.99,3,一类,是");
    let check = |folder: &Folder| folder.run(&["check", "--lang", "en", "--format", "short", "--allow", "no-subject"]);
    let mut folder = folder;
    for sign in [",", ";", "\t"] {
        folder = folder.with("in/131125.csv", good.replace(',', sign));
        check(&folder).expect(1, &["breach[demo.floor] 安平县 131125 · 2025", "99,900 yuan"]).without(&["error"]);
    }
    let folder = folder.with("in/131125.csv", good.replace("税收（万元）", "税收"));
    check(&folder).expect(2, &["I011"]);
}

const LISTS: &str = r#"
record Firm "企业" key name {
  name  "名称" : text
  works "项目" : list of Work
}
record Work "项目" key name {
  name  "名称" : text
  cost  "投资" : money in 万元
  parts "分项" : list of Part
}
record Part "分项记录" key part {
  part "分项名" : text
  sum  "金额"   : money in 万元
}
rule cost { for f in Firm  require sum(w.cost for w in f.works) >= 20万元 }
rule part { for f in Firm, w in f.works  require sum(p.sum for p in w.parts) = w.cost }
"#;

/// What a cell holds as an office program stores it.
fn told(book: &[u8], part: &str, cells: &[(&str, &str)]) -> Vec<u8> {
    let mut book = book.to_vec();
    for (cell, text) in cells {
        let with = match text.parse::<i64>() {
            Ok(_) => format!("<c r=\"{cell}\"><v>{text}</v></c>"),
            Err(_) => format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        };
        book = filled(&book, part, cell, &with);
    }
    book
}

/// 甲 has 12 and 8, which are 20; 乙 has 19. The parts of 厂房 are 5 and 7, those of 设备 of 甲 are 8, those of 设备 of 乙 only 18.
#[test]
fn rows_inside_rows_stand_on_sheets_of_their_own_and_load_back() {
    let folder = Folder::new().with("r.fadu", LISTS);
    folder.run(&["form", "-r", "r.fadu", "Firm", "-o", "a.xlsx"]).expect(0, &["a.xlsx"]);
    folder.run(&["form", "-r", "r.fadu", "Firm", "-o", "a.csv", "--lang", "en"]).expect(2, &["L041", ".xlsx"]);
    let book = std::fs::read(folder.path().join("a.xlsx")).unwrap();
    let names = part_text(&book, "xl/workbook.xml");
    assert!(names.contains("name=\"企业.项目\"") && names.contains("name=\"企业.项目.分项\""), "{names}");
    let empty = folder.run(&["check", "-r", "r.fadu", "a.xlsx", "--format", "short", "--lang", "en"]);
    empty.without(&["breach"]);
    let book = told(&book, "xl/worksheets/sheet2.xml", &[("A3", "甲"), ("A4", "乙")]);
    let works = [
        ("A3", "甲"),
        ("B3", "厂房"),
        ("C3", "12"),
        ("A4", "乙"),
        ("B4", "设备"),
        ("C4", "19"),
        ("A5", "甲"),
        ("B5", "设备"),
        ("C5", "8"),
    ];
    let book = told(&book, "xl/worksheets/sheet3.xml", &works);
    let parts = [
        ("A3", "甲"),
        ("B3", "厂房"),
        ("C3", "一"),
        ("D3", "5"),
        ("A4", "甲"),
        ("B4", "厂房"),
        ("C4", "二"),
        ("D4", "7"),
        ("A5", "甲"),
        ("B5", "设备"),
        ("C5", "一"),
        ("D5", "8"),
        ("A6", "乙"),
        ("B6", "设备"),
        ("C6", "一"),
        ("D6", "18"),
    ];
    let good = told(&book, "xl/worksheets/sheet4.xml", &parts);
    let folder = folder.with("b.xlsx", &good);
    let check = |folder: &Folder| folder.run(&["check", "-r", "r.fadu", "b.xlsx", "--format", "short", "--lang", "en"]);
    check(&folder).expect(1, &["breach[cost] 乙", "190,000 yuan", "breach[part] 乙"]).without(&[
        "breach[cost] 甲",
        "breach[part] 甲",
        "error",
        "open[",
        "D033",
    ]);
    folder.run(&["inspect", "-r", "r.fadu", "b.xlsx", "--lang", "en"]).expect(0, &["the row it belongs to"]);
    // A row that belongs to nobody could be anybody's: what it may decide is open. 甲 has her 20 whatever else there is.
    let lost = altered(&good, "xl/worksheets/sheet3.xml", "<t>乙</t>", "<t>丙</t>");
    check(&folder.with("b.xlsx", &lost))
        .expect(2, &["b.xlsx:企业.项目!A4", "error[I042]", "open[cost] 乙"])
        .without(&["breach", "open[cost] 甲"]);
}

/// A name in quotes of its own is the same in both sheets.
#[test]
fn names_in_quotes_link_lists() {
    let folder = Folder::new().with("r.fadu", LISTS);
    folder.run(&["form", "-r", "r.fadu", "Firm", "-o", "a.xlsx"]).expect(0, &[]);
    let book = std::fs::read(folder.path().join("a.xlsx")).unwrap();
    let book = told(&book, "xl/worksheets/sheet2.xml", &[("A3", "\"乙\"")]);
    let book = told(&book, "xl/worksheets/sheet3.xml", &[("A3", "\"乙\""), ("B3", "厂房"), ("C3", "19")]);
    let run = folder.with("b.xlsx", &book).run(&["check", "-r", "r.fadu", "b.xlsx", "--format", "short", "--lang", "zh"]);
    run.expect(1, &["breach[cost] \"乙\"", "19万元 < 20万元"]).without(&["I042"]);
}

/// The fourth row of the sheet belongs to nobody.
#[test]
fn a_row_of_a_list_that_belongs_to_nobody_is_told_by_its_number() {
    let owed = LISTS.replace("\"企业\" key name {", "\"企业\" key name sent by roster as name {");
    let each = "rule each { for p in Firm.works.parts  when p.part = \"二\"  require p.sum >= 1万元 }\n";
    let rules = format!("table roster key name {{\n  | name |\n  | 乙   |\n}}\n{owed}{each}");
    let folder = Folder::new().with("r.fadu", rules);
    folder.run(&["form", "-r", "r.fadu", "Firm", "-o", "a.xlsx"]).expect(0, &[]);
    let book = std::fs::read(folder.path().join("a.xlsx")).unwrap();
    let book = told(&book, "xl/worksheets/sheet2.xml", &[("A3", "乙")]);
    let book = told(&book, "xl/worksheets/sheet3.xml", &[("A3", "乙"), ("B3", "厂房"), ("C3", "19")]);
    let parts =
        [("A3", "乙"), ("B3", "厂房"), ("C3", "一"), ("D3", "18"), ("A4", "丙"), ("B4", "厂房"), ("C4", "一"), ("D4", "1")];
    let folder = folder.with("b.xlsx", told(&book, "xl/worksheets/sheet4.xml", &parts));
    let run = folder.run(&["check", "-r", "r.fadu", "b.xlsx", "--format", "short", "--lang", "zh"]);
    run.expect(2, &["I042", "企业.项目.分项!A4", "第 4 行不能用"]).without(&["第 0 行"]);
}

/// Rules over lists of the form are checked of it, those over other records are not; per head nothing adds up.
#[test]
fn a_form_lists_all_that_is_checked_of_it_and_sums_what_has_a_sum() {
    let more = "record Other \"别的\" key name { name \"名\" : text  n \"数\" : count }\nrule other \"别的规则\" { for o in Other  require o.n >= 1 }\n\
        rule listed \"项目投资下限\" { for f in Firm, w in f.works  require w.cost >= 1万元 }\n\
        record Total \"汇总\" key name total row \"合计\" { name \"名称\" : text  sum \"总额\" : money in 万元  head \"人均\" : quantity in 元/人 }\n\
        rule total { for t in Total  require t.sum >= 1万元 }\n";
    let folder = Folder::new().with("r.fadu", format!("{LISTS}{more}"));
    folder.run(&["form", "-r", "r.fadu", "Firm", "-o", "a.xlsx"]).expect(0, &[]);
    let texts = part_text(&std::fs::read(folder.path().join("a.xlsx")).unwrap(), "xl/sharedStrings.xml");
    assert!(texts.contains("项目投资下限") && !texts.contains("别的规则"), "{texts}");
    folder.run(&["form", "-r", "r.fadu", "Total", "-o", "t.xlsx"]).expect(0, &[]);
    let sheet = part_text(&std::fs::read(folder.path().join("t.xlsx")).unwrap(), "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("SUM(B3:B102)") && !sheet.contains("SUM(C3:C102)"), "{sheet}");
}

/// The sheet of lists stands before that of its record; 12 and 8 are 20, 19 is less. What the parts are nobody says.
#[test]
fn sheets_may_stand_in_any_order() {
    use crate::harness::xlsx::Put::{Number, Text};
    use crate::harness::xlsx::{Sheet, book};
    let works = vec![
        ("A1", Text("企业/名称")),
        ("B1", Text("名称")),
        ("C1", Text("投资（万元）")),
        ("A2", Text("甲")),
        ("B2", Text("厂房")),
        ("C2", Number("12")),
        ("A3", Text("乙")),
        ("B3", Text("厂房")),
        ("C3", Number("19")),
        ("A4", Text("甲")),
        ("B4", Text("设备")),
        ("C4", Number("8")),
    ];
    let firms = vec![("A1", Text("名称")), ("A2", Text("乙")), ("A3", Text("甲"))];
    let sheet = |name, cells| Sheet { name, cells, ..Sheet::default() };
    let both = book(&[sheet("企业.项目", works.clone()), sheet("企业", firms)]);
    let folder = Folder::new().with("r.fadu", LISTS).with("a.xlsx", both).with("b.xlsx", book(&[sheet("企业.项目", works)]));
    let run = folder.run(&["check", "-r", "r.fadu", "a.xlsx", "--format", "short", "--lang", "en"]);
    run.expect(1, &["a.xlsx:企业!A2: breach[cost] 乙: 乙 · 厂房 190,000 yuan", "open[part]"])
        .without(&["breach[cost] 甲", "error"]);
    // Lists of a record that is not there are nobody's.
    folder.run(&["check", "-r", "r.fadu", "b.xlsx", "--format", "short", "--lang", "en"]).expect(2, &["error[I042]"]);
}
