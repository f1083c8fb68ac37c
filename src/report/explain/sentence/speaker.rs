//! What every part of a sentence needs.

use crate::diag::Lang;
use crate::hir::{Defined, Rule, RuleSet, Source, VarId};
use crate::report::prose::words::{quoted, say};
use crate::text::Sources;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One thing a rule says: a part of a longer one is indented under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) depth: usize,
    /// What kind of statement it is: `要求`, `require`; empty for parts.
    pub(crate) label: &'static str,
    pub(crate) text: String,
}

/// Words for one rule in one language.
pub(crate) struct Speaker<'r> {
    pub(crate) set: &'r RuleSet,
    pub(crate) rule: &'r Rule,
    pub(crate) sources: &'r Sources,
    pub(crate) lang: Lang,
    /// What each variable runs over.
    pub(crate) loops: BTreeMap<VarId, &'r Source>,
    /// The names of longer definitions; what they say stands below the lines.
    pub(crate) definitions: Vec<(&'r Arc<Defined>, String)>,
}

impl Speaker<'_> {
    pub(crate) fn say<'w>(&self, zh: &'w str, en: &'w str) -> &'w str {
        say(self.lang, zh, en)
    }

    /// What a definition is called.
    pub(crate) fn definition(&self, defined: &Arc<Defined>) -> String {
        let known = self.definitions.iter().find(|(d, _)| d.id == defined.id);
        self.quoted(known.map_or(&defined.title, |(_, name)| name))
    }

    pub(crate) fn quoted(&self, text: &str) -> String {
        quoted(text, self.lang)
    }

    /// The one in the reader's language.
    pub(crate) fn either(&self, zh: impl FnOnce() -> String, en: impl FnOnce() -> String) -> String {
        match self.lang {
            Lang::Zh => zh(),
            Lang::En => en(),
        }
    }
}
