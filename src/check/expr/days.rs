//! Arithmetic of the calendar: first and last days, days and periods moved, whole months and years, a day from its parts.

use crate::ast::{self, CmpOp};
use crate::builtins::{Meaning, find};
use crate::check::base::columns::rel_id;
use crate::check::base::figures::{as_year, counts_time, counts_years, duration, truth_of, whole_number};
use crate::check::base::term::Term;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::{Found, RuleCx};
use crate::hir::{DayFunc, Expr, Func, Kind, Link, Source};
use crate::num::{Rat, int, ratio, to_i64};
use crate::text::Span;
use crate::ty::{
    ColId, Flavour, Origin, PeriodKind, Relation, Type, add_months, day_in_month, full_months, last_day_of, monday, month_of_day,
    month_start, months_of, per_year,
};
use std::collections::HashSet;

impl RuleCx<'_, '_> {
    /// `first_day(p)`, `last_day(p)`
    pub fn end_of_period(&mut self, func: Func, period: &ast::Expr, span: Span) -> Expr {
        let Some((period, _)) = self.period_value(period) else { return self.error(span) };
        Self::end_day(func, period, span)
    }

    /// The first or the last day of a period.
    pub fn end_day(func: Func, period: Expr, span: Span) -> Expr {
        folded(Expr { kind: Kind::Func(func, vec![period]), ty: Type::Date, span })
    }

    /// `weekday of d`, `d 的 星期几`, `monday of d`; `None` where the words mean something else.
    pub fn day_of_week(&mut self, share: &ast::Expr, base: &ast::Expr, span: Span) -> Option<Expr> {
        let ast::ExprKind::Name(name) = &share.kind else { return None };
        let Meaning::Func(Func::Day(func @ (DayFunc::Weekday | DayFunc::Monday)), 1) = find(&name.text)?.meaning else {
            return None;
        };
        matches!(self.resolve(name), Found::Nothing).then(|| self.in_week(func, base, span))
    }

    /// `weekday(d)`, `monday(d)`
    pub fn in_week(&mut self, func: DayFunc, day: &ast::Expr, span: Span) -> Expr {
        let day = self.value(day);
        if day.ty == Type::Error {
            return self.error(span);
        }
        if day.ty != Type::Date {
            let found = words::of_type(&day.ty, None);
            return self.fail_with(say::day_wanted(day.span, &found, matches!(day.ty, Type::Period(_))), span);
        }
        if func == DayFunc::Monday {
            monday_of(day)
        } else {
            folded(Expr { kind: Kind::Func(Func::Day(func), vec![day]), ..plain_number(Rat::ZERO, span) })
        }
    }

    /// `weeks of P`, `weeks of a .. b`: the Mondays of the weeks that have their middle, the Thursday, in the period, so that each week lies in one
    /// month and one year, as ISO 8601 counts them; of days, of the weeks they lie in.
    pub fn weeks_term(&mut self, from: &ast::Expr, to: Option<&ast::Expr>, span: Span) -> Term {
        let (low, high) = (self.value(from), self.value(to.unwrap_or(from)));
        let (Some(low), Some(high)) = (self.week_end(low, DayFunc::First), self.week_end(high, DayFunc::Last)) else {
            return Term::Value(self.error(span));
        };
        if let (Some(a), Some(b)) = (constant(&low), constant(&high))
            && a > b
        {
            self.fail(say::empty_between(span, low.span, high.span));
            return Term::Value(self.error(span));
        }
        let rel = rel_id(self.cx.schema.relations.len());
        let mut relation = Relation::of_members(String::new(), Type::Date, Origin::Calendar, span);
        relation.columns[ColId(0).index()].step = Some(int(7));
        self.cx.schema.relations.push(relation);
        Term::List { source: Source::Periods { rel, from: Box::new(low), to: Box::new(high), reach: 0 }, span }
    }

    /// The first or the last Monday of a loop over weeks.
    fn week_end(&mut self, end: Expr, which: DayFunc) -> Option<Expr> {
        let end = as_year(end, &Type::Period(PeriodKind::Year));
        match end.ty {
            Type::Date => Some(monday_of(end)),
            // The first Thursday is one of the first seven days, the last one of the last seven.
            Type::Period(_) => {
                let (span, by) = (end.span, if which == DayFunc::First { 3 } else { -3 });
                let day = Self::end_day(Func::Day(which), end, span);
                let kind = Kind::Add(Box::new(day), Box::new(plain_number(int(by), span)));
                Some(monday_of(folded(Expr { kind, ty: Type::Date, span })))
            }
            Type::Error => {
                self.failed = true;
                None
            }
            Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set => {
                let found = words::of_type(&end.ty, None);
                self.fail(say::wrong_period(end.span, &found, &words::any_period()));
                None
            }
        }
    }

    /// `as-of day`, `核查日`
    pub fn as_of_day(&mut self, span: Span) -> Expr {
        let name = ast::Name { text: self.cx.written(span), span };
        if !matches!(self.resolve(&name), Found::Nothing) {
            return self.fail_with(say::called_like_the_day(span, &name.text), span);
        }
        Expr { kind: Kind::Func(Func::AsOfDay, Vec::new()), ty: Type::Date, span }
    }

