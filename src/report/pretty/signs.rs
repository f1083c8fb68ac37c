//! Signs and colours of verdicts and consequences.

use crate::finding::{Consequence, Tally, Verdict};
use crate::report::page::layout::Ink;

/// The ink of a consequence.
pub(crate) fn ink(c: Consequence) -> Ink {
    match c {
        Consequence::Breach => Ink::Red,
        Consequence::Open => Ink::Yellow,
        Consequence::Query => Ink::Magenta,
        Consequence::Shortfall => Ink::Blue,
        Consequence::Noted => Ink::Faint,
    }
}

/// Verdicts in the order in which they are shown, with their signs and inks.
pub(crate) const SIGNS: [(Verdict, &str, Ink); 5] = [
    (Verdict::Violated, "✗", Ink::Red),
    (Verdict::Undetermined, "?", Ink::Yellow),
    (Verdict::Met, "✓", Ink::Green),
    (Verdict::Exempt, "~", Ink::Cyan),
    (Verdict::NotApplicable, "–", Ink::Faint),
];

pub(crate) fn count(tally: &Tally, verdict: Verdict) -> u64 {
    match verdict {
        Verdict::Met => tally.met,
        Verdict::Violated => tally.violated,
        Verdict::Undetermined => tally.undetermined,
        Verdict::Exempt => tally.exempt,
        Verdict::NotApplicable => tally.not_applicable,
    }
}
