//! What is not known, but the same on both sides: a row held against itself, texts and conditions that come from the same cells in the same way.

use crate::eval::exact::context::Exact;
use crate::eval::types::env::{Env, Found, NO_TEXT};
use crate::eval::types::truth::Truth;
use crate::num::Rat;
use crate::plan::{Atom, AtomId, Compare, Cond, CondId, Key, LinearForm, RowRefId, Scope, Text};

impl Exact<'_> {
    /// Of the row in hand: whether it surely belongs to the part of a scope that its own figures and texts name, though they are not known.
    pub fn belongs_to_its_own(&self, scope: &Scope, parts: &[Key], row: u32, env: &Env) -> bool {
        if !env.rels.iter().zip(&env.rows).any(|(rel, own)| (*rel, *own) == (scope.rel, row)) {
            return false;
        }
        let alone = env.alone(scope.rel, row);
        scope.filter.iter().fold(self.is_here(scope.rel, row), |t, p| t.and(self.truth(*p, &alone))) == Truth::TRUE
            && scope.key.iter().zip(parts).all(|(inner, outer)| match (self.key_part(inner, &alone), self.key_part(outer, env)) {
                (Some(inner), Some(outer)) => inner == outer,
                (None, None) => match (inner, outer) {
                    (Key::Text(a), Key::Text(b)) => self.surely_is(b, env) && self.alike_texts((a, &alone), (b, env)),
                    (Key::Int(a), Key::Int(b)) => self.lin(b, env).base == Truth::TRUE && self.alike_forms((a, &alone), (b, env)),
                    (Key::Text(_) | Key::Int(_) | Key::Row(_), _) => false,
                },
                (Some(_), None) | (None, Some(_)) => false,
            })
    }

    /// A text that is not known, but surely there.
    pub fn surely_is(&self, text: &Text, env: &Env) -> bool {
        match text {
            Text::Cell { row, col } => !self.def(self.rel_of(*row, env), *col).optional,
            Text::Const(_)
            | Text::Param(_)
            | Text::Bound(..)
            | Text::Classification(_)
            | Text::Join { .. }
            | Text::Choose { .. } => self.possible_texts(text, env).is_some_and(|all| !all.contains(&NO_TEXT)),
        }
    }

    fn alike_rows(&self, (a, own): (RowRefId, &Env), (b, other): (RowRefId, &Env)) -> bool {
        let found = self.find(a, own);
        matches!(found, Found::Row { .. }) && found == self.find(b, other)
    }

    /// Two texts that come from the same cells in the same way.
    pub fn alike_texts(&self, (a, own): (&Text, &Env), (b, other): (&Text, &Env)) -> bool {
        match (a, b) {
            (Text::Cell { row, col }, Text::Cell { row: at, col: same }) => {
                col == same && self.alike_rows((*row, own), (*at, other))
            }
            (Text::Choose(a), Text::Choose(b)) => {
                let (a, b) = (self.plan.choice(*a), self.plan.choice(*b));
                let last = match (&a.otherwise, &b.otherwise) {
                    (Some(a), Some(b)) => self.alike_texts((a, own), (b, other)),
                    (None, None) => true,
                    (Some(_), None) | (None, Some(_)) => false,
                };
                let arm = |((when, then), (same, gives)): (&(CondId, Text), &(CondId, Text))| {
                    self.alike_conditions((*when, own), (*same, other)) && self.alike_texts((then, own), (gives, other))
                };
                last && a.arms.len() == b.arms.len() && a.arms.iter().zip(&b.arms).all(arm)
            }
            (Text::Const(_) | Text::Param(_) | Text::Bound(..), _) => a == b,
            (Text::Cell { .. } | Text::Choose(_) | Text::Classification(_) | Text::Join { .. }, _) => false,
        }
    }

    fn alike_conditions(&self, (a, own): (CondId, &Env), (b, other): (CondId, &Env)) -> bool {
        let all = |a: &[CondId], b: &[CondId]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.alike_conditions((*a, own), (*b, other)))
        };
        match (self.plan.cond(a), self.plan.cond(b)) {
            (Cond::Const(a), Cond::Const(b)) => a == b,
            (Cond::Compare(a), Cond::Compare(b)) => {
                let plain = |c: &Compare| c.bases.is_empty() && c.cancelled.is_empty();
                a.op == b.op && plain(a) && plain(b) && self.alike_forms((&a.diff, own), (&b.diff, other))
            }
            (Cond::SameText { left, right, negated }, Cond::SameText { left: l, right: r, negated: n }) => {
                negated == n && self.alike_texts((left, own), (l, other)) && self.alike_texts((right, own), (r, other))
            }
            (Cond::InSet { value, set }, Cond::InSet { value: v, set: s }) => {
                set == s && self.alike_texts((value, own), (v, other))
            }
            (Cond::Flag { row, col }, Cond::Flag { row: r, col: c })
            | (Cond::Exists { row, col }, Cond::Exists { row: r, col: c }) => {
                col == c && self.alike_rows((*row, own), (*r, other))
            }
            (Cond::Not(a), Cond::Not(b)) | (Cond::Holds(a), Cond::Holds(b)) => all(&[*a], &[*b]),
            (Cond::And(a), Cond::And(b)) | (Cond::Or(a), Cond::Or(b)) => all(a, b),
            _ => false,
        }
    }

    fn alike_forms(&self, (a, own): (&LinearForm, &Env), (b, other): (&LinearForm, &Env)) -> bool {
        let atom = |x: AtomId, y: AtomId| match (self.plan.atom(x), self.plan.atom(y)) {
            (Atom::Cell { row, col }, Atom::Cell { row: r, col: c }) => col == c && self.alike_rows((*row, own), (*r, other)),
            (Atom::Param(a), Atom::Param(b)) => a == b,
            (Atom::Cell { .. } | Atom::Param(_) | Atom::Agg { .. } | Atom::Op(_), _) => false,
        };
        let term = |(x, n): (&AtomId, &Rat)| b.terms.iter().any(|(y, m)| n == m && atom(*x, *y));
        a.constant == b.constant
            && a.gone.is_empty()
            && b.gone.is_empty()
            && a.terms.len() == b.terms.len()
            && a.terms.iter().all(term)
    }
}
