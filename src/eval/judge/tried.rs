//! What a line would come to if some cells were changed.

use crate::ast::Verdict;
use crate::eval::judge::chunks::Gate;
use crate::eval::judge::context::Judge;
use crate::eval::types::env::Env;
use crate::eval::types::truth::{Outcomes, Truth};
use crate::plan::RulePlan;

impl Judge<'_> {
    /// The verdict of one line for the rows in hand, worked out row by row, under the changes they carry.
    pub fn verdict_under(&self, plan: &RulePlan, line: usize, env: &Env) -> Verdict {
        let Some(own) = self.line(plan, line) else { return Verdict::Undetermined };
        let applies = self.applies(plan, env);
        let when = self.settled(plan.when, env);
        let gate = Gate {
            when: if applies == Truth::TRUE { when } else { applies.and(when) },
            exempt: plan.exempt.iter().fold(Truth::FALSE, |t, c| t.or(self.settled(*c, env))),
            except: plan.except.iter().map(|(c, l)| (self.settled(*c, env), self.settled(l.cond, env))).collect(),
            perhaps: env.rows.iter().any(|row| self.is_perhaps(*row)),
        };
        if line > 0 && gate.is_taken() {
            return Verdict::NotApplicable;
        }
        let stages = self.due_stages(plan, env);
        let due = own.due.and_then(|stage| stages.get(stage).copied()).unwrap_or(Truth::TRUE);
        let outcomes: Outcomes = gate.outcomes(self.settled(own.cond, env));
        outcomes.when_due(due).verdict()
    }
}
