//! Verdicts and their consequences: two columns.

use crate::ast::Force;
pub use crate::ast::Verdict;

/// What may still come of a verdict when all data are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Possible {
    pub met: bool,
    pub violated: bool,
    /// Exempt, not in force, no base.
    pub leaves: bool,
}

impl Possible {
    /// What a verdict by itself says.
    pub fn of(verdict: Verdict) -> Self {
        let (met, violated) = match verdict {
            Verdict::Met => (true, false),
            Verdict::Violated => (false, true),
            Verdict::Undetermined => (true, true),
            Verdict::Exempt | Verdict::NotApplicable => (false, false),
        };
        Self { met, violated, leaves: matches!(verdict, Verdict::Exempt | Verdict::NotApplicable) }
    }
}

/// The name of a verdict in reports for programs; never translated.
pub fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Violated => "violated",
        Verdict::Undetermined => "undetermined",
        Verdict::Exempt => "exempt",
        Verdict::NotApplicable => "not_applicable",
    }
}

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
