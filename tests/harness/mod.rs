//! Shared by the tests: golden files.

pub mod golden;
