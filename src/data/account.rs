//! What became of each file: the rows that were read, and every line that was left out or refused. Nothing is passed over in silence.

use super::heading::{HeaderAccount, SaidItem};
use super::{Extent, SubmissionId};
use crate::num::Rat;
use crate::text::FileId;
use crate::ty::{BlankMeans, ColId, RelId};
use serde::{Deserialize, Serialize};

/// What became of one file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FileAccount {
    pub file: FileId,
    /// `None` for the tables of the policy.
    pub submission: Option<SubmissionId>,
    /// In the order of the schema. Empty when nothing of the file could be read.
    pub tables: Vec<TableAccount>,
    /// Where it was said who sent the file, for which period, on which day.
    pub said: Vec<SaidItem>,
}

/// What became of the lines of one table of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TableAccount {
    pub rel: RelId,
    /// Rows that are judged.
    pub read: u32,
    /// From the first row read to the last.
    pub place: Extent,
    /// In the order of the file.
    pub others: Vec<OtherLine>,
    pub totals: Vec<StatedTotal>,
    /// Cells that were read as what a blank means there, by column.
    pub blanks: Vec<BlankAccount>,
    pub header: HeaderAccount,
}

/// The blanks of one column that stand for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlankAccount {
    pub col: ColId,
    pub means: BlankMeans,
    /// Cells with nothing in them.
    pub blank: u32,
    /// Rows of a file without the column.
    pub absent: u32,
}

/// A line that is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherLine {
    pub place: Extent,
    /// The number of the line it begins on, from 1.
    pub line: u32,
    pub what: LineKind,
}

/// Why a line is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LineKind {
    /// A title or another line above the header.
    Heading,
    /// The numbers of the columns.
    Numbers,
    /// It says in which unit the figures are.
    Unit,
    /// The header once more, as on every page of a printed form.
    HeaderAgain,
    /// 合计, 小计, 其中.
    Total,
    /// A row whose key was there before: it speaks of the same thing.
    RowAgain,
    /// A note or a line with who filled the form in.
    Note,
    /// A row that cannot be used, or a line of which nobody can say what it is: the table is not complete.
    Refused,
}

impl LineKind {
    pub const ALL: &[Self] =
        &[Self::Heading, Self::Numbers, Self::Unit, Self::HeaderAgain, Self::Total, Self::RowAgain, Self::Note, Self::Refused];

    /// It may hold a row that is missing now.
    pub fn is_refused(self) -> bool {
        match self {
            Self::Refused => true,
            Self::Heading | Self::Numbers | Self::Unit | Self::HeaderAgain | Self::Total | Self::RowAgain | Self::Note => false,
        }
    }
}

/// A figure of a total row beside the sum of the rows it stands under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedTotal {
    pub place: Extent,
    pub col: ColId,
    /// In the unit of the column.
    pub stated: Rat,
    /// `None` where one of the rows has no figure.
    pub sum: Option<Rat>,
    /// The record says that its forms have this row.
    pub declared: bool,
}

impl StatedTotal {
    pub fn agrees(&self, slack: &Rat) -> Option<bool> {
        let sum = self.sum.as_ref()?;
        let difference = &self.stated - sum;
        let size = if crate::num::signum(&difference) < 0 { -difference } else { difference };
        Some(size <= *slack)
    }
}
