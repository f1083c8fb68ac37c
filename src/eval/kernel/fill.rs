//! Fills the tables before threads share them: no thread ever waits for a table another one is making.

use crate::eval::kernel::columns::{CHUNK, Chunk};
use crate::eval::kernel::context::Kernel;
use crate::eval::tables::groups::GroupTable;
use crate::eval::types::known::Memo;
use crate::eval::types::truth::Truth;
use crate::plan::{AggId, Row, Scope, ScopeId};

impl Kernel<'_> {
    /// Key indexes first, then scopes and aggregates. A node of the plan stands behind those it is made of, so each table finds those
    /// it needs.
    pub fn fill_tables(&self) {
        for row in &self.plan.rows {
            if let Row::Lookup { rel, .. } = row {
                self.index(*rel);
            }
        }
        for (id, cell) in (0u32..).map(ScopeId).zip(&self.groups) {
            cell.get_or_init(|| self.groups_of(id));
        }
        for id in 0..u32::try_from(self.plan.scopes.len()).unwrap_or(0) {
            self.ordered(ScopeId(id));
        }
        for id in 0..u32::try_from(self.plan.aggs.len()).unwrap_or(0) {
            self.measure_table(AggId(id));
            self.running(AggId(id));
            self.ordered_truths(AggId(id));
        }
    }

    fn groups_of(&self, id: ScopeId) -> GroupTable {
        let scope = self.plan.scope(id);
        let mut table = GroupTable::default();
        let rows = self.table(scope.rel).own_rows();
        let mut start = 0;
        while start < rows {
            let end = rows.min(start.saturating_add(u32::try_from(CHUNK).unwrap_or(8192)));
            self.add_chunk(scope, (start..end).collect(), &mut table);
            start = end;
        }
        self.add_rows_elsewhere(id, &mut table);
        table
    }

    /// Counts the rows that are not in hand; they form groups too.
    fn add_rows_elsewhere(&self, id: ScopeId, table: &mut GroupTable) {
        for group in self.summarized.and_then(|s| s.of_scope(id)).into_iter().flat_map(|s| &s.groups) {
            if let Some(key) = self.told_key(&group.key) {
                table.group_mut(key).elsewhere += group.rows;
            }
        }
    }

    fn add_chunk(&self, scope: &Scope, rows: Vec<u32>, table: &mut GroupTable) {
        let chunk = Chunk { rels: vec![scope.rel], len: rows.len(), slots: vec![rows], truths: Memo::default() };
        let mut pass = vec![Truth::TRUE; chunk.len];
        // Totals of a policy run over its own regions.
        for (row, here) in self.outside(scope.rel) {
            if let Ok(at) = chunk.slots[0].binary_search(row) {
                pass[at] = *here;
            }
        }
        for part in &scope.filter {
            let more = self.truths(*part, &chunk);
            pass.iter_mut().zip(more).for_each(|(t, m)| *t = t.and(m));
        }
        for (i, key) in self.keys(&scope.key, &chunk).into_iter().enumerate() {
            self.add_to_group(scope, chunk.slots[0][i], (pass[i], key), table);
        }
    }
}
