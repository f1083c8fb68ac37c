//! A rule in plain words, in either language: for people who read no code. What it says is taken from the checked rule, so `let`,
//! `define` and abbreviations are spelled out; long definitions are called by their label and told below the lines.

mod expr;
mod rows;
mod rule;
mod speaker;

pub(crate) use rule::rule;
pub(crate) use speaker::Sentence;
