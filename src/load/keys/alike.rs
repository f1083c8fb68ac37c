//! In what two rows differ that share a key.

use crate::data::{Column, Dataset};
use crate::ty::{ColId, Origin, RelId, Schema};
use rustc_hash::FxHashMap;

/// A row whose key was there before.
#[derive(Debug)]
pub struct Twin {
    pub later: u32,
    pub earlier: u32,
    /// The columns in which they differ.
    pub differs: Vec<ColId>,
}

/// Rows held against each other, with the lists that stand in them.
pub struct Rows<'d> {
    schema: &'d Schema,
    data: &'d Dataset,
    /// For each relation the rows that stand in a list, by the row that has it.
    lists: Vec<FxHashMap<u32, Vec<u32>>>,
}

impl<'d> Rows<'d> {
    pub fn new(schema: &'d Schema, data: &'d Dataset) -> Self {
        let by_parent = |rel: RelId| {
            let mut lists: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
            for (row, parent) in (0u32..).zip(&data.table(rel).parents) {
                lists.entry(*parent).or_default().push(row);
            }
            lists
        };
        Self { schema, data, lists: schema.ids().map(by_parent).collect() }
    }

    /// The columns in which two rows differ. Two cells that are both unknown are alike, whatever stands in them.
    pub fn differing(&self, rel: RelId, (a, b): (u32, u32)) -> Vec<ColId> {
        let key = &self.schema.get(rel).key;
        let columns = (0u32..).map(ColId).zip(&self.data.table(rel).columns);
        let other = |(col, column): &(ColId, &Column)| {
            !key.contains(col) && (column.cell(a) != column.cell(b) || !self.lists_alike((rel, *col), (a, b)))
        };
        columns.filter(other).map(|(col, _)| col).collect()
    }

    /// Whether the lists that stand in one column of two rows have the same rows in the same order.
    fn lists_alike(&self, (rel, col): (RelId, ColId), (a, b): (u32, u32)) -> bool {
        let stands_here = |list: &RelId| matches!(self.schema.get(*list).origin, Origin::Nested { parent, column } if parent == rel && column == col && *list != rel);
        self.schema.ids().filter(stands_here).all(|list| {
            let of = |row: u32| self.lists.get(list.index()).and_then(|l| l.get(&row)).map_or(&[][..], Vec::as_slice);
            let (first, second) = (of(a), of(b));
            first.len() == second.len() && first.iter().zip(second).all(|(a, b)| self.rows_alike(list, (*a, *b)))
        })
    }

    fn rows_alike(&self, rel: RelId, (a, b): (u32, u32)) -> bool {
        let table = self.data.table(rel);
        let same = |col: &ColId| table.columns.get(col.index()).is_none_or(|c| c.cell(a) == c.cell(b));
        self.schema.get(rel).key.iter().all(same) && self.differing(rel, (a, b)).is_empty()
    }
}
