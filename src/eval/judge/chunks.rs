//! One rule over all its subjects: chunks through the kernels, open rows through the exact path, verdicts counted and explained.

use crate::ast::{Force, Verdict};
use crate::eval::judge::context::Judge;
use crate::eval::judge::subjects::Subjects;
use crate::eval::kernel::columns::{CHUNK, Chunk};
use crate::eval::types::env::Env;
use crate::eval::types::known::Memo;
use crate::eval::types::truth::{Outcomes, Truth};
use crate::finding::{Finding, Series, Tally};
use crate::plan::{CondId, LinePlan, ReportPlan, RulePlan};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What one rule came to.
#[derive(Debug, Default)]
pub struct RuleResult {
    pub findings: Vec<Finding>,
    pub results: Vec<Series>,
    pub unlisted: usize,
    pub tally: BTreeMap<String, Tally>,
    pub subjects: u64,
}

/// How many subjects of a rule an exception that a document grants holds for, may hold for, names without holding.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    pub grant: usize,
    pub held: u64,
    pub open: u64,
    pub outside: u64,
}

/// What one chunk came to: per line and subject the outcomes still possible. `None`: the line was not judged (an exception took its
/// place).
#[derive(Clone)]
pub struct Judged {
    start: usize,
    lines: Vec<Vec<Option<Outcomes>>>,
    /// The force of the exception that took the place of the lines.
    taken: Vec<Option<Force>>,
}

/// What is listed of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Show<'s> {
    /// Plain *met* as well.
    pub met: bool,
    /// At most so many findings.
    pub limit: usize,
    /// Nothing but what is about subjects of these identities.
    pub only: Option<&'s BTreeSet<String>>,
}

/// What a subject is known by.
pub type Named<'e> = &'e (dyn Fn(usize) -> String + Sync);

/// Turns (subject, line, verdict) into a finding.
pub type Explain<'e> = &'e (dyn Fn(usize, usize, Verdict) -> Finding + Sync);

