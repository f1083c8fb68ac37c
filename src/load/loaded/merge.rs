//! Files joined into the dataset, in the order they were given: rows behind rows, codes of texts translated.

use super::file::{Loaded, LoadedTable};
use crate::data::{Batch, Code, Column, Dataset, Table, Values};
use crate::diag::Sink;

/// Appends a file to the dataset. `same_texts`: the texts of the dataset are those that the file went on with, so its codes hold. `before`: how many rows there
/// were before the rows came that its nested rows belong to, where these came with another file.
pub fn absorb(data: &mut Dataset, part: Loaded, same_texts: bool, before: Option<&[u32]>, sink: &mut Sink) {
    data.accounts.extend(part.account);
    sink.extend(part.told);
    let codes: Option<Vec<Code>> = (!same_texts).then(|| part.texts.iter().map(|text| data.texts.intern(text)).collect());
    // Rows of nested tables point to rows of their parents, which move behind the parents that are there already.
    let own = rows_of(data);
    let before = before.unwrap_or(&own);
    for LoadedTable { rel, parent, table } in part.tables {
        let shift = parent.and_then(|parent| before.get(parent.index()).copied()).unwrap_or(0);
        if let Some(target) = data.tables.get_mut(rel.index()) {
            append(target, table, shift, codes.as_deref());
        }
    }
}

/// How many rows each table has.
pub fn rows_of(data: &Dataset) -> Vec<u32> {
    data.tables.iter().map(|t| t.rows).collect()
}

fn append(target: &mut Table, source: Table, parent_shift: u32, codes: Option<&[Code]>) {
    let first = target.rows;
    for (to, from) in target.columns.iter_mut().zip(source.columns) {
        append_column(to, from, first, codes);
    }
    target.parents.extend(source.parents.iter().map(|p| p.saturating_add(parent_shift)));
    target.row_extents.extend(source.row_extents);
    target.batches.extend(source.batches.iter().map(|b| Batch { first_row: b.first_row.saturating_add(first), ..*b }));
    target.rows = target.rows.saturating_add(source.rows);
}

fn append_column(to: &mut Column, mut from: Column, first: u32, codes: Option<&[Code]>) {
    if let (Values::Code(list), Some(codes)) = (&mut from.values, codes) {
        // Cells without a text hold no code of the table and stay as they are.
        list.iter_mut().for_each(|c| *c = codes.get(*c as usize).copied().unwrap_or(*c));
    }
    if to.is_empty() {
        *to = from;
        return;
    }
    match (&mut to.values, from.values) {
        (Values::Num(a), Values::Num(b)) => a.append(&b),
        (Values::Code(a), Values::Code(b)) => a.extend(b),
        _ => {}
    }
    to.states.extend(from.states);
    to.extents.extend(from.extents);
    to.holes.extend(from.holes.into_iter().map(|(row, hole)| (row.saturating_add(first), hole)));
}
