//! Top-level names, module by module.

use crate::ast::{Name, Str};
use crate::check::base::item::What;
use crate::check::diagnostics as say;
use crate::check::scope::modules::{ModuleId, Modules};
use crate::diag::Diagnostic;
use crate::text::{Span, fold_name, same_name};
use std::cell::RefCell;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub(in crate::check) struct Entry {
    pub name: String,
    pub label: Option<String>,
    pub what: What,
    pub span: Span,
}

/// Top-level names and labels. What a name means depends on where it stands: its own module goes before those it uses.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Items {
    pub modules: Modules,
    list: Vec<Entry>,
    by_name: BTreeMap<(ModuleId, String), usize>,
    by_label: BTreeMap<(ModuleId, String), usize>,
    /// Names that two used modules have, where they were looked up.
    clashes: RefCell<Vec<Diagnostic>>,
}

impl Items {
    pub fn new(modules: Modules) -> Self {
        Self { modules, ..Self::default() }
    }

    fn at(&self, index: &BTreeMap<(ModuleId, String), usize>, module: ModuleId, name: &str) -> Option<&Entry> {
        index.get(&(module, fold_name(name))).and_then(|&i| self.list.get(i))
    }

    /// By name, else by label, in one module.
    pub fn inside(&self, module: ModuleId, name: &str) -> Option<&Entry> {
        self.at(&self.by_name, module, name).or_else(|| self.at(&self.by_label, module, name))
    }

    /// By name, in the module where the name stands.
    pub fn own(&self, name: &Name) -> Option<&Entry> {
        self.at(&self.by_name, self.modules.at(name.span), &name.text)
    }

    /// By name only, in the module where it stands or one that this uses.
    pub fn named(&self, name: &Name) -> Option<&Entry> {
        let mut seen = self.modules.seen(self.modules.at(name.span)).into_iter();
        self.own(name).or_else(|| seen.find_map(|m| self.at(&self.by_name, m, &name.text)))
    }

    /// By name, else by label: in the module where it stands, then in those that this uses; else as `module.name`.
    pub fn find(&self, name: &Name) -> Option<&Entry> {
        let own = self.modules.at(name.span);
        if let Some(entry) = self.inside(own, &name.text) {
            return Some(entry);
        }
        let mut found = self.modules.seen(own).into_iter().filter_map(|m| self.inside(m, &name.text));
        match (found.next(), found.next()) {
            (Some(first), Some(second)) => {
                let told = [first, second].map(|e| (self.module_title(e.span), e.span));
                self.clashes.borrow_mut().push(say::name_in_two_modules(name, told));
                Some(first)
            }
            (Some(only), None) => Some(only),
            _ => {
                let (module, rest) = name.text.split_once('.')?;
                self.inside(self.modules.named(module)?, rest)
            }
        }
    }

    /// The same name in a module that is not used.
    pub fn elsewhere(&self, name: &str, place: Span) -> Option<&Entry> {
        let from = self.modules.at(place);
        let is = |e: &&Entry| same_name(&e.name, name) || e.label.as_deref().is_some_and(|l| same_name(l, name));
        self.list.iter().filter(|e| !self.modules.sees(from, self.modules.at(e.span))).find(is)
    }

    pub fn module_title(&self, place: Span) -> String {
        self.modules.name(self.modules.at(place)).unwrap_or("…").to_string()
    }

    /// Ambiguous names met so far.
    pub fn clashes(&self) -> usize {
        self.clashes.borrow().len()
    }

    pub fn take_clashes(&self) -> Vec<Diagnostic> {
        self.clashes.take()
    }

    /// Every name and label seen from a place for which `keep` holds: what a misspelt one may have meant.
    pub fn names(&self, place: Span, keep: impl Fn(What) -> bool) -> Vec<String> {
        let from = self.modules.at(place);
        let entries = self.list.iter().filter(|e| keep(e.what) && self.modules.sees(from, self.modules.at(e.span)));
        entries.flat_map(|e| std::iter::once(e.name.clone()).chain(e.label.clone())).collect()
    }

    /// Enters a top-level name. A second one of the same spelling in its module is a mistake and is not entered; a label that means
    /// something else already is one too, and the name is entered.
    pub fn enter(&mut self, name: &Name, label: Option<&Str>, what: What) -> (bool, Option<Diagnostic>) {
        let module = self.modules.at(name.span);
        let key = (module, fold_name(&name.text));
        if let Some(first) = self.by_name.get(&key).and_then(|&i| self.list.get(i)) {
            return (false, Some(say::duplicate_item(name, first.what, first.span)));
        }
        let clash = self.label_clash(name, label, what);
        let at = self.list.len();
        let label = label.map(|l| l.text.clone());
        if let Some(label) = &label {
            self.by_label.entry((module, fold_name(label))).or_insert(at);
        }
        self.by_name.insert(key, at);
        self.list.push(Entry { name: name.text.clone(), label, what, span: name.span });
        (true, clash)
    }

    /// Labels are names too: two things that expressions and data can mean must not share one.
    fn label_clash(&self, name: &Name, label: Option<&Str>, what: What) -> Option<Diagnostic> {
        if !what.is_value() {
            return None;
        }
        let module = self.modules.at(name.span);
        let other = |text: &str| {
            let key = (module, fold_name(text));
            let at = *self.by_label.get(&key).or_else(|| self.by_name.get(&key))?;
            self.list.get(at).filter(|e| e.what.is_value()).map(|e| (e.what, e.span))
        };
        let by_label = label.and_then(|l| Some((Name { text: l.text.clone(), span: l.span }, other(&l.text)?)));
        let by_name = other(&name.text).map(|found| (name.clone(), found));
        by_label.or(by_name).map(|(mine, (what, first))| say::duplicate_item(&mine, what, first))
    }
}