impl Judge<'_> {
    pub fn judge_chunks(&self, plan: &RulePlan, subjects: &Subjects) -> Vec<Judged> {
        let starts: Vec<usize> = (0..subjects.len).step_by(CHUNK).collect();
        starts.into_par_iter().map(|start| self.judge_chunk(plan, subjects, start)).collect()
    }

    /// How often what documents grant was made use of.
    pub fn grants_taken(&self, plan: &RulePlan, subjects: &Subjects) -> Vec<Taken> {
        if plan.grants.is_empty() {
            return Vec::new();
        }
        let mut out: Vec<Taken> = plan.grants.iter().map(|g| Taken { grant: g.grant, held: 0, open: 0, outside: 0 }).collect();
        for i in 0..subjects.len {
            let env = subjects.env(i);
            for (taken, grant) in out.iter_mut().zip(&plan.grants) {
                if !self.truth(grant.who, &env).can_be_true() || !self.binds(plan, &env).can_be_true() {
                    continue;
                }
                let holds = self.truth(grant.holds, &env);
                match (holds == Truth::TRUE, holds.can_be_true()) {
                    (true, _) => taken.held += 1,
                    (false, true) => taken.open += 1,
                    (false, false) => taken.outside += 1,
                }
            }
        }
        out
    }

    /// Whether the rule speaks of a subject, whatever it is exempt from.
    fn binds(&self, plan: &RulePlan, env: &Env) -> Truth {
        self.applies(plan, env).and(self.truth(plan.when, env))
    }

    /// Counts verdicts and explains those that are listed.
    pub fn assemble(
        &self,
        plan: &RulePlan,
        subjects: &Subjects,
        chunks: &[Judged],
        show: Show<'_>,
        (named, explain): (Named<'_>, Explain<'_>),
    ) -> RuleResult {
        let mut result = RuleResult { subjects: u64::try_from(subjects.len).unwrap_or(u64::MAX), ..RuleResult::default() };
        let mut wanted = Wanted::new(show.limit);
        let mut regions = RegionRun::default();
        for chunk in chunks {
            for i in 0..chunk.lines.first().map_or(0, Vec::len) {
                for (line, outcomes) in chunk.lines.iter().enumerate() {
                    let Some(outcomes) = outcomes[i] else { continue };
                    let asked = || show.only.is_none_or(|only| only.contains(&named(chunk.start + i)));
                    if (outcomes.verdict() != Verdict::Met || show.met) && asked() {
                        wanted.push((chunk.start + i, line, outcomes));
                    }
                }
            }
            self.tally_chunk(plan, subjects, chunk, &mut regions, &mut result);
        }
        let (wanted, unlisted) = wanted.listed();
        result.unlisted = unlisted;
        let finding = |(i, line, outcomes): (usize, usize, Outcomes)| Finding {
            possible: outcomes.possible(),
            ..explain(i, line, outcomes.verdict())
        };
        result.findings = wanted.into_par_iter().map(finding).collect();
        result
    }

    fn judge_chunk(&self, plan: &RulePlan, subjects: &Subjects, start: usize) -> Judged {
        let len = CHUNK.min(subjects.len - start);
        let slots = subjects.slots.iter().map(|s| s[start..start + len].to_vec()).collect();
        let chunk = Chunk { rels: subjects.rels.clone(), slots, len, truths: Memo::default() };
        let gates = self.gates(plan, subjects, start, &chunk);
        let stages = self.stages(plan, subjects, start, len);
        let mut lines: Vec<Vec<Option<Outcomes>>> = Vec::new();
        for (index, line) in plan.lines.iter().enumerate() {
            let truths = self.truths(line.cond, &chunk);
            let judge = |i: usize| {
                let gate = &gates[i];
                if index > 0 && gate.is_taken() {
                    return None;
                }
                let due = stages.of(line.due, i, gate.is_taken());
                let mut truth = truths[i];
                if !truth.is_single() && gate.matters() && due.can_be_true() {
                    truth = self.settled(line.cond, &subjects.env(start + i));
                }
                Some(gate.outcomes(truth).when_due(due))
            };
            lines.push((0..len).map(judge).collect());
        }
        for (report, sent) in plan.reports.iter().zip(&plan.sent) {
            // A question about the form is asked where the rule applies; where that is not known, it may be asked.
            let judge = |i: usize| {
                let not_asked = Outcomes::NOT_APPLICABLE;
                if !gates[i].when.can_be_true() {
                    return Some(not_asked);
                }
                let asked = Outcomes::of(self.report_verdict(report, *sent, &subjects.env(start + i)));
                // Who has nothing to send sends an empty table: whether it came in time does not turn on its rows.
                let turns = gates[i].perhaps && !matches!(report, ReportPlan::InTime { .. });
                Some(if turns || gates[i].when != Truth::TRUE { asked.or(not_asked) } else { asked })
            };
            lines.push((0..len).map(judge).collect());
        }
        let taken = gates.iter().map(|g| g.taken_force(plan)).collect();
        Judged { start, lines, taken }
    }

    /// What stands before the lines: in force, `when`, `exempt`, `except`, decided for each row of a chunk.
    pub fn gates(&self, plan: &RulePlan, subjects: &Subjects, start: usize, chunk: &Chunk) -> Vec<Gate> {
        let settled = |cond: CondId| {
            let mut truths = self.truths(cond, chunk);
            for (i, truth) in truths.iter_mut().enumerate().filter(|(_, t)| !t.is_single()) {
                *truth = self.settled(cond, &subjects.env(start + i));
            }
            truths
        };
        let mut when = settled(plan.when);
        if !plan.effective.is_empty() || !plan.jurisdiction.is_empty() || plan.subjects.iter().any(|s| s.calendar.is_some()) {
            for (i, truth) in when.iter_mut().enumerate() {
                let applies = self.applies(plan, &subjects.env(start + i));
                *truth = if applies == Truth::TRUE { *truth } else { applies.and(*truth) };
            }
        }
        let mut exempt = vec![Truth::FALSE; chunk.len];
        for cond in &plan.exempt {
            exempt.iter_mut().zip(settled(*cond)).for_each(|(e, t)| *e = e.or(t));
        }
        let excepts: Vec<(Vec<Truth>, Vec<Truth>)> = plan.except.iter().map(|(c, l)| (settled(*c), settled(l.cond))).collect();
        let perhaps = |i: usize| chunk.slots.iter().any(|rows| self.is_perhaps(rows[i]));
        let gate = |i: usize| Gate {
            when: when[i],
            exempt: exempt[i],
            except: excepts.iter().map(|(c, l)| (c[i], l[i])).collect(),
            perhaps: perhaps(i),
        };
        (0..chunk.len).map(gate).collect()
    }

    fn tally_chunk(
        &self,
        plan: &RulePlan,
        subjects: &Subjects,
        chunk: &Judged,
        regions: &mut RegionRun,
        result: &mut RuleResult,
    ) {
        let forces = forces(plan);
        let len = chunk.lines.first().map_or(0, Vec::len);
        let by_batch = match (subjects.rels.as_slice(), plan.subjects.iter().any(|s| !s.by.is_empty())) {
            ([rel], false) => Some(*rel).filter(|rel| self.region_by_batch(*rel)),
            _ => None,
        };
        for i in 0..len {
            let verdict = chunk.judged(&forces, i);
            let row = by_batch.map(|rel| (rel, subjects.slots[0][chunk.start + i]));
            if !row.is_some_and(|(_, row)| regions.rows.contains(&row)) {
                regions.flush(result);
                regions.rows = row.and_then(|(rel, row)| self.rows_beside(rel, row)).unwrap_or_default();
                regions.name = self.region_of_subject(plan, &subjects.env(chunk.start + i)).unwrap_or_default();
            }
            regions.tally.add(verdict, 1);
        }
        regions.flush(result);
    }

    pub fn line<'p>(&self, plan: &'p RulePlan, line: usize) -> Option<&'p LinePlan> {
        plan.lines.get(line)
    }
}

