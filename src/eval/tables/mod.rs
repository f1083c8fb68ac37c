//! The data in reach: key indexes, completeness, groups of rows, regions.

pub mod bind;
pub mod complete;
pub mod groups;
pub mod members;
pub mod region;
pub mod wild;
