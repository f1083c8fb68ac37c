//! The whole way to a verdict, for one subject: every part of the rule with its value, down to cells, parameters and rows.

use crate::data::{Dataset, RowId};
use crate::eval::cases::{self, Cases};
use crate::eval::exact::number::Env;
use crate::eval::explain::lines::Trace;
use crate::eval::judge::chunks::{Judged, whole_verdict};
use crate::eval::judge::subjects::Subjects;
use crate::eval::tables::bind::{Bound, PHANTOM};
use crate::eval::types::truth::{Outcomes, Truth};
use crate::finding::{Derivation, DerivedCase, Role, Step, StepFrom, StepValue, Subject};
use crate::hir::RuleSet;
use crate::plan::{AggId, CondId, Key, Measure, Num, Part, PartValue, Traced, traced};
use crate::text::{Sources, Span};
use crate::ty::Unit;

/// Rows of one aggregate that are shown.
const MEMBERS: usize = 40;

/// Derives one rule for the subjects that are wanted, at most `most` of them. The data must have been judged before.
pub fn derive(
    rules: &RuleSet,
    index: usize,
    data: &Dataset,
    sources: &Sources,
    wanted: &dyn Fn(&Subject) -> bool,
    most: usize,
) -> Vec<Derivation> {
    let own = cases::of_rule(rules, index);
    let sets: Vec<(Vec<(String, String)>, &RuleSet)> = match &own {
        Cases::Several { cases, .. } => cases.iter().map(|c| (c.named_values(), c.rules())).collect(),
        Cases::One => vec![(Vec::new(), rules)],
    };
    let traces: Vec<Traced> = sets.iter().map(|(_, rules)| traced(rules, index)).collect();
    let readings: Vec<Reading<'_>> = sets
        .iter()
        .zip(&traces)
        .map(|((values, rules), traced)| Reading::new(values.clone(), rules, traced, data, sources))
        .collect();
    let Some(first) = readings.first() else { return Vec::new() };
    let named = (0..first.subjects.len).map(|i| (i, first.bound.subject(first.plan(), &first.subjects.env(i))));
    let chosen: Vec<(usize, Subject)> = named.filter(|(_, s)| wanted(s)).take(most).collect();
    chosen.into_iter().map(|(i, subject)| derivation(&readings, i, subject)).collect()
}

fn derivation(readings: &[Reading<'_>], i: usize, subject: Subject) -> Derivation {
    let cases: Vec<DerivedCase> = readings.iter().map(|r| r.case(i)).collect();
    let mut united: Option<Judged> = None;
    for reading in readings {
        let Some(chunk) = reading.chunk(i) else { continue };
        match &mut united {
            None => united = Some(chunk.clone()),
            Some(all) => all.unite(chunk),
        }
    }
    let verdict = match (united, readings.first()) {
        (Some(judged), Some(first)) => whole_verdict(first.plan(), &judged, i),
        _ => crate::ast::Verdict::NotApplicable,
    };
    Derivation { subject, verdict, cases }
}

/// The rule under one combination of alternatives, bound to the data.
struct Reading<'r> {
    values: Vec<(String, String)>,
    traced: &'r Traced,
    bound: Bound<'r>,
    subjects: Subjects,
    chunks: Vec<Judged>,
}

impl<'r> Reading<'r> {
    fn new(
        values: Vec<(String, String)>,
        rules: &'r RuleSet,
        traced: &'r Traced,
        data: &'r Dataset,
        sources: &'r Sources,
    ) -> Self {
        let mut bound = Bound::new(&traced.plan, rules, data, sources);
        let plan = &traced.plan.rules[0];
        let subjects = bound.subjects(plan);
        bound.force_tables();
        let chunks = bound.judge_chunks(plan, &subjects);
        Self { values, traced, bound, subjects, chunks }
    }

    fn plan(&self) -> &'r crate::plan::RulePlan {
        &self.traced.plan.rules[0]
    }

    fn chunk(&self, i: usize) -> Option<&Judged> {
        self.chunks.iter().find(|c| c.holds(i))
    }

    fn case(&self, i: usize) -> DerivedCase {
        let env = self.subjects.env(i);
        let bound = &self.bound;
        let mut steps: Vec<Step> = Vec::new();
        steps.extend(self.traced.when.iter().map(|p| bound.step(p, Role::When, &env)));
        steps.extend(self.traced.exempt.iter().map(|p| bound.step(p, Role::Exempt, &env)));
        for (when, force, line) in &self.traced.except {
            let mut step = bound.step(when, Role::Except, &env);
            step.steps.push(bound.step(line, Role::Line(*force, None), &env));
            steps.push(step);
        }
        let mut rung = None;
        for (at, (force, part)) in self.traced.lines.iter().enumerate() {
            let due = self.traced.rungs.get(at).copied().flatten();
            if let (true, Some(step)) = (due != rung, due.and_then(|d| self.due_step(d, &env))) {
                steps.push(step);
            }
            rung = due;
            let verdict = self.chunk(i).and_then(|c| c.outcomes(i, at)).map(Outcomes::verdict);
            steps.push(bound.step(part, Role::Line(*force, verdict), &env));
        }
        let verdict = self.chunk(i).map(|c| whole_verdict(self.plan(), c, i));
        DerivedCase { values: self.values.clone(), verdict: verdict.unwrap_or(crate::ast::Verdict::NotApplicable), steps }
    }
}

