//! Loops over whole numbers, periods and days, and sets with ranges: at both ends, empty, below zero, of ends that are not known.

use super::*;

const R: &str = r#"
param p : count in 1..3
param q : count = 2
record Y key code, year { code : text  year : year  v : number signed  n : count in 0..5  m : count  d : date  c : money in 万元 }
§"#;
const ROWS: (&str, &str) = (
    "Y.csv",
    "code,year,v,n,m,d,c\na,2006,1,0,3,2008-02-29,10\na,2007,2,5,3,2008-03-01,20\na,2008,-3,2,1,2008-12-31,30\nb,2008,,,,,\n",
);

#[test]
fn both_ends_are_in() {
    each(
        R,
        &[ROWS],
        &[
            ("for y in Y require count(i in 1 .. 3) = 3", "a · 2006", MET),
            ("for y in Y require sum(i for i in 1 .. 4) = 10", "a · 2006", MET),
            ("for y in Y require sum(i for i in -2 .. 1) = -2", "a · 2006", MET),
            ("for y in Y require sum(i for i in 3 .. 3) = 3", "a · 2006", MET),
            ("for y in Y require max(i * i for i in -3 .. 2) = 9", "a · 2006", MET),
            ("for y in Y require every(i >= 1 and i <= q for i in 1 .. q)", "a · 2006", MET),
            ("for y in Y require some(y.v = i for i in -3 .. -1)", "a · 2008", MET),
            ("for y in Y require some(y.v = i for i in -2 .. -1)", "a · 2008", VIOLATED),
            // To a field; none where the end is below the beginning.
            ("for y in Y require count(i in 1 .. y.n) = 0", "a · 2006", MET),
            ("for y in Y require sum(i for i in 1 .. y.n) = 15", "a · 2007", MET),
            ("for y in Y require count(i in y.n .. y.m) = 4", "a · 2006", MET),
            ("for y in Y require count(i in y.n .. y.m) = 0", "a · 2008", MET),
            ("for y in Y require every(i > 100 for i in 1 .. y.n)", "a · 2006", MET),
            ("for y in Y require some(i < 100 for i in 1 .. y.n)", "a · 2006", VIOLATED),
            ("for y in Y require count(i in 1 .. y.n + 1) = 6", "a · 2007", MET),
            // In one another.
            ("for y in Y require sum(count(j in 1 .. i) for i in 1 .. 3) = 6", "a · 2006", MET),
            ("for y in Y require every(every(j <= i for j in 1 .. i) for i in 1 .. 3)", "a · 2006", MET),
            // With a condition.
            ("for y in Y require count(i in 1 .. 10 when mod(i, 3) = 0) = 3", "a · 2006", MET),
            ("for y in Y require sum(i * 1万元 for i in 1 .. 4) = y.c", "a · 2006", MET),
            ("for y in Y require every(y.m ^ i <= 27 for i in 0 .. 3)", "a · 2006", MET),
            ("对 y 在 Y 要求 个数（i 在 1 至 3） = 3", "a · 2006", MET),
            ("对 y 在 Y 要求 合计（i 对 i 在 {1 至 2, 9}） = 12", "a · 2006", MET),
            ("for y in Y require sum(i for i in {7, 1 .. 2, 2}) = 10", "a · 2006", MET),
        ],
    );
}

#[test]
fn periods_and_days_one_by_one() {
    each(
        R,
        &[ROWS],
        &[
            ("for y in Y require every(Y[y.code, y.year - i].v > 0 for i in 1 .. 2)", "a · 2008", MET),
            ("for y in Y require every(Y[y.code, y.year - i].v > 0 for i in 0 .. 2)", "a · 2008", VIOLATED),
            ("for y in Y require every(Y[y.code, k].v > 0 for k in 2006 .. 2007)", "a · 2008", MET),
            ("for y in Y require sum(Y[y.code, k].v for k in y.year - 1 .. y.year) = 3", "a · 2007", MET),
            ("for y in Y require count(k in 2007-Q3 .. 2008-Q2) = 4", "a · 2008", MET),
            ("for y in Y require count(k in 2007-11 .. 2008-02) = 4", "a · 2008", MET),
            ("for y in Y require count(k in 2008-02-27 .. 2008-03-01) = 4", "a · 2008", MET),
            ("for y in Y require some(y.d = k for k in 2008-02-28 .. 2008-03-01)", "a · 2006", MET),
            ("for k in 2006 .. 2008 require count(y in Y when y.year = k and y.code = \"a\") = 1", "2007", MET),
            ("for i in 1 .. 2 require count(y in Y when y.n = i and y.year = 2008 and y.code = \"a\") <= 1", "2", MET),
            ("for i in 1 .. 2 require count(y in Y when y.m = i and y.year = 2006 and y.code = \"a\") >= 1", "2", VIOLATED),
            ("for y in Y, i in 1 .. y.n when y.year = 2008 require i <= 2", "a · 2008 · 2", MET),
        ],
    );
}

#[test]
fn ranges_among_the_members_of_a_set() {
    each(
        R,
        &[ROWS],
        &[
            ("for y in Y require y.m in {0 .. 1, 3}", "a · 2006", MET),
            ("for y in Y require y.m in {0 .. 1, 4}", "a · 2006", VIOLATED),
            ("for y in Y require y.m not in {0 .. 1, 4}", "a · 2006", MET),
            ("for y in Y require y.v in {-3 .. -1}", "a · 2008", MET),
            ("for y in Y require y.v in {1.5 .. 2.5}", "a · 2007", MET),
            ("for y in Y require y.c in {5万元 .. 10万元, 30万元}", "a · 2006", MET),
            ("for y in Y require y.c in {5万元 .. 9万元, 30万元}", "a · 2006", VIOLATED),
            ("for y in Y require y.year in {2004 .. 2005, 2008}", "a · 2008", MET),
            ("for y in Y require y.year in {2004 .. 2005, 2008}", "a · 2006", VIOLATED),
            ("for y in Y require y.d in {2008-02-01 .. 2008-02-29}", "a · 2006", MET),
            ("for y in Y require y.d in {2008-02-01 .. 2008-02-28, 2008-Q2}", "a · 2006", VIOLATED),
            ("for y in Y require y.d in {2007, 2008-12}", "a · 2008", MET),
            ("对 y 在 Y 要求 y.m 属于 {0 至 1, 3}", "a · 2006", MET),
        ],
    );
}

#[test]
fn an_end_that_is_not_known_leaves_open_which_numbers_there_are() {
    each(
        R,
        &[ROWS],
        &[
            // p is 1 to 3.
            ("for y in Y require count(i in 1 .. p) >= 1", "a · 2006", MET),
            ("for y in Y require count(i in 1 .. p) >= 2", "a · 2006", OPEN),
            ("for y in Y require count(i in 1 .. p) <= 3", "a · 2006", MET),
            ("for y in Y require every(i <= 3 for i in 1 .. p)", "a · 2006", MET),
            ("for y in Y require sum(i for i in 1 .. p) >= 7", "a · 2006", VIOLATED),
            // n is 0 to 5, of m nothing is known.
            ("for y in Y require count(i in 1 .. y.n) <= 5", "b", MET),
            ("for y in Y require count(i in 1 .. y.n) <= 4", "b", OPEN),
            ("for y in Y require every(i <= 5 for i in 1 .. y.n)", "b", MET),
            ("for y in Y require count(i in 1 .. y.m) <= 5", "b", OPEN),
            ("for y in Y require y.m in {0 .. 3, 9}", "b", OPEN),
            ("for y in Y require y.n in {0 .. 5}", "b", MET),
        ],
    );
}
