//! What rules need of the rows of a table, and what is left of rows that were let go.

mod passed;
mod tables;

pub use passed::{Passed, PassedFile, PassedGroup, PassedGroups, PassedKey, Verdicts};
pub use tables::{TableNeeds, needs, own_cell, own_key};
