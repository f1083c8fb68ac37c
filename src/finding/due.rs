//! When what is due is due, and how far off that is.

use crate::ty::{PeriodKind, day_text, period_text};

/// A day, in days since 1970-01-01, or a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Day(i64),
    Period(i64, PeriodKind),
}

impl When {
    /// As it is written in every language: `2008-06-30`, `2008-Q2`.
    pub fn text(self) -> String {
        match self {
            Self::Day(n) => day_text(n).unwrap_or_default(),
            Self::Period(n, kind) => period_text(n, kind),
        }
    }
}

/// So many periods of a kind, or days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Days(i64),
    Periods(i64, PeriodKind),
}

/// Why a line does not bind now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotDue {
    /// It is due at this time; at this time at the earliest where that is open.
    Ahead { at: When, left: Left, at_least: bool },
    /// The next stage is due and takes its place, since when, where that is known.
    Superseded { since: Option<When> },
}

/// What a due date is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    Period(i64, PeriodKind),
    AsOf(i64),
    /// The day of the submission.
    Sent(i64),
}

/// Whether a due stage binds, and what that was told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueAccount {
    /// Neither a period nor an as-of date is known.
    NoTime,
    Told(Held, DueState),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    Not(NotDue),
    Due {
        since: Option<When>,
    },
    /// Due; whether the next stage is due as well is open.
    NextOpen {
        since: When,
    },
    /// It has its own day, which is held against today, and no as-of date says when that is.
    NoAsOf {
        at: Option<When>,
    },
    /// When it is due is open: it is due if that is not after this.
    Open {
        latest: Option<When>,
    },
}
