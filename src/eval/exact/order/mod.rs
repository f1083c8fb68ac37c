//! Rows in the order of a figure: what a comparison finds by it, what ranges of it come to, and places in it.

pub mod ordered;
pub mod places;
pub mod ranges;
