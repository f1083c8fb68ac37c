//! The rows of a file, and the text made of them.

use super::cells::{Kind, kind, text};
use crate::diag::Diagnostic;
use crate::load::diagnostics::{columns as told, files};
use crate::load::workbook::cells::one_line;
use crate::load::workbook::grid::push;
use crate::text::fold_name;
use crate::world::DEFAULT_SIZE_LIMIT;
use ::parquet::errors::ParquetError;
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use ::parquet::schema::types::{Type, TypePtr};
use bytes::Bytes;
use std::collections::BTreeSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub struct Table {
    pub text: String,
    pub columns: Vec<String>,
    /// Rows in which nothing stands: how many, and the first of them.
    pub empty: Option<(usize, Range<usize>)>,
}

/// Why there is no table.
enum Fault {
    Damaged,
    TooLarge,
    /// A column that cannot be read, with its type.
    Column(String, String),
}

impl From<ParquetError> for Fault {
    fn from(_: ParquetError) -> Self {
        Self::Damaged
    }
}

/// Columns that nobody needs, by their folded names, are not looked at.
pub fn read(path: &str, bytes: Vec<u8>, ignored: &BTreeSet<String>) -> Result<Table, Box<Diagnostic>> {
    // What is damaged in a way that the reader does not expect stops it in the middle.
    let read = catch_unwind(AssertUnwindSafe(|| table(bytes, ignored))).unwrap_or(Err(Fault::Damaged));
    read.map_err(|fault| {
        Box::new(match fault {
            Fault::Damaged => told::damaged(path),
            Fault::TooLarge => files::packed_too_large(path, DEFAULT_SIZE_LIMIT >> 20),
            Fault::Column(column, kind) => told::other_kind(path, &column, &kind),
        })
    })
}

fn table(bytes: Vec<u8>, ignored: &BTreeSet<String>) -> Result<Table, Fault> {
    let reader = SerializedFileReader::new(Bytes::from(bytes))?;
    let metadata = reader.metadata().file_metadata();
    let root = metadata.schema_descr().root_schema();
    let wanted: Vec<TypePtr> = root.get_fields().iter().filter(|c| !ignored.contains(&fold_name(c.name()))).cloned().collect();
    let kinds: Vec<Kind> = wanted
        .iter()
        .map(|column| kind(column).map_err(|kind| Fault::Column(column.name().to_string(), kind)))
        .collect::<Result<_, _>>()?;
    let columns: Vec<String> = wanted.iter().map(|column| one_line(column.name())).collect();
    let all = wanted.len() == root.get_fields().len();
    let mut table = Table { text: String::new(), columns, empty: None };
    let names = table.columns.clone();
    table.line(names.iter().map(String::as_str));
    if wanted.is_empty() {
        return Ok(table);
    }
    let projection = if all { None } else { Some(Type::group_type_builder(root.name()).with_fields(wanted).build()?) };
    let mut rows: i64 = 0;
    let limit = usize::try_from(DEFAULT_SIZE_LIMIT).unwrap_or(usize::MAX);
    for row in reader.get_row_iter(projection)? {
        let row = row?;
        let mut cells = Vec::with_capacity(kinds.len());
        for ((name, value), kind) in row.get_column_iter().zip(&kinds) {
            cells.push(text(value, *kind).ok_or_else(|| Fault::Column(name.clone(), "BYTE_ARRAY".to_string()))?);
        }
        table.line(cells.iter().map(String::as_str));
        if table.text.len() > limit {
            return Err(Fault::TooLarge);
        }
        rows += 1;
    }
    // A table that ends early is no table.
    if rows == metadata.num_rows() { Ok(table) } else { Err(Fault::Damaged) }
}

impl Table {
    fn line<'c>(&mut self, cells: impl Iterator<Item = &'c str>) {
        let start = self.text.len();
        let mut filled = false;
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.text.push('\t');
            }
            filled |= !cell.trim().is_empty();
            push(&mut self.text, cell);
        }
        if !filled {
            let first = start..self.text.len();
            self.empty.get_or_insert((0, first)).0 += 1;
        }
        self.text.push('\n');
    }
}
