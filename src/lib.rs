//! fadu (法度): holds regional submissions against policy.
pub mod ast;
pub mod config;
pub mod data;
pub mod diag;
pub mod finding;
pub mod load;
pub mod num;
pub mod text;
pub mod ty;
pub mod world;
