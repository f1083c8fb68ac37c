//! When what is due is due: how far off, since when, what keeps it open.

use crate::diag::Bi;
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::tables::periods::Reported;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::finding::{Cause, CauseKind};
use crate::num::to_i64;
use crate::plan::{DuePlan, Num, RulePlan};
use crate::ty::{PeriodKind, day_text, last_days_between, period_text};

pub fn no_period(span: Option<crate::text::Span>) -> Cause {
    Cause { kind: CauseKind::UnknownFact, what: Cause::PERIOD.to_string(), root: None, span, turns_at: None }
}

pub fn plural<'w>(n: i64, one: &'w str, many: &'w str) -> &'w str {
    if n == 1 { one } else { many }
}

/// So many periods of a kind.
pub fn count(n: i64, kind: PeriodKind) -> (String, String) {
    let (zh, one, many) = match kind {
        PeriodKind::Year => ("年", "year", "years"),
        PeriodKind::Half => ("个半年", "half-year", "half-years"),
        PeriodKind::Quarter => ("个季度", "quarter", "quarters"),
        PeriodKind::Month | PeriodKind::Span => ("个月", "month", "months"),
    };
    (format!("{n} {zh}"), format!("{n} {}", plural(n, one, many)))
}

impl Explain<'_> {
    pub fn report_day_cause(&self, env: &Env, trace: &mut Trace) {
        if self.report_day(env).is_none() {
            trace.facts.push(no_period(None));
        }
    }

    /// What keeps it open whether a line binds.
    pub fn due_causes(&self, plan: &RulePlan, line: Option<usize>, env: &Env, trace: &mut Trace) {
        let Some(rung) = line else { return };
        if self.rungs_of(plan, env).get(rung).is_none_or(|t| t.is_single()) {
            return;
        }
        if self.due_day(plan, env).and_then(Reported::day).is_none() {
            trace.facts.push(no_period(self.subject(plan, env).span));
            return;
        }
        let held = |d: &DuePlan| self.reached(d, self.held_against(plan, d, env), env);
        for due in plan.dues.iter().skip(rung).take(2).filter(|d| !held(d).is_single()) {
            if self.needs_a_day(plan, due, env) {
                let what = self.due_text(due, env).unwrap_or_default();
                trace.facts.push(Cause { kind: CauseKind::NoAsOf, what, root: None, span: Some(due.span), turns_at: None });
            }
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
        let due = &plan.dues[rung];
        let reported = self.held_against(plan, due, env)?;
        reported.day()?;
        if self.reached(due, Some(reported), env) == Truth::FALSE {
            return self.time_left(due, reported, env);
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
        let Some(reported) = self.held_against(plan, due, env) else {
            return Bi::new("不知道是哪一期，也没有核查日期", "neither a period nor an as-of date is known");
        };
        let at = self.told(reported);
        if let Some(why) = self.not_due(plan, Some(rung), env) {
            return Bi::new(format!("{}；{}", at.zh, why.zh), format!("{}; {}", at.en, why.en));
        }
        let text = self.due_text(due, env);
        if self.needs_a_day(plan, due, env) {
            let when = text.unwrap_or_else(|| "?".to_string());
            return Bi::new(
                format!("{}；{when} 到期，没有核查日期，不知道是否已到", at.zh),
                format!("{}; due on {when}: without an as-of date nobody knows whether that day has come", at.en),
            );
        }
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
    pub fn due_turning(&self, due: &DuePlan, reported: Reported, at: &Bi) -> Bi {
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
    pub fn told(&self, reported: Reported) -> Bi {
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

    pub fn due_text(&self, due: &DuePlan, env: &Env) -> Option<String> {
        let n = self.num(&due.at, env).form.as_constant().and_then(to_i64)?;
        due.kind.map_or_else(|| day_text(n), |kind| Some(period_text(n, kind)))
    }

    pub fn time_left(&self, due: &DuePlan, reported: Reported, env: &Env) -> Option<Bi> {
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
