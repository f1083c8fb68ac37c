//! Affine forms over what is not known: `constant + Σ coefficient · symbol`.
//!
//! A symbol is one unknown figure of the world: a cell, the membership of a row, the rows nobody sent. The same unknown on both
//! sides of a comparison is the same symbol, so it cancels before intervals are taken.

use crate::data::CellId;
use crate::hir::ParamId;
use crate::num::{Interval, Rat};
use crate::plan::{AggId, ScopeId};
use crate::ty::{ColId, RelId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The identity of an unknown. The order is that of importance in causes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// A cell that is empty, absent, unusable or reported as bounds.
    Cell(CellId),
    /// A field of a row that nobody sent, by its full key.
    NoRow {
        rel: RelId,
        key: Vec<u64>,
        col: ColId,
    },
    /// A field of a subject that is not there (a roster member, a list that was not sent).
    Expected {
        expected: u32,
        col: ColId,
    },
    /// A field of a row whose key is not known: two of them may be different rows, so each is a figure of its own.
    SomeRow {
        rel: RelId,
        col: ColId,
        id: u64,
    },
    Param(ParamId),
    /// Whether a row belongs to a part of a scope: 0 or 1.
    Member {
        scope: ScopeId,
        row: u32,
        part: PartOf,
    },
    /// The figure of a row that may or may not count.
    MaybeTerm {
        agg: AggId,
        row: u32,
        part: PartOf,
    },
    /// What rows that were not sent would add.
    Tail {
        agg: AggId,
        part: PartOf,
    },
    /// More unknowns of one aggregate than are told apart.
    Many {
        agg: AggId,
        count: usize,
        id: u64,
    },
    /// Anything else; two of them are never the same figure.
    Opaque(u64),
}

/// Which part of a scope: the key, the rows in hand where the filter looks at them, and a number unlike any other where the key is
/// not known. The same row may be in one part and not in another, so it is another unknown in each.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartOf {
    pub key: Arc<[Option<u64>]>,
    pub outer: Arc<[u32]>,
    pub id: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub coefficient: Rat,
    pub domain: Arc<Interval>,
    /// Takes whole values only.
    pub integer: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Affine {
    pub constant: Rat,
    pub terms: BTreeMap<Symbol, Term>,
}

impl Affine {
    /// Forms with more unknowns are folded into one interval: sound, and bounded in cost.
    pub const MAX_TERMS: usize = 256;

    pub fn constant(constant: Rat) -> Self {
        Self { constant, terms: BTreeMap::new() }
    }

    /// One unknown. A domain of a single value is that value.
    pub fn symbol(symbol: Symbol, domain: Interval, integer: bool) -> Self {
        if let Some(value) = domain.as_exact() {
            return Self::constant(value.clone());
        }
        let term = Term { coefficient: Rat::ONE, domain: Arc::new(domain), integer };
        Self { constant: Rat::ZERO, terms: BTreeMap::from([(symbol, term)]) }
    }

    pub fn as_constant(&self) -> Option<&Rat> {
        self.terms.is_empty().then_some(&self.constant)
    }

    /// `self += factor · other`
    pub fn add_scaled(&mut self, other: &Affine, factor: &Rat) {
        if factor.is_zero() {
            return;
        }
        self.constant += &other.constant * factor;
        for (symbol, term) in &other.terms {
            let added = &term.coefficient * factor;
            match self.terms.get_mut(symbol) {
                None => {
                    self.terms.insert(symbol.clone(), Term { coefficient: added, ..term.clone() });
                }
                Some(own) => {
                    own.coefficient += added;
                    if own.coefficient.is_zero() {
                        self.terms.remove(symbol);
                    }
                }
            }
        }
    }

    pub fn scaled(&self, factor: &Rat) -> Affine {
        let mut out = Affine::default();
        out.add_scaled(self, factor);
        out
    }

    /// Every value the form can take, each symbol within its domain.
    pub fn interval(&self) -> Interval {
        snapped(self.reach(), self.is_integer())
    }

    /// The interval before it is known whether only whole values count.
    fn reach(&self) -> Interval {
        let constant = Interval::exact(self.constant.clone());
        self.terms.values().fold(constant, |sum, term| sum.add(&term.domain.scale(&term.coefficient)))
    }

    /// The same figure where `other` is not zero, as far as that is said of one unknown.
    pub fn without_zero_of(&mut self, other: &Affine) {
        if !other.constant.is_zero() || other.terms.len() != 1 {
            return;
        }
        for symbol in other.terms.keys() {
            if let Some(own) = self.terms.get_mut(symbol) {
                own.domain = Arc::new(own.domain.without_zero_end());
            }
        }
    }

    /// Whether only whole values can be taken.
    pub fn is_integer(&self) -> bool {
        self.constant.is_int() && self.terms.values().all(|t| t.integer && t.coefficient.is_int())
    }

    /// Folds the unknowns into one when there are too many.
    pub fn bounded(self, symbol: impl FnOnce(usize) -> Symbol) -> Affine {
        if self.terms.len() <= Self::MAX_TERMS {
            return self;
        }
        let integer = self.is_integer();
        Affine::symbol(symbol(self.terms.len()), self.interval(), integer)
    }

    /// With unknowns that are too many to be told apart: all are folded into one.
    pub fn among(self, crowd: &Crowd, symbol: impl FnOnce(usize) -> Symbol) -> Affine {
        let integer = self.is_integer() && crowd.integer;
        let interval = snapped(self.reach().add(&crowd.reach), integer);
        Affine::symbol(symbol(self.terms.len() + crowd.count), interval, integer)
    }
}

fn snapped(interval: Interval, whole: bool) -> Interval {
    if whole { interval.snap().unwrap_or(interval) } else { interval }
}

/// Many unknowns added up: how many, and how far their sum reaches.
#[derive(Clone, Debug)]
pub struct Crowd {
    pub count: usize,
    reach: Interval,
    integer: bool,
}

impl Default for Crowd {
    fn default() -> Self {
        Self { count: 0, reach: Interval::exact(Rat::ZERO), integer: true }
    }
}

impl Crowd {
    pub fn take(&mut self, one: &Affine) {
        self.count += one.terms.len();
        self.reach = self.reach.add(&one.reach());
        self.integer &= one.is_integer();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{int, ratio};

    fn cell(row: u32) -> Affine {
        let id = CellId { rel: RelId(0), row, col: ColId(0) };
        Affine::symbol(Symbol::Cell(id), Interval::non_negative(), false)
    }

    #[test]
    fn the_same_unknown_cancels() {
        // a − 0.6·(a + b) with a unknown and b = 0 is 0.4·a: never negative.
        let (mut diff, a) = (cell(0), cell(0));
        diff.add_scaled(&a, &ratio(-3, 5));
        assert!(!diff.interval().reaches_below(&int(0)));
        // with another unknown b it may be.
        diff.add_scaled(&cell(1), &ratio(-3, 5));
        assert!(diff.interval().reaches_below(&int(0)));
    }

    #[test]
    fn whole_unknowns_take_whole_values() {
        let part = PartOf { key: Arc::from([]), outer: Arc::from([]), id: 0 };
        let member = |row| {
            Affine::symbol(Symbol::Member { scope: ScopeId(0), row, part: part.clone() }, Interval::closed(int(0), int(1)), true)
        };
        let mut count = Affine::constant(int(2));
        count.add_scaled(&member(0), &int(1));
        count.add_scaled(&member(1), &int(1));
        assert_eq!(count.interval(), Interval::closed(int(2), int(4)));
    }
}
