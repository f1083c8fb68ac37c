//! Headers of workbooks as offices make them: over several columns, under a unit, below many lines, in other columns than the table above.

use super::Folder;
use crate::harness::xlsx::Put::{Number, Text};
use crate::harness::xlsx::{Put, Sheet, book};

const RULES: &str = r#"
record R "产值表" key name total row "合计" {
  name "名称" : text
  v    "产值" : money in 万元
  w    "税收" : money in 万元
}
rule floor { for e in R  require e.v >= 150万元 }
rule two   { require count(e in R) <= 2 }
"#;

/// The rows of a sheet; an empty text is an empty cell.
fn sheet<'a>(rows: &[&[&'a str]], merged: &[&'a str]) -> Vec<u8> {
    let mut cells: Vec<(String, Put<'a>)> = Vec::new();
    for (r, row) in (1..).zip(rows) {
        for (c, text) in ('A'..).zip(*row).filter(|(_, t)| !t.is_empty()) {
            let figure = text.bytes().all(|b| b.is_ascii_digit());
            cells.push((format!("{c}{r}"), if figure { Number(text) } else { Text(text) }));
        }
    }
    let cells = cells.iter().map(|(at, put)| (at.as_str(), put.clone())).collect();
    book(&[Sheet { name: "产值表", cells, merged: merged.to_vec(), ..Sheet::default() }])
}

fn check(rows: &[&[&str]], merged: &[&str]) -> super::Run {
    let folder = Folder::new().with("r.fadu", RULES).with("产值表.xlsx", sheet(rows, merged));
    folder.run(&["check", "-r", "r.fadu", "产值表.xlsx", "--lang", "en", "--format", "short"])
}

/// 100 is less than 150, 200 is not.
fn is_read(run: &super::Run, cell: &str) {
    run.expect(1, &[&format!("!{cell}: breach[floor] 甲: 1 million yuan < 1.5 million yuan")]);
    run.without(&["error", "open", "breach[floor] 乙", "breach[two]"]);
}

#[test]
fn a_header_cell_over_two_columns_names_the_first() {
    let run = check(&[&["名称", "", "产值", "税收"], &["甲", "x", "100", "60"], &["乙", "y", "200", "120"]], &["A1:B1"]);
    is_read(&run, "C2");
    run.expect(1, &["B2: warning[D023] cell 2 of the header"]);
    let rows: &[&[&str]] =
        &[&["名称", "产值", "税收", "备注", ""], &["甲", "100", "60", "a", "b"], &["乙", "200", "120", "c", "d"]];
    let run = check(rows, &["D1:E1"]);
    is_read(&run, "B2");
    assert_eq!(run.text().matches("warning").count(), 1, "{}", run.text());
}

/// 100亿元 are 10 billion yuan.
#[test]
fn a_unit_over_columns_is_theirs() {
    for group in ["（亿元）", "单位：亿元", "亿元", "（单位：亿元）"] {
        let rows: &[&[&str]] = &[&["名称", group, ""], &["", "产值", "税收"], &["甲", "100", "60"], &["乙", "200", "120"]];
        let run = check(rows, &["A1:A2", "B1:C1"]);
        run.expect(0, &[]).without(&["error", "D023", "open"]);
        // 0.01亿元 are 100万元.
        let rows: &[&[&str]] = &[&["名称", group, ""], &["", "产值", "税收"], &["甲", "0.01亿元", "60"]];
        check(rows, &["A1:A2", "B1:C1"]).expect(1, &["breach[floor] 甲: 1 million yuan"]);
    }
}

/// Whether 2007年/产值 is 产值, only the author knows: he is told how to say it, and does.
#[test]
fn a_group_that_no_field_has_is_told_with_what_to_write() {
    let rows: &[&[&str]] = &[&["名称", "2007年", ""], &["", "产值", "税收"], &["甲", "100", "60"], &["乙", "200", "120"]];
    let bytes = sheet(rows, &["A1:A2", "B1:C1"]);
    let folder = Folder::new().with("r.fadu", RULES).with("产值表.xlsx", bytes.clone());
    let run = folder.run(&["check", "-r", "r.fadu", "产值表.xlsx", "--lang", "en"]);
    let also = "also \"2007年/产值\"";
    run.expect(2, &[&format!("if it is `产值`, write at that field of the rules: {also}"), "open"]).without(&["short by"]);
    let run = folder.run(&["check", "-r", "r.fadu", "产值表.xlsx", "--lang", "zh"]);
    run.expect(2, &["如果它就是“产值”，请在规则里这一项的后面写：又名 \"2007年/产值\""]);
    let rules = RULES.replace("\"产值\" :", &format!("\"产值\" {also} :"));
    let rules = rules.replace("\"税收\" :", "\"税收\" also \"2007年/税收\" :");
    let folder = Folder::new().with("r.fadu", rules).with("产值表.xlsx", bytes);
    is_read(&folder.run(&["check", "-r", "r.fadu", "产值表.xlsx", "--lang", "en", "--format", "short"]), "B3");
}

#[test]
fn a_second_table_in_other_columns_is_read() {
    let rows: &[&[&str]] = &[
        &["", "名称", "产值", "税收"],
        &["", "甲", "100", "60"],
        &[],
        &[],
        &[],
        &["", "", "", "名称", "产值", "税收"],
        &["", "", "", "乙", "200", "120"],
    ];
    is_read(&check(rows, &[]), "C2");
}

#[test]
fn a_header_below_many_lines_is_found() {
    for lines in [9, 10, 11, 30, 58] {
        let notes: Vec<String> = (1..=lines).map(|n| format!("填报说明第{n}条")).collect();
        let mut rows: Vec<Vec<&str>> = notes.iter().map(|n| vec![n.as_str()]).collect();
        rows.extend([vec!["名称", "产值", "税收"], vec!["甲", "100", "60"], vec!["乙", "200", "120"]]);
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        is_read(&check(&rows, &[]), &format!("B{}", lines + 2));
    }
}

/// What stands beside a table has no commas, and its own place.
#[test]
fn a_remark_beside_the_table_is_told_where_it_stands() {
    let rows: &[&[&str]] = &[&["名称", "产值", "税收"], &["甲", "100", "60", "", "去年 90"], &["乙", "200", "120"]];
    check(rows, &[])
        .expect(1, &["产值表!E2: error[D027] this cell stands beside the table, under no header", "open[floor] 甲"])
        .without(&["comma", "breach"]);
}

/// 300 and 180 are the sums of both rows, above them and below; 310 is not.
#[test]
fn a_total_above_and_once_more_below_is_held_against_the_rows() {
    let rows = |last: &'static str| -> Vec<Vec<&'static str>> {
        vec![
            vec!["名称", "产值", "税收"],
            vec!["合计", "300", "180"],
            vec!["甲", "100", "60"],
            vec!["乙", "200", "120"],
            vec!["合计", last, "180"],
        ]
    };
    let run = |rows: Vec<Vec<&str>>| check(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), &[]);
    is_read(&run(rows("300")), "B3");
    run(rows("310")).expect(
        1,
        &["B5: error[D032] “合计” is not the sum of its rows: `产值` says 3.1 million yuan, the rows add up to 3 million yuan"],
    );
    // Above two groups, and of all below them.
    let mut groups = rows("300");
    groups.insert(3, vec!["合计", "200", "120"]);
    groups[1] = vec!["合计", "100", "60"];
    is_read(&run(groups), "B3");
}

