//! Each module's rules see the data as their own policy says: who owes a record, and which regions its totals run over. Rules that see
//! alike are judged together.

use crate::data::Dataset;
use crate::eval::explain::params::parameters;
use crate::eval::run::{Options, listing};
use crate::eval::tables::prepare::prepare;
use crate::finding::{Findings, RegionRule};
use crate::hir::{Rule, RuleSet};
use crate::plan;
use crate::text::Sources;
use crate::ty::{ColId, RelId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Judges every rule as its module sees the data. Gives the findings, in the order of the rules, and the columns that rules read and
/// nobody sent.
pub fn judge(
    rules: &RuleSet,
    data: &mut Dataset,
    sources: &Sources,
    options: &Options<'_>,
    limit: usize,
) -> (Findings, BTreeSet<(RelId, ColId)>) {
    let mut absent = BTreeSet::new();
    let Some(views) = views(rules) else {
        let plan = plan::lower(rules);
        prepare(rules, &plan, data);
        absent.extend(plan.columns_without_data(data));
        return (listing(&plan, rules, data, sources, options, limit), absent);
    };
    let mut all = Findings::default();
    let mut infos: BTreeMap<usize, crate::finding::RuleInfo> = BTreeMap::new();
    let mut done = 0;
    for (view, places) in &views {
        let plan = plan::lower(view);
        prepare(view, &plan, data);
        absent.extend(plan.columns_without_data(data));
        let before = done;
        let progress = options.progress;
        let step = |now: usize, _: usize| {
            if let Some(progress) = progress {
                progress(before + now, rules.rules.len());
            }
        };
        let own = Options {
            show_met: options.show_met,
            only: options.only,
            // It speaks of the plan of the rules it was made for.
            summarized: options.summarized.filter(|_| views.len() == 1),
            told_apart: options.told_apart,
            progress: progress.is_some().then_some(&step),
        };
        let mut found = listing(&plan, view, data, sources, &own, limit);
        done += places.len();
        let place = |rule: usize| places.get(rule).copied().unwrap_or(rule);
        infos.extend(std::mem::take(&mut found.rules).into_iter().enumerate().map(|(i, info)| (place(i), info)));
        put(&mut all, found, &place);
    }
    all.rules = infos.into_values().collect();
    all.list.sort_by_key(|f| f.rule);
    all.results.sort_by_key(|s| (s.rule, s.show));
    all.without_subject.sort_by_key(|(rule, _)| *rule);
    all.nil_reports.sort_by_key(|(rule, _)| *rule);
    all.parameters = parameters(rules);
    (all, absent)
}

/// Adds what was found of other rules, each at its place.
pub fn absorb(all: &mut Findings, mut found: Findings, place: &dyn Fn(usize) -> usize) {
    all.rules.append(&mut found.rules);
    put(all, found, place);
}

fn put(all: &mut Findings, found: Findings, place: &dyn Fn(usize) -> usize) {
    all.list.extend(found.list.into_iter().map(|mut f| {
        f.rule = place(f.rule);
        f
    }));
    all.results.extend(found.results.into_iter().map(|mut s| {
        s.rule = place(s.rule);
        s
    }));
    // Every view knows all exceptions; the rules of each make use of their own.
    match all.grants.is_empty() {
        true => all.grants = found.grants,
        false => all.grants.iter_mut().zip(&found.grants).for_each(|(sum, own)| sum.add(own)),
    }
    for (cell, tally) in found.tally {
        let cell = RegionRule { region: cell.region, rule: place(cell.rule) };
        all.tally.entry(cell).or_default().merge(&tally);
    }
    all.without_subject.extend(found.without_subject.into_iter().map(|(i, why)| (place(i), why)));
    all.nil_reports.extend(found.nil_reports.into_iter().map(|(i, why)| (place(i), why)));
    all.unlisted += found.unlisted;
}

/// The rule sets that see alike, each with the places of its rules in the whole; `None` when all do.
pub fn views(rules: &RuleSet) -> Option<Vec<(RuleSet, Vec<usize>)>> {
    let senders = rules.schema.senders_differ();
    let seen = |rule: &Rule| (if senders { rule.module } else { 0 }, rules.jurisdiction(rule).map(str::to_string));
    let mut groups: BTreeMap<(u32, Option<String>), Vec<usize>> = BTreeMap::new();
    for (at, rule) in rules.rules.iter().enumerate() {
        groups.entry(seen(rule)).or_default().push(at);
    }
    if groups.len() < 2 && !senders {
        return None;
    }
    let view = |(module, places): (u32, Vec<usize>)| {
        let own = places.iter().filter_map(|&at| rules.rules.get(at).cloned()).collect();
        let mut set = RuleSet { rules: Arc::new(own), ..rules.without_rules() };
        if senders {
            set.schema = rules.seen_by(module);
        }
        (set, places)
    };
    Some(groups.into_iter().map(|((module, _), places)| view((module, places))).collect())
}
