//! Exceptions that a document grants to named subjects.

use super::{Expr, Line, Name, Str};
use crate::text::Span;

/// `exception "冀政字〔2025〕12号" "…" { lifts RULE for "…" until 2026-12-31 }`
#[derive(Clone, Debug)]
pub struct Exception {
    /// The number of the document that grants it.
    pub number: Str,
    pub title: Option<Str>,
    /// In the order written.
    pub body: Vec<GrantPart>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum GrantPart {
    /// `lifts a.x, b.y`
    Lifts {
        rules: Vec<Expr>,
        span: Span,
    },
    /// `for "a", "b"`, `for county "131125"`
    For {
        column: Option<Name>,
        subjects: Vec<Str>,
        span: Span,
    },
    /// `from 2025-01-01`
    From {
        at: Expr,
        span: Span,
    },
    Until(Until),
    Because(Str),
    /// `require e`: what is asked in place of the rule's lines.
    Line(Line),
}

/// How long it lasts.
#[derive(Clone, Debug)]
pub struct Until {
    /// A day or a period; `None` for `until further notice`.
    pub at: Option<Expr>,
    pub span: Span,
}

impl GrantPart {
    pub fn span(&self) -> Span {
        match self {
            Self::Lifts { span, .. } | Self::For { span, .. } | Self::From { span, .. } => *span,
            Self::Until(until) => until.span,
            Self::Because(text) => text.span,
            Self::Line(line) => line.span,
        }
    }
}
