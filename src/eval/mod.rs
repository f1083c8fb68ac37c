//! Evaluation: the plan meets the data.
//!
//! ```text
//! bind ─ groups, measures (shared, made once) ─ subjects ─ judge ─┬ vec, vec_cond: chunks of columns, integers
//!                                                                 └ exact, exact_cond: rows with holes, affine forms
//!        explain · facts · repair · describe: from a verdict to a finding
//! ```

mod cases;
mod derive;
mod exact;
mod explain;
mod judge;
mod kernel;
mod run;
mod tables;
mod types;
mod views;

pub use cases::alternatives_of;
pub use derive::derive;
pub use explain::params::{parameter_info, parameters};
pub use run::{Options, evaluate, listing};
pub use tables::prepare::prepare;
pub use views::judge;
