//! Loops over the calendar: their rows, which of them a subject can be, and why one is not.

use crate::ast::CmpOp;
use crate::data::{Batch, Cell, Column, Dataset, Extent, Table};
use crate::diag::Bi;
use crate::eval::exact::number::{Env, compare_zero, join_base};
use crate::eval::explain::lines::Trace;
use crate::eval::judge::subjects::{MAX_SUBJECTS, Subjects};
use crate::eval::tables::bind::{Bound, Phantom};
use crate::eval::types::truth::Truth;
use crate::hir::{Kind, ParamValue, Rule, RuleSet, Source, domain};
use crate::num::{int, to_i64};
use crate::plan::{Lin, RulePlan, Scope};
use crate::text::FileId;
use crate::ty::{ColId, Origin, PeriodKind, RelId, Type, day_text, last_day_of, months_of, per_year, period_of_day};
use rustc_hash::FxHashMap;

/// Years a table of periods spans at most; what lies outside stays open.
const YEARS: i64 = 2_000;
/// Periods of one loop at most.
const PERIODS: i64 = 100_000;

/// Fills the relations of all loops over the calendar: every period of the years that data, parameters and literals speak of.
pub fn fill(rules: &RuleSet, data: &mut Dataset) {
    let loops: Vec<(RelId, i64)> = rules.rules.iter().flat_map(loops_of).collect();
    if loops.is_empty() {
        return;
    }
    let years = years_spoken_of(rules, data);
    for (rel, reach) in loops {
        let Type::Period(kind) = rules.schema.column(rel, ColId(0)).ty else { continue };
        while data.tables.len() <= rel.index() {
            data.tables.push(Table::default());
        }
        let table = &mut data.tables[rel.index()];
        let mut column = Column::numbers();
        if let Some((first, last)) = years {
            let (first, last) = (first - reach, (last + reach).min(first + YEARS));
            let n = per_year(kind);
            (first * n..(last + 1) * n).for_each(|p| column.push(&Cell::Int(p), Extent::NONE));
        }
        table.rows = u32::try_from(column.len()).unwrap_or(0);
        table.row_extents = vec![Extent::NONE; column.len()];
        table.columns = vec![column];
        table.batches = vec![Batch { first_row: 0, file: FileId(0), submission: None }];
    }
}

fn loops_of(rule: &Rule) -> Vec<(RelId, i64)> {
    let mut out = Vec::new();
    let mut add = |source: &Source| {
        if let Source::Periods { rel, reach, .. } = source {
            out.push((*rel, *reach));
        }
    };
    rule.subjects.iter().for_each(|s| add(&s.source));
    rule.walk(&mut |e| {
        if let Kind::Agg(agg) = &e.kind {
            add(&agg.source);
        }
    });
    out
}

/// The first and the last year of data, envelopes, parameters and bounds.
fn years_spoken_of(rules: &RuleSet, data: &Dataset) -> Option<(i64, i64)> {
    let mut years: Vec<i64> = Vec::new();
    let mut add = |period: i64, kind: PeriodKind| years.push(months_of(period, kind).0.div_euclid(12));
    for (relation, table) in rules.schema.relations.iter().zip(&data.tables).filter(|(r, _)| r.origin != Origin::Calendar) {
        for (def, column) in relation.columns.iter().zip(&table.columns) {
            let Type::Period(kind) = def.ty else { continue };
            (0..table.rows).filter_map(|r| column.int(r)).for_each(|p| add(p, kind));
        }
    }
    for submission in &data.submissions {
        submission.period.iter().for_each(|(p, kind)| add(*p, *kind));
        submission.date.and_then(|d| period_of_day(d, PeriodKind::Year)).iter().for_each(|y| add(*y, PeriodKind::Year));
    }
    for (at, param) in rules.params.iter().enumerate() {
        let Type::Period(kind) = param.ty else { continue };
        let value = |v: &ParamValue| if let ParamValue::Number(n) = v { to_i64(n) } else { None };
        let stated =
            param.value.iter().chain(param.dated.iter().map(|d| &d.value)).chain(param.alternatives.iter().map(|a| &a.value));
        stated.filter_map(value).for_each(|p| add(p, kind));
        let id = crate::hir::ParamId(u32::try_from(at).unwrap_or(u32::MAX));
        if let Some(range) = domain(&rules.params, id) {
            [&range.lo, &range.hi].into_iter().filter_map(|e| e.value().and_then(to_i64)).for_each(|p| add(p, kind));
        }
    }
    for rule in &rules.rules {
        rule.walk(&mut |e| {
            if let (Kind::Num(n), Type::Period(kind)) = (&e.kind, &e.ty)
                && let Some(p) = to_i64(n)
            {
                add(p, *kind);
            }
        });
    }
    years.retain(|y| (1..=9999).contains(y));
    Some((*years.iter().min()?, *years.iter().max()?))
}

