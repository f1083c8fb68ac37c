//! Days and periods: what a clause about days comes to at its bounds, and where a day is given as a month, a year or not at all.

use super::*;

const R: &str = "record C key id, quarter { id : text  quarter : quarter  filed : date  start : date  done : date  y : count  m : count  d : count  till : date ?\n }
param term : quantity in 年\n§";
const ROWS: (&str, &str) = (
    "C.csv",
    "id,quarter,filed,start,done,y,m,d,till\n\
     on,2008-Q1,2008-04-15,2008-02-29,2009-02-28,2007,2,29,\n\
     late,2008-Q1,2008-04-16,2008-02-29,2009-03-01,2007,13,1,2008-05-01\n\
     april,2008-Q1,2008-04,2008-02,2009-03-01,2007,4,31,\n\
     may,2008-Q1,2008-05,2008,2012,2007,,1,\n\
     blank,2008-Q1,,,,,,,\n",
);

#[test]
fn within_15_days_after_the_quarter() {
    let line = "for c in C require c.filed not later than last_day(c.quarter) + 15天";
    each(
        R,
        &[ROWS],
        &[
            (line, "on", MET),
            (line, "late", VIOLATED),
            // From the first to the last of April.
            (line, "april", OPEN),
            (line, "may", VIOLATED),
            (line, "blank", OPEN),
            ("for c in C require c.filed after c.quarter", "on", MET),
            ("for c in C require c.filed after 2008年4月", "may", MET),
            ("for c in C require c.filed after 2008年4月", "april", VIOLATED),
            ("for c in C require c.filed before 2008年4月", "april", VIOLATED),
            ("for c in C require c.filed not later than 2008年4月", "april", MET),
            ("for c in C require c.filed 不早于 2008年4月", "april", MET),
            ("for c in C require c.filed 早于 2008-05-01", "april", MET),
            ("for c in C require c.filed 晚于 2008-04-15", "april", OPEN),
            ("for c in C require c.filed < 2008-04-01 + 2周", "on", VIOLATED),
            ("for c in C require c.filed <= 2008-04-01 + 2 weeks", "on", MET),
            ("for c in C require c.filed = last_day(c.quarter) + 15", "on", MET),
        ],
    );
}

#[test]
fn a_year_and_three_full_years() {
    each(
        R,
        &[ROWS],
        &[
            // 2008-02-29 + 1年 is 2009-02-28, the last of that month.
            ("for c in C require c.done not later than c.start + 1年", "on", MET),
            ("for c in C require c.done not later than c.start + 12个月", "on", MET),
            ("for c in C require c.done not later than c.start + 1年", "late", VIOLATED),
            ("for c in C require c.done not later than c.start + 365天", "late", VIOLATED),
            ("for c in C require c.done not later than c.start + 366天", "late", MET),
            // February 2008: a year on is at most 2009-02-28.
            ("for c in C require c.done not later than c.start + 1年", "april", VIOLATED),
            ("for c in C require c.done not later than c.start + 13个月 - 1天", "april", OPEN),
            ("for c in C require c.done not later than c.start + 13个月", "april", MET),
            ("for c in C require full_years(c.start, c.done) >= 1年", "on", MET),
            ("for c in C require full_years(c.start, c.done) >= 2年", "late", VIOLATED),
            ("for c in C require full_months(c.start, c.done) = 12个月", "on", MET),
            ("for c in C require full_years(c.done, c.start) = -1年", "on", MET),
            // From a day of 2008 to a day of 2012: three or four years.
            ("for c in C require full_years(c.start, c.done) >= 3年", "may", MET),
            ("for c in C require full_years(c.start, c.done) >= 4年", "may", OPEN),
            ("for c in C require full_years(c.start, c.done) >= 5年", "may", VIOLATED),
            ("for c in C require c.done not earlier than c.start + 3年", "may", MET),
            ("for c in C require c.done not earlier than c.start + 4年", "may", OPEN),
            ("for c in C require c.done not earlier than c.start + 5年", "may", VIOLATED),
            ("for c in C require c.done - 1年 <= c.start", "on", MET),
            ("for c in C require c.start + term >= c.start - 1天", "on", MET),
            ("for c in C require c.done <= c.start + term", "on", OPEN),
            ("for c in C require full_years(c.start, c.done) >= 0年", "blank", OPEN),
        ],
    );
}

