//! Lines and cells of forms as offices write them: units of rows, headers, lines of units, what is no member.

use super::{Loaded, load_with};
use fadu::data::CellState;
use fadu::num::int;
use fadu::pipeline::Input;

const TABLE: &str = r#"
record T "表" key name {
  name "名称" : text
  v    "产值" : money in 万元
  w    "税收" : money in 万元
}
"#;

fn table(text: &str) -> Loaded {
    load_with(TABLE, vec![Input::new("T.csv", text)], Vec::new())
}

/// 〃 below 亿元 is 亿元, which is not what the figures are read in; below 万元 it is.
#[test]
fn a_unit_of_a_row_goes_on_until_another_is_said() {
    for ditto in ["〃", "同上", "", "—", "“"] {
        let loaded =
            table(&format!("名称,产值,税收,计量单位\n甲,1,2,万元\n乙,3,4,亿元\n丙,5,6,{ditto}\n丁,7,8,万元\n戊,9,10,{ditto}\n"));
        let states = |row: u32| loaded.data.table(loaded.cell("T", 0, "v").rel).columns[1].state(row);
        let states: Vec<CellState> = (0..5).map(states).collect();
        assert_eq!(states, [CellState::Known, CellState::Hole, CellState::Hole, CellState::Known, CellState::Known], "{ditto}");
    }
}

/// Short headings are spaced, and units stand behind a name in many ways; none of it is another column.
#[test]
fn headers_are_read_as_forms_write_them() {
    for header in
        ["名  称,产　值（亿元）,税 收（亿元）", "名称,产值/亿元,税收，亿元", "名称,产值_亿元,税收 亿元", "名称,产值亿元,税收亿元"]
    {
        let header = header.replace("税收，亿元", "\"税收,亿元\"");
        let loaded = table(&format!("{header}\n甲,1,2\n")).quiet();
        // 1 亿元 is 10,000 万元.
        assert_eq!(loaded.number("T", 0, "v"), Some(int(10_000)), "{header}");
        assert_eq!(loaded.number("T", 0, "w"), Some(int(20_000)), "{header}");
    }
}

/// 名称,2007,2007 below 名称,产值,税收 is the second row of a header.
#[test]
fn a_second_row_of_the_header_is_no_member() {
    let loaded = table("名称,产值,税收\n名称,2007,2007\n甲,1,2\n");
    assert_eq!((loaded.rows("T"), loaded.complete("T")), (1, Some(false)));
    assert_eq!((loaded.diagnostics.len(), loaded.diagnostics[0].code), (1, "D033"));
}

/// Growth and shares stand below the members and are none; 其中：甲 right below a total may be one.
#[test]
fn rows_that_are_worked_out_of_others_are_no_members() {
    for word in ["比上年增长(%)", "占全市比重（%）", "上年同期", "增减"] {
        let loaded = table(&format!("名称,产值,税收\n甲,5,6\n{word},10,20\n"));
        assert_eq!((loaded.rows("T"), loaded.complete("T")), (1, Some(true)), "{word}");
        assert_eq!((loaded.diagnostics.len(), loaded.diagnostics[0].code), (1, "D032"), "{word}");
    }
    let loaded = table("名称,产值,税收\n全县,3,6\n其中：甲,1,2\n乙,2,4\n");
    assert_eq!((loaded.rows("T"), loaded.complete("T")), (1, Some(false)));
    assert!(loaded.diagnostics.iter().any(|d| d.message.en.contains("其中：甲")));
    // A part of the member above it is none.
    let part = table("名称,产值,税收\n甲,3,6\n其中：规模以上,1,2\n乙,2,4\n");
    assert_eq!((part.rows("T"), part.complete("T")), (2, Some(true)));
}

#[test]
fn a_row_of_codes_numbers_the_columns() {
    for line in ["代码,001,002", "代码,1,2", "栏次,01,02"] {
        let loaded = table(&format!("名称,产值,税收\n{line}\n甲,1,2\n"));
        assert_eq!((loaded.rows("T"), loaded.complete("T")), (1, Some(true)), "{line}");
    }
    table("名称,产值,税收\n代码,1,3\n甲,1,2\n").quiet();
}

