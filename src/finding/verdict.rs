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

/// Verdicts in the order in which they are shown; of several about one subject the first is the subject's.
pub const ORDER: [Verdict; 5] = [Verdict::Violated, Verdict::Undetermined, Verdict::Met, Verdict::Exempt, Verdict::NotApplicable];

/// Where a verdict stands in [`ORDER`].
pub fn rank(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Violated => 0,
        Verdict::Undetermined => 1,
        Verdict::Met => 2,
        Verdict::Exempt => 3,
        Verdict::NotApplicable => 4,
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
    /// 已特许: any of these, let pass for a time by somebody who may.
    Waived,
    /// 已说明: a query that has been answered.
    Explained,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_places_in_the_order() {
        assert_eq!(ORDER.map(rank), [0, 1, 2, 3, 4]);
    }
}
