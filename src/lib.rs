//! fadu (法度): holds regional submissions against policy.
pub mod ast;
pub mod data;
pub mod diag;
pub mod eval;
pub mod finding;
pub mod hir;
pub mod num;
pub mod plan;
pub mod text;
pub mod ty;
