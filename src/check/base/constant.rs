//! Constant values as they are written, and why one may not fit.

use crate::diag::Bilingual;
use crate::num::Rat;
use crate::ty::{PeriodKind, Unit};

/// A literal, before it is known what is wanted.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::check) enum Constant {
    /// The number as written, and its unit.
    Number(Rat, Option<Unit>),
    Text(String),
    Flag(bool),
    Day(i64),
    /// In units of its own length.
    Period(i64, PeriodKind),
}

/// Why a constant does not fit a type.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::check) enum Misfit {
    /// A bare number where a unit must be said.
    Bare,
    /// Something of another type: what was found.
    Other(Bilingual),
    /// Not one of the listed texts; the nearest of them.
    NotListed(Option<String>),
    NotWhole,
    /// A text that cannot be read as this type.
    Unreadable,
}
