//! A line of a rule, or of an exception from it.

use super::{Expr, Str};
use crate::text::Span;

/// Grades of force of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Force {
    Require,
    Verify,
    Aim,
}

/// `require e`, `verify e`, `aim e`
#[derive(Clone, Debug)]
pub struct Line {
    pub force: Force,
    /// What tests call it.
    pub label: Option<Str>,
    pub expr: Expr,
    pub span: Span,
}
