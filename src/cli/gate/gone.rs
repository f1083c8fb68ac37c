//! Rows that the earlier state had and the state of now has not: whoever is not there any more violates nothing, and that is worth a word.

use super::states::State;
use crate::data::{Batch, Table};
use crate::diag::Bilingual;
use crate::num::show_exact_or;
use crate::text::{FileId, Sources};
use crate::ty::{ColumnDef, Origin, RelId, Relation, Type, day_text, period_text};
use std::collections::{BTreeMap, BTreeSet};

/// So many are named.
const NAMED: usize = 3;

/// Rows by their keys, with the file they stood in.
type Rows = BTreeMap<Vec<String>, String>;

/// Tells of rows of before whose keys are in no file of now. Files that are the same in both states are looked at only where something is missing.
pub(super) fn rows(before: &State, after: &State) -> Option<Bilingual> {
    let (mut count, mut named) = (0, Vec::new());
    let (old_texts, new_texts) = (texts(&before.sources), texts(&after.sources));
    let schema = &before.judged.set.schema;
    for rel in schema.ids() {
        let relation = schema.get(rel);
        let Some(now) = same_relation(relation, after).filter(|_| is_keyed(relation)) else { continue };
        let changed = |name: &str, text: &str, other: &BTreeMap<&str, &str>| other.get(name) != Some(&text);
        let mut gone = keys(before, rel, &|name, text| changed(name, text, &new_texts));
        let came = keys(after, now, &|name, text| changed(name, text, &old_texts));
        gone.retain(|key, _| !came.contains_key(key));
        if !gone.is_empty() {
            let kept = keys(after, now, &|name, text| !changed(name, text, &old_texts));
            gone.retain(|key, _| !kept.contains_key(key));
        }
        count += gone.len();
        let left = NAMED.saturating_sub(named.len());
        let title = relation.title();
        named.extend(gone.into_iter().take(left).map(|(key, file)| format!("{title} {} ({file})", key.join(" "))));
    }
    let dots = if count > named.len() { ", …" } else { "" };
    let list = named.join(", ");
    (count > 0).then(|| {
        Bilingual::new(
            format!("先前有、现在没有的行 {count} 行：{list}{dots}；不在的不算改正"),
            format!(
                "{} not there any more: {list}{dots}; what is not there is not mended",
                if count == 1 { "1 row of before is".to_string() } else { format!("{count} rows of before are") }
            ),
        )
    })
}

fn texts(sources: &Sources) -> BTreeMap<&str, &str> {
    sources.iter().map(|(_, s)| (s.name.as_str(), s.text.as_str())).collect()
}

fn is_keyed(relation: &Relation) -> bool {
    !relation.key.is_empty() && matches!(relation.origin, Origin::Submitted)
}

/// The relation of now of the same name and key.
fn same_relation(relation: &Relation, after: &State) -> Option<RelId> {
    let schema = &after.judged.set.schema;
    let key = |r: &Relation| -> BTreeSet<String> { r.key.iter().map(|c| r.columns[c.index()].name.clone()).collect() };
    schema.ids().find(|id| schema.get(*id).name == relation.name && key(schema.get(*id)) == key(relation))
}

/// The keys of the rows of those files that are wanted by name and text.
fn keys(state: &State, rel: RelId, wanted: &dyn Fn(&str, &str) -> bool) -> Rows {
    let (Some(table), relation) = (state.judged.data.tables.get(rel.index()), state.judged.set.schema.get(rel)) else {
        return Rows::new();
    };
    let mut out = Rows::new();
    for (at, batch) in table.batches.iter().enumerate() {
        let source = |file: FileId| ((file.0 as usize) < state.sources.len()).then(|| state.sources.get(file));
        let Some(source) = source(batch.file).filter(|s| wanted(&s.name, &s.text)) else { continue };
        let end = table.batches.get(at + 1).map_or(table.own_rows(), |b: &Batch| b.first_row);
        for row in batch.first_row..end {
            let mut key: Vec<(&str, String)> = Vec::new();
            for col in &relation.key {
                let def = &relation.columns[col.index()];
                key.push((&def.name, shown(state, table, col.index(), def, row)));
            }
            key.sort_unstable();
            out.entry(key.into_iter().map(|(_, value)| value).collect()).or_insert_with(|| source.name.clone());
        }
    }
    out
}

fn shown(state: &State, table: &Table, col: usize, def: &ColumnDef, row: u32) -> String {
    let Some(column) = table.columns.get(col) else { return String::new() };
    if let Some(code) = column.code(row) {
        return state.judged.data.texts.text(code).to_string();
    }
    let int = || column.int(row);
    match &def.ty {
        Type::Period(kind) => int().map(|n| period_text(n, *kind)),
        Type::Date => int().and_then(day_text),
        Type::Text
        | Type::Number(_)
        | Type::Flag
        | Type::OneOf(_)
        | Type::Ref(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error => column.number(row).map(|n| show_exact_or(&n, 12)),
    }
    .unwrap_or_else(|| "?".to_string())
}
