//! The rows of a scope, partitioned by key: made once, shared by all aggregates and all rules.

use crate::eval::tables::partly_keyed::PartlyKeyed;
use crate::eval::types::env::KeyBits;
use rustc_hash::FxHashMap;

/// No group.
pub const NO_GROUP: u32 = u32::MAX;

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
    /// How many rows pass that are not in hand. Where rows were let go after they were read, the first ones are in `sure`.
    pub elsewhere: u64,
}

impl GroupTable {
    pub fn group_mut(&mut self, key: KeyBits) -> &mut Group {
        let at = match self.index.get(&key) {
            Some(at) => *at,
            None => {
                let next = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
                self.index.insert(key.clone(), next);
                self.groups.push(Group { key, ..Group::default() });
                next
            }
        };
        &mut self.groups[at as usize]
    }

    /// The group each row surely belongs to; [`NO_GROUP`] for the others.
    pub fn owners(&self, rows: u32) -> Vec<u32> {
        let mut owners = vec![NO_GROUP; rows as usize];
        for (at, group) in (0u32..).zip(&self.groups) {
            for row in &group.sure {
                if let Some(owner) = owners.get_mut(*row as usize) {
                    *owner = at;
                }
            }
        }
        owners
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
