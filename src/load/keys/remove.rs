//! What becomes of rows whose key was there before.

use super::alike::Twin;
use super::retain::retain;
use crate::data::{Dataset, Extent, LineKind, OtherLine, SubmissionId};
use crate::text::FileId;
use crate::ty::{ColId, Origin, RelId, Schema};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Takes later twins away with the rows nested in them, and spoils the cells of the first ones in which they differ. Where lists differ, none
/// of their rows is certain.
pub fn remove(schema: &Schema, rel: RelId, twins: &[Twin], data: &mut Dataset) {
    doubt_policy(rel, twins, data);
    leave_out(rel, twins, data);
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

/// A table of the policy that says two things of one key says neither.
fn doubt_policy(rel: RelId, twins: &[Twin], data: &mut Dataset) {
    let table = &data.tables[rel.index()];
    let of_policy = |row: u32| table.batch_of(row).is_none_or(|b| b.submission.is_none());
    if twins.iter().any(|t| !t.differs.is_empty() && (of_policy(t.later) || of_policy(t.earlier))) {
        data.faulty.insert(rel);
    }
}

/// In the accounts of their files, later twins are no rows of their own.
fn leave_out(rel: RelId, twins: &[Twin], data: &mut Dataset) {
    let table = &data.tables[rel.index()];
    let mut gone: BTreeMap<FileId, Vec<Extent>> = BTreeMap::new();
    for twin in twins {
        if let (Some(batch), Some(place)) = (table.batch_of(twin.later), table.row_extents.get(twin.later as usize)) {
            gone.entry(batch.file).or_default().push(*place);
        }
    }
    for account in &mut data.accounts {
        let Some(places) = gone.get(&account.file) else { continue };
        for own in Arc::make_mut(account).tables.iter_mut().filter(|t| t.rel == rel) {
            own.read = own.read.saturating_sub(u32::try_from(places.len()).unwrap_or(u32::MAX));
            own.others.extend(places.iter().map(|place| OtherLine { place: *place, line: 0, what: LineKind::RowAgain }));
            own.others.sort_by_key(|line| line.place.start);
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
