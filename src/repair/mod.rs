//! The fewest and smallest changes of reported figures under which every rule that binds a region holds. What the rules demand comes from
//! `eval` as linear rows; the search is over whole numbers of steps, exact. What is found is written into a copy of the data and judged again:
//! nothing is told that was not tried.

mod demand;
mod join;
mod program;
mod search;
mod simplex;
mod task;

use crate::ast::{Force, Verdict};
use crate::data::{CellId, Dataset};
use crate::diag::Sink;
use crate::eval::{LineKey, figures, notes, requirements};
use crate::finding::{CellNote, Finding, Findings};
use crate::hir::{Expr, Kind, Rule, RuleSet};
use crate::num::Rat;
use crate::pipeline;
use crate::text::Sources;
use crate::ty::{Type, Unit};
use join::{Joined, join};
use std::collections::{BTreeMap, BTreeSet};
use task::Task;

/// Times that what was found is judged again after something was overlooked.
const TRIALS: usize = 8;
/// Cells of tables worked out in all.
const BUDGET: usize = 20_000_000;

/// What would mend a region, or a subject.
#[derive(Debug, Default)]
pub struct Repair {
    /// As things stand.
    pub before: Findings,
    /// With the changes.
    pub after: Findings,
    pub changes: Vec<Change>,
    /// Lines that hold with the changes and did not before: index into the list of `before`.
    pub mended: Vec<usize>,
    /// Lines that stay broken.
    pub left: Vec<Left>,
    /// Lines that stay open because figures are missing: index into the list of `after`.
    pub open: Vec<usize>,
    /// Lines of others that the changes would break: index into the list of `after`.
    pub elsewhere: Vec<usize>,
    /// No other changes are fewer, or as many and smaller.
    pub proven: bool,
    /// Broken lines before: index into the list of `before`.
    pub broken: Vec<usize>,
    /// Bases of shares, which weigh more than other figures: they are what they are.
    pub bases: BTreeSet<CellId>,
}

/// A figure that is to be another.
#[derive(Clone, Debug)]
pub struct Change {
    pub cell: CellId,
    /// What people call the row.
    pub row: String,
    pub note: CellNote,
    /// In base units.
    pub from: Rat,
    pub to: Rat,
    pub unit: Unit,
    /// The lines that are mended by it, and those that hold and would not without it: index into the list of `before`.
    pub mends: Vec<usize>,
    pub keeps: Vec<usize>,
}

/// A line that stays broken: index into the list of `before`.
#[derive(Clone, Debug)]
pub struct Left {
    pub line: usize,
    pub why: Why,
}

#[derive(Clone, Debug)]
pub enum Why {
    /// No figure that may move has a part in it.
    NoFigure,
    /// A document states the figure as a fact: what differs is to be explained.
    Fact,
    /// Somebody answered yes or no to what the figures say: which of the two is wrong the figures do not tell.
    Answer,
    /// Whatever the figures are that may move, it cannot hold together with these: index into the list of `before`.
    Contradicts(Vec<usize>),
    /// Nothing was found within the limits, or nothing that held when it was judged again.
    NotFound,
}

