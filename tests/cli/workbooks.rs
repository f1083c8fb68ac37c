//! Workbooks as offices send them: what is read of them, where it stands, and what is told.

use super::Folder;
use crate::harness::xlsx::Put::{Error, Flag, Formula, Number, Shown, Text};
use crate::harness::xlsx::{Put, Sheet, altered, book};

const RULES: &str = r#"
record County "各县情况" key name, year {
  name "县"        : text
  year "年度"      : year
  tax  "收入/税收" : money in 万元
  fee  "收入/非税" : money in 万元
  rate "增速"      : growth
  day  "填报日期"  : date
}
rule share "税收占比" { for c in County  require c.tax >= 60% of (c.tax + c.fee) }
rule rate  "增速"     { for c in County  require c.rate >= 5% }
rule day   "期限"     { for c in County  require c.day <= 2026-01-15 }
"#;

/// A title over the table, the unit beside it, a header of two rows with merged cells, a total and a note below.
fn form<'a>(rows: &[&[(&'a str, Put<'a>)]]) -> Sheet<'a> {
    let mut cells = vec![
        ("B2", Text("2025年各县情况表")),
        ("H3", Text("单位：万元")),
        ("B4", Text("县")),
        ("C4", Text("年度")),
        ("D4", Text("收入")),
        ("D5", Text("税收")),
        ("E5", Text("非税")),
        ("F4", Text("增速")),
        ("G4", Text("填报\n日期")),
    ];
    cells.extend(rows.iter().flat_map(|r| r.iter().cloned()));
    Sheet { name: "各县情况", cells, merged: vec!["B2:G2", "B4:B5", "C4:C5", "D4:E4", "F4:F5", "G4:G5"], ..Sheet::default() }
}

#[test]
fn a_form_with_title_unit_and_merged_header_is_read_with_the_addresses_of_its_cells() {
    let sheet = form(&[
        // 3 of 5 is 60 %; 0.05 is shown as 5 %; 46037 is 2026-01-15.
        &[
            ("B6", Text("安平县")),
            ("C6", Number("2025")),
            ("D6", Number("3")),
            ("E6", Number("2")),
            ("F6", Shown("0.05", "0%")),
            ("G6", Shown("46037", "yyyy-mm-dd")),
        ],
        // 2.9999 of 4.9999 is less; 0.0499 is less than 5 %; the day after.
        &[
            ("B7", Text("枣强县")),
            ("C7", Number("2025")),
            ("D7", Number("2.9999")),
            ("E7", Number("2")),
            ("F7", Shown("0.0499", "0.00%")),
            ("G7", Shown("46038", "yyyy\"年\"m\"月\"d\"日\"")),
        ],
        &[("B8", Text("合计")), ("D8", Number("5.9999")), ("E8", Number("4"))],
        &[("B9", Text("注：快报数"))],
    ]);
    let notes = Sheet { name: "填表说明", cells: vec![("A1", Text("请如实填写"))], ..Sheet::default() };
    let folder = Folder::new().with("r.fadu", RULES).with("安平.xlsx", book(&[sheet, notes]));
    let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "安平.xlsx", "--format", "short"]);
    run.expect(
        1,
        &[
            "安平.xlsx:各县情况!D7: breach[share] 枣强县 · 2025",
            "安平.xlsx:各县情况!F7: breach[rate]",
            "安平.xlsx:各县情况!G7: breach[day]",
            "安平.xlsx:各县情况!B8: warning[D032]",
            "安平.xlsx:各县情况!B9: warning[D033]",
            "安平.xlsx:填表说明!A1: warning[D036]",
        ],
    )
    .without(&["安平县 ·", "error"]);
    let json = folder.run(&["check", "-r", "r.fadu", "安平.xlsx", "--format", "json"]);
    json.expect(1, &["\"cell\": \"各县情况!D7\""]);
    let zh = folder.run(&["check", "--lang", "zh", "-r", "r.fadu", "安平.xlsx"]);
    zh.expect(1, &["[安平.xlsx:各县情况!D7]", "安平.xlsx · 各县情况  读 2 行（第 6—7 行）"]);
}

