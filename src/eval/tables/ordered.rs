//! Rows of a scope in the order of a figure: a condition that compares it with one of the row in hand picks ranges of them.

use crate::ast::CmpOp;
use crate::num::Rat;
use crate::plan::LinearForm;
use crate::ty::RelId;
use std::collections::BTreeSet;
use std::ops::Range;

/// The groups of a scope in the order of one figure of its rows.
#[derive(Debug)]
pub struct Ordered {
    pub figure: LinearForm,
    pub bounds: Vec<Bound>,
    /// The bounds are all that the condition asks.
    pub whole: bool,
    /// Relations, other than by the row itself, that the figure rests on: where one of their cells is changed the order is not known.
    pub others: BTreeSet<RelId>,
    /// As in the group table.
    pub groups: Vec<OrderedGroup>,
}

/// `figure op outer`
#[derive(Debug)]
pub struct Bound {
    pub op: CmpOp,
    pub outer: LinearForm,
}

#[derive(Debug, Default)]
pub struct OrderedGroup {
    /// Rising by figure, then by row.
    pub rows: Vec<(Rat, u32)>,
    /// Rows of which the figure is not known, or does not exist.
    pub apart: Vec<u32>,
}

impl OrderedGroup {
    /// The places of the rows that all bounds hold for.
    pub fn ranges(&self, bounds: &[(CmpOp, Rat)]) -> Vec<Range<usize>> {
        let end = self.rows.len();
        let mut out: Vec<Range<usize>> = std::iter::once(0..end).collect();
        for (op, at) in bounds {
            let first = self.rows.partition_point(|(v, _)| v < at);
            let past = self.rows.partition_point(|(v, _)| v <= at);
            let keep = match op {
                CmpOp::Lt => [0..first, end..end],
                CmpOp::Le => [0..past, end..end],
                CmpOp::Gt => [past..end, end..end],
                CmpOp::Ge => [first..end, end..end],
                CmpOp::Eq => [first..past, end..end],
                CmpOp::Ne => [0..first, past..end],
            };
            let both = |have: &Range<usize>, keep: &Range<usize>| have.start.max(keep.start)..have.end.min(keep.end);
            out = out.iter().flat_map(|have| keep.iter().map(move |k| both(have, k))).filter(|r| !r.is_empty()).collect();
        }
        out
    }
}

/// What a measure comes to over ranges of the rows of a group.
#[derive(Debug)]
pub struct Running {
    pub values: RunningValues,
    /// Places of rows of which the measure is not known: they are left out of the values and looked at one by one. Rising.
    pub loose: Vec<usize>,
}

#[derive(Debug)]
pub enum RunningValues {
    /// Every row counts for one.
    Number,
    /// The sums of the first so many; those of a range are a difference. Numbers of rows that have a value as well.
    Sums(Vec<Rat>),
    /// Rows that pass and that fail, of the first so many.
    Truths(Vec<(usize, usize)>),
    /// The least or greatest value of ranges.
    Extremes(Extremes),
}

impl Running {
    /// The places within ranges of rows that are looked at one by one.
    pub fn loose_in<'r>(&'r self, ranges: &'r [Range<usize>]) -> impl Iterator<Item = usize> + 'r {
        ranges.iter().flat_map(|r| {
            let first = self.loose.partition_point(|at| *at < r.start);
            let past = self.loose.partition_point(|at| *at < r.end);
            self.loose[first..past].iter().copied()
        })
    }
}

/// The least, or greatest, of any range of values: a binary tree in which a node is the better of its two children. Node 1 is the root, the
/// values are the leaves, those that are not there are `None`.
#[derive(Debug)]
pub struct Extremes {
    lesser: bool,
    tree: Vec<Option<Rat>>,
}

impl Extremes {
    pub fn new(values: Vec<Option<Rat>>, lesser: bool) -> Self {
        let mut tree = vec![None; values.len()];
        tree.extend(values);
        let mut made = Self { lesser, tree };
        for at in (1..made.tree.len() / 2).rev() {
            made.tree[at] = made.better(made.tree[2 * at].as_ref(), made.tree[2 * at + 1].as_ref()).cloned();
        }
        made
    }

    pub fn better<'v>(&self, a: Option<&'v Rat>, b: Option<&'v Rat>) -> Option<&'v Rat> {
        match (a, b) {
            (Some(x), Some(y)) => Some(if (x < y) == self.lesser { x } else { y }),
            (one, other) => one.or(other),
        }
    }

    pub fn of(&self, range: Range<usize>) -> Option<&Rat> {
        let half = self.tree.len() / 2;
        let (mut low, mut high) = (range.start + half, range.end + half);
        let mut best = None;
        while low < high {
            if low % 2 == 1 {
                best = self.better(best, self.tree[low].as_ref());
                low += 1;
            }
            if high % 2 == 1 {
                high -= 1;
                best = self.better(best, self.tree[high].as_ref());
            }
            low /= 2;
            high /= 2;
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::int;

    #[test]
    fn extremes_of_every_range() {
        let values: Vec<Option<Rat>> = [3, 9, -1, 4, 4, 0, 7].iter().map(|n| (*n != 4).then(|| int(*n))).collect();
        for (lesser, pick) in [(true, Iterator::min as fn(_) -> _), (false, Iterator::max as fn(_) -> _)] {
            let tree = Extremes::new(values.clone(), lesser);
            for start in 0..=values.len() {
                for end in start..=values.len() {
                    let slow: Option<Rat> = pick(values[start..end].iter().flatten().cloned().collect::<Vec<_>>().into_iter());
                    assert_eq!(tree.of(start..end).cloned(), slow, "{start}..{end}");
                }
            }
        }
        assert_eq!(Extremes::new(Vec::new(), true).of(0..0), None);
    }

    #[test]
    fn ranges_meet_all_bounds() {
        let group =
            OrderedGroup { rows: [1, 2, 2, 5, 8].iter().zip(0..).map(|(v, row)| (int(*v), row)).collect(), apart: Vec::new() };
        let ops = [CmpOp::Lt, CmpOp::Le, CmpOp::Gt, CmpOp::Ge, CmpOp::Eq, CmpOp::Ne];
        for (one, at) in ops.iter().flat_map(|op| (0..10).map(move |at| (*op, at))) {
            for (other, to) in ops.iter().flat_map(|op| (0..10).map(move |to| (*op, to))) {
                let picked: Vec<usize> = group.ranges(&[(one, int(at)), (other, int(to))]).into_iter().flatten().collect();
                let holds = |v: &Rat| one.holds(v.cmp(&int(at))) && other.holds(v.cmp(&int(to)));
                let slow: Vec<usize> = (0..5).filter(|i| holds(&group.rows[*i].0)).collect();
                assert_eq!(picked, slow, "{one:?} {at}, {other:?} {to}");
            }
        }
    }
}
