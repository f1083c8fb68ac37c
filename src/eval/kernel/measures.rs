//! Aggregates of whole groups, as scaled integers and counts.

use crate::eval::kernel::columns::{CHUNK, Chunk, Ints, NumVec};
use crate::eval::kernel::context::Kernel;
use crate::eval::tables::groups::{Group, GroupTable, NO_GROUP};
use crate::eval::tables::measures::MeasureTable;
use crate::eval::tables::partly_keyed::PartlyKeyed;
use crate::eval::types::env::KeyBits;
use crate::eval::types::known::Memo;
use crate::eval::types::truth::Truth;
use crate::num::{Rat, from_scaled};
use crate::plan::{AggId, Key, KeyPart, LinearForm, Measure, Num, Scope};
use rustc_hash::FxHashMap;

/// How the figures of a group become one.
#[derive(Clone, Copy)]
enum Fold {
    Sum,
    Least,
    Greatest,
}

impl Fold {
    fn of_nothing(self) -> Option<i128> {
        match self {
            Self::Sum => Some(0),
            Self::Least | Self::Greatest => None,
        }
    }

    /// `None` where the sum does not fit.
    fn with(self, a: i128, b: i128) -> Option<i128> {
        match self {
            Self::Sum => a.checked_add(b),
            Self::Least => Some(a.min(b)),
            Self::Greatest => Some(a.max(b)),
        }
    }

