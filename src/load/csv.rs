//! CSV: one table, a header row, columns matched by field name, label or other header, units taken from the header.

use super::Hints;
use super::csv_rows::{Row, Rows};
use super::csv_separator as separator;
use super::diagnostics::{files, rows};
use super::names::{Names, nearest_column, split_header, strip_unit_word};
use super::part::{HeaderUnit, Part, header_unit};
use super::value::is_blank;
use crate::data::{Cell, Extent};
use crate::text::Span;
use crate::ty::{ColId, Origin, RelId, Type, Unit};
use std::ops::Range;

/// The header may stand below a title and a line with the unit of the form, but not lower than this.
pub(super) const HEADER_WITHIN: usize = 10;

/// Where the cells of a row go.
struct Header {
    /// One entry for each header cell: its column, unless nothing can be done with it.
    columns: Vec<Option<ColId>>,
    units: Vec<Option<Unit>>,
    /// Columns that stand there but cannot be used (twice, wrong unit).
    spoiled: Vec<ColId>,
    place: Span,
}

/// Reads a CSV text.
pub fn read(part: &mut Part<'_>, text: &str, hints: &Hints<'_>) {
    let Some(rel) = hints.record.or_else(|| super::match_record(&part.context.names, hints.stem)) else {
        let named = part.context.schema.relations.iter().filter(|r| r.origin == Origin::Submitted);
        let names: Vec<&str> = named.map(|r| r.title()).collect();
        part.broken = true;
        return part.log.push_file(files::record_not_named(hints.path, &names));
    };
    let (at, separator) = match separator::of(&part.context.names, rel, text) {
        Ok(found) => found,
        Err(separator::Ambiguous { place, signs }) => {
            part.open(rel);
            part.broken = true;
            return part.log.push_file(files::ambiguous_separator(hints.path, signs, part.span(place)));
        }
    };
    let (mut lines, mut row) = (Rows::new(text, at, separator), Row::default());
    let Some(header) = find_header(part, rel, text, &mut lines, &mut row, hints.path) else {
        part.open(rel);
        part.broken = true;
        return;
    };
    part.open_with_units(rel, &header.units);
    while lines.next(&mut row) {
        if row.fields.iter().enumerate().all(|(i, _)| is_blank(row.text(text, i))) {
            continue;
        }
        read_row(part, rel, text, &row, &header);
        if let Some(at) = row.unclosed {
            part.broken = true;
            let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
            part.log.push_file(files::unclosed_quote(part.span(at..end)));
        }
    }
}

fn read_row(part: &mut Part<'_>, rel: RelId, text: &str, row: &Row, header: &Header) {
    part.begin_row(rel, Extent::new(row.place.clone()), None);
    let (found, wanted) = (row.fields.len(), header.columns.len());
    // Commas at the end (a spreadsheet was once wider) shift nothing.
    let surplus = (wanted..found).any(|i| !is_blank(row.text(text, i)));
    let ragged = found < wanted || surplus;
    if ragged {
        let place = part.span(row.place.clone());
        let relation = part.context.schema.get(rel);
        part.log.push(rows::ragged(found, wanted, place, header.place), rel, &relation.name);
        part.open(rel).complete = false;
    }
    for (i, col) in header.columns.iter().enumerate() {
        let (Some(col), Some(field)) = (col, row.fields.get(i)) else { continue };
        let extent = Extent::new(field.place.clone());
        if (ragged && !part.context.schema.get(rel).key.contains(col)) || header.spoiled.contains(col) {
            part.put_cell(rel, *col, &Cell::Unusable, extent);
        } else {
            part.put(rel, *col, row.text(text, i), extent);
        }
    }
    part.finish_row(rel);
}

/// Goes down to the row that names columns; what stands above may name the unit of the form.
fn find_header(part: &mut Part<'_>, rel: RelId, text: &str, lines: &mut Rows<'_>, row: &mut Row, path: &str) -> Option<Header> {
    let mut form_unit: Option<(String, Range<usize>)> = None;
    let mut first: Option<Range<usize>> = None;
    for _ in 0..HEADER_WITHIN {
        if !lines.next(row) {
            break;
        }
        let cells: Vec<&str> = (0..row.fields.len()).map(|i| row.text(text, i)).collect();
        if cells.iter().all(|c| is_blank(c)) {
            continue;
        }
        first.get_or_insert(row.place.clone());
        let names = &part.context.names;
        if cells.iter().any(|c| is_named(names, rel, c)) {
            return Some(read_header(part, rel, text, row, form_unit));
        }
        for (i, cell) in cells.iter().enumerate() {
            let unit = strip_unit_word(cell);
            if unit.len() < cell.trim().len() && !unit.is_empty() {
                form_unit = row.fields.get(i).map(|f| (unit.to_string(), f.place.clone()));
            }
        }
    }
    let Some(first) = first else {
        part.log.push_file(files::empty(path));
        return None;
    };
    part.log.push_file(no_header(part, rel, text, first, path));
    None
}

