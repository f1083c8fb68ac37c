//! Whether a rule binds a subject at all: dates in force, jurisdiction.

use super::bind::{Bound, PHANTOM, Phantom};
use super::exact::Env;
use super::truth::Truth;
use crate::data::{RowId, Submission};
use crate::plan::RulePlan;
use crate::ty::{Origin, PeriodKind, RelId, last_day_of};

impl Bound<'_> {
    /// In force is decided by the last day of the reporting period; a policy judges its jurisdiction only.
    pub fn applies(&self, plan: &RulePlan, env: &Env) -> Truth {
        let mut truth = Truth::TRUE;
        for code in &plan.jurisdiction {
            truth = truth.and(self.in_jurisdiction(code, env));
        }
        // What a policy says of itself has no reporting period: it is judged whenever it is read.
        let own = env.rels.iter().all(|rel| self.rules.schema.get(*rel).origin == Origin::Policy);
        for range in plan.effective.iter().filter(|_| !own) {
            truth = truth.and(match self.last_day(env) {
                Some(day) => Truth::of(range.from.is_none_or(|f| day >= f) && range.to.is_none_or(|t| day <= t)),
                None => Truth::UNKNOWN,
            });
        }
        truth
    }

    fn in_jurisdiction(&self, code: &str, env: &Env) -> Truth {
        let is_code = |t: &str| t.len() >= 2 && t.bytes().all(|b| b.is_ascii_digit());
        let (Some(region), true) = (self.region(env), is_code(code)) else { return Truth::TRUE };
        if !is_code(&region) {
            return Truth::TRUE;
        }
        let mut prefix = code;
        while prefix.len() > 2 && prefix.ends_with("00") {
            prefix = &prefix[..prefix.len() - 2];
        }
        Truth::of(region.starts_with(prefix))
    }

    /// The envelope a row came in; nobody sent a phantom.
    fn envelope(&self, rel: RelId, row: u32) -> Option<&Submission> {
        if row < PHANTOM { self.data.submission_of(RowId { rel, row }) } else { None }
    }

    /// The top row of a subject: the parent of nested rows, which may be a member that sent no row.
    pub fn top(&self, mut rel: RelId, mut row: u32) -> Option<(RelId, u32)> {
        while let Origin::Nested { parent, .. } = self.rules.schema.get(rel).origin {
            row = match row.checked_sub(PHANTOM) {
                Some(at) => self.phantoms.get(at as usize)?.parent?,
                None => *self.table(rel).parents.get(row as usize)?,
            };
            rel = parent;
        }
        Some((rel, row))
    }

    /// The region that answers for a subject: the envelope's, or what the sender column says.
    pub fn region(&self, env: &Env) -> Option<String> {
        env.rels.iter().zip(&env.rows).find_map(|(&rel, &row)| self.region_of(rel, row))
    }

    pub fn region_of(&self, rel: RelId, row: u32) -> Option<String> {
        let sender = |rel: RelId, row: u32| {
            let phantom = row.checked_sub(PHANTOM).and_then(|at| self.phantoms.get(at as usize));
            let col = self.rules.schema.get(rel).sent_by.as_ref().and_then(|s| s.column);
            let code = match (phantom, col) {
                (Some(Phantom { sender: Some(code), .. }), _) => *code,
                (Some(phantom), Some(col)) => self.key_field(rel, col, &phantom.key).and_then(|c| u32::try_from(c).ok())?,
                (None, Some(col)) => self.column(rel, col).code(row)?,
                (_, None) => return None,
            };
            Some(self.data.texts.text(code).to_string())
        };
        if let Some(found) = sender(rel, row) {
            return Some(found);
        }
        let (rel, row) = self.top(rel, row)?;
        sender(rel, row).or_else(|| self.envelope(rel, row)?.region.clone())
    }

    /// The period of the first subject that has one: its key's, else its envelope's.
    pub fn period(&self, env: &Env) -> Option<(i64, PeriodKind)> {
        env.rels.iter().zip(&env.rows).find_map(|(&rel, &row)| self.period_of(rel, row))
    }

    fn period_of(&self, rel: RelId, row: u32) -> Option<(i64, PeriodKind)> {
        let (rel, row) = self.top(rel, row)?;
        match self.rules.schema.get(rel).period() {
            Some(_) => self.key_period(rel, row),
            None => self.envelope(rel, row)?.period.map(|p| (p, PeriodKind::Year)),
        }
    }

    /// The period in the key of a row, or of the row it is nested in.
    pub fn key_period(&self, rel: RelId, row: u32) -> Option<(i64, PeriodKind)> {
        let (rel, row) = self.top(rel, row)?;
        let (col, kind) = self.rules.schema.get(rel).period()?;
        let phantom = row.checked_sub(PHANTOM).and_then(|at| self.phantoms.get(at as usize));
        match phantom {
            Some(phantom) => self.key_field(rel, col, &phantom.key).map(|p| (p.cast_signed(), kind)),
            None => self.column(rel, col).int(row).map(|p| (p, kind)),
        }
    }

    fn last_day(&self, env: &Env) -> Option<i64> {
        let (period, kind) = self.period(env)?;
        last_day_of(period, kind)
    }
}
