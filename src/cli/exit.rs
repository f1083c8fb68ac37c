//! Exit codes. Flags move thresholds, never the meaning of a code.

use crate::config::FailOn;
use crate::diag::{Diagnostic, Severity};
use crate::finding::Consequence;
use crate::report::Summary;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing blocking.
    Clean,
    /// Something blocking.
    Blocking,
    /// The check itself could not be done, wholly or in part; wins over blocking.
    Impossible,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Blocking => 1,
            Self::Impossible => 2,
        }
    }
}

/// Whether what was found reaches the threshold.
pub fn fails(fail_on: FailOn, summary: &Summary) -> bool {
    let levels = [
        (FailOn::Violated, summary.breaches),
        (FailOn::Undetermined, summary.open),
        (FailOn::Query, summary.queries),
        (FailOn::Shortfall, summary.shortfalls),
    ];
    levels.iter().any(|(level, count)| *level <= fail_on && *count > 0)
}

/// Whether a finding of this consequence counts as failed.
pub fn reaches(fail_on: FailOn, consequence: Consequence) -> bool {
    let from = match consequence {
        Consequence::Breach => FailOn::Violated,
        Consequence::Open => FailOn::Undetermined,
        Consequence::Query => FailOn::Query,
        Consequence::Shortfall => FailOn::Shortfall,
        Consequence::Waived | Consequence::Explained | Consequence::Noted => return false,
    };
    from <= fail_on
}

/// Whether a diagnostic says that the check could not be done. Bad cells (`D…`) do not: they are findings about the data, and the
/// rules that need them are open.
pub fn is_impossible(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error && !diagnostic.code.starts_with('D')
}

/// A bad cell blocks like an open rule.
pub fn is_bad_data(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error && diagnostic.code.starts_with('D')
}