const MONEY: &str = r#"
record R "表" key name { name "名称" : text  v "产值" : money in 万元  on "在办" : flag  code "代码" : text }
rule v { for r in R  require r.v >= 1.5万元 }
rule on { for r in R  require r.on }
rule code { for r in R  require r.code is "131125" }
"#;

fn table<'a>(cells: &[(&'a str, Put<'a>)]) -> Sheet<'a> {
    let mut all = vec![("A1", Text("名称")), ("B1", Text("产值")), ("C1", Text("在办")), ("D1", Text("代码"))];
    all.extend(cells.iter().cloned());
    Sheet { name: "表", cells: all, ..Sheet::default() }
}

/// Figures as they are stored, shown and computed.
#[test]
fn figures_formats_formulas_and_errors() {
    let sheet = table(&[
        // Shown as 1.5 under 万元 while 15000 is stored: at the bound. 131125 was taken for a number.
        ("A2", Text("甲")),
        ("B2", Shown("15000", "0!.0,")),
        ("C2", Flag(true)),
        ("D2", Number("131125")),
        // Shown as 1.5 too, and short of it.
        ("A8", Text("庚")),
        ("B8", Shown("14999", "0!.0,")),
        ("C8", Flag(true)),
        ("D8", Text("131125")),
        ("A3", Text("乙")),
        ("B3", Formula("1+0.5", Some("1.5"))),
        ("C3", Text("是")),
        ("D3", Text("131125")),
        ("A4", Text("丙")),
        ("B4", Formula("B3-1", None)),
        ("C4", Flag(false)),
        ("D4", Formula("A1&B1", None)),
        ("A5", Text("丁")),
        ("B5", Error("#DIV/0!")),
        ("C5", Flag(true)),
        ("D5", Text("131125")),
        // 0.1 + 1.4 as binary arithmetic leaves it.
        ("A6", Text("戊")),
        ("B6", Number("1.4999999999999998")),
        ("C6", Flag(true)),
        ("D6", Text("131125")),
        ("A7", Text("己")),
        ("B7", Shown("1.496", "0.0")),
        ("C7", Flag(true)),
        ("D7", Text("131125")),
    ]);
    let folder = Folder::new().with("r.fadu", MONEY).with("表.xlsx", book(&[sheet]));
    let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "表.xlsx", "--format", "short"]);
    run.expect(
        1,
        &[
            "表.xlsx:表!B4: error[D013] `产值`: “=B3-1” is a formula without a saved result",
            "表.xlsx:表!D4: error[D013]",
            "表.xlsx:表!B5: error[D013]",
            "表.xlsx:表!B4: open[v] 丙",
            "表.xlsx:表!B5: open[v] 丁",
            "表.xlsx:表!D4: open[code] 丙",
            "表.xlsx:表!C4: breach[on] 丙",
            // Stored 1.496, shown 1.5: what is stored counts.
            "表.xlsx:表!B7: breach[v] 己",
            "表.xlsx:表!B8: breach[v] 庚: 14,999 yuan < 15,000 yuan",
            "表.xlsx:表!B2: warning[D037] the number format shows figures divided by a power of ten",
            "表.xlsx:表!B3: warning[D037] formulas: the results saved with them are read (1 cell)",
            "表.xlsx:表!B7: warning[D037] fewer digits are shown than are stored",
        ],
    )
    .without(&["甲", "乙", "戊"]);
}

#[test]
fn books_that_cannot_be_read_are_told_and_the_rest_is_checked() {
    let rules = "record R \"表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\nrule v { for r in R  require r.v >= 1万元 }\n";
    let good = book(&[Sheet {
        name: "表",
        cells: vec![("A1", Text("名称")), ("B1", Text("产值")), ("A2", Text("甲")), ("B2", Number("1"))],
        ..Sheet::default()
    }]);
    let mut cut = good.clone();
    cut.truncate(good.len() / 2);
    let mut locked = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("good.xlsx", &good)
        .with("cut.xlsx", cut)
        .with("locked.xlsx", locked)
        .with("text.xls", "名称\t产值\n乙\t0\n")
        .with("empty.xlsx", book(&[Sheet { name: "表", ..Sheet::default() }]))
        .with("renamed.csv", &good);
    let files = ["good.xlsx", "cut.xlsx", "locked.xlsx", "text.xls", "empty.xlsx", "renamed.csv"];
    let run = folder.run(&[&["check", "--lang", "en", "-r", "r.fadu", "--format", "short"], &files[..]].concat());
    run.expect(
        2,
        &[
            "cut.xlsx:1:1: error[I019]",
            "locked.xlsx:1:1: error[I019] the workbook locked.xlsx cannot be read: it is protected by a password",
            "text.xls:1:1: error[I019]",
            "empty.xlsx:1:1: error[I019]",
            "renamed.csv:1:1: error[I004]",
        ],
    );
    folder.run(&["check", "-r", "r.fadu", "good.xlsx"]).expect(0, &[]);
}

