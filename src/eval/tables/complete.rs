//! Which tables are complete, so that "not there" may be read as "does not exist". Silence is not zero.

use crate::data::{CellState, Code, Dataset, RowId, SubmissionId, Table};
use crate::hir::RuleSet;
use crate::ty::{Origin, PeriodKind, RelId, periods_within};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Per relation, what was sent.
#[derive(Debug, Default)]
pub struct Completeness {
    rels: Vec<RelState>,
    /// Nested relations with a list that was not sent, or parents that may be missing.
    open_lists: FxHashSet<RelId>,
    /// Submissions in which a list of this relation holds something that could not be used; which list, the loader does not say.
    unusable: FxHashSet<(RelId, SubmissionId)>,
}

#[derive(Debug, Default)]
struct RelState {
    /// The policy's own tables are always complete.
    always: bool,
    /// By period (`None`: a relation without period): complete so far, and who sent.
    periods: FxHashMap<Option<i64>, PeriodState>,
    /// Codes of the roster that owes this table.
    owed_by: Option<Vec<Code>>,
    /// Files that may hold rows of it which nobody has seen.
    unseen: Vec<Unseen>,
}

/// What is known of such a file.
#[derive(Debug)]
struct Unseen {
    nth: usize,
    /// Whose it is.
    sender: Option<Code>,
    /// The periods it speaks for.
    periods: Option<Vec<i64>>,
}

impl Unseen {
    fn may_be_of(&self, period: Option<i64>, sender: Option<Code>) -> bool {
        let period = period.zip(self.periods.as_ref()).is_none_or(|(asked, own)| own.contains(&asked));
        period && sender.zip(self.sender).is_none_or(|(asked, own)| asked == own)
    }
}

#[derive(Debug)]
struct PeriodState {
    complete: bool,
    /// Sender code and whether its part is complete.
    senders: FxHashMap<Code, bool>,
    /// Everybody who owes a part has sent it, complete.
    all: bool,
}

impl Completeness {
    pub fn of(rules: &RuleSet, data: &Dataset) -> Self {
        let mut rels: Vec<RelState> = Vec::new();
        for rel in rules.schema.ids() {
            let state = match &rules.schema.get(rel).origin {
                Origin::Policy | Origin::Calendar => RelState { always: true, ..RelState::default() },
                Origin::Submitted => submitted(rules, data, rel),
                Origin::Nested { .. } => RelState::default(),
            };
            rels.push(state);
        }
        let mut out = Self { rels, ..Self::default() };
        for rel in rules.schema.ids() {
            out.lists(rules, data, rel);
        }
        out
    }

    fn lists(&mut self, rules: &RuleSet, data: &Dataset, rel: RelId) {
        let Origin::Nested { parent, column } = &rules.schema.get(rel).origin else { return };
        let (relation, table) = (rules.schema.get(*parent), data.table(*parent));
        let parents = match relation.origin {
            Origin::Nested { .. } => !self.open_lists.contains(parent),
            Origin::Submitted | Origin::Policy | Origin::Calendar => {
                self.is_complete(*parent, relation.period().is_some(), None, None)
            }
        };
        let told = |s: &CellState| matches!(s, CellState::Known | CellState::None);
        let states = table.columns.get(column.index()).map_or(&[][..], |c| &c.states);
        let mut whole = parents && states.iter().all(told);
        for (i, batch) in table.batches.iter().enumerate() {
            let Some(id) = batch.submission else { continue };
            let Some(submission) = data.submissions.get(id.0 as usize) else { continue };
            let end = table.batches.get(i + 1).map_or(table.rows, |b| b.first_row);
            let mut own = states.iter().take(end as usize).skip(batch.first_row as usize);
            let explained = submission.sent.get(parent) == Some(&false) || !own.all(told);
            if submission.sent.get(&rel) == Some(&false) && !explained {
                self.unusable.insert((rel, id));
                whole = false;
            }
        }
        if !whole {
            self.open_lists.insert(rel);
        }
    }

    /// Every list of this nested relation was sent, and no parent can be missing.
    pub fn all_lists(&self, rel: RelId) -> bool {
        !self.open_lists.contains(&rel)
    }

