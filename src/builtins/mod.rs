//! The functions of the language: one file per family, each function with its names, signature, meaning and a running example.
//! The checker resolves calls here; hover, completion and the reference read the same table.

mod aggregates;
mod builtin;
mod facts;
mod numbers;
mod time;

pub use builtin::{Builtin, Meaning};
pub use facts::facts;

use crate::text::fold_name;

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
