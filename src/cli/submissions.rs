//! Which submissions a command reads, and what the project file says of each.

use super::Context;
use super::diagnostics;
use super::project::Setup;
use crate::config::{self, Named, SubmissionFile, parts};
use crate::data::PartOf;
use crate::diag::Sink;
use crate::hir::RuleSet;
use crate::load::{Input, Metadata, diagnostics::files::unreadable};
use crate::ty::Schema;
use crate::world::{FileIdentity, Reading, Stage, show_path};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Reads the submissions: those named on the command line, else those of the project.
pub fn inputs(context: &Context<'_>, setup: &Setup, set: &RuleSet, sink: &mut Sink) -> Vec<Input> {
    context.world.reading(Reading::Submission);
    context.pace.iter().for_each(|pace| pace.begin(Stage::Files, 0, 0));
    if setup.files.is_empty() {
        return inputs_of_project(context, setup, set, sink);
    }
    let mut inputs = Vec::new();
    let covered = covered(context, setup);
    let mut tables = Tables::new(setup, &covered);
    // A file is read once, by whatever paths and links it is named.
    let mut seen = BTreeSet::new();
    let mut is_new = |path: &Path| context.world.identity(path).is_none_or(|id| seen.insert(id));
    for path in &setup.files {
        if path == Path::new("-") {
            inputs.extend(standard_input(context, setup, sink));
            continue;
        }
        let listing = context.world.list(path);
        listing.problems.iter().for_each(|p| sink.push(unreadable(p)));
        inputs.extend(listing.problems.iter().map(|p| Input::unseen(show_path(&p.path))));
        tables.all_seen &= listing.problems.is_empty();
        if listing.files.is_empty() && listing.problems.is_empty() && !setup.allows("no-files") {
            sink.push(diagnostics::empty_folder(&show_path(path)));
        }
        let (left, files): (Vec<PathBuf>, Vec<PathBuf>) = listing.files.into_iter().partition(|f| is_left_behind(setup, path, f));
        left.iter().for_each(|f| sink.push(config::diagnostics::left_by_a_program(&show_path(f))));
        for file in files.into_iter().filter(|f| is_new(f)) {
            let known = context.world.identity(&file).and_then(|id| covered.get(&id));
            let said = known.zip(setup.project.as_ref()).map(|(f, p)| metadata_of(&p.submissions[f.set], &f.said));
            let part = tables.part(&file, known);
            inputs.push(input(context, &set.schema, (&file, part), &said.unwrap_or_default(), sink));
        }
    }
    tables.close(&mut inputs, sink);
    inputs
}

/// A file that a program left in a folder, or that a pattern brought along with others. One that is named alone is read as it is.
pub fn is_left_behind(setup: &Setup, named: &Path, file: &Path) -> bool {
    config::is_left_by_a_program(file) && (named != file || setup.files.len() > 1)
}

/// The tables in several parts to which files on the command line belong.
struct Tables {
    /// The files of the command line that no entry reads are one table.
    as_one: bool,
    /// Of each table of an entry how many parts were not met yet.
    left: BTreeMap<u32, usize>,
    loose: Vec<PathBuf>,
    own: u32,
    /// Nothing of what was named could not be looked at.
    all_seen: bool,
}

impl Tables {
    fn new(setup: &Setup, covered: &BTreeMap<FileIdentity, SubmissionFile>) -> Self {
        let mut left: BTreeMap<u32, usize> = BTreeMap::new();
        covered.values().filter_map(|f| f.part).for_each(|part| *left.entry(part.table).or_default() += 1);
        let own = left.keys().last().map_or(0, |last| last.saturating_add(1));
        Self { as_one: setup.as_one, left, loose: Vec::new(), own, all_seen: true }
    }

    fn part(&mut self, path: &Path, known: Option<&SubmissionFile>) -> Option<PartOf> {
        match known {
            Some(file) => {
                let part = file.part?;
                self.left.entry(part.table).and_modify(|n| *n = n.saturating_sub(1));
                Some(part)
            }
            None if self.as_one => {
                self.loose.push(path.to_path_buf());
                Some(PartOf { table: self.own, whole: true })
            }
            None => None,
        }
    }

    /// A table of which parts were not named, or whose numbers have a gap, is not whole.
    fn close(self, inputs: &mut [Input], sink: &mut Sink) {
        let loose: Vec<&Path> = self.loose.iter().map(PathBuf::as_path).collect();
        let own_whole = parts::look(parts::Said::default(), &loose, sink) && self.all_seen;
        let mut told = BTreeSet::new();
        for input in inputs {
            let Some(part) = input.part.as_mut() else { continue };
            if part.table == self.own {
                part.whole &= own_whole;
                continue;
            }
            part.whole &= self.left.get(&part.table).is_none_or(|left| *left == 0);
            if !part.whole && told.insert(part.table) {
                sink.push(config::diagnostics::parts_not_named(&input.path));
            }
        }
    }
}

