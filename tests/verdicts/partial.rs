//! Which rows exist (decisions 5 and 6): complete, partial, nil and silent tables.

use super::*;

const R: &str = r#"
record P key id { id : text  v : money in 万元 }
record R key id { id : text  a : money in 万元  s : money in 万元 signed  f : flag }
§"#;
const P: (&str, &str) = ("P.csv", "id,v\np,1\n");
const ROWS: &str = "[[R]]\nid = \"x\"\na = 3\ns = -1\nf = true\n[[R]]\nid = \"y\"\na = 4\ns = 2\nf = true\n";

fn whole() -> String {
    ROWS.to_string()
}

fn partial() -> String {
    format!("[submission]\npartial = [\"R\"]\n{ROWS}")
}

#[test]
fn a_complete_table_has_no_more_rows() {
    each(
        R,
        &[P, ("r.toml", &whole())],
        &[
            ("for p in P require sum(e.a for e in R) = 7万元", "p", MET),
            ("for p in P require sum(e.a for e in R) <= 7万元", "p", MET),
            ("for p in P require count(e in R) = 2", "p", MET),
            ("for p in P require every(e.f for e in R)", "p", MET),
            ("for p in P require some(not e.f for e in R)", "p", VIOLATED),
        ],
    );
}

#[test]
fn a_partial_table_may_have_more() {
    each(
        R,
        &[P, ("r.toml", &partial())],
        &[
            ("for p in P require sum(e.a for e in R) >= 7万元", "p", MET),
            ("for p in P require sum(e.a for e in R) <= 7万元", "p", OPEN),
            ("for p in P require sum(e.a for e in R) < 7万元", "p", VIOLATED),
            ("for p in P require sum(e.a for e in R) > 7万元", "p", OPEN),
            ("for p in P require sum(e.s for e in R) >= 1万元", "p", OPEN),
            ("for p in P require count(e in R) >= 2", "p", MET),
            ("for p in P require count(e in R) <= 1", "p", VIOLATED),
            ("for p in P require count(e in R) <= 2", "p", OPEN),
            ("for p in P require every(e.f for e in R)", "p", OPEN),
            ("for p in P require every(e.a >= 4万元 for e in R)", "p", VIOLATED),
            ("for p in P require some(e.a >= 4万元 for e in R)", "p", MET),
            ("for p in P require some(not e.f for e in R)", "p", OPEN),
            ("for p in P require min(e.a for e in R) <= 3万元", "p", MET),
            ("for p in P require min(e.a for e in R) >= 3万元", "p", OPEN),
            ("for p in P require min(e.a for e in R) >= 0", "p", MET),
            ("for p in P require max(e.a for e in R) >= 4万元", "p", MET),
            ("for p in P require max(e.a for e in R) <= 4万元", "p", OPEN),
            ("for p in P require avg(e.a for e in R) <= 4万元", "p", OPEN),
        ],
    );
}

#[test]
fn a_table_nobody_sent_is_not_empty() {
    each(
        R,
        &[P],
        &[
            ("for p in P require count(e in R) = 0", "p", OPEN),
            ("for p in P require sum(e.a for e in R) >= 0", "p", MET),
            ("for p in P require sum(e.a for e in R) <= 0", "p", OPEN),
            ("for p in P require every(e.f for e in R)", "p", OPEN),
            ("for p in P require some(e.f for e in R)", "p", OPEN),
            ("for p in P require R[p.id] exists", "p", OPEN),
        ],
    );
}

#[test]
fn a_nil_report_is_an_answer() {
    let nil = "R = []\n";
    each(
        R,
        &[P, ("r.toml", nil)],
        &[
            ("for p in P require count(e in R) = 0", "p", MET),
            ("for p in P require sum(e.a for e in R) <= 0", "p", MET),
            ("for p in P require every(e.f for e in R)", "p", MET),
            ("for p in P require some(e.f for e in R)", "p", VIOLATED),
            ("for p in P require R[p.id] exists", "p", VIOLATED),
            // Of nothing there is no average, least or greatest.
            ("for p in P require avg(e.a for e in R) >= 1万元", "p", NOT),
            ("for p in P require min(e.a for e in R) >= 1万元", "p", NOT),
            ("for p in P require max(e.a for e in R) <= 1万元", "p", NOT),
            ("for p in P require median(e.a for e in R) <= 1万元", "p", NOT),
        ],
    );
    let world = World::new(&R.replace('§', "rule t { for r in R require r.a >= 0 }"), &[P, ("r.toml", nil)]);
    let found = world.judge();
    assert!(found.without_subject.is_empty(), "a nil report is no missing subject");
    assert_eq!(found.nil_reports.len(), 1, "and is said to be one");
    let world = World::new(&R.replace('§', "rule t { for r in R require r.a >= 0 }"), &[P]);
    assert_eq!(world.judge().without_subject.len(), 1, "silence is");
}

