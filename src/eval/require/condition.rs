//! Conditions over figures that may change, as rows joined by *and* and *or*.

use crate::ast::CmpOp;
use crate::data::CellId;
use crate::eval::require::context::Require;
use crate::eval::require::formula::{Formula, Var};
use crate::eval::require::number::Case;
use crate::eval::require::want::Want;
use crate::eval::types::affine::Symbol;
use crate::eval::types::env::Env;
use crate::plan::{AggId, Atom, Compare, Cond, CondId, Key, Measure, Node, Place, Row};
use crate::ty::{ColId, RelId};
use std::collections::BTreeSet;

/// Conditions looked at for one line; beyond, they are said to stay as they are.
const MOST: usize = 3_000;

impl Require<'_> {
    /// What makes a condition come to what is wanted.
    pub fn condition(&self, id: CondId, want: Want, env: &Env) -> Formula {
        let (some, all) = want.of(self.open.truth(id, env));
        if all || !some {
            return Formula::known(all);
        }
        self.work.set(self.work.get() + 1);
        if self.work.get() > MOST {
            return self.as_it_is(id, want, env);
        }
        match self.open.plan.cond(id) {
            Cond::Compare(compare) => self.comparison(id, compare, want, env),
            Cond::And(parts) => self.joined(parts, want, env),
            // Not (a or b) is not a and not b.
            Cond::Or(parts) => self.joined_or(parts, want, env),
            Cond::Not(part) => self.condition(*part, want.not(), env),
            Cond::Holds(part) => match want {
                Want::True | Want::NotFalse => self.condition(*part, Want::True, env),
                Want::False | Want::NotTrue => self.condition(*part, Want::NotTrue, env),
            },
            Cond::Choose { arms, otherwise } => self.arms(arms, *otherwise, want, env),
            Cond::Quantified { all, agg, key, .. } => {
                self.over_members(*all, *agg, key, want, env).unwrap_or_else(|| self.as_it_is(id, want, env))
            }
            Cond::Rank { labels, left, op, right, .. } => {
                self.stage(labels, (left, *op, right), want, env).unwrap_or_else(|| self.as_it_is(id, want, env))
            }
            Cond::Const(_)
            | Cond::SameText { .. }
            | Cond::InSet { .. }
            | Cond::Like { .. }
            | Cond::StartsWith { .. }
            | Cond::Flag { .. }
            | Cond::FlagParam(_)
            | Cond::Exists { .. }
            | Cond::Filled { .. }
            | Cond::RowExists(_)
            | Cond::SetRelation { .. } => self.as_it_is(id, want, env),
        }
    }

    fn parts(&self, parts: &[CondId], want: Want, env: &Env) -> Vec<Formula> {
        parts.iter().map(|p| self.condition(*p, want, env)).collect()
    }

    /// All of them; what has no base is neutral.
    fn joined(&self, parts: &[CondId], want: Want, env: &Env) -> Formula {
        match want {
            Want::False => Formula::any(self.parts(parts, Want::False, env)),
            Want::NotFalse => Formula::all(self.parts(parts, Want::NotFalse, env)),
            Want::True => {
                let some = Formula::any(self.parts(parts, Want::True, env));
                Formula::all(self.parts(parts, Want::NotFalse, env).into_iter().chain([some]))
            }
            Want::NotTrue => {
                let none = Formula::all(self.parts(parts, Want::NotTrue, env));
                Formula::any(self.parts(parts, Want::False, env).into_iter().chain([none]))
            }
        }
    }

    fn joined_or(&self, parts: &[CondId], want: Want, env: &Env) -> Formula {
        match want {
            Want::True => Formula::any(self.parts(parts, Want::True, env)),
            Want::NotTrue => Formula::all(self.parts(parts, Want::NotTrue, env)),
            Want::False => {
                let some = Formula::any(self.parts(parts, Want::False, env));
                Formula::all(self.parts(parts, Want::NotTrue, env).into_iter().chain([some]))
            }
            Want::NotFalse => {
                let none = Formula::all(self.parts(parts, Want::NotFalse, env));
                Formula::any(self.parts(parts, Want::True, env).into_iter().chain([none]))
            }
        }
    }

    /// The first arm whose condition holds.
    fn arms(&self, arms: &[(CondId, CondId)], otherwise: Option<CondId>, want: Want, env: &Env) -> Formula {
        let (mut out, mut before) = (Vec::new(), Formula::TRUE);
        for (when, then) in arms {
            let here = Formula::all([before.clone(), self.condition(*when, Want::True, env)]);
            if !here.is_false() {
                out.push(Formula::all([here, self.condition(*then, want, env)]));
            }
            before = Formula::all([before, self.condition(*when, Want::NotTrue, env)]);
        }
        let last = match otherwise {
            _ if before.is_false() => Formula::FALSE,
            Some(otherwise) => self.condition(otherwise, want, env),
            None => Formula::known(matches!(want, Want::NotTrue | Want::NotFalse)),
        };
        Formula::any(out.into_iter().chain([Formula::all([before, last])]))
    }

    fn comparison(&self, id: CondId, compare: &Compare, want: Want, env: &Env) -> Formula {
        if let Some(share) = &compare.share {
            let cells =
                |n: &crate::plan::Num| self.open.num(n, env).form.terms.into_keys().filter_map(cell_of).collect::<BTreeSet<_>>();
            let (part, base) = (cells(&share.part.value), cells(&share.base.value));
            self.bases.borrow_mut().extend(base.difference(&part));
        }
        let before = self.rough.get();
        self.rough.set(false);
        let said = self.compared(compare, want, env);
        let rough = self.rough.get();
        self.rough.set(before || rough);
        match said {
            // What is said too strictly may hold as things stand.
            Some(said) if rough => Formula::any([said, self.as_it_is(id, want, env)]),
            Some(said) => said,
            None => self.as_it_is(id, want, env),
        }
    }

    fn compared(&self, compare: &Compare, want: Want, env: &Env) -> Option<Formula> {
        let op = if matches!(want, Want::True | Want::NotFalse) { compare.op } else { compare.op.negated() };
        let cases = self.form(&compare.diff, env)?;
        let (mut based, mut lacking) = (vec![self.any_case(&cases, op)], Vec::new());
        lacking.extend(cases.iter().filter(|c| c.form.is_none()).map(|c| c.when.clone()));
        for (a, b) in &compare.bases {
            let (a, b) = (self.form(a, env)?, self.form(b, env)?);
            let never = |cases: &[Case]| cases.iter().all(|c| c.form.as_ref().is_some_and(|f| self.is_never_zero(f)));
            if never(&a) || never(&b) {
                continue;
            }
            based.push(Formula::any([self.any_case(&a, CmpOp::Ne), self.any_case(&b, CmpOp::Ne)]));
            lacking.push(Formula::all([self.any_case(&a, CmpOp::Eq), self.any_case(&b, CmpOp::Eq)]));
        }
        for atom in &compare.cancelled {
            let cases = self.form(&crate::plan::LinearForm::atom(*atom, crate::num::Rat::ONE), env)?;
            based.push(Formula::any(cases.iter().filter(|c| c.form.is_some()).map(|c| c.when.clone())));
            lacking.push(Formula::any(cases.iter().filter(|c| c.form.is_none()).map(|c| c.when.clone())));
        }
        let based = Formula::all(based);
        Some(match want {
            Want::True | Want::False => based,
            Want::NotTrue | Want::NotFalse => Formula::any([based].into_iter().chain(lacking)),
        })
    }

    /// `every` and `some`; over nobody the one holds and the other does not.
    fn over_members(&self, all: bool, agg: AggId, key: &[Key], want: Want, env: &Env) -> Option<Formula> {
        let Measure::Truth(test) = self.open.plan.agg(agg).measure else { return None };
        let members = self.members(agg, key, env)?;
        let holds = matches!(want, Want::True | Want::NotFalse);
        let own = |want: Want, row: u32| self.condition(test, want, &self.open.inner_env(agg, row, env));
        let (each, wanted) = match (all, holds) {
            (true, true) => (true, Want::NotFalse),
            (true, false) => (false, Want::False),
            (false, true) => (false, Want::True),
            (false, false) => (true, Want::NotTrue),
        };
        Some(match each {
            true => Formula::all(members.into_iter().map(|m| Formula::any([m.outside, own(wanted, m.row)]))),
            false => Formula::any(members.into_iter().map(|m| Formula::all([m.inside, own(wanted, m.row)]))),
        })
    }

    /// A stage held against one that is known.
    fn stage(&self, labels: &[String], (left, op, right): (&Place, CmpOp, &Place), want: Want, env: &Env) -> Option<Formula> {
        let known = |place: &Place| match self.open.place_ranks(labels, place, env).as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let op = if matches!(want, Want::True | Want::NotFalse) { op } else { op.negated() };
        let (steps, fits): (_, Box<dyn Fn(usize) -> bool>) = match (left, right) {
            (Place::Classification(at), other) if known(other).is_some() => {
                let other = known(other)?;
                (&self.open.plan.classifications.get(*at)?.steps, Box::new(move |rank: usize| op.holds(rank.cmp(&other))))
            }
            (other, Place::Classification(at)) => {
                let other = known(other)?;
                (&self.open.plan.classifications.get(*at)?.steps, Box::new(move |rank: usize| op.holds(other.cmp(&rank))))
            }
            _ => return None,
        };
        let at = |rank: usize| {
            let reached = steps.iter().take(rank).map(|s| self.condition(s.cond, Want::True, env));
            let next = steps.get(rank).map(|s| self.condition(s.cond, Want::NotTrue, env));
            Formula::all(reached.chain(next))
        };
        Some(Formula::any((0..=steps.len()).filter(|rank| fits(*rank)).map(at)))
    }

    /// It comes to what it is now, as long as no figure changes that it may rest on.
    fn as_it_is(&self, id: CondId, want: Want, env: &Env) -> Formula {
        self.rough.set(true);
        match want.of(self.known.truth(id, env)) {
            (_, true) => self.unchanged(self.rests_on(Node::Cond(id), env).into_iter().map(Var::Cell)),
            _ => Formula::FALSE,
        }
    }

    /// The figures that a node may rest on, rather too many than too few.
    pub fn rests_on(&self, node: Node<'_>, env: &Env) -> BTreeSet<CellId> {
        let plan = self.open.plan;
        let mut columns: BTreeSet<(RelId, ColId)> = BTreeSet::new();
        let (mut own, mut rels, mut alone): (BTreeSet<ColId>, BTreeSet<RelId>, bool) =
            (BTreeSet::new(), env.rels.iter().copied().collect(), true);
        plan.reach([node], &mut |node| {
            if let Node::Scope(scope) = node {
                rels.insert(plan.scope(scope).rel);
                alone = false;
            }
            if let Node::Atom(id) = node
                && let Atom::Cell { row, col } = plan.atom(id)
            {
                match plan.row(*row) {
                    Row::Slot(_) => {
                        own.insert(*col);
                    }
                    Row::Lookup { rel, .. } | Row::Only { rel, .. } | Row::Parent { rel, .. } => {
                        columns.insert((*rel, *col));
                    }
                }
            }
            true
        });
        let in_hand = |cell: &CellId| env.rels.iter().zip(&env.rows).any(|(rel, row)| (*rel, *row) == (cell.rel, cell.row));
        let fits = |cell: &&CellId| {
            let by_row = own.contains(&cell.col) && rels.contains(&cell.rel) && (!alone || in_hand(cell));
            by_row || columns.contains(&(cell.rel, cell.col))
        };
        self.cells.iter().filter(fits).copied().collect()
    }
}

fn cell_of(symbol: Symbol) -> Option<CellId> {
    if let Symbol::Cell(cell) = symbol { Some(cell) } else { None }
}
