//! Guards: values that may not exist, and bases that may be negative, need a condition before they are used.
//!
//! Works on finished expressions, so that a `let` or `define` is judged where it is used, under the conditions that hold there.

use crate::check::base::key::rel_of;
use crate::check::diagnostics as say;
use crate::check::lint::facts::Facts;
use crate::check::lint::ranges::Declared;
use crate::diag::Diagnostic;
use crate::hir::{Expr, Func, Kind, RowRef, Source};

pub(in crate::check) struct Guards<'d> {
    pub declared: Declared<'d>,
    pub found: Vec<Diagnostic>,
}

impl Guards<'_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "what guards nothing is walked part by part")]
    pub fn walk(&mut self, e: &Expr, facts: &Facts) {
        match &e.kind {
            Kind::And(list) | Kind::Or(list) | Kind::Implies(list) => {
                let all = matches!(e.kind, Kind::And(_));
                let mut facts = facts.clone();
                for part in list {
                    self.walk(part, &facts);
                    facts = if all { facts.with(part, &self.declared) } else { facts.without(part, &self.declared) };
                }
            }
            Kind::Exists(x) => self.walk_given(x, facts),
            Kind::Filled(x, _) => {
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
                if !facts.exists(e) {
                    self.found.push(say::unguarded_choice(e.span));
                }
                self.walk_given(e, facts);
            }
            Kind::Choose { arms, otherwise } => self.walk_arms((arms, otherwise.as_deref()), false, facts),
            _ => self.walk_children(e, facts),
        }
    }

    /// Whether a choice may come to none here: what an arm gives may have been asked for in its condition.
    fn may_give_none(&self, e: &Expr, facts: &Facts) -> bool {
        let Kind::Choose { arms, otherwise } = &e.kind else { return false };
        if e.is_none() {
            return true;
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

    /// The arms of a choice; where one may give none, the others may as well.
    fn walk_arms(&mut self, (arms, otherwise): (&[(Expr, Expr)], Option<&Expr>), open: bool, facts: &Facts) {
        let walk = if open { Self::walk_given } else { Self::walk };
        let mut facts = facts.clone();
        for (condition, value) in arms {
            self.walk(condition, &facts);
            walk(self, value, &facts.with(condition, &self.declared));
            facts = facts.without(condition, &self.declared);
        }
        if let Some(last) = otherwise {
            walk(self, last, &facts);
        }
    }

    /// A value that may be none where it stands: whoever uses it asks.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn walk_given(&mut self, e: &Expr, facts: &Facts) {
        match &e.kind {
            Kind::Field { row, .. } => self.walk_row(row, facts),
            Kind::Choose { arms, otherwise } => self.walk_arms((arms, otherwise.as_deref()), true, facts),
            _ if e.is_reckoned() => {
                let mut parts = Vec::new();
                e.parts(&mut |part| parts.push(part));
                parts.into_iter().for_each(|part| self.walk_given(part, facts));
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
        if column.optional && !facts.exists(e) {
            self.found.push(say::unguarded(e.span, column.title(), column.span));
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
            self.found.push(say::negative_base(base.span, declared));
        }
    }
}
