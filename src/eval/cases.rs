//! What has finitely many alternatives is judged once for each: an open parameter that is one of a list, or a flag, is a reading.
//! The outcomes are united, so where all readings agree the verdict stands; where they do not, the finding names the readings.

use crate::ast::Verdict;
use crate::data::Dataset;
use crate::eval::agreed;
use crate::eval::explain::context::Explain;
use crate::eval::explain::params::value_of;
use crate::eval::judge::chunks::{Judged, RuleResult, Show};
use crate::eval::judge::context::Judge;
use crate::eval::judge::shows::Shown;
use crate::eval::judge::subjects::{Listing, Subjects};
use crate::eval::kernel::context::Kernel;
use crate::eval::results::Came;
use crate::eval::tables::bind::Tables;
use crate::eval::types::truth::{Outcomes, Truth};
use crate::finding::{
    About, CaseValue, CaseView, Cause, CauseKind, Figure, Finding, Outcome, Reason, Repair, Series, ShownCase, Value, Whose,
};
use crate::hir::{Param, ParamId, ParamValue, Rule, RuleSet, broken_tie, domain};
use crate::num::{Interval, int, to_i64};
use crate::plan::{Plan, RulePlan, ShowPlan, lower_one};
use crate::text::Sources;
use crate::ty::Type;

/// More combinations than this are not tried: what goes beyond stays unknown.
const MOST: usize = 64;
/// Longer stretches of years are intervals, not lists.
const YEARS: i64 = 16;
/// Cases shown with a finding.
const SHOWN: usize = 16;

/// One combination of alternatives, and the rules under it.
pub struct Case {
    values: Vec<(ParamId, ParamValue)>,
    rules: RuleSet,
    plan: Plan,
}

impl Case {
    /// The parameters and what they are here.
    pub fn named_values(&self) -> Vec<(String, Value)> {
        let named = |(id, value): &(ParamId, ParamValue)| {
            let param = self.rules.params.get(id.0 as usize)?;
            Some((param.title().to_string(), value_of(param, value, &self.rules.units)))
        };
        self.values.iter().filter_map(named).collect()
    }

    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    pub fn into_parts(self) -> (RuleSet, Plan) {
        (self.rules, self.plan)
    }
}

/// The rule set under each combination of the alternatives that a rule reads; empty where there are none.
pub fn alternatives_of(rules: &RuleSet, index: usize) -> Vec<(Vec<(String, Value)>, RuleSet)> {
    match of_rule(rules, index) {
        Cases::Several { cases, .. } => cases.into_iter().map(|c| (c.named_values(), c.rules)).collect(),
        Cases::One => Vec::new(),
    }
}

/// The readings of one rule.
pub enum Cases {
    /// No parameter with finitely many values is open.
    One,
    Several {
        cases: Vec<Case>,
        beyond: Beyond,
    },
}

/// Parameters whose values are too many to be tried.
#[derive(Default)]
pub struct Beyond {
    params: Vec<ParamId>,
    combinations: usize,
}

/// The combinations of the finite open parameters that a rule reads.
pub fn of_rule(rules: &RuleSet, index: usize) -> Cases {
    let params = &rules.params;
    if rules.rules.get(index).is_none_or(Rule::is_idle) {
        return Cases::One;
    }
    let some = |at: usize| !alternatives(params, ParamId(u32::try_from(at).unwrap_or(u32::MAX))).is_empty();
    if !(0..params.len()).any(some) {
        return Cases::One;
    }
    let mut lists: Vec<(ParamId, Vec<ParamValue>)> = lower_one(rules, index)
        .open_params
        .into_iter()
        .map(|id| (id, alternatives(params, id)))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    // The shortest lists first: as many parameters as possible are tried.
    lists.sort_by_key(|(_, list)| list.len());
    let combinations = lists.iter().fold(1usize, |n, (_, list)| n.saturating_mul(list.len()));
    let mut rows: Vec<Vec<(ParamId, ParamValue)>> = vec![Vec::new()];
    let mut beyond = Beyond { params: Vec::new(), combinations };
    for (id, list) in &lists {
        if rows.len().saturating_mul(list.len()) > MOST {
            beyond.params.push(*id);
            continue;
        }
        let with = |row: &Vec<(ParamId, ParamValue)>, value: &ParamValue| {
            let mut row = row.clone();
            row.push((*id, value.clone()));
            row
        };
        rows = rows.iter().flat_map(|row| list.iter().map(|v| with(row, v)).collect::<Vec<_>>()).collect();
    }
    // What the ties between parameters rule out is no case.
    rows.iter_mut().for_each(|row| row.sort_by_key(|(id, _)| *id));
    rows.retain(|row| broken_tie(&bound_params(params, row)).is_none());
    let untried = rows.first().is_none_or(Vec::is_empty);
    if rows.is_empty() || (untried && beyond.params.is_empty()) {
        return Cases::One;
    }
    Cases::Several { cases: rows.into_iter().map(|values| case(rules, index, values)).collect(), beyond }
}

