//! Kernels over columns: a chunk of rows at a time, integers only.

pub mod columns;
pub mod conditions;
pub mod context;
pub mod days;
pub mod fill;
pub mod measures;
pub mod stages;
