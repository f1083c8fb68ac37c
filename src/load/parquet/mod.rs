//! Parquet: the table becomes a text, a line for each row and tabs between the cells, under the names of its columns; from there on it is read as a
//! sheet of a workbook is. Its places are rows, counted from 1, and names of columns.

#[cfg(feature = "parquet")]
mod cells;
#[cfg(feature = "parquet")]
mod table;

use super::part::Part;
use crate::text::{Capture, Source, Span};
use crate::ty::RelId;

/// The ending of such files.
pub const EXTENSION: &str = "parquet";

/// What is said of the file.
#[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "without a reader it is of no use"))]
pub struct Given {
    pub path: String,
    pub stem: String,
    pub record: Option<RelId>,
    pub title: Vec<(Capture, Option<Span>)>,
}

/// Reads a file and gives its text.
#[cfg(feature = "parquet")]
pub fn read(part: &mut Part<'_>, given: Given, bytes: Vec<u8>) -> Source {
    use super::{
        csv,
        diagnostics::columns as told,
        input::{Hints, OfSheet},
        sought, workbook,
    };
    let table = match table::read(&given.path, bytes, &part.ignored) {
        Ok(table) => table,
        Err(problem) => {
            part.refuse(*problem);
            return Source::new(given.path, "");
        }
    };
    let Given { path, stem, record, title } = given;
    let named = record.or_else(|| part.context.names.relation(&stem)).or_else(|| workbook::by_header(part.context, &table.text));
    let sheet = OfSheet::default();
    let hints = Hints { path: &path, stem: &stem, record: named, columns: Some((0, b'\t')), sheet: &sheet };
    if let Some(pace) = &mut part.pace {
        pace.text_is(table.text.len());
    }
    csv::read(part, &table.text, &hints);
    if let Some((count, first)) = &table.empty {
        part.broken = true;
        part.log.push_file(told::rows_without_values(*count, part.span(first.clone())));
    }
    for pattern in &title {
        sought::from_title(part, &table.text, pattern, None);
    }
    Source::of_columns(path, table.text, table.columns)
}

/// A program that was built without it says so.
#[cfg(not(feature = "parquet"))]
pub fn read(part: &mut Part<'_>, given: Given, _bytes: Vec<u8>) -> Source {
    part.refuse(super::diagnostics::columns::not_built_in(&given.path));
    Source::new(given.path, "")
}
