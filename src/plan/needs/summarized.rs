//! Rows that are not in hand: how many, what rules came to on them, what they add to groups. They were judged while they were read and then let
//! go, or an engine elsewhere counted and summed them.

use crate::plan::{AggId, ScopeId};
use crate::ty::RelId;
use std::sync::atomic::{AtomicBool, Ordering};

/// What stands in place of the rows that are not in hand.
#[derive(Debug, Default)]
pub struct Summarized {
    pub files: Vec<SummarizedFile>,
    pub groups: Vec<SummarizedGroups>,
    /// Whether single ones of them were asked for.
    wanted: AtomicBool,
}

/// The rows of one file.
#[derive(Clone, Debug)]
pub struct SummarizedFile {
    pub rel: RelId,
    /// Index of its submission.
    pub submission: u32,
    pub rows: u64,
    /// By rule of one row: how many surely met it, and of how many it surely does not speak.
    pub rules: Vec<(usize, Verdicts)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    pub met: u64,
    pub not_applicable: u64,
}

impl Verdicts {
    pub fn plus(self, other: Self) -> Self {
        Self { met: self.met + other.met, not_applicable: self.not_applicable + other.not_applicable }
    }
}

/// What they add to the groups of a scope.
#[derive(Clone, Debug)]
pub struct SummarizedGroups {
    pub scope: ScopeId,
    pub groups: Vec<SummarizedGroup>,
    /// What is worked out of them, and at how many decimals.
    pub aggs: Vec<(AggId, u32)>,
}

/// Rows of one key that surely belong and all of whose figures are known.
#[derive(Clone, Debug)]
pub struct SummarizedGroup {
    pub key: Vec<KeyPart>,
    pub rows: u64,
    /// By aggregate: the sum, least or greatest of the figures; the number of rows for a count.
    pub values: Vec<i128>,
}

/// A part of a key, by what it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyPart {
    Text(String),
    Int(i64),
}

impl Summarized {
    /// What is known of the groups of a scope; `None` where all its rows are in hand.
    pub fn of_scope(&self, scope: ScopeId) -> Option<&SummarizedGroups> {
        self.groups.iter().find(|g| g.scope == scope)
    }

    pub fn rows(&self, rel: RelId) -> u64 {
        self.files.iter().filter(|f| f.rel == rel).map(|f| f.rows).sum()
    }

    /// Notes that something turns on single rows. What was judged without them is sound, and may be less sharp.
    pub fn want_rows(&self) {
        self.wanted.store(true, Ordering::Relaxed);
    }

    /// Whether anything turned on single rows.
    pub fn wanted_rows(&self) -> bool {
        self.wanted.load(Ordering::Relaxed)
    }
}

impl SummarizedGroups {
    /// Where the values of an aggregate stand, and at how many decimals.
    pub fn place(&self, agg: AggId) -> Option<(usize, u32)> {
        self.aggs.iter().position(|(of, _)| *of == agg).map(|at| (at, self.aggs[at].1))
    }
}
