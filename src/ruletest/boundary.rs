//! Boundary twins: for every bound of every rule, submissions exactly at the limit and one smallest step to either side, and what the rule
//! makes of them. The author reads the table beside the clause and signs it.
//!
//! The twins are made from the rules' own tests: one figure of a test is moved until the comparison stands at its bound. How the margin
//! follows the figure is found by trying, and the limit is checked by evaluating it; nothing is assumed of the rule's form.

use super::expect::by_subject;
use super::{Bases, bounds, dataset, judge, with_params};
use crate::ast::Verdict;
use crate::diag::Sink;
use crate::finding::{Detail, Finding};
use crate::hir::{GivenRow, Kind, Rule, RuleSet, Test};
use crate::num::{Rat, show_exact_or, signum};
use crate::text::{Sources, Span};
use crate::ty::{ColId, ColumnDef, RelId, Type, Unit};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The verdicts around one bound.
#[derive(Clone, Debug)]
pub struct Twins {
    pub rule: String,
    pub bound: Span,
    /// What the bound comes to where the figure stands at the limit, in base units, and the unit to show it in.
    pub limit: Option<(Rat, Unit)>,
    /// The bound decides whom the rule speaks of, or excuses, not what it asks for.
    pub in_condition: bool,
    /// The column that was moved, and in which row; the subject the verdicts are about. Each is empty where there is none to name.
    pub column: String,
    pub row: String,
    pub subject: String,
    /// One step below (absent where no such figure may be sent), at the limit (absent where it cannot be written in steps), one step above.
    pub below: Option<Twin>,
    pub at: Option<Twin>,
    pub above: Option<Twin>,
}

impl Twins {
    /// Whether the verdict is another on one side than on the other: only then the twins prove anything of the bound. What is undetermined proves
    /// nothing.
    pub fn turn(&self) -> bool {
        let told = [&self.below, &self.at, &self.above].into_iter().flatten().map(|t| t.verdict);
        let mut verdicts = told.filter(|v| *v != Verdict::Undetermined);
        let first = verdicts.next();
        verdicts.any(|v| Some(v) != first)
    }
}

/// A value as it would be submitted, and the verdict.
#[derive(Clone, Debug)]
pub struct Twin {
    pub value: String,
    /// The same in base units, and the unit to show it in; `None` for days.
    pub figure: Option<(Rat, Unit)>,
    pub verdict: Verdict,
}

/// What a run of twins came to: the twins, and the bounds for which no test gives a figure to move.
#[derive(Clone, Debug, Default)]
pub struct Boundaries {
    pub twins: Vec<Twins>,
    pub without: Vec<(String, Span)>,
}

/// Everything a trial needs.
struct Lab<'a> {
    /// The rule alone with the parameters of the test, and after it the condition whose margin is asked for, if it is one.
    set: &'a RuleSet,
    bases: &'a Bases,
    sources: &'a Sources,
    test: &'a Test,
    read: &'a BTreeSet<(RelId, ColId)>,
    rule: usize,
    /// Whose comparison has the margin: the rule, or the condition as a rule of its own.
    asked: usize,
    bound: Span,
    subject: String,
}

pub fn run(rules: &RuleSet, bases: &Bases, sources: &Sources) -> Boundaries {
    let bounds = |(index, rule)| bounds::of(rules, rule).into_iter().map(move |bound| (index, bound));
    let all: Vec<(usize, bounds::Bound)> = rules.rules.iter().enumerate().flat_map(bounds).collect();
    let found: Vec<Option<Twins>> = all.par_iter().map(|(index, bound)| around(rules, bases, sources, *index, bound)).collect();
    let mut out = Boundaries::default();
    for ((index, bound), twins) in all.iter().zip(found) {
        match twins {
            Some(twins) => out.twins.push(twins),
            None => out.without.push((rules.rules[*index].id.clone(), bound.span)),
        }
    }
    out
}

/// The twins around one bound, from the first test on which the verdict turns; else the first there are.
fn around(rules: &RuleSet, bases: &Bases, sources: &Sources, index: usize, bound: &bounds::Bound) -> Option<Twins> {
    let read = rules.rules.get(index).map(|r| figures_read(rules, r, bound.condition.as_ref())).unwrap_or_default();
    let mut still = None;
    let mut tests = rules.tests.iter().filter(|t| t.expects.iter().any(|e| e.rule == Some(index)));
    let turning = tests.find_map(|test| {
        let (set, asked) = alone(rules, test, index, bound);
        let lab =
            Lab { set: &set, bases, sources, test, read: &read, rule: index, asked, bound: bound.span, subject: String::new() };
        turning(&lab, &mut still)
    });
    turning.or(still)
}

