//! Rows taken out of a table; those that stay move up.

use crate::data::{Column, Table};

/// Keeps the rows marked; gives the new number of each old row.
pub fn retain(table: &mut Table, keep: &[bool]) -> Vec<Option<u32>> {
    let mut next = 0;
    // How many stay before each row.
    let before: Vec<u32> = keep
        .iter()
        .scan(0, |sum, keep| {
            let at = *sum;
            *sum += u32::from(*keep);
            Some(at)
        })
        .collect();
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
        batch.first_row = *before.get(batch.first_row as usize).unwrap_or(&next);
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
        out.copy(column, row, extent);
    }
    out
}
