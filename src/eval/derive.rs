//! The whole way to a verdict, for one subject: every part of the rule with its value, down to cells, parameters and rows.

use crate::data::Dataset;
use crate::eval::cases::{self, Cases};
use crate::eval::explain::context::Explain;
use crate::eval::judge::chunks::{Judged, whole_verdict};
use crate::eval::judge::context::Judge;
use crate::eval::judge::shows::Shown;
use crate::eval::judge::subjects::{Listing, Subjects};
use crate::eval::kernel::context::Kernel;
use crate::eval::tables::bind::Tables;
use crate::eval::types::env::Env;
use crate::eval::types::truth::{Outcomes, Truth};
use crate::finding::{Derivation, DerivedCase, Role, Step, StepFrom, StepValue, Subject, Value};
use crate::hir::RuleSet;
use crate::plan::{Traced, traced};
use crate::text::Sources;

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
    let sets: Vec<(Vec<(String, Value)>, &RuleSet)> = match &own {
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
    let named = (0..first.subjects.len).map(|i| (i, first.told().subject(first.plan(), &first.subjects.env(i))));
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
    values: Vec<(String, Value)>,
    traced: &'r Traced,
    tables: Tables<'r>,
    subjects: Subjects,
    chunks: Vec<Judged>,
    shown: Vec<Vec<Shown>>,
}

impl<'r> Reading<'r> {
    fn new(
        values: Vec<(String, Value)>,
        rules: &'r RuleSet,
        traced: &'r Traced,
        data: &'r Dataset,
        sources: &'r Sources,
    ) -> Self {
        let mut tables = Tables::new(&traced.plan, rules, data, sources);
        let plan = &traced.plan.rules[0];
        Listing::new(&mut tables).note_unsent();
        Kernel::new(&tables).fill_tables();
        let subjects = Listing::new(&mut tables).subjects(plan);
        let chunks = Judge::new(&tables).judge_chunks(plan, &subjects);
        let shown = Judge::new(&tables).shown(plan, &subjects);
        Self { values, traced, tables, subjects, chunks, shown }
    }

    fn told(&self) -> Explain<'_> {
        Explain::new(&self.tables)
    }

    fn plan(&self) -> &'r crate::plan::RulePlan {
        &self.traced.plan.rules[0]
    }

    fn chunk(&self, i: usize) -> Option<&Judged> {
        self.chunks.iter().find(|c| c.holds(i))
    }

    fn case(&self, i: usize) -> DerivedCase {
        let env = self.subjects.env(i);
        let told = self.told();
        let mut steps: Vec<Step> = Vec::new();
        steps.extend(self.traced.when.iter().map(|p| told.step(p, Role::When, &env)));
        steps.extend(self.traced.exempt.iter().map(|p| told.step(p, Role::Exempt, &env)));
        for (when, force, line) in &self.traced.except {
            let mut step = told.step(when, Role::Except, &env);
            step.steps.push(told.step(line, Role::Line(*force, None), &env));
            steps.push(step);
        }
        let mut stage = None;
        for (at, (force, part)) in self.traced.lines.iter().enumerate() {
            let due = self.traced.stages.get(at).copied().flatten();
            if let (true, Some(step)) = (due != stage, due.and_then(|d| self.due_step(d, &env))) {
                steps.push(step);
            }
            stage = due;
            let verdict = self.chunk(i).and_then(|c| c.outcomes(i, at)).map(Outcomes::verdict);
            steps.push(told.step(part, Role::Line(*force, verdict), &env));
        }
        for (at, part) in self.traced.shows.iter().enumerate() {
            let spoken = self.shown.get(at).and_then(|line| line.get(i)).is_some_and(|s| s.applies.can_be_true());
            let inner = told.step(part, Role::Part, &env);
            let rule = self.tables.rules.rules.get(self.plan().rule);
            let label = rule.and_then(|r| r.shows.get(at)).map_or("", |s| s.label.as_str());
            steps.push(Step {
                role: Role::Show(spoken),
                text: label.to_string(),
                title: None,
                from: StepFrom::Computed,
                turning: None,
                more: 0,
                steps: vec![inner.clone()],
                ..inner
            });
        }
        let verdict = self.chunk(i).map(|c| whole_verdict(self.plan(), c, i));
        DerivedCase { values: self.values.clone(), verdict: verdict.unwrap_or(crate::ast::Verdict::NotApplicable), steps }
    }
}

impl Reading<'_> {
    /// Whether a due stage binds for this subject, and how far its date is.
    fn due_step(&self, stage: usize, env: &Env) -> Option<Step> {
        let part = self.traced.dues.get(stage)?;
        let truth = self.told().due_stages(self.plan(), env).get(stage).copied()?;
        let mut step = self.told().step(part, Role::Due, env);
        // What it is read from stands below it; a literal says all by itself.
        if !matches!(step.from, StepFrom::Computed) {
            step.steps = vec![Step { role: Role::Part, ..step.clone() }];
        }
        step.value = StepValue::Truth(if truth.is_single() { Some(truth == Truth::TRUE) } else { None });
        step.from = StepFrom::Due(self.told().due_account(self.plan(), stage, env)?);
        Some(step)
    }
}
