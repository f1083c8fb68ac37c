//! How many different values there are, how many conditions hold, the least of several, days of the week, values by date on a day.

use super::*;

const R: &str = r#"
param limit : money in 万元 = 20万元, 30万元 from 2024-01-01
param name : one of "旧", "新" = "旧", "新" from 2024-07-01
record G key code, no { code : text  no : text  d : date  n : number  m : money in 万元 ?  f : flag  y : year  p : date ?  q : number in 0..3 }
§"#;
const ROWS: (&str, &str) = (
    "G.csv",
    "code,no,d,n,m,f,y,p,q\na,1,2023-12-31,1,1,yes,2023,2024-03-01,1\na,2,2024-01-01,1.0,1,no,2024,,1\na,3,2024-01-01,2,,yes,2024,,\nb,1,2024-06-30,1,2,yes,2024,,0\nb,2,,1,无,yes,2024,,0\nc,1,2024-07-01,3,3,,2024,,3\n",
);

#[test]
fn different_values_of_rows() {
    each(
        R,
        &[ROWS],
        &[
            ("for g in G by code require count({g.d}) = 2", "a", MET),
            ("for g in G by code require count({g.n}) = 2", "a", MET),
            ("for g in G by code require count({g.f}) = 2", "a", MET),
            ("for g in G by code require count({g.f}) = 1", "b", MET),
            ("for g in G by code require count({g.y}) = 2", "a", MET),
            ("for g in G by code require count({year of g.d}) = 2", "a", MET),
            ("for g in G by code require count({g.no}) = 3", "a", MET),
            // A blank day may be the other, or one more.
            ("for g in G by code require count({g.d}) >= 1", "b", MET),
            ("for g in G by code require count({g.d}) <= 2", "b", MET),
            ("for g in G by code require count({g.d}) = 1", "b", OPEN),
            ("for g in G by code require count({g.f}) <= 1", "c", MET),
            // A single figure that is not known is one, whatever it is; beside another it is that or one more.
            ("for g in G by no require count({g.q}) = 1", "3", MET),
            ("for g in G by code require count({g.f}) = 1", "c", MET),
            ("for g in G by no require count({g.d}) = 1", "2", OPEN),
            // What does not exist is no value.
            ("for g in G by code require count({g.m}) = 1", "b", MET),
            ("for g in G by code require count({g.m}) <= 2", "a", MET),
            ("require count({x.d for x in G when x.code = \"a\"}) = 2", "", MET),
            ("require count({x.n for x in G}) = 3", "", MET),
            ("require count({x.code for x in G}) = 3", "", MET),
            ("要求 个数（{x.n 对 x 在 G 当 x.code = \"b\"}） = 1", "", MET),
        ],
    );
}

#[test]
fn different_values_of_one_row() {
    let rows = ("G.csv", "code,no,d,n,m,f,y,p,q\na,1,2023-12-31,1,1,yes,2023,2024-03-01,1\nb,b,2024-01-01,2,无,no,2024,无,\n");
    each(
        R,
        &[rows],
        &[
            ("for g in G require count({g.code, g.no}) = 2", "a", MET),
            ("for g in G require count({g.code, g.no}) = 2", "b", VIOLATED),
            ("for g in G require count({g.code, g.no, \"b\"}) = 3", "a", MET),
            ("for g in G require count({g.code, g.no, \"b\"}) = 1", "b", MET),
            ("for g in G require count({g.n, g.q}) = 1", "a", MET),
            ("for g in G require count({g.n, g.q}) >= 1", "b", MET),
            ("for g in G require count({g.n, g.q}) = 2", "b", OPEN),
            ("for g in G require count({g.d, g.p}) = 2", "a", MET),
            ("for g in G require count({g.d, g.p}) = 1", "b", MET),
            ("for g in G require count({g.p}) = 0", "b", MET),
        ],
    );
}

#[test]
fn so_many_of_these_conditions() {
    let rows = (
        "G.csv",
        "code,no,d,n,m,f,y,p,q\na,1,2023-12-31,1,1,yes,2023,,1\nb,1,2024-01-01,2,无,,2024,,\nc,1,2024-01-01,0,无,no,2024,,3\n",
    );
    each(
        R,
        &[rows],
        &[
            ("for g in G require count(g.n = 1, g.f, g.q >= 2) at least 2", "a", MET),
            ("for g in G require count(g.n = 1, g.f, g.q >= 2) at least 3", "a", VIOLATED),
            ("for g in G require count(g.n = 1, g.f, g.q >= 2) = 2", "a", MET),
            ("for g in G require count(g.n = 1, g.f, g.q >= 2) at most 1", "a", VIOLATED),
            // One does not hold; two are open.
            ("for g in G require count(g.n = 1, g.f, g.q >= 2) at most 2", "b", MET),
            ("for g in G require count(g.n = 1, g.f, g.q >= 2) at least 3", "b", VIOLATED),
            ("for g in G require count(g.n = 1, g.f, g.q >= 2) at least 1", "b", OPEN),
            // A share of nothing has no base: that condition does not hold.
            ("for g in G require count(g.n as share of g.n >= 50%, g.q = 3) = 1", "c", MET),
            ("for g in G require count(g.m exists, g.p exists) = 1", "a", MET),
            ("for g in G require count(g.m exists and g.m >= 1万元, g.p exists) between 0 and 0", "b", MET),
            ("对 g 在 G 要求 个数（g.n = 1, g.f, g.q >= 2） 至少 2", "a", MET),
        ],
    );
}

