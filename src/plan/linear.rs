//! Linear forms over atoms, with exact coefficients.

use super::ids::AtomId;
use crate::num::Rat;
use std::collections::{BTreeMap, BTreeSet};

/// `constant + Σ coefficient · atom`; no coefficient is zero.
#[derive(Clone, Debug, PartialEq, Eq, Default, Hash)]
pub struct LinearForm {
    pub constant: Rat,
    pub terms: BTreeMap<AtomId, Rat>,
    /// Atoms that were multiplied by zero or met their opposite. They add nothing, but where one of them has no value the whole has none.
    pub gone: BTreeSet<AtomId>,
}

impl LinearForm {
    pub fn constant(constant: Rat) -> Self {
        Self { constant, ..Self::default() }
    }

    pub fn atom(atom: AtomId, coefficient: Rat) -> Self {
        let mut form = Self::default();
        if coefficient.is_zero() {
            form.gone.insert(atom);
        } else {
            form.terms.insert(atom, coefficient);
        }
        form
    }

    /// The number it always is: nothing in it can lack a value.
    pub fn as_constant(&self) -> Option<&Rat> {
        (self.terms.is_empty() && self.gone.is_empty()).then_some(&self.constant)
    }

    pub fn add(&self, other: &Self) -> Self {
        self.plus(other, &Rat::ONE)
    }

    pub fn sub(&self, other: &Self) -> Self {
        self.plus(other, &-Rat::ONE)
    }

    /// `self + factor · other`
    fn plus(&self, other: &Self, factor: &Rat) -> Self {
        let mut out = self.clone();
        out.constant += &other.constant * factor;
        for (atom, coefficient) in &other.terms {
            let sum = out.terms.remove(atom).unwrap_or(Rat::ZERO) + coefficient * factor;
            if sum.is_zero() {
                out.gone.insert(*atom);
            } else {
                out.terms.insert(*atom, sum);
            }
        }
        out.gone.extend(&other.gone);
        let terms = &out.terms;
        out.gone.retain(|atom| !terms.contains_key(atom));
        out
    }

    pub fn scale(&self, factor: &Rat) -> Self {
        if factor.is_zero() {
            let gone = self.terms.keys().chain(&self.gone).copied().collect();
            return Self { gone, ..Self::default() };
        }
        let terms = self.terms.iter().map(|(a, c)| (*a, c * factor)).collect();
        Self { constant: &self.constant * factor, terms, gone: self.gone.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{int, ratio};

    #[test]
    fn equal_atoms_meet() {
        let (a, b) = (LinearForm::atom(AtomId(0), int(1)), LinearForm::atom(AtomId(1), int(1)));
        let diff = a.sub(&a.add(&b).scale(&ratio(3, 5)));
        assert_eq!(diff.terms[&AtomId(0)], ratio(2, 5));
        assert_eq!(diff.terms[&AtomId(1)], ratio(-3, 5));
        assert!(a.sub(&a).terms.is_empty());
    }

    #[test]
    fn what_was_multiplied_by_zero_is_remembered() {
        let (a, b) = (LinearForm::atom(AtomId(0), int(1)), LinearForm::atom(AtomId(1), int(1)));
        let gone = |l: &LinearForm| l.gone.iter().copied().collect::<Vec<_>>();
        assert_eq!(gone(&a.scale(&int(0)).add(&b)), [AtomId(0)]);
        assert_eq!(gone(&a.sub(&a).scale(&int(3))), [AtomId(0)]);
        assert_eq!(gone(&a.sub(&a).add(&a)), [], "it is there again");
    }
}
