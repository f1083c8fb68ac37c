//! What cannot be negative, by declaration: only then may a comparison be multiplied out.

use super::lower::Lower;
use crate::builtins::facts;
use crate::hir::{AggFn, Expr, Kind};
use crate::num::{Interval, Rat, signum};
use crate::ty::Type;

impl Lower<'_> {
    /// What the expression can come to, as far as its sign goes.
    pub fn sign(&self, e: &Expr) -> Interval {
        if self.never_negative(e) { Interval::non_negative() } else { Interval::all() }
    }

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
            Kind::Func(func, args) => {
                let ranges: Vec<Interval> = args.iter().map(|a| self.sign(a)).collect();
                !(facts(*func).range)(&ranges).reaches_below(&Rat::ZERO)
            }
            Kind::Agg(agg) => match (&agg.func, &agg.value) {
                (AggFn::Count | AggFn::Distinct | AggFn::Rank(_), _) => true,
                (AggFn::Sum | AggFn::Avg | AggFn::Min | AggFn::Max | AggFn::Median | AggFn::Quantile(_), Some(v)) => {
                    self.never_negative(v)
                }
                (AggFn::Every | AggFn::Some, _) | (_, None) => false,
            },
            Kind::Choose { arms, otherwise } => {
                arms.iter().map(|(_, v)| v).chain(otherwise.as_deref()).all(|v| self.never_negative(v))
            }
            Kind::Defined(defined) => !self.defined_sign(defined).reaches_below(&Rat::ZERO),
            Kind::Text(_)
            | Kind::Neg(_)
            | Kind::Sub(..)
            | Kind::Classification(_)
            | Kind::Compare { .. }
            | Kind::About { .. }
            | Kind::WithinRounding { .. }
            | Kind::In { .. }
            | Kind::SetRelation { .. }
            | Kind::Same { .. }
            | Kind::Like { .. }
            | Kind::StartsWith { .. }
            | Kind::Rank { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Implies(_)
            | Kind::Not(_)
            | Kind::Exists(_)
            | Kind::Filled(..)
            | Kind::Join { .. }
            | Kind::RowExists(_) => false,
        }
    }
}
