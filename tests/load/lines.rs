//! Lines that are no rows: what stands above a table and below it, rows of totals, rows inside quotes, rows nobody can use.

use super::{Loaded, load_with};
use fadu::data::{CellState, LineKind};
use fadu::num::{Rat, int};
use fadu::pipeline::Input;

const R: &str = r#"
record R "行" key name {
  name "名称" : text
  v    "产值" : money in 万元
}
"#;

fn csv(text: &str) -> Loaded {
    load_with(R, vec![Input::new("R.csv", text)], Vec::new())
}

fn value(loaded: &Loaded, row: u32) -> Option<Rat> {
    loaded.number("R", row, "v")
}

impl Loaded {
    /// Lines that are no rows, by number.
    fn others(&self) -> Vec<(u32, LineKind)> {
        self.data.accounts[0].tables[0].others.iter().map(|l| (l.line, l.what)).collect()
    }
}

#[test]
fn a_unit_above_the_table_is_applied_in_every_spelling() {
    let above = [
        "单位：亿元",
        "单 位：亿元",
        "金额单位：亿元",
        "计量单位:亿元",
        "（单位：亿元）",
        "（亿元）",
        "亿元",
        "2007年各县产值（单位：亿元）",
        "2007年各县产值（亿元）",
        "2007年各县产值　亿元",
        "单位：人民币亿元",
        "单位：亿元（人民币）",
        "Unit: 亿元",
        ",单位：,亿元",
        ",,亿元",
        "单位：,亿元",
        "2007年产值,单位：亿元",
        "填报单位：安平县统计局,金额单位：亿元",
        "单位：亿元、%",
        "单位：亿元、亿元",
        "单位：亿元\n单位：亿元",
    ];
    for line in above {
        for sign in [",", ";", "\t"] {
            // A form with semicolons may be separated by commas only; the other way round a comma stays a comma.
            let text = format!("{}\n名称,产值\n甲,100\n", line).replace(',', sign);
            let loaded = csv(&text).quiet();
            assert_eq!(value(&loaded, 0), Some(int(1_000_000)), "{text}");
            assert_eq!(loaded.rows("R"), 1);
        }
    }
}

#[test]
fn a_unit_that_cannot_be_applied_is_refused() {
    for line in [
        "单位：亿元、元",
        "单位：亿元\n单位：元",
        "单位：元/人",
        "单位：百亿元",
        "单位：億元",
        "单位：10万元",
        "产值（百亿元）",
        "单位：亿",
        "单位：亩",
        "币种：美元 单位：亿元",
        "单位：万元、万美元",
        "万美元",
        "单位：不明之物",
    ] {
        let loaded = csv(&format!("{line}\n名称,产值\n甲,100\n"));
        assert!(loaded.told().iter().any(|t| t.starts_with("D031 ")), "{line}: {:?}", loaded.told());
        assert_eq!(loaded.state("R", 0, "v"), CellState::Hole, "{line}");
        assert_eq!(loaded.text("R", 0, "name"), Some("甲"), "the row itself is there");
    }
}

#[test]
fn organisations_and_needless_units_are_no_mistake() {
    for line in
        ["单位：安平县统计局", "填报单位：安平县", "单位负责人：张三", "2007年各县产值", "事业单位情况表", "单位（盖章）："]
    {
        let loaded = csv(&format!("{line}\n名称,产值\n甲,100\n")).quiet();
        assert_eq!(value(&loaded, 0), Some(int(100)), "{line}");
    }
    // Each column says its own.
    for line in ["单位：亿元", "单位：元/人", "单位：亿元、元", "单位：亩"] {
        let loaded = csv(&format!("{line}\n名称,产值（万元）\n甲,100\n")).quiet();
        assert_eq!(value(&loaded, 0), Some(int(100)), "{line}");
    }
}

#[test]
fn units_go_to_the_columns_of_their_dimension() {
    let record = "record R key n { n : text v : money in 万元 a \"面积\" : quantity in 亩 s \"占比\" : share c \"人数\" : count d \"户数\" : count }";
    let load = |text: &str| load_with(record, vec![Input::new("R.csv", text)], Vec::new());
    let loaded = load("单位：亿元、公顷、%\nn,v,a,s,c,d\n甲,1,1,50,3,4\n").quiet();
    let number = |c: &str| loaded.number("R", 0, c);
    assert_eq!(number("v"), Some(int(10_000)));
    assert_eq!(number("a"), Some(int(15)));
    assert_eq!(number("s"), Some(int(50)), "in %");
    assert_eq!((number("c"), number("d")), (Some(int(3)), Some(int(4))));
    // Which of the counts are people, nothing says.
    let many = load("单位：万元、万人\nn,v,a,s,c,d\n甲,1,1,50%,3,4\n");
    assert_eq!(many.told(), ["D031 1:1 单位：万元、万人"]);
    assert_eq!((many.state("R", 0, "c"), many.state("R", 0, "v")), (CellState::Hole, CellState::Known));
}

