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
        ("annual growth of c.sales from 2005 to 2008 >= 25%", MET),
        ("annual growth of c.sales from 2005 to 2008 >= 26%", VIOLATED),
        ("annual growth of c.sales from 2005 to 2008 < 26%", MET),
        ("26% > annual growth of c.sales from 2005 to 2008", MET),
        ("25% <= annual growth of c.sales from 2005 to 2008 <= 26%", MET),
        ("annual growth of c.sales from 2005 to 2008 between 26% and 30%", VIOLATED),
        ("annual growth of c.sales from 2005 to 2008 about 25% within 1个百分点", MET),
        ("annual growth of c.sales from 2005 to 2008 about 27% within 1个百分点", VIOLATED),
        ("annual growth of c.sales from 2005 to 2008 about 27%", OPEN),
        // One year: 12 of 10 is exactly 20%.
        ("annual growth of c.sales from 2005 to 2006 = 20%", MET),
        ("annual growth of c.sales from 2006 to 2008 >= 29%", MET),
        ("annual growth of c.sales from 2006 to 2008 >= 30%", VIOLATED),
        // No row of 2004.
        ("annual growth of c.sales from 2004 to 2008 >= 25%", OPEN),
        ("annual growth of c.sales from 2004 to 2008 >= -100%", MET),
    ];
    for (line, verdict) in cases {
        each(R, &[ROWS], &[(one(line).as_str(), "a · 2008", verdict)]);
    }
    // From nothing there is no growth; of a start that is not known nobody can say.
    each(
        R,
        &[ROWS],
        &[
            ("for c in C when c.year = 2007 require annual growth of c.sales from 2006 to 2007 >= 20%", "z · 2007", NOT),
            ("for c in C when c.year = 2007 require annual growth of c.sales from 2006 to 2007 >= 20%", "h · 2007", OPEN),
        ],
    );
}

/// Doubled from `p` to 2008: by 25% a year over one to three years (1.25³ < 2 < 1.25⁴), by 10% over up to seven (1.1⁷ < 2 < 1.1⁸).
#[test]
fn mean_growth_over_open_years() {
    let text = "param p \"起年\" : year\nparam q : year\nrecord C key id, year { id : text  year : year  sales : money in 万元 }
rule t { for c in C when c.year = q require annual growth of c.sales from p to q >= 25% }";
    let rows = ("C.csv", "id,year,sales\na,2004,10\na,2005,10\na,2008,20\n");
    for (p, verdict) in [("2005", MET), ("2004", VIOLATED), ("2000", OPEN)] {
        let t = World::with_params(text, &[("p", p), ("q", "2008")], &[rows]);
        assert_eq!(t.verdict("t", "a · 2008"), verdict, "from {p}");
    }
    let open = World::with_params(text, &[("q", "2008")], &[rows]);
    assert_eq!(open.verdict("t", "a · 2008"), OPEN);
    assert!(open.one("t", "a · 2008").causes.iter().any(|c| c.what.contains("起年")));
}

/// 10000 → 15625 over two years is exactly 25% a year: 1.25² = 1.5625. One 分 less is short of it.
#[test]
fn mean_growth_turns_at_the_smallest_unit() {
    const TABLE: &str = "record C key id, year { id : text  year : year  sales : money in 亿元 }\n§";
    let rows = |end: &str| format!("id,year,sales\na,2005,10000\na,2007,{end}\n");
    let one = |line: &str| format!("for c in C when c.year = 2007 require annual growth of c.sales from 2005 to {line}");
    let cases = [
        ("15625", ">= 25%", MET),
        ("15625", "> 25%", VIOLATED),
        ("15625", "<= 25%", MET),
        ("15625", "< 25%", VIOLATED),
        ("15625", "= 25%", MET),
        ("15624.9999999999", ">= 25%", VIOLATED),
        ("15624.9999999999", "< 25%", MET),
        ("15625.0000000001", "<= 25%", VIOLATED),
        ("15625.0000000001", "> 25%", MET),
        // 20% below: 0.8² = 0.64. All of it gone: −100%.
        ("6400", "= -20%", MET),
        ("6399.9999999999", ">= -20%", VIOLATED),
        ("0", ">= -100%", MET),
        ("0", "> -100%", VIOLATED),
        ("0", ">= -150%", MET),
        ("15000", "between 22% and 23%", MET),
        ("15000", "between 22.4745% and 23%", VIOLATED),
        ("15000", "between 22.4744% and 23%", MET),
    ];
    for (end, line, verdict) in cases {
        let rows = rows(end);
        each(TABLE, &[("C.csv", rows.as_str())], &[(one(&format!("2007 {line}")).as_str(), "a · 2007", verdict)]);
        each(TABLE, &[("C.csv", rows.as_str())], &[(one(&format!("c.year {line}")).as_str(), "a · 2007", verdict)]);
    }
    let text = TABLE.replace('§', &format!("rule t {{ {} }}", one("2007 >= 25%")));
    let rows = rows("15000");
    let t = World::new(&text, &[("C.csv", rows.as_str())]);
    let finding = t.one("t", "a · 2007");
    let fadu::finding::Detail::Compare(c) = &finding.detail else { panic!("{:?}", finding.detail) };
    assert_eq!(c.margin.as_exact(), Some(&fadu::num::int(-62_500_000_000)), "625亿元 short of 15625亿元");
}

