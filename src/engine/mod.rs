//! Data that lie in an engine of the user's: it is asked by its own program for the rows whose verdicts are not sure and for sums of the
//! others, and everything is judged here. What cannot be asked is said before anything runs.

mod answers;
mod catalog;
mod diagnostics;
mod judge;
mod show;
mod target;
mod unit;
mod views;

pub use diagnostics::{reason_words, unknown_target, unpaired};
pub use judge::{Judged, judge};
pub use show::{Shown, ShownStatement, shown};
pub use target::{On, Target};
pub use unit::Ground;
