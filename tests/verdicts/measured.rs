//! Least, greatest and summed figures of groups: known in full, in part, not at all; at the ends of what integers hold.

use super::*;

const R: &str =
    "record R key name, year { name : text  year : year  county : text  sales : money in 万元 signed  part : money in 万元 ? }\n";

fn judged(body: &str, subject: &str, rows: &[&str]) -> Verdict {
    let rules = format!("{R}rule t {{ {body} }}");
    let rows: String = rows.iter().enumerate().map(|(i, row)| format!("n{i},2007,{row}\n")).collect();
    World::new(&rules, &[("R.csv", &format!("name,year,county,sales,part\n{rows}"))]).one("t", subject).verdict
}

#[test]
fn extremes_of_groups() {
    let of = |what: &str| format!("for g in R by county, year require {what}");
    let cases: &[(&str, &[&str], Verdict)] = &[
        ("max(g.sales) <= 5万元", &["x,5,1", "x,-7,1"], MET),
        ("max(g.sales) < 5万元", &["x,5,1", "x,-7,1"], VIOLATED),
        ("min(g.sales) >= -7万元", &["x,5,1", "x,-7,1"], MET),
        ("min(g.sales) > -7万元", &["x,5,1", "x,-7.00,1"], VIOLATED),
        ("2 * max(g.sales) <= sum(g.sales)", &["x,5,1", "x,5,1"], MET),
        ("2 * max(g.sales) <= sum(g.sales)", &["x,5,1", "x,4.9,1"], VIOLATED),
        // A figure that is not known can only move a greatest one upwards.
        ("max(g.sales) <= 5万元", &["x,5,1", "x,,1"], OPEN),
        ("max(g.sales) <= 4万元", &["x,5,1", "x,,1"], VIOLATED),
        ("min(g.sales) >= 6万元", &["x,5,1", "x,,1"], VIOLATED),
        ("max(g.sales) <= 5万元", &["x,,1", "x,,1"], OPEN),
        ("sum(g.sales) >= 5万元", &["x,5,1", "x,,1"], OPEN),
        // Bounds.
        ("max(g.sales) >= 50万元", &["x,>=50,1", "x,3,1"], MET),
        ("sum(g.sales) >= 53万元", &["x,>=50,1", "x,3,1"], MET),
        ("sum(g.sales) >= 54万元", &["x,>=50,1", "x,3,1"], OPEN),
        // Of unknown county: a member, or not.
        ("max(g.sales) <= 5万元", &["x,5,1", ",6,1"], OPEN),
        ("max(g.sales) <= 5万元", &["x,5,1", ",4,1"], MET),
        ("sum(g.sales) <= 5万元", &["x,5,1", ",-1,1"], MET),
        ("count(g) = 1", &["x,5,1", ",4,1"], OPEN),
    ];
    for (what, rows, verdict) in cases {
        assert_eq!(judged(&of(what), "x", rows), *verdict, "{what} over {rows:?}");
    }
}

#[test]
fn figures_beyond_64_bits_are_exact() {
    let of = |what: &str| format!("for g in R by county, year require {what}");
    // 9.2e18 is about the largest that 64 bits hold; with two decimals it is a hundred times beyond.
    let large = ["x,9200000000000000000,1", "x,9200000000000000000,1", "x,0.01,1"];
    for (what, verdict) in [
        ("sum(g.sales) = 18400000000000000000.01万元", MET),
        ("sum(g.sales) <= 18400000000000000000万元", VIOLATED),
        ("max(g.sales) = 9200000000000000000万元", MET),
        ("min(g.sales) = 0.01万元", MET),
    ] {
        assert_eq!(judged(&of(what), "x", &large), verdict, "{what}");
    }
    let digits = format!("x,{}.5,1", "9".repeat(60));
    assert_eq!(judged(&of("max(g.sales) >= 9万元"), "x", &[&digits, "x,1,1"]), MET);
    assert_eq!(judged(&of("sum(g.sales) = 1万元"), "x", &[&digits, &format!("x,-{}.5,1", "9".repeat(60)), "x,1,1"]), MET);
}

#[test]
fn many_rows_of_unknown_county_bound_a_sum_from_both_sides() {
    // 300 rows, each of 1 or of -1, may belong or not: from -300 + 5 to 300 + 5.
    let holes: Vec<String> = (0..600).map(|i| format!(",{},1", if i % 2 == 0 { 1 } else { -1 })).collect();
    let mut rows: Vec<&str> = holes.iter().map(String::as_str).collect();
    rows.extend(["x,5,1", "y,5,1"]);
    for (what, verdict) in [
        ("sum(g.sales) <= 305万元", MET),
        ("sum(g.sales) < 305万元", OPEN),
        ("sum(g.sales) >= -295万元", MET),
        ("sum(g.sales) > -295万元", OPEN),
        ("sum(g.sales) > 305万元", VIOLATED),
    ] {
        for subject in ["x", "y"] {
            assert_eq!(judged(&format!("for g in R by county, year require {what}"), subject, &rows), verdict, "{what}");
        }
    }
}