#[test]
fn a_day_lies_in_a_period() {
    each(
        R,
        &[ROWS],
        &[
            ("for c in C require c.filed in 2008年第2季度", "on", MET),
            ("for c in C require c.filed 属于 2008", "april", MET),
            ("for c in C require c.filed not in c.quarter", "april", MET),
            ("for c in C require c.filed in c.quarter + 1", "may", MET),
            ("for c in C require c.start in 2008-Q1", "may", OPEN),
            ("for c in C require c.start in 2007", "may", VIOLATED),
            ("for c in C require c.start in 2008年1—2月", "april", MET),
            ("for c in C require c.filed in 2007-11 .. 2008-04", "april", MET),
            ("for c in C require c.filed not in 2007-11 .. 2008-03", "april", MET),
            ("for c in C require c.quarter not later than 2008", "on", MET),
            ("for c in C require c.quarter after 2007", "on", MET),
            ("for c in C require c.quarter before 2008年上半年", "on", VIOLATED),
            ("for c in C require month of c.filed 早于 2008年二季度", "april", VIOLATED),
            ("for c in C require month of c.filed not earlier than c.quarter + 1", "may", MET),
            ("for c in C require 2007 < c.quarter <= 2008", "on", MET),
            ("for c in C require c.filed in 2008-04-02 .. 2008-04-15", "on", MET),
            ("for c in C require c.filed in 2008-04-02 .. 2008-04-15", "april", OPEN),
            ("for c in C require c.quarter in 2008-01 .. 2008-03", "on", MET),
            ("for c in C require c.quarter in 2008-02 .. 2008-06", "on", VIOLATED),
            ("for c in C require c.quarter in 2007 .. 2008", "on", MET),
            ("for c in C require c.filed between 2007 and 2008-04", "april", MET),
            ("for c in C require quarter of c.filed = c.quarter + 1", "april", MET),
            ("for c in C require c.filed 的 月份 = 2008-04", "on", MET),
            ("for c in C require year of c.start = 2008", "may", MET),
            ("for c in C require half of c.done = 2012年上半年", "may", OPEN),
            ("require count(c in C when c.filed in 2008年5月 and c.quarter = 2008-Q1) between 1 and 2", "", MET),
            ("require count(c in C when c.filed in 2008年4月 and c.quarter = 2008-Q1) >= 3", "", MET),
            ("require count(c in C when c.filed in 2008年4月 and c.quarter = 2008-Q1) >= 4", "", OPEN),
            ("for c in C when c.till exists require c.till in 2008-Q2", "late", MET),
            ("for c in C require c.till exists implies c.till + 1个月 <= 2008-06-01", "late", MET),
        ],
    );
}

#[test]
fn periods_move_by_whole_ones() {
    each(
        R,
        &[ROWS],
        &[
            ("for c in C require c.quarter + 1年 = 2009-Q1", "on", MET),
            ("for c in C require c.quarter + 3个月 = 2008-Q2", "on", MET),
            ("for c in C require c.quarter - 1个季度 = 2007-Q4", "on", MET),
            ("for c in C require month of c.filed + 9个月 = 2009-01", "on", MET),
            ("for c in C require year of c.filed + 24个月 = 2010", "on", MET),
            ("for c in C require first_day(c.quarter + 1) = 2008-04-01", "on", MET),
            ("for c in C require last_day(2007年1—2月) = 2007-02-28", "on", MET),
            ("for c in C require last_day(2008-H1) = 2008-06-30", "on", MET),
            ("for c in C require first_day(year of c.filed) = 2008-01-01", "april", MET),
        ],
    );
    for wrong in [
        "for c in C require c.quarter + 1个月 = 2008-Q2",
        "for c in C require c.quarter + term = 2008-Q2",
        "for c in C require c.filed <= c.quarter + 15天",
        "for c in C require c.filed + 1元 = 2008-01-01",
        "for c in C require c.filed + 0.3个月 = 2008-01-01",
        "for c in C require c.filed = 2008",
        "for c in C require c.y before 3",
        "for c in C require c.quarter not later than c.filed",
        "for c in C require c.filed <= date(2008, 13, 1)",
        "for c in C require full_years(c.quarter, c.filed) >= 1年",
        "for c in C require first_day(c.filed) = c.filed",
    ] {
        let text = R.replace('§', &format!("rule t {{ {wrong} }}"));
        let errors = World::compiled(&text, &[], &[ROWS]).err();
        let ok = wrong.contains("+ term") && errors.is_none();
        assert!(
            ok || errors.as_ref().is_some_and(|e| e.iter().all(|e| e.starts_with("T02") || e.starts_with("T018"))),
            "{wrong}: {errors:?}"
        );
    }
}

