//! CSV: headers, line ends, encodings, ragged rows.

use super::{Loaded, RECORDS, load_with};
use fadu::data::CellState;
use fadu::num::int;
use fadu::pipeline::{Forced, Input, Partial, PolicyRows, PolicyTable};
use fadu::text::Encoding;
use fadu::ty::RelId;

fn csv(text: impl Into<Vec<u8>>) -> Loaded {
    load_with(RECORDS, vec![Input::new("data/GuaranteeBody.csv", text.into())], Vec::new())
}

const HEAD: &str = "name,year,total,clusters\n";

#[test]
fn the_record_is_known_by_the_files_name() {
    let text = format!("{HEAD}甲,2007,1,2\n");
    for path in ["GuaranteeBody.csv", "x/信用担保机构.CSV"] {
        let loaded = load_with(RECORDS, vec![Input::new(path, text.clone())], Vec::new()).quiet();
        assert_eq!(loaded.rows("GuaranteeBody"), 1);
    }
    let loaded = load_with(RECORDS, vec![Input::new("附件1.csv", text)], Vec::new());
    assert_eq!(loaded.told(), ["I011 附件1.csv"]);
}

#[test]
fn gbk_crlf_and_bom_give_the_same_cells_and_places() {
    let text = "机构名称,年度,担保总额度（亿元）,集群企业担保额度\r\n安平县担保中心,2007,\"1,000\",59.99\r\n";
    let gbk = encoding_rs::GB18030.encode(text).0.into_owned();
    let bom = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
    for (bytes, encoding) in [(text.as_bytes().to_vec(), Encoding::Utf8), (gbk, Encoding::Gb18030), (bom, Encoding::Utf8Bom)] {
        let loaded = csv(bytes).quiet();
        assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(int(10_000_000)), "1000亿元 in 万元");
        for (column, under) in [("name", "安平县担保中心"), ("year", "2007"), ("total", "\"1,000\""), ("clusters", "59.99")]
        {
            assert_eq!(loaded.under("GuaranteeBody", 0, column), Some(under));
        }
        let span = loaded.data.span_of(loaded.cell("GuaranteeBody", 0, "clusters")).unwrap();
        let source = loaded.sources.get(span.file);
        assert_eq!((source.encoding, source.line_col(span.start as usize)), (encoding, (2, 22)));
    }
}

#[test]
fn the_wrong_kind_of_file_is_called_by_its_name() {
    for (bytes, code) in [
        (b"PK\x03\x04....".as_slice(), "I004"),
        (b"\xFF\xFEn\0".as_slice(), "I003"),
        (b"\xBA\xE2\xCB".as_slice(), "I002"),
        (b"".as_slice(), "I012"),
        (b" \r\n".as_slice(), "I012"),
    ] {
        assert_eq!(csv(bytes).told(), [format!("{code} data/GuaranteeBody.csv")]);
    }
    let forced = Input { encoding: Some(Forced::Utf8), ..Input::new("GuaranteeBody.csv", b"\xBA\xE2".to_vec()) };
    assert_eq!(load_with(RECORDS, vec![forced], Vec::new()).told(), ["I002 GuaranteeBody.csv"]);
    let pdf = Input::new("GuaranteeBody.pdf", "x");
    assert_eq!(load_with(RECORDS, vec![pdf], Vec::new()).told(), ["I017 GuaranteeBody.pdf"]);
}

#[test]
fn a_header_only_is_a_nil_report() {
    let loaded = csv(HEAD).quiet();
    assert_eq!((loaded.rows("GuaranteeBody"), loaded.complete("GuaranteeBody")), (0, Some(true)));
}

#[test]
fn titles_and_the_unit_of_the_form_may_stand_above_the_header() {
    let text =
        "衡水市信用担保机构情况表,,,\n,,,单位：亿元\n机构名称,年度,担保总额度,集群企业担保额度（万元）\n甲,2007,1,2\n,,,\n";
    let loaded = csv(text).quiet();
    assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(int(10_000)));
    assert_eq!(loaded.number("GuaranteeBody", 0, "clusters"), Some(int(2)), "the column's own unit goes before");
    assert_eq!(loaded.rows("GuaranteeBody"), 1, "an empty line is no row");
}

#[test]
fn headers_that_cannot_serve_are_told_once() {
    let loaded = csv("name,year,total（辆）,clusters（万园）,备注\n甲,2007,1,2,x\n乙,2007,1,2,y\n");
    assert_eq!(loaded.told(), ["D003 1:11 total（辆）", "D004 1:20 clusters（万园）", "D023? 1:33 备注"]);
    for row in 0..2 {
        assert_eq!(loaded.state("GuaranteeBody", row, "total"), CellState::Hole);
        assert_eq!(loaded.state("GuaranteeBody", row, "clusters"), CellState::Hole);
    }
    let twice = csv("name,year,total,clusters,担保总额度\n甲,2007,1,2,3\n");
    assert_eq!(twice.told(), ["D026 1:26 担保总额度"]);
    assert_eq!(twice.diagnostics[0].labels[1].span.start, 10);
    assert_eq!(twice.state("GuaranteeBody", 0, "total"), CellState::Hole);
    let lacking = csv("name,total,clusters\n甲,1,2\n");
    assert_eq!(lacking.told(), ["D025 1:1 name,total,clusters"]);
    assert_eq!(lacking.complete("GuaranteeBody"), Some(false));
}

