//! What all files of a run share.

use super::names::Names;
use crate::ty::{ColId, RelId, Schema, Units};
use std::collections::BTreeSet;

/// What all files of a run share.
pub struct Context<'s> {
    pub schema: &'s Schema,
    pub units: &'s Units,
    pub names: Names,
    /// Words of totals that the policy lists as names.
    pub named_totals: BTreeSet<String>,
}

impl Context<'_> {
    /// Whether a column is one of those that another document adds to a shared record, none of which the header has: then the file was
    /// not sent for that document.
    pub fn is_for_another(&self, rel: RelId, col: ColId, lacking: &[usize]) -> bool {
        let columns = |rel: RelId| &self.schema.get(rel).columns;
        let added = |of: RelId, at: usize| columns(of).get(at).and_then(|c| c.added_by);
        let Some(by) = added(rel, col.index()) else { return false };
        let others = self.schema.relations.iter().flat_map(|r| &r.columns).any(|c| c.added_by.is_some_and(|m| m != by));
        let all = (0..columns(rel).len()).filter(|at| added(rel, *at) == Some(by));
        others && all.into_iter().all(|at| lacking.contains(&at))
    }
}
