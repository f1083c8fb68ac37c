//! Shares, quotients, growth, averages and what they stand on (decisions 12, 14, 17, 18).

use super::*;

const R: &str = r#"
record R key id { id : text  a : money in 万元  b : money in 万元  s : money in 万元 signed  n : count  w : quantity in 亩 }
§"#;
const ROWS: (&str, &str) =
    ("R.csv", "id,a,b,s,n,w\nfull,60,100,-2,3,10\nzero,0,0,0,0,0\nfree,5,0,1,0,0\nhole,,100,,,\nbase,60,,,,\nboth,,,,,\n");

#[test]
fn shares_compare_multiplied_out() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require r.a >= 60% of r.b", "full", MET),
            ("for r in R require r.a as share of r.b >= 60%", "full", MET),
            ("for r in R require r.a as share of r.b > 60%", "full", VIOLATED),
            ("for r in R require 60% <= r.a as share of r.b", "full", MET),
            ("for r in R require r.a >= 60% of r.b", "zero", NOT),
            ("for r in R require r.a as share of r.b >= 60%", "zero", NOT),
            ("for r in R require r.a <= 60% of r.b", "zero", NOT),
            ("for r in R require r.a >= 60% of r.b", "free", MET),
            ("for r in R require r.a <= 60% of r.b", "free", VIOLATED),
            ("for r in R require r.a >= 60% of r.b", "hole", OPEN),
            ("for r in R require r.a as share of r.b >= 60%", "base", OPEN),
            ("for r in R require r.a >= 60% of r.b", "both", OPEN),
            ("for r in R require r.a as share of (r.a + r.b) <= 100%", "hole", MET),
            ("for r in R require r.a as share of (r.a + r.b) > 100%", "hole", VIOLATED),
            // With the base at 100 and the part missing, 0% to no end.
            ("for r in R require r.a as share of r.b >= 0%", "hole", MET),
            ("for r in R require r.a as share of r.b - 10个百分点 >= 50%", "full", MET),
            ("for r in R require r.a as share of r.b - 10个百分点 > 50%", "full", VIOLATED),
            ("for r in R require r.a as share of r.b - 50% >= 10个百分点", "full", MET),
            ("for r in R require r.a as share of r.b - 10个百分点 > 50%", "zero", NOT),
        ],
    );
}

#[test]
fn quotients_by_zero_have_no_base() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require r.a / r.w >= 6万元/亩", "full", MET),
            ("for r in R require r.a / r.w > 6万元/亩", "full", VIOLATED),
            ("for r in R require r.a / r.w >= 6万元/亩", "free", NOT),
            ("for r in R require r.a / r.w <= 6万元/亩", "free", NOT),
            ("for r in R require r.a / r.w >= 6万元/亩", "zero", NOT),
            ("for r in R require r.a / r.w >= 6万元/亩", "hole", OPEN),
        ],
    );
}

/// A quotient by a negative number turns the comparison round.
#[test]
fn quotients_by_signed_figures() {
    each(
        R,
        &[ROWS],
        &[
            // 60 / −2 = −30.
            ("for r in R require r.a / r.s >= 2", "full", VIOLATED),
            ("for r in R require r.a / r.s < 2", "full", MET),
            ("for r in R require r.a / r.s <= -30", "full", MET),
            ("for r in R require r.a / (r.a - r.b) >= 2", "full", VIOLATED),
            ("for r in R require r.a / r.s >= 2", "base", OPEN),
            ("for r in R require r.a / r.s < 2", "base", OPEN),
            ("for r in R require r.a / r.s = 5", "free", MET),
            ("for r in R require r.a / r.s >= 2", "zero", NOT),
        ],
    );
}

#[test]
fn growth_needs_a_start() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require growth(r.b, r.a) >= 66%", "full", MET),
            ("for r in R require growth(r.b, r.a) >= 67%", "full", VIOLATED),
            // From nothing there is no growth, whatever came of it.
            ("for r in R require growth(r.a, r.b) >= 10%", "free", NOT),
            ("for r in R require growth(r.a, r.b) <= 10%", "free", NOT),
            ("for r in R require growth(r.a, r.b) >= 10%", "zero", NOT),
            ("for r in R require growth(r.b, r.a) >= -100%", "hole", MET),
            ("for r in R require growth(r.b, r.a) >= 10%", "hole", OPEN),
            ("for r in R require growth(r.a, r.b) < -99%", "base", OPEN),
        ],
    );
}

