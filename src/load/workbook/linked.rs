//! Sheets that hold the lists of a record: one row for each row of a list, with the key of the record's row it belongs to. Each is read by itself
//! as any table; here its rows find the rows of their record, in another sheet of the same book. A row that finds none, or several, belongs to
//! nobody knows which list: then none of these lists is known.

use crate::data::{Cell, CellState, Extent, LineKind, OtherLine};
use crate::load::diagnostics::workbook as told;
use crate::load::keys::{depth, retain};
use crate::load::part::{Link, Part};
use crate::load::value::fold_value;
use crate::text::{Source, Span, fold_name};
use crate::ty::{ColId, Origin, RelId, Schema};
use std::collections::BTreeMap;

/// The keys of all records that a nested one stands in, the innermost last.
pub fn links(schema: &Schema, rel: RelId) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::new();
    let mut at = rel;
    // Nesting is finite; the bound only guards against a schema that is not.
    for _ in 0..schema.relations.len() {
        let Origin::Nested { parent, .. } = schema.get(at).origin else { break };
        let own = schema.get(parent).key.iter().map(|col| (parent, *col));
        out.splice(0..0, own);
        at = parent;
    }
    out
}

/// What a record is called, or the list whose rows it is.
pub fn titles(schema: &Schema, rel: RelId) -> impl Iterator<Item = &str> {
    let relation = schema.get(rel);
    let list = if let Origin::Nested { parent, column } = relation.origin { Some(schema.column(parent, column)) } else { None };
    let own = std::iter::once(relation.name.as_str()).chain(relation.label.as_deref());
    own.chain(list.into_iter().flat_map(|c| std::iter::once(c.name.as_str()).chain(c.label.as_deref())))
}

