//! Who is judged: the rows of a rule's loops, every pair of them, and those that should be there and are not.

use crate::data::Code;
use crate::eval::exact::context::Exact;
use crate::eval::tables::bind::Tables;
use crate::eval::tables::complete::list_is_sent;
use crate::eval::types::env::{Env, ExpectedRow, FIRST_EXPECTED, Found, KeyBits};
use crate::eval::types::known::Known;
use crate::eval::types::truth::Truth;
use crate::finding::Idle;
use crate::hir::SetExpr;
use crate::num::Rat;
use crate::plan::{Atom, CondId, Key, LinearForm, ReportPlan, Row, RowRefId, RulePlan, Scope, SubjectPlan, Text};
use crate::ty::{ColId, Origin, PeriodKind, RelId, monday};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

/// All subjects of a rule, column by column.
#[derive(Clone, Debug, Default)]
pub struct Subjects {
    pub rels: Vec<RelId>,
    /// Rules over the same rows share their list.
    pub slots: Vec<Arc<Vec<u32>>>,
    pub len: usize,
    /// Why there are none, if there are none.
    pub reason: Option<Idle>,
    /// There are none because a table is complete and empty: that is an answer.
    pub nil: bool,
}

/// More pairs than this are refused with a message.
pub const MAX_SUBJECTS: usize = 20_000_000;

impl Subjects {
    pub fn env(&self, i: usize) -> Env {
        Env {
            rels: self.rels.clone(),
            rows: self.slots.iter().map(|s| s[i]).collect(),
            assumed: None,
            taken: None,
            narrowed: None,
            changed: None,
            known: Known::default(),
        }
    }
}

/// Lists subjects; rows that are expected and not there are added to the tables.
pub struct Listing<'t, 'a> {
    tables: &'t mut Tables<'a>,
    /// All rows of a relation that were sent, made once.
    rows: FxHashMap<RelId, Arc<Vec<u32>>>,
}

impl<'a> Deref for Listing<'_, 'a> {
    type Target = Tables<'a>;

    fn deref(&self) -> &Tables<'a> {
        self.tables
    }
}

impl<'t, 'a> Listing<'t, 'a> {
    pub fn new(tables: &'t mut Tables<'a>) -> Self {
        Self { tables, rows: FxHashMap::default() }
    }