    /// `x by d`: what was done is held against the day; what was not is late once the day is over, and nothing is asked of it before. What cannot
    /// be none is a day like any other.
    pub fn by_day(&mut self, value: &ast::Expr, day: &ast::Expr, op_span: Span, span: Span) -> Expr {
        let link =
            |right: &ast::Expr| ast::CmpLink { op: CmpOp::Le, op_span, right: right.clone(), postfix: false, timely: true };
        let done = self.compare_chain(value, &[link(day)], span);
        let Kind::Compare { first, links } = &done.kind else { return done };
        if first.ty != Type::Date {
            let found = words::of_type(&first.ty, None);
            return self.fail_with(say::day_wanted(first.span, &found, matches!(first.ty, Type::Period(_))), span);
        }
        let ([last], true) = (links.as_slice(), self.may_be_none(first, &mut HashSet::new())) else { return done };
        let today = Expr { kind: Kind::Func(Func::AsOfDay, Vec::new()), ty: Type::Date, span: op_span };
        let held = |op| {
            let links = vec![Link { op, right: last.right.clone(), span: last.span }];
            truth_of(Kind::Compare { first: Box::new(today.clone()), links }, span)
        };
        let over = Expr { span: op_span, ..held(CmpOp::Gt) };
        let was_done = truth_of(Kind::Exists(first.clone()), first.span);
        let arms = vec![(was_done, done.clone()), (over, held(CmpOp::Le))];
        truth_of(Kind::Choose { arms, otherwise: None }, span)
    }

    /// `full_months(a, b)`, `full_years(a, b)`
    pub fn full_periods(&mut self, func: Func, args: [&ast::Expr; 2], span: Span) -> Expr {
        let mut days = Vec::new();
        for arg in args {
            let day = self.value(arg);
            if day.ty == Type::Error {
                return self.error(span);
            }
            if day.ty != Type::Date {
                let found = words::of_type(&day.ty, None);
                return self.fail_with(say::day_wanted(day.span, &found, matches!(day.ty, Type::Period(_))), span);
            }
            days.push(day);
        }
        let unit = if func == Func::Day(DayFunc::FullYears) { "年限" } else { "月数" };
        folded(Expr { kind: Kind::Func(func, days), ty: Type::Number(duration(unit)), span })
    }

    /// `date(year, month, day)`
    pub fn day_of_parts(&mut self, [year, month, day]: [&ast::Expr; 3], span: Span) -> Expr {
        let year = as_year(self.value(year), &Type::Period(PeriodKind::Year));
        let parts = [self.value(month), self.value(day)];
        if year.ty == Type::Error || parts.iter().any(|p| p.ty == Type::Error) {
            return self.error(span);
        }
        if year.ty != Type::Period(PeriodKind::Year) {
            let (found, wanted) = (words::of_type(&year.ty, None), words::of_type(&Type::Period(PeriodKind::Year), None));
            return self.fail_with(say::wrong_period(year.span, &found, &wanted), span);
        }
        for (part, most) in parts.iter().zip([12, 31]) {
            let Type::Number(ty) = &part.ty else {
                let found = words::of_type(&part.ty, None);
                return self.fail_with(say::not_a_number(part.span, &found, span), span);
            };
            let plain = matches!(ty.flavour, crate::ty::Flavour::Number | crate::ty::Flavour::Count);
            let fits = if let Kind::Num(n) = &part.kind { n.is_int() && (int(1)..=int(most)).contains(n) } else { true };
            if !plain || !fits {
                return self.fail_with(say::day_part(part.span, most), span);
            }
        }
        let [month, day] = parts;
        folded(Expr { kind: Kind::Func(Func::Day(DayFunc::OfParts), vec![year, month, day]), ty: Type::Date, span })
    }

    /// A day or a period moved by a duration; `None` where the other is no duration, or moves nothing of the kind.
    pub fn moved_by(&self, what: &Expr, by: &Expr, minus: bool, span: Span) -> Option<Expr> {
        let Type::Number(ty) = &by.ty else { return None };
        let plain = || Some((what.clone(), by.clone()));
        let (what, by) = match &what.ty {
            Type::Date if *ty == duration("年限") || *ty == duration("月数") => {
                let by = months_of_duration(by);
                let whole = constant(&by).is_none_or(Rat::is_int);
                let by = if minus { negative(&by) } else { by };
                let kind = Kind::Func(Func::Day(DayFunc::AddMonths), vec![what.clone(), by]);
                return whole.then(|| folded(Expr { kind, ty: Type::Date, span }));
            }
            // There are no half days in a calendar.
            Type::Date if constant(by).is_some_and(|n| !n.is_int()) => None,
            Type::Date if whole_number(by) || *ty == duration("天") => plain(),
            // A span has no next one.
            Type::Period(PeriodKind::Span) => None,
            Type::Period(_) if whole_number(by) || ty.flavour == Flavour::Count => plain(),
            Type::Period(kind) if counts_time(ty) && *ty != duration("天") => {
                let times = ratio(per_year(*kind) * months_in(by), 12);
                let by = match constant(by) {
                    Some(n) => Some(&times * n).filter(Rat::is_int).map(|n| plain_number(n, by.span)),
                    None if !times.is_int() => None,
                    None if times == Rat::ONE => Some(by.clone()),
                    None => {
                        Some(Expr { kind: Kind::Mul(Box::new(plain_number(times, by.span)), Box::new(by.clone())), ..by.clone() })
                    }
                };
                by.map(|by| (what.clone(), by))
            }
            Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::Date
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => None,
        }?;
        let (ty, a, b) = (what.ty.clone(), Box::new(what), Box::new(by));
        Some(folded(Expr { kind: if minus { Kind::Sub(a, b) } else { Kind::Add(a, b) }, ty, span }))
    }
}

