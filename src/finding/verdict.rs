//! Verdicts and their consequences: two columns.

use crate::ast::Force;
pub use crate::ast::Verdict;

/// What a verdict means for the one who was judged, by the line's force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consequence {
    /// 违反: a `require` violated.
    Breach,
    /// 待定: a `require` undetermined; blocks like a breach and is counted apart.
    Open,
    /// 待说明: a `verify` violated or undetermined.
    Query,
    /// 未达: an `aim` missed; never a violation.
    Shortfall,
    /// An `aim` undetermined, or a verdict that asks nothing of anybody.
    Noted,
}

impl Consequence {
    pub fn of(force: Force, verdict: Verdict) -> Self {
        match (verdict, force) {
            (Verdict::Violated, Force::Require) => Self::Breach,
            (Verdict::Undetermined, Force::Require) => Self::Open,
            (Verdict::Violated | Verdict::Undetermined, Force::Verify) => Self::Query,
            (Verdict::Violated, Force::Aim) => Self::Shortfall,
            _ => Self::Noted,
        }
    }

    /// Stops a run with exit code 1 unless `--fail-on` says otherwise.
    pub fn blocks(self) -> bool {
        matches!(self, Self::Breach | Self::Open)
    }
}
