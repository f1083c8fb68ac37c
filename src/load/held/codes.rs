//! What a code looks like, and which column of a relation names its rows.

use crate::ty::{ColId, Origin, Relation};

/// Digits of the code of a county.
pub const COUNTY: usize = 6;

/// Written as the codes of offices are: signs of ASCII, a digit among them, no blanks. Names are not.
pub fn is_code(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// The one column of texts in the key of a relation: what names its rows.
pub fn key_of(relation: &Relation) -> Option<ColId> {
    let mut texts = relation.key.iter().filter(|k| relation.columns.get(k.index()).is_some_and(|c| c.ty.is_coded()));
    let only = texts.next().copied().filter(|_| texts.next().is_none());
    only.filter(|_| !matches!(relation.origin, Origin::Nested { .. } | Origin::Calendar))
}
