//! Faults of syntax and what follows from them: a rule that lost a line is not the rule its author wrote, and a name whose
//! declaration could not be read is not unknown.

use crate::ast::Item;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::text::{Sources, Span};

/// What the parser reported, and where the items stand.
#[derive(Debug, Default)]
pub(super) struct Faults {
    places: Vec<Span>,
    items: Vec<Span>,
}

/// What a lost line of a rule can bring about elsewhere in it.
const FOLLOW_IN_ITEM: &[&str] = &["N001", "N005", "N013", "R001", "R002", "R005", "R010", "W002", "W007"];
/// What a lost field or clause can bring about in other items.
const FOLLOW_ELSEWHERE: &[&str] = &["N006", "N009", "R004", "R006", "R012", "R009", "T013", "W004"];
/// What a lost item can bring about.
const FOLLOW_LOST: &[&str] = &["N001", "N005", "N009", "N011", "N014", "N007", "P001", "W001"];

impl Faults {
    pub fn of(sink: &Sink, items: &[&Item]) -> Self {
        let faults = sink.list().iter().filter(|d| d.severity == Severity::Error);
        Self { places: faults.filter_map(Diagnostic::primary).collect(), items: items.iter().map(|i| i.span()).collect() }
    }

    /// A fault of syntax lies inside.
    pub fn within(&self, span: Span) -> bool {
        self.places.iter().any(|p| contains(span, *p))
    }

    /// The mistake would not be there without a fault of syntax that was reported.
    pub fn explain(&self, d: &Diagnostic, sources: &Sources) -> bool {
        let (Some(place), false) = (d.primary(), self.places.is_empty()) else {
            return !self.places.is_empty() && FOLLOW_LOST.contains(&d.code);
        };
        if self.places.iter().any(|p| same_line(*p, place, sources)) {
            return true;
        }
        let damaged = |span: Span| self.items.iter().any(|item| contains(*item, span) && self.within(*item));
        if FOLLOW_IN_ITEM.contains(&d.code) && damaged(place) {
            return true;
        }
        if FOLLOW_ELSEWHERE.contains(&d.code) && d.labels.iter().skip(1).any(|l| damaged(l.span)) {
            return true;
        }
        // An item that could not be read at all: its name stands in the line of the fault.
        let name = sources.slice(place);
        let lost = self.places.iter().filter(|p| !self.items.iter().any(|item| contains(*item, **p)));
        FOLLOW_LOST.contains(&d.code) && lost.clone().any(|p| !name.is_empty() && line(*p, sources).contains(name))
            || d.code == "W001" && lost.count() > 0
    }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

fn same_line(a: Span, b: Span, sources: &Sources) -> bool {
    let line = |s: Span| sources.get(s.file).lines().line_of(s.start as usize);
    a.file == b.file && line(a) == line(b)
}

fn line(span: Span, sources: &Sources) -> &str {
    let source = sources.get(span.file);
    let lines = source.lines();
    let range = lines.line_range(&source.text, lines.line_of(span.start as usize));
    source.text.get(range).unwrap_or("")
}
