//! Which rows lie in a jurisdiction: totals of a policy run over its own regions.

use crate::data::CellState;
use crate::eval::tables::bind::Tables;
use crate::eval::types::env::FIRST_EXPECTED;
use crate::eval::types::truth::Truth;
use crate::ty::{Origin, RelId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Whether a region code lies in that of a jurisdiction; what is no code may.
pub fn lies_in(region: &str, code: &str) -> bool {
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

impl Tables<'_> {
    /// Whether a row is of a region that lies in a jurisdiction; `None` where nothing says of which it is. A sender that is not known is one
    /// of those who owe the table.
    pub fn row_lies_in(&self, code: &str, rel: RelId, row: u32) -> Option<Truth> {
        if let Some(roster) = self.unknown_sender(rel, row) {
            let key = *self.rules.schema.get(roster).key.first()?;
            let members = (0..self.table(roster).rows).filter_map(|r| self.column(roster, key).code(r));
            let each = members.map(|c| Truth::of(lies_in(self.data.texts.text(c), code)));
            return Some(each.fold(Truth::default(), Truth::or_possible)).filter(|t| !t.is_open());
        }
        self.region_spoken_of(rel, row).map(|region| Truth::of(lies_in(&region, code)))
    }

    /// The roster of senders, where a row has a column for its sender and does not say who it was.
    pub fn unknown_sender(&self, rel: RelId, row: u32) -> Option<RelId> {
        let (rel, row) = self.top(rel, row)?;
        let sent_by = self.rules.schema.get(rel).sent_by.as_ref()?;
        let column = self.column(rel, sent_by.column?);
        (row < FIRST_EXPECTED && !matches!(column.state(row), CellState::Known | CellState::None)).then_some(sent_by.roster)
    }

    /// Rows of a relation that regions outside the jurisdiction sent, or may have sent, in order: no part of a policy's totals.
    pub fn outside(&self, rel: RelId) -> &[(u32, Truth)] {
        let cell = self.outside.get(rel.index());
        cell.map_or(&[], |c| c.get_or_init(|| self.rows_outside(rel)))
    }

    /// Whether a row is part of a policy's totals.
    pub fn is_here(&self, rel: RelId, row: u32) -> Truth {
        let outside = self.outside(rel);
        outside.binary_search_by_key(&row, |(r, _)| *r).ok().map_or(Truth::TRUE, |at| outside[at].1)
    }

    pub fn rows_outside(&self, rel: RelId) -> Vec<(u32, Truth)> {
        let Some(code) = &self.jurisdiction else { return Vec::new() };
        if matches!(self.rules.schema.get(rel).origin, Origin::Policy | Origin::Calendar) {
            return Vec::new();
        }
        if !self.may_be_outside(rel, code) {
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
    pub fn may_be_outside(&self, rel: RelId, code: &str) -> bool {
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
}

#[cfg(test)]
mod tests {
    use super::lies_in;

    #[test]
    fn a_region_lies_where_its_code_begins_so_and_what_is_no_code_may() {
        for (region, code) in
            [("131125", "131100"), ("131125", "130000"), ("131100", "131100"), ("131125", "13"), ("210200", "210000")]
        {
            assert!(lies_in(region, code), "{region} in {code}");
        }
        for (region, code) in [("131225", "131100"), ("141125", "130000"), ("131100", "131125"), ("130000", "131100")] {
            assert!(!lies_in(region, code), "{region} not in {code}");
        }
        for (region, code) in [("安平县", "131100"), ("131125", "衡水市"), ("安平县", "衡水市"), ("1", "131100")] {
            assert!(lies_in(region, code), "nobody can say that {region} is not in {code}");
        }
    }
}
