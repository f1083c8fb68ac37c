//! What each line of a rule demands of the figures of its subject.

use crate::ast::Verdict;
use crate::eval::require::context::Require;
use crate::eval::require::formula::Formula;
use crate::eval::require::want::Want;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::plan::{CondId, ReportPlan, RulePlan};

impl Require<'_> {
    /// What makes a line that has come to `verdict` hold; `None` where nothing is asked of it (it is open, and stays so).
    ///
    /// A broken line is to be met: that the rule does not bind any more is no remedy. One that is not broken is not to become so.
    pub fn line(&self, plan: &RulePlan, line: usize, verdict: Verdict, env: &Env) -> Option<Formula> {
        if verdict == Verdict::Undetermined {
            return None;
        }
        let broken = verdict == Verdict::Violated;
        let Some(own) = plan.lines.get(line) else {
            let report = line.checked_sub(plan.lines.len()).and_then(|at| plan.reports.get(at))?;
            return if broken { Some(self.question(report, env)) } else { None };
        };
        if !broken && self.known.applies(plan, env) == Truth::FALSE {
            return None;
        }
        let want = if broken { Want::True } else { Want::NotFalse };
        let main = self.judged(plan, own.cond, line, want, env);
        let when = |want| self.condition(plan.when, want, env);
        Some(match broken {
            true => Formula::all([when(Want::True), main]),
            false => {
                let exempt = plan.exempt.iter().map(|c| self.condition(*c, Want::True, env));
                Formula::any([main, when(Want::NotTrue)].into_iter().chain(exempt))
            }
        })
    }

    /// The line, or those of the exceptions that take its place.
    fn judged(&self, plan: &RulePlan, cond: CondId, line: usize, want: Want, env: &Env) -> Formula {
        let taken = |want| plan.except.iter().map(move |(holds, _)| self.condition(*holds, want, env));
        // Of an exception that is taken the first line tells.
        let instead = plan.except.iter().filter(|_| line == 0).map(|(holds, other)| {
            Formula::any([self.condition(*holds, Want::NotTrue, env), self.condition(other.cond, want, env)])
        });
        let own = Formula::any(taken(Want::True).chain([self.condition(cond, want, env)]));
        Formula::all(instead.chain([own]))
    }

    /// A question about the form is answered by figures only where it compares some.
    fn question(&self, report: &ReportPlan, env: &Env) -> Formula {
        match report {
            ReportPlan::Holds { cond, .. } => self.condition(*cond, Want::True, env),
            ReportPlan::Required { .. } | ReportPlan::Like { .. } | ReportPlan::ExactlyOne { .. } | ReportPlan::InTime { .. } => {
                Formula::FALSE
            }
        }
    }
}
