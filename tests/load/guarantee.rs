//! The guarantee rule's submissions in every format: none passes silently, none hides another, each message stands where the
//! mistake is.

use super::{Loaded, RECORDS, load_with};
use fadu::data::CellState;
use fadu::num::{int, ratio};
use fadu::pipeline::Input;
use fadu::ty::RelId;

const FORMATS: [&str; 3] = ["toml", "json", "csv"];

fn fixture(format: &str, name: &str) -> Loaded {
    let path = format!("{}/tests/load/fixtures/{format}/{name}.{format}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let input = Input { record: Some(RelId(0)), ..Input::new(format!("{name}.{format}"), bytes) };
    load_with(RECORDS, vec![input], Vec::new())
}

/// Loads one fixture in all formats and checks what was told: in the order toml, json, csv.
fn told(name: &str, wanted: [&[&str]; 3]) -> [Loaded; 3] {
    std::array::from_fn(|i| {
        let loaded = fixture(FORMATS[i], name);
        assert_eq!(loaded.told(), wanted[i], "{name}.{}", FORMATS[i]);
        loaded
    })
}

const QUIET: [&[&str]; 3] = [&[], &[], &[]];

#[test]
fn exactly_at_the_limit_and_one_yuan_below() {
    for loaded in told("exact", QUIET) {
        assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(int(100)));
        assert_eq!(loaded.number("GuaranteeBody", 0, "clusters"), Some(int(60)));
        assert_eq!(loaded.text("GuaranteeBody", 0, "name"), Some("安平县担保中心"));
        assert_eq!(loaded.under("GuaranteeBody", 0, "clusters"), Some("60"));
        assert_eq!(loaded.complete("GuaranteeBody"), Some(true));
    }
    for loaded in told("one_below", QUIET) {
        assert_eq!(loaded.number("GuaranteeBody", 0, "clusters"), Some(ratio(599_999, 10_000)));
        assert_eq!(loaded.under("GuaranteeBody", 0, "clusters"), Some("59.9999"));
    }
}

#[test]
fn zero_is_a_value_and_missing_is_not() {
    for loaded in told("total_zero", QUIET) {
        assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(int(0)));
    }
    let [toml, json, csv] = told("total_missing", QUIET);
    assert_eq!(toml.state("GuaranteeBody", 0, "total"), CellState::Absent);
    assert_eq!(json.state("GuaranteeBody", 0, "total"), CellState::Absent);
    assert_eq!(csv.state("GuaranteeBody", 0, "total"), CellState::Blank);
    for loaded in [toml, json, csv] {
        assert_eq!(loaded.number("GuaranteeBody", 0, "clusters"), Some(int(60)));
        assert_eq!(loaded.complete("GuaranteeBody"), Some(true), "a missing figure is no missing row");
    }
}

#[test]
fn negative_text_and_wrong_unit_cost_the_cell_only() {
    let cases: [(&str, [&[&str]; 3]); 3] = [
        ("negative", [&["D002 9:12 -60"], &["D002 4:66 -60"], &["D002 2:18 -60"]]),
        ("text", [&["D001 9:12 \"约六十\""], &["D001 4:66 \"约六十\""], &["D001 2:18 约六十"]]),
        ("wrong_unit", [&["D003 9:12 \"60%\""], &["D003 4:66 \"60%\""], &["D003 2:18 60%"]]),
    ];
    for (name, wanted) in cases {
        for loaded in told(name, wanted) {
            assert_eq!(loaded.state("GuaranteeBody", 0, "clusters"), CellState::Hole);
            assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(int(100)), "the rest is read");
            assert_eq!(loaded.complete("GuaranteeBody"), Some(true));
            let second = &loaded.diagnostics[0].labels[1];
            assert!(loaded.sources.slice(second.span).contains("clusters"), "the declaration is the second place");
        }
    }
}

#[test]
fn the_messages_name_both_units_and_what_to_do() {
    let loaded = fixture("csv", "wrong_unit");
    let d = &loaded.diagnostics[0];
    assert_eq!(d.message.zh, "单位不符：“集群企业担保额度”应填金额（单位：万元），却带单位“%”");
    assert_eq!(d.message.en, "wrong unit: `集群企业担保额度` takes money in 万元, but this is in %");
    assert!(d.help.as_ref().is_some_and(|h| h.zh.contains("12,345.6万元")));
}

#[test]
fn a_misspelt_key_is_told_with_what_was_meant() {
    let wanted: [&[&str]; 3] = [
        &["D023 9:1 cluster"],
        &["D023 4:54 \"cluster\""],
        // In CSV the column is missing for every row, which is said as well.
        &["D025? 1:1 机构名称,年度,担保总额度（万元）,集群企业担保额（万元）", "D023 1:19 集群企业担保额（万元）"],
    ];
    for (loaded, near) in told("misspelt", wanted).into_iter().zip(["clusters", "clusters", "集群企业担保额度"]) {
        let help = loaded.diagnostics.iter().find(|d| d.code == "D023").and_then(|d| d.help.clone());
        assert_eq!(help.map(|h| h.en), Some(format!("did you mean `{near}`?")));
        assert_eq!(loaded.state("GuaranteeBody", 0, "clusters"), CellState::Absent);
    }
}

#[test]
fn a_key_reported_twice_leaves_one_row_with_what_differs_unknown() {
    let wanted: [&[&str]; 3] =
        [&["D021 18:8 \"安平县担保中心\""], &["D021 6:15 \"安平县担保中心\""], &["D021 4:1 安平县担保中心"]];
    for (loaded, first) in told("duplicate", wanted).into_iter().zip([(6, 8), (4, 15), (2, 1)]) {
        let labels = &loaded.diagnostics[0].labels;
        let source = loaded.sources.get(labels[1].span.file);
        assert_eq!(source.line_col(labels[1].span.start as usize), first, "the earlier place");
        assert_eq!(loaded.rows("GuaranteeBody"), 2);
        assert_eq!(loaded.text("GuaranteeBody", 0, "name"), Some("安平县担保中心"));
        assert_eq!(loaded.state("GuaranteeBody", 0, "total"), CellState::Hole);
        assert_eq!(loaded.number("GuaranteeBody", 1, "clusters"), Some(int(40)));
        assert_eq!(loaded.under("GuaranteeBody", 1, "clusters"), Some("40"), "places move with their rows");
        assert_eq!(loaded.complete("GuaranteeBody"), Some(true), "no row is missing");
    }
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    let text = "机构名称,年度,担保总额度,集群企业担保额度\n甲,2007,-1,六十\n乙,07,1 234,60%\n,2007,18亿,1e5\n";
    let input = Input { record: Some(RelId(0)), ..Input::new("many.csv", text) };
    let loaded = load_with(RECORDS, vec![input], Vec::new());
    let wanted = [
        "D002 2:8 -1",
        "D001 2:11 六十",
        "D018 3:3 07",
        "D009 3:6 1 234",
        "D003 3:12 60%",
        "D022 4:1 ",
        "D005 4:7 18亿",
        "D010 4:11 1e5",
    ];
    assert_eq!(loaded.told(), wanted);
    assert_eq!(loaded.complete("GuaranteeBody"), Some(false), "rows without a usable key");
}
