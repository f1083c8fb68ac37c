//! Lines below the rows of a table: notes, and texts of which nobody can say whether they are notes or rows without figures.

use super::above::is_row_of_another_sign;
use super::records::Row;
use crate::load::line_words::{is_figure, is_sentence};
use crate::load::value::is_blank;
use crate::ty::Units;
use std::ops::Range;

/// Lines that are judged when it is known what follows.
#[derive(Default)]
pub struct Waiting {
    lines: Vec<Row>,
    notes: Vec<Range<usize>>,
}

impl Waiting {
    pub fn push(&mut self, row: &Row) {
        self.lines.push(row.keep());
    }

    pub fn note(&mut self, row: &Row) {
        self.notes.push(row.place.clone());
    }

    pub fn take(&mut self) -> Vec<Row> {
        std::mem::take(&mut self.lines)
    }

    /// At the end of the file: the places of the notes, and of the lines that may be either.
    pub fn finish(&mut self, units: &Units, text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        let mut notes = std::mem::take(&mut self.notes);
        let mut doubtful = Vec::new();
        for row in self.take() {
            let said = (0..row.fields.len()).map(|i| row.text(text, i)).find(|t| !is_blank(t)).unwrap_or("");
            // 乙;1 is a row whose cells are separated otherwise.
            let note = is_sentence(said) && !is_row_of_another_sign(units, said);
            if note { notes.push(row.place) } else { doubtful.push(row.place) }
        }
        notes.sort_by_key(|n| n.start);
        (notes, doubtful)
    }
}

/// One cell is filled, the first, and holds no figure.
pub fn is_single_text(units: &Units, row: &Row, text: &str) -> bool {
    let first = row.text(text, 0);
    !is_blank(first) && !row.is_filled_from(1, text) && !is_figure(units, first)
}

/// `2007年情况表`: what a table is called, and nobody is.
pub fn is_dated_title(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text[digits..].starts_with('年') && text.ends_with('表')
}
