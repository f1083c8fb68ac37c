//! One of the states that are compared: judged, and told as a report for programs tells it.

use crate::cli::judging::{self, Judged, Sides};
use crate::cli::project::Setup;
use crate::cli::{Context, check, root};
use crate::diag::{Diagnostic, Sink};
use crate::eval::Options;
use crate::finding::{Finding, Findings, Stand};
use crate::gate;
use crate::pipeline;
use crate::report::{self, Report};
use crate::text::Sources;
use clap::ArgMatches;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) struct State {
    pub(super) judged: Judged,
    pub(super) sources: Sources,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) stands: Vec<Stand>,
}

impl State {
    /// Judges, with whatever was found on the way to it.
    pub(super) fn judge(
        (context, matches): (&Context<'_>, &ArgMatches),
        sides: Sides<'_, '_>,
        (mut sources, mut sink): (Sources, Sink),
        show_met: bool,
    ) -> Self {
        let options = Options { show_met, ..Options::default() };
        let judged = judging::judge(sides, &options, usize::MAX, &mut sources, &mut sink);
        let setup = sides.rules.1;
        let done = judged.is_some();
        let judged = judged.unwrap_or_default();
        let mut diagnostics = check::without_allowed(sink.finish(), &setup.allow, &judged.optional);
        root::apply(context, matches, &mut sources, &mut diagnostics);
        let mut state = Self { judged, sources, diagnostics, stands: Vec::new() };
        if done {
            state.stands = state.stands_of(context, &state.judged.findings);
        }
        state
    }

    /// A state of which there is nothing but what was said about it.
    pub(super) fn none(context: &Context<'_>, matches: &ArgMatches, mut sources: Sources, sink: Sink) -> Self {
        let mut diagnostics = sink.finish();
        root::apply(context, matches, &mut sources, &mut diagnostics);
        Self { judged: Judged::default(), sources, diagnostics, stands: Vec::new() }
    }

    fn stands_of(&self, context: &Context<'_>, findings: &Findings) -> Vec<Stand> {
        let report = Report::new(findings, &self.diagnostics, &self.sources, context.lang);
        let (list, mistakes) = report::values(&report);
        // What this run wrote itself is whole.
        gate::of_findings(&list, &mistakes).unwrap_or_default()
    }

    /// Adds how these findings stand, though they ask nothing of anybody here.
    pub(super) fn add_met(&mut self, context: &Context<'_>, wanted: &BTreeSet<String>, whom: &Whom) {
        if wanted.is_empty() || self.judged.set.rules.is_empty() {
            return;
        }
        let mut set = self.judged.set.clone();
        set.tests = Arc::default();
        Arc::make_mut(&mut set.rules).retain(|r| whom.rules.contains(&r.id));
        if set.rules.is_empty() {
            return;
        }
        let mut found = pipeline::judge_only(&set, &mut self.judged.data, &self.sources, whom.subjects.as_ref());
        let known: BTreeSet<&str> = self.stands.iter().map(|s| s.fingerprint.as_str()).collect();
        let asked = |f: &Finding| {
            let print = f.fingerprint.to_string();
            wanted.contains(&print) && !known.contains(print.as_str())
        };
        found.list.retain(asked);
        found.regions.clone_from(&self.judged.findings.regions);
        let report = Report::new(&found, &[], &self.sources, context.lang);
        let (list, _) = report::values(&report);
        self.stands.extend(gate::of_findings(&list, &[]).unwrap_or_default());
    }

    /// The names of all that was read.
    pub(super) fn files(&self) -> BTreeSet<String> {
        self.sources.iter().map(|(_, source)| source.name.clone()).collect()
    }

    /// The rules there are, those that could not be read too.
    pub(super) fn rules(&self) -> BTreeSet<String> {
        let set = &self.judged.set;
        set.rules.iter().map(|r| r.id.clone()).chain(set.broken.iter().cloned()).collect()
    }
}

/// Gives mistakes the fingerprints that they have under other names of their files.
pub(super) fn rename(stands: &mut [Stand], names: &BTreeMap<String, String>) {
    for stand in stands {
        if let Some(name) = names.get(&stand.fingerprint) {
            stand.fingerprint.clone_from(name);
        }
    }
}

/// Whom verdicts are asked of.
#[derive(Default)]
pub(super) struct Whom {
    rules: BTreeSet<String>,
    /// By their identities; `None` where a report or a list does not tell these.
    subjects: Option<BTreeSet<String>>,
}

impl Whom {
    /// The rules and subjects of some findings of a state.
    pub(super) fn of(state: &State, prints: &BTreeSet<String>) -> Self {
        let list = state.judged.findings.list.iter().filter(|f| prints.contains(&f.fingerprint.to_string()));
        let subjects = Some(list.map(|f| f.subject.identity()).collect());
        Self { subjects, ..Self::kept(&state.stands, prints) }
    }

    /// Of findings of which only this was kept.
    pub(super) fn kept(stands: &[Stand], prints: &BTreeSet<String>) -> Self {
        let rules = stands.iter().filter(|s| prints.contains(&s.fingerprint)).map(|s| s.rule.clone()).collect();
        Self { rules, subjects: None }
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.rules.extend(other.rules);
        self.subjects = self.subjects.zip(other.subjects).map(|(mut own, more)| {
            own.extend(more);
            own
        });
        self
    }
}

/// What a setup is when it could not be made.
pub(super) fn setup_of(context: &Context<'_>, matches: &ArgMatches) -> (Option<Setup>, Sources, Sink) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let setup = crate::cli::project::setup(context, matches, true, &mut sources, &mut sink);
    (setup.filter(|s| !s.rules.is_empty()), sources, sink)
}
