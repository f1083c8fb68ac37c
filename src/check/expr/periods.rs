//! The calendar in expressions: what lies within what, the year of a month, loops over months, quarters, halves and years.

use crate::ast::{self, CmpOp, ExprKind, Length};
use crate::check::base::calendar::kind_of;
use crate::check::base::columns::rel_id;
use crate::check::base::figures::{all_of, as_year, truth_of};
use crate::check::base::term::Term;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::expr::days;
use crate::check::scope::rule::RuleCx;
use crate::hir::{DayFunc, Expr, Func, Kind, Link, RowRef, Source, VarId};
use crate::num::{int, to_i64};
use crate::text::Span;
use crate::ty::{ColId, Flavour, NumTy, Origin, PeriodKind, Relation, Type, months_of, per_year};

impl RuleCx<'_, '_> {
    /// A value that is a period; a whole number stands for a year.
    pub fn period_value(&mut self, e: &ast::Expr) -> Option<(Expr, PeriodKind)> {
        let value = as_year(self.value(e), &Type::Period(PeriodKind::Year));
        if let Type::Period(kind) = value.ty {
            return Some((value, kind));
        }
        if value.ty == Type::Error {
            self.failed = true;
        } else {
            self.fail(say::wrong_period(value.span, &words::of_type(&value.ty, None), &words::any_period()));
        }
        None
    }

    /// `months of P`, `years of P .. Q`
    pub fn calendar_term(&mut self, length: Length, from: &ast::Expr, to: Option<&ast::Expr>, span: Span) -> Term {
        match self.calendar_source(kind_of(length), from, to, span) {
            Some(source) => Term::List { source, span },
            None => Term::Value(self.error(span)),
        }
    }

    fn calendar_source(&mut self, kind: PeriodKind, from: &ast::Expr, to: Option<&ast::Expr>, span: Span) -> Option<Source> {
        let (low, high) = match (&from.kind, to) {
            // `2007-11..2008-02`: months of two years are a range, not a period.
            (ExprKind::Period(p), None) if p.length == Length::Span && p.last > 12 => {
                let month = |n: i64| number(p.year * 12 + n - 1, Type::Period(PeriodKind::Month), from.span);
                ((month(p.first), PeriodKind::Month), (month(p.last), PeriodKind::Month))
            }
            (_, None) => {
                let low = self.period_value(from)?;
                (low.clone(), low)
            }
            (_, Some(to)) => {
                let (low, high) = (self.period_value(from), self.period_value(to));
                (low?, high?)
            }
        };
        for (bound, of) in [&low, &high] {
            if *of != PeriodKind::Span && per_year(*of) > per_year(kind) {
                let (found, wanted) = (words::of_type(&bound.ty, None), words::of_type(&Type::Period(kind), None));
                self.fail(say::wrong_period(bound.span, &found, &wanted));
                return None;
            }
        }
        let reach = reach(&low.0).max(reach(&high.0));
        let (from, to) = (first_in(&low.0, low.1, kind), last_in(&high.0, high.1, kind));
        let rel = rel_id(self.cx.schema.relations.len());
        self.cx.schema.relations.push(Relation::of_members(String::new(), Type::Period(kind), Origin::Calendar, span));
        Some(Source::Periods { rel, from: Box::new(from), to: Box::new(to), reach })
    }

    /// A loop in an aggregate takes the periods between its bounds.
    pub fn calendar_filter(&self, source: &Source, var: VarId, span: Span) -> Option<Expr> {
        let Source::Periods { rel, from, to, .. } = source else { return None };
        let ty = self.cx.schema.column(*rel, ColId(0)).ty.clone();
        let own = Expr { kind: Kind::Field { row: Box::new(RowRef::Var(var)), col: ColId(0) }, ty, span };
        if matches!(own.ty, Type::Period(_)) {
            return Some(within(&own, from, to, span));
        }
        // The numbers and days of a loop begin and end where its ends do, as far as these are written out.
        let ends = [(CmpOp::Ge, from), (CmpOp::Le, to)].into_iter().filter(|(_, end)| constant(end).is_none());
        all_of(ends.map(|(op, end)| compare(own.clone(), op, (**end).clone(), span)).collect())
    }

    /// The period that a row of the calendar is.
    pub fn calendar_value(&self, row: &RowRef, rel: crate::ty::RelId, span: Span) -> Option<Expr> {
        let relation = self.cx.schema.get(rel);
        if relation.origin != Origin::Calendar {
            return None;
        }
        let ty = relation.columns.first()?.ty.clone();
        Some(Expr { kind: Kind::Field { row: Box::new(row.clone()), col: ColId(0) }, ty, span })
    }

