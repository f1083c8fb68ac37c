//! Growth: of an expression against itself in another period, and mean yearly growth.
//!
//! What is measured is read at its own period and again at another: every row it reads, and every period it asks for, is moved there.
//! Mean growth is compared and never a value: a root has no exact value, while its power has.

use crate::ast::{self, CmpOp, GrowthOver};
use crate::check::base::figures::all_of;
use crate::check::base::figures::as_year;
use crate::check::base::figures::counts_years;
use crate::check::base::figures::duration;
use crate::check::base::figures::truth_of;
use crate::check::base::key::{Key, key};
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::expr::time::Shift;
use crate::check::scope::rule::RuleCx;
use crate::diag::Diagnostic;
use crate::hir::{Agg, Defined, DefinedId, Expr, Func, Kind, Link, RowRef, Source, VarId};
use crate::text::{Span, deep};
use crate::ty::{Flavour, NumTy, Origin, PeriodKind, RelId, Type};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A definition before and after, and how much was moved in it.
type Moved = (Arc<Defined>, Arc<Defined>, usize);

/// A move under way.
struct Move<'s> {
    shift: &'s Shift,
    span: Span,
    /// Variables of aggregates around: their rows are not moved, the aggregates' filters are.
    inner: Vec<VarId>,
    /// So many rows and periods were moved.
    done: usize,
    /// What definitions became under the variables around.
    made: HashMap<(DefinedId, Vec<VarId>), Moved>,
}

impl RuleCx<'_, '_> {
    pub fn growth_phrase(&mut self, value: &ast::Expr, over: &GrowthOver, span: Span) -> Expr {
        let now = self.value(value);
        if now.ty == Type::Error {
            return self.error(span);
        }
        if now.ty.number().is_none() {
            let words = words::of_type(&now.ty, None);
            return self.fail_with(say::not_a_number(now.span, &words, span), span);
        }
        let then = match over {
            GrowthOver::Year => self.moved(&now, &Shift::LastYear, span),
            GrowthOver::Prior => self.moved(&now, &Shift::Prior, span),
            GrowthOver::Years { from, to } => return self.over_years(&now, from, to, span),
        };
        match then {
            Some(then) => growth(Func::Growth, vec![now, then], span),
            None => self.error(span),
        }
    }

    fn over_years(&mut self, value: &Expr, from: &ast::Expr, to: &ast::Expr, span: Span) -> Expr {
        let year = Type::Period(PeriodKind::Year);
        let [from, to] = [from, to].map(|p| as_year(self.value(p), &year));
        for period in [&from, &to] {
            if period.ty == Type::Error {
                return self.error(span);
            }
            if period.ty != year {
                let found = words::of_type(&period.ty, None);
                return self.fail_with(say::wrong_period(period.span, &found, &words::of_type(&year, None)), span);
            }
        }
        if let (Kind::Num(p), Kind::Num(q)) = (&from.kind, &to.kind)
            && q <= p
        {
            return self.fail_with(say::mean_growth_years(to.span), span);
        }
        let duration = Type::Number(duration("年限"));
        let years = Expr { kind: Kind::Sub(Box::new(to.clone()), Box::new(from.clone())), ty: duration, span };
        let ends = (self.moved(value, &Shift::To(to), span), self.moved(value, &Shift::To(from), span));
        match ends {
            (Some(end), Some(start)) => growth(Func::MeanGrowth, vec![end, start, years], span),
            _ => self.error(span),
        }
    }

    /// `annual_growth(end, start, years)`
    pub fn mean_growth_call(&mut self, args: &[ast::Expr], span: Span) -> Expr {
        let [end, start, years] = args else { return self.error(span) };
        let whole = self.growth(end, start, span);
        let Kind::Func(_, mut ends) = whole.kind else { return self.error(span) };
        let years = self.value(years);
        if years.ty == Type::Error {
            return self.error(span);
        }
        let counted =
            years.ty.number().is_some_and(|n| n.flavour == Flavour::Number || n.flavour == Flavour::Count || counts_years(n));
        if !counted || matches!(&years.kind, Kind::Num(n) if !n.is_int() || *n < crate::num::int(1)) {
            return self.fail_with(say::mean_growth_count(years.span), span);
        }
        ends.push(years);
        growth(Func::MeanGrowth, ends, span)
    }

