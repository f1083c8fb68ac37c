//! A `choose` without `otherwise`: what falls through all its arms.
//!
//! Where every arm asks about one and the same thing (a number against constants, a text or flag of a closed list, a stage), the arms
//! are tried on every case that can differ: each constant, between two of them, beyond the outermost.

use crate::check::base::key::{Key, key};
use crate::check::diagnostics::{self as say, case};
use crate::check::lint::ranges::Declared;
use crate::check::scope::rule::RuleCx;
use crate::diag::Bilingual;
use crate::hir::{Expr, Kind, SetExpr};
use crate::num::{Rat, int, show_exact_or};
use crate::text::{Span, fold_name, same_name};
use crate::ty::{ColumnDef, Type};
use std::collections::BTreeSet;

/// One value the thing in question can have.
#[derive(Clone, Debug)]
enum Case {
    Number(Rat),
    Text(Option<String>),
}

impl RuleCx<'_, '_> {
    /// Reports a gap; where the arms cannot be seen through, warns.
    pub fn check_gaps(&mut self, arms: &[(Expr, Expr)], span: Span) {
        // Called with a literal, an arm may be settled: one that holds leaves no gap, one that never holds is no arm.
        if arms.iter().any(|(c, _)| settled(c) == Some(true)) {
            return;
        }
        let arms: Vec<(Expr, Expr)> = arms.iter().filter(|(c, _)| settled(c).is_none()).cloned().collect();
        let arms = arms.as_slice();
        let Some(asked) = arms.first().and_then(|(c, _)| asked(c)).cloned() else {
            return self.cx.report(say::may_fall_through(span));
        };
        let name = key(&asked);
        let gap = self.cases(&asked, arms).map(|cases| {
            cases.into_iter().map(|(case, words)| {
                let mut holds = Some(false);
                for (condition, _) in arms {
                    match holds_at(condition, &name, &case) {
                        Some(true) => return (Some(true), words),
                        Some(false) => {}
                        None => holds = None,
                    }
                }
                (holds, words)
            })
        });
        let Some(cases) = gap else { return self.cx.report(say::may_fall_through(span)) };
        let mut open = false;
        let mut missing: Vec<Bilingual> = Vec::new();
        for (holds, words) in cases {
            match holds {
                Some(true) => {}
                Some(false) => missing.push(words),
                None => open = true,
            }
        }
        if open {
            self.cx.report(say::may_fall_through(span));
        } else if !missing.is_empty() {
            let what = self.cx.written(asked.span);
            self.fail(say::choose_gap(span, &what, &missing));
        }
    }

    /// Every case that can differ, with its name.
    fn cases(&self, asked: &Expr, arms: &[(Expr, Expr)]) -> Option<Vec<(Case, Bilingual)>> {
        let text = |t: &String| (Case::Text(Some(t.clone())), case::text(t));
        let none = || (Case::Text(None), case::none());
        match &asked.ty {
            Type::OneOf(list) => {
                let mut cases: Vec<(Case, Bilingual)> = list.iter().map(text).collect();
                if matches!(asked.kind, Kind::Classification(_)) {
                    cases.push((Case::Text(None), case::no_stage()));
                } else if asked.gives_none() || self.column_of(asked).is_some_and(|c: ColumnDef| c.optional) {
                    cases.push(none());
                }
                Some(cases)
            }
            Type::Flag => Some(vec![(Case::Number(int(1)), case::yes()), (Case::Number(int(0)), case::no())]),
            Type::Number(_) | Type::Period(_) => Some(self.numbers(asked, arms)),
            Type::Text | Type::Date | Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => None,
        }
    }

