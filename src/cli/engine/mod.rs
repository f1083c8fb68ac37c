//! Data in an engine of the user's: `fadu sql`, and `--on` of `fadu check`.

mod options;
pub mod sql;

pub use options::{args, of};