    /// The expression in another period.
    fn moved(&mut self, e: &Expr, shift: &Shift, span: Span) -> Option<Expr> {
        let mut out = e.clone();
        let mut m = Move { shift, span, inner: Vec::new(), done: 0, made: HashMap::new() };
        self.move_expr(&mut out, &mut m)?;
        if m.done == 0 {
            self.fail(say::nothing_has_a_period(e.span));
            return None;
        }
        Some(out)
    }

    fn move_expr(&mut self, e: &mut Expr, m: &mut Move<'_>) -> Option<()> {
        match &mut e.kind {
            Kind::Field { row, col } => {
                let outer = root(row).is_some_and(|v| !m.inner.contains(&v));
                let relation = self.rel_of(row).map(|rel| self.cx.schema.get(rel).clone());
                if let Some(relation) = relation.filter(|r| outer && r.key.contains(col)) {
                    // Keys stay as they are, but for the period.
                    if let Some((_, kind)) = relation.period().filter(|(at, _)| at == col) {
                        *e = self.other_period(e.clone(), kind, m.shift)?;
                        m.done += 1;
                    }
                    return Some(());
                }
                self.move_row(row, m)
            }
            Kind::RowExists(row) => self.move_row(row, m),
            Kind::Agg(agg) => self.move_agg(agg, m),
            Kind::Defined(defined) => self.move_defined(defined, m),
            kind @ (Kind::Num(_)
            | Kind::Text(_)
            | Kind::Param(_)
            | Kind::Neg(_)
            | Kind::Add(..)
            | Kind::Sub(..)
            | Kind::Mul(..)
            | Kind::Div(..)
            | Kind::ShareOf { .. }
            | Kind::AsShare { .. }
            | Kind::Func(..)
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
            | Kind::Not(_)
            | Kind::Exists(_)
            | Kind::Filled(..)
            | Kind::Choose { .. }) => {
                let mut fine = true;
                kind.parts_mut(&mut |part| fine = fine && self.move_expr(part, m).is_some());
                fine.then_some(())
            }
        }
    }

    fn move_defined(&mut self, defined: &mut Arc<Defined>, m: &mut Move<'_>) -> Option<()> {
        let place = (defined.id, m.inner.iter().copied().filter(|v| defined.vars.contains(v)).collect());
        if let Some((_, made, done)) = m.made.get(&place) {
            *defined = Arc::clone(made);
            m.done += done;
            return Some(());
        }
        let (mut value, before) = (defined.value.clone(), m.done);
        deep(|| self.move_expr(&mut value, m))?;
        let made = Arc::new(Defined::new(defined.title.clone(), value));
        let old = std::mem::replace(defined, Arc::clone(&made));
        m.made.insert(place, (old, made, m.done - before));
        Some(())
    }

    fn move_row(&mut self, row: &mut RowRef, m: &mut Move<'_>) -> Option<()> {
        let Some(rel) = self.rel_of(row) else { return Some(()) };
        if let RowRef::Lookup { keys, .. } = row {
            let relation = self.cx.schema.get(rel).clone();
            for (at, key) in keys.iter_mut().enumerate() {
                match relation.period().filter(|(col, _)| relation.key.get(at) == Some(col)) {
                    Some((_, kind)) if !reads(key, &m.inner) => {
                        *key = self.other_period(key.clone(), kind, m.shift)?;
                        m.done += 1;
                    }
                    _ => self.move_expr(key, m)?,
                }
            }
            return Some(());
        }
        if let RowRef::Only(rows) = row {
            return self.move_agg(rows, m);
        }
        if root(row).is_none_or(|v| m.inner.contains(&v)) || self.period_field(row, rel, m.span).is_none() {
            return Some(());
        }
        // The row of the period asked for may be the one in hand.
        let own = self.period_field(row, rel, m.span);
        let same = matches!((m.shift, &own), (Shift::To(p), Some(own)) if key(p) == key(own));
        if !same {
            *row = self.shifted_row(row, rel, m.shift, m.span)?;
        }
        m.done += 1;
        Some(())
    }

