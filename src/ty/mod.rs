//! Types, units and the schema of relations: what rules and data agree on.

mod day;
mod number;
mod schema;
mod unit;
mod written;

pub use day::{day_text, last_day_of, last_days_between, months_of, per_year, period_of_day, period_text, span_of};
pub use number::{Dims, Flavour, NumTy};
pub use schema::{ColId, ColumnDef, Life, Nature, Origin, RelId, Relation, Schema, Sender, SentBy};
pub use unit::{Unit, Units};
pub use written::{as_span, periods_within, read_any_period, read_period};

/// The type of a column or an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Lengths of reporting periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodKind {
    Year,
    Half,
    Quarter,
    Month,
    /// Whole months of one year, say January to September; its values are `144 × year + 12 × first + last`, months from 0.
    Span,
}

impl PeriodKind {
    /// The year of a period's number: years are their number, shorter periods count from year 0.
    pub fn year_of(self, period: i64) -> i64 {
        period.div_euclid(per_year(self))
    }
}

impl Type {
    pub fn is_text_like(&self) -> bool {
        matches!(self, Self::Text | Self::OneOf(_) | Self::Ref(_))
    }

    pub fn number(&self) -> Option<&NumTy> {
        if let Self::Number(n) = self { Some(n) } else { None }
    }

    /// Values are kept as integer codes of interned texts.
    pub fn is_coded(&self) -> bool {
        self.is_text_like()
    }
}