/// Mends those lines that `who` names among the findings of the run. `None` where it names none.
pub fn repair(
    set: &RuleSet,
    data: &mut Dataset,
    sources: &Sources,
    who: &dyn Fn(&Findings) -> BTreeSet<usize>,
) -> Option<Repair> {
    let mut sink = Sink::default();
    let before = pipeline::judge_each(set, data, sources, &mut sink);
    let keys: Vec<LineKey> = before.list.iter().map(key).collect();
    let own: Vec<usize> = who(&before).into_iter().collect();
    if own.is_empty() {
        return None;
    }
    let is_broken = |i: &usize| before.list[*i].verdict == Verdict::Violated && before.list[*i].force != Force::Aim;
    let broken: Vec<usize> = own.iter().copied().filter(is_broken).collect();
    let mut out = Repair { proven: true, broken: broken.clone(), ..Repair::default() };
    let mut asked = Vec::new();
    for line in broken {
        let rule = set.rules.get(before.list[line].rule);
        let line_of =
            |rule: &Rule| rule.lines.iter().find(|l| l.span == before.list[line].line_span).map(|l| states_an_answer(&l.expr));
        match rule {
            Some(rule) if states_a_fact(set, rule) => out.left.push(Left { line, why: Why::Fact }),
            Some(rule) if line_of(rule) == Some(true) => out.left.push(Left { line, why: Why::Answer }),
            _ => asked.push(line),
        }
    }
    let regions: BTreeSet<Option<String>> = own.iter().map(|i| before.list[*i].subject.region.clone()).collect();
    let cells = figures(set, data, sources, &regions, &asked.iter().map(|i| keys[*i].clone()).collect());
    let verdicts: BTreeMap<LineKey, Verdict> = own
        .iter()
        .filter(|i| before.list[**i].verdict != Verdict::Violated || asked.contains(i))
        .map(|i| (keys[*i].clone(), before.list[*i].verdict))
        .collect();
    if asked.is_empty() || cells.is_empty() {
        out.left.extend(asked.iter().map(|line| Left { line: *line, why: Why::NoFigure }));
    } else {
        let mut open = task::opened(set, data, &cells);
        let demanded = requirements(set, (data, &mut open), &cells, &verdicts, sources);
        out.bases.clone_from(&demanded.bases);
        let mut task = Task::new(set, data, demanded);
        let place: BTreeMap<&LineKey, usize> = keys.iter().enumerate().map(|(i, k)| (k, i)).collect();
        let joined = tried(set, data, sources, (&before, &own), &mut task, &place);
        report(set, data, sources, (&task, &joined), (&place, &asked), &mut out);
    }
    let changes = out.changes.iter().map(|c| (c.cell, task::written(set, c.cell, &c.to))).collect();
    let mut changed = data.with(&changes);
    out.after = if changes.is_empty() { before.clone() } else { pipeline::judge_each(set, &mut changed, sources, &mut sink) };
    told_after(&keys, &own, &before, &mut out);
    out.before = before;
    Some(out)
}

/// A line among the findings of a run.
fn key(finding: &Finding) -> LineKey {
    (finding.rule, finding.line, finding.subject.row, finding.subject.title())
}

/// The rule holds what was reported against what a clause states as a fact.
fn states_a_fact(set: &RuleSet, rule: &Rule) -> bool {
    rule.cites.first().is_some_and(|cited| {
        let policy = set.policies.iter().find(|p| p.name == cited.policy);
        let clause = policy.and_then(|p| p.clauses.iter().find(|c| c.name == cited.clause));
        clause.is_some_and(|c| c.force.as_deref() == Some("fact"))
    })
}

/// Whether a line holds a yes or no that somebody stated against what figures come to.
fn states_an_answer(line: &Expr) -> bool {
    let Kind::Same { left, right, .. } = &line.core().kind else { return false };
    let stated = |e: &Expr| e.ty == Type::Flag && matches!(e.core().kind, Kind::Field { .. });
    let worked_out = |e: &Expr| !matches!(e.core().kind, Kind::Field { .. } | Kind::Num(_) | Kind::Param(_));
    (stated(left) && worked_out(right)) || (stated(right) && worked_out(left))
}

/// Solves, writes the changes into a copy, and judges again; where a line breaks that was overlooked, something else is looked for.
fn tried(
    set: &RuleSet,
    data: &Dataset,
    sources: &Sources,
    (before, own): (&Findings, &[usize]),
    task: &mut Task,
    place: &BTreeMap<&LineKey, usize>,
) -> Joined {
    let own: BTreeSet<usize> = own.iter().copied().collect();
    let (mut overlooked, mut budget) = (false, BUDGET);
    for _ in 0..TRIALS {
        let mut joined = join(&task.unknowns, &task.demands, &mut budget);
        joined.proven &= !overlooked && !task.is_rough(&joined);
        let changes = task.changes(&joined.at);
        if changes.is_empty() {
            return joined;
        }
        let written = changes.iter().map(|(cell, to)| (*cell, task::written(set, *cell, to))).collect();
        let after = pipeline::judge_each(set, &mut data.with(&written), sources, &mut Sink::default());
        let left: BTreeSet<usize> = joined.left.iter().filter_map(|d| place.get(task.line(*d)?).copied()).collect();
        let wrong = after.list.iter().find_map(|f| {
            let at = place.get(&key(f)).copied().filter(|at| own.contains(at))?;
            let was = before.list[at].verdict;
            let broken =
                f.verdict == Verdict::Violated && (was != Verdict::Violated || (!left.contains(&at) && task.asks(&key(f))));
            let opened = f.verdict == Verdict::Undetermined && was != Verdict::Undetermined;
            (broken || opened).then(|| key(f))
        });
        let Some(wrong) = wrong else { return joined };
        overlooked = true;
        task.rule_out(&joined.at, &wrong);
    }
    let left = task.demands.iter().enumerate().filter(|(_, d)| !d.holds(&demand::Point::new())).map(|(i, _)| i);
    let left: BTreeSet<usize> = left.collect();
    Joined { unknown: left.clone(), left, ..Joined::default() }
}

