//! The places where a rule goes one way or another.

use crate::text::Span;

/// A place where a rule goes one way or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Branch {
    pub kind: BranchKind,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BranchKind {
    When,
    Except,
    Exempt,
    /// An arm of `choose`, and what stands for the rest.
    Arm,
    Otherwise,
}
