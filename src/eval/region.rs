//! Which region a finding is shown under. Where no column and no envelope says it, a roster of senders or the only sender does; that
//! decides nothing but the place in the report.

use super::bind::{Bound, PHANTOM};
use super::exact::Env;
use crate::ty::{ColId, RelId};

impl Bound<'_> {
    pub fn shown_region(&self, env: &Env) -> Option<String> {
        let rows = || env.rels.iter().zip(&env.rows).map(|(rel, row)| (*rel, *row));
        self.region(env).or_else(|| rows().find_map(|(rel, row)| self.region_shown_for(rel, row)))
    }

    pub fn region_shown_for(&self, rel: RelId, row: u32) -> Option<String> {
        let (top, top_row) = self.top(rel, row)?;
        let own = || self.named_by_roster(top, top_row);
        self.region_of(rel, row).or_else(own).or_else(|| self.only_sender(top, top_row))
    }

    /// A row of a roster of senders is that sender's own; a row that is not there is its sender's if its key names one.
    fn named_by_roster(&self, rel: RelId, row: u32) -> Option<String> {
        let schema = &self.rules.schema;
        let text = |code: u32| self.data.texts.text(code).to_string();
        if row < PHANTOM {
            let is_roster = schema.relations.iter().filter_map(|r| r.sent_by.as_ref()).any(|s| s.roster == rel);
            let key = *schema.get(rel).key.first()?;
            return if is_roster { self.column(rel, key).code(row).map(text) } else { None };
        }
        let roster = schema.get(rel).sent_by.as_ref()?.roster;
        let key = *schema.get(roster).key.first()?;
        let (members, rows) = (self.column(roster, key), self.table(roster).rows);
        let phantom = self.phantoms.get((row - PHANTOM) as usize)?;
        let coded = |(col, bits): (&ColId, &Option<u64>)| match self.def(rel, *col).ty.is_coded() {
            true => bits.and_then(|b| u32::try_from(b).ok()),
            false => None,
        };
        let named = schema.get(rel).key.iter().zip(&phantom.key).filter_map(coded);
        named.into_iter().find(|code| (0..rows).any(|r| members.code(r) == Some(*code))).map(text)
    }

    /// A row that is not there in a record that one region alone sends is that region's.
    fn only_sender(&self, rel: RelId, row: u32) -> Option<String> {
        if row < PHANTOM {
            return None;
        }
        let mut regions = self
            .table(rel)
            .batches
            .iter()
            .map(|b| b.submission.and_then(|s| self.data.submissions.get(s.0 as usize)).and_then(|s| s.region.clone()));
        let first = regions.next()??;
        regions.all(|r| r.as_ref() == Some(&first)).then_some(first)
    }
}
