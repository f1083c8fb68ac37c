//! `blank means`: what an empty cell, or a column that is not there, counts as, in every format and in tests.

use super::{EXEMPT, MET, NOT, OPEN, VIOLATED, World, each};
use fadu::finding::{BlankReading, FileReading};
use fadu::ty::BlankMeans;

/// tax: 0, said by the record; staff: unknown, said by the field; active: no, by the record; plan: none, said by the field; debt: none, as
/// `?` goes before 0 where the record says both.
const FRAME: &str = r#"
record Firm "企业" key name, year blank means 0, no, none {
  name   "名称" : text
  year   "年度" : year
  tax    "税收" : money in 万元
  staff  "人数" : count blank means unknown
  active "在业" : flag
  plan   "规划" : text ?
  debt   "债务" : money in 万元 ?
  kind   "类型" : one of "甲类", "乙类"
}
§
"#;

const BODIES: &[(&str, [fadu::finding::Verdict; 2])] = &[
    // Blank, and 1 / yes / 有 / 3万元 / 甲类.
    ("for f in Firm require f.tax = 0元", [MET, VIOLATED]),
    ("for f in Firm require f.tax >= 1万元", [VIOLATED, MET]),
    ("for f in Firm require f.staff >= 1", [OPEN, MET]),
    ("for f in Firm require f.active", [VIOLATED, MET]),
    ("for f in Firm require not f.active", [MET, VIOLATED]),
    ("for f in Firm require f.plan exists", [VIOLATED, MET]),
    ("for f in Firm require f.debt does not exist", [MET, VIOLATED]),
    ("for f in Firm when f.debt exists require f.debt <= 1万元", [NOT, VIOLATED]),
    ("for f in Firm exempt when f.tax = 0元 because \"x\" require f.staff >= 2", [EXEMPT, VIOLATED]),
    ("for f in Firm require f.kind = \"甲类\"", [OPEN, MET]),
    ("for f in Firm require f.tax >= 60% of (f.tax + f.tax)", [NOT, VIOLATED]),
    // What was left blank was not filled in, whatever it counts as.
    ("for f in Firm report f.tax required", [VIOLATED, MET]),
    ("for f in Firm report f.active required", [VIOLATED, MET]),
    ("for f in Firm report f.plan required", [VIOLATED, MET]),
    ("require sum(f.tax for f in Firm when f.year = 2007) = 1万元", [MET, MET]),
    ("require count(f in Firm when f.year = 2007 and f.active) = 1", [MET, MET]),
];

fn judged(file: (&str, &str)) {
    for (at, subject) in [(0, "a"), (1, "b")] {
        let cases: Vec<(&str, &str, fadu::finding::Verdict)> =
            BODIES.iter().map(|(body, v)| (*body, if body.starts_with("for") { subject } else { "" }, v[at])).collect();
        each(FRAME, &[file], &cases);
    }
}

