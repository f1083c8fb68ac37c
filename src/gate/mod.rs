//! Two states of rules and data held against each other: what a change makes new, worse, better. Findings are matched by their fingerprints,
//! never by places or counts.

mod classify;
mod extent;
mod renamed;
mod schema;
mod stands;

pub use classify::{States, compare, wanted};
pub use extent::{read_extent, written};
pub use renamed::renamed;
pub use schema::{FieldChange, differences};
pub use stands::{Unreadable, carry_answers, of_findings, of_report};
