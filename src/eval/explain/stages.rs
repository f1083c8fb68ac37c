//! Stages: where on a classification a row can stand, and what it lacks for the next stage.

use crate::ast::CmpOp;
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::types::affine::Symbol;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::finding::{Detail, Gap, Known, Staged, Whose};
use crate::plan::{Cond, Node, Place};

impl Explain<'_> {
    /// How a comparison of stages came to its truth; the needs that matter are traced.
    pub fn rank_detail(&self, cond: &Cond, negated: bool, env: &Env, trace: &mut Trace) -> Detail {
        let Cond::Rank { labels, words, left, op, right } = cond else { return Detail::None };
        let op = if negated { op.negated() } else { *op };
        let truth = self.rank_truth(labels, left, op, right, env);
        let named = |ranks: Vec<usize>| -> Vec<Option<String>> {
            ranks.into_iter().map(|r| r.checked_sub(1).and_then(|at| labels.get(at).cloned())).collect()
        };
        let (own, wanted) = (self.place_ranks(labels, left, env), self.place_ranks(labels, right, env));
        // The highest step the comparison can turn on.
        let highest = wanted.last().copied().unwrap_or(0);
        let up_to = match op {
            CmpOp::Ge | CmpOp::Lt => highest,
            CmpOp::Gt | CmpOp::Le | CmpOp::Eq | CmpOp::Ne => highest + 1,
        };
        let (known, mended) = (trace.symbols.len(), trace.repairs.len());
        let (what, mut gaps) = self.place_detail(left, up_to, truth, env, trace);
        let other = match right {
            Place::Rank(_) => None,
            place @ (Place::Classification(_) | Place::Text(_)) => {
                let reach = own.last().copied().unwrap_or(0) + 1;
                let (_, lacking) = self.place_detail(place, reach, truth, env, trace);
                if !matches!(left, Place::Classification(_)) {
                    gaps = lacking;
                }
                Some(words.clone())
            }
        };
        // One change mends it only where one element alone is missing.
        if truth == Truth::FALSE && gaps.iter().map(|g| g.missing.len()).sum::<usize>() != 1 {
            trace.repairs.truncate(mended);
        }
        // A figure turns the verdict where the need turns only if the stage is asked for as a lower bound.
        if !matches!(op, CmpOp::Ge) || other.is_some() {
            trace.symbols.iter_mut().skip(known).for_each(|s| s.1 = None);
        }
        let whose = self.whose_place(left, env).and(self.whose_place(right, env));
        let holds = truth.is_single().then_some(truth == Truth::TRUE);
        Detail::Stage(Box::new(Staged { what, labels: named(own), op, wanted: named(wanted), other, holds, gaps, whose }))
    }

    fn whose_place(&self, place: &Place, env: &Env) -> Whose {
        match place {
            Place::Rank(_) => Whose::nobodys(),
            Place::Classification(at) => self.whose_read(Node::Classification(*at), env),
            Place::Text(text) => self.whose_read(Node::Text(text), env),
        }
    }

    fn place_detail(&self, place: &Place, up_to: usize, truth: Truth, env: &Env, trace: &mut Trace) -> (String, Vec<Gap>) {
        match place {
            Place::Rank(_) => (String::new(), Vec::new()),
            Place::Classification(classification) => {
                (self.plan.classifications[*classification].title.clone(), self.gaps(*classification, up_to, env, trace))
            }
            Place::Text(text) => (self.fact_text(text, truth, env, trace).0, Vec::new()),
        }
    }

    /// What the stages above the one surely reached lack: the next, and all up to `up_to`.
    pub fn gaps(&self, classification: usize, up_to: usize, env: &Env, trace: &mut Trace) -> Vec<Gap> {
        let steps = &self.plan.classifications[classification].steps;
        let ranks = self.ranks(classification, env);
        let sure = ranks.first().copied().unwrap_or(0);
        let mut out = Vec::new();
        let mut turning: Vec<(Symbol, usize)> = Vec::new();
        for (at, step) in steps.iter().enumerate().take(up_to.max(sure + 1)).skip(sure) {
            let mut gap = Gap { label: step.label.clone(), missing: Vec::new(), unknown: Vec::new() };
            for (words, cond) in &step.needs {
                let holds = self.truth(*cond, env);
                if holds == Truth::TRUE {
                    continue;
                }
                let mut inner = Trace::default();
                let detail = self.detail(*cond, env, &mut inner);
                // Above what is asked for, a stage is told and decides nothing.
                if at < up_to {
                    turning.extend(inner.symbols.iter().map(|(s, _)| (s.clone(), at)));
                    trace.adopt(inner);
                }
                let list = if holds.can_be_true() { &mut gap.unknown } else { &mut gap.missing };
                list.push((words.clone(), detail));
            }
            if !gap.missing.is_empty() || !gap.unknown.is_empty() {
                out.push(gap);
            }
        }
        // What several needs rest on turns the verdict at no single one of them.
        for (symbol, turn) in &mut trace.symbols {
            if turning.iter().filter(|(s, _)| s == symbol).count() > 1 {
                *turn = None;
            }
        }
        out
    }

    /// A classification's label as a fact: what it is called, and the label or labels.
    pub fn classification_fact(&self, classification: usize, env: &Env, trace: &mut Trace) -> (String, Known) {
        let found = &self.plan.classifications[classification];
        let label = |rank: &usize| rank.checked_sub(1).and_then(|at| found.steps.get(at)).map(|s| s.label.clone());
        let ranks = self.ranks(classification, env);
        self.gaps(classification, ranks.last().copied().unwrap_or(0).max(1), env, trace);
        (found.title.clone(), Known::Stages(ranks.iter().map(label).collect()))
    }
}
