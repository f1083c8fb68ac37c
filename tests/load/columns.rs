//! Parquet: what Polars and DuckDB wrote (tests/load/fixtures/parquet/make.py), and files of the crate's own making, whole and broken.

use super::*;
use std::sync::Arc;

const LOANS: &str = r#"
record Loan "贷款" key id {
  id     "编号" : text
  name   "名称" : text ?
  year   "年度" : year
  amount "金额" : money in 万元 signed
  share  "份额" : number
  weight "比重" : number
  day    "日期" : date ?
  at     "时间" : date ?
  nanos  "纳秒" : date ?
  zone   "时区" : date ?
  park   "园区" : flag ?
  count  "户数" : number
}
"#;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/load/fixtures/parquet/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn loan(bytes: Vec<u8>) -> Loaded {
    load_with(LOANS, vec![Input::new("Loan.parquet", bytes)], Vec::new())
}

fn number(text: &str) -> Option<Rat> {
    let (whole, behind) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{behind}/1{}", "0".repeat(behind.len())).parse().ok()
}

#[test]
fn what_polars_wrote_is_read_to_the_digit() {
    let loaded = loan(fixture("polars.parquet"));
    let number_of = |row, column| loaded.number("Loan", row, column).map(|n| n.to_string());
    assert_eq!(loaded.rows("Loan"), 3);
    assert_eq!(loaded.text("Loan", 0, "name"), Some("甲 \"一\""));
    assert_eq!(loaded.text("Loan", 1, "name"), Some("乙丙"));
    // A field with `?` reads a blank as none.
    assert_eq!(loaded.state("Loan", 2, "name"), CellState::None);
    assert_eq!(loaded.number("Loan", 0, "amount"), number("12.34"));
    assert_eq!(loaded.number("Loan", 1, "amount"), number("-0.0001"));
    assert_eq!(loaded.state("Loan", 2, "amount"), CellState::Blank);
    // 0.30000000000000004 is 0.3 with a noise of binary figures; NaN is no figure.
    assert_eq!(loaded.number("Loan", 0, "share"), number("0.3"));
    assert_eq!(loaded.number("Loan", 1, "share"), number("0.0000001"));
    assert_eq!(loaded.number("Loan", 0, "weight"), number("0.1"));
    assert_eq!(loaded.number("Loan", 1, "weight"), number("16.5"));
    assert_eq!(loaded.under("Loan", 0, "day"), Some("2007-03-01"));
    assert_eq!(loaded.under("Loan", 1, "day"), Some("1969-12-31"));
    assert_eq!(loaded.under("Loan", 0, "at"), Some("2007-03-01"));
    assert_eq!(loaded.under("Loan", 1, "at"), Some("2007-03-01 08:30:00"));
    assert_eq!(loaded.under("Loan", 1, "park"), Some("FALSE"));
    assert_eq!(loaded.state("Loan", 2, "park"), CellState::None);
    assert_eq!(number_of(1, "count").as_deref(), Some("9007199254740993"));
    assert!(loaded.told().iter().any(|t| t.ends_with(" NaN")), "{:?}", loaded.told());
    // Rows are counted from 1, and columns have names.
    let span = loaded.data.span_of(loaded.cell("Loan", 2, "share")).unwrap();
    let source = loaded.sources.get(span.file);
    assert_eq!(source.address(span.start as usize).as_deref(), Some("3:份额"));
    assert_eq!(source.line_col(span.start as usize).0, 3);
    assert_eq!(source.address(0).as_deref(), Some("编号"));
}

#[test]
fn what_duckdb_wrote_is_read_to_the_digit() {
    let loaded = loan(fixture("duckdb.parquet"));
    assert_eq!(loaded.number("Loan", 0, "amount"), number("12345678901234567890.12"));
    assert_eq!(loaded.number("Loan", 1, "amount"), number("-0.01"));
    assert_eq!(loaded.number("Loan", 0, "share"), number("0.3"));
    assert_eq!(loaded.number("Loan", 1, "count"), number("18446744073709551615"));
    assert_eq!(loaded.under("Loan", 0, "at"), Some("2007-03-01"));
    assert_eq!(loaded.under("Loan", 0, "nanos"), Some("2007-03-01"));
    // In Beijing it is the second of March by then.
    assert_eq!(loaded.under("Loan", 0, "zone"), Some("2007-03-01 16:00:00Z"));
    assert_eq!(loaded.state("Loan", 1, "name"), CellState::None);
    assert_eq!(loaded.complete("Loan"), Some(true));
    let none = loan(fixture("none.parquet"));
    assert_eq!((none.rows("Loan"), none.complete("Loan")), (0, Some(true)));
}

