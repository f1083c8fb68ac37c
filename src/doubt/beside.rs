//! What stands beside a figure: that of the period before, and those of other rows.

use super::slips::magnitude;
use crate::data::{CellId, Dataset};
use crate::num::Rat;
use crate::ty::{ColId, RelId, Schema};
use std::collections::BTreeMap;

/// Others are looked at where there are so many.
const OTHERS: usize = 3;

/// The key of a row without its period.
type Who = Vec<u64>;

/// Rows by who they are of, and by period, of each relation with a period in its key.
pub struct Beside<'a> {
    schema: &'a Schema,
    data: &'a Dataset,
    rows: BTreeMap<RelId, BTreeMap<(Who, i64), u32>>,
    /// The middle magnitude of a column in a period.
    middles: BTreeMap<(RelId, ColId, Option<i64>), Option<i64>>,
}

impl<'a> Beside<'a> {
    pub fn new(schema: &'a Schema, data: &'a Dataset) -> Self {
        let mut out = Self { schema, data, rows: BTreeMap::new(), middles: BTreeMap::new() };
        for rel in schema.ids().filter(|rel| schema.get(*rel).period().is_some()) {
            let rows = (0..data.table(rel).rows).filter_map(|row| Some((out.key(rel, row)?, row))).collect();
            out.rows.insert(rel, rows);
        }
        out
    }

    fn period(&self, rel: RelId, row: u32) -> Option<i64> {
        let (col, _) = self.schema.get(rel).period()?;
        self.data.table(rel).columns.get(col.index())?.int(row)
    }

    fn key(&self, rel: RelId, row: u32) -> Option<(Who, i64)> {
        let (period, _) = self.schema.get(rel).period()?;
        let part = |col: &ColId| {
            let column = self.data.table(rel).columns.get(col.index())?;
            column.code(row).map(u64::from).or_else(|| column.int(row).map(i64::cast_unsigned))
        };
        let who: Option<Who> = self.schema.get(rel).key.iter().filter(|c| **c != period).map(part).collect();
        Some((who?, self.period(rel, row)?))
    }

    /// The figure of the same row in the period before.
    pub fn before(&self, cell: CellId) -> Option<Rat> {
        let (who, period) = self.key(cell.rel, cell.row)?;
        let row = *self.rows.get(&cell.rel)?.get(&(who, period - 1))?;
        self.data.table(cell.rel).columns.get(cell.col.index())?.number(row)
    }

    /// The magnitude that is to be expected: that of the period before, else the middle one of other rows.
    pub fn expected(&mut self, cell: CellId) -> Option<i64> {
        if let Some(magnitude) = self.before(cell).as_ref().and_then(magnitude) {
            return Some(magnitude);
        }
        let period = self.period(cell.rel, cell.row);
        let at = (cell.rel, cell.col, period);
        if let Some(known) = self.middles.get(&at) {
            return *known;
        }
        let column = self.data.table(cell.rel).columns.get(cell.col.index())?;
        let rows = (0..self.data.table(cell.rel).rows).filter(|row| self.period(cell.rel, *row) == period);
        let mut all: Vec<i64> = rows.filter_map(|row| magnitude(&column.number(row)?)).collect();
        all.sort_unstable();
        let middle = (all.len() > OTHERS).then(|| all[all.len() / 2]);
        self.middles.insert(at, middle);
        middle
    }

    /// Whether the figures of other rows of the column stand as they stood before.
    pub fn repeats_elsewhere(&self, cell: CellId) -> bool {
        let Some(column) = self.data.table(cell.rel).columns.get(cell.col.index()) else { return false };
        (0..self.data.table(cell.rel).rows).filter(|row| *row != cell.row).any(|row| {
            let now = column.number(row);
            now.is_some() && now == self.before(CellId { row, ..cell })
        })
    }
}
