//! The rules' own tests.

use super::{RECORDS, bad, good};
use fadu::hir::Test;

fn with(test: &str) -> String {
    format!("{RECORDS}\nrule r {{ for b in Body require b.part >= 60% of b.total }}\ntest \"t\" {{ {test} }}")
}

fn test(text: &str) -> Test {
    let set = good(&with(text));
    set.tests[0].clone()
}

#[test]
fn cells_keep_the_text_a_submission_would_hold() {
    let row = "given Body { name = \"甲\", year = 2007, total = \">= 50亿元\", 部分 = 60万元, association = none, level = unknown, active = 是, net = -5万元 }";
    let t = test(&format!("{row} expect r violated by 1元 for \"甲\""));
    let cells: Vec<(Option<&str>, bool)> = t.rows[0].cells.iter().map(|c| (c.text.as_deref(), c.none)).collect();
    let text = |s: &'static str| (Some(s), false);
    assert_eq!(
        cells,
        [text("甲"), text("2007"), text(">= 50亿元"), text("60万元"), (None, true), (None, false), text("是"), text("-5万元")]
    );
    assert_eq!(t.expects[0].rule, Some(0));
    assert_eq!(t.expects[0].by.as_ref().map(|(n, u)| (n.clone(), u.name.clone())), Some((fadu::num::int(1), "元".to_string())));
}

#[test]
fn nested_rows_follow_their_parent() {
    let set = good(
        "record C key n { n : text, fs : list of F }\nrecord F key m { m : text, x : count }
rule r { for f in C.fs require f.x > 1 }
test \"t\" { given C { n = \"甲\", fs = [ { m = \"a\", x = 1 }, { m = \"b\", x = 2 } ] } given C { n = \"乙\", fs = [] } expect r violated for \"a\" }",
    );
    let t = &set.tests[0];
    let parents: Vec<Option<usize>> = t.rows.iter().map(|r| r.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(0), None]);
    assert_eq!(t.rows[1].rel, set.schema.ids().find(|&r| set.schema.get(r).name == "C.fs").unwrap());
    assert_eq!(t.rows[3].cells[1].text.as_deref(), Some("[]"));
}

#[test]
fn tests_name_what_exists() {
    let row = "given Body { name = \"甲\", year = 2007 }";
    bad(&with(row), &[r#"R010 "\"t\"""#]);
    bad(&with(&format!("{row} expect rr met")), &[r#"N014 "rr""#]);
    bad(&with("given Bdy { name = \"甲\" } expect r met"), &[r#"N005 "Bdy""#]);
    bad(&with("given Body { name = \"甲\", year = 2007, toatl = 5万元 } expect r met"), &[r#"N006 "toatl" / "Body""#]);
    bad(&with("given Body { name = \"甲\", year = 2007, total = 5辆 } expect r met"), &[r#"T016 "5辆" / "total""#]);
    bad(&with("given Body { name = \"甲\", year = 2007, level = \"省\" } expect r met"), &[r#"T016 "\"省\"" / "level""#]);
    bad(&with("given Body { name = 甲, year = 2007 } expect r met"), &[r#"N001 "甲""#]);
    bad(&with("given Body { name = \"甲\", year = 2007, name = \"乙\" } expect r met"), &[r#"N012 "name" / "name""#]);
    bad(&with(&format!("{row} param q = 5% expect r met")), &[r#"P001 "q""#]);
    bad(&with("given Body { name = \"甲\" } expect r met"), &[r#"W007 "given Body { name = \"甲\" }" / "year""#]);
    good(&with(
        "given submission { region = \"安平\", period = 2007 } given Body { name = \"甲\" } given partial Body given empty Body expect r met",
    ));
}

#[test]
fn a_broken_rule_is_known_to_tests() {
    let text = format!(
        "{RECORDS}\nrule r {{ for b in Body require b.part >= 60 }}\ntest \"t\" {{ given Body {{ name = \"甲\", year = 2007 }} expect r met }}"
    );
    let checked = bad(&text, &[r#"T003 "60" / "b.part" / "part""#]);
    assert_eq!(checked.set.tests[0].expects[0].rule, None);
    assert_eq!(checked.set.tests[0].expects[0].rule_name, "r");
}

#[test]
fn a_cell_of_cases_takes_the_files_own_units() {
    let with = |cell: &str| {
        format!(
            "unit MEUR = 1000000 EUR\nunit 箱 = 24 件\nrecord B key n {{ n : text, x : money in MEUR, c : count }}
rule a {{ for b in B require b.x <= 5 MEUR }}\ntable t key k {{\n | k | say |\n | 1 | violated by 1 MEUR |\n}}
test \"t\" {{ given B {{ n = \"1\", x = 6 MEUR }} cases {{\n | x | a |\n | 6 MEUR | {cell} |\n }} }}"
        )
    };
    for cell in [
        "violated by 1 MEUR",
        "violated by 1\u{3000}MEUR for \"1\"",
        "不符 差 1 MEUR",
        "breach by 1000000 EUR",
        "violated by 1MEUR",
    ] {
        let set = good(&with(cell));
        let by = set.tests[0].expects[0].by.as_ref().map(|(n, _)| n.clone());
        assert_eq!(by, Some(fadu::num::int(1_000_000)), "{cell}");
        let fadu::hir::TableSource::Inline(rows) = &set.tables[0].rows else { panic!("the table stands in the file") };
        assert_eq!(rows[0][1].0, "violated by 1 MEUR");
    }
}
