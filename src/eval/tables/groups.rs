//! The rows of a scope, partitioned by key: made once, shared by all aggregates and all rules.

use crate::eval::tables::partly_keyed::PartlyKeyed;
use crate::eval::types::env::KeyBits;
use rustc_hash::FxHashMap;

/// Rows by key. Row lists are in row order.
#[derive(Debug, Default)]
pub struct GroupTable {
    pub index: FxHashMap<KeyBits, u32>,
    pub groups: Vec<Group>,
    /// Rows of which a key part is not known: they may belong to every group that fits.
    pub partly_keyed: PartlyKeyed,
}

#[derive(Debug, Default)]
pub struct Group {
    pub key: KeyBits,
    /// Rows that pass the filter.
    pub sure: Vec<u32>,
    /// Rows of which nobody knows whether they pass.
    pub maybe: Vec<u32>,
}

impl GroupTable {
    pub fn group_mut(&mut self, key: KeyBits) -> &mut Group {
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
    pub fn add(&mut self, row: u32, sure: bool) {
        if sure { self.sure.push(row) } else { self.maybe.push(row) }
    }
}
