//! Ladders of due dates: from its own a line binds, until the next. The last day of the reporting period is held against the last day
//! of the period that is due.

use crate::data::RowId;
use crate::diag::Bi;
use crate::eval::exact::number::Env;
use crate::eval::explain::lines::Trace;
use crate::eval::judge::subjects::Subjects;
use crate::eval::tables::bind::{Bound, PHANTOM};
use crate::eval::types::truth::Truth;
use crate::finding::{Cause, CauseKind};
use crate::num::{End, Interval, Rat, to_i64};
use crate::plan::{DuePlan, Num, RulePlan};
use crate::ty::{Origin, PeriodKind, RelId, day_text, last_day_of, last_days_between, period_text};

/// Which rungs bind, for each subject of a chunk.
pub struct Rungs {
    /// Subject by subject; empty without a ladder.
    truths: Vec<Vec<Truth>>,
    /// Lines above the ladder bind always.
    always: bool,
}

impl Rungs {
    /// Whether a line binds; where an exception took the place of the lines, whether any does.
    pub fn of(&self, due: Option<usize>, subject: usize, taken: bool) -> Truth {
        let Some(rungs) = self.truths.get(subject) else { return Truth::TRUE };
        match due {
            _ if taken && self.always => Truth::TRUE,
            _ if taken => rungs.iter().fold(Truth::FALSE, |t, r| t.or(*r)),
            Some(rung) => rungs.get(rung).copied().unwrap_or(Truth::TRUE),
            None => Truth::TRUE,
        }
    }
}

/// A reporting period, or a day.
#[derive(Clone, Copy)]
enum Reported {
    Period(i64, PeriodKind),
    Day(i64),
}

impl Reported {
    fn day(self) -> Option<i64> {
        match self {
            Self::Period(period, kind) => last_day_of(period, kind),
            Self::Day(day) => Some(day),
        }
    }
}

