//! What may have no value: quotients by what may be zero, the greatest of nothing, a choice no arm of which holds.

use super::lower::Lower;
use super::{Agg, AggId, Atom, AtomId, Cond, CondId, Lin, Measure, Num, Op};
use crate::hir::Expr;

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
        lin.terms.keys().chain(&lin.gone).any(|a| self.atom_lacks(*a))
    }

    /// Of what is gone only that is kept which may have no value.
    pub fn without_firm(&self, num: Num) -> Num {
        let kept = |mut lin: Lin| {
            lin.gone.retain(|a| self.atom_lacks(*a));
            lin
        };
        match num {
            Num::Lin(lin) => Num::Lin(kept(lin)),
            Num::Ratio(n, d, base) => Num::Ratio(kept(n), kept(d), base),
        }
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
            Cond::Quantified { agg, .. } => self.tested(*agg).is_some_and(|test| self.cond_lacks(test)),
            Cond::Const(_)
            | Cond::Holds(_)
            | Cond::SameText { .. }
            | Cond::InSet { .. }
            | Cond::Like { .. }
            | Cond::StartsWith { .. }
            | Cond::Rank { .. }
            | Cond::Flag { .. }
            | Cond::FlagParam(_)
            | Cond::Exists { .. }
            | Cond::RowExists(_)
            | Cond::SetRelation { .. } => false,
        }
    }

    /// What `every` or `some` asks of a row.
    fn tested(&self, agg: AggId) -> Option<CondId> {
        match self.pools.plan.aggs[agg.0 as usize].measure {
            Measure::Truth(test) => Some(test),
            _ => None,
        }
    }

    /// A condition that decides whether something is asked, counted or chosen. Where a part has no base, that part does not hold, and
    /// neither does its negation: it is not known to be otherwise.
    pub fn condition(&mut self, e: &Expr) -> CondId {
        let cond = self.cond(e);
        self.holding(cond)
    }

    /// True where the condition holds, false where it does not or has no base.
    pub fn holding(&mut self, id: CondId) -> CondId {
        self.decided(id, true)
    }

    /// True where the condition fails (`wanted` false) or holds, and false in every other case.
    fn decided(&mut self, id: CondId, wanted: bool) -> CondId {
        if !self.cond_lacks(id) {
            return if wanted { id } else { self.negated(id) };
        }
        match self.pools.plan.conds[id.0 as usize].clone() {
            Cond::Not(x) => self.decided(x, !wanted),
            Cond::And(parts) => self.decided_parts(&parts, wanted, wanted),
            Cond::Or(parts) => self.decided_parts(&parts, !wanted, wanted),
            Cond::Choose { arms, otherwise } => {
                let arms = arms.into_iter().map(|(when, then)| (when, self.decided(then, wanted))).collect();
                // Where no arm holds there is nothing to hold or fail.
                let otherwise = match otherwise {
                    Some(otherwise) => self.decided(otherwise, wanted),
                    None => self.pools.truth(false),
                };
                self.pools.cond(Cond::Choose { arms, otherwise: Some(otherwise) })
            }
            Cond::Quantified { all, agg, key, set } => match self.tested(agg) {
                Some(test) => {
                    let test = self.decided(test, wanted);
                    let scope = self.pools.plan.aggs[agg.0 as usize].scope;
                    let agg = self.pools.agg(Agg { scope, measure: Measure::Truth(test) });
                    // `every` fails where one fails.
                    self.pools.cond(Cond::Quantified { all: all == wanted, agg, key, set: set.filter(|_| wanted) })
                }
                None => id,
            },
            // What cannot be taken apart.
            _ => {
                let own = if wanted { id } else { self.negated(id) };
                self.pools.cond(Cond::Holds(own))
            }
        }
    }

    fn decided_parts(&mut self, parts: &[CondId], all: bool, wanted: bool) -> CondId {
        let parts: Vec<CondId> = parts.iter().map(|p| self.decided(*p, wanted)).collect();
        if all { self.pools.all(parts) } else { self.pools.cond(Cond::Or(parts)) }
    }

    fn negated(&mut self, id: CondId) -> CondId {
        match self.pools.plan.conds[id.0 as usize] {
            Cond::Not(x) => x,
            _ => self.pools.cond(Cond::Not(id)),
        }
    }

    /// What a line asks. Of `a implies b` the first is a condition: where it has no base nothing is asked.
    pub fn asked(&mut self, id: CondId) -> CondId {
        if !self.cond_lacks(id) {
            return id;
        }
        match self.pools.plan.conds[id.0 as usize].clone() {
            Cond::And(parts) => {
                let parts = parts.into_iter().map(|p| self.asked(p)).collect();
                self.pools.all(parts)
            }
            Cond::Or(parts) => {
                let implied = match parts.as_slice() {
                    [first, then] => match self.pools.plan.conds[first.0 as usize] {
                        Cond::Not(when) => Some((when, *then)),
                        _ => None,
                    },
                    _ => None,
                };
                let parts = match implied {
                    Some((when, then)) => {
                        let when = self.holding(when);
                        vec![self.negated_as_is(when), self.asked(then)]
                    }
                    None => parts.into_iter().map(|p| self.asked(p)).collect(),
                };
                self.pools.cond(Cond::Or(parts))
            }
            Cond::Choose { arms, otherwise } => {
                let arms = arms.into_iter().map(|(when, then)| (when, self.asked(then))).collect();
                let otherwise = otherwise.map(|o| self.asked(o));
                self.pools.cond(Cond::Choose { arms, otherwise })
            }
            Cond::Quantified { all, agg, key, set } => match self.tested(agg) {
                Some(test) => {
                    let test = self.asked(test);
                    let scope = self.pools.plan.aggs[agg.0 as usize].scope;
                    let agg = self.pools.agg(Agg { scope, measure: Measure::Truth(test) });
                    self.pools.cond(Cond::Quantified { all, agg, key, set })
                }
                None => id,
            },
            _ => id,
        }
    }

    /// `not x` as a node of its own, so that `a implies b` is known again when it is told.
    fn negated_as_is(&mut self, id: CondId) -> CondId {
        self.pools.cond(Cond::Not(id))
    }
}
