//! The report as a workbook, and copies of submitted workbooks with their marks.

use super::{Folder, project};
use crate::harness::xlsx::Put::{Formula, Number, Shown, Text};
use crate::harness::xlsx::{Sheet, altered, book};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::io::{Cursor, Read};

fn bytes(folder: &Folder, name: &str) -> Vec<u8> {
    std::fs::read(folder.path().join(name)).unwrap()
}

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A sheet as rows of texts.
fn rows(book: &[u8], sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book.to_vec())).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let text = |d: &Data| match d {
        Data::DateTime(day) => {
            let (y, m, d, ..) = day.to_ymd_hms_milli();
            format!("{y:04}-{m:02}-{d:02}")
        }
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

fn office() -> Folder {
    let folder = project();
    let file = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
    folder.with("fadu.toml", file + "waivers = \"waivers.toml\"\n")
}

/// 59.9999 of 100 is a yuan short of 60 %; 2007-12-31 and 15 days is 2008-01-15.
#[test]
fn the_ledger_says_who_what_by_how_much_until_when_and_is_filtered() {
    let folder = project();
    let file = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
    let more = "\n[regions]\n\"担保机构\" = \"县\"\n\n[clauses]\n\"p.share\" = { office = \"财政局\", days = 15 }\n";
    let folder = folder.with("fadu.toml", file + more);
    folder.run(&["check", "--format", "xlsx", "-o", "r.xlsx"]).expect(1, &[]);
    let made = bytes(&folder, "r.xlsx");
    let ledger = rows(&made, "整改台账");
    assert_eq!(ledger.len(), 2, "{ledger:?}");
    let cells: Vec<&str> = ledger[1].iter().map(String::as_str).collect();
    assert_eq!(cells[..2], ["1", "饶阳县"]);
    assert_eq!(cells[3..5], ["四(五) 担保额度占比", "集群企业担保额度达到担保总额度的 60%"]);
    // Numbers that can be ordered: of 1, of 1, and of 万元, shown with what stands beside them.
    assert_eq!(cells[6..9], ["0.599999", "0.6", "0.0001"]);
    assert!(cells[9].contains("提高到至少 60万元"), "{cells:?}");
    assert_eq!(cells[10..13], ["财政局", "2008-01-15", "违反"]);
    assert_eq!(cells[14..16], ["59.9999万元 / 100万元 = 59.9999%", "in/B.csv:3:19"]);
    let styles = part(&made, "xl/styles.xml");
    for shown in ["#,##0.0000%", "&quot;≥ &quot;#,##0%;&quot;≥ -&quot;#,##0%", "&quot;差 &quot;#,##0.0000&quot;万元&quot;"]
    {
        assert!(styles.contains(&format!("formatCode=\"{shown}")), "{shown}: {styles}");
    }
    let sheet = part(&made, "xl/worksheets/sheet2.xml");
    for set in
        ["<autoFilter ref=\"A1:Q2\"", "state=\"frozen\"", "fitToHeight=\"0\"", "orientation=\"landscape\"", "paperSize=\"9\""]
    {
        assert!(sheet.contains(set), "{set}: {sheet}");
    }
    assert!(part(&made, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    let all = [rows(&made, "总览"), rows(&made, "指标"), rows(&made, "文件")].concat().concat();
    // Two rows of a file, its share as shown, and both regions.
    for told in ["担保核查——核查报告", "2007-12-31", "59.9999%", "安平县", "in/B.csv", "rules.fadu", "2"] {
        assert!(all.iter().any(|t| t == told), "{told}: {all:?}");
    }
    assert!(all.iter().any(|t| t.len() == 64 && t.chars().all(|c| c.is_ascii_hexdigit())));
    // The same run is the same file, in English as well; a terminal gets none.
    folder.run(&["check", "--format", "xlsx", "-o", "again.xlsx"]).expect(1, &[]);
    assert_eq!(made, bytes(&folder, "again.xlsx"));
    folder.run(&["check", "--format", "xlsx", "-o", "en.xlsx", "--lang", "en"]).expect(1, &[]);
    assert_eq!(rows(&bytes(&folder, "en.xlsx"), "Ledger")[1][12], "breach");
    folder.run(&["check", "--format", "xlsx", "--lang", "en"]).expect(2, &["L042", "-o report.xlsx"]);
    folder.run(&["check", "--format", "xlsx", "--by", "region", "--output-dir", "out"]).expect(1, &["饶阳县.xlsx"]);
    assert_eq!(rows(&bytes(&folder, "out/安平县.xlsx"), "整改台账").len(), 1);
}

#[test]
fn what_is_waived_is_listed_with_its_reason_and_asks_nothing() {
    let waiver = "[[waivers]]\nrule = \"p.share\"\nsubject = \"饶阳中心\"\nperiod = \"2007\"\ngap = \"0.0001%\"\nreason = \"=HYPERLINK(1)\"\napproved_by = \"王局长\"\n\
        document = \"衡办〔2007〕9号\"\nexpires = 2008-06-30\n";
    let folder = office();
    let file = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
    let file = file.replace("waivers = \"waivers.toml\"\n", "").replace("[project]\n", "[project]\nwaivers = \"waivers.toml\"\n");
    let folder = folder.with("fadu.toml", file).with("waivers.toml", waiver);
    folder.run(&["check", "--format", "xlsx", "-o", "r.xlsx"]).expect(0, &[]);
    let made = bytes(&folder, "r.xlsx");
    let ledger = rows(&made, "整改台账");
    assert_eq!((ledger[1][10].as_str(), ledger[1][11].as_str(), ledger[1][12].as_str()), ("", "", "已特许"), "{ledger:?}");
    assert!(ledger[1][13].contains("=HYPERLINK(1)") && ledger[1][13].contains("衡办〔2007〕9号"), "{ledger:?}");
    assert!(!part(&made, "xl/worksheets/sheet2.xml").contains("<f>"));
    // It is counted on the first screen of the page, and told with its reason there and in every table.
    let html = folder.run(&["check", "--format", "html"]).out();
    crate::report::html::check(&html);
    let first = html.split("</table>").next().unwrap();
    assert!(first.contains("badge waived\">已特许 <strong>1</strong>") && first.contains("已特许：=HYPERLINK(1)"), "{first}");
    for format in ["markdown", "csv-findings"] {
        folder.run(&["check", "--format", format]).expect(0, &["已特许：=HYPERLINK", "衡办〔2007〕9号"]);
    }
}

const RULES: &str = r#"
record County "各县情况" key name {
  name "县"   : text
  tax  "税收" : money in 万元
  fee  "非税" : money in 万元
}
rule share "税收占比" { for c in County  require c.tax >= 60% of (c.tax + c.fee) }
"#;

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn county() -> Vec<u8> {
    let cells = vec![
        ("A1", Text("县")),
        ("B1", Text("税收")),
        ("C1", Text("非税")),
        ("A2", Text("安平县")),
        ("B2", Shown("5", "0.00")),
        ("C2", Formula("B2-0", Some("5"))),
        ("A3", Text("枣强县")),
        ("B3", Number("6")),
    ];
    let other = Sheet { name: "备考", cells: vec![("A1", Formula("SUM(各县情况!B2:B3)", Some("11")))], ..Sheet::default() };
    book(&[Sheet { name: "各县情况", cells, merged: vec!["E1:F1"], ..Sheet::default() }, other])
}

/// 5 of 10 is half; the other county says nothing of its second figure.
#[test]
fn a_workbook_is_copied_with_its_cells_coloured_and_annotated_and_nothing_else_changed() {
    let before = county();
    let others = altered(&altered(&before, SHEET, "安平县", "深州市"), SHEET, "枣强县", "冀州市");
    let folder = Folder::new().with("r.fadu", RULES).with("in/县.xlsx", &before).with("in/又/县.xlsx", others);
    let run = folder.run(&["check", "-r", "r.fadu", "in/县.xlsx", "--marked-dir", "out", "--lang", "en", "--format", "json"]);
    run.expect(1, &["workbooks with marks: 1; with nothing to mark: 0", "out/县.xlsx"]);
    let after = bytes(&folder, "out/县.xlsx");
    assert_eq!(before, bytes(&folder, "in/县.xlsx"));
    for name in ["xl/worksheets/sheet2.xml", "xl/workbook.xml", "_rels/.rels"] {
        assert_eq!(part(&before, name), part(&after, name), "{name}");
    }
    let sheet = part(&after, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<f>B2-0</f>") && sheet.contains("<mergeCell ref=\"E1:F1\"/>"), "{sheet}");
    // Red for what is violated, amber for what is missing, where nothing stands yet.
    let styles = part(&after, "xl/styles.xml");
    assert!(styles.contains("FFF4B6B0") && styles.contains("numFmtId=\"164\" applyNumberFormat=\"1\" fillId="), "{styles}");
    assert!(sheet.contains("<c r=\"C3\" s="), "{sheet}");
    let notes = part(&after, "xl/commentsFadu1.xml");
    assert!(notes.contains("ref=\"B2\"") && notes.contains("50%") && notes.contains("ref=\"C3\""), "{notes}");
    assert!(part(&after, "[Content_Types].xml").contains("/xl/commentsFadu1.xml"));
    // The copy is read as the submission was.
    let run = folder.run(&["check", "-r", "r.fadu", "out/县.xlsx", "--format", "short", "--lang", "en"]);
    run.expect(1, &["out/县.xlsx:各县情况!B2: breach[share]", "open[share]"]);
    // A copy of a copy has the notes of both.
    folder.run(&["check", "-r", "r.fadu", "out/县.xlsx", "--marked-dir", "twice", "--lang", "en"]).expect(1, &["twice/县.xlsx"]);
    let twice = part(&bytes(&folder, "twice/县.xlsx"), "xl/commentsFadu1.xml");
    assert_eq!(twice.matches("ref=\"B2\"").count(), 1, "{twice}");
    // Nothing is written over what was read; two of one name are two files.
    folder.run(&["check", "-r", "r.fadu", "in/县.xlsx", "--marked-dir", "in"]).expect(2, &[]);
    folder
        .run(&["check", "-r", "r.fadu", "in", "--marked-dir", "both", "--lang", "en"])
        .expect(1, &["both/县.xlsx", "both/县-2.xlsx"]);
}

#[test]
fn a_workbook_of_another_build_is_written_anew_and_that_is_said() {
    let before = altered(&county(), "xl/styles.xml", "<cellXfs", "<cellXf5");
    let before = altered(&before, "xl/styles.xml", "</cellXfs", "</cellXf5");
    let folder = Folder::new().with("r.fadu", RULES).with("县.xlsx", &before);
    let run = folder.run(&["check", "-r", "r.fadu", "县.xlsx", "--marked-dir", "out", "--lang", "en"]);
    run.expect(1, &["written anew", "out/县.xlsx"]);
    let after = rows(&bytes(&folder, "out/县.xlsx"), "各县情况");
    assert_eq!(after[1], ["安平县", "5", "5"]);
}
