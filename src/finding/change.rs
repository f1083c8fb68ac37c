//! What became of findings between two states: how each stood, how it stands, and in which class of change that falls.

use super::{Consequence, Verdict};
use crate::num::Rat;
use std::cmp::Ordering;

/// What a change is, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// It violates, and did not.
    New,
    /// It violated already, and is further from what is asked, or asked more gravely.
    Worse,
    /// It is open, and was not: met or violated before, or not there.
    NewlyOpen,
    Same,
    /// It still violates, and is nearer to what is asked.
    Better,
    /// It is met, and was not.
    Fixed,
    /// Nothing is asked any more: exempt, not applicable, the subject or the rule is gone.
    Gone,
}

impl Class {
    pub const ALL: [Self; 7] = [Self::New, Self::Worse, Self::NewlyOpen, Self::Same, Self::Better, Self::Fixed, Self::Gone];

    /// The name in reports for programs and on the command line; never translated.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Worse => "worse",
            Self::NewlyOpen => "newly-open",
            Self::Same => "same",
            Self::Better => "better",
            Self::Fixed => "fixed",
            Self::Gone => "gone",
        }
    }

    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.key() == key)
    }
}

/// What brought a change about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    Data,
    Rules,
    /// Rules and data, each in part; or it cannot be told.
    Both,
}

impl Origin {
    pub fn key(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Rules => "rules",
            Self::Both => "both",
        }
    }
}

/// How far something is from what is asked, to be compared with another state of the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    Unknown,
    /// By a figure, in a unit.
    By(Rat, String),
    /// So many members, elements or names.
    Count(u64),
    /// Each part by itself.
    Several(Vec<Extent>),
}

impl Extent {
    /// Whether this is further than the other (`Greater`), or nearer; `None` where they cannot be compared.
    pub fn against(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::By(a, unit), Self::By(b, same)) if unit == same => Some(a.cmp(b)),
            (Self::Count(a), Self::Count(b)) => Some(a.cmp(b)),
            (Self::Several(a), Self::Several(b)) if a.len() == b.len() => {
                let all: Vec<Ordering> = a.iter().zip(b).filter_map(|(a, b)| a.against(b)).collect();
                // One part further is further, whatever the others.
                let further = all.iter().copied().find(|o| *o == Ordering::Greater);
                further.or_else(|| all.into_iter().min())
            }
            _ => None,
        }
    }
}

/// A figure that a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureSeen {
    pub label: String,
    /// As it is shown; `None` with the state of the cell.
    pub value: Option<String>,
    pub state: String,
}

/// Where something stands, as reports for programs say it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub path: String,
    pub line: u64,
    pub column: u64,
    pub cell: Option<String>,
}

/// How a finding stands in one state.
#[derive(Clone, Debug)]
pub struct Stand {
    pub fingerprint: String,
    /// The rule, or the code of a mistake in the data.
    pub rule: String,
    pub line: String,
    pub subject: String,
    /// `None` for a cell that cannot be used.
    pub verdict: Option<Verdict>,
    pub consequence: Consequence,
    /// All of it in one line, in the language of the report.
    pub message: String,
    /// The arithmetic with its margin.
    pub arithmetic: String,
    /// The margin by itself, where there is one.
    pub margin: Option<String>,
    pub extent: Extent,
    pub figures: Vec<FigureSeen>,
    pub place: Option<Spot>,
    /// For what is waived in a kept report: the last day of that.
    pub until: Option<i64>,
}

impl Stand {
    /// Somebody has waived or explained it.
    pub fn is_answered(&self) -> bool {
        matches!(self.consequence, Consequence::Waived | Consequence::Explained)
    }
}

/// One finding in both states.
#[derive(Clone, Debug)]
pub struct Change {
    pub class: Class,
    pub origin: Origin,
    /// It makes the gate fail.
    pub blocks: bool,
    pub before: Option<Stand>,
    pub after: Option<Stand>,
    /// For what is gone: the rule itself is.
    pub rule_gone: bool,
}

impl Change {
    /// How it stands, else how it stood.
    pub fn stand(&self) -> Option<&Stand> {
        self.after.as_ref().or(self.before.as_ref())
    }
}