impl Bound<'_> {
    /// The period of the loop over the calendar that a subject comes from.
    pub fn looped(&self, env: &Env) -> Option<(RelId, u32)> {
        let own = |rel: &RelId| self.rules.schema.get(*rel).origin == Origin::Calendar;
        env.rels.iter().zip(&env.rows).find(|(rel, _)| own(rel)).map(|(rel, row)| (*rel, *row))
    }

    /// Every subject so far with each period between the bounds; where these are not known, with each that can be.
    pub fn calendar_rows(&mut self, so_far: Subjects, rel: RelId, bounds: &(Lin, Lin)) -> Subjects {
        let slots = vec![Vec::new(); so_far.slots.len() + 1];
        let mut out = Subjects { rels: so_far.rels.clone(), slots, ..Subjects::default() };
        out.rels.push(rel);
        let mut made: FxHashMap<Option<i64>, u32> = FxHashMap::default();
        for i in 0..so_far.len {
            let env = so_far.env(i);
            let periods: Vec<Option<i64>> = match self.calendar_range(bounds, &env) {
                Some((first, last)) => (first..=last).map(Some).collect(),
                None => vec![None],
            };
            for period in periods {
                let row = match made.get(&period) {
                    Some(row) => *row,
                    None => {
                        let row = self.calendar_row(rel, period);
                        made.insert(period, row);
                        row
                    }
                };
                for (slot, list) in so_far.slots.iter().enumerate() {
                    out.slots[slot].push(list[i]);
                }
                out.slots[so_far.slots.len()].push(row);
                out.len += 1;
            }
            if out.len > MAX_SUBJECTS {
                return out;
            }
        }
        out
    }

    fn calendar_row(&mut self, rel: RelId, period: Option<i64>) -> u32 {
        let table = self.table(rel);
        let first = table.columns.first().and_then(|c| c.int(0));
        let at = period.zip(first).and_then(|(p, first)| u32::try_from(p - first).ok()).filter(|at| *at < table.rows);
        at.unwrap_or_else(|| {
            self.phantom(Phantom { rel, key: vec![period.map(i64::cast_unsigned)], parent: None, sender: None, perhaps: false })
        })
    }

    /// All periods that can lie between the bounds; `None` where there is no end to them.
    fn calendar_range(&self, (from, to): &(Lin, Lin), env: &Env) -> Option<(i64, i64)> {
        let (from, to) = (self.lin(from, env), self.lin(to, env));
        if join_base(from.base, to.base) != Truth::TRUE {
            return None;
        }
        let first = from.form.interval().lo.value().and_then(|v| to_i64(&crate::num::floor(v)))?;
        let last = to.form.interval().hi.value().and_then(|v| to_i64(&crate::num::floor(v)))?;
        (last.saturating_sub(first) < PERIODS).then_some((first, last))
    }

    /// Whether periods between the bounds may be missing from the table.
    pub fn calendar_is_open(&self, scope: &Scope, env: Option<&Env>) -> bool {
        let Some(bounds) = &scope.calendar else { return false };
        let fixed = bounds.0.as_constant().is_some() && bounds.1.as_constant().is_some();
        let nothing = Env::default();
        let range = match env {
            Some(env) => self.calendar_range(bounds, env),
            None if fixed => self.calendar_range(bounds, &nothing),
            None => None,
        };
        let Some((first, last)) = range else { return true };
        let table = self.table(scope.rel);
        let cell = |row: Option<u32>| table.columns.first().zip(row).and_then(|(c, r)| c.int(r));
        match (cell(Some(0)), cell(table.rows.checked_sub(1))) {
            (Some(low), Some(high)) => first <= last && (first < low || last > high),
            _ => first <= last,
        }
    }

    /// A subject's period lies between the bounds of its loop, and has ended by the as-of date.
    pub fn in_calendar(&self, plan: &RulePlan, env: &Env) -> Truth {
        let mut truth = Truth::TRUE;
        for (at, subject) in plan.subjects.iter().enumerate() {
            let (Some(bounds), Some(&rel), Some(&row)) = (&subject.calendar, env.rels.get(at), env.rows.get(at)) else {
                continue;
            };
            let Some((period, kind)) = self.key_period(rel, row) else { return Truth::UNKNOWN };
            truth = truth.and(self.between(bounds, period, env)).and(Truth::of(!self.is_to_come(period, kind)));
        }
        truth
    }

    fn between(&self, (from, to): &(Lin, Lin), period: i64, env: &Env) -> Truth {
        let side = |lin: &Lin, op: CmpOp| {
            let value = self.lin(lin, env);
            if value.base != Truth::TRUE {
                return Truth::UNKNOWN;
            }
            let mut form = value.form;
            form.konst -= int(period);
            compare_zero(&form, op)
        };
        side(from, CmpOp::Le).and(side(to, CmpOp::Ge))
    }

    fn is_to_come(&self, period: i64, kind: PeriodKind) -> bool {
        self.as_of.zip(last_day_of(period, kind)).is_some_and(|(now, last)| last > now)
    }

    /// Why a period of a loop does not count.
    pub fn outside_calendar(&self, plan: &RulePlan, env: &Env) -> Option<Bi> {
        if self.in_calendar(plan, env) != Truth::FALSE {
            return None;
        }
        let (rel, row) = self.looped(env)?;
        let (period, kind) = self.key_period(rel, row)?;
        if self.is_to_come(period, kind) {
            let day = self.as_of.and_then(day_text).unwrap_or_default();
            return Some(Bi::new(format!("截至 {day}，该期尚未结束"), format!("the period has not ended by {day}")));
        }
        Some(Bi::new("不在所列各期之内", "not among the periods asked for"))
    }

    /// What keeps it open which periods are meant.
    pub fn calendar_causes(&self, plan: &RulePlan, env: &Env, trace: &mut Trace) {
        if self.in_calendar(plan, env).is_single() {
            return;
        }
        for (from, to) in plan.subjects.iter().filter_map(|s| s.calendar.as_ref()) {
            for lin in [from, to] {
                self.lin_cells(lin, env, trace);
                for symbol in self.lin(lin, env).form.terms.keys() {
                    if !trace.symbols.iter().any(|(s, _)| s == symbol) {
                        trace.symbols.push((symbol.clone(), None));
                    }
                }
            }
        }
    }
}
