//! Aggregates: exact values of whole groups for the kernels, affine forms with possible members for the exact path.

use crate::eval::exact::number::{Env, Value};
use crate::eval::exact::window::Lacking;
use crate::eval::kernel::columns::{CHUNK, Chunk, Ints, NumVec};
use crate::eval::tables::bind::{Bound, KeyBits};
use crate::eval::tables::groups::Group;
use crate::eval::tables::wild::WildRows;
use crate::eval::types::affine::PartOf;
use crate::eval::types::truth::Truth;
use crate::plan::{AggId, Key, Lin, Measure, Scope};
use crate::ty::{Origin, periods_within};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex};

/// What is known of one aggregate over all its groups.
#[derive(Debug, Default)]
pub struct MeasureTable {
    /// Per group: the value as a scaled integer where it is exactly known, for the kernels.
    pub exact: Vec<Option<i128>>,
    pub scale: u32,
    /// Truth of `every`/`some` per group where all members are decided: (passed, failed).
    pub truth: Vec<Option<(u64, u64)>>,
    /// Affine forms made so far.
    cache: Mutex<FxHashMap<KeyBits, Arc<Value>>>,
}

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

impl Bound<'_> {
    pub fn measure_table(&self, id: AggId) -> &MeasureTable {
        self.measures[id.0 as usize].get_or_init(|| self.build_measure(id))
    }

    fn build_measure(&self, id: AggId) -> MeasureTable {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        let mut table = MeasureTable::default();
        if scope.residual.is_some() {
            return table;
        }
        let groups = self.group_table(agg.scope);
        for group in &groups.groups {
            let key: Vec<Option<u64>> = group.key.iter().map(|&k| Some(k)).collect();
            let open = self.may_have_more(scope, &key, None) || self.calendar_is_open(scope, None);
            let whole = group.maybe.is_empty() && !open && !groups.wild.any_fits(&key);
            match &agg.measure {
                Measure::Count => table.exact.push(whole.then(|| i128::try_from(group.sure.len()).unwrap_or(i128::MAX))),
                Measure::Sum(lin) => self.push_sum(&mut table, scope, lin, group, whole),
                Measure::Truth(cond) => {
                    let counts = if whole { self.truth_counts(scope, *cond, &group.sure) } else { None };
                    table.truth.push(counts);
                }
                Measure::Valued(_) | Measure::Min(_) | Measure::Max(_) | Measure::Quantile(..) | Measure::Distinct(_) => {
                    table.exact.push(None);
                }
            }
        }
        table
    }

    fn push_sum(&self, table: &mut MeasureTable, scope: &Scope, lin: &Lin, group: &Group, whole: bool) {
        let mut total: Option<i128> = whole.then_some(0);
        let mut scale = None;
        for rows in group.sure.chunks(CHUNK) {
            let Some(sum) = total else { break };
            let chunk = Chunk { rels: vec![scope.rel], len: rows.len(), slots: vec![rows.to_vec()] };
            let v = self.lin_vec(lin, &chunk);
            let same_scale = *scale.get_or_insert(v.nums.scale) == v.nums.scale;
            if v.den != 1 || !same_scale || v.nums.ok.iter().any(|ok| !ok) {
                total = None;
                break;
            }
            total = match &v.nums.values {
                // A sum of i64 in i128 cannot overflow below 2^64 rows.
                Ints::Narrow(list) => sum.checked_add(list.iter().map(|&x| i128::from(x)).sum()),
                Ints::Wide(list) => list.iter().try_fold(sum, |a, x| a.checked_add(*x)),
            };
        }
        let scale = scale.unwrap_or(table.scale);
        if table.exact.is_empty() || table.exact.iter().all(Option::is_none) {
            table.scale = scale;
        }
        table.exact.push(total.filter(|_| scale == table.scale));
    }

    fn truth_counts(&self, scope: &Scope, cond: crate::plan::CondId, rows: &[u32]) -> Option<(u64, u64)> {
        let (mut passed, mut failed) = (0, 0);
        for part in rows.chunks(CHUNK) {
            let chunk = Chunk { rels: vec![scope.rel], len: part.len(), slots: vec![part.to_vec()] };
            for truth in self.truths(cond, &chunk) {
                match truth {
                    Truth::TRUE => passed += 1,
                    Truth::FALSE => failed += 1,
                    // What has no base neither passes nor fails.
                    Truth::NO_BASE => {}
                    _ => return None,
                }
            }
        }
        Some((passed, failed))
    }

    /// The kernel's view of an aggregate: one integer per row where the group is exactly known.
    pub fn measured(&self, id: AggId, key: &[Key], chunk: &Chunk) -> NumVec {
        let agg = self.plan.agg(id);
        let table = self.measure_table(id);
        let groups = self.group_table(agg.scope);
        let scope = self.plan.scope(agg.scope);
        let mut ok = vec![false; chunk.len];
        let mut values = vec![0i128; chunk.len];
        let additive = matches!(agg.measure, Measure::Count | Measure::Sum(_));
        if scope.residual.is_none() && additive {
            let keys = self.keys(key, chunk);
            for (i, key) in keys.into_iter().enumerate() {
                let Some(key) = key else { continue };
                let found = match groups.index.get(&key) {
                    Some(&at) => table.exact.get(at as usize).copied().flatten(),
                    None => self.empty_group(scope, &key, &groups.wild).then_some(0),
                };
                if let Some(v) = found {
                    (values[i], ok[i]) = (v, true);
                }
            }
        }
        let narrow: Option<Vec<i64>> = values.iter().map(|&v| i64::try_from(v).ok()).collect();
        NumVec { values: narrow.map_or(Ints::Wide(values), Ints::Narrow), scale: table.scale, ok }
    }

    /// No row has this key, and none can.
    fn empty_group(&self, scope: &Scope, key: &[u64], wild: &WildRows) -> bool {
        let key: Vec<Option<u64>> = key.iter().map(|&k| Some(k)).collect();
        !wild.any_fits(&key) && !self.may_have_more(scope, &key, None) && !self.calendar_is_open(scope, None)
    }

    pub fn quantified_vec(&self, all: bool, id: AggId, key: &[Key], chunk: &Chunk) -> Vec<Truth> {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        if scope.residual.is_some() {
            return vec![Truth::OPEN; chunk.len];
        }
        let (table, groups) = (self.measure_table(id), self.group_table(agg.scope));
        let decide = |key: Option<KeyBits>| {
            let key = key?;
            let (passed, failed) = match groups.index.get(&key) {
                Some(&at) => table.truth.get(at as usize).copied().flatten()?,
                None => self.empty_group(scope, &key, &groups.wild).then_some((0, 0))?,
            };
            Some(Truth::of(if all { failed == 0 } else { passed > 0 }))
        };
        self.keys(key, chunk).into_iter().map(|k| decide(k).unwrap_or(Truth::OPEN)).collect()
    }

    /// Whether rows that nobody sent could belong to this key of the scope.
    pub fn may_have_more(&self, scope: &Scope, key: &[Option<u64>], env: Option<&Env>) -> bool {
        if self.takes_nothing(scope) {
            return false;
        }
        let relation = self.rules.schema.get(scope.rel);
        if matches!(relation.origin, Origin::Nested { .. }) {
            let Some(at) = scope.key.iter().position(|k| matches!(k, Key::Row(_))) else {
                return !self.complete.all_lists(scope.rel) || !matches!(self.lacking(scope, None, env), Lacking::Nothing);
            };
            let row = key.get(at).copied().flatten().and_then(|k| u32::try_from(k).ok());
            // The list of a row that is not there was not sent.
            return row.is_none_or(|row| !self.open_lists(scope, row).is_empty());
        }
        let part = |at: Option<usize>| at.and_then(|i| key.get(i).copied().flatten());
        let period = part(scope.period_part).map(u64::cast_signed);
        if scope.period_part.is_some() && period.is_none() {
            // The period asked for is not known; it may be one that nobody reported on.
            return true;
        }
        let sender = part(scope.sender_part).and_then(|c| u32::try_from(c).ok());
        if !matches!(self.lacking(scope, sender, env), Lacking::Nothing) {
            return true;
        }
        let whole = |period| self.complete.is_complete(scope.rel, relation.period().is_some(), period, sender);
        match (period, scope.period_kind, relation.period()) {
            // Of a year every month must be there.
            (Some(period), Some(around), Some((_, kind))) => {
                periods_within(period, around, kind).into_iter().any(|own| !whole(Some(own)))
            }
            _ => !whole(period),
        }
    }

    /// The rows of a scope for a key in hand.
    pub fn members(&self, id: AggId, key: &[Key], env: &Env) -> Members<'_> {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        let groups = self.group_table(agg.scope);
        let parts = key;
        let key: Vec<Option<u64>> = parts.iter().map(|k| self.key_part(k, env)).collect();
        let tail = self.may_have_more(scope, &key, Some(env)) || self.calendar_is_open(scope, Some(env));
        let full: Option<KeyBits> = key.iter().copied().collect();
        let mut maybe: Vec<u32> = groups.wild.fitting(&key);
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
            return self.fold_members(id, &members.0, &members.1, Some((env, slot)));
        }
        let members = self.members(id, key, env);
        let full = members.full_key();
        let table = self.measure_table(id);
        if let Some(full) = &full
            && let Some(hit) = table.cache.lock().ok().and_then(|c| c.get(full).cloned())
        {
            return (*hit).clone();
        }
        let sure: Vec<u32> = members.sure.to_vec();
        let value = self.fold_members(id, &sure, &members, None);
        // Whoever comes first is heard: two threads must not hold two symbols for one figure.
        match (full, table.cache.lock()) {
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
            None => Env::of(scope.rel, row),
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

impl Env {
    /// The rows in hand with one more.
    pub fn with(&self, slot: u8, rel: crate::ty::RelId, row: u32) -> Env {
        let mut out = self.clone();
        let slot = usize::from(slot);
        if slot < out.rows.len() {
            // What was taken for granted of a row that goes is not so of the row that comes.
            out.assumed = None;
        }
        out.rels.resize(slot.max(out.rels.len()), rel);
        out.rows.resize(slot.max(out.rows.len()), 0);
        out.rels.truncate(slot);
        out.rows.truncate(slot);
        out.rels.push(rel);
        out.rows.push(row);
        out
    }
}
