//! Whether all rows of a table are there: totals, quotes that take rows in, lines above and below, marks, encodings.

use super::{Loaded, load_with};
use fadu::data::{CellState, LineKind};
use fadu::diag::Sink;
use fadu::num::{Rat, int};
use fadu::pipeline::{Input, Metadata};

const R: &str = r#"
record R "行" key name {
  name "名称" : text
  v    "产值" : money in 万元
}
"#;

fn csv(text: &str) -> Loaded {
    load_with(R, vec![Input::new("R.csv", text)], Vec::new())
}

fn file(path: &str, text: impl Into<Vec<u8>>) -> Loaded {
    load_with(R, vec![Input::new(path, text.into())], Vec::new())
}

fn value(loaded: &Loaded, row: u32) -> Option<Rat> {
    loaded.number("R", row, "v")
}

fn codes(loaded: &Loaded) -> Vec<&'static str> {
    loaded.diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn words_of_totals_with_brackets_years_and_endings() {
    let words = [
        "（合计）",
        "【合计】",
        "2007年合计",
        "合计数",
        "累计数",
        "小计额",
        "——合计——",
        "总数",
        "总和",
        "汇总",
        "全市",
        "全县",
        "（全市）",
        "合计（2007年）",
    ];
    for word in words {
        for loaded in [
            csv(&format!("名称,产值\n东,30\n西,30\n{word},60\n")),
            file(
                "a.json",
                format!("{{\"R\":[{{\"name\":\"东\",\"v\":30}},{{\"name\":\"西\",\"v\":30}},{{\"name\":\"{word}\",\"v\":60}}]}}"),
            ),
            file(
                "a.toml",
                format!("[[R]]\nname = \"东\"\nv = 30\n[[R]]\nname = \"西\"\nv = 30\n[[R]]\nname = \"{word}\"\nv = 60\n"),
            ),
        ] {
            assert_eq!((codes(&loaded), loaded.rows("R"), loaded.complete("R")), (vec!["D032"], 2, Some(true)), "{word}");
        }
    }
    for name in
        ["总数学会", "全市场", "全县城关", "汇总科", "机构总数", "数据中心", "合计算力", "2007年会计师", "（东）", "全福镇"]
    {
        let loaded = csv(&format!("名称,产值\n东,30\n{name},60\n")).quiet();
        assert_eq!((loaded.rows("R"), loaded.text("R", 1, "name")), (2, Some(name)));
    }
    // 全市 beside a key is a word like any other.
    let record = "record R key n { s \"范围\" : text n \"名称\" : text v : count }";
    let loaded = load_with(record, vec![Input::new("R.csv", "范围,名称,v\n全市,东,1\n全县,西,2\n")], Vec::new()).quiet();
    assert_eq!(loaded.rows("R"), 2);
    // The word may stand where a number should.
    let record = "record R key no, name { no \"序号\" : count name \"名称\" : text v \"产值\" : money in 万元 }";
    let loaded = load_with(record, vec![Input::new("R.csv", "序号,名称,产值\n1,东,30\n2,西,30\n小计,东,30\n")], Vec::new());
    assert_eq!(codes(&loaded), ["D032"]);
    assert!(loaded.diagnostics[0].message.zh.contains("小计"), "{}", loaded.diagnostics[0].message.zh);
}