#[test]
fn lookups_of_rows_that_are_not_there() {
    each(
        R,
        &[P, ("r.toml", &whole())],
        &[
            ("for p in P require R[p.id] exists", "p", VIOLATED),
            ("for p in P require R[\"x\"] exists", "p", MET),
            ("for p in P require R[p.id].a >= 1万元", "p", OPEN),
            ("for p in P require R[p.id].a >= 0", "p", MET),
            ("for p in P require R[p.id].a <= R[p.id].a + p.v", "p", MET),
            ("for p in P require R[\"x\"].a = 3万元", "p", MET),
        ],
    );
}

/// Decision 5: a row whose key cannot be read makes its table partial; whether the row looked for is that one, nobody knows.
#[test]
fn a_row_without_a_key_may_be_the_one_looked_for() {
    each(
        R,
        &[P, ("R.csv", "id,a,s,f\nx,3,0,是\n,4,0,是\n")],
        &[
            ("for p in P require R[p.id] exists", "p", OPEN),
            ("for p in P require count(e in R when e.id is p.id) = 0", "p", OPEN),
            // A row that is nobody's is not counted: it may be x once more.
            ("for p in P require count(e in R) >= 2", "p", OPEN),
            ("for p in P require count(e in R) >= 1", "p", MET),
        ],
    );
}

/// A range of years takes in the years nobody reported on: silence is not zero.
#[test]
fn a_range_of_periods_is_complete_only_with_every_period() {
    const P: &str = "record City key id { id : text }\nrecord E key id, year { id : text  year : year  sales : money in 万元 }\nrecord C key id, year { id : text  year : year }\n§";
    let files =
        [("City.csv", "id\ncity\n"), ("E.csv", "id,year,sales\na,2006,5\na,2008,7\n"), ("C.csv", "id,year\na,2006\na,2008\n")];
    let sum = |filter: &str, rest: &str| format!("for c in City require sum(e.sales for e in E when {filter}) {rest}");
    let own = |rest: &str| {
        format!("for c in C require sum(e.sales for e in E when e.id = c.id and e.year <= c.year and e.year >= 2006) {rest}")
    };
    each(
        P,
        &files,
        &[
            (&sum("e.year >= 2006", "<= 12万元"), "city", OPEN),
            (&sum("e.year >= 2006", ">= 12万元"), "city", MET),
            (&sum("e.year >= 2006", "< 12万元"), "city", VIOLATED),
            (&sum("e.year between 2006 and 2008", "<= 12万元"), "city", OPEN),
            (&sum("2006 <= e.year and e.year < 2007", "= 5万元"), "city", MET),
            // 2009 and later may come.
            (&sum("e.year > 2007", "= 7万元"), "city", OPEN),
            (&sum("2007 < e.year and e.year < 2009", "= 7万元"), "city", MET),
            (&sum("e.year >= 2009", "= 0"), "city", OPEN),
            (&sum("e.year <= 2005", "= 0"), "city", OPEN),
            (&sum("e.year = 2006", "= 5万元"), "city", MET),
            (&sum("e.year is not 2006", "= 7万元"), "city", OPEN),
            ("for c in City require every(e.sales >= 1万元 for e in E when e.year >= 2006)", "city", OPEN),
            ("for c in City require count(e in E when e.year between 2006 and 2008) <= 2", "city", OPEN),
            (&own("<= 5万元"), "2006", MET),
            (&own("<= 12万元"), "2008", OPEN),
            (&own(">= 12万元"), "2008", MET),
        ],
    );
}

/// A year nobody has reported on is not an empty year, whether a rule names it or takes in all of them.
#[test]
fn without_a_period_nothing_is_ever_whole() {
    const P: &str = "record City key id { id : text }\nrecord X key id, year { id : text  year : year  g : text  a : count  fs : list of F }\nrecord F key n { n : text  v : count }\n§";
    let files = [
        ("City.csv", "id\ncity\n"),
        ("X.json", r#"{"X": [{"id": "i", "year": 2007, "g": "p", "a": 3, "fs": [{"n": "f", "v": 2}]}]}"#),
    ];
    let city = |require: &str| format!("for c in City require {require}");
    let group = |require: &str| format!("for h in X by g require {require}");
    each(
        P,
        &files,
        &[
            (&city("count(x in X) <= 2"), "city", OPEN),
            (&city("count(x in X) >= 1"), "city", MET),
            (&city("count(x in X) < 1"), "city", VIOLATED),
            (&city("sum(x.a for x in X) >= 10"), "city", OPEN),
            (&city("every(x.a <= 3 for x in X)"), "city", OPEN),
            (&city("some(x.a >= 3 for x in X)"), "city", MET),
            (&city("max(x.a for x in X) <= 3"), "city", OPEN),
            (&city("count(x in X when x.year <= 2007) <= 1"), "city", OPEN),
            (&city("count(x in X when x.year = 2007) <= 1"), "city", MET),
            (&city("sum(X.fs.v) <= 2"), "city", OPEN),
            (&city("sum(X.fs.v) >= 2"), "city", MET),
            (&city("sum(X[c.id, 2007].fs.v) <= 2"), "city", OPEN),
            (&group("count(h) >= 2"), "p", OPEN),
            (&group("count(h) <= 1"), "p", OPEN),
            ("for h in X by g, year require count(h) <= 1", "p", MET),
            ("for x in X require sum(f.v for f in x.fs) <= 2", "i", MET),
        ],
    );
}