impl Bound<'_> {
    pub fn rungs(&self, plan: &RulePlan, subjects: &Subjects, start: usize, len: usize) -> Rungs {
        let always = plan.lines.iter().any(|l| l.due.is_none());
        let truths = match plan.dues.as_slice() {
            [] => Vec::new(),
            _ => (start..start + len).map(|i| self.rungs_of(plan, &subjects.env(i))).collect(),
        };
        Rungs { truths, always }
    }

    /// Each rung: reached, and the next not yet.
    pub fn rungs_of(&self, plan: &RulePlan, env: &Env) -> Vec<Truth> {
        let day = self.due_day(plan, env).and_then(Reported::day);
        let reached: Vec<Truth> = plan.dues.iter().map(|d| self.reached(d, day, env)).collect();
        let next = |at: usize| reached.get(at + 1).copied().unwrap_or(Truth::FALSE);
        reached.iter().enumerate().map(|(at, now)| now.and(next(at).not())).collect()
    }

    fn reached(&self, due: &DuePlan, day: Option<i64>, env: &Env) -> Truth {
        let (Some(day), Some(last)) = (day, self.due_days(due, env)) else { return Truth::UNKNOWN };
        let day = Rat::from(day);
        let early = last.lo.value().is_none_or(|lo| *lo <= day);
        let late = last.reaches_above(&day);
        match (early, late) {
            (true, false) => Truth::TRUE,
            (false, _) => Truth::FALSE,
            (true, true) => Truth::UNKNOWN,
        }
    }

    /// The last day of what is due can be any of these; `None` where there is no such day.
    fn due_days(&self, due: &DuePlan, env: &Env) -> Option<Interval> {
        let value = self.num(&due.at, env);
        if value.base != Truth::TRUE {
            return None;
        }
        let range = value.form.interval();
        let ends = [&range.lo, &range.hi].map(|end| end.value().and_then(to_i64));
        let (first, last) = due.kind.map_or((ends[0], ends[1]), |kind| last_days_between(ends[0], ends[1], kind));
        let end = |day: Option<i64>| day.map_or(End::Unbounded, |d| End::Closed(Rat::from(d)));
        Some(Interval { lo: end(first), hi: end(last) })
    }

    /// The subject's own period, else the as-of date, else what its envelope says.
    fn due_day(&self, plan: &RulePlan, env: &Env) -> Option<Reported> {
        if let Some((rel, row)) = self.looped(env) {
            return self.key_period(rel, row).map(|(p, kind)| Reported::Period(p, kind));
        }
        let mut loops = env.rels.iter().zip(&env.rows).zip(&plan.subjects);
        let own = loops.find_map(|((&rel, &row), subject)| {
            let (col, _) = self.top_period(rel)?;
            let keyed = subject.by.is_empty() || subject.by.contains(&col);
            if keyed { self.own_period(rel, row) } else { None }
        });
        if let Some(period) = own {
            return period.map(|(p, kind)| Reported::Period(p, kind));
        }
        self.as_of_or_envelope(env)
    }

    /// The period a row says it is of; of a row that was sent and does not say it, nobody knows which, whatever the as-of date. What was
    /// not sent for any period has none.
    fn own_period(&self, rel: RelId, row: u32) -> Option<Option<(i64, PeriodKind)>> {
        self.top_period(rel)?;
        let period = self.key_period(rel, row);
        (period.is_some() || row < PHANTOM).then_some(period)
    }

    fn as_of_or_envelope(&self, env: &Env) -> Option<Reported> {
        if let Some(day) = self.as_of {
            return Some(Reported::Day(day));
        }
        let sent = env.rels.iter().zip(&env.rows).find_map(|(&rel, &row)| {
            let (rel, row) = self.top(rel, row)?;
            let sent = if row < PHANTOM { self.data.submission_of(RowId { rel, row }) } else { None }?;
            sent.period.map(|(p, kind)| Reported::Period(p, kind)).or(sent.date.map(Reported::Day))
        });
        sent.or_else(|| self.only_period())
    }

    /// What all submissions say alike.
    fn only_period(&self) -> Option<Reported> {
        let said = self.data.submissions.iter().filter(|s| s.period.is_some() || s.date.is_some());
        let mut all = said.map(|s| (s.period, s.date));
        let first = all.next()?;
        if !all.all(|other| other == first) {
            return None;
        }
        first.0.map(|(p, kind)| Reported::Period(p, kind)).or(first.1.map(Reported::Day))
    }

    /// The last day of the reporting period, for parameters with values by date.
    pub fn report_day(&self, env: &Env) -> Option<i64> {
        let looped = self.looped(env).and_then(|(rel, row)| self.own_period(rel, row));
        let own = looped.or_else(|| env.rels.iter().zip(&env.rows).find_map(|(&rel, &row)| self.own_period(rel, row)));
        match own {
            Some(period) => period.map(|(p, kind)| Reported::Period(p, kind)),
            None => self.as_of_or_envelope(env),
        }?
        .day()
    }

    pub fn report_day_cause(&self, env: &Env, trace: &mut Trace) {
        if self.report_day(env).is_none() {
            trace.facts.push(no_period(None));
        }
    }

    fn top_period(&self, mut rel: RelId) -> Option<(crate::ty::ColId, PeriodKind)> {
        while let Origin::Nested { parent, .. } = self.rules.schema.get(rel).origin {
            rel = parent;
        }
        self.rules.schema.get(rel).period()
    }

    /// What keeps it open whether a line binds.
    pub fn due_causes(&self, plan: &RulePlan, line: Option<usize>, env: &Env, trace: &mut Trace) {
        let Some(rung) = line else { return };
        if self.rungs_of(plan, env).get(rung).is_none_or(|t| t.is_single()) {
            return;
        }
        let Some(day) = self.due_day(plan, env).and_then(Reported::day) else {
            trace.facts.push(no_period(self.subject(plan, env).span));
            return;
        };
        for due in plan.dues.iter().skip(rung).take(2).filter(|d| !self.reached(d, Some(day), env).is_single()) {
            if let Num::Lin(lin) = &due.at {
                self.lin_cells(lin, env, trace);
            }
            for symbol in self.num(&due.at, env).form.terms.keys() {
                if !trace.symbols.iter().any(|(s, _)| s == symbol) {
                    trace.symbols.push((symbol.clone(), None));
                }
            }
        }
    }

    /// Why a line does not bind now: not yet due, with the distance, or the next has taken over.
    pub fn not_due(&self, plan: &RulePlan, line: Option<usize>, env: &Env) -> Option<Bi> {
        let rung = line?;
        if self.rungs_of(plan, env).get(rung).copied() != Some(Truth::FALSE) {
            return None;
        }
        let reported = self.due_day(plan, env)?;
        let day = reported.day()?;
        if self.reached(&plan.dues[rung], Some(day), env) == Truth::FALSE {
            return self.time_left(&plan.dues[rung], reported, env);
        }
        let next = plan.dues.get(rung + 1)?;
        let when = self.due_text(next, env).map_or(Bi::new("", ""), |t| Bi::new(format!("（{t}）"), format!(" ({t})")));
        Some(Bi::new(
            format!("后一阶段已到期{}，以后一阶段为准", when.zh),
            format!("the next is due{}, and takes its place", when.en),
        ))
    }

    /// For an account of the verdict: what is due when, held against which day.
    pub fn due_words(&self, plan: &RulePlan, rung: usize, env: &Env) -> Bi {
        let Some(due) = plan.dues.get(rung) else { return Bi::new("", "") };
        let Some(reported) = self.due_day(plan, env) else {
            return Bi::new("不知道是哪一期，也没有核查日期", "neither a period nor an as-of date is known");
        };
        let at = self.told(reported);
        if let Some(why) = self.not_due(plan, Some(rung), env) {
            return Bi::new(format!("{}；{}", at.zh, why.zh), format!("{}; {}", at.en, why.en));
        }
        let text = self.due_text(due, env);
        match (self.rungs_of(plan, env).get(rung), text) {
            (Some(&Truth::TRUE), Some(when)) => {
                Bi::new(format!("{}；{when} 已到期", at.zh), format!("{}; due since {when}", at.en))
            }
            (Some(&Truth::TRUE), None) => Bi::new(format!("{}；已到期", at.zh), format!("{}; due", at.en)),
            (_, Some(when)) => Bi::new(
                format!("{}；{when} 已到期，后一阶段是否到期未定", at.zh),
                format!("{}; due since {when}, whether the next is due is open", at.en),
            ),
            (_, None) => self.due_turning(due, reported, &at),
        }
    }

    /// What an open due date must be for the lines to bind.
    fn due_turning(&self, due: &DuePlan, reported: Reported, at: &Bi) -> Bi {
        let latest = match (reported, due.kind) {
            (Reported::Period(period, kind), Some(of)) if kind == of && kind != PeriodKind::Span => period_text(period, kind),
            (reported, _) => reported.day().and_then(day_text).unwrap_or_default(),
        };
        Bi::new(
            format!("{}；到期时间未定：不晚于 {latest} 时已到期", at.zh),
            format!("{}; when it is due is open: it is, if not after {latest}", at.en),
        )
    }

    /// The day that what is due is held against, and where it comes from.
    fn told(&self, reported: Reported) -> Bi {
        match reported {
            Reported::Period(period, kind) => {
                let text = period_text(period, kind);
                Bi::new(format!("报告期 {text}"), format!("reporting period {text}"))
            }
            Reported::Day(day) => {
                let text = day_text(day).unwrap_or_default();
                match self.as_of == Some(day) {
                    true => Bi::new(format!("核查日期 {text}"), format!("as of {text}")),
                    false => Bi::new(format!("报送日期 {text}"), format!("sent on {text}")),
                }
            }
        }
    }

    fn due_text(&self, due: &DuePlan, env: &Env) -> Option<String> {
        let n = self.num(&due.at, env).form.as_constant().and_then(to_i64)?;
        due.kind.map_or_else(|| day_text(n), |kind| Some(period_text(n, kind)))
    }

    fn time_left(&self, due: &DuePlan, reported: Reported, env: &Env) -> Option<Bi> {
        let range = self.num(&due.at, env).form.interval();
        let first = range.lo.value().and_then(to_i64)?;
        let least = range.as_exact().is_none();
        let (zh, en) = match (reported, due.kind) {
            (Reported::Period(period, kind), Some(of)) if kind == of && kind != PeriodKind::Span => count(first - period, kind),
            (reported, kind) => {
                let known = (!least).then_some(first);
                let last = kind.map_or(Some(first), |k| last_days_between(Some(first), known, k).0)?;
                let days = last - reported.day()?;
                (format!("{days} 天"), format!("{days} {}", plural(days, "day", "days")))
            }
        };
        let due = due.kind.map_or_else(|| day_text(first), |kind| Some(period_text(first, kind))).unwrap_or_default();
        Some(if least {
            Bi::new(
                format!("尚未到期：最早 {due}，至少还有 {zh}"),
                format!("not yet due: {due} at the earliest, at least {en} to go"),
            )
        } else {
            Bi::new(format!("还有 {zh}到期（{due}）"), format!("due in {en} ({due})"))
        })
    }
}

fn no_period(span: Option<crate::text::Span>) -> Cause {
    Cause { kind: CauseKind::UnknownFact, what: "报告期 / period".into(), root: None, span, turns_at: None }
}

fn plural<'w>(n: i64, one: &'w str, many: &'w str) -> &'w str {
    if n == 1 { one } else { many }
}

/// So many periods of a kind.
fn count(n: i64, kind: PeriodKind) -> (String, String) {
    let (zh, one, many) = match kind {
        PeriodKind::Year => ("年", "year", "years"),
        PeriodKind::Half => ("个半年", "half-year", "half-years"),
        PeriodKind::Quarter => ("个季度", "quarter", "quarters"),
        PeriodKind::Month | PeriodKind::Span => ("个月", "month", "months"),
    };
    (format!("{n} {zh}"), format!("{n} {}", plural(n, one, many)))
}
