//! What a command works on: the project file joined with what stands on the command line, which goes before.

use super::Context;
use super::diagnostics;
use super::engine;
use super::words::say;
use crate::check::Bindings;
use crate::config::{self, FailOn, LevelOf, Named, Project};
use crate::diag::{Bilingual, Diagnostic, Lang, Sink, nearest};
use crate::engine::On;
use crate::finding::{AnswerKind, Findings, ParameterInfo, SetBy, Value, ValueFrom};
use crate::hir::RuleSet;
use crate::load::diagnostics::files::unreadable;
use crate::pipeline::is_rule_file;
use crate::report::{ClauseTerm, Office};
use crate::text::Sources;
use crate::world::{World, show_path, tidy_path};
use clap::ArgMatches;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rules, inputs, parameters, thresholds.
pub struct Setup {
    pub rules: Vec<PathBuf>,
    /// Files named on the command line; empty when the project says.
    pub(super) files: Vec<PathBuf>,
    /// Those of them that no entry of the project reads are parts of one table.
    pub as_one: bool,
    /// What standard input is called, where it is one of the submissions.
    pub input_name: Option<String>,
    pub(super) project: Option<Project>,
    project_path: Option<PathBuf>,
    /// What the project makes of single rules.
    pub levels: Vec<LevelOf>,
    pub bindings: Bindings,
    pub allow: Vec<String>,
    /// Rules that may meet no subject, as the project names them.
    pub allow_rules: Vec<String>,
    /// Columns (`Record.column`) that nobody need send, as the project names them.
    pub allow_columns: Vec<String>,
    /// Parameters that may stay open, as the project names them.
    pub allow_open: Vec<String>,
    pub fail_on: FailOn,
    /// The day on which things are judged that have no period of their own.
    pub as_of: Option<i64>,
    /// The files of waivers and of explanations that the command line names.
    answers: [Option<PathBuf>; 2],
    /// Where the data lie, if not in files.
    pub on: Option<On>,
    /// An empty pattern was reported already.
    pub files_missing_said: bool,
}

impl Setup {
    pub fn project(&self) -> Option<&Project> {
        self.project.as_ref()
    }

    /// The project file itself.
    pub fn project_path(&self) -> Option<&Path> {
        self.project_path.as_deref()
    }

    /// Files named on the command line.
    pub fn named(&self) -> &[PathBuf] {
        &self.files
    }

    /// Where waivers or explanations lie, and whether somebody says so: else it is where they usually lie, beside the project file.
    pub fn answers_file(&self, kind: AnswerKind) -> (PathBuf, bool) {
        let project = self.project.as_ref();
        let (named, said) = match kind {
            AnswerKind::Waiver => (&self.answers[0], project.and_then(|p| p.waivers.as_ref())),
            AnswerKind::Explanation => (&self.answers[1], project.and_then(|p| p.explanations.as_ref())),
        };
        let root = project.map_or(Path::new("."), |p| p.root.as_path());
        match (named, said) {
            (Some(path), _) => (path.clone(), true),
            (None, Some(text)) => (tidy_path(&root.join(&text.text)), true),
            (None, None) => {
                let usual = match kind {
                    AnswerKind::Waiver => "waivers.toml",
                    AnswerKind::Explanation => "explanations.toml",
                };
                (tidy_path(&root.join(usual)), false)
            }
        }
    }

    /// Tells a rule set what the project says of time and place.
    pub fn place(&self, set: &mut RuleSet) {
        set.as_of = self.as_of;
        set.jurisdiction = self.project.as_ref().and_then(|p| p.jurisdiction.as_ref()).map(|t| t.text.clone());
    }

    /// What the project is called.
    pub fn name(&self) -> Option<&str> {
        self.project.as_ref()?.name.as_ref().map(|t| t.text.as_str())
    }

    /// What the office says of its notices; their day is that of the check unless another is named.
    pub fn office(&self) -> Office {
        let Some(said) = self.project.as_ref().map(|p| &p.notice) else { return Office { day: self.as_of, ..Office::default() } };
        let text = |t: &Option<config::Text>| t.as_ref().map(|t| t.text.clone());
        let term = |t: &config::ClauseTerm| ClauseTerm { clause: t.clause.text.clone(), office: text(&t.office), days: t.days };
        Office {
            office: text(&said.office),
            addressee: text(&said.addressee),
            number: text(&said.number),
            contact: text(&said.contact),
            days: said.days,
            day: self.as_of,
            clauses: said.clauses.iter().map(term).collect(),
        }
    }

    /// The template of notices that the project names.
    pub fn notice_template(&self) -> Option<PathBuf> {
        let project = self.project.as_ref()?;
        Some(tidy_path(&project.root.join(&project.notice.template.as_ref()?.text)))
    }

