//! Rows that were judged while they were read and then let go: how many, what rules came to on them, what they add to groups. Of every group,
//! and of every text and period, the first rows are kept, so what is here adds to rows that are there.

use crate::plan::{AggId, ScopeId};
use crate::ty::RelId;

/// What became of the rows that were let go.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    pub files: Vec<PassedFile>,
    pub groups: Vec<PassedGroups>,
}

/// The rows of one file.
#[derive(Clone, Debug)]
pub struct PassedFile {
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
pub struct PassedGroups {
    pub scope: ScopeId,
    pub groups: Vec<PassedGroup>,
    /// What is worked out of them, and at how many decimals.
    pub aggs: Vec<(AggId, u32)>,
}

#[derive(Clone, Debug)]
pub struct PassedGroup {
    pub key: Vec<PassedKey>,
    pub rows: u64,
    /// By aggregate: the sum, least or greatest of the figures; the number of rows for a count.
    pub values: Vec<i128>,
}

/// A part of a key, by what it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PassedKey {
    Text(String),
    Int(i64),
}

impl Passed {
    /// What was passed of the groups of a scope.
    pub fn of_scope(&self, scope: ScopeId) -> Option<&PassedGroups> {
        self.groups.iter().find(|g| g.scope == scope)
    }

    pub fn rows(&self, rel: RelId) -> u64 {
        self.files.iter().filter(|f| f.rel == rel).map(|f| f.rows).sum()
    }

    /// What rules of one row came to on all that was let go.
    pub fn verdicts(&self, rule: usize) -> Verdicts {
        let own = self.files.iter().flat_map(|f| &f.rules).filter(|(at, _)| *at == rule);
        own.fold(Verdicts::default(), |sum, (_, v)| sum.plus(*v))
    }
}