#[test]
fn a_blank_cell_is_what_is_said() {
    judged(("Firm.csv", "名称,年度,税收,人数,在业,规划,债务,类型\na,2007,,,,,,\nb,2007,1,1,是,有规划,3,甲类\n"));
    // Blanks of any width are blank.
    judged((
        "Firm.csv",
        "名称,年度,税收,人数,在业,规划,债务,类型\na,2007,\u{a0} , ,\u{3000},\u{a0},\" \",\nb,2007,1,1,是,有规划,3,甲类\n",
    ));
    let b = "name = \"b\"\nyear = 2007\ntax = 1\nstaff = 1\nactive = true\nplan = \"有规划\"\ndebt = 3\nkind = \"甲类\"\n";
    judged(("x.toml", &format!("[[Firm]]\nname = \"a\"\nyear = 2007\ntax = \"\"\nactive = \" \"\nplan = \"\"\n[[Firm]]\n{b}")));
    let b = r#"{"name": "b", "year": 2007, "tax": 1, "staff": 1, "active": true, "plan": "有规划", "debt": 3, "kind": "甲类"}"#;
    judged(("x.json", &format!(r#"{{"Firm": [{{"name": "a", "year": 2007, "tax": null, "active": null, "plan": ""}}, {b}]}}"#)));
}

#[test]
fn what_is_not_there_is_blank() {
    judged((
        "x.toml",
        "[[Firm]]\nname = \"a\"\nyear = 2007\n[[Firm]]\nname = \"b\"\nyear = 2007\ntax = 1\nstaff = 1\nactive = true\nplan = \"x\"\ndebt = 3\nkind = \"甲类\"\n",
    ));
    let world = World::new(
        &FRAME.replace('§', "rule t { for f in Firm require f.tax = 0元 and not f.active and f.plan does not exist }"),
        &[("Firm.csv", "名称,年度,人数\na,2007,5\nb,2007,\n")],
    );
    assert_eq!((world.verdict("t", "a"), world.verdict("t", "b")), (MET, MET));
    let read = FileReading::all(&world.set.schema, &world.data);
    let said = |column: &str, means, blank, absent| BlankReading { column: column.into(), means, blank, absent };
    let wanted = [
        said("税收", BlankMeans::Zero, 0, 2),
        said("在业", BlankMeans::No, 0, 2),
        said("规划", BlankMeans::None, 0, 2),
        said("债务", BlankMeans::None, 0, 2),
    ];
    assert_eq!(read[0].tables[0].blanks, wanted);
}

/// A figure that is lost is not blank: a misspelt header or key, a row that is too short, a column without a name, a value that cannot be
/// used, a file that breaks off.
#[test]
fn what_was_lost_is_not_blank() {
    let tax = FRAME.replace('§', "rule t { for f in Firm require f.tax >= 1万元 }");
    let lost = [
        ("Firm.csv", "名称,年度,税 收入,人数,在业\na,2007,5,1,是\n"),
        ("Firm.csv", "名称,年度,税收a,人数,在业\na,2007,5,1,是\n"),
        ("Firm.csv", "名称,年度,,人数,在业\na,2007,5,1,是\n"),
        ("Firm.csv", "名称,年度,人数,在业,税收\na,2007,1,是\n"),
        ("Firm.csv", "名称,年度,人数,在业,税收\na,2007,1,是,五\n"),
        ("Firm.csv", "名称,年度,人数,在业,税收\na,2007,1,是,—\n"),
        ("Firm.csv", "名称,年度,人数,在业,税收\na,2007,1,是,…\n"),
        ("Firm.csv", "名称,年度,人数,在业,税收\na,2007,1,是,/\n"),
        ("x.toml", "[[Firm]]\nname = \"a\"\nyear = 2007\ntaxx = 5\n"),
        ("x.toml", "[[Firm]]\nname = \"a\"\nyear = 2007\ntax = 5 6\n"),
        ("x.json", "{\"Firm\": [{\"name\": \"a\", \"year\": 2007, \"taxx\": 5}]}"),
        ("x.json", "{\"Firm\": [{\"name\": \"a\", \"year\": 2007, \"ta"),
    ];
    for file in lost {
        let world = World::new(&tax, &[file]);
        assert_eq!(world.verdict("t", "a"), OPEN, "{file:?}");
    }
}

#[test]
fn a_roster_member_without_a_row_stays_unknown() {
    let rules = "table counties key code {\n | code |\n | x |\n | y |\n}\n\
record C key code sent by counties as code blank means 0 { code : text, tax : money in 万元 }\n\
rule t { for c in C over counties require c.tax >= 1万元 }\nrule all { require sum(c.tax for c in C) = 0元 }\n";
    let world = World::new(rules, &[("x@2007/C.csv", "code,tax\nx,\n")]);
    assert_eq!((world.verdict("t", "x"), world.verdict("t", "y")), (VIOLATED, OPEN));
    assert_eq!(world.verdict("all", ""), OPEN);
}

#[test]
fn totals_and_nested_rows_read_blanks_alike() {
    let rules = "record C key code { code : text, parks : list of P }\n\
record P key name blank means 0 { name : text, tax : money in 万元 }\n\
record T key name total row \"合计\" blank means 0 { name : text, tax : money in 万元 }\n\
rule t { for c in C require sum(p.tax for p in c.parks) = 2万元 }\nrule u { require sum(t.tax for t in T) = 2万元 }\n";
    let json = r#"{"C": [{"code": "a", "parks": [{"name": "p", "tax": 2}, {"name": "q"}, {"name": "r", "tax": null}]}]}"#;
    let world = World::new(rules, &[("x.json", json), ("T.csv", "name,tax\na,2\nb,\n合计,\n")]);
    assert_eq!((world.verdict("t", "a"), world.verdict("u", "")), (MET, MET));
}

/// Outside its years a form has no such field, and nothing of it is blank.
#[test]
fn a_field_outside_its_years_is_not_blank() {
    let rules = "record C key code, year blank means 0 { code : text, year : year, tax : money in 万元 from 2008 }\n\
rule t { for c in C require c.tax >= 1万元 }\n";
    let world = World::new(rules, &[("C.csv", "code,year\na,2007\na,2008\n")]);
    assert_eq!((world.verdict("t", "2007"), world.verdict("t", "2008")), (NOT, VIOLATED));
    let read = FileReading::all(&world.set.schema, &world.data);
    assert_eq!(read[0].tables[0].blanks.iter().map(|b| (b.blank, b.absent)).collect::<Vec<_>>(), [(0, 1)]);
}

/// In a `flag ?` 无 is none, as in all fields that may be none; in a plain one it is no. A set of fields in braces is that of the row.
#[test]
fn none_is_none_in_flags_too() {
    let rules = "record R key id { id : text  a : text  m : flag ?  k : flag }\n\
                 rule none { for r in R require r.m does not exist }\nrule no { for r in R require not r.k }\n\
                 rule among { for r in R require r.id in {\"{r.a}\", \"z\"} }\n";
    let t = World::new(rules, &[("R.csv", "id,a,m,k\nx,x,无,无\ny,x,否,是\nz,x,—,否\n")]);
    let of = |rule: &str| ["x", "y", "z"].map(|id| t.verdict(rule, id));
    assert_eq!(of("none"), [MET, VIOLATED, MET]);
    assert_eq!(of("no"), [MET, VIOLATED, MET]);
    assert_eq!(of("among"), [MET, VIOLATED, MET]);
}
