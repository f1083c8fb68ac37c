//! What is known of aggregates: figures of whole groups, for the kernels.

/// What is known of one aggregate over all its groups.
#[derive(Debug, Default)]
pub struct MeasureTable {
    /// Per group: the value as a scaled integer where it is exactly known, for the kernels.
    pub exact: Vec<Option<i128>>,
    pub scale: u32,
    /// Truth of `every`/`some` per group where all members are decided: (passed, failed).
    pub truth: Vec<Option<(u64, u64)>>,
}
