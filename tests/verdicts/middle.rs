//! The middle, the mean and a quantile of several figures of one row.

use super::*;

const T: &str = r#"
record T key id { id : text  town : text  a : money in 万元  b : money in 万元  c : money in 万元  d : money in 万元  s : money in 万元 signed }
§"#;
const ROWS: (&str, &str) = (
    "T.csv",
    "id,town,a,b,c,d,s\n\
     all,x,5,9,7,1,-3\n\
     gap,y,7,,5,2,-3\n\
     two,z,5,,,2,-3\n\
     high,v,5,≥8,7,2,-3\n\
     four,w,4,1,10,2,-3\n",
);

#[test]
fn the_middle_of_several_figures() {
    each(
        T,
        &[ROWS],
        &[
            ("for t in T require median(t.a, t.b, t.c) = 7万元", "all", MET),
            ("for t in T require median(t.a, t.b, t.c) >= 7.01万元", "all", VIOLATED),
            ("对 t 在 T 要求 中位数(t.a, t.b, t.c) = 7万元", "all", MET),
            // 5 and 7, and a third that is not known: between them, wherever it lies.
            ("for t in T require median(t.a, t.b, t.c) >= 5万元", "gap", MET),
            ("for t in T require median(t.a, t.b, t.c) <= 7万元", "gap", MET),
            ("for t in T require median(t.a, t.b, t.c) >= 5.01万元", "gap", OPEN),
            ("for t in T require median(t.a, t.b, t.c) > 7万元", "gap", VIOLATED),
            // One of three: it can be as low as 0, and has no end.
            ("for t in T require median(t.a, t.b, t.c) >= 0.01万元", "two", OPEN),
            ("for t in T require median(t.a, t.b, t.c) <= 100万元", "two", OPEN),
            ("for t in T require median(t.a, t.b, t.c) = 7万元", "high", MET),
            // 1, 2, 4, 10: half way between 2 and 4.
            ("for t in T require median(t.a, t.b, t.c, t.d) = 3万元", "four", MET),
            ("for t in T require median(t.a, t.c) = 7万元", "four", MET),
            ("for t in T require median(0, t.a, t.s) = 0万元", "all", MET),
            ("for t in T require median(t.s, t.s, t.a) = -3万元", "all", MET),
            ("for t in T require median(t.a, median(t.b, t.c, t.d), t.s) = 5万元", "all", MET),
        ],
    );
}

#[test]
fn the_mean_and_quantiles_of_several_figures() {
    each(
        T,
        &[ROWS],
        &[
            ("for t in T require avg(t.a, t.b, t.c) = 7万元", "all", MET),
            ("对 t 在 T 要求 平均(t.a, t.s) = 1万元", "all", MET),
            // 12 and what is missing, by 3.
            ("for t in T require avg(t.a, t.b, t.c) >= 4万元", "gap", MET),
            ("for t in T require avg(t.a, t.b, t.c) >= 4.01万元", "gap", OPEN),
            ("for t in T require avg(t.a, t.b, t.c) < 4万元", "gap", VIOLATED),
            // Place 1 + 25% × 3 = 1.75 of 1, 2, 4, 10.
            ("for t in T require quantile(t.a, t.b, t.c, t.d, 25%) = 1.75万元", "four", MET),
            ("for t in T require quantile(t.a, t.b, t.c, t.d, 0%) = 1万元", "four", MET),
            ("for t in T require quantile(t.a, t.b, t.c, t.d, 100%) = 10万元", "four", MET),
            ("for t in T require quantile(t.a, t.c, 25%) = 5.5万元", "four", MET),
            ("对 t 在 T 要求 分位数(t.a, t.c, 50%) = 中位数(t.a, t.c)", "four", MET),
            // 2, 5, 7 and one that is not known: place 3.25 is 5.5 at least, where it is the least, and has no end.
            ("for t in T require quantile(t.a, t.b, t.c, t.d, 75%) >= 5.5万元", "gap", MET),
            ("for t in T require quantile(t.a, t.b, t.c, t.d, 75%) >= 5.51万元", "gap", OPEN),
            ("for t in T require quantile(t.a, t.b, t.c, t.d, 75%) < 5.5万元", "gap", VIOLATED),
        ],
    );
}