    fn numbers(&self, asked: &Expr, arms: &[(Expr, Expr)]) -> Vec<(Case, Bilingual)> {
        let mut constants = BTreeSet::new();
        arms.iter().for_each(|(c, _)| collect(c, &mut constants));
        let whole = asked.ty.number().is_none_or(|n| n.is_integral());
        let unit = self.column_of(asked).and_then(|c| c.unit).or_else(|| asked.ty.number().map(|n| self.cx.units.base_of(n)));
        let shown = |v: &Rat| match &unit {
            Some(u) => format!("{}{}", show_exact_or(&(v / &u.factor), 6), u.name),
            None => show_exact_or(v, 0),
        };
        let list: Vec<Rat> = constants.into_iter().collect();
        let mut cases = Vec::new();
        let beside = |v: &Rat, step: i64| v + int(step);
        if let (Some(first), Some(last)) = (list.first(), list.last()) {
            let (lo, hi) = (shown(first), shown(last));
            cases.push((beside(first, -1), case::below(&lo)));
            for (at, value) in list.iter().enumerate() {
                cases.push((value.clone(), case::exactly(&shown(value))));
                if let Some(next) = list.get(at + 1) {
                    let between = if whole { beside(value, 1) } else { (value + next) / int(2) };
                    if between < *next {
                        cases.push((between, case::between(&shown(value), &shown(next))));
                    }
                }
            }
            cases.push((beside(last, 1), case::above(&hi)));
        }
        let declared = Declared::new(&self.cx.schema, &self.cx.params, &self.vars);
        let range = declared.range(asked);
        // A share between 0 and its lowest constant is below it, though one less is not a share.
        let within = |v: &Rat| range.contains(v) || (list.first().is_some_and(|f| v < f) && reaches_below(&range, list.first()));
        let fits = |v: &Rat| !whole || v.is_int();
        cases.into_iter().filter(|(v, _)| within(v) && fits(v)).map(|(v, words)| (Case::Number(v), words)).collect()
    }
}

fn reaches_below(range: &crate::num::Interval, first: Option<&Rat>) -> bool {
    first.is_some_and(|f| range.reaches_below(f))
}

/// Whether a condition of constants alone holds.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn settled(e: &Expr) -> Option<bool> {
    let text = |e: &Expr| if let Kind::Text(t) = &e.kind { Some(fold_name(t)) } else { None };
    match &e.kind {
        Kind::Compare { first, links } => {
            let mut left = constant(first)?;
            let mut holds = true;
            for link in links {
                let right = constant(&link.right)?;
                holds &= link.op.holds(left.cmp(&right));
                left = right;
            }
            Some(holds)
        }
        Kind::Same { left, right, negated } => {
            let numbers = constant(left).zip(constant(right)).map(|(a, b)| a == b);
            let equal = numbers.or_else(|| text(left).zip(text(right)).map(|(a, b)| a == b))?;
            Some(equal != *negated)
        }
        Kind::Not(x) => settled(x).map(|holds| !holds),
        Kind::And(parts) if parts.iter().any(|p| settled(p) == Some(false)) => Some(false),
        Kind::Or(parts) | Kind::Implies(parts) if parts.iter().any(|p| settled(p) == Some(true)) => Some(true),
        Kind::And(parts) => parts.iter().all(|p| settled(p) == Some(true)).then_some(true),
        Kind::Or(parts) | Kind::Implies(parts) => parts.iter().all(|p| settled(p) == Some(false)).then_some(false),
        _ => None,
    }
}