#[test]
fn units_in_a_line_or_a_column_of_their_own() {
    let line = csv("名称,产值\n单位,亿元\n甲,100\n").quiet();
    assert_eq!((value(&line, 0), line.rows("R")), (Some(int(1_000_000)), 1));
    let same = csv("名称,产值,单位\n甲,100,万元\n").quiet();
    assert_eq!(value(&same, 0), Some(int(100)));
    let other = csv("名称,产值,单位\n甲,100,亿元\n乙,5,万元\n");
    assert_eq!(other.told(), ["D031 2:7 亿元"]);
    assert_eq!((other.state("R", 0, "v"), value(&other, 1)), (CellState::Hole, Some(int(5))));
    // Below the header another unit than the one in force puts all figures in doubt.
    let below = csv("名称,产值\n甲,100\n注：金额单位：亿元\n");
    assert_eq!(below.told(), ["D031 3:1 注：金额单位：亿元"]);
    assert_eq!(below.state("R", 0, "v"), CellState::Hole);
    let again = csv("单位：亿元\n名称,产值\n甲,100\n注：单位：亿元\n");
    assert_eq!((again.told(), value(&again, 0)), (vec![], Some(int(1_000_000))));
}

#[test]
fn figures_and_headers_above_the_header_are_refused() {
    let loaded = csv("县名,产值额\n甲,500\n名称,产值\n乙,5\n");
    assert_eq!(loaded.told(), ["D033 1:1 县名,产值额", "D033 2:1 甲,500"]);
    assert_eq!((loaded.rows("R"), loaded.complete("R")), (1, Some(false)));
    assert_eq!(loaded.others(), [(1, LineKind::Refused), (2, LineKind::Refused)]);
    let fine = csv("标题\n表号：,101\n填报单位：安平县\n名称,产值\n乙,5\n").quiet();
    assert_eq!((fine.rows("R"), fine.complete("R")), (1, Some(true)));
    let second = csv("名称,产值\n甲,1\n产值,名称\n5,乙\n");
    assert_eq!(second.told(), ["D033 3:1 产值,名称"]);
    assert_eq!((second.rows("R"), second.complete("R")), (1, Some(false)));
    let again = csv("名称,产值\n甲,1\n名称,产值\n乙,5\n");
    assert_eq!(again.told(), ["D033? 3:1 名称,产值"]);
    assert_eq!((again.rows("R"), again.complete("R")), (2, Some(true)));
}

#[test]
fn the_account_says_which_lines_were_read() {
    let loaded = csv("标题\n名称,产值\n甲,1\n\n乙,2\n,3\n合计,3\n注：快报数\n");
    let table = &loaded.data.accounts[0].tables[0];
    assert_eq!(table.read, 2);
    let source = loaded.sources.get(loaded.data.accounts[0].file);
    let line = |at: u32| source.line_col(at as usize).0;
    assert_eq!((line(table.place.start), line(table.place.end)), (3, 5));
    let want = [(1, LineKind::Heading), (6, LineKind::Refused), (7, LineKind::Total), (8, LineKind::Note)];
    assert_eq!(loaded.others(), want);
    assert_eq!(loaded.complete("R"), Some(false), "the row without a key may be anybody");
}

#[test]
fn figures_below_a_nameless_header_cell_are_told() {
    let loaded = csv("名称,,产值\n甲,900,5\n乙,800,6\n");
    assert_eq!(loaded.told(), ["D023? 2:3 900"]);
    assert_eq!(value(&loaded, 0), Some(int(5)));
    csv("名称,,产值,,\n甲,,5,,\n").quiet();
}

