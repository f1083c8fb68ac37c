//! All rules of a set on an engine: bound, asked in one breath, judged one by one, put together.

use super::catalog;
use super::diagnostics;
use super::target::On;
use super::unit::{Ground, Unit, Unusable, input};
use super::views;
use crate::data::Dataset;
use crate::diag::Sink;
use crate::eval;
use crate::finding::Findings;
use crate::hir::RuleSet;
use crate::load::{self, Input};
use crate::pipeline;
use crate::plan;
use crate::sql::{self, Asked, Binding, Dialect, Reason, Role, RuleQueries, Statement, What};
use crate::text::Sources;
use crate::ty::{Origin, RelId};
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// What came of it: the findings, and the policy's tables with the rows that were looked at for their form.
pub struct Judged {
    pub findings: Findings,
    pub data: Dataset,
}

/// What is asked for one rule, or why it cannot be.
pub struct RuleAsked {
    pub unit: Result<Unit, BTreeSet<Reason>>,
    pub place: usize,
}

/// What every rule of a set asks.
pub fn asked(set: &RuleSet, policy: &Dataset, binding: &Binding, dialect: Dialect) -> Vec<RuleAsked> {
    let one = |place: usize| {
        let view = views::of_rule(set, place)?;
        let plan = plan::lower(&view);
        let queries = sql::ask(&Asked { set: &view, plan: &plan, policy, binding, dialect });
        let unit = queries.map(|queries| Unit { place, view, plan, queries });
        Some(RuleAsked { unit, place })
    };
    (0..set.rules.len()).filter_map(one).collect()
}

/// Judges a rule set on an engine; `None` where it could not be done, and the sink says why.
pub fn judge(
    world: &dyn World,
    on: &On,
    set: &mut RuleSet,
    ground: Ground<'_, '_>,
    (sources, sink): (&mut Sources, &mut Sink),
) -> Option<Judged> {
    let policy = load::load(&set.schema, &set.units, Vec::new(), ground.tables.to_vec(), sources, &mut Sink::default());
    let binding = catalog::bind(world, on, set, sink)?;
    let dialect = on.target.dialect();
    let mut units = Vec::new();
    let mut refused = false;
    for rule in asked(set, &policy, &binding, dialect) {
        match rule.unit {
            Ok(unit) => units.push(unit),
            Err(reasons) => match on.fetch {
                true => units.extend(fetched(set, rule.place, &binding, dialect)),
                false => {
                    refused = true;
                    let rule = &set.rules[rule.place];
                    sink.push(diagnostics::not_asked(&rule.id, rule.span, &reasons));
                }
            },
        }
    }
    if refused {
        return None;
    }
    let forms: Vec<Statement> =
        binding.tables.keys().filter_map(|rel| sql::form(&set.schema, &binding, *rel, dialect).ok()).collect();
    let statements: Vec<String> =
        forms.iter().chain(units.iter().flat_map(|u| &u.queries.statements)).map(|s| s.sql.clone()).collect();
    // Statements that are the same are asked once.
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut once: Vec<String> = Vec::new();
    let at: Vec<usize> = statements
        .iter()
        .map(|sql| {
            *places.entry(sql).or_insert_with(|| {
                once.push(sql.clone());
                once.len() - 1
            })
        })
        .collect();
    let answers = match on.ask(world, &once) {
        Ok(answers) => answers,
        Err(problem) => {
            sink.push(*problem);
            return None;
        }
    };
    let mut answers: Vec<&[u8]> = at.iter().map(|at| answers.get(*at).map_or(&[][..], Vec::as_slice)).collect();
    let own = answers.split_off(forms.len());
    let inputs = forms.iter().zip(&answers).filter_map(|(form, answer)| match form.what {
        What::Form(rel) => Some(Input { excerpt: true, ..input(set, rel, answer) }),
        What::Counts | What::Rows(_) | What::Sums { .. } | What::Heard(..) | What::Odd(_) => None,
    });
    let data = load::load(&set.schema, &set.units, inputs.collect(), ground.tables.to_vec(), sources, sink);
    pipeline::leave_out(set, &data, sink);
    let findings = together(set, &units, &own, &ground, (sources, sink))?;
    Some(Judged { findings, data })
}

fn together(
    set: &RuleSet,
    units: &[Unit],
    answers: &[&[u8]],
    ground: &Ground<'_, '_>,
    (sources, sink): (&mut Sources, &mut Sink),
) -> Option<Findings> {
    let mut all = Findings::default();
    let mut rest = answers;
    let mut sound = true;
    for unit in units {
        let (own, others) = rest.split_at(unit.queries.statements.len().min(rest.len()));
        rest = others;
        match unit.judge(own, ground, sources) {
            // A rule on a faulty table of the policy is left out.
            Ok(found) if found.rules.is_empty() => {}
            Ok(found) => {
                let place = all.rules.len();
                eval::absorb(&mut all, found, &|_| place);
            }
            Err(why) => {
                sound = false;
                let rule = unit.view.rules.first();
                let (id, span) = rule.map_or(("", None), |r| (r.id.as_str(), Some(r.span)));
                sink.push(match why {
                    Unusable::Odd(rel, n) => diagnostics::odd_keys(id, set.schema.get(rel).title(), n, span),
                    Unusable::Answer => diagnostics::wrong_answer(id, span),
                });
            }
        }
    }
    all.parameters = eval::parameters(set);
    sound.then_some(all)
}

/// A rule with all rows of all records it reads.
fn fetched(set: &RuleSet, place: usize, binding: &Binding, dialect: Dialect) -> Option<Unit> {
    let view = views::of_rule(set, place)?;
    let plan = plan::lower(&view);
    let mut queries = RuleQueries::default();
    for rel in read(&view, &plan) {
        if let Ok(statement) = sql::whole(&view.schema, binding, rel, dialect) {
            queries.statements.push(statement);
            queries.roles.insert(rel, Role::Whole);
        }
    }
    Some(Unit { place, view, plan, queries })
}

/// The records of submissions that a plan reads.
fn read(set: &RuleSet, plan: &plan::Plan) -> BTreeSet<RelId> {
    let subjects = plan.rules.iter().flat_map(|r| &r.subjects).map(|s| s.rel);
    let scopes = plan.scopes.iter().map(|s| s.rel);
    let rows = plan.rows.iter().filter_map(|r| match r {
        plan::Row::Lookup { rel, .. } | plan::Row::Only { rel, .. } | plan::Row::Parent { rel, .. } => Some(*rel),
        plan::Row::Slot(_) => None,
    });
    subjects.chain(scopes).chain(rows).filter(|rel| set.schema.get(*rel).origin == Origin::Submitted).collect()
}
