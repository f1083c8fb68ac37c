//! When what is due is due: how far off, since when, what keeps it open.

use crate::ast::Verdict;
use crate::data::CellId;
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::tables::periods::Reported;
use crate::eval::types::env::{Env, FIRST_EXPECTED, Found};
use crate::eval::types::truth::Truth;
use crate::finding::{Cause, CauseKind, CellNote, DueAccount, DueState, Held, Left, NotDue, Reason, When, Whose};
use crate::num::{Rat, to_i64};
use crate::plan::{Atom, Cond, CondId, DuePlan, Num, Op, ReportPlan, RowRefId, RulePlan};
use crate::ty::{ColId, PeriodKind, day_text, last_days_between};

impl Explain<'_> {
    pub fn report_day_cause(&self, env: &Env, trace: &mut Trace) {
        if self.report_day(env).is_none() {
            trace.facts.push(Cause::new(CauseKind::UnknownPeriod, "").of(Whose::nobodys()));
        }
    }

    /// Nobody says what day it is.
    pub fn as_of_cause(&self, trace: &mut Trace) {
        if self.as_of_day().is_none() {
            trace.facts.push(Cause::new(CauseKind::NoAsOf, "").of(Whose::nobodys()));
        }
    }

    /// What keeps it open whether a line binds.
    pub fn due_causes(&self, plan: &RulePlan, line: Option<usize>, env: &Env, trace: &mut Trace) {
        let Some(stage) = line else { return };
        if self.due_stages(plan, env).get(stage).is_none_or(|t| t.is_single()) {
            return;
        }
        // Where an as-of date would tell, no period is missing.
        let dated =
            plan.dues.iter().skip(stage).take(2).any(|d| self.asks_for_a_day(plan, d, env) && self.due_at(d, env).is_some());
        if !dated && self.due_day(plan, env).and_then(Reported::day).is_none() {
            trace.facts.push(Cause::new(CauseKind::UnknownPeriod, "").of(Whose::nobodys()).at(self.subject(plan, env).span));
            return;
        }
        let held = |d: &DuePlan| self.reached(d, self.held_against(plan, d, env), env);
        for due in plan.dues.iter().skip(stage).take(2).filter(|d| !held(d).is_single()) {
            // Where it is not known when it is due, an as-of date alone would not help.
            if let (true, Some(at)) = (self.asks_for_a_day(plan, due, env), self.due_at(due, env)) {
                trace.facts.push(Cause::new(CauseKind::NoAsOf, at.text()).at(Some(due.span)).of(Whose::nobodys()));
            }
            if let Num::LinearForm(lin) = &due.at {
                self.lin_cells(lin, env, trace);
            }
            for symbol in self.num(&due.at, env).form.terms.keys() {
                if !trace.symbols.iter().any(|(s, _)| s == symbol) {
                    trace.symbols.push((symbol.clone(), None));
                }
            }
        }
    }

    /// Whether an as-of date would tell if it is due: for a day of the row's own, and for rows that have no period.
    fn asks_for_a_day(&self, plan: &RulePlan, due: &DuePlan, env: &Env) -> bool {
        let timeless = self.period_in_hand(plan, env).is_none() && self.due_day(plan, env).is_none();
        timeless || self.needs_a_day(plan, due, env)
    }

    /// Why a line does not bind now: not yet due, with the distance, or the next has taken over.
    pub fn not_due(&self, plan: &RulePlan, line: Option<usize>, env: &Env) -> Option<NotDue> {
        let stage = line?;
        if self.due_stages(plan, env).get(stage).copied() != Some(Truth::FALSE) {
            return None;
        }
        let due = &plan.dues[stage];
        let reported = self.held_against(plan, due, env)?;
        reported.day()?;
        if self.reached(due, Some(reported), env) == Truth::FALSE {
            return self.time_left(due, reported, env);
        }
        let next = plan.dues.get(stage + 1)?;
        Some(NotDue::Superseded { since: self.due_at(next, env) })
    }

    /// For an account of the verdict: what is due when, held against which day.
    pub fn due_account(&self, plan: &RulePlan, stage: usize, env: &Env) -> Option<DueAccount> {
        let due = plan.dues.get(stage)?;
        let Some(reported) = self.held_against(plan, due, env) else { return Some(DueAccount::NoTime) };
        let state = match (self.not_due(plan, Some(stage), env), self.due_at(due, env)) {
            (Some(why), _) => DueState::Not(why),
            (None, at) if self.needs_a_day(plan, due, env) => DueState::NoAsOf { at },
            (None, since) if self.due_stages(plan, env).get(stage) == Some(&Truth::TRUE) => DueState::Due { since },
            (None, Some(since)) => DueState::NextOpen { since },
            (None, None) => DueState::Open { latest: latest(due, reported) },
        };
        Some(DueAccount::Told(self.held(reported), state))
    }

    /// The day that what is due is held against, and where it comes from.
    fn held(&self, reported: Reported) -> Held {
        match reported {
            Reported::Period(period, kind) => Held::Period(period, kind),
            Reported::Day(day) if self.as_of == Some(day) => Held::AsOf(day),
            Reported::Day(day) => Held::Sent(day),
        }
    }

    /// When it is due, where that is known.
    fn due_at(&self, due: &DuePlan, env: &Env) -> Option<When> {
        self.num(&due.at, env).form.as_constant().and_then(to_i64).map(|n| when(due, n))
    }

    fn time_left(&self, due: &DuePlan, reported: Reported, env: &Env) -> Option<NotDue> {
        let range = self.num(&due.at, env).form.interval();
        let first = range.lo.value().and_then(to_i64)?;
        let at_least = range.as_exact().is_none();
        let left = match (reported, due.kind) {
            (Reported::Period(period, kind), Some(of)) if kind == of && kind != PeriodKind::Span => {
                Left::Periods(first - period, kind)
            }
            (reported, kind) => {
                let known = (!at_least).then_some(first);
                let last = kind.map_or(Some(first), |k| last_days_between(Some(first), known, k).0)?;
                Left::Days(last - reported.day()?)
            }
        };
        Some(NotDue::Ahead { at: when(due, first), left, at_least })
    }
}

