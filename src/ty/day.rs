//! Days and periods of the calendar, in words.

/// Lengths of reporting periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// `2006-08-18` for a day counted from 1970-01-01.
pub fn day_text(days: i64) -> Option<String> {
    let epoch = jiff::civil::Date::new(1970, 1, 1).ok()?;
    let date = epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Some(date.to_string())
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
    if kind == PeriodKind::Span {
        return last_day_of(months_of(period, kind).1, PeriodKind::Month);
    }
    let per_year = per_year(kind);
    let next = period.checked_add(1)?;
    let (year, part) = (next.div_euclid(per_year), next.rem_euclid(per_year));
    let month = part * (12 / per_year) + 1;
    let date = jiff::civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
    let epoch = jiff::civil::Date::new(1970, 1, 1).ok()?;
    let days = date.since(epoch).ok()?.get_days();
    Some(i64::from(days) - 1)
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
    let epoch = jiff::civil::Date::new(1970, 1, 1).ok()?;
    let date = epoch.checked_add(jiff::Span::new().try_days(day).ok()?).ok()?;
    let month = i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
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
}
