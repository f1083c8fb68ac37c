//! JSON: exact digits, places, duplicate keys, faults in the middle.

use super::{Loaded, RECORDS, load, load_with};
use fadu::data::CellState;
use fadu::num::{Decimal, int};
use fadu::pipeline::Input;
use fadu::ty::RelId;

fn json(text: &str) -> Loaded {
    load("a.json", text)
}

#[test]
fn digits_are_kept_and_places_exact() {
    let text = "{ \"信用担保机构\" : [ {\"name\":\"a\\u0062\\\"\",\n\"年度\":2007, \"total\" : 12345678901234567890.10 ,\"clusters\":\"１，２３４．５万元\"} ] }";
    let loaded = json(text).quiet();
    let total = Decimal::parse("12345678901234567890.10").unwrap().to_rat();
    assert_eq!(loaded.number("GuaranteeBody", 0, "total"), Some(total));
    assert_eq!(loaded.under("GuaranteeBody", 0, "total"), Some("12345678901234567890.10"));
    assert_eq!(loaded.under("GuaranteeBody", 0, "clusters"), Some("\"１，２３４．５万元\""));
    assert_eq!(loaded.number("GuaranteeBody", 0, "clusters"), Some(fadu::num::ratio(12345, 10)));
    assert_eq!(loaded.text("GuaranteeBody", 0, "name"), Some("ab\""));
    let row = loaded.data.row_span(fadu::data::RowId { rel: RelId(0), row: 0 }).unwrap();
    assert!(loaded.sources.slice(row).starts_with("{\"name\"") && loaded.sources.slice(row).ends_with("万元\"}"));
}

#[test]
fn nested_rows_know_their_parent() {
    let text = r#"{"submission":{"region":"131125","period":"2007年"},
      "County":[{"funds":[{"name":"甲","total":1},{"name":"乙","total":2}],"park":null},
                {"code":"131126","year":2008,"funds":[],"park":true}]}"#;
    let loaded = json(text).quiet();
    assert_eq!(loaded.text("County", 0, "code"), Some("131125"), "from the envelope");
    assert_eq!(loaded.number("County", 0, "year"), Some(int(2007)));
    assert_eq!(loaded.text("County", 1, "code"), Some("131126"), "its own goes before");
    assert_eq!(loaded.number("County", 0, "funds"), Some(int(2)));
    assert_eq!(loaded.number("County", 1, "funds"), Some(int(0)));
    assert_eq!(loaded.state("County", 0, "park"), CellState::None);
    assert_eq!(loaded.number("County", 1, "park"), Some(int(1)));
    let funds = loaded.data.table(loaded.rel("Fund"));
    assert_eq!(funds.parents, [0, 0]);
    assert_eq!(loaded.under("Fund", 1, "name"), Some("\"乙\""));
    assert_eq!((loaded.complete("County"), loaded.complete("Fund")), (Some(true), Some(true)));
    assert_eq!(loaded.data.submissions[0].region.as_deref(), Some("131125"));
}

