//! What was read, for programs: `fadu-inspect/1`.

use super::outcome::{Inspected, Proposed};
use super::view::{CellView, ColumnKind, ColumnView, PartView, SaidView, TableView};
use crate::config::Entry;
use crate::data::{Item, SaidBy, UnitFrom};
use crate::diag::{Diagnostic, Lang};
use crate::report::{DiagnosticDoc, Place, envelope, exact_text, line_kind_key, mistakes, place};
use crate::text::Sources;
use serde::Serialize;

#[derive(Serialize)]
struct Document {
    files: Vec<FileDoc>,
    /// Entries that were put into the project file.
    written: Vec<String>,
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct FileDoc {
    path: String,
    /// Where the entry stands under which it is read.
    entry: Option<Place>,
    parts: Vec<PartDoc>,
    proposal: Option<ProposalDoc>,
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct PartDoc {
    sheet: Option<String>,
    tables: Vec<TableDoc>,
    said: Vec<SaidDoc>,
}

#[derive(Serialize)]
struct TableDoc {
    record: String,
    title: String,
    nested: bool,
    header: Option<Place>,
    columns: Vec<ColumnDoc>,
    rows: u32,
    first_row: Option<Place>,
    last_row: Option<Place>,
    left_out: Vec<LineDoc>,
    lacking: Vec<String>,
}

#[derive(Serialize)]
struct ColumnDoc {
    text: String,
    place: Option<Place>,
    read_as: &'static str,
    field: Option<String>,
    title: Option<String>,
    unit: Option<String>,
    unit_from: Option<&'static str>,
    unit_place: Option<Place>,
    first: Option<CellDoc>,
    last: Option<CellDoc>,
}

#[derive(Serialize)]
struct CellDoc {
    text: String,
    /// In the unit of the rules.
    value: Option<String>,
    unit: Option<String>,
}

#[derive(Serialize)]
struct LineDoc {
    what: &'static str,
    text: String,
    place: Option<Place>,
}

#[derive(Serialize)]
struct SaidDoc {
    item: &'static str,
    value: Option<String>,
    from: &'static str,
    place: Option<Place>,
}

#[derive(Serialize)]
struct ProposalDoc {
    toml: String,
    /// Nothing is left to fill in.
    complete: bool,
    /// It was tried, and reads the file as shown.
    holds: bool,
    region: Option<String>,
    period: Option<String>,
    rows: Option<u32>,
}

pub fn document(inspected: &[Inspected], written: &[Entry], diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let file = |i: &Inspected| FileDoc {
        path: i.view.path.clone(),
        entry: i.view.entry.and_then(|s| place(sources, s)),
        parts: i.view.parts.iter().map(|p| part(p, sources)).collect(),
        proposal: i.proposal.as_ref().map(proposal),
        diagnostics: mistakes(&i.view.problems, sources, lang),
    };
    let body = Document {
        files: inspected.iter().map(file).collect(),
        written: written.iter().map(Entry::text).collect(),
        diagnostics: mistakes(diagnostics, sources, lang),
    };
    envelope("inspect", "fadu-inspect/1", lang, &body)
}

fn part(p: &PartView, sources: &Sources) -> PartDoc {
    PartDoc {
        sheet: p.sheet.clone(),
        tables: p.tables.iter().map(|t| table(t, sources)).collect(),
        said: p.said.iter().map(|s| said(s, sources)).collect(),
    }
}

fn table(t: &TableView, sources: &Sources) -> TableDoc {
    TableDoc {
        record: t.name.clone(),
        title: t.record.clone(),
        nested: t.nested,
        header: t.header.and_then(|s| place(sources, s)),
        columns: t.columns.iter().map(|c| column(c, sources)).collect(),
        rows: t.rows,
        first_row: t.first.and_then(|s| place(sources, s)),
        last_row: t.last.and_then(|s| place(sources, s)),
        left_out: t
            .others
            .iter()
            .map(|(span, kind, text)| LineDoc { what: line_kind_key(*kind), text: text.clone(), place: place(sources, *span) })
            .collect(),
        lacking: t.lacking.clone(),
    }
}

fn column(c: &ColumnView, sources: &Sources) -> ColumnDoc {
    let read_as = match c.kind {
        ColumnKind::Field => "field",
        ColumnKind::Doubtful => "field_in_doubt",
        ColumnKind::Twice => "field_twice",
        ColumnKind::RowUnit => "unit_of_rows",
        ColumnKind::FormUnit => "unit_of_form",
        ColumnKind::Link => "link",
        ColumnKind::Ignored => "ignored",
        ColumnKind::Nameless => "nameless",
        ColumnKind::Unknown => "unknown",
    };
    let from = c.unit.as_ref().map(|(_, from)| match from {
        UnitFrom::Declared => ("rules", None),
        UnitFrom::Header => ("header", None),
        UnitFrom::Form(span) => ("form", Some(*span)),
        UnitFrom::Line(span) => ("unit_row", Some(*span)),
    });
    ColumnDoc {
        text: c.text.clone(),
        place: place(sources, c.place),
        read_as,
        field: c.field.as_ref().map(|(name, _)| name.clone()),
        title: c.field.as_ref().map(|(_, title)| title.clone()),
        unit: c.unit.as_ref().map(|(unit, _)| unit.name.clone()),
        unit_from: from.map(|(word, _)| word),
        unit_place: from.and_then(|(_, span)| place(sources, span?)),
        first: c.first.as_ref().map(cell),
        last: c.last.as_ref().map(cell),
    }
}

fn cell(c: &CellView) -> CellDoc {
    CellDoc {
        text: c.text.clone(),
        value: c.figure.as_ref().map(|(value, unit)| exact_text(&(value / &unit.factor))),
        unit: c.figure.as_ref().map(|(_, unit)| unit.name.clone()),
    }
}

fn said(s: &SaidView, sources: &Sources) -> SaidDoc {
    SaidDoc {
        item: match s.item {
            Item::Region => "region",
            Item::Period => "period",
            Item::Date => "date",
            Item::Partial => "partial",
        },
        value: s.value.clone(),
        from: match (s.by, s.in_path) {
            (SaidBy::Project, true) => "path",
            (SaidBy::Project, false) => "project",
            (SaidBy::File, _) => "file",
            (SaidBy::Sheet, _) => "sheet",
            (SaidBy::Title, _) => "title",
        },
        place: s.place.and_then(|p| place(sources, p)),
    }
}

fn proposal(p: &Proposed) -> ProposalDoc {
    ProposalDoc {
        toml: p.entry.text(),
        complete: p.proposal.complete,
        holds: p.tried.is_some(),
        region: p.tried.as_ref().and_then(|t| t.region.clone()),
        period: p.tried.as_ref().and_then(|t| t.period.clone()),
        rows: p.tried.as_ref().map(|t| t.rows),
    }
}
