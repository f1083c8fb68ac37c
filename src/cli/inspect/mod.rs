//! `fadu inspect`: what would be read of a file as what, and the entry of the project file under which it is.

mod json;
mod outcome;
mod propose;
mod seek;
mod text;
mod trial;
mod view;

use super::exit::{Exit, is_impossible};
use super::options::{choice, command as new_command, flag, rule_args};
use super::submissions::is_left_behind;
use super::words::say;
use super::{Context, complain, print, project, submissions};
use crate::config::diagnostics::left_by_a_program;
use crate::config::{self, Entry, Project, SubmissionFile, with_entries};
use crate::data::Dataset;
use crate::diag::{Lang, Sink};
use crate::hir::RuleSet;
use crate::load::diagnostics::files::{unreadable, unwritable};
use crate::load::{self, Input, Metadata, PolicyTable};
use crate::pipeline;
use crate::report::render_diagnostics;
use crate::text::{FileId, Sources, Span};
use crate::ty::{Origin, RelId};
use crate::world::{show_path, tidy_path};
use clap::{Arg, ArgMatches, Command};
use outcome::Inspected;
use project::Setup;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use view::FileView;

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu inspect [报送文件…] [选项]", "fadu inspect [FILES…] [OPTIONS]");
    let heading = say(lang, "参数", "Arguments");
    let files = say(
        lang,
        "报送文件或文件夹；不给则看项目文件里的全部",
        "submissions (files or folders); without any, all that the project file names",
    );
    let about =
        ("看一份报送文件会怎样读取，并提出项目文件里的写法", "what would be read of a file as what, and the entry to adopt");
    let command = new_command("inspect", lang, usage, about)
        .arg(Arg::new("files").num_args(0..).value_name("FILES").help(files).help_heading(heading))
        .arg(
            choice("format", &["pretty", "json"], lang, "输出格式", "output format")
                .default_value("pretty")
                .hide_default_value(true),
        )
        .arg(flag(
            "write",
            lang,
            "把提出的 [[submissions]] 写进项目文件（原有各行和注释不动）",
            "put the proposed [[submissions]] into the project file, whose lines and comments stay as they are",
        ));
    let codes = say(
        lang,
        "退出码：0 都能照此读取；1 有文件还读不了，或写法还有要填的；2 看不成（规则有误、文件读不出、项目文件写不进）。",
        "Exit codes: 0 every file is read as shown; 1 one is not, or an entry has something to fill in; 2 it could not be looked at \
         (a rule that does not compile, a file that cannot be read, a project file that takes no entry).",
    );
    rule_args(command, lang).after_help(codes)
}

/// Everything that reading one file needs.
pub struct Inspector<'a> {
    context: &'a Context<'a>,
    setup: &'a Setup,
    set: RuleSet,
    tables: Vec<PolicyTable>,
    sources: Sources,
    /// Files that entries of the project read.
    covered: Vec<SubmissionFile>,
    /// Where patterns of paths stand, in the project file and in what is proposed for it.
    patterns: Vec<Span>,
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let setup = project::setup(context, matches, true, &mut sources, &mut sink);
    let mut inspected = Vec::new();
    let mut written = Vec::new();
    if let Some(setup) = setup.as_ref().filter(|s| !s.rules.is_empty()) {
        let set = pipeline::compile(context.world, &setup.rules, &setup.bindings, &mut sources, &mut sink);
        if !project::is_stopped(&sink) && !set.schema.relations.is_empty() {
            let tables = pipeline::policy_tables(context.world, &set, &sources, &mut sink);
            let covered = setup.project().map(|p| p.submission_files(context.world, &mut Sink::default())).unwrap_or_default();
            let mut inspector =
                Inspector { context, setup, set, tables, sources, covered, patterns: patterns_of(setup.project()) };
            inspected = inspector.files(&mut sink);
            if matches.get_flag("write") {
                written = write(context, setup, &inspected, &mut sink);
            }
            sources = inspector.sources;
        }
    }
    let diagnostics = sink.finish();
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let out = if json {
        json::document(&inspected, &written, &diagnostics, &sources, context.lang)
    } else {
        complain(context.color, &render_diagnostics(&diagnostics, &sources, context.lang, context.color, context.width));
        text::page(&inspected, &written, &sources, context)
    };
    let unread = |i: &Inspected| i.view.problems.iter().any(|d| d.code == "I019" || d.code == "I005");
    if print(context, &out) == Exit::Impossible
        || setup.is_none()
        || diagnostics.iter().any(is_impossible)
        || inspected.iter().any(unread)
    {
        return Exit::Impossible;
    }
    if inspected.iter().all(is_settled) { Exit::Clean } else { Exit::Blocking }
}

