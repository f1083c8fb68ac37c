//! Empty tables: who owes rows says that there are none.

use crate::data::{Batch, Code};
use crate::eval::tables::bind::Tables;
use crate::ty::RelId;

/// An empty table that a member of a roster sent.
#[derive(Clone, Copy, Debug)]
pub struct NilReport {
    pub sender: Code,
    pub period: Option<i64>,
    /// When it was sent, where its submission says so.
    pub day: Option<i64>,
}

impl Tables<'_> {
    /// The empty tables that members of the roster sent, for periods of the relation's own.
    pub fn nil_reports(&self, rel: RelId) -> Vec<NilReport> {
        let relation = self.rules.schema.get(rel);
        if relation.sent_by.is_none() {
            return Vec::new();
        }
        let mut out = Vec::new();
        for (index, submission) in self.data.submissions.iter().enumerate() {
            let sender = submission.region.as_ref().and_then(|r| self.data.texts.find(r));
            let (Some(sender), Some(true)) = (sender, submission.sent.get(&rel)) else { continue };
            let own = |b: &Batch| b.submission.map(|s| s.0 as usize) == Some(index);
            let table = self.table(rel);
            let end = |at: usize| table.batches.get(at + 1).map_or(table.rows, |b| b.first_row);
            if table.batches.iter().enumerate().any(|(at, b)| own(b) && end(at) > b.first_row) {
                continue;
            }
            let period = match (relation.period(), submission.period) {
                (None, _) => None,
                (Some((_, kind)), Some((period, of))) if kind == of => Some(period),
                (Some(_), _) => continue,
            };
            out.push(NilReport { sender, period, day: submission.date });
        }
        out
    }
}
