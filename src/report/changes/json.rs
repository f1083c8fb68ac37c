//! `fadu-gate/1`: every change with how it stood and stands.

use crate::finding::{Change, Class, FigureSeen, Spot, Stand, verdict_key};
use crate::report::changes::ChangeReport;
use crate::report::json::envelope::{envelope, mistakes};
use crate::report::json::model::DiagnosticDoc;
use crate::report::prose::words::consequence_key;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document {
    compared_with: ComparedDoc,
    /// Whether the comparison could be done.
    completed: bool,
    blocking: usize,
    counts: BTreeMap<&'static str, usize>,
    changes: Vec<ChangeDoc>,
    notes: Vec<String>,
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct ComparedDoc {
    kind: &'static str,
    name: String,
    commit: Option<String>,
}

#[derive(Serialize)]
struct ChangeDoc {
    class: &'static str,
    origin: &'static str,
    blocking: bool,
    fingerprint: String,
    rule: String,
    line: String,
    subject: String,
    rule_gone: bool,
    before: Option<StandDoc>,
    after: Option<StandDoc>,
    figures: Vec<FigureDoc>,
}

#[derive(Serialize)]
struct StandDoc {
    /// `null` for a cell that cannot be used.
    verdict: Option<&'static str>,
    consequence: &'static str,
    message: String,
    text: String,
    place: Option<SpotDoc>,
}

#[derive(Serialize)]
struct SpotDoc {
    path: String,
    line: u64,
    column: u64,
    cell: Option<String>,
}

/// A figure that is not in both states.
#[derive(Serialize)]
struct FigureDoc {
    label: String,
    /// `before` or `after`
    side: &'static str,
    value: Option<String>,
    state: String,
}

pub(crate) fn render(report: &ChangeReport) -> String {
    let body = Document {
        compared_with: ComparedDoc {
            kind: report.compared.kind,
            name: report.compared.name.clone(),
            commit: report.compared.commit.clone(),
        },
        completed: !report.stopped,
        blocking: report.blocking(),
        counts: Class::ALL.into_iter().map(|c| (c.key(), report.count(c))).collect(),
        changes: report.changes.iter().filter_map(change).collect(),
        notes: report.notes.iter().map(|n| n.get(report.lang).to_string()).collect(),
        diagnostics: mistakes(report.diagnostics, report.sources, report.lang),
    };
    envelope(report.command, "fadu-gate/1", report.lang, &body)
}

fn change(change: &Change) -> Option<ChangeDoc> {
    let stand = change.stand()?;
    Some(ChangeDoc {
        class: change.class.key(),
        origin: change.origin.key(),
        blocking: change.blocks,
        fingerprint: stand.fingerprint.clone(),
        rule: stand.rule.clone(),
        line: stand.line.clone(),
        subject: stand.subject.clone(),
        rule_gone: change.rule_gone,
        before: change.before.as_ref().map(stood),
        after: change.after.as_ref().map(stood),
        figures: figures(change),
    })
}

fn stood(stand: &Stand) -> StandDoc {
    let spot = |s: &Spot| SpotDoc { path: s.path.clone(), line: s.line, column: s.column, cell: s.cell.clone() };
    StandDoc {
        verdict: stand.verdict.map(verdict_key),
        consequence: consequence_key(stand.consequence),
        message: stand.message.clone(),
        text: stand.arithmetic.clone(),
        place: stand.place.as_ref().map(spot),
    }
}

fn figures(change: &Change) -> Vec<FigureDoc> {
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return Vec::new() };
    let one = |f: &FigureSeen, side| FigureDoc { label: f.label.clone(), side, value: f.value.clone(), state: f.state.clone() };
    let lost = before.figures.iter().filter(|f| !after.figures.contains(f)).map(|f| one(f, "before"));
    let won = after.figures.iter().filter(|f| !before.figures.contains(f)).map(|f| one(f, "after"));
    lost.chain(won).collect()
}
