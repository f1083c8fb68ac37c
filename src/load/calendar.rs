//! Days and periods as people write them.

use crate::diag::Bilingual;
use crate::load::diagnostics::words;
use crate::text::to_halfwidth;
use crate::ty::PeriodKind;
pub use crate::ty::read_period as period;
use jiff::civil::Date;

/// Days since 1970-01-01, or `None` for a day that does not exist.
pub fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    let epoch = Date::constant(1970, 1, 1);
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(i64::from(epoch.until(date).ok()?.get_days()))
}

/// Four digits, the first no zero.
pub fn plain_year(text: &str) -> Option<i64> {
    let digits: &[u8; 4] = text.as_bytes().try_into().ok()?;
    let year = digits.iter().try_fold(0, |y, b| b.is_ascii_digit().then(|| y * 10 + i64::from(b - b'0')))?;
    (year >= 1000).then_some(year)
}

/// Whether the last sign of a month may have been dropped: of a figure 2007.10 spreadsheets keep 2007.1.
pub fn may_be_cut(text: &str, kind: PeriodKind) -> bool {
    if !matches!(kind, PeriodKind::Month | PeriodKind::Span) {
        return false;
    }
    let text: String = text.trim().chars().map(to_halfwidth).take(8).collect();
    text.strip_suffix(".1").is_some_and(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
}

/// First and last day of a written date: one day, a month or a year. `Ok(None)`: not the shape of a date; `Err`: a date that does
/// not exist. The text is folded and trimmed.
pub fn date(text: &str) -> Result<Option<(i64, i64)>, Bilingual> {
    let text = date_part(text);
    let parts = match parts(text) {
        Some(parts) => parts,
        None if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) => {
            vec![&text[..4], &text[4..6], &text[6..]]
        }
        None => return Ok(None),
    };
    let numbers: Option<Vec<i64>> = parts.iter().map(|p| p.parse().ok()).collect();
    let Some(numbers) = numbers else { return Ok(None) };
    if parts.first().is_none_or(|y| y.len() != 4) || parts.iter().skip(1).any(|p| p.len() > 2) {
        return Ok(None);
    }
    let missing = || words::no_such_day();
    let day = |y, m, d| day_number(y, m, d).ok_or_else(missing);
    match numbers.as_slice() {
        [y, m, d] => day(*y, *m, *d).map(|n| Some((n, n))),
        [y, m] => {
            let first = day(*y, *m, 1)?;
            let after = if *m == 12 { day(*y + 1, 1, 1)? } else { day(*y, *m + 1, 1)? };
            Ok(Some((first, after - 1)))
        }
        [y] => Ok(Some((day(*y, 1, 1)?, day(*y, 12, 31)?))),
        _ => Ok(None),
    }
}

/// The date of a timestamp: `2006-08-18 00:00:00` and `2006-08-18T00:00:00` (spreadsheets write them) are that day.
fn date_part(text: &str) -> &str {
    ["T00:00:00", " 00:00:00", " 0:00:00", " 00:00", " 0:00"].iter().find_map(|tail| text.strip_suffix(tail)).unwrap_or(text)
}

/// The digits of `2006-08-18`, `2006/8/18`, `2006.8.18`, `2006年8月18日`, `2006年8月`, `2006-08`, `2006年`, `2006`.
fn parts(text: &str) -> Option<Vec<&str>> {
    if text.contains('年') {
        let (year, rest) = text.split_once('年')?;
        let rest = rest.trim();
        if rest.is_empty() || rest == "度" {
            return Some(vec![year.trim()]);
        }
        let (month, rest) = rest.split_once('月')?;
        let rest = rest.trim();
        if rest.is_empty() || rest == "份" {
            return Some(vec![year.trim(), month.trim()]);
        }
        let day = rest.strip_suffix(['日', '号'])?;
        return Some(vec![year.trim(), month.trim(), day.trim()]);
    }
    let sep = text.chars().find(|c| matches!(c, '-' | '/' | '.'));
    match sep {
        Some(sep) => Some(text.split(sep).map(str::trim).collect()),
        None if text.len() == 4 => Some(vec![text]),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day_number(1970, 1, 1), Some(0));
        assert_eq!(day_number(1969, 12, 31), Some(-1));
        // 30 years of 365 days and 7 leap days (1972 to 1996).
        assert_eq!(day_number(2000, 1, 1), Some(30 * 365 + 7));
        assert_eq!(day_number(2006, 2, 29), None);
        assert_eq!(day_number(2008, 2, 29).unwrap() + 1, day_number(2008, 3, 1).unwrap());
    }

    #[test]
    fn dates_in_every_spelling() {
        let want = day_number(2006, 8, 18).unwrap();
        for text in ["2006-08-18", "2006/8/18", "2006.8.18", "2006年8月18日", "2006年08月18日", "20060818", "2006-08-18 00:00:00"]
        {
            assert_eq!(date(text), Ok(Some((want, want))), "{text}");
        }
        let month = Ok(Some((day_number(2006, 8, 1).unwrap(), day_number(2006, 8, 31).unwrap())));
        assert_eq!((date("2006年8月"), date("2006-08")), (month.clone(), month));
        assert_eq!(date("2006年"), Ok(Some((day_number(2006, 1, 1).unwrap(), day_number(2006, 12, 31).unwrap()))));
        assert!(date("2006-02-30").is_err());
        assert!(date("2006-13").is_err());
        for text in ["8月18日", "06-08-18", "2006-8-18-1", "明天", "2006年8", "18/8/2006"] {
            assert_eq!(date(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn periods_count_in_their_own_length() {
        use crate::ty::PeriodKind::*;
        for text in ["2007", "2007年", "2007年度", "2007 年"] {
            assert_eq!(period(text, Year), Some(2007), "{text}");
        }
        assert_eq!(period("2007年下半年", Half), Some(2007 * 2 + 1));
        assert_eq!(period("2007H2", Half), Some(2007 * 2 + 1));
        assert_eq!(period("2007年第三季度", Quarter), Some(2007 * 4 + 2));
        assert_eq!(period("2007-Q3", Quarter), Some(2007 * 4 + 2));
        for text in ["2007-09", "2007年9月", "2007年9月份", "200709", "2007/9"] {
            assert_eq!(period(text, Month), Some(2007 * 12 + 8), "{text}");
        }
        for (text, kind) in [("07", Year), ("2007-09", Year), ("2007—2008", Year), ("2007Q5", Quarter), ("2007-13", Month)] {
            assert_eq!(period(text, kind), None, "{text}");
        }
    }
}
