//! From subjects to verdicts: who is judged, what binds, which outcomes are possible.

pub mod applies;
pub mod chunks;
pub mod due;
pub mod subjects;
