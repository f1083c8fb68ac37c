//! A range of a CSV file that the project file names: the cells outside are blanked where they stand, so that all places stay.

use super::records::{Row, Rows};
use super::separator::declared;
use crate::load::form_unit::{Spoken, spoken};
use crate::load::value::is_blank;
use crate::text::Area;
use crate::ty::Units;

/// What is left of a text.
pub struct Within {
    pub text: String,
    /// Units said outside.
    pub units: Vec<String>,
    /// The last row, where the one right below it holds something in these columns.
    pub goes_on: Option<std::ops::Range<usize>>,
}

/// Keeps the cells of a range; rows are counted as lines of the table are, from the first line on.
pub fn within(units: &Units, text: &str, separator: u8, area: &Area) -> Within {
    let start = declared(text).map_or(0, |(start, _)| start);
    let mut bytes = text.as_bytes().to_vec();
    let (mut rows, mut row) = (Rows::new(text, start, separator), Row::default());
    let mut out = Within { text: String::new(), units: Vec::new(), goes_on: None };
    let mut last = None;
    let first = u32::from(start > 0);
    let mut at = first;
    while rows.next(&mut row) {
        for (col, field) in (0u32..).zip(&row.fields) {
            if area.holds((at, col)) {
                continue;
            }
            let said = row.text(text, col as usize);
            if area.ends_above((at, col)) && !is_blank(said) {
                out.goes_on = last.clone();
            }
            if let Spoken::Units(names) = spoken(units, said) {
                out.units.extend(names);
            }
            for byte in &mut bytes[field.place.clone()] {
                // Quotes and the line ends between them stay, so that records do.
                if !matches!(byte, b'"' | b'\n' | b'\r') {
                    *byte = b' ';
                }
            }
        }
        last = Some(row.place.clone());
        at = at.saturating_add(1);
    }
    out.text = String::from_utf8(bytes).unwrap_or_default();
    out
}