fn bound_params(params: &[Param], values: &[(ParamId, ParamValue)]) -> Vec<Param> {
    let mut params = params.to_vec();
    for (id, value) in values {
        if let Some(param) = params.get_mut(id.0 as usize) {
            param.value = Some(value.clone());
        }
    }
    params
}

fn case(rules: &RuleSet, index: usize, values: Vec<(ParamId, ParamValue)>) -> Case {
    let rules = RuleSet { params: bound_params(&rules.params, &values), ..rules.clone() };
    let plan = lower_one(&rules, index);
    Case { values, rules, plan }
}

/// What an open parameter can be, where that is a short list.
fn alternatives(params: &[Param], id: ParamId) -> Vec<ParamValue> {
    let Some(param) = params.get(id.0 as usize).filter(|p| p.value.is_none() && p.dated.is_empty()) else { return Vec::new() };
    if !param.alternatives.is_empty() {
        return param.alternatives.iter().map(|a| a.value.clone()).collect();
    }
    match &param.ty {
        Type::Flag => [1, 0].map(|n| ParamValue::Number(int(n))).to_vec(),
        Type::OneOf(list) => list.iter().cloned().map(ParamValue::Text).collect(),
        Type::Period(_) => {
            let Some(domain) = domain(params, id) else { return Vec::new() };
            let (Some(first), Some(last)) = (domain.lo.value().and_then(to_i64), domain.hi.value().and_then(to_i64)) else {
                return Vec::new();
            };
            if last - first < YEARS { (first..=last).map(|n| ParamValue::Number(int(n))).collect() } else { Vec::new() }
        }
        Type::Text | Type::Number(_) | Type::Date | Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => {
            Vec::new()
        }
    }
}

/// One case bound to the data.
struct Reading<'c> {
    case: &'c Case,
    tables: Tables<'c>,
    subjects: Subjects,
    chunks: Vec<Judged>,
}

impl Reading<'_> {
    fn told(&self) -> Explain<'_> {
        Explain::new(&self.tables)
    }

    fn plan(&self) -> &RulePlan {
        &self.case.plan.rules[0]
    }

    /// The parameters and what they are here, each with its source.
    fn values(&self) -> Vec<CaseValue> {
        let value = |(id, value): &(ParamId, ParamValue)| {
            let param = &self.case.rules.params[id.0 as usize];
            let because = param.alternatives.iter().find(|a| a.value == *value).and_then(|a| a.because.clone());
            CaseValue { param: param.title().to_string(), value: value_of(param, value, &self.case.rules.units), because }
        };
        self.case.values.iter().map(value).collect()
    }

    fn outcomes(&self, subject: usize, line: usize) -> Option<Outcomes> {
        self.chunks.iter().find_map(|c| c.outcomes(subject, line))
    }

    /// How far the line is fulfilled in this case, where it may apply.
    fn degree(&self, subject: usize, line: usize) -> Option<Interval> {
        let possible = self.outcomes(subject, line)?.possible();
        let line = self.plan().lines.get(line).filter(|_| possible.met || possible.violated)?;
        Some(self.told().line_degree(self.plan(), line, &self.subjects.env(subject)))
    }

    /// The verdict of a line under some changes; `None` where they cannot be tried.
    fn under(&self, subject: usize, line: usize, changes: &[&Repair]) -> Option<Verdict> {
        self.told().changed(self.plan(), line, &self.subjects.env(subject), changes)
    }

    fn explain(&self, subject: usize, line: usize, verdict: Verdict) -> Finding {
        self.told().explain(self.plan(), line, verdict, &self.subjects.env(subject))
    }
}

