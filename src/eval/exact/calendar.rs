//! Loops over the calendar: their rows, which of them a subject can be, and why one is not.

use crate::ast::CmpOp;
use crate::eval::exact::context::Exact;
use crate::eval::types::env::{Env, FIRST_EXPECTED};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::{compare_zero, join_base};
use crate::num::{int, to_i64};
use crate::plan::{LinearForm, RulePlan, Scope};
use crate::ty::RelId;

/// Periods of one loop at most.
const PERIODS: i64 = 100_000;

impl Exact<'_> {
    /// All periods that can lie between the bounds; `None` where there is no end to them.
    pub fn calendar_range(&self, (from, to): &(LinearForm, LinearForm), env: &Env) -> Option<(i64, i64)> {
        let (from, to) = (self.lin(from, env), self.lin(to, env));
        if join_base(from.base, to.base) != Truth::TRUE {
            return None;
        }
        let first = from.form.interval().lo.value().and_then(|v| to_i64(&crate::num::floor(v)))?;
        let last = to.form.interval().hi.value().and_then(|v| to_i64(&crate::num::floor(v)))?;
        (last.saturating_sub(first) < PERIODS).then_some((first, last))
    }

    /// Whether periods between the bounds may be missing from the table.
    pub fn calendar_is_open(&self, scope: &Scope, env: Option<&Env>) -> bool {
        let Some(bounds) = &scope.calendar else { return false };
        let fixed = bounds.0.as_constant().is_some() && bounds.1.as_constant().is_some();
        let nothing = Env::default();
        let range = match env {
            Some(env) => self.calendar_range(bounds, env),
            None if fixed => self.calendar_range(bounds, &nothing),
            None => None,
        };
        let Some((first, last)) = range else { return true };
        let table = self.table(scope.rel);
        let cell = |row: Option<u32>| table.columns.first().zip(row).and_then(|(c, r)| c.int(r));
        match (cell(Some(0)), cell(table.rows.checked_sub(1))) {
            (Some(low), Some(high)) => first <= last && (first < low || last > high),
            _ => first <= last,
        }
    }

    /// A subject's period lies between the bounds of its loop, and has ended by the as-of date.
    pub fn in_calendar(&self, plan: &RulePlan, env: &Env) -> Truth {
        let mut truth = Truth::TRUE;
        for (at, subject) in plan.subjects.iter().enumerate() {
            let (Some(bounds), Some(&rel), Some(&row)) = (&subject.calendar, env.rels.get(at), env.rows.get(at)) else {
                continue;
            };
            let Some(step) = self.step_of(rel, row) else { return Truth::UNKNOWN };
            let to_come = match self.key_period(rel, row) {
                Some((period, kind)) => self.is_to_come(period, kind),
                None => self.is_week_to_come(rel, step),
            };
            truth = truth.and(self.between(bounds, step, env)).and(Truth::of(!to_come));
        }
        truth
    }

    /// The number, the period or the day that a row of a loop is.
    pub fn step_of(&self, rel: RelId, row: u32) -> Option<i64> {
        match row.checked_sub(FIRST_EXPECTED).and_then(|at| self.expecteds.get(at as usize)) {
            Some(expected) => expected.key.first().copied().flatten().map(u64::cast_signed),
            None => self.table(rel).columns.first()?.int(row),
        }
    }

    fn between(&self, (from, to): &(LinearForm, LinearForm), period: i64, env: &Env) -> Truth {
        let side = |lin: &LinearForm, op: CmpOp| {
            let value = self.lin(lin, env);
            if value.base != Truth::TRUE {
                return Truth::UNKNOWN;
            }
            let mut form = value.form;
            form.constant -= int(period);
            compare_zero(&form, op)
        };
        side(from, CmpOp::Le).and(side(to, CmpOp::Ge))
    }
}
