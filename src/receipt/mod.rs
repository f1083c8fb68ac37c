//! Receipts: what was judged in a run, by which rules, and what it came to, so that it can be shown later that it was so. There is no clock
//! in a receipt, no name of a machine and no absolute path: the same files judged again give the same receipt.
//!
//! `model` is the document, `make` fills it in, `sealed` writes and reads it, `compare` says in what two differ. Words are the command line's.

mod compare;
mod make;
mod model;
mod sealed;

pub use compare::{
    Change, Differences, FileChange, FileDifference, MistakeDifference, ParameterDifference, RuleDifference, VerdictDifference,
    compare,
};
pub use make::{Judged, receipt};
pub use model::{Counts, Parameter, Receipt, RuleTally, Run};
pub use sealed::{Unusable, read, write};
