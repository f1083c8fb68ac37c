//! Several parts of one table on one sheet, each with its title and its header: the titles are no rows.

use super::*;

const TABLE: &str = "record R \"产值表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\n";

fn rows(text: &str) -> Loaded {
    load_with(TABLE, vec![Input::new("R.csv", text.to_string())], Vec::new())
}

#[test]
fn a_title_before_the_header_that_stands_once_more_is_no_row() {
    for (first, second) in [
        ("产值表", "产值表"),
        ("2007年安平县产值情况（一）", "2007年安平县产值情况（二）"),
        ("安平县产值(1)", "安平县产值(2)"),
        ("产值表（续）", "产值表（续）"),
    ] {
        for wide in ["", ","] {
            let text = format!("{first}{wide}\n名称,产值\n甲,50\n乙,40\n{second}{wide}\n名称,产值\n丙,70\n");
            let loaded = rows(&text);
            assert_eq!((loaded.rows("R"), loaded.complete("R")), (3, Some(true)), "{text}");
            // With an empty line, and a line of units, between.
            let text = text.replace(&format!("40\n{second}"), &format!("40\n,\n{second}"));
            assert_eq!(rows(&text).rows("R"), 3, "{text}");
        }
    }
}

#[test]
fn a_member_without_figures_before_the_header_stays_a_member() {
    for wide in ["", ","] {
        let text = format!("产值表\n名称,产值\n甲,50\n安平县{wide}\n名称,产值\n丙,70\n");
        assert_eq!(rows(&text).rows("R"), 3, "{text}");
    }
    // Named in the title, and with all its cells: a row, wherever it stands.
    let title = "安平县丝网厂产值情况\n名称,产值\n甲,50\n";
    assert_eq!(rows(&format!("{title}安平县丝网厂,\n丙,1\n")).rows("R"), 3);
    let last = rows(&format!("{title}安平县丝网厂,\n"));
    assert_eq!((last.rows("R"), last.complete("R")), (2, Some(true)));
}

#[test]
fn a_title_before_another_header_is_no_row_either() {
    let loaded = rows("产值表\n名称,产值\n甲,50\n产值表,\n名称,产值（亿元）\n丙,70\n");
    assert_eq!((loaded.rows("R"), loaded.complete("R")), (1, Some(false)));
}