/// One cell far away costs nothing, and a sheet that no record is named for is found by its header.
#[test]
fn sheets_are_found_by_name_or_header_and_cost_what_stands_in_them() {
    let rules = "record R \"表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\n\
                 record Q \"另表\" key name { name \"名称\" : text  w \"税收\" : money in 万元 }\n\
                 rule v { for r in R  require r.v >= 1万元 }\nrule w { for q in Q  require q.w >= 1万元 }\n";
    let cells = |figure: &'static str, name: &'static str| {
        vec![("A1", Text("名称")), ("B1", Text(figure)), ("A2", Text(name)), ("B2", Number("0.9"))]
    };
    let hidden = Sheet { name: "Sheet2", hidden: true, cells: cells("税收", "乙"), ..Sheet::default() };
    let mut far = Sheet { name: "Sheet1", cells: cells("产值", "甲"), ..Sheet::default() };
    far.cells.push(("XFD1048576", Text("远")));
    let folder = Folder::new().with("r.fadu", rules).with("报送.xlsx", book(&[hidden, far]));
    let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "报送.xlsx", "--format", "short"]);
    run.expect(
        1,
        &[
            "报送.xlsx:Sheet1!B2: breach[v] 甲",
            "报送.xlsx:Sheet2!B2: breach[w] 乙",
            "Sheet2!A1: warning[D037] this sheet is hidden",
        ],
    );
    // Neither a name nor a header says what it is: nothing passes for read.
    let strange = Sheet { name: "Sheet1", cells: vec![("A1", Text("甲")), ("B1", Number("5"))], ..Sheet::default() };
    let folder =
        Folder::new().with("r.fadu", rules).with("x.xlsx", book(&[strange.clone(), Sheet { name: "Sheet2", ..strange }]));
    folder.run(&["check", "--lang", "en", "-r", "r.fadu", "x.xlsx"]).expect(2, &["I011"]);
}