    fn move_agg(&mut self, agg: &mut Agg, m: &mut Move<'_>) -> Option<()> {
        match &mut agg.source {
            Source::Nested { of, .. } => self.move_row(of, m)?,
            Source::Periods { from, to, .. } => [from, to].into_iter().try_for_each(|end| self.move_expr(end, m))?,
            Source::Rel(_) | Source::Members { .. } => {}
        }
        if let Some(own) = &mut agg.own {
            self.move_expr(&mut own.figure, m)?;
            own.row.iter_mut().try_for_each(|row| self.move_row(row, m))?;
        }
        let own = match &agg.source {
            Source::Rel(rel) => self.period_field(&RowRef::Var(agg.var), *rel, agg.span),
            Source::Nested { .. } | Source::Members { .. } | Source::Periods { .. } => None,
        };
        let asked = own.as_ref().is_some_and(|own| agg.filter.iter().any(|f| mentions(f, &key(own))));
        m.inner.push(agg.var);
        let before = m.done;
        if let Some(filter) = &mut agg.filter {
            self.move_expr(filter, m)?;
        }
        let moved = m.done > before;
        if let Some(value) = &mut agg.value {
            self.move_expr(value, m)?;
        }
        m.inner.pop();
        match (own, m.shift) {
            (None, _) => {}
            (Some(_), _) if asked && moved => {}
            (Some(own), Shift::To(period)) if !asked => {
                let link = Link { op: CmpOp::Eq, span: m.span, right: period.clone() };
                let there = truth_of(Kind::Compare { first: Box::new(own), links: vec![link] }, m.span);
                agg.filter = all_of(agg.filter.take().into_iter().chain([there]).collect());
                m.done += 1;
            }
            _ => {
                self.fail(say::rows_of_no_period(agg.span));
                return None;
            }
        }
        Some(())
    }

    /// The period of a row, the outer row's for nested ones.
    fn period_field(&self, row: &RowRef, rel: RelId, span: Span) -> Option<Expr> {
        let relation = self.cx.schema.get(rel);
        if let Origin::Nested { parent, .. } = relation.origin {
            return self.period_field(&RowRef::Parent(Box::new(row.clone())), parent, span);
        }
        let (col, kind) = relation.period()?;
        Some(Expr { kind: Kind::Field { row: Box::new(row.clone()), col }, ty: Type::Period(kind), span })
    }
}

fn growth(func: Func, args: Vec<Expr>, span: Span) -> Expr {
    Expr { kind: Kind::Func(func, args), ty: Type::Number(NumTy::plain(Flavour::Growth)), span }
}

/// The variable a row is reached from; `None` for a row looked up by its key.
fn root(row: &RowRef) -> Option<VarId> {
    match row {
        RowRef::Var(v) => Some(*v),
        RowRef::Parent(child) => root(child),
        RowRef::Lookup { .. } | RowRef::Only(_) => None,
    }
}

/// Whether it reads a row of one of these variables.
fn reads(e: &Expr, vars: &[VarId]) -> bool {
    let mut found = false;
    e.walk(&mut |x| {
        if let Kind::Field { row, .. } = &x.kind {
            found |= root(row).is_some_and(|v| vars.contains(&v));
        }
    });
    found
}

fn mentions(e: &Expr, wanted: &Key) -> bool {
    let mut found = false;
    e.walk(&mut |x| found |= matches!(x.kind, Kind::Field { .. }) && key(x) == *wanted);
    found
}

fn is_mean(e: &Expr) -> bool {
    matches!(e.kind, Kind::Func(Func::MeanGrowth, _))
}

/// Mean growth stands on one side of a comparison and nowhere else.
pub(in crate::check) fn stray_means(e: &Expr, found: &mut Vec<Diagnostic>) {
    stray(e, &mut HashSet::new(), found);
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn stray(e: &Expr, seen: &mut HashSet<DefinedId>, found: &mut Vec<Diagnostic>) {
    if let Kind::Defined(defined) = &e.kind
        && !seen.insert(defined.id)
    {
        return;
    }
    if is_mean(e) {
        found.push(say::mean_growth_alone(e.span));
    }
    let mut held: Vec<&Expr> = Vec::new();
    match &e.kind {
        Kind::Compare { first, links } => {
            held = std::iter::once(&**first).chain(links.iter().map(|l| &l.right)).collect();
        }
        Kind::About { value, target, tolerance } => {
            held = vec![value, target];
            stray(tolerance, seen, found);
        }
        Kind::Defined(defined) => deep(|| stray(&defined.value, seen, found)),
        _ => e.parts(&mut |part| stray(part, seen, found)),
    }
    for (at, side) in held.iter().enumerate() {
        let beside = at.checked_sub(1).and_then(|before| held.get(before)).is_some_and(|before| is_mean(before));
        if !is_mean(side) || beside {
            stray(side, seen, found);
        } else {
            side.parts(&mut |part| stray(part, seen, found));
        }
    }
}
