//! Evaluation: the plan meets the data.
//!
//! ```text
//! bind ─ groups, measures (shared, made once) ─ subjects ─ judge ─┬ vec, vec_cond: chunks of columns, integers
//!                                                                 └ exact, exact_cond: rows with holes, affine forms
//!        explain · facts · repair · describe: from a verdict to a finding
//! ```

mod cases;
mod derive;
mod exact;
mod explain;
mod judge;
mod kernel;
mod tables;
mod types;
mod views;

pub use cases::alternatives_of;
pub use derive::derive;
pub use tables::bind::prepare;
pub use views::judge;

use crate::data::Dataset;
use crate::finding::{Findings, ParameterInfo, RegionRule, RuleInfo};
use crate::hir::RuleSet;
use crate::plan::Plan;
use crate::text::Sources;
use cases::Cases;
use judge::chunks::Show;
use std::collections::BTreeSet;
use tables::bind::Bound;

/// How to run.
#[derive(Default)]
pub struct Options<'o> {
    /// List plain *met* as well.
    pub show_met: bool,
    /// Told after each rule: rules done, rules in all.
    pub progress: Option<&'o (dyn Fn(usize, usize) + Sync)>,
}

/// Judges every rule on every subject. The output does not depend on the number of threads.
pub fn evaluate(plan: &Plan, rules: &RuleSet, data: &Dataset, sources: &Sources, options: &Options<'_>) -> Findings {
    listing(plan, rules, data, sources, options, Findings::LIMIT)
}

/// The same with at most `limit` findings of each rule.
pub fn listing(plan: &Plan, rules: &RuleSet, data: &Dataset, sources: &Sources, options: &Options<'_>, limit: usize) -> Findings {
    let show = Show { met: options.show_met, limit };
    let mut bound = Bound::new(plan, rules, data, sources);
    let mut findings = Findings { parameters: parameters(rules), ..Findings::default() };
    let all_subjects: Vec<_> = plan.rules.iter().map(|rule| bound.subjects(rule)).collect();
    bound.force_tables();
    for (index, (rule_plan, subjects)) in plan.rules.iter().zip(&all_subjects).enumerate() {
        let rule = &rules.rules[rule_plan.rule];
        if let (0, Some(reason)) = (subjects.len, &subjects.reason) {
            let list = if subjects.nil { &mut findings.nil_reports } else { &mut findings.without_subject };
            list.push((index, reason.clone()));
        }
        let result = match cases::of_rule(rules, rule_plan.rule) {
            Cases::One => bound.judge(rule_plan, subjects, show),
            Cases::Several { cases, beyond } => {
                let mut result = cases::judge(&cases, (&bound, rule_plan, subjects), data, sources, show);
                cases::say_too_many(rules, &beyond, &mut result.findings);
                result
            }
        };
        findings.rules.push(RuleInfo {
            id: rule.id.clone(),
            title: rule.title.clone(),
            cites: rule.cites.clone(),
            span: rule.span,
            subjects: result.subjects,
            about_policy: rules.is_about_policy(rule),
        });
        findings.list.extend(result.findings);
        findings.unlisted += result.unlisted;
        for (region, tally) in result.tally {
            findings.tally.entry(RegionRule { region, rule: index }).or_default().merge(&tally);
        }
        if let Some(progress) = options.progress {
            progress(index + 1, plan.rules.len());
        }
    }
    findings
}

/// The parameters that rules read, in the order declared.
pub fn parameters(rules: &RuleSet) -> Vec<ParameterInfo> {
    let used = rules.rules.iter().flat_map(crate::hir::Rule::params).collect::<BTreeSet<_>>();
    used.into_iter().filter_map(|id| rules.params.get(id.0 as usize)).map(|p| parameter_info(rules, p)).collect()
}

/// A parameter as reports show it.
pub fn parameter_info(rules: &RuleSet, p: &crate::hir::Param) -> ParameterInfo {
    ParameterInfo {
        name: p.name.clone(),
        label: p.label.clone(),
        figure: match &p.value {
            Some(crate::hir::ParamValue::Number(n)) => {
                let unit = p.unit.clone().or_else(|| p.ty.number().map(|t| rules.units.base_of(t)));
                unit.map(|u| (n.clone(), u))
            }
            _ => None,
        },
        value: match &p.value {
            Some(value) => Some(cases::value_text(p, value, &rules.units)),
            None => dated_text(p, &rules.units),
        },
        source: p.source.clone().or_else(|| (!p.dated.is_empty()).then(|| crate::diag::Bi::new("规则文件", "rule file"))),
        alternatives: p.alternatives.iter().filter(|_| p.value.is_none()).map(|a| alternative(p, a, &rules.units)).collect(),
    }
}

/// Values by date in words: `5%，6%（2008-01-01 →）`.
fn dated_text(p: &crate::hir::Param, units: &crate::ty::Units) -> Option<String> {
    let one = |d: &crate::hir::Dated| {
        let value = cases::value_text(p, &d.value, units);
        d.from.and_then(crate::ty::day_text).map_or(value.clone(), |day| format!("{value}（{day} →）"))
    };
    (!p.dated.is_empty()).then(|| p.dated.iter().map(one).collect::<Vec<_>>().join("，"))
}

fn alternative(p: &crate::hir::Param, a: &crate::hir::Alternative, units: &crate::ty::Units) -> String {
    let value = cases::value_text(p, &a.value, units);
    a.because.as_ref().map_or(value.clone(), |why| format!("{value}（{why}）"))
}
