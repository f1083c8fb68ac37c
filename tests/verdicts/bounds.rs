//! Bounds that were reported instead of values (decision 15), dates given as months or years.

use super::*;

const R: &str = "record R key id { id : text  a : money in 亿元  b : money in 万元  n : count  d : date }\n§";
const CSV: &str = "id,a,b,n,d\nat least,>=50亿元,1,>3,2006年\nrange,50—60亿元,1,5,2006-08\nmore,50亿元以上,1,5,2006-08-18\nless,<50亿元,1,<1,2006\n";

#[test]
fn reported_bounds_decide_what_they_can() {
    each(
        R,
        &[("R.csv", CSV)],
        &[
            ("for r in R require r.a >= 50亿元", "at least", MET),
            ("for r in R require r.a > 50亿元", "at least", OPEN),
            ("for r in R require r.a > 100亿元", "at least", OPEN),
            ("for r in R require r.a < 40亿元", "at least", VIOLATED),
            ("for r in R require r.a < 50亿元", "at least", VIOLATED),
            ("for r in R require r.a <= 50亿元", "at least", OPEN),
            ("for r in R require r.a >= 50亿元", "more", MET),
            ("for r in R require r.a <= 60亿元", "range", MET),
            ("for r in R require r.a < 60亿元", "range", OPEN),
            ("for r in R require r.a > 60亿元", "range", VIOLATED),
            ("for r in R require r.a = 55亿元", "range", OPEN),
            ("for r in R require r.a = 61亿元", "range", VIOLATED),
            ("for r in R require r.a < 50亿元", "less", MET),
            ("for r in R require r.a >= 50亿元", "less", VIOLATED),
            ("for r in R require r.n >= 4", "at least", MET),
            ("for r in R require r.n > 4", "at least", OPEN),
            // A count below one is none at all.
            ("for r in R require r.n = 0", "less", MET),
        ],
    );
}

#[test]
fn sums_of_bounds() {
    each(
        R,
        &[("R.csv", CSV)],
        &[
            ("for r in R require sum(e.a for e in R) >= 150亿元", "range", MET),
            ("for r in R require sum(e.a for e in R) > 150亿元", "range", OPEN),
            ("for r in R require sum(e.a for e in R) < 150亿元", "range", VIOLATED),
            ("for r in R require count(e in R when e.a >= 50亿元) = 3", "range", MET),
            ("for r in R require count(e in R when e.a > 55亿元) <= 3", "range", MET),
            ("for r in R require count(e in R when e.a > 55亿元) >= 1", "range", OPEN),
            ("for r in R require min(e.a for e in R) < 50亿元", "range", MET),
            ("for r in R require max(e.a for e in R) >= 50亿元", "range", MET),
            ("for r in R require max(e.a for e in R) <= 60亿元", "range", OPEN),
        ],
    );
}

#[test]
fn coarse_dates_are_spans_of_days() {
    each(
        R,
        &[("R.csv", CSV)],
        &[
            ("for r in R require r.d <= 2006-12-31", "at least", MET),
            ("for r in R require r.d <= 2006-12-30", "at least", OPEN),
            ("for r in R require r.d < 2006-01-01", "at least", VIOLATED),
            ("for r in R require r.d >= 2006-08-01", "range", MET),
            ("for r in R require r.d = 2006-08-18", "range", OPEN),
            ("for r in R require r.d = 2006-08-18", "more", MET),
        ],
    );
}
