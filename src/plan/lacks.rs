//! What may have no value: quotients by what may be zero, the greatest of nothing, a choice no arm of which holds.

use super::lower::Lower;
use super::{Atom, AtomId, Cond, CondId, Lin, Measure, Num, Op};

impl Lower<'_> {
    /// Whether an atom may have no value. Optional cells are guarded, the checker sees to that.
    pub fn atom_lacks(&self, id: AtomId) -> bool {
        match &self.pools.plan.atoms[id.0 as usize] {
            Atom::Cell { .. } | Atom::Param(_) => false,
            Atom::Agg { agg, .. } => {
                matches!(self.pools.plan.aggs[agg.0 as usize].measure, Measure::Min(_) | Measure::Max(_) | Measure::Quantile(..))
            }
            Atom::Op(op) => match op.as_ref() {
                Op::Quotient(..) | Op::Power(..) | Op::Modulo(..) => true,
                Op::ReportDay | Op::Length(_) => false,
                Op::Product(a, b) | Op::Lesser(a, b) | Op::Greater(a, b) => self.num_lacks(a) || self.num_lacks(b),
                Op::Abs(x) | Op::Round(x, _) | Op::Floor(x, _) => self.num_lacks(x),
                Op::Choose { arms, otherwise } => {
                    otherwise.as_ref().is_none_or(|o| self.num_lacks(o)) || arms.iter().any(|(_, v)| self.num_lacks(v))
                }
            },
        }
    }

    fn num_lacks(&self, n: &Num) -> bool {
        match n {
            Num::Lin(lin) => self.lin_lacks(lin),
            Num::Ratio(..) => true,
        }
    }

    pub fn lin_lacks(&self, lin: &Lin) -> bool {
        lin.terms.keys().any(|a| self.atom_lacks(*a))
    }

    /// Whether a condition may be neither true nor false.
    fn cond_lacks(&self, id: CondId) -> bool {
        match &self.pools.plan.conds[id.0 as usize] {
            Cond::Compare(c) => !c.bases.is_empty() || !c.cancelled.is_empty() || self.lin_lacks(&c.diff),
            Cond::And(parts) | Cond::Or(parts) => parts.iter().any(|p| self.cond_lacks(*p)),
            Cond::Not(x) => self.cond_lacks(*x),
            Cond::Choose { arms, otherwise } => {
                otherwise.is_none_or(|o| self.cond_lacks(o)) || arms.iter().any(|(_, then)| self.cond_lacks(*then))
            }
            _ => false,
        }
    }

    /// The condition as a filter asks it: what has no base does not hold.
    pub fn holding(&mut self, id: CondId) -> CondId {
        if !self.cond_lacks(id) {
            return id;
        }
        let (yes, no) = (self.pools.truth(true), self.pools.truth(false));
        self.pools.cond(Cond::Choose { arms: vec![(id, yes)], otherwise: Some(no) })
    }
}
