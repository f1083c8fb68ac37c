//! What was read without being kept, and the proof that the loader takes what is left as it was taken here.

use super::cut::Rest;
use super::layout::Head;
use crate::data::{CellState, Dataset, LineKind};
use crate::load::Input;
use crate::plan::Summarized;
use crate::ty::RelId;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files of which lines were let go.
#[derive(Debug)]
pub struct Reduced {
    pub summarized: Summarized,
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    rel: RelId,
    /// What is left of it; `None` where all of it is there.
    rest: Option<Rest>,
}

impl Reduced {
    pub fn new(inputs: &[Input], heads: &[Head], summarized: Summarized, mut rests: BTreeMap<usize, Rest>) -> Self {
        let file = |at: usize| File { rel: heads[at].rel, rest: rests.remove(&at) };
        Self { summarized, files: (0..inputs.len()).map(file).collect() }
    }

    /// What is left to be loaded.
    pub fn inputs(&mut self, inputs: &[Input]) -> Vec<Input> {
        let one = |(file, input): (&mut File, &Input)| match &mut file.rest {
            Some(rest) => input.with_bytes(std::mem::take(&mut rest.bytes), std::mem::take(&mut rest.gaps)),
            None => input.clone(),
        };
        self.files.iter_mut().zip(inputs).map(one).collect()
    }

    /// Counts the rows that were let go among those that were read. False where the loader did not take a row that was kept for what it was
    /// taken here: then nothing of this stands, and everything is to be read as always.
    pub fn settle(&self, data: &mut Dataset) -> bool {
        if !data.faulty.is_empty() || !self.files.iter().enumerate().all(|(at, file)| file.is_as_taken(at, data)) {
            return false;
        }
        for (at, file) in self.files.iter().enumerate() {
            let Some(rest) = &file.rest else { continue };
            let own = data.accounts.iter_mut().filter(|a| a.submission.is_some_and(|s| s.0 as usize == at));
            for table in own.flat_map(|a| &mut Arc::make_mut(a).tables).filter(|t| t.rel == file.rel) {
                table.read = table.read.saturating_add(u32::try_from(rest.passed).unwrap_or(u32::MAX));
            }
        }
        true
    }
}

impl File {
    fn is_as_taken(&self, at: usize, data: &Dataset) -> bool {
        let Some(rest) = &self.rest else { return true };
        let own = |a: &&Arc<crate::data::FileAccount>| a.submission.is_some_and(|s| s.0 as usize == at);
        let Some(account) = data.accounts.iter().find(own) else { return false };
        let others: Vec<_> = account.tables.iter().filter(|t| t.rel == self.rel).flat_map(|t| &t.others).collect();
        // Totals stand for rows that are not there any more.
        if others.iter().any(|l| l.what == LineKind::Total) {
            return false;
        }
        let table = data.table(self.rel);
        let Some(nth) = table.batches.iter().position(|b| b.file == account.file) else { return false };
        let rows = table.batches[nth].first_row..table.batches.get(nth + 1).map_or(table.rows, |b| b.first_row);
        let columns: Vec<_> = rest.asked.iter().filter_map(|col| table.columns.get(col.index())).collect();
        let mut rows = rows.peekable();
        let again = |start: u32| others.iter().any(|l| l.place.start == start && l.what == LineKind::RowAgain);
        rest.plain.iter().all(|start| {
            let begin = |row: u32| table.row_extents.get(row as usize).map_or(u32::MAX, |e| e.start);
            while rows.next_if(|row| begin(*row) < *start).is_some() {}
            match rows.peek() {
                Some(row) if begin(*row) == *start => {
                    let twin = |state: CellState| state == CellState::Hole && !others.is_empty();
                    columns.iter().all(|c| c.state(*row) == CellState::Known || twin(c.state(*row)))
                }
                _ => again(*start),
            }
        })
    }
}
