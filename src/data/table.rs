//! One relation's rows as typed columns.

use super::{Code, SubmissionId};
use crate::num::{Decimal, Fixed, FixedView, Interval, Rat, to_i64};
use crate::text::FileId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The state of a cell; only [`CellState::Known`] has a value in [`Values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum CellState {
    Known,
    /// Said to be none (`—`, an empty `?` field): known not to exist.
    None,
    /// The cell is there and empty.
    Blank,
    /// The file has no such column or key.
    Absent,
    /// An interval was reported (`>=50亿元`), or the value cannot be used: see [`Column::holes`].
    Hole,
}

/// What is known of a cell in state [`CellState::Hole`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hole {
    /// A reported bound, in the base unit of the column's type.
    Bounds(Interval),
    /// A finding was made of it; it counts as unknown everywhere.
    Unusable,
    /// The same of a cell in a row whose cells do not stand where the header says: which of them were filled in is not known either.
    Displaced,
    /// Left empty where that means something: none in the world, or the figure 0 (a flag that is off), and not filled in on the form.
    LeftBlank,
}

/// What a cell that was left blank counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftAs {
    None,
    /// The figure 0, or a flag that is off.
    Zero,
}

/// A value on its way into a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A number in the unit of the column.
    Number(Decimal),
    /// A number whose written unit does not convert by a power of ten; in the unit of the column.
    Exact(Rat),
    Text(Code),
    Flag(bool),
    /// Days since 1970-01-01, or the number of a period.
    Int(i64),
    None,
    /// Nothing was written, where that means something.
    LeftBlank(LeftAs),
    Blank,
    Absent,
    /// Bounds in the base unit.
    Bounds(Interval),
    Unusable,
}

/// Bytes of a cell in the text of its file; `NONE` when there is no such place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    pub start: u32,
    pub end: u32,
}

impl Extent {
    pub const NONE: Extent = Extent { start: u32::MAX, end: u32::MAX };

    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    pub fn new(range: std::ops::Range<usize>) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX - 1);
        Self { start: clip(range.start), end: clip(range.end) }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Values {
    /// Numbers in the unit of the column, days, periods, and flags (0 and 1).
    Num(Fixed),
    /// Codes of interned texts.
    Code(Vec<Code>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Column {
    pub values: Values,
    pub states: Vec<CellState>,
    pub extents: Vec<Extent>,
    /// Details of cells in state [`CellState::Hole`].
    pub holes: BTreeMap<u32, Hole>,
}

/// Rows that came together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    pub first_row: u32,
    pub file: FileId,
    pub submission: Option<SubmissionId>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    pub rows: u32,
    pub columns: Vec<Column>,
    /// For nested relations: the row of the parent relation each row belongs to.
    pub parents: Vec<u32>,
    pub row_extents: Vec<Extent>,
    /// In order of `first_row`.
    pub batches: Vec<Batch>,
    /// So many rows at the end stand for others that are not in hand: they tell which groups, periods and senders there are, and are no
    /// rows of their own.
    pub stand_ins: u32,
}

impl Column {
    pub fn numbers() -> Self {
        Self::new(Values::Num(Fixed::default()))
    }

    pub fn codes() -> Self {
        Self::new(Values::Code(Vec::new()))
    }

    fn new(values: Values) -> Self {
        Self { values, states: Vec::new(), extents: Vec::new(), holes: BTreeMap::new() }
    }

    pub fn len(&self) -> usize {
        self.states.len()
    }

    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// Appends a cell. A cell of the wrong kind for the column becomes unusable (the loader reports such cells before).
    pub fn push(&mut self, cell: &Cell, extent: Extent) {
        let row = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        let state = match (cell, &mut self.values) {
            (Cell::Number(d), Values::Num(v)) => {
                v.push(d);
                CellState::Known
            }
            (Cell::Exact(r), Values::Num(v)) => {
                v.push_rat(r.clone());
                CellState::Known
            }
            (Cell::Int(n), Values::Num(v)) => {
                v.push_int(*n);
                CellState::Known
            }
            (Cell::Flag(b), Values::Num(v)) => {
                v.push_int(i64::from(*b));
                CellState::Known
            }
            (Cell::Text(c), Values::Code(v)) => {
                v.push(*c);
                CellState::Known
            }
            (Cell::LeftBlank(LeftAs::Zero), Values::Num(v)) => {
                v.push_zero();
                self.holes.insert(row, Hole::LeftBlank);
                CellState::Known
            }
            (cell, values) => {
                match values {
                    Values::Num(v) => v.push_zero(),
                    Values::Code(v) => v.push(Code::MAX),
                }
                match cell {
                    Cell::None => CellState::None,
                    Cell::LeftBlank(LeftAs::None) => {
                        self.holes.insert(row, Hole::LeftBlank);
                        CellState::None
                    }
                    Cell::Blank => CellState::Blank,
                    Cell::Absent => CellState::Absent,
                    Cell::Bounds(i) => {
                        self.holes.insert(row, Hole::Bounds(i.clone()));
                        CellState::Hole
                    }
                    Cell::Number(_)
                    | Cell::Exact(_)
                    | Cell::Text(_)
                    | Cell::Flag(_)
                    | Cell::Int(_)
                    | Cell::LeftBlank(LeftAs::Zero)
                    | Cell::Unusable => {
                        self.holes.insert(row, Hole::Unusable);
                        CellState::Hole
                    }
                }
            }
        };
        self.states.push(state);
        self.extents.push(extent);
    }

    /// Appends `value × 10^-scale`, in the unit of the column.
    #[inline]
    pub fn push_number(&mut self, value: i64, scale: u32, extent: Extent) {
        let Values::Num(numbers) = &mut self.values else { return self.push(&Cell::Unusable, extent) };
        numbers.push_scaled(value, scale);
        self.states.push(CellState::Known);
        self.extents.push(extent);
    }

    /// Appends the code of a text.
    #[inline]
    pub fn push_code(&mut self, code: Code, extent: Extent) {
        let Values::Code(codes) = &mut self.values else { return self.push(&Cell::Unusable, extent) };
        codes.push(code);
        self.states.push(CellState::Known);
        self.extents.push(extent);
    }

    /// An empty column of the same storage.
    pub fn like(&self) -> Self {
        match self.values {
            Values::Num(_) => Self::numbers(),
            Values::Code(_) => Self::codes(),
        }
    }

    /// The cell of a row, as it was pushed (integers come back as numbers).
    pub fn cell(&self, row: u32) -> Cell {
        let at = row as usize;
        match (self.state(row), &self.values) {
            (CellState::Known, Values::Num(_)) if self.is_left_blank(row) => Cell::LeftBlank(LeftAs::Zero),
            (CellState::Known, Values::Code(codes)) => codes.get(at).map_or(Cell::Unusable, |c| Cell::Text(*c)),
            (CellState::Known, Values::Num(numbers)) => {
                let small = |mantissa| Cell::Number(Decimal::Small { mantissa, scale: numbers.scale() });
                match numbers.view() {
                    FixedView::I64(v) => small(v.get(at).map_or(0, |n| i128::from(*n))),
                    FixedView::I128(v) => small(v.get(at).copied().unwrap_or(0)),
                    FixedView::Rat(_) => Cell::Exact(numbers.get(at)),
                }
            }
            (CellState::None, _) if self.is_left_blank(row) => Cell::LeftBlank(LeftAs::None),
            (CellState::None, _) => Cell::None,
            (CellState::Blank, _) => Cell::Blank,
            (CellState::Absent, _) => Cell::Absent,
            (CellState::Hole, _) => self.bounds(row).cloned().map_or(Cell::Unusable, Cell::Bounds),
        }
    }

    /// The column with other cells in some rows; places stay.
    pub fn with(&self, cells: &BTreeMap<u32, Cell>) -> Self {
        let mut out = self.like();
        for (row, extent) in (0..).zip(&self.extents) {
            match cells.get(&row) {
                Some(cell) => out.push(cell, *extent),
                None => out.copy(self, row, *extent),
            }
        }
        out
    }

    /// Puts the cell of a row of another column at the end.
    pub fn copy(&mut self, from: &Self, row: u32, extent: Extent) {
        let own = u32::try_from(self.len()).unwrap_or(u32::MAX);
        self.push(&from.cell(row), extent);
        if matches!(from.holes.get(&row), Some(Hole::Displaced)) {
            self.displace(own);
        }
    }

    /// Takes the value of a cell away: it was found unusable after it was read (a duplicate key, say).
    pub fn make_unusable(&mut self, row: u32) {
        if let Some(state) = self.states.get_mut(row as usize) {
            *state = CellState::Hole;
            self.holes.insert(row, Hole::Unusable);
        }
    }

    /// The same where it is not known either whether anything was written for this column.
    pub fn displace(&mut self, row: u32) {
        self.make_unusable(row);
        if let Some(hole) = self.holes.get_mut(&row) {
            *hole = Hole::Displaced;
        }
    }

    /// What is there cannot be used, and nobody knows whether it is this column's, or it is not there though something was lost.
    pub fn may_be_unwritten(&self, row: u32) -> bool {
        match self.holes.get(&row) {
            Some(Hole::Displaced) => true,
            Some(Hole::Unusable) => self.extents.get(row as usize).is_none_or(|e| e.is_none()),
            Some(Hole::Bounds(_) | Hole::LeftBlank) | None => false,
        }
    }

    pub fn state(&self, row: u32) -> CellState {
        self.states.get(row as usize).copied().unwrap_or(CellState::Absent)
    }

    /// The number of a known cell, in the unit of the column.
    pub fn number(&self, row: u32) -> Option<Rat> {
        match (&self.values, self.state(row)) {
            (Values::Num(v), CellState::Known) => Some(v.get(row as usize)),
            _ => None,
        }
    }

    /// The whole number of a known cell (periods, days, counts), without a detour over rationals.
    pub fn int(&self, row: u32) -> Option<i64> {
        let Values::Num(fixed) = &self.values else { return None };
        match (fixed.view(), self.state(row)) {
            (FixedView::I64(v), CellState::Known) if fixed.scale() == 0 => v.get(row as usize).copied(),
            (_, CellState::Known) => to_i64(&fixed.get(row as usize)),
            _ => None,
        }
    }

    /// The code of a known text cell.
    pub fn code(&self, row: u32) -> Option<Code> {
        match (&self.values, self.state(row)) {
            (Values::Code(v), CellState::Known) => v.get(row as usize).copied(),
            _ => None,
        }
    }

    /// Nothing was written, and that means something here.
    pub fn is_left_blank(&self, row: u32) -> bool {
        matches!(self.holes.get(&row), Some(Hole::LeftBlank))
    }

    /// The rows of such cells.
    pub fn left_blank(&self) -> impl Iterator<Item = u32> {
        self.holes.iter().filter(|(_, hole)| **hole == Hole::LeftBlank).map(|(row, _)| *row)
    }

    pub fn bounds(&self, row: u32) -> Option<&Interval> {
        match self.holes.get(&row) {
            Some(Hole::Bounds(i)) => Some(i),
            _ => None,
        }
    }
}

impl Table {
    /// The rows in hand.
    pub fn own_rows(&self) -> u32 {
        self.rows.saturating_sub(self.stand_ins)
    }

    pub fn batch_of(&self, row: u32) -> Option<&Batch> {
        let at = self.batches.partition_point(|b| b.first_row <= row);
        self.batches.get(at.checked_sub(1)?)
    }
}
