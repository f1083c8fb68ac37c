//! Due stages: from its own a line binds, until the next. The last day of the reporting period is held against the last day
//! of the period that is due.

use crate::eval::judge::context::Judge;
use crate::eval::judge::subjects::Subjects;
use crate::eval::tables::periods::Reported;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::num::{End, Interval, Rat, to_i64};
use crate::plan::{DuePlan, RulePlan};
use crate::ty::last_days_between;

/// Which due stages bind, for each subject of a chunk.
pub struct DueStages {
    /// Subject by subject; empty without due stages.
    truths: Vec<Vec<Truth>>,
    /// Lines above the due stages bind always.
    always: bool,
}

impl DueStages {
    /// Whether a line binds; where an exception took the place of the lines, whether any does.
    pub fn of(&self, due: Option<usize>, subject: usize, taken: bool) -> Truth {
        let Some(stages) = self.truths.get(subject) else { return Truth::TRUE };
        match due {
            _ if taken && self.always => Truth::TRUE,
            _ if taken => stages.iter().fold(Truth::FALSE, |t, r| t.or(*r)),
            Some(stage) => stages.get(stage).copied().unwrap_or(Truth::TRUE),
            None => Truth::TRUE,
        }
    }
}

impl Judge<'_> {
    pub fn stages(&self, plan: &RulePlan, subjects: &Subjects, start: usize, len: usize) -> DueStages {
        let always = plan.lines.iter().any(|l| l.due.is_none());
        let truths = match plan.dues.as_slice() {
            [] => Vec::new(),
            _ => (start..start + len).map(|i| self.due_stages(plan, &subjects.env(i))).collect(),
        };
        DueStages { truths, always }
    }

    /// Each stage: reached, and the next not yet.
    pub fn due_stages(&self, plan: &RulePlan, env: &Env) -> Vec<Truth> {
        let reached: Vec<Truth> = plan.dues.iter().map(|d| self.reached(d, self.held_against(plan, d, env), env)).collect();
        let next = |at: usize| reached.get(at + 1).copied().unwrap_or(Truth::FALSE);
        reached.iter().enumerate().map(|(at, now)| now.and(next(at).not())).collect()
    }

    /// The end of the period does not tell, and nobody says what day it is.
    pub fn needs_a_day(&self, plan: &RulePlan, due: &DuePlan, env: &Env) -> bool {
        due.own && self.now(env).is_none() && self.reached(due, self.due_day(plan, env), env) == Truth::UNKNOWN
    }

    pub fn reached(&self, due: &DuePlan, held: Option<Reported>, env: &Env) -> Truth {
        let day = held.and_then(Reported::day);
        let (Some(day), Some(last)) = (day, self.due_days(due, env)) else { return Truth::UNKNOWN };
        let day = Rat::from(day);
        let early = last.lo.value().is_none_or(|lo| *lo <= day);
        let late = last.reaches_above(&day);
        match (early, late) {
            (true, false) => Truth::TRUE,
            // The period was over before; whether the day has come since, it does not say.
            (false, _) if due.own && self.now(env).is_none() => Truth::UNKNOWN,
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
}