#[test]
fn a_key_column_may_come_from_the_project_file() {
    let input = Input {
        period: Some((2007, fadu::ty::PeriodKind::Year)),
        ..Input::new("GuaranteeBody.csv", "name,total,clusters\n甲,1,2\n")
    };
    let loaded = load_with(RECORDS, vec![input], Vec::new()).quiet();
    assert_eq!(loaded.number("GuaranteeBody", 0, "year"), Some(int(2007)));
    assert_eq!((loaded.under("GuaranteeBody", 0, "year"), loaded.complete("GuaranteeBody")), (None, Some(true)));
    let part = Input { partial: Partial::Named(vec!["信用担保机构".into()]), ..Input::new("GuaranteeBody.csv", HEAD) };
    assert_eq!(load_with(RECORDS, vec![part], Vec::new()).complete("GuaranteeBody"), Some(false));
}

#[test]
fn ragged_rows_keep_their_key_only() {
    let loaded = csv(format!("{HEAD}甲,2007,1,234,5\n乙,2007,1\n丙,2007,1,2,,\n丁,2007,3,4\n"));
    assert_eq!(loaded.told(), ["D027 2:1 甲,2007,1,234,5", "D027 3:1 乙,2007,1"]);
    assert_eq!(loaded.state("GuaranteeBody", 0, "total"), CellState::Hole);
    assert_eq!(loaded.text("GuaranteeBody", 1, "name"), Some("乙"));
    assert_eq!(loaded.number("GuaranteeBody", 2, "clusters"), Some(int(2)), "commas at the end shift nothing");
    assert_eq!(loaded.number("GuaranteeBody", 3, "clusters"), Some(int(4)));
    assert_eq!(loaded.complete("GuaranteeBody"), Some(false));
}

#[test]
fn semicolons_and_tabs_part_columns_too() {
    let text = format!("{HEAD}甲,2007,\"1\",2\n");
    for sign in [";", "\t"] {
        let loaded = csv(text.replace(',', sign)).quiet();
        assert_eq!(loaded.number("GuaranteeBody", 0, "clusters"), Some(int(2)));
        let declared = csv(format!("sep={sign}\r\n{}", text.replace(',', sign))).quiet();
        assert_eq!(declared.number("GuaranteeBody", 0, "total"), Some(int(1)));
    }
    // A comma in a cell is no separator where the header says otherwise; thousands are grouped by commas as ever.
    let loaded = csv(format!("{}甲,乙;2007;1,234;2\n", HEAD.replace(',', ";"))).quiet();
    assert_eq!(loaded.text("GuaranteeBody", 0, "name"), Some("甲,乙"));
    assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(int(1234)));
}

#[test]
fn a_separator_that_is_not_clear_is_asked_for() {
    let doubtful = "name;x,total\n甲;1,5\n";
    let loaded = csv(doubtful);
    assert_eq!(loaded.told(), ["I018 1:1 name;x,total"]);
    assert_eq!(loaded.complete("GuaranteeBody"), Some(false));
    assert_eq!(loaded.rows("GuaranteeBody"), 0);
    let said = csv(format!("sep=,\n{doubtful}"));
    assert!(!said.told().iter().any(|t| t.starts_with("I018")), "{:?}", said.told());
    assert_eq!((said.rows("GuaranteeBody"), said.complete("GuaranteeBody")), (0, Some(false)), "its header has no key");
}

#[test]
fn other_separators_are_advised_upon() {
    for sign in ["；", "|"] {
        let loaded = csv(HEAD.replace(',', sign));
        assert_eq!(loaded.told().len(), 1);
        assert_eq!(loaded.diagnostics[0].code, "I013");
        assert!(loaded.diagnostics[0].help.as_ref().is_some_and(|h| h.zh.contains("逗号分隔")));
    }
    let none = csv("甲,2007,1,2\n");
    assert_eq!(none.told(), ["I013 1:1 甲,2007,1,2"]);
}

#[test]
fn an_open_quote_is_found_and_the_table_not_complete() {
    let loaded = csv(format!("{HEAD}甲,2007,1,2\n\"乙,2007,3,4\n丙,2007,5,6\n"));
    assert!(loaded.told().contains(&"I014 3:1 \"乙,2007,3,4".to_string()), "{:?}", loaded.told());
    assert_eq!(loaded.complete("GuaranteeBody"), Some(false));
    assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(int(1)));
}

#[test]
fn the_same_mistake_in_every_row_is_counted_not_repeated() {
    let rows: String = (0..500).map(|i| format!("机构{i},2007,甲,-1\n")).collect();
    let loaded = csv(format!("{HEAD}{rows}"));
    let codes = |c: &str| loaded.diagnostics.iter().filter(|d| d.code == c).count();
    assert_eq!((codes("D001"), codes("D002")), (21, 21));
    assert!(
        loaded.diagnostics.iter().any(|d| d.message.en == "`total` has 480 more problems of this kind, not listed one by one")
    );
}

#[test]
fn a_table_of_the_policy_may_be_a_file() {
    let table = PolicyTable {
        rel: RelId(3),
        rows: PolicyRows::Csv { path: "rules/counties.csv".into(), bytes: "code\n131121\n131122\n".into() },
    };
    let loaded = load_with(RECORDS, Vec::new(), vec![table]).quiet();
    assert_eq!(loaded.rows("counties"), 2);
    assert_eq!(loaded.under("counties", 1, "code"), Some("131122"));
}
