//! Periods as written: `2007-03`, `2007年三季度`, `2007年1—9月`.

use super::Rule;
use crate::ast::{Length, Period};
use crate::text::to_halfwidth;
use fadu_grammar::Pair;

/// The period of a `period_lit` pair; `None` where there is no such month, or the months run backwards.
pub(super) fn period(pair: &Pair<'_, Rule>) -> Option<Period> {
    let of = pair.clone().into_inner().next()?;
    let (mut numbers, mut second_half) = (Vec::new(), None);
    for part in of.clone().into_inner() {
        let text: String = part.as_str().chars().map(to_halfwidth).collect();
        match part.as_rule() {
            Rule::half_zh => second_half = Some(text.starts_with('下')),
            Rule::part_zh => numbers.push(match text.as_str() {
                "一" => 1,
                "二" => 2,
                "三" => 3,
                _ => 4,
            }),
            Rule::year_no | Rule::month_no | Rule::month_iso | Rule::part_no => numbers.push(text.parse::<i64>().ok()?),
            _ => {}
        }
    }
    let year = *numbers.first()?;
    let (length, first, last) = match (of.as_rule(), numbers.as_slice()) {
        (Rule::period_month, [_, month]) => (Length::Month, *month, *month),
        (Rule::period_quarter, [_, n]) => (Length::Quarter, n * 3 - 2, n * 3),
        (Rule::period_half, [_, n]) => (Length::Half, n * 6 - 5, n * 6),
        (Rule::period_half, [_]) => {
            let first = if second_half? { 7 } else { 1 };
            (Length::Half, first, first + 5)
        }
        (Rule::period_span, [_, first, last]) => (Length::Span, *first, *last),
        (Rule::period_span, [_, first, later, last]) => (Length::Span, *first, (later - year) * 12 + last),
        _ => return None,
    };
    let real = (1..=12).contains(&first) && first <= last && year > 0;
    real.then_some(Period { length, year, first, last })
}

/// Over what a loop over the calendar goes.
pub(super) fn length_of(rule: Rule) -> Option<Option<Length>> {
    Some(match rule {
        Rule::kw_months | Rule::kz_months => Some(Length::Month),
        Rule::kw_quarters | Rule::kz_quarters => Some(Length::Quarter),
        Rule::kw_halves | Rule::kz_halves => Some(Length::Half),
        Rule::kw_years | Rule::kz_years => Some(Length::Year),
        Rule::kw_weeks | Rule::kz_weeks => None,
        _ => return None,
    })
}
