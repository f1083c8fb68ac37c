//! What has finitely many alternatives is judged once for each: an open parameter that is one of a list, or a flag, is a reading.
//! The outcomes are united, so where all readings agree the verdict stands; where they do not, the finding names the readings.

use super::bind::Bound;
use super::judge::{Judged, RuleResult, Show};
use super::subjects::Subjects;
use super::truth::Outcomes;
use crate::ast::Verdict;
use crate::data::Dataset;
use crate::finding::{Cause, CauseKind, Finding};
use crate::hir::{Param, ParamId, ParamValue, RuleSet};
use crate::num::int;
use crate::plan::{Plan, RulePlan, lower_one};
use crate::text::Sources;
use crate::ty::Type;

/// More combinations than this are not tried: the rule is judged with the parameters unknown.
const MOST: usize = 16;

/// One combination of alternatives, and the rules under it.
pub struct Case {
    values: Vec<(ParamId, ParamValue)>,
    rules: RuleSet,
    plan: Plan,
}

impl Case {
    /// The parameters and what they are here, in words.
    pub fn named_values(&self) -> Vec<(String, String)> {
        let named = |(id, value): &(ParamId, ParamValue)| Some((title(self.rules.params.get(id.0 as usize)?), value_text(value)));
        self.values.iter().filter_map(named).collect()
    }

    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }
}

/// The rule set under each combination of the alternatives that a rule reads; empty where there are none.
pub fn alternatives_of(rules: &RuleSet, index: usize) -> Vec<(Vec<(String, String)>, RuleSet)> {
    match of_rule(rules, index) {
        Cases::Several(list) => list.into_iter().map(|c| (c.named_values(), c.rules)).collect(),
        Cases::One | Cases::TooMany { .. } => Vec::new(),
    }
}

/// The readings of one rule.
pub enum Cases {
    /// No parameter with finitely many values is open.
    One,
    Several(Vec<Case>),
    TooMany {
        params: Vec<ParamId>,
        combinations: usize,
    },
}

/// The combinations of the finite open parameters that a rule reads.
pub fn of_rule(rules: &RuleSet, index: usize) -> Cases {
    if !rules.params.iter().any(|p| !alternatives(p).is_empty()) {
        return Cases::One;
    }
    let read = lower_one(rules, index).open_params;
    let lists: Vec<(ParamId, Vec<ParamValue>)> = read
        .into_iter()
        .filter_map(|id| Some((id, alternatives(rules.params.get(id.0 as usize)?))))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    if lists.is_empty() {
        return Cases::One;
    }
    let combinations = lists.iter().fold(1usize, |n, (_, list)| n.saturating_mul(list.len()));
    if combinations > MOST {
        return Cases::TooMany { params: lists.into_iter().map(|(id, _)| id).collect(), combinations };
    }
    let mut rows: Vec<Vec<(ParamId, ParamValue)>> = vec![Vec::new()];
    for (id, list) in &lists {
        let with = |row: &Vec<(ParamId, ParamValue)>, value: &ParamValue| {
            let mut row = row.clone();
            row.push((*id, value.clone()));
            row
        };
        rows = rows.iter().flat_map(|row| list.iter().map(|v| with(row, v)).collect::<Vec<_>>()).collect();
    }
    Cases::Several(rows.into_iter().map(|values| case(rules, index, values)).collect())
}

fn case(rules: &RuleSet, index: usize, values: Vec<(ParamId, ParamValue)>) -> Case {
    let mut rules = rules.clone();
    for (id, value) in &values {
        if let Some(param) = rules.params.get_mut(id.0 as usize) {
            param.value = Some(value.clone());
        }
    }
    let plan = lower_one(&rules, index);
    Case { values, rules, plan }
}

fn alternatives(param: &Param) -> Vec<ParamValue> {
    match (&param.value, &param.ty) {
        (None, Type::Flag) => [1, 0].map(|n| ParamValue::Number(int(n))).to_vec(),
        (None, Type::OneOf(list)) => list.iter().cloned().map(ParamValue::Text).collect(),
        _ => Vec::new(),
    }
}

/// One case bound to the data.
struct Reading<'c> {
    case: &'c Case,
    bound: Bound<'c>,
    subjects: Subjects,
    chunks: Vec<Judged>,
}

impl Reading<'_> {
    fn plan(&self) -> &RulePlan {
        &self.case.plan.rules[0]
    }

    fn outcomes(&self, subject: usize, line: usize) -> Option<Outcomes> {
        self.chunks.iter().find_map(|c| c.outcomes(subject, line))
    }

    fn explain(&self, subject: usize, line: usize, verdict: Verdict) -> Finding {
        self.bound.explain(self.plan(), line, verdict, &self.subjects.env(subject))
    }
}

