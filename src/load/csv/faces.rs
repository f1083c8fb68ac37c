//! Cells as they look: a column of texts or of periods reads a figure of a workbook as it is drawn, and of a row that somebody struck out one cell is told.

use super::header::Header;
use super::records::Row;
use crate::load::input::Face;
use crate::load::part::Part;
use crate::text::struck::is_struck;
use crate::ty::{ColId, RelId, Type};
use std::borrow::Cow;

/// The text that a column reads in a cell.
pub fn read_as<'t>(part: &Part<'_>, (rel, col): (RelId, ColId), cell: &'t str, face: Option<&'t Face>) -> Cow<'t, str> {
    let Some(face) = face else { return Cow::Borrowed(cell) };
    let (text, period) = match &part.context.schema.column(rel, col).ty {
        Type::Text | Type::OneOf(_) | Type::Ref(_) => (true, false),
        Type::Period(_) | Type::Date => (false, true),
        Type::Number(_) | Type::Flag | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => (false, false),
    };
    match face {
        Face::Drawn(drawn) if text || period => Cow::Borrowed(drawn),
        Face::Month(drawn) if period => Cow::Borrowed(drawn),
        Face::Lost(shown) if text || period || part.context.schema.get(rel).key.contains(&col) => Cow::Borrowed(shown),
        Face::Typed if period => Cow::Owned(cell.trim().replace(".1", "-01")),
        Face::Drawn(_) | Face::Month(_) | Face::Lost(_) | Face::Typed => Cow::Borrowed(cell),
    }
}

/// Whether the key of a row is struck out: then the row is, and its key is told.
pub fn is_void(part: &Part<'_>, rel: RelId, header: &Header, row: &Row, text: &str) -> bool {
    let key = &part.context.schema.get(rel).key;
    let of_key = |(_, col): &(usize, &Option<ColId>)| col.is_some_and(|col| key.contains(&col));
    header.columns.iter().enumerate().filter(of_key).any(|(at, _)| is_struck(row.text(text, at)))
}

/// Whether a cell is struck out with its row.
pub fn is_of_void(part: &Part<'_>, rel: RelId, col: ColId, cell: &str) -> bool {
    !part.context.schema.get(rel).key.contains(&col) && is_struck(cell)
}