/// The nested record that a sheet is named for: by the name of the list, or behind those of the records it stands in, as in `企业.项目`.
pub fn named(schema: &Schema, sheet: &str) -> Option<RelId> {
    let wanted: Vec<String> = sheet.trim().split('.').map(fold_name).collect();
    // How many of the names of a list, from the innermost on, are those of the sheet, and whether these are all it has.
    let fits = |id: &RelId| {
        let mut at = *id;
        for (n, name) in wanted.iter().rev().enumerate() {
            if !titles(schema, at).any(|t| fold_name(t) == *name) {
                return None;
            }
            match schema.get(at).origin {
                Origin::Nested { parent, .. } => at = parent,
                Origin::Submitted | Origin::Policy | Origin::Calendar => return (n + 1 == wanted.len() && n > 0).then_some(true),
            }
        }
        Some(false)
    };
    let nested = || schema.ids().filter(|id| matches!(schema.get(*id).origin, Origin::Nested { .. }));
    let one = |whole: bool| {
        let mut found = nested().filter(|id| fits(id) == Some(whole));
        match (found.next(), found.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    };
    one(true).or_else(|| one(false))
}

/// Gives the rows of sheets of lists their records. `books` tells which parts are sheets of one book. Gives for each part the one that holds its
/// record.
pub fn join(schema: &Schema, parts: &mut [(Part<'_>, Source)], books: &[usize]) -> Vec<Option<usize>> {
    let mut holders = vec![None; parts.len()];
    let mut order: Vec<(usize, RelId)> = (0..parts.len()).filter_map(|at| Some((at, parts[at].0.linked?))).collect();
    // A list inside a list comes behind the one it stands in.
    order.sort_by_key(|(at, rel)| (depth(schema, *rel), *at));
    for (at, rel) in order {
        let Origin::Nested { parent, column } = schema.get(rel).origin else { continue };
        let holds = |n: &usize| *n != at && books[*n] == books[at] && parts[*n].0.sent().any(|(r, _)| r == parent);
        let with: Vec<usize> = (0..parts.len()).filter(holds).collect();
        let [holder] = with.as_slice() else {
            let place = parts[at].0.span(0..0);
            parts[at].0.log.push_file(told::no_record_of_lists(schema.get(parent).title(), with.len(), place));
            out(&mut parts[at], rel, &|_| true);
            continue;
        };
        holders[at] = Some(*holder);
        one(schema, parts, (at, *holder), (rel, parent, column));
    }
    holders
}

fn one(
    schema: &Schema,
    parts: &mut [(Part<'_>, Source)],
    (at, holder): (usize, usize),
    (rel, parent, column): (RelId, RelId, ColId),
) {
    let heads = parts[at].0.link_columns.clone();
    let mut rows: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
    let (up, source) = &parts[holder];
    let Some(table) = up.tables[parent.index()].as_deref() else { return };
    let many = table.table.rows;
    for row in 0..many {
        let key = heads.iter().map(|link| text_of(up, source, (parent, row), *link));
        if let Some(key) = key.collect::<Option<Vec<String>>>() {
            rows.entry(key).or_default().push(row);
        }
    }
    let (part, _) = &parts[at];
    let Some(own) = part.tables[rel.index()].as_deref() else { return };
    let mut complete = own.complete;
    let mut counts: BTreeMap<u32, i64> = (0..many).map(|row| (row, 0)).collect();
    let mut found: Vec<Option<u32>> = Vec::new();
    let mut lost: Vec<Extent> = Vec::new();
    for (row, link) in (0usize..).zip(&own.table.parents) {
        let key = part.links.get(*link as usize).cloned().unwrap_or_default();
        let to = match rows.get(&key).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            Some(_) | None => None,
        };
        match to {
            Some(to) => *counts.entry(to).or_default() += 1,
            None => lost.extend(own.table.row_extents.get(row)),
        }
        found.push(to);
    }
    complete &= lost.is_empty();
    let sent = !found.is_empty();
    let part = &mut parts[at].0;
    for place in &lost {
        let span = Span { file: part.file, start: place.start, end: place.end };
        part.log.push(told::row_of_no_record(schema.get(parent).title(), span), rel, "link");
    }
    out(&mut parts[at], rel, &|row| found.get(row as usize).copied().flatten().is_none());
    let part = &mut parts[at].0;
    if let Some(own) = part.tables[rel.index()].as_deref_mut() {
        part.link_of = own.table.parents.clone();
        own.table.parents = found.into_iter().flatten().collect();
        own.complete = complete;
    }
    // A sheet of a form that nobody filled in says of no list that it is empty.
    if !sent && complete {
        return;
    }
    let cells: BTreeMap<u32, Cell> =
        counts.into_iter().map(|(row, n)| (row, if complete { Cell::Int(n) } else { Cell::Unusable })).collect();
    if let Some(list) =
        parts[holder].0.tables[parent.index()].as_deref_mut().and_then(|t| t.table.columns.get_mut(column.index()))
    {
        *list = list.with(&cells);
    }
}

/// Takes rows out that belong to no record.
fn out((part, source): &mut (Part<'_>, Source), rel: RelId, is_out: &dyn Fn(u32) -> bool) {
    let Some(own) = part.tables[rel.index()].as_deref_mut() else { return };
    let keep: Vec<bool> = (0..own.table.rows).map(|row| !is_out(row)).collect();
    if keep.iter().all(|k| *k) {
        return;
    }
    let gone = own.table.row_extents.iter().zip(&keep).filter(|(_, keep)| !**keep);
    let line = |place: &Extent| u32::try_from(source.line_col(place.start as usize).0).unwrap_or(u32::MAX);
    let refused = |place: Extent| OtherLine { place, line: line(&place), what: LineKind::Refused };
    let gone: Vec<OtherLine> = gone.map(|(place, _)| refused(*place)).collect();
    retain(&mut own.table, &keep);
    own.complete = false;
    let read = own.table.rows;
    if let Some(account) = part.account.as_mut().and_then(|a| a.tables.iter_mut().find(|t| t.rel == rel)) {
        account.others.extend(gone);
        account.read = read;
    }
}

/// What a row of the record says in a column of its key, or in one that it is linked by itself.
fn text_of(part: &Part<'_>, source: &Source, (rel, row): (RelId, u32), (of, col): Link) -> Option<String> {
    let table = &part.tables[rel.index()].as_deref()?.table;
    if of != rel {
        let at = part.link_columns.iter().position(|link| *link == (of, col))?;
        return part.links.get(*part.link_of.get(row as usize)? as usize)?.get(at).cloned();
    }
    let column = table.columns.get(col.index())?;
    if column.state(row) != CellState::Known {
        return None;
    }
    let extent = column.extents.get(row as usize).copied().filter(|e| !e.is_none());
    Some(match (extent, column.code(row)) {
        // A text that begins with a quote stands in quotes in the text of the sheet, and each of its own is written twice.
        (Some(e), _) => {
            let raw = source.text.get(e.start as usize..e.end as usize)?;
            match raw.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
                Some(inner) => folded(&inner.replace("\"\"", "\"")),
                None => folded(raw),
            }
        }
        (None, Some(code)) => folded(part.texts.text(code)),
        (None, None) => column.int(row)?.to_string(),
    })
}

/// A text of a key, as it is compared.
pub fn folded(text: &str) -> String {
    fold_value(text).trim().to_string()
}
