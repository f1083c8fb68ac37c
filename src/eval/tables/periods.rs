//! Of which period a row is, and which day is the reporting day.

use crate::data::RowId;
use crate::eval::tables::bind::Tables;
use crate::eval::types::env::{Env, FIRST_EXPECTED};
use crate::plan::{DuePlan, RulePlan};
use crate::ty::{ColId, Origin, PeriodKind, RelId, last_day_of};

/// A reporting period, or a day.
#[derive(Clone, Copy)]
pub enum Reported {
    Period(i64, PeriodKind),
    Day(i64),
}

impl Reported {
    pub fn day(self) -> Option<i64> {
        match self {
            Self::Period(period, kind) => last_day_of(period, kind),
            Self::Day(day) => Some(day),
        }
    }
}

impl Tables<'_> {
    /// The period of the loop over the calendar that a subject comes from.
    pub fn looped(&self, env: &Env) -> Option<(RelId, u32)> {
        let own = |rel: &RelId| {
            let relation = self.rules.schema.get(*rel);
            relation.origin == Origin::Calendar && relation.period().is_some()
        };
        env.rels.iter().zip(&env.rows).find(|(rel, _)| own(rel)).map(|(rel, row)| (*rel, *row))
    }

    pub fn is_to_come(&self, period: i64, kind: PeriodKind) -> bool {
        self.as_of.zip(last_day_of(period, kind)).is_some_and(|(now, last)| last > now)
    }

    /// The period that a subject is known by. A group that is not formed by periods has none: of which its first row is turns on the order of rows.
    pub fn period_of_subject(&self, plan: &RulePlan, env: &Env) -> Option<(i64, PeriodKind)> {
        if let Some((rel, row)) = self.looped(env) {
            return self.key_period(rel, row);
        }
        let mut loops = env.rels.iter().zip(&env.rows).zip(&plan.subjects);
        loops.find_map(|((&rel, &row), subject)| match self.top_period(rel) {
            Some(_) if !self.is_of_one_period(rel, &subject.by) => None,
            Some(_) | None => self.period_of(rel, row),
        })
    }

    /// Whether all rows that a loop takes together say the same period; the period of a row that another one holds is in no group's key.
    fn is_of_one_period(&self, rel: RelId, by: &[ColId]) -> bool {
        by.is_empty() || self.rules.schema.get(rel).period().is_some_and(|(col, _)| by.contains(&col))
    }

    /// Whether the rows of a loop are the Mondays of weeks.
    pub fn goes_by_weeks(&self, rel: RelId) -> bool {
        let relation = self.rules.schema.get(rel);
        relation.origin == Origin::Calendar && relation.columns.first().is_some_and(|column| column.step.is_some())
    }

    /// Whether the week of a loop over weeks, told by its Monday, has not ended by the as-of date.
    pub fn is_week_to_come(&self, rel: RelId, step: i64) -> bool {
        self.goes_by_weeks(rel) && self.as_of.is_some_and(|now| step.saturating_add(6) > now)
    }

    /// The period of a loop over the calendar, else of the first subject that has one: its key's, else its envelope's.
    pub fn period(&self, env: &Env) -> Option<(i64, PeriodKind)> {
        if let Some((rel, row)) = self.looped(env) {
            return self.key_period(rel, row);
        }
        env.rels.iter().zip(&env.rows).find_map(|(&rel, &row)| self.period_of(rel, row))
    }

    pub fn period_of(&self, rel: RelId, row: u32) -> Option<(i64, PeriodKind)> {
        let (rel, row) = self.top(rel, row)?;
        match self.rules.schema.get(rel).period() {
            Some(_) => self.key_period(rel, row),
            None => self.envelope(rel, row)?.period,
        }
    }

    /// The period in the key of a row, or of the row it is nested in.
    pub fn key_period(&self, rel: RelId, row: u32) -> Option<(i64, PeriodKind)> {
        let (rel, row) = self.top(rel, row)?;
        let (col, kind) = self.rules.schema.get(rel).period()?;
        let expected = row.checked_sub(FIRST_EXPECTED).and_then(|at| self.expecteds.get(at as usize));
        match expected {
            Some(expected) => self.key_field(rel, col, &expected.key).map(|p| (p.cast_signed(), kind)),
            None => self.column(rel, col).int(row).map(|p| (p, kind)),
        }
    }

    pub fn last_day(&self, env: &Env) -> Option<i64> {
        let (period, kind) = self.period(env)?;
        last_day_of(period, kind)
    }

    /// The subject's own period, else the as-of date, else what its envelope says.
    pub fn due_day(&self, plan: &RulePlan, env: &Env) -> Option<Reported> {
        match self.period_in_hand(plan, env) {
            Some(period) => period.map(|(p, kind)| Reported::Period(p, kind)),
            None => self.as_of_or_envelope(env),
        }
    }

    /// The period of what is judged, not known perhaps; nothing where it has none.
    pub fn period_in_hand(&self, plan: &RulePlan, env: &Env) -> Option<Option<(i64, PeriodKind)>> {
        if let Some((rel, row)) = self.looped(env) {
            return Some(self.key_period(rel, row));
        }
        let mut loops = env.rels.iter().zip(&env.rows).zip(&plan.subjects);
        loops.find_map(
            |((&rel, &row), subject)| {
                if self.is_of_one_period(rel, &subject.by) { self.own_period(rel, row) } else { None }
            },
        )
    }

    /// What tells whether something is due. For the row's own day that is the as-of date, or the day the submission was made: the period
    /// of the row is over by then. Where nobody says what day it is, all that is known is that the period has ended.
    pub fn held_against(&self, plan: &RulePlan, due: &DuePlan, env: &Env) -> Option<Reported> {
        match self.now(env) {
            Some(now) if due.own => Some(now),
            _ => self.due_day(plan, env),
        }
    }

    pub fn now(&self, env: &Env) -> Option<Reported> {
        let made = || {
            env.rels.iter().zip(&env.rows).find_map(|(&rel, &row)| {
                let (rel, row) = self.top(rel, row)?;
                let sent = if row < FIRST_EXPECTED { self.data.submission_of(RowId { rel, row }) } else { None }?;
                sent.date
            })
        };
        self.as_of.or_else(made).map(Reported::Day)
    }

    /// The period a row says it is of; of a row that was sent and does not say it, nobody knows which, whatever the as-of date. What was
    /// not sent for any period has none.
    pub fn own_period(&self, rel: RelId, row: u32) -> Option<Option<(i64, PeriodKind)>> {
        self.top_period(rel)?;
        let period = self.key_period(rel, row);
        (period.is_some() || row < FIRST_EXPECTED).then_some(period)
    }

    pub fn as_of_or_envelope(&self, env: &Env) -> Option<Reported> {
        if let Some(day) = self.as_of {
            return Some(Reported::Day(day));
        }
        let sent = env.rels.iter().zip(&env.rows).find_map(|(&rel, &row)| {
            let (rel, row) = self.top(rel, row)?;
            let sent = if row < FIRST_EXPECTED { self.data.submission_of(RowId { rel, row }) } else { None }?;
            sent.period.map(|(p, kind)| Reported::Period(p, kind)).or(sent.date.map(Reported::Day))
        });
        sent.or_else(|| self.only_period())
    }

    /// What all submissions say alike.
    pub fn only_period(&self) -> Option<Reported> {
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

    pub fn top_period(&self, mut rel: RelId) -> Option<(ColId, PeriodKind)> {
        while let Origin::Nested { parent, .. } = self.rules.schema.get(rel).origin {
            rel = parent;
        }
        self.rules.schema.get(rel).period()
    }
}