/// Where the patterns of paths of a project stand.
fn patterns_of(project: Option<&Project>) -> Vec<Span> {
    project.into_iter().flat_map(|p| &p.submissions).flat_map(|s| s.files.iter().map(|f| f.span)).collect()
}

/// The file is read by an entry, or would be by the one proposed.
fn is_settled(i: &Inspected) -> bool {
    let read = i.view.fields() > 0;
    match &i.proposal {
        Some(p) => read && p.proposal.complete && p.tried.is_some(),
        None => read && i.view.entry.is_some(),
    }
}

impl Inspector<'_> {
    fn files(&mut self, sink: &mut Sink) -> Vec<Inspected> {
        let mut paths: Vec<PathBuf> = Vec::new();
        let mut seen = BTreeSet::new();
        for named in self.setup.named() {
            let listing = self.context.world.list(named);
            listing.problems.iter().for_each(|p| sink.push(unreadable(p)));
            if listing.files.is_empty() && listing.problems.is_empty() {
                sink.push(super::diagnostics::empty_folder(&show_path(named)));
            }
            let (left, files): (Vec<PathBuf>, Vec<PathBuf>) =
                listing.files.into_iter().partition(|f| is_left_behind(self.setup, named, f));
            left.iter().for_each(|f| sink.push(left_by_a_program(&show_path(f))));
            paths.extend(files);
        }
        if self.setup.named().is_empty() {
            paths.extend(self.covered.iter().map(|f| f.path.clone()));
            if paths.is_empty() {
                sink.push(super::diagnostics::no_files());
            }
        }
        paths.retain(|p| self.context.world.identity(p).is_none_or(|id| seen.insert(id)));
        let mut all: Vec<(Inspected, Option<Read>)> = Vec::new();
        for path in &paths {
            let Some(bytes) = self.context.world.read(path).inspect_err(|e| sink.push(unreadable(e))).ok() else { continue };
            all.push(self.file(path, bytes, sink));
        }
        self.propose(&mut all);
        all.into_iter().map(|(inspected, _)| inspected).collect()
    }

    /// One file as the project reads it, or as it would be read without an entry.
    fn file(&mut self, path: &Path, bytes: Vec<u8>, sink: &mut Sink) -> (Inspected, Option<Read>) {
        if let Some((said, span)) = self.entry_of(path) {
            let (mut view, _) = self.read(path, bytes, &said, sink);
            view.entry = Some(span);
            return (Inspected { view, proposal: None }, None);
        }
        let (mut view, mut data) = self.read(path, bytes.clone(), &Metadata::default(), sink);
        let mut tried = false;
        if view.fields() == 0
            && let Some((better, its)) = self.best(path, &bytes, sink)
        {
            (view, data, tried) = (better, its, true);
        }
        let read = Read { path: path.to_path_buf(), bytes, view: view.clone(), data, tried };
        (Inspected { view, proposal: None }, Some(read))
    }

    /// What the project says of a file, and where.
    fn entry_of(&self, path: &Path) -> Option<(Metadata, Span)> {
        let world = self.context.world;
        let id = world.identity(path)?;
        let file = self.covered.iter().find(|f| world.identity(&f.path).as_ref() == Some(&id))?;
        let set = self.setup.project()?.submissions.get(file.set)?;
        Some((submissions::metadata_of(set, &file.said), set.span))
    }

    fn read(&mut self, path: &Path, bytes: Vec<u8>, said: &Metadata, sink: &mut Sink) -> (FileView, Dataset) {
        let shown = show_path(path);
        let input = said.input(&self.set.schema, &shown, bytes, sink);
        self.read_input(shown, input)
    }

    /// Reads a file by itself, beside the tables of the policy.
    fn read_input(&mut self, path: String, input: Input) -> (FileView, Dataset) {
        let mut log = Sink::default();
        let (set, tables) = (&self.set, self.tables.clone());
        let data = load::load(&set.schema, &set.units, vec![input], tables, &mut self.sources, &mut log);
        let policy: BTreeSet<FileId> = data.accounts.iter().filter(|a| a.submission.is_none()).map(|a| a.file).collect();
        let problems = log.finish().into_iter().filter(|d| !d.primary().is_some_and(|span| policy.contains(&span.file)));
        let parts = view::parts(&set.schema, &data, &self.sources, &self.patterns);
        (FileView { path, entry: None, parts, problems: problems.collect() }, data)
    }

    /// The reading under the record of which most fields are found; `None` where none is, or two do equally well.
    fn best(&mut self, path: &Path, bytes: &[u8], sink: &mut Sink) -> Option<(FileView, Dataset)> {
        let schema = &self.set.schema;
        let records: Vec<RelId> = schema.ids().filter(|id| schema.get(*id).origin == Origin::Submitted).collect();
        let mut best: Option<(usize, usize, (FileView, Dataset))> = None;
        let mut tie = false;
        for rel in records {
            let of = self.set.schema.get(rel).columns.len();
            let mut input = Metadata::default().input(&self.set.schema, &show_path(path), bytes.to_vec(), sink);
            input.record = Some(rel);
            let (view, data) = self.read_input(show_path(path), input);
            let found = view.fields();
            if found == 0 {
                continue;
            }
            // Of two that name as many, the one of which less is lacking.
            let better = best.as_ref().is_none_or(|(n, o, _)| (found, *o) > (*n, of));
            tie = match &best {
                Some((n, o, _)) if !better => tie || (*n, *o) == (found, of),
                _ => false,
            };
            if better {
                best = Some((found, of, (view, data)));
            }
        }
        best.filter(|_| !tie).map(|(_, _, read)| read)
    }
}

