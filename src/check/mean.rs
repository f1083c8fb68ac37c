//! Mean yearly growth. It is compared and never a value: a root has no exact value, while its power has.
//!
//! `annual_growth(x, P, Q) >= r` holds just where `x` grew from P to Q by at least `(1 + r)ⁿ − 1`, n being the years from P to Q.

use super::compare::as_year;
use super::diagnostics as say;
use super::expr::{all_of, truth_of};
use super::scope::RuleCx;
use super::term::Term;
use super::words;
use crate::ast::{self, CmpOp, ExprKind};
use crate::builtins::{self, Meaning};
use crate::hir::{Expr, Func, Kind, Link, Param, ParamId};
use crate::num::{Rat, int, to_i64};
use crate::text::Span;
use crate::ty::{Flavour, NumTy, PeriodKind, Type};

/// Windows whose ends are open are tried up to this many years; beyond, the verdict is open.
const TRIED: i64 = 30;
/// Windows whose ends are written out may be this long.
const LONGEST: i64 = 200;

/// What the growth is held to.
struct Bound {
    op: CmpOp,
    rate: Expr,
}

impl RuleCx<'_, '_> {
    /// A comparison of a mean growth; `None` where there is none in it.
    pub fn mean_growth(&mut self, e: &ast::Expr) -> Option<Expr> {
        let (span, mut bounds) = (e.span, Vec::new());
        let args = match &e.kind {
            ExprKind::Compare { first, links } => {
                let operands: Vec<&ast::Expr> = std::iter::once(&**first).chain(links.iter().map(|l| &l.right)).collect();
                let (at, args) = operands.iter().enumerate().find_map(|(i, x)| Some((i, called(x)?)))?;
                for (i, link) in links.iter().enumerate() {
                    match i {
                        i if i == at => bounds.push((link.op, operands[i + 1])),
                        i if i + 1 == at => bounds.push((link.op.flipped(), operands[i])),
                        _ => return Some(self.fail_with(say::mean_growth_alone(operands[at].span), span)),
                    }
                }
                args
            }
            ExprKind::Between { value, low, high, negated: false, .. } => {
                let args = called(value)?;
                bounds = vec![(CmpOp::Ge, &**low), (CmpOp::Le, &**high)];
                args
            }
            ExprKind::About { value, target, within, .. } => {
                let args = called(value)?;
                return Some(self.mean_about(args, target, within.as_deref(), span));
            }
            _ => return None,
        };
        let Some(growth) = self.whole_growth(args, span) else { return Some(self.error(span)) };
        let mut held = Vec::new();
        for (op, rate) in bounds {
            match self.rate(&growth, rate) {
                Some(rate) => held.push(Bound { op, rate }),
                None => return Some(self.error(span)),
            }
        }
        Some(self.over_years(args, &growth, &held, span))
    }

    fn mean_about(&mut self, args: &[ast::Expr], target: &ast::Expr, within: Option<&ast::Expr>, span: Span) -> Expr {
        let Some(growth) = self.whole_growth(args, span) else { return self.error(span) };
        let Some(rate) = self.rate(&growth, target) else { return self.error(span) };
        let Some(tolerance) = self.tolerance_of(within, &growth, &rate, span) else { return self.error(span) };
        let moved = |up: bool| {
            let (a, b) = (Box::new(rate.clone()), Box::new(tolerance.clone()));
            let kind = match (&a.kind, &b.kind, up) {
                (Kind::Num(x), Kind::Num(y), true) => Kind::Num(x + y),
                (Kind::Num(x), Kind::Num(y), false) => Kind::Num(x - y),
                (_, _, true) => Kind::Add(a, b),
                (_, _, false) => Kind::Sub(a, b),
            };
            Expr { kind, ty: growth.ty.clone(), span }
        };
        let held = [Bound { op: CmpOp::Ge, rate: moved(false) }, Bound { op: CmpOp::Le, rate: moved(true) }];
        self.over_years(args, &growth, &held, span)
    }

    /// `x` at Q against `x` at P.
    fn whole_growth(&mut self, args: &[ast::Expr], span: Span) -> Option<Expr> {
        let [x, from, to] = args else {
            self.fail(say::mean_growth_alone(span));
            return None;
        };
        let mut ends = Vec::new();
        for period in [to, from] {
            match self.at_term(x, period, span) {
                Term::Value(e) if e.ty.number().is_some() => ends.push(e),
                Term::Value(Expr { ty: Type::Error, .. }) => return None,
                _ => {
                    self.fail(say::mean_growth_alone(x.span));
                    return None;
                }
            }
        }
        Some(Expr { kind: Kind::Func(Func::Growth, ends), ty: Type::Number(NumTy::plain(Flavour::Growth)), span })
    }

