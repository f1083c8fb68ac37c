//! Fields of a relation by their names.

use crate::text::same_name;
use crate::ty::{ColId, ColumnDef, RelId, Relation};

pub(in crate::check) fn rel_id(index: usize) -> RelId {
    RelId(u32::try_from(index).unwrap_or(u32::MAX))
}

pub(in crate::check) fn col_id(index: usize) -> ColId {
    ColId(u32::try_from(index).unwrap_or(u32::MAX))
}

/// Key columns other than the period.
pub(in crate::check) fn plain_keys(relation: &Relation) -> Vec<ColId> {
    let period = relation.period().map(|(c, _)| c);
    relation.key.iter().copied().filter(|&k| Some(k) != period).collect()
}

/// Names and labels of all fields, for suggestions.
pub(in crate::check) fn field_names(relation: &Relation) -> Vec<String> {
    let all = relation.columns.iter();
    all.flat_map(|c| std::iter::once(c.name.clone()).chain(c.label.clone()).chain(c.aliases.clone())).collect()
}

/// The field with this name, label or other name.
pub(in crate::check) fn find_column(relation: &Relation, name: &str) -> Option<ColId> {
    column_called(relation, name, |_| true)
}

/// The field with this name, label or other name, among those that `seen` admits.
pub(in crate::check) fn column_called(relation: &Relation, name: &str, seen: impl Fn(&ColumnDef) -> bool) -> Option<ColId> {
    let find = |is: &dyn Fn(&ColumnDef) -> bool| relation.columns.iter().position(|c| is(c) && seen(c));
    let by_name = find(&|c| same_name(&c.name, name));
    by_name.or_else(|| find(&|c| c.label.iter().chain(&c.aliases).any(|n| same_name(n, name)))).map(col_id)
}
