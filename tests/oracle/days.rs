//! Days against another calendar: random days, some of them given as a month, as a year or not at all. Every clause is worked out for single
//! days by civil dates of another library; a verdict must hold on each of them, and what stays open must come out both ways.

use super::draft::Rng;
use crate::verdicts::{MET, OPEN, VIOLATED, World};
use jiff::Span;
use jiff::civil::Date;

/// A day as it was sent.
enum Given {
    Day(Date),
    Month(i16, i8),
    Year(i16),
    Blank,
}

struct Row {
    a: Given,
    b: Given,
    /// Year, and which of its quarters.
    q: (i16, i8),
}

fn day(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap()
}

fn last_of(year: i16, month: i8) -> Date {
    day(year, month, 1).last_of_month()
}

impl Given {
    fn random(rng: &mut Rng) -> Self {
        let (year, month) = (2006 + rng.below(4) as i16, 1 + rng.below(12) as i8);
        match rng.below(8) {
            0 => Self::Month(year, month),
            1 => Self::Year(year),
            2 => Self::Blank,
            // Ends of months are where clauses differ.
            3 | 4 => Self::Day(last_of(year, if rng.below(2) == 0 { 2 } else { month })),
            _ => Self::Day(day(year, month, 1 + rng.below(28) as i8)),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Day(day) => day.to_string(),
            Self::Month(year, month) => format!("{year}-{month:02}"),
            Self::Year(year) => year.to_string(),
            Self::Blank => String::new(),
        }
    }

    /// Days it can be: its first and its last, and those of every month between.
    fn days(&self) -> Vec<Date> {
        let months = |year: i16, months: std::ops::RangeInclusive<i8>| {
            let ends = |m: i8| [day(year, m, 1), day(year, m, 15), day(year, m, 28), last_of(year, m)];
            months.flat_map(ends).collect::<Vec<_>>()
        };
        match self {
            Self::Day(day) => vec![*day],
            Self::Month(year, month) => months(*year, *month..=*month),
            Self::Year(year) => months(*year, 1..=12),
            Self::Blank => (1999..2018).flat_map(|y| months(y, 2..=3)).collect(),
        }
    }
}

fn first_of_quarter((year, n): (i16, i8)) -> Date {
    day(year, n * 3 - 2, 1)
}

fn last_of_quarter((year, n): (i16, i8)) -> Date {
    last_of(year, n * 3)
}

fn plus(date: Date, span: Span) -> Date {
    date.checked_add(span).unwrap()
}

fn months(n: i64) -> Span {
    Span::new().months(n)
}

fn days(n: i64) -> Span {
    Span::new().days(n)
}

/// The most that can be added without passing, one by one.
fn full(a: Date, b: Date, step: i64) -> i64 {
    let mut n = 0;
    while plus(a, months((n + 1) * step)) <= b {
        n += 1;
    }
    while plus(a, months(n * step)) > b {
        n -= 1;
    }
    n
}

type Asks = fn(Date, Date, (i16, i8)) -> bool;