    /// A rate that goes with a growth.
    fn rate(&mut self, growth: &Expr, rate: &ast::Expr) -> Option<Expr> {
        let value = self.value(rate);
        let tried = self.compared(vec![growth.clone(), value.clone()], &[(CmpOp::Ge, rate.span)], rate.span);
        (tried.ty != Type::Error).then_some(value)
    }

    /// One comparison for each number of years there may be.
    fn over_years(&mut self, args: &[ast::Expr], growth: &Expr, held: &[Bound], span: Span) -> Expr {
        let [_, from, to] = args else { return self.error(span) };
        let year = Type::Period(PeriodKind::Year);
        let [from, to] = [from, to].map(|p| as_year(self.value(p), &year));
        if from.ty != year || to.ty != year {
            let found = words::of_type(if from.ty == year { &to.ty } else { &from.ty }, None);
            return self.fail_with(say::wrong_period(span, &found, &words::of_type(&year, None)), span);
        }
        let after = |n: i64| {
            let links = held.iter().map(|b| (b.op, Box::new(growth.clone()), power(&b.rate, n, growth)));
            let compares = links.map(|(op, first, right)| {
                truth_of(Kind::Compare { first, links: vec![Link { op, span: right.span, right }] }, span)
            });
            all_of(compares.collect()).unwrap_or_else(|| truth_of(Kind::Num(int(1)), span))
        };
        if let (Kind::Num(p), Kind::Num(q)) = (&from.kind, &to.kind) {
            return match to_i64(&(q - p)) {
                Some(n) if (1..=LONGEST).contains(&n) => after(n),
                _ => self.fail_with(say::mean_growth_years(span), span),
            };
        }
        let years =
            Expr { kind: Kind::Sub(Box::new(to), Box::new(from)), ty: Type::Number(super::arith::duration("年限")), span };
        let arm = |n: i64| {
            let right = Expr { kind: Kind::Num(int(n)), ..years.clone() };
            let is = Kind::Compare { first: Box::new(years.clone()), links: vec![Link { op: CmpOp::Eq, span, right }] };
            (truth_of(is, span), after(n))
        };
        let arms: Vec<(Expr, Expr)> = (1..=TRIED).map(arm).collect();
        let otherwise = self.untold(growth, span);
        truth_of(Kind::Choose { arms, otherwise: Some(Box::new(otherwise)) }, span)
    }

    /// What nothing decides: the window has no year in it, or more than are tried.
    fn untold(&mut self, growth: &Expr, span: Span) -> Expr {
        let name = format!("{}.years", self.name);
        let label = Some("1—30 年以外的起止年度 / a window of other than 1 to 30 years".to_string());
        let id = ParamId(u32::try_from(self.cx.params.len()).unwrap_or(u32::MAX));
        let (ty, unit) = (growth.ty.clone(), growth.ty.number().map(|n| self.cx.units.base_of(n)));
        self.cx.params.push(Param {
            name,
            label,
            ty: ty.clone(),
            unit,
            signed: true,
            range: None,
            value: None,
            source: None,
            span,
            alternatives: Vec::new(),
            dated: Vec::new(),
            than: None,
        });
        let right = Expr { kind: Kind::Param(id), ty, span };
        truth_of(Kind::Compare { first: Box::new(growth.clone()), links: vec![Link { op: CmpOp::Ge, span, right }] }, span)
    }
}

/// The arguments, if this is a call of the mean growth.
fn called(e: &ast::Expr) -> Option<&[ast::Expr]> {
    match &e.kind {
        ExprKind::Call { name, args } if builtins::find(&name.text).is_some_and(|b| b.meaning == Meaning::MeanGrowth) => {
            Some(args)
        }
        _ => None,
    }
}

/// `(1 + rate)ⁿ − 1`; nothing shrinks by more than all of it.
fn power(rate: &Expr, n: i64, growth: &Expr) -> Expr {
    let (ty, span) = (growth.ty.clone(), rate.span);
    let number = |n: i64| Box::new(Expr { kind: Kind::Num(int(n)), ty: ty.clone(), span });
    let made = |kind: Kind| Expr { kind, ty: ty.clone(), span };
    if let Kind::Num(r) = &rate.kind {
        let factor = Rat::ONE + r;
        let factor = if factor < Rat::ZERO { Rat::ZERO } else { factor };
        let raised = (0..n).fold(Rat::ONE, |product, _| product * &factor);
        return made(Kind::Num(raised - Rat::ONE));
    }
    let factor = made(Kind::Func(Func::Greater, vec![made(Kind::Add(number(1), Box::new(rate.clone()))), *number(0)]));
    let raised = (1..n).fold(factor.clone(), |product, _| made(Kind::Mul(Box::new(product), Box::new(factor.clone()))));
    made(Kind::Sub(Box::new(raised), number(1)))
}
