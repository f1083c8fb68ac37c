//! Days of the calendar.

/// `2006-08-18` for a day counted from 1970-01-01.
pub fn day_text(days: i64) -> Option<String> {
    let epoch = jiff::civil::Date::new(1970, 1, 1).ok()?;
    let date = epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Some(date.to_string())
}
