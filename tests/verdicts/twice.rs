//! Rows that share a key: they speak of the same thing, so no row is missing, and only what they say differently is unknown.

use super::*;

const R: &str = "record R key name, year { name : text  year : year  county : text  sales : money in 万元  staff : count ?  spare : count }\n";
const HEAD: &str = "name,year,county,sales,staff,spare\n";

fn judged(body: &str, subject: &str, rows: &str) -> Verdict {
    let rules = format!("{R}rule t {{ {body} }}");
    World::new(&rules, &[("R.csv", &format!("{HEAD}{rows}"))]).one("t", subject).verdict
}

#[test]
fn the_same_row_again_changes_nothing() {
    // a once more, its figures written otherwise, and its spare left empty both times.
    let rows = "a,2007,x,5,1,\nb,2007,x,5,1,2\na,2007,x,5.00,1,\nc,2007,y,9,2,1\n";
    let group = "for g in R by county, year require";
    for (body, subject, verdict) in [
        ("for r in R require r.sales >= 5万元", "a", MET),
        (&format!("{group} sum(g.sales) <= 10万元")[..], "x", MET),
        (&format!("{group} sum(g.sales) < 10万元"), "x", VIOLATED),
        (&format!("{group} count(g) = 2"), "x", MET),
        (&format!("{group} sum(g.spare) >= 2"), "x", MET),
        (&format!("{group} sum(g.spare) >= 3"), "x", OPEN),
        ("for r in R require sum(q.sales for q in R when q.county = r.county and q.year = 2007) = 10万元", "b", MET),
        ("for r in R require every(q.sales >= 5万元 for q in R when q.year = 2007)", "c", MET),
    ] {
        assert_eq!(judged(body, subject, rows), verdict, "{body}");
    }
}

#[test]
fn where_rows_differ_only_that_is_unknown() {
    let rows = "a,2007,x,5,1,0\nb,2007,x,5,1,0\na,2007,x,5,3,0\nc,2007,y,9,无,0\nc,2007,y,9,无,0\na,2007,x,5,1,0\n";
    let group = "for g in R by county, year require";
    for (body, subject, verdict) in [
        ("for r in R require r.sales = 5万元", "a", MET),
        ("for r in R require r.staff exists implies r.staff <= 3", "a", OPEN),
        ("for r in R require r.staff exists", "c", VIOLATED),
        (&format!("{group} sum(g.sales) = 10万元")[..], "x", MET),
        (&format!("{group} count(g) = 2"), "x", MET),
        (&format!("{group} count(g) = 1"), "y", MET),
        (&format!("{group} sum(g.sales) >= 10万元 and count(g) = 1"), "x", VIOLATED),
    ] {
        assert_eq!(judged(body, subject, rows), verdict, "{body}");
    }
}

#[test]
fn a_group_that_one_row_may_belong_to_is_open() {
    // Whether a stands in x or in y is what the two rows differ in.
    let rows = "a,2007,x,5,1,0\na,2007,y,5,1,0\nb,2007,x,4,1,0\nc,2007,y,4,1,0\n";
    let sums = |bound: &str| format!("for g in R by county, year require sum(g.sales) <= {bound}万元");
    for (bound, verdict) in [("9", MET), ("8", OPEN), ("3", VIOLATED)] {
        assert_eq!(judged(&sums(bound), "x", rows), verdict, "{bound}");
        assert_eq!(judged(&sums(bound), "y", rows), verdict, "{bound}");
    }
}
