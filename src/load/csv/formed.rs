//! A form of `fadu form`, known again by its heads.

use super::records::record;
use super::separator::SIGNS;
use crate::ty::{ColumnDef, Origin, RelId, Schema};

/// The record whose form a table is, whatever the file is called: its first line is what heads the form, every field with its unit, and
/// nothing else. Nobody else writes that by chance; where two records have the same, neither is meant.
pub fn of_form(schema: &Schema, text: &str) -> Option<RelId> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let firsts = SIGNS.map(|sign| record(text, sign).fields);
    let is_headed = |rel: &RelId| {
        let relation = schema.get(*rel);
        let heads = || relation.columns.iter().map(ColumnDef::head);
        // What is headed by bare names may be anything.
        let told = relation.columns.iter().any(|c| c.head() != c.name);
        told && relation.origin == Origin::Submitted
            && firsts.iter().any(|cells| heads().eq(cells.iter().map(|c| c.trim().to_string())))
    };
    let mut found = schema.ids().filter(is_headed);
    found.next().filter(|_| found.next().is_none())
}
