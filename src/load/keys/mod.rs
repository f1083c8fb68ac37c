//! Keys are unique over the run: rows that share one speak of the same thing. The first stays; a later one that says the same adds nothing, and
//! one that says something else leaves the cells in which they differ unknown.

mod alike;
mod depth;
mod find;
mod remove;
mod retain;

pub use depth::depth;
pub use remove::remove_rows;
pub use retain::retain;

use super::diagnostics::rows;
use crate::data::{CellId, Dataset, RowId};
use crate::diag::Sink;
use crate::text::{FileId, Sources, Span};
use crate::ty::{ColId, Origin, RelId, Relation, Schema};
use alike::Twin;
use std::collections::BTreeMap;

/// Reports rows whose key was there before, and takes them out.
pub fn check_unique(schema: &Schema, data: &mut Dataset, sources: &Sources, sink: &mut Sink) {
    // Parents before their nested rows: a row that goes takes its nested rows along.
    let mut order: Vec<RelId> = schema.ids().collect();
    order.sort_by_key(|rel| (depth(schema, *rel), *rel));
    for rel in order {
        let found = find::find_twins(schema.get(rel), data.table(rel));
        if found.is_empty() {
            continue;
        }
        let cells = alike::Rows::new(schema, data, sources);
        let twin = |(later, earlier)| Twin { later, earlier, differs: cells.differing(rel, (earlier, later)) };
        let twins: Vec<Twin> = found.into_iter().map(twin).collect();
        report(schema, rel, &twins, data, sink);
        let places: Vec<Span> = twins.iter().filter_map(|t| data.row_span(RowId { rel, row: t.earlier })).collect();
        data.again.extend(places);
        remove::remove(schema, rel, &twins, data);
    }
}

fn report(schema: &Schema, rel: RelId, twins: &[Twin], data: &Dataset, sink: &mut Sink) {
    let relation = schema.get(rel);
    let place = |row: u32| key_span(relation, rel, data, row);
    // Rows sent twice alike are told once for each two files: a file may have been sent twice as a whole.
    let mut alike: BTreeMap<[Option<FileId>; 2], (usize, &Twin)> = BTreeMap::new();
    for twin in twins {
        if twin.differs.is_empty() {
            let files = [twin.earlier, twin.later].map(|row| data.table(rel).batch_of(row).map(|b| b.file));
            alike.entry(files).or_insert((0, twin)).0 += 1;
            continue;
        }
        let differing: Vec<&str> = twin.differs.iter().map(|col| schema.column(rel, *col).title()).collect();
        let key = key_text(schema, rel, data, twin.later);
        sink.push(rows::duplicate_key(relation, &key, &differing, (place(twin.later), place(twin.earlier))));
    }
    for (count, twin) in alike.into_values() {
        let key = key_text(schema, rel, data, twin.later);
        sink.push(rows::row_again(relation, &key, count, (place(twin.later), place(twin.earlier))));
    }
}

/// The place of the first key cell that has one, or of the row.
fn key_span(relation: &Relation, rel: RelId, data: &Dataset, row: u32) -> Option<Span> {
    let cell = relation.key.iter().find_map(|&col| data.span_of(CellId { rel, row, col }));
    cell.or_else(|| data.row_span(RowId { rel, row }))
}

/// The key of a row as people write it: `安平县担保中心, 2007`.
pub fn key_text(schema: &Schema, rel: RelId, data: &Dataset, row: u32) -> String {
    let (relation, table) = (schema.get(rel), data.table(rel));
    let mut parts = Vec::new();
    if let Origin::Nested { parent, .. } = relation.origin
        && let Some(&up) = table.parents.get(row as usize)
    {
        parts.push(key_text(schema, parent, data, up));
    }
    for &ColId(col) in &relation.key {
        let Some(column) = table.columns.get(col as usize) else { continue };
        let calendar = relation.columns.get(col as usize).and_then(|c| c.ty.calendar());
        let number = column.number(row).map(|n| calendar.and_then(|c| c.text(&n)).unwrap_or_else(|| n.to_string()));
        parts.extend(column.code(row).map(|c| data.texts.text(c).to_string()).or(number));
    }
    parts.join(", ")
}
