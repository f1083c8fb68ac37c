//! Linear forms over atoms, with exact coefficients.

use super::pool::AtomId;
use crate::num::Rat;
use std::collections::BTreeMap;

/// `konst + Σ coefficient · atom`; no coefficient is zero.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Lin {
    pub konst: Rat,
    pub terms: BTreeMap<AtomId, Rat>,
}

impl Lin {
    pub fn constant(konst: Rat) -> Self {
        Self { konst, terms: BTreeMap::new() }
    }

    pub fn atom(atom: AtomId, coefficient: Rat) -> Self {
        let mut lin = Self::default();
        if !coefficient.is_zero() {
            lin.terms.insert(atom, coefficient);
        }
        lin
    }

    pub fn as_constant(&self) -> Option<&Rat> {
        self.terms.is_empty().then_some(&self.konst)
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
        out.konst += &other.konst * factor;
        for (atom, coefficient) in &other.terms {
            let sum = out.terms.remove(atom).unwrap_or(Rat::ZERO) + coefficient * factor;
            if !sum.is_zero() {
                out.terms.insert(*atom, sum);
            }
        }
        out
    }

    pub fn scale(&self, factor: &Rat) -> Self {
        if factor.is_zero() {
            return Self::default();
        }
        Self { konst: &self.konst * factor, terms: self.terms.iter().map(|(a, c)| (*a, c * factor)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{int, ratio};

    #[test]
    fn equal_atoms_meet() {
        let (a, b) = (Lin::atom(AtomId(0), int(1)), Lin::atom(AtomId(1), int(1)));
        let diff = a.sub(&a.add(&b).scale(&ratio(3, 5)));
        assert_eq!(diff.terms[&AtomId(0)], ratio(2, 5));
        assert_eq!(diff.terms[&AtomId(1)], ratio(-3, 5));
        assert_eq!(a.sub(&a).as_constant(), Some(&int(0)));
    }
}
