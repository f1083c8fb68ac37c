//! Which columns a plan reads.

use super::Plan;
use crate::data::{CellState, Dataset};
use crate::ty::{ColId, RelId};

impl Plan {
    /// Columns that rules read and that no row of a relation with rows has, though some row was sent.
    pub fn columns_without_data(&self, data: &Dataset) -> Vec<(RelId, ColId)> {
        let absent = |(rel, col): &(RelId, ColId)| {
            let table = data.table(*rel);
            let sent = table.batches.iter().any(|b| b.submission.is_some());
            let column = table.columns.get(col.index());
            sent && table.rows > 0 && column.is_some_and(|c| c.states.iter().all(|s| *s == CellState::Absent))
        };
        self.read_columns.iter().copied().filter(absent).collect()
    }
}
