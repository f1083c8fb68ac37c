//! Rows in the order of a figure: how many stand before one, surely and possibly. What is known is found by halving; of what is not, the
//! lower and the upper ends are in order, so that many unknown figures cost no more than known ones.

use crate::ast::CmpOp;
use crate::eval::types::affine::Affine;
use crate::eval::types::env::KeyBits;
use crate::eval::types::value::compare_zero;
use crate::num::{End, Interval, Rat};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex};

/// Up to so many figures that are not known are held against the one in hand as forms, so that what they share cancels.
const PAIRS: usize = 64;

/// A row of which the figure, or whether it belongs, is not known.
#[derive(Debug)]
pub struct Open {
    pub row: u32,
    pub form: Affine,
    pub interval: Interval,
    /// It surely belongs and has a figure.
    pub sure: bool,
}

/// The orders made so far, by key and by the figures that a condition on both rows holds the rows against.
pub type PlaceTables = Mutex<FxHashMap<(KeyBits, Vec<Rat>), Arc<PlaceTable>>>;

/// Greater figures come first; where the least does, all figures are turned round.
#[derive(Debug)]
pub struct PlaceTable {
    /// Of rows that surely belong, rising.
    known: Vec<Rat>,
    pub open: Vec<Open>,
    /// The lower ends of those that surely belong, and the upper ends of all that are open, rising.
    lower: Vec<(Option<Rat>, bool)>,
    upper: Vec<(bool, Option<Rat>, bool)>,
    rows: FxHashMap<u32, Option<usize>>,
    /// How many more rows may exist that nobody sent; `None`: there is no end to them.
    pub more: Option<usize>,
}

impl Default for PlaceTable {
    fn default() -> Self {
        Self::new(Vec::new(), Vec::new(), Some(0))
    }
}

impl PlaceTable {
    pub fn new(known: Vec<(Rat, u32)>, open: Vec<Open>, more: Option<usize>) -> Self {
        let mut rows: FxHashMap<u32, Option<usize>> = known.iter().map(|(_, row)| (*row, None)).collect();
        rows.extend(open.iter().enumerate().map(|(at, o)| (o.row, Some(at))));
        let mut known: Vec<Rat> = known.into_iter().map(|(figure, _)| figure).collect();
        let mut lower: Vec<_> = open.iter().filter(|o| o.sure).map(|o| lower_end(&o.interval)).collect();
        let mut upper: Vec<_> = open.iter().map(|o| upper_end(&o.interval)).collect();
        known.sort();
        lower.sort();
        upper.sort();
        Self { known, open, lower, upper, rows, more }
    }

    /// How many rows surely have a figure, and how many may have one, of those that were sent.
    pub fn size(&self) -> (usize, usize) {
        (self.known.len() + self.lower.len(), self.known.len() + self.open.len())
    }

    /// More rows may exist that nobody sent.
    pub fn is_open(&self) -> bool {
        self.more != Some(0)
    }

    /// How many stand before a figure, surely and possibly, the row it is of left out; `last`: those equal to it stand before it as well.
    pub fn before(&self, own: &Affine, row: Option<u32>, last: bool) -> (usize, usize) {
        let interval = own.interval();
        let own_row = row.and_then(|row| self.rows.get(&row).copied());
        let (mut sure, mut possible) = self.known_before(&interval, last);
        if last && own_row == Some(None) {
            (sure, possible) = (sure.saturating_sub(1), possible.saturating_sub(1));
        }
        let own_at = own_row.flatten();
        if self.open.len() <= PAIRS {
            let op = if last { CmpOp::Ge } else { CmpOp::Gt };
            for (_, other) in self.open.iter().enumerate().filter(|(at, _)| Some(*at) != own_at) {
                let mut difference = other.form.clone();
                difference.add_scaled(own, &-Rat::ONE);
                let truth = compare_zero(&difference, op);
                sure += usize::from(other.sure && truth == crate::eval::types::truth::Truth::TRUE);
                possible += usize::from(truth.can_be_true());
            }
            return (sure, possible);
        }
        let own_open = own_at.and_then(|at| self.open.get(at));
        let itself_sure = own_open.is_some_and(|o| o.sure && is_before(&lower_end(&o.interval), &interval.hi, last));
        let itself_possible = own_open.is_some_and(|o| may_be_before(&upper_end(&o.interval), &interval.lo, last));
        sure += self.lower.len() - self.lower.partition_point(|end| !is_before(end, &interval.hi, last));
        possible += self.upper.len() - self.upper.partition_point(|end| !may_be_before(end, &interval.lo, last));
        (sure - usize::from(itself_sure), possible - usize::from(itself_possible))
    }