    /// `m in c.year`, `q in 2007年`
    pub fn lies_within(&mut self, value: Expr, period: Expr, span: Span) -> Expr {
        let period = as_year(period, &Type::Period(PeriodKind::Year));
        if let (Type::Date, Type::Period(around)) = (&value.ty, &period.ty) {
            if *around != PeriodKind::Span {
                let kind = *around;
                return compare(around_of(&days::month_of(value), PeriodKind::Month, kind), CmpOp::Eq, period, span);
            }
            let [from, to] =
                [Func::Day(DayFunc::First), Func::Day(DayFunc::Last)].map(|func| Self::end_day(func, period.clone(), span));
            return within(&value, &from, &to, span);
        }
        let (Type::Period(own), Type::Period(around)) = (&value.ty, &period.ty) else { return self.error(span) };
        let (own, around) = (*own, *around);
        if own == PeriodKind::Span || around == PeriodKind::Span {
            let month = Type::Period(PeriodKind::Month);
            if own != PeriodKind::Span {
                let (from, to) = (first_in(&period, around, own), last_in(&period, around, own));
                return within(&value, &from, &to, span);
            }
            let bounds = [first_in(&period, around, PeriodKind::Month), last_in(&period, around, PeriodKind::Month)];
            let own = [first_in(&value, own, PeriodKind::Month), last_in(&value, own, PeriodKind::Month)];
            let typed = |e: &Expr| Expr { ty: month.clone(), ..e.clone() };
            let starts = compare(typed(&bounds[0]), CmpOp::Le, typed(&own[0]), span);
            let ends = compare(typed(&own[1]), CmpOp::Le, typed(&bounds[1]), span);
            return all_of(vec![starts, ends]).unwrap_or_else(|| self.error(span));
        }
        if per_year(own) < per_year(around) {
            let (found, wanted) = (words::of_type(&value.ty, None), words::of_type(&period.ty, None));
            return self.fail_with(say::wrong_period(value.span, &found, &wanted), span);
        }
        compare(around_of(&value, own, around), CmpOp::Eq, period, span)
    }

    /// `m in 2007 .. 2008`: a period between two of other lengths, from the first day of the one to the last of the other.
    pub fn lies_between(&self, values: &[Expr], span: Span) -> Option<Expr> {
        let [low, value, high] = values else { return None };
        let Type::Period(own) = value.ty else { return None };
        let bound = |e: &Expr| as_year(e.clone(), &Type::Period(PeriodKind::Year));
        let (low, high) = (bound(low), bound(high));
        let (Type::Period(from), Type::Period(to)) = (&low.ty, &high.ty) else { return None };
        if *from == own && *to == own && own != PeriodKind::Span {
            return None;
        }
        let [first, after] = [value, &low].map(|p| Self::end_day(Func::Day(DayFunc::First), p.clone(), p.span));
        let [last, before] = [value, &high].map(|p| Self::end_day(Func::Day(DayFunc::Last), p.clone(), p.span));
        all_of(vec![compare(first, CmpOp::Ge, after, span), compare(last, CmpOp::Le, before, span)])
    }

    /// `year of m`, `m 的 年度`; `None` where the words mean something else.
    pub fn part_of_period(&mut self, share: &ast::Expr, base: &ast::Expr, span: Span) -> Option<Expr> {
        let ExprKind::Name(name) = &share.kind else { return None };
        let wanted = match ast::words::period_part(&name.text)? {
            "year" => PeriodKind::Year,
            "half" => PeriodKind::Half,
            "quarter" => PeriodKind::Quarter,
            _ => PeriodKind::Month,
        };
        let value = self.value(base);
        let value = if value.ty == Type::Date { days::month_of(value) } else { value };
        let Type::Period(kind) = value.ty else {
            if value.ty == Type::Error {
                return Some(self.error(span));
            }
            let found = words::of_type(&value.ty, None);
            return Some(self.fail_with(say::wrong_period(value.span, &found, &words::day_or_short_period()), span));
        };
        // A span may lie in several halves or quarters, and in one year only.
        let whole = kind == PeriodKind::Span && wanted == PeriodKind::Year;
        if !whole && (kind == PeriodKind::Span || per_year(kind) < per_year(wanted)) {
            let (found, wanted) = (words::of_type(&value.ty, None), words::of_type(&Type::Period(PeriodKind::Month), None));
            return Some(self.fail_with(say::wrong_period(value.span, &found, &wanted), span));
        }
        Some(Expr { span, ..around_of(&value, kind, wanted) })
    }
}

/// How many years the numbers an author added to a period can move it.
fn reach(e: &Expr) -> i64 {
    let mut total = 0i64;
    e.walk(&mut |x| {
        if let (Kind::Num(n), Type::Number(_)) = (&x.kind, &x.ty) {
            total = total.saturating_add(to_i64(&crate::num::abs(n)).unwrap_or(0));
        }
    });
    total.min(100)
}

fn compare(left: Expr, op: CmpOp, right: Expr, span: Span) -> Expr {
    let place = right.span;
    truth_of(Kind::Compare { first: Box::new(left), links: vec![Link { op, right, span: place }] }, span)
}

/// `from <= value <= to`
fn within(value: &Expr, from: &Expr, to: &Expr, span: Span) -> Expr {
    let (a, b) = (compare(value.clone(), CmpOp::Ge, from.clone(), span), compare(value.clone(), CmpOp::Le, to.clone(), span));
    truth_of(Kind::And(vec![a, b]), span)
}

fn number(n: i64, ty: Type, span: Span) -> Expr {
    Expr { kind: Kind::Num(int(n)), ty, span }
}

