//! `1 .. n`: whole numbers, periods or days from one to another, in loops and among the members of a set; and the part of a figure that
//! lies within a step of a scale, of which the top step may have no upper end.

use crate::ast::{self, CmpOp, ExprKind};
use crate::check::base::columns::rel_id;
use crate::check::base::constant::Constant;
use crate::check::base::figures::{as_year, is_calendar_year, truth_of, whole_number};
use crate::check::base::term::Term;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::RuleCx;
use crate::hir::{Expr, Func, Kind, Link, RowRef, Source};
use crate::num::{Rat, int, signum, to_i64};
use crate::text::Span;
use crate::ty::{ColId, Flavour, NumTy, Origin, PeriodKind, RelId, Relation, Type};
use std::collections::HashSet;

/// Steps of a loop between two literals.
const MOST: i64 = 100_000;

impl RuleCx<'_, '_> {
    /// The source of a loop over a range.
    pub fn range_term(&mut self, from: &ast::Expr, to: &ast::Expr, span: Span) -> Term {
        let (low, high) = (self.value(from), self.value(to));
        if low.ty == Type::Error || high.ty == Type::Error {
            return Term::Value(self.error(span));
        }
        // Two literals of four digits are years, as they are beside a year.
        let year = Type::Period(PeriodKind::Year);
        let years = is_calendar_year(&low) && is_calendar_year(&high);
        let beside = |other: &Type| if years { year.clone() } else { other.clone() };
        let (low, high) = (as_year(low.clone(), &beside(&high.ty)), as_year(high, &beside(&low.ty)));
        let ty = match (&low.ty, &high.ty) {
            (Type::Period(a), Type::Period(b)) if a == b && *a != PeriodKind::Span => low.ty.clone(),
            (Type::Date, Type::Date) => Type::Date,
            _ if is_whole(&low) && is_whole(&high) => Type::Number(NumTy::plain(Flavour::Count)),
            (a, b) => {
                let odd = if is_step(a) || is_whole(&low) { (&high, b) } else { (&low, a) };
                let found = words::of_type(odd.1, None);
                self.fail(say::range_of(odd.0.span, &found, span));
                return Term::Value(self.error(span));
            }
        };
        if let (Kind::Num(a), Kind::Num(b)) = (&low.kind, &high.kind) {
            if a > b {
                self.fail(say::empty_between(span, low.span, high.span));
                return Term::Value(self.error(span));
            }
            if to_i64(&(b - a)).is_none_or(|n| n >= MOST) {
                self.fail(say::range_too_long(span, MOST));
                return Term::Value(self.error(span));
            }
        }
        let rel = rel_id(self.cx.schema.relations.len());
        let mut relation = Relation::of_members(String::new(), ty, Origin::Calendar, span);
        relation.columns[ColId(0).index()].signed = !is_never_negative(&low);
        self.cx.schema.relations.push(relation);
        Term::List { source: Source::Periods { rel, from: Box::new(low), to: Box::new(high), reach: 0 }, span }
    }

    /// A loop over a set of numbers, periods or days: from the least to the greatest, of which those in the set are taken. `None` where the
    /// set is of texts, or nothing names its members.
    pub fn number_set(&mut self, binder: &ast::Binder) -> Option<Term> {
        let (ExprKind::Set(members), Some(var)) = (&binder.source.kind, &binder.var) else { return None };
        let ends = members
            .iter()
            .flat_map(|m| if let ExprKind::Range { from, to } = &m.kind { vec![from.as_ref(), to.as_ref()] } else { vec![m] });
        let mut known: Vec<(Rat, &ast::Expr)> = Vec::new();
        for end in ends {
            let at = match self.cx.constant(end)?.ok()? {
                Constant::Number(n, _) => n,
                Constant::Day(n) | Constant::Period(n, _) => int(n),
                Constant::Text(_) | Constant::Flag(_) => return None,
            };
            known.push((at, end));
        }
        known.sort_by(|a, b| a.0.cmp(&b.0));
        let (low, high) = (known.first()?.1.clone(), known.last()?.1.clone());
        let span = binder.source.span;
        let source = ast::Expr { kind: ExprKind::Range { from: Box::new(low), to: Box::new(high) }, span };
        let value = Box::new(ast::Expr { kind: ExprKind::Name(var.clone()), span: var.span });
        let among = ExprKind::In { value, set: Box::new(binder.source.clone()), negated: false, op_span: span };
        let before = self.loop_name.replace(var.clone());
        let term = self.filtered_term(&source, &ast::Expr { kind: among, span }, span);
        self.loop_name = before;
        Some(term)
    }