impl Judged {
    /// The rule's verdict: the first found of violated, undetermined, met, exempt, not applicable over its `require` lines, over all lines where
    /// there is none.
    fn judged(&self, forces: &[Force], i: usize) -> Verdict {
        let (mut strict, mut any) = (None, None);
        for (line, (outcomes, force)) in self.lines.iter().zip(forces).enumerate() {
            let Some(verdict) = outcomes[i].map(Outcomes::verdict) else { continue };
            let force = self.taken[i].filter(|_| line == 0).unwrap_or(*force);
            if force == Force::Require {
                worse(&mut strict, verdict);
            }
            worse(&mut any, verdict);
        }
        strict.or(any).unwrap_or(Verdict::NotApplicable)
    }

    /// With the outcomes of another reading of the same subjects.
    pub fn unite(&mut self, other: &Judged) {
        for (own, more) in self.lines.iter_mut().zip(&other.lines) {
            for (own, more) in own.iter_mut().zip(more) {
                *own = match (*own, *more) {
                    (None, None) => None,
                    // Judged under one reading only.
                    (Some(one), None) | (None, Some(one)) => Some(one.or(Outcomes::NOT_APPLICABLE)),
                    (Some(a), Some(b)) => Some(a.or(b)),
                };
            }
        }
        for (own, more) in self.taken.iter_mut().zip(&other.taken) {
            *own = if *own == *more { *own } else { Some(Force::Require) };
        }
    }

    /// Whether a subject is in this chunk.
    pub fn holds(&self, subject: usize) -> bool {
        subject.checked_sub(self.start).is_some_and(|i| self.lines.first().is_some_and(|l| i < l.len()))
    }

    /// The outcomes of one line for one subject, if it is in this chunk.
    pub fn outcomes(&self, subject: usize, line: usize) -> Option<Outcomes> {
        *self.lines.get(line)?.get(subject.checked_sub(self.start)?)?
    }
}

/// The force of every line that counts for the rule's verdict. Questions about the form are findings of their own; they count only
/// where a rule asks nothing else.
pub fn forces(plan: &RulePlan) -> Vec<Force> {
    let asked = plan.lines.is_empty().then(|| plan.reports.iter().map(|_| Force::Require));
    plan.lines.iter().map(|l| l.force).chain(asked.into_iter().flatten()).collect()
}

/// The verdict of a whole rule for one subject of a chunk.
pub fn whole_verdict(plan: &RulePlan, chunk: &Judged, subject: usize) -> Verdict {
    match subject.checked_sub(chunk.start) {
        Some(i) => chunk.judged(&forces(plan), i),
        None => Verdict::NotApplicable,
    }
}

