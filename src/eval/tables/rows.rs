//! Rows and the rows above and below them, sent or expected.

use crate::data::{Code, RowId, Submission};
use crate::eval::tables::bind::Tables;
use crate::eval::types::env::{FIRST_EXPECTED, Found};
use crate::plan::{Key, Row, Scope};
use crate::ty::{ColId, Origin, RelId};

impl Tables<'_> {
    pub fn in_hand(&self, rel: RelId, row: u32) -> Found {
        if row < FIRST_EXPECTED {
            return Found::Row { rel, row };
        }
        let expected = &self.expecteds[(row - FIRST_EXPECTED) as usize];
        Found::Missing { rel: expected.rel, key: expected.key.clone(), expected: Some(row - FIRST_EXPECTED) }
    }

    /// The column that names the sender, in a row that a sender owes.
    pub fn owed_by(&self, rel: RelId, col: ColId, expected: u32) -> Option<Code> {
        let names = self.rules.schema.get(rel).sent_by.as_ref()?.column?;
        self.expecteds.get(expected as usize)?.sender.filter(|_| names == col)
    }

    /// A key column of a missing row is known as far as its key is.
    pub fn key_field(&self, rel: RelId, col: ColId, key: &[Option<u64>]) -> Option<u64> {
        let at = self.rules.schema.get(rel).key.iter().position(|&k| k == col)?;
        key.get(at).copied().flatten()
    }

    /// A subject that stands for what was not sent, and may not be there.
    pub fn is_perhaps(&self, row: u32) -> bool {
        row.checked_sub(FIRST_EXPECTED).and_then(|at| self.expecteds.get(at as usize)).is_some_and(|p| p.perhaps)
    }

    /// The top row of a subject: the parent of nested rows, which may be a member that sent no row.
    pub fn top(&self, mut rel: RelId, mut row: u32) -> Option<(RelId, u32)> {
        while let Origin::Nested { parent, .. } = self.rules.schema.get(rel).origin {
            row = match row.checked_sub(FIRST_EXPECTED) {
                Some(at) => self.expecteds.get(at as usize)?.parent?,
                None => *self.table(rel).parents.get(row as usize)?,
            };
            rel = parent;
        }
        Some((rel, row))
    }

    /// The envelope a row came in; nobody sent an expected row.
    pub fn envelope(&self, rel: RelId, row: u32) -> Option<&Submission> {
        if row < FIRST_EXPECTED { self.data.submission_of(RowId { rel, row }) } else { None }
    }

    /// The lists below a row that were not sent in full, as the row that holds each: one level of lists, or lists in lists.
    pub fn open_lists(&self, scope: &Scope, row: u32) -> Vec<(RelId, u32)> {
        let above = scope.key.iter().find_map(|k| match k {
            Key::Row(id) => match self.plan.row(*id) {
                Row::Parent { rel, .. } => Some(*rel),
                Row::Slot(_) | Row::Lookup { .. } | Row::Only { .. } => None,
            },
            Key::Text(_) | Key::Int(_) => None,
        });
        // From the list itself up to those in the row in hand.
        let mut levels = Vec::new();
        let mut at = scope.rel;
        while let Origin::Nested { parent, .. } = self.rules.schema.get(at).origin {
            levels.push(at);
            if Some(parent) == above {
                break;
            }
            at = parent;
        }
        let (mut holders, mut open) = (vec![row], Vec::new());
        for (below, list) in levels.into_iter().enumerate().rev() {
            let whole = |r: &u32| self.complete.list_is_whole(self.rules, self.data, list, *r);
            open.extend(holders.iter().filter(|r| !whole(r)).map(|r| (list, *r)));
            if below == 0 {
                break;
            }
            let parents = &self.table(list).parents;
            holders =
                (0..self.table(list).rows).filter(|&r| parents.get(r as usize).is_some_and(|p| holders.contains(p))).collect();
        }
        open
    }
}
