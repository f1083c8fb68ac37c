//! What the whole check shares, and what names mean: modules, declared items, literals and types, the rule in hand.

pub(in crate::check) mod checker;
pub(in crate::check) mod faults;
pub(in crate::check) mod items;
pub(in crate::check) mod literal;
pub(in crate::check) mod modules;
pub(in crate::check) mod rule;
pub(in crate::check) mod types;
