//! CSV: one table, a header row, columns matched by field name, label or other header, units taken from the header and from what stands
//! above it. Every line is a row, or it is told what else it is taken for.

mod above;
mod below;
mod header;
mod records;
mod separator;

use super::diagnostics::{files, lines, rows as told};
use super::input::Hints;
use super::line_words::is_sentence;
use super::names::{Names, named};
use super::part::Part;
use super::value::is_blank;
use crate::data::{Cell, Extent, LineKind};
use crate::ty::{Origin, RelId};
use above::Above;
use below::Waiting;
use header::Header;
use records::{Row, Rows};
use separator::HEADER_WITHIN;
use std::ops::Range;

/// Reads a CSV text.
pub fn read(part: &mut Part<'_>, text: &str, hints: &Hints<'_>) {
    let Some(rel) = hints.record.or_else(|| part.context.names.relation(hints.stem)) else {
        let named = part.context.schema.relations.iter().filter(|r| r.origin == Origin::Submitted);
        let names: Vec<&str> = named.map(|r| r.title()).collect();
        part.broken = true;
        return part.log.push_file(files::record_not_named(hints.path, &names));
    };
    let (at, separator) = match hints.columns.map_or_else(|| separator::of(&part.context.names, rel, text), Ok) {
        Ok(found) => found,
        Err(separator::Ambiguous { place, signs }) => {
            part.open(rel);
            part.broken = true;
            return part.log.push_file(files::ambiguous_separator(hints.path, signs, part.span(place)));
        }
    };
    let Some(found) = find_header(&part.context.names, rel, text, (at, separator)) else {
        part.open(rel);
        part.broken = true;
        let problem = header::none(part, rel, text, at, hints.path);
        return part.log.push_file(problem);
    };
    let (mut lines, mut row) = (Rows::new(text, at, separator), Row::default());
    let mut above = Above::default();
    while lines.next(&mut row) && row.place.start < found.start {
        above.line(part, rel, text, &row);
    }
    say_stray_quote(part, rel, &row);
    let mut header = Header::read(part, rel, text, &row, above);
    let mut table = Table { rel, text, separator, header: &mut header, waiting: Waiting::default(), rows: 0 };
    while lines.next(&mut row) {
        if !table.line(part, &row) {
            break;
        }
    }
    table.end(part);
}

/// A quote inside a text is read as it stands, but who knows how it came there.
fn say_stray_quote(part: &mut Part<'_>, rel: RelId, row: &Row) {
    if let Some(place) = &row.stray {
        let problem = lines::stray_quote(part.span(place.clone()));
        part.log.push(problem, rel, "quote");
    }
}

/// The row with most names of columns among the first lines; of equals the first.
fn find_header(names: &Names, rel: RelId, text: &str, (at, separator): (usize, u8)) -> Option<Range<usize>> {
    let (mut lines, mut row) = (Rows::new(text, at, separator), Row::default());
    let mut best: Option<(usize, Range<usize>)> = None;
    for _ in 0..HEADER_WITHIN {
        if !lines.next(&mut row) {
            break;
        }
        let named = named(names, rel, &row.texts(text));
        if named > best.as_ref().map_or(0, |(n, _)| *n) {
            best = Some((named, row.place.clone()));
        }
    }
    best.map(|(_, place)| place)
}

/// The rows below a header on their way into a table.
struct Table<'h, 't> {
    rel: RelId,
    text: &'t str,
    separator: u8,
    header: &'h mut Header,
    /// Lines that are notes if no row follows.
    waiting: Waiting,
    rows: usize,
}

impl Table<'_, '_> {
    /// Reads one record; false where the rest of the file cannot be read.
    fn line(&mut self, part: &mut Part<'_>, row: &Row) -> bool {
        let (rel, text) = (self.rel, self.text);
        if row.is_blank(text) {
            return true;
        }
        if let Some(at) = row.unclosed {
            part.broken = true;
            let end = text[at..].find(['\n', '\r']).map_or(text.len(), |n| at + n);
            part.log.push_file(files::unclosed_quote(part.span(at..end)));
        }
        say_stray_quote(part, rel, row);
        if let Some(kind) = self.header.line_kind(part, rel, text, row, self.rows) {
            return self.other(part, row, kind);
        }
        if self.waits(part, row) {
            self.waiting.push(row);
            return true;
        }
        self.release(part);
        self.rows += 1;
        self.row(part, row);
        true
    }