    fn exact(&self) -> Exact<'_> {
        Exact::new(self.tables)
    }

    /// Notes what was not sent of the relations that a question about the form asks about.
    pub fn note_unsent(&mut self) {
        let asked: BTreeSet<RelId> = self.plan.scopes.iter().filter(|s| s.as_sent).map(|s| s.rel).collect();
        for rel in asked {
            let rows = self.unsent_rows(rel);
            self.tables.unsent.insert(rel, rows);
        }
    }

    /// Lists the subjects of a rule; expected rows are added to the tables.
    pub fn subjects(&mut self, plan: &RulePlan) -> Subjects {
        let mut out = Subjects { len: 1, ..Subjects::default() };
        for subject in &plan.subjects {
            let before = out.len;
            out = match (subject.nested_in, &subject.calendar) {
                (Some(of), _) => self.nested_rows(out, subject.rel, of),
                (None, Some(bounds)) => self.calendar_rows(out, subject.rel, bounds),
                (None, None) => {
                    let late = self.late_nil_reports(plan, subject);
                    let mut rows = self.rows_to_judge(subject);
                    if !late.is_empty() {
                        Arc::make_mut(&mut rows).extend(late);
                    }
                    cross(out, subject.rel, &rows)
                }
            };
            if out.len > MAX_SUBJECTS {
                return Subjects { len: 0, reason: Some(Idle::TooMany { most: MAX_SUBJECTS }), ..out };
            }
            if out.len == 0 && before > 0 {
                let (why, nil) = self.why_empty(subject);
                (out.reason, out.nil) = (Some(why), nil);
            }
        }
        out
    }

    /// Why a loop has no rows, and whether that is an answer (a nil report).
    fn why_empty(&self, subject: &SubjectPlan) -> (Idle, bool) {
        if !subject.by.is_empty() && self.table(subject.rel).rows > 0 {
            if subject.filter.is_some() {
                return self.none_passes(subject.rel);
            }
            let columns = subject.by.iter().map(|&c| self.column_title(subject.rel, c)).collect();
            return (Idle::NoGroup { columns }, false);
        }
        let mut top = subject.rel;
        while let Origin::Nested { parent, .. } = self.rules.schema.get(top).origin {
            top = parent;
        }
        let table = self.rules.schema.get(subject.rel).title().to_string();
        if self.complete.is_complete(top, self.rules.schema.get(top).period().is_some(), None, None) {
            return (Idle::Nil { table }, true);
        }
        let sent = self.data.submissions.iter().any(|s| s.sent.contains_key(&top));
        let unread = self.data.submissions.iter().any(|s| s.may_hold.contains(&top));
        let why = match (sent, unread) {
            (true, _) => Idle::NothingUsable { table },
            (false, true) => Idle::Unread { table },
            (false, false) => Idle::NothingSent { table },
        };
        (why, false)
    }

    /// No row passes the filter; that is an answer where no further row can come.
    fn none_passes(&self, rel: RelId) -> (Idle, bool) {
        let relation = self.rules.schema.get(rel);
        let table = relation.title().to_string();
        (Idle::NonePasses { table }, self.complete.is_complete(rel, relation.period().is_some(), None, None))
    }

    fn rows_to_judge(&mut self, subject: &SubjectPlan) -> Arc<Vec<u32>> {
        if let Some((set, column)) = subject.over {
            return Arc::new(self.roster_rows(subject.rel, set, column));
        }
        if !subject.by.is_empty() {
            let mut rows = self.group_rows(subject);
            rows.extend(self.silent_groups(subject, &rows));
            return Arc::new(rows);
        }
        let count = self.table(subject.rel).own_rows();
        let unsent = self.unsent_rows(subject.rel);
        let sent = self.rows.entry(subject.rel).or_insert_with(|| Arc::new((0..count).collect()));
        let mut rows = sent.clone();
        if !unsent.is_empty() {
            Arc::make_mut(&mut rows).extend(unsent);
        }
        rows
    }

    /// What should be there and is not: for every member that owes the table and sent nothing, and for every list that was not sent,
    /// one unknown row.
    fn unsent_rows(&mut self, rel: RelId) -> Vec<u32> {
        match self.rules.schema.get(rel).origin {
            Origin::Policy | Origin::Calendar => Vec::new(),
            Origin::Submitted => self.silent_senders(rel),
            Origin::Nested { parent, .. } => {
                let unsent = |r: &u32| !list_is_sent(self.rules, self.data, rel, *r);
                let mut parents: Vec<u32> = (0..self.table(parent).rows).filter(unsent).collect();
                parents.extend(self.unsent_rows(parent));
                parents.into_iter().map(|r| self.unsent_list(rel, r)).collect()
            }
        }
    }

    /// The rows of each member that owes some and sent nothing, as one row of which no more is known than who owes it, and the period.
    fn silent_senders(&mut self, rel: RelId) -> Vec<u32> {
        let relation = self.rules.schema.get(rel);
        let (column, period) = (relation.sent_by.as_ref().and_then(|s| s.column), relation.period());
        let periods = match period {
            _ if relation.sent_by.is_none() => Vec::new(),
            None => vec![None],
            Some((col, kind)) => self.periods_in_hand(rel, col, Some(kind)),
        };
        let mut rows = Vec::new();
        for p in periods {
            for member in self.complete.silent(rel, p.map(u64::cast_signed)) {
                let part = |c: ColId| match c {
                    c if Some(c) == column => Some(u64::from(member)),
                    c if period.is_some_and(|(col, _)| col == c) => p,
                    _ => None,
                };
                let key = relation.key.iter().map(|&c| part(c)).collect();
                rows.push(self.expected(ExpectedRow { rel, key, parent: None, sender: Some(member), perhaps: true }));
            }
        }
        rows
    }

    /// Groups that only a silent sender can form: those it owes by name, and one that nobody knows.
    fn silent_groups(&mut self, subject: &SubjectPlan, groups: &[u32]) -> Vec<u32> {
        let (rel, by) = (subject.rel, &subject.by);
        if self.rules.schema.get(rel).origin != Origin::Submitted {
            return Vec::new();
        }
        let silent = self.silent_senders(rel);
        if silent.is_empty() {
            return silent;
        }
        let known: Vec<Option<Vec<u64>>> =
            groups.iter().map(|&row| by.iter().map(|&c| self.key_bits(rel, c, row)).collect()).collect();
        let mut seen: FxHashSet<Vec<u64>> = known.into_iter().flatten().collect();
        // Of which group its rows are may not be known; that it is one of those there are changes nothing.
        silent.into_iter().filter(|row| self.owed_group(rel, by, *row).is_none_or(|key| seen.insert(key))).collect()
    }

    /// Who sent an empty table, and sent it late: there is no row to be in time, and the duty was not kept. Only a rule that asks for nothing
    /// else has them as subjects.
    fn late_nil_reports(&mut self, plan: &RulePlan, subject: &SubjectPlan) -> Vec<u32> {
        let alone = plan.subjects.len() == 1 && subject.by.is_empty() && subject.over.is_none();
        let duty = plan.lines.is_empty() && plan.except.is_empty() && !plan.reports.is_empty();
        let conds: Vec<CondId> = plan
            .reports
            .iter()
            .filter_map(|r| if let ReportPlan::InTime { cond, .. } = r { Some(*cond) } else { None })
            .collect();
        if !alone || !duty || conds.len() < plan.reports.len() {
            return Vec::new();
        }
        let (rel, relation) = (subject.rel, self.rules.schema.get(subject.rel));
        let column = relation.sent_by.as_ref().and_then(|s| s.column);
        let period = relation.period().map(|(col, _)| col);
        let mut rows = Vec::new();
        // Of one that does not say when it was sent nobody knows that it was late.
        for nil in self.nil_reports(rel).into_iter().filter(|nil| nil.day.is_some()) {
            let part = |c: ColId| match c {
                c if Some(c) == column => Some(u64::from(nil.sender)),
                c if Some(c) == period => nil.period.map(i64::cast_unsigned),
                _ => None,
            };
            let key = relation.key.iter().map(|&c| part(c)).collect();
            rows.push(self.expected(ExpectedRow { rel, key, parent: None, sender: Some(nil.sender), perhaps: false }));
        }
        let exact = self.exact();
        rows.retain(|row| conds.iter().any(|cond| exact.truth(*cond, &Env::of(rel, *row)) != Truth::TRUE));
        rows
    }

    /// What a silent sender's row would be grouped by.
    fn owed_group(&self, rel: RelId, by: &[ColId], row: u32) -> Option<Vec<u64>> {
        let expected = row.checked_sub(FIRST_EXPECTED)?;
        let own = self.expecteds.get(expected as usize)?;
        let part = |&col: &ColId| self.key_field(rel, col, &own.key).or_else(|| self.owed_by(rel, col, expected).map(u64::from));
        by.iter().map(part).collect()
    }

    /// A list that was not sent stands for itself: one unknown row.
    fn unsent_list(&mut self, rel: RelId, parent: u32) -> u32 {
        let parts = self.rules.schema.get(rel).key.len();
        self.expected(ExpectedRow { rel, key: vec![None; parts], parent: Some(parent), sender: None, perhaps: true })
    }

    pub fn expected(&mut self, expected: ExpectedRow) -> u32 {
        let id = FIRST_EXPECTED.saturating_add(u32::try_from(self.expecteds.len()).unwrap_or(u32::MAX));
        self.tables.expecteds.push(expected);
        id
    }

    fn nested_rows(&mut self, so_far: Subjects, rel: RelId, of: RowRefId) -> Subjects {
        let mut children: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (row, parent) in self.table(rel).parents.iter().enumerate() {
            children.entry(*parent).or_default().push(u32::try_from(row).unwrap_or(u32::MAX));
        }
        let mut slots = vec![Vec::new(); so_far.slots.len() + 1];
        let mut out = Subjects { rels: so_far.rels.clone(), ..Subjects::default() };
        out.rels.push(rel);
        for i in 0..so_far.len {
            let mut rows = Vec::new();
            match self.exact().find(of, &so_far.env(i)) {
                Found::Row { row, .. } => {
                    rows.extend(children.get(&row).into_iter().flatten().copied());
                    if !list_is_sent(self.rules, self.data, rel, row) {
                        rows.push(self.unsent_list(rel, row));
                    }
                }
                // The list of a member that sent nothing is as unknown as the member.
                Found::Missing { expected: Some(expected), .. } => {
                    rows.push(self.unsent_list(rel, FIRST_EXPECTED.saturating_add(expected)))
                }
                Found::Missing { .. } => {}
            }
            for row in rows {
                for (slot, list) in so_far.slots.iter().enumerate() {
                    slots[slot].push(list[i]);
                }
                slots[so_far.slots.len()].push(row);
                out.len += 1;
            }
        }
        out.slots = slots.into_iter().map(Arc::new).collect();
        out
    }

    /// One subject per member and period; a member without a row is there all the same, unknown.
    fn roster_rows(&mut self, rel: RelId, set: usize, column: ColId) -> Vec<u32> {
        let relation = self.rules.schema.get(rel);
        let period = relation.period().map(|(c, _)| c);
        let members = self.ordered_members(&self.plan.sets[set]);
        let periods: Vec<Option<u64>> = match period {
            None => vec![None],
            Some(col) => self.periods_in_hand(rel, col, relation.period().map(|(_, kind)| kind)),
        };
        let mut rows = Vec::new();
        for &p in &periods {
            for &member in &members {
                let part = |c: ColId| match c {
                    c if c == column => Some(u64::from(member)),
                    c if Some(c) == period => p,
                    _ => None,
                };
                let key: Vec<Option<u64>> = relation.key.iter().map(|&c| part(c)).collect();
                let full: Option<Box<[u64]>> = key.iter().copied().collect();
                match full.and_then(|k| self.index(rel).get(&*k).copied()) {
                    Some(row) => rows.push(row),
                    None => rows.push(self.expected(ExpectedRow { rel, key, parent: None, sender: None, perhaps: false })),
                }
            }
        }
        rows
    }

    /// Members in the order of the policy's table, or of their texts.
    fn ordered_members(&self, set: &SetExpr) -> Vec<Code> {
        if let SetExpr::Column { rel, col } = set {
            let (table, mut seen) = (self.table(*rel), FxHashSet::default());
            let codes = (0..table.rows).filter_map(|r| table.columns.get(col.index()).and_then(|c| c.code(r)));
            return codes.filter(|c| seen.insert(*c)).collect();
        }
        let at = self.plan.sets.iter().position(|s| s == set);
        let mut codes: Vec<Code> = at.map(|i| self.sets[i].iter().copied().collect()).unwrap_or_default();
        codes.sort_by(|a, b| self.data.texts.text(*a).cmp(self.data.texts.text(*b)));
        codes
    }

    /// The periods anybody reported on: of the record's rows, and of the envelopes.
    fn periods_in_hand(&self, rel: RelId, col: ColId, kind: Option<PeriodKind>) -> Vec<Option<u64>> {
        let column = self.column(rel, col);
        let mut periods: BTreeSet<i64> = (0..self.table(rel).rows).filter_map(|r| column.int(r)).collect();
        // A longer envelope does not say which months or quarters are meant.
        periods.extend(self.data.submissions.iter().filter_map(|s| s.period).filter(|(_, k)| Some(*k) == kind).map(|(p, _)| p));
        if periods.is_empty() { vec![None] } else { periods.into_iter().map(|p| Some(p.cast_unsigned())).collect() }
    }

    /// The first row of every group with a known key, of those that may pass the filter.
    fn group_rows(&self, subject: &SubjectPlan) -> Vec<u32> {
        if let Some(first) = self.grouped_already(subject) {
            return first;
        }
        let mut seen: FxHashSet<KeyBits> = FxHashSet::default();
        let rel = subject.rel;
        let key = |row: u32| -> Option<KeyBits> { subject.by.iter().map(|&c| self.key_bits(rel, c, row)).collect() };
        let exact = self.exact();
        let passes = |row: u32| {
            let env = Env::of(rel, row);
            subject.filter.is_none_or(|cond| exact.truth(cond, &env).can_be_true())
        };
        (0..self.table(rel).rows).filter(|&row| passes(row) && key(row).is_some_and(|k| seen.insert(k))).collect()
    }

    /// The same, where an aggregate groups all rows by the same columns: groups stand in the order of their first rows.
    fn grouped_already(&self, subject: &SubjectPlan) -> Option<Vec<u32>> {
        let rel = subject.rel;
        if subject.filter.is_some() || !self.exact().outside(rel).is_empty() || self.table(rel).stand_ins > 0 {
            return None;
        }
        let by = |key: &Key| match key {
            Key::Text(Text::Cell { row, col }) => Some((*row, *col)),
            Key::Int(lin) => match lin.terms.iter().next() {
                Some((atom, one))
                    if lin.terms.len() == 1 && *one == Rat::ONE && lin.constant.is_zero() && lin.gone.is_empty() =>
                {
                    if let Atom::Cell { row, col } = self.plan.atom(*atom) {
                        Some((*row, *col))
                    } else {
                        None
                    }
                }
                _ => None,
            },
            Key::Text(_) | Key::Row(_) => None,
        };
        let own = |key: &Key| by(key).filter(|(row, _)| matches!(self.plan.row(*row), Row::Slot(0))).map(|(_, col)| col);
        let fits = |scope: &Scope| {
            let columns: Option<BTreeSet<ColId>> = scope.key.iter().map(own).collect();
            let plain = scope.rel == rel && scope.filter.is_empty() && scope.residual.is_none() && !scope.as_sent;
            plain && scope.key.len() == subject.by.len() && columns == Some(subject.by.iter().copied().collect())
        };
        let at = self.plan.scopes.iter().position(fits)?;
        let groups = &self.groups.get(at)?.get()?.groups;
        groups.iter().map(|g| if g.maybe.is_empty() { g.sure.first().copied() } else { None }).collect()
    }

    /// Every subject so far with each period between the bounds; where these are not known, with each that can be.
    pub fn calendar_rows(&mut self, so_far: Subjects, rel: RelId, bounds: &(LinearForm, LinearForm)) -> Subjects {
        let mut slots = vec![Vec::new(); so_far.slots.len() + 1];
        let mut out = Subjects { rels: so_far.rels.clone(), ..Subjects::default() };
        out.rels.push(rel);
        let mut made: FxHashMap<Option<i64>, u32> = FxHashMap::default();
        let weeks = self.goes_by_weeks(rel);
        for i in 0..so_far.len {
            let env = so_far.env(i);
            let periods: Vec<Option<i64>> = match self.exact().calendar_range(bounds, &env) {
                Some((first, last)) => (first..=last).filter(|p| !weeks || monday(*p) == *p).map(Some).collect(),
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
                    slots[slot].push(list[i]);
                }
                slots[so_far.slots.len()].push(row);
                out.len += 1;
            }
            if out.len > MAX_SUBJECTS {
                break;
            }
        }
        out.slots = slots.into_iter().map(Arc::new).collect();
        out
    }

    pub fn calendar_row(&mut self, rel: RelId, period: Option<i64>) -> u32 {
        let table = self.table(rel);
        let first = table.columns.first().and_then(|c| c.int(0));
        let apart = if self.goes_by_weeks(rel) { 7 } else { 1 };
        let at = period
            .zip(first)
            .and_then(|(p, first)| u32::try_from((p - first).div_euclid(apart)).ok())
            .filter(|at| *at < table.rows);
        at.unwrap_or_else(|| {
            self.expected(ExpectedRow {
                rel,
                key: vec![period.map(i64::cast_unsigned)],
                parent: None,
                sender: None,
                perhaps: false,
            })
        })
    }
}

/// Every pair of what there is and the new rows.
fn cross(so_far: Subjects, rel: RelId, rows: &Arc<Vec<u32>>) -> Subjects {
    let mut out = Subjects { rels: so_far.rels.clone(), len: so_far.len.saturating_mul(rows.len()), ..Subjects::default() };
    out.rels.push(rel);
    if out.len > MAX_SUBJECTS {
        return out;
    }
    if let ([], 1) = (so_far.slots.as_slice(), so_far.len) {
        out.slots.push(rows.clone());
        return out;
    }
    for list in &so_far.slots {
        out.slots.push(Arc::new(list.iter().flat_map(|&r| std::iter::repeat_n(r, rows.len())).collect()));
    }
    out.slots.push(Arc::new((0..so_far.len).flat_map(|_| rows.iter().copied()).collect()));
    out
}