#[test]
fn totals_are_no_members_in_any_format() {
    for word in ["合计", "合　计", "总计", "全市合计：", "小计", "其中：规模以上", "Total"] {
        let text = csv(&format!("名称,产值\n东,30\n西,30\n{word},60\n"));
        assert_eq!(text.told(), [format!("D032? 4:1 {word},60")], "{word}");
        assert_eq!((text.rows("R"), text.complete("R")), (2, Some(true)));
        let json = format!("{{\"R\":[{{\"name\":\"东\",\"v\":30}},{{\"v\":60,\"name\":\"{word}\"}}]}}");
        let json = load_with(R, vec![Input::new("a.json", json)], Vec::new());
        assert_eq!((json.rows("R"), json.diagnostics.len(), json.diagnostics[0].code), (1, 1, "D032"));
        let toml = format!("[[R]]\nname = \"{word}\"\nv = 60\n[[R]]\nname = \"东\"\nv = 60\n");
        let toml = load_with(R, vec![Input::new("a.toml", toml)], Vec::new());
        assert_eq!((toml.rows("R"), toml.text("R", 0, "name")), (1, Some("东")));
        assert_eq!((toml.diagnostics.len(), toml.diagnostics[0].code), (1, "D032"));
    }
    // What a total row leaves out, or cannot say, is no mistake.
    let loaded = csv("名称,产值\n东,30\n合计,—\n");
    assert_eq!(loaded.told(), ["D032? 3:1 合计,—"]);
}

#[test]
fn a_total_the_record_declares_is_held_against_its_rows() {
    let record = R.replace("key name", "key name total row \"合计\"");
    let load = |text: &str| load_with(&record, vec![Input::new("R.csv", text)], Vec::new());
    for text in [
        "名称,产值\n东,30\n西,30\n合 计,60\n",
        "名称,产值\n合计,60\n东,30\n西,30\n",
        "名称,产值（亿元）\n东,30\n西,30\n合计,600000万元\n",
    ] {
        assert_eq!(load(text).quiet().rows("R"), 2, "{text}");
    }
    // One step off, either way.
    for stated in ["61", "59", "60.01"] {
        let loaded = load(&format!("名称,产值\n东,30\n西,30\n合计,{stated}\n"));
        assert_eq!(loaded.told(), [format!("D032 4:4 {stated}")]);
        assert_eq!(loaded.rows("R"), 2);
    }
    // Where a row has no figure the sum is not known.
    load("名称,产值\n东,30\n西,\n合计,60\n").quiet();
    let stated = &load("名称,产值\n东,30\n合计,30\n").data.accounts[0].tables[0].totals[0].clone();
    assert_eq!((stated.stated.clone(), stated.sum.clone(), stated.declared), (int(30), Some(int(30)), true));
}

#[test]
fn subtotals_cover_the_rows_since_the_last() {
    let record = R.replace("key name", "key name total row \"小计\", \"合计\"");
    let load = |text: &str| load_with(&record, vec![Input::new("R.csv", text)], Vec::new());
    load("名称,产值\n甲,1\n乙,2\n小计,3\n丙,4\n小计,4\n合计,7\n").quiet();
    load("名称,产值\n合计,7\n小计,3\n甲,1\n乙,2\n小计,4\n丙,4\n").quiet();
    let off = load("名称,产值\n甲,1\n乙,2\n小计,3\n丙,4\n小计,7\n合计,7\n");
    assert_eq!(off.told(), ["D032 6:4 7"]);
}

#[test]
fn a_word_that_the_form_lists_is_a_name() {
    let record = "record R key k { k : one of \"男\", \"女\", \"合计\" v : count }";
    let loaded = load_with(record, vec![Input::new("R.csv", "k,v\n男,1\n女,2\n合计,3\n")], Vec::new()).quiet();
    assert_eq!(loaded.rows("R"), 3);
}

#[test]
fn notes_below_the_table_are_told_once() {
    let loaded = csv("名称,产值\n东,30\n西,30\n注：当年价\n填表人：张三,审核人：李四\n以上数据为快报数。,\n");
    assert_eq!(loaded.diagnostics.len(), 1);
    assert_eq!((loaded.diagnostics[0].code, loaded.rows("R"), loaded.complete("R")), ("D033", 2, Some(true)));
    // Nobody can say whether this is a row.
    for line in ["丙", "快报数"] {
        let loaded = csv(&format!("名称,产值\n东,30\n{line}\n"));
        assert_eq!(loaded.told(), [format!("D033 3:1 {line}")]);
        assert_eq!((loaded.rows("R"), loaded.complete("R")), (1, Some(false)));
    }
    // With all its cells it is a row without figures.
    for text in ["名称,产值\n东,30\n丙,\n西,30\n", "名称,产值\n东,30\n丙,\n"] {
        let whole = csv(text).quiet();
        assert_eq!(whole.state("R", 1, "v"), CellState::Blank);
    }
}

