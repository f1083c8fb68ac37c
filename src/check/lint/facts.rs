//! What is known to hold at a place of an expression, by the conditions before it.

use crate::ast::CmpOp;
use crate::builtins::facts;
use crate::check::base::key::{Key, key, row_key};
use crate::check::lint::ranges::{Declared, below_zero};
use crate::hir::{Agg, AggFn, DefinedId, Expr, Func, Kind, Link, Source};
use crate::num::{Interval, Rat};
use crate::text::deep;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Facts {
    /// Values (by [`key`]) that exist.
    exist: BTreeSet<Key>,
    /// Numbers that are not negative.
    sound: BTreeSet<Key>,
    /// Pairs of which the first is not below the second: their difference is not negative.
    over: BTreeSet<(Key, Key)>,
    /// Loops over rows each of which passes.
    rows: Vec<Rc<Passed>>,
}

/// An `every` that holds: its condition holds of each of its rows. Of a `some` that does not hold it is the negation.
#[derive(Debug)]
struct Passed {
    agg: Agg,
    holds: bool,
}

impl Facts {
    /// With what follows from a condition that holds.
    pub fn with(&self, condition: &Expr, declared: &Declared<'_>) -> Self {
        let mut facts = self.clone();
        facts.learn(condition, true, declared);
        facts
    }

    pub fn without(&self, condition: &Expr, declared: &Declared<'_>) -> Self {
        let mut facts = self.clone();
        facts.learn(condition, false, declared);
        facts
    }

    /// Of a row that passes the filter of a loop: what the filter says, and what is known of all such rows.
    pub fn of_rows(&self, agg: &Agg, declared: &Declared<'_>) -> Self {
        let mut facts = self.of_all(agg, declared);
        agg.filter.iter().for_each(|filter| facts.learn(filter, true, declared));
        facts
    }

    /// In the filter of a loop: what is known of all rows it lets through. Of others nothing needs to be known, for they fail anyway.
    pub fn of_all(&self, agg: &Agg, declared: &Declared<'_>) -> Self {
        let mut facts = self.clone();
        let known: BTreeSet<Key> = agg.conditions().into_iter().map(key).collect();
        for passed in &self.rows {
            let same = |e: &Expr| {
                let mut e = e.clone();
                e.rename(passed.agg.var, agg.var);
                e
            };
            let among = passed.agg.conditions().into_iter().all(|part| known.contains(&key(&same(part))));
            if let Some(value) = passed.agg.value.as_ref().filter(|_| among && is_same(&passed.agg.source, &agg.source, declared))
            {
                facts.learn(&same(value), passed.holds, declared);
            }
        }
        facts
    }

    pub fn exists(&self, e: &Expr) -> bool {
        self.exist.contains(&key(e)) || self.exist.contains(&key(e.core()))
    }

