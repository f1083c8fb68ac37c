//! In how many lists the rows of a relation stand.

use crate::ty::{Origin, RelId, Schema};

pub fn depth(schema: &Schema, rel: RelId) -> usize {
    match schema.get(rel).origin {
        Origin::Nested { parent, .. } if parent != rel => 1 + if parent < rel { depth(schema, parent) } else { 0 },
        Origin::Submitted | Origin::Policy | Origin::Nested { .. } | Origin::Calendar => 0,
    }
}
