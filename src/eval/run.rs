//! All rules over all their subjects.

use crate::ast::Verdict;
use crate::data::{Batch, Dataset};
use crate::eval::cases::{self, Cases};
use crate::eval::explain::context::Explain;
use crate::eval::explain::params::parameters;
use crate::eval::judge::chunks::{RuleResult, Show};
use crate::eval::judge::subjects::Listing;
use crate::eval::kernel::context::Kernel;
use crate::eval::tables::bind::Tables;
use crate::eval::types::env::Env;
use crate::finding::{Findings, GrantAccount, RegionRule, RuleInfo};
use crate::hir::{Grant, RuleSet};
use crate::plan::{Plan, RulePlan, Summarized};
use crate::text::Sources;
use std::collections::BTreeSet;

/// How to run.
#[derive(Default)]
pub struct Options<'o> {
    /// List plain *met* as well.
    pub show_met: bool,
    /// List nothing but what is about subjects of these identities.
    pub only: Option<&'o BTreeSet<String>>,
    /// What stands in place of rows that are not in hand.
    pub summarized: Option<&'o Summarized>,
    /// What is found is told apart by regions.
    pub told_apart: bool,
    /// Told after each rule: rules done, rules in all.
    pub progress: Option<&'o (dyn Fn(usize, usize) + Sync)>,
}

/// Judges every rule on every subject. The output does not depend on the number of threads.
pub fn evaluate(plan: &Plan, rules: &RuleSet, data: &Dataset, sources: &Sources, options: &Options<'_>) -> Findings {
    listing(plan, rules, data, sources, options, Findings::LIMIT)
}

/// The same with at most `limit` findings of each rule.
pub fn listing(plan: &Plan, rules: &RuleSet, data: &Dataset, sources: &Sources, options: &Options<'_>, limit: usize) -> Findings {
    let show = Show { met: options.show_met, limit, only: options.only };
    let (summarized, told_apart) = (options.summarized, options.told_apart);
    let mut tables = Tables { summarized, told_apart, ..Tables::new(plan, rules, data, sources) };
    let mut findings = Findings { parameters: parameters(rules), grants: grants(rules), ..Findings::default() };
    Listing::new(&mut tables).note_unsent();
    Kernel::new(&tables).fill_tables();
    let mut subjects = Listing::new(&mut tables);
    let all_subjects: Vec<_> = plan.rules.iter().map(|rule| subjects.subjects(rule)).collect();
    let explain = Explain::new(&tables);
    for (index, (rule_plan, subjects)) in plan.rules.iter().zip(&all_subjects).enumerate() {
        let rule = &rules.rules[rule_plan.rule];
        if let (0, Some(reason)) = (subjects.len, &subjects.reason) {
            let list = if subjects.nil { &mut findings.nil_reports } else { &mut findings.without_subject };
            list.push((index, reason.clone()));
        }
        let mut result = match cases::of_rule(rules, rule_plan.rule) {
            Cases::One => {
                RuleResult { results: explain.results(rule_plan, subjects, show.met), ..explain.judge(rule_plan, subjects, show) }
            }
            Cases::Several { cases, beyond } => {
                let mut result = cases::judge(&cases, (&tables, rule_plan, subjects), data, sources, show);
                cases::say_too_many(rules, &beyond, &mut result.findings);
                result
            }
        };
        if let Some(summarized) = options.summarized {
            add_summarized(&explain, (index, rule_plan), summarized, &mut result);
        }
        for taken in explain.grants_taken(rule_plan, subjects) {
            let Some(account) = findings.grants.get_mut(taken.grant) else { continue };
            account.held += taken.held;
            account.open += taken.open;
            account.outside += taken.outside;
        }
        findings.rules.push(RuleInfo {
            id: rule.id.clone(),
            title: rule.title.clone(),
            cites: rule.cites.clone(),
            span: rule.span,
            lines: rule.line_names(),
            one_bound: rule.one_bound(),
            identities: rule.line_identities(&rules.schema),
            subjects: result.subjects,
            about_policy: rules.is_about_policy(rule),
            only_shows: rule.only_shows(),
        });
        findings.list.extend(result.findings);
        findings.results.extend(result.results);
        findings.unlisted += result.unlisted;
        for (region, tally) in result.tally {
            findings.tally.entry(RegionRule { region, rule: index }).or_default().merge(&tally);
        }
        if let Some(progress) = options.progress {
            progress(index + 1, plan.rules.len());
        }
    }
    findings.identify();
    findings
}

/// Counts what a rule of one row came to on rows that are not in hand. Of those it does not speak of as many were kept as are listed.
fn add_summarized(explain: &Explain<'_>, (index, plan): (usize, &RulePlan), summarized: &Summarized, result: &mut RuleResult) {
    for file in &summarized.files {
        let Some((_, verdicts)) = file.rules.iter().find(|(rule, _)| *rule == index) else { continue };
        let sent = |b: &&Batch| b.submission.is_some_and(|id| id.0 == file.submission);
        let first = explain.table(file.rel).batches.iter().find(sent).map(|b| Env::of(file.rel, b.first_row));
        let region = first.and_then(|env| explain.shown_region(&env)).unwrap_or_default();
        let tally = result.tally.entry(region).or_default();
        tally.add(Verdict::Met, verdicts.met);
        tally.add(Verdict::NotApplicable, verdicts.not_applicable);
        result.subjects += file.rows;
        let lines = u64::try_from(plan.lines.len()).unwrap_or(u64::MAX);
        result.unlisted += usize::try_from(verdicts.not_applicable.saturating_mul(lines)).unwrap_or(usize::MAX);
    }
}

/// Exceptions that documents grant, before anybody makes use of them.
fn grants(rules: &RuleSet) -> Vec<GrantAccount> {
    let account = |g: &Grant| GrantAccount {
        grant: g.terms.clone(),
        rules: g.rules.clone(),
        named: g.named.clone(),
        replaces: g.replaces,
        held: 0,
        open: 0,
        outside: 0,
        span: g.span,
    };
    rules.grants.iter().map(account).collect()
}
