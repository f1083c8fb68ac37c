//! What was handed in: typed columns with a state and a place for every cell, and what each submission said of itself.

mod account;
mod heading;
mod intern;
mod table;

pub use account::{BlankAccount, FileAccount, LineKind, OtherLine, StatedTotal, TableAccount};
pub use heading::{HeaderAccount, HeaderCell, Heads, Item, SaidBy, SaidItem, UnitFrom};
pub use intern::{Code, Interner};
pub use table::{Batch, Cell, CellState, Column, Extent, Hole, LeftAs, Table, Values};

use crate::text::{FileId, Span};
use crate::ty::{ColId, Origin, PeriodKind, RelId, Schema};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Index of a submission in [`Dataset::submissions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SubmissionId(pub u32);

/// The union of all submissions of a run, and the policy's own tables. One table per relation of the schema, in its order.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    pub tables: Vec<Table>,
    pub texts: Interner,
    pub submissions: Vec<Submission>,
    /// What became of the lines of each file, in order: first those of the policy's tables.
    pub accounts: Vec<Arc<FileAccount>>,
    /// Tables of the policy that could not be read, or not whole: nothing that rests on their rows can be judged.
    pub faulty: BTreeSet<RelId>,
    /// Where rows stand that are reported again elsewhere: to write another figure into one of the places makes them differ.
    pub again: BTreeSet<Span>,
}

/// The envelope of one file: who sent it, for which period, which tables it brought.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Submission {
    pub file: FileId,
    /// Region code or name as written.
    pub region: Option<String>,
    /// The period it reports on.
    pub period: Option<(i64, PeriodKind)>,
    /// The day it was made, as days since 1970-01-01.
    pub date: Option<i64>,
    /// Tables sent, with whether the sender calls them complete (an unusable row makes a table partial too).
    pub sent: BTreeMap<RelId, bool>,
    /// Tables of which rows may stand in it that nobody has seen: it could not be read, or a part of it not.
    pub may_hold: BTreeSet<RelId>,
    /// Where the envelope stands.
    pub span: Option<Span>,
    /// Where the region is said, by the file or by the project file.
    pub region_span: Option<Span>,
}

/// Of which table in several files a file is a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartOf {
    /// Parts with the same number are one table.
    pub table: u32,
    /// No part of it is known to be missing.
    pub whole: bool,
}

/// One row of one relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    pub rel: RelId,
    pub row: u32,
}

/// One cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId {
    pub rel: RelId,
    pub row: u32,
    pub col: ColId,
}

impl Dataset {
    pub fn table(&self, rel: RelId) -> &Table {
        &self.tables[rel.index()]
    }

    /// Whether a row, or one that it is nested in, is reported more than once.
    pub fn is_reported_again(&self, schema: &Schema, row: RowId) -> bool {
        if self.again.is_empty() {
            return false;
        }
        let mut at = Some(row);
        while let Some(row) = at {
            if self.row_span(row).is_some_and(|span| self.again.contains(&span)) {
                return true;
            }
            at = match schema.get(row.rel).origin {
                Origin::Nested { parent, .. } => {
                    self.table(row.rel).parents.get(row.row as usize).map(|up| RowId { rel: parent, row: *up })
                }
                Origin::Submitted | Origin::Policy | Origin::Calendar => None,
            };
        }
        false
    }

    /// A copy in which some cells hold something else.
    pub fn with(&self, cells: &BTreeMap<CellId, Cell>) -> Self {
        let mut columns: BTreeMap<(RelId, ColId), BTreeMap<u32, Cell>> = BTreeMap::new();
        for (id, cell) in cells {
            columns.entry((id.rel, id.col)).or_default().insert(id.row, cell.clone());
        }
        let mut out = self.clone();
        for ((rel, col), cells) in columns {
            let column = out.tables.get_mut(rel.index()).and_then(|t| t.columns.get_mut(col.index()));
            if let Some(column) = column {
                *column = column.with(&cells);
            }
        }
        out
    }

    /// The day on which all submissions that say one were made.
    pub fn day_of_all(&self) -> Option<i64> {
        let mut said = self.submissions.iter().filter_map(|s| s.date);
        said.next().filter(|day| said.all(|other| other == *day))
    }

    /// The submission a row came with; `None` for the policy's own tables.
    pub fn submission_of(&self, row: RowId) -> Option<&Submission> {
        let batch = self.table(row.rel).batch_of(row.row)?;
        self.submissions.get(batch.submission?.0 as usize)
    }

    /// Where a cell stands; `None` when the file has no such cell (an absent column or key).
    pub fn span_of(&self, cell: CellId) -> Option<Span> {
        let table = self.table(cell.rel);
        let extent = *table.columns.get(cell.col.index())?.extents.get(cell.row as usize)?;
        if extent.is_none() {
            return None;
        }
        let batch = table.batch_of(cell.row)?;
        Some(Span { file: batch.file, start: extent.start, end: extent.end })
    }

    /// Where a row stands.
    pub fn row_span(&self, row: RowId) -> Option<Span> {
        let table = self.table(row.rel);
        let extent = *table.row_extents.get(row.row as usize)?;
        let batch = table.batch_of(row.row)?;
        Some(Span { file: batch.file, start: extent.start, end: extent.end })
    }
}