/// A whole number among the periods: no unit, and no year of its own.
fn plain(n: i64, span: Span) -> Expr {
    number(n, Type::Number(NumTy::plain(Flavour::Number)), span)
}

fn constant(e: &Expr) -> Option<i64> {
    if let Kind::Num(n) = &e.kind { to_i64(n) } else { None }
}

/// `times × e + plus`
fn linear(e: &Expr, times: i64, plus: i64) -> Expr {
    if let Some(n) = constant(e) {
        return number(n * times + plus, e.ty.clone(), e.span);
    }
    let mut out = e.clone();
    if times != 1 {
        out = Expr { kind: Kind::Mul(Box::new(plain(times, e.span)), Box::new(out)), ..e.clone() };
    }
    if plus != 0 {
        out = Expr { kind: Kind::Add(Box::new(out), Box::new(plain(plus, e.span))), ..e.clone() };
    }
    out
}

fn add(a: &Expr, b: &Expr) -> Expr {
    match (constant(a), constant(b)) {
        (Some(x), Some(y)) => number(x + y, a.ty.clone(), a.span),
        _ => Expr { kind: Kind::Add(Box::new(a.clone()), Box::new(b.clone())), ..a.clone() },
    }
}

/// The period `n` times as long in which `e` lies; of a span in its numbering, 12 give the first month and 144 the year.
fn longer(e: &Expr, n: i64) -> Expr {
    match constant(e) {
        Some(x) => number(x.div_euclid(n), e.ty.clone(), e.span),
        None => Expr { kind: Kind::Func(Func::PeriodOf, vec![e.clone(), plain(n, e.span)]), ..e.clone() },
    }
}

/// First and last month of a span.
fn span_months(e: &Expr) -> (Expr, Expr) {
    let first = longer(e, 12);
    let in_year = add(e, &linear(&first, -12, 0));
    let last = add(&linear(&longer(e, 144), 12, 0), &in_year);
    (first, last)
}

/// Of whole months of a year the last; another period is itself.
pub(in crate::check) fn last_month(e: Expr) -> Expr {
    if e.ty == Type::Period(PeriodKind::Span) { Expr { ty: Type::Period(PeriodKind::Month), ..span_months(&e).1 } } else { e }
}

/// The first period of a kind that begins in `e`.
pub(in crate::check) fn first_in(e: &Expr, of: PeriodKind, kind: PeriodKind) -> Expr {
    let ty = Type::Period(kind);
    let out = match of {
        PeriodKind::Span => {
            let length = 12 / per_year(kind);
            let (first, _) = span_months(e);
            if length == 1 { first } else { longer(&linear(&first, 1, length - 1), length) }
        }
        of @ (PeriodKind::Year | PeriodKind::Half | PeriodKind::Quarter | PeriodKind::Month) => {
            linear(e, per_year(kind) / per_year(of), 0)
        }
    };
    Expr { ty, ..out }
}

/// The last period of a kind that ends in `e`.
pub(in crate::check) fn last_in(e: &Expr, of: PeriodKind, kind: PeriodKind) -> Expr {
    let ty = Type::Period(kind);
    let out = match of {
        PeriodKind::Span => {
            let length = 12 / per_year(kind);
            let (_, last) = span_months(e);
            if length == 1 { last } else { linear(&longer(&linear(&last, 1, 1), length), 1, -1) }
        }
        of @ (PeriodKind::Year | PeriodKind::Half | PeriodKind::Quarter | PeriodKind::Month) => {
            let times = per_year(kind) / per_year(of);
            linear(e, times, times - 1)
        }
    };
    Expr { ty, ..out }
}

/// The period of a longer kind that `e` lies in.
fn around_of(e: &Expr, of: PeriodKind, around: PeriodKind) -> Expr {
    let times = per_year(of) / per_year(around);
    let out = if times == 1 { e.clone() } else { longer(e, times) };
    Expr { ty: Type::Period(around), ..out }
}

/// The span of the same length before: of April to June, January to March. Where that lies in two years there is no such span.
pub(in crate::check) fn before(own: &Expr) -> Expr {
    if let Some(n) = constant(own) {
        let (first, last) = months_of(n, PeriodKind::Span);
        let (from, to) = (first * 2 - last - 1, first - 1);
        return number(from * 12 + to.rem_euclid(12), own.ty.clone(), own.span);
    }
    let (first, last) = span_months(own);
    let (from, to) = (add(&linear(&first, 2, -1), &linear(&last, -1, 0)), linear(&first, 1, -1));
    let in_year = add(&to, &linear(&longer(&to, 12), -12, 0));
    add(&linear(&from, 12, 0), &in_year)
}

/// Whether a period is the first of its kind in its year; a span, whether it has one month.
pub(in crate::check) fn is_first(own: &Expr, kind: PeriodKind) -> Expr {
    let span = own.span;
    if kind == PeriodKind::Span {
        let (first, last) = span_months(own);
        return compare(first, CmpOp::Eq, last, span);
    }
    let n = per_year(kind);
    compare(own.clone(), CmpOp::Eq, linear(&longer(own, n), n, 0), span)
}
