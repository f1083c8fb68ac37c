//! What stands only in the name of a sheet or in a line above the table: the region, the period, the day of sending. The project file says by a
//! pattern where; nothing is taken without one.

use super::diagnostics::files;
use super::envelope::{self, Value};
use super::part::Part;
use crate::data::SaidBy;
use crate::text::{Capture, FileId, Span};
use std::ops::Range;

/// A pattern and where the project file has it.
pub type Pattern = (Capture, Option<Span>);

/// Lines in which a title is looked for.
const LINES: usize = 20;

/// Takes what the pattern seeks from the name of the sheet; `place` stands for the sheet.
pub fn from_sheet(part: &mut Part<'_>, name: &str, (pattern, _): &Pattern, place: Range<usize>) {
    take(part, pattern.find(name.trim()).unwrap_or_default(), place, SaidBy::Sheet);
}

/// Takes what the pattern seeks from the first cell above the table that it fits, or above the `first` table of its sheet where this one has no
/// title; that there is none is told.
pub fn from_title(part: &mut Part<'_>, text: &str, (pattern, said): &Pattern, first: Option<(FileId, &str)>) {
    if let Some((found, place)) = title(text, pattern) {
        return take(part, found, place, SaidBy::Title);
    }
    match first.and_then(|(file, text)| Some((file, title(text, pattern)?))) {
        Some((file, (found, place))) => take_at(part, found, Span::new(file, place.start, place.end), SaidBy::Title),
        None => part.log.push_file(files::no_title(*said, part.span(0..text.find('\n').unwrap_or(text.len())))),
    }
}

type Found = Vec<(&'static str, String)>;

fn title(text: &str, pattern: &Capture) -> Option<(Found, Range<usize>)> {
    let mut start = 0;
    let mut lines = 0;
    for line in text.split('\n') {
        for cell in line.split(['\t', ',', ';']) {
            let from = start + (cell.as_ptr() as usize - line.as_ptr() as usize);
            let inner = cell.trim_matches(|c: char| c.is_whitespace() || c == '"');
            if let Some(found) = pattern.find(inner).filter(|_| !inner.is_empty()) {
                let at = from + (inner.as_ptr() as usize - cell.as_ptr() as usize);
                return Some((found, at..at + inner.len()));
            }
        }
        start += line.len() + 1;
        lines += usize::from(!line.trim().is_empty());
        if lines == LINES {
            break;
        }
    }
    None
}

fn take(part: &mut Part<'_>, found: Found, place: Range<usize>, by: SaidBy) {
    let at = part.span(place);
    take_at(part, found, at, by);
}

fn take_at(part: &mut Part<'_>, found: Found, at: Span, by: SaidBy) {
    for (name, text) in found {
        envelope::said(part, (usize::MAX, by), name, at, &Value::Text(&text), at);
    }
}
