//! Keys are unique over the run. A row is its key: of rows that share one, the first stays with its other cells unusable, the
//! later ones go, and the tables they came in are not complete (which of them holds, nobody knows).

use super::diagnostics::rows;
use crate::data::{CellState, Column, Dataset, Extent, LineKind, OtherLine, RowId, SubmissionId, Table, Values};
use crate::diag::Sink;
use crate::num::{FixedView, Rat};
use crate::text::{FileId, Span};
use crate::ty::{ColId, Origin, RelId, Relation, Schema};
use std::collections::BTreeMap;
use std::collections::hash_map::{Entry, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// Reports and spoils rows whose key was there before.
pub fn check_unique(schema: &Schema, data: &mut Dataset, sink: &mut Sink) {
    // Parents before their nested rows: a row that goes takes its nested rows along.
    let mut order: Vec<RelId> = schema.ids().collect();
    order.sort_by_key(|rel| (depth(schema, *rel), *rel));
    for rel in order {
        let twins = find_twins(schema.get(rel), data.table(rel));
        if !twins.is_empty() {
            report(schema, rel, &twins, data, sink);
            remove(schema, rel, &twins, data);
        }
    }
}

pub(super) fn depth(schema: &Schema, rel: RelId) -> usize {
    match schema.get(rel).origin {
        Origin::Nested { parent, .. } if parent != rel => 1 + if parent < rel { depth(schema, parent) } else { 0 },
        Origin::Submitted | Origin::Policy | Origin::Nested { .. } | Origin::Calendar => 0,
    }
}

/// (row, the earlier row with the same key), in order of rows.
fn find_twins(relation: &Relation, table: &Table) -> Vec<(u32, u32)> {
    let nested = matches!(relation.origin, Origin::Nested { .. });
    if relation.key.is_empty() {
        return Vec::new();
    }
    let keys: Vec<&Column> = relation.key.iter().filter_map(|k| table.columns.get(k.index())).collect();
    let same = |a: u32, b: u32| {
        keys.iter().all(|c| same_value(c, a, b)) && (!nested || table.parents.get(a as usize) == table.parents.get(b as usize))
    };
    let mut seen: HashMap<u64, u32, BuildHasherDefault<Print>> =
        HashMap::with_capacity_and_hasher(table.rows as usize, BuildHasherDefault::default());
    let mut twins = Vec::new();
    'rows: for row in 0..table.rows {
        let mut print = if nested { mix(0, u64::from(table.parents.get(row as usize).copied().unwrap_or(0))) } else { 0 };
        for column in &keys {
            match value_print(column, row) {
                Some(value) => print = mix(print, value),
                // A row with an unknown key is nobody's twin for certain.
                None => continue 'rows,
            }
        }
        // Equal prints need the exact second look; different keys under one print go to the next place.
        loop {
            match seen.entry(print) {
                Entry::Vacant(slot) => {
                    slot.insert(row);
                    break;
                }
                Entry::Occupied(slot) if same(*slot.get(), row) => {
                    twins.push((row, *slot.get()));
                    break;
                }
                Entry::Occupied(_) => print = mix(print, 1),
            }
        }
    }
    twins
}

fn value_print(column: &Column, row: u32) -> Option<u64> {
    if column.state(row) != CellState::Known {
        return None;
    }
    match &column.values {
        Values::Code(codes) => codes.get(row as usize).map(|c| u64::from(*c)),
        Values::Num(numbers) => Some(match numbers.view() {
            FixedView::I64(v) => v.get(row as usize).map_or(0, |n| n.cast_unsigned()),
            FixedView::I128(_) | FixedView::Rat(_) => column.number(row).map_or(0, |n| rational_print(&n)),
        }),
    }
}

fn rational_print(value: &Rat) -> u64 {
    value.to_string().bytes().fold(0, |print, b| mix(print, u64::from(b)))
}

fn same_value(column: &Column, a: u32, b: u32) -> bool {
    match &column.values {
        Values::Code(codes) => codes.get(a as usize) == codes.get(b as usize),
        Values::Num(_) => column.number(a) == column.number(b),
    }
}

fn mix(print: u64, value: u64) -> u64 {
    let product = u128::from(print ^ value ^ 0x9E37_79B9_7F4A_7C15) * 0xD6E8_FEB8_6659_FD93;
    let (low, high) = (product & u128::from(u64::MAX), product >> 64);
    u64::try_from(low ^ high).unwrap_or(0)
}

/// Prints are mixed already.
#[derive(Default)]
struct Print(u64);

impl Hasher for Print {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = mix(self.0, u64::from(*b)));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

fn report(schema: &Schema, rel: RelId, twins: &[(u32, u32)], data: &Dataset, sink: &mut Sink) {
    let relation = schema.get(rel);
    for &(later, earlier) in twins {
        let place = |row: u32| key_span(relation, rel, data, row);
        let diagnostic = rows::duplicate_key(relation, &key_text(schema, rel, data, later), place(later), place(earlier));
        sink.push(diagnostic);
    }
}

