//! The part of a figure that lies within a step of a scale; the top step may have no upper end.

use crate::ast::{self, CmpOp};
use crate::check::base::figures::truth_of;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::RuleCx;
use crate::hir::{Expr, Func, Kind, Link, RowRef};
use crate::num::Rat;
use crate::text::Span;
use crate::ty::{ColId, Origin, RelId, Type};

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
        if !self.column_of(ceiling).is_some_and(|c| c.optional) {
            return capped;
        }
        let exists = truth_of(Kind::Exists(Box::new(ceiling.clone())), ceiling.span);
        of(Kind::Choose { arms: vec![(exists, capped)], otherwise: Some(Box::new(over(x.clone()))) })
    }
}
