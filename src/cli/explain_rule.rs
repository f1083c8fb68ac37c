//! `fadu explain RULE [--for SUBJECT]`: a rule beside its clause, its parameters, and for a subject how the verdict came about.

use super::diagnostics;
use super::exit::{Exit, is_impossible};
use super::project::{self, Setup};
use super::submissions;
use super::{Context, complain, print};
use crate::diag::{Diagnostic, Lang, Sink};
use crate::eval::{self, Options};
use crate::finding::{Findings, Role, RuleInfo, Step, Subject};
use crate::fmt::{self, FmtOptions, Keywords};
use crate::hir::{Rule, RuleSet};
use crate::pipeline;
use crate::report::{self, Report, render_diagnostics};
use crate::text::{FileId, Sources};
use clap::ArgMatches;
use std::sync::Arc;

pub fn run(context: &Context<'_>, matches: &ArgMatches, name: &str) -> Exit {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let Some(setup) = project::setup(context, matches, true, &mut sources, &mut sink) else {
        complain(context.color, &render_diagnostics(&sink.finish(), &sources, context.lang, context.color, context.width));
        return Exit::Impossible;
    };
    let mut set = pipeline::compile(context.world, &setup.rules, &setup.bindings, &mut sources, &mut sink);
    if project::is_stopped(&sink) {
        complain(context.color, &render_diagnostics(&sink.finish(), &sources, context.lang, context.color, context.width));
        return Exit::Impossible;
    }
    setup.place(&mut set);
    let called = |r: &&Rule| r.id == name || r.title == name || r.id.rsplit('.').next() == Some(name);
    let Some(rule) = set.rules.iter().find(called).cloned() else {
        sink.push(diagnostics::unknown_name(name, &set));
        complain(context.color, &render_diagnostics(&sink.finish(), &sources, context.lang, context.color, context.width));
        return Exit::Impossible;
    };
    if let Some(subject) = matches.get_one::<String>("for") {
        set.schema = set.seen_by(rule.module);
        set.rules = Arc::new(vec![rule]);
        project::set_jurisdictions(&setup, &mut set, context.lang, &mut sink);
        return derive(context, matches, &setup, set, subject, &mut sources, sink);
    }
    let text = describe(context, &set, &rule, &sources, is_json(matches));
    let printed = print(context, &text);
    if printed == Exit::Impossible || sink.list().iter().any(is_impossible) { Exit::Impossible } else { Exit::Clean }
}

/// The rule by itself: in plain words, and for programs.
fn describe(context: &Context<'_>, set: &RuleSet, rule: &Rule, sources: &Sources, json: bool) -> String {
    let info = RuleInfo {
        id: rule.id.clone(),
        title: rule.title.clone(),
        cites: rule.cites.clone(),
        span: rule.span,
        lines: rule.line_names(),
        one_bound: rule.one_bound(),
        identities: rule.line_identities(&set.schema),
        subjects: 0,
        about_policy: false,
        only_shows: rule.only_shows(),
    };
    let one = RuleSet { rules: Arc::new(vec![rule.clone()]), ..set.clone() };
    let findings = Findings { rules: vec![info], parameters: eval::parameters(&one), ..Findings::default() };
    let mut report = Report::new(&findings, &[], sources, context.lang);
    report.color = context.color;
    report.ascii = context.ascii;
    report.width = context.width;
    match json {
        true => report::derivations_json(&report, &[], (set, rule), &words(rule, sources)),
        false => report::render_rule(&report, set, rule, &words(rule, sources)),
    }
}

/// The rule's text with the keywords of the reader's language.
fn in_words(text: &str, lang: Lang) -> String {
    fmt::format(FileId(0), text, FmtOptions { keywords: keywords(lang) }).unwrap_or_else(|_| text.to_string())
}

/// Subjects that one name may mean and whose derivation is shown.
const SUBJECTS: usize = 10;

/// Judges the rule on the data and shows the whole way to the verdict on a subject, met or not.
fn derive(
    context: &Context<'_>,
    matches: &ArgMatches,
    setup: &Setup,
    mut set: RuleSet,
    name: &str,
    sources: &mut Sources,
    mut sink: Sink,
) -> Exit {
    project::set_regions(setup, &mut set, &mut sink);
    let inputs = submissions::inputs(context, setup, &set, &mut sink);
    let tables = pipeline::policy_tables(context.world, &set, sources, &mut sink);
    let kept = context.kept(setup.project_path());
    let mut data = pipeline::load_keeping(&set, (inputs, tables), kept, sources, &mut sink);
    pipeline::leave_out(&mut set, &data, &mut sink);
    if set.rules.is_empty() {
        complain(context.color, &render_diagnostics(&sink.finish(), sources, context.lang, context.color, context.width));
        return Exit::Impossible;
    }
    let set = &set;
    let mut findings = pipeline::judge(set, &mut data, sources, &mut sink, &Options { show_met: true, ..Options::default() });
    findings.regions = super::regions::names(set, &data);
    let regions = findings.regions.clone();
    let single = set.rules.first().is_some_and(|r| r.subjects.is_empty());
    let wanted = |s: &Subject| {
        let region = s.region.as_deref().unwrap_or("");
        let called = regions.get(region).map_or("", String::as_str);
        let keyed = s.key.iter().any(|(_, v)| regions.get(v.plain().as_ref()).is_some_and(|n| n == name));
        single || keyed || s.title().contains(name) || (!region.is_empty() && (region == name || called == name))
    };
    let mut list = eval::derive(set, 0, &data, sources, &wanted, SUBJECTS);
    let problems: Vec<Diagnostic> = sink.finish().into_iter().filter(is_impossible).collect();
    if !problems.is_empty() {
        complain(context.color, &render_diagnostics(&problems, sources, context.lang, context.color, context.width));
    }
    if list.is_empty() {
        let none = diagnostics::not_judged(name);
        complain(context.color, &render_diagnostics(&[none], sources, context.lang, context.color, context.width));
        return Exit::Impossible;
    }
    let mut report = Report::new(&findings, &[], sources, context.lang);
    report.color = context.color;
    report.ascii = context.ascii;
    report.width = context.width;
    let text = match (is_json(matches), set.rules.first()) {
        (true, Some(rule)) => report::derivations_json(&report, &list, (set, rule), &words(rule, sources)),
        _ => {
            list.iter_mut().flat_map(|d| &mut d.cases).for_each(|c| respell(&mut c.steps, context.lang));
            report::render_derivations(&report, &list)
        }
    };
    match (print(context, &text), problems.is_empty()) {
        (Exit::Clean, true) => Exit::Clean,
        _ => Exit::Impossible,
    }
}

fn is_json(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("format").is_some_and(|f| f == "json")
}

/// The rule with Chinese and with English keywords.
fn words(rule: &Rule, sources: &Sources) -> (String, String) {
    let text = sources.get(rule.span.file).slice(rule.span);
    (in_words(text, Lang::Zh), in_words(text, Lang::En))
}

/// What the author wrote, with the keywords of the reader's language.
fn respell(steps: &mut [Step], lang: Lang) {
    for step in steps {
        if !matches!(step.role, Role::Member { .. } | Role::Unsent | Role::Show(_)) {
            step.text = fmt::phrase(&step.text, keywords(lang));
        }
        respell(&mut step.steps, lang);
    }
}

fn keywords(lang: Lang) -> Keywords {
    match lang {
        Lang::Zh => Keywords::Zh,
        Lang::En => Keywords::En,
    }
}
