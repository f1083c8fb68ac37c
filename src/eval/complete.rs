//! Which tables are complete, so that "not there" may be read as "does not exist". Silence is not zero.

use crate::data::{CellState, Code, Dataset, RowId};
use crate::hir::RuleSet;
use crate::ty::{Origin, RelId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Per relation, what was sent.
#[derive(Debug, Default)]
pub struct Completeness {
    rels: Vec<RelState>,
}

#[derive(Debug, Default)]
struct RelState {
    /// The policy's own tables are always complete.
    always: bool,
    /// By period (`None`: a relation without period): complete so far, and who sent.
    periods: FxHashMap<Option<i64>, PeriodState>,
    /// Codes of the roster that owes this table.
    owed_by: Option<Vec<Code>>,
}

#[derive(Debug)]
struct PeriodState {
    complete: bool,
    /// Sender code and whether its part is complete.
    senders: FxHashMap<Code, bool>,
}

impl Completeness {
    pub fn of(rules: &RuleSet, data: &Dataset) -> Self {
        let mut rels: Vec<RelState> = Vec::new();
        for rel in rules.schema.ids() {
            let state = match &rules.schema.get(rel).origin {
                Origin::Policy => RelState { always: true, ..RelState::default() },
                Origin::Submitted => submitted(rules, data, rel),
                Origin::Nested { .. } => RelState::default(),
            };
            rels.push(state);
        }
        Self { rels }
    }

    /// Whether no further row can exist in this relation, for the period and the sender if given.
    pub fn is_complete(&self, rel: RelId, has_period: bool, period: Option<i64>, sender: Option<Code>) -> bool {
        let Some(state) = self.rels.get(rel.index()) else { return false };
        if state.always {
            return true;
        }
        let wanted = |key: &Option<i64>| !has_period || period.is_none() || *key == period;
        let relevant: Vec<&PeriodState> = state.periods.iter().filter(|(k, _)| wanted(k)).map(|(_, s)| s).collect();
        if relevant.is_empty() {
            return false;
        }
        relevant.iter().all(|s| match (sender, &state.owed_by) {
            (Some(code), Some(_)) => s.senders.get(&code).copied().unwrap_or(false),
            (_, Some(owed)) => s.complete && owed.iter().all(|c| s.senders.get(c).copied().unwrap_or(false)),
            _ => s.complete,
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
    let mut state = RelState { always: false, periods: FxHashMap::default(), owed_by };
    for (index, submission) in data.submissions.iter().enumerate() {
        let Some(&complete) = submission.sent.get(&rel) else { continue };
        let sender = submission.region.as_ref().and_then(|r| data.texts.find(r));
        for period in covered(rules, data, rel, index, submission.period) {
            let entry = state.periods.entry(period).or_insert(PeriodState { complete: true, senders: FxHashMap::default() });
            entry.complete &= complete;
            if let Some(code) = sender {
                let own = entry.senders.entry(code).or_insert(true);
                *own &= complete;
            }
        }
    }
    state
}

/// The periods a submission speaks for: that of its envelope, else those of its rows.
fn covered(rules: &RuleSet, data: &Dataset, rel: RelId, submission: usize, envelope: Option<i64>) -> FxHashSet<Option<i64>> {
    let Some((col, _)) = rules.schema.get(rel).period() else { return FxHashSet::from_iter([None]) };
    let table = data.table(rel);
    let mut periods = FxHashSet::default();
    if envelope.is_some() {
        periods.insert(envelope);
    }
    for (i, batch) in table.batches.iter().enumerate() {
        if batch.submission.map(|s| s.0 as usize) != Some(submission) {
            continue;
        }
        let end = table.batches.get(i + 1).map_or(table.rows, |b| b.first_row);
        for row in batch.first_row..end {
            if let Some(column) = table.columns.get(col.index()) {
                periods.extend(column.int(row).map(Some));
            }
        }
    }
    if periods.is_empty() {
        periods.insert(None);
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
