//! The one row that fits, how many values differ, how many conditions hold.

mod different;
mod only;