/// Judges a rule under every reading.
pub fn judge(cases: &[Case], data: &Dataset, sources: &Sources, show: Show) -> RuleResult {
    let mut readings: Vec<Reading<'_>> = Vec::new();
    for case in cases {
        let (bound, subjects) = bind(case, data, sources);
        let chunks = bound.judge_chunks(&case.plan.rules[0], &subjects);
        readings.push(Reading { case, bound, subjects, chunks });
    }
    let Some((first, others)) = readings.split_first() else { return RuleResult::default() };
    let mut united = first.chunks.clone();
    for reading in others {
        united.iter_mut().zip(&reading.chunks).for_each(|(own, more)| own.unite(more));
    }
    let explain = |subject: usize, line: usize, verdict: Verdict| finding(&readings, subject, line, verdict);
    first.bound.assemble(first.plan(), &first.subjects, &united, show, &explain)
}

fn bind<'c>(case: &'c Case, data: &'c Dataset, sources: &'c Sources) -> (Bound<'c>, Subjects) {
    let mut bound = Bound::new(&case.plan, &case.rules, data, sources);
    let subjects = bound.subjects(&case.plan.rules[0]);
    bound.force_tables();
    (bound, subjects)
}

/// The finding of the reading that shows best why; for what is undetermined with the readings as causes.
fn finding(readings: &[Reading<'_>], subject: usize, line: usize, verdict: Verdict) -> Finding {
    let own: Vec<Option<Verdict>> = readings.iter().map(|r| r.outcomes(subject, line).map(Outcomes::verdict)).collect();
    let at = |wanted: Verdict| own.iter().position(|v| *v == Some(wanted));
    if verdict != Verdict::Undetermined {
        let at = at(verdict).unwrap_or(0);
        return readings[at].explain(subject, line, verdict);
    }
    // A reading that is itself undetermined has causes of its own; else the one that breaks the rule is shown.
    let best = at(Verdict::Undetermined).or_else(|| at(Verdict::Violated)).unwrap_or(0);
    let mut out = readings[best].explain(subject, line, Verdict::Undetermined);
    if own.iter().any(|v| *v != own[best]) {
        out.causes.splice(0..0, disagreement(readings, &own));
    }
    out
}

/// One cause for each parameter, with the verdict under each of its values.
fn disagreement(readings: &[Reading<'_>], own: &[Option<Verdict>]) -> Vec<Cause> {
    let Some(first) = readings.first() else { return Vec::new() };
    let mut out = Vec::new();
    for (at, (id, _)) in first.case.values.iter().enumerate() {
        let mut shown: Vec<(String, Vec<&str>)> = Vec::new();
        for (reading, verdict) in readings.iter().zip(own) {
            let value = value_text(&reading.case.values[at].1);
            let sign = sign(*verdict);
            match shown.iter_mut().find(|(v, _)| *v == value) {
                Some((_, signs)) if !signs.contains(&sign) => signs.push(sign),
                Some(_) => {}
                None => shown.push((value, vec![sign])),
            }
        }
        // Where every value comes to the same, the verdict does not turn on this parameter.
        if shown.iter().all(|(_, signs)| *signs == shown[0].1) && shown.len() > 1 {
            continue;
        }
        let param = &first.case.rules.params[id.0 as usize];
        let list: Vec<String> = shown.into_iter().map(|(value, signs)| format!("{value} {}", signs.join("/"))).collect();
        let what = format!("{}（{}）", title(param), list.join("；"));
        out.push(Cause {
            kind: CauseKind::OpenParameter,
            what,
            root: Some(title(param)),
            span: Some(param.span),
            turns_at: None,
        });
    }
    out
}

fn sign(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Met) => "✓",
        Some(Verdict::Violated) => "✗",
        Some(Verdict::Undetermined) => "?",
        Some(Verdict::Exempt | Verdict::NotApplicable) | None => "—",
    }
}

fn value_text(value: &ParamValue) -> String {
    match value {
        ParamValue::Text(t) => t.clone(),
        ParamValue::Number(n) if n.is_zero() => "否".to_string(),
        ParamValue::Number(_) => "是".to_string(),
    }
}

fn title(param: &Param) -> String {
    param.label.clone().unwrap_or_else(|| param.name.clone())
}

/// Says of findings that are undetermined that not every combination was tried.
pub fn say_too_many(rules: &RuleSet, params: &[ParamId], combinations: usize, findings: &mut [Finding]) {
    let names: Vec<String> = params.iter().filter_map(|id| rules.params.get(id.0 as usize)).map(title).collect();
    let span = params.first().and_then(|id| rules.params.get(id.0 as usize)).map(|p| p.span);
    for finding in findings.iter_mut().filter(|f| f.verdict == Verdict::Undetermined) {
        let what = format!("{} × {combinations} > {MOST}", names.join("、"));
        finding.causes.push(Cause { kind: CauseKind::OpenParameter, what, root: None, span, turns_at: None });
    }
}