    /// Whether a number is surely not negative.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn is_sound(&self, e: &Expr, declared: &Declared<'_>) -> bool {
        let above = matches!(&e.core().kind, Kind::Sub(a, b) if self.not_above(b, a, declared));
        if above || self.sound.contains(&key(e)) || !below_zero(&declared.range(e)) {
            return true;
        }
        // Not into the parts of definitions: they may hold one another many times over.
        match &e.kind {
            Kind::Add(a, b)
            | Kind::Mul(a, b)
            | Kind::Div(a, b)
            | Kind::ShareOf { share: a, base: b }
            | Kind::AsShare { part: a, base: b } => self.is_sound(a, declared) && self.is_sound(b, declared),
            Kind::Func(func, args) => {
                let range = |arg| if self.is_sound(arg, declared) { Interval::non_negative() } else { declared.range(arg) };
                let ranges: Vec<Interval> = args.iter().map(range).collect();
                !below_zero(&(facts(*func).range)(&ranges))
            }
            Kind::Choose { arms, otherwise } => {
                let mut before = self.clone();
                let mut sound = |condition: Option<&Expr>, value: &Expr| {
                    let within = condition.map(|c| before.with(c, declared));
                    let sound = value.is_none() || within.as_ref().unwrap_or(&before).is_sound(value, declared);
                    condition.iter().for_each(|c| before.learn(c, false, declared));
                    sound
                };
                arms.iter().all(|(condition, value)| sound(Some(condition), value))
                    && otherwise.as_ref().is_none_or(|last| sound(None, last))
            }
            Kind::Agg(agg) => match (agg.func, &agg.value) {
                (AggFn::Sum | AggFn::Min | AggFn::Max | AggFn::Avg | AggFn::Median | AggFn::Quantile(_), Some(value)) => {
                    self.of_rows(agg, declared).is_sound(value, declared)
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether one number is surely not above another.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; of any other nothing is known")]
    fn not_above(&self, low: &Expr, high: &Expr, declared: &Declared<'_>) -> bool {
        let (low_key, high_key) = (key(low), key(high));
        if low_key == high_key || self.over.contains(&(high_key, low_key)) {
            return true;
        }
        let part = match &low.kind {
            Kind::Func(Func::Lesser, args) => args.iter().any(|arg| self.not_above(arg, high, declared)),
            // A part of something is not above it, unless that is below zero.
            Kind::ShareOf { share, base } => {
                let range = declared.range(share);
                let part = !below_zero(&range) && !range.reaches_above(&Rat::ONE);
                part && self.is_sound(base, declared) && self.not_above(base, high, declared)
            }
            _ => false,
        };
        part || match &high.kind {
            Kind::Func(Func::Greater, args) => args.iter().any(|arg| self.not_above(low, arg, declared)),
            Kind::Add(a, b) => [(a, b), (b, a)]
                .into_iter()
                .any(|(whole, more)| self.not_above(low, whole, declared) && self.is_sound(more, declared)),
            _ => false,
        }
    }

    /// Whether anything is known of rows in a loop.
    pub fn of_loops(&self) -> bool {
        !self.rows.is_empty()
    }

    fn learn(&mut self, e: &Expr, holds: bool, declared: &Declared<'_>) {
        self.learn_once(e, holds, &mut HashSet::new(), declared);
    }

    /// Of each definition once.
    fn learn_once(&mut self, e: &Expr, holds: bool, seen: &mut HashSet<(DefinedId, bool)>, declared: &Declared<'_>) {
        match &e.kind {
            Kind::Defined(defined) => {
                if seen.insert((defined.id, holds)) {
                    deep(|| self.learn_once(&defined.value, holds, seen, declared));
                }
            }
            Kind::Not(x) => self.learn_once(x, !holds, seen, declared),
            Kind::And(list) if holds => list.iter().for_each(|x| self.learn_once(x, true, seen, declared)),
            Kind::Or(list) | Kind::Implies(list) if !holds => {
                list.iter().for_each(|x| self.learn_once(x, false, seen, declared));
            }
            Kind::Exists(x) if holds => self.learn_existence(x),
            Kind::Agg(agg) if (agg.func == AggFn::Every && holds) || (agg.func == AggFn::Some && !holds) => {
                self.rows.push(Rc::new(Passed { agg: (**agg).clone(), holds }));
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
            Kind::Num(_)
            | Kind::Text(_)
            | Kind::Param(_)
            | Kind::Field { .. }
            | Kind::Neg(_)
            | Kind::Add(..)
            | Kind::Sub(..)
            | Kind::Mul(..)
            | Kind::Div(..)
            | Kind::ShareOf { .. }
            | Kind::AsShare { .. }
            | Kind::Func(..)
            | Kind::Agg(_)
            | Kind::Compare { .. }
            | Kind::About { .. }
            | Kind::WithinRounding { .. }
            | Kind::In { .. }
            | Kind::SetRelation { .. }
            | Kind::Same { .. }
            | Kind::Classification(_)
            | Kind::Like { .. }
            | Kind::StartsWith { .. }
            | Kind::Join { .. }
            | Kind::Rank { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Implies(_)
            | Kind::Exists(_)
            | Kind::Filled(..)
            | Kind::RowExists(_)
            | Kind::Choose { .. } => {}
        }
    }

    /// What exists, and all that it is made of.
    fn learn_existence(&mut self, x: &Expr) {
        let is_new = self.exist.insert(key(x));
        self.exist.insert(key(x.core()));
        if is_new && x.is_reckoned() {
            deep(|| x.core().parts(&mut |part| self.learn_existence(part)));
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

/// Whether two loops run over the same rows. A loop over members or the calendar has a relation of its own.
fn is_same(a: &Source, b: &Source, declared: &Declared<'_>) -> bool {
    match (a, b) {
        (Source::Rel(a), Source::Rel(b)) => a == b,
        (Source::Nested { rel: a, of: x }, Source::Nested { rel: b, of: y }) => a == b && row_key(x) == row_key(y),
        (Source::Members { set: a, .. }, Source::Members { set: b, .. }) => a == b,
        (Source::Periods { rel: x, .. }, Source::Periods { rel: y, .. }) => {
            let kind = |rel| declared.schema.get(rel).period().map(|(_, kind)| kind);
            kind(*x) == kind(*y) && a.bounds().map(key).eq(b.bounds().map(key))
        }
        _ => false,
    }
}
