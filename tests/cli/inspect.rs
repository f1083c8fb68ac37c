//! What `inspect` says of a file holds when the file is checked: headers, units, lines left out, and the entry it proposes.

use super::Folder;
use crate::harness::xlsx::Put::{Number, Shown, Text};
use crate::harness::xlsx::{Put, Sheet, book};

const RULES: &str = r#"
table roster "名册" key name {
  | name "名称" |
  | 安平县      |
  | 枣强县      |
}
record County "各县情况" key name, year sent by roster as name {
  name "县"        : text
  year "年度"      : year
  tax  "收入/税收" : money in 万元
  fee  "收入/非税" : money in 万元
}
record Plan "计划" key code { code "代码" : text  total "总额" : money in 亿元 }
rule share "税收占比" { for c in County  require c.tax >= 60% of (c.tax + c.fee) }
rule plan { for p in Plan  require p.total >= 1亿元 }
"#;

const PROJECT: &str = "# 县区报送\n[project]\nrules = [\"r.fadu\"]   # 规则\n";

fn sheet<'a>(title: &'a str, unit: &'a str, rows: &[&[(&'a str, Put<'a>)]]) -> Sheet<'a> {
    let mut cells = vec![
        ("A1", Text(title)),
        ("D2", Text(unit)),
        ("A3", Text("序号")),
        ("B3", Text("收入")),
        ("B4", Text("税收")),
        ("C4", Text("非税")),
        ("D3", Text("填表人")),
        ("A5", Text("1")),
        ("B5", Text("2")),
        ("C5", Text("3")),
        ("D5", Text("4")),
    ];
    cells.extend(rows.iter().flat_map(|r| r.iter().cloned()));
    Sheet { name: "Sheet1", cells, merged: vec!["A1:D1", "A3:A4", "B3:C3", "D3:D4"], ..Sheet::default() }
}

/// One row of figures, a total and a note.
fn county(title: &'static str, tax: &'static str, fee: &'static str) -> Vec<u8> {
    book(&[
        sheet(
            title,
            "单位：亿元",
            &[
                &[("A6", Text("一")), ("B6", Number(tax)), ("C6", Shown(fee, "#,##0.00")), ("D6", Text("张三"))],
                &[("A8", Text("注：快报数"))],
            ],
        ),
        Sheet { name: "填表说明", cells: vec![("A1", Text("请如实填写"))], ..Sheet::default() },
    ])
}

fn project() -> Folder {
    Folder::new().with("fadu.toml", PROJECT).with("r.fadu", RULES)
}

#[test]
fn a_header_is_shown_cell_by_cell_with_its_units_and_what_is_left_out() {
    let folder = project().with("安平县-终稿.xlsx", county("2025年各县情况表", "3", "2"));
    let run = folder.run(&["inspect", "--lang", "zh", "安平县-终稿.xlsx"]);
    run.expect(
        0,
        &[
            "工作表“Sheet1” → County（各县情况）",
            "表头 A4",
            "B  收入/税收  tax（收入/税收）",
            "亿元（全表 D2）",
            // 3亿元 stands in a field of 万元.
            "3 = 30,000万元",
            "不读（项目文件 ignore）",
            "栏次 A5",
            "附注 A8",
            "标题 A1  2025年各县情况表",
            "单位 A2",
            "工作表“填表说明”：没有读取",
            "files  = \"{region}-*.xlsx\"",
            "record = \"County\"",
            "title  = \"{period}年*\"",
            "ignore = [\"填表人\", \"序号\"]",
            "提出的写法已试读：安平县 · 2025 · 1 行",
        ],
    );
    let json = folder.run(&["inspect", "安平县-终稿.xlsx", "--format", "json"]);
    json.expect(
        0,
        &[
            "\"schema\": \"fadu-inspect/1\"",
            "\"cell\": \"Sheet1!D2\"",
            "\"unit_from\": \"form\"",
            // 3 亿元 are 30000 万元.
            "\"value\": \"30000\"",
            "\"what\": \"column_numbers\"",
            "\"holds\": true",
        ],
    );
}

