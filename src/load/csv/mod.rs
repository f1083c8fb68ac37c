//! CSV: one table, a header row, columns matched by field name, label or other header, units taken from the header and from what stands
//! above it. Every line is a row, or it is told what else it is taken for.

mod above;
mod account;
mod area;
mod below;
mod faces;
mod formed;
mod header;
mod ordinary;
pub mod plain;
mod records;
mod separator;
mod spread;
mod units;

use super::diagnostics::{files, lines, rows as told};
use super::input::{Hints, OfSheet};
use super::line_words::{is_sentence, may_be_total};
use super::names::{Names, named};
use super::number::is_none_mark;
use super::numbering::is_number_of_column;
use super::part::Part;
use super::value::{fold_value, is_blank};
use super::workbook::linked::folded;
use crate::data::{Cell, Extent, LineKind};
use crate::text::{Area, same_name};
use crate::ty::{ColId, Origin, RelId, Type};
use above::Above;
use below::Waiting;
use formed::of_form;
use header::Header;
pub use ordinary::Plain;
pub use records::{Record, record};
use records::{Row, Rows};
use separator::{HEADER_WITHIN, HEADER_WITHIN_AT_MOST};
use std::ops::Range;

/// By these forms number their columns of texts.
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// A record that a quote never closed has made longer than this is left out as it is.
const LONGEST_UNCLOSED: usize = 1 << 20;

/// Reads the cells of a range of a CSV text.
pub fn read_within(part: &mut Part<'_>, text: &str, hints: &Hints<'_>, range: &Area) {
    let rel = hints.record.or_else(|| part.context.names.relation(hints.stem));
    let (_, sign) = rel.and_then(|rel| separator::of(&part.context.names, rel, text).ok()).unwrap_or((0, b','));
    let within = area::within(part.context.units, text, sign, range);
    let sheet = OfSheet { units_before: within.units, ..OfSheet::default() };
    read(part, &within.text, &Hints { sheet: &sheet, ..*hints });
    if let Some(place) = within.goes_on {
        part.broken = true;
        let place = part.span(place);
        part.log.push_file(lines::beyond_range(place));
    }
}

