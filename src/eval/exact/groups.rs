//! Groups of a scope row by row: what the kernels leave open.

use crate::eval::exact::context::Exact;
use crate::eval::tables::groups::GroupTable;
use crate::eval::types::env::{Env, KeyBits};
use crate::eval::types::truth::Truth;
use crate::plan::{Key, Scope, ScopeId, Text};

impl Exact<'_> {
    /// The groups of a scope. The kernels fill them before rules run; a scope they have not come to is gone through row by row.
    pub fn group_table(&self, id: ScopeId) -> &GroupTable {
        self.groups[id.0 as usize].get_or_init(|| {
            let scope = self.plan.scope(id);
            let mut table = GroupTable::default();
            (0..self.table(scope.rel).own_rows()).for_each(|row| self.add_to_group(scope, row, (Truth::OPEN, None), &mut table));
            table
        })
    }

    /// Puts a row into its group; what the kernels know of its filter and its key is given, the rest is looked at here.
    pub fn add_to_group(&self, scope: &Scope, row: u32, (passes, key): (Truth, Option<KeyBits>), table: &mut GroupTable) {
        let env = Env::of(scope.rel, row);
        let passes = match passes.is_open() {
            true => scope.filter.iter().fold(self.is_here(scope.rel, row), |t, p| t.and(self.truth(*p, &env))),
            false => passes,
        };
        if !passes.can_be_true() {
            return;
        }
        if let Some(key) = key {
            return table.group_mut(key).add(row, passes == Truth::TRUE);
        }
        let parts: Vec<Option<u64>> = scope.key.iter().map(|k| self.key_part(k, &env)).collect();
        match parts.iter().copied().collect::<Option<KeyBits>>() {
            Some(key) => table.group_mut(key).add(row, passes == Truth::TRUE),
            // What is said to be none is nobody's key.
            None if scope.key.iter().any(|k| self.key_is_none(k, &env)) => {}
            None => table.partly_keyed.push(row, &parts),
        }
    }

    fn key_is_none(&self, key: &Key, env: &Env) -> bool {
        matches!(key, Key::Text(Text::Cell { row, col }) if self.is_none(*row, *col, env))
    }
}