#[test]
fn a_table_of_nothing_but_its_total_is_not_complete() {
    let declared = R.replace("key name", "key name total row \"合计\"");
    for record in [R, &declared] {
        let load = |path: &str, text: &str| load_with(record, vec![Input::new(path, text)], Vec::new());
        for loaded in [
            load("R.csv", "名称,产值\n合计,500\n"),
            load("R.csv", "名称,产值\n小计,500\n合计,500\n"),
            load("a.json", "{\"R\":[{\"name\":\"合计\",\"v\":500}]}"),
            load("a.toml", "[[R]]\nname = \"合计\"\nv = 500\n"),
        ] {
            assert!(loaded.diagnostics.iter().all(|d| d.code == "D032" && d.severity == fadu::diag::Severity::Error));
            assert_eq!((loaded.rows("R"), loaded.complete("R")), (0, Some(false)));
        }
        // Nothing comes to nothing.
        let nil = load("R.csv", "名称,产值\n合计,0\n");
        assert_eq!((nil.rows("R"), nil.complete("R")), (0, Some(true)));
        let some = load("R.csv", "名称,产值\n东,500\n合计,500\n");
        assert_eq!((some.rows("R"), some.complete("R")), (1, Some(true)));
    }
    let nested = "record C key c { c : text l : list of D } record D key n { n : text v : count }";
    let json = "{\"C\":[{\"c\":\"甲\",\"l\":[{\"n\":\"合计\",\"v\":5}]},{\"c\":\"乙\",\"l\":[{\"n\":\"x\",\"v\":5},{\"n\":\"合计\",\"v\":5}]}]}";
    let loaded = load_with(nested, vec![Input::new("a.json", json)], Vec::new());
    assert_eq!((loaded.state("C", 0, "l"), loaded.state("C", 1, "l")), (CellState::Hole, CellState::Known));
}

#[test]
fn a_declared_total_that_is_no_figure_is_told() {
    let record = R.replace("key name", "key name total row \"合计\"");
    let load = |path: &str, text: &str| load_with(&record, vec![Input::new(path, text)], Vec::new());
    for stated in ["abc", "N/A", "-60", ">=60", "60美元"] {
        let loaded = load("R.csv", &format!("名称,产值\n东,30\n西,30\n合计,{stated}\n"));
        assert_eq!(loaded.told(), [format!("D032 4:4 {stated}")]);
        assert_eq!((loaded.rows("R"), loaded.complete("R")), (2, Some(true)));
        let json = load("a.json", &format!("{{\"R\":[{{\"name\":\"东\",\"v\":60}},{{\"name\":\"合计\",\"v\":\"{stated}\"}}]}}"));
        assert_eq!(codes(&json), ["D032"], "{stated}");
    }
    for stated in ["60", "—", "", "600,000元"] {
        let cell = if stated.contains(',') { format!("\"{stated}\"") } else { stated.to_string() };
        load("R.csv", &format!("名称,产值\n东,30\n西,30\n合计,{cell}\n")).quiet();
    }
}

#[test]
fn a_quoted_key_that_took_in_a_row_is_nobody() {
    for sign in [",", ";", "\t"] {
        for (text, at) in [("名称,产值\n\"甲,5\n乙\",500\n丙,5\n", 3), ("名称,产值\n\"甲,5\n乙,6\n丁\",500\n丙,5\n", 3)]
        {
            let loaded = csv(&text.replace(',', sign));
            assert_eq!((codes(&loaded), loaded.rows("R"), loaded.complete("R")), (vec!["D034"], 1, Some(false)), "{text}");
            assert_eq!((loaded.text("R", 0, "name"), value(&loaded, 0)), (Some("丙"), Some(int(5))));
            assert!(loaded.told()[0].starts_with(&format!("D034 {at}:1 ")), "{:?}", loaded.told());
        }
    }
    let wide = "record R key name { name : text a : count b : count }";
    let loaded = load_with(wide, vec![Input::new("R.csv", "name,a,b\n\"甲,5,6\n乙\",500,600\n丙,5,6\n")], Vec::new());
    assert_eq!((codes(&loaded), loaded.rows("R")), (vec!["D034"], 1));
    // A name may hold a line break, or a comma.
    let fine = csv("名称,产值\n\"安平县\n统计局\",500\n\"甲, 乙\",5\n").quiet();
    assert_eq!((fine.rows("R"), value(&fine, 0), value(&fine, 1)), (2, Some(int(500)), Some(int(5))));
}

