//! A side of a computation, as a message tells it.

use crate::diag::Bilingual;
use crate::text::Span;

/// An operand as messages speak of it.
pub(in crate::check) struct Operand {
    pub span: Span,
    pub words: Bilingual,
    /// A percentage, which says nothing without the whole it is of.
    pub share: bool,
    /// Where its type was declared: the field or parameter.
    pub declared: Option<(Span, String)>,
}
