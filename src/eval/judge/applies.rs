//! Whether a rule binds a subject at all: dates in force, jurisdiction.

use crate::data::{CellState, RowId, Submission};
use crate::eval::exact::number::Env;
use crate::eval::tables::bind::{Bound, PHANTOM, Phantom};
use crate::eval::types::truth::Truth;
use crate::hir::RuleSet;
use crate::plan::RulePlan;
use crate::ty::{Origin, PeriodKind, RelId, last_day_of};
use rustc_hash::{FxHashMap, FxHashSet};

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
        truth.and(self.in_calendar(plan, env))
    }

    fn in_jurisdiction(&self, code: &str, env: &Env) -> Truth {
        let mut rows = env.rels.iter().zip(&env.rows);
        rows.find_map(|(&rel, &row)| self.row_lies_in(code, rel, row)).unwrap_or(Truth::TRUE)
    }

    /// What keeps it open whether a rule binds: which region a row is of, or which period.
    pub(in crate::eval) fn applies_cause(&self, plan: &RulePlan, env: &Env) -> String {
        let region = plan.jurisdiction.iter().any(|code| !self.in_jurisdiction(code, env).is_single());
        let mut rows = env.rels.iter().zip(&env.rows).filter(|(rel, row)| self.unknown_sender(**rel, **row).is_some());
        let column = |rel: RelId, row: u32| {
            let (top, _) = self.top(rel, row)?;
            let sent_by = self.rules.schema.get(top).sent_by.as_ref()?;
            Some(self.def(top, sent_by.column?).title().to_string())
        };
        let named = rows.find_map(|(rel, row)| column(*rel, *row)).filter(|_| region);
        named.unwrap_or_else(|| "报告期 / period".into())
    }

    /// Whether a row is of a region that lies in a jurisdiction; `None` where nothing says of which it is. A sender that is not known is one
    /// of those who owe the table.
    fn row_lies_in(&self, code: &str, rel: RelId, row: u32) -> Option<Truth> {
        if let Some(roster) = self.unknown_sender(rel, row) {
            let key = *self.rules.schema.get(roster).key.first()?;
            let members = (0..self.table(roster).rows).filter_map(|r| self.column(roster, key).code(r));
            let each = members.map(|c| Truth::of(lies_in(self.data.texts.text(c), code)));
            return Some(each.fold(Truth::default(), Truth::or_possible)).filter(|t| !t.is_open());
        }
        self.region_spoken_of(rel, row).map(|region| Truth::of(lies_in(&region, code)))
    }

    /// The roster of senders, where a row has a column for its sender and does not say who it was.
    fn unknown_sender(&self, rel: RelId, row: u32) -> Option<RelId> {
        let (rel, row) = self.top(rel, row)?;
        let sent_by = self.rules.schema.get(rel).sent_by.as_ref()?;
        let column = self.column(rel, sent_by.column?);
        (row < PHANTOM && !matches!(column.state(row), CellState::Known | CellState::None)).then_some(sent_by.roster)
    }

    /// Rows of a relation that regions outside the jurisdiction sent, or may have sent, in order: no part of a policy's totals.
    pub(in crate::eval) fn abroad(&self, rel: RelId) -> &[(u32, Truth)] {
        let cell = self.abroad.get(rel.index());
        cell.map_or(&[], |c| c.get_or_init(|| self.rows_abroad(rel)))
    }

    /// Whether a row is part of a policy's totals.
    pub(in crate::eval) fn is_here(&self, rel: RelId, row: u32) -> Truth {
        let abroad = self.abroad(rel);
        abroad.binary_search_by_key(&row, |(r, _)| *r).ok().map_or(Truth::TRUE, |at| abroad[at].1)
    }

    fn rows_abroad(&self, rel: RelId) -> Vec<(u32, Truth)> {
        let Some(code) = &self.jurisdiction else { return Vec::new() };
        if matches!(self.rules.schema.get(rel).origin, Origin::Policy | Origin::Calendar) {
            return Vec::new();
        }
        if !self.may_be_abroad(rel, code) {
            return Vec::new();
        }
        // Regions repeat: each is compared once.
        let mut known: FxHashMap<String, bool> = FxHashMap::default();
        let mut is_here = |region: String| *known.entry(region).or_insert_with_key(|r| lies_in(r, code));
        let here = |row: u32| match self.unknown_sender(rel, row) {
            Some(_) => self.row_lies_in(code, rel, row).unwrap_or(Truth::TRUE),
            None => Truth::of(self.region_of(rel, row).is_none_or(&mut is_here)),
        };
        let rows = 0..self.table(rel).rows;
        rows.zip((0..self.table(rel).rows).map(here)).filter(|(_, here)| *here != Truth::TRUE).collect()
    }

    /// A quick look: some sender of the relation lies outside.
    fn may_be_abroad(&self, rel: RelId, code: &str) -> bool {
        let mut top = rel;
        while let Origin::Nested { parent, .. } = self.rules.schema.get(top).origin {
            top = parent;
        }
        if self.data.submissions.iter().filter_map(|s| s.region.as_deref()).any(|r| !lies_in(r, code)) {
            return true;
        }
        let Some(col) = self.rules.schema.get(top).sent_by.as_ref().and_then(|s| s.column) else { return false };
        let column = self.column(top, col);
        let rows = 0..self.table(top).rows;
        if rows.clone().any(|row| self.unknown_sender(top, row).is_some()) {
            return true;
        }
        let codes: FxHashSet<_> = rows.filter_map(|row| column.code(row)).collect();
        codes.into_iter().any(|c| !lies_in(self.data.texts.text(c), code))
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
        let sent = sender(rel, row).or_else(|| self.envelope(rel, row)?.region.clone());
        sent.or_else(|| self.sole_member(rel).filter(|_| row >= PHANTOM))
    }

    /// Where one member owes the whole table, what is missing is missing from that member.
    fn sole_member(&self, rel: RelId) -> Option<String> {
        let roster = self.rules.schema.get(rel).sent_by.as_ref()?.roster;
        let key = self.rules.schema.get(roster).key.first()?;
        let code = self.column(roster, *key).code(0).filter(|_| self.table(roster).rows == 1)?;
        Some(self.data.texts.text(code).to_string())
    }

    /// The period of a loop over the calendar, else of the first subject that has one: its key's, else its envelope's.
    pub fn period(&self, env: &Env) -> Option<(i64, PeriodKind)> {
        if let Some((rel, row)) = self.looped(env) {
            return self.key_period(rel, row);
        }
        env.rels.iter().zip(&env.rows).find_map(|(&rel, &row)| self.period_of(rel, row))
    }

    fn period_of(&self, rel: RelId, row: u32) -> Option<(i64, PeriodKind)> {
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

/// Whether a region code lies in that of a jurisdiction; what is no code may.
fn lies_in(region: &str, code: &str) -> bool {
    let is_code = |t: &str| t.len() >= 2 && t.bytes().all(|b| b.is_ascii_digit());
    if !is_code(code) || !is_code(region) {
        return true;
    }
    let mut prefix = code;
    while prefix.len() > 2 && prefix.ends_with("00") {
        prefix = &prefix[..prefix.len() - 2];
    }
    region.starts_with(prefix)
}

/// The jurisdiction of all rules, where they share one.
pub(in crate::eval) fn shared_jurisdiction(rules: &RuleSet) -> Option<String> {
    let mut all = rules.rules.iter().map(|r| rules.jurisdiction(r));
    let first = all.next()??;
    all.all(|j| j == Some(first)).then(|| first.to_string())
}