#[test]
fn ctrl_z_ends_a_file_of_any_format() {
    let end = "\u{1a}";
    assert_eq!(csv(&format!("名称,产值\n东,30\n{end}")).quiet().rows("R"), 1);
    assert_eq!(csv(&format!("名称,产值\n东,30{end}{end}\r\n")).quiet().rows("R"), 1);
    for (path, text) in [("a.json", "{\"R\":[{\"name\":\"东\",\"v\":1}]}"), ("a.toml", "[[R]]\nname = \"东\"\nv = 1\n")] {
        assert_eq!(load_with(R, vec![Input::new(path, format!("{text}{end}"))], Vec::new()).quiet().rows("R"), 1);
    }
}

#[test]
fn a_row_without_a_key_is_no_row() {
    for (text, code) in [(",90", "D022"), ("—,90", "D014"), ("不详,90", "D013"), ("#REF!,90", "D013")] {
        let loaded = csv(&format!("名称,产值\n东,30\n西,30\n{text}\n"));
        assert_eq!((loaded.diagnostics.len(), loaded.diagnostics[0].code), (1, code), "{text}");
        assert_eq!((loaded.rows("R"), loaded.complete("R")), (2, Some(false)), "{text}");
        assert_eq!(loaded.others(), [(4, LineKind::Refused)]);
    }
    let nested = "record C key c { c : text l : list of D } record D key n { n : text v : count }";
    let json = "{\"C\":[{\"l\":[{\"n\":\"x\",\"v\":1}]},{\"c\":\"甲\",\"l\":[{\"n\":\"y\",\"v\":2},{\"v\":3}]}]}";
    let loaded = load_with(nested, vec![Input::new("a.json", json)], Vec::new());
    assert_eq!((loaded.rows("C"), loaded.rows("D"), loaded.text("D", 0, "n")), (1, 1, Some("y")));
    let rel = loaded.rel("D");
    assert_eq!(loaded.data.table(rel).parents, [0]);
}

#[test]
fn a_quote_that_takes_in_the_next_row_is_told() {
    let record = R.replace("  v ", "  n \"说明\" : text ?\n  v ");
    let load = |text: &str| load_with(&record, vec![Input::new("R.csv", text)], Vec::new());
    let loaded = load("名称,说明,产值\n甲,\"一,5\n乙,二\",500\n丙,三,5\n");
    assert_eq!(loaded.told(), ["D034 3:1 乙,二\",500"]);
    assert_eq!((loaded.state("R", 0, "v"), loaded.complete("R")), (CellState::Hole, Some(false)));
    assert_eq!(value(&loaded, 1), Some(int(5)));
    let three = load("名称;说明;产值\n甲;\"一;5\n乙;二;500\n丙;三\";5\n");
    assert_eq!(three.told(), ["D034 3:1 乙;二;500"]);
    // Lines in a cell are nothing unusual.
    let fine = load("名称,说明,产值\n甲,\"一\n二，三\",5\n乙,\"一, 二\",6\n").quiet();
    assert_eq!((value(&fine, 0), fine.text("R", 0, "n")), (Some(int(5)), Some("一\n二，三")));
}

#[test]
fn marks_are_no_texts() {
    let record = "record R key n { n : text k \"类别\" : text }";
    let optional = "record R key n { n : text k \"类别\" : text ? }";
    for mark in ["N/A", "null", "NULL", "不详", "未知", "…", "*", "#", "待定", "#REF!", "#DIV/0!", "#N/A", "#####"] {
        for record in [record, optional] {
            for (path, text) in [
                ("R.csv", format!("n,k\n甲,{mark}\n")),
                ("a.json", format!("{{\"R\":[{{\"n\":\"甲\",\"k\":\"{mark}\"}}]}}")),
                ("a.toml", format!("[[R]]\nn = \"甲\"\nk = \"{mark}\"\n")),
            ] {
                let loaded = load_with(record, vec![Input::new(path, text)], Vec::new());
                assert_eq!((loaded.diagnostics.len(), loaded.diagnostics[0].code), (1, "D013"), "{mark} in {path}");
                assert_eq!(loaded.state("R", 0, "k"), CellState::Hole);
            }
        }
    }
    for dash in ["―", "――", "——", "－－", "──"] {
        let loaded = load_with(optional, vec![Input::new("R.csv", format!("n,k\n甲,{dash}\n"))], Vec::new()).quiet();
        assert_eq!(loaded.state("R", 0, "k"), CellState::None, "{dash}");
    }
    let listed = "record R key n { n : text k : one of \"未知\", \"不详\", \"*\" }";
    let loaded = load_with(listed, vec![Input::new("R.csv", "n,k\n甲,未知\n乙,*\n丙,不详\n")], Vec::new()).quiet();
    assert_eq!(loaded.text("R", 1, "k"), Some("*"));
    for name in ["未来科技城", "不锈钢厂", "Nanning", "空港园区", "缺口村", "x", "C#"] {
        let loaded = load_with(record, vec![Input::new("R.csv", format!("n,k\n甲,{name}\n"))], Vec::new()).quiet();
        assert_eq!(loaded.text("R", 0, "k"), Some(name));
    }
}