/// 衡水市 is the sum of 甲 and 乙 in both columns: it is judged, and told. In one column of three rows that may be by chance.
#[test]
fn a_total_under_the_name_of_a_region_is_told() {
    for text in ["名称,产值,税收\n衡水市,3,6\n甲,1,2\n乙,2,4\n", "名称,产值,税收\n甲,1,2\n乙,2,4\n全部企业,3,6\n"]
    {
        let loaded = table(text);
        assert_eq!((loaded.rows("T"), loaded.complete("T")), (3, Some(true)), "{text}");
        assert_eq!((loaded.diagnostics.len(), loaded.diagnostics[0].code), (1, "D032"), "{text}");
    }
    let one = "record R key name { name \"名称\" : text  v \"产值\" : money in 万元 }";
    load_with(one, vec![Input::new("R.csv", "名称,产值\n甲,1\n乙,2\n丙,3\n")], Vec::new()).quiet();
    table("名称,产值,税收\n衡水市,3,7\n甲,1,2\n乙,2,4\n").quiet();
    table("名称,产值,税收\n衡水市,3,\n甲,1,2\n乙,2,4\n").quiet();
    table("名称,产值,税收\n甲,0,0\n乙,0,0\n丙,0,0\n").quiet();
}

/// A line below the header that says units, with a dash over what has none, or below a first cell that goes over both rows, is the line of units.
#[test]
fn a_line_of_units_may_have_dashes_and_the_header_again() {
    for line in ["名称,（亿元）,（亿元）", "—,亿元,亿元", "计量单位,亿元,亿元"] {
        let loaded = table(&format!("名称,产值,税收\n{line}\n甲,5,6\n"));
        assert_eq!(loaded.rows("T"), 1, "{line}");
        assert_eq!((loaded.number("T", 0, "v"), loaded.number("T", 0, "w")), (Some(int(50_000)), Some(int(60_000))), "{line}");
    }
}

/// What is said of a unit in other words is applied, or refused; never passed over.
#[test]
fn units_in_other_words_are_heard() {
    for line in ["（亿元，下同）", "亿元（下同）", "本表中“亿元”为计量单位", "亿元为计量单位", "单位。亿元", "（单：亿元）"]
    {
        let loaded = table(&format!("{line}\n名称,产值,税收\n甲,5,6\n"));
        assert_eq!(loaded.number("T", 0, "v"), Some(int(50_000)), "{line}");
    }
    for line in ["（10亿元）", "（100万元）", "（×10000元）", "（'000元）", "（10^8元）", "单位：亿园", "仟元", "（亿圆）"]
    {
        let loaded = table(&format!("{line}\n名称,产值,税收\n甲,5,6\n"));
        assert_eq!(loaded.number("T", 0, "v"), None, "{line}");
        assert!(!loaded.diagnostics.is_empty(), "{line}");
    }
    // Money of another country below the table is that of no column.
    for line in ["币种：美元", "注：本表以美元计价"] {
        let loaded = table(&format!("名称,产值,税收\n甲,5,6\n乙,7,9\n{line}\n"));
        assert_eq!(loaded.number("T", 0, "v"), None, "{line}");
    }
}

/// 同上 names nobody; what is carried over a page is a total.
#[test]
fn marks_of_pages_and_of_the_row_above_are_no_members() {
    let loaded = table("名称,产值,税收\n甲,5,6\n同上,7,8\n");
    assert_eq!((loaded.rows("T"), loaded.complete("T")), (1, Some(false)));
    for word in ["过次页", "承前页"] {
        let loaded = table(&format!("名称,产值,税收\n甲,5,6\n{word},5,6\n乙,7,8\n"));
        assert_eq!((loaded.rows("T"), loaded.complete("T")), (2, Some(true)), "{word}");
    }
}