#[test]
fn what_may_be_a_row_above_the_header_is_refused() {
    for line in [",500", "500", "甲;500", "甲\t500", "甲|500", "甲,￥500", "甲,约500", "甲,1.5E3", "甲,500（估）", "甲,500①"]
    {
        let loaded = csv(&format!("{line}\n名称,产值\n乙,5\n"));
        assert_eq!((codes(&loaded), loaded.complete("R")), (vec!["D033"], Some(false)), "{line:?}");
    }
    let two = csv("名称\n甲\n名称,产值\n乙,5\n");
    assert_eq!((codes(&two), two.complete("R")), (vec!["D033"], Some(false)));
    for line in [
        "2007",
        "20080115",
        "2007年",
        "2007年12月",
        "名称",
        "近5年产值",
        "附表1；共2页",
        "表号：,101",
        "年度,2007",
        "2007年产值（现价）",
        "*2007年快报",
    ] {
        let loaded = csv(&format!("{line}\n名称,产值\n乙,5\n")).quiet();
        assert_eq!(loaded.complete("R"), Some(true), "{line}");
    }
}

#[test]
fn the_header_in_two_languages_is_one_header() {
    for (first, second) in [
        ("name,v", "名称,产值"),
        ("名称,产值", "name,v"),
        ("name,v", "名称,产值（万元）"),
        ("名称,产值（亿元）", "名称,产值（亿元）"),
    ] {
        let loaded = csv(&format!("{first}\n{second}\n乙,5\n"));
        assert_eq!(loaded.told(), [format!("D033? 2:1 {second}")]);
        assert_eq!((loaded.rows("R"), loaded.complete("R")), (1, Some(true)));
    }
    for second in ["名称,产值（亿元）", "产值,名称"] {
        let loaded = csv(&format!("name,v\n{second}\n乙,5\n"));
        assert_eq!((loaded.told(), loaded.rows("R")), (vec![format!("D033 2:1 {second}")], 0));
    }
}

#[test]
fn lines_that_number_the_columns_are_no_rows() {
    for text in [
        "名称,产值\n栏次,1\n东,30\n",
        "名称,产值\n东,30\n栏 次,1\n",
        "名称,产值\n1,2\n东,30\n",
        "名称,产值\n（1）,（2）\n东,30\n",
    ] {
        let loaded = csv(text);
        assert_eq!((codes(&loaded), loaded.rows("R"), loaded.text("R", 0, "name")), (vec!["D033"], 1, Some("东")), "{text}");
        assert_eq!((value(&loaded, 0), loaded.complete("R")), (Some(int(30)), Some(true)));
    }
    for text in
        ["名称,产值\n1,2\n2,3\n", "名称,产值\n1,2\n", "名称,产值\n东,1\n1,2\n", "名称,产值\n1,3\n东,2\n", "名称,产值\n甲,1\n"]
    {
        let loaded = csv(text).quiet();
        assert_eq!(loaded.rows("R"), u32::try_from(text.lines().count() - 1).unwrap(), "{text}");
    }
}

#[test]
fn keys_that_nobody_sees_and_ends_inside_a_file() {
    for key in ["\u{200b}", "\u{feff}\u{2060}", "\u{ad}"] {
        let loaded = csv(&format!("名称,产值\n东,30\n{key},90\n"));
        assert_eq!((codes(&loaded), loaded.rows("R"), loaded.complete("R")), (vec!["D022"], 1, Some(false)));
    }
    let loaded = csv("名称,产值\n东,30\n\u{1a}南,30\n");
    assert_eq!((codes(&loaded), loaded.rows("R"), loaded.complete("R")), (vec!["I004"], 1, Some(false)));
}

#[test]
fn notes_in_lists_of_rows_are_no_rows() {
    for loaded in [
        file("a.json", "{\"R\":[{\"名称\":\"甲\",\"产值\":1},{\"名称\":\"注：快报数\",\"产值\":null}]}"),
        file("a.json", "{\"R\":[{\"名称\":\"甲\",\"产值\":1},{\"名称\":\"填表人：张三\"}]}"),
        file("a.toml", "[[R]]\nname = \"甲\"\nv = 1\n[[R]]\nname = \"说明：当年价\"\nv = \"\"\n"),
    ] {
        assert_eq!((codes(&loaded), loaded.rows("R"), loaded.complete("R")), (vec!["D033"], 1, Some(true)));
        assert_eq!(loaded.data.accounts[0].tables[0].others[0].what, LineKind::Note);
    }
    // With a figure it is a row, and a name is no note.
    for name in ["注：快报数", "注册会计师协会"] {
        let figure = if name.contains('：') { "1" } else { "null" };
        let text = format!("{{\"R\":[{{\"名称\":\"甲\",\"产值\":1}},{{\"名称\":\"{name}\",\"产值\":{figure}}}]}}");
        assert_eq!(file("a.json", text).quiet().rows("R"), 2, "{name}");
    }
}

