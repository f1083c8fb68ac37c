//! Suggestions of slips, as `fadu-doubt/1` for programs.

use super::lines::{LineDoc, doc};
use crate::diag::{Diagnostic, Lang};
use crate::doubt::{Doubt, Doubtful, Slip, Suggestion};
use crate::report::{DiagnosticDoc, Place, envelope, exact_text, mistakes, place};
use crate::text::Sources;
use serde::Serialize;

#[derive(Serialize)]
struct Body {
    suggestions: Vec<SuggestionDoc>,
    looked_at: usize,
    figures: usize,
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct SuggestionDoc {
    slip: &'static str,
    power: Option<i32>,
    score: i64,
    nearer: i64,
    figures: Vec<FigureDoc>,
    mends: Vec<LineDoc>,
    breaks: Vec<LineDoc>,
}

#[derive(Serialize)]
struct FigureDoc {
    place: Option<Place>,
    row: String,
    field: String,
    unit: String,
    from: String,
    to: Option<String>,
}

pub fn render(found: Option<&Doubt>, diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let suggestions = found.map(|d| d.suggestions.iter().map(|s| suggestion(s, d, sources)).collect()).unwrap_or_default();
    let body = Body {
        suggestions,
        looked_at: found.map_or(0, |d| d.looked_at),
        figures: found.map_or(0, |d| d.figures),
        diagnostics: mistakes(diagnostics, sources, lang),
    };
    envelope("doubt", "fadu-doubt/1", lang, &body)
}

fn suggestion(s: &Suggestion, found: &Doubt, sources: &Sources) -> SuggestionDoc {
    let line = |at: &usize| doc(&found.before, &found.before.list[*at]);
    let (slip, power) = match s.slip {
        Slip::Scale(power) => ("scale", Some(power)),
        Slip::Percent => ("percent", None),
        Slip::Swapped => ("swapped", None),
        Slip::Transposed => ("transposed", None),
        Slip::Doubled => ("doubled", None),
        Slip::Dropped => ("dropped", None),
        Slip::Repeated => ("repeated", None),
    };
    let figure = |f: &Doubtful| FigureDoc {
        place: f.note.span.and_then(|span| place(sources, span)),
        row: f.row.clone(),
        field: f.note.label.clone(),
        unit: f.unit.name.clone(),
        from: exact_text(&(&f.from / &f.unit.factor)),
        to: f.to.as_ref().map(|to| exact_text(&(to / &f.unit.factor))),
    };
    SuggestionDoc {
        slip,
        power,
        score: s.score,
        nearer: s.nearer,
        figures: s.figures.iter().map(figure).collect(),
        mends: s.mends.iter().map(line).collect(),
        breaks: s.breaks.iter().map(line).collect(),
    }
}
