//! Which submissions a command reads, and what the project file says of each.

use super::Context;
use super::diagnostics;
use super::project::Setup;
use crate::config::{self, Named, SubmissionFile};
use crate::diag::Sink;
use crate::hir::RuleSet;
use crate::load::{Input, Metadata, diagnostics::files::unreadable};
use crate::world::{FileIdentity, Opened, Reading, show_path};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Reads the submissions: those named on the command line, else those of the project.
pub fn inputs(context: &Context<'_>, setup: &Setup, set: &RuleSet, sink: &mut Sink) -> Vec<Input> {
    context.world.reading(Reading::Submission);
    if setup.files.is_empty() {
        return inputs_of_project(context, setup, set, sink);
    }
    let mut inputs = Vec::new();
    let covered = covered(context, setup);
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
        if listing.files.is_empty() && listing.problems.is_empty() && !setup.allows("no-files") {
            sink.push(diagnostics::empty_folder(&show_path(path)));
        }
        for file in listing.files.into_iter().filter(|f| is_new(f)) {
            let Some(opened) = open(context, &file, sink) else { continue };
            let known = context.world.identity(&file).and_then(|id| covered.get(&id));
            let said = known.zip(setup.project.as_ref()).map(|(f, p)| metadata_of(&p.submissions[f.set], &f.said));
            inputs.push(said.unwrap_or_default().input(&set.schema, &show_path(&file), opened, sink));
        }
    }
    inputs
}

/// Everything that the project names.
pub fn inputs_of_project(context: &Context<'_>, setup: &Setup, set: &RuleSet, sink: &mut Sink) -> Vec<Input> {
    let mut inputs = Vec::new();
    let Some(project) = &setup.project else { return inputs };
    for file in project.submission_files(context.world, sink) {
        if let Some(opened) = open(context, &file.path, sink) {
            let said = metadata_of(&project.submissions[file.set], &file.said);
            inputs.push(said.input(&set.schema, &show_path(&file.path), opened, sink));
        }
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

fn open(context: &Context<'_>, path: &Path, sink: &mut Sink) -> Option<Opened> {
    context.world.open(path).inspect_err(|error| sink.push(unreadable(error))).ok()
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
        title: set.title.iter().map(word).collect(),
        ignore: set.ignore.iter().map(|t| t.text.clone()).collect(),
        encoding: set.encoding.as_ref().map(word),
        partial: set.partial == Named::All,
        partial_at: (set.partial == Named::All).then_some(set.span),
        blanks: set.blanks.iter().map(|b| (b.of.as_ref().map(word), b.means, b.span)).collect(),
        partial_records: if let Named::Some(list) = &set.partial { list.iter().map(word).collect() } else { Vec::new() },
    }
}
