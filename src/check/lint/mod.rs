//! Passes over finished expressions and declarations: what is allowed by the grammar of types and still not meant.

pub(in crate::check) mod bounds;
pub(in crate::check) mod facts;
pub(in crate::check) mod flows;
pub(in crate::check) mod force;
pub(in crate::check) mod gaps;
pub(in crate::check) mod guards;
pub(in crate::check) mod ranges;
pub(in crate::check) mod scales;
pub(in crate::check) mod ties;
pub(in crate::check) mod tightens;
pub(in crate::check) mod usage;