/// The place of the first key cell that has one, or of the row.
fn key_span(relation: &Relation, rel: RelId, data: &Dataset, row: u32) -> Option<Span> {
    let cell = relation.key.iter().find_map(|&col| data.span_of(crate::data::CellId { rel, row, col }));
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

/// Takes later twins away, spoils the first ones, and drops the rows nested in any of them.
fn remove(schema: &Schema, rel: RelId, twins: &[(u32, u32)], data: &mut Dataset) {
    let relation = schema.get(rel);
    incomplete(rel, twins, data);
    refuse(rel, twins, data);
    let table = &mut data.tables[rel.index()];
    let mut keep = vec![true; table.rows as usize];
    for &(later, earlier) in twins {
        keep[later as usize] = false;
        for (i, column) in table.columns.iter_mut().enumerate() {
            if !relation.key.iter().any(|k| k.index() == i) {
                column.make_unusable(earlier);
            }
        }
    }
    let gone: Vec<u32> = twins.iter().flat_map(|&(a, b)| [a, b]).collect();
    let moved = retain(table, &keep);
    for child in schema.ids() {
        if matches!(schema.get(child).origin, Origin::Nested { parent, .. } if parent == rel) {
            drop_nested(schema, child, &gone, &moved, data);
        }
    }
}

/// The submissions of both twins sent a table that is not certain.
fn incomplete(rel: RelId, twins: &[(u32, u32)], data: &mut Dataset) {
    let table = &data.tables[rel.index()];
    let of = |row: u32| table.batch_of(row).and_then(|b| b.submission);
    if twins.iter().any(|&(a, b)| of(a).is_none() || of(b).is_none()) {
        data.faulty.insert(rel);
    }
    let concerned: Vec<SubmissionId> = twins.iter().flat_map(|&(a, b)| [of(a), of(b)]).flatten().collect();
    for id in concerned {
        if let Some(sent) = data.submissions.get_mut(id.0 as usize).and_then(|s| s.sent.get_mut(&rel)) {
            *sent = false;
        }
    }
}

/// In the accounts of their files, later twins are rows that cannot be used.
fn refuse(rel: RelId, twins: &[(u32, u32)], data: &mut Dataset) {
    let table = &data.tables[rel.index()];
    let mut gone: BTreeMap<FileId, Vec<Extent>> = BTreeMap::new();
    for &(later, _) in twins {
        if let (Some(batch), Some(place)) = (table.batch_of(later), table.row_extents.get(later as usize)) {
            gone.entry(batch.file).or_default().push(*place);
        }
    }
    for account in &mut data.accounts {
        let Some(places) = gone.get(&account.file) else { continue };
        for own in account.tables.iter_mut().filter(|t| t.rel == rel) {
            own.read = own.read.saturating_sub(u32::try_from(places.len()).unwrap_or(u32::MAX));
            own.others.extend(places.iter().map(|place| OtherLine { place: *place, line: 0, what: LineKind::Refused }));
            own.others.sort_by_key(|line| line.place.start);
        }
    }
}

/// Drops nested rows of `gone` parents and renumbers the parents of the others.
fn drop_nested(schema: &Schema, rel: RelId, gone: &[u32], moved: &[Option<u32>], data: &mut Dataset) {
    let table = &data.tables[rel.index()];
    let keep: Vec<bool> = table.parents.iter().map(|p| !gone.contains(p)).collect();
    let lost: Vec<(u32, u32)> = (0..table.rows).zip(&keep).filter(|(_, keep)| !**keep).map(|(row, _)| (row, row)).collect();
    incomplete(rel, &lost, data);
    let table = &mut data.tables[rel.index()];
    let moved_here = retain(table, &keep);
    table.parents.iter_mut().for_each(|p| *p = moved.get(*p as usize).copied().flatten().unwrap_or(*p));
    let gone_here: Vec<u32> = lost.iter().map(|(row, _)| *row).collect();
    for child in schema.ids() {
        if matches!(schema.get(child).origin, Origin::Nested { parent, .. } if parent == rel && child != rel) {
            drop_nested(schema, child, &gone_here, &moved_here, data);
        }
    }
}

/// Keeps the rows marked; gives the new number of each old row.
pub(super) fn retain(table: &mut Table, keep: &[bool]) -> Vec<Option<u32>> {
    let mut next = 0;
    let moved: Vec<Option<u32>> = keep
        .iter()
        .map(|keep| {
            let at = next;
            next += u32::from(*keep);
            keep.then_some(at)
        })
        .collect();
    for column in &mut table.columns {
        *column = kept_cells(column, keep);
    }
    retain_marked(&mut table.row_extents, keep);
    retain_marked(&mut table.parents, keep);
    for batch in &mut table.batches {
        let before = keep.iter().take(batch.first_row as usize).filter(|k| **k).count();
        batch.first_row = u32::try_from(before).unwrap_or(u32::MAX);
    }
    table.rows = next;
    moved
}

fn retain_marked<T>(list: &mut Vec<T>, keep: &[bool]) {
    let mut marks = keep.iter();
    list.retain(|_| marks.next().copied().unwrap_or(true));
}

fn kept_cells(column: &Column, keep: &[bool]) -> Column {
    let mut out = column.like();
    for (row, _) in (0u32..).zip(keep).filter(|(_, keep)| **keep) {
        let extent = column.extents.get(row as usize).copied().unwrap_or(crate::data::Extent::NONE);
        out.push(&column.cell(row), extent);
    }
    out
}