#[test]
fn columns_of_other_kinds_are_refused_unless_nobody_needs_them() {
    for (name, ignored, words) in [("nested.parquet", "份", "nested"), ("time.parquet", "时刻", "TIME")] {
        let loaded = loan(fixture(name));
        assert_eq!(loaded.told(), ["I061 Loan.parquet"], "{name}");
        assert!(loaded.diagnostics[0].message.en.contains(words) && loaded.diagnostics[0].message.zh.contains(ignored));
        assert_eq!(loaded.rows("Loan"), 0);
        let mut input = Input::new("Loan.parquet", fixture(name));
        input.ignore = [ignored.to_string()].into();
        let loaded = load_with("record Loan key id { id \"编号\" : text }", vec![input], Vec::new()).quiet();
        assert_eq!((loaded.rows("Loan"), loaded.text("Loan", 0, "id")), (1, Some("A1")));
    }
}

#[test]
fn a_row_without_a_value_leaves_the_table_open() {
    let records = "record Loan \"贷款\" key id { id \"编号\" : text  amount \"金额\" : money in 万元 }";
    let loaded = load_with(records, vec![Input::new("x.parquet", fixture("nulls.parquet"))], Vec::new());
    assert_eq!(loaded.told(), ["I062 2:1 \t"]);
    assert_eq!((loaded.rows("Loan"), loaded.complete("Loan")), (1, Some(false)));
}

/// A file of one column of decimals as long bytes and of one of binary figures.
fn written(rows: usize) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let schema =
        "message t { REQUIRED BYTE_ARRAY id (UTF8); REQUIRED BYTE_ARRAY amount (DECIMAL(38, 3)); OPTIONAL DOUBLE share; }";
    let schema = Arc::new(parquet::schema::parser::parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(WriterProperties::builder().build())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let ids: Vec<ByteArray> = (0..rows).map(|i| ByteArray::from(format!("A{i}").as_str())).collect();
    let amounts: Vec<ByteArray> = (0..rows).map(|i| ByteArray::from((-(i as i32) * 70).to_be_bytes().to_vec())).collect();
    for values in [&ids, &amounts] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(values, None, None).unwrap();
        column.close().unwrap();
    }
    let mut column = group.next_column().unwrap().unwrap();
    let levels: Vec<i16> = (0..rows).map(|i| i16::from(i % 2 == 0)).collect();
    let shares: Vec<_> = (0..rows).filter(|i| i % 2 == 0).map(|_| 0.07).collect();
    column.typed::<DoubleType>().write_batch(&shares, Some(&levels), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.into_inner().unwrap()
}

const SHORT: &str = "record Loan key id { id : text  amount : money in 万元 signed  share : number }";

#[test]
fn what_the_crate_wrote_is_read_to_the_digit() {
    let loaded = load_with(SHORT, vec![Input::new("Loan.parquet", written(5_000))], Vec::new());
    assert_eq!(loaded.rows("Loan"), 5_000);
    // 4,999 × 70 thousandths, below zero.
    assert_eq!(loaded.number("Loan", 4_999, "amount"), number("-349.93"));
    assert_eq!(loaded.number("Loan", 0, "amount"), number("0"));
    assert_eq!(loaded.number("Loan", 2, "share"), number("0.07"));
    assert_eq!(loaded.state("Loan", 1, "share"), CellState::Blank);
}

#[test]
fn what_is_broken_is_refused_and_stops_nothing() {
    let whole = written(40);
    for cut in [0, 1, 4, whole.len() / 2, whole.len() - 1] {
        let loaded = load_with(SHORT, vec![Input::new("Loan.parquet", whole[..cut].to_vec())], Vec::new());
        assert_eq!(loaded.told(), ["I060 Loan.parquet"], "{cut}");
    }
    // One sign after another changed: read as something, or refused.
    for at in (0..whole.len()).step_by(3) {
        let mut broken = whole.clone();
        broken[at] ^= 0xff;
        let loaded = load_with(SHORT, vec![Input::new("Loan.parquet", broken)], Vec::new());
        assert!(loaded.rows("Loan") <= 40);
    }
}
