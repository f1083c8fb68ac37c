//! Which file imports which: paths followed through re-exports to the file that defines the name.

use super::source::{self, Code, Kind, Written};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A module by its path below the crate; the file `src/a/b.rs` or `src/a/b/mod.rs` is `["a", "b"]`.
pub type Module = Vec<String>;

#[derive(Debug, Default)]
pub struct Crate {
    files: BTreeMap<Module, (String, Code)>,
}

/// Arrows from file to file, with what is written there.
pub type Arrows = BTreeMap<Module, BTreeMap<Module, String>>;

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    /// The module that defines the name.
    Item(Module),
    /// A module as such: only what is taken from it is an arrow.
    Module(Module),
    /// Another crate, or a name of the file itself.
    Elsewhere,
}

impl Crate {
    /// Files as (path below `src`, text).
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let module = |path: &str| {
            let mut parts: Module = path.trim_end_matches(".rs").split('/').map(str::to_string).collect();
            if parts.last().is_some_and(|last| last == "mod" || last == "lib") {
                parts.pop();
            }
            parts
        };
        let read = |(path, text): (String, String)| (module(&path), (path, source::read(&text)));
        Self { files: files.into_iter().filter(|(path, _)| path != "main.rs").map(read).collect() }
    }

    pub fn modules(&self) -> impl Iterator<Item = (&Module, &str, &Code)> {
        self.files.iter().map(|(module, (path, code))| (module, path.as_str(), code))
    }

    pub fn path(&self, module: &Module) -> &str {
        self.files.get(module).map_or("", |(path, _)| path)
    }

    /// The path of a name in another crate, or nothing for what is one's own.
    pub fn outside(&self, module: &Module, written: &Written) -> Option<String> {
        let head = written.path.first()?;
        let own = matches!(head.as_str(), "crate" | "self" | "super" | "Self") || self.below(module, head).is_some();
        let through = self.uses(module).find(|u| u.name.as_ref() == Some(head) && u.path != written.path && u.path.len() > 1);
        match through {
            Some(_) if own => None,
            Some(used) if used.path.first() != Some(head) => {
                let rest = written.path[1..].join("::");
                self.outside(module, used).map(|path| format!("{path}::{rest}"))
            }
            _ if own => None,
            _ => Some(written.path.join("::")),
        }
    }

    fn uses(&self, module: &Module) -> impl Iterator<Item = &Written> {
        self.files.get(module).into_iter().flat_map(|(_, code)| &code.written).filter(|w| w.kind != Kind::Path)
    }

    fn below(&self, module: &Module, name: &str) -> Option<Module> {
        let child: Module = module.iter().cloned().chain([name.to_string()]).collect();
        self.files.contains_key(&child).then_some(child)
    }

    /// A path as written in a module, from the root of the crate; nothing for other crates.
    fn absolute(&self, module: &Module, path: &[String], depth: usize) -> Option<Module> {
        let (head, rest) = path.split_first()?;
        let mut base = match head.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => {
                let parent = module[..module.len().saturating_sub(1)].to_vec();
                let rest: Vec<String> = [vec!["self".to_string()], rest.to_vec()].concat();
                return self.absolute(&parent, &rest, depth);
            }
            name => match self.below(module, name) {
                Some(child) => child,
                None => {
                    let used = self.uses(module).find(|u| u.name.as_deref() == Some(name) && u.path != path)?;
                    if depth == 0 {
                        return None;
                    }
                    self.absolute(module, &used.path, depth - 1)?
                }
            },
        };
        let mut rest = rest;
        // `self::super::x`, as a path that went up more than once has become.
        while let Some((first, behind)) = rest.split_first().filter(|(first, _)| *first == "super") {
            debug_assert_eq!(first, "super");
            base.pop();
            rest = behind;
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    fn target(&self, absolute: &[String], depth: usize) -> Target {
        let mut module = Vec::new();
        for (at, name) in absolute.iter().enumerate() {
            if let Some(child) = self.below(&module, name) {
                module = child;
                continue;
            }
            let Some((_, code)) = self.files.get(&module) else { return Target::Elsewhere };
            if code.defined.contains(name) || depth == 0 {
                return Target::Item(module);
            }
            let used = self.uses(&module).find(|u| u.name.as_ref() == Some(name));
            if let Some(used) = used {
                // What another crate defines is handed on by nobody.
                let Some(mut full) = self.absolute(&module, &used.path, 8) else { return Target::Elsewhere };
                full.extend(absolute[at + 1..].iter().cloned());
                return self.target(&full, depth - 1);
            }
            for glob in self.uses(&module).filter(|u| u.kind == Kind::Glob) {
                let from = self.absolute(&module, &glob.path, 8).filter(|from| *from != module);
                if let Some((from, (_, code))) = from.and_then(|from| self.files.get_key_value(&from))
                    && code.defined.contains(name)
                {
                    return Target::Item(from.clone());
                }
            }
            return Target::Item(module);
        }
        Target::Module(module)
    }

    /// Who takes something from whom. Declaring `mod x;` is no arrow, nor is handing on what a child defines.
    pub fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (module, (_, code)) in &self.files {
            for written in &code.written {
                let Some(absolute) = self.absolute(module, &written.path, 8) else { continue };
                let to = match (self.target(&absolute, 8), written.kind) {
                    (Target::Item(to), _) | (Target::Module(to), Kind::Glob) => to,
                    (Target::Module(_) | Target::Elsewhere, _) => continue,
                };
                let child = to.len() > module.len() && to.starts_with(module);
                let handed_on = matches!(written.kind, Kind::Export | Kind::Glob) && child;
                // The root declares and explains; it takes nothing and gives nothing.
                if to != *module && !handed_on && !to.is_empty() && !module.is_empty() {
                    arrows.entry(module.clone()).or_default().entry(to).or_insert_with(|| written.path.join("::"));
                }
            }
        }
        arrows
    }
}

