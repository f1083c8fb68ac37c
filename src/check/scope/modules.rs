//! Modules: the rule files of a folder and of the folders below it, under the name of the policy or library that stands there.
//! A module sees its own names, then those of the modules it uses. Files under no such name form a module without a name: it sees
//! all and is seen by all.

use crate::ast::Item;
use crate::check::base::names::meant;
use crate::check::diagnostics as say;
use crate::diag::Diagnostic;
use crate::text::{FileId, Sources, Span, same_name};
use std::collections::BTreeMap;
use std::path::Path;

/// Index of a module; 0 is the one without a name.
pub(in crate::check) type ModuleId = usize;

pub(in crate::check) const NAMELESS: ModuleId = 0;

/// One module.
#[derive(Clone, Debug, Default)]
struct Module {
    /// Names of its policies and libraries, as written.
    names: Vec<(String, Span)>,
    /// It holds a library.
    library: bool,
    uses: Vec<ModuleId>,
}

/// All modules of a run, and to which of them a file belongs.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Modules {
    list: Vec<Module>,
    of_file: BTreeMap<FileId, ModuleId>,
}

impl Modules {
    /// Finds the modules; names used that no module has are reported.
    pub fn of(items: &[&Item], sources: &Sources) -> (Self, Vec<Diagnostic>) {
        let mut out = Self { list: vec![Module::default()], of_file: BTreeMap::new() };
        let mut folders: BTreeMap<String, ModuleId> = BTreeMap::new();
        for item in items {
            let (name, library) = match item {
                Item::Policy(p) => (&p.name, false),
                Item::Library(l) => (&l.name, true),
                Item::Use(_)
                | Item::Record(_)
                | Item::Extend(_)
                | Item::Table(_)
                | Item::Alias(_)
                | Item::Param(_)
                | Item::Define(_)
                | Item::Classify(_)
                | Item::Rule(_)
                | Item::Test(_)
                | Item::Scorecard(_)
                | Item::Exception(_)
                | Item::Unit(_)
                | Item::Kind(_) => continue,
            };
            let next = out.list.len();
            let id = *folders.entry(folder(&sources.get(name.span.file).name)).or_insert(next);
            if id == next {
                out.list.push(Module::default());
            }
            let module = &mut out.list[id];
            module.names.push((name.text.clone(), name.span));
            module.library |= library;
        }
        for item in items {
            let file = item.span().file;
            out.of_file.entry(file).or_insert_with(|| {
                let mut at = Some(folder(&sources.get(file).name));
                while let Some(folder) = at {
                    if let Some(id) = folders.get(&folder) {
                        return *id;
                    }
                    at = above(&folder);
                }
                NAMELESS
            });
        }
        let mut mistakes = Vec::new();
        for item in items {
            let Item::Use(used) = item else { continue };
            let from = out.at(item.span());
            match out.named(&used.module.text) {
                Some(id) if id == from => mistakes.push(say::uses_itself(&used.module)),
                Some(id) if out.list[from].uses.contains(&id) => {}
                Some(id) => out.list[from].uses.push(id),
                None => {
                    let names: Vec<String> = out.names();
                    mistakes.push(say::unknown_module(
                        &used.module,
                        used.from.as_ref(),
                        meant(&used.module.text, &names).as_deref(),
                    ));
                }
            }
        }
        (out, mistakes)
    }

    /// The module a place belongs to.
    pub fn at(&self, place: Span) -> ModuleId {
        self.of_file.get(&place.file).copied().unwrap_or(NAMELESS)
    }

    pub fn named(&self, name: &str) -> Option<ModuleId> {
        self.list.iter().position(|m| m.names.iter().any(|(n, _)| same_name(n, name)))
    }

    /// The name under which others speak of it: its only one.
    pub fn name(&self, id: ModuleId) -> Option<&str> {
        match self.list.get(id).map(|m| m.names.as_slice()) {
            Some([(name, _)]) => Some(name),
            _ => None,
        }
    }

    /// Where its name is declared.
    pub fn declared(&self, id: ModuleId) -> Option<Span> {
        self.list.get(id).and_then(|m| m.names.first()).map(|(_, span)| *span)
    }

    pub fn is_library(&self, id: ModuleId) -> bool {
        self.list.get(id).is_some_and(|m| m.library)
    }

    /// The other modules whose names are seen from one, nearest first.
    pub fn seen(&self, from: ModuleId) -> Vec<ModuleId> {
        if from == NAMELESS {
            return (1..self.list.len()).collect();
        }
        let mut out = self.list.get(from).map_or_else(Vec::new, |m| m.uses.clone());
        out.push(NAMELESS);
        out
    }

    pub fn sees(&self, from: ModuleId, other: ModuleId) -> bool {
        from == other || from == NAMELESS || other == NAMELESS || self.list.get(from).is_some_and(|m| m.uses.contains(&other))
    }

    fn names(&self) -> Vec<String> {
        self.list.iter().flat_map(|m| m.names.iter().map(|(n, _)| n.clone())).collect()
    }
}

/// The folder of a file; empty where the name has none.
fn folder(file: &str) -> String {
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    let tidy = crate::world::show_path(&crate::world::tidy_path(folder));
    if tidy == "." { String::new() } else { tidy }
}

/// The folder above; what lies beside the place of the run (`../x`) is not below it.
fn above(folder: &str) -> Option<String> {
    match folder.rsplit_once('/') {
        Some((_, "..")) => None,
        Some((up, _)) => Some(up.to_string()),
        None if folder.is_empty() || folder == ".." => None,
        None => Some(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_those_above() {
        assert_eq!(folder("rules/hengshui/a.fadu"), "rules/hengshui");
        assert_eq!(folder("a.fadu"), "");
        assert_eq!(folder("./rules/../lib/a.fadu"), "lib");
        assert_eq!(above("rules/hengshui"), Some("rules".into()));
        assert_eq!(above("rules"), Some(String::new()));
        assert_eq!(above(""), None);
        assert_eq!(above("../lib"), Some("..".into()));
        assert_eq!(above("../.."), None);
        assert_eq!(above(".."), None);
    }
}
