//! `x about y within t`, and `a = b within rounding`.

use crate::ast::{self, CmpOp};
use crate::builtins::facts;
use crate::check::base::algebra;
use crate::check::base::figures::{bare, counts_time, duration, truth_of, whole_number};
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::RuleCx;
use crate::hir::{Agg, AggFn, Expr, Kind, Param, ParamId};
use crate::num::{Rat, abs, int};
use crate::text::Span;
use crate::ty::{Flavour, NumTy, PeriodKind, Type};

impl RuleCx<'_, '_> {
    pub fn about(&mut self, value: &ast::Expr, target: &ast::Expr, within: Option<&ast::Expr>, span: Span) -> Expr {
        let values = self.operands(&[value, target]);
        // The same rules as for a comparison decide whether the two go together.
        let tried = self.compared(values, &[(CmpOp::Le, span)], span);
        let Kind::Compare { first, mut links } = tried.kind else {
            if tried.ty != Type::Error {
                return self.fail_with(say::about_needs_numbers(span), span);
            }
            return self.error(span);
        };
        let Some(link) = links.pop() else { return self.error(span) };
        match self.tolerance_of(within, &first, &link.right, span) {
            Some(tolerance) => {
                truth_of(Kind::About { value: first, target: Box::new(link.right), tolerance: Box::new(tolerance) }, span)
            }
            None => self.error(span),
        }
    }

    /// The tolerance given, or the open parameter in its place.
    pub fn tolerance_of(&mut self, within: Option<&ast::Expr>, value: &Expr, target: &Expr, span: Span) -> Option<Expr> {
        match within {
            Some(t) => {
                let t = self.value(t);
                self.tolerance(t, value, target)
            }
            None => Some(self.open_tolerance(value, span)),
        }
    }

    /// A tolerance in the value's unit; for amounts also a percentage of the target.
    fn tolerance(&mut self, t: Expr, value: &Expr, target: &Expr) -> Option<Expr> {
        if t.ty == Type::Error {
            self.failed = true;
            return None;
        }
        let wanted = tolerance_type(&value.ty);
        let fits = match (&t.ty, &wanted) {
            (Type::Number(a), Type::Number(b)) => match bare(&t) {
                Some(n) if b.flavour == Flavour::Amount => n.is_zero() || (counts_time(b) && whole_number(&t)),
                Some(n) if b.flavour == Flavour::Points => n.is_zero(),
                _ => algebra::compared(a, b).is_ok(),
            },
            _ => false,
        };
        if fits {
            return Some(t);
        }
        let percent = t.ty.number().is_some_and(|n| n.flavour == Flavour::Share);
        let scalable = wanted.number().is_some_and(|n| n.flavour != Flavour::Points) && target.ty.number().is_some();
        if percent && scalable {
            let (span, ty) = (t.span, wanted);
            let kind = Kind::ShareOf { share: Box::new(t), base: Box::new(target.clone()) };
            return Some(Expr { kind, ty, span });
        }
        let operand = self.operand(value);
        let found = words::of_type(&t.ty, None);
        self.fail(say::bad_tolerance(t.span, &found, &words::of_type(&wanted, None), &operand));
        None
    }

    /// The parameter that stands for a tolerance the author left open.
    fn open_tolerance(&mut self, value: &Expr, span: Span) -> Expr {
        let ty = tolerance_type(&value.ty);
        let unit = ty.number().map(|n| match self.column_of(value).and_then(|c| c.unit) {
            Some(u) if u.ty == *n => u,
            _ => self.cx.units.base_of(n),
        });
        let base = format!("{}.tolerance", self.name);
        let taken = self.cx.params.iter().filter(|p| p.name.starts_with(&base)).count();
        let name = if taken == 0 { base } else { format!("{base}{}", taken + 1) };
        let id = ParamId(u32::try_from(self.cx.params.len()).unwrap_or(u32::MAX));
        let ty_of = ty.clone();
        self.cx.params.push(Param {
            name,
            label: None,
            ty,
            unit,
            signed: false,
            range: None,
            value: None,
            source: None,
            span,
            alternatives: Vec::new(),
            dated: Vec::new(),
            than: None,
        });
        Expr { kind: Kind::Param(id), ty: ty_of, span }
    }

    pub fn within_rounding(&mut self, left: &ast::Expr, right: &ast::Expr, span: Span) -> Expr {
        let values = self.operands(&[left, right]);
        let tried = self.compared(values, &[(CmpOp::Eq, span)], span);
        let Kind::Compare { first, mut links } = tried.kind else {
            if tried.ty != Type::Error {
                return self.fail_with(say::about_needs_numbers(span), span);
            }
            return self.error(span);
        };
        let Some(link) = links.pop() else { return self.error(span) };
        let slack = match (self.slack(&first), self.slack(&link.right)) {
            (Some(a), Some(b)) => plus(a, b),
            _ => return self.error(span),
        };
        let ty = first.ty.clone();
        let slack = Expr { ty, ..slack };
        truth_of(Kind::WithinRounding { left: first, right: Box::new(link.right), slack: Box::new(slack) }, span)
    }

