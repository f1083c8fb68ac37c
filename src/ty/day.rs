//! Days and periods of the calendar, in words.

use serde::{Deserialize, Serialize};

/// Lengths of reporting periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PeriodKind {
    Year,
    Half,
    Quarter,
    Month,
    /// Whole months of one year, say January to September; its values are `144 × year + 12 × first + last`, months from 0.
    Span,
}

impl PeriodKind {
    /// The year of a period's number: years are their number, shorter periods count from year 0.
    pub fn year_of(self, period: i64) -> i64 {
        period.div_euclid(per_year(self))
    }
}

/// Months and days beyond these are not worked out: a thousand million years either way.
const MONTHS: std::ops::RangeInclusive<i64> = -12_000_000_000..=12_000_000_000;
const DAYS: std::ops::RangeInclusive<i64> = -365_000_000_000..=365_000_000_000;

/// The first day of a month counted from year 0, as days since 1970-01-01.
pub fn month_start(month: i64) -> Option<i64> {
    if !MONTHS.contains(&month) {
        return None;
    }
    // Years are counted from March so that the leap day comes last (Hinnant's civil calendar).
    let from_march = month - 2;
    let (year, of_year) = (from_march.div_euclid(12), from_march.rem_euclid(12));
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * of_year + 2) / 5 - 719_468)
}

/// The month a day lies in, counted from year 0.
pub fn month_of_day(day: i64) -> Option<i64> {
    if !DAYS.contains(&day) {
        return None;
    }
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    Some((era * 400 + year) * 12 + (5 * of_year + 2) / 153 + 2)
}

/// The Monday on or before a day. 1970-01-01, which has the number 0, was a Thursday.
pub fn monday(day: i64) -> i64 {
    day - (day + 3).rem_euclid(7)
}

/// A day of a month, 1 being its first; the last where the month has no such day.
pub fn day_in_month(month: i64, day: i64) -> Option<i64> {
    Some((month_start(month)?.checked_add(day)?.checked_sub(1)?).min(month_start(month + 1)? - 1))
}

/// The same day so many months later; the last day of the month where the day does not exist.
pub fn add_months(day: i64, months: i64) -> Option<i64> {
    let own = month_of_day(day)?;
    day_in_month(own.checked_add(months)?, day - month_start(own)? + 1)
}

/// The most months that can be added to the one day without passing the other.
pub fn full_months(from: i64, to: i64) -> Option<i64> {
    let months = month_of_day(to)? - month_of_day(from)?;
    Some(if add_months(from, months)? <= to { months } else { months - 1 })
}

/// `2006-08-18` for a day counted from 1970-01-01.
pub fn day_text(day: i64) -> Option<String> {
    let month = month_of_day(day)?;
    let year = month.div_euclid(12);
    let of_month = day - month_start(month)? + 1;
    (1..=999_999).contains(&year).then(|| format!("{year:04}-{:02}-{of_month:02}", month.rem_euclid(12) + 1))
}

/// `2007`, `2007-H1`, `2007-Q1`, `2007-01` for a period counted in its own length.
pub fn period_text(period: i64, kind: PeriodKind) -> String {
    let parts = |n: i64| (period.div_euclid(n), period.rem_euclid(n) + 1);
    match kind {
        PeriodKind::Year => period.to_string(),
        PeriodKind::Half => {
            let (year, half) = parts(2);
            format!("{year}-H{half}")
        }
        PeriodKind::Quarter => {
            let (year, quarter) = parts(4);
            format!("{year}-Q{quarter}")
        }
        PeriodKind::Month => {
            let (year, month) = parts(12);
            format!("{year}-{month:02}")
        }
        PeriodKind::Span => {
            let (first, last) = months_of(period, kind);
            format!("{}..{}", period_text(first, PeriodKind::Month), period_text(last, PeriodKind::Month))
        }
    }
}

/// The last day of a period, as days since 1970-01-01. Years are their number; shorter periods count from year 0.
pub fn last_day_of(period: i64, kind: PeriodKind) -> Option<i64> {
    Some(month_start(months_of(period, kind).1.checked_add(1)?)? - 1)
}

/// The earliest and the latest of the last days that periods with numbers between two can have, and whether those ends are known. The
/// numbers of spans do not rise with their last days.
pub fn last_days_between(lo: Option<i64>, hi: Option<i64>, kind: PeriodKind) -> (Option<i64>, Option<i64>) {
    let day = |n: i64| last_day_of(n, kind);
    if kind != PeriodKind::Span || (lo.is_some() && lo == hi) {
        return (lo.and_then(day), hi.and_then(day));
    }
    let first = lo.and_then(|n| last_day_of(months_of(n, kind).0, PeriodKind::Month));
    (first, hi.and_then(|n| last_day_of(n.div_euclid(144), PeriodKind::Year)))
}

/// The first and the last month of a period, counted from the year 0.
pub fn months_of(period: i64, kind: PeriodKind) -> (i64, i64) {
    if kind == PeriodKind::Span {
        let (first, year) = (period.div_euclid(12), period.div_euclid(144));
        return (first, year.saturating_mul(12).saturating_add(period.rem_euclid(12)));
    }
    let length = 12 / per_year(kind);
    let first = period.saturating_mul(length);
    (first, first.saturating_add(length - 1))
}

/// Months of one year as a period: January is 1. `None` when they do not lie within it.
pub fn span_of(year: i64, first: i64, last: i64) -> Option<i64> {
    let fits = (1..=12).contains(&first) && (first..=12).contains(&last);
    fits.then(|| year * 144 + (first - 1) * 12 + last - 1)
}

