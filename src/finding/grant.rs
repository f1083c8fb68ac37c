//! Exceptions that a document grants: what a report says of each, and how often it was made use of.

use crate::text::Span;

/// What a document grants, beside the rules and the subjects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// 文号
    pub number: String,
    pub title: Option<String>,
    /// Days since 1970-01-01, both included; no last day: until further notice.
    pub from: Option<i64>,
    pub until: Option<i64>,
    pub because: Option<String>,
}

/// A grant in one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantAccount {
    pub grant: Grant,
    /// Ids of the rules it names.
    pub rules: Vec<String>,
    /// The texts it names subjects by.
    pub named: Vec<String>,
    /// Something else is asked in place of what the rules ask.
    pub replaces: bool,
    /// Subjects of these rules for which it holds, for which that is not known, and that it names but not for their period or day.
    pub held: u64,
    pub open: u64,
    pub outside: u64,
    pub span: Span,
}

impl GrantAccount {
    /// With the use that other rules made of it.
    pub fn add(&mut self, other: &Self) {
        self.held += other.held;
        self.open += other.open;
        self.outside += other.outside;
    }

    /// It names nobody whom its rules judge here.
    pub fn is_idle(&self) -> bool {
        self.held + self.open + self.outside == 0
    }
}
