//! Other periods (decision 26): a row that was not sent is unknown, not zero.

use super::*;

const R: &str = "record C key id, year { id : text  year : year  sales : money in 万元 }\n§";
const ROWS: (&str, &str) = ("C.csv", "id,year,sales\na,2005,10\na,2006,12\na,2008,20\nz,2006,0\nz,2007,5\nh,2006,\nh,2007,5\n");

#[test]
fn prior_rows_that_are_not_there_are_unknown() {
    each(
        R,
        &[ROWS],
        &[
            ("for c in C require c.sales >= prior(c).sales", "a · 2006", MET),
            ("for c in C require c.sales >= prior(c).sales", "a · 2005", OPEN),
            ("for c in C require c.sales >= prior(c).sales", "a · 2008", OPEN),
            ("for c in C require growth(c.sales, prior(c).sales) >= 20%", "a · 2006", MET),
            ("for c in C require growth(c.sales, prior(c).sales) > 20%", "a · 2006", VIOLATED),
            ("for c in C require growth(c.sales, prior(c).sales) >= 20%", "a · 2008", OPEN),
            ("for c in C require growth(c.sales, prior(c).sales) >= -100%", "a · 2008", MET),
            // From nothing there is no growth.
            ("for c in C require growth(c.sales, prior(c).sales) >= 20%", "z · 2007", NOT),
            ("for c in C require growth(c.sales, prior(c).sales) >= 20%", "h · 2007", OPEN),
            ("for c in C require c.sales > (c at 2005).sales", "a · 2008", MET),
            ("for c in C require c.sales > (c at 2007).sales", "z · 2007", VIOLATED),
            ("for c in C require C[\"a\", 2005].sales = 10万元", "a · 2008", MET),
            ("for c in C require C[\"a\", 2004].sales = 10万元", "a · 2008", OPEN),
            ("for c in C when prior(c) exists require c.sales >= 12万元", "a · 2006", MET),
        ],
    );
}

/// 10 → 12 → 20 over 2005, 2006, 2008: 1.2 a year after one year, 2 after three. 1.25³ = 1.953125, 1.26³ = 2.000376.
#[test]
fn mean_growth_is_decided_by_powers() {
    let one = |line: &str| format!("for c in C when c.year = 2008 require {line}");
    let cases = [
        ("annual_growth(c.sales, 2005, 2008) >= 25%", MET),
        ("annual_growth(c.sales, 2005, 2008) >= 26%", VIOLATED),
        ("annual_growth(c.sales, 2005, 2008) < 26%", MET),
        ("26% > annual_growth(c.sales, 2005, 2008)", MET),
        ("25% <= annual_growth(c.sales, 2005, 2008) <= 26%", MET),
        ("annual_growth(c.sales, 2005, 2008) between 26% and 30%", VIOLATED),
        ("annual_growth(c.sales, 2005, 2008) about 25% within 1个百分点", MET),
        ("annual_growth(c.sales, 2005, 2008) about 27% within 1个百分点", VIOLATED),
        ("annual_growth(c.sales, 2005, 2008) about 27%", OPEN),
        // One year: 12 of 10 is exactly 20%.
        ("annual_growth(c.sales, 2005, 2006) = 20%", MET),
        ("annual_growth(c.sales, 2006, 2008) >= 29%", MET),
        ("annual_growth(c.sales, 2006, 2008) >= 30%", VIOLATED),
        // No row of 2004.
        ("annual_growth(c.sales, 2004, 2008) >= 25%", OPEN),
        ("annual_growth(c.sales, 2004, 2008) >= -100%", MET),
    ];
    for (line, verdict) in cases {
        each(R, &[ROWS], &[(one(line).as_str(), "a · 2008", verdict)]);
    }
    // From nothing there is no growth; of a start that is not known nobody can say.
    each(
        R,
        &[ROWS],
        &[
            ("for c in C when c.year = 2007 require annual_growth(c.sales, 2006, 2007) >= 20%", "z · 2007", NOT),
            ("for c in C when c.year = 2007 require annual_growth(c.sales, 2006, 2007) >= 20%", "h · 2007", OPEN),
        ],
    );
}

/// Doubled from `p` to 2008: by 25% a year over one to three years (1.25³ < 2 < 1.25⁴), by 10% over up to seven (1.1⁷ < 2 < 1.1⁸).
#[test]
fn mean_growth_over_open_years() {
    let text = "param p \"起年\" : year\nparam q : year\nrecord C key id, year { id : text  year : year  sales : money in 万元 }
rule t { for c in C when c.year = q require annual_growth(c.sales, p, q) >= 25% }";
    let rows = ("C.csv", "id,year,sales\na,2004,10\na,2005,10\na,2008,20\n");
    for (p, verdict) in [("2005", MET), ("2004", VIOLATED), ("2000", OPEN)] {
        let t = World::with_params(text, &[("p", p), ("q", "2008")], &[rows]);
        assert_eq!(t.verdict("t", "a · 2008"), verdict, "from {p}");
    }
    let open = World::with_params(text, &[("q", "2008")], &[rows]);
    assert_eq!(open.verdict("t", "a · 2008"), OPEN);
    assert!(open.one("t", "a · 2008").causes.iter().any(|c| c.what.contains("起年")));
}
