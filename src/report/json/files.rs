//! What was read of each file, for programs.

use crate::data::LineKind;
use crate::diag::Lang;
use crate::finding::{FileReading, TableReading};
use crate::report::json::model::{BlankDoc, LineDoc, ReadingDoc, TotalDoc};
use crate::report::prose::units::figure;
use crate::text::Sources;
use crate::ty::BlankMeans;

/// The tables of one file.
pub(crate) fn documents(file: &FileReading, sources: &Sources, lang: Lang) -> Vec<ReadingDoc> {
    let one = |t: &TableReading| ReadingDoc {
        record: t.record.clone(),
        rows: t.rows,
        first_line: t.place.map(|p| sources.lines_of(p).0),
        last_line: t.place.map(|p| sources.lines_of(p).1),
        left_out: t.left_out(),
        refused: t.refused(),
        other_lines: t
            .others
            .iter()
            .map(|(span, what)| {
                let (line, end_line) = sources.lines_of(*span);
                LineDoc { what: kind_code(*what), line, end_line }
            })
            .collect(),
        totals: t
            .totals
            .iter()
            .map(|t| TotalDoc {
                line: sources.lines_of(t.place).0,
                column: t.column.clone(),
                stated: figure(&(&t.stated * &t.unit.factor), &t.unit, lang),
                sum: t.sum.as_ref().map(|s| figure(&(s * &t.unit.factor), &t.unit, lang)),
                declared: t.declared,
            })
            .collect(),
        blanks: t
            .blanks
            .iter()
            .map(|b| BlankDoc { column: b.column.clone(), means: blank_code(b.means), blank: b.blank, absent: b.absent })
            .collect(),
    };
    file.tables.iter().map(one).collect()
}

fn blank_code(means: BlankMeans) -> &'static str {
    match means {
        BlankMeans::Unknown => "unknown",
        BlankMeans::None => "none",
        BlankMeans::Zero => "0",
        BlankMeans::No => "no",
    }
}

pub fn kind_code(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Heading => "heading",
        LineKind::Numbers => "column_numbers",
        LineKind::Unit => "unit",
        LineKind::HeaderAgain => "header_again",
        LineKind::Total => "total",
        LineKind::RowAgain => "row_again",
        LineKind::Note => "note",
        LineKind::Refused => "refused",
    }
}