    /// Whether a parameter may stay open: by name, with or without its policy, or by label.
    pub fn allows_open(&self, param: &ParameterInfo) -> bool {
        let bare = param.name.rsplit('.').next().unwrap_or(&param.name);
        let named = |n: &String| *n == param.name || n == bare || param.label.as_ref() == Some(n);
        self.allows("open-parameters") || self.allow_open.iter().any(named)
    }

    pub fn allows(&self, name: &str) -> bool {
        self.allow.iter().any(|a| a == name)
    }

    /// The submissions of a run, as they are named or found.
    pub fn submission_paths(&self, context: &Context<'_>, sink: &mut Sink) -> Vec<PathBuf> {
        match &self.project {
            Some(project) if self.files.is_empty() => {
                project.submission_files(context.world, sink).into_iter().map(|f| f.path).collect()
            }
            _ => self.files.iter().flat_map(|f| context.world.list(f).files).collect(),
        }
    }

    /// Rules that may meet no subject, by index.
    pub fn idle(&self, findings: &Findings) -> Vec<usize> {
        let may = |id: &str| {
            let bare = id.rsplit('.').next().unwrap_or(id);
            self.allows("no-subject") || self.allow_rules.iter().any(|name| name == id || name == bare)
        };
        findings.rules.iter().enumerate().filter(|(_, r)| may(&r.id)).map(|(at, _)| at).collect()
    }

    /// Takes from another setup what may pass and what fails, so that a change cannot let itself pass.
    pub fn waive_as(&mut self, other: &Self) {
        self.allow.clone_from(&other.allow);
        self.allow_rules.clone_from(&other.allow_rules);
        self.allow_columns.clone_from(&other.allow_columns);
        self.allow_open.clone_from(&other.allow_open);
        self.fail_on = other.fail_on;
        self.levels.clone_from(&other.levels);
        if let (Some(own), Some(other)) = (&mut self.project, &other.project) {
            own.allow = other.allow.clone();
        }
    }
}

/// A day as options write it.
pub fn day(text: &str) -> Option<i64> {
    crate::check::read_day(text)
}

/// The as-of date: of the command line, else of the project.
fn as_of(matches: &ArgMatches, project: Option<&Project>, sink: &mut Sink) -> Option<i64> {
    if let Some(text) = asked(matches, "as-of").first() {
        let day = crate::check::read_day(text);
        if day.is_none() {
            sink.push(diagnostics::no_date_asked(text));
        }
        return day;
    }
    let text = project?.as_of.as_ref()?;
    let day = crate::check::read_day(&text.text);
    if day.is_none() {
        sink.push(diagnostics::no_date(&text.text, text.span));
    }
    day
}

/// An option of the command line that cannot be used: the run stops, for what it would judge is not what was asked.
fn is_unusable_option(d: &Diagnostic) -> bool {
    d.code == "L013" || d.code == "L001" || (d.code == "L008" && d.primary().is_none())
}

/// Whether an option was found unusable once the rules were read.
pub fn is_stopped(sink: &Sink) -> bool {
    sink.list().iter().any(is_unusable_option)
}

fn asked(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.try_get_many::<String>(name).ok().flatten().into_iter().flatten().cloned().collect()
}

