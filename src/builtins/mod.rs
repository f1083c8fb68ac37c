//! The functions of the language: one file per family, each function with its names, signature, meaning and a running example.
//! The checker resolves calls here; hover, completion and the reference read the same table.

#![deny(clippy::wildcard_enum_match_arm)]

mod aggregates;
mod facts;
mod numbers;
mod time;

pub use facts::facts;

use crate::diag::Bilingual;
use crate::hir::{AggFn, Func};
use crate::num::Rounding;
use crate::text::fold_name;

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

/// Every function, family by family.
pub const ALL: &[&[Builtin]] = &[aggregates::ALL, time::ALL, numbers::ALL];

pub fn all() -> impl Iterator<Item = &'static Builtin> {
    ALL.iter().copied().flatten()
}

/// The function of this name, English or Chinese.
pub fn find(name: &str) -> Option<&'static Builtin> {
    let name = fold_name(name);
    all().find(|b| b.is_named(&name))
}

/// The English name of the function of this name.
pub fn english(name: &str) -> Option<&'static str> {
    find(name).map(|b| b.name_en)
}

/// The functions over rows, for telling which there are.
pub fn over_rows() -> impl Iterator<Item = &'static Builtin> {
    all().filter(|b| matches!(b.meaning, Meaning::Agg(_)))
}

/// All names in both languages, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    all().flat_map(|b| std::iter::once(b.name_en).chain(b.names_zh.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_functions() {
        let mut names: Vec<&str> = names().chain(all().flat_map(|b| b.old_names.iter().copied())).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn both_languages_lead_to_one_function() {
        assert_eq!(find("合计").map(|b| b.name_en), Some("sum"));
        assert_eq!(find("上年同期").map(|b| b.meaning), Some(Meaning::LastYear));
        assert!(find("summe").is_none());
    }
}