/// How many months one of a duration is.
fn months_in(by: &Expr) -> i64 {
    if by.ty.number().is_some_and(counts_years) { 12 } else { 1 }
}

/// A duration in months.
fn months_of_duration(by: &Expr) -> Expr {
    let ty = Type::Number(duration("月数"));
    let kind = match (&by.kind, months_in(by)) {
        (_, 1) => return by.clone(),
        (Kind::Num(n), times) => Kind::Num(n * int(times)),
        (_, times) => Kind::Mul(Box::new(plain_number(int(times), by.span)), Box::new(by.clone())),
    };
    Expr { kind, ty, span: by.span }
}

fn plain_number(n: Rat, span: Span) -> Expr {
    Expr { kind: Kind::Num(n), ty: Type::Number(crate::ty::NumTy::plain(crate::ty::Flavour::Number)), span }
}

fn negative(e: &Expr) -> Expr {
    let kind = if let Kind::Num(n) = &e.kind { Kind::Num(-n.clone()) } else { Kind::Neg(Box::new(e.clone())) };
    Expr { kind, ..e.clone() }
}

fn constant(e: &Expr) -> Option<&Rat> {
    if let Kind::Num(n) = &e.kind { Some(n) } else { None }
}

/// What is made of literals is a literal: the day it comes to.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn folded(e: Expr) -> Expr {
    let whole = |x: &Expr| constant(x).and_then(to_i64);
    let value = match &e.kind {
        Kind::Add(a, b) => constant(a).zip(constant(b)).map(|(a, b)| a + b),
        Kind::Sub(a, b) => constant(a).zip(constant(b)).map(|(a, b)| a - b),
        Kind::Func(func, args) => match (func, args.as_slice()) {
            (Func::Day(DayFunc::First), [p]) => {
                whole(p).zip(kind_of(p)).and_then(|(p, kind)| month_start(months_of(p, kind).0)).map(int)
            }
            (Func::Day(DayFunc::Last), [p]) => whole(p).zip(kind_of(p)).and_then(|(p, kind)| last_day_of(p, kind)).map(int),
            (Func::Day(DayFunc::AddMonths), [day, by]) => whole(day).zip(whole(by)).and_then(|(d, n)| add_months(d, n)).map(int),
            (Func::Day(DayFunc::FullMonths), [a, b]) => whole(a).zip(whole(b)).and_then(|(a, b)| full_months(a, b)).map(int),
            (Func::Day(DayFunc::FullYears), [a, b]) => {
                whole(a).zip(whole(b)).and_then(|(a, b)| full_months(a, b)).map(|n| int(n.div_euclid(12)))
            }
            (Func::Day(DayFunc::OfParts), [year, month, day]) => match (whole(year), whole(month), whole(day)) {
                (Some(y), Some(m), Some(d)) => y.checked_mul(12).and_then(|y| day_in_month(y + m - 1, d)).map(int),
                _ => None,
            },
            (Func::Day(DayFunc::Weekday), [day]) => whole(day).map(|d| int((d + 3).rem_euclid(7) + 1)),
            (Func::Day(DayFunc::Monday), [day]) => whole(day).map(|d| int(monday(d))),
            (Func::Day(DayFunc::MonthOf), [day]) => whole(day).and_then(month_of_day).map(int),
            _ => None,
        },
        _ => None,
    };
    match value {
        Some(value) => Expr { kind: Kind::Num(value), ..e },
        None => e,
    }
}

fn kind_of(e: &Expr) -> Option<PeriodKind> {
    if let Type::Period(kind) = e.ty { Some(kind) } else { None }
}

/// The Monday of the week a day lies in.
fn monday_of(day: Expr) -> Expr {
    let span = day.span;
    folded(Expr { kind: Kind::Func(Func::Day(DayFunc::Monday), vec![day]), ty: Type::Date, span })
}

/// The month a day lies in.
pub(in crate::check) fn month_of(day: Expr) -> Expr {
    let span = day.span;
    folded(Expr { kind: Kind::Func(Func::Day(DayFunc::MonthOf), vec![day]), ty: Type::Period(PeriodKind::Month), span })
}
