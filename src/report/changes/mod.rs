//! What changed between two states: for people, for programs, for the page of a run.

pub(crate) mod json;
pub(crate) mod summary;
pub(crate) mod text;
mod words;

use crate::diag::{Bilingual, Diagnostic, Lang};
use crate::finding::{Change, Class};
use crate::text::Sources;

/// With what the state of now was compared.
#[derive(Clone, Debug)]
pub struct Compared {
    /// `revision`, `directory`, `report`, `baseline` or `rules`; never translated.
    pub kind: &'static str,
    /// As it was named.
    pub name: String,
    pub commit: Option<String>,
}

/// Everything a report of changes is made of, and how it is to look.
#[derive(Clone, Copy, Debug)]
pub struct ChangeReport<'a> {
    pub compared: &'a Compared,
    pub changes: &'a [Change],
    /// What is worth knowing of the comparison itself.
    pub notes: &'a [Bilingual],
    /// Mistakes of the state of now.
    pub diagnostics: &'a [Diagnostic],
    pub sources: &'a Sources,
    pub lang: Lang,
    pub color: bool,
    pub ascii: bool,
    pub width: usize,
    pub quiet: bool,
    /// What is the same is listed in full.
    pub all: bool,
    pub command: &'static str,
    /// The comparison could not be done, wholly or in part.
    pub stopped: bool,
}

impl ChangeReport<'_> {
    pub(crate) fn count(&self, class: Class) -> usize {
        self.changes.iter().filter(|c| c.class == class).count()
    }

    /// Whether anything got worse, blocking or not.
    pub(crate) fn worse(&self) -> bool {
        self.changes.iter().any(|c| matches!(c.class, Class::New | Class::Worse | Class::NewlyOpen))
    }

    pub(crate) fn blocking(&self) -> usize {
        self.changes.iter().filter(|c| c.blocks).count()
    }
}