/// A file with what is said of it. One that cannot be read is told, and may hold whatever it may.
fn input(
    context: &Context<'_>,
    schema: &Schema,
    (path, part): (&Path, Option<PartOf>),
    said: &Metadata,
    sink: &mut Sink,
) -> Input {
    let name = show_path(path);
    let read = match context.world.open(path) {
        Ok(opened) => {
            let input = said.input(schema, &name, opened, sink);
            if let Some(pace) = context.pace {
                pace.files(1);
                pace.bytes(input.bytes.len() as u64);
            }
            input
        }
        Err(error) => {
            let refused = Some(Box::new(unreadable(&error)));
            Input { refused, ..said.input(schema, &name, Vec::new(), sink) }
        }
    };
    Input { part, pace: context.pace.cloned(), ..read }
}

/// Everything that the project names.
pub fn inputs_of_project(context: &Context<'_>, setup: &Setup, set: &RuleSet, sink: &mut Sink) -> Vec<Input> {
    let mut inputs = Vec::new();
    let Some(project) = &setup.project else { return inputs };
    let (files, unseen) = project.submission_files_and_unseen(context.world, sink);
    context.pace.iter().for_each(|pace| pace.begin(Stage::Files, files.len(), 0));
    for file in files {
        let said = metadata_of(&project.submissions[file.set], &file.said);
        inputs.push(input(context, &set.schema, (&file.path, file.part), &said, sink));
    }
    for (entry, path) in unseen {
        let said = metadata_of(&project.submissions[entry], &[]);
        let told = Input { unseen: true, ..said.input(&set.schema, &show_path(&path), Vec::new(), sink) };
        inputs.push(told);
    }
    inputs
}

/// The files that entries of the project read.
fn covered(context: &Context<'_>, setup: &Setup) -> BTreeMap<FileIdentity, SubmissionFile> {
    // What is wrong with an entry is told by the run that reads all of them.
    let files = setup.project.iter().flat_map(|p| p.submission_files(context.world, &mut Sink::default()));
    files.filter_map(|f| Some((context.world.identity(&f.path)?, f))).collect()
}

/// The names under which the files asked for are read among the others of the project; `None` where none are named, or one is none of the
/// project's.
pub fn own_files(context: &Context<'_>, setup: &Setup) -> Option<BTreeSet<String>> {
    if setup.files.is_empty() || setup.files.iter().any(|path| path == Path::new("-")) {
        return None;
    }
    let covered = covered(context, setup);
    let named = setup.files.iter().flat_map(|path| context.world.list(path).files);
    let names = named.map(|path| {
        let file = covered.get(&context.world.identity(&path)?)?;
        Some(show_path(&file.path))
    });
    names.collect::<Option<BTreeSet<String>>>().filter(|names| !names.is_empty())
}

/// What stands on standard input, under the name that says which format and record it is.
fn standard_input(context: &Context<'_>, setup: &Setup, sink: &mut Sink) -> Option<Input> {
    let Some(name) = &setup.input_name else {
        sink.push(diagnostics::no_name_of_input());
        return None;
    };
    let bytes = context.world.read_input().inspect_err(|error| sink.push(unreadable(error))).ok()?;
    Some(Input::new(name.clone(), bytes))
}

/// What the project file says about a set of files, in the loaders' words.
pub fn metadata_of(set: &config::SubmissionSet, by_path: &[(&'static str, config::Text)]) -> Metadata {
    let word = |text: &config::Text| (text.text.clone(), Some(text.span));
    let sought = |name: &str| by_path.iter().find(|(n, _)| *n == name).map(|(_, text)| word(text));
    Metadata {
        record: set.record.as_ref().map(word),
        region: set.region.as_ref().map(word).or_else(|| sought("region")),
        period: set.period.as_ref().map(word).or_else(|| sought("period")),
        date: set.date.as_ref().map(word).or_else(|| sought("date")),
        sheet: set.sheet.as_ref().map(word),
        range: set.range.iter().map(word).collect(),
        title: set.title.iter().map(word).collect(),
        ignore: set.ignore.iter().map(|t| t.text.clone()).collect(),
        encoding: set.encoding.as_ref().map(word),
        partial: set.partial == Named::All,
        partial_at: (set.partial == Named::All).then_some(set.span),
        blanks: set.blanks.iter().map(|b| (b.of.as_ref().map(word), b.means, b.span)).collect(),
        partial_records: if let Named::Some(list) = &set.partial { list.iter().map(word).collect() } else { Vec::new() },
    }
}
