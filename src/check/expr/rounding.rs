//! Rounding to digits or to a step, and powers.

use crate::ast::{self, Name};
use crate::check::base::algebra;
use crate::check::base::figures::bare;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::RuleCx;
use crate::hir::{DefinedId, Expr, Func, Kind};
use crate::num::{Rat, Rounding, pow10, raised, signum, to_i64};
use crate::text::{Span, deep};
use crate::ty::{Flavour, NumTy, Type, Unit};
use std::collections::HashSet;

/// Digits before and after the point that may be asked for.
const DIGITS: std::ops::RangeInclusive<i64> = -12..=12;
/// Exponents that are written out.
const EXPONENTS: std::ops::RangeInclusive<i64> = -100..=100;

impl RuleCx<'_, '_> {
    /// `round(x, 2)`, `floor(x)`, `ceiling(x, 500元)`: to digits of the unit people read, or to the multiples of a step.
    pub fn rounding(&mut self, how: Rounding, (value, to): (&ast::Expr, Option<&ast::Expr>), name: &Name, span: Span) -> Expr {
        let value = self.value(value);
        let to = to.map(|to| self.value(to));
        if value.ty == Type::Error || to.as_ref().is_some_and(|t| t.ty == Type::Error) {
            return self.error(span);
        }
        let Type::Number(ty) = value.ty.clone() else {
            let words = words::of_type(&value.ty, None);
            return self.fail_with(say::not_a_number(value.span, &words, name.span), span);
        };
        let nearest = matches!(how, Rounding::HalfAway | Rounding::HalfEven);
        let Some(to) = to else {
            if nearest {
                return self.fail_with(say::argument_count(name, 2, 1), span);
            }
            let unit = self.unit_of(&value, &ty);
            return to_step(how, value, (unit.factor, span), span);
        };
        let digits = bare(&to).filter(|n| n.is_int() && nearest);
        match digits {
            Some(n) => match to_i64(n).filter(|d| DIGITS.contains(d)) {
                Some(digits) => self.rounded_digits(how, value, (digits, to), span),
                None => self.fail_with(say::round_digits(to.span), span),
            },
            None => match rounding_step(&ty, &to) {
                Some(step) => to_step(how, value, (step, to.span), span),
                None => {
                    let unit = self.unit_of(&value, &ty);
                    self.fail_with(say::rounding_step(to.span, &unit.name, nearest), span)
                }
            },
        }
    }

    fn unit_of(&self, value: &Expr, ty: &NumTy) -> Unit {
        self.column_of(value).and_then(|c| c.unit).unwrap_or_else(|| self.cx.units.base_of(ty))
    }

    /// Rounds in the unit people read: the value is taken in that unit, rounded, and taken back to the base.
    fn rounded_digits(&mut self, how: Rounding, value: Expr, (count, digits): (i64, Expr), span: Span) -> Expr {
        let Type::Number(ty) = value.ty.clone() else { return self.error(span) };
        let unit = self.unit_of(&value, &ty);
        if how != Rounding::HalfAway {
            let power = Rat::from(pow10(u32::try_from(count.unsigned_abs()).unwrap_or(0)));
            let step = if count < 0 { unit.factor * power } else { unit.factor / power };
            return to_step(how, value, (step, span), span);
        }
        // Parts of whole things may be rounded, and are whole again only with no digits.
        let ty = Type::Number(if ty.flavour == Flavour::Count { NumTy::plain(Flavour::Number) } else { ty });
        if unit.factor == Rat::ONE {
            return Expr { kind: Kind::Func(Func::Round, vec![value, digits]), ty, span };
        }
        let scaled = |factor: Rat, e: Expr| {
            let plain = Expr { kind: Kind::Num(factor), ty: Type::Number(NumTy::plain(Flavour::Number)), span };
            Expr { ty: e.ty.clone(), kind: Kind::Mul(Box::new(plain), Box::new(e)), span }
        };
        let inside = scaled(Rat::ONE / &unit.factor, value);
        let rounded = Expr { kind: Kind::Func(Func::Round, vec![inside, digits]), ty, span };
        scaled(unit.factor, rounded)
    }