/// Finds the project (if any) and the rules. `None` when there is nothing to work on; the sink says why.
pub fn setup(
    context: &Context<'_>,
    matches: &ArgMatches,
    with_data: bool,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Setup> {
    let mut named = asked(matches, "rules");
    if !with_data {
        named.extend(asked(matches, "paths"));
    }
    let files = if with_data { asked(matches, "files") } else { Vec::new() };
    assemble(context, matches, (named, files), with_data, sources, sink)
}

/// The same for rules and submissions that are named; the project says where none are.
pub fn assemble(
    context: &Context<'_>,
    matches: &ArgMatches,
    (named, files): (Vec<String>, Vec<String>),
    with_data: bool,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Setup> {
    let on = engine::of(matches, sink).ok()?;
    let mut project = find_project(context, matches, sources, sink)?;
    let passes = asked(matches, "allow");
    if let Some(project) = project.as_mut().filter(|_| passes.iter().any(|a| a == "no-files")) {
        project.allow.no_files = Named::All;
    }
    let rules = if named.is_empty() {
        match &project {
            Some(p) => p.rule_files(context.world, sink),
            None => {
                sink.push(config::diagnostics::not_found(&show_path(&context.world.current_dir())));
                return None;
            }
        }
    } else {
        search(context, &named, sink)
    };
    if rules.is_empty() && !sink.has_errors() {
        sink.push(diagnostics::no_rules());
    }
    let mut allow = asked(matches, "allow");
    allow.extend(project.as_ref().map(allowed).unwrap_or_default());
    let before = sink.list().len();
    let as_of = as_of(matches, project.as_ref().filter(|_| with_data), sink);
    // Tests of rules stand for themselves: what a project decides for its submissions does not reach them.
    let bindings = bindings(matches, project.as_ref().filter(|_| with_data), sink);
    if sink.list().iter().skip(before).any(is_unusable_option) {
        return None;
    }
    let fail_on = matches.try_get_one::<String>("fail-on").ok().flatten().and_then(|n| FailOn::named(n));
    Some(Setup {
        rules,
        files: files.into_iter().flat_map(|file| config::expand(context.world, Path::new(&file))).collect(),
        as_one: matches.try_get_one::<bool>("as-one").ok().flatten().is_some_and(|yes| *yes),
        bindings,
        allow,
        allow_rules: project.as_ref().map(|p| names(&p.allow.no_subject)).unwrap_or_default(),
        allow_columns: project.as_ref().map(|p| names(&p.allow.missing_columns)).unwrap_or_default(),
        allow_open: project.as_ref().map(|p| names(&p.allow.open_parameters)).unwrap_or_default(),
        levels: project.as_ref().map(|p| p.levels.clone()).unwrap_or_default(),
        input_name: asked(matches, "stdin-name").first().cloned(),
        as_of,
        fail_on: fail_on.or(project.as_ref().and_then(|p| p.fail_on)).unwrap_or_default(),
        project_path: project.as_ref().and_then(|_| project_file(context.world, matches)),
        answers: ["waivers", "explanations"].map(|name| asked(matches, name).first().map(PathBuf::from)),
        project,
        on,
        files_missing_said: false,
    })
}

fn project_file(world: &dyn World, matches: &ArgMatches) -> Option<PathBuf> {
    if matches.try_get_one::<bool>("isolated").ok().flatten().is_some_and(|alone| *alone) {
        return None;
    }
    match asked(matches, "config").first() {
        Some(path) => Some(PathBuf::from(path)),
        None => config::find(world, Path::new(".")),
    }
}

/// The language a project is reported in; mistakes in its file are told later.
pub fn language(world: &dyn World, matches: &ArgMatches) -> Option<Lang> {
    let path = project_file(world, matches)?;
    config::load(world, &path, &mut Sources::default(), &mut Sink::default())?.lang
}

/// `Some(None)`: no project, which is fine when rules are named.
fn find_project(context: &Context<'_>, matches: &ArgMatches, sources: &mut Sources, sink: &mut Sink) -> Option<Option<Project>> {
    match project_file(context.world, matches) {
        None => Some(None),
        Some(path) => config::load(context.world, &path, sources, sink).map(Some),
    }
}

/// What a project lets pass wholesale.
fn allowed(project: &Project) -> Vec<String> {
    let allow = &project.allow;
    let whole = [
        ("no-files", &allow.no_files),
        ("no-subject", &allow.no_subject),
        ("missing-columns", &allow.missing_columns),
        ("open-parameters", &allow.open_parameters),
        ("nothing-judged", &allow.nothing_judged),
    ];
    whole.iter().filter(|(_, n)| matches!(n, Named::All)).map(|(name, _)| (*name).to_string()).collect()
}

/// What a project lets pass by name.
fn names(named: &Named) -> Vec<String> {
    match named {
        Named::Some(list) => list.iter().map(|t| t.text.clone()).collect(),
        Named::None | Named::All => Vec::new(),
    }
}

fn bindings(matches: &ArgMatches, project: Option<&Project>, sink: &mut Sink) -> Bindings {
    let mut out = Bindings::default();
    for b in project.into_iter().flat_map(|p| &p.parameters) {
        let why = b.because.as_ref().map(|t| t.text.as_str());
        let source = match why {
            Some(why) => Bilingual::new(format!("项目文件：{why}"), format!("project file: {why}")),
            None => Bilingual::new("项目文件", "project file"),
        };
        out.params.push((b.name.text.clone(), b.value.text.clone(), source));
        out.places.insert(b.name.text.clone(), b.value.span);
    }
    for text in asked(matches, "param") {
        match text.split_once(['=', '＝']) {
            Some((name, value)) => {
                out.params.retain(|(n, _, by)| n != name.trim() || *by == Bindings::command_line());
                out.places.remove(name.trim());
                out.params.push((name.trim().into(), value.trim().into(), Bindings::command_line()));
            }
            None => sink.push(diagnostics::no_value_of_param(&text)),
        }
    }
    out
}

/// Policies judge the regions that the project names in place of their own. Gives what was set, to be shown among the parameters.
pub fn set_jurisdictions(setup: &Setup, set: &mut RuleSet, lang: Lang, sink: &mut Sink) -> Vec<ParameterInfo> {
    let mut told = Vec::new();
    let names: Vec<String> = set.policies.iter().map(|p| p.name.clone()).collect();
    for said in setup.project.iter().flat_map(|p| &p.jurisdictions) {
        let Some(policy) = Arc::make_mut(&mut set.policies).iter_mut().find(|p| p.name == said.name.text) else {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            let near = nearest(&said.name.text, known.iter().copied());
            sink.push(config::diagnostics::unknown_key("jurisdictions", &said.name.text, &known, near, said.name.span));
            continue;
        };
        policy.jurisdiction = Some(said.value.text.clone());
        let why = said.because.as_ref().map(|t| t.text.as_str());
        let source = why.map_or_else(
            || Bilingual::new("项目文件", "project file"),
            |why| Bilingual::new(format!("项目文件：{why}"), format!("project file: {why}")),
        );
        told.push(ParameterInfo {
            name: policy.name.clone(),
            label: Some(say(lang, "辖区", "jurisdiction").to_string()),
            values: vec![ValueFrom { value: Value::Text(said.value.text.clone()), from: None }],
            source: Some(SetBy::Named(source)),
            alternatives: Vec::new(),
        });
    }
    told
}

/// Tells a rule set which fields say what region a row is about, as `[regions]` of the project has it.
pub fn set_regions(setup: &Setup, set: &mut RuleSet, sink: &mut Sink) {
    for (record, field) in setup.project.iter().flat_map(|p| &p.regions) {
        let Some(rel) = set.schema.by_name(&record.text) else {
            let known: Vec<&str> = set.schema.relations.iter().map(|r| r.title()).filter(|t| !t.is_empty()).collect();
            let near = nearest(&record.text, known.iter().copied());
            sink.push(config::diagnostics::unknown_key("regions", &record.text, &known, near, record.span));
            continue;
        };
        let relation = set.schema.get(rel);
        match relation.column_named(&field.text).filter(|c| set.schema.column(rel, *c).ty.is_text_like()) {
            Some(column) => {
                set.region_columns.insert(rel, column);
            }
            None => {
                let texts = relation.columns.iter().filter(|c| c.ty.is_text_like());
                let known: Vec<&str> = texts.map(|c| c.title()).collect();
                let near = nearest(&field.text, known.iter().copied());
                let table = format!("regions.{}", record.text);
                sink.push(config::diagnostics::unknown_key(&table, &field.text, &known, near, field.span));
            }
        }
    }
}

/// A term for a clause that no document has would be followed by nobody.
pub fn look_at_clauses(setup: &Setup, set: &RuleSet, sink: &mut Sink) {
    let mut known: Vec<String> = Vec::new();
    for (policy, clause) in set.policies.iter().flat_map(|p| p.clauses.iter().map(move |c| (p, c))) {
        known.push(format!("{}.{}", policy.name, clause.name));
        known.extend(clause.number.clone());
        known.push(clause.name.clone());
    }
    let terms = setup.project.iter().flat_map(|p| &p.notice.clauses);
    for term in terms.filter(|t| !known.contains(&t.clause.text)) {
        let full: Vec<&str> = known.iter().map(String::as_str).filter(|k| k.contains('.')).collect();
        let near = nearest(&term.clause.text, known.iter().map(String::as_str));
        sink.push(config::diagnostics::unknown_key("clauses", &term.clause.text, &full, near, term.clause.span));
    }
}

/// Files as named; folders searched for rule files.
fn search(context: &Context<'_>, named: &[String], sink: &mut Sink) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for name in named {
        let listing = context.world.list(Path::new(name));
        listing.problems.iter().for_each(|p| sink.push(unreadable(p)));
        let before = found.len();
        found.extend(listing.files.into_iter().filter(|f| is_rule_file(f) || f == Path::new(name)));
        if found.len() == before && listing.problems.is_empty() {
            sink.push(diagnostics::no_rules().in_file(name.clone()));
        }
    }
    tidy(found)
}

/// Rule files for a command that takes paths, or those of the project.
pub fn rule_files(
    context: &Context<'_>,
    matches: &ArgMatches,
    named: &[String],
    sources: &mut Sources,
    sink: &mut Sink,
) -> Vec<PathBuf> {
    if !named.is_empty() {
        return search(context, named, sink);
    }
    match find_project(context, matches, sources, sink) {
        Some(Some(project)) => project.rule_files(context.world, sink),
        Some(None) => {
            sink.push(config::diagnostics::not_found(&show_path(&context.world.current_dir())));
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// Sorted, each once.
fn tidy(mut files: Vec<PathBuf>) -> Vec<PathBuf> {
    files.sort();
    files.dedup();
    files
}
