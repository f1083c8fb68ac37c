//! Conditions over a chunk. [`Truth::OPEN`] marks the rows that the exact path must decide.

use crate::data::CellState;
use crate::eval::kernel::columns::{Chunk, Ints, LinVec, NO_ROW};
use crate::eval::kernel::context::Kernel;
use crate::eval::types::truth::Truth;
use crate::plan::{Compare, Cond, CondId};

impl Kernel<'_> {
    pub fn truths(&self, id: CondId, chunk: &Chunk) -> Vec<Truth> {
        chunk.truths.get(id, self.plan.uses.cond(id), || self.truths_anew(id, chunk))
    }

    fn truths_anew(&self, id: CondId, chunk: &Chunk) -> Vec<Truth> {
        match self.plan.cond(id) {
            Cond::Const(value) => vec![Truth::of(*value); chunk.len],
            Cond::Compare(compare) => self.compare_vec(compare, chunk),
            Cond::SameText { left, right, negated } => {
                let (a, b) = (self.codes(left, chunk), self.codes(right, chunk));
                let same = a.into_iter().zip(b).map(|(a, b)| match (a, b) {
                    (Some(a), Some(b)) => Truth::of((a == b) != *negated),
                    _ => Truth::OPEN,
                });
                same.collect()
            }
            Cond::InSet { value, set } => {
                let set = &self.sets[*set];
                self.codes(value, chunk).into_iter().map(|c| c.map_or(Truth::OPEN, |c| Truth::of(set.contains(&c)))).collect()
            }
            Cond::Like { value, pattern } => self.has_shape_vec(value, pattern, chunk),
            Cond::StartsWith { value, prefix, part } => self.holds_part_vec(value, (*part, prefix), chunk),
            Cond::Rank { labels, left, op, right, .. } => self.rank_vec(labels, [left, right], *op, chunk),
            Cond::Flag { row, col } => {
                let nums = self.cells(*row, *col, chunk);
                (0..chunk.len).map(|i| if nums.ok[i] { Truth::of(nums.values.get(i) != 0) } else { Truth::OPEN }).collect()
            }
            Cond::FlagParam(_) => vec![Truth::UNKNOWN; chunk.len],
            Cond::Exists { row, col } => {
                let states = self.states(*row, *col, chunk);
                let exists = states.into_iter().map(|s| match s {
                    Some(CellState::Known) => Truth::TRUE,
                    Some(CellState::None) => Truth::FALSE,
                    _ => Truth::OPEN,
                });
                exists.collect()
            }
            // Which blanks count as something is not in the states of a chunk.
            Cond::Filled { .. } => vec![Truth::OPEN; chunk.len],
            Cond::RowExists(row) => {
                let (_, rows) = self.rows_of(*row, chunk);
                rows.into_iter().map(|r| if r == NO_ROW { Truth::OPEN } else { Truth::TRUE }).collect()
            }
            Cond::SetRelation { words, left, right } => {
                let (left, right) = (&self.sets[*left], &self.sets[*right]);
                vec![Truth::of(if words.subset { left.is_subset(right) } else { left.is_disjoint(right) }); chunk.len]
            }
            Cond::And(parts) => self.fold(parts, Truth::and, chunk),
            Cond::Or(parts) => self.fold(parts, Truth::or, chunk),
            Cond::Not(x) => self.truths(*x, chunk).into_iter().map(Truth::not).collect(),
            Cond::Holds(x) => self.truths(*x, chunk).into_iter().map(Truth::holds).collect(),
            Cond::Choose { arms, otherwise } => self.chosen_truths(arms, *otherwise, chunk),
            Cond::Quantified { all, agg, key, .. } => self.quantified_vec(*all, *agg, key, chunk),
        }
    }

    fn chosen_truths(&self, arms: &[(CondId, CondId)], otherwise: Option<CondId>, chunk: &Chunk) -> Vec<Truth> {
        let mut out = otherwise.map_or_else(|| vec![Truth::NO_BASE; chunk.len], |o| self.truths(o, chunk));
        for (when, then) in arms.iter().rev() {
            let (holds, then) = (self.truths(*when, chunk), self.truths(*then, chunk));
            for ((out, holds), then) in out.iter_mut().zip(holds).zip(then) {
                *out = match (holds.can_be_true(), holds == Truth::TRUE) {
                    _ if holds.is_open() => Truth::OPEN,
                    (true, true) => then,
                    (false, _) => *out,
                    _ if then.is_open() || out.is_open() => Truth::OPEN,
                    _ => out.or_possible(then),
                };
            }
        }
        out
    }

    fn fold(&self, parts: &[CondId], join: fn(Truth, Truth) -> Truth, chunk: &Chunk) -> Vec<Truth> {
        // What has no base is neutral.
        let mut out = vec![Truth::NO_BASE; chunk.len];
        for part in parts {
            let more = self.truths(*part, chunk);
            out.iter_mut().zip(more).for_each(|(t, m)| *t = join(*t, m));
        }
        out
    }

    fn compare_vec(&self, compare: &Compare, chunk: &Chunk) -> Vec<Truth> {
        if !compare.cancelled.is_empty() {
            return vec![Truth::OPEN; chunk.len];
        }
        let LinVec { nums, .. } = self.lin_vec(&compare.diff, chunk);
        let mut out: Vec<Truth> = match &nums.values {
            Ints::Narrow(v) => v.iter().map(|x| Truth::of(compare.op.holds(x.cmp(&0)))).collect(),
            Ints::Wide(v) => v.iter().map(|x| Truth::of(compare.op.holds(x.cmp(&0)))).collect(),
        };
        out.iter_mut().zip(&nums.ok).filter(|(_, ok)| !**ok).for_each(|(t, _)| *t = Truth::OPEN);
        // Of what was compared nothing is missing from the difference, so a figure that is not zero leaves no question about its base.
        let whole = compare.diff.gone.is_empty();
        for (base, other) in &compare.bases {
            let (base, other) = (self.lin_vec(base, chunk).nums, self.lin_vec(other, chunk).nums);
            for (i, truth) in out.iter_mut().enumerate() {
                if whole && other.ok[i] && other.values.get(i) != 0 {
                    continue;
                }
                if !base.ok[i] || !other.ok[i] {
                    *truth = Truth::OPEN;
                } else if base.values.get(i) == 0 && other.values.get(i) == 0 && !truth.is_open() {
                    *truth = Truth::NO_BASE;
                }
            }
        }
        out
    }
}