    /// The list in this row was sent and read.
    pub fn list_is_whole(&self, rules: &RuleSet, data: &Dataset, nested: RelId, parent_row: u32) -> bool {
        let Origin::Nested { parent, .. } = &rules.schema.get(nested).origin else { return true };
        let submission = data.table(*parent).batch_of(parent_row).and_then(|b| b.submission);
        list_is_sent(rules, data, nested, parent_row) && submission.is_none_or(|id| !self.unusable.contains(&(nested, id)))
    }

    /// Who owes this table for the period and has not sent it, in the order of the roster.
    pub fn unsent(&self, rel: RelId, period: Option<i64>, sender: Option<Code>) -> Vec<Code> {
        let Some(state) = self.rels.get(rel.index()) else { return Vec::new() };
        let sent = |code: &Code| {
            let mut relevant = state.periods.iter().filter(|(k, _)| period.is_none() || **k == period).map(|(_, s)| s).peekable();
            relevant.peek().is_some() && relevant.all(|s| s.senders.get(code).copied().unwrap_or(false))
        };
        let owed = state.owed_by.iter().flatten().copied();
        owed.filter(|code| sender.is_none_or(|s| s == *code) && !sent(code)).collect()
    }

    /// Who owes this table for the period and sent no part of it, not even an empty one. Where nobody is known to have sent, nobody
    /// is known not to have.
    pub fn silent(&self, rel: RelId, period: Option<i64>) -> Vec<Code> {
        let Some(state) = self.rels.get(rel.index()) else { return Vec::new() };
        let Some(heard) = state.periods.get(&period).filter(|s| !s.senders.is_empty()) else { return Vec::new() };
        state.owed_by.iter().flatten().copied().filter(|code| !heard.senders.contains_key(code)).collect()
    }

    /// A part of the table came from this sender for the period, and something in it is missing or could not be used.
    pub fn is_unfinished(&self, rel: RelId, period: Option<i64>, sender: Code) -> bool {
        let heard = self.rels.get(rel.index()).and_then(|state| state.periods.get(&period)).map(|s| &s.senders);
        heard.is_some_and(|senders| senders.get(&sender) == Some(&false))
    }

    /// The first submission that may hold rows of this relation, for the period and the sender, which nobody has seen.
    pub fn unseen(&self, rel: RelId, period: Option<i64>, sender: Option<Code>) -> Option<usize> {
        self.rels.get(rel.index())?.unseen.iter().find(|u| u.may_be_of(period, sender)).map(|u| u.nth)
    }

    /// Whether no further row can exist in this relation, for the period and the sender if given.
    pub fn is_complete(&self, rel: RelId, has_period: bool, period: Option<i64>, sender: Option<Code>) -> bool {
        let Some(state) = self.rels.get(rel.index()) else { return false };
        if state.always {
            return true;
        }
        let wanted = |key: &Option<i64>| !has_period || period.is_none() || *key == period;
        let relevant: Vec<&PeriodState> = state.periods.iter().filter(|(k, _)| wanted(k)).map(|(_, s)| s).collect();
        if relevant.is_empty() || self.unseen(rel, period.filter(|_| has_period), sender).is_some() {
            return false;
        }
        relevant.iter().all(|s| match (sender, &state.owed_by) {
            (Some(code), Some(_)) => s.senders.get(&code).copied().unwrap_or(false),
            _ => s.all,
        })
    }
}

