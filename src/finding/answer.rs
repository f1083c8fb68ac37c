//! What people have decided or said of findings: waivers and explanations. They never change a verdict; they stand beside it.

use crate::text::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerKind {
    /// Somebody who may has let it pass for a time.
    Waiver,
    /// What a `verify` asks about has been explained.
    Explanation,
}

/// How a finding stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// By its verdict alone.
    #[default]
    Stands,
    /// Waived by this entry: index into [`super::Findings::answers`].
    Waived(usize),
    /// Explained by this entry.
    Explained(usize),
}

impl Standing {
    pub fn answer(self) -> Option<usize> {
        match self {
            Self::Stands => None,
            Self::Waived(at) | Self::Explained(at) => Some(at),
        }
    }
}

/// What became of an entry in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerState {
    /// It answers a finding.
    InForce,
    /// What it answers got worse, or its figures changed: it answers nothing any more.
    Void,
    Expired,
    /// It begins on a later day.
    Ahead,
    /// There is nothing that it could answer.
    Unused,
    /// Something is missing in it or wrong.
    Unusable,
}

/// An entry as written, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub kind: AnswerKind,
    pub state: AnswerState,
    pub rule: String,
    pub line: Option<String>,
    pub subject: String,
    pub period: Option<String>,
    /// The reason of a waiver, the text of an explanation.
    pub text: String,
    /// Who approved, who explains.
    pub by: String,
    /// 文号
    pub document: Option<String>,
    /// The last day of a waiver, the day of an explanation, in days since 1970-01-01.
    pub day: Option<i64>,
    /// Days until the last day of a waiver.
    pub left: Option<i64>,
    pub place: Span,
}
