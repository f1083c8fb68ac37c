//! The rows of a scope, parted by key: made once, shared by all aggregates and all rules.

use crate::eval::exact::number::Env;
use crate::eval::kernel::columns::{CHUNK, Chunk};
use crate::eval::tables::bind::{Bound, KeyBits};
use crate::eval::tables::wild::WildRows;
use crate::eval::types::truth::Truth;
use crate::plan::{Key, Scope, ScopeId, Text};
use rustc_hash::FxHashMap;

/// Rows by key. Row lists are in row order.
#[derive(Debug, Default)]
pub struct GroupTable {
    pub index: FxHashMap<KeyBits, u32>,
    pub groups: Vec<Group>,
    /// Rows of which a key part is not known: they may belong to every group that fits.
    pub wild: WildRows,
}

#[derive(Debug, Default)]
pub struct Group {
    pub key: KeyBits,
    /// Rows that pass the filter.
    pub sure: Vec<u32>,
    /// Rows of which nobody knows whether they pass.
    pub maybe: Vec<u32>,
}

impl Bound<'_> {
    pub fn group_table(&self, id: ScopeId) -> &GroupTable {
        self.groups[id.0 as usize].get_or_init(|| self.build_groups(self.plan.scope(id)))
    }

    fn build_groups(&self, scope: &Scope) -> GroupTable {
        let mut table = GroupTable::default();
        let rows = self.table(scope.rel).rows;
        let mut start = 0;
        while start < rows {
            let end = rows.min(start.saturating_add(u32::try_from(CHUNK).unwrap_or(8192)));
            self.add_chunk(scope, (start..end).collect(), &mut table);
            start = end;
        }
        table
    }

    fn add_chunk(&self, scope: &Scope, rows: Vec<u32>, table: &mut GroupTable) {
        let chunk = Chunk { rels: vec![scope.rel], len: rows.len(), slots: vec![rows] };
        let mut pass = vec![Truth::TRUE; chunk.len];
        // Totals of a policy run over its own regions.
        for (row, here) in self.abroad(scope.rel) {
            if let Ok(at) = chunk.slots[0].binary_search(row) {
                pass[at] = *here;
            }
        }
        for part in &scope.filter {
            let more = self.truths(*part, &chunk);
            pass.iter_mut().zip(more).for_each(|(t, m)| *t = t.and(m));
        }
        let keys = self.keys(&scope.key, &chunk);
        for (i, key) in keys.into_iter().enumerate() {
            let row = chunk.slots[0][i];
            if pass[i].is_open() {
                let env = Env::of(scope.rel, row);
                pass[i] = scope.filter.iter().fold(self.is_here(scope.rel, row), |t, p| t.and(self.truth(*p, &env)));
            }
            if !pass[i].can_be_true() {
                continue;
            }
            let sure = pass[i] == Truth::TRUE;
            match key.or_else(|| self.exact_key(scope, row)) {
                Some(key) => table.group_mut(key).add(row, sure),
                None => {
                    let env = Env::of(scope.rel, row);
                    // What is said to be none is nobody's key.
                    if !scope.key.iter().any(|k| self.key_is_none(k, &env)) {
                        let key: Vec<Option<u64>> = scope.key.iter().map(|k| self.key_part(k, &env)).collect();
                        table.wild.push(row, &key);
                    }
                }
            }
        }
    }

    fn key_is_none(&self, key: &Key, env: &Env) -> bool {
        matches!(key, Key::Text(Text::Cell { row, col }) if self.is_none(*row, *col, env))
    }

    /// Keys the kernels left open may still be known exactly.
    fn exact_key(&self, scope: &Scope, row: u32) -> Option<KeyBits> {
        let env = Env::of(scope.rel, row);
        scope.key.iter().map(|k: &Key| self.key_part(k, &env)).collect()
    }
}

impl GroupTable {
    fn group_mut(&mut self, key: KeyBits) -> &mut Group {
        let next = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        let at = *self.index.entry(key.clone()).or_insert(next);
        if at == next {
            self.groups.push(Group { key, ..Group::default() });
        }
        &mut self.groups[at as usize]
    }

    pub fn find(&self, key: &[u64]) -> Option<&Group> {
        self.index.get(key).map(|&at| &self.groups[at as usize])
    }
}

impl Group {
    fn add(&mut self, row: u32, sure: bool) {
        if sure { self.sure.push(row) } else { self.maybe.push(row) }
    }
}
