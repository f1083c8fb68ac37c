//! What the rules demand of reported figures, as linear rows over the cells that may change. The figures that may change are left open, as if
//! nobody had sent them, and the exact path is asked what each number comes to: an affine form over them. What is not linear is said in
//! cases (the greater of two, a choice, who belongs to an aggregate), or by a whole number (rounding); where that cannot be done either, a
//! condition is said to come to what it is now as long as no figure changes that it rests on.

pub mod condition;
pub mod context;
pub mod figures;
pub mod formula;
pub mod lines;
pub mod number;
pub mod want;

use crate::ast::Verdict;
use crate::data::{CellId, Dataset};
use crate::eval::cases::{self, Cases};
use crate::eval::explain::context::Explain;
use crate::eval::judge::context::Judge;
use crate::eval::judge::subjects::{Listing, Subjects};
use crate::eval::kernel::context::Kernel;
use crate::eval::tables::bind::Tables;
use crate::eval::tables::prepare::prepare;
use crate::eval::views::views;
use crate::hir::RuleSet;
use crate::num::Rat;
use crate::plan::{Plan, lower};
use crate::text::Sources;
use context::Require;
use formula::{Formula, LineKey};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// What a line demands.
#[derive(Clone, Debug)]
pub struct Requirement {
    pub line: LineKey,
    pub formula: Formula,
    /// It does not hold as things stand.
    pub broken: bool,
    /// It may hold otherwise too: something in it was taken for as it is.
    pub rough: bool,
}

/// What is demanded, and the whole numbers that serve to say it, with what they are now.
#[derive(Clone, Debug, Default)]
pub struct Requirements {
    pub list: Vec<Requirement>,
    pub wholes: BTreeMap<u64, Rat>,
    /// Cells that are the base of a share in a broken line, and no part.
    pub bases: BTreeSet<CellId>,
}

/// What the lines with these verdicts demand. `open` is `known` with the cells left open; both are made ready for the rules here.
pub fn requirements(
    rules: &RuleSet,
    (known, open): (&mut Dataset, &mut Dataset),
    cells: &BTreeSet<CellId>,
    verdicts: &BTreeMap<LineKey, Verdict>,
    sources: &Sources,
) -> Requirements {
    let whole = (rules.clone(), (0..rules.rules.len()).collect());
    let views = views(rules).unwrap_or_else(|| vec![whole]);
    let mut out = Requirements::default();
    for (view, places) in &views {
        let plan = lower(view);
        prepare(view, &plan, known);
        prepare(view, &plan, open);
        for (index, place) in places.iter().enumerate() {
            let Some((from, to)) = own_range(verdicts, *place) else { continue };
            let own: BTreeMap<&LineKey, Verdict> = verdicts.range(from..to).map(|(k, v)| (k, *v)).collect();
            let readings: Vec<(RuleSet, Plan, usize)> = match cases::of_rule(view, index) {
                Cases::One => vec![(view.clone(), plan.clone(), index)],
                Cases::Several { cases, .. } => cases.into_iter().map(cases::Case::into_parts).map(|(r, p)| (r, p, 0)).collect(),
            };
            let mut found: BTreeMap<LineKey, Requirement> = BTreeMap::new();
            for (rules, plan, at) in &readings {
                of_reading(
                    (rules, plan, *at),
                    (known, open),
                    cells,
                    &own,
                    sources,
                    (&mut found, &mut out.wholes, &mut out.bases),
                );
            }
            out.list.extend(found.into_values());
        }
    }
    out
}

/// The keys of a rule lie between these.
fn own_range(verdicts: &BTreeMap<LineKey, Verdict>, rule: usize) -> Option<(LineKey, LineKey)> {
    let bounds = ((rule, 0, None, String::new()), (rule + 1, 0, None, String::new()));
    verdicts.range(bounds.0.clone()..bounds.1.clone()).next().map(|_| bounds)
}

/// All subjects of one rule; expected rows are noted in the tables in the order of the run.
fn listed<'a>(
    rules: &'a RuleSet,
    plan: &'a Plan,
    index: usize,
    data: &'a Dataset,
    sources: &'a Sources,
) -> (Tables<'a>, Subjects) {
    let mut tables = Tables::new(plan, rules, data, sources);
    Listing::new(&mut tables).note_unsent();
    Kernel::new(&tables).fill_tables();
    let subjects = plan.rules.get(index).map(|rule| Listing::new(&mut tables).subjects(rule)).unwrap_or_default();
    (tables, subjects)
}

/// What one reading of a rule demands, joined with what the others do: a line is to hold under all of them.
fn of_reading(
    (rules, plan, index): (&RuleSet, &Plan, usize),
    (known, open): (&Dataset, &Dataset),
    cells: &BTreeSet<CellId>,
    verdicts: &BTreeMap<&LineKey, Verdict>,
    sources: &Sources,
    (found, wholes, bases): (&mut BTreeMap<LineKey, Requirement>, &mut BTreeMap<u64, Rat>, &mut BTreeSet<CellId>),
) {
    let (tables, subjects) = listed(rules, plan, index, known, sources);
    let (loose, others) = listed(rules, plan, index, open, sources);
    let (Some(rule), true) = (plan.rules.get(index), subjects.slots == others.slots) else { return };
    let explain = Explain::new(&tables);
    let require = Require {
        open: Judge::new(&loose),
        known: Judge::new(&tables),
        cells,
        wholes: RefCell::new(std::mem::take(wholes)),
        rough: Cell::new(false),
        work: Cell::new(0),
        bases: RefCell::default(),
    };
    let Some(place) = verdicts.keys().next().map(|k| k.0) else { return };
    for i in 0..subjects.len {
        let env = subjects.env(i);
        let subject = explain.subject(rule, &env);
        let (row, title) = (subject.row, subject.title());
        for line in 0..rule.lines.len() + rule.reports.len() {
            let key = (place, line, row, title.clone());
            let Some(verdict) = verdicts.get(&key) else { continue };
            require.rough.set(false);
            require.work.set(0);
            let Some(formula) = require.line(rule, line, *verdict, &env) else { continue };
            let rough = require.rough.get();
            let shares = require.bases.take();
            bases.extend(shares.into_iter().filter(|_| *verdict == Verdict::Violated));
            match found.get_mut(&key) {
                Some(other) => {
                    other.formula = Formula::all([std::mem::replace(&mut other.formula, Formula::TRUE), formula]);
                    other.rough |= rough;
                }
                None => {
                    found.insert(key.clone(), Requirement { line: key, formula, broken: *verdict == Verdict::Violated, rough });
                }
            }
        }
    }
    *wholes = require.wholes.into_inner();
}
