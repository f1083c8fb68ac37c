//! What tells of verdicts.

use crate::eval::judge::chunks::{RuleResult, Show};
use crate::eval::judge::context::Judge;
use crate::eval::judge::subjects::Subjects;
use crate::eval::tables::bind::Tables;
use crate::eval::types::env::FIRST_EXPECTED;
use crate::plan::RulePlan;
use crate::ty::Origin;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

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
        let asked = show.only.map(|only| self.asked_for(plan, subjects, only));
        let subjects = asked.as_ref().unwrap_or(subjects);
        let chunks = self.judge_chunks(plan, subjects);
        let named = |i: usize| self.subject(plan, &subjects.env(i)).identity();
        let explain = |i: usize, line: usize, verdict| self.explain(plan, line, verdict, &subjects.env(i));
        self.assemble(plan, subjects, &chunks, show, (&named, &explain))
    }

    /// The subjects of some identities: of a few that are asked for nobody else need be judged.
    fn asked_for(&self, plan: &RulePlan, subjects: &Subjects, only: &BTreeSet<String>) -> Subjects {
        let perhaps = self.may_be_named(plan, only);
        let asked = |i: &usize| {
            perhaps(subjects.slots.first().map(|rows| rows[*i]))
                && only.contains(&self.subject(plan, &subjects.env(*i)).identity())
        };
        let places: Vec<usize> = (0..subjects.len).into_par_iter().filter(asked).collect();
        let slots = subjects.slots.iter().map(|rows| Arc::new(places.iter().map(|&i| rows[i]).collect())).collect();
        Subjects { rels: subjects.rels.clone(), slots, len: places.len(), reason: subjects.reason.clone(), nil: subjects.nil }
    }

    /// Tells most rows whose key begins otherwise than any identity asked for, which is told sooner than the identity is put together.
    fn may_be_named(&self, plan: &RulePlan, only: &BTreeSet<String>) -> impl Fn(Option<u32>) -> bool {
        let first = |name: &String| Some(name.strip_prefix('t')?.split('\u{1f}').next().unwrap_or_default().to_string());
        let firsts: FxHashSet<String> = only.iter().filter_map(first).collect();
        let column = plan.subjects.first().filter(|s| s.by.is_empty()).and_then(|s| {
            let relation = self.rules.schema.get(s.rel);
            let col = *relation.key.first()?;
            let own = !matches!(relation.origin, Origin::Nested { .. });
            (own && self.def(s.rel, col).ty.is_coded()).then(|| self.column(s.rel, col))
        });
        move |first: Option<u32>| {
            let code = column.zip(first).filter(|(_, row)| *row < FIRST_EXPECTED).and_then(|(c, row)| c.code(row));
            let Some(code) = code else { return true };
            let text = self.text_of_code(code);
            text.contains('\u{1f}') || firsts.contains(text.as_ref())
        }
    }
}

impl<'a> Deref for Explain<'a> {
    type Target = Judge<'a>;

    fn deref(&self) -> &Judge<'a> {
        &self.judge
    }
}