    /// `x ^ n`: a whole power. Where the exponent is written out the unit is raised with the figure; else there must be none.
    pub fn raise(&mut self, base: &ast::Expr, exponent: &ast::Expr, op_span: Span, span: Span) -> Expr {
        let (x, n) = (self.value(base), self.value(exponent));
        for e in [&x, &n] {
            if let Some(none) = self.not_a_number(e, op_span, span) {
                return none;
            }
        }
        let (Some(own), Some(by)) = (x.ty.number(), n.ty.number()) else { return self.error(span) };
        let (own, by) = (own.clone(), by.clone());
        let whole = matches!(by.flavour, Flavour::Count) || (bare(&n).is_some_and(Rat::is_int));
        if !whole {
            return self.fail_with(say::exponent_not_whole(n.span), span);
        }
        let Kind::Num(count) = &n.kind else {
            if !own.dims.is_none() {
                let words = words::of_type(&x.ty, None);
                return self.fail_with(say::power_of_unit(x.span, &words, n.span), span);
            }
            let counted = matches!(own.flavour, Flavour::Count | Flavour::Number);
            let flavour = if counted { Flavour::Number } else { Flavour::Ratio };
            return Expr { kind: Kind::Func(Func::Power, vec![x, n]), ty: Type::Number(NumTy::plain(flavour)), span };
        };
        let count = to_i64(count).filter(|n| EXPONENTS.contains(n)).and_then(|n| i32::try_from(n).ok());
        let Some(count) = count else { return self.fail_with(say::exponent_too_large(n.span), span) };
        let Some(ty) = algebra::raised(&own, count) else { return self.fail_with(say::too_large(span, 100), span) };
        let ty = Type::Number(ty);
        if let Kind::Num(literal) = &x.kind {
            return match raised(literal, count) {
                Some(value) => Expr { kind: Kind::Num(value), ty, span },
                None => self.fail_with(say::division_by_zero(x.span), span),
            };
        }
        Expr { kind: Kind::Func(Func::Power, vec![x, n]), ty, span }
    }
}

impl RuleCx<'_, '_> {
    /// Where a quotient was rounded to digits, which are those of a number, beside a share, of which people count those of the per cent.
    pub fn digits_beside_share(&self, a: &Expr, b: &Expr) -> Option<(Span, Span)> {
        let is_share = |e: &Expr| matches!(&e.ty, Type::Number(n) if matches!(n.flavour, Flavour::Share | Flavour::Points));
        let found = |e: &Expr, share: &Expr| Some((self.quotient_to_digits(e, &mut HashSet::new())?, share.span));
        match (is_share(a), is_share(b)) {
            (false, true) => found(a, b),
            (true, false) => found(b, a),
            (true, true) | (false, false) => None,
        }
    }

    /// Into each definition once: they may hold one another many times over.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn quotient_to_digits(&self, e: &Expr, seen: &mut HashSet<DefinedId>) -> Option<Span> {
        if let Kind::Defined(defined) = &e.kind {
            return if seen.insert(defined.id) { deep(|| self.quotient_to_digits(&defined.value, seen)) } else { None };
        }
        match &e.kind {
            Kind::Agg(agg) => {
                let value = agg.value.as_ref().filter(|v| v.ty == e.ty)?;
                return deep(|| self.quotient_to_digits(value, seen));
            }
            Kind::Choose { arms, otherwise } => {
                let mut values = arms.iter().map(|(_, v)| v).chain(otherwise.as_deref());
                return deep(|| values.find_map(|v| self.quotient_to_digits(v, seen)));
            }
            _ if !e.is_reckoned() => return None,
            _ => {}
        }
        // A step that is written out stands in a place of its own and says what it counts.
        let rounded = match &e.kind {
            Kind::Func(Func::Round, args) => args.first(),
            Kind::Func(Func::ToStep(_), args) => args.first().filter(|_| args.get(1).is_some_and(|step| step.span == e.span)),
            _ => None,
        };
        let quotient = |x: &Expr| {
            let ratio = matches!(&x.ty, Type::Number(n) if n.flavour == Flavour::Ratio);
            ratio && self.operand_unit(x).is_none()
        };
        if rounded.is_some_and(quotient) {
            return Some(e.span);
        }
        let mut found = None;
        deep(|| e.parts(&mut |part| found = found.or_else(|| self.quotient_to_digits(part, seen))));
        found
    }
}

/// To the multiples of a step; whole steps of counted things give counts.
fn to_step(how: Rounding, value: Expr, (step, place): (Rat, Span), span: Span) -> Expr {
    let ty = match value.ty.number() {
        Some(ty) if matches!(ty.flavour, Flavour::Count | Flavour::Number | Flavour::Ratio) => {
            let flavour = match (step.is_int(), ty.flavour) {
                (true, _) => Flavour::Count,
                (false, Flavour::Count) => Flavour::Number,
                (false, other) => other,
            };
            Type::Number(NumTy::plain(flavour))
        }
        _ => value.ty.clone(),
    };
    let step = Expr { kind: Kind::Num(step), ty: value.ty.clone(), span: place };
    Expr { kind: Kind::Func(Func::ToStep(how), vec![value, step]), ty, span }
}

/// The step to whose multiples a figure is rounded: a literal above zero of its own kind.
fn rounding_step(ty: &NumTy, to: &Expr) -> Option<Rat> {
    let Kind::Num(step) = &to.kind else { return None };
    let fits = match (ty.flavour, bare(to)) {
        (Flavour::Number | Flavour::Ratio | Flavour::Count, Some(_)) => true,
        (_, Some(_)) => false,
        (_, None) => to.ty.number().is_some_and(|own| algebra::literal_fits(own, ty)),
    };
    (fits && signum(step) > 0).then(|| step.clone())
}
