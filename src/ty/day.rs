//! Days and periods of the calendar, in words.

use super::PeriodKind;

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
        assert_eq!(day_text(-1).as_deref(), Some("1969-12-31"));
    }
}
