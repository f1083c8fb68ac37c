//! Whether a rule binds a subject at all: dates in force, jurisdiction.

use crate::eval::judge::context::Judge;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::plan::RulePlan;
use crate::ty::Origin;

impl Judge<'_> {
    /// In force is decided by the last day of the reporting period; a policy judges its jurisdiction only.
    pub fn applies(&self, plan: &RulePlan, env: &Env) -> Truth {
        let mut truth = Truth::TRUE;
        for code in &plan.jurisdiction {
            truth = truth.and(self.in_jurisdiction(code, env));
        }
        // What a policy says of itself has no reporting period: it is judged whenever it is read.
        let own = env.rels.iter().all(|rel| self.rules.schema.get(*rel).origin == Origin::Policy);
        for range in plan.effective.iter().filter(|_| !own) {
            truth = truth.and(match self.last_day(env) {
                Some(day) => Truth::of(range.from.is_none_or(|f| day >= f) && range.to.is_none_or(|t| day <= t)),
                None => Truth::UNKNOWN,
            });
        }
        truth.and(self.in_calendar(plan, env))
    }

    pub fn in_jurisdiction(&self, code: &str, env: &Env) -> Truth {
        let mut rows = env.rels.iter().zip(&env.rows);
        rows.find_map(|(&rel, &row)| self.row_lies_in(code, rel, row)).unwrap_or(Truth::TRUE)
    }
}