/// 40 of two firms in 2005; 90 is 50% a year over two years, 2.25 = 1.5². Nothing of 2006 is asked for.
#[test]
fn growth_of_sums_and_of_what_is_made_of_them() {
    const TABLE: &str = "record C key id, year { id : text  year : year  sales : money in 万元 }\n§";
    let rows = &[("C.csv", "id,year,sales\na,2005,10\nb,2005,30\na,2006,20\na,2007,40\nb,2007,50\n")];
    let all = "sum(e.sales for e in C)";
    let own = "sum(e.sales for e in C when e.year = c.year)";
    let rest = format!("({own} - c.sales)");
    let cases = [
        (format!("require annual growth of {all} from 2005 to 2007 = 50%"), MET),
        (format!("require annual growth of {own} from 2005 to 2007 = 50%"), MET),
        (format!("require annual growth of {all} from 2005 to 2007 > 50%"), VIOLATED),
        // 30 → 50 without a: 5/3 = 1.29099². And a itself doubles twice.
        (format!("require annual growth of max({rest}, 0) from 2005 to 2007 between 29.0994% and 29.0995%"), MET),
        ("require annual growth of c.sales from 2005 to 2007 = 100%".into(), MET),
        ("require growth of c.sales = 100%".into(), MET),
        ("require growth of c.sales over prior = 100%".into(), MET),
        // 20 → 90.
        (format!("require growth of {own} = 350%"), MET),
        ("require annual_growth(c.sales, prior(c).sales, 1) = 100%".into(), MET),
        ("require annual_growth(c.sales, (c at 2005).sales, c.year - 2005) = 100%".into(), MET),
        // A window of no year has no growth.
        ("require annual_growth(c.sales, 10万元, c.year - 2007) >= 0%".into(), NOT),
    ];
    for (line, verdict) in cases {
        let rule = format!("for c in C when c.year = 2007 and c.id = \"a\" {line}");
        each(TABLE, rows, &[(rule.as_str(), "a · 2007", verdict)]);
    }
    // Growth of each group since last year: of 2006 there is a alone.
    each(TABLE, rows, &[("for g in C by year when g.year = 2007 require growth of sum(g.sales) = 350%", "2007", MET)]);
}

/// What is missing at an end: nothing is said that a figure sent later could contradict.
#[test]
fn mean_growth_with_a_missing_end() {
    const TABLE: &str = "record C key id, year { id : text  year : year  sales : money in 万元 }\n§";
    let start = &[("C.csv", "id,year,sales\na,2005,\na,2007,50\n")];
    let end = &[("C.csv", "id,year,sales\na,2005,20\na,2007,\n")];
    let low = &[("C.csv", "id,year,sales\na,2005,20\na,2007,>=45\n")];
    let of = |line: &str| format!("for c in C when c.year = 2007 require annual growth of c.sales from 2005 to 2007 {line}");
    for (rows, line, verdict) in [
        (start, ">= 25%", OPEN),
        (start, "< 25%", OPEN),
        (end, ">= 25%", OPEN),
        (low, ">= 50%", MET),
        (low, "< 50%", VIOLATED),
        (low, "> 50%", OPEN),
    ] {
        each(TABLE, rows, &[(of(line).as_str(), "a · 2007", verdict)]);
    }
    // 20 × 1.25² = 31.25 is where the verdict turns.
    let t = World::new(&TABLE.replace('§', &format!("rule t {{ {} }}", of(">= 25%"))), end);
    let turns = t.one("t", "a · 2007").causes.iter().find_map(|c| c.turns_at.clone()).expect("one figure is missing");
    assert_eq!(turns.1, fadu::num::int(312_500));
}

/// An open rate between 20% and 30% asks for 1.44 to 1.69 of the start.
#[test]
fn mean_growth_against_an_open_rate() {
    let text = "param r \"比率\" : growth in 20%..30%\nrecord C key id, year { id : text  year : year  sales : money in 万元 }
rule t { for c in C when c.year = 2007 require annual growth of c.sales from 2005 to 2007 >= r }";
    for (end, verdict) in [("143.99", VIOLATED), ("144", OPEN), ("168.99", OPEN), ("169", MET)] {
        let rows = format!("id,year,sales\na,2005,100\na,2007,{end}\n");
        let t = World::new(text, &[("C.csv", rows.as_str())]);
        assert_eq!(t.verdict("t", "a · 2007"), verdict, "{end}");
        if verdict == OPEN {
            assert!(t.one("t", "a · 2007").causes.iter().any(|c| c.what.contains("比率")));
        }
    }
}

/// Periods follow one another from a written one as from that of the row.
#[test]
fn the_period_before_a_written_one() {
    each(
        R,
        &[ROWS],
        &[
            // 10 of 2005, 12 of 2006, none of 2007.
            ("for c in C when c.year = 2008 require prior(c at 2006).sales = 10万元", "a · 2008", MET),
            ("for c in C when c.year = 2008 require last_year(c at 2007).sales = 12万元", "a · 2008", MET),
            ("for c in C when c.year = 2008 require last_year(c at 2008).sales = 12万元", "a · 2008", OPEN),
        ],
    );
}

/// A number of days may stand before the day it is added to.
#[test]
fn days_are_added_from_either_side() {
    let frame = "record D key id { id : text  on : date }\n§";
    let rows = ("D.csv", "id,on\na,2024-02-28\nb,\n");
    each(
        frame,
        &[rows],
        &[
            // 2024 is a leap year.
            ("for d in D require 2天 + d.on = 2024-03-01", "a", MET),
            ("for d in D require 1天 + d.on = 2024-03-01", "a", VIOLATED),
            ("for d in D require 2天 + d.on = d.on + 2天", "a", MET),
            ("for d in D require 2天 + d.on = 2024-03-01", "b", OPEN),
        ],
    );
}
