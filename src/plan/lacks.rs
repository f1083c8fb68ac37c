//! What may have no value: quotients by what may be zero, the greatest of nothing, a choice no arm of which holds.

use super::lower::{Asks, Lower};
use super::pool::Pools;
use super::visit::{Node, Role};
use super::{Agg, AggId, Atom, AtomId, Cond, CondId, LinearForm, Measure, Num, Op, Text};
use crate::hir::Expr;
use crate::text::deep;

impl Pools {
    /// Whether a node may have no value, or be neither true nor false. Optional cells are guarded, the checker sees to that.
    fn lacks(&self, node: Node) -> bool {
        let pooled = node.pooled();
        let known = pooled.and_then(|at| self.lacking.borrow().get(&at).copied());
        known.unwrap_or_else(|| {
            let lacks = deep(|| self.may_lack(node));
            if let Some(at) = pooled {
                self.lacking.borrow_mut().insert(at, lacks);
            }
            lacks
        })
    }

    fn may_lack(&self, node: Node) -> bool {
        match node {
            Node::Cond(id) => match self.plan.cond(id) {
                Cond::Compare(c) => !c.bases.is_empty() || !c.cancelled.is_empty() || self.lacks(Node::LinearForm(&c.diff)),
                Cond::Choose { otherwise: None, .. } => true,
                Cond::Choose { .. } | Cond::And(_) | Cond::Or(_) | Cond::Not(_) => self.part_lacks(node),
                // What is asked of a text or a row that is not there is answered with no, or not known.
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
                | Cond::Filled { .. }
                | Cond::RowExists(_)
                | Cond::SetRelation { .. } => false,
                Cond::Quantified { agg, .. } => self.lacks(Node::Agg(*agg)),
            },
            Node::Atom(id) => match self.plan.atom(id) {
                Atom::Cell { .. } | Atom::Param(_) => false,
                Atom::Agg { agg, .. } => self.lacks(Node::Agg(*agg)),
                Atom::Op(op) => match op.as_ref() {
                    Op::Quotient(..) | Op::Power(..) | Op::Raised(..) | Op::Modulo(..) | Op::Choose { otherwise: None, .. } => {
                        true
                    }
                    Op::ReportDay | Op::AsOfDay | Op::SentOn { .. } => false,
                    Op::Product(..)
                    | Op::Abs(_)
                    | Op::Round(..)
                    | Op::Floor(..)
                    | Op::Lesser(..)
                    | Op::Greater(..)
                    | Op::Quantile(..)
                    | Op::Length(_)
                    | Op::MonthStart(_)
                    | Op::MonthOf(_)
                    | Op::AddMonths(..)
                    | Op::FullMonths(..)
                    | Op::DayOf(_)
                    | Op::Rank(_)
                    | Op::Choose { .. } => self.part_lacks(node),
                },
            },
            Node::Agg(id) => match self.plan.agg(id).measure {
                Measure::Min(_) | Measure::Max(_) | Measure::Quantile(..) => true,
                Measure::Truth(test) => self.lacks(Node::Cond(test)),
                Measure::Count | Measure::Valued(_) | Measure::Sum(_) | Measure::Distinct(_) | Measure::Places(_) => false,
            },
            Node::Text(text) => match text {
                // Below the first stage there is no label.
                Text::Classification(_) => true,
                Text::Choose(at) => self.plan.choice(*at).otherwise.is_none() || self.part_lacks(node),
                Text::Join { .. } => self.part_lacks(node),
                Text::Const(_) | Text::Bound(..) | Text::Cell { .. } | Text::Param(_) => false,
            },
            Node::Num(Num::Ratio(..)) => true,
            Node::Num(Num::LinearForm(_)) | Node::LinearForm(_) => self.part_lacks(node),
            Node::Row(_) | Node::Scope(_) | Node::Classification(_) | Node::Set(_) | Node::Param(_) => false,
        }
    }

