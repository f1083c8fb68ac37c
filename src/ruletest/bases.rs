//! What tests start from: the policy's own tables, and for tests with fixtures the submissions in those files as well.

use crate::data::Dataset;
use crate::diag::Sink;
use crate::hir::{Fixture, RuleSet, Test};
use crate::load::{Input, diagnostics::files::unreadable};
use crate::pipeline;
use crate::text::Sources;
use crate::ty::RelId;
use crate::world::{World, show_path, tidy_path};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

type Files = Vec<(Option<RelId>, PathBuf)>;

/// Datasets by the fixtures they hold.
#[derive(Debug, Default)]
pub struct Bases {
    plain: Dataset,
    with: BTreeMap<Files, Dataset>,
}

impl Bases {
    /// Reads the policy's tables and all fixtures; files are looked for beside the rule file that names them.
    pub fn load(world: &dyn World, rules: &RuleSet, sources: &mut Sources, sink: &mut Sink) -> Self {
        let tables = pipeline::policy_tables(world, rules, sources, sink);
        let plain = pipeline::load(rules, Vec::new(), tables.clone(), sources, sink);
        let mut with = BTreeMap::new();
        for test in rules.tests.iter().filter(|t| !t.fixtures.is_empty()) {
            let files = files(test, sources);
            if with.contains_key(&files) {
                continue;
            }
            let inputs = files.iter().zip(&test.fixtures).filter_map(|(file, said)| input(world, file, said, sink)).collect();
            let data = pipeline::load(rules, inputs, tables.clone(), sources, sink);
            with.insert(files, data);
        }
        Self { plain, with }
    }

    /// The policy's own tables, with which every test begins.
    pub fn policy(&self) -> &Dataset {
        &self.plain
    }

    pub(super) fn of(&self, test: &Test, sources: &Sources) -> &Dataset {
        let found = if test.fixtures.is_empty() { None } else { self.with.get(&files(test, sources)) };
        found.unwrap_or(&self.plain)
    }
}

fn files(test: &Test, sources: &Sources) -> Files {
    let full = |f: &Fixture| {
        let beside = Path::new(&sources.get(f.span.file).name).parent().unwrap_or(Path::new(""));
        (f.rel, tidy_path(&beside.join(&f.path)))
    };
    test.fixtures.iter().map(full).collect()
}

fn input(world: &dyn World, (rel, path): &(Option<RelId>, PathBuf), said: &Fixture, sink: &mut Sink) -> Option<Input> {
    match world.read(path) {
        Ok(bytes) => Some(Input { record: *rel, ..Input::new(show_path(path), bytes) }),
        Err(error) => {
            sink.push(unreadable(&error).at(said.span, "此处引用", "named here"));
            None
        }
    }
}
