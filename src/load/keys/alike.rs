//! In what two rows differ that share a key.

use crate::data::{Cell, CellId, Dataset};
use crate::text::Sources;
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
    sources: &'d Sources,
    /// For each relation the rows that stand in a list, by the row that has it.
    lists: Vec<FxHashMap<u32, Vec<u32>>>,
}

impl<'d> Rows<'d> {
    pub fn new(schema: &'d Schema, data: &'d Dataset, sources: &'d Sources) -> Self {
        let by_parent = |rel: RelId| {
            let mut lists: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
            for (row, parent) in (0u32..).zip(&data.table(rel).parents) {
                lists.entry(*parent).or_default().push(row);
            }
            lists
        };
        Self { schema, data, sources, lists: schema.ids().map(by_parent).collect() }
    }

    /// The columns in which two rows differ.
    pub fn differing(&self, rel: RelId, (a, b): (u32, u32)) -> Vec<ColId> {
        let key = &self.schema.get(rel).key;
        let columns = (0u32..).map(ColId).take(self.data.table(rel).columns.len());
        let alike =
            |col: &ColId| key.contains(col) || (self.cells_alike((rel, *col), (a, b)) && self.lists_alike((rel, *col), (a, b)));
        columns.filter(|col| !alike(col)).collect()
    }

    /// Whether two cells say the same. Of two that cannot be used only what is written tells.
    fn cells_alike(&self, (rel, col): (RelId, ColId), (a, b): (u32, u32)) -> bool {
        let Some(column) = self.data.table(rel).columns.get(col.index()) else { return true };
        let written = |row: u32| self.data.span_of(CellId { rel, row, col }).map(|span| self.sources.slice(span).trim());
        match (column.cell(a), column.cell(b)) {
            (Cell::Unusable, Cell::Unusable) => written(a) == written(b),
            (first, second) => first == second,
        }
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
        let same = |col: &ColId| self.cells_alike((rel, *col), (a, b));
        self.schema.get(rel).key.iter().all(same) && self.differing(rel, (a, b)).is_empty()
    }
}