/// What a condition asks about.
fn asked(e: &Expr) -> Option<&Expr> {
    match &e.core().kind {
        Kind::Compare { first, links } => {
            let sides = std::iter::once(first.as_ref()).chain(links.iter().map(|l| &l.right));
            sides.into_iter().find(|s| constant(s).is_none())
        }
        Kind::Same { left, right, .. } | Kind::Rank { left, right, .. } => {
            [left, right].into_iter().map(AsRef::as_ref).find(|s| !matches!(s.kind, Kind::Text(_) | Kind::Num(_)))
        }
        Kind::In { value, .. } => Some(value),
        Kind::And(parts) | Kind::Or(parts) | Kind::Implies(parts) => parts.first().and_then(asked),
        Kind::Not(x) => asked(x),
        Kind::Field { .. } | Kind::Param(_) if e.ty == Type::Flag => Some(e),
        Kind::Defined(_)
        | Kind::Num(_)
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
        | Kind::About { .. }
        | Kind::WithinRounding { .. }
        | Kind::SetRelation { .. }
        | Kind::Classification(_)
        | Kind::Like { .. }
        | Kind::StartsWith { .. }
        | Kind::Join { .. }
        | Kind::Exists(_)
        | Kind::Filled(..)
        | Kind::RowExists(_)
        | Kind::Choose { .. } => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn constant(e: &Expr) -> Option<Rat> {
    match &e.kind {
        Kind::Num(n) => Some(n.clone()),
        Kind::Neg(x) => constant(x).map(|n| -n),
        _ => None,
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn collect(e: &Expr, out: &mut BTreeSet<Rat>) {
    match &e.kind {
        Kind::Compare { first, links } => {
            out.extend(std::iter::once(first.as_ref()).chain(links.iter().map(|l| &l.right)).filter_map(constant));
        }
        Kind::And(parts) | Kind::Or(parts) | Kind::Implies(parts) => parts.iter().for_each(|p| collect(p, out)),
        Kind::Not(x) => collect(x, out),
        _ => {}
    }
}

/// Whether a condition holds where the thing called `name` has this value; `None` when it asks about something else.
fn holds_at(e: &Expr, name: &Key, case: &Case) -> Option<bool> {
    match (&e.kind, case) {
        (Kind::And(parts), _) => {
            let list: Vec<Option<bool>> = parts.iter().map(|p| holds_at(p, name, case)).collect();
            if list.contains(&Some(false)) { Some(false) } else { list.into_iter().collect::<Option<Vec<_>>>().map(|_| true) }
        }
        (Kind::Or(parts) | Kind::Implies(parts), _) => {
            let list: Vec<Option<bool>> = parts.iter().map(|p| holds_at(p, name, case)).collect();
            if list.contains(&Some(true)) { Some(true) } else { list.into_iter().collect::<Option<Vec<_>>>().map(|_| false) }
        }
        (Kind::Not(x), _) => holds_at(x, name, case).map(|h| !h),
        (Kind::Compare { first, links }, Case::Number(value)) => {
            let at = |e: &Expr| constant(e).or_else(|| (key(e) == *name).then(|| value.clone()));
            let mut left = at(first)?;
            for link in links {
                let right = at(&link.right)?;
                if !link.op.holds(left.cmp(&right)) {
                    return Some(false);
                }
                left = right;
            }
            Some(true)
        }
        (Kind::Same { left, right, negated }, Case::Text(value)) => {
            let text = if key(left) == *name {
                right
            } else if key(right) == *name {
                left
            } else {
                return None;
            };
            let Kind::Text(text) = &text.kind else { return None };
            Some(same(value, text) != *negated)
        }
        (Kind::Same { left, right, negated }, Case::Number(value)) => {
            let other = if key(left) == *name {
                right
            } else if key(right) == *name {
                left
            } else {
                return None;
            };
            Some((constant(other)? == *value) != *negated)
        }
        (Kind::Rank { scale, left, op, right }, Case::Text(value)) => {
            let rank = |t: &str| scale.labels.iter().position(|l| same_name(l, t)).map_or(0, |at| at + 1);
            let at = |e: &Expr| {
                if let Kind::Text(t) = &e.kind {
                    Some(rank(t))
                } else {
                    (key(e) == *name).then(|| value.as_deref().map_or(0, rank))
                }
            };
            let (a, b) = (at(left)?, at(right)?);
            Some(op.holds(a.cmp(&b)))
        }
        (Kind::In { value: asked, set: SetExpr::Texts(list) }, Case::Text(value)) => {
            (key(asked) == *name).then(|| list.iter().any(|t| same(value, t)))
        }
        (Kind::Field { .. } | Kind::Param(_), Case::Number(value)) => (key(e) == *name).then(|| !value.is_zero()),
        _ => None,
    }
}

fn same(value: &Option<String>, text: &str) -> bool {
    value.as_ref().is_some_and(|v| same_name(v, text))
}