fn submitted(rules: &RuleSet, data: &Dataset, rel: RelId) -> RelState {
    let relation = rules.schema.get(rel);
    let owed_by = relation.sent_by.as_ref().map(|s| {
        let roster = data.table(s.roster);
        let col = rules.schema.get(s.roster).key.first().map_or(0, |c| c.index());
        (0..roster.rows).filter_map(|r| roster.columns.get(col).and_then(|c| c.code(r))).collect()
    });
    let mut state = RelState { owed_by, ..RelState::default() };
    let rows = rows_of_submissions(data.table(rel), data.submissions.len());
    for (index, submission) in data.submissions.iter().enumerate() {
        if submission.may_hold.contains(&rel) {
            let own = submission.region.as_ref().and_then(|r| data.texts.find(r));
            let sender = own.filter(|code| state.owed_by.as_ref().is_some_and(|all| all.contains(code)));
            let kinds = submission.period.zip(relation.period());
            let periods = kinds.map(|((sent, of), (_, kind))| periods_within(sent, of, kind).into_iter().collect());
            state.unseen.push(Unseen { nth: index, sender, periods });
        }
        let Some(&complete) = submission.sent.get(&rel) else { continue };
        // A city that hands in the table of its counties is none of those who owe it: then the rows say who sent them.
        let owes = |code: &Option<Code>| state.owed_by.as_ref().is_none_or(|all| code.is_some_and(|c| all.contains(&c)));
        let region = submission.region.as_ref().map(|r| data.texts.find(r)).filter(owes);
        for (period, named) in covered(rules, data, rel, (&rows[index], submission.period)) {
            let entry =
                state.periods.entry(period).or_insert(PeriodState { complete: true, senders: FxHashMap::default(), all: true });
            entry.complete &= complete;
            // A table without the region of a sender speaks for the senders it names.
            for code in region.map_or_else(|| named.clone(), |own| own.into_iter().collect()) {
                let own = entry.senders.entry(code).or_insert(true);
                *own &= complete;
            }
            // Rows that name another sender than the file: that one is heard of, and what else it owes is not known.
            for code in named.into_iter().filter(|code| region.flatten().is_some_and(|own| own != *code)) {
                entry.senders.entry(code).or_insert(false);
            }
        }
    }
    for period in state.periods.values_mut() {
        let owed = state.owed_by.iter().flatten();
        period.all = period.complete && owed.into_iter().all(|c| period.senders.get(c).copied().unwrap_or(false));
    }
    state
}

/// The rows that came with each submission.
fn rows_of_submissions(table: &Table, submissions: usize) -> Vec<Vec<Range<u32>>> {
    let mut rows = vec![Vec::new(); submissions];
    for (i, batch) in table.batches.iter().enumerate() {
        let end = table.batches.get(i + 1).map_or(table.rows, |b| b.first_row);
        if let Some(own) = batch.submission.and_then(|id| rows.get_mut(id.0 as usize)) {
            own.push(batch.first_row..end);
        }
    }
    rows
}

/// The periods a submission speaks for, that of its envelope and those of its rows, each with the senders its rows name.
fn covered(
    rules: &RuleSet,
    data: &Dataset,
    rel: RelId,
    (rows, envelope): (&[Range<u32>], Option<(i64, PeriodKind)>),
) -> FxHashMap<Option<i64>, FxHashSet<Code>> {
    let (relation, table) = (rules.schema.get(rel), data.table(rel));
    let period = relation.period().and_then(|(col, _)| table.columns.get(col.index()));
    let sender = relation.sent_by.as_ref().and_then(|s| table.columns.get(s.column?.index()));
    let mut periods: FxHashMap<Option<i64>, FxHashSet<Code>> = FxHashMap::default();
    // A table sent for a year is complete for each of its months.
    if let (Some((sent, of)), Some((_, kind))) = (envelope, relation.period()) {
        for own in periods_within(sent, of, kind) {
            periods.entry(Some(own)).or_default();
        }
    }
    for row in rows.iter().cloned().flatten() {
        let own = period.map(|column| column.int(row));
        // A row of an unknown period is found elsewhere; it makes no period complete.
        if own == Some(None) {
            continue;
        }
        periods.entry(own.flatten()).or_default().extend(sender.and_then(|column| column.code(row)));
    }
    if periods.is_empty() {
        periods.entry(None).or_default();
    }
    periods
}

/// Whether the nested list a parent row holds was sent (an absent list is unknown, an empty one is a nil report).
pub fn list_is_sent(rules: &RuleSet, data: &Dataset, nested: RelId, parent_row: u32) -> bool {
    let Origin::Nested { parent, column } = &rules.schema.get(nested).origin else { return true };
    let row = RowId { rel: *parent, row: parent_row };
    let column = data.table(row.rel).columns.get(column.index());
    column.is_some_and(|c| matches!(c.state(parent_row), CellState::Known | CellState::None))
}
