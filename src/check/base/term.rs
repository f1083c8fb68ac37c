//! What an expression can be before it is a value: a row, a set, a relation, a list.

use crate::hir::{Expr, RowRef, SetExpr, Source, VarId};
use crate::text::Span;
use crate::ty::{ColId, RelId};

#[derive(Clone, Debug)]
pub(in crate::check) enum Term {
    Value(Expr),
    Row {
        row: RowRef,
        rel: RelId,
        span: Span,
    },
    Set(SetExpr, Span),
    /// A set that data fill.
    Texts(TextSet, Span),
    /// A record or a table by its name.
    Relation(RelId, Span),
    /// The rows of a list field: those of one row, or of all (`County.funds`).
    List {
        source: Source,
        span: Span,
    },
    /// The rows that pass a condition.
    Filtered(Box<Filtered>),
    /// A field of all rows of a relation: `Enterprise.sales`.
    Column {
        rel: RelId,
        col: ColId,
        span: Span,
    },
}

impl Term {
    pub fn span(&self) -> Span {
        match self {
            Self::Value(e) => e.span,
            Self::Filtered(rows) => rows.span,
            Self::Row { span, .. }
            | Self::Set(_, span)
            | Self::Texts(_, span)
            | Self::Relation(_, span)
            | Self::List { span, .. }
            | Self::Column { span, .. } => *span,
        }
    }
}

/// A set of texts, whoever states it.
#[derive(Clone, Debug)]
pub(in crate::check) enum TextSet {
    /// Known before data.
    Fixed(SetExpr),
    Rows(Box<RowTexts>),
    Union(Box<TextSet>, Box<TextSet>),
    Minus(Box<TextSet>, Box<TextSet>),
}

/// The texts of one field over the rows of a source.
#[derive(Clone, Debug)]
pub(in crate::check) struct RowTexts {
    pub source: Source,
    pub var: VarId,
    pub filter: Option<Expr>,
    pub value: Expr,
}

/// Rows with a condition on them.
#[derive(Clone, Debug)]
pub(in crate::check) struct Filtered {
    pub source: Source,
    /// The group whose rows they are.
    pub group: Option<VarId>,
    /// The variable the condition speaks of.
    pub var: VarId,
    pub filter: Expr,
    pub span: Span,
}

/// What a loop runs over.
#[derive(Clone)]
pub(in crate::check) struct Rows {
    pub source: Source,
    /// The group whose rows they are.
    pub group: Option<VarId>,
    /// A condition on them, and the variable it speaks of.
    pub filter: Option<(VarId, Expr)>,
}

/// A loop that an aggregate makes.
pub(in crate::check) struct Loop {
    pub source: Source,
    pub var: VarId,
    /// The rows of a group: equalities with its key.
    pub group: Option<Expr>,
    /// What the author's variable stands for (the looked-up row, when a roster is looped over).
    pub row: RowRef,
    pub rel: RelId,
}
