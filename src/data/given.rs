//! What stands in place of rows that are not in hand: an engine elsewhere counted and summed them, and gives what they come to.

use std::collections::BTreeMap;

/// Sums over rows that are not in hand, by the scope of the plan (its index).
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub scopes: BTreeMap<u32, GivenScope>,
}

/// What the rows of one scope come to that are not in hand.
#[derive(Clone, Debug, Default)]
pub struct GivenScope {
    pub groups: Vec<GivenGroup>,
    /// By aggregate (its index), the decimals of its integers.
    pub scales: BTreeMap<u32, u32>,
}

/// Rows of one key that surely belong and all of whose figures are known.
#[derive(Clone, Debug, Default)]
pub struct GivenGroup {
    /// As keys of groups are held: codes of texts, whole numbers.
    pub key: Vec<u64>,
    pub rows: u64,
    /// By aggregate (its index), what they come to.
    pub values: BTreeMap<u32, i128>,
}

impl Given {
    pub fn scope(&self, scope: u32) -> Option<&GivenScope> {
        self.scopes.get(&scope)
    }

    /// How many rows of a key are not in hand.
    pub fn rows(&self, scope: u32, key: &[u64]) -> u64 {
        let groups = self.scope(scope).map_or(&[][..], |s| &s.groups);
        groups.iter().find(|g| g.key == key).map_or(0, |g| g.rows)
    }
}
