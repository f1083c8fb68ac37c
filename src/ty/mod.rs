//! Types, units and the schema of relations: what rules and data agree on.

mod blank;
mod day;
mod english;
mod known;
mod number;
mod schema;
mod unit;
mod written;

pub use blank::{BlankMeans, BlankMisfit};
pub use day::{
    PeriodKind, add_months, day_in_month, day_text, full_months, last_day_of, last_days_between, monday, month_of_day,
    month_start, months_of, per_year, period_of_day, period_text, span_of,
};
pub(crate) use english::{english_figure, english_noun};
pub use known::scaled;
pub use number::{Dims, Flavour, NumTy};
pub use schema::{
    ColId, ColumnDef, JoinUse, Life, MadeJoin, Nature, Origin, Piece, RelId, Relation, Schema, Sender, SentBy, TextJoin,
};
pub use unit::{Calendar, Unit, Units};
pub use written::{as_span, periods_within, read_any_period, read_period};

use serde::Serialize;

/// The type of a column or an expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Type {
    Text,
    Flag,
    Number(NumTy),
    /// A day, counted from 1970-01-01.
    Date,
    /// A stretch of the calendar; its values are counted in units of its own length (a year is its number).
    Period(PeriodKind),
    /// One of a closed list of texts.
    OneOf(Vec<String>),
    /// The key of a row of another relation (one non-period key column).
    Ref(RelId),
    /// Nested rows.
    List(RelId),
    /// A row of a relation (a subject, a lookup).
    Row(RelId),
    /// A set of texts (a one-column table, a literal set).
    Set,
    /// Stands in after a mistake was reported; compatible with everything.
    Error,
}

impl Type {
    pub fn is_text_like(&self) -> bool {
        matches!(self, Self::Text | Self::OneOf(_) | Self::Ref(_))
    }

    /// What the numbers of days and periods stand for.
    pub fn calendar(&self) -> Option<Calendar> {
        match self {
            Self::Date => Some(Calendar::Day),
            Self::Period(kind) => Some(Calendar::Period(*kind)),
            Self::Text
            | Self::Flag
            | Self::Number(_)
            | Self::OneOf(_)
            | Self::Ref(_)
            | Self::List(_)
            | Self::Row(_)
            | Self::Set
            | Self::Error => None,
        }
    }

    pub fn number(&self) -> Option<&NumTy> {
        if let Self::Number(n) = self { Some(n) } else { None }
    }

    /// Values are kept as integer codes of interned texts.
    pub fn is_coded(&self) -> bool {
        self.is_text_like()
    }
}
