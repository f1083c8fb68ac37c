//! The data in reach: key indexes, completeness, groups of rows, regions.

pub mod bind;
pub mod calendar;
pub mod complete;
pub mod domain;
pub mod extents;
pub mod groups;
pub mod jurisdiction;
pub mod measures;
pub mod members;
pub mod nil;
pub mod ordered;
pub mod partly_keyed;
pub mod periods;
pub mod places;
pub mod prepare;
pub mod region;
pub mod rows;
pub mod titles;
pub mod whose;