/// The columns a rule reads: no other figure can move a margin of its own.
fn figures_read(rules: &RuleSet, rule: &Rule, condition: Option<&Rule>) -> BTreeSet<(RelId, ColId)> {
    let mut out = BTreeSet::new();
    for rule in std::iter::once(rule).chain(condition) {
        rule.walk(&mut |e| {
            if let Kind::Field { row, col } = &e.kind {
                out.insert((rule.rel_of(&rules.schema, row), *col));
            }
        });
    }
    out
}

/// A rule set in which only this rule judges, and with it the condition that holds the bound; and which of the two is asked for the margin.
fn alone(rules: &RuleSet, test: &Test, index: usize, bound: &bounds::Bound) -> (RuleSet, usize) {
    let mut only = test.clone();
    only.expects.retain(|e| e.rule == Some(index));
    only.results.clear();
    let mut set = with_params(rules, &only);
    let Some(condition) = &bound.condition else { return (set, index) };
    Arc::make_mut(&mut set.rules).push(condition.clone());
    let asked = set.rules.len() - 1;
    (set, asked)
}

/// Twins on which the verdict turns; the first on which it does not is kept in `still`.
fn turning(lab: &Lab<'_>, still: &mut Option<Twins>) -> Option<Twins> {
    let mut standing: BTreeMap<String, Trial> = BTreeMap::new();
    for finding in lab.judged(&lab.test.rows).iter().filter(|f| f.rule == lab.asked) {
        if let Some(trial) = margin_at(&finding.detail, lab.bound) {
            standing.entry(finding.subject.title()).or_insert(trial);
        }
    }
    standing.into_iter().find_map(|(subject, before)| {
        let lab = Lab { subject, ..*lab };
        let mut turned = |slope: &Slope<'_>| {
            let twins = lab.twins(slope, &before)?;
            if twins.turn() {
                return Some(twins);
            }
            still.get_or_insert(twins);
            None
        };
        // The measured side is moved rather than the bound, where a figure of it is given.
        let mut of_the_bound = Vec::new();
        for (row, given) in lab.test.rows.iter().enumerate() {
            for slope in (0..given.cells.len()).filter_map(|cell| lab.slope(row, cell, &before)) {
                if !slope.measured {
                    of_the_bound.push(slope);
                } else if let Some(twins) = turned(&slope) {
                    return Some(twins);
                }
            }
        }
        of_the_bound.iter().find_map(turned)
    })
}

/// A figure of a test that moves the margin, and by how much for one smallest step.
struct Slope<'t> {
    row: usize,
    cell: usize,
    def: &'t ColumnDef,
    value: Rat,
    rise: Rat,
    /// It moves the measured side.
    measured: bool,
}

