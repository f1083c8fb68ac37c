//! One function as the table has it: names, signature, meaning and a running example.

use crate::diag::Bilingual;
use crate::hir::{AggFn, Func};
use crate::num::Rounding;

/// One function.
#[derive(Debug)]
pub struct Builtin {
    pub name_en: &'static str,
    pub names_zh: &'static [&'static str],
    /// Names it once had: read, with the advice to write the new one.
    pub old_names: &'static [&'static str],
    /// As an author writes it, `sum(value for row in rows when condition)`.
    pub signature: &'static str,
    pub doc_zh: &'static str,
    pub doc_en: &'static str,
    /// A whole rule file that uses it; a test parses and checks every one.
    pub example: &'static str,
    pub meaning: Meaning,
}

/// What a call becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Over rows.
    Agg(AggFn),
    /// The one row that fits, or a value of it.
    Only,
    /// Over values; the count of arguments it takes.
    Func(Func, usize),
    /// To digits or to the multiples of a step.
    Rounded(Rounding),
    /// The same row in the period before.
    Prior,
    /// The same row one year before.
    LastYear,
    /// The part of a figure between two bounds; an upper one that does not exist bounds nothing.
    Slice,
    /// A to-date figure less that of the period before in the same year.
    Increment,
}

impl Builtin {
    pub fn doc(&self) -> Bilingual {
        Bilingual::new(self.doc_zh, self.doc_en)
    }

    pub fn is_named(&self, name: &str) -> bool {
        self.name_en == name || self.names_zh.contains(&name) || self.is_old_name(name)
    }

    pub fn is_old_name(&self, name: &str) -> bool {
        self.old_names.contains(&name)
    }

    /// Its name in Chinese.
    pub fn name_zh(&self) -> &'static str {
        self.names_zh.first().copied().unwrap_or(self.name_en)
    }
}