/// Judges a rule under every reading.
pub fn judge(cases: &[Case], base: Base<'_>, data: &Dataset, sources: &Sources, show: Show<'_>) -> RuleResult {
    let mut readings: Vec<Reading<'_>> = Vec::new();
    for case in cases {
        let (tables, subjects) = bind(case, base, data, sources);
        let chunks = Judge::new(&tables).judge_chunks(&case.plan.rules[0], &subjects);
        readings.push(Reading { case, tables, subjects, chunks });
    }
    let Some((first, others)) = readings.split_first() else { return RuleResult::default() };
    let mut united = first.chunks.clone();
    for reading in others {
        united.iter_mut().zip(&reading.chunks).for_each(|(own, more)| own.unite(more));
    }
    let explain = |subject: usize, line: usize, verdict: Verdict| {
        let mut finding = finding(&readings, base, (subject, line), verdict);
        if verdict == Verdict::NotApplicable {
            // The distance to what is due is told with its parameters open, not under one of the readings.
            let due = base.1.lines.get(line).and_then(|l| l.due);
            let reason = Explain::new(base.0).not_due(base.1, due, &first.subjects.env(subject));
            finding.reason = reason.map(Reason::NotDue).or(finding.reason);
        }
        finding
    };
    let named = |i: usize| first.told().subject(first.plan(), &first.subjects.env(i)).identity();
    let results = results(&readings, base, show.met);
    RuleResult { results, ..first.told().assemble(first.plan(), &first.subjects, &united, show, (&named, &explain)) }
}

/// Results under every reading, united; what keeps them open is told with the parameters open.
fn results(readings: &[Reading<'_>], base: Base<'_>, all: bool) -> Vec<Series> {
    let (tables, plan, _) = base;
    if plan.shows.is_empty() {
        return Vec::new();
    }
    let told = Explain::new(tables);
    let shown: Vec<Vec<Vec<Shown>>> = readings.iter().map(|r| r.told().shown(r.plan(), &r.subjects)).collect();
    let of_line = |(at, show): (usize, &ShowPlan)| {
        let own: Vec<&Vec<Shown>> = shown.iter().filter_map(|lines| lines.get(at)).collect();
        let united = (0..readings[0].subjects.len).map(|i| united(own.iter().filter_map(|line| line.get(i)))).collect();
        let cases = |i: usize| {
            let case = |(reading, line): (&Reading<'_>, &&Vec<Shown>)| {
                let figure = line.get(i).filter(|s| s.applies.can_be_true()).map(|s| s.figure.clone());
                ShownCase { values: reading.values(), figure }
            };
            only_what_matters(readings.iter().zip(&own).map(case).collect())
        };
        told.series(plan, (at, show), &readings[0].subjects, &Came { shown: united, cases: &cases }, all)
    };
    plan.shows.iter().enumerate().map(of_line).collect()
}

fn united<'s>(each: impl Iterator<Item = &'s Shown>) -> Shown {
    let mut out: Option<Shown> = None;
    for one in each {
        out = Some(match out {
            None => one.clone(),
            Some(all) => {
                let figure = match (all.applies.can_be_true(), one.applies.can_be_true()) {
                    (true, true) => all.figure.unite(&one.figure),
                    (true, false) => all.figure,
                    (false, _) => one.figure.clone(),
                };
                Shown { applies: all.applies.or_possible(one.applies), figure }
            }
        });
    }
    out.unwrap_or(Shown { applies: Truth::FALSE, figure: Figure::Nothing })
}

/// The cases without the parameters that make no difference; none where nothing does.
fn only_what_matters(mut cases: Vec<ShownCase>) -> Vec<ShownCase> {
    let params = cases.first().map_or(0, |c| c.values.len());
    for at in (0..params).rev() {
        let others =
            |c: &ShownCase| c.values.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, v)| v.clone()).collect::<Vec<_>>();
        if cases.iter().all(|a| cases.iter().filter(|b| others(a) == others(b)).all(|b| a.figure == b.figure)) {
            cases.iter_mut().for_each(|c| drop(c.values.remove(at)));
            let mut kept: Vec<ShownCase> = Vec::new();
            cases.into_iter().for_each(|c| {
                if !kept.contains(&c) {
                    kept.push(c);
                }
            });
            cases = kept;
        }
    }
    cases.truncate(SHOWN);
    if cases.len() > 1 { cases } else { Vec::new() }
}

/// The rule with its parameters open.
pub type Base<'b> = (&'b Tables<'b>, &'b RulePlan, &'b Subjects);

fn bind<'c>(case: &'c Case, base: Base<'_>, data: &'c Dataset, sources: &'c Sources) -> (Tables<'c>, Subjects) {
    let mut tables = Tables { told_apart: base.0.told_apart, ..Tables::new(&case.plan, &case.rules, data, sources) };
    // Which periods are meant may be what the cases differ in: all of them are subjects under every case.
    Listing::new(&mut tables).note_unsent();
    Kernel::new(&tables).fill_tables();
    let subjects = if base.1.subjects.iter().any(|s| s.calendar.is_some()) {
        tables.expecteds = base.0.expecteds.clone();
        tables.unsent = base.0.unsent.clone();
        base.2.clone()
    } else {
        Listing::new(&mut tables).subjects(&case.plan.rules[0])
    };
    (tables, subjects)
}

