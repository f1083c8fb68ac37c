//! From subjects to verdicts: who is judged, what binds, which outcomes are possible.

pub mod applies;
pub mod chunks;
pub mod context;
pub mod due;
pub mod reports;
pub mod shows;
pub mod subjects;
pub mod tried;
