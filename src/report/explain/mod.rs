//! A rule by itself, and how verdicts came about: as trees for people, as `fadu-explain/1` for programs.

pub(crate) mod derivation;
pub(crate) mod json;
pub(crate) mod rule;
mod sentence;