/// A file that no entry reads, with what it takes to propose one.
pub struct Read {
    path: PathBuf,
    bytes: Vec<u8>,
    /// As it is read without an entry.
    view: FileView,
    data: Dataset,
    /// Its record was found by trying all.
    tried: bool,
}

impl Read {
    /// Its path below the folder of the project file.
    fn below(&self, from: &Path, root: &Path) -> Option<String> {
        let whole = |path: &Path| tidy_path(&from.join(path));
        whole(&self.path).strip_prefix(whole(root)).ok().map(show_path)
    }
}

/// Writes what is proposed into the project file; gives the entries that were written.
fn write(context: &Context<'_>, setup: &Setup, inspected: &[Inspected], sink: &mut Sink) -> Vec<Entry> {
    let Some(project) = setup.project() else {
        sink.push(config::diagnostics::no_project_to_write());
        return Vec::new();
    };
    let stands: Vec<(&str, Span)> = inspected.iter().filter_map(|i| Some((i.view.path.as_str(), i.view.entry?))).collect();
    if !setup.named().is_empty() && !stands.is_empty() {
        stands.iter().for_each(|(path, span)| sink.push(config::diagnostics::entry_stands(path, *span)));
        return Vec::new();
    }
    let path = project.root.join(config::FILE_NAME);
    let path = setup.project_path().map_or(path, Path::to_path_buf);
    let old = match context.world.read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            sink.push(unreadable(&error));
            return Vec::new();
        }
    };
    let (mark, text) = old.strip_prefix('\u{feff}').map_or(("", old.as_str()), |rest| ("\u{feff}", rest));
    let proposed = |tried: bool| {
        let mut entries: Vec<Entry> = Vec::new();
        for p in inspected.iter().filter_map(|i| i.proposal.as_ref()).filter(|p| p.tried.is_some() || !tried) {
            if !entries.contains(&p.entry) {
                entries.push(p.entry.clone());
            }
        }
        entries
    };
    let entries = proposed(true);
    // Where the file takes none, none could be tried.
    let new = with_entries(text, &proposed(false)).and_then(|_| with_entries(text, &entries));
    match new {
        Ok(_) if entries.is_empty() => entries,
        Ok(new) => match context.world.write_atomic(&path, format!("{mark}{new}").as_bytes()) {
            Ok(()) => entries,
            Err(error) => {
                sink.push(unwritable(&error));
                Vec::new()
            }
        },
        Err(refusal) => {
            sink.push(config::diagnostics::takes_no_entry(&show_path(&path), refusal));
            Vec::new()
        }
    }
}
