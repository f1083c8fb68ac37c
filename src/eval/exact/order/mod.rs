//! Rows in the order of a figure: what a comparison finds by it, what ranges of it come to, places in it, quantiles.

pub mod ordered;
pub mod places;
pub mod quantiles;
pub mod ranges;
