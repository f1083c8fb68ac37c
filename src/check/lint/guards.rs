//! Guards: values that may not exist, and bases that may be negative, need a condition before they are used.
//!
//! Works on finished expressions, so that a `let` or `define` is judged where it is used, under the conditions that hold there.

use crate::ast::CmpOp;
use crate::check::base::key::rel_of;
use crate::check::base::key::{Key, key};
use crate::check::diagnostics as say;
use crate::check::lint::ranges::{Declared, below_zero};
use crate::diag::Diagnostic;
use crate::hir::{Expr, Func, Kind, Link, RowRef, Source};
use std::collections::BTreeSet;

/// What is known to hold at a place.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Facts {
    /// Fields (by [`key`]) that exist.
    exist: BTreeSet<Key>,
    /// Numbers that are not negative.
    sound: BTreeSet<Key>,
    /// Pairs of which the first is not below the second: their difference is not negative.
    over: BTreeSet<(Key, Key)>,
}

pub(in crate::check) struct Guards<'d> {
    pub declared: Declared<'d>,
    pub found: Vec<Diagnostic>,
}

impl Facts {
    /// With what follows from a condition that holds.
    pub fn with(&self, condition: &Expr, declared: &Declared<'_>) -> Self {
        let mut facts = self.clone();
        facts.learn(condition, true, declared);
        facts
    }

    fn without(&self, condition: &Expr, declared: &Declared<'_>) -> Self {
        let mut facts = self.clone();
        facts.learn(condition, false, declared);
        facts
    }

    fn learn(&mut self, e: &Expr, holds: bool, declared: &Declared<'_>) {
        match &e.kind {
            Kind::Not(x) => self.learn(x, !holds, declared),
            Kind::And(list) if holds => list.iter().for_each(|x| self.learn(x, true, declared)),
            Kind::Or(list) if !holds => list.iter().for_each(|x| self.learn(x, false, declared)),
            Kind::Exists(x) if holds => {
                self.exist.insert(key(x));
            }
            Kind::Compare { first, links } if holds || links.len() == 1 => {
                let mut left = &**first;
                for Link { op, right, .. } in links {
                    let op = if holds { *op } else { op.negated() };
                    self.learn_order(left, op, right, declared);
                    self.learn_order(right, op.flipped(), left, declared);
                    left = right;
                }
            }
            _ => {}
        }
    }

    /// `x >= something that is not negative` makes x not negative.
    fn learn_order(&mut self, x: &Expr, op: CmpOp, bound: &Expr, declared: &Declared<'_>) {
        let lifts = matches!(op, CmpOp::Ge | CmpOp::Gt | CmpOp::Eq);
        if lifts {
            self.over.insert((key(x), key(bound)));
        }
        if lifts && !below_zero(&declared.range(bound)) {
            self.sound.insert(key(x));
        }
    }
}

impl Guards<'_> {
    pub fn walk(&mut self, e: &Expr, facts: &Facts) {
        match &e.kind {
            Kind::And(list) | Kind::Or(list) => {
                let all = matches!(e.kind, Kind::And(_));
                let mut facts = facts.clone();
                for part in list {
                    self.walk(part, &facts);
                    facts = if all { facts.with(part, &self.declared) } else { facts.without(part, &self.declared) };
                }
            }
            Kind::Exists(x) | Kind::Filled(x) => {
                if let Kind::Field { row, .. } = &x.kind {
                    self.walk_row(row, facts);
                }
            }
            Kind::Field { row, .. } => {
                self.optional(e, facts);
                self.walk_row(row, facts);
            }
            Kind::ShareOf { base, .. } | Kind::AsShare { base, .. } => {
                self.base(base, facts);
                self.walk_children(e, facts);
            }
            Kind::Func(func @ (Func::Growth | Func::MeanGrowth), args) => {
                // A root is taken of the end over the start: neither may be negative.
                let bases = if *func == Func::Growth { 1..2 } else { 0..2 };
                for base in args.get(bases).into_iter().flatten() {
                    self.base(base, facts);
                }
                self.walk_children(e, facts);
            }
            Kind::Agg(agg) => {
                if let Source::Nested { of, .. } = &agg.source {
                    self.walk_row(of, facts);
                }
                let mut inner = facts.clone();
                if let Some(filter) = &agg.filter {
                    self.walk(filter, &inner);
                    inner = inner.with(filter, &self.declared);
                }
                if let Some(value) = &agg.value {
                    self.walk(value, &inner);
                }
            }
            // A stage needs what those below need: its own needs may build on them.
            Kind::Classification(classification) => {
                let mut facts = facts.clone();
                for cond in classification.conds() {
                    self.walk(cond, &facts);
                    facts = facts.with(cond, &self.declared);
                }
            }
            Kind::Choose { arms, otherwise } => {
                let mut facts = facts.clone();
                for (condition, value) in arms {
                    self.walk(condition, &facts);
                    self.walk(value, &facts.with(condition, &self.declared));
                    facts = facts.without(condition, &self.declared);
                }
                if let Some(last) = otherwise {
                    self.walk(last, &facts);
                }
            }
            _ => self.walk_children(e, facts),
        }
    }

    fn walk_children(&mut self, e: &Expr, facts: &Facts) {
        let mut parts = Vec::new();
        e.parts(&mut |part| parts.push(part));
        parts.into_iter().for_each(|part| self.walk(part, facts));
    }

    fn walk_row(&mut self, row: &RowRef, facts: &Facts) {
        let mut parts = Vec::new();
        row.parts(&mut |part| parts.push(part));
        parts.into_iter().for_each(|part| self.walk(part, facts));
    }

    /// The value of a `?` field needs to be known to exist.
    fn optional(&mut self, e: &Expr, facts: &Facts) {
        let Kind::Field { row, col } = &e.kind else { return };
        let Some(rel) = rel_of(row, self.declared.vars, self.declared.schema) else { return };
        let column = self.declared.schema.column(rel, *col);
        if column.optional && !facts.exist.contains(&key(e)) {
            self.found.push(say::unguarded(e.span, column.title(), column.span));
        }
    }

    /// The base of a share or growth must not be negative.
    fn base(&mut self, base: &Expr, facts: &Facts) {
        let range = self.declared.range(base);
        let growth = matches!(&base.kind, Kind::Sub(a, b) if facts.over.contains(&(key(a), key(b))));
        if below_zero(&range) && !growth && !facts.sound.contains(&key(base)) {
            let declared = match &base.kind {
                Kind::Field { row, col } => {
                    rel_of(row, self.declared.vars, self.declared.schema).map(|rel| self.declared.schema.column(rel, *col).span)
                }
                _ => None,
            };
            self.found.push(say::negative_base(base.span, declared));
        }
    }
}
