//! What all of the check stands on: names and modules, what is declared so far, types and constants, terms and their scope.

pub(in crate::check) mod algebra;
pub(in crate::check) mod calendar;
pub(in crate::check) mod context;
pub(in crate::check) mod faults;
pub(in crate::check) mod items;
pub(in crate::check) mod key;
pub(in crate::check) mod literal;
pub(in crate::check) mod modules;
pub(in crate::check) mod names;
pub(in crate::check) mod scope;
pub(in crate::check) mod term;
pub(in crate::check) mod types;
pub(in crate::check) mod walk;
pub(in crate::check) mod words;
