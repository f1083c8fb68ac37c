//! The day a row was sent, and rows that were not.

use crate::data::{CellState, Code, RowId};
use crate::eval::exact::context::Exact;
use crate::eval::tables::nil::NilReport;
use crate::eval::types::affine::Affine;
use crate::eval::types::env::{Env, Found};
use crate::eval::types::value::Value;
use crate::num::{Interval, Rat, int};
use crate::plan::RowRefId;
use crate::ty::{ColId, RelId};

impl Exact<'_> {
    /// What was not sent, and what does not say when, comes after the as-of date, if ever. Of a row whose submission has no date all that is
    /// known is that it is here by then.
    pub fn sent_on(&self, row: RowRefId, col: Option<ColId>, env: &Env) -> Value {
        let today = self.as_of_day();
        let day = match (self.find(row, env), col) {
            (Found::Row { rel, row }, Some(col)) if self.says_when(rel, row, col) => return self.cell_value(rel, row, col),
            (Found::Row { rel, row }, None) => match self.data.submission_of(RowId { rel, row }).and_then(|s| s.date) {
                Some(day) => Interval::exact(int(day)),
                None => today.map_or_else(Interval::all, |day| Interval::at_most(int(day))),
            },
            (Found::Missing { rel, key, expected }, _) if self.nil_report(rel, &key, expected).is_some() => {
                match self.nil_report(rel, &key, expected).and_then(|nil| nil.day) {
                    Some(day) => Interval::exact(int(day)),
                    None => today.map_or_else(Interval::all, |day| Interval::at_most(int(day))),
                }
            }
            (Found::Missing { rel, key, expected }, _) if self.may_have_come(rel, &key, expected) => Interval::all(),
            (Found::Row { .. } | Found::Missing { .. }, _) => {
                today.map_or_else(Interval::all, |day| Interval::at_least(int(day)))
            }
        };
        Value::sure(Affine::symbol(self.opaque(), day, true))
    }

    /// The row was not sent, or does not say when.
    pub fn is_unsent(&self, row: RowRefId, col: Option<ColId>, env: &Env) -> bool {
        match (self.find(row, env), col) {
            (Found::Row { rel, row }, Some(col)) => !self.says_when(rel, row, col),
            (Found::Row { .. }, None) => false,
            (Found::Missing { rel, key, expected }, _) => {
                self.nil_report(rel, &key, expected).is_none() && !self.may_have_come(rel, &key, expected)
            }
        }
    }

    fn says_when(&self, rel: RelId, row: u32, col: ColId) -> bool {
        let column = self.column(rel, col);
        match column.state(row) {
            CellState::Known => true,
            CellState::Hole => column.bounds(row).is_some(),
            CellState::Blank | CellState::Absent | CellState::None => false,
        }
    }

    /// The empty table by which one who owes rows said that there are none.
    fn nil_report(&self, rel: RelId, key: &[Option<u64>], expected: Option<u32>) -> Option<NilReport> {
        let own = self.expecteds.get(expected? as usize).filter(|e| !e.perhaps)?.sender?;
        let relation = self.rules.schema.get(rel);
        let period = relation.period().and_then(|(col, _)| relation.key.iter().position(|c| *c == col));
        let period = period.and_then(|at| key.get(at).copied().flatten()).map(u64::cast_signed);
        self.nil_reports(rel).into_iter().find(|nil| nil.sender == own && nil.period == period)
    }

    /// Something of the one who owes it, or of nobody knows whom, came and could not be read whole: the row may be in it.
    fn may_have_come(&self, rel: RelId, key: &[Option<u64>], expected: Option<u32>) -> bool {
        let relation = self.rules.schema.get(rel);
        let part = |col: ColId| relation.key.iter().position(|c| *c == col).and_then(|at| key.get(at).copied().flatten());
        let own = expected.and_then(|e| self.expecteds.get(e as usize)).and_then(|e| e.sender);
        let column = relation.sent_by.as_ref().and_then(|by| by.column);
        let sender = own.or_else(|| Code::try_from(part(column?)?).ok());
        let period = relation.period().and_then(|(col, _)| part(col)).map(u64::cast_signed);
        self.complete.unseen(rel, period, sender).is_some()
            || sender.is_some_and(|code| self.complete.is_unfinished(rel, period, code))
    }

    /// The as-of date, else the day on which all submissions that say one were made.
    pub fn as_of_day(&self) -> Option<i64> {
        self.as_of.or_else(|| self.data.day_of_all())
    }

    /// A day that may not be known.
    pub fn day_or_any(&self, day: Option<i64>) -> Value {
        Value::sure(match day {
            Some(day) => Affine::constant(Rat::from(day)),
            None => Affine::symbol(self.opaque(), Interval::all(), true),
        })
    }
}
