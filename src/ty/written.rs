//! Periods as people write them, and what lies within what.

use super::day::PeriodKind;
use super::day::{months_of, per_year, span_of};

/// The number of a period counted in its own length: a year is its number, a half-year `2 × year + 0..1`, a quarter
/// `4 × year + 0..3`, a month `12 × year + 0..11`. `None` when the text names no such period. The text is folded and trimmed.
pub fn read_period(text: &str, kind: PeriodKind) -> Option<i64> {
    let digits = text.get(..4)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i64 = digits.parse().ok()?;
    if year < 1000 {
        return None;
    }
    let rest = text.get(4..)?.trim_start();
    let rest = rest.strip_prefix('年').map_or(rest, str::trim_start);
    let rest = rest.strip_prefix('度').filter(|_| kind == PeriodKind::Year).unwrap_or(rest);
    let part = match kind {
        PeriodKind::Year => return rest.is_empty().then_some(year),
        PeriodKind::Half => ordinal(rest, &["上半年", "下半年"], "H", "半年")?,
        PeriodKind::Quarter => ordinal(rest, &["一季度", "二季度", "三季度", "四季度"], "Q", "季度")?,
        PeriodKind::Month => month(rest)?,
        PeriodKind::Span => return months(text, year, rest),
    };
    Some(year * per_year(kind) + part)
}

/// From 0: `三季度`, `第三季度`, `Q3`, `3季度` are 2.
fn ordinal(text: &str, names: &[&str], letter: &str, suffix: &str) -> Option<i64> {
    let text = text.trim_start_matches(['-', ' ']);
    let text = text.strip_prefix('第').unwrap_or(text);
    if let Some(at) = names.iter().position(|n| *n == text) {
        return i64::try_from(at).ok();
    }
    let upper = text.to_ascii_uppercase();
    let digits = upper.strip_prefix(letter).or_else(|| upper.strip_suffix(suffix))?;
    let n: usize = digits.parse().ok().filter(|_| digits.len() == 1)?;
    i64::try_from(n.checked_sub(1).filter(|n| *n < names.len())?).ok()
}

fn month(text: &str) -> Option<i64> {
    let text = text.strip_prefix(['-', '/', '.']).unwrap_or(text);
    let text = text.strip_suffix("月份").or_else(|| text.strip_suffix('月')).unwrap_or(text);
    let n: i64 = text.parse().ok().filter(|_| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()))?;
    (1..=12).contains(&n).then_some(n - 1)
}

/// The period a text names, of whatever kind.
pub fn read_any_period(text: &str) -> Option<(i64, PeriodKind)> {
    let kinds = [PeriodKind::Year, PeriodKind::Half, PeriodKind::Quarter, PeriodKind::Month, PeriodKind::Span];
    kinds.into_iter().find_map(|kind| Some((read_period(text, kind)?, kind)))
}

/// `1—9月`, `1月至9月`, `-01..2007-09`, and every shorter or longer period of the year.
fn months(text: &str, year: i64, rest: &str) -> Option<i64> {
    for kind in [PeriodKind::Year, PeriodKind::Half, PeriodKind::Quarter, PeriodKind::Month] {
        if let Some(period) = read_period(text, kind) {
            return as_span(period, kind);
        }
    }
    let number = |t: &str| {
        let t = t.trim();
        let t = t.strip_suffix("月份").or_else(|| t.strip_suffix('月')).unwrap_or(t).trim();
        t.parse::<i64>().ok().filter(|_| t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit()))
    };
    if let Some((first, last)) = rest.split_once("..") {
        let last = last.trim_start().strip_prefix(&format!("{year:04}-"))?;
        return span_of(year, number(first.strip_prefix('-')?)?, number(last)?);
    }
    let at = rest.find(['—', '–', '～', '~', '至', '-'])?;
    let (first, last) = rest.split_at(at);
    let last = last.trim_start_matches(['—', '–', '～', '~', '至', '-']);
    last.contains('月').then(|| span_of(year, number(first)?, number(last)?)).flatten()
}

/// The same months as a span; `None` where they lie in several years.
pub fn as_span(period: i64, kind: PeriodKind) -> Option<i64> {
    let (first, last) = months_of(period, kind);
    span_of(first.div_euclid(12), first.rem_euclid(12) + 1, last.rem_euclid(12) + 1)
}

/// The periods of a kind that lie within another; none where that is shorter.
pub fn periods_within(period: i64, of: PeriodKind, kind: PeriodKind) -> Vec<i64> {
    if kind == PeriodKind::Span {
        return as_span(period, of).into_iter().collect();
    }
    let ((first, last), length) = (months_of(period, of), 12 / per_year(kind));
    let (from, after) = ((first + length - 1).div_euclid(length), (last + 1).div_euclid(length));
    (from..after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_one_year() {
        let span = span_of(2007, 1, 9);
        for text in ["2007年1—9月", "2007年1-9月", "2007年1月至9月", "2007年1～9月份", "2007-01..2007-09", "2007-01 .. 2007-09"]
        {
            assert_eq!(read_any_period(text), span.map(|s| (s, PeriodKind::Span)), "{text}");
        }
        assert_eq!(read_period("2007年三季度", PeriodKind::Span), span_of(2007, 7, 9));
        assert_eq!(read_period("2007", PeriodKind::Span), span_of(2007, 1, 12));
        for text in ["2007年9—1月", "2007年1—13月", "2007年1—9", "2007-01..2008-02"] {
            assert_eq!(read_period(text, PeriodKind::Span), None, "{text}");
        }
    }

    #[test]
    fn what_lies_within() {
        assert_eq!(periods_within(2007, PeriodKind::Year, PeriodKind::Quarter), (2007 * 4..2007 * 4 + 4).collect::<Vec<_>>());
        let span = span_of(2007, 2, 9).unwrap();
        assert_eq!(periods_within(span, PeriodKind::Span, PeriodKind::Quarter), vec![2007 * 4 + 1, 2007 * 4 + 2]);
        assert_eq!(periods_within(2007 * 12, PeriodKind::Month, PeriodKind::Year), Vec::<i64>::new());
    }
}
