//! The header as it was understood, for whoever wants to see it; where there is none, the fields that rows name.

use super::header::Header;
use crate::data::{CellState, Extent, HeaderAccount, HeaderCell, Heads, UnitFrom};
use crate::load::part::Part;
use crate::load::value::is_blank;
use crate::text::fold_name;
use crate::ty::{ColId, RelId};

impl Header {
    /// Leaves the header with the account of the file; called when all that may change it was read.
    pub fn leave_account(&self, part: &mut Part<'_>, rel: RelId) {
        let cells = self.cells.iter().enumerate().filter_map(|(at, (text, place))| {
            let heads = self.heads(part, at, text)?;
            Some(HeaderCell { text: text.trim().to_string(), place: *place, heads })
        });
        let account = HeaderAccount {
            place: Some(Extent { start: self.place.start, end: self.place.end }),
            cells: cells.collect::<Vec<_>>(),
        };
        part.headers.insert(rel, account);
    }

    fn heads(&self, part: &Part<'_>, at: usize, text: &str) -> Option<Heads> {
        if let Some(col) = self.columns.get(at).copied().flatten() {
            return Some(Heads::Field {
                col,
                unit: self.units.get(col.index()).cloned().flatten(),
                said: self.unit_from.get(&col).copied().unwrap_or_default(),
                usable: !self.unusable_columns.contains(&col),
            });
        }
        if let Some((_, col)) = self.twice.iter().find(|(i, _)| *i == at) {
            return Some(Heads::Twice(*col));
        }
        if self.unit_columns.iter().any(|(i, _)| *i == at) {
            return Some(Heads::RowUnit);
        }
        if let Some(nth) = self.links.iter().position(|i| *i == at) {
            return part.link_columns.get(nth).map(|(rel, col)| Heads::Link { rel: *rel, col: *col });
        }
        if self.form_cells.contains(&at) {
            return Some(Heads::FormUnit);
        }
        if is_blank(text) {
            return self.has_nameless(at).then_some(Heads::Nameless);
        }
        Some(if part.ignored.contains(&fold_name(text.trim())) { Heads::Ignored } else { Heads::Unknown })
    }
}

impl Part<'_> {
    /// The header of a table as it was read.
    pub fn header_of(&self, rel: RelId) -> HeaderAccount {
        if let Some(header) = self.headers.get(&rel) {
            return header.clone();
        }
        let Some(Some(table)) = self.tables.get(rel.index()) else { return HeaderAccount::default() };
        let own = (0u32..).zip(&table.table.columns).filter_map(|(at, column)| {
            let there = |(state, extent): (&CellState, &Extent)| *state != CellState::Absent && !extent.is_none();
            let first = column.states.iter().zip(&column.extents).position(there)?;
            let def = table.relation.columns.get(at as usize)?;
            let heads = Heads::Field { col: ColId(at), unit: None, said: UnitFrom::Declared, usable: true };
            Some(HeaderCell { text: def.name.clone(), place: *column.extents.get(first)?, heads })
        });
        let strange = self.strange_fields.iter().filter(|((of, _), _)| *of == rel);
        let heads = |name: &str| if self.ignored.contains(&fold_name(name)) { Heads::Ignored } else { Heads::Unknown };
        let unknown = strange.map(|((_, name), place)| HeaderCell { text: name.clone(), place: *place, heads: heads(name) });
        HeaderAccount { place: None, cells: own.chain(unknown).collect() }
    }
}