impl Reading<'_> {
    /// Whether a rung binds for this subject, and how far its date is.
    fn due_step(&self, rung: usize, env: &Env) -> Option<Step> {
        let part = self.traced.dues.get(rung)?;
        let truth = self.bound.rungs_of(self.plan(), env).get(rung).copied()?;
        let mut step = self.bound.step(part, Role::Due, env);
        // What it is read from stands below it; a literal says all by itself.
        if !matches!(step.from, StepFrom::Computed) {
            step.steps = vec![Step { role: Role::Part, ..step.clone() }];
        }
        step.value = StepValue::Truth(if truth.is_single() { Some(truth == Truth::TRUE) } else { None });
        step.from = StepFrom::Told(self.bound.due_words(self.plan(), rung, env));
        Some(step)
    }
}

impl Bound<'_> {
    fn step(&self, part: &Part, role: Role, env: &Env) -> Step {
        let value = match &part.value {
            PartValue::Truth(cond) => self.truth_value(*cond, env),
            PartValue::Number(number) => self.number_value(&number.0, &number.1, env),
            PartValue::Text(text) => {
                let code = self.text(text, env).filter(|c| *c != crate::data::Code::MAX);
                StepValue::Text(code.map(|c| self.data.texts.text(c).to_string()))
            }
            PartValue::Other => StepValue::None,
        };
        let from = match (part.cell, part.param) {
            (Some((row, col)), _) => self.cell_note(row, col, env).map(|n| StepFrom::Cell(Box::new(n))),
            (None, Some(id)) => {
                self.rules.params.get(id.0 as usize).map(|p| StepFrom::Parameter(Box::new(super::parameter_info(self.rules, p))))
            }
            (None, None) => None,
        };
        let mut steps: Vec<Step> = part.parts.iter().map(|p| self.step(p, Role::Part, env)).collect();
        let mut more = 0;
        if let Some((agg, key)) = &part.members {
            let unit = match &part.value {
                PartValue::Number(number) => number.1.clone(),
                _ => Unit::one(),
            };
            more = self.member_steps(*agg, key, (&unit, part.asked.as_deref()), env, &mut steps);
        }
        let turning = match (&part.value, &value) {
            (PartValue::Truth(cond), StepValue::Truth(None)) => self.turning_of(*cond, env),
            _ => None,
        };
        let text = self.sources.slice(part.span).split_whitespace().collect::<Vec<_>>().join(" ");
        // `not x` keeps its own word where the author wrote it.
        let negated = part.negated && part.parts.first().is_some_and(|p| p.span == part.span);
        let from = from.unwrap_or(StepFrom::Computed);
        Step { role, text, negated, place: Some(part.span), value, from, turning, steps, more }
    }

    fn truth_value(&self, cond: CondId, env: &Env) -> StepValue {
        match self.truth(cond, env) {
            Truth::TRUE => StepValue::Truth(Some(true)),
            Truth::FALSE => StepValue::Truth(Some(false)),
            Truth::NO_BASE => StepValue::NoBase,
            _ => StepValue::Truth(None),
        }
    }

    fn number_value(&self, num: &Num, unit: &Unit, env: &Env) -> StepValue {
        let value = self.num(num, env);
        if value.base == Truth::NO_BASE {
            return StepValue::NoBase;
        }
        StepValue::Number(Box::new((value.form.interval(), unit.clone())))
    }

    /// The rows of an aggregate, those that surely belong first; how many more there are.
    fn member_steps(
        &self,
        agg: AggId,
        key: &[Key],
        (unit, asked): (&Unit, Option<&Part>),
        env: &Env,
        out: &mut Vec<Step>,
    ) -> u64 {
        let scope = self.plan.scope(self.plan.agg(agg).scope);
        let (sure, maybe, tail) = self.sure_and_maybe(agg, key, env);
        let all = sure.iter().map(|r| (*r, true)).chain(maybe.iter().map(|r| (*r, false)));
        for (row, is_sure) in all.take(MEMBERS) {
            let inner = self.inner_env(agg, row, env);
            let (value, from) = self.member_value(agg, unit, &inner);
            let place = if row < PHANTOM { self.data.row_span(RowId { rel: scope.rel, row }) } else { None };
            let mut step = self.row_step(self.row_title(scope.rel, row), Role::Member { sure: is_sure }, place, value, from);
            if let Some(asked) = asked {
                let own = self.step(asked, Role::Part, &inner);
                (step.turning, step.steps) = (own.turning, own.steps);
            }
            out.push(step);
        }
        if tail {
            let key: Vec<Option<u64>> = key.iter().map(|k| self.key_part(k, env)).collect();
            for cause in self.unsent_causes(scope, &key, Some(env)) {
                out.push(self.row_step(cause.what, Role::Unsent, cause.span, StepValue::None, StepFrom::Computed));
            }
        }
        u64::try_from((sure.len() + maybe.len()).saturating_sub(MEMBERS)).unwrap_or(0)
    }

    fn row_step(&self, text: String, role: Role, place: Option<Span>, value: StepValue, from: StepFrom) -> Step {
        Step { role, text, negated: false, place, value, from, turning: None, steps: Vec::new(), more: 0 }
    }

    fn member_value(&self, agg: AggId, unit: &Unit, env: &Env) -> (StepValue, StepFrom) {
        match &self.plan.agg(agg).measure {
            Measure::Count | Measure::Distinct(_) => (StepValue::None, StepFrom::Computed),
            Measure::Sum(lin) | Measure::Valued(lin) => {
                (self.number_value(&Num::Lin(lin.clone()), unit, env), StepFrom::Computed)
            }
            Measure::Min(num) | Measure::Max(num) | Measure::Quantile(num, _) => {
                (self.number_value(num, unit, env), StepFrom::Computed)
            }
            Measure::Truth(cond) => {
                let detail = self.detail(*cond, env, &mut Trace::default());
                (self.truth_value(*cond, env), StepFrom::Detail(Box::new(detail)))
            }
        }
    }
}
