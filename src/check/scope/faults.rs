//! Faults of syntax and what follows from them: a rule that lost a line is not the rule its author wrote, and a name whose
//! declaration could not be read is not unknown.

use crate::ast::Item;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::text::{Sources, Span};

/// What the parser reported, and where the items stand.
#[derive(Debug, Default)]
pub(in crate::check) struct Faults {
    places: Vec<Span>,
    items: Vec<Span>,
}

/// Mistakes in an item that stand by themselves even when another part of the item could not be read.
const STAND_IN_ITEM: &[&str] = &["N003", "N006", "N007", "N009", "N010", "N012", "N014", "T003", "T008", "T016"];
/// What a lost field or clause can bring about in other items.
const FOLLOW_ELSEWHERE: &[&str] =
    &["N006", "N009", "R003", "R004", "R006", "R012", "R009", "T013", "T014", "T018", "T021", "W004"];
/// What a lost item can bring about.
const FOLLOW_LOST: &[&str] = &["N001", "N005", "N006", "N009", "N011", "N014", "N007", "P001"];
/// What any fault can bring about: what it hides may have used the name.
const FOLLOW_ANY: &[&str] = &["W001", "W002"];

impl Faults {
    pub fn of(sink: &Sink, items: &[&Item]) -> Self {
        let faults = sink.list().iter().filter(|d| d.severity == Severity::Error);
        Self { places: faults.filter_map(Diagnostic::primary).collect(), items: items.iter().map(|i| i.span()).collect() }
    }

    /// A fault of syntax lies inside.
    pub fn within(&self, span: Span) -> bool {
        self.places.iter().any(|p| contains(span, *p))
    }

    /// A fault of syntax lies in the item that holds this place.
    pub fn is_damaged(&self, place: Span) -> bool {
        self.items.iter().any(|item| contains(*item, place) && self.within(*item))
    }

    /// The mistake would not be there without a fault of syntax that was reported.
    pub fn explain(&self, d: &Diagnostic, sources: &Sources) -> bool {
        if self.places.is_empty() {
            return false;
        }
        let Some(place) = d.primary() else { return FOLLOW_LOST.contains(&d.code) };
        let follows = |codes: &[&str]| codes.contains(&d.code);
        let elsewhere = || d.labels.iter().skip(1).any(|l| self.is_damaged(l.span));
        FOLLOW_ANY.contains(&d.code)
            || self.places.iter().any(|p| same_line(*p, place, sources))
            || (!follows(STAND_IN_ITEM) && self.is_damaged(place))
            || (follows(FOLLOW_ELSEWHERE) && elsewhere())
            || (follows(FOLLOW_LOST) && self.lost(d, place, sources))
    }

    /// An item that could not be read at all: its name stands in the line of the fault or before it, or nothing known is like it.
    fn lost(&self, d: &Diagnostic, place: Span, sources: &Sources) -> bool {
        let name = sources.slice(place);
        let mut lost = self.places.iter().filter(|p| !self.items.iter().any(|item| contains(*item, **p))).peekable();
        let no_idea = d.help.is_none() && d.code != "N006" && lost.peek().is_some();
        no_idea || (!name.is_empty() && lost.any(|p| near_line(*p, sources).contains(name)))
    }
}

pub(in crate::check) fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

fn same_line(a: Span, b: Span, sources: &Sources) -> bool {
    let line = |s: Span| sources.get(s.file).lines().line_of(s.start as usize);
    a.file == b.file && line(a) == line(b)
}

/// The line of a fault and the one before it.
fn near_line(span: Span, sources: &Sources) -> &str {
    let source = sources.get(span.file);
    let lines = source.lines();
    let line = lines.line_of(span.start as usize);
    let (from, to) = (lines.line_range(&source.text, line.saturating_sub(1)), lines.line_range(&source.text, line));
    source.text.get(from.start..to.end).unwrap_or("")
}
