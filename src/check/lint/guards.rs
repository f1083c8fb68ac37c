//! Guards: values that may not exist, and bases that may be negative, need a condition before they are used.
//!
//! Works on finished expressions, so that a `let` or `define` is judged where it is used, under the conditions that hold there.

use crate::check::base::key::{key, rel_of};
use crate::check::diagnostics as say;
use crate::check::lint::facts::Facts;
use crate::check::lint::ranges::Declared;
use crate::diag::Diagnostic;
use crate::hir::{Defined, DefinedId, Expr, Func, Kind, RowRef, Source};
use crate::text::deep;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// So many definitions are looked into once more for what is known of the rows of their loops.
const AGAIN: usize = 2_000;

pub(in crate::check) struct Guards<'d> {
    pub declared: Declared<'d>,
    pub found: Vec<Diagnostic>,
    /// What definitions ask for, by themselves. Each is kept, so that no other comes to lie where it lay.
    asked: HashMap<DefinedId, (Arc<Defined>, Vec<Wanted>)>,
    /// What is asked for inside the definition that is looked into.
    open: Option<Vec<Wanted>>,
    again: usize,
}

/// What a place needs to be known, and the mistake where it is not.
#[derive(Clone, Debug)]
struct Wanted {
    need: Need,
    of: Expr,
    mistake: Diagnostic,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Exists,
    /// It is not negative.
    Sound,
}

impl<'d> Guards<'d> {
    pub fn new(declared: Declared<'d>, found: Vec<Diagnostic>) -> Self {
        Self { declared, found, asked: HashMap::new(), open: None, again: AGAIN }
    }

    fn knows(&self, wanted: &Wanted, facts: &Facts) -> bool {
        match wanted.need {
            Need::Exists => facts.exists(&wanted.of),
            Need::Sound => facts.is_sound(&wanted.of, &self.declared),
        }
    }

    /// Reports what is not known here; inside a definition it is what the definition asks for.
    fn want(&mut self, wanted: Wanted, facts: &Facts) {
        if self.knows(&wanted, facts) {
            return;
        }
        match &mut self.open {
            Some(open) => {
                if !open.iter().any(|w| {
                    w.need == wanted.need && w.mistake.primary() == wanted.mistake.primary() && key(&w.of) == key(&wanted.of)
                }) {
                    open.push(wanted);
                }
            }
            None => self.found.push(wanted.mistake),
        }
    }

