//! Evaluation: the plan meets the data.
//!
//! Each module has a type of its own, built on that of the module below; none can name one above.
//!
//! | module | type | what it does |
//! |---|---|---|
//! | `require` | `Require` | what rules demand of figures that may change, as linear rows |
//! | `run`, `views`, `cases`, `agreed`, `derive`, `results` | | rules over subjects; open parameters case by case, and what is advised under all cases; the account of one verdict; figures and lists with their places |
//! | `explain` | `Explain` | from a verdict to a finding: arithmetic, cells, causes, repairs, degrees |
//! | `judge` | `Judge` | subjects, what binds them, which outcomes are possible, questions about the form |
//! | `kernel` | `Kernel` | chunks of rows over columns of integers; fills groups and measures before rules run |
//! | `exact` | `Exact` | one row at a time: affine forms, sets of outcomes, members of aggregates |
//! | `tables` | `Tables` | the data in reach: indexes, completeness, groups, regions, periods, titles |
//! | `types` | | sets of outcomes, affine forms, the rows in hand |

// Own enums are matched in full: a new kind of condition or unknown must be decided everywhere.
mod agreed;
mod cases;
mod derive;
mod exact;
mod explain;
mod judge;
mod kernel;
mod require;
mod results;
mod run;
mod tables;
mod types;
mod views;

pub use cases::alternatives_of;
pub use derive::derive;
pub use explain::params::parameters;
pub use require::figures::{figures, notes};
pub use require::formula::{Bound, Formula, LineKey, Var};
pub use require::{Requirements, requirements};
pub use run::{Options, evaluate};
pub use tables::prepare::prepare;
pub use views::{absorb, judge};
