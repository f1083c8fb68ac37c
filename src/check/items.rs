//! The one namespace of top-level names.

use super::context::Checker;
use super::diagnostics as say;
use crate::ast::Name;
use crate::hir::ParamId;
use crate::text::{Span, fold_name};
use crate::ty::RelId;
use std::collections::BTreeMap;

/// What a top-level name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Policy(usize),
    Record(RelId),
    Table(RelId),
    Param(ParamId),
    Define(usize),
    Kind(usize),
    Unit,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub name: String,
    pub label: Option<String>,
    pub what: What,
    pub span: Span,
}

/// Top-level names and labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Items {
    list: Vec<Entry>,
    by_name: BTreeMap<String, usize>,
    by_label: BTreeMap<String, usize>,
}

impl Items {
    pub fn named(&self, name: &str) -> Option<&Entry> {
        self.by_name.get(&fold_name(name)).and_then(|&i| self.list.get(i))
    }

    /// By name, else by label.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.named(name).or_else(|| self.by_label.get(&fold_name(name)).and_then(|&i| self.list.get(i)))
    }

    /// Every name and label for which `keep` holds: what a misspelt one may have meant.
    pub fn names(&self, keep: impl Fn(What) -> bool) -> Vec<String> {
        let entries = self.list.iter().filter(|e| keep(e.what));
        entries.flat_map(|e| std::iter::once(e.name.clone()).chain(e.label.clone())).collect()
    }
}

impl What {
    pub fn is_relation(self) -> bool {
        matches!(self, Self::Record(_) | Self::Table(_))
    }

    /// Something an expression can name.
    pub fn is_value(self) -> bool {
        matches!(self, Self::Record(_) | Self::Table(_) | Self::Param(_) | Self::Define(_))
    }

    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Policy(_) => ("政策", "a policy"),
            Self::Record(_) => ("记录", "a record"),
            Self::Table(_) => ("表", "a table"),
            Self::Param(_) => ("参数", "a parameter"),
            Self::Define(_) => ("定义", "a definition"),
            Self::Kind(_) => ("口径", "a kind"),
            Self::Unit => ("计量单位", "a unit"),
        }
    }
}

impl Checker<'_> {
    /// Enters a top-level name; a second one of the same spelling is a mistake and is not entered.
    pub fn declare(&mut self, name: &Name, label: Option<&str>, what: What) -> bool {
        let key = fold_name(&name.text);
        if let Some(first) = self.items.by_name.get(&key).and_then(|&i| self.items.list.get(i)) {
            let (first_span, first_what) = (first.span, first.what);
            self.report(say::duplicate_item(name, first_what, first_span));
            return false;
        }
        let at = self.items.list.len();
        let label = label.map(str::to_string);
        if let Some(label) = &label {
            self.items.by_label.entry(fold_name(label)).or_insert(at);
        }
        self.items.by_name.insert(key, at);
        self.items.list.push(Entry { name: name.text.clone(), label, what, span: name.span });
        true
    }
}