    /// Adds what more rows of a group come to.
    fn add_exact(self, to: &mut FxHashMap<u32, Rat>, group: u32, value: Rat) {
        let all = match (to.remove(&group), self) {
            (None, _) => value,
            (Some(own), Self::Sum) => own + value,
            (Some(own), Self::Least) => own.min(value),
            (Some(own), Self::Greatest) => own.max(value),
        };
        to.insert(group, all);
    }
}

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
        let whole = |group: &Group| {
            let key: Vec<Option<u64>> = group.key.iter().map(|&k| Some(k)).collect();
            let open = self.may_have_more(scope, &key, None) || self.calendar_is_open(scope, None);
            group.maybe.is_empty() && !open && !groups.partly_keyed.any_fits(&key)
        };
        table.whole = groups.groups.iter().map(whole).collect();
        match &agg.measure {
            Measure::Count => {
                table.known = groups.groups.iter().map(|g| i128::try_from(g.sure.len()).ok()).collect();
            }
            Measure::Sum(lin) => self.fold_rows(&mut table, (scope, groups), lin, Fold::Sum),
            Measure::Min(Num::LinearForm(lin)) => self.fold_rows(&mut table, (scope, groups), lin, Fold::Least),
            Measure::Max(Num::LinearForm(lin)) => self.fold_rows(&mut table, (scope, groups), lin, Fold::Greatest),
            // Rows that are not in hand decide nothing.
            Measure::Truth(cond) => {
                let counts =
                    |(group, whole): (&Group, &bool)| if *whole { self.truth_counts(scope, *cond, &group.sure) } else { None };
                table.truth = groups.groups.iter().zip(&table.whole).map(counts).collect();
            }
            Measure::Min(Num::Ratio(..))
            | Measure::Max(Num::Ratio(..))
            | Measure::Valued(_)
            | Measure::Quantile(..)
            | Measure::Distinct(_)
            | Measure::Places(_) => {}
        }
        self.add_figures_elsewhere(id, &mut table);
        table
    }

    /// Adds what the rows come to that are not in hand.
    fn add_figures_elsewhere(&self, id: AggId, table: &mut MeasureTable) {
        let agg = self.plan.agg(id);
        let fold = match &agg.measure {
            Measure::Count | Measure::Sum(_) | Measure::Valued(_) => Fold::Sum,
            Measure::Min(_) => Fold::Least,
            Measure::Max(_) => Fold::Greatest,
            Measure::Quantile(..) | Measure::Distinct(_) | Measure::Places(_) | Measure::Truth(_) => return,
        };
        let Some(summarized) = self.summarized.and_then(|s| s.of_scope(agg.scope)) else { return };
        let Some((place, scale)) = summarized.place(id) else { return };
        let groups = self.group_table(agg.scope);
        if table.known.is_empty() {
            // The kernels know nothing of the rows in hand: these are looked at one by one.
            table.known = vec![fold.of_nothing(); groups.groups.len()];
            let some = (0u32..).zip(&groups.groups).filter(|(_, group)| !group.sure.is_empty());
            table.loose = some.map(|(at, group)| (at, group.sure.clone())).collect();
        }
        let common = table.scale.max(scale);
        let up = |value: i128, from: u32| 10i128.checked_pow(common - from).and_then(|f| value.checked_mul(f));
        let own = table.scale;
        for known in &mut table.known {
            *known = known.and_then(|value| up(value, own));
        }
        table.scale = common;
        for group in &summarized.groups {
            let at_group = self.told_key(&group.key).and_then(|key| groups.index.get(&key).copied());
            let (Some(at_group), Some(value)) = (at_group, group.values.get(place)) else { continue };
            fold.add_exact(&mut table.elsewhere, at_group, from_scaled(*value, scale));
            let Some(known) = table.known.get_mut(at_group as usize) else { continue };
            // Nothing known of the rows that are there may mean that it does not fit.
            let none_there = groups.groups.get(at_group as usize).is_some_and(|g| {
                g.sure.iter().all(|row| table.loose.get(&at_group).is_some_and(|loose| loose.binary_search(row).is_ok()))
            });
            *known = match (*known, up(*value, scale)) {
                (Some(own), Some(value)) => fold.with(own, value),
                (None, value) if none_there => value,
                (_, None) | (None, Some(_)) => None,
            };
        }
    }

    /// The bits of a key that was told by what it means; `None` where no row holds its text.
    pub fn told_key(&self, key: &[KeyPart]) -> Option<KeyBits> {
        let bits = |part: &KeyPart| match part {
            KeyPart::Text(text) => self.data.texts.find(text).map(u64::from),
            KeyPart::Int(n) => Some(n.cast_unsigned()),
        };
        key.iter().map(bits).collect()
    }

    /// Folds a figure over the rows of all groups, in the order of the rows: columns are read from one end to the other, and only what each
    /// group comes to is jumped about in.
    fn fold_rows(&self, table: &mut MeasureTable, (scope, groups): (&Scope, &GroupTable), lin: &LinearForm, fold: Fold) {
        let owners = groups.owners(self.table(scope.rel).rows);
        table.known = vec![fold.of_nothing(); groups.groups.len()];
        // Where a total does not fit, nothing is known of the group.
        let mut lost: Vec<u32> = Vec::new();
        let mut scale = None;
        for (first, part) in (0u32..).step_by(CHUNK).zip(owners.chunks(CHUNK)) {
            let rows: Vec<u32> = (first..).zip(part).filter(|(_, group)| **group != NO_GROUP).map(|(row, _)| row).collect();
            let chunk = Chunk { rels: vec![scope.rel], len: rows.len(), slots: vec![rows], truths: Memo::default() };
            let v = self.lin_vec(lin, &chunk);
            let usable = v.den == 1 && (!v.nums.ok.contains(&true) || *scale.get_or_insert(v.nums.scale) == v.nums.scale);
            for (i, row) in chunk.slots[0].iter().enumerate() {
                let group = owners[*row as usize];
                if !usable || !v.nums.ok[i] {
                    table.loose.entry(group).or_default().push(*row);
                    continue;
                }
                let (so_far, value) = (&mut table.known[group as usize], v.nums.values.get(i));
                *so_far = match *so_far {
                    None => Some(value),
                    Some(known) => fold.with(known, value).or_else(|| {
                        lost.push(group);
                        None
                    }),
                };
            }
        }
        lost.into_iter().for_each(|group| table.known[group as usize] = None);
        table.scale = scale.unwrap_or(0);
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
        if scope.residual.is_none() {
            let empty = matches!(agg.measure, Measure::Count | Measure::Sum(_)).then_some(0);
            let keys = self.keys(key, chunk);
            for (i, key) in keys.into_iter().enumerate() {
                let Some(key) = key else { continue };
                let found = match groups.index.get(&key) {
                    Some(&at) => table.settled(at),
                    None => empty.filter(|_| self.empty_group(scope, &key, &groups.partly_keyed)),
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
