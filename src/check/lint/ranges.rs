//! What values an expression can take by what is declared alone.

use crate::builtins::facts;
use crate::check::base::key::rel_of;
use crate::hir::{AggFn, Defined, DefinedId, Expr, Kind, Param, VarInfo};
use crate::num::{Interval, Rat};
use crate::text::deep;
use crate::ty::{Schema, Type};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// What declarations are known.
pub(in crate::check) struct Declared<'d> {
    pub schema: &'d Schema,
    pub params: &'d [Param],
    pub vars: &'d [VarInfo],
    /// The ranges of definitions. Each is kept, so that no other comes to lie where it lay.
    defined: RefCell<HashMap<DefinedId, (Arc<Defined>, Interval)>>,
}

impl<'d> Declared<'d> {
    pub fn new(schema: &'d Schema, params: &'d [Param], vars: &'d [VarInfo]) -> Self {
        Self { schema, params, vars, defined: RefCell::default() }
    }
}

impl Declared<'_> {
    fn of_definition(&self, defined: &Arc<Defined>) -> Interval {
        let known = self.defined.borrow().get(&defined.id).map(|(_, range)| range.clone());
        known.unwrap_or_else(|| {
            let range = deep(|| self.range(&defined.value));
            self.defined.borrow_mut().insert(defined.id, (Arc::clone(defined), range.clone()));
            range
        })
    }

    /// Every value the expression can have lies in this interval.
    pub fn range(&self, e: &Expr) -> Interval {
        let r = |x: &Expr| self.range(x);
        match &e.kind {
            Kind::Num(n) => Interval::exact(n.clone()),
            Kind::Param(id) => self.param(*id),
            Kind::Field { row, col } => match rel_of(row, self.vars, self.schema) {
                Some(rel) => {
                    let column = self.schema.column(rel, *col);
                    let plain = matches!(column.ty, Type::Number(_) | Type::Flag);
                    if plain { column.domain() } else { column.range.clone().unwrap_or_else(Interval::all) }
                }
                None => Interval::all(),
            },
            Kind::Neg(x) => r(x).neg(),
            Kind::Add(a, b) => r(a).add(&r(b)),
            Kind::Sub(a, b) => r(a).add(&r(b).neg()),
            Kind::Mul(a, b) | Kind::ShareOf { share: a, base: b } => r(a).mul(&r(b)),
            Kind::Div(a, b) | Kind::AsShare { part: a, base: b } => quotient(&r(a), &r(b)),
            Kind::Func(func, args) => {
                let ranges: Vec<Interval> = args.iter().map(r).collect();
                (facts(*func).range)(&ranges)
            }
            Kind::Agg(agg) => match (agg.func, &agg.value) {
                (AggFn::Count | AggFn::Distinct, _) => Interval::non_negative(),
                (AggFn::Rank(_), _) => Interval::at_least(Rat::ONE),
                (AggFn::Sum, Some(value)) => r(value).sign(),
                (AggFn::Min | AggFn::Max | AggFn::Avg | AggFn::Median | AggFn::Quantile(_), Some(value)) => r(value),
                _ => Interval::all(),
            },
            Kind::Choose { arms, otherwise } => {
                let values = arms.iter().map(|(_, v)| v).chain(otherwise.as_deref()).filter(|v| !v.is_none());
                values.map(r).reduce(|a, b| a.hull(&b)).unwrap_or_else(Interval::all)
            }
            Kind::Defined(defined) => self.of_definition(defined),
            Kind::Text(_)
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
            | Kind::RowExists(_) => Interval::all(),
        }
    }

    /// The declared range of a parameter; its value is not asked, it may be bound anew.
    fn param(&self, id: crate::hir::ParamId) -> Interval {
        let Some(param) = self.params.get(id.0 as usize) else { return Interval::all() };
        match (&param.range, &param.ty) {
            (Some(range), _) => range.clone(),
            (None, Type::Number(_)) if !param.signed => Interval::non_negative(),
            _ => Interval::all(),
        }
    }
}

/// What a parameter is or can be by itself, in words: `2008`, `60%..80%`.
pub(in crate::check) fn domain_words(param: &Param, units: &crate::ty::Units) -> String {
    let domain = param.own_domain();
    let text = |n: &Rat| match &param.ty {
        Type::Period(kind) => crate::num::to_i64(n).map_or_else(String::new, |p| crate::ty::period_text(p, *kind)),
        Type::Date => crate::num::to_i64(n).and_then(crate::ty::day_text).unwrap_or_default(),
        ty @ (Type::Text
        | Type::Flag
        | Type::Number(_)
        | Type::OneOf(_)
        | Type::Ref(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error) => {
            let unit = param.unit.clone().or_else(|| ty.number().map(|t| units.base_of(t))).unwrap_or_else(crate::ty::Unit::one);
            format!("{}{}", crate::num::show_exact_or(&(n / &unit.factor), 12), unit.name)
        }
    };
    match (domain.as_exact(), domain.lo.value(), domain.hi.value()) {
        (Some(n), _, _) => text(n),
        (None, Some(a), Some(b)) => format!("{}..{}", text(a), text(b)),
        (None, Some(a), None) => format!("{}..", text(a)),
        (None, None, Some(b)) => format!("..{}", text(b)),
        (None, None, None) => "?".to_string(),
    }
}

fn quotient(a: &Interval, b: &Interval) -> Interval {
    match b.recip() {
        Some(inverse) => a.mul(&inverse),
        None if !below_zero(a) && !below_zero(b) => Interval::non_negative(),
        None => Interval::all(),
    }
}

/// Some value is negative.
pub(in crate::check) fn below_zero(x: &Interval) -> bool {
    x.reaches_below(&Rat::ZERO)
}

/// Whether `difference op 0` can hold, and whether it can fail.
pub(in crate::check) fn outcomes(difference: &Interval, op: crate::ast::CmpOp) -> (bool, bool) {
    let zero = &Rat::ZERO;
    op.possible([difference.reaches_below(zero), difference.contains(zero), difference.reaches_above(zero)])
}
