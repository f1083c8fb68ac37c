//! Mean growth: `(end ÷ start)^(1/n) − 1 >= r` holds just where `end >= (1 + r)ⁿ × start`, which is exact and linear in both ends.

use super::lower::Lower;
use super::{Compare, CondId, LinearForm, MeanSides, Num, Op, Side};
use crate::ast::CmpOp;
use crate::finding::Name;
use crate::hir::{Expr, Func, Kind};
use crate::num::{Rat, int, power, show_exact_or, to_i64};
use crate::text::Span;
use crate::ty::Unit;

/// End, start and years, if it is mean growth.
pub(super) fn mean_of(e: &Expr) -> Option<[&Expr; 3]> {
    let Kind::Func(Func::MeanGrowth, args) = &e.kind else { return None };
    <[&Expr; 3]>::try_from(args.iter().collect::<Vec<_>>()).ok()
}

impl Lower<'_> {
    /// A comparison with mean growth on one side; `None` where there is none.
    pub fn compare_mean(&mut self, a: &Expr, op: CmpOp, b: &Expr, span: Span) -> Option<CondId> {
        if mean_of(a).is_some() {
            return Some(self.mean(a, op, b, span));
        }
        mean_of(b)?;
        Some(self.mean(b, op.flipped(), a, a.span))
    }

    /// `mean about rate within tolerance`, or the other way round: between rate less tolerance and rate with it.
    pub fn near_mean(&mut self, [value, target, tolerance]: [&Expr; 3], span: Span) -> Option<CondId> {
        let (mean, rate) = if mean_of(value).is_some() { (value, target) } else { (target, value) };
        mean_of(mean)?;
        let moved = |kind: fn(Box<Expr>, Box<Expr>) -> Kind| {
            let (rate, tolerance) = (Box::new(rate.clone()), Box::new(tolerance.clone()));
            Expr { kind: kind(rate, tolerance), ty: mean.ty.clone(), span: rate_span(target, span) }
        };
        let low = self.mean(mean, CmpOp::Ge, &moved(Kind::Sub), span);
        let high = self.mean(mean, CmpOp::Le, &moved(Kind::Add), span);
        Some(self.pools.all(vec![low, high]))
    }

    fn mean(&mut self, mean: &Expr, op: CmpOp, rate: &Expr, bound_span: Span) -> CondId {
        let Some([end, start, years]) = mean_of(mean) else { return self.pools.truth(true) };
        let (to, from, rated, years) = (self.num(end), self.num(start), self.num(rate), self.num(years));
        let (to, from, years) = (self.linear(&to), self.linear(&from), self.linear(&years));
        let factor = self.add(&Self::constant(&Rat::ONE), &rated);
        let factor = self.power(&factor, &years);
        let wanted = self.product(&factor, &Num::LinearForm(from.clone()));
        let diff = to.sub(&self.linear(&wanted));
        let unit = self.field_unit(end).or_else(|| self.field_unit(start)).unwrap_or_else(|| self.unit_of(end));
        let (left, right) = (Num::LinearForm(to), wanted);
        let cancelled = self.cancelled(&diff, [&left, &right]);
        let side = |me: &mut Self, e: &Expr, value: Num, unit: &Unit| Side {
            value,
            unit: unit.clone(),
            span: e.span,
            name: me.name_of(e),
            addends: me.addends(e),
        };
        let percent = Unit { ty: crate::ty::NumTy::plain(crate::ty::Flavour::Growth), ..Unit::percent() };
        let sides = MeanSides {
            start: side(self, start, Num::LinearForm(from.clone()), &unit),
            years,
            rate: Side { value: rated, unit: percent, span: rate.span, name: self.rate_name(rate), addends: None },
        };
        let wanted_name = Some(Name::NeededEnd);
        let right = Side { value: right, unit: unit.clone(), span: rate.span, name: wanted_name, addends: None };
        let left = side(self, end, left, &unit);
        let bases = vec![(from, LinearForm::default())];
        let mean = Some(Box::new(sides));
        self.comparison(Compare { diff, op, bases, cancelled, left, right, share: None, near: None, mean, bound_span })
    }

    /// `25% − 左右`
    fn rate_name(&self, rate: &Expr) -> Option<Name> {
        let joined = |a: &Expr, sign: &'static str, b: &Expr| {
            Some(Name::Joined { left: Box::new(self.rate_name(a)?), sign, right: Box::new(self.rate_name(b)?) })
        };
        if let Kind::Num(n) = &rate.kind {
            Some(Name::Title(format!("{}%", show_exact_or(&(n * int(100)), 6))))
        } else if let Kind::Add(a, b) = &rate.kind {
            joined(a, "+", b)
        } else if let Kind::Sub(a, b) = &rate.kind {
            joined(a, "−", b)
        } else {
            self.name_of(rate)
        }
    }

    fn power(&mut self, base: &Num, years: &LinearForm) -> Num {
        if let (Num::LinearForm(base), Some(n)) = (base, years.as_constant())
            && let Some(base) = base.as_constant()
            && let Some(n) = to_i64(n).and_then(|n| u32::try_from(n).ok()).filter(|n| (1..=Op::LONGEST).contains(n))
        {
            return Self::constant(&power(base, n));
        }
        self.op(Op::Power(base.clone(), years.clone()))
    }
}

/// Where the bound stands: the target, where it has a place of its own.
fn rate_span(target: &Expr, whole: Span) -> Span {
    if target.span.start < target.span.end { target.span } else { whole }
}
