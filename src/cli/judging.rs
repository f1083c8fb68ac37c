//! From a setup to verdicts: rules of one state on data of the same or another.

use super::Context;
use super::answer;
use super::diagnostics;
use super::progress::Progress;
use super::project::{self, Setup};
use super::submissions;
use crate::ast::Force;
use crate::config::{self, Level, LevelOf};
use crate::data::Dataset;
use crate::diag::{Sink, nearest};
use crate::digest::{Parts, hex};
use crate::engine::{self, Ground, On};
use crate::eval::Options;
use crate::finding::{AnswerState, Findings, ParameterInfo, Standing};
use crate::hir::RuleSet;
use crate::load::{PolicyRows, PolicyTable};
use crate::pipeline::{self, Line};
use crate::text::{Sources, Span};
use crate::ty::Schema;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Whose rules judge whose data.
#[derive(Clone, Copy)]
pub struct Sides<'s, 'w> {
    pub rules: (&'s Context<'w>, &'s Setup),
    pub data: (&'s Context<'w>, &'s Setup),
    pub answers: Answers<'s, 'w>,
}

/// Whose waivers and explanations count.
#[derive(Clone, Copy)]
pub enum Answers<'s, 'w> {
    Nobodys,
    /// Those of one state; what is wrong with them is told.
    Of(&'s Context<'w>, &'s Setup),
    /// Those of an earlier state. Its faults are its own affair; those of the state itself are looked at for their mistakes all the same, and
    /// for what they would let pass.
    Earlier {
        before: Option<(&'s Context<'w>, &'s Setup)>,
        own: Option<(&'s Context<'w>, &'s Setup)>,
    },
}

/// What came of it, with what it was made of.
#[derive(Default)]
pub struct Judged {
    pub set: RuleSet,
    pub data: Dataset,
    pub findings: Findings,
    /// Where the columns are declared that nobody need send.
    pub optional: Vec<Span>,
    /// The same for the same rules, tables of the policy and parameters, whatever their files are called.
    pub rules_digest: String,
    /// Findings that only the state's own waivers and explanations would let pass, by fingerprint.
    pub answered_by_itself: BTreeSet<String>,
}

/// Judges; `None` where an option turned out to be unusable. At most `limit` findings of each rule are listed.
pub fn judge(
    sides: Sides<'_, '_>,
    options: &Options<'_>,
    limit: usize,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<Judged> {
    let (context, setup) = sides.rules;
    let _shown = Progress::start(context);
    let step = |done: usize, all: usize| context.pace.iter().for_each(|pace| pace.rules(done, all));
    let options = &Options { progress: Some(&step), ..*options };
    let before = sources.len();
    let mut set = pipeline::compile(context.world, &setup.rules, &setup.bindings, sources, sink);
    if project::is_stopped(sink) {
        return None;
    }
    if set.rules.is_empty() && set.broken.is_empty() {
        sink.push(diagnostics::no_rule_in_files());
    }
    setup.place(&mut set);
    set_levels(setup, &mut set, sink);
    let texts: Vec<String> = sources.iter().skip(before).map(|(_, s)| s.text.clone()).collect();
    let jurisdictions = project::set_jurisdictions(setup, &mut set, context.lang, sink);
    project::set_regions(setup, &mut set, sink);
    project::look_at_clauses(setup, &set, sink);
    let (other, theirs) = sides.data;
    if let Some(on) = &theirs.on {
        return on_engine(sides, on, (set, jurisdictions, texts), (options, limit), (sources, sink));
    }
    // Files of the project are judged among the rest of it.
    let inputs = match submissions::own_files(other, theirs) {
        Some(_) => submissions::inputs_of_project(other, theirs, &set, sink),
        None => submissions::inputs(other, theirs, &set, sink),
    };
    if inputs.is_empty() && !setup.allows("no-files") && !theirs.files_missing_said {
        sink.push(diagnostics::no_files());
    }
    let tables = pipeline::policy_tables(context.world, &set, sources, sink);
    let rules_digest = digest(texts, &tables, setup, &set);
    let listed = limit == Findings::LIMIT && !options.show_met && options.only.is_none();
    let line = if listed { how_to_read(other) } else { Line::Hold };
    let kept = other.kept(theirs.project_path());
    let (data, findings) = pipeline::load_and_judge(&mut set, (inputs, tables), (kept, line), (options, limit), (sources, sink));
    let found = Found { set, data, findings, jurisdictions, rules_digest };
    Some(told(sides, found, (sources, sink)))
}

/// The same for data in an engine.
fn on_engine(
    sides: Sides<'_, '_>,
    on: &On,
    (mut set, jurisdictions, texts): (RuleSet, Vec<ParameterInfo>, Vec<String>),
    (options, limit): (&Options<'_>, usize),
    (sources, sink): (&mut Sources, &mut Sink),
) -> Option<Judged> {
    let (context, setup) = sides.rules;
    let tables = pipeline::policy_tables(context.world, &set, sources, sink);
    let rules_digest = digest(texts, &tables, setup, &set);
    let ground = Ground { tables: &tables, options, limit };
    let engine::Judged { findings, data } = engine::judge(sides.data.0.world, on, &mut set, ground, (sources, sink))?;
    let found = Found { set, data, findings, jurisdictions, rules_digest };
    Some(told(sides, found, (sources, sink)))
}

/// What was found, before anybody's words are held against it.
struct Found {
    set: RuleSet,
    data: Dataset,
    findings: Findings,
    jurisdictions: Vec<ParameterInfo>,
    rules_digest: String,
}

fn told(sides: Sides<'_, '_>, found: Found, (sources, sink): (&mut Sources, &mut Sink)) -> Judged {
    let (_, setup) = sides.rules;
    let Found { set, data, mut findings, jurisdictions, rules_digest } = found;
    findings.parameters.extend(jurisdictions);
    findings.regions = super::regions::names(&set, &data);
    findings.allow_open(|p| setup.allows_open(p));
    if findings.judged_nothing() {
        sink.push(diagnostics::nothing_judged());
    }
    let answered_by_itself = answer(sides.answers, setup.as_of, &set, &mut findings, (sources, sink));
    let optional = setup.allow_columns.iter().filter_map(|name| column(&set.schema, name)).collect();
    Judged { set, data, findings, optional, rules_digest, answered_by_itself }
}

/// Whether large tables need be kept; tests have it one way or the other.
fn how_to_read(context: &Context<'_>) -> Line {
    match context.world.env("FADU_LINE").as_deref() {
        Some("hold") => Line::Hold,
        Some("stream") => Line::Stream,
        _ => Line::Auto,
    }
}

/// Holds what people have said against what was found; gives what would have been let pass by words that do not count.
fn answer(
    answers: Answers<'_, '_>,
    as_of: Option<i64>,
    set: &RuleSet,
    findings: &mut Findings,
    (sources, sink): (&mut Sources, &mut Sink),
) -> BTreeSet<String> {
    let answered = |found: &Findings| -> BTreeSet<String> {
        found.list.iter().filter(|f| f.standing != Standing::Stands).map(|f| f.fingerprint.to_string()).collect()
    };
    match answers {
        Answers::Nobodys => BTreeSet::new(),
        Answers::Of(context, setup) => {
            answer::apply((context, setup), as_of, &set.units, findings, (sources, sink));
            BTreeSet::new()
        }
        Answers::Earlier { before, own } => {
            let mut by_itself = BTreeSet::new();
            if let Some((context, setup)) = own.filter(|(context, setup)| answer::is_there(context, setup)) {
                let mut tried = findings.clone();
                answer::apply((context, setup), as_of, &set.units, &mut tried, (sources, sink));
                by_itself = answered(&tried);
            }
            if let Some((context, setup)) = before {
                // Neither state's day brings back what has expired on the other's.
                let day = as_of.zip(setup.as_of).map(|(a, b)| a.max(b));
                answer::apply((context, setup), day, &set.units, findings, (sources, &mut Sink::default()));
                if own.is_some() {
                    take_back(findings, &by_itself);
                }
                answered(findings).iter().for_each(|print| _ = by_itself.remove(print));
            }
            by_itself
        }
    }
}

/// What an earlier state let pass and the state itself does not, by its own entries, is let pass no more: they were withdrawn, or reach less far.
fn take_back(findings: &mut Findings, by_itself: &BTreeSet<String>) {
    for finding in &mut findings.list {
        let Some(answer) = finding.standing.answer().and_then(|at| findings.answers.get_mut(at)) else { continue };
        if !by_itself.contains(&finding.fingerprint.to_string()) {
            answer.state = AnswerState::Void;
            finding.standing = Standing::Stands;
        }
    }
}

fn digest(mut texts: Vec<String>, tables: &[PolicyTable], setup: &Setup, set: &RuleSet) -> String {
    texts.sort();
    let mut all = Parts::default();
    texts.iter().for_each(|t| all.add(t));
    for table in tables {
        if let PolicyRows::Csv { bytes, .. } = &table.rows {
            all.add(&hex(bytes));
        }
    }
    for (name, value, _) in &setup.bindings.params {
        all.add(name);
        all.add(value);
    }
    all.add(&format!("{:?} {:?}", set.as_of, set.jurisdiction));
    set.policies.iter().for_each(|p| all.add(&format!("{} {:?}", p.name, p.jurisdiction)));
    hex(&all.sha256())
}

/// Where `Record.column` is declared; names or labels.
pub fn column(schema: &Schema, name: &str) -> Option<Span> {
    let (record, column) = name.split_once('.')?;
    let relation = schema.get(schema.by_name(record)?);
    relation.columns.get(relation.column_named(column)?.index()).map(|c| c.span)
}

/// Applies what the project makes of single rules, and tells it. Where that is what an earlier state made of them, the project's own names are held
/// against its rules all the same: the next state is judged by them.
fn set_levels(setup: &Setup, set: &mut RuleSet, sink: &mut Sink) {
    let called = |said: &LevelOf, id: &str| id == said.rule.text || id.rsplit('.').next() == Some(&said.rule.text);
    for said in setup.project().iter().flat_map(|project| &project.levels) {
        // A rule with a mistake in it is told for that.
        let known = set.rules.iter().map(|r| r.id.as_str());
        if !known.clone().chain(set.broken.iter().map(String::as_str)).any(|id| called(said, id)) {
            let near = nearest(&said.rule.text, known);
            sink.push(config::diagnostics::level_of_nothing(&said.rule.text, near, said.rule.span));
        }
    }
    for said in &setup.levels {
        let named = |id: &str| called(said, id);
        if !set.rules.iter().any(|r| named(&r.id)) {
            continue;
        }
        let because = said.because.as_ref().map_or("", |b| b.text.as_str());
        sink.push(config::diagnostics::level_in_use(&said.rule.text, said.level, because, said.rule.span));
        let force = match said.level {
            Level::Off => {
                Arc::make_mut(&mut set.rules).retain(|r| !named(&r.id));
                continue;
            }
            Level::Warn => Force::Verify,
            Level::Block => Force::Require,
        };
        let lines = Arc::make_mut(&mut set.rules).iter_mut().filter(|r| named(&r.id)).flat_map(|r| &mut r.lines);
        lines.for_each(|line| line.force = force);
    }
}
