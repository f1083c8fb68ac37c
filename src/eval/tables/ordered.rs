//! Rows of a scope in the order of a figure: a condition that compares it with a figure of the row in hand picks stretches of them.

use crate::ast::CmpOp;
use crate::num::Rat;
use crate::plan::Lin;
use std::ops::Range;

/// The groups of a scope in the order of one figure of its rows.
#[derive(Debug)]
pub struct Ordered {
    pub bounds: Vec<Bound>,
    /// The bounds are all that the condition asks.
    pub whole: bool,
    /// As in the group table.
    pub groups: Vec<OrderedGroup>,
}

/// `figure op outer`
#[derive(Debug)]
pub struct Bound {
    pub op: CmpOp,
    pub outer: Lin,
}

#[derive(Debug, Default)]
pub struct OrderedGroup {
    /// Rising, one for each of the rows.
    pub values: Vec<Rat>,
    pub rows: Vec<u32>,
    /// Rows of which the figure is not known, or does not exist.
    pub apart: Vec<u32>,
}

impl OrderedGroup {
    /// The places of the rows that all bounds hold for.
    pub fn stretches(&self, bounds: &[(CmpOp, Rat)]) -> Vec<Range<usize>> {
        let end = self.values.len();
        let mut out: Vec<Range<usize>> = std::iter::once(0..end).collect();
        for (op, at) in bounds {
            let first = self.values.partition_point(|v| v < at);
            let past = self.values.partition_point(|v| v <= at);
            let keep = match op {
                CmpOp::Lt => [0..first, 0..0],
                CmpOp::Le => [0..past, 0..0],
                CmpOp::Gt => [past..end, 0..0],
                CmpOp::Ge => [first..end, 0..0],
                CmpOp::Eq => [first..past, 0..0],
                CmpOp::Ne => [0..first, past..end],
            };
            let both = |have: &Range<usize>, keep: &Range<usize>| have.start.max(keep.start)..have.end.min(keep.end);
            out = out.iter().flat_map(|have| keep.iter().map(move |k| both(have, k))).filter(|r| !r.is_empty()).collect();
        }
        out
    }
}

/// What a measure comes to over the first rows of a group, for every number of them.
#[derive(Debug)]
pub enum Running {
    /// Sums and counts are differences of these.
    Sums(Vec<Rat>),
    /// Rows that pass and that fail.
    Truths(Vec<(usize, usize)>),
    /// The greatest or least of the first so many, and of those from there on.
    Extremes { up_to: Vec<Option<Rat>>, from: Vec<Option<Rat>> },
    /// One of its rows is not known, or the measure has no such form.
    Unclear,
}