    /// Whether a value is a member of a set that is written out: equal to it, between two ends, in a period.
    pub fn is_member(&mut self, value: &ast::Expr, member: &ast::Expr) -> Expr {
        let place = member.span;
        if let ExprKind::Range { from, to } = &member.kind {
            let (low, high) = (from.clone(), to.clone());
            let between = ExprKind::Between { value: Box::new(value.clone()), low, high, negated: false, op_span: place };
            return self.truth(&ast::Expr { kind: between, span: value.span.to(place) });
        }
        let mut values = self.operands(&[value, member]);
        if let [own, period] = values.as_mut_slice()
            && let Type::Period(_) | Type::Date = own.ty
        {
            *period = as_year(period.clone(), &Type::Period(PeriodKind::Year));
            if matches!(period.ty, Type::Period(_)) && period.ty != own.ty {
                let (own, period) = (own.clone(), period.clone());
                return self.lies_within(own, period, place);
            }
        }
        self.compared(values, &[(CmpOp::Eq, place)], place)
    }

    /// Membership in a list of numbers, days or periods.
    pub fn among(&mut self, value: &ast::Expr, members: &[ast::Expr], span: Span) -> Expr {
        let arms: Vec<Expr> = members.iter().map(|member| self.is_member(value, member)).collect();
        if arms.iter().any(|a| a.ty == Type::Error) {
            return self.error(span);
        }
        truth_of(Kind::Or(arms), span)
    }
}

impl RuleCx<'_, '_> {
    /// The column of a policy's table that an expression reads.
    fn cell_of(&self, e: &Expr) -> Option<(RelId, ColId)> {
        let Kind::Field { row, col } = &e.kind else { return None };
        // A row looked up is no step among others.
        if !matches!(**row, RowRef::Var(_)) {
            return None;
        }
        let rel = self.rel_of(row)?;
        (self.cx.schema.get(rel).origin == Origin::Policy).then_some((rel, *col))
    }

    /// `slice(x, floor, ceiling)`: `max(min(x, ceiling) − floor, 0)`, without the ceiling where that is none.
    pub fn slice(&mut self, [x, floor, ceiling]: [&ast::Expr; 3], span: Span) -> Expr {
        let values = self.operands(&[floor, x, ceiling]);
        let tried = self.compared(values, &[(CmpOp::Le, span), (CmpOp::Le, span)], span);
        let Kind::Compare { first: floor, links } = tried.kind else {
            return if tried.ty == Type::Error { self.error(span) } else { self.fail_with(say::about_needs_numbers(span), span) };
        };
        let [Link { right: x, .. }, Link { right: ceiling, .. }] = links.as_slice() else { return self.error(span) };
        if x.ty.number().is_none() {
            let found = words::of_type(&x.ty, None);
            return self.fail_with(say::not_a_number(x.span, &found, span), span);
        }
        if let (Some((rel, low)), Some((other, high))) = (self.cell_of(&floor), self.cell_of(ceiling))
            && rel == other
        {
            self.cx.scales.insert((rel, low, high));
        }
        let of = |kind| Expr { kind, ty: x.ty.clone(), span };
        let over = |top: Expr| {
            let above = of(Kind::Sub(Box::new(top), floor.clone()));
            of(Kind::Func(Func::Greater, vec![above, of(Kind::Num(Rat::ZERO))]))
        };
        let capped = over(of(Kind::Func(Func::Lesser, vec![x.clone(), ceiling.clone()])));
        if !self.may_be_none(ceiling, &mut HashSet::new()) {
            return capped;
        }
        let exists = truth_of(Kind::Exists(Box::new(ceiling.clone())), ceiling.span);
        of(Kind::Choose { arms: vec![(exists, capped)], otherwise: Some(Box::new(over(x.clone()))) })
    }
}

/// A whole number, whatever data and parameters come to.
fn is_whole(e: &Expr) -> bool {
    whole_number(e) || e.ty.number().is_some_and(|n| n.flavour == Flavour::Count && literal(e).is_none_or(Rat::is_int))
}

fn literal(e: &Expr) -> Option<&Rat> {
    if let Kind::Num(n) = &e.kind { Some(n) } else { None }
}

/// What a range can go through step by step.
fn is_step(ty: &Type) -> bool {
    matches!(ty, Type::Date) || matches!(ty, Type::Period(kind) if *kind != PeriodKind::Span)
}

fn is_never_negative(low: &Expr) -> bool {
    literal(low).is_some_and(|n| signum(n) >= 0)
}