/// The unit of a line that was refused is not taken for the one of the form.
#[test]
fn a_line_that_is_not_read_gives_no_unit() {
    let rows: &[&[&str]] = &[&["全市", "2007", "亿元"], &["名称", "产值", "税收"], &["甲", "100", "60"]];
    check(rows, &[]).expect(1, &["A1: error[D033]", "open[floor] 甲"]).without(&["breach", "billion"]);
    // Where it is the unit of the figures anyhow nothing is in doubt but the rows.
    let rows: &[&[&str]] = &[&["全市", "2007", "万元"], &["名称", "产值", "税收"], &["甲", "100", "60"]];
    check(rows, &[]).expect(1, &["A1: error[D033]", "breach[floor] 甲: 1 million yuan"]);
}

/// The person who filled it in is no unit; 亿元 is. (100亿元 are no breach.)
#[test]
fn a_person_beside_the_unit_is_none() {
    for line in ["2007年12月31日   单位：亿元   填报人：王强", "单位：亿元　填报人： 王强", "单位：亿元 2007年12月31日"]
    {
        let rows: &[&[&str]] = &[&[line], &["名称", "产值", "税收"], &["甲", "100", "60"]];
        check(rows, &[]).expect(0, &[]).without(&["error", "open"]);
    }
    let rows: &[&[&str]] = &[&["产值为亿元"], &["名称", "产值", "税收"], &["甲", "100", "60"]];
    check(rows, &[]).expect(1, &["A1: error[D031]", "open[floor] 甲"]).without(&["breach"]);
}

