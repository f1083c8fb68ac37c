//! Results: figures and lists that a rule states without asking for anything. They have no verdict and no force.

use super::{CaseValue, Cause, CellNote, Operand, Subject, Whose};
pub use crate::ast::{Listed, Ranked};
use crate::num::Interval;
use crate::text::Span;
use crate::ty::Unit;

/// What one `show` line came to, for all subjects.
#[derive(Clone, Debug)]
pub struct Series {
    /// Index into [`super::Findings::rules`].
    pub rule: usize,
    /// Which result of the rule, from 0 in the order written.
    pub show: usize,
    pub label: String,
    /// The unit its figures are to be shown in; `None` for texts and lists.
    pub unit: Option<Unit>,
    pub is_list: bool,
    pub ranked: Option<Ranked>,
    pub span: Span,
    /// In the order of subjects; ranked ones by their places, those that are open after them.
    pub rows: Vec<ShownRow>,
    /// Of a list: subjects that surely do not belong.
    pub others: u64,
    /// Subjects of whom the line does not speak.
    pub not_applicable: u64,
    /// Who they are, where everything is listed.
    pub unspoken: Vec<Subject>,
    /// Not everything was sent: there may be more subjects.
    pub may_grow: bool,
    /// Rows beyond [`Series::LIMIT`].
    pub unlisted: u64,
}

/// A result for one subject.
#[derive(Clone, Debug)]
pub struct ShownRow {
    pub subject: Subject,
    pub figure: Figure,
    /// Of whom the rows are that it was read from itself.
    pub whose: Whose,
    /// The line may turn out not to speak of the subject.
    pub perhaps: bool,
    /// Its place among those of its period, from the best to the worst that it can be.
    pub place: Option<Place>,
    /// What it is worked out of, the figure itself first.
    pub workings: Vec<Operand>,
    /// Cells it rests on.
    pub cells: Vec<CellNote>,
    /// Why it is open.
    pub causes: Vec<Cause>,
    /// Where open parameters have few values: what it is in each case, if they differ.
    pub cases: Vec<ShownCase>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownCase {
    pub values: Vec<CaseValue>,
    /// `None` where the line does not speak of the subject.
    pub figure: Option<Figure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub best: u64,
    /// `None`: rows that nobody sent may stand before it.
    pub worst: Option<u64>,
}

/// What a result can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// In base units; `lacks`: it may have no base.
    Number {
        value: Interval,
        lacks: bool,
    },
    /// One of these texts; `None` for none of them.
    Text(Vec<Option<String>>),
    /// A text of which nothing is known.
    Unknown,
    /// A share of nothing, the greatest of nothing, a text that does not exist.
    Nothing,
    Listed(Listed),
}

impl Series {
    /// Rows kept of one line.
    pub const LIMIT: usize = 200_000;
}

impl Figure {
    /// Nothing more can come of it.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Number { value, lacks } => value.as_exact().is_some() && !lacks,
            Self::Text(texts) => texts.len() == 1,
            Self::Nothing | Self::Listed(Listed::Surely | Listed::Not) => true,
            Self::Unknown | Self::Listed(Listed::Possibly) => false,
        }
    }

    /// What it can be where it is either of two.
    pub fn unite(&self, other: &Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a.clone(),
            (Self::Number { value: a, lacks: l }, Self::Number { value: b, lacks: m }) => {
                Self::Number { value: a.hull(b), lacks: *l || *m }
            }
            (Self::Number { value, .. }, Self::Nothing) | (Self::Nothing, Self::Number { value, .. }) => {
                Self::Number { value: value.clone(), lacks: true }
            }
            (Self::Text(a), Self::Text(b)) => {
                let more = b.iter().filter(|t| !a.contains(t));
                Self::Text(a.iter().chain(more).cloned().collect())
            }
            (Self::Text(a), Self::Nothing) | (Self::Nothing, Self::Text(a)) => {
                let none = (!a.contains(&None)).then_some(None);
                Self::Text(a.iter().cloned().chain(none).collect())
            }
            (Self::Listed(_), Self::Listed(_)) => Self::Listed(Listed::Possibly),
            (Self::Unknown | Self::Number { .. } | Self::Text(_) | Self::Nothing | Self::Listed(_), _) => Self::Unknown,
        }
    }
}