/// Reads a CSV text.
pub fn read(part: &mut Part<'_>, text: &str, hints: &Hints<'_>) {
    let named = hints.record.or_else(|| part.context.names.relation(hints.stem));
    let Some(rel) = named.or_else(|| of_form(part.context.schema, text)) else {
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
    let quoted = hints.columns.is_none();
    if quoted {
        say_stray_quote(part, rel, &row);
    }
    let merged = hints.sheet.spreads.get(&row.place.start).map_or(&[][..], Vec::as_slice);
    let mut header = Header::read(part, rel, text, (&row, merged), above);
    header.other_units(part, rel, &hints.sheet.units_before);
    let (waiting, sheet) = (Waiting::default(), hints.sheet);
    let mut table = Table { rel, text, separator, header: &mut header, quoted, sheet, waiting, numbers: None, rows: 0 };
    while lines.next(&mut row) {
        if !table.line(part, &row) {
            // Each line that is not read is one that was refused.
            while lines.next(&mut row) {
                if !row.is_blank(text) {
                    part.leave_out(rel, LineKind::Refused, Extent::new(row.place.clone()));
                }
            }
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

/// A line that numbers the columns of a form is no row.
fn column_numbers(part: &mut Part<'_>, rel: RelId, row: &Row) {
    let place = part.span(row.place.clone());
    part.log.push(lines::column_numbers(place), rel, "numbers");
    part.leave_out(rel, LineKind::Numbers, Extent::new(row.place.clone()));
}

/// The row with most names of columns among the first lines; of equals the first.
fn find_header(names: &Names, rel: RelId, text: &str, (at, separator): (usize, u8)) -> Option<Range<usize>> {
    let (mut lines, mut row) = (Rows::new(text, at, separator), Row::default());
    let mut best: Option<(usize, Range<usize>)> = None;
    for line in 0..HEADER_WITHIN_AT_MOST {
        if (line >= HEADER_WITHIN && best.is_some()) || !lines.next(&mut row) {
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
    /// Quotes part its cells: they do not where cells are known.
    quoted: bool,
    sheet: &'h OfSheet,
    /// Lines that are notes if no row follows.
    waiting: Waiting,
    /// A first line 1, 2, 3 …: it numbers the columns, unless what follows is numbered too.
    numbers: Option<Row>,
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
            // All that follows fell into this cell: nothing of it is looked at where it is long.
            if row.place.len() > LONGEST_UNCLOSED {
                part.leave_out(rel, LineKind::Refused, Extent::new(row.place.start..end));
                return true;
            }
        }
        if self.quoted {
            say_stray_quote(part, rel, row);
        }
        if let Some(kind) = self.header.line_kind(part, rel, text, row, self.rows) {
            return self.other(part, row, kind);
        }
        if self.waits(part, row) {
            self.waiting.push(row);
            return true;
        }
        self.release(part);
        if self.rows == 0 && self.numbers.is_none() && self.counts_columns(row) {
            self.numbers = Some(row.keep());
            return true;
        }
        if let Some(first) = self.numbers.take() {
            // Rows that are numbered themselves go on with 2.
            match self.goes_on(&first, row) {
                true => self.member(part, &first),
                false => column_numbers(part, rel, &first),
            }
        }
        self.member(part, row);
        true
    }

    fn member(&mut self, part: &mut Part<'_>, row: &Row) {
        if !self.quoted && self.is_bare(part, row) {
            self.other(part, row, header::Line::NoteOrRow);
            return;
        }
        self.rows += 1;
        self.row(part, row);
    }

    /// A text alone in its row on a sheet, where a row has figures that must be there: a heading as well as somebody of whom nothing was filled in.
    /// Who is on a roster, or is referred to, is somebody.
    fn is_bare(&self, part: &Part<'_>, row: &Row) -> bool {
        let relation = part.context.schema.get(self.rel);
        let senders = part.context.schema.sender_columns(self.rel);
        let first = self.header.columns.first().copied().flatten();
        let somebody = |col: ColId| senders.contains(&col) || matches!(relation.columns[col.index()].ty, Type::Ref(_));
        let wanted = |col: &ColId| {
            let def = &relation.columns[col.index()];
            !relation.key.contains(col) && !def.optional && def.blank.is_none()
        };
        // Of one figure that is blank a row is a row, but for what tables are called.
        let figures = self.header.columns.iter().flatten().filter(|col| wanted(col)).count();
        (figures > 1 || (figures == 1 && below::is_dated_title(row.text(self.text, 0))))
            && first.is_some_and(|col| !somebody(col))
            && below::is_single_text(part.context.units, row, self.text)
    }

    /// Its cells are 1, 2, 3 … from the first column to the last, or 甲 乙 … over texts and 1, 2 … over figures.
    fn counts_columns(&self, row: &Row) -> bool {
        let numbered = |i: usize| is_number_of_column(row.text(self.text, i), i + 1);
        let wide = row.width() > 1 && row.width() == self.header.columns.len();
        wide && ((0..row.fields.len()).all(numbered) || self.counts_by_stems(row))
    }

    fn counts_by_stems(&self, row: &Row) -> bool {
        let (mut stems, mut numbers) = (0, 0);
        for i in 0..row.fields.len() {
            let cell = fold_value(row.text(self.text, i));
            let cell = cell.trim_matches(['(', ')']);
            if STEMS.get(stems).is_some_and(|stem| *stem == cell) {
                stems += 1;
            } else if cell == (numbers + 1).to_string() {
                numbers += 1;
            } else if !is_blank(cell) || stems == 0 {
                return false;
            }
        }
        stems > 0 && stems + numbers > 2 && (stems > 1 || numbers > 1)
    }

    /// What a row begins with that goes on where a first row numbered the columns, or was numbered itself.
    fn goes_on(&self, first: &Row, row: &Row) -> bool {
        let second = if fold_value(first.text(self.text, 0)) == STEMS[0] { STEMS[1] } else { "2" };
        fold_value(row.text(self.text, 0)) == second
    }

    /// A line that is no row.
    fn other(&mut self, part: &mut Part<'_>, row: &Row, kind: header::Line) -> bool {
        let (rel, extent, place) = (self.rel, Extent::new(row.place.clone()), part.span(row.place.clone()));
        match kind {
            header::Line::Note => {
                self.waiting.note(row);
                return true;
            }
            header::Line::NoteOrRow | header::Line::NumbersOrRow | header::Line::HeaderPart => {
                self.header.open(part, rel);
                part.open(rel).complete = false;
                let said = match kind {
                    header::Line::HeaderPart => lines::part_of_header(place, self.header.place),
                    header::Line::NumbersOrRow => lines::numbers_or_row(place),
                    header::Line::NoteOrRow
                    | header::Line::Numbers
                    | header::Line::Units
                    | header::Line::UnitAgain
                    | header::Line::OtherUnit
                    | header::Line::HeaderAgain
                    | header::Line::OtherHeader
                    | header::Line::Note => lines::note_or_row(place),
                };
                part.log.push(said, rel, "note");
                part.leave_out(rel, LineKind::Refused, extent);
            }
            header::Line::Numbers => column_numbers(part, rel, row),
            header::Line::Units | header::Line::UnitAgain => part.leave_out(rel, LineKind::Unit, extent),
            header::Line::HeaderAgain => {
                self.entitle(part);
                part.log.push(lines::header_again(place, self.header.place), rel, "header");
                part.leave_out(rel, LineKind::HeaderAgain, extent);
            }
            header::Line::OtherHeader | header::Line::OtherUnit => {
                self.entitle(part);
                part.broken = true;
                if kind == header::Line::OtherUnit {
                    self.header.open(part, rel);
                    for col in self.header.declared_only(part, rel) {
                        part.spoil_column(rel, col);
                    }
                }
                let problem = match kind {
                    header::Line::OtherHeader => lines::second_header(place, self.header.place),
                    header::Line::Numbers
                    | header::Line::Units
                    | header::Line::UnitAgain
                    | header::Line::OtherUnit
                    | header::Line::HeaderAgain
                    | header::Line::NoteOrRow
                    | header::Line::NumbersOrRow
                    | header::Line::HeaderPart
                    | header::Line::Note => lines::unit_below(place),
                };
                part.log.push_file(problem);
                part.leave_out(rel, LineKind::Refused, extent);
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
            && (row.width() < self.header.columns.len()
                || is_sentence(row.text(self.text, 0))
                || self.is_title(part, row.text(self.text, 0)))
    }

    /// The name of the table, or what stands above it, but for a number in brackets behind.
    fn is_title(&self, part: &Part<'_>, said: &str) -> bool {
        const LEAST: usize = 4;
        let said = said.trim();
        let stem = said.trim_end_matches([')', '）']).rsplit_once(['(', '（']).map_or(said, |(stem, _)| stem).trim();
        let relation = part.context.schema.get(self.rel);
        let above = self.text.get(..self.header.place.range().start).unwrap_or("");
        same_name(stem, relation.title()) || (stem.chars().count() >= LEAST && above.contains(stem))
    }

    /// The header follows once more, so a title before it is that of the next part, and other lines were rows.
    fn entitle(&mut self, part: &mut Part<'_>) {
        for row in self.waiting.take() {
            match self.is_title(part, row.text(self.text, 0)) {
                true => part.leave_out(self.rel, LineKind::Heading, Extent::new(row.place.clone())),
                false => self.member(part, &row),
            }
        }
    }

    /// A row follows, so the lines before it were rows too.
    fn release(&mut self, part: &mut Part<'_>) {
        for row in self.waiting.take() {
            self.member(part, &row);
        }
    }

    fn row(&mut self, part: &mut Part<'_>, row: &Row) {
        let (rel, text) = (self.rel, self.text);
        self.header.open(part, rel);
        let link = self.link(part, row);
        part.begin_row(rel, Extent::new(row.place.clone()), link);
        let word = self.total_word(part, row);
        let total = word.is_some();
        let row_unusable = !total && self.is_unusable(part, row);
        let doubtful = self.header.row_unit(part, rel, text, row);
        let merged = if total { Vec::new() } else { spread::unusable(part, rel, self.header, row, &self.sheet.spreads) };
        let void = faces::is_void(part, rel, self.header, row, text);
        for i in 0..self.header.columns.len() {
            let Some(field) = row.fields.get(i) else {
                // What a row that is too short leaves out is not blank.
                if let (true, Some(col)) = (row_unusable, self.header.columns[i])
                    && !part.context.schema.get(rel).key.contains(&col)
                {
                    part.put_displaced(rel, col, Extent::NONE);
                }
                continue;
            };
            let (extent, cell) = (Extent::new(field.place.clone()), row.text(text, i));
            let Some(col) = self.header.columns[i] else {
                self.header.strange_cell(i, cell, extent);
                continue;
            };
            if let Some((_, extent)) = merged.iter().find(|(c, _)| *c == col) {
                part.put_cell(rel, col, &Cell::Unusable, *extent);
                continue;
            }
            // A dash in a row of totals states nothing.
            if total && is_none_mark(&fold_value(cell)) {
                continue;
            }
            if row_unusable && !part.context.schema.get(rel).key.contains(&col) {
                part.put_displaced(rel, col, extent);
            } else if self.header.unusable_columns.contains(&col)
                || doubtful.contains(&col)
                || (void && faces::is_of_void(part, rel, col, cell))
            {
                part.put_cell(rel, col, &Cell::Unusable, extent);
            } else {
                let face = self.sheet.faces.get(&field.place.start);
                part.put(rel, col, &faces::read_as(part, (rel, col), cell, face), extent);
            }
        }
        part.finish_row_as(rel, total);
        if let Some(word) = word {
            let table = part.open(rel);
            table.total_words.insert(table.table.rows.saturating_sub(1), word);
        }
    }

    /// What a row of a list says of the row it belongs to, kept until that is read: its place among these.
    fn link(&self, part: &mut Part<'_>, row: &Row) -> Option<u32> {
        if part.linked != Some(self.rel) {
            return None;
        }
        let texts = self.header.links.iter().map(|at| folded(row.text(self.text, *at))).collect();
        part.links.push(texts);
        u32::try_from(part.links.len() - 1).ok()
    }

    /// Its first text, or a text of its key, where that is a word of totals.
    fn total_word(&self, part: &Part<'_>, row: &Row) -> Option<String> {
        let figure =
            |t: &str| t.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '>' | '<' | '≥' | '≤'));
        let key = &part.context.schema.get(self.rel).key;
        let mut texts = 0;
        (0..row.fields.len()).find_map(|i| {
            let (col, cell) = (self.header.columns.get(i).copied().flatten(), row.text(self.text, i));
            // 2007年合计 is no figure.
            if is_blank(cell) || (figure(cell.trim_start()) && !may_be_total(cell)) {
                return None;
            }
            texts += 1;
            let asked = texts == 1 || col.is_some_and(|c| key.contains(&c));
            (asked && part.is_total(self.rel, col, cell)).then(|| cell.trim().to_string())
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
            Some((line, field)) => {
                // A key that took in a row is nobody's.
                let col = self.header.columns.get(field).copied().flatten();
                if col.is_some_and(|c| part.context.schema.get(self.rel).key.contains(&c)) {
                    let table = part.open(self.rel);
                    table.out.insert(table.table.rows.saturating_sub(1), LineKind::Refused);
                }
                lines::row_in_quotes(part.span(line), place)
            }
            None if ragged && !self.quoted => {
                let beside = (wanted..row.fields.len()).find(|at| !is_blank(row.text(self.text, *at)));
                let cell = beside.and_then(|at| row.fields.get(at)).map_or(place, |f| part.span(f.place.clone()));
                told::beside_table(cell, self.header.place)
            }
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
        if let Some(first) = self.numbers.take() {
            self.member(part, &first);
        }
        self.header.say_nameless(part, rel);
        self.header.leave_account(part, rel);
        // With all its cells, though they are empty, it is a row like those before it.
        let is_row = |row: &Row| row.width() >= self.header.columns.len() && !is_sentence(row.text(self.text, 0));
        let (rows, others): (Vec<Row>, Vec<Row>) = self.waiting.take().into_iter().partition(is_row);
        others.iter().for_each(|row| self.waiting.push(row));
        rows.iter().for_each(|row| self.member(part, row));
        let (notes, doubtful) = self.waiting.finish(part.context.units, self.text);
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