#[test]
fn the_least_and_the_greatest_of_several() {
    each(
        R,
        &[ROWS],
        &[
            ("for g in G require max(g.n, 2, g.q, 0) = 2", "a · 1", MET),
            ("for g in G require min(g.n, 2, g.q, 5) = 1", "a · 1", MET),
            ("for g in G require max(1, 2, 3, 4, 5) = 5", "b · 1", MET),
            // q is between 0 and 3.
            ("for g in G require max(g.n, 2, g.q) >= 2", "a · 3", MET),
            ("for g in G require max(g.n, 2, g.q) <= 3", "a · 3", MET),
            ("for g in G require max(g.n, 2, g.q) = 2", "a · 3", OPEN),
            ("for g in G require max(g.d, 2024-01-01, 2024-02-01) = 2024-02-01", "a · 2", MET),
            ("for g in G require min(g.d, 2024-01-01, 2024-02-01) = 2023-12-31", "a · 1", MET),
            ("对 g 在 G 要求 最大（1, g.n, 3） = 3", "b · 1", MET),
        ],
    );
}

#[test]
fn days_of_the_week() {
    each(
        R,
        &[ROWS],
        &[
            // 2023-12-31 was a Sunday, 2024-01-01 a Monday, 2024-06-30 a Sunday.
            ("for g in G require weekday of g.d = 7", "a · 1", MET),
            ("for g in G require weekday of g.d = 1", "a · 2", MET),
            ("for g in G require weekday(g.d) in {6, 7}", "b · 1", MET),
            ("for g in G require weekday of g.d <= 5", "b · 2", OPEN),
            ("for g in G require weekday of g.d <= 7", "b · 2", MET),
            (
                "for g in G require weekday of 1969-12-29 = 1 and weekday of 1900-01-01 = 1 and weekday of 2000-02-29 = 2",
                "a · 1",
                MET,
            ),
            ("对 g 在 G 要求 g.d 的 星期几 为 1", "a · 2", MET),
            ("对 g 在 G 要求 星期几（g.d） 为 1", "a · 1", VIOLATED),
            // The next working day after a Sunday is Monday.
            ("for g in G require min(d for d in g.d + 1天 .. g.d + 7天 when weekday of d <= 5) = 2024-01-01", "a · 1", MET),
        ],
    );
}

#[test]
fn values_by_date_on_the_day_of_an_event() {
    each(
        R,
        &[ROWS],
        &[
            ("for g in G require limit at g.d = 20万元", "a · 1", MET),
            ("for g in G require limit at g.d = 30万元", "a · 2", MET),
            ("for g in G require limit at (g.d - 1天) = 20万元", "a · 2", MET),
            ("for g in G require limit at 2023 = 20万元", "a · 2", MET),
            ("for g in G require limit at 2024-01 = 30万元", "a · 1", MET),
            ("for g in G require limit at g.d >= 20万元", "b · 2", MET),
            ("for g in G require limit at g.d = 30万元", "b · 2", OPEN),
            ("for g in G require (name at g.d) = \"新\"", "c", MET),
            ("for g in G require (name at g.d) = \"旧\"", "b · 1", MET),
            ("对 g 在 G 要求 limit 于 g.d = 30万元", "c", MET),
        ],
    );
}

#[test]
fn groups_by_days_and_counts() {
    let frame = r#"
record T key id { id : text  vendor : text  start : date  zone : count  v : money in 万元 }
§"#;
    let rows = (
        "T.csv",
        "id,vendor,start,zone,v\n1,a,2024-01-01,1,5\n2,a,2024-01-01,2,6\n3,a,2024-01-02,1,7\n4,b,2024-01-01,1,8\n5,b,2024-01-01,1,9\n",
    );
    each(
        frame,
        &[rows],
        &[
            ("for t in T by vendor, start, zone require count(t) = 1", "a · 2024-01-01 · 1", MET),
            ("for t in T by vendor, start, zone require count(t) = 1", "b · 2024-01-01", VIOLATED),
            ("for t in T by vendor, start require sum(t.v) = 11万元", "a · 2024-01-01", MET),
            ("for t in T by start require count(t) = 4", "2024-01-01", MET),
            ("for t in T by zone require count({t.vendor}) = 2", "1", MET),
            ("for t in T by zone require sum(t.v) = 6万元 and t.zone = 2", "2", MET),
            ("for t in T by start require t.start not later than 2024-01-02 and max(t.v) = 9万元", "2024-01-01", MET),
        ],
    );
    // Of a row whose day is not known it is open whose group it is in.
    let open = ("T.csv", "id,vendor,start,zone,v\n1,a,2024-01-01,1,5\n2,a,,2,6\n3,a,2024-01-02,1,7\n");
    each(
        frame,
        &[open],
        &[
            ("for t in T by vendor, start require count(t) = 1", "2024-01-01", OPEN),
            ("for t in T by vendor, start require count(t) <= 2", "2024-01-01", MET),
        ],
    );
}

#[test]
fn a_finding_shows_what_each_condition_rests_on() {
    let rows = ("G.csv", "code,no,d,n,m,f,y,p,q\na,1,2023-12-31,1,1,yes,2023,,1\n");
    let rule = "for g in G require count(g.n = 1, g.f, g.q >= 2) at least 3";
    let world = World::new(&R.replace('§', &format!("rule t {{ {rule} }}")), &[rows]);
    let finding = world.one("t", "a");
    assert_eq!(finding.verdict, VIOLATED);
    let mut labels: Vec<&str> = finding.cells.iter().map(|c| c.label.as_str()).collect();
    labels.sort_unstable();
    assert_eq!(labels, ["f", "n", "q"]);
}