    /// A definition is looked into once; each use asks for what is not known there.
    fn walk_defined(&mut self, defined: &Arc<Defined>, facts: &Facts) {
        let at = defined.id;
        if !self.asked.contains_key(&at) {
            let around = self.open.replace(Vec::new());
            deep(|| self.walk(&defined.value, &Facts::default()));
            let own = std::mem::replace(&mut self.open, around).unwrap_or_default();
            self.asked.insert(at, (Arc::clone(defined), own));
        }
        let asked = self.asked.get(&at).map(|(_, asked)| asked.clone()).unwrap_or_default();
        let missing: Vec<Wanted> = asked.into_iter().filter(|wanted| !self.knows(wanted, facts)).collect();
        if !missing.is_empty() && facts.of_loops() && self.again > 0 {
            self.again -= 1;
            return deep(|| self.walk(&defined.value, facts));
        }
        missing.into_iter().for_each(|wanted| self.want(wanted, facts));
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "what guards nothing is walked part by part")]
    pub fn walk(&mut self, e: &Expr, facts: &Facts) {
        match &e.kind {
            Kind::Defined(defined) => self.walk_defined(defined, facts),
            Kind::And(list) | Kind::Or(list) | Kind::Implies(list) => {
                let all = matches!(e.kind, Kind::And(_));
                let mut facts = facts.clone();
                for part in list {
                    self.walk(part, &facts);
                    facts = if all { facts.with(part, &self.declared) } else { facts.without(part, &self.declared) };
                }
            }
            Kind::Exists(x) => self.walk_given(x, &mut HashSet::new(), facts),
            Kind::Filled(x, _) => {
                if let Kind::Field { row, .. } = &x.kind {
                    self.walk_row(row, facts);
                }
            }
            Kind::Field { row, .. } => {
                self.optional(e, facts);
                self.walk_row(row, facts);
            }
            // `25% of x` is an amount, of what is below 0 as well; nothing is divided.
            Kind::AsShare { base, .. } => {
                self.base(base, facts);
                self.walk_children(e, facts);
            }
            Kind::About { tolerance, .. } => {
                if let Kind::ShareOf { base, .. } = &tolerance.kind {
                    self.base(base, facts);
                }
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
                if let Some(filter) = &agg.filter {
                    self.walk(filter, &facts.of_all(agg, &self.declared));
                }
                if let Some(value) = &agg.value {
                    self.walk(value, &facts.of_rows(agg, &self.declared));
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
            Kind::Choose { .. } if self.may_give_none(e, facts) => {
                self.want(Wanted { need: Need::Exists, of: e.clone(), mistake: say::unguarded_choice(e.span) }, facts);
                self.walk_given(e, &mut HashSet::new(), facts);
            }
            Kind::Choose { arms, otherwise } => self.walk_arms((arms, otherwise.as_deref()), None, facts),
            _ => self.walk_children(e, facts),
        }
    }

    /// Whether a choice may come to none here: what an arm gives may have been asked for in its condition.
    fn may_give_none(&self, e: &Expr, facts: &Facts) -> bool {
        let Kind::Choose { arms, otherwise } = &e.core().kind else { return false };
        if e.is_none() || !e.gives_none() {
            return e.is_none();
        }
        let mut facts = facts.clone();
        for (condition, value) in arms {
            let within = facts.with(condition, &self.declared);
            if !within.exists(value) && self.may_give_none(value, &within) {
                return true;
            }
            facts = facts.without(condition, &self.declared);
        }
        otherwise.as_ref().is_some_and(|last| !facts.exists(last) && self.may_give_none(last, &facts))
    }

    /// The arms of a choice; where one may give none (`open`, with the definitions that were gone through), the others may as well.
    fn walk_arms(
        &mut self,
        (arms, otherwise): (&[(Expr, Expr)], Option<&Expr>),
        mut open: Option<&mut HashSet<DefinedId>>,
        facts: &Facts,
    ) {
        let mut facts = facts.clone();
        for (condition, value) in arms {
            self.walk(condition, &facts);
            let within = facts.with(condition, &self.declared);
            match &mut open {
                Some(seen) => self.walk_given(value, seen, &within),
                None => self.walk(value, &within),
            }
            facts = facts.without(condition, &self.declared);
        }
        match (otherwise, open) {
            (Some(last), Some(seen)) => self.walk_given(last, seen, &facts),
            (Some(last), None) => self.walk(last, &facts),
            (None, _) => {}
        }
    }

    /// A value that may be none where it stands: whoever uses it asks.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn walk_given(&mut self, e: &Expr, seen: &mut HashSet<DefinedId>, facts: &Facts) {
        match &e.kind {
            Kind::Defined(defined) => {
                if seen.insert(defined.id) {
                    deep(|| self.walk_given(&defined.value, seen, facts));
                }
            }
            Kind::Field { row, .. } => self.walk_row(row, facts),
            Kind::Choose { arms, otherwise } => self.walk_arms((arms, otherwise.as_deref()), Some(seen), facts),
            _ if e.is_reckoned() => {
                let mut parts = Vec::new();
                e.parts(&mut |part| parts.push(part));
                parts.into_iter().for_each(|part| self.walk_given(part, seen, facts));
            }
            _ => self.walk(e, facts),
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
        if column.optional {
            let mistake = say::unguarded(e.span, column.title(), column.span);
            self.want(Wanted { need: Need::Exists, of: e.clone(), mistake }, facts);
        }
    }

    /// The base of a share or growth must not be negative.
    fn base(&mut self, base: &Expr, facts: &Facts) {
        if !facts.is_sound(base, &self.declared) {
            let declared = if let Kind::Field { row, col } = &base.kind {
                rel_of(row, self.declared.vars, self.declared.schema).map(|rel| self.declared.schema.column(rel, *col).span)
            } else {
                None
            };
            let mistake = say::negative_base(base.span, declared);
            self.want(Wanted { need: Need::Sound, of: base.clone(), mistake }, facts);
        }
    }
}
