//! Rows held beside the envelope they came in: a period or a region other than the file says of itself is told at its cell.

use crate::data::{CellId, Code, Dataset};
use crate::diag::Sink;
use crate::load::diagnostics::rows;
use crate::load::held::codes::is_code;
use crate::load::part::Log;
use crate::text::FileId;
use crate::ty::{ColId, PeriodKind, RelId, Schema, months_of, period_text};
use std::collections::BTreeMap;

/// Reports rows of other periods and regions than their files.
pub fn check(schema: &Schema, data: &Dataset, sink: &mut Sink) {
    let mut logs: BTreeMap<FileId, Log> = BTreeMap::new();
    for rel in schema.ids() {
        let Some(table) = data.tables.get(rel.index()) else { continue };
        for (at, batch) in table.batches.iter().enumerate() {
            let end = table.batches.get(at + 1).map_or(table.rows, |next| next.first_row);
            let Some(id) = batch.submission else { continue };
            let Some(submission) = data.submissions.get(id.0 as usize) else { continue };
            let log = logs.entry(batch.file).or_default();
            if let (Some(said), Some((col, kind))) = (submission.period, schema.get(rel).period()) {
                periods(schema, data, (rel, col, kind), (batch.first_row..end, said, submission.span), log);
            }
            if let Some(said) = &submission.region {
                for col in schema.sender_columns(rel) {
                    regions(schema, data, (rel, col), (batch.first_row..end, said, submission.span), log);
                }
            }
        }
    }
    for (_, log) in logs {
        sink.extend(log.finish());
    }
}

/// Rows of a file, what its envelope says, and where.
type Stated<'d, T> = (std::ops::Range<u32>, T, Option<crate::text::Span>);

fn periods(
    schema: &Schema,
    data: &Dataset,
    (rel, col, kind): (RelId, ColId, PeriodKind),
    (rows, said, envelope): Stated<'_, (i64, PeriodKind)>,
    log: &mut Log,
) {
    let Some(column) = data.table(rel).columns.get(col.index()) else { return };
    let (from, to) = months_of(said.0, said.1);
    for row in rows {
        let Some(own) = column.int(row) else { continue };
        let (first, last) = months_of(own, kind);
        if last < from || first > to {
            let def = schema.column(rel, col);
            let place = data.span_of(CellId { rel, row, col });
            let (own, file) = (period_text(own, kind), period_text(said.0, said.1));
            log.push(rows::other_period(def, &own, &file, place, envelope), rel, &def.name);
        }
    }
}

fn regions(
    schema: &Schema,
    data: &Dataset,
    (rel, col): (RelId, ColId),
    (rows, said, envelope): Stated<'_, &String>,
    log: &mut Log,
) {
    let Some(column) = data.table(rel).columns.get(col.index()) else { return };
    let names = called(schema, data, rel, said);
    let mut known: BTreeMap<Code, bool> = BTreeMap::new();
    for row in rows {
        let Some(code) = column.code(row) else { continue };
        let own = data.texts.text(code);
        let agrees =
            *known.entry(code).or_insert_with(|| names.iter().any(|n| n == own) || lies_in(own, said) || !comparable(own, said));
        if !agrees {
            let def = schema.column(rel, col);
            let place = data.span_of(CellId { rel, row, col });
            log.push(rows::other_region(def, own, said, place, envelope), rel, &def.name);
        }
    }
}

/// The codes and names of the region as the rosters of a relation give them.
fn called(schema: &Schema, data: &Dataset, rel: RelId, region: &str) -> Vec<String> {
    let mut out = vec![region.to_string()];
    for owed in schema.rosters(rel) {
        let Some(table) = data.tables.get(owed.roster.index()) else { continue };
        for row in 0..table.rows {
            let texts: Vec<&str> = table.columns.iter().filter_map(|c| c.code(row)).map(|c| data.texts.text(c)).collect();
            if texts.contains(&region) {
                out.extend(texts.into_iter().map(str::to_string));
            }
        }
    }
    out
}

/// A code and a name cannot be held beside each other; two codes, or two names, can.
fn comparable(a: &str, b: &str) -> bool {
    is_code(a) == is_code(b)
}

/// A city sends for its counties.
fn lies_in(region: &str, above: &str) -> bool {
    let mut prefix = above;
    while prefix.len() > 2 && prefix.ends_with("00") {
        prefix = &prefix[..prefix.len() - 2];
    }
    is_code(region) && is_code(above) && region.starts_with(prefix)
}
