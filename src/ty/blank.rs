//! What a blank cell of a column, or a column that a form does not have, stands for.

use serde::{Deserialize, Serialize};

/// What `blank means` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BlankMeans {
    /// Nobody knows.
    Unknown,
    /// There is none in the world.
    None,
    /// The figure 0.
    Zero,
    /// The flag is off.
    No,
}

/// Why a column cannot take a word of `blank means`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankMisfit {
    /// A row without its key is no row.
    Key,
    /// `none` where nothing may be none: the type has no `?`.
    NotOptional,
    /// `0` of what is no number.
    NotANumber,
    /// `0` outside the declared range.
    OutOfRange,
    /// `no` of what is no flag.
    NotAFlag,
}