/// The finding of the reading that shows best why, with the figures of all; for what is undetermined with the readings as causes.
fn finding(readings: &[Reading<'_>], base: Base<'_>, (subject, line): (usize, usize), verdict: Verdict) -> Finding {
    let mut finding = of_best(readings, subject, line, verdict);
    if judged(verdict) {
        finding.cases = views(readings, subject, line);
        // What one reading comes to is not what is known.
        let env = readings[0].subjects.env(subject);
        let own = |r: &Reading<'_>| r.outcomes(subject, line).map(Outcomes::verdict).filter(|v| judged(*v));
        let told = readings.iter().filter_map(|r| Some(r.told().line_detail(r.plan(), line, own(r)?, &r.subjects.env(subject))));
        let of_reading = |what: &str| readings[0].values().iter().any(|v| v.param == what);
        finding.detail = match agreed::detail(told) {
            // What a parameter is under one reading is not what it is.
            Some(all) if verdict != Verdict::Undetermined || !agreed::names(&all, &of_reading) => all,
            // The reading that shows best what is missing. What one comes to for sure would say more than is known.
            _ if readings.iter().any(|r| own(r) == Some(Verdict::Undetermined)) => finding.detail,
            _ => Explain::new(base.0).line_detail(base.1, line, verdict, &env),
        };
        finding.asked = finding.asked.and_then(|_| Explain::new(base.0).asked(base.1, line, &env));
        if finding.message.is_some() {
            Explain::new(base.0).say(base.1, &env, &mut finding);
        }
    }
    if finding.degree.is_some() {
        let own = readings.iter().filter_map(|r| r.degree(subject, line));
        finding.degree = own.reduce(|a, b| a.hull(&b));
    }
    finding
}

/// Whether there is arithmetic to tell.
fn judged(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Violated | Verdict::Undetermined | Verdict::Met)
}

/// Every case with its verdict, where they differ in verdict or margin.
fn views(readings: &[Reading<'_>], subject: usize, line: usize) -> Vec<CaseView> {
    let view = |reading: &Reading<'_>| {
        let verdict = reading.outcomes(subject, line).map_or(Verdict::NotApplicable, Outcomes::verdict);
        let wanted = matches!(verdict, Verdict::Met | Verdict::Violated);
        let env = reading.subjects.env(subject);
        let margin = wanted.then(|| reading.told().line_detail(reading.plan(), line, verdict, &env).margin()).flatten();
        CaseView { values: reading.values(), verdict, margin }
    };
    let mut views: Vec<CaseView> = readings.iter().map(view).collect();
    let params = views.first().map_or(0, |v| v.values.len());
    for at in (0..params).rev() {
        if does_not_matter(&views, at) {
            views.iter_mut().for_each(|v| drop(v.values.remove(at)));
            let mut kept: Vec<CaseView> = Vec::new();
            views.into_iter().for_each(|v| {
                if !kept.contains(&v) {
                    kept.push(v)
                }
            });
            views = kept;
        }
    }
    views.truncate(SHOWN);
    if views.len() > 1 { views } else { Vec::new() }
}

/// Whatever the other parameters are, the case comes to the same for every value of this one.
fn does_not_matter(views: &[CaseView], at: usize) -> bool {
    let others = |v: &CaseView| v.values.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, x)| x.clone()).collect::<Vec<_>>();
    views.iter().all(|a| {
        let same = views.iter().filter(|b| others(a) == others(b));
        same.into_iter().all(|b| a.verdict == b.verdict && a.margin == b.margin)
    })
}

