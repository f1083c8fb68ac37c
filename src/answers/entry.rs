//! An entry of a file of waivers or explanations, as written.

use crate::finding::AnswerKind;
use crate::text::Span;
use std::collections::BTreeMap;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub text: String,
    pub span: Span,
}

/// One entry: what its keys say. What is blank is not there.
#[derive(Clone, Debug)]
pub struct Entry {
    pub kind: AnswerKind,
    pub span: Span,
    pub values: BTreeMap<&'static str, Written>,
}

/// Keys of a waiver: those that must be filled in, and the others.
pub const WAIVER: (&[&str], &[&str]) = (
    &["rule", "subject", "reason", "approved_by", "document", "expires"],
    &["finding", "line", "period", "from", "bound", "gap", "limit", "figure", "against"],
);
pub const EXPLANATION: (&[&str], &[&str]) =
    (&["rule", "subject", "text", "by", "date", "figure"], &["finding", "line", "period", "bound", "against"]);

/// What an entry of a kind is made of.
pub fn keys(kind: AnswerKind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        AnswerKind::Waiver => WAIVER,
        AnswerKind::Explanation => EXPLANATION,
    }
}

/// The name of the list that holds entries of a kind.
pub fn list_name(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Waiver => "waivers",
        AnswerKind::Explanation => "explanations",
    }
}

impl Entry {
    pub fn get(&self, key: &str) -> Option<&Written> {
        self.values.get(key)
    }

    pub fn text(&self, key: &str) -> &str {
        self.get(key).map_or("", |w| w.text.as_str())
    }

    /// Where a key stands, else the entry.
    pub fn place(&self, key: &str) -> Span {
        self.get(key).map_or(self.span, |w| w.span)
    }

    /// Keys that must be filled in and are not.
    pub fn missing(&self) -> Vec<&'static str> {
        keys(self.kind).0.iter().copied().filter(|key| self.get(key).is_none()).collect()
    }
}
