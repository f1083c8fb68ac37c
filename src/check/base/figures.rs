//! Small questions about expressions that many forms ask, and how conditions are joined.

use crate::check::base::algebra;
use crate::hir::{Expr, Kind};
use crate::num::{Rat, int};
use crate::text::Span;
use crate::ty::{Dims, Flavour, NumTy, PeriodKind, Type};

/// A number written without a unit.
pub(in crate::check) fn bare(e: &Expr) -> Option<&Rat> {
    match (&e.kind, &e.ty) {
        (Kind::Num(n), Type::Number(t)) if t.flavour == Flavour::Number => Some(n),
        _ => None,
    }
}

/// Durations are amounts of 年 or 天.
pub(in crate::check) fn duration(unit: &str) -> NumTy {
    NumTy::amount(Dims::base(unit))
}

/// Years and days are counted, so a bare whole number may stand beside them.
pub(in crate::check) fn counts_time(ty: &NumTy) -> bool {
    *ty == duration("年限") || *ty == duration("天") || *ty == duration("月数")
}

pub(in crate::check) fn counts_years(ty: &NumTy) -> bool {
    *ty == duration("年限")
}

pub(in crate::check) fn whole_number(e: &Expr) -> bool {
    bare(e).is_some_and(Rat::is_int)
}

/// A whole number, or `2007年`, beside a year is a year.
pub(in crate::check) fn as_year(e: Expr, other: &Type) -> Expr {
    let year = Type::Period(PeriodKind::Year);
    let fits = match (&e.kind, &e.ty) {
        (Kind::Num(n), Type::Number(ty)) => n.is_int() && (ty.flavour == Flavour::Number || *ty == duration("年限")),
        _ => false,
    };
    if fits && *other == year { Expr { ty: year, ..e } } else { e }
}

/// A literal that people read as a year: four digits.
pub(in crate::check) fn is_calendar_year(e: &Expr) -> bool {
    matches!(&e.kind, Kind::Num(n) if *n >= int(1000) && *n <= int(9999))
}

/// The type that values of both types have.
pub(in crate::check) fn common(a: &Type, b: &Type) -> Option<Type> {
    match (a, b) {
        (Type::Error, other) | (other, Type::Error) => Some(other.clone()),
        (Type::Number(x), Type::Number(y)) => algebra::compared(x, y).ok().map(Type::Number),
        (x, y) if x == y => Some(x.clone()),
        (x, y) if x.is_text_like() && y.is_text_like() => Some(Type::Text),
        _ => None,
    }
}

/// A bare 0 is nothing of whatever stands beside it.
pub(in crate::check) fn is_nothing(e: &Expr) -> bool {
    bare(e).is_some_and(Rat::is_zero)
}

/// The type of the one or the other of two values that may be compared: a literal takes that of what stands beside it.
pub(in crate::check) fn either(a: &Expr, b: &Expr) -> Type {
    let literal = |e: &Expr| matches!(e.kind, Kind::Num(_));
    for (literal, other) in [(a, b), (b, a)].into_iter().filter(|(e, other)| literal(e) && !literal(other)) {
        let (Some(own), Some(beside)) = (literal.ty.number(), other.ty.number()) else { continue };
        let counted = whole_number(literal) && (counts_time(beside) || beside.flavour == Flavour::Count);
        if is_nothing(literal) || counted || (bare(literal).is_none() && algebra::literal_fits(own, beside)) {
            return other.ty.clone();
        }
    }
    match (is_nothing(a), is_nothing(b)) {
        (true, _) => b.ty.clone(),
        (false, true) => a.ty.clone(),
        (false, false) => common(&a.ty, &b.ty).unwrap_or_else(|| a.ty.clone()),
    }
}

pub(in crate::check) fn truth_of(kind: Kind, span: Span) -> Expr {
    Expr { kind, ty: Type::Flag, span }
}

/// All conditions at once.
pub(in crate::check) fn all_of(mut conditions: Vec<Expr>) -> Option<Expr> {
    let last = conditions.pop()?;
    if conditions.is_empty() {
        return Some(last);
    }
    let span = conditions.iter().fold(last.span, |s, e| e.span.to(s));
    conditions.push(last);
    Some(truth_of(Kind::And(conditions), span))
}
