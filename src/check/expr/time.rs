//! Another period of the same subject: `prior(c)`, `last_year(c)`, `c at 2008`.

use crate::ast;
use crate::builtins::Meaning;
use crate::check::base::figures::as_year;
use crate::check::base::item::What;
use crate::check::base::term::Term;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::expr::periods;
use crate::check::scope::rule::{Found, RuleCx, Scoped, Standing};
use crate::hir::{Expr, Func, Kind, RowRef};
use crate::num::int;
use crate::text::Span;
use crate::ty::{Flavour, Nature, NumTy, Origin, PeriodKind, RelId, Type, per_year};

/// Which period is wanted instead of the row's own.
pub(in crate::check) enum Shift {
    To(Expr),
    Prior,
    LastYear,
    /// Of a span, the same without its last month.
    MonthLess,
}

impl RuleCx<'_, '_> {
    pub fn at_term(&mut self, value: &ast::Expr, period: &ast::Expr, span: Span) -> Term {
        // Of a value by date the day is named here: it is not that of the row.
        let param = self.by_date(value);
        let term = param.clone().map_or_else(|| self.term(value), Term::Value);
        let period = self.value(period);
        if period.ty == Type::Error {
            return Term::Value(self.error(span));
        }
        if let Some(param) = param {
            return Term::Value(self.in_force_on(param, period, span));
        }
        if let Term::Value(Expr { kind: Kind::Func(Func::InForce, args), .. }) = &term {
            let Some(param) = args.first().cloned() else { return Term::Value(self.error(span)) };
            return Term::Value(self.in_force_on(param, period, span));
        }
        self.shifted(term, &Shift::To(period), span)
    }

    pub fn time_call(&mut self, meaning: Meaning, args: &[ast::Expr], name: &ast::Name, span: Span) -> Term {
        let [arg] = args else {
            return Term::Value(self.fail_with(say::argument_count(name, 1, args.len()), span));
        };
        if meaning == Meaning::Increment {
            return Term::Value(self.increment(arg, span));
        }
        let shift = if meaning == Meaning::LastYear { Shift::LastYear } else { Shift::Prior };
        let term = self.term(arg);
        self.shifted(term, &shift, span)
    }

    /// What a to-date figure grew by: of a span, in its last month.
    fn increment(&mut self, arg: &ast::Expr, span: Span) -> Expr {
        let value = self.value(arg);
        if value.ty == Type::Error {
            return self.error(span);
        }
        let Kind::Field { row, .. } = &value.kind else { return self.fail_with(say::not_to_date(value.span, None), span) };
        let (Some(rel), Some(column)) = (self.rel_of(row), self.column_of(&value)) else { return self.error(span) };
        if column.nature != Nature::ToDate {
            return self.fail_with(say::not_to_date(value.span, Some((column.title(), column.span))), span);
        }
        let Some((own, kind)) = self.period_of(row, rel, span) else {
            // Why it has none is said where another period is asked for.
            self.shifted_row(row, rel, &Shift::Prior, span);
            return self.error(span);
        };
        let back = if kind == PeriodKind::Span { Shift::MonthLess } else { Shift::Prior };
        let before = self.shifted(Term::Value(value.clone()), &back, span);
        let before = self.as_value(before);
        if before.ty == Type::Error {
            return self.error(span);
        }
        let ty = value.ty.clone();
        let less = Expr { kind: Kind::Sub(Box::new(value.clone()), Box::new(before)), ty: ty.clone(), span };
        let arms = vec![(periods::is_first(&own, kind), value)];
        Expr { kind: Kind::Choose { arms, otherwise: Some(Box::new(less)) }, ty, span }
    }

    /// The same row, or the same field of it, in another period.
    fn shifted(&mut self, term: Term, shift: &Shift, span: Span) -> Term {
        if let Some((value, kind)) = self.period_itself(&term, span) {
            return Term::Value(self.other_period(value, kind, shift).unwrap_or_else(|| self.error(span)));
        }
        match term {
            Term::Row { row, rel, .. } => match self.shifted_row(&row, rel, shift, span) {
                Some(row) => Term::Row { row, rel, span },
                None => Term::Value(self.error(span)),
            },
            Term::Value(Expr { ty: Type::Error, .. }) => Term::Value(self.error(span)),
            Term::Value(Expr { kind: Kind::Field { row, col }, ty, .. }) => {
                let Some(rel) = self.rel_of(&row) else { return Term::Value(self.error(span)) };
                match self.shifted_row(&row, rel, shift, span) {
                    Some(row) => Term::Value(Expr { kind: Kind::Field { row: Box::new(row), col }, ty, span }),
                    None => Term::Value(self.error(span)),
                }
            }
            other @ (Term::Value(_)
            | Term::Set(..)
            | Term::Texts(..)
            | Term::Relation(..)
            | Term::List { .. }
            | Term::Filtered(_)
            | Term::Column { .. }) => Term::Value(self.fail_with(say::only_rows_have_periods(other.span()), span)),
        }
    }

    /// A period of a loop, moved by itself: `prior(m)`.
    fn period_itself(&self, term: &Term, span: Span) -> Option<(Expr, PeriodKind)> {
        let value = match term {
            Term::Row { row, rel, .. } => self.calendar_value(row, *rel, span)?,
            Term::Value(Expr { kind: Kind::Field { row, .. }, .. }) => {
                let rel = self.rel_of(row)?;
                self.calendar_value(row, rel, span)?
            }
            Term::Value(_)
            | Term::Set(..)
            | Term::Texts(..)
            | Term::Relation(..)
            | Term::List { .. }
            | Term::Filtered(_)
            | Term::Column { .. } => return None,
        };
        let Type::Period(kind) = value.ty else { return None };
        Some((value, kind))
    }