    /// A line that is no row.
    fn other(&mut self, part: &mut Part<'_>, row: &Row, kind: header::Line) -> bool {
        let (rel, extent, place) = (self.rel, Extent::new(row.place.clone()), part.span(row.place.clone()));
        match kind {
            header::Line::Note => {
                self.waiting.note(row);
                return true;
            }
            header::Line::Units | header::Line::UnitAgain => part.leave_out(rel, LineKind::Unit, extent),
            header::Line::HeaderAgain => {
                part.log.push(lines::header_again(place, self.header.place), rel, "header");
                part.leave_out(rel, LineKind::HeaderAgain, extent);
            }
            header::Line::OtherHeader | header::Line::OtherUnit => {
                let rest = part.span(row.place.start..self.text.trim_end().len().max(row.place.end));
                part.broken = true;
                if kind == header::Line::OtherUnit {
                    self.header.open(part, rel);
                    for col in self.header.declared_only(part, rel) {
                        part.spoil_column(rel, col);
                    }
                }
                let problem = match kind {
                    header::Line::OtherHeader => lines::second_header(place, self.header.place),
                    header::Line::Units
                    | header::Line::UnitAgain
                    | header::Line::OtherUnit
                    | header::Line::HeaderAgain
                    | header::Line::Note => lines::unit_below(place),
                };
                part.log.push_file(problem);
                part.leave_out(rel, LineKind::Refused, Extent { start: rest.start, end: rest.end });
                return false;
            }
        }
        true
    }

    /// Below the table, a line with nothing but its first text may be a note or somebody without figures.
    fn waits(&self, part: &Part<'_>, row: &Row) -> bool {
        self.rows > 0
            && self.header.columns.len() > 1
            && below::is_single_text(part.context.units, row, self.text)
            && (row.width() < self.header.columns.len() || is_sentence(row.text(self.text, 0)))
    }

    /// A row follows, so the lines before it were rows too.
    fn release(&mut self, part: &mut Part<'_>) {
        for row in self.waiting.take() {
            self.rows += 1;
            self.row(part, &row);
        }
    }

    fn row(&mut self, part: &mut Part<'_>, row: &Row) {
        let (rel, text) = (self.rel, self.text);
        self.header.open(part, rel);
        part.begin_row(rel, Extent::new(row.place.clone()), None);
        let total = self.is_total(part, row);
        let row_unusable = !total && self.is_unusable(part, row);
        let doubtful = self.header.row_unit(part, rel, text, row);
        for i in 0..self.header.columns.len() {
            let Some(field) = row.fields.get(i) else {
                // What a row that is too short leaves out is not blank.
                if let (true, Some(col)) = (row_unusable, self.header.columns[i])
                    && !part.context.schema.get(rel).key.contains(&col)
                {
                    part.put_cell(rel, col, &Cell::Unusable, Extent::NONE);
                }
                continue;
            };
            let (extent, cell) = (Extent::new(field.place.clone()), row.text(text, i));
            let Some(col) = self.header.columns[i] else {
                self.header.strange_cell(i, cell, extent);
                continue;
            };
            let unusable = row_unusable && !part.context.schema.get(rel).key.contains(&col);
            if unusable || self.header.unusable_columns.contains(&col) || doubtful.contains(&col) {
                part.put_cell(rel, col, &Cell::Unusable, extent);
            } else {
                part.put(rel, col, cell, extent);
            }
        }
        part.finish_row_as(rel, total);
    }

    /// Its first text, or a text of its key, is a word of totals.
    fn is_total(&self, part: &Part<'_>, row: &Row) -> bool {
        let figure =
            |t: &str| t.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '>' | '<' | '≥' | '≤'));
        let key = &part.context.schema.get(self.rel).key;
        let mut texts = 0;
        (0..row.fields.len()).any(|i| {
            let (col, cell) = (self.header.columns.get(i).copied().flatten(), row.text(self.text, i));
            if is_blank(cell) || figure(cell.trim_start()) {
                return false;
            }
            texts += 1;
            (texts == 1 || col.is_some_and(|c| key.contains(&c))) && part.is_total(self.rel, col, cell)
        })
    }

    /// Its cells do not stand where the header says, or a quote took in another row.
    fn is_unusable(&self, part: &mut Part<'_>, row: &Row) -> bool {
        let (found, wanted) = (row.width(), self.header.columns.len());
        // Commas at the end (a spreadsheet was once wider) shift nothing.
        let ragged = found < wanted || row.is_filled_from(wanted, self.text);
        let taken = row.line_taken_in(self.text, self.separator, wanted);
        let place = part.span(row.place.clone());
        let problem = match taken {
            Some(line) => lines::row_in_quotes(part.span(line), place),
            None if ragged => told::ragged(found, wanted, place, self.header.place),
            None => return false,
        };
        part.log.push(problem, self.rel, &part.context.schema.get(self.rel).name);
        part.open(self.rel).complete = false;
        true
    }

    /// What waited is below the table.
    fn end(mut self, part: &mut Part<'_>) {
        let rel = self.rel;
        self.header.open(part, rel);
        self.header.say_nameless(part, rel);
        let (notes, doubtful) = self.waiting.finish(self.text);
        if let Some((first, last)) = notes.first().zip(notes.last()) {
            let place = part.span(first.start..last.end);
            part.log.push_file(lines::notes(place, notes.len()));
            notes.iter().for_each(|n| part.leave_out(rel, LineKind::Note, Extent::new(n.clone())));
        }
        for line in doubtful {
            part.open(rel).complete = false;
            let place = part.span(line.clone());
            part.log.push(lines::note_or_row(place), rel, "note");
            part.leave_out(rel, LineKind::Refused, Extent::new(line));
        }
    }
}
