//! The exact path: one row at a time, over affine forms.

pub mod aggregate;
pub mod calendar;
pub mod condition;
pub mod distinct;
pub mod fold;
pub mod number;
pub mod settle;
pub mod texts;
pub mod window;
