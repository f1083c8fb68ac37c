//! What is known of aggregates: figures of whole groups, for the kernels.

use crate::num::Rat;
use rustc_hash::FxHashMap;

/// What is known of one aggregate over all its groups.
#[derive(Debug, Default)]
pub struct MeasureTable {
    /// Per group: the number, sum, least or greatest of the rows whose figures are known, as a scaled integer; `None` where the kernels cannot
    /// tell, or no row has a figure and it is not 0.
    pub known: Vec<Option<i128>>,
    pub scale: u32,
    /// Per group: what the rows come to that are not in hand; it is in `known` as well.
    pub elsewhere: FxHashMap<u32, Rat>,
    /// Per group: no other row can belong to it.
    pub whole: Vec<bool>,
    /// The rows of a group that surely belong and whose figures the kernels do not know, in row order.
    pub loose: FxHashMap<u32, Vec<u32>>,
    /// Truth of `every`/`some` per group where all members are decided: (passed, failed).
    pub truth: Vec<Option<(u64, u64)>>,
}

impl MeasureTable {
    /// What a group comes to, where all of it is known.
    pub fn settled(&self, group: u32) -> Option<i128> {
        let known = self.known.get(group as usize).copied().flatten()?;
        (self.whole.get(group as usize) == Some(&true) && !self.loose.contains_key(&group)).then_some(known)
    }
}
