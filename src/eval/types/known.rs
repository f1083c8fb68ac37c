//! What was worked out of the rows in hand: of nodes that several others use, once.

use crate::data::Code;
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::Interval;
use crate::plan::{AtomId, CondId};
use crate::text::deep;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::Hash;

/// It goes with the rows, the cases and the changes it was worked out for: a copy knows nothing.
#[derive(Debug, Default)]
pub struct Known {
    pub atoms: Memo<AtomId, Value>,
    pub truths: Memo<CondId, Truth>,
    pub degrees: Memo<CondId, Interval>,
    pub texts: Memo<usize, Option<Vec<Code>>>,
    pub shown: Memo<usize, Option<BTreeSet<Option<String>>>>,
    pub ranks: Memo<usize, Vec<usize>>,
}

impl Clone for Known {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[derive(Debug)]
pub struct Memo<K, V>(RefCell<FxHashMap<K, V>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RefCell::new(FxHashMap::default()))
    }
}

impl<K: Eq + Hash + Copy, V: Clone> Memo<K, V> {
    /// What is known of a node, or else what `work` finds, which is kept where it is `wanted` again.
    pub fn get(&self, key: K, wanted: bool, work: impl FnOnce() -> V) -> V {
        if !wanted {
            return work();
        }
        if let Some(known) = self.0.borrow().get(&key) {
            return known.clone();
        }
        let found = deep(work);
        self.0.borrow_mut().insert(key, found.clone());
        found
    }
}