fn of_best(readings: &[Reading<'_>], subject: usize, line: usize, verdict: Verdict) -> Finding {
    let own: Vec<Option<Verdict>> = readings.iter().map(|r| r.outcomes(subject, line).map(Outcomes::verdict)).collect();
    let at = |wanted: Verdict| own.iter().position(|v| *v == Some(wanted));
    if verdict == Verdict::Violated {
        let told =
            readings.iter().zip(&own).filter(|(_, v)| **v == Some(verdict)).map(|(r, _)| r.explain(subject, line, verdict));
        if let Some(finding) = agreed::breach(told, &|changes| readings.iter().map(|r| r.under(subject, line, changes)).collect())
        {
            return finding;
        }
    }
    if verdict != Verdict::Undetermined {
        let at = at(verdict).unwrap_or(0);
        return readings[at].explain(subject, line, verdict);
    }
    // A reading that is itself undetermined has causes of its own; else the one that breaks the rule is shown.
    let best = at(Verdict::Undetermined).or_else(|| at(Verdict::Violated)).unwrap_or(0);
    let mut out = readings[best].explain(subject, line, Verdict::Undetermined);
    let mut more = Vec::new();
    if let Some(cause) = out.causes.iter().find(|c| c.turns_at.is_some()) {
        let told = |at: usize| readings[at].explain(subject, line, Verdict::Undetermined);
        match agreed::turn(&own, cause, &told) {
            None => out.causes.iter_mut().for_each(|c| c.turns_at = None),
            Some(agreed) => {
                out = told(agreed.reading);
                more = deciding(readings, &agreed.turns);
            }
        }
    }
    if own.iter().any(|v| *v != own[best]) {
        out.causes.splice(0..0, disagreement(readings, &own));
    }
    more.retain(|m| !out.causes.iter().any(|c| c.kind == m.kind && c.what == m.what));
    out.causes.extend(more);
    out
}

/// The parameters on which it depends where the verdict turns.
fn deciding(readings: &[Reading<'_>], turns: &[Option<agreed::Turn>]) -> Vec<Cause> {
    let Some(first) = readings.first() else { return Vec::new() };
    let named = |at: usize, id: ParamId| {
        let value = |r: &Reading<'_>| r.case.values.get(at).map(|(_, v)| v.clone());
        let each: Vec<_> = readings.iter().zip(turns).map(|(r, turn)| (value(r), turn.as_ref().map(|t| (t.0, &t.1)))).collect();
        let of = |v: &Option<ParamValue>| each.iter().filter(|(own, _)| own == v).map(|(_, t)| t).collect::<Vec<_>>();
        let differs = each.iter().any(|(v, _)| of(v) != of(&each[0].0));
        let param = first.case.rules.params.get(id.0 as usize).filter(|_| differs)?;
        let cause = Cause::parameter(&param.name, param.title(), param.span);
        Some(Cause { root: Some(param.title().to_string()), ..cause })
    };
    first.case.values.iter().enumerate().filter_map(|(at, (id, _))| named(at, *id)).collect()
}

/// One cause for each parameter, with the verdict under each of its values.
fn disagreement(readings: &[Reading<'_>], own: &[Option<Verdict>]) -> Vec<Cause> {
    let Some(first) = readings.first() else { return Vec::new() };
    let mut out = Vec::new();
    for (at, (id, _)) in first.case.values.iter().enumerate() {
        let param = &first.case.rules.params[id.0 as usize];
        let mut outcomes: Vec<Outcome> = Vec::new();
        for (reading, verdict) in readings.iter().zip(own) {
            let value = value_of(param, &reading.case.values[at].1, &reading.case.rules.units);
            let verdict = verdict.filter(|v| !matches!(v, Verdict::Exempt | Verdict::NotApplicable));
            match outcomes.iter_mut().find(|o| o.value == value) {
                Some(own) if !own.verdicts.contains(&verdict) => own.verdicts.push(verdict),
                Some(_) => {}
                None => outcomes.push(Outcome { value, verdicts: vec![verdict] }),
            }
        }
        // Where every value comes to the same, the verdict does not turn on this parameter.
        if outcomes.iter().all(|o| o.verdicts == outcomes[0].verdicts) && outcomes.len() > 1 {
            continue;
        }
        let about = About::Parameter { name: param.name.clone(), outcomes };
        let root = Some(param.title().to_string());
        out.push(
            Cause { about, root, ..Cause::new(CauseKind::OpenParameter, param.title()) }
                .at(Some(param.span))
                .of(Whose::nobodys()),
        );
    }
    out
}

/// Says of findings that are undetermined that not every combination was tried.
pub fn say_too_many(rules: &RuleSet, beyond: &Beyond, findings: &mut [Finding]) {
    let all: Vec<&Param> = beyond.params.iter().filter_map(|id| rules.params.get(id.0 as usize)).collect();
    let Some(first) = all.first() else { return };
    let titles: Vec<&str> = all.iter().map(|p| p.title()).collect();
    let names = all.iter().map(|p| p.name.clone()).collect();
    let about = About::Combinations { names, count: beyond.combinations, most: MOST };
    let cause = Cause { about, ..Cause::new(CauseKind::OpenParameter, titles.join(" × ")) };
    let cause = cause.at(Some(first.span)).of(Whose::nobodys());
    for finding in findings.iter_mut().filter(|f| f.verdict == Verdict::Undetermined) {
        finding.causes.push(cause.clone());
    }
}
