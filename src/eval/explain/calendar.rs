//! Loops over the calendar: why a period does not count, what keeps open which are meant.

use crate::diag::Bi;
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::plan::RulePlan;
use crate::ty::day_text;

impl Explain<'_> {
    /// Why a period of a loop does not count.
    pub fn outside_calendar(&self, plan: &RulePlan, env: &Env) -> Option<Bi> {
        if self.in_calendar(plan, env) != Truth::FALSE {
            return None;
        }
        let (rel, row) = self.looped(env)?;
        let (period, kind) = self.key_period(rel, row)?;
        if self.is_to_come(period, kind) {
            let day = self.as_of.and_then(day_text).unwrap_or_default();
            return Some(Bi::new(format!("截至 {day}，该期尚未结束"), format!("the period has not ended by {day}")));
        }
        Some(Bi::new("不在所列各期之内", "not among the periods asked for"))
    }

    /// What keeps it open which periods are meant.
    pub fn calendar_causes(&self, plan: &RulePlan, env: &Env, trace: &mut Trace) {
        if self.in_calendar(plan, env).is_single() {
            return;
        }
        for (from, to) in plan.subjects.iter().filter_map(|s| s.calendar.as_ref()) {
            for lin in [from, to] {
                self.lin_cells(lin, env, trace);
                for symbol in self.lin(lin, env).form.terms.keys() {
                    if !trace.symbols.iter().any(|(s, _)| s == symbol) {
                        trace.symbols.push((symbol.clone(), None));
                    }
                }
            }
        }
    }
}
