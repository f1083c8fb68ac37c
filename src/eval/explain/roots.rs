//! What has to come for a finding to be settled: a row, a sender's part of a record. Many unknowns have one root.

use crate::eval::explain::context::Explain;
use crate::eval::types::affine::Symbol;
use crate::eval::types::env::FIRST_EXPECTED;
use crate::ty::{Origin, RelId};

impl Explain<'_> {
    /// `None` where the unknown is its own root (a parameter, a table).
    pub fn root_of_symbol(&self, symbol: &Symbol) -> Option<String> {
        match symbol {
            Symbol::Cell(cell) => Some(self.row_root(cell.rel, cell.row)),
            Symbol::NoRow { rel, key, .. } => {
                let key: Vec<Option<u64>> = key.iter().map(|k| Some(*k)).collect();
                Some(self.keyed_title(*rel, &key))
            }
            Symbol::Expected { expected, .. } => Some(self.expected_root(*expected)),
            Symbol::Member { scope, row, .. } => Some(self.row_root(self.plan.scope(*scope).rel, *row)),
            Symbol::MaybeTerm { agg, row, .. } => Some(self.row_root(self.plan.scope(self.plan.agg(*agg).scope).rel, *row)),
            Symbol::SomeRow { .. } | Symbol::Param(_) | Symbol::Tail { .. } | Symbol::Many { .. } | Symbol::Opaque(_) => None,
        }
    }

    /// A row that lacks something: `集群情况 武强乐器 · 2007`.
    pub fn row_root(&self, rel: RelId, row: u32) -> String {
        format!("{} {}", self.rules.schema.get(rel).title(), self.row_title(rel, row))
    }

    /// A row that is not there: the part of the record that its sender owes, else the row.
    pub fn expected_root(&self, expected: u32) -> String {
        let row = &self.expecteds[expected as usize];
        let rel = row.rel;
        let relation = self.rules.schema.get(rel);
        // A list that was not sent is missing in the row it belongs to.
        if let (Origin::Nested { parent, .. }, Some(holder)) = (&relation.origin, row.parent.filter(|r| *r < FIRST_EXPECTED)) {
            return self.row_root(*parent, holder);
        }
        let sender = relation.sent_by.as_ref().and_then(|_| self.region_shown_for(rel, FIRST_EXPECTED.saturating_add(expected)));
        match sender {
            Some(code) => format!("{} {}", relation.title(), self.sender_title(relation, &code)),
            None => self.expected_title(expected),
        }
    }
}
