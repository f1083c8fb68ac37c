//! fadu (法度): holds regional submissions against policy.
pub mod ast;
pub mod builtins;
pub mod check;
pub mod data;
pub mod diag;
pub mod finding;
pub mod fmt;
pub mod hir;
pub mod num;
pub mod parse;
pub mod text;
pub mod ty;
