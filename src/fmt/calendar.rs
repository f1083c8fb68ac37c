//! Periods and loops over the calendar.

use super::context::Context;
use super::doc::{Doc, concat, text};
use super::words::{self, Word};
use crate::ast::{Expr, ExprKind, Length, Period};
use crate::text::Span;

impl Context<'_> {
    /// A period as written in a file whose words are kept, otherwise in the common form.
    pub(super) fn period(&self, period: &Period, span: Span) -> String {
        if self.keywords == super::Keywords::Keep {
            return self.literal(span).trim_matches(['(', ')', ' ']).to_string();
        }
        period.text()
    }

    /// `months of P .. Q`, `P 至 Q 的 各月`
    pub(super) fn calendar(&self, length: Option<Length>, from: &Expr, to: Option<&Expr>, postfix: bool) -> Doc {
        let word: &Word = match length {
            Some(Length::Year) => &words::YEARS,
            Some(Length::Half) => &words::HALVES,
            Some(Length::Quarter) => &words::QUARTERS,
            Some(Length::Month | Length::Span) => &words::MONTHS,
            None => &words::WEEKS,
        };
        let zh = self.prints_zh(postfix);
        let mut bounds = self.flat_expr(from);
        if let Some(to) = to {
            bounds = format!("{bounds} {} {}", if zh { "至" } else { ".." }, self.flat_expr(to));
        }
        let name = if zh { word.zh } else { word.en }.first().copied().unwrap_or_default();
        text(if zh { format!("{bounds} 的 {name}") } else { format!("{name} of {bounds}") })
    }

    /// The word in `year of m`, `m 的 年度`.
    pub(super) fn part_of(&self, share: &Expr, zh: bool) -> Option<Doc> {
        let ExprKind::Name(name) = &share.kind else { return None };
        let of_days = [&words::WEEKDAY_OF, &words::MONDAY_OF];
        let word = [&words::YEAR_OF, &words::HALF_OF, &words::QUARTER_OF, &words::MONTH_OF]
            .into_iter()
            .chain(of_days)
            .find(|w| w.en.contains(&name.text.as_str()) || w.zh.contains(&name.text.as_str()))?;
        let list = if zh { word.zh } else { word.en };
        Some(concat([text(list.first().copied().unwrap_or_default())]))
    }
}
