//! What an expression can be before it is a value: a row, a set, a relation, a list.

use crate::check::expr::datasets::TextSet;
use crate::check::expr::filtered::Filtered;
use crate::hir::{Expr, RowRef, SetExpr, Source};
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