/// A header cell that names a column, with its unit or without.
pub(super) fn is_named(names: &Names, rel: RelId, cell: &str) -> bool {
    names.column(rel, cell).is_some() || split_header(cell).is_some_and(|(n, _)| names.column(rel, n).is_some())
}

fn no_header(part: &Part<'_>, rel: RelId, text: &str, first: Range<usize>, path: &str) -> crate::diag::Diagnostic {
    let relation = part.context.schema.get(rel);
    let line = text.get(first.clone()).unwrap_or("");
    for sign in ["；", "，", "|"] {
        let known = |c: &str| part.context.names.column(rel, c.trim_matches('"')).is_some();
        if line.split(sign).any(known) && line.contains(sign) {
            return files::separator(path, sign, part.span(first));
        }
    }
    let columns: Vec<&str> = relation.columns.iter().map(|c| c.title()).collect();
    let diagnostic = files::no_header(path, relation.title(), &columns, part.span(first));
    let near = line.split(',').find_map(|c| nearest_column(relation, c.trim_matches('"'), |_| true));
    diagnostic.suggest(near)
}

fn read_header(part: &mut Part<'_>, rel: RelId, text: &str, row: &Row, form_unit: Option<(String, Range<usize>)>) -> Header {
    let relation = part.context.schema.get(rel);
    let place = part.span(row.place.clone());
    let mut header = Header { columns: Vec::new(), units: vec![None; relation.columns.len()], spoiled: Vec::new(), place };
    let mut places: Vec<Option<Span>> = vec![None; relation.columns.len()];
    let mut strange = Vec::new();
    for (i, field) in row.fields.iter().enumerate() {
        let (name, at) = (row.text(text, i), part.span(field.place.clone()));
        let col = match_header(part, rel, name, at, &mut header);
        match col.and_then(|c| places.get_mut(c.index())) {
            Some(Some(first)) => {
                let (col, first) = (col.unwrap_or(ColId(0)), *first);
                let diagnostic = rows::column_twice(relation, &relation.columns[col.index()], at, first);
                part.log.push(diagnostic, rel, name);
                header.spoiled.push(col);
                header.columns.push(None);
                continue;
            }
            Some(slot) => *slot = Some(at),
            None if !is_blank(name) => strange.push((name.trim().to_string(), at)),
            None => {}
        }
        header.columns.push(col);
    }
    // Empty header cells at the end head no column.
    while header.columns.len() > 1 && header.columns.last() == Some(&None) && is_blank(row.text(text, header.columns.len() - 1)) {
        header.columns.pop();
    }
    for (name, at) in strange {
        let near = nearest_column(relation, split_header(&name).map_or(&name, |(n, _)| n), |c| places[c].is_none());
        part.log.push(rows::unknown_field(relation, &name, near, at), rel, &name);
    }
    for (i, column) in relation.columns.iter().enumerate() {
        let col = ColId(u32::try_from(i).unwrap_or(u32::MAX));
        if places[i].is_none() && !column.optional && !matches!(column.ty, Type::List(_)) {
            part.missing.push((rel, col, place));
        }
    }
    if let Some((unit, at)) = form_unit {
        apply_form_unit(part, rel, &unit, at, &mut header);
    }
    header
}

/// The column a header cell means; takes the unit behind the name.
fn match_header(part: &mut Part<'_>, rel: RelId, name: &str, at: Span, header: &mut Header) -> Option<ColId> {
    if let Some(col) = part.context.names.column(rel, name) {
        return Some(col);
    }
    let (base, unit) = split_header(name)?;
    let col = part.context.names.column(rel, base)?;
    let known = match header_unit(part.context, rel, col, unit) {
        HeaderUnit::NotWanted => return Some(col),
        HeaderUnit::Fits(unit) => {
            if let Some(slot) = header.units.get_mut(col.index()) {
                *slot = Some(unit);
            }
            return Some(col);
        }
        HeaderUnit::Other(unit) => Some(unit),
        HeaderUnit::Unknown => None,
    };
    let column = part.context.schema.column(rel, col);
    part.log.push(rows::header_unit(column, unit, known.as_deref(), at), rel, &column.name);
    header.spoiled.push(col);
    Some(col)
}

/// `单位：万元` above the header is meant for all amounts of its dimension whose header names no unit.
fn apply_form_unit(part: &mut Part<'_>, rel: RelId, name: &str, at: Range<usize>, header: &mut Header) {
    let mut used = false;
    for name in name.split(['、', '/', '，', ',', '；', ';']) {
        for i in 0..header.units.len() {
            let col = ColId(u32::try_from(i).unwrap_or(u32::MAX));
            if let (None, HeaderUnit::Fits(unit)) = (&header.units[i], header_unit(part.context, rel, col, name)) {
                header.units[i] = Some(unit);
                used = true;
            }
        }
    }
    if !used {
        let relation = part.context.schema.get(rel);
        let place = part.span(at);
        part.log.push(rows::form_unit(relation, name, place), rel, name);
    }
}
