//! Faults of syntax and what follows from them: a rule that lost a line is not the rule its author wrote, and a name whose
//! declaration could not be read is not unknown.

use crate::ast::Item;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::text::{Source, Sources, Span};
use std::collections::BTreeSet;

/// What the parser reported, and where the items stand.
#[derive(Debug, Default)]
pub(in crate::check) struct Faults {
    places: Vec<Span>,
    items: Vec<Span>,
    /// The words of what could not be read of declarations: names that are declared there, or would be.
    lost: BTreeSet<String>,
    /// A field, a column or a whole record may be missing.
    schema: bool,
}

/// Mistakes in an item that stand by themselves even when another part of the item could not be read.
const STAND_IN_ITEM: &[&str] = &["N003", "N006", "N007", "N009", "N010", "N012", "N014", "T003", "T008", "T016"];
/// What a lost field or clause can bring about in other items.
const FOLLOW_ELSEWHERE: &[&str] =
    &["N006", "N009", "R023", "R003", "R004", "R006", "R012", "R009", "T013", "T014", "T018", "T021", "W004"];
/// What a lost item can bring about.
const FOLLOW_LOST: &[&str] = &["N001", "N005", "N006", "N009", "N011", "N014", "N007", "P001"];
/// What a period or a key that could not be read can bring about anywhere.
const FOLLOW_SCHEMA: &[&str] = &["R012", "T013", "W009"];
/// What any fault can bring about: what it hides may have used the name.
const FOLLOW_ANY: &[&str] = &["W001", "W002", "W022"];

impl Faults {
    pub fn of(sink: &Sink, items: &[&Item], sources: &Sources) -> Self {
        let faults = sink.list().iter().filter(|d| d.severity == Severity::Error);
        let places: Vec<Span> = faults.filter_map(Diagnostic::primary).collect();
        let lost = places.iter().flat_map(|p| words(lost_text(*p, items, sources))).map(str::to_string).collect();
        let holder = |p: &Span| items.iter().find(|i| contains(i.span(), *p));
        let schema = places.iter().any(|p| matches!(holder(p), None | Some(Item::Record(_) | Item::Extend(_) | Item::Table(_))));
        Self { places, items: items.iter().map(|i| i.span()).collect(), lost, schema }
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
            || (self.schema && follows(FOLLOW_SCHEMA))
            || d.labels.iter().any(|l| self.uses_lost(l.span, sources))
    }

    /// What could not be read may declare this name.
    pub fn may_declare(&self, name: &str) -> bool {
        self.lost.contains(name)
    }

    /// A name that stands there may be declared in what could not be read.
    fn uses_lost(&self, span: Span, sources: &Sources) -> bool {
        !self.lost.is_empty() && words(sources.slice(span)).any(|w| self.lost.contains(w))
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

/// What a fault makes of a declaration: the lines about it where the rest could be read, else all from where the item begins, at the
/// margin, to the next. Rules and tests declare nothing that others use.
fn lost_text<'a>(place: Span, items: &[&Item], sources: &'a Sources) -> &'a str {
    match items.iter().find(|i| contains(i.span(), place)) {
        Some(Item::Rule(_) | Item::Test(_) | Item::Scorecard(_) | Item::Exception(_)) => "",
        Some(Item::Classify(_) | Item::Define(_) | Item::Param(_) | Item::Kind(_) | Item::Unit(_)) => {
            whole_item(place, sources.get(place.file))
        }
        Some(_) => near_line(place, sources),
        None => whole_item(place, sources.get(place.file)),
    }
}

fn whole_item(place: Span, source: &Source) -> &str {
    let text: &str = &source.text;
    let at_margin = |from: usize| text.get(from..).is_some_and(|t| t.starts_with(|c: char| c.is_alphabetic()));
    let lines = |range: std::ops::Range<usize>| {
        let base = range.start;
        text.get(range).unwrap_or("").match_indices('\n').map(move |(i, _)| base + i + 1)
    };
    let at = place.start as usize;
    let start = lines(0..at).rfind(|l| at_margin(*l)).unwrap_or(0);
    let end = lines(at..text.len()).find(|l| at_margin(*l)).unwrap_or(text.len());
    text.get(start..end).unwrap_or("")
}

/// The words of a text that can be names: keywords of declarations and the words of types are none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    const COMMON: &[&str] = &[
        "in", "of", "to", "by", "as", "is", "for", "key", "one", "list", "ref", "and", "or", "not", "from", "a", "the", "record",
        "table", "define", "param", "because", "required", "require", "when", "sum", "count", "money", "text", "在", "对", "当",
        "且", "或", "的", "列表", "引用", "主键", "之一", "要求", "因为", "金额", "文本", "个数", "合计",
    ];
    let is_word = |c: char| c == '_' || unicode_ident::is_xid_continue(c);
    text.split(move |c| !is_word(c))
        .filter(|w| !w.is_empty() && !w.starts_with(|c: char| c.is_ascii_digit()) && !COMMON.contains(w))
}