impl Lab<'_> {
    fn slope(&self, row: usize, cell: usize, before: &Trial) -> Option<Slope<'_>> {
        let given = self.test.rows.get(row)?;
        let col = given.cells.get(cell)?.col;
        let def = self.set.schema.column(given.rel, col);
        let figure = matches!(def.ty, Type::Number(_) | Type::Date);
        if !figure || !self.read.contains(&(given.rel, col)) || self.set.schema.get(given.rel).key.contains(&col) {
            return None;
        }
        let value = self.value(given, cell, def)?;
        let after = self.trial(row, cell, &(&value + &def.smallest_step()), def)?;
        let rise = &after.margin - &before.margin;
        (!rise.is_zero()).then(|| Slope { row, cell, def, value, rise, measured: before.left != after.left })
    }

    fn twins(&self, slope: &Slope<'_>, before: &Trial) -> Option<Twins> {
        let Slope { row, cell, def, value, rise, .. } = slope;
        let (row, cell, step) = (*row, *cell, def.smallest_step());
        let given = self.test.rows.get(row)?;
        let limit = value - &before.margin * &step / rise;
        let steps = &limit / &step;
        let (floor, ceil) = (Rat::from(steps.floor()) * &step, Rat::from(steps.ceil()) * &step);
        let exact = floor == ceil;
        let (low, high) = if exact { (&floor - &step, &ceil + &step) } else { (floor.clone(), ceil.clone()) };
        let figure = |v: &Rat| {
            let factor = def.unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
            (def.ty != Type::Date).then(|| (v * factor, def.shown_unit()))
        };
        let told = |v: &Rat, verdict: Verdict| Twin { value: written(v, def), figure: figure(v), verdict };
        let twin = |v: &Rat| self.trial(row, cell, v, def).map(|t| told(v, t.verdict));
        let mut right = before.right.clone();
        let at = if exact {
            let trial = self.trial(row, cell, &limit, def)?;
            // Not linear in this figure after all: another one may do.
            if !trial.margin.is_zero() {
                return None;
            }
            right = trial.right;
            Some(told(&limit, trial.verdict))
        } else {
            None
        };
        let (below, above) = (twin(&low), twin(&high));
        // A figure below zero may not be sent; one side is left then.
        if below.is_none() && (signum(&low) >= 0 || at.is_none()) || above.is_none() {
            return None;
        }
        Some(Twins {
            rule: self.set.rules[self.rule].id.clone(),
            bound: self.bound,
            limit: right,
            in_condition: self.asked != self.rule,
            column: def.title().to_string(),
            row: self.row(given),
            subject: self.subject.clone(),
            below,
            at,
            above,
        })
    }

    /// The key of a row as the test writes it, with that of the row it belongs to.
    fn row(&self, given: &GivenRow) -> String {
        let key = &self.set.schema.get(given.rel).key;
        let own = given.cells.iter().filter(|c| key.contains(&c.col)).filter_map(|c| c.text.clone());
        let parent = given.parent.and_then(|p| self.test.rows.get(p)).map(|p| self.row(p));
        parent.into_iter().chain(own).collect::<Vec<_>>().join(" · ")
    }

    /// The figure as given, in the unit of its column.
    fn value(&self, given: &GivenRow, cell: usize, def: &ColumnDef) -> Option<Rat> {
        let text = given.cells[cell].text.as_ref()?;
        let mut texts = crate::data::Interner::default();
        match crate::load::parse_cell(text, def, &self.set.units, None, &mut texts).ok()? {
            crate::data::Cell::Number(d) => Some(d.to_rat()),
            crate::data::Cell::Exact(r) => Some(r),
            crate::data::Cell::Int(n) => Some(Rat::from(n)),
            crate::data::Cell::Text(_)
            | crate::data::Cell::Flag(_)
            | crate::data::Cell::None
            | crate::data::Cell::LeftBlank(_)
            | crate::data::Cell::Blank
            | crate::data::Cell::Absent
            | crate::data::Cell::Bounds(_)
            | crate::data::Cell::Unusable => None,
        }
    }

    /// The line that holds the bound, with one figure changed; `None` where the figure is not allowed or nothing exact comes of it.
    fn trial(&self, row: usize, cell: usize, value: &Rat, def: &ColumnDef) -> Option<Trial> {
        if !def.signed && signum(value) < 0 {
            return None;
        }
        let mut rows = self.test.rows.clone();
        rows[row].cells[cell].text = Some(written(value, def));
        rows[row].cells[cell].none = false;
        let mut findings = self.judged(&rows);
        findings.retain(|f| f.subject.title() == self.subject);
        let told = findings.iter().filter(|f| f.rule == self.asked).find_map(|f| Some((f, margin_at(&f.detail, self.bound)?)));
        let (finding, standing) = told?;
        let verdict = if self.asked == self.rule {
            finding.verdict
        } else {
            findings.retain(|f| f.rule == self.rule);
            by_subject(&findings).first()?.1
        };
        Some(Trial { verdict, ..standing })
    }

    /// What comes of the test with these rows.
    fn judged(&self, rows: &[GivenRow]) -> Vec<Finding> {
        let changed = Test { rows: rows.to_vec(), ..self.test.clone() };
        let data = dataset::build(self.set, self.bases.of(self.test, self.sources), &changed, &mut Sink::default());
        judge(self.set, data, self.sources).list
    }
}

/// What one figure came to.
struct Trial {
    margin: Rat,
    left: Option<Rat>,
    right: Option<(Rat, Unit)>,
    verdict: Verdict,
}

/// A figure as a submission would hold it.
fn written(value: &Rat, def: &ColumnDef) -> String {
    if def.ty == Type::Date {
        return crate::num::to_i64(value).and_then(crate::ty::day_text).unwrap_or_default();
    }
    let unit = def.unit.as_ref().map_or("", |u| u.name.as_str());
    format!("{}{unit}", show_exact_or(value, 30))
}

/// How the comparison with this bound stands; the verdict is still to be asked for.
fn margin_at(detail: &Detail, bound: Span) -> Option<Trial> {
    match detail {
        Detail::Compare(c) if c.bound == bound => Some(Trial {
            margin: c.margin.as_exact()?.clone(),
            left: c.left.value.as_exact().cloned(),
            right: c.right.value.as_exact().map(|value| (value.clone(), c.right.unit.clone())),
            verdict: Verdict::Undetermined,
        }),
        Detail::Parts { parts, .. } => parts.iter().find_map(|p| margin_at(p, bound)),
        Detail::Members { worst: Some(worst), .. } => margin_at(&worst.1, bound),
        Detail::Stage(s) => s.details().find_map(|d| margin_at(d, bound)),
        Detail::Compare(_)
        | Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::None => None,
    }
}
