//! What is demanded of changes, over whole numbers: by how many steps each figure goes up or down.

use super::simplex::{Row, Sense};
use crate::ast::CmpOp;
use crate::num::{Rat, common_factor, common_multiple, signum};
use std::collections::{BTreeMap, BTreeSet};

/// A whole number that is sought; zero is the figure as it stands.
#[derive(Clone, Debug)]
pub struct Unknown {
    pub low: Option<Rat>,
    pub high: Option<Rat>,
    /// What a step costs. `None`: no figure, only a help to say something; it may be anything and counts as no change.
    pub weight: Option<Rat>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Demand {
    Row(Row),
    All(Vec<Demand>),
    /// One of them at least; of none: it cannot be.
    Any(Vec<Demand>),
}

/// The numbers found; those that are not in it are zero.
pub type Point = BTreeMap<usize, Rat>;

impl Demand {
    pub const NOTHING: Self = Self::All(Vec::new());
    pub const NEVER: Self = Self::Any(Vec::new());

    /// `terms op bound` over whole numbers, as tight as it can be said: with whole coefficients without a common factor, nothing between two
    /// whole numbers is lost.
    pub fn of(terms: &BTreeMap<usize, Rat>, op: CmpOp, bound: &Rat) -> Self {
        let known = |holds: bool| if holds { Self::NOTHING } else { Self::NEVER };
        let terms: BTreeMap<usize, &Rat> = terms.iter().filter(|(_, c)| !c.is_zero()).map(|(i, c)| (*i, c)).collect();
        if terms.is_empty() {
            return known(op.holds(Rat::ZERO.cmp(bound)));
        }
        let scale = common_multiple(terms.values().map(|c| c.denominator()));
        let factor = common_factor(terms.values().map(|c| (*c * &scale).numerator().clone()));
        let by = scale / factor;
        let bound = bound * &by;
        let row = |sense, bound: Rat| Self::Row(Row { terms: terms.iter().map(|(i, c)| (*i, *c * &by)).collect(), sense, bound });
        let (floor, ceil) = (Rat::from(bound.floor()), Rat::from(bound.ceil()));
        match op {
            CmpOp::Ge => row(Sense::AtLeast, ceil),
            CmpOp::Gt => row(Sense::AtLeast, floor + Rat::ONE),
            CmpOp::Le => row(Sense::AtMost, floor),
            CmpOp::Lt => row(Sense::AtMost, ceil - Rat::ONE),
            CmpOp::Eq if bound.is_int() => row(Sense::Equal, bound),
            CmpOp::Eq => Self::NEVER,
            CmpOp::Ne if bound.is_int() => {
                Self::Any(vec![row(Sense::AtMost, &bound - Rat::ONE), row(Sense::AtLeast, &bound + Rat::ONE)])
            }
            CmpOp::Ne => Self::NOTHING,
        }
    }

    pub fn holds(&self, at: &Point) -> bool {
        match self {
            Self::Row(row) => holds(row, at),
            Self::All(parts) => parts.iter().all(|p| p.holds(at)),
            Self::Any(parts) => parts.iter().any(|p| p.holds(at)),
        }
    }

    /// The unknowns it speaks of.
    pub fn unknowns(&self, into: &mut BTreeSet<usize>) {
        match self {
            Self::Row(row) => into.extend(row.terms.iter().map(|(i, _)| *i)),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|p| p.unknowns(into)),
        }
    }

    /// Its rows that must all hold, and its choices.
    pub fn spread<'d>(&'d self, rows: &mut Vec<&'d Row>, choices: &mut Vec<&'d [Demand]>) {
        match self {
            Self::Row(row) => rows.push(row),
            Self::All(parts) => parts.iter().for_each(|p| p.spread(rows, choices)),
            Self::Any(parts) => match parts.as_slice() {
                [one] => one.spread(rows, choices),
                parts => choices.push(parts),
            },
        }
    }
}

fn holds(row: &Row, at: &Point) -> bool {
    let sum = row.terms.iter().filter_map(|(i, c)| Some(c * at.get(i)?)).fold(Rat::ZERO, |sum, t| sum + t);
    match row.sense {
        Sense::AtLeast => sum >= row.bound,
        Sense::AtMost => sum <= row.bound,
        Sense::Equal => sum == row.bound,
    }
}

impl Row {
    /// Whether it holds where nothing is changed.
    pub fn holds_now(&self) -> bool {
        match (self.sense, signum(&self.bound)) {
            (Sense::AtLeast, sign) => sign <= 0,
            (Sense::AtMost, sign) => sign >= 0,
            (Sense::Equal, sign) => sign == 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{int, ratio};

    fn demand(terms: &[(i64, i64)], op: CmpOp, bound: Rat) -> Demand {
        Demand::of(&terms.iter().enumerate().map(|(i, (n, d))| (i, ratio(*n, *d))).collect(), op, &bound)
    }

    fn row(terms: &[i64], sense: Sense, bound: i64) -> Demand {
        let terms = terms.iter().enumerate().map(|(i, c)| (i, int(*c))).collect();
        Demand::Row(Row { terms, sense, bound: int(bound) })
    }

    #[test]
    fn a_row_over_whole_numbers_is_as_tight_as_can_be() {
        // x/2 + y/3 > 1/4 is 3x + 2y >= 2.
        assert_eq!(demand(&[(1, 2), (1, 3)], CmpOp::Gt, ratio(1, 4)), row(&[3, 2], Sense::AtLeast, 2));
        // 2x + 4y > 6 is x + 2y >= 4; 2x + 4y < 6 is x + 2y <= 2; <= 7 is <= 3.
        assert_eq!(demand(&[(2, 1), (4, 1)], CmpOp::Gt, int(6)), row(&[1, 2], Sense::AtLeast, 4));
        assert_eq!(demand(&[(2, 1), (4, 1)], CmpOp::Lt, int(6)), row(&[1, 2], Sense::AtMost, 2));
        assert_eq!(demand(&[(2, 1), (4, 1)], CmpOp::Le, int(7)), row(&[1, 2], Sense::AtMost, 3));
        assert_eq!(demand(&[(-2, 1)], CmpOp::Ge, int(-5)), row(&[-1], Sense::AtLeast, -2));
    }

    #[test]
    fn even_sums_are_never_odd() {
        assert_eq!(demand(&[(2, 1), (4, 1)], CmpOp::Eq, int(7)), Demand::NEVER);
        assert_eq!(demand(&[(2, 1), (4, 1)], CmpOp::Ne, int(7)), Demand::NOTHING);
        let either = Demand::Any(vec![row(&[1, 2], Sense::AtMost, 3), row(&[1, 2], Sense::AtLeast, 5)]);
        assert_eq!(demand(&[(2, 1), (4, 1)], CmpOp::Ne, int(8)), either);
    }

    #[test]
    fn without_unknowns_it_is_known() {
        assert_eq!(demand(&[(0, 1)], CmpOp::Ge, int(0)), Demand::NOTHING);
        assert_eq!(demand(&[], CmpOp::Gt, int(0)), Demand::NEVER);
    }
}
