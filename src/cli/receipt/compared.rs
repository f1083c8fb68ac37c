//! What holding a run against a receipt came to.

use crate::cli::exit::Exit;
use crate::diag::Diagnostic;
use crate::receipt::{Differences, Receipt};
use crate::text::Sources;

/// What a comparison came to.
pub(super) struct Compared {
    pub(super) was: Receipt,
    pub(super) now: Receipt,
    pub(super) differences: Differences,
    /// Fields that a later version wrote: nothing was held against them.
    pub(super) unknown: Vec<String>,
    /// Nothing could be judged again.
    pub(super) stopped: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) sources: Sources,
}

impl Compared {
    pub(super) fn exit(&self) -> Exit {
        match (self.stopped, self.differences.is_none(), self.unknown.is_empty()) {
            (true, ..) | (false, true, false) => Exit::Impossible,
            (false, true, true) => Exit::Clean,
            (false, false, _) => Exit::Blocking,
        }
    }
}
