//! Figures as numbers, for tables that are ordered and filtered: with what is shown beside them in the number format. A number has fifteen digits there, so
//! a figure that needs more stays a text, as does everything that is not known.

use crate::diag::Lang;
use crate::num::{Rat, abs, show_exact_or};
use crate::ty::{Unit, english_noun};

/// Digits that a table holds of a number.
const DIGITS: u32 = 15;
/// Characters of what is shown beside it.
const BESIDE: usize = 40;

/// A number with the way it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exact {
    /// In plain decimals; a share as a fraction of 1.
    pub(crate) digits: String,
    /// `"≥ "#,##0.00"万元"`
    pub(crate) format: String,
}

impl Exact {
    /// A value in base units; `before` is what is shown before it.
    pub(crate) fn of(value: &Rat, unit: &Unit, before: &str, lang: Lang) -> Option<Self> {
        if unit.calendar.is_some() {
            return None;
        }
        let (one, word) = match lang {
            Lang::Zh => (unit.factor.clone(), unit.name.clone()),
            Lang::En => english_noun(unit),
        };
        let plain = |v: &Rat| Some(show_exact_or(v, DIGITS)).filter(|t| !t.starts_with('≈'));
        let shown = plain(&(value / one))?;
        let percent = word == "%";
        let digits = if percent { plain(value)? } else { shown.clone() };
        let long = digits.bytes().filter(u8::is_ascii_digit).count() > DIGITS as usize;
        if long || before.chars().count() + word.chars().count() > BESIDE {
            return None;
        }
        let behind = shown.split_once('.').map_or_else(String::new, |(_, behind)| format!(".{}", "0".repeat(behind.len())));
        let word = match (percent, word.as_str(), lang) {
            (true, ..) => "%".to_string(),
            (_, "", _) => String::new(),
            (.., Lang::Zh) => drawn(&word),
            (.., Lang::En) => drawn(&format!(" {word}")),
        };
        let figure = format!("#,##0{behind}{word}");
        let format = match before {
            "" => figure,
            _ => format!("{}{figure};{}{figure}", drawn(before), drawn(&format!("{before}-"))),
        };
        Some(Self { digits, format })
    }

    /// The value, where a text shows it and nothing but `before` before it.
    pub(crate) fn said(text: &str, shown: &str, (value, unit): (&Rat, &Unit), lang: Lang) -> Option<Self> {
        let before = text.strip_suffix(shown).filter(|b| !b.contains(|c: char| c.is_ascii_digit()))?;
        Self::of(value, unit, before, lang)
    }

    /// The same for a difference, which is shown without its sign.
    pub(crate) fn missed(text: &str, shown: &str, (value, unit): (&Rat, &Unit), lang: Lang) -> Option<Self> {
        Self::said(text, shown, (&abs(value), unit), lang)
    }
}

/// A text that a number format draws as it is.
fn drawn(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !matches!(c, '"' | '\\') && !c.is_control()).collect();
    format!("\"{plain}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{int, ratio};
    use crate::ty::Units;

    #[test]
    fn figures_are_numbers_with_their_units_beside_them() {
        let units = Units::default();
        let make = |n: Rat, name: &str, before: &str, lang| {
            let unit = units.get(name).cloned().unwrap();
            Exact::of(&(n * &unit.factor), &unit, before, lang).map(|e| (e.digits, e.format))
        };
        let pair = |a: &str, b: &str| Some((a.to_string(), b.to_string()));
        assert_eq!(make(ratio(599_999, 10_000), "万元", "", Lang::Zh), pair("59.9999", "#,##0.0000\"万元\""));
        assert_eq!(make(int(60), "%", "≥ ", Lang::Zh), pair("0.6", "\"≥ \"#,##0%;\"≥ -\"#,##0%"));
        assert_eq!(make(ratio(599_999, 10_000), "%", "", Lang::Zh), pair("0.599999", "#,##0.0000%"));
        assert_eq!(make(int(60), "万元", "", Lang::En), pair("600000", "#,##0\" yuan\""));
        // A third has no end, and sixteen digits are one too many.
        assert_eq!(make(ratio(1, 3), "万元", "", Lang::Zh), None);
        assert_eq!(make(int(1_234_567_890_123_456), "万元", "", Lang::Zh), None);
        assert_eq!(make(int(123_456_789_012_345), "万元", "", Lang::Zh), pair("123456789012345", "#,##0\"万元\""));
    }
}
