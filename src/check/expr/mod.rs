//! Expressions: the meaning and the type of every form.

pub(in crate::check) mod about;
pub(in crate::check) mod aggregates;
pub(in crate::check) mod arith;
pub(in crate::check) mod calls;
pub(in crate::check) mod compare;
pub(in crate::check) mod datasets;
pub(in crate::check) mod days;
pub(in crate::check) mod filtered;
pub(in crate::check) mod growth;
pub(in crate::check) mod paths;
pub(in crate::check) mod periods;
mod picked;
pub(in crate::check) mod places;
pub(in crate::check) mod ranges;
pub(in crate::check) mod rounding;
pub(in crate::check) mod sets;
pub(in crate::check) mod stages;
pub(in crate::check) mod texts;
pub(in crate::check) mod time;
pub(in crate::check) mod values;