#[test]
fn averages_and_medians() {
    let csv = ("R.csv", "id,a,b,s,n,w\n1,1,4,,1,\n2,2,5,,2,\n3,6,,,3,\n");
    each(
        R,
        &[csv],
        &[
            ("for r in R require avg(e.a for e in R) = 3万元", "1", MET),
            ("for r in R require avg(e.a for e in R) > 3万元", "1", VIOLATED),
            ("for r in R require median(e.a for e in R) = 2万元", "1", MET),
            ("for r in R require min(e.a for e in R) = 1万元", "1", MET),
            ("for r in R require max(e.a for e in R) = 6万元", "1", MET),
            ("for r in R require avg(e.b for e in R) >= 3万元", "1", MET),
            ("for r in R require avg(e.b for e in R) > 3万元", "1", OPEN),
            ("for r in R require min(e.b for e in R) <= 4万元", "1", MET),
            ("for r in R require min(e.b for e in R) > 4万元", "1", VIOLATED),
            ("for r in R require max(e.b for e in R) >= 5万元", "1", MET),
            ("for r in R require max(e.b for e in R) > 5万元", "1", OPEN),
            ("for r in R require median(e.b for e in R) >= 0", "1", MET),
            // 4, 5 and one that is not known: between 4 and 5.
            ("for r in R require median(e.b for e in R) >= 4万元", "1", MET),
            ("for r in R require median(e.b for e in R) > 4万元", "1", OPEN),
            ("for r in R require median(e.b for e in R) <= 5万元", "1", MET),
            ("for r in R require median(e.n for e in R when e.n <= 2) = 1.5", "1", MET),
            ("for r in R require avg(e.a for e in R when e.a > 100万元) >= 1万元", "1", NOT),
            // Row 3 alone may be above: then its 6, else no base; met beside not applicable is met.
            ("for r in R require avg(e.a for e in R when e.b > 100万元) >= 6万元", "1", MET),
            ("for r in R require avg(e.a for e in R when e.b > 100万元) > 6万元", "1", OPEN),
            ("for r in R require avg(e.a for e in R) >= avg(x.a for x in R)", "1", MET),
        ],
    );
}

#[test]
fn rows_inside_their_own_totals_are_merged() {
    let csv = ("R.csv", "id,a,b,s,n,w\n1,,4,,1,\n2,2,5,,2,\n");
    each(
        R,
        &[csv],
        &[
            ("for r in R require r.a <= sum(e.a for e in R)", "1", MET),
            ("for r in R require r.a as share of sum(e.a for e in R) <= 100%", "1", MET),
            ("for r in R require r.a > sum(e.a for e in R)", "1", VIOLATED),
            ("for r in R require sum(e.a + e.b for e in R) - sum(e.a for e in R) = 9万元", "1", MET),
        ],
    );
}

/// What stands on both sides falls out of the difference, not out of the question whether it exists.
#[test]
fn a_figure_of_nothing_is_not_equal_to_itself() {
    each(
        R,
        &[ROWS],
        &[
            ("for r in R require max(e.a for e in R when e.n > 99) = max(e.a for e in R when e.n > 99)", "full", MET),
            (
                "for r in R require max(e.a for e in R when e.id is \"none\") >= max(e.a for e in R when e.id is \"none\")",
                "full",
                NOT,
            ),
            (
                "for r in R require max(e.a for e in R when e.id is \"zero\") = max(e.a for e in R when e.id is \"zero\")",
                "full",
                MET,
            ),
        ],
    );
}

/// Of nothing there is no share: what only the missing base could break, it leaves.
#[test]
fn a_base_that_may_be_nothing_breaks_nothing() {
    let frame = "record R key id, year { id : text  year : year  a : money in 万元  n : count  b : money in 万元 }\n\
        record C key id { id : text }\n§";
    let csv = ("R.csv", "id,year,a,n,b\nx,2005,,,5\nx,2007,0,0,\n");
    each(
        frame,
        &[csv, ("C.csv", "id\nq\n")],
        &[
            // 0 < 1.69·a holds for every a but 0, where there is no growth.
            ("require annual growth of sum(r.a for r in R) from 2005 to 2007 < 30%", "", MET),
            ("require annual growth of sum(r.a for r in R) from 2005 to 2007 >= 30%", "", OPEN),
            ("for r in R when r.year = 2007 require growth(r.a, R[r.id, 2005].a) < 30%", "x · 2007", MET),
            ("for r in R when r.year = 2007 require r.a < 60% of R[r.id, 2005].a", "x · 2007", MET),
            // A share of 5万元 of nothing is more than any.
            ("for r in R when r.year = 2005 require r.b < 60% of R[r.id, 2007].b", "x · 2005", OPEN),
            ("for r in R when r.year = 2007 require r.b > 60% of r.a", "x · 2007", MET),
            ("for r in R when r.year = 2007 require r.b <= 60% of r.a", "x · 2007", OPEN),
        ],
    );
}

/// 100 at the start, 200 at the end; 1.073^9 < 2 < 1.073^10.
#[test]
fn mean_growth_over_any_number_of_years() {
    let rules = "record R key n { n : text  y : quantity in 年 }\n§";
    let rows = ("R.csv", "n,y\na,9\nb,10\nc,1000\nd,4294967296\ne,2.5\nf,4294967297\ng,300\nh,0\n");
    let body = "for r in R require annual_growth(200, 100, r.y) >= 7.3%";
    let cases = [("a", MET), ("b", VIOLATED), ("c", VIOLATED), ("d", VIOLATED)];
    let more = [("e", NOT), ("f", VIOLATED), ("g", VIOLATED), ("h", NOT)];
    let cases: Vec<(&str, &str, Verdict)> = cases.iter().chain(&more).map(|(n, v)| (body, *n, *v)).collect();
    each(rules, &[rows], &cases);
    let world = World::new(&rules.replace('§', &format!("rule t {{ {body} }}")), &[rows]);
    let reason = world.one("t", "e").reason.unwrap();
    assert_eq!(reason, fadu::finding::Reason::NoYears);
    // 1.001^300 is 1.35, 1.001^693 is 1.999, 1.001^694 is 2.001.
    let slow = "for r in R require annual_growth(200, 100, r.y) >= 0.1%";
    each(rules, &[("R.csv", "n,y\na,300\nb,693\nc,694\n")], &[(slow, "a", MET), (slow, "b", MET), (slow, "c", VIOLATED)]);
}