#[test]
fn nested_keys_include_the_parents() {
    let row = |code: &str, funds: &str| format!(r#"{{"code":"{code}","year":2007,"funds":[{funds}]}}"#);
    let fund = r#"{"name":"甲","total":1}"#;
    json(&format!(r#"{{"County":[{},{}]}}"#, row("1", fund), row("2", fund))).quiet();
    let loaded = json(&format!(r#"{{"County":[{}]}}"#, row("1", &format!("{fund},{fund}"))));
    assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["D048"]);
    assert!(loaded.diagnostics[0].message.en.contains("1, 2007, 甲"), "{}", loaded.diagnostics[0].message.en);
    // A county reported twice takes its funds along, and is told once.
    let loaded = json(&format!(r#"{{"County":[{0},{0},{1}]}}"#, row("1", fund), row("2", fund)));
    assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["D048"]);
    assert_eq!((loaded.rows("County"), loaded.rows("Fund")), (2, 2));
    assert_eq!(loaded.data.table(loaded.rel("Fund")).parents, [0, 1], "parents are renumbered");
}

#[test]
fn a_key_twice_in_one_row_makes_the_cell_unknown() {
    let loaded = json(r#"{"GuaranteeBody":[{"name":"a","year":2007,"total":1,"clusters":2,"total":3}]}"#);
    assert_eq!(loaded.told(), ["D026 1:74 3"]);
    assert_eq!(loaded.sources.slice(loaded.diagnostics[0].labels[1].span), "1");
    assert_eq!(loaded.state("GuaranteeBody", 0, "total"), CellState::Hole);
    assert_eq!(loaded.number("GuaranteeBody", 0, "clusters"), Some(int(2)));
}

#[test]
fn a_fault_keeps_what_stood_before_it() {
    let good = r#"{"name":"a","year":2007,"total":1,"clusters":2}"#;
    for (tail, code) in [
        (",{\"name\":\"b\",}]}", "I009"),
        ("]", "I009"),
        ("]} x", "I009"),
        (",{\"name\":\"b\",\"total\":01}]}", "I009"),
        (",{\"name\":\"b", "I009"),
    ] {
        let loaded = json(&format!("{{\"GuaranteeBody\":[{good}{tail}"));
        assert!(loaded.diagnostics.iter().any(|d| d.code == code), "{tail}: {:?}", loaded.told());
        assert_eq!(loaded.number("GuaranteeBody", 0, "clusters"), Some(int(2)), "{tail}");
        assert_eq!(loaded.complete("GuaranteeBody"), Some(false), "{tail}");
        let span = loaded.diagnostics.iter().find(|d| d.code == code).and_then(|d| d.primary()).unwrap();
        assert!(span.start as usize >= "{\"GuaranteeBody\":[".len() + good.len(), "{tail}: {span:?}");
    }
}

#[test]
fn values_of_the_wrong_shape_are_told_and_the_rest_is_read() {
    let text = r#"{"GuaranteeBody":[5,{"name":"a","year":2007,"total":[1],"clusters":{"x":1}},"row",{"name":"b","year":2007,"total":1e3,"clusters":true}],
      "GuarenteeBody":[],"County":7}"#;
    let loaded = json(text);
    let wanted = [
        "D024 1:19 5",
        "D024 1:53 [1]",
        "D024 1:68 {\"x\":1}",
        "D024 1:77 \"row\"",
        "D010 1:115 1e3",
        "D001 1:130 true",
        "I010 2:7 \"GuarenteeBody\"",
        "I015 2:35 7",
    ];
    assert_eq!(loaded.told(), wanted);
    assert_eq!(loaded.rows("GuaranteeBody"), 2);
    assert_eq!(loaded.complete("GuaranteeBody"), Some(false));
    let near = loaded.diagnostics.iter().find(|d| d.code == "I010").and_then(|d| d.help.clone());
    assert_eq!(near.unwrap().zh, "是否想写“GuaranteeBody”？");
}

#[test]
fn a_bare_list_needs_a_record() {
    let text = r#"[{"name":"a","year":2007,"total":1,"clusters":2}]"#;
    assert_eq!(json(text).told(), ["I011 a.json"]);
    let input = Input { record: Some(RelId(0)), ..Input::new("a.json", text) };
    assert_eq!(load_with(RECORDS, vec![input], Vec::new()).quiet().rows("GuaranteeBody"), 1);
    assert_eq!(json("7").told(), ["I015 1:1 7"]);
}

#[test]
fn deep_nesting_is_no_danger() {
    for text in
        ["[".repeat(200_000), format!("{{\"GuaranteeBody\":[{{\"total\":{}", "[".repeat(200_000)), "{\"a\":".repeat(200_000)]
    {
        let loaded = json(&text);
        assert!(loaded.diagnostics.iter().any(|d| d.code.starts_with('I')), "told");
    }
}

#[test]
fn envelopes_are_checked() {
    let loaded =
        json(r#"{"submission":{"regoin":"x","period":"07","date":"2008-01-15","partial":["County","Cuonty"]},"County":[]}"#);
    let codes: Vec<_> = loaded.diagnostics.iter().map(|d| (d.code, d.severity)).collect();
    use fadu::diag::Severity::{Error, Warning};
    assert_eq!(codes, [("I016", Warning), ("I016", Error), ("I010", Error)]);
    assert_eq!(loaded.complete("County"), Some(false), "called partial");
    // 1970 to 2008: 38 years with 9 leap days (1972 to 2004), and 14 days.
    assert_eq!(loaded.data.submissions[0].date, Some(38 * 365 + 9 + 14));
}
