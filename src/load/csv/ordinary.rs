//! Cells and rows that need no second look: what every reader agrees is an ordinary row of its table, and nothing else. Whoever reads a large
//! file without keeping it lets only such rows go. What is not ordinary here may be so all the same; it is looked at in full.

use crate::load::line_words::{may_be_total, may_tell, total_word};
use crate::load::names::{Names, is_named};
use crate::load::numbering::is_number_of_column;
use crate::load::value::may_be_mark;
use crate::text::fold_text;
use crate::ty::{RelId, Schema};
use rustc_hash::FxHashSet;

/// What texts of one table must not be.
pub struct Plain {
    names: Names,
    rel: RelId,
    /// How many bytes names of columns have: most texts are told from them by that.
    lengths: FxHashSet<usize>,
    /// The record names rows of totals of its own.
    own_totals: bool,
    /// Texts that stand for others.
    aliases: FxHashSet<String>,
}

impl Plain {
    pub fn new(schema: &Schema, rel: RelId) -> Self {
        let relation = schema.get(rel);
        let columns = relation.columns.iter();
        let titles = columns.flat_map(|c| std::iter::once(&c.name).chain(&c.label).chain(&c.aliases));
        Self {
            names: Names::new(schema),
            rel,
            lengths: titles.map(String::len).collect(),
            own_totals: !relation.total_rows.is_empty(),
            aliases: schema.aliases.iter().map(|(alias, _)| fold_text(alias)).collect(),
        }
    }

    /// Whether a cell is a text that stands for itself: no mark, no word of totals, the same when folded, without an unusual sign.
    pub fn is_text(&self, text: &str) -> bool {
        if self.own_totals || (!self.aliases.is_empty() && self.aliases.contains(text)) {
            return false;
        }
        let bytes = text.as_bytes();
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
        if !(first.is_ascii_alphanumeric() || (0xE4..=0xE9).contains(first)) {
            return false;
        }
        // A code that ends in a digit is no mark and no word.
        let code = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        if last.is_ascii_digit() && !matches!(first, b'o' | b'O') && bytes.iter().all(code) {
            return true;
        }
        let usual = |c: char| matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}') && !matches!(c, '+' | '"');
        text.chars().all(usual) && !may_be_mark(text) && (!may_be_total(text) || total_word(text).is_none())
    }

    /// Whether a text that passed, at the beginning of a row or behind it, did so by the places of its digits alone: a code of letters and digits
    /// in which only these differ passes as well.
    pub fn passes_by_shape(&self, text: &str) -> bool {
        let code = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let bytes = text.as_bytes();
        let shaped =
            bytes.iter().all(code) && bytes.iter().any(u8::is_ascii_alphabetic) && bytes.last().is_some_and(u8::is_ascii_digit);
        shaped && self.aliases.is_empty() && !self.lengths.contains(&bytes.len())
    }

    /// Whether a row that is filled in may begin with such a text and be nothing but a row: no note, no header, no line of numbers.
    pub fn may_begin(&self, text: &str) -> bool {
        let named = || {
            let bracketed = text.ends_with([')', '）', ']', '］', '】']);
            (bracketed || self.lengths.contains(&text.len())) && is_named(&self.names, self.rel, text)
        };
        !may_tell(text) && !is_number_of_column(text, 1) && !named()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_its_shape_passes_with_any_digits() {
        let plain = Plain { aliases: FxHashSet::default(), lengths: FxHashSet::from_iter([2]), ..plain() };
        let passes = |text: &str| plain.is_text(text) && plain.may_begin(text);
        for text in ["DK000000001", "N-7", "tower9", "x_10", "S5b1", "a0", "131121", "1", "安平县", "note5", "1.5E+9", "A公司1"]
        {
            let shaped = passes(text) && plain.passes_by_shape(text);
            for digit in "0123456789".chars() {
                let other: String = text.chars().map(|c| if c.is_ascii_digit() { digit } else { c }).collect();
                assert!(!shaped || passes(&other), "{text} {other}");
            }
        }
        assert!(plain.passes_by_shape("DK000000001") && passes("DK000000001") && plain.passes_by_shape("N-7"));
        assert!(!["131121", "a0", "A公司1", "Sb"].iter().any(|t| plain.passes_by_shape(t)));
    }

    fn plain() -> Plain {
        Plain {
            names: Names::new(&Schema::default()),
            rel: RelId(0),
            lengths: FxHashSet::default(),
            own_totals: false,
            aliases: FxHashSet::from_iter(["省直".to_string()]),
        }
    }

    #[test]
    fn what_may_be_something_else_is_not_plain() {
        let plain = plain();
        for text in ["DK000000001", "131121", "安平县", "M0001", "N-7", "tower9", "A公司", "a.b"] {
            assert!(plain.is_text(text), "{text}");
        }
        for text in [
            "",
            " a",
            "合计",
            "小计",
            "2007年全市",
            "total",
            "ofwhich1",
            "无",
            "不详",
            "N/A",
            "NA",
            "1.5E+9",
            "ＤＫ1",
            "é",
            "葛\u{fe00}",
            "省直",
            "—",
            "#1",
        ] {
            assert!(!plain.is_text(text), "{text}");
        }
    }
}
