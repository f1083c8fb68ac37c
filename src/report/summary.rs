//! What a run came to, in numbers.

use crate::diag::Severity;
use crate::finding::Consequence;
use crate::report::input::Report;

/// What a run came to, for exit codes and last lines. Findings beyond [`Findings::LIMIT`] per rule are in `unlisted` only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// 违反: `require` violated.
    pub breaches: usize,
    /// 待定: `require` undetermined.
    pub open: usize,
    /// 待说明: `verify` violated or undetermined.
    pub queries: usize,
    /// 未达: `aim` violated.
    pub shortfalls: usize,
    /// Exempt, not applicable, and undetermined aims.
    pub noted: usize,
    /// 已特许: let pass by a waiver, whatever it was.
    pub waived: usize,
    /// 已说明: queries that have been answered.
    pub explained: usize,
    pub unlisted: usize,
    /// Rules that met no subject.
    pub without_subject: usize,
    /// Rules over a table that is complete and empty.
    pub nil_reports: usize,
    /// Mistakes in rules and input.
    pub errors: usize,
    pub warnings: usize,
}

impl Summary {
    /// Breaches and open requirements: what blocks unless the user moves the threshold.
    pub fn blocking(&self) -> usize {
        self.breaches + self.open
    }
}

/// Counts what a report holds.
pub fn summary(report: &Report) -> Summary {
    let mut sum = Summary {
        unlisted: report.findings.unlisted,
        without_subject: report.findings.without_subject.len(),
        nil_reports: report.findings.nil_reports.len(),
        ..Summary::default()
    };
    for finding in &report.findings.list {
        *match finding.consequence() {
            Consequence::Breach => &mut sum.breaches,
            Consequence::Open => &mut sum.open,
            Consequence::Query => &mut sum.queries,
            Consequence::Shortfall => &mut sum.shortfalls,
            Consequence::Waived => &mut sum.waived,
            Consequence::Explained => &mut sum.explained,
            Consequence::Noted => &mut sum.noted,
        } += 1;
    }
    for diagnostic in report.diagnostics {
        *match diagnostic.severity {
            Severity::Error => &mut sum.errors,
            Severity::Warning => &mut sum.warnings,
        } += 1;
    }
    sum
}
