//! Aggregates: exact values of whole groups for the kernels, affine forms with possible members for the exact path.

mod crowd;
mod distinct;
pub mod fold;
pub mod totals;

use crate::eval::exact::context::Exact;
use crate::eval::tables::groups::Group;
use crate::eval::types::affine::PartOf;
use crate::eval::types::env::{Env, Found, KeyBits};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::Rat;
use crate::plan::{AggId, CondId, Key, Measure, Scope, ScopeId};
use std::borrow::Cow;
use std::sync::Arc;

/// The rows that matter for one key.
#[derive(Default)]
pub struct Members<'a> {
    /// The group of the key, if it is known and there is one.
    pub group: Option<u32>,
    /// What rows that are not listed come to: their number, sum, least or greatest.
    pub settled: Option<Rat>,
    pub sure: Cow<'a, [u32]>,
    pub maybe: Vec<u32>,
    /// More rows may exist that nobody sent.
    pub tail: bool,
    pub part: PartOf,
}

impl Members<'_> {
    fn full_key(&self) -> Option<KeyBits> {
        self.part.key.iter().copied().collect()
    }
}

impl Exact<'_> {
    /// The rows of a scope for a key in hand.
    pub fn members(&self, id: AggId, key: &[Key], env: &Env) -> Members<'_> {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        let groups = self.group_table(agg.scope);
        let parts = key;
        let key: Vec<Option<u64>> = parts.iter().map(|k| self.key_part(k, env)).collect();
        let more = !scope.as_sent && self.may_have_more(scope, &key, Some(env));
        let full: Option<KeyBits> = key.iter().copied().collect();
        let tail = more || self.asks_elsewhere(agg.scope, full.as_ref()) || self.calendar_is_open(scope, Some(env));
        let mut maybe: Vec<u32> = groups.partly_keyed.fitting(&key);
        let sure: &[u32] = match &full {
            Some(full) => match groups.find(full) {
                Some(group) => {
                    maybe.extend(&group.maybe);
                    &group.sure
                }
                None => &[],
            },
            // The key in hand is not known: every row of every group that fits may belong.
            None => {
                let open =
                    |at: usize, part: u64| key[at].map_or_else(|| self.may_be(&parts[at], part, env), |known| known == part);
                let fits = |g: &&Group| g.key.iter().enumerate().all(|(at, part)| open(at, *part));
                groups.groups.iter().filter(fits).for_each(|g| {
                    maybe.extend(&g.sure);
                    maybe.extend(&g.maybe);
                });
                &[]
            }
        };
        let mut sure = Cow::Borrowed(sure);
        if full.is_none()
            && let Some(at) = maybe.iter().position(|row| self.belongs_to_its_own(scope, parts, *row, env))
        {
            sure.to_mut().push(maybe.remove(at));
        }
        for (row, is_sure) in self.unsent_members(scope, &key) {
            if is_sure { sure.to_mut().push(row) } else { maybe.push(row) }
        }
        maybe.sort_unstable();
        let id = if full.is_some() { 0 } else { self.fresh() };
        let group = full.and_then(|full| groups.index.get(&full).copied());
        Members { group, settled: None, sure, maybe, tail, part: PartOf { key: key.into(), outer: Arc::default(), id } }
    }

    /// Which of the rows that are not in hand belong to a key that is not known, nobody can tell.
    fn asks_elsewhere(&self, scope: ScopeId, key: Option<&KeyBits>) -> bool {
        let Some(summarized) = self.summarized.filter(|s| key.is_none() && s.of_scope(scope).is_some()) else { return false };
        summarized.want_rows();
        true
    }

    /// Of those who should have sent rows and did not, the rows that belong here, each with whether it surely does. Only a question about the
    /// form as it was sent counts them.
    fn unsent_members(&self, scope: &Scope, key: &[Option<u64>]) -> Vec<(u32, bool)> {
        let rows = self.unsent.get(&scope.rel).filter(|_| scope.as_sent);
        let one = |row: &u32| {
            let env = Env::of(scope.rel, *row);
            let passes = scope.filter.iter().fold(Truth::TRUE, |t, cond| t.and(self.truth(*cond, &env)));
            if !passes.can_be_true() {
                return None;
            }
            let mut sure = passes == Truth::TRUE;
            for (part, wanted) in scope.key.iter().zip(key) {
                match (self.key_part(part, &env), wanted) {
                    (Some(own), Some(wanted)) if own != *wanted => return None,
                    (Some(_), Some(_)) => {}
                    // The row above it is one that was not sent either.
                    (None, _) if matches!(part, Key::Row(_)) => return None,
                    _ => sure = false,
                }
            }
            Some((*row, sure))
        };
        rows.into_iter().flatten().filter_map(one).collect()
    }

    pub fn aggregate(&self, id: AggId, key: &[Key], env: &Env) -> Value {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        if let Some((residual, slot)) = scope.residual {
            if let Some(value) = self.over_ranges(id, key, env) {
                return value;
            }
            let members = self.residual_members(id, key, env, residual, slot);
            return self.fold_members(id, &members.0, &members.1, (env, Some(slot)));
        }
        let members = self.members(id, key, env);
        if env.changed.is_some() {
            // What is tried is not remembered.
            let members = self.with_known(id, members, env);
            return self.fold_members(id, &members.sure, &members, (env, None));
        }
        let full = members.full_key();
        let forms = &self.forms[id.0 as usize];
        if let Some(full) = &full
            && let Some(hit) = forms.lock().ok().and_then(|c| c.get(full).cloned())
        {
            return (*hit).clone();
        }
        let members = self.with_known(id, members, env);
        let value = self.fold_members(id, &members.sure, &members, (env, None));
        // Whoever comes first is heard: two threads must not hold two symbols for one figure.
        match (full, forms.lock()) {
            (Some(full), Ok(mut cache)) => (**cache.entry(full).or_insert_with(|| Arc::new(value))).clone(),
            _ => value,
        }
    }

    /// With a condition on both rows: the matching part of the scope. Rows that a comparison of known figures leaves out, or takes in, are
    /// not looked at one by one.
    pub fn residual_members(&self, id: AggId, key: &[Key], env: &Env, residual: CondId, slot: u8) -> (Vec<u32>, Members<'_>) {
        let scope = self.plan.agg(id).scope;
        let all = self.members(id, key, env);
        let picked = self.ordered(scope).and_then(|ordered| self.picked(scope, ordered, all.group, env));
        let (mut sure, asked): (Vec<u32>, Vec<u32>) = match &picked {
            None => (Vec::new(), all.sure.to_vec()),
            Some(picked) if picked.whole => (picked.rows().collect(), picked.apart.clone()),
            Some(picked) => (Vec::new(), picked.rows().chain(picked.apart.iter().copied()).collect()),
        };
        let (more, mut maybe) = self.asked(&asked, residual, &|row| env.with(slot, self.plan.scope(scope).rel, row));
        sure.extend(more);
        if picked.is_some() {
            sure.sort_unstable();
            maybe.sort_unstable();
        }
        let (firm, loose) = self.asked(&all.maybe, residual, &|row| env.with(slot, self.plan.scope(scope).rel, row));
        maybe.extend(firm.into_iter().chain(loose));
        let part = PartOf { outer: env.rows.clone().into(), ..all.part };
        (sure, Members { sure: Cow::Borrowed(&[]), maybe, part, ..all })
    }

    /// The rows of which a condition holds, and those of which it may.
    pub fn asked(&self, rows: &[u32], condition: CondId, inner: &dyn Fn(u32) -> Env) -> (Vec<u32>, Vec<u32>) {
        let (mut sure, mut maybe) = (Vec::new(), Vec::new());
        for &row in rows {
            match self.truth(condition, &inner(row)) {
                Truth::TRUE => sure.push(row),
                truth if truth.can_be_true() => maybe.push(row),
                _ => {}
            }
        }
        (sure, maybe)
    }

    /// `every` and `some`: possible members can break the one and make the other, never the reverse.
    pub fn quantified(&self, all: bool, id: AggId, key: &[Key], env: &Env) -> Truth {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        if let Some(truth) = self.quantified_ranges(all, id, key, env) {
            return truth;
        }
        let (sure, members) = match scope.residual {
            Some((residual, slot)) => self.residual_members(id, key, env, residual, slot),
            None => {
                let members = self.members(id, key, env);
                (members.sure.to_vec(), members)
            }
        };
        let neutral = if all { Truth::TRUE } else { Truth::FALSE };
        self.truth_of_members(all, neutral, id, &sure, &members, env)
    }

    /// What is known of some members and what the others come to.
    pub fn truth_of_members(&self, all: bool, so_far: Truth, id: AggId, sure: &[u32], members: &Members<'_>, env: &Env) -> Truth {
        let Measure::Truth(cond) = &self.plan.agg(id).measure else { return Truth::UNKNOWN };
        let neutral = if all { Truth::TRUE } else { Truth::FALSE };
        let mut truth = so_far;
        for &row in sure {
            let one = self.truth(*cond, &self.inner_env(id, row, env));
            truth = if all { truth.and(one) } else { truth.or(one) };
        }
        for &row in &members.maybe {
            let one = self.truth(*cond, &self.inner_env(id, row, env)).or_possible(neutral);
            truth = if all { truth.and(one) } else { truth.or(one) };
        }
        if members.tail {
            truth = if all { truth.and(Truth::UNKNOWN) } else { truth.or(Truth::UNKNOWN) };
        }
        truth
    }
}