/// By how much the number of a period grows in a year; for all kinds but spans, how many there are.
pub fn per_year(kind: PeriodKind) -> i64 {
    match kind {
        PeriodKind::Year => 1,
        PeriodKind::Half => 2,
        PeriodKind::Quarter => 4,
        PeriodKind::Month => 12,
        PeriodKind::Span => 144,
    }
}

/// The period of a kind that a day lies in.
pub fn period_of_day(day: i64, kind: PeriodKind) -> Option<i64> {
    let month = month_of_day(day)?;
    match kind {
        PeriodKind::Span => span_of(month.div_euclid(12), month.rem_euclid(12) + 1, month.rem_euclid(12) + 1),
        kind @ (PeriodKind::Year | PeriodKind::Half | PeriodKind::Quarter | PeriodKind::Month) => {
            Some(month.div_euclid(12 / per_year(kind)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_written_as_people_write_them() {
        assert_eq!(period_text(2007 * 12, PeriodKind::Month), "2007-01");
        assert_eq!(period_text(2007 * 4 + 3, PeriodKind::Quarter), "2007-Q4");
        assert_eq!(period_text(2007 * 2 + 1, PeriodKind::Half), "2007-H2");
        let span = span_of(2007, 1, 9).unwrap();
        assert_eq!(period_text(span, PeriodKind::Span), "2007-01..2007-09");
        assert_eq!(months_of(span, PeriodKind::Span), (2007 * 12, 2007 * 12 + 8));
        assert_eq!(months_of(2007 * 4 + 2, PeriodKind::Quarter), (2007 * 12 + 6, 2007 * 12 + 8));
        assert_eq!(span_of(2007, 9, 1), None);
        assert_eq!(last_day_of(span, PeriodKind::Span), last_day_of(2007 * 12 + 8, PeriodKind::Month));
        let months = |first, last| span_of(2007, first, last).unwrap();
        let days = |a: i64, b: i64| last_days_between(Some(a), Some(b), PeriodKind::Span);
        let end = |month: i64| last_day_of(2007 * 12 + month - 1, PeriodKind::Month);
        assert_eq!(days(months(1, 9), months(1, 9)), (end(9), end(9)));
        assert_eq!(days(months(2, 3), months(5, 6)), (end(2), end(12)), "February to December lies between them");
        assert_eq!(day_text(-1).as_deref(), Some("1969-12-31"));
    }

    #[test]
    fn last_days_by_calendar() {
        assert_eq!(last_day_of(1970, PeriodKind::Year), Some(364));
        assert_eq!(last_day_of(1972, PeriodKind::Year), Some(364 + 365 + 366));
        assert_eq!(last_day_of(1970 * 12 + 1, PeriodKind::Month), Some(58), "28 February 1970");
        assert_eq!(last_day_of(1970 * 4 + 3, PeriodKind::Quarter), Some(364));
    }

    #[test]
    fn a_day_lies_in_the_period_that_ends_on_it() {
        for kind in [PeriodKind::Year, PeriodKind::Half, PeriodKind::Quarter, PeriodKind::Month] {
            for period in 2006 * per_year(kind)..2009 * per_year(kind) {
                let last = last_day_of(period, kind).unwrap();
                assert_eq!(period_of_day(last, kind), Some(period));
                assert_eq!(period_of_day(last + 1, kind), Some(period + 1));
            }
        }
    }

    fn day(text: &str) -> i64 {
        let date: jiff::civil::Date = text.parse().unwrap();
        i64::from(date.since(jiff::civil::Date::new(1970, 1, 1).unwrap()).unwrap().get_days())
    }

    #[test]
    fn days_agree_with_another_calendar() {
        let epoch = jiff::civil::Date::new(1970, 1, 1).unwrap();
        for n in (-718_000..2_900_000).step_by(97) {
            let other = epoch.checked_add(jiff::Span::new().try_days(n).unwrap()).unwrap();
            assert_eq!(day_text(n), Some(other.to_string()));
            for months in [-25, -12, -1, 0, 1, 2, 11, 12, 13, 48] {
                let Ok(moved) = other.checked_add(jiff::Span::new().try_months(months).unwrap()) else { continue };
                assert_eq!(add_months(n, months).and_then(day_text), Some(moved.to_string()), "{other} + {months}");
            }
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_the_last_of_its_month() {
        let moved = |from: &str, months| add_months(day(from), months).and_then(day_text).unwrap();
        assert_eq!(moved("2008-02-29", 12), "2009-02-28");
        assert_eq!(moved("2008-02-29", 48), "2012-02-29");
        assert_eq!(moved("2007-01-31", 1), "2007-02-28");
        assert_eq!(moved("2007-12-31", 2), "2008-02-29");
        assert_eq!(moved("2007-03-31", -1), "2007-02-28");
        assert_eq!(add_months(i64::MAX, 1), None);
        assert_eq!(add_months(0, i64::MAX), None);
    }

    #[test]
    fn full_months_are_the_most_that_fit() {
        let full = |a: &str, b: &str| full_months(day(a), day(b)).unwrap();
        assert_eq!(full("2008-02-29", "2009-02-28"), 12);
        assert_eq!(full("2008-02-29", "2009-02-27"), 11);
        assert_eq!(full("2007-01-31", "2007-02-28"), 1);
        assert_eq!(full("2007-01-15", "2007-01-15"), 0);
        assert_eq!(full("2007-01-15", "2007-01-14"), -1);
        for a in (13_000..14_600).step_by(7) {
            for b in (12_800..15_000).step_by(11) {
                let n = full_months(a, b).unwrap();
                assert!(add_months(a, n).unwrap() <= b && b < add_months(a, n + 1).unwrap(), "{a} {b}");
            }
        }
    }
}
