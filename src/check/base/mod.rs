//! What the check stands on and needs no checker: types in arithmetic, terms, names, constants.

pub(in crate::check) mod algebra;
pub(in crate::check) mod bindings;
pub(in crate::check) mod calendar;
pub(in crate::check) mod columns;
pub(in crate::check) mod constant;
pub(in crate::check) mod declared;
pub(in crate::check) mod figures;
pub(in crate::check) mod item;
pub(in crate::check) mod key;
pub(in crate::check) mod names;
pub(in crate::check) mod operand;
pub(in crate::check) mod placeholders;
pub(in crate::check) mod sharing;
pub(in crate::check) mod term;
pub(in crate::check) mod walk;
pub(in crate::check) mod words;
