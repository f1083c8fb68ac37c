//! Which region a finding is shown under. Where no column and no envelope says it, a roster of senders or the only sender does; that
//! decides nothing but the place in the report.

use crate::data::Code;
use crate::eval::tables::bind::{GroupRegions, Tables};
use crate::eval::types::env::{Env, ExpectedRow, FIRST_EXPECTED, KeyBits};
use crate::plan::RulePlan;
use crate::ty::{ColId, Origin, RelId, Type};
use std::ops::Range;
use std::sync::Arc;

/// References followed one after the other: from a project to its body, from the body to its county.
const REFERENCES: usize = 3;

impl Tables<'_> {
    /// The region a subject of a rule is shown under. A group is that of its rows, where they are all of one.
    pub fn region_of_subject(&self, plan: &RulePlan, env: &Env) -> Option<String> {
        if plan.subjects.iter().all(|s| s.by.is_empty()) {
            return self.shown_region(env);
        }
        let slots = || env.rels.iter().zip(&env.rows).zip(&plan.subjects).map(|((rel, row), s)| (*rel, *row, s.by.as_slice()));
        let about = |(rel, row, by): (RelId, u32, &[ColId])| match by {
            [] => self.region_about(rel, row, REFERENCES),
            by => self.group_region(rel, row, by),
        };
        let alone = || slots().filter(|(_, _, by)| by.is_empty()).find_map(|(rel, row, _)| self.region_shown_for(rel, row));
        slots().find_map(about).or_else(alone)
    }

    fn group_region(&self, rel: RelId, row: u32, by: &[ColId]) -> Option<String> {
        let key = |row: u32| by.iter().map(|c| self.key_bits(rel, *c, row)).collect::<Option<KeyBits>>();
        let own = if row < FIRST_EXPECTED { key(row) } else { None };
        let Some(own) = own else { return self.region_shown_for(rel, row) };
        let mut known = self.group_regions.lock().ok()?;
        let regions = known.entry((rel, by.to_vec())).or_insert_with(|| {
            let mut all = GroupRegions::default();
            let (by_batch, mut beside, mut region) = (self.region_by_batch(rel), 0..0, None);
            for row in 0..self.table(rel).rows {
                if !beside.contains(&row) {
                    region = self.region_shown_for(rel, row);
                    beside = if by_batch { self.rows_beside(rel, row).unwrap_or_default() } else { 0..0 };
                }
                let Some(key) = key(row) else { continue };
                let told = all.entry(key).or_insert_with(|| region.clone());
                if *told != region {
                    *told = None;
                }
            }
            Arc::new(all)
        });
        regions.get(&own).cloned().flatten()
    }

    pub fn shown_region(&self, env: &Env) -> Option<String> {
        let rows = || env.rels.iter().zip(&env.rows).map(|(rel, row)| (*rel, *row));
        let about = || rows().find_map(|(rel, row)| self.region_about(rel, row, REFERENCES));
        about().or_else(|| self.region(env)).or_else(|| rows().find_map(|(rel, row)| self.region_shown_for(rel, row)))
    }

    pub fn region_shown_for(&self, rel: RelId, row: u32) -> Option<String> {
        let (top, top_row) = self.top(rel, row)?;
        let own = || self.named_by_roster(top, top_row);
        self.region_about(rel, row, REFERENCES)
            .or_else(|| self.region_of(rel, row))
            .or_else(own)
            .or_else(|| self.only_sender(top, top_row))
    }

    /// The region that a row itself says it is about, whoever sent it: by the column that the project names, by who owes it, by a reference
    /// to a roster, or by one to a row that says it.
    fn region_about(&self, rel: RelId, row: u32, references: usize) -> Option<String> {
        let text = |col: ColId| Some(self.text_of_code(self.code_of(rel, row, col)?).into_owned());
        let schema = &self.rules.schema;
        if let Some(col) = self.rules.region_columns.get(&rel) {
            return text(*col);
        }
        if let Some(col) = schema.get(rel).sent_by.as_ref().and_then(|s| s.column) {
            return text(col);
        }
        let found = self.references(rel).find_map(|(col, target)| match self.is_region_table(target) {
            true => text(col),
            false if references > 0 => {
                let key = u64::from(self.code_of(rel, row, col)?);
                let at = self.index(target).get(&[key][..]).copied()?;
                self.region_about(target, at, references - 1)
            }
            false => None,
        });
        let above = || match schema.get(rel).origin {
            Origin::Nested { parent, .. } if row < FIRST_EXPECTED => {
                self.region_about(parent, *self.table(rel).parents.get(row as usize)?, references)
            }
            Origin::Nested { .. } | Origin::Submitted | Origin::Policy | Origin::Calendar => None,
        };
        found.or_else(above)
    }

    /// Whether rows of one submission share their region: none says of itself whose it is.
    pub fn region_by_batch(&self, rel: RelId) -> bool {
        let apart = self.rules.schema.get(rel).sent_by.is_some() || self.is_roster(rel) || self.tells_regions(rel);
        self.table(rel).parents.is_empty() && !apart
    }

    /// The rows that came with a row in one submission.
    pub fn rows_beside(&self, rel: RelId, row: u32) -> Option<Range<u32>> {
        let table = self.table(rel);
        let next = table.batches.partition_point(|b| b.first_row <= row);
        let batch = table.batches.get(next.checked_sub(1)?).filter(|b| row < FIRST_EXPECTED && b.submission.is_some())?;
        Some(batch.first_row..table.batches.get(next).map_or(table.rows, |b| b.first_row))
    }

    /// Whether rows of one file may be about different regions.
    pub fn tells_regions(&self, rel: RelId) -> bool {
        self.rules.region_columns.contains_key(&rel) || self.references(rel).next().is_some()
    }

    /// Columns that refer to rows of another relation, those of the key first.
    fn references(&self, rel: RelId) -> impl Iterator<Item = (ColId, RelId)> {
        let relation = self.rules.schema.get(rel);
        let others = (0..relation.columns.len()).filter_map(|at| u32::try_from(at).ok().map(ColId));
        let others = others.filter(|c| !relation.key.contains(c));
        relation.key.iter().copied().chain(others).filter_map(move |col| match relation.columns.get(col.index())?.ty {
            Type::Ref(target) => Some((col, target)),
            Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::Date
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => None,
        })
    }

    /// A roster of senders, or a table to which a column refers that the project names: its rows are regions.
    pub fn is_region_table(&self, rel: RelId) -> bool {
        let named = |(of, col): (&RelId, &ColId)| self.rules.schema.column(*of, *col).ty == Type::Ref(rel);
        self.is_roster(rel) || self.rules.region_columns.iter().any(named)
    }

    /// The text in a row, sent or expected, by its code.
    fn code_of(&self, rel: RelId, row: u32, col: ColId) -> Option<Code> {
        if !self.def(rel, col).ty.is_coded() {
            return None;
        }
        match row.checked_sub(FIRST_EXPECTED) {
            None => self.column(rel, col).code(row),
            Some(at) => self.key_field(rel, col, &self.expecteds.get(at as usize)?.key).and_then(|c| Code::try_from(c).ok()),
        }
    }

    /// A row of a roster of senders is that sender's own; a row of what they send is its sender's if its key names one.
    fn named_by_roster(&self, rel: RelId, row: u32) -> Option<String> {
        let schema = &self.rules.schema;
        let roster = if self.is_roster(rel) { rel } else { schema.get(rel).sent_by.as_ref()?.roster };
        let key = *schema.get(roster).key.first()?;
        let (members, rows) = (self.column(roster, key), self.table(roster).rows);
        let is_member = |code: &Code| (0..rows).any(|r| members.code(r) == Some(*code));
        let expected = row.checked_sub(FIRST_EXPECTED).and_then(|at| self.expecteds.get(at as usize));
        let code = |(at, col): (usize, &ColId)| match expected {
            _ if !self.def(rel, *col).ty.is_coded() => None,
            Some(expected) => expected.key.get(at).copied().flatten().and_then(|b| Code::try_from(b).ok()),
            None => self.column(rel, *col).code(row),
        };
        let found = schema.get(rel).key.iter().enumerate().filter_map(code).find(is_member)?;
        Some(self.data.texts.text(found).to_string())
    }

    /// Whether a table lists those who owe some record.
    fn is_roster(&self, rel: RelId) -> bool {
        self.rules.schema.relations.iter().filter_map(|r| r.sent_by.as_ref()).any(|s| s.roster == rel)
    }

    /// The region a row speaks of: who sent it, or the member it stands for in a roster of the policy's own.
    pub fn region_spoken_of(&self, rel: RelId, row: u32) -> Option<String> {
        let own = || if self.is_roster(rel) { self.named_by_roster(rel, row) } else { None };
        self.region_of(rel, row).or_else(own)
    }

    /// A row that is not there in a record that one region alone sends is that region's.
    fn only_sender(&self, rel: RelId, row: u32) -> Option<String> {
        if row < FIRST_EXPECTED {
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

impl Tables<'_> {
    /// The region that answers for a subject: the envelope's, or what the sender column says.
    pub fn region(&self, env: &Env) -> Option<String> {
        env.rels.iter().zip(&env.rows).find_map(|(&rel, &row)| self.region_of(rel, row))
    }

    pub fn region_of(&self, rel: RelId, row: u32) -> Option<String> {
        let sender = |rel: RelId, row: u32| {
            let expected = row.checked_sub(FIRST_EXPECTED).and_then(|at| self.expecteds.get(at as usize));
            let col = self.rules.schema.get(rel).sent_by.as_ref().and_then(|s| s.column);
            let code = match (expected, col) {
                (Some(ExpectedRow { sender: Some(code), .. }), _) => *code,
                (Some(expected), Some(col)) => self.key_field(rel, col, &expected.key).and_then(|c| u32::try_from(c).ok())?,
                (None, Some(col)) => self.column(rel, col).code(row)?,
                (_, None) => return None,
            };
            Some(self.data.texts.text(code).to_string())
        };
        if let Some(found) = sender(rel, row) {
            return Some(found);
        }
        let (rel, row) = self.top(rel, row)?;
        let sent = sender(rel, row).or_else(|| self.envelope(rel, row)?.region.clone());
        sent.or_else(|| self.sole_member(rel).filter(|_| row >= FIRST_EXPECTED))
    }

    /// Where one member owes the whole table, what is missing is missing from that member.
    pub fn sole_member(&self, rel: RelId) -> Option<String> {
        let roster = self.rules.schema.get(rel).sent_by.as_ref()?.roster;
        let key = self.rules.schema.get(roster).key.first()?;
        let code = self.column(roster, *key).code(0).filter(|_| self.table(roster).rows == 1)?;
        Some(self.data.texts.text(code).to_string())
    }
}
