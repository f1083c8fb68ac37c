//! Why a rule met no subject, and why it asks nothing of one: names and figures that `report` puts into words.

use super::due::NotDue;
use super::grant::Grant;

/// Why a rule has no subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Idle {
    /// More combinations of rows than are judged.
    TooMany {
        most: usize,
    },
    /// No row is filled in where rows are grouped.
    NoGroup {
        columns: Vec<String>,
    },
    /// The table is complete and empty: a nil report.
    Nil {
        table: String,
    },
    NothingSent {
        table: String,
    },
    /// No file brought it, and some could not be read.
    Unread {
        table: String,
    },
    /// It was sent, and no row of it can be used.
    NothingUsable {
        table: String,
    },
    /// No row passes the filter of the rule.
    NonePasses {
        table: String,
    },
}

/// Why a line is exempt or not applicable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Exempt, for the reason the author gives.
    Because(String),
    /// Exempt by what a document grants.
    Granted(Grant),
    /// On this as-of date, in days since 1970-01-01, the period of a loop had not ended.
    NotEnded {
        by: i64,
    },
    /// The period of a loop is none of those asked for.
    OtherPeriod,
    /// The number or the day of a loop is none of those asked for.
    OtherStep,
    NotDue(NotDue),
    /// A parameter has values from a later day on only, or a share has no base.
    NoValueYet,
    /// Before or after the rule is in force, or outside its jurisdiction.
    NotInForce,
    ConditionFails,
    /// The row was not sent by this as-of date, and its day is over.
    NotSent {
        by: Option<i64>,
    },
    /// The row does not say when it was sent, and its day is over.
    NoDayOfSending,
    /// The row came after its day: for questions about the form it was not sent.
    SentLate,
    /// The form does not have the figure in that year.
    NoSuchFigure,
    NoBase,
    /// Of nothing there is no share.
    NoShare,
    /// Nothing held against a share of what is below zero.
    ShareOfLess,
    /// The greatest, the least or the mean of no rows.
    NoRows,
    /// The years of mean growth are no whole number of at least one.
    NoYears,
}
