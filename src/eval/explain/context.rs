//! What tells of verdicts.

use crate::eval::judge::chunks::{RuleResult, Show};
use crate::eval::judge::context::Judge;
use crate::eval::judge::subjects::Subjects;
use crate::eval::tables::bind::Tables;
use crate::plan::RulePlan;
use std::ops::Deref;

/// Explains verdicts: the arithmetic, the cells, what is missing, what would mend it.
#[derive(Clone, Copy)]
pub struct Explain<'a> {
    judge: Judge<'a>,
}

impl<'a> Explain<'a> {
    pub fn new(tables: &'a Tables<'a>) -> Self {
        Self { judge: Judge::new(tables) }
    }

    /// One rule over all its subjects, with the findings that are listed.
    pub fn judge(&self, plan: &RulePlan, subjects: &Subjects, show: Show<'_>) -> RuleResult {
        let chunks = self.judge_chunks(plan, subjects);
        let named = |i: usize| self.subject(plan, &subjects.env(i)).identity();
        let explain = |i: usize, line: usize, verdict| self.explain(plan, line, verdict, &subjects.env(i));
        self.assemble(plan, subjects, &chunks, show, (&named, &explain))
    }
}

impl<'a> Deref for Explain<'a> {
    type Target = Judge<'a>;

    fn deref(&self) -> &Judge<'a> {
        &self.judge
    }
}
