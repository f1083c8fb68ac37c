//! One rule judged on what came here of the rows it speaks of.

use super::answers;
use crate::data::Dataset;
use crate::diag::Sink;
use crate::finding::{Findings, RegionRule, Tally};
use crate::hir::RuleSet;
use crate::load::{Input, PolicyTable};
use crate::pipeline::{self, Options};
use crate::plan::{Plan, Summarized};
use crate::sql::{Role, RuleQueries, What};
use crate::text::Sources;
use crate::ty::RelId;

/// A rule with what it asked.
pub struct Unit {
    /// Where it stands in the whole set.
    pub place: usize,
    pub view: RuleSet,
    pub plan: Plan,
    pub queries: RuleQueries,
}

/// Why the answers to a rule cannot be used.
pub enum Unusable {
    /// Rows have keys that nobody there could tell from others.
    Odd(RelId, u64),
    Answer,
}

/// What everything is judged with.
pub struct Ground<'g, 'o> {
    pub tables: &'g [PolicyTable],
    pub options: &'g Options<'o>,
    pub limit: usize,
}

impl Unit {
    /// Judges the rule on the answers to its statements.
    pub fn judge(&self, answers: &[&[u8]], ground: &Ground<'_, '_>, sources: &mut Sources) -> Result<Findings, Unusable> {
        let statements = || self.queries.statements.iter().zip(answers);
        for (statement, answer) in statements() {
            if let What::Odd(rel) = statement.what {
                match answers::number(answer) {
                    Some(0) => {}
                    Some(n) => return Err(Unusable::Odd(rel, n)),
                    None => return Err(Unusable::Answer),
                }
            }
        }
        let inputs: Vec<Input> = statements()
            .filter_map(|(statement, answer)| match statement.what {
                What::Rows(rel) => {
                    let excerpt = self.queries.roles.get(&rel) != Some(&Role::Whole);
                    Some(Input { excerpt, ..input(&self.view, rel, answer) })
                }
                What::Form(_) | What::Counts | What::Sums { .. } | What::Heard(..) | What::Odd(_) => None,
            })
            .collect();
        // What the loaders have to say is said of all rows at once, elsewhere.
        let mut unsaid = Sink::default();
        let mut view = self.view.clone();
        let mut data = pipeline::load(&view, inputs, ground.tables.to_vec(), sources, &mut unsaid);
        pipeline::leave_out(&mut view, &data, &mut unsaid);
        let mut counted: Vec<(String, u64, u64)> = Vec::new();
        let mut summarized = Summarized::default();
        for (statement, answer) in statements() {
            let taken = match &statement.what {
                What::Counts => answers::counts(answer).map(|counts| counted.extend(counts)),
                What::Heard(rel, columns) => answers::stand_ins(answer, &view.schema, *rel, columns, &mut data),
                What::Sums { scope, aggs } => {
                    let groups = answers::sums(answer, &self.plan, *scope, aggs, &mut data);
                    groups.map(|groups| summarized.groups.push(groups))
                }
                What::Form(_) | What::Rows(_) | What::Odd(_) => Some(()),
            };
            taken.ok_or(Unusable::Answer)?;
        }
        let mut found = judged(&view, (&mut data, &summarized), ground, sources);
        count(&mut found, counted);
        Ok(found)
    }

    pub fn brings_whole(&self) -> Vec<RelId> {
        self.queries.roles.iter().filter(|(_, role)| **role == Role::Whole).map(|(rel, _)| *rel).collect()
    }
}

fn judged(
    view: &RuleSet,
    (data, summarized): (&mut Dataset, &Summarized),
    ground: &Ground<'_, '_>,
    sources: &Sources,
) -> Findings {
    let mut unsaid = Sink::default();
    let Options { show_met, only, progress, told_apart, summarized: _ } = *ground.options;
    let options = Options { show_met, only, progress, told_apart, summarized: Some(summarized) };
    let mut found = pipeline::judge_up_to(view, data, sources, &mut unsaid, &options, ground.limit);
    found.files.clear();
    found
}

/// Rows of the engine as a file would hold them.
pub fn input(set: &RuleSet, rel: RelId, answer: &[u8]) -> Input {
    Input { record: Some(rel), ..Input::new(format!("{}.csv", set.schema.get(rel).name), answer.to_vec()) }
}

/// Adds the rows that were only counted.
fn count(found: &mut Findings, counted: Vec<(String, u64, u64)>) {
    let mut all = 0;
    for (region, met, outside) in counted {
        let tally = Tally { met, not_applicable: outside, ..Tally::default() };
        found.tally.entry(RegionRule { region, rule: 0 }).or_default().merge(&tally);
        all += met + outside;
    }
    if all > 0 {
        found.without_subject.clear();
        found.nil_reports.clear();
        if let Some(rule) = found.rules.first_mut() {
            rule.subjects += all;
        }
    }
}
