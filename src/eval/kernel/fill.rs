//! Makes shared tables before threads share them: no thread ever waits for a table another one is making.

use crate::eval::tables::bind::Bound;
use crate::plan::{Row, ScopeId};

impl Bound<'_> {
    /// Key indexes first, then scopes and aggregates, each after those it needs (a table asks for what it needs while it is made).
    pub fn force_tables(&self) {
        for row in &self.plan.rows {
            if let Row::Lookup { rel, .. } = row {
                self.index(*rel);
            }
        }
        for id in 0..u32::try_from(self.plan.scopes.len()).unwrap_or(0) {
            self.group_table(ScopeId(id));
        }
        for id in 0..u32::try_from(self.plan.aggs.len()).unwrap_or(0) {
            self.measure_table(crate::plan::AggId(id));
        }
    }
}
