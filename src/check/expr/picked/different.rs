//! How many different values there are: `count({x.day for x in R})`, `count({g.day})` of a group, `count({r.a, r.b, r.c})` of one row.

use crate::ast::{self, CmpOp, ExprKind, Name};
use crate::check::base::figures::{all_of, truth_of};
use crate::check::base::key::key;
use crate::check::diagnostics as say;
use crate::check::scope::rule::RuleCx;
use crate::hir::{AggFn, Expr, Kind};
use crate::num::int;
use crate::text::Span;
use crate::ty::{Flavour, NumTy, Type};

impl RuleCx<'_, '_> {
    /// `None` where the set is one of texts, written out or of the policy.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn different(&mut self, name: &Name, arg: &ast::Expr, span: Span) -> Option<Expr> {
        match &arg.kind {
            ExprKind::Collect { value, binder, filter } => {
                if let Some(by) = binder.by.first() {
                    return Some(self.fail_with(say::by_in_aggregate(by), span));
                }
                let Some(looped) = self.binder_loop(binder) else { return Some(self.error(span)) };
                let (filter, value) = self.inside(&looped, binder, filter.as_deref(), Some(value));
                let filter = all_of(looped.group.into_iter().chain(filter).collect());
                Some(self.agg(AggFn::Distinct, looped.source, looped.var, filter, value, (name, span)))
            }
            ExprKind::Set(members) => match members.as_slice() {
                [one] if self.group_in(one).is_some() => Some(self.group_call(AggFn::Distinct, name, one, span)),
                all if all.iter().all(|m| matches!(m.kind, ExprKind::Str(_) | ExprKind::Range { .. })) => None,
                all => Some(self.different_of_row(all, span)),
            },
            _ => None,
        }
    }

    /// What does not exist is no value; of truths there are two.
    pub fn told_apart(&self, filter: Option<Expr>, value: Option<Expr>) -> (Option<Expr>, Option<Expr>) {
        let Some(value) = value else { return (filter, None) };
        let there = self.column_of(&value).is_some_and(|c| c.optional).then(|| exists(&value));
        let asked = |e: &Expr| filter.iter().flat_map(Expr::joined).any(|f| key(f) == key(e));
        let there = there.filter(|e| !asked(e));
        let value = as_number(value);
        (all_of(filter.into_iter().chain(there).collect()), Some(value))
    }

    /// Each value that none before it equals.
    fn different_of_row(&mut self, members: &[ast::Expr], span: Span) -> Expr {
        // Each is held against all before it.
        if !self.spend(members.len() * members.len(), span) {
            return self.error(span);
        }
        let values = self.operands(&members.iter().collect::<Vec<_>>());
        if values.iter().any(|v| v.ty == Type::Error) {
            return self.error(span);
        }
        let ty = Type::Number(NumTy::plain(Flavour::Count));
        let number = |n: i64| Expr { kind: Kind::Num(int(n)), ty: ty.clone(), span };
        let optional = |cx: &Self, e: &Expr| cx.may_lack(e);
        let mut total: Option<Expr> = None;
        for (at, value) in values.iter().enumerate() {
            let mut parts: Vec<Expr> = optional(self, value).then(|| exists(value)).into_iter().collect();
            for other in &values[..at] {
                let same = self.compared(vec![other.clone(), value.clone()], &[(CmpOp::Eq, span)], span);
                if same.ty == Type::Error {
                    return self.error(span);
                }
                let both = all_of(optional(self, other).then(|| exists(other)).into_iter().chain([same]).collect());
                parts.extend(both.map(|both| truth_of(Kind::Not(Box::new(both)), span)));
            }
            let one = match all_of(parts) {
                None => number(1),
                Some(new) => {
                    let kind = Kind::Choose { arms: vec![(new, number(1))], otherwise: Some(Box::new(number(0))) };
                    Expr { kind, ty: ty.clone(), span }
                }
            };
            total = Some(match total {
                None => one,
                Some(sum) => Expr { kind: Kind::Add(Box::new(sum), Box::new(one)), ty: ty.clone(), span },
            });
        }
        total.unwrap_or_else(|| number(0))
    }

    /// `count(p, q, r)`: how many of these conditions hold. One without a base does not.
    pub fn holding(&mut self, conditions: &[ast::Expr], span: Span) -> Expr {
        let truths: Vec<Expr> = conditions.iter().map(|c| self.truth(c)).collect();
        if truths.iter().any(|t| t.ty == Type::Error) {
            return self.error(span);
        }
        let sum = |a: Expr, b: Expr| Expr { ty: a.ty.clone(), kind: Kind::Add(Box::new(a), Box::new(b)), span };
        truths.into_iter().map(as_number).reduce(sum).unwrap_or_else(|| self.error(span))
    }

    fn may_lack(&self, e: &Expr) -> bool {
        e.gives_none() || self.column_of(e).is_some_and(|c| c.optional)
    }
}

fn exists(e: &Expr) -> Expr {
    truth_of(Kind::Exists(Box::new(e.clone())), e.span)
}

/// A truth as 1 or 0.
fn as_number(e: Expr) -> Expr {
    if e.ty != Type::Flag {
        return e;
    }
    let (ty, span) = (Type::Number(NumTy::plain(Flavour::Count)), e.span);
    let number = |n: i64| Expr { kind: Kind::Num(int(n)), ty: ty.clone(), span };
    let kind = Kind::Choose { arms: vec![(e, number(1))], otherwise: Some(Box::new(number(0))) };
    Expr { kind, ty: ty.clone(), span }
}
