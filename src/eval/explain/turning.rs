//! For which values of what is missing an open comparison holds.

use crate::ast::{CmpOp, Verdict};
use crate::data::CellId;
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::{Trace, Turn};
use crate::eval::types::affine::{Affine, Symbol};
use crate::eval::types::env::Env;
use crate::finding::Turning;
use crate::hir::ParamId;
use crate::num::{Interval, Rat, abs, int, ratio, signum};
use crate::plan::{Atom, Compare, Cond, CondId, Measure, RulePlan};
use crate::ty::{ColId, RelId, Type, Unit};

/// With more unknowns than these nobody reads the sum.
const READABLE: usize = 4;

impl Explain<'_> {
    /// Exactly when a comparison holds that is linear in named unknowns; `None` for any other condition.
    pub fn turning_of(&self, cond: CondId, env: &Env) -> Option<Turning> {
        let Cond::Compare(compare) = self.plan.cond(cond) else { return None };
        let form = self.lin(&compare.diff, env).form;
        if form.terms.is_empty() || form.terms.len() > READABLE {
            return None;
        }
        let mut terms = Vec::new();
        let mut unit = None;
        for (symbol, term) in &form.terms {
            let (name, own, counts) = self.named_unknown(symbol)?;
            terms.push((&term.coefficient / counts, name));
            unit = unit.or(Some(own));
        }
        // The figure that is asked to be large stands alone, as in `净额 ≥ 0.6 × 总额`.
        let lead = terms.iter().position(|(c, _)| signum(c) > 0).unwrap_or(0);
        terms.rotate_left(lead);
        let first = terms.first().map(|(c, _)| c.clone())?;
        let op = if signum(&first) < 0 { compare.op.flipped() } else { compare.op };
        // Cancelling the sign of the first keeps the rest readable: it stands alone on the left.
        let terms = terms.into_iter().map(|(c, name)| (c / &first, name)).collect();
        let at = -form.constant / first;
        let unit = unit.filter(|u| !u.name.is_empty()).unwrap_or_else(|| compare.left.unit.clone());
        Some(Turning { terms, op, at, unit })
    }

    /// Takes away what is said to turn a verdict and does not.
    pub fn try_turns(&self, plan: &RulePlan, line: usize, env: &Env, trace: &mut Trace) {
        let [(symbol, turn)] = trace.symbols.as_mut_slice() else { return };
        let holds = match symbol {
            Symbol::Cell(cell) => turn.as_ref().is_none_or(|turn| self.turns_there(plan, line, env, *cell, turn)),
            // A figure of a row that is not there cannot be tried: where there may be no base, some value on the side that holds may have none.
            Symbol::NoRow { .. }
            | Symbol::Expected { .. }
            | Symbol::SomeRow { .. }
            | Symbol::Param(_)
            | Symbol::Member { .. }
            | Symbol::MaybeTerm { .. }
            | Symbol::Tail { .. }
            | Symbol::Many { .. }
            | Symbol::Opaque(_) => self.line(plan, line).is_some_and(|own| !self.truth(own.cond, env).can_lack_base()),
        };
        if !holds {
            *turn = None;
        }
    }

    fn turns_there(&self, plan: &RulePlan, line: usize, env: &Env, cell: CellId, turn: &Turn) -> bool {
        let (op, at, _) = turn;
        let at = at / self.factor_of(cell);
        let possible: Interval = self.cell_value(cell.rel, cell.row, cell.col).form.interval();
        let whole = match &self.def(cell.rel, cell.col).ty {
            Type::Number(ty) => ty.is_integral(),
            Type::Text
            | Type::Flag
            | Type::Date
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => true,
        };
        let step = if whole { Rat::ONE } else { ratio(1, 1000) };
        let far = (abs(&at) + Rat::ONE) * int(1000);
        let twice = &at + &at;
        let points = [at.clone(), &at - &step, &at + &step, Rat::ZERO, twice, &at + &far, &at - &far];
        let tried = points.into_iter().filter(|p| possible.contains(p) && (!whole || p.is_int()));
        tried.into_iter().all(|point| {
            let expected = match op {
                CmpOp::Ge => point >= at,
                CmpOp::Gt => point > at,
                CmpOp::Le => point <= at,
                CmpOp::Lt => point < at,
                CmpOp::Eq => point == at,
                CmpOp::Ne => point != at,
            };
            // What cannot be tried is not told, nor what leaves the verdict open.
            match self.under(plan, line, env, vec![(cell, point)]) {
                Some(Verdict::Met) => expected,
                Some(Verdict::Violated) => !expected,
                Some(Verdict::Undetermined | Verdict::Exempt | Verdict::NotApplicable) | None => false,
            }
        })
    }

    /// Where the greatest or the least of rows is held against a bound and one figure alone is missing, the verdict turns where that figure reaches
    /// the bound itself. Whether it does is tried.
    pub fn turns_at_extreme(&self, compare: &Compare, form: &Affine, env: &Env, trace: &mut Trace) -> bool {
        let [(atom, coefficient)] = compare.diff.terms.iter().collect::<Vec<_>>()[..] else { return false };
        let Atom::Agg { agg, key } = self.plan.atom(*atom) else { return false };
        let (Measure::Min(num) | Measure::Max(num)) = &self.plan.agg(*agg).measure else { return false };
        let [(Symbol::Opaque(_), _)] = form.terms.iter().collect::<Vec<_>>()[..] else { return false };
        let (sure, maybe, tail) = self.sure_and_maybe(*agg, key, env);
        if tail || !maybe.is_empty() {
            return false;
        }
        let figures = sure.iter().map(|row| self.num(num, &self.inner_env(*agg, *row, env)).form);
        let open: Vec<Affine> = figures.filter(|f| f.as_constant().is_none()).take(2).collect();
        let [own] = open.as_slice() else { return false };
        let [(symbol, term)] = own.terms.iter().collect::<Vec<_>>()[..] else { return false };
        let bound = -&compare.diff.constant / coefficient;
        let at = (bound - &own.constant) / &term.coefficient;
        let down = signum(coefficient) * signum(&term.coefficient) < 0;
        let turn = self.turning(symbol, if down { compare.op.flipped() } else { compare.op }, at);
        trace.add_symbol(symbol, turn);
        true
    }

    /// The name of a missing figure, the unit to show it in, and what one of its symbol is in base units.
    fn named_unknown(&self, symbol: &Symbol) -> Option<(String, Unit, Rat)> {
        let unit = match symbol {
            Symbol::Cell(cell) => self.unit_of_column(cell.rel, cell.col),
            Symbol::NoRow { rel, col, .. } => self.unit_of_column(*rel, *col),
            Symbol::Expected { expected, col } => self.unit_of_column(self.expecteds.get(*expected as usize)?.rel, *col),
            Symbol::Param(id) => self.unit_of_param(*id)?,
            Symbol::SomeRow { .. }
            | Symbol::Member { .. }
            | Symbol::MaybeTerm { .. }
            | Symbol::Tail { .. }
            | Symbol::Many { .. }
            | Symbol::Opaque(_) => return None,
        };
        // Columns keep their own unit, parameters base units.
        let counts = if matches!(symbol, Symbol::Param(_)) { Rat::ONE } else { unit.factor.clone() };
        let name = self.name_symbol(symbol).what;
        (!name.is_empty()).then_some((name, unit, counts))
    }

    fn unit_of_column(&self, rel: RelId, col: ColId) -> Unit {
        self.def(rel, col).shown_unit()
    }

    fn unit_of_param(&self, id: ParamId) -> Option<Unit> {
        let param = self.rules.params.get(id.0 as usize)?;
        let base = || match &param.ty {
            Type::Number(n) => self.rules.units.base_of(n),
            Type::Date => Unit::day(),
            Type::Text
            | Type::Flag
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => Unit::one(),
        };
        Some(param.unit.clone().unwrap_or_else(base))
    }
}
