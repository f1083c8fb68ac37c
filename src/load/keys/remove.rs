//! What becomes of rows whose key was there before.

use super::alike::Twin;
use super::depth::depth;
use super::retain::retain;
use crate::data::{Dataset, Extent, LineKind, OtherLine, SubmissionId};
use crate::text::{FileId, Sources};
use crate::ty::{ColId, Origin, RelId, Schema};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Takes later twins away with the rows nested in them, and spoils the cells of the first ones in which they differ. Where lists differ, none
/// of their rows is certain.
pub fn remove(schema: &Schema, rel: RelId, twins: &[Twin], data: &mut Dataset) {
    doubt_policy(rel, twins, data);
    leave_out(rel, twins.iter().map(|t| t.later), LineKind::RowAgain, data);
    let table = &mut data.tables[rel.index()];
    let mut keep = vec![true; table.rows as usize];
    for twin in twins {
        keep[twin.later as usize] = false;
        for col in &twin.differs {
            if let Some(column) = table.columns.get_mut(col.index()) {
                column.make_unusable(twin.earlier);
            }
        }
    }
    let moved = retain(table, &keep);
    for child in schema.ids() {
        if let Origin::Nested { parent, column } = schema.get(child).origin
            && parent == rel
            && child != rel
        {
            drop_nested(schema, (child, column), twins, &moved, data);
        }
    }
}

/// Takes rows out whose key turned out to name nobody, with the rows nested in them: of those that a file brought its account says that they were refused.
/// A table of the policy keeps its rows; rules that rest on it are left out.
pub fn remove_rows(schema: &Schema, mut gone: BTreeMap<RelId, BTreeSet<u32>>, sources: &Sources, data: &mut Dataset) {
    // Nested rows before those that hold them: the numbers of the others stay.
    let mut order: Vec<RelId> = gone.keys().copied().collect();
    order.sort_by_key(|rel| (Reverse(depth(schema, *rel)), *rel));
    for rel in order {
        let mut rows = gone.remove(&rel).unwrap_or_default();
        rows.retain(|row| data.tables[rel.index()].batch_of(*row).is_some_and(|b| b.submission.is_some()));
        if rows.is_empty() {
            continue;
        }
        refuse(rel, &rows, sources, data);
        let table = &mut data.tables[rel.index()];
        let keep: Vec<bool> = (0..table.rows).map(|row| !rows.contains(&row)).collect();
        let moved = retain(table, &keep);
        for child in schema.ids().filter(|child| *child != rel) {
            if matches!(schema.get(child).origin, Origin::Nested { parent, .. } if parent == rel) {
                drop_rows(schema, child, (&rows, &BTreeSet::new()), &moved, data);
            }
        }
    }
}

/// In the accounts of their files, rows are lines that were refused.
fn refuse(rel: RelId, rows: &BTreeSet<u32>, sources: &Sources, data: &mut Dataset) {
    leave_out(rel, rows.iter().copied(), LineKind::Refused, data);
    for account in &mut data.accounts {
        let source = sources.get(account.file);
        for own in Arc::make_mut(account).tables.iter_mut().filter(|t| t.rel == rel) {
            for line in own.others.iter_mut().filter(|l| l.line == 0) {
                line.line = u32::try_from(source.line_col(line.place.start as usize).0).unwrap_or(u32::MAX);
            }
        }
    }
}

/// A table of the policy that says two things of one key says neither.
fn doubt_policy(rel: RelId, twins: &[Twin], data: &mut Dataset) {
    let table = &data.tables[rel.index()];
    let of_policy = |row: u32| table.batch_of(row).is_none_or(|b| b.submission.is_none());
    if twins.iter().any(|t| !t.differs.is_empty() && (of_policy(t.later) || of_policy(t.earlier))) {
        data.faulty.insert(rel);
    }
}

