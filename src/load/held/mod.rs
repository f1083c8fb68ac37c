//! Rows held beside what they name, beside the envelope they came in, and beside one another: what each by itself cannot show.

mod alike;
mod beside;
mod codes;
mod made;
mod meant;
mod references;

use crate::data::Dataset;
use crate::diag::Sink;
use crate::text::{Sources, Span};
use crate::ty::{MadeJoin, Schema, TextJoin};

/// Reports what does not agree. The joins are columns of texts, and texts made of them, that rules hold against a key, `texts` are those that
/// rules name.
pub fn check(
    schema: &Schema,
    (joins, made): (&[TextJoin], &[MadeJoin]),
    texts: &[(String, Span)],
    data: &mut Dataset,
    (sources, sink): (&Sources, &mut Sink),
) {
    alike::check(schema, texts, data, sink);
    beside::check(schema, data, sink);
    references::check(schema, joins, data, sources, sink);
    made::check(schema, made, data, sink);
}
