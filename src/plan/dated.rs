//! Parameters with values by date: a choice by the period in hand, unless one value is bound for all.

use super::lower::Lower;
use super::{Choice, Cond, CondId, Num, Op, Text};
use crate::ast::CmpOp;
use crate::hir::{Dated, Expr, Kind, ParamId, ParamValue};
use crate::num::{Rat, int};
use crate::ty::{Type, period_of_day};

/// The values and from when on: latest first, then the value from ever on.
type Arms = (Vec<(CondId, ParamValue)>, Option<ParamValue>);

impl Lower<'_> {
    pub fn num_in_force(&mut self, args: &[Expr]) -> Num {
        let [param, at] = args else { return Self::constant(&Rat::ZERO) };
        let Some(id) = self.dated(param) else { return self.num(param) };
        let number = |v: &ParamValue| match v {
            ParamValue::Number(n) => Self::constant(n),
            ParamValue::Text(_) => Self::constant(&Rat::ZERO),
        };
        let (arms, otherwise) = self.arms(id, at);
        let arms = arms.iter().map(|(when, value)| (*when, number(value))).collect();
        self.op(Op::Choose { arms, otherwise: otherwise.as_ref().map(number) })
    }

    pub fn text_in_force(&mut self, args: &[Expr]) -> Text {
        let [param, at] = args else { return self.constant_text(String::new()) };
        let Some(id) = self.dated(param) else { return self.text(param) };
        let (arms, otherwise) = self.arms(id, at);
        let arms = arms.into_iter().map(|(when, value)| (when, self.dated_text(value))).collect();
        let otherwise = otherwise.map(|v| self.dated_text(v));
        self.pools.choice(Choice { arms, otherwise })
    }

    pub fn flag_in_force(&mut self, args: &[Expr]) -> CondId {
        let [param, at] = args else { return self.pools.truth(false) };
        let Some(id) = self.dated(param) else { return self.cond(param) };
        let truth = |v: &ParamValue| matches!(v, ParamValue::Number(n) if !n.is_zero());
        let (arms, otherwise) = self.arms(id, at);
        let arms = arms.iter().map(|(when, value)| (*when, self.pools.truth(truth(value)))).collect();
        let otherwise = otherwise.map(|v| self.pools.truth(truth(&v)));
        self.pools.cond(Cond::Choose { arms, otherwise })
    }

    fn dated_text(&mut self, value: ParamValue) -> Text {
        match value {
            ParamValue::Text(t) => self.constant_text(t),
            ParamValue::Number(_) => self.constant_text(String::new()),
        }
    }

    /// The parameter, where the date decides its value.
    fn dated(&self, param: &Expr) -> Option<ParamId> {
        let Kind::Param(id) = param.kind else { return None };
        self.param(id).value.is_none().then_some(id)
    }

    fn arms(&mut self, id: ParamId, at: &Expr) -> Arms {
        let list: Vec<Dated> = self.param(id).dated.clone();
        let mut arms = Vec::new();
        let mut otherwise = None;
        for dated in list.into_iter().rev() {
            match dated.from {
                Some(day) => arms.push((self.reached(at, day), dated.value)),
                None => otherwise = Some(dated.value),
            }
        }
        (arms, otherwise)
    }

    /// The last day of a period (or a day) is not before the day: the period is not before the one that day lies in.
    fn reached(&mut self, at: &Expr, day: i64) -> CondId {
        let first = if let Type::Period(kind) = &at.ty { period_of_day(day, *kind).unwrap_or(day) } else { day };
        let bound = Expr { kind: Kind::Num(int(first)), ty: at.ty.clone(), span: at.span };
        self.unplaced(|l| l.compare(at, CmpOp::Ge, &bound, at.span))
    }
}