#[test]
fn a_file_without_rows_lacks_nothing_that_it_says_of_all() {
    let record = "record R key name, year { name \"名称\" : text year \"年度\" : year v \"产值\" : money in 万元 }";
    let input = |text: &str| Input { period: Some((2007, fadu::ty::PeriodKind::Year)), ..Input::new("R.csv", text) };
    for text in ["名称,产值\n", "名称,产值\n乙,5\n"] {
        let loaded = load_with(record, vec![input(text)], Vec::new()).quiet();
        assert_eq!(loaded.complete("R"), Some(true));
    }
    let unsaid = load_with(record, vec![Input::new("R.csv", "名称,产值\n")], Vec::new());
    assert_eq!(codes(&unsaid), ["D025"]);
}

#[test]
fn words_for_not_known_are_no_texts() {
    let record = "record R key n { n : text k \"类别\" : text ? }";
    let marks = [
        "NA",
        "n.a.",
        "N.A.",
        "None",
        "none",
        "nil",
        "NaN",
        "unknown",
        "TBD",
        "待填",
        "待补",
        "待查",
        "缺失",
        "空白",
        "???",
        "？？",
        "#REF",
        "（不详）",
        "不详。",
        "无数据",
        "没有",
        "ＮＡ",
        "(N/A)",
        "【未知】",
        "尚未统计",
        "missing",
    ];
    for mark in marks {
        for (path, text) in [
            ("R.csv", format!("n,k\n甲,{mark}\n")),
            ("a.json", format!("{{\"R\":[{{\"n\":\"甲\",\"k\":\"{mark}\"}}]}}")),
            ("a.toml", format!("[[R]]\nn = \"甲\"\nk = \"{mark}\"\n")),
        ] {
            let loaded = load_with(record, vec![Input::new(path, text)], Vec::new());
            assert_eq!((codes(&loaded), loaded.state("R", 0, "k")), (vec!["D013"], CellState::Hole), "{mark} in {path}");
        }
    }
    for name in [
        "NATO",
        "Nilsson",
        "Noneaton",
        "TBD公司",
        "没有名字的店",
        "空白格设计",
        "缺失口镇",
        "待补贴企业",
        "x",
        "(东)",
        "不详细说明",
        "U",
        "Tom",
    ] {
        let loaded = load_with(record, vec![Input::new("R.csv", format!("n,k\n甲,{name}\n"))], Vec::new()).quiet();
        assert_eq!(loaded.text("R", 0, "k"), Some(name), "{name}");
    }
}

#[test]
fn an_encoding_that_nothing_bears_out_is_told() {
    // 甲 in GBK is BC D7.
    let gbk = |head: &[u8], tail: &[u8]| [head, b"\xBC\xD7", tail].concat();
    for (path, text) in [
        ("R.csv", gbk(b"name,v\n", b",500\n")),
        ("a.json", gbk(b"{\"R\":[{\"name\":\"", b"\",\"v\":500}]}")),
        ("a.toml", gbk(b"[[R]]\nname = \"", b"\"\nv = 500\n")),
    ] {
        let loaded = file(path, text.clone());
        assert_eq!(
            (codes(&loaded), loaded.text("R", 0, "name"), value(&loaded, 0)),
            (vec!["I034"], Some("甲"), Some(int(500))),
            "{path}"
        );
        let said = Metadata { encoding: Some(("gb18030".into(), None)), ..Metadata::default() };
        let said = said.input(&loaded.schema, path, text, &mut Sink::default());
        load_with(R, vec![said], Vec::new()).quiet();
    }
    // 名称,产值 in GBK.
    let header = b"\xC3\xFB\xB3\xC6,\xB2\xFA\xD6\xB5\n\xBC\xD7,500\n".to_vec();
    file("R.csv", header).quiet();
    file("R.csv", "name,v\n甲,500\n").quiet();
}