impl Exact<'_> {
    /// The rows of an aggregate, sure and possible, and whether more may exist.
    pub fn looked_at(&self, agg: AggId, key: &[Key], env: &Env) -> (Vec<u32>, bool) {
        let (mut rows, maybe, tail) = self.sure_and_maybe(agg, key, env);
        rows.extend(maybe);
        (rows, tail)
    }

    /// The rows that surely belong, those that may, and whether more may exist.
    pub fn sure_and_maybe(&self, agg: AggId, key: &[Key], env: &Env) -> (Vec<u32>, Vec<u32>, bool) {
        match self.plan.scope(self.plan.agg(agg).scope).residual {
            Some((residual, slot)) => {
                let (sure, members) = self.residual_members(agg, key, env, residual, slot);
                (sure, members.maybe.clone(), members.tail)
            }
            None => {
                let members = self.members(agg, key, env);
                (members.sure.to_vec(), members.maybe.clone(), members.tail)
            }
        }
    }

    /// Where a member of an aggregate is looked at.
    pub fn inner_env(&self, agg: AggId, row: u32, env: &Env) -> Env {
        let scope = self.plan.scope(self.plan.agg(agg).scope);
        match scope.residual {
            Some((_, slot)) => env.with(slot, scope.rel, row),
            None => env.alone(scope.rel, row),
        }
    }

    /// Whether a part of a key that is not known may be this one. A row that was not sent is none of those that hold another key, nor of
    /// those that another sent.
    pub fn may_be(&self, part: &Key, row: u64, env: &Env) -> bool {
        let Key::Row(wanted) = part else { return true };
        let (Found::Missing { rel, key, expected }, Ok(row)) = (self.find(*wanted, env), u32::try_from(row)) else { return true };
        let owing = expected.and_then(|at| self.expecteds.get(at as usize)?.sender);
        if let (Some(owing), Some(sent)) = (owing, self.region_of(rel, row))
            && *self.text_of_code(owing) != *sent
        {
            return false;
        }
        let columns = &self.rules.schema.get(rel).key;
        columns.iter().zip(&key).all(|(&col, wanted)| match (wanted, self.key_bits(rel, col, row)) {
            (Some(wanted), Some(held)) => *wanted == held,
            _ => true,
        })
    }
}
