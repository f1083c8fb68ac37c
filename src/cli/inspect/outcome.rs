//! What came out for one file.

use super::propose::Proposal;
use super::view::FileView;
use crate::config::Entry;

/// A file as it is read, and what is proposed for it where no entry of the project reads it.
pub struct Inspected {
    pub view: FileView,
    pub proposal: Option<Proposed>,
}

/// An entry for a file, tried.
pub struct Proposed {
    pub proposal: Proposal,
    /// As it stands in the project file, joined with those of other files that it reads as well.
    pub entry: Entry,
    /// What the file comes to under the entry; `None` where it is not read as proposed.
    pub tried: Option<Tried>,
}

pub struct Tried {
    pub rows: u32,
    pub region: Option<String>,
    pub period: Option<String>,
}