    pub(in crate::check) fn shifted_row(&mut self, row: &RowRef, rel: RelId, shift: &Shift, span: Span) -> Option<RowRef> {
        let relation = self.cx.schema.get(rel).clone();
        if matches!(relation.origin, Origin::Nested { .. }) {
            self.fail(say::nested_has_no_period(span, relation.title(), relation.span));
            return None;
        }
        let Some((period_col, kind)) = relation.period() else {
            self.fail(say::row_without_period(span, relation.title(), relation.span));
            return None;
        };
        if let RowRef::Var(v) = row
            && self.groups.contains_key(v)
        {
            self.fail(say::group_has_no_period(span));
            return None;
        }
        let mut keys = Vec::new();
        for (at, &col) in relation.key.iter().enumerate() {
            let own = match row {
                RowRef::Lookup { keys, .. } => keys.get(at).cloned()?,
                row @ (RowRef::Var(_) | RowRef::Parent(_) | RowRef::Only(_)) => {
                    let ty = relation.columns[col.index()].ty.clone();
                    Expr { kind: Kind::Field { row: Box::new(row.clone()), col }, ty, span }
                }
            };
            keys.push(if col == period_col { self.other_period(own, kind, shift)? } else { own });
        }
        Some(RowRef::Lookup { rel, keys, span })
    }

    pub(in crate::check) fn other_period(&mut self, own: Expr, kind: PeriodKind, shift: &Shift) -> Option<Expr> {
        let back = match shift {
            Shift::To(period) => {
                let period = as_year(period.clone(), &Type::Period(kind));
                if period.ty != Type::Period(kind) {
                    let (found, wanted) = (words::of_type(&period.ty, None), words::of_type(&Type::Period(kind), None));
                    self.fail(say::wrong_period(period.span, &found, &wanted));
                    return None;
                }
                return Some(period);
            }
            Shift::Prior if kind == PeriodKind::Span => return Some(periods::before(&own)),
            Shift::Prior | Shift::MonthLess => 1,
            Shift::LastYear => per_year(kind),
        };
        let span = own.span;
        if let Kind::Num(n) = &own.kind {
            return Some(Expr { kind: Kind::Num(n - int(back)), ..own });
        }
        let step = Expr { kind: Kind::Num(int(back)), ty: Type::Number(NumTy::plain(Flavour::Number)), span };
        Some(Expr { ty: own.ty.clone(), kind: Kind::Sub(Box::new(own), Box::new(step)), span })
    }

    /// `ceiling at a.granted`: the value in force on a day, or on the last day of a period.
    fn in_force_on(&mut self, param: Expr, at: Expr, span: Span) -> Expr {
        let at = as_year(at, &Type::Period(PeriodKind::Year));
        if !matches!(at.ty, Type::Date | Type::Period(_)) {
            let found = words::of_type(&at.ty, None);
            return self.fail_with(say::wrong_period(at.span, &found, &words::day_or_short_period()), span);
        }
        let ty = param.ty.clone();
        Expr { kind: Kind::Func(Func::InForce, vec![param, periods::last_month(at)]), ty, span }
    }

    /// A parameter with values by date: what stands behind `at` is then a day, with the fields it is read from.
    pub fn by_date(&self, e: &ast::Expr) -> Option<Expr> {
        let ast::ExprKind::Name(name) = &e.kind else { return None };
        let Found::Item(What::Param(id)) = self.resolve(name) else { return None };
        let param = self.cx.params.get(id.0 as usize).filter(|p| !p.dated.is_empty())?;
        Some(Expr { kind: Kind::Param(id), ty: param.ty.clone(), span: e.span })
    }

    /// A parameter with values by date: the one in force on the last day of the row's period.
    pub fn in_force(&mut self, param: Expr) -> Expr {
        let (ty, span) = (param.ty.clone(), param.span);
        let inner = self.rows.iter().rev().filter(|r| r.standing == Standing::Inner);
        let subjects = self.rows.iter().filter(|r| r.standing == Standing::Subject);
        let looped = self.rows.iter().rev().filter(|r| self.cx.schema.get(r.rel).origin == Origin::Calendar);
        let own = looped.chain(inner).chain(subjects).find_map(|r| self.period_of(&r.row, r.rel, span).map(|(e, _)| e));
        if own.is_none() {
            self.warn_of_own_day(span);
        }
        let own = own.map(periods::last_month);
        let at = own.unwrap_or(Expr { kind: Kind::Func(Func::ReportDay, Vec::new()), ty: Type::Date, span });
        Expr { kind: Kind::Func(Func::InForce, vec![param, at]), ty, span }
    }
}

impl RuleCx<'_, '_> {
    /// A row that names no period and has a day of its own: a value by date is then that of the reporting period, not of the day.
    fn warn_of_own_day(&mut self, span: Span) {
        let of_day = |r: &&Scoped| matches!(self.cx.schema.get(r.rel).origin, Origin::Submitted | Origin::Nested { .. });
        let Some(row) = self.rows.iter().rev().find(of_day) else { return };
        let relation = self.cx.schema.get(row.rel);
        let Some(day) = relation.columns.iter().find(|c| c.ty == Type::Date) else { return };
        let owner = row.name.as_ref().unwrap_or(&relation.name);
        let warning = say::value_of_period(span, &self.cx.written(span), &format!("{owner}.{}", day.name), day.span);
        self.cx.report(warning);
    }
}
