//! Boundary twins: for every bound of every rule, submissions exactly at the limit and one smallest step to either side, and what the rule
//! makes of them. The author reads the table beside the clause and signs it.
//!
//! The twins are made from the rules' own tests: one figure of a test is moved until the comparison stands at its bound. How the margin
//! follows the figure is found by trying, and the limit is checked by evaluating it; nothing is assumed of the rule's form.

use super::{Bases, judge_rows};
use crate::ast::Verdict;
use crate::finding::Detail;
use crate::hir::{GivenRow, RuleSet, Test};
use crate::num::{Rat, show_exact_or, signum};
use crate::text::{Sources, Span};
use crate::ty::{ColumnDef, Type};
use std::collections::BTreeSet;

/// The verdicts around one bound.
#[derive(Clone, Debug)]
pub struct Twins {
    pub rule: String,
    pub bound: Span,
    /// The column that was moved, and whose.
    pub column: String,
    pub subject: String,
    /// One step below, at the limit (absent where the limit cannot be written in steps), one step above.
    pub below: Twin,
    pub at: Option<Twin>,
    pub above: Twin,
}

/// A value as it would be submitted, and the verdict.
#[derive(Clone, Debug)]
pub struct Twin {
    pub value: String,
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
    rules: &'a RuleSet,
    bases: &'a Bases,
    sources: &'a Sources,
    test: &'a Test,
    rule: usize,
    bound: Span,
    subject: String,
}

pub fn run(rules: &RuleSet, bases: &Bases, sources: &Sources) -> Boundaries {
    let mut out = Boundaries::default();
    let coverage = super::Coverage::of(rules);
    for (rule, covered) in coverage.rules.iter().enumerate() {
        for &bound in covered.bounds.keys() {
            let tests = rules.tests.iter().filter(|t| t.expects.iter().any(|e| e.rule == Some(rule)));
            match tests.into_iter().find_map(|test| from_test(rules, bases, sources, test, rule, bound)) {
                Some(twins) => out.twins.push(twins),
                None => out.without.push((covered.id.clone(), bound)),
            }
        }
    }
    out
}

fn from_test(rules: &RuleSet, bases: &Bases, sources: &Sources, test: &Test, rule: usize, bound: Span) -> Option<Twins> {
    let base = judge_rows(rules, bases, sources, test, &test.rows);
    let subjects: BTreeSet<String> =
        base.iter().filter(|f| f.rule == rule && margin_at(&f.detail, bound).is_some()).map(|f| f.subject.title()).collect();
    subjects.into_iter().find_map(|subject| {
        let lab = Lab { rules, bases, sources, test, rule, bound, subject };
        let cells = || test.rows.iter().enumerate().flat_map(|(r, row)| (0..row.cells.len()).map(move |c| (r, c)));
        // The measured side is moved rather than the bound, where a figure of it is given.
        [true, false].into_iter().find_map(|left| cells().find_map(|(r, c)| lab.twins(r, c, left)))
    })
}

impl Lab<'_> {
    fn twins(&self, row: usize, cell: usize, left: bool) -> Option<Twins> {
        let given = self.test.rows.get(row)?;
        let def = self.rules.schema.column(given.rel, given.cells.get(cell)?.col);
        if !matches!(def.ty, Type::Number(_) | Type::Date)
            || self.rules.schema.get(given.rel).key.contains(&given.cells[cell].col)
        {
            return None;
        }
        let value = self.value(given, cell, def)?;
        let step = def.smallest_step();
        let (before, after) = (self.trial(row, cell, &value, def)?, self.trial(row, cell, &(&value + &step), def)?);
        let (here, there) = (before.margin, after.margin);
        if here == there || (left && before.left == after.left) {
            return None;
        }
        let limit = &value - &here * &step / (&there - &here);
        let steps = &limit / &step;
        let (floor, ceil) = (Rat::from(steps.floor()) * &step, Rat::from(steps.ceil()) * &step);
        let exact = floor == ceil;
        let (low, high) = if exact { (&floor - &step, &ceil + &step) } else { (floor.clone(), ceil.clone()) };
        let twin = |v: &Rat| self.trial(row, cell, v, def).map(|t| Twin { value: written(v, def), verdict: t.verdict });
        let at = if exact {
            let trial = self.trial(row, cell, &limit, def)?;
            // Not linear in this figure after all: another one may do.
            if !trial.margin.is_zero() {
                return None;
            }
            Some(Twin { value: written(&limit, def), verdict: trial.verdict })
        } else {
            None
        };
        Some(Twins {
            rule: self.rules.rules[self.rule].id.clone(),
            bound: self.bound,
            column: def.title().to_string(),
            subject: self.subject.clone(),
            below: twin(&low)?,
            at,
            above: twin(&high)?,
        })
    }

    /// The figure as given, in the unit of its column.
    fn value(&self, given: &GivenRow, cell: usize, def: &ColumnDef) -> Option<Rat> {
        let text = given.cells[cell].text.as_ref()?;
        let mut texts = crate::data::Interner::default();
        match crate::load::parse_cell(text, def, &self.rules.units, None, &mut texts).ok()? {
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
        let findings = judge_rows(self.rules, self.bases, self.sources, self.test, &rows);
        let own = findings.iter().filter(|f| f.rule == self.rule && f.subject.title() == self.subject);
        own.into_iter().find_map(|f| {
            let (margin, left) = margin_at(&f.detail, self.bound)?;
            Some(Trial { margin, left, verdict: f.verdict })
        })
    }
}

/// What one figure came to.
struct Trial {
    margin: Rat,
    left: Option<Rat>,
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

/// The exact margin of the comparison with this bound, and its left side.
fn margin_at(detail: &Detail, bound: Span) -> Option<(Rat, Option<Rat>)> {
    match detail {
        Detail::Compare(c) if c.bound == bound => Some((c.margin.as_exact()?.clone(), c.left.value.as_exact().cloned())),
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
