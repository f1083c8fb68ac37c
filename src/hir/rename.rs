//! A copy of an expression under another variable: two loops over the same rows, one inside the other, must not share theirs.

use super::{Agg, Defined, DefinedId, Expr, Kind, RowRef, Source, VarId};
use crate::text::deep;
use std::collections::HashMap;
use std::sync::Arc;

impl Kind {
    /// Calls `f` for every expression right inside; rows, aggregates and definitions are the caller's to look into.
    pub fn parts_mut(&mut self, f: &mut impl FnMut(&mut Expr)) {
        match self {
            Self::Num(_) | Self::Text(_) | Self::Param(_) | Self::SetRelation { .. } => {}
            Self::Field { .. } | Self::RowExists(_) | Self::Agg(_) | Self::Defined(_) => {}
            Self::Neg(x) | Self::Not(x) | Self::Exists(x) | Self::In { value: x, .. } | Self::Like { value: x, .. } => f(x),
            Self::Filled(x, sent) => {
                f(x);
                sent.iter_mut().for_each(|s| f(s));
            }
            Self::Add(a, b) | Self::Sub(a, b) | Self::Mul(a, b) | Self::Div(a, b) => [a, b].into_iter().for_each(|x| f(x)),
            Self::ShareOf { share: a, base: b }
            | Self::AsShare { part: a, base: b }
            | Self::Same { left: a, right: b, .. }
            | Self::StartsWith { value: a, prefix: b, .. }
            | Self::Rank { left: a, right: b, .. } => [a, b].into_iter().for_each(|x| f(x)),
            Self::About { value: a, target: b, tolerance: c } | Self::WithinRounding { left: a, right: b, slack: c } => {
                [a, b, c].into_iter().for_each(|x| f(x));
            }
            Self::Func(_, list) | Self::And(list) | Self::Or(list) | Self::Implies(list) | Self::Join { parts: list, .. } => {
                list.iter_mut().for_each(f)
            }
            Self::Compare { first, links } => {
                f(first);
                links.iter_mut().for_each(|l| f(&mut l.right));
            }
            Self::Choose { arms, otherwise } => {
                arms.iter_mut().for_each(|(c, v)| [c, v].into_iter().for_each(&mut *f));
                otherwise.iter_mut().for_each(|x| f(x));
            }
            Self::Classification(classification) => {
                classification.steps.iter_mut().flat_map(|s| &mut s.needs).for_each(|n| f(&mut n.cond))
            }
        }
    }
}

/// One row in place of a variable's; definitions stay shared.
struct Put<'r> {
    from: VarId,
    to: &'r RowRef,
    /// What definitions became, beside what they were.
    made: HashMap<DefinedId, (Arc<Defined>, Arc<Defined>)>,
}

impl Expr {
    /// Reads every field of `from` from `to` instead.
    pub fn rename(&mut self, from: VarId, to: VarId) {
        self.put(from, &RowRef::Var(to));
    }

    /// Reads every field of `from` from another row instead.
    pub fn put(&mut self, from: VarId, to: &RowRef) {
        Put { from, to, made: HashMap::new() }.expr(self);
    }
}

impl Put<'_> {
    fn expr(&mut self, e: &mut Expr) {
        if let Kind::Field { row, .. } | Kind::RowExists(row) = &mut e.kind {
            self.row(row);
        } else if let Kind::Agg(agg) = &mut e.kind {
            self.agg(agg);
        } else if let Kind::Defined(defined) = &mut e.kind {
            self.defined(defined);
        } else {
            e.kind.parts_mut(&mut |x| self.expr(x));
        }
    }

    fn defined(&mut self, defined: &mut Arc<Defined>) {
        if !defined.vars.contains(&self.from) {
            return;
        }
        if let Some((_, made)) = self.made.get(&defined.id) {
            *defined = Arc::clone(made);
            return;
        }
        let mut value = defined.value.clone();
        deep(|| self.expr(&mut value));
        let made = Arc::new(Defined::new(defined.title.clone(), value));
        let before = std::mem::replace(defined, Arc::clone(&made));
        self.made.insert(before.id, (before, made));
    }

    fn agg(&mut self, agg: &mut Agg) {
        if let Source::Nested { of, .. } = &mut agg.source {
            self.row(of);
        }
        if let Source::Periods { from, to, .. } = &mut agg.source {
            [from, to].into_iter().for_each(|e| self.expr(e));
        }
        if let Some(own) = &mut agg.own {
            self.expr(&mut own.figure);
            own.row.iter_mut().for_each(|row| self.row(row));
        }
        if agg.var != self.from {
            let member = agg.set.as_mut().map(|s| &mut s.member);
            agg.filter.iter_mut().chain(&mut agg.value).chain(member).for_each(|e| self.expr(e));
        }
    }

    fn row(&mut self, row: &mut RowRef) {
        match row {
            RowRef::Var(v) if *v == self.from => *row = self.to.clone(),
            RowRef::Var(_) => {}
            RowRef::Lookup { keys, .. } => keys.iter_mut().for_each(|k| self.expr(k)),
            RowRef::Parent(child) => self.row(child),
            RowRef::Only(rows) => self.agg(rows),
        }
    }
}
