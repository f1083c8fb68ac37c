//! Small types that every part of the evaluation shares: sets of outcomes, affine forms.

pub mod affine;
pub mod env;
pub mod known;
pub mod truth;
pub mod value;