/// Groups of files that reach each other, each with one shortest circle.
pub fn circles(arrows: &Arrows) -> Vec<(BTreeSet<Module>, Vec<Module>)> {
    let reach: BTreeMap<&Module, BTreeSet<&Module>> = arrows.keys().map(|from| (from, reached(arrows, from))).collect();
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for (from, to) in &reach {
        if !to.contains(*from) || done.contains(*from) {
            continue;
        }
        let group: BTreeSet<Module> =
            to.iter().filter(|other| reach.get(**other).is_some_and(|back| back.contains(*from))).map(|m| (*m).clone()).collect();
        done.extend(group.iter().cloned().collect::<Vec<_>>());
        let shortest = group.iter().filter_map(|start| circle(arrows, start)).min_by_key(Vec::len).unwrap_or_default();
        found.push((group, shortest));
    }
    found
}

fn reached<'a>(arrows: &'a Arrows, from: &Module) -> BTreeSet<&'a Module> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Module> = arrows.get(from).into_iter().flat_map(BTreeMap::keys).collect();
    while let Some(next) = open.pop() {
        if found.insert(next) {
            open.extend(arrows.get(next).into_iter().flat_map(BTreeMap::keys));
        }
    }
    found
}

/// The shortest way from a file back to itself.
fn circle(arrows: &Arrows, start: &Module) -> Option<Vec<Module>> {
    let mut from: BTreeMap<Module, Module> = BTreeMap::new();
    let mut open = VecDeque::from([start.clone()]);
    while let Some(here) = open.pop_front() {
        for next in arrows.get(&here).into_iter().flat_map(BTreeMap::keys) {
            if next == start {
                let mut way = vec![start.clone(), here.clone()];
                while way.last() != Some(start) {
                    way.push(from.get(way.last()?)?.clone());
                }
                way.reverse();
                return Some(way);
            }
            if !from.contains_key(next) {
                from.insert(next.clone(), here.clone());
                open.push_back(next.clone());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn krate(files: &[(&str, &str)]) -> Crate {
        Crate::new(files.iter().map(|(path, text)| (path.to_string(), text.to_string())))
    }

    fn shown(files: &[(&str, &str)]) -> Vec<String> {
        let arrows = krate(files).arrows();
        let line = |(from, to): (&Module, &BTreeMap<Module, String>)| {
            to.keys().map(|to| format!("{} > {}", from.join("::"), to.join("::"))).collect::<Vec<_>>()
        };
        arrows.iter().flat_map(line).collect()
    }

    #[test]
    fn paths_lead_through_re_exports_to_the_file_that_defines() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a/mod.rs", "mod x; mod y; pub use x::Thing; pub use y::*; pub struct Own;"),
            ("a/x.rs", "pub struct Thing; use super::Own;"),
            ("a/y.rs", "pub struct Starred; fn f() { super::Thing::new() }"),
            ("b.rs", "use crate::a::{self, Thing as Other}; fn f(x: a::Starred, y: Other) { std::fs::read() }"),
        ];
        assert_eq!(shown(&files), ["a::x > a", "a::y > a::x", "b > a::x", "b > a::y"]);
        let krate = krate(&files);
        let outside: Vec<String> =
            krate.modules().flat_map(|(m, _, code)| code.written.iter().filter_map(|w| krate.outside(m, w))).collect();
        assert_eq!(outside, ["Other", "std::fs::read"].map(String::from)[1..]);
    }

    #[test]
    fn a_module_that_uses_its_child_and_is_used_by_it_is_a_circle() {
        let files = [
            ("a/mod.rs", "mod x; mod y; pub struct Own; fn f() { x::g() }"),
            ("a/x.rs", "use super::y::h; pub fn g() { h() }"),
            ("a/y.rs", "use super::Own; pub fn h() {}"),
        ];
        let found = circles(&krate(&files).arrows());
        assert_eq!(found.len(), 1);
        let way: Vec<String> = found[0].1.iter().map(|m| m.join("::")).collect();
        assert_eq!(way, ["a", "a::x", "a::y", "a"]);
        let without = [files[0], files[1], ("a/y.rs", "pub fn h() {}")];
        assert!(circles(&krate(&without).arrows()).is_empty());
    }

    #[test]
    fn heads_that_climb_are_followed() {
        let files = [
            ("a/mod.rs", "mod b; pub mod z;"),
            ("a/b/mod.rs", "mod c;"),
            ("a/b/c.rs", "use super::super::z::{self, Deep}; use crate::{a::z::Other, q::R}; fn f() { z::g() }"),
            ("a/z.rs", "pub struct Deep; pub struct Other; pub fn g() {}"),
            ("q.rs", "pub struct R;"),
        ];
        assert_eq!(shown(&files), ["a::b::c > a::z", "a::b::c > q"]);
    }
}