    fn known_before(&self, own: &Interval, last: bool) -> (usize, usize) {
        let total = self.known.len();
        let sure = match &own.hi {
            End::Unbounded => total,
            End::Closed(v) if !last => self.known.partition_point(|k| k <= v),
            End::Closed(v) | End::Open(v) => self.known.partition_point(|k| k < v),
        };
        let possible = match &own.lo {
            End::Unbounded => 0,
            End::Closed(v) if last => self.known.partition_point(|k| k < v),
            End::Closed(v) | End::Open(v) => self.known.partition_point(|k| k <= v),
        };
        (total - sure, total - possible)
    }

    /// The rows, other than its own, of which it is not known whether they stand before a figure.
    pub fn undetermined(&self, own: &Affine, row: Option<u32>, last: bool) -> impl Iterator<Item = &Open> {
        let op = if last { CmpOp::Ge } else { CmpOp::Gt };
        let own = own.clone();
        self.open.iter().filter(move |other| {
            let mut difference = other.form.clone();
            difference.add_scaled(&own, &-Rat::ONE);
            let truth = compare_zero(&difference, op);
            Some(other.row) != row && if other.sure { !truth.is_single() } else { truth.can_be_true() }
        })
    }
}

/// No end comes first; an open end lies above a closed one.
fn lower_end(i: &Interval) -> (Option<Rat>, bool) {
    (i.lo.value().cloned(), !i.lo.is_closed())
}

/// No end comes last; an open end lies below a closed one.
fn upper_end(i: &Interval) -> (bool, Option<Rat>, bool) {
    (i.hi.value().is_none(), i.hi.value().cloned(), i.hi.is_closed())
}

/// Whether all above a lower end are above (or, `last`, not below) all below an upper one. Rising in the end.
fn is_before((low, open): &(Option<Rat>, bool), high: &End, last: bool) -> bool {
    match (low, high.value()) {
        (Some(low), Some(v)) => low > v || (low == v && (last || *open || !high.is_closed())),
        _ => false,
    }
}

/// Whether something below an upper end may be above (or equal to) something above a lower one. Rising in the end.
fn may_be_before((endless, high, closed): &(bool, Option<Rat>, bool), low: &End, last: bool) -> bool {
    match (high, low.value()) {
        (Some(high), Some(v)) => *endless || high > v || (high == v && last && *closed && low.is_closed()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::types::affine::Symbol;
    use crate::num::int;

    fn unknown(id: u64, low: i64, high: i64) -> Affine {
        Affine::symbol(Symbol::Opaque(id), Interval::closed(int(low), int(high)), true)
    }

    fn open(row: u32, low: i64, high: i64, sure: bool) -> Open {
        let form = unknown(u64::from(row), low, high);
        Open { row, interval: form.interval(), form, sure }
    }

    /// What the ends say of many unknown figures is what asking each of them says.
    #[test]
    fn many_unknown_figures_are_counted_as_one_by_one() {
        let mut seed = 7u64;
        let mut next = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((seed >> 33) % n).unwrap_or(0)
        };
        for round in 0..60 {
            let count = if round % 2 == 0 { 40 } else { 90 };
            let known: Vec<(Rat, u32)> = (0..10).map(|r| (int(next(12)), r)).collect();
            let others: Vec<Open> = (10..10 + count)
                .map(|r| {
                    let low = next(12);
                    open(r, low, low + next(4), next(3) > 0)
                })
                .collect();
            for last in [false, true] {
                let own = &others[usize::try_from(next(u64::from(count))).unwrap_or(0)];
                let (form, row) = (own.form.clone(), own.row);
                let (mut sure, mut possible) = (0, 0);
                for (figure, _) in &known {
                    let range = own.form.interval();
                    let (low, high) = (range.lo.value().unwrap(), range.hi.value().unwrap());
                    sure += usize::from(if last { figure >= high } else { figure > high });
                    possible += usize::from(if last { figure >= low } else { figure > low });
                }
                for other in others.iter().filter(|o| o.row != row) {
                    let (a, b) = (&other.interval, form.interval());
                    let (a_low, a_high) = (a.lo.value().unwrap(), a.hi.value().unwrap());
                    let (low, high) = (b.lo.value().unwrap(), b.hi.value().unwrap());
                    sure += usize::from(other.sure && if last { a_low >= high } else { a_low > high });
                    possible += usize::from(if last { a_high >= low } else { a_high > low });
                }
                let copied =
                    others.iter().map(|o| Open { row: o.row, form: o.form.clone(), interval: o.interval.clone(), sure: o.sure });
                let table = PlaceTable::new(known.clone(), copied.collect(), Some(0));
                assert_eq!(table.before(&form, Some(row), last), (sure, possible), "round {round}, last {last}");
            }
        }
    }
}
