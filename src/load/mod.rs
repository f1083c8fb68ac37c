//! Submissions into columns.

pub mod calendar;
pub mod diagnostics;
mod figures;
pub mod number;
pub mod value;

pub use diagnostics::CellProblem;
pub use value::{ColumnReader, parse_cell};
