//! What rules need of the rows of a table, and what stands in place of rows that are not in hand.

mod summarized;
mod tables;

pub use summarized::{KeyPart, Summarized, SummarizedFile, SummarizedGroup, SummarizedGroups, Verdicts};
pub use tables::{TableNeeds, needs, own_cell, own_key};