/// The one of two that comes first.
fn worse(so_far: &mut Option<Verdict>, verdict: Verdict) {
    if so_far.is_none_or(|known| verdict.precedence() < known.precedence()) {
        *so_far = Some(verdict);
    }
}

/// What is listed of a rule where not all can be: what is violated before what is open, and that before the rest; more is counted, and not kept.
struct Wanted {
    limit: usize,
    classes: [Vec<(usize, usize, Outcomes)>; 3],
    seen: usize,
}

impl Wanted {
    fn new(limit: usize) -> Self {
        Self { limit, classes: [const { Vec::new() }; 3], seen: 0 }
    }

    /// In order of subjects and lines.
    fn push(&mut self, one: (usize, usize, Outcomes)) {
        let class = match one.2.verdict() {
            Verdict::Violated => 0,
            Verdict::Undetermined => 1,
            Verdict::Met | Verdict::Exempt | Verdict::NotApplicable => 2,
        };
        self.seen += 1;
        if self.classes[class].len() < self.limit {
            self.classes[class].push(one);
        }
    }

    /// What is listed, in order of subjects and lines, and how much is not.
    fn listed(self) -> (Vec<(usize, usize, Outcomes)>, usize) {
        let mut list: Vec<_> = self.classes.into_iter().flatten().take(self.limit).collect();
        list.sort_by_key(|(subject, line, _)| (*subject, *line));
        let unlisted = self.seen - list.len();
        (list, unlisted)
    }
}

/// Counts of a run of subjects of one region: the map is searched once per run, not once per subject.
#[derive(Default)]
struct RegionRun {
    /// Rows that are all of it.
    rows: Range<u32>,
    name: String,
    tally: Tally,
}

impl RegionRun {
    fn flush(&mut self, result: &mut RuleResult) {
        if self.tally.total() > 0 {
            result.tally.entry(self.name.clone()).or_default().merge(&self.tally);
            self.tally = Tally::default();
        }
    }
}

/// Conditions before the lines, for one subject.
pub struct Gate {
    pub when: Truth,
    pub exempt: Truth,
    /// (holds, what its own line comes to)
    pub except: Vec<(Truth, Truth)>,
    /// The subject stands for what was not sent, and may not be there at all.
    pub perhaps: bool,
}

impl Gate {
    /// An exception surely takes the place of the lines.
    pub fn is_taken(&self) -> bool {
        self.when == Truth::TRUE && self.exempt == Truth::FALSE && self.except.iter().any(|(t, _)| *t == Truth::TRUE)
    }

    /// Whether the rule speaks of the subject at all.
    pub fn speaks(&self) -> Truth {
        let when = self.when.holds();
        if self.perhaps { when.and(Truth::UNKNOWN) } else { when }
    }

    fn taken_force(&self, plan: &RulePlan) -> Option<Force> {
        if !self.is_taken() {
            return None;
        }
        let held = self.except.iter().zip(&plan.except).filter(|((t, _), _)| *t == Truth::TRUE).map(|(_, (_, line))| line.force);
        held.min_by_key(|f| *f != Force::Require)
    }

    /// Whether the line can be reached at all.
    fn matters(&self) -> bool {
        self.when.can_be_true() && (self.exempt.can_be_false() || self.exempt.can_lack_base())
    }

    /// The outcomes that are still possible for a line that comes to `truth`.
    pub fn outcomes(&self, truth: Truth) -> Outcomes {
        let mut out = Outcomes::default();
        if self.when.can_be_false() || self.when.can_lack_base() || self.perhaps {
            out.add(Outcomes::NOT_APPLICABLE);
        }
        if !self.when.can_be_true() {
            return out;
        }
        if self.exempt.can_be_true() {
            out.add(Outcomes::EXEMPT);
        }
        if self.exempt == Truth::TRUE {
            return out;
        }
        for (holds, line) in &self.except {
            if holds.can_be_true() {
                out.add(Outcomes::judged(*line));
            }
        }
        if self.except.iter().all(|(holds, _)| *holds != Truth::TRUE) {
            out.add(Outcomes::judged(truth));
        }
        out
    }
}
