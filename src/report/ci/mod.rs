//! Reports that platforms read: what was found as a flat list of [`items`], and one file for each platform's way of writing it.
//!
//! Every platform has its own words of severity and its own limits. What a limit cuts off is the least grave, and it is counted.

pub(crate) mod checkstyle;
pub(crate) mod github;
pub(crate) mod gitlab;
mod items;
pub(crate) mod junit;
mod place;
pub(crate) mod sarif;
mod sarif_model;
pub(crate) mod summary;
mod xml;