#[test]
fn a_day_from_its_parts() {
    each(
        R,
        &[ROWS],
        &[
            // 2007 has no 29 February: the last of the month.
            ("for c in C require date(2007, c.m, c.d) = 2007-02-28", "on", MET),
            ("for c in C require date(year of c.filed, 2, 31) = 2008-02-29", "april", MET),
            ("for c in C require date(2007, c.m, c.d) = 2007-04-30", "april", MET),
            // There is no month 13.
            ("for c in C require date(2007, c.m, c.d) = 2008-01-01", "late", OPEN),
            ("for c in C require date(2007, c.m, c.d) >= 2007-01-01", "may", OPEN),
            ("for c in C require c.filed <= date(year of c.quarter, 4, 15)", "on", MET),
            ("for c in C require c.filed <= date(year of c.quarter, 4, 15)", "late", VIOLATED),
        ],
    );
}

/// Columns of known days against one day at a time, some of them as far off as days go.
#[test]
fn chunks_of_days_agree_with_single_days() {
    use jiff::{Span, civil::Date};
    let epoch = Date::new(1970, 1, 1).unwrap();
    let at = |n: i64| epoch.checked_add(Span::new().days(n)).unwrap();
    let rows: Vec<(Date, Date)> = (0..20_000i64)
        .map(|i| {
            let a = if i % 50 == 0 { at(-300_000 + i) } else { at(12_000 + i % 1_501) };
            (a, a.checked_add(Span::new().days(350 + i % 33)).unwrap())
        })
        .collect();
    let mut text = String::from("id,a,b\n");
    for (i, (a, b)) in rows.iter().enumerate() {
        text.push_str(&format!("r{i},{a},{b}\n"));
    }
    let rules = "record R key id { id : text  a : date  b : date }\n\
                 rule year { for r in R require r.b <= r.a + 1年 }\n\
                 rule full { for r in R require full_months(r.a, r.b) >= 12个月 }\n\
                 rule within { for r in R require r.a in 2004 .. 2005-06 }\n\
                 rule last { for r in R require last_day(quarter of r.a) - r.a < 30天 }";
    let findings = World::new(rules, &[("R.csv", &text)]).tally();
    let asks: [fn(Date, Date) -> bool; 4] = [
        |a, b| b <= a.checked_add(Span::new().years(1)).unwrap(),
        |a, b| b >= a.checked_add(Span::new().months(12)).unwrap(),
        |a, _| Date::new(2004, 1, 1).unwrap() <= a && a <= Date::new(2005, 6, 30).unwrap(),
        |a, _| {
            let last = Date::new(a.year(), (a.month() - 1) / 3 * 3 + 3, 1).unwrap().last_of_month();
            last.since(a).unwrap().get_days() < 30
        },
    ];
    for (rule, asks) in asks.iter().enumerate() {
        let broken = rows.iter().filter(|(a, b)| !asks(*a, *b)).count();
        let found: u64 = findings.tally.iter().filter(|(k, _)| k.rule == rule).map(|(_, t)| t.violated).sum();
        assert!(broken > 0 && broken < rows.len());
        assert_eq!(found, broken as u64, "{}", findings.rules[rule].id);
    }
}