fn when(due: &DuePlan, n: i64) -> When {
    due.kind.map_or(When::Day(n), |kind| When::Period(n, kind))
}

/// What an open due date must be for the lines to bind: no later than this.
fn latest(due: &DuePlan, reported: Reported) -> Option<When> {
    match (reported, due.kind) {
        (Reported::Period(period, kind), Some(of)) if kind == of && kind != PeriodKind::Span => Some(When::Period(period, kind)),
        (reported, _) => reported.day().map(When::Day),
    }
}

/// Rows that came late or did not come: what is told of them.
impl Explain<'_> {
    /// Why the day a row was sent is not known: its cell has bounds only, its submission has no date, or no as-of date says whether its day
    /// is over.
    pub fn sending_cause(&self, row: RowRefId, col: Option<ColId>, env: &Env, trace: &mut Trace) {
        match col {
            Some(col) if !self.is_unsent(row, Some(col), env) => {
                if let Some(note) = self.cell_note(row, col, env) {
                    trace.add_cell(note);
                }
            }
            _ => {}
        }
    }

    /// What keeps it open whether a row was sent by its day.
    pub fn sending_causes(&self, sent: CondId, env: &Env) -> Vec<Cause> {
        let mut trace = Trace::default();
        self.detail(sent, env, &mut trace);
        let mut causes = self.causes(&mut trace);
        if self.as_of_day().is_none()
            && self.sending(sent).is_some_and(|(row, col)| col.is_none() || self.is_unsent(row, col, env))
        {
            let day = self.last_day_to_send(sent, env).and_then(day_text);
            causes.splice(0..0, day.map(|day| Cause::new(CauseKind::NoAsOf, day).of(Whose::nobodys())));
        }
        causes.extend(self.silence(env).filter(|_| causes.is_empty()));
        causes
    }

    /// Why a row is late though nothing says when it was sent, and when one is due that is not yet asked for.
    pub fn sending_reason(&self, report: &ReportPlan, sent: CondId, verdict: Verdict, env: &Env) -> Option<Reason> {
        let (row, col) = self.sending(sent)?;
        let unsent = self.is_unsent(row, col, env);
        if verdict == Verdict::Violated && self.truth(sent, env) == Truth::FALSE {
            return match (unsent, self.found_row(row, env)) {
                (true, Some(_)) => Some(Reason::NoDayOfSending),
                (true, None) => Some(Reason::NotSent { by: self.as_of_day() }),
                (false, _) => self.late(report),
            };
        }
        if verdict != Verdict::NotApplicable || !unsent {
            return None;
        }
        let (at, today) = (self.last_day_to_send(sent, env)?, self.as_of_day()?);
        let left = Left::Days(at - today);
        (at >= today).then_some(Reason::NotDue(NotDue::Ahead { at: When::Day(at), left, at_least: false }))
    }

    /// The cell that says when a row was sent, or is to say so.
    pub fn day_of_sending(&self, sent: CondId, env: &Env) -> Option<CellNote> {
        let (row, col) = self.sending(sent)?;
        let (Found::Row { rel, row }, Some(col)) = (self.find(row, env), col) else { return None };
        (row < FIRST_EXPECTED).then(|| self.note_of(CellId { rel, row, col }))
    }

    /// A question about the form of a row that came late.
    fn late(&self, report: &ReportPlan) -> Option<Reason> {
        match report {
            ReportPlan::InTime { .. } | ReportPlan::Holds { .. } => None,
            ReportPlan::Required { .. } | ReportPlan::Like { .. } | ReportPlan::ExactlyOne { .. } => Some(Reason::SentLate),
        }
    }

    /// The row that a condition asks the day of sending of.
    fn sending(&self, sent: CondId) -> Option<(RowRefId, Option<ColId>)> {
        let Cond::Compare(compare) = self.plan.cond(sent) else { return None };
        compare.diff.terms.keys().find_map(|atom| match self.plan.atom(*atom) {
            Atom::Op(op) => {
                if let Op::SentOn { row, col } = op.as_ref() {
                    Some((*row, *col))
                } else {
                    None
                }
            }
            Atom::Cell { .. } | Atom::Param(_) | Atom::Agg { .. } => None,
        })
    }

    fn last_day_to_send(&self, sent: CondId, env: &Env) -> Option<i64> {
        let Cond::Compare(compare) = self.plan.cond(sent) else { return None };
        let value = match &compare.right.value {
            Num::LinearForm(lin) => self.lin(lin, env).form,
            Num::Ratio(..) => return None,
        };
        value.as_constant().filter(|v: &&Rat| v.is_int()).and_then(to_i64)
    }
}
