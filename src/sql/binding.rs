//! Where the relations of a rule set lie in an engine.

use crate::ty::{ColId, RelId, Unit};
use std::collections::BTreeMap;

/// Tables by relation.
#[derive(Clone, Debug, Default)]
pub struct Binding {
    pub tables: BTreeMap<RelId, BoundTable>,
}

/// A table of the engine that holds a relation.
#[derive(Clone, Debug)]
pub struct BoundTable {
    /// `table`, or `schema.table`.
    pub path: String,
    /// By column of the relation; `None` where the table has no such column.
    pub columns: Vec<Option<BoundColumn>>,
}

/// A column of the engine that holds a field.
#[derive(Clone, Debug)]
pub struct BoundColumn {
    pub name: String,
    /// What its name says bare figures are in.
    pub unit: Option<Unit>,
}

impl Binding {
    pub fn column(&self, rel: RelId, col: ColId) -> Option<&BoundColumn> {
        self.tables.get(&rel)?.columns.get(col.index())?.as_ref()
    }
}
