//! For every cell of the same data in every format: the same value, and its own text under its place.

use super::{RECORDS, load_with};
use fadu::pipeline::Input;
use fadu::ty::RelId;

/// Texts that must come back: name, year, total, clusters.
const ROWS: [[&str; 4]; 3] = [
    ["安平县 担保中心", "2007", "1234.5", "18亿元"],
    ["深州, “甲”", "2008", "0", "１２．５万元"],
    ["a\"b", "2009", "99999999999999999999", "3"],
];

fn csv() -> String {
    let quote = |c: &str| if c.contains([',', '"']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { c.to_string() };
    let rows = ROWS.iter().map(|r| r.map(quote).join(","));
    std::iter::once("name,year,total,clusters".to_string()).chain(rows).map(|l| l + "\r\n").collect()
}

fn toml() -> String {
    let row = |r: &[&str; 4]| {
        let name = r[0].replace('"', "\\\"");
        format!("[[GuaranteeBody]]\nname = \"{name}\" # 注\nyear = {}\ntotal = \"{}\"\nclusters = '{}'\n\n", r[1], r[2], r[3])
    };
    ROWS.iter().map(row).collect()
}

fn json() -> String {
    let row = |r: &[&str; 4]| {
        let name = r[0].replace('"', "\\\"");
        format!("\t{{\"clusters\" : \"{}\",\n \"total\":{}, \"name\":\"{name}\",\"year\":\"{}\"}}", r[3], r[2], r[1])
    };
    format!("{{\"GuaranteeBody\":[\n{}\n]}}", ROWS.iter().map(row).collect::<Vec<_>>().join(",\n"))
}

#[test]
fn every_cell_has_its_own_text_under_its_place() {
    let mut all = Vec::new();
    for (path, text) in [("GuaranteeBody.csv", csv()), ("b.toml", toml()), ("c.json", json())] {
        let input = Input { record: Some(RelId(0)), ..Input::new(path, text) };
        let loaded = load_with(RECORDS, vec![input], Vec::new()).quiet();
        assert_eq!(loaded.rows("GuaranteeBody"), 3, "{path}");
        let mut values = Vec::new();
        for (row, texts) in (0..).zip(ROWS) {
            for (column, text) in ["name", "year", "total", "clusters"].into_iter().zip(texts) {
                let under = loaded.under("GuaranteeBody", row, column).unwrap();
                let bare = under.trim_matches(['"', '\'']).replace("\"\"", "\"").replace("\\\"", "\"");
                assert_eq!(bare, text, "{path} {row} {column}");
                let number = loaded.number("GuaranteeBody", row, column).map(|n| n.to_string());
                values.push(number.or(loaded.text("GuaranteeBody", row, column).map(str::to_string)));
            }
        }
        all.push(values);
    }
    assert_eq!(all[0], all[1]);
    assert_eq!(all[0], all[2]);
    assert!(all[0].iter().all(Option::is_some));
}

#[test]
fn files_join_in_the_order_given_and_keep_their_places() {
    let rows = |from: usize, to: usize| (from..to).map(|i| format!("机构{i},2007,{i},0.5\n")).collect::<String>();
    let file = |from, to| Input::new("GuaranteeBody.csv", format!("name,year,total,clusters\n{}", rows(from, to)));
    let inputs: Vec<Input> = (0..8).map(|k| file(k * 10, k * 10 + 10)).collect();
    let loaded = load_with(RECORDS, inputs, Vec::new()).quiet();
    assert_eq!((loaded.rows("GuaranteeBody"), loaded.data.submissions.len()), (80, 8));
    for row in 0..80u32 {
        let name = format!("机构{row}");
        assert_eq!(loaded.text("GuaranteeBody", row, "name"), Some(name.as_str()));
        assert_eq!(loaded.under("GuaranteeBody", row, "name"), Some(name.as_str()));
        assert_eq!(loaded.number("GuaranteeBody", row, "total"), Some(fadu::num::int(i64::from(row))));
        let id = fadu::data::RowId { rel: RelId(0), row };
        let submission = loaded.data.submission_of(id).unwrap();
        assert_eq!(submission.file.0, row / 10 + 1, "the rules are the first source");
    }
    // The same key in two files.
    let twice = load_with(RECORDS, vec![file(0, 3), file(2, 4)], Vec::new());
    assert_eq!(twice.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["D048"]);
    let labels = &twice.diagnostics[0].labels;
    assert_ne!(labels[0].span.file, labels[1].span.file);
    assert!(twice.data.submissions.iter().all(|s| s.sent[&RelId(0)]), "the same row again leaves none out");
}
