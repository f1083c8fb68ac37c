//! What would mend a region, as `fadu-repair/1` for programs.

use super::lines::{LineDoc, Names, doc};
use crate::diag::{Diagnostic, Lang};
use crate::num::Rat;
use crate::repair::{Change, Left, Repair, Why};
use crate::report::{DiagnosticDoc, Place, cause_words, envelope, exact_text, mistakes, place};
use crate::text::Sources;
use crate::ty::Unit;
use serde::Serialize;

#[derive(Serialize)]
struct Body {
    who: String,
    name: Option<String>,
    /// `sound`, `mended`, `partly`, `not_mended`; `null` where nobody is called so.
    outcome: Option<&'static str>,
    proven: bool,
    changes: Vec<ChangeDoc>,
    broken: Vec<LineDoc>,
    left: Vec<LeftDoc>,
    open: Vec<OpenDoc>,
    elsewhere: Vec<LineDoc>,
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct ChangeDoc {
    place: Option<Place>,
    row: String,
    field: String,
    from: FigureDoc,
    to: FigureDoc,
    mends: Vec<LineDoc>,
    keeps: Vec<LineDoc>,
}

#[derive(Serialize)]
struct FigureDoc {
    value: String,
    unit: String,
}

#[derive(Serialize)]
struct LeftDoc {
    line: LineDoc,
    why: &'static str,
    with: Vec<LineDoc>,
}

#[derive(Serialize)]
struct OpenDoc {
    line: LineDoc,
    missing: Vec<MissingDoc>,
}

#[derive(Serialize)]
struct MissingDoc {
    what: String,
    place: Option<Place>,
}

pub fn render(who: &str, found: Option<&(Repair, Names)>, diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let diagnostics = mistakes(diagnostics, sources, lang);
    let empty = Repair::default();
    let repair = found.map_or(&empty, |(repair, _)| repair);
    let line = |at: &usize| doc(&repair.before, &repair.before.list[*at]);
    let later = |at: &usize| doc(&repair.after, &repair.after.list[*at]);
    let change = |c: &Change| ChangeDoc {
        place: c.note.span.and_then(|span| place(sources, span)),
        row: c.row.clone(),
        field: c.note.label.clone(),
        from: figure(&c.from, &c.unit),
        to: figure(&c.to, &c.unit),
        mends: c.mends.iter().map(line).collect(),
        keeps: c.keeps.iter().map(line).collect(),
    };
    let open = |at: &usize| OpenDoc {
        line: later(at),
        missing: repair.after.list[*at]
            .causes
            .iter()
            .map(|c| MissingDoc { what: cause_words(c, lang), place: c.span.and_then(|span| place(sources, span)) })
            .collect(),
    };
    let body = Body {
        who: who.to_string(),
        name: found.and_then(|(_, names)| names.get(who).cloned()),
        outcome: found.map(|_| outcome(repair)),
        proven: repair.proven,
        changes: repair.changes.iter().map(change).collect(),
        broken: repair.broken.iter().map(line).collect(),
        left: repair.left.iter().map(|l| left(l, &line)).collect(),
        open: repair.open.iter().map(open).collect(),
        elsewhere: repair.elsewhere.iter().map(later).collect(),
        diagnostics,
    };
    envelope("repair", "fadu-repair/1", lang, &body)
}

fn outcome(repair: &Repair) -> &'static str {
    match (repair.broken.is_empty(), repair.left.is_empty(), repair.mended.is_empty()) {
        (true, ..) => "sound",
        (false, true, _) => "mended",
        (false, false, false) => "partly",
        (false, false, true) => "not_mended",
    }
}

fn figure(value: &Rat, unit: &Unit) -> FigureDoc {
    FigureDoc { value: exact_text(&(value / &unit.factor)), unit: unit.name.clone() }
}

fn left(left: &Left, line: &dyn Fn(&usize) -> LineDoc) -> LeftDoc {
    let (why, with) = match &left.why {
        Why::NoFigure => ("no_figure", Vec::new()),
        Why::Fact => ("fact", Vec::new()),
        Why::Answer => ("answer", Vec::new()),
        Why::NotFound => ("not_found", Vec::new()),
        Why::Contradicts(others) => ("contradiction", others.iter().map(line).collect()),
    };
    LeftDoc { line: line(&left.line), why, with }
}
