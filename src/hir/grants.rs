//! Exceptions that a document grants to named subjects.

use super::Expr;
use crate::finding;
use crate::text::Span;

/// An exception of the rule set: its rules hold it among their own `exempt` and `except`.
#[derive(Clone, Debug)]
pub struct Grant {
    pub terms: finding::Grant,
    /// Ids of the rules it names.
    pub rules: Vec<String>,
    /// The texts it names subjects by.
    pub named: Vec<String>,
    /// Something else is asked in place of what the rules ask.
    pub replaces: bool,
    pub span: Span,
}

/// What makes an `exempt` or an `except` of a rule one that a document grants.
#[derive(Clone, Debug)]
pub struct Granted {
    /// Index into [`super::RuleSet::grants`].
    pub grant: usize,
    /// Whom it names, whatever the day.
    pub who: Expr,
}
