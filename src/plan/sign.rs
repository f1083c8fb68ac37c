//! What cannot be negative, by declaration: only then may a comparison be multiplied out.

use super::lower::Lower;
use crate::hir::{AggFn, Expr, Func, Kind};
use crate::num::{Rat, signum};
use crate::ty::Type;

impl Lower<'_> {
    /// Whether no data can make the expression negative.
    pub fn never_negative(&self, e: &Expr) -> bool {
        let both = |a: &Expr, b: &Expr| self.never_negative(a) && self.never_negative(b);
        match &e.kind {
            Kind::Num(n) => signum(n) >= 0,
            Kind::Field { row, col } => {
                let def = self.schema().column(self.rel_of(row), *col);
                def.ty != Type::Date && !def.domain().reaches_below(&Rat::ZERO)
            }
            Kind::Param(id) => {
                let param = self.param(*id);
                !param.signed && param.ty != Type::Date
            }
            Kind::Add(a, b) | Kind::Mul(a, b) | Kind::Div(a, b) => both(a, b),
            Kind::ShareOf { share: a, base: b } | Kind::AsShare { part: a, base: b } => both(a, b),
            Kind::Func(Func::Abs | Func::Length, _) => true,
            Kind::Func(Func::InForce, args) => args.first().is_some_and(|p| self.never_negative(p)),
            Kind::Func(Func::Greater, args) => args.iter().any(|a| self.never_negative(a)),
            Kind::Func(Func::Round | Func::Lesser, args) => args.iter().all(|a| self.never_negative(a)),
            Kind::Agg(agg) => match (&agg.func, &agg.value) {
                (AggFn::Count | AggFn::Distinct, _) => true,
                (AggFn::Sum | AggFn::Avg | AggFn::Min | AggFn::Max | AggFn::Median | AggFn::Quantile(_), Some(v)) => {
                    self.never_negative(v)
                }
                _ => false,
            },
            Kind::Choose { arms, otherwise } => {
                arms.iter().map(|(_, v)| v).chain(otherwise.as_deref()).all(|v| self.never_negative(v))
            }
            _ => false,
        }
    }
}
