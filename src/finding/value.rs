//! Values and what is wanted of them, and what a figure is called: names of the data and the policy, which `report` puts into words.

use crate::ast::{TextPart, Verdict};
use crate::num::{Rat, show_exact_or};
use crate::ty::Unit;
use std::borrow::Cow;

/// A value of a cell, of a key or of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, a day or a period, or what a cell says as it was read.
    Text(String),
    Flag(bool),
    /// In base units, with the unit to show it in.
    Amount(Rat, Unit),
}

impl Value {
    /// As it stands in the names of rows, which are the same in every language.
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Flag(true) => Cow::Borrowed("✓"),
            Self::Flag(false) => Cow::Borrowed("✗"),
            Self::Amount(value, unit) => Cow::Owned(written(value, unit)),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

/// An amount in its own unit: `59.9999万元`; a day or a period as it is written.
pub fn written(value: &Rat, unit: &Unit) -> String {
    let number = || format!("{}{}", show_exact_or(&(value / &unit.factor), 12), unit.name);
    unit.calendar_text(value).unwrap_or_else(number)
}

/// What a text or a flag came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    Nothing,
    Value(Value),
    /// One of these stages, `None` for none of them.
    Stages(Vec<Option<String>>),
    /// What a choice gives, or each that it may give; `None` for nothing.
    Chosen(Vec<Option<String>>),
}

/// What was wanted of a text or a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Flag(bool),
    /// This text, or any other; `None` while it is not known which.
    Text {
        text: Option<String>,
        /// What holds the other text, where it has a name.
        of: String,
        same: bool,
    },
    /// One of these and of `more`, or none of them.
    Among {
        texts: Vec<String>,
        more: usize,
        inside: bool,
    },
    /// One of the texts of a set that is data, or none of them.
    Within {
        set: Name,
        /// All its texts, where they are known and few.
        members: Option<Vec<String>>,
        inside: bool,
    },
    /// A shape such as `1311##`.
    Like {
        shape: String,
        like: bool,
    },
    /// It begins with another text, ends with it, or holds it, or does not; `None` while the other is not known.
    Part {
        part: TextPart,
        other: Option<String>,
        holds: bool,
    },
    /// It reads as a number, or does not.
    Number(bool),
}

/// What an operand is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// What the data or the policy call it, or a figure as it stands in the rule.
    Title(String),
    /// The rows of a table that qualify.
    Qualifying(String),
    Joined {
        left: Box<Name>,
        sign: &'static str,
        right: Box<Name>,
    },
    /// `60% of total`
    Share {
        share: Box<Name>,
        base: Box<Name>,
    },
    /// The part as a share of its base.
    Part {
        part: Box<Name>,
        base: Box<Name>,
    },
    Length(Box<Name>),
    /// How many rows of a table; `None` for members of a set.
    Count(Option<String>),
    /// How many different values of a column.
    Distinct(String),
    Gathered(Gathered, String),
    /// The day a row was sent.
    Sending,
    /// The day the check speaks of.
    AsOfDay,
    /// What the end of a span must come to, where mean growth is asked for.
    NeededEnd,
}

/// What is made of a column over rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gathered {
    Sum,
    Least,
    Greatest,
    Average,
    Median,
    /// The place by it.
    Rank,
    /// In parts of a million.
    Quantile(u32),
}

impl Name {
    pub fn title(text: impl Into<String>) -> Self {
        Self::Title(text.into())
    }
}

/// The verdicts under a value of an open parameter: `None` where nothing is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub value: Value,
    pub verdicts: Vec<Option<Verdict>>,
}
