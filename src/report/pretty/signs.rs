//! Signs and colours of verdicts and consequences.

use crate::finding::{Consequence, ORDER, Tally, Verdict};
use crate::report::page::layout::Ink;

/// The ink of a consequence.
pub(crate) fn ink(c: Consequence) -> Ink {
    match c {
        Consequence::Breach => Ink::Red,
        Consequence::Open => Ink::Yellow,
        Consequence::Query => Ink::Magenta,
        Consequence::Shortfall => Ink::Blue,
        Consequence::Waived | Consequence::Explained => Ink::Cyan,
        Consequence::Noted => Ink::Faint,
    }
}

/// The ink of a verdict.
fn verdict_ink(verdict: Verdict) -> Ink {
    match verdict {
        Verdict::Violated => Ink::Red,
        Verdict::Undetermined => Ink::Yellow,
        Verdict::Met => Ink::Green,
        Verdict::Exempt => Ink::Cyan,
        Verdict::NotApplicable => Ink::Faint,
    }
}

/// Verdicts in the order in which they are shown, with their signs and inks.
pub(crate) fn signs() -> [(Verdict, &'static str, Ink); 5] {
    ORDER.map(|v| (v, sign(v), verdict_ink(v)))
}

/// The sign of a verdict in tables.
fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Violated => "✗",
        Verdict::Undetermined => "?",
        Verdict::Met => "✓",
        Verdict::Exempt => "~",
        Verdict::NotApplicable => "–",
    }
}

pub(crate) fn count(tally: &Tally, verdict: Verdict) -> u64 {
    match verdict {
        Verdict::Met => tally.met,
        Verdict::Violated => tally.violated,
        Verdict::Undetermined => tally.undetermined,
        Verdict::Exempt => tally.exempt,
        Verdict::NotApplicable => tally.not_applicable,
    }
}
