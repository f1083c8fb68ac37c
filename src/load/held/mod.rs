//! Rows held beside what they name, beside the envelope they came in, and beside one another: what each by itself cannot show.

mod alike;
mod beside;
mod references;

use crate::data::Dataset;
use crate::diag::Sink;
use crate::ty::{ColId, RelId, Schema};

/// Reports what does not agree. `joins` are columns of texts that rules hold against a key: the relation, its column, whose key.
pub fn check(schema: &Schema, joins: &[(RelId, ColId, RelId)], data: &mut Dataset, sink: &mut Sink) {
    alike::check(schema, data, sink);
    beside::check(schema, data, sink);
    references::check(schema, joins, data, sink);
}