/// The entry is adopted for six files at once, and the check reads them as was said: 3 of 5 is 60 %, 2.9 of 4.9 is less.
#[test]
fn what_is_written_is_read_by_the_check() {
    let folder = project()
        .with("安平县-终稿.xlsx", county("2025年各县情况表", "3", "2"))
        .with("枣强县-报送(2).xlsx", county("2025年各县情况表", "2.9", "2"));
    folder
        .run(&["inspect", "--lang", "zh", "--write", "安平县-终稿.xlsx", "枣强县-报送(2).xlsx"])
        .expect(0, &["已写进 fadu.toml"]);
    let text = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
    assert!(text.starts_with(PROJECT), "{text}");
    assert_eq!(text.matches("[[submissions]]").count(), 1, "{text}");
    folder
        .run(&["check", "--lang", "zh", "--format", "short", "--allow", "no-subject"])
        .expect(1, &["枣强县-报送(2).xlsx:Sheet1!B6: breach[share] 枣强县 · 2025"])
        .without(&["安平县 ·"]);
    // What stands is not written again.
    let before = text;
    folder.run(&["inspect", "--lang", "en", "--write", "安平县-终稿.xlsx"]).expect(
        2,
        &[
            "C021",
            "read as the entry at fadu.toml:5 says",
            "region 安平县 (from the path)",
            "period 2025 (from above the table A1)",
        ],
    );
    assert_eq!(std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap(), before);
}

/// Who sent it and when is never guessed: two counties in the name, two years in the title.
#[test]
fn what_is_not_plain_is_left_to_people() {
    let folder = project().with("安平县和枣强县.xlsx", county("2024年与2025年对比", "3", "2"));
    let run = folder.run(&["inspect", "--lang", "zh", "--write", "安平县和枣强县.xlsx"]);
    run.expect(1, &["# region = \"\"  #", "# period = \"\"  #", "还有要填的"]);
    let text = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
    assert!(text.contains("\n# region = \"\"") && !text.contains("\nregion"), "{text}");
}

#[test]
fn records_are_found_for_tables_of_every_format() {
    let folder = project()
        .with("a.csv", "单位：万元\n县,年度,收入/税收,收入/非税（亿元）,备注\n安平县,2025,3,2,无\n合计,,3,2,\n")
        .with("b.json", "[{\"代码\": \"x\", \"总额\": 1, \"填表人\": \"甲\"}]")
        .with("c.toml", "[[\"计划\"]]\ncode = \"y\"\ntotal = 2\n")
        .with("d.csv", "甲,乙\n1,2\n");
    let run = folder.run(&["inspect", "--lang", "en", "a.csv", "b.json", "c.toml", "d.csv"]);
    run.expect(
        1,
        &[
            "→ County（各县情况）",
            "万元 (form, line 1)",
            "亿元 (header)",
            "files  = \"a.csv\"\n  record = \"County\"\n  ignore = [\"备注\"]",
            "files  = \"b.json\"\n  record = \"Plan\"\n  ignore = [\"填表人\"]",
            "files  = \"c.toml\"\n",
            "total line 4",
        ],
    )
    .without(&["files  = \"d.csv\""]);
    folder.run(&["inspect", "--write", "a.csv", "b.json", "c.toml"]).expect(0, &[]);
    // 3 of 20003 is short of 60 %; 1亿元 and 2亿元 are not short of 1亿元.
    folder.run(&["check", "--lang", "en", "--format", "short"]).expect(1, &["a.csv:3:10: breach[share]"]).without(&[
        "[plan]",
        "填表人",
        "备注",
    ]);
}

/// Names that hold signs of TOML, of patterns and of terminals are texts.
#[test]
fn names_are_texts() {
    let name = "安平县-[1]\"{x}*.csv";
    let folder = project().with(name, "县,年度,收入/税收,收入/非税,\"行\n[x]\"\n安平县,2025,3,2,1\n");
    folder.run(&["inspect", "--write", name]).expect(0, &[]);
    let text = std::fs::read_to_string(folder.path().join("fadu.toml")).unwrap();
    let read = folder.run(&["inspect", name]);
    read.expect(0, &["照 fadu.toml"]);
    assert!(!text.lines().any(|l| l.starts_with("[x]")), "{text}");
}

#[test]
fn nowhere_to_write_is_told() {
    let folder = Folder::new().with("r.fadu", RULES).with("a.csv", "县,年度,收入/税收,收入/非税\n安平县,2025,3,2\n");
    folder.run(&["inspect", "-r", "r.fadu", "a.csv"]).expect(0, &["record = \"County\""]);
    folder.run(&["inspect", "-r", "r.fadu", "a.csv", "--write"]).expect(2, &["C022"]);
    assert!(!folder.path().join("fadu.toml").exists());
    let folder = project()
        .with("fadu.toml", "submissions = []\n[project]\nrules = [\"r.fadu\"]\n")
        .with("a.csv", "县,年度,收入/税收,收入/非税\n安平县,2025,3,2\n");
    folder.run(&["inspect", "a.csv", "--write"]).expect(2, &["C022"]);
}
