//! Loops over the calendar: why a period does not count, what keeps open which are meant.

use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::finding::Reason;
use crate::plan::RulePlan;

impl Explain<'_> {
    /// Why a period of a loop does not count.
    pub fn outside_calendar(&self, plan: &RulePlan, env: &Env) -> Option<Reason> {
        if self.in_calendar(plan, env) != Truth::FALSE {
            return None;
        }
        let (rel, row) = self.looped(env)?;
        let (period, kind) = self.key_period(rel, row)?;
        Some(match self.as_of.filter(|_| self.is_to_come(period, kind)) {
            Some(by) => Reason::NotEnded { by },
            None => Reason::OtherPeriod,
        })
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
