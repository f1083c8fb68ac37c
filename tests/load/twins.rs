//! Rows that share a key: told once, and spoilt only in what they differ.

use super::*;

fn csv(rows: &str) -> Loaded {
    load("GuaranteeBody.csv", format!("name,year,total,clusters\n{rows}"))
}

fn codes(loaded: &Loaded) -> Vec<&str> {
    loaded.diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn rows_that_agree_are_told_once_for_each_two_files() {
    let rows: String = (0..30).map(|i| format!("机构{i},2007,{i},\n")).collect();
    let file = || Input::new("GuaranteeBody.csv", format!("name,year,total,clusters\n{rows}"));
    let loaded = load_with(RECORDS, vec![file(), file(), file()], Vec::new());
    assert_eq!(codes(&loaded), ["D048", "D048"]);
    assert!(loaded.diagnostics.iter().all(|d| d.severity == Severity::Warning && d.message.en.contains("30 rows")));
    assert_eq!(loaded.rows("GuaranteeBody"), 30);
    assert_eq!(loaded.complete("GuaranteeBody"), Some(true));
    assert_eq!(loaded.state("GuaranteeBody", 29, "clusters"), CellState::Blank);
    assert_eq!(loaded.number("GuaranteeBody", 29, "total"), Some(fadu::num::int(29)));
}

#[test]
fn rows_that_differ_lose_those_cells_alone_and_the_message_names_them() {
    let loaded = csv("甲,2007,1,5\n乙,2007,1,\n甲,2007,1,6\n乙,2007,1.0,7\n乙,2007,1,\n");
    assert_eq!(codes(&loaded), ["D021", "D021", "D048"]);
    assert_eq!(loaded.rows("GuaranteeBody"), 2);
    for row in [0, 1] {
        assert_eq!(loaded.number("GuaranteeBody", row, "total"), Some(fadu::num::int(1)));
        assert_eq!(loaded.state("GuaranteeBody", row, "clusters"), CellState::Hole);
    }
    let note = loaded.diagnostics[0].notes.iter().map(|n| n.en.clone()).collect::<String>();
    assert!(note.contains("`集群企业担保额度`") && !note.contains("担保总额度"), "{note}");
}

#[test]
fn a_figure_of_zero_is_not_a_blank_and_signs_count() {
    let loaded = csv("甲,2007,0,5\n甲,2007,,5\n乙,2007,>=5,1\n乙,2007,>=5.0,1\n丙,2007,>=5,1\n丙,2007,>5,1\n");
    assert_eq!(codes(&loaded), ["D021", "D048", "D021"]);
    assert_eq!(loaded.state("GuaranteeBody", 0, "total"), CellState::Hole);
    assert!(loaded.data.table(RelId(0)).columns[2].bounds(1).is_some(), "the same bound twice");
    assert!(loaded.data.table(RelId(0)).columns[2].bounds(2).is_none(), "two bounds");
}

#[test]
fn lists_are_held_against_each_other_row_by_row() {
    let county = |code: &str, funds: &str| format!(r#"{{"code":"{code}","year":2007,"funds":[{funds}]}}"#);
    let fund = |name: &str, total: u32| format!(r#"{{"name":"{name}","total":{total}}}"#);
    let of = |rows: &[String]| load("rows.json", format!(r#"{{"County":[{}]}}"#, rows.join(",")));
    // Alike: nothing is lost.
    let one = county("1", &format!("{},{}", fund("甲", 1), fund("乙", 2)));
    let loaded = of(&[one.clone(), county("2", &fund("甲", 1)), one.clone()]);
    assert_eq!(codes(&loaded), ["D048"]);
    assert_eq!((loaded.rows("County"), loaded.rows("Fund")), (2, 3));
    assert_eq!(loaded.data.table(loaded.rel("Fund")).parents, [0, 0, 1]);
    assert_eq!((loaded.complete("County"), loaded.complete("Fund")), (Some(true), Some(true)));
    // One figure differs, a row more, no row: the list is not known, and nobody knows which rows there are.
    for other in [fund("甲", 1) + "," + &fund("乙", 3), fund("甲", 1), String::new()] {
        let loaded = of(&[one.clone(), county("2", &fund("甲", 1)), county("1", &other)]);
        assert_eq!(codes(&loaded), ["D021"], "{other}");
        assert_eq!((loaded.rows("County"), loaded.rows("Fund")), (2, 1), "{other}");
        assert_eq!(loaded.state("County", 0, "funds"), CellState::Hole);
        assert_eq!((loaded.complete("County"), loaded.complete("Fund")), (Some(true), Some(false)));
    }
    // Rows of one list that differ lose what they differ in.
    let loaded = of(&[county("1", &format!("{},{}", fund("甲", 1), fund("甲", 2)))]);
    assert_eq!(codes(&loaded), ["D021"]);
    assert_eq!(loaded.state("Fund", 0, "total"), CellState::Hole);
    assert_eq!((loaded.complete("County"), loaded.complete("Fund")), (Some(true), Some(true)));
}

#[test]
fn cells_that_cannot_be_used_are_alike_where_the_same_is_written() {
    let loaded = csv("甲,2007,abc,5\n甲,2007,xyz,5\n乙,2007, abc,1\n乙,2007,abc,1\n");
    let twins: Vec<&str> = codes(&loaded).into_iter().filter(|c| ["D021", "D048"].contains(c)).collect();
    assert_eq!(twins, ["D021", "D048"]);
    // In a list too, whose rows have one key.
    let county = |total: &str| format!(r#"{{"code":"1","year":2007,"funds":[{{"name":"甲","total":"{total}"}}]}}"#);
    for (other, expected) in [("xyz", "D021"), ("abc", "D048")] {
        let loaded = load("rows.json", format!(r#"{{"County":[{},{}]}}"#, county("abc"), county(other)));
        assert!(codes(&loaded).contains(&expected), "{:?}", codes(&loaded));
        assert!(!codes(&loaded).contains(if expected == "D021" { &"D048" } else { &"D021" }));
    }
}
