//! Where things stand: path, line and column of findings and mistakes, and the marks that are underlined for them.

use crate::ast::Verdict;
use crate::data::CellState;
use crate::diag::Lang;
use crate::finding::{CauseKind, CellNote, Consequence, Detail, Finding, Known};
use crate::report::page::excerpt::{Mark, Tone};
use crate::report::prose::arithmetic;
use crate::report::prose::reasons;
use crate::report::prose::words::say;
use crate::text::{Sources, Span};

/// Where a finding is reported: the first cell it rests on, else what is missing, else the subject, else the rule.
pub(crate) fn of_finding(f: &Finding) -> Span {
    let blank = f.causes.iter().filter(|c| c.kind != CauseKind::OpenParameter).find_map(|c| c.span);
    let cell = f.cells.iter().find_map(|c| c.span);
    let first = if f.verdict == Verdict::Undetermined { blank.or(cell) } else { cell.or(blank) };
    first.or(f.subject.span).unwrap_or(f.line_span)
}

/// Path, line and column as people count them; `None` for a file that is not there.
pub(crate) fn line_col(sources: &Sources, span: Span) -> Option<(&str, usize, usize)> {
    if span.file.0 as usize >= sources.len() {
        return None;
    }
    let source = sources.get(span.file);
    let (line, column) = source.line_col(span.start as usize);
    Some((&source.name, line, column))
}

/// A place in words: `a.csv:3:5`, and in a workbook `a.xlsx:产值表!C7`. `None` for a file that is not there.
pub(crate) fn written(sources: &Sources, span: Span) -> Option<String> {
    let (path, line, column) = line_col(sources, span)?;
    Some(match sources.get(span.file).address(span.start as usize) {
        Some(cell) => format!("{path}:{cell}"),
        None => format!("{path}:{line}:{column}"),
    })
}

/// The sheet of a workbook in which something stands.
pub(crate) fn sheet(sources: &Sources, span: Span) -> Option<String> {
    line_col(sources, span)?;
    Some(sources.get(span.file).sheet.as_ref()?.name.clone())
}

/// Most cells underlined for one finding; a rule over many rows would fill the screen.
const MOST_CELLS: usize = 8;

/// What is underlined for a finding in the submission: the values, and what is missing.
pub(crate) fn marks(f: &Finding, lang: Lang) -> Vec<Mark> {
    let tone = match f.consequence() {
        Consequence::Breach => Tone::Bad,
        Consequence::Open | Consequence::Query => Tone::Doubtful,
        Consequence::Shortfall | Consequence::Waived | Consequence::Explained | Consequence::Noted => Tone::Neutral,
    };
    let mut out: Vec<Mark> = Vec::new();
    let mut add = |span: Option<Span>, text: String, tone: Tone| {
        if let Some(span) = span {
            out.push(Mark { span, text, tone });
        }
    };
    // What is missing comes first: it is where the clerk has to write.
    let (missing, given): (Vec<_>, Vec<_>) = f.cells.iter().partition(|c| c.state != CellState::Known);
    for note in missing.into_iter().chain(given).take(MOST_CELLS) {
        let text = stand_in(&f.detail, note, lang).unwrap_or_else(|| reasons::cell(note, lang));
        add(note.span, text, tone);
    }
    for cause in f.causes.iter().filter(|c| !f.cells.iter().any(|n| n.span == c.span)).take(MOST_CELLS) {
        add(cause.span, reasons::cause(&crate::finding::Cause { turns_at: None, ..cause.clone() }, lang), tone);
    }
    if f.cells.is_empty() && f.causes.iter().all(|c| c.span.is_none()) {
        add(f.subject.span, say(lang, "检查对象", "the subject").into(), tone);
    }
    out
}

/// Of rows none of which is what is sought, one stands for all: it is not wrong itself.
fn stand_in(detail: &Detail, note: &CellNote, lang: Lang) -> Option<String> {
    match detail {
        Detail::Members { wanted_all: false, worst: Some(worst), .. } => {
            let sought = matches!(&worst.1, Detail::Match { what, value: Known::Value(value), .. } if *what == note.label && Some(value) == note.value.as_ref());
            sought.then(|| say(lang, "从这里起，没有一行符合", "none of the rows from here is it").to_string())
        }
        // The name of a member that breaks the relation stands for itself, anything else for the list it begins.
        Detail::Sets { subset: true, breaking, .. } => {
            let itself = note.value.as_ref().is_some_and(|v| breaking.contains(&v.plain().into_owned()));
            (!breaking.is_empty() && !itself).then(|| match lang {
                Lang::Zh => format!("从这里起的各项里没有：{}", breaking.join("、")),
                Lang::En => format!("the list from here on lacks: {}", breaking.join(", ")),
            })
        }
        Detail::Compare(_)
        | Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::Parts { .. }
        | Detail::None => None,
    }
}

/// The bound underlined in the rule.
pub(crate) fn demand(f: &Finding, lang: Lang) -> Mark {
    let demand = arithmetic::demand(&f.detail, lang);
    let label = match demand {
        Some(demand) => format!("{} {demand}", say(lang, "要求", "required:")),
        None => say(lang, "这里的要求", "required here").to_string(),
    };
    Mark { span: f.bound.unwrap_or(f.line_span), text: label, tone: Tone::Neutral }
}
