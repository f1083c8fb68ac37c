//! Aggregates: exact values of whole groups for the kernels, affine forms with possible members for the exact path.

use crate::eval::exact::context::Exact;
use crate::eval::tables::groups::Group;
use crate::eval::types::affine::PartOf;
use crate::eval::types::env::{Env, Found, KeyBits};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::plan::{AggId, Key, Measure};
use std::sync::Arc;

/// The rows that matter for one key.
pub struct Members<'a> {
    pub sure: &'a [u32],
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
        let tail = self.may_have_more(scope, &key, Some(env)) || self.calendar_is_open(scope, Some(env));
        let full: Option<KeyBits> = key.iter().copied().collect();
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
        maybe.sort_unstable();
        let id = if full.is_some() { 0 } else { self.fresh() };
        Members { sure, maybe, tail, part: PartOf { key: key.into(), outer: Arc::default(), id } }
    }

    pub fn aggregate(&self, id: AggId, key: &[Key], env: &Env) -> Value {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        if let Some((residual, slot)) = scope.residual {
            let members = self.residual_members(id, key, env, residual, slot);
            return self.fold_members(id, &members.0, &members.1, (env, Some(slot)));
        }
        let members = self.members(id, key, env);
        if env.changed.is_some() {
            // What is tried is not remembered.
            return self.fold_members(id, members.sure, &members, (env, None));
        }
        let full = members.full_key();
        let forms = &self.forms[id.0 as usize];
        if let Some(full) = &full
            && let Some(hit) = forms.lock().ok().and_then(|c| c.get(full).cloned())
        {
            return (*hit).clone();
        }
        let sure: Vec<u32> = members.sure.to_vec();
        let value = self.fold_members(id, &sure, &members, (env, None));
        // Whoever comes first is heard: two threads must not hold two symbols for one figure.
        match (full, forms.lock()) {
            (Some(full), Ok(mut cache)) => (**cache.entry(full).or_insert_with(|| Arc::new(value))).clone(),
            _ => value,
        }
    }

    /// With a condition on both rows: the matching part of the scope, decided member by member.
    pub fn residual_members(
        &self,
        id: AggId,
        key: &[Key],
        env: &Env,
        residual: crate::plan::CondId,
        slot: u8,
    ) -> (Vec<u32>, Members<'_>) {
        let rel = self.plan.scope(self.plan.agg(id).scope).rel;
        let all = self.members(id, key, env);
        let (mut sure, mut maybe) = (Vec::new(), Vec::new());
        let known = all.sure.iter().map(|&r| (r, true)).chain(all.maybe.iter().map(|&r| (r, false)));
        for (row, is_sure) in known {
            let truth = self.truth(residual, &env.with(slot, rel, row));
            if truth == Truth::TRUE && is_sure {
                sure.push(row);
            } else if truth.can_be_true() {
                maybe.push(row);
            }
        }
        let part = PartOf { outer: env.rows.clone().into(), ..all.part };
        (sure, Members { sure: &[], maybe, part, tail: all.tail })
    }

    /// `every` and `some`: possible members can break the one and make the other, never the reverse.
    pub fn quantified(&self, all: bool, id: AggId, key: &[Key], env: &Env) -> Truth {
        let agg = self.plan.agg(id);
        let Measure::Truth(cond) = &agg.measure else { return Truth::UNKNOWN };
        let scope = self.plan.scope(agg.scope);
        let (sure, members) = match scope.residual {
            Some((residual, slot)) => self.residual_members(id, key, env, residual, slot),
            None => {
                let members = self.members(id, key, env);
                (members.sure.to_vec(), members)
            }
        };
        let inner = |row: u32| match scope.residual {
            Some((_, slot)) => env.with(slot, scope.rel, row),
            None => env.alone(scope.rel, row),
        };
        let neutral = if all { Truth::TRUE } else { Truth::FALSE };
        let mut truth = neutral;
        for &row in &sure {
            let one = self.truth(*cond, &inner(row));
            truth = if all { truth.and(one) } else { truth.or(one) };
        }
        for &row in &members.maybe {
            let one = self.truth(*cond, &inner(row)).or_possible(neutral);
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

    /// Whether a part of a key that is not known may be this one. A row that was not sent is none of those that hold another key.
    pub fn may_be(&self, part: &Key, row: u64, env: &Env) -> bool {
        let Key::Row(wanted) = part else { return true };
        let (Found::Missing { rel, key, .. }, Ok(row)) = (self.find(*wanted, env), u32::try_from(row)) else { return true };
        let columns = &self.rules.schema.get(rel).key;
        columns.iter().zip(&key).all(|(&col, wanted)| match (wanted, self.key_bits(rel, col, row)) {
            (Some(wanted), Some(held)) => *wanted == held,
            _ => true,
        })
    }
}
