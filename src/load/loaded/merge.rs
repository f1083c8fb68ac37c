//! Files joined into the dataset, in the order they were given: rows behind rows, codes of texts translated.

use super::file::Loaded;
use crate::data::{Code, Column, Dataset, Table, Values};
use crate::diag::Sink;
use crate::ty::RelId;
use std::borrow::Cow;
use std::sync::Arc;

/// Appends a file to the dataset. `same_texts`: the texts of the dataset are those that the file went on with, so its codes hold. `before`: how many rows there
/// were before the rows came that its nested rows belong to, where these came with another file.
pub fn absorb(data: &mut Dataset, mut part: Loaded, same_texts: bool, before: Option<&[u32]>, sink: &mut Sink) {
    data.accounts.extend(part.account.take());
    sink.extend(std::mem::take(&mut part.told));
    let codes: Option<Vec<Code>> = (!same_texts).then(|| part.texts.iter().map(|text| data.texts.intern(text)).collect());
    // Rows of nested tables point to rows of their parents, which move behind the parents that are there already.
    let own = rows_of(data);
    let before = before.unwrap_or(&own);
    let tables = std::mem::take(&mut part.tables);
    let mut put = |rel: RelId, parent: Option<RelId>, table: Cow<'_, Table>| {
        let shift = parent.and_then(|parent| before.get(parent.index()).copied()).unwrap_or(0);
        if let Some(target) = data.tables.get_mut(rel.index()) {
            append(target, (&part, table), shift, codes.as_deref());
        }
    };
    match Arc::try_unwrap(tables) {
        Ok(own) => own.into_iter().for_each(|t| put(t.rel, t.parent, Cow::Owned(t.table))),
        // Another state of the run has them too.
        Err(shared) => shared.iter().for_each(|t| put(t.rel, t.parent, Cow::Borrowed(&t.table))),
    }
}

/// How many rows each table has.
pub fn rows_of(data: &Dataset) -> Vec<u32> {
    data.tables.iter().map(|t| t.rows).collect()
}

fn append(target: &mut Table, (part, source): (&Loaded, Cow<'_, Table>), parent_shift: u32, codes: Option<&[Code]>) {
    let first = target.rows;
    target.parents.extend(source.parents.iter().map(|p| p.saturating_add(parent_shift)));
    target.row_extents.extend(&source.row_extents);
    target.batches.extend(source.batches.iter().map(|b| part.batch(b, first)));
    target.rows = target.rows.saturating_add(source.rows);
    let to = target.columns.iter_mut();
    match source {
        Cow::Owned(source) => to.zip(source.columns).for_each(|(to, from)| append_column(to, Cow::Owned(from), first, codes)),
        Cow::Borrowed(source) => {
            to.zip(&source.columns).for_each(|(to, from)| append_column(to, Cow::Borrowed(from), first, codes));
        }
    }
}

fn append_column(to: &mut Column, from: Cow<'_, Column>, first: u32, codes: Option<&[Code]>) {
    // Cells without a text hold no code of the table and stay as they are.
    let turn = |c: &Code| codes.and_then(|codes| codes.get(*c as usize)).copied().unwrap_or(*c);
    if to.is_empty() {
        *to = from.into_owned();
        if let (Values::Code(list), true) = (&mut to.values, codes.is_some()) {
            list.iter_mut().for_each(|c| *c = turn(c));
        }
        return;
    }
    match (&mut to.values, &from.values) {
        (Values::Num(a), Values::Num(b)) => a.append(b),
        (Values::Code(a), Values::Code(b)) => a.extend(b.iter().map(turn)),
        _ => {}
    }
    to.states.extend(&from.states);
    to.extents.extend(&from.extents);
    to.holes.extend(from.holes.iter().map(|(row, hole)| (row.saturating_add(first), hole.clone())));
}