/// Region and period stand in the name of the file, of the sheet, or in the title; the project file says where, and nothing is taken otherwise.
#[test]
fn region_and_period_are_taken_from_where_the_project_file_says() {
    let rules = "table counties \"各县\" key code { | code | name |\n | 131121 | 枣强县 |\n | 131125 | 安平县 | }\n\
                 record County \"各县情况\" key code, year sent by counties as code { code \"代码\" : text  year \"年度\" : year  v \"产值\" : money in 万元 }\n\
                 rule v \"产值\" { for c in County over counties  require c.v >= 5万元 }\n";
    let sheet = |name: &'static str, title: &'static str, figure: &'static str| Sheet {
        name,
        cells: vec![
            ("A1", Text(title)),
            ("A3", Text("产值（万元）")),
            ("B3", Text("填表人")),
            ("A4", Number(figure)),
            ("B4", Text("张三")),
        ],
        ..Sheet::default()
    };
    let project = |how: &str| {
        format!("[project]\nrules = [\"r.fadu\"]\n[[submissions]]\nrecord = \"County\"\nignore = [\"填表人\"]\n{how}\n")
    };
    let judged = |folder: &Folder| folder.run(&["check", "--lang", "en", "--format", "short"]);
    // All three places at once: 131125 in the folder, the year in the title.
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("in/131125/a.xlsx", book(&[sheet("表一", "2007年各县情况", "4.9999"), sheet("说明", "2006年各县情况", "9")]))
        .with("in/131121/a.xlsx", book(&[sheet("表一", "2007年各县情况", "5")]))
        .with("fadu.toml", project("files = \"in/{region}/*.xlsx\"\ntitle = \"{period}年*\"\nsheet = \"表*\""));
    judged(&folder)
        .expect(1, &["in/131125/a.xlsx:表一!A4: breach[v] 安平县", "in/131125/a.xlsx:说明!A1: warning[D036]"])
        .without(&["枣强县", "error", "填表人", "D023"]);
    // In the names of the file and of the sheet; a csv has a title too.
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("131125-终稿(2).xlsx", book(&[sheet("2007", "各县情况", "4.9999")]))
        .with("fadu.toml", project("files = \"{region}-*.xlsx\"\nsheet = \"{period}\""));
    judged(&folder).expect(1, &["131125-终稿(2).xlsx:2007!A4: breach[v] 安平县"]);
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("131125.csv", "\"2007年各县情况\",\n产值（万元）,填表人\n4.9999,张三\n")
        .with("fadu.toml", project("files = \"{region}.csv\"\ntitle = \"{period}年*\""));
    judged(&folder).expect(1, &["131125.csv:3:1: breach[v] 安平县"]);
    // A title that is not like it, and one that says otherwise than the project file.
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("131125.xlsx", book(&[sheet("表一", "各县情况", "4.9999")]))
        .with("fadu.toml", project("files = \"{region}.xlsx\"\ntitle = \"{period}年*\""));
    judged(&folder).expect(2, &["error[I020]"]).without(&["breach"]);
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("131125.xlsx", book(&[sheet("表一", "2007年各县情况", "4.9999")]))
        .with("fadu.toml", project("files = \"{region}.xlsx\"\nperiod = 2006\ntitle = \"{period}年*\""));
    judged(&folder).expect(2, &["error[I03"]).without(&["breach"]);
    // No sheet is named so: nothing passes for read.
    let folder = Folder::new()
        .with("r.fadu", rules)
        .with("131125.xlsx", book(&[sheet("表一", "2007年各县情况", "5")]))
        .with("fadu.toml", project("files = \"{region}.xlsx\"\nsheet = \"二*\""));
    judged(&folder).expect(2, &["error[I019]"]);
}

/// Addresses that no sheet has, figures that are none, parts cut off in the middle: a worded refusal, and the other files are checked.
#[test]
fn damaged_sheets_are_refused_in_words() {
    let rules = "record R \"表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\nrule v { for r in R  require r.v >= 1万元 }\n";
    let cells = vec![("A1", Text("名称")), ("B1", Text("产值")), ("A2", Text("甲")), ("B2", Number("0.5"))];
    let good = book(&[Sheet { name: "表", cells, ..Sheet::default() }]);
    let sheet = "xl/worksheets/sheet1.xml";
    for (from, to) in [
        ("r=\"B2\"", "r=\"ZZZZZZZZZZZZZZZ2\""),
        ("r=\"B2\"", "r=\"B99999999999999999999\""),
        ("r=\"B2\"", "r=\"B4000000000\""),
        ("r=\"B2\"", "r=\"2\""),
        ("<v>0.5</v>", "<v>0.5"),
        ("<sheetData>", "<sheet"),
    ] {
        let folder =
            Folder::new().with("r.fadu", rules).with("good.xlsx", &good).with("bad.xlsx", altered(&good, sheet, from, to));
        let run = folder.run(&["check", "--lang", "en", "-r", "r.fadu", "good.xlsx", "bad.xlsx", "--format", "short"]);
        run.expect(2, &["good.xlsx:表!B2: breach[v] 甲", "bad.xlsx:"]).without(&["panicked"]);
    }
}