/// In the accounts of their files, some rows are none of their own.
fn leave_out(rel: RelId, rows: impl Iterator<Item = u32>, what: LineKind, data: &mut Dataset) {
    let table = &data.tables[rel.index()];
    let mut gone: BTreeMap<FileId, Vec<Extent>> = BTreeMap::new();
    let rows: BTreeSet<u32> = rows.collect();
    for &row in &rows {
        if let (Some(batch), Some(place)) = (table.batch_of(row), table.row_extents.get(row as usize)) {
            gone.entry(batch.file).or_default().push(*place);
        }
    }
    // From the first row that is left to the last.
    let mut left: BTreeMap<FileId, Extent> = BTreeMap::new();
    for (at, batch) in table.batches.iter().enumerate().filter(|(_, b)| gone.contains_key(&b.file)) {
        let end = table.batches.get(at + 1).map_or(table.rows, |next| next.first_row);
        let own = (batch.first_row..end).filter(|row| !rows.contains(row));
        for place in own.filter_map(|row| table.row_extents.get(row as usize)) {
            let all = left.entry(batch.file).or_insert(*place);
            (all.start, all.end) = (all.start.min(place.start), all.end.max(place.end));
        }
    }
    for account in &mut data.accounts {
        let Some(places) = gone.get(&account.file) else { continue };
        let place = left.get(&account.file).copied().unwrap_or(Extent::NONE);
        for own in Arc::make_mut(account).tables.iter_mut().filter(|t| t.rel == rel) {
            own.read = own.read.saturating_sub(u32::try_from(places.len()).unwrap_or(u32::MAX));
            own.others.extend(places.iter().map(|place| OtherLine { place: *place, line: 0, what }));
            own.others.sort_by_key(|line| line.place.start);
            own.place = place;
        }
    }
}

/// Drops nested rows of later twins, and where their lists differ those of the first ones too; renumbers the parents of the others.
fn drop_nested(schema: &Schema, (rel, list): (RelId, ColId), twins: &[Twin], moved: &[Option<u32>], data: &mut Dataset) {
    let doubt: BTreeSet<u32> = twins.iter().filter(|t| t.differs.contains(&list)).flat_map(|t| [t.earlier, t.later]).collect();
    let gone: BTreeSet<u32> = twins.iter().map(|t| t.later).chain(doubt.iter().copied()).collect();
    drop_rows(schema, rel, (&gone, &doubt), moved, data);
}

/// Drops the rows of the parents that are `gone`; of those in `doubt` nobody knows which rows there are.
fn drop_rows(
    schema: &Schema,
    rel: RelId,
    (gone, doubt): (&BTreeSet<u32>, &BTreeSet<u32>),
    moved: &[Option<u32>],
    data: &mut Dataset,
) {
    let table = &data.tables[rel.index()];
    let rows_of = |set: &BTreeSet<u32>| -> BTreeSet<u32> {
        (0u32..).zip(&table.parents).filter(|(_, p)| set.contains(p)).map(|(row, _)| row).collect()
    };
    let (gone_here, doubt_here) = (rows_of(gone), rows_of(doubt));
    incomplete(rel, &doubt_here, data);
    let table = &mut data.tables[rel.index()];
    let mut keep = vec![true; table.rows as usize];
    gone_here.iter().for_each(|row| keep[*row as usize] = false);
    let moved_here = retain(table, &keep);
    table.parents.iter_mut().for_each(|p| *p = moved.get(*p as usize).copied().flatten().unwrap_or(*p));
    for child in schema.ids() {
        if matches!(schema.get(child).origin, Origin::Nested { parent, .. } if parent == rel && child != rel) {
            drop_rows(schema, child, (&gone_here, &doubt_here), &moved_here, data);
        }
    }
}

/// The submissions of these rows sent a table that is not certain.
fn incomplete(rel: RelId, rows: &BTreeSet<u32>, data: &mut Dataset) {
    let table = &data.tables[rel.index()];
    let of = |row: &u32| table.batch_of(*row).and_then(|b| b.submission);
    if rows.iter().any(|row| of(row).is_none()) {
        data.faulty.insert(rel);
    }
    let concerned: BTreeSet<SubmissionId> = rows.iter().filter_map(of).collect();
    for id in concerned {
        if let Some(sent) = data.submissions.get_mut(id.0 as usize).and_then(|s| s.sent.get_mut(&rel)) {
            *sent = false;
        }
    }
}
