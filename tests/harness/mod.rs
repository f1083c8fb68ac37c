//! Shared by the tests: golden files.

pub mod golden;
pub mod xlsx;