/// A block merged to the end of the sheet makes no rows of nothing; a sheet whose text would be larger than can be read is refused in words.
#[test]
fn what_spans_much_and_holds_little_costs_little() {
    let rules = "record R \"表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\nrule v { for r in R  require r.v >= 1万元 }\nrule n { require count(r in R) = 1 }\n";
    let cells = vec![("A1", Text("名称")), ("B1", Text("产值")), ("A2", Text("甲")), ("B2", Number("1"))];
    let sheet = Sheet { name: "表", cells: cells.clone(), merged: vec!["A2:A1048576"], ..Sheet::default() };
    let folder = Folder::new().with("r.fadu", rules).with("a.xlsx", book(&[sheet]));
    folder.run(&["check", "--lang", "en", "-r", "r.fadu", "a.xlsx"]).expect(0, &["1 row read"]);
    // 40,000 rows of 16,384 columns are 655 MB of tabs.
    let names: Vec<String> = (3..40_003).map(|row| format!("A{row}")).collect();
    let mut wide = cells;
    wide.extend(names.iter().map(|at| (at.as_str(), Text("乙"))));
    wide.push(("XFD2", Text("远")));
    let folder =
        Folder::new().with("r.fadu", rules).with("a.xlsx", book(&[Sheet { name: "表", cells: wide, ..Sheet::default() }]));
    folder.run(&["check", "--lang", "en", "-r", "r.fadu", "a.xlsx"]).expect(2, &["I019", "too large when unpacked"]);
}

/// Rows and columns that nobody sees are read and said: with the hidden row 2 is at the bound of 2, without it there would be one row.
#[test]
fn hidden_rows_and_columns_are_read_and_said() {
    let rules =
        "record R \"表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\nrule n { require count(r in R) >= 2 }\n";
    let cells = vec![
        ("A1", Text("名称")),
        ("B1", Text("产值")),
        ("A2", Text("甲")),
        ("B2", Number("1")),
        ("A3", Text("乙")),
        ("B3", Number("2")),
    ];
    let plain = book(&[Sheet { name: "表", cells, ..Sheet::default() }]);
    let part = "xl/worksheets/sheet1.xml";
    let rows = altered(&plain, part, "<row r=\"3\">", "<row r=\"3\" spans=\"1:2\" hidden=\"1\">");
    let both = altered(&rows, part, "<sheetData>", "<cols><col min=\"2\" max=\"2\" width=\"0\" hidden=\"1\"/></cols><sheetData>");
    let folder = Folder::new().with("r.fadu", rules).with("表.xlsx", &plain).with("rows.xlsx", &rows).with("both.xlsx", &both);
    let check = |file: &str| folder.run(&["check", "--lang", "en", "-r", "r.fadu", "--format", "short", file]);
    check("表.xlsx").expect(0, &[]).without(&["hidden"]);
    check("rows.xlsx").expect(0, &["rows.xlsx:表!A3: warning[D037] hidden rows or columns (1) are read all the same"]);
    check("both.xlsx").expect(0, &["hidden rows or columns (2)"]);
}

/// A spreadsheet keeps fifteen digits of a number: two firms whose codes differ in the last three would be one, of half the value.
#[test]
fn long_codes_stored_as_numbers_are_refused_at_the_cell() {
    let rules = "record R \"表\" key code { code \"代码\" : text  v \"产值\" : money in 万元 }\nrule n { require sum(e.v for e in R) >= 200万元 }\n";
    let of = |one, two| {
        let cells = vec![
            ("A1", Text("代码")),
            ("B1", Text("产值")),
            ("A2", one),
            ("B2", Number("100")),
            ("A3", two),
            ("B3", Number("100")),
        ];
        Folder::new().with("r.fadu", rules).with("表.xlsx", book(&[Sheet { name: "表", cells, ..Sheet::default() }]))
    };
    let check = |folder: &Folder, lang| folder.run(&["check", "--lang", lang, "-r", "r.fadu", "--format", "short", "表.xlsx"]);
    let lost = of(Number("913111257000123456"), Number("913111257000123457"));
    check(&lost, "en").expect(1, &["表.xlsx:表!A2: error[D011]", "表.xlsx:表!A3: error[D011]"]).without(&["D048"]);
    check(&lost, "zh").expect(1, &["表!A2", "D011"]);
    // As texts they are two firms; fifteen digits are all there.
    check(&of(Text("913111257000123456"), Text("913111257000123457")), "en").expect(0, &[]).without(&["D011"]);
    check(&of(Number("999999999999999"), Number("999999999999998")), "en").expect(0, &[]).without(&["D011"]);
}
