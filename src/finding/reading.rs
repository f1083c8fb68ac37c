//! What was read of each file: how many rows, from which lines, and what was no row.

use crate::data::{BlankAccount, Dataset, Extent, FileAccount, LineKind, Submission, TableAccount};
use crate::num::Rat;
use crate::text::{FileId, Span};
use crate::ty::{BlankMeans, Schema, Unit};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One file.
#[derive(Clone, Debug)]
pub struct FileReading {
    pub file: FileId,
    /// It is a table of the policy, which nobody handed in.
    pub of_policy: bool,
    /// Of whom it is, as the file says.
    pub region: Option<String>,
    /// The period it reports on.
    pub period: Option<String>,
    /// Empty when nothing of it could be read.
    pub tables: Vec<TableReading>,
}

/// One table of a file.
#[derive(Clone, Debug)]
pub struct TableReading {
    /// The record's title.
    pub record: String,
    /// Rows inside other rows.
    pub nested: bool,
    /// Rows that are judged.
    pub rows: u32,
    /// From the first to the last of them.
    pub place: Option<Span>,
    pub others: Vec<(Span, LineKind)>,
    pub totals: Vec<TotalReading>,
    /// Columns whose blanks were read as something.
    pub blanks: Vec<BlankReading>,
}

/// The blanks of a column that stand for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankReading {
    pub column: String,
    pub means: BlankMeans,
    /// Cells with nothing in them.
    pub blank: u32,
    /// Rows of a file without the column.
    pub absent: u32,
}

/// A figure of a total row and the sum of its rows, in the unit of the column.
#[derive(Clone, Debug)]
pub struct TotalReading {
    pub place: Span,
    pub column: String,
    pub unit: Unit,
    pub stated: Rat,
    /// `None` where a row has no figure.
    pub sum: Option<Rat>,
    /// The record says that its forms have this row.
    pub declared: bool,
}

impl FileReading {
    /// The accounts of a dataset in the words of its schema.
    pub fn all(schema: &Schema, data: &Dataset) -> Vec<Self> {
        let mut by_file: BTreeMap<FileId, &Submission> = BTreeMap::new();
        for submission in &data.submissions {
            by_file.entry(submission.file).or_insert(submission);
        }
        let submission = |a: &FileAccount| by_file.get(&a.file);
        let one = |a: &Arc<FileAccount>| Self {
            file: a.file,
            of_policy: a.submission.is_none(),
            region: submission(a).and_then(|s| s.region.clone()),
            period: submission(a).and_then(|s| s.period).map(|(index, kind)| crate::ty::period_text(index, kind)),
            tables: a.tables.iter().map(|t| TableReading::of(schema, a.file, t)).collect(),
        };
        data.accounts.iter().map(one).collect()
    }
}

impl FileReading {
    /// As it is told to a region in whose file rows of others stand too: sums over all of them and lines that are nobody's are left out.
    pub(super) fn without_others(self, region: &str) -> Self {
        let bare =
            |t: TableReading| TableReading { place: None, others: Vec::new(), totals: Vec::new(), blanks: Vec::new(), ..t };
        Self { region: self.region.filter(|r| r == region), tables: self.tables.into_iter().map(bare).collect(), ..self }
    }
}

impl TableReading {
    fn of(schema: &Schema, file: FileId, table: &TableAccount) -> Self {
        let span = |e: Extent| Span { file, start: e.start, end: e.end };
        let relation = schema.get(table.rel);
        let total = |t: &crate::data::StatedTotal| {
            let column = schema.column(table.rel, t.col);
            TotalReading {
                place: span(t.place),
                column: column.title().to_string(),
                unit: column.unit.clone().unwrap_or_else(Unit::one),
                stated: t.stated.clone(),
                sum: t.sum.clone(),
                declared: t.declared,
            }
        };
        let blank = |b: &BlankAccount| BlankReading {
            column: schema.column(table.rel, b.col).title().to_string(),
            means: b.means,
            blank: b.blank,
            absent: b.absent,
        };
        Self {
            record: relation.title().to_string(),
            nested: matches!(relation.origin, crate::ty::Origin::Nested { .. }),
            rows: table.read,
            place: (!table.place.is_none()).then(|| span(table.place)),
            others: table.others.iter().map(|l| (span(l.place), l.what)).collect(),
            totals: table.totals.iter().map(total).collect(),
            blanks: table.blanks.iter().map(blank).collect(),
        }
    }

    pub fn refused(&self) -> usize {
        self.others.iter().filter(|(_, what)| what.is_refused()).count()
    }

    pub fn left_out(&self) -> usize {
        self.others.len() - self.refused()
    }
}
