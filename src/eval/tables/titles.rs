//! Names of rows, columns and values, as they stand in the data.

use crate::data::{CellId, RowId};
use crate::eval::tables::bind::Tables;
use crate::eval::types::env::{Env, FIRST_EXPECTED};
use crate::finding::{CauseKind, CellNote, Value};
use crate::num::{Rat, show_exact_or};
use crate::ty::{ColId, ColumnDef, Origin, RelId, Relation, Type, Unit, day_text, period_text};

impl Tables<'_> {
    /// What a group is grouped by; of a group that only a silent sender can form, as far as it is known, and whose it is.
    pub fn add_group_key(&self, rel: RelId, row: u32, by: &[ColId], out: &mut Vec<(String, Value)>) {
        let relation = self.rules.schema.get(rel);
        let expected = row.checked_sub(FIRST_EXPECTED).and_then(|at| Some((at, self.expecteds.get(at as usize)?)));
        if let (Some((_, expected)), Some(owed)) = (expected, &relation.sent_by)
            && let Some(sender) = expected.sender.filter(|_| owed.column.is_none_or(|c| !by.contains(&c)))
        {
            let title = self.rules.schema.get(owed.roster).title().to_string();
            out.push((title, Value::Text(self.member_title(relation, sender))));
        }
        for &col in by {
            let value = match expected {
                None => self.cell_shown(rel, row, col),
                Some((at, expected)) => {
                    let known = self.key_field(rel, col, &expected.key).or_else(|| self.owed_by(rel, col, at).map(u64::from));
                    known.map(|bits| self.bits_value(self.def(rel, col), bits))
                }
            };
            out.push((self.column_title(rel, col), value.unwrap_or_else(|| "?".into())));
        }
    }

    /// Key columns with their values, the parent's first.
    pub fn add_key(&self, rel: RelId, row: u32, out: &mut Vec<(String, Value)>) {
        let relation = self.rules.schema.get(rel);
        if let Origin::Nested { parent, .. } = relation.origin {
            let parent_row = match row.checked_sub(FIRST_EXPECTED) {
                Some(at) => self.expecteds.get(at as usize).and_then(|p| p.parent),
                None => self.table(rel).parents.get(row as usize).copied(),
            };
            if let Some(parent_row) = parent_row {
                self.add_key(parent, parent_row, out);
            }
        }
        self.add_own_key(rel, row, out);
    }

    pub fn parent_is_in_hand(&self, rel: RelId, row: u32, env: &Env) -> bool {
        let Origin::Nested { parent, .. } = self.rules.schema.get(rel).origin else { return false };
        let parent_row = match row.checked_sub(FIRST_EXPECTED) {
            Some(at) => self.expecteds.get(at as usize).and_then(|p| p.parent),
            None => self.table(rel).parents.get(row as usize).copied(),
        };
        env.rels.iter().zip(&env.rows).any(|(r, n)| *r == parent && Some(*n) == parent_row)
    }

    pub fn add_own_key(&self, rel: RelId, row: u32, out: &mut Vec<(String, Value)>) {
        let relation = self.rules.schema.get(rel);
        let expected = row.checked_sub(FIRST_EXPECTED).and_then(|at| self.expecteds.get(at as usize));
        if let (Some(sender), Some(owed)) = (expected.and_then(|p| p.sender), &relation.sent_by)
            && owed.column.is_none_or(|c| !relation.key.contains(&c))
        {
            // The key does not say who owes the row.
            let title = self.rules.schema.get(owed.roster).title().to_string();
            out.push((title, Value::Text(self.member_title(relation, sender))));
        }
        for (at, &col) in relation.key.iter().enumerate() {
            let def = &relation.columns[col.index()];
            let value = match expected {
                Some(p) => p.key.get(at).copied().flatten().map(|b| self.bits_value(def, b)),
                None => self.cell_shown(rel, row, col),
            };
            out.push((def.title().to_string(), value.unwrap_or_else(|| "?".into())));
        }
    }

    pub fn bits_value(&self, def: &ColumnDef, bits: u64) -> Value {
        if def.ty.is_coded() {
            let code = u32::try_from(bits).unwrap_or(u32::MAX);
            return self.text_of_code(code).as_ref().into();
        }
        Value::Text(match def.ty {
            Type::Period(kind) => period_text(bits.cast_signed(), kind),
            Type::Date => day_text(bits.cast_signed()).unwrap_or_default(),
            Type::Flag => return Value::Flag(bits != 0),
            Type::Text
            | Type::Number(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => bits.cast_signed().to_string(),
        })
    }

    /// A known cell as read, with its unit.
    pub fn cell_shown(&self, rel: RelId, row: u32, col: ColId) -> Option<Value> {
        let (column, def) = (self.column(rel, col), self.def(rel, col));
        if let Some(code) = column.code(row) {
            return Some(self.text_of_code(code).as_ref().into());
        }
        if column.bounds(row).is_some() {
            let span = self.data.span_of(CellId { rel, row, col })?;
            return Some(self.sources.slice(span).trim_matches(['"', ' ', '\'']).into());
        }
        let value = column.number(row)?;
        Some(Value::Text(match &def.ty {
            Type::Flag => return Some(Value::Flag(!value.is_zero())),
            Type::Date => crate::num::to_i64(&value).and_then(day_text).unwrap_or_default(),
            Type::Number(_) => {
                let unit = def.unit.as_ref().map_or("", |u| u.name.as_str());
                format!("{}{unit}", show_exact_or(&value, 12))
            }
            Type::Period(kind) => crate::num::to_i64(&value).map(|n| period_text(n, *kind)).unwrap_or_default(),
            Type::Text | Type::OneOf(_) | Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => {
                show_exact_or(&value, 0)
            }
        }))
    }

    pub fn column_title(&self, rel: RelId, col: ColId) -> String {
        self.def(rel, col).title().to_string()
    }

    pub fn note_of(&self, cell: CellId) -> CellNote {
        let span = self.data.span_of(cell).or_else(|| self.data.row_span(RowId { rel: cell.rel, row: cell.row }));
        CellNote {
            cell: Some(cell),
            label: self.column_title(cell.rel, cell.col),
            span,
            state: self.column(cell.rel, cell.col).state(cell.row),
            value: self.cell_shown(cell.rel, cell.row, cell.col),
            figure: self.cell_figure(cell),
            left_blank: self.column(cell.rel, cell.col).is_left_blank(cell.row),
            whose: self.whose(cell.rel, cell.row),
        }
    }

    pub fn cell_figure(&self, cell: CellId) -> Option<(Rat, Unit)> {
        let (column, def) = (self.column(cell.rel, cell.col), self.def(cell.rel, cell.col));
        if !matches!(def.ty, Type::Number(_)) || column.bounds(cell.row).is_some() {
            return None;
        }
        let unit = def.shown_unit();
        column.number(cell.row).map(|n| (n * &unit.factor, unit))
    }

    /// What is missing where a key finds no row: rows of the policy's own tables are not sent by anybody.
    pub fn no_row(&self, rel: RelId) -> CauseKind {
        match self.rules.schema.get(rel).origin {
            Origin::Policy => CauseKind::NotInTable,
            Origin::Submitted | Origin::Nested { .. } | Origin::Calendar => CauseKind::NoRow,
        }
    }

    /// A roster's member by its code and, where the roster has one, its name.
    pub fn member_title(&self, relation: &Relation, code: u32) -> String {
        self.sender_title(relation, self.data.texts.text(code))
    }

    pub fn sender_title(&self, relation: &Relation, text: &str) -> String {
        let Some(owed) = &relation.sent_by else { return text.to_string() };
        let (roster, table) = (self.rules.schema.get(owed.roster), self.table(owed.roster));
        let key = roster.key.first().map_or(0, |c| c.index());
        let is_it = |r: &u32| table.columns.get(key).and_then(|c| c.code(*r)).is_some_and(|c| self.data.texts.text(c) == text);
        let row = (0..table.rows).find(is_it);
        let name = row.and_then(|row| {
            let named = (0..table.columns.len()).filter(|&c| c != key).find_map(|c| table.columns[c].code(row));
            named.map(|c| self.data.texts.text(c))
        });
        name.map_or_else(|| text.to_string(), |name| format!("{text} {name}"))
    }

    pub fn row_title(&self, rel: RelId, row: u32) -> String {
        let mut key = Vec::new();
        self.add_key(rel, row, &mut key);
        key.iter().map(|(_, v)| v.plain()).collect::<Vec<_>>().join(" · ")
    }

    /// The relation of a subject that is not there, and the texts of its key.
    pub fn expected_key(&self, expected: u32) -> (RelId, Vec<String>) {
        let rel = self.expecteds[expected as usize].rel;
        let mut key = Vec::new();
        self.add_key(rel, FIRST_EXPECTED.saturating_add(expected), &mut key);
        (rel, key.iter().map(|(_, value)| value.plain().into_owned()).collect())
    }

    /// A subject that is not there: its key, after its parent's.
    pub fn expected_title(&self, expected: u32) -> String {
        let rel = self.expecteds[expected as usize].rel;
        let mut key = Vec::new();
        self.add_key(rel, FIRST_EXPECTED.saturating_add(expected), &mut key);
        let known: Vec<_> = key.iter().map(|(_, v)| v.plain()).filter(|v| v != "?").collect();
        format!("{} {}", self.rules.schema.get(rel).title(), known.join(" · "))
    }

    /// A row that is not there, by its key.
    pub fn keyed_title(&self, rel: RelId, key: &[Option<u64>]) -> String {
        format!("{} {}", self.rules.schema.get(rel).title(), self.key_text(rel, key))
    }

    pub fn key_text(&self, rel: RelId, key: &[Option<u64>]) -> String {
        let relation = self.rules.schema.get(rel);
        let parts = relation.key.iter().zip(key).map(|(col, bits)| {
            bits.map_or_else(|| "?".to_string(), |b| self.bits_value(&relation.columns[col.index()], b).plain().into_owned())
        });
        parts.collect::<Vec<_>>().join(" · ")
    }
}
