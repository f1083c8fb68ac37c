//! What regions are called: a roster of senders with codes as its key says the name in its next column.

use crate::data::Dataset;
use crate::hir::RuleSet;
use crate::ty::{Relation, Type};
use std::collections::BTreeMap;

/// The name for every code in a roster by which records are sent, or in a table by which the project says what rows are about; nothing
/// where the key is a name already.
pub fn names(set: &RuleSet, data: &Dataset) -> BTreeMap<String, String> {
    let schema = &set.schema;
    let mut out = BTreeMap::new();
    let mut rosters: Vec<_> = schema.senders.iter().map(|s| s.by.roster).collect();
    rosters.extend(set.region_columns.iter().filter_map(|(rel, col)| match schema.column(*rel, *col).ty {
        Type::Ref(table) => Some(table),
        Type::Text
        | Type::Flag
        | Type::Number(_)
        | Type::Date
        | Type::Period(_)
        | Type::OneOf(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error => None,
    }));
    rosters.sort_unstable();
    rosters.dedup();
    for roster in rosters {
        let Some((key, name)) = code_and_name(schema.get(roster)) else { continue };
        let Some(table) = data.tables.get(roster.index()) else { continue };
        let (Some(keys), Some(names)) = (table.columns.get(key), table.columns.get(name)) else { continue };
        for row in 0..table.rows {
            if let (Some(code), Some(name)) = (keys.code(row), names.code(row)) {
                let (code, name) = (data.texts.text(code), data.texts.text(name));
                // 安平县 is a name, whatever its code is.
                if is_code(code) || !is_code(name) {
                    out.entry(code.to_string()).or_insert_with(|| name.to_string());
                }
            }
        }
    }
    out
}

/// Written as the codes of regions are: signs of ASCII, a digit among them.
fn is_code(text: &str) -> bool {
    text.is_ascii() && text.bytes().any(|b| b.is_ascii_digit())
}

/// The one key column of a roster, and the first other column of texts.
fn code_and_name(roster: &Relation) -> Option<(usize, usize)> {
    let [key] = roster.key.as_slice() else { return None };
    let is_text = |ty: &Type| matches!(ty, Type::Text);
    roster.columns.get(key.index()).filter(|c| is_text(&c.ty))?;
    let name = roster.columns.iter().enumerate().position(|(i, c)| i != key.index() && is_text(&c.ty))?;
    Some((key.index(), name))
}