/// A line of units below the header, with a word for it, a year, a dash; and among the rows, where it is refused if it is another.
#[test]
fn lines_of_units_are_known_with_years_and_dashes() {
    let rules = RULES.replace("  v    ", "  d    \"日期\" : date?\n  v    ");
    let run = |rows: &[&[&str]]| {
        let folder = Folder::new().with("r.fadu", &rules).with("产值表.xlsx", sheet(rows, &[]));
        folder.run(&["check", "-r", "r.fadu", "产值表.xlsx", "--lang", "en", "--format", "short"])
    };
    let head = &["名称", "日期", "产值", "税收"][..];
    for line in [&["计量单位", "2007", "亿元", "亿元"][..], &["", "2007", "亿元", "亿元"], &["", "—", "亿元", "亿元"]]
    {
        run(&[head, line, &["甲", "2007-1-1", "100", "60"]]).expect(0, &[]).without(&["error", "计量单位"]);
    }
    let row = &["甲", "2007-1-1", "100", "60"][..];
    run(&[head, row, &["", "", "亿元", "亿元"], &["乙", "2007-1-1", "1", "1"]])
        .expect(1, &["A3: error[D031] a unit stands below the header", "open[floor] 甲"])
        .without(&["breach", "乙"]);
    run(&[head, row, &["", "", "万元", "万元"], &["乙", "2007-1-1", "200", "1"]])
        .expect(1, &["breach[floor] 甲: 1 million yuan"])
        .without(&["error", "breach[floor] 乙"]);
}

/// Below the table a note that says another unit is refused, in every spelling.
#[test]
fn a_unit_in_a_note_is_held_against_the_figures() {
    for note in ["注：本表货币单位“亿元”", "注：产值为亿元。", "注：亿元，下同", "币种：美元"] {
        let rows: &[&[&str]] = &[&["名称", "产值", "税收"], &["甲", "100", "60"], &[note]];
        check(rows, &[]).expect(1, &["A3: error[D031]", "open[floor] 甲"]).without(&["breach"]);
    }
    let rows: &[&[&str]] = &[&["名称", "产值", "税收"], &["甲", "100", "60"], &["注：产值为万元。"]];
    is_read(&check(rows, &[]), "B2");
    let rows: &[&[&str]] = &[&["2007年产值表亿元）"], &["名称", "产值", "税收"], &["甲", "100", "60"]];
    check(rows, &[]).expect(1, &["A1: error[D031]", "open[floor] 甲"]);
}

#[test]
fn a_sheet_that_the_project_does_not_want_is_told_so() {
    let cells = || {
        vec![
            ("A1", Text("名称")),
            ("B1", Text("产值")),
            ("C1", Text("税收")),
            ("A2", Text("甲")),
            ("B2", Number("200")),
            ("C2", Number("1")),
        ]
    };
    let bytes = book(&[
        Sheet { name: "表1", cells: cells(), ..Sheet::default() },
        Sheet { name: "附表1", cells: cells(), ..Sheet::default() },
    ]);
    let project =
        "[project]\nname = \"x\"\nrules = [\"r.fadu\"]\n\n[[submissions]]\nrecord = \"R\"\nfiles = \"a.xlsx\"\nsheet = \"表*\"\n";
    let folder = Folder::new().with("r.fadu", RULES).with("a.xlsx", bytes).with("fadu.toml", project);
    folder
        .run(&["check", "--lang", "en"])
        .expect(
            0,
            &[
                "warning[D036]  the sheet `附表1` was not read: its name is not as the project file says (`sheet`)",
                "fadu.toml:8:",
            ],
        )
        .without(&["neither its name nor a header"]);
    folder.run(&["check", "--lang", "zh"]).expect(0, &["工作表“附表1”没有读取：名称不合项目文件写的样式"]);
}
