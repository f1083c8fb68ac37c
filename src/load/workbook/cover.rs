//! The cover of a workbook: a sheet that says who sends it, for which period, on which day, and holds no table. What it says goes for every
//! sheet of the book.

use super::page::Page;
use crate::data::SaidBy;
use crate::load::envelope::{self, Value};
use crate::load::part::Part;
use crate::text::{FileId, Span};
use std::ops::Range;

/// One line of a cover: a label and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    pub key: Range<usize>,
    pub value: String,
    pub place: Range<usize>,
}

/// A cover, and how many sheets that are read stand between it and another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    pub lines: Vec<Line>,
    /// Its place among the sheets of the book that are read.
    pub at: usize,
}

/// Whether a sheet is a cover, by its name.
pub fn is_cover(page: &Page) -> bool {
    envelope::NAMES.contains(&page.sheet.name.trim())
}

/// The labels of a cover with the cells beside them; labels with nothing beside them say nothing.
pub fn lines(page: &Page) -> Vec<Line> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in page.text.split('\n') {
        let mut cells = Vec::new();
        let mut at = start;
        for cell in line.split('\t') {
            let inner = cell.trim();
            let from = at + (inner.as_ptr() as usize - cell.as_ptr() as usize);
            if !inner.is_empty() {
                cells.push((inner, from..from + inner.len()));
            }
            at += cell.len() + 1;
        }
        if let [(name, key), (value, place), ..] = cells.as_slice() {
            let name = name.trim_end_matches(['：', ':']).trim().to_string();
            out.push(Line { name, key: key.clone(), value: (*value).to_string(), place: place.clone() });
        }
        start += line.len() + 1;
    }
    out
}

/// Takes what the cover says; what else stands on it is for people.
pub fn take(part: &mut Part<'_>, cover: &Cover, file: FileId) {
    let span = |r: &Range<usize>| Span::new(file, r.start, r.end);
    for line in &cover.lines {
        if envelope::is_item(&line.name) {
            envelope::said(part, (0, SaidBy::File), &line.name, span(&line.key), &Value::Text(&line.value), span(&line.place));
        }
    }
}
