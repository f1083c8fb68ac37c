//! What `show` lines come to for each subject: of whom they speak, and the figure or the place in a list, as far as is known.

use crate::eval::judge::context::Judge;
use crate::eval::judge::subjects::Subjects;
use crate::eval::kernel::columns::{CHUNK, Chunk};
use crate::eval::types::env::Env;
use crate::eval::types::known::Memo;
use crate::eval::types::truth::Truth;
use crate::finding::{Figure, Listed};
use crate::plan::{RulePlan, ShownValue, Text};
use rayon::prelude::*;

/// One result for one subject.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Whether the line speaks of the subject.
    pub applies: Truth,
    pub figure: Figure,
}

impl Shown {
    /// Who may turn out not to be spoken of belongs to a list possibly at most.
    pub fn settled(&self) -> Self {
        match self.figure {
            Figure::Listed(Listed::Surely) if self.applies != Truth::TRUE => {
                Self { applies: self.applies, figure: Figure::Listed(Listed::Possibly) }
            }
            Figure::Number { .. } | Figure::Text(_) | Figure::Unknown | Figure::Nothing | Figure::Listed(_) => self.clone(),
        }
    }
}

impl Judge<'_> {
    /// Line by line the results of all subjects. What exempts from a duty, or takes the place of it, does not touch results.
    pub fn shown(&self, plan: &RulePlan, subjects: &Subjects) -> Vec<Vec<Shown>> {
        if plan.shows.is_empty() {
            return Vec::new();
        }
        let starts: Vec<usize> = (0..subjects.len).step_by(CHUNK).collect();
        let chunks: Vec<Vec<Vec<Shown>>> = starts.into_par_iter().map(|start| self.shown_chunk(plan, subjects, start)).collect();
        let mut out: Vec<Vec<Shown>> = plan.shows.iter().map(|_| Vec::with_capacity(subjects.len)).collect();
        for chunk in chunks {
            out.iter_mut().zip(chunk).for_each(|(all, more)| all.extend(more));
        }
        out
    }

    fn shown_chunk(&self, plan: &RulePlan, subjects: &Subjects, start: usize) -> Vec<Vec<Shown>> {
        let len = CHUNK.min(subjects.len - start);
        let slots = subjects.slots.iter().map(|s| s[start..start + len].to_vec()).collect();
        let chunk = Chunk { rels: subjects.rels.clone(), slots, len, truths: Memo::default() };
        let gates = self.gates(plan, subjects, start, &chunk);
        let stages = self.stages(plan, subjects, start, len);
        let mut out = Vec::new();
        for show in &plan.shows {
            let truths = if let ShownValue::List(cond) = &show.value { self.truths(*cond, &chunk) } else { Vec::new() };
            let one = |i: usize| {
                let applies = gates[i].speaks().and(stages.of(show.due, i, false));
                if !applies.can_be_true() {
                    return Shown { applies: Truth::FALSE, figure: Figure::Nothing };
                }
                let env = subjects.env(start + i);
                let figure = match &show.value {
                    ShownValue::List(cond) => {
                        let truth = truths[i];
                        listed(if truth.is_single() { truth } else { self.settled(*cond, &env) })
                    }
                    ShownValue::Number(side, _) => match self.settled_number(&side.value, &env) {
                        (Some(value), base) => Figure::Number { value, lacks: base != Truth::TRUE },
                        (None, _) => Figure::Nothing,
                    },
                    ShownValue::Text(text) => self.figure_of_text(text, &env),
                };
                Shown { applies, figure }
            };
            out.push((0..len).into_par_iter().map(one).collect());
        }
        out
    }

    fn figure_of_text(&self, text: &Text, env: &Env) -> Figure {
        match self.shown_texts(text, env) {
            None => Figure::Unknown,
            Some(texts) if texts.iter().all(Option::is_none) => Figure::Nothing,
            Some(texts) => Figure::Text(texts.into_iter().collect()),
        }
    }
}

/// A condition without a base does not hold.
fn listed(truth: Truth) -> Figure {
    Figure::Listed(match (truth.can_be_true(), truth == Truth::TRUE) {
        (_, true) => Listed::Surely,
        (true, false) => Listed::Possibly,
        (false, false) if truth.is_open() => Listed::Possibly,
        (false, false) => Listed::Not,
    })
}
