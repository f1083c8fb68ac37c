//! Aggregates of whole groups, as scaled integers and counts.

use crate::eval::kernel::columns::{CHUNK, Chunk, Ints, NumVec};
use crate::eval::kernel::context::Kernel;
use crate::eval::tables::groups::Group;
use crate::eval::tables::measures::MeasureTable;
use crate::eval::tables::partly_keyed::PartlyKeyed;
use crate::eval::types::env::KeyBits;
use crate::eval::types::known::Memo;
use crate::eval::types::truth::Truth;
use crate::plan::{AggId, Key, LinearForm, Measure, Scope};

impl Kernel<'_> {
    pub fn measure_table(&self, id: AggId) -> &MeasureTable {
        self.measures[id.0 as usize].get_or_init(|| self.build_measure(id))
    }

    pub fn build_measure(&self, id: AggId) -> MeasureTable {
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
            let whole = group.maybe.is_empty() && !open && !groups.partly_keyed.any_fits(&key);
            match &agg.measure {
                Measure::Count => table.exact.push(whole.then(|| i128::try_from(group.sure.len()).unwrap_or(i128::MAX))),
                Measure::Sum(lin) => self.push_sum(&mut table, scope, lin, group, whole),
                Measure::Truth(cond) => {
                    let counts = if whole { self.truth_counts(scope, *cond, &group.sure) } else { None };
                    table.truth.push(counts);
                }
                Measure::Valued(_)
                | Measure::Min(_)
                | Measure::Max(_)
                | Measure::Quantile(..)
                | Measure::Distinct(_)
                | Measure::Places(_) => {
                    table.exact.push(None);
                }
            }
        }
        table
    }

    pub fn push_sum(&self, table: &mut MeasureTable, scope: &Scope, lin: &LinearForm, group: &Group, whole: bool) {
        let mut total: Option<i128> = whole.then_some(0);
        let mut scale = None;
        for rows in group.sure.chunks(CHUNK) {
            let Some(sum) = total else { break };
            let chunk = Chunk { rels: vec![scope.rel], len: rows.len(), slots: vec![rows.to_vec()], truths: Memo::default() };
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

    pub fn truth_counts(&self, scope: &Scope, cond: crate::plan::CondId, rows: &[u32]) -> Option<(u64, u64)> {
        let (mut passed, mut failed) = (0, 0);
        for part in rows.chunks(CHUNK) {
            let chunk = Chunk { rels: vec![scope.rel], len: part.len(), slots: vec![part.to_vec()], truths: Memo::default() };
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
                    None => self.empty_group(scope, &key, &groups.partly_keyed).then_some(0),
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
    pub fn empty_group(&self, scope: &Scope, key: &[u64], partly_keyed: &PartlyKeyed) -> bool {
        let key: Vec<Option<u64>> = key.iter().map(|&k| Some(k)).collect();
        !partly_keyed.any_fits(&key) && !self.may_have_more(scope, &key, None) && !self.calendar_is_open(scope, None)
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
                None => self.empty_group(scope, &key, &groups.partly_keyed).then_some((0, 0))?,
            };
            Some(Truth::of(if all { failed == 0 } else { passed > 0 }))
        };
        self.keys(key, chunk).into_iter().map(|k| decide(k).unwrap_or(Truth::OPEN)).collect()
    }
}
