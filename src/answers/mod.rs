//! Waivers and explanations: read from the files that people write, held against what was found, and put beside it. No verdict changes.
//!
//! `entry` is an entry as written, `read` takes a file apart, `matching` finds what an entry is about, `apply` says what becomes of it.
//! `draft` writes an entry for somebody to fill in.

mod apply;
mod diagnostics;
mod draft;
mod entry;
mod matching;
mod read;

pub use apply::{At, apply};
pub use diagnostics::unreadable;
pub use draft::draft;
pub use entry::Entry;
pub use matching::{finds_fault, is_rule, is_subject, words};
pub use read::read;
