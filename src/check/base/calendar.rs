//! Days as numbers: how many lie between a day and 1970-01-01.

use crate::ast::{self, Length};
use crate::ty::{PeriodKind, month_start, span_of};

/// Days since 1970-01-01 of a day of the Gregorian calendar; `None` when there is no such day.
pub(in crate::check) fn day_number(day: &ast::Day) -> Option<i64> {
    let leap = day.year % 4 == 0 && (day.year % 100 != 0 || day.year % 400 == 0);
    let length = match day.month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if day.day == 0 || day.day > length || !(1..=9999).contains(&day.year) {
        return None;
    }
    month_start(i64::from(day.year) * 12 + i64::from(day.month) - 1).map(|first| first + i64::from(day.day) - 1)
}

/// The first day of a year.
pub(in crate::check) fn first_day_of_year(year: i64) -> Option<i64> {
    let year = i32::try_from(year).ok()?;
    day_number(&ast::Day { year, month: 1, day: 1, span: crate::text::Span::new(crate::text::FileId(0), 0, 0) })
}

pub(in crate::check) fn kind_of(length: Length) -> PeriodKind {
    match length {
        Length::Year => PeriodKind::Year,
        Length::Half => PeriodKind::Half,
        Length::Quarter => PeriodKind::Quarter,
        Length::Month => PeriodKind::Month,
        Length::Span => PeriodKind::Span,
    }
}

/// The number of a literal in units of its own length; `None` where its months lie in several years.
pub(in crate::check) fn period_number(p: &ast::Period) -> Option<i64> {
    match p.length {
        Length::Year => Some(p.year),
        Length::Half => Some(p.year * 2 + (p.first - 1) / 6),
        Length::Quarter => Some(p.year * 4 + (p.first - 1) / 3),
        Length::Month => Some(p.year * 12 + p.first - 1),
        Length::Span => span_of(p.year, p.first, p.last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span};

    fn number(year: i32, month: u32, day: u32) -> Option<i64> {
        day_number(&ast::Day { year, month, day, span: Span::new(FileId(0), 0, 0) })
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(number(1970, 1, 1), Some(0));
        assert_eq!(number(2000, 3, 1), Some(11_017));
        assert_eq!(number(2006, 8, 18), Some(13_378));
        assert_eq!(number(2024, 3, 1).unwrap() - number(2024, 2, 28).unwrap(), 2);
        assert_eq!(number(2023, 2, 29), None);
        assert_eq!(number(2023, 13, 1), None);
    }
}
