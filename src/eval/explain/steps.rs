//! The parts of a rule with their values, down to cells, parameters and rows.

use crate::data::RowId;
use crate::eval::explain::context::Explain;
use crate::eval::explain::params::parameter_info;
use crate::eval::explain::trace::Trace;
use crate::eval::types::env::{Env, FIRST_EXPECTED};
use crate::eval::types::truth::Truth;
use crate::finding::{Role, Step, StepFrom, StepValue};
use crate::plan::{AggId, CondId, Key, Measure, Num, Part, PartValue};
use crate::text::Span;
use crate::ty::Unit;

/// Rows of one aggregate that are shown.
pub const MEMBERS: usize = 40;

impl Explain<'_> {
    pub fn step(&self, part: &Part, role: Role, env: &Env) -> Step {
        let value = match &part.value {
            PartValue::Truth(cond) => self.truth_value(*cond, env),
            PartValue::Number(number) => self.number_value(&number.0, &number.1, env),
            PartValue::Text(text) => {
                let code = self.text(text, env).filter(|c| *c != crate::data::Code::MAX);
                StepValue::Text(code.map(|c| self.text_of_code(c).into_owned()))
            }
            PartValue::Other => StepValue::None,
        };
        let from = match (part.cell, part.param) {
            (Some((row, col)), _) => self.cell_note(row, col, env).map(|n| StepFrom::Cell(Box::new(n))),
            (None, Some(id)) => {
                self.rules.params.get(id.0 as usize).map(|p| StepFrom::Parameter(Box::new(parameter_info(self.rules, p))))
            }
            (None, None) => None,
        };
        let mut steps: Vec<Step> = part.parts.iter().map(|p| self.step(p, Role::Part, env)).collect();
        let mut more = 0;
        if let Some((agg, key)) = &part.members {
            let unit = match &part.value {
                PartValue::Number(number) => number.1.clone(),
                PartValue::Truth(_) | PartValue::Text(_) | PartValue::Other => Unit::one(),
            };
            more = self.member_steps(*agg, key, (&unit, part.asked.as_deref()), env, &mut steps);
        }
        let turning = match (&part.value, &value) {
            (PartValue::Truth(cond), StepValue::Truth(None)) => self.turning_of(*cond, env),
            _ => None,
        };
        let text = self.sources.slice(part.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let from = from.unwrap_or(StepFrom::Computed);
        Step { role, text, title: part.title.clone(), place: Some(part.span), value, from, turning, steps, more }
    }

    fn truth_value(&self, cond: CondId, env: &Env) -> StepValue {
        match self.truth(cond, env) {
            Truth::TRUE => StepValue::Truth(Some(true)),
            Truth::FALSE => StepValue::Truth(Some(false)),
            Truth::NO_BASE => StepValue::NoBase,
            _ => StepValue::Truth(None),
        }
    }

    fn number_value(&self, num: &Num, unit: &Unit, env: &Env) -> StepValue {
        let value = self.num(num, env);
        if value.base == Truth::NO_BASE {
            return StepValue::NoBase;
        }
        StepValue::Number(Box::new((value.form.interval(), unit.clone())))
    }

    /// The rows of an aggregate, those that surely belong first; how many more there are.
    fn member_steps(
        &self,
        agg: AggId,
        key: &[Key],
        (unit, asked): (&Unit, Option<&Part>),
        env: &Env,
        out: &mut Vec<Step>,
    ) -> u64 {
        let scope = self.plan.scope(self.plan.agg(agg).scope);
        let (sure, maybe, tail) = self.sure_and_maybe(agg, key, env);
        let all = sure.iter().map(|r| (*r, true)).chain(maybe.iter().map(|r| (*r, false)));
        for (row, is_sure) in all.take(MEMBERS) {
            let inner = self.inner_env(agg, row, env);
            let (value, from) = self.member_value(agg, unit, &inner);
            let place = if row < FIRST_EXPECTED { self.data.row_span(RowId { rel: scope.rel, row }) } else { None };
            let mut step = self.row_step(self.row_title(scope.rel, row), Role::Member { sure: is_sure }, place, value, from);
            if let Some(asked) = asked {
                let own = self.step(asked, Role::Part, &inner);
                (step.turning, step.steps) = (own.turning, own.steps);
            }
            out.push(step);
        }
        if tail {
            let key: Vec<Option<u64>> = key.iter().map(|k| self.key_part(k, env)).collect();
            for cause in self.unsent_causes(scope, &key, Some(env)) {
                out.push(self.row_step(cause.what, Role::Unsent, cause.span, StepValue::None, StepFrom::Computed));
            }
        }
        u64::try_from((sure.len() + maybe.len()).saturating_sub(MEMBERS)).unwrap_or(0)
    }

    fn row_step(&self, text: String, role: Role, place: Option<Span>, value: StepValue, from: StepFrom) -> Step {
        Step { role, text, title: None, place, value, from, turning: None, steps: Vec::new(), more: 0 }
    }

    fn member_value(&self, agg: AggId, unit: &Unit, env: &Env) -> (StepValue, StepFrom) {
        match &self.plan.agg(agg).measure {
            Measure::Count | Measure::Distinct(_) => (StepValue::None, StepFrom::Computed),
            Measure::Sum(lin) | Measure::Valued(lin) => {
                (self.number_value(&Num::LinearForm(lin.clone()), unit, env), StepFrom::Computed)
            }
            Measure::Min(num) | Measure::Max(num) | Measure::Quantile(num, _) => {
                (self.number_value(num, unit, env), StepFrom::Computed)
            }
            Measure::Places(places) => (self.number_value(&places.figure, &places.unit, env), StepFrom::Computed),
            Measure::Truth(cond) => {
                let detail = self.detail(*cond, env, &mut Trace::default());
                (self.truth_value(*cond, env), StepFrom::Detail(Box::new(detail)))
            }
        }
    }
}
