//! Exit codes. Flags move thresholds, never the meaning of a code.

use crate::diag::{Diagnostic, Severity};
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

/// From which consequence on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailOn {
    Breach,
    Open,
    Query,
    Shortfall,
    None,
}

impl FailOn {
    pub const NAMES: [&'static str; 5] = ["breach", "open", "query", "shortfall", "none"];

    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "breach" => Self::Breach,
            "open" => Self::Open,
            "query" => Self::Query,
            "shortfall" => Self::Shortfall,
            "none" => Self::None,
            _ => return None,
        })
    }

    pub fn fails(self, summary: &Summary) -> bool {
        let counts = [summary.breaches, summary.open, summary.queries, summary.shortfalls];
        let upto = match self {
            Self::Breach => 1,
            Self::Open => 2,
            Self::Query => 3,
            Self::Shortfall => 4,
            Self::None => 0,
        };
        counts.iter().take(upto).any(|n| *n > 0)
    }
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