    /// How far the rounding of its figures can move an expression: the sum of their half steps.
    fn slack(&mut self, e: &Expr) -> Option<Expr> {
        let zero = || Some(number(Rat::ZERO, e));
        match &e.kind {
            Kind::Num(_) | Kind::Param(_) => zero(),
            Kind::Field { .. } => self.half_step(e),
            Kind::Neg(x) => self.slack(x),
            Kind::Add(a, b) | Kind::Sub(a, b) => Some(plus(self.slack(a)?, self.slack(b)?)),
            Kind::Mul(a, b) => match (&a.kind, &b.kind) {
                (Kind::Num(n), _) => Some(times(n, self.slack(b)?)),
                (_, Kind::Num(n)) => Some(times(n, self.slack(a)?)),
                _ => self.no_slack(e),
            },
            Kind::Div(a, b) => {
                if let Kind::Num(n) = &b.kind
                    && !n.is_zero()
                {
                    Some(times(&(Rat::ONE / n), self.slack(a)?))
                } else {
                    self.no_slack(e)
                }
            }
            Kind::ShareOf { share, base } => {
                if let Kind::Num(n) = &share.kind {
                    Some(times(n, self.slack(base)?))
                } else {
                    self.no_slack(e)
                }
            }
            Kind::Func(func, args) if facts(*func).goes_with_first => self.slack(args.first()?),
            Kind::Agg(agg) => self.slack_of_rows(agg, e),
            // Its steps are spelled out, so they take their part of the budget.
            Kind::Defined(defined) => {
                if self.spend(defined.value.extent().0, e.span) {
                    self.slack(&defined.value)
                } else {
                    None
                }
            }
            Kind::Text(_)
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
            | Kind::RowExists(_)
            | Kind::Choose { .. } => self.no_slack(e),
        }
    }

    fn no_slack(&mut self, e: &Expr) -> Option<Expr> {
        self.fail(say::rounding_only_sums(e.span));
        None
    }

    fn half_step(&mut self, e: &Expr) -> Option<Expr> {
        let column = self.column_of(e)?;
        let counted = column.ty.number().is_some_and(|n| n.flavour == Flavour::Count);
        match (&column.step, &column.unit) {
            (Some(step), Some(unit)) => Some(number(step * &unit.factor / int(2), e)),
            (None, _) if counted => Some(number(Rat::ZERO, e)),
            _ => {
                let unit = column.unit.as_ref().map(|u| u.name.clone()).unwrap_or_default();
                self.fail(say::no_step(e.span, column.title(), &unit, column.span));
                None
            }
        }
    }

    fn slack_of_rows(&mut self, agg: &Agg, e: &Expr) -> Option<Expr> {
        let Some(value) = &agg.value else { return Some(number(Rat::ZERO, e)) };
        let each = self.slack(value)?;
        match (agg.func, &each.kind) {
            (AggFn::Count | AggFn::Distinct | AggFn::Every | AggFn::Some, _) => Some(number(Rat::ZERO, e)),
            (AggFn::Sum, Kind::Num(n)) if n.is_zero() => Some(each),
            (AggFn::Sum, Kind::Num(_)) => {
                let counted = Agg { func: AggFn::Count, value: None, ..agg.clone() };
                let ty = Type::Number(NumTy::plain(Flavour::Count));
                let members = Expr { kind: Kind::Agg(Box::new(counted)), ty, span: e.span };
                Some(Expr { kind: Kind::Mul(Box::new(each), Box::new(members)), ty: e.ty.clone(), span: e.span })
            }
            (AggFn::Sum, _) => {
                let summed = Agg { value: Some(each), ..agg.clone() };
                Some(Expr { kind: Kind::Agg(Box::new(summed)), ty: e.ty.clone(), span: e.span })
            }
            (_, Kind::Num(_)) => Some(each),
            _ => self.no_slack(e),
        }
    }
}

fn number(value: Rat, like: &Expr) -> Expr {
    Expr { kind: Kind::Num(value), ty: like.ty.clone(), span: like.span }
}

fn times(factor: &Rat, slack: Expr) -> Expr {
    let factor = abs(factor);
    if let Kind::Num(n) = slack.kind {
        Expr { kind: Kind::Num(n * factor), ..slack }
    } else {
        let (ty, span) = (slack.ty.clone(), slack.span);
        let plain = Expr { kind: Kind::Num(factor), ty: Type::Number(NumTy::plain(Flavour::Number)), span };
        Expr { kind: Kind::Mul(Box::new(plain), Box::new(slack)), ty, span }
    }
}

fn plus(a: Expr, b: Expr) -> Expr {
    match (&a.kind, &b.kind) {
        (Kind::Num(x), Kind::Num(y)) => Expr { kind: Kind::Num(x + y), ..a },
        (Kind::Num(x), _) if x.is_zero() => b,
        (_, Kind::Num(y)) if y.is_zero() => a,
        _ => {
            let (ty, span) = (a.ty.clone(), a.span);
            Expr { kind: Kind::Add(Box::new(a), Box::new(b)), ty, span }
        }
    }
}

fn tolerance_type(value: &Type) -> Type {
    match value {
        Type::Number(n) => Type::Number(match n.flavour {
            Flavour::Share | Flavour::Growth => NumTy::plain(Flavour::Points),
            Flavour::Number | Flavour::Count | Flavour::Points | Flavour::Ratio | Flavour::Amount => {
                NumTy { kind: None, ..n.clone() }
            }
        }),
        Type::Period(PeriodKind::Year) => Type::Number(duration("年限")),
        Type::Date => Type::Number(duration("天")),
        Type::Text
        | Type::Flag
        | Type::Period(_)
        | Type::OneOf(_)
        | Type::Ref(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error => value.clone(),
    }
}
