//! Commands about reported figures: what would mend them, and which may be slips.

pub mod doubt;
pub mod repair;

mod doubt_json;
mod doubt_text;
mod lines;
mod loaded;
mod repair_json;
mod repair_text;
mod whom;