    fn part_lacks(&self, node: Node) -> bool {
        let mut found = false;
        self.plan.children(node, &mut |role, child| found = found || (role == Role::Enters && self.lacks(child)));
        found
    }
}

impl Lower<'_> {
    pub fn atom_lacks(&self, id: AtomId) -> bool {
        self.pools.lacks(Node::Atom(id))
    }

    pub fn lin_lacks(&self, form: &LinearForm) -> bool {
        self.pools.lacks(Node::LinearForm(form))
    }

    fn cond_lacks(&self, id: CondId) -> bool {
        self.pools.lacks(Node::Cond(id))
    }

    /// Of what is gone only that is kept which may have no value.
    pub fn without_firm(&self, num: Num) -> Num {
        let kept = |mut form: LinearForm| {
            form.gone.retain(|a| self.atom_lacks(*a));
            form
        };
        match num {
            Num::LinearForm(form) => Num::LinearForm(kept(form)),
            Num::Ratio(n, d, base) => Num::Ratio(kept(n), kept(d), base),
        }
    }

    /// What `every` or `some` asks of a row.
    fn tested(&self, agg: AggId) -> Option<CondId> {
        let Measure::Truth(test) = self.pools.plan.aggs[agg.0 as usize].measure else { return None };
        Some(test)
    }

    /// A condition that decides whether something is asked, counted or chosen. Where a part has no base, that part does not hold, and
    /// neither does its negation: it is not known to be otherwise.
    pub fn condition(&mut self, e: &Expr) -> CondId {
        let cond = self.asking(Asks::Nothing, |l| l.cond(e));
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
        if let Some(known) = self.shared.decided.get(&(id, wanted)) {
            return *known;
        }
        let decided = deep(|| self.decided_anew(id, wanted));
        self.shared.decided.insert((id, wanted), decided);
        decided
    }

    fn decided_anew(&mut self, id: CondId, wanted: bool) -> CondId {
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
            Cond::Const(_)
            | Cond::Compare(_)
            | Cond::SameText { .. }
            | Cond::InSet { .. }
            | Cond::Like { .. }
            | Cond::StartsWith { .. }
            | Cond::Rank { .. }
            | Cond::Flag { .. }
            | Cond::FlagParam(_)
            | Cond::Exists { .. }
            | Cond::Filled { .. }
            | Cond::RowExists(_)
            | Cond::SetRelation { .. }
            | Cond::Holds(_) => {
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
        if let Cond::Not(x) = self.pools.plan.conds[id.0 as usize] { x } else { self.pools.cond(Cond::Not(id)) }
    }

    /// Lowers what is asked in this way.
    pub fn asking<T>(&mut self, asks: Asks, f: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.asks, asks);
        let out = f(self);
        self.asks = before;
        out
    }

    /// `not x`, where x is what is asked, or not.
    pub fn opposite(&mut self, x: &Expr) -> CondId {
        self.asking(self.asks.opposite(), |l| l.cond(x))
    }

    /// `a implies b` as a line asks it: of b where a holds, else of nothing; so where b has no base the line has none. Its opposite says
    /// nothing either where a has no base.
    pub fn implied(&mut self, when: &Expr, then: &Expr) -> CondId {
        let first = self.asking(Asks::Nothing, |l| l.cond(when));
        let (holds, then) = (self.holding(first), self.cond(then));
        let yes = self.pools.truth(true);
        if self.asks == Asks::ThatNot && self.cond_lacks(first) {
            let fails = self.decided(first, false);
            return self.pools.cond(Cond::Choose { arms: vec![(holds, then), (fails, yes)], otherwise: None });
        }
        if self.cond_lacks(then) {
            return self.pools.cond(Cond::Choose { arms: vec![(holds, then)], otherwise: Some(yes) });
        }
        let not = self.negated_as_is(holds);
        self.pools.cond(Cond::Or(vec![not, then]))
    }

    /// `not x` as a node of its own, so that `a implies b` is known again when it is told.
    fn negated_as_is(&mut self, id: CondId) -> CondId {
        self.pools.cond(Cond::Not(id))
    }
}
