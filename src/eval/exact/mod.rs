//! The exact path: one row at a time, over affine forms.

pub mod aggregate;
pub mod alike;
pub mod calendar;
pub mod complete;
pub mod condition;
pub mod context;
pub mod days;
pub mod fraction;
pub mod groups;
pub mod number;
pub mod order;
pub mod powers;
pub mod sent;
pub mod settle;
pub mod stages;
pub mod texts;
pub mod window;