const CLAUSES: &[(&str, Asks)] = &[
    ("r.a not later than last_day(r.q) + 15天", |a, _, q| a <= plus(last_of_quarter(q), days(15))),
    ("r.a after first_day(r.q) - 2周", |a, _, q| a > plus(first_of_quarter(q), days(-14))),
    ("r.b not later than r.a + 1年", |a, b, _| b <= plus(a, months(12))),
    ("r.b not earlier than r.a + 2年", |a, b, _| b >= plus(a, months(24))),
    ("r.b before r.a + 1个月", |a, b, _| b < plus(a, months(1))),
    ("r.b - 13个月 >= r.a", |a, b, _| plus(b, months(-13)) >= a),
    ("r.b = r.a + 12个月", |a, b, _| b == plus(a, months(12))),
    ("r.b - r.a > 400天", |a, b, _| b > plus(a, days(400))),
    ("full_years(r.a, r.b) >= 1年", |a, b, _| full(a, b, 12) >= 1),
    ("full_years(r.a, r.b) < -1年", |a, b, _| full(a, b, 12) < -1),
    ("full_months(r.a, r.b) <= 18个月", |a, b, _| full(a, b, 1) <= 18),
    ("r.a in r.q", |a, _, q| first_of_quarter(q) <= a && a <= last_of_quarter(q)),
    ("r.a not in 2008年上半年", |a, _, _| !(a.year() == 2008 && a.month() <= 6)),
    ("r.a in 2007-11 .. 2008-02", |a, _, _| day(2007, 11, 1) <= a && a <= day(2008, 2, 29)),
    ("r.a in 2007年2—9月", |a, _, _| a.year() == 2007 && (2..=9).contains(&a.month())),
    ("r.a before r.q", |a, _, q| a < first_of_quarter(q)),
    ("r.a not before 2008", |a, _, _| a.year() >= 2008),
    ("quarter of r.a >= r.q - 1", |a, _, (y, n)| {
        i32::from(a.year()) * 4 + i32::from((a.month() - 1) / 3) >= i32::from(y) * 4 + i32::from(n) - 2
    }),
    ("month of r.a + 1 = month of r.b", |a, b, _| {
        i32::from(a.year()) * 12 + i32::from(a.month()) + 1 == i32::from(b.year()) * 12 + i32::from(b.month())
    }),
    ("r.a <= date(year of r.q, 2, 30)", |a, _, (y, _)| a <= last_of(y, 2)),
    ("last_day(month of r.a) + 1天 > r.b", |a, b, _| plus(a.last_of_month(), days(1)) > b),
];

#[test]
fn clauses_about_days_hold_on_every_day_they_can_mean() {
    let rounds = if cfg!(debug_assertions) { 3 } else { 40 };
    let mut decided = [0, 0];
    for seed in 0..rounds {
        let rng = &mut Rng::new(seed + 77);
        let rows: Vec<Row> = (0..60)
            .map(|_| Row {
                a: Given::random(rng),
                b: Given::random(rng),
                q: (2006 + rng.below(3) as i16, 1 + rng.below(4) as i8),
            })
            .collect();
        let mut text = String::from("record R key id, q { id : text  q : quarter  a : date  b : date }\n");
        for (at, (clause, _)) in CLAUSES.iter().enumerate() {
            text.push_str(&format!("rule c{at} {{ for r in R require {clause} }}\n"));
        }
        let mut sheet = String::from("id,q,a,b\n");
        for (at, row) in rows.iter().enumerate() {
            sheet.push_str(&format!("row{at}x,{}-Q{},{},{}\n", row.q.0, row.q.1, row.a.text(), row.b.text()));
        }
        let findings = World::new(&text, &[("R.csv", &sheet)]).judge();
        assert_eq!(findings.list.len(), rows.len() * CLAUSES.len());
        for finding in &findings.list {
            let title = finding.subject.title();
            let at: usize = title.strip_prefix("row").and_then(|t| t.split_once('x')).unwrap().0.parse().unwrap();
            let clause: usize = findings.rules[finding.rule].id[1..].parse().unwrap();
            let (row, (text, asks)) = (&rows[at], CLAUSES[clause]);
            let all = row.a.days().into_iter().flat_map(|a| row.b.days().into_iter().map(move |b| (a, b)));
            let truths: Vec<bool> = all.map(|(a, b)| asks(a, b, row.q)).collect();
            let (some, every) = (truths.contains(&true), !truths.contains(&false));
            let told = format!("{text} on {},{}, quarter {:?}", row.a.text(), row.b.text(), row.q);
            match finding.verdict {
                v if v == MET => assert!(every, "met: {told}"),
                v if v == VIOLATED => assert!(!some, "violated: {told}"),
                v => {
                    assert_eq!(v, OPEN, "{told}");
                    // Not every day is tried, so nothing is said of days that must be equal.
                    let blank = matches!(row.a, Given::Blank) || matches!(row.b, Given::Blank);
                    assert!(blank || text.contains(" = ") || (some && !every), "open, but it comes out one way: {told}");
                    decided[1] += 1;
                    continue;
                }
            }
            decided[0] += 1;
        }
    }
    assert!(decided[0] > 100 && decided[1] > 100, "{decided:?}");
}
