//! The rows in hand, keys, and rows that are expected and not there.

use crate::data::{CellId, Code};
use crate::eval::types::known::Known;
use crate::eval::types::truth::Truth;
use crate::num::{Interval, Rat};
use crate::plan::CondId;
use crate::ty::RelId;
use smallvec::SmallVec;
use std::sync::Arc;

/// A key in hand: codes of texts, numbers of periods, row numbers of parents. Most have one or two parts, and millions are looked up.
pub type KeyBits = SmallVec<[u64; 2]>;

/// A row that should be there and was not sent: that of a roster member, of a silent sender, of a list that is missing.
#[derive(Clone, Debug)]
pub struct ExpectedRow {
    pub rel: RelId,
    /// In the order of the relation's key; `None` where the roster does not say.
    pub key: Vec<Option<u64>>,
    /// For nested rows: the row whose list was not sent; it may be an expected row itself.
    pub parent: Option<u32>,
    /// Who owes the table and sent nothing.
    pub sender: Option<Code>,
    /// It stands for rows that may not be there at all: what was not sent may be an empty table or list.
    pub perhaps: bool,
}

/// Rows in hand above this number are expected rows.
pub const FIRST_EXPECTED: u32 = 0x8000_0000;

/// The rows in hand, one per slot.
#[derive(Clone, Debug, Default)]
pub struct Env {
    pub rels: Vec<RelId>,
    pub rows: Vec<u32>,
    /// What conditions on these rows are taken to come to, in one of several cases.
    pub assumed: Option<Assumed>,
    /// What texts that are not known are taken to be, in one of several cases; [`NO_TEXT`] for one that does not exist.
    pub taken: Option<Arc<Vec<(CellId, Code)>>>,
    /// Where figures that are not known are taken to lie, likewise.
    pub narrowed: Option<Arc<Vec<(CellId, Interval)>>>,
    /// Cells as they would be after a change that is tried, in the unit of their column.
    pub changed: Option<Arc<Vec<(CellId, Rat)>>>,
    /// What was worked out of these rows.
    pub known: Known,
}

/// A row reference, resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    Row {
        rel: RelId,
        row: u32,
    },
    /// No row with this key was sent; parts of the key may be unknown. A subject that is not there is an expected row.
    Missing {
        rel: RelId,
        key: Vec<Option<u64>>,
        expected: Option<u32>,
    },
}

/// Conditions on the rows in hand, and what they are taken to come to.
pub type Assumed = Arc<Vec<(CondId, Truth)>>;

/// A text that may be none. No text has this code.
pub const NO_TEXT: Code = Code::MAX - 1;

impl Env {
    /// One row alone.
    pub fn of(rel: RelId, row: u32) -> Self {
        Self {
            rels: vec![rel],
            rows: vec![row],
            assumed: None,
            taken: None,
            narrowed: None,
            changed: None,
            known: Known::default(),
        }
    }

    /// A row of its own, under the changes that are tried here.
    pub fn alone(&self, rel: RelId, row: u32) -> Self {
        Self { taken: self.taken.clone(), narrowed: self.narrowed.clone(), changed: self.changed.clone(), ..Self::of(rel, row) }
    }

    pub fn change_of(&self, cell: CellId) -> Option<&Rat> {
        self.changed.iter().flat_map(|all| all.iter()).find(|(own, _)| *own == cell).map(|(_, value)| value)
    }

    /// What a text that is not known is taken to be.
    pub fn taken_for(&self, cell: CellId) -> Option<Code> {
        self.taken.iter().flat_map(|all| all.iter()).find(|(own, _)| *own == cell).map(|(_, code)| *code)
    }

    /// The same rows, with one text more that is taken to be this.
    pub fn taking(&self, cell: CellId, code: Code) -> Env {
        let all = self.taken.iter().flat_map(|all| all.iter().copied()).chain([(cell, code)]).collect();
        Env { taken: Some(Arc::new(all)), ..self.clone() }
    }

    /// Where a figure that is not known is taken to lie.
    pub fn narrowed_for(&self, cell: CellId) -> Option<&Interval> {
        self.narrowed.iter().flat_map(|all| all.iter()).find(|(own, _)| *own == cell).map(|(_, range)| range)
    }

    /// The same rows, with one figure more that is taken to lie there.
    pub fn narrowing(&self, cell: CellId, range: Interval) -> Env {
        let all = self.narrowed.iter().flat_map(|all| all.iter().cloned()).chain([(cell, range)]).collect();
        Env { narrowed: Some(Arc::new(all)), ..self.clone() }
    }

    /// The rows in hand with one more.
    pub fn with(&self, slot: u8, rel: crate::ty::RelId, row: u32) -> Env {
        let mut out = self.clone();
        let slot = usize::from(slot);
        if slot < out.rows.len() {
            // What was taken for granted of a row that goes is not so of the row that comes.
            out.assumed = None;
        }
        out.rels.resize(slot.max(out.rels.len()), rel);
        out.rows.resize(slot.max(out.rows.len()), 0);
        out.rels.truncate(slot);
        out.rows.truncate(slot);
        out.rels.push(rel);
        out.rows.push(row);
        out
    }
}
