//! A sheet made into text, and what is to be told of its cells.

use crate::diag::Diagnostic;
use crate::load::diagnostics::{lines, workbook as told};
use crate::load::input::{Face, Spread};
use crate::text::{Sheet, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// A sheet as the reader of tables takes it.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub text: String,
    pub sheet: Sheet,
    /// Where the first row in which something stands begins.
    pub first: usize,
    /// What is to be told of its cells.
    pub remarks: Vec<Remark>,
    /// Cells that are merged with others, by where their lines begin.
    pub spreads: BTreeMap<usize, Vec<Spread>>,
    /// What figures look like, by where their cells begin.
    pub faces: BTreeMap<usize, Face>,
}

impl Page {
    pub fn first_line(&self) -> Range<usize> {
        let end = self.text[self.first..].find('\n').map_or(self.text.len(), |n| self.first + n);
        self.first..end
    }
}

/// Something about cells that whoever reads the figures must know; told once for a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// Results of formulas, as they were saved.
    Formula,
    /// Fewer digits are shown than are there.
    Rounded,
    /// The number format shows a power of ten of what is there: read as shown.
    Scaled,
    /// The number format shows nothing, or not that the figure is below zero.
    Disguised,
    /// A small number shown as a day: one of the year 1900.
    Early,
    /// Figures of a kind of workbook whose number formats cannot be read.
    Unformatted,
    /// Something stands under merged cells.
    Covered,
    /// Cells right below the range that is read.
    Beyond,
    /// The sheet is hidden.
    Hidden,
    /// Rows or columns of it are.
    HiddenLines,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub kind: RemarkKind,
    /// How many cells.
    pub count: usize,
    /// The first of them in the text.
    pub first: Range<usize>,
}

impl Remark {
    pub fn told(&self, place: Span) -> Diagnostic {
        match self.kind {
            RemarkKind::Formula => told::formulas(self.count, place),
            RemarkKind::Rounded => told::rounded(self.count, place),
            RemarkKind::Scaled => told::scaled(self.count, place),
            RemarkKind::Disguised => told::disguised(self.count, place),
            RemarkKind::Early => told::early(self.count, place),
            RemarkKind::Unformatted => told::unformatted(self.count, place),
            RemarkKind::Covered => told::covered(self.count, place),
            RemarkKind::Beyond => lines::beyond_range(place),
            RemarkKind::Hidden => told::hidden(place),
            RemarkKind::HiddenLines => told::hidden_lines(self.count, place),
        }
    }
}