/// What the solution says, in the words of findings.
fn report(
    set: &RuleSet,
    data: &Dataset,
    sources: &Sources,
    (task, joined): (&Task, &Joined),
    (place, asked): (&BTreeMap<&LineKey, usize>, &[usize]),
    out: &mut Repair,
) {
    let changes = task.changes(&joined.at);
    let names = notes(set, data, sources, &changes.iter().map(|(cell, _)| *cell).collect());
    let line_of = |demand: usize| task.line(demand).and_then(|key| place.get(key).copied());
    for (cell, to) in changes {
        let Some((row, note)) = names.get(&cell).cloned() else { continue };
        let Some((from, unit)) = note.figure.clone() else { continue };
        let lines = |broken: bool| {
            let own = joined.active.iter().filter(|d| task.speaks_of(**d, cell) && !joined.left.contains(d));
            let mut found: Vec<usize> = own.filter_map(|d| line_of(*d)).filter(|at| asked.contains(at) == broken).collect();
            found.dedup();
            found
        };
        out.changes.push(Change { cell, row, note, from, to, unit, mends: lines(true), keeps: lines(false) });
    }
    out.proven = joined.proven;
    let demanded: BTreeSet<usize> = (0..task.demands.len()).filter_map(line_of).collect();
    for line in asked {
        let own = |d: &usize| line_of(*d) == Some(*line);
        let core = joined.contradictions.iter().find(|core| core.iter().any(&own));
        let why = match core {
            _ if !demanded.contains(line) => Why::NotFound,
            Some(core) if core.iter().all(|d| task.is_hopeless(*d)) => Why::NoFigure,
            Some(core) if core.iter().any(|d| task.is_rough_demand(*d)) => Why::NotFound,
            Some(core) => {
                let mut others: Vec<usize> = core.iter().filter(|d| !own(d)).filter_map(|d| line_of(*d)).collect();
                others.dedup();
                Why::Contradicts(others)
            }
            None if joined.left.iter().any(own) => Why::NotFound,
            None => continue,
        };
        out.left.push(Left { line: *line, why });
    }
}

/// What came of each line.
fn told_after(keys: &[LineKey], own: &[usize], before: &Findings, out: &mut Repair) {
    let own: BTreeSet<&LineKey> = own.iter().map(|i| &keys[*i]).collect();
    let was: BTreeMap<&LineKey, Verdict> = keys.iter().zip(&before.list).map(|(k, f)| (k, f.verdict)).collect();
    let mut now: BTreeMap<LineKey, Verdict> = BTreeMap::new();
    for (at, finding) in out.after.list.iter().enumerate() {
        let key = key(finding);
        let verdict = finding.verdict;
        match own.contains(&key) {
            true if verdict == Verdict::Undetermined => out.open.push(at),
            false if verdict == Verdict::Violated && was.get(&key) != Some(&Verdict::Violated) => out.elsewhere.push(at),
            _ => {}
        }
        now.insert(key, verdict);
    }
    // That a rule does not bind any more is no remedy.
    let met = |key: &LineKey| now.get(key) == Some(&Verdict::Met);
    // Where an exception takes the place of the lines, the first tells what it comes to.
    let taken = |key: &LineKey| !now.contains_key(key) && met(&(key.0, 0, key.2, key.3.clone()));
    out.mended = out.broken.iter().copied().filter(|i| met(&keys[*i]) || taken(&keys[*i])).collect();
    match out.changes.as_mut_slice() {
        // One change mends all that is mended.
        [only] => only.mends = out.mended.clone(),
        several => several.iter_mut().for_each(|c| c.mends.retain(|line| out.mended.contains(line))),
    }
    // What was said to be left and holds all the same is mended.
    out.left.retain(|l| !out.mended.contains(&l.line));
    let told: BTreeSet<usize> = out.left.iter().map(|l| l.line).collect();
    let silent = out.broken.iter().filter(|i| !out.mended.contains(i) && !told.contains(i));
    let silent: Vec<Left> = silent.map(|line| Left { line: *line, why: Why::NotFound }).collect();
    out.left.extend(silent);
    out.left.sort_by_key(|l| l.line);
}
