//! Where on a scale of stages a row can stand.

use crate::ast::CmpOp;
use crate::data::Code;
use crate::eval::exact::context::Exact;
use crate::eval::types::env::{Env, NO_TEXT};
use crate::eval::types::truth::Truth;
use crate::plan::Place;
use std::cmp::Ordering;

impl Exact<'_> {
    /// The ranks a row can have, from the lowest; 0 is below the first stage. A need without a base is not known to hold, so it is
    /// not fulfilled.
    pub fn ranks(&self, classification: usize, env: &Env) -> Vec<usize> {
        let wanted = self.plan.uses.classification(classification);
        env.known.ranks.get(classification, wanted, || self.ranks_anew(classification, env))
    }

    fn ranks_anew(&self, classification: usize, env: &Env) -> Vec<usize> {
        let steps = &self.plan.classifications[classification].steps;
        let mut out = Vec::new();
        for (rank, step) in steps.iter().enumerate() {
            let holds = self.truth(step.cond, env);
            if holds != Truth::TRUE {
                out.push(rank);
            }
            if !holds.can_be_true() {
                return out;
            }
        }
        out.push(steps.len());
        out
    }

    pub fn place_ranks(&self, labels: &[String], place: &Place, env: &Env) -> Vec<usize> {
        match place {
            Place::Rank(rank) => vec![*rank],
            Place::Classification(classification) => self.ranks(*classification, env),
            Place::Text(text) => match self.possible_texts(text, env) {
                None => (0..=labels.len()).collect(),
                Some(codes) if codes.is_empty() => vec![0],
                Some(codes) => {
                    let mut ranks: Vec<usize> = codes.into_iter().map(|c| self.rank_of(labels, c)).collect();
                    ranks.sort_unstable();
                    ranks.dedup();
                    ranks
                }
            },
        }
    }

    pub fn rank_of(&self, labels: &[String], code: Code) -> usize {
        labels.iter().position(|l| self.data.texts.find(l) == Some(code)).map_or(0, |at| at + 1)
    }

    pub fn rank_truth(&self, labels: &[String], left: &Place, op: CmpOp, right: &Place, env: &Env) -> Truth {
        if left == right {
            return Truth::of(op.holds(Ordering::Equal));
        }
        let (left, right) = (self.place_ranks(labels, left, env), self.place_ranks(labels, right, env));
        let mut out = Truth::default();
        for &a in &left {
            for &b in &right {
                out = out.or_possible(Truth::of(op.holds(a.cmp(&b))));
            }
        }
        out
    }

    /// The texts a classification can give: none at all below the first stage.
    pub fn classification_texts(&self, classification: usize, env: &Env) -> Vec<Code> {
        let steps = &self.plan.classifications[classification].steps;
        let label = |rank: usize| match rank.checked_sub(1).and_then(|at| steps.get(at)) {
            Some(step) => self.data.texts.find(&step.label).unwrap_or(Code::MAX),
            None => NO_TEXT,
        };
        let mut codes: Vec<Code> = self.ranks(classification, env).into_iter().map(label).collect();
        if codes == [NO_TEXT] {
            codes.clear();
        }
        codes
    }
}