#[test]
fn blanks_inside_a_text_are_part_of_it() {
    let record = "record R key n { n : text a : text }";
    let loaded = load_with(record, vec![Input::new("R.csv", "n,a\n1,　x  y \n2,x y\n3,ｘ　y\n")], Vec::new()).quiet();
    let code = |row: u32| {
        let cell = loaded.cell("R", row, "a");
        loaded.data.table(cell.rel).columns[cell.col.index()].code(row)
    };
    assert_eq!(loaded.text("R", 0, "a"), Some("x  y"));
    assert_ne!(code(0), code(1));
    assert_eq!(code(1), code(2), "full width is half width");
}

/// Below the header 2, 3, 4 stand behind a text: nobody is called 序号, and of anybody else that can hardly be by chance.
#[test]
fn numbers_of_columns_behind_a_text_are_no_row() {
    let record = "record R key n { n : text a : number b : number c : number }";
    let read = |line: &str| load_with(record, vec![Input::new("R.csv", format!("n,a,b,c\n{line}\n乙,7,8,9\n"))], Vec::new());
    for line in ["序号,2,3,4", "（序号）,２,(3),4", "No.,2,3,4"] {
        let loaded = read(line);
        assert_eq!((loaded.rows("R"), loaded.complete("R")), (1, Some(true)), "{line}");
        assert!(!loaded.diagnostics.is_empty(), "{line}");
    }
    let loaded = read("甲,2,3,4");
    assert_eq!((loaded.diagnostics.len(), loaded.diagnostics[0].code), (1, "D033"));
    assert_eq!((loaded.rows("R"), loaded.complete("R")), (1, Some(false)));
    for line in ["甲,2,3,5", "甲,1,3,4"] {
        read(line).quiet();
    }
    let short = "record R key n { n : text a : number b : number }";
    load_with(short, vec![Input::new("R.csv", "n,a,b\n甲,2,3\n乙,7,8\n")], Vec::new()).quiet();
}

/// A numbered text alone in its row is a heading, or a row of which nothing was filled in: neither is guessed.
#[test]
fn headings_among_rows_are_told() {
    for line in ["一、工业,,", "（二）其他,,", "3、市直,,"] {
        let text = format!("名称,产值,税收\n{line}\n甲,1,2\n乙,3,4\n");
        let record = "record R \"行\" key name { name \"名称\" : text v \"产值\" : money in 万元 t \"税收\" : money in 万元 }";
        let loaded = load_with(record, vec![Input::new("R.csv", text)], Vec::new());
        assert_eq!((loaded.diagnostics.len(), loaded.diagnostics[0].code), (1, "D033"), "{line}");
        assert_eq!((loaded.rows("R"), loaded.complete("R")), (2, Some(false)), "{line}");
    }
    // With figures it is a row as any other.
    csv("名称,产值\n一、甲厂,1\n二、乙厂,2\n").quiet();
}

/// A row that is called `1` and holds 2 and 3 is hardly one; where figures stand in the first column it may well be.
#[test]
fn numbers_of_columns_among_rows_are_told() {
    let record = "record R key n { n : text a : number b : number }";
    for line in ["1,2,3", "１,２,３", "（1）,(2),3"] {
        let loaded = load_with(record, vec![Input::new("R.csv", format!("n,a,b\n甲,5,6\n{line}\n乙,7,8\n"))], Vec::new());
        assert_eq!((loaded.diagnostics.len(), loaded.diagnostics[0].code), (1, "D033"), "{line}");
        assert_eq!(loaded.data.table(loaded.cell("R", 0, "a").rel).rows, 2);
    }
    for line in ["1,2,4", "1,2,", "丙,2,3", "2,3,4"] {
        load_with(record, vec![Input::new("R.csv", format!("n,a,b\n甲,5,6\n{line}\n"))], Vec::new()).quiet();
    }
    let counted = "record R key n { n : count a : number b : number }";
    load_with(counted, vec![Input::new("R.csv", "n,a,b\n4,5,6\n1,2,3\n")], Vec::new()).quiet();
    load_with("record R key n { n : text a : number }", vec![Input::new("R.csv", "n,a\n甲,5\n1,2\n")], Vec::new()).quiet();
}
