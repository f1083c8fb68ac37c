//! Rows taken apart as they stand in the bytes of a file, a chunk at a time: figures into integers, texts into numbers of a dictionary. A row that
//! is not ordinary in every cell is marked, and its bytes are told.

use super::cell::{Found, at_scale};
use super::dictionary::{Dictionary, NONE, mix, print, print_of_text};
use super::layout::{Cell, KEY, Kind, Layout};
use super::meaning::key_of;
use super::program::Program;
use super::short::Short;
use super::window::{AHEAD, View};
use crate::data::{self, Interner};
use crate::load::Plain;
use crate::load::value::{ColumnReader, Quick};
use crate::load::{Record, record};
use crate::num::{Rat, pow10, to_i64};
use crate::text::{LineIndex, seen};

/// Rows in a chunk.
pub const CHUNK: usize = 4096;

/// A row that is not looked at here: it goes through the loader.
pub const ODD: u8 = 1;
/// It is kept.
pub const KEEP: u8 = 2;
/// The rows beside it are kept too: what is shown of it, or what a line is taken for, may turn on them.
pub const NEAR: u8 = 4;

/// Rows of a chunk, column by column.
#[derive(Default)]
pub struct Chunk {
    /// Where each begins, and where the next does.
    pub places: Vec<(usize, usize)>,
    /// The line of each in its piece, from 0.
    pub lines: Vec<u32>,
    pub flags: Vec<u8>,
    pub numbers: Vec<Vec<i64>>,
    pub texts: Vec<Vec<u32>>,
    /// A print of the key of each, 0 where it has none.
    pub prints: Vec<u64>,
}

impl Chunk {
    pub fn new(program: &Program) -> Self {
        Self {
            numbers: vec![Vec::with_capacity(CHUNK); program.numbers.len()],
            texts: vec![Vec::with_capacity(CHUNK); program.texts.len()],
            ..Self::default()
        }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn clear(&mut self) {
        self.places.clear();
        self.lines.clear();
        self.flags.clear();
        self.prints.clear();
        self.numbers.iter_mut().for_each(Vec::clear);
        self.texts.iter_mut().for_each(Vec::clear);
    }
}

/// Goes through a piece of a file.
pub struct Scan<'a> {
    pub program: &'a Program,
    pub layout: &'a Layout<'a>,
    pub plain: &'a Plain,
    pub at: usize,
    /// Where the piece ends; a record may go on behind it.
    pub end: usize,
    /// Lines gone through.
    pub line: u32,
    pub dictionaries: Vec<Dictionary>,
    /// By cell, the shape of a text that passed by its shape.
    shapes: Vec<Option<Short>>,
    texts: Interner,
    aliases: &'a [(String, String)],
}

/// Texts that are asked about one by one are forgotten when they are so many.
const MOST_TEXTS: usize = 10_000;

impl<'a> Scan<'a> {
    pub fn new(
        (program, layout, plain): (&'a Program, &'a Layout<'a>, &'a Plain),
        (at, end): (usize, usize),
        aliases: &'a [(String, String)],
    ) -> Self {
        let dictionaries = program.texts.iter().map(|(_, asked)| Dictionary::new(asked)).collect();
        let texts = Interner::with_aliases(aliases);
        let shapes = vec![None; layout.cells.len()];
        Self { program, layout, plain, at, end, line: 0, dictionaries, shapes, texts, aliases }
    }

    /// Fills a chunk with what is in sight; false at the end of the piece. `None` where a quote is never closed, a line ends as none does, or
    /// something is no text.
    pub fn fill(&mut self, chunk: &mut Chunk, view: View<'_>) -> Option<bool> {
        chunk.clear();
        while chunk.len() < CHUNK && self.at < self.end && view.reaches(self.at) {
            let (start, rows) = (self.at, chunk.len());
            if let Some(flags) = self.ordinary(chunk, view) {
                chunk.places.push((start, self.at));
                chunk.lines.push(self.line);
                chunk.flags.push(flags);
                if flags & ODD != 0 {
                    self.again(chunk, text_of(view.slice(start, self.at)?)?)?;
                }
                self.line += 1;
                continue;
            }
            chunk.numbers.iter_mut().for_each(|c| c.resize(rows + 1, 0));
            chunk.texts.iter_mut().for_each(|c| c.resize(rows + 1, NONE));
            chunk.prints.truncate(rows);
            self.odd(chunk, start, view)?;
        }
        Some(self.at < self.end)
    }

    /// One line by the shape of its cells; `None` where it has another shape. A line whose cells are not all ordinary is marked.
    fn ordinary(&mut self, chunk: &mut Chunk, view: View<'_>) -> Option<u8> {
        let (layout, bytes) = (self.layout, view.bytes);
        let last = layout.cells.len() - 1;
        let (mut at, mut flags, mut key) = (self.at - view.from, 0, [0u64; KEY]);
        let mut filled = 0;
        for (nth, cell) in layout.cells.iter().enumerate() {
            let found = Found::read(bytes, at, layout.separator)?;
            at = found.end;
            match bytes.get(at) {
                Some(b) if *b == layout.separator && nth < last => at += 1,
                Some(b'\n') if nth == last => at += 1,
                Some(b'\r') if nth == last && bytes.get(at + 1) == Some(&b'\n') => at += 2,
                None if nth == last && view.last => {}
                _ => return None,
            }
            if found.text.is_empty() && cell.may_lack {
                Self::empty(cell, chunk);
                continue;
            }
            filled += usize::from(!found.text.is_empty());
            let (odd, print) = self.take(nth, cell, found, chunk)?;
            flags |= odd;
            if let Some(to) = cell.key.and_then(|part| key.get_mut(part)) {
                *to = print;
            }
        }
        // One text by itself may be a note.
        flags |= if filled > 1 { 0 } else { ODD };
        self.at = view.from + at;
        chunk.prints.push(key.get(..layout.key.len()).map_or(0, key_print));
        Some(flags)
    }

    /// Takes a cell into its column; tells what is to be done with its row, and gives a print of what it means.
    #[inline]
    fn take(&mut self, nth: usize, cell: &Cell<'_>, found: Found<'_>, chunk: &mut Chunk) -> Option<(u8, u64)> {
        Some(match &cell.kind {
            Kind::Number { at: to, scale, bare } => {
                let value = match found.number(*bare, *scale) {
                    Some(value) => Some(value),
                    None => self.number_again(cell, text_of(found.text)?, *scale),
                };
                let odd = if value.is_some() && !(nth == 0 && found.text.first() == Some(&b'-')) { 0 } else { ODD };
                chunk.numbers[*to].push(value.unwrap_or(0));
                let print = if cell.key.is_some() { mix(u64::from(*scale), value.unwrap_or(0).cast_unsigned()) } else { 0 };
                (odd, print)
            }
            Kind::Text(to) => {
                let known = &self.dictionaries[*to];
                let (number, new) = match found.short.map_or_else(|| known.find(found.text), |short| known.find_short(short)) {
                    Some(number) => (number, 0),
                    None => (self.add(*to, nth, text_of(found.text)?)?, KEEP),
                };
                chunk.texts[*to].push(number);
                let dictionary = &self.dictionaries[*to];
                (new | (u8::from(dictionary.odd[number as usize]) * ODD), dictionary.prints[number as usize])
            }
            Kind::Plain | Kind::Any => {
                let odd = self.plainness(cell, nth, found)?;
                let print = || found.short.map_or_else(|| print_of_text(found.text), Short::print);
                (odd, if cell.key.is_some() { print() } else { 0 })
            }
        })
    }

    /// Marks a cell that is not plainly a text, or one at the beginning of a line that may make it something else.
    #[inline]
    fn plainness(&mut self, cell: &Cell<'_>, nth: usize, found: Found<'_>) -> Option<u8> {
        let shape = found.short.and_then(Short::shape);
        if shape.is_some() && self.shapes[nth] == shape {
            return Some(0);
        }
        let text = text_of(found.text)?;
        let figure = matches!(cell.kind, Kind::Any) && text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
        let fine = self.plain.is_text(text) && (nth > 0 || self.plain.may_begin(text));
        if fine && self.plain.passes_by_shape(text) {
            self.shapes[nth] = shape;
        }
        Some(if fine || figure { 0 } else { ODD })
    }

    /// What stands for a cell that is left empty, and may be.
    fn empty(cell: &Cell<'_>, chunk: &mut Chunk) {
        match &cell.kind {
            Kind::Number { at: to, .. } => chunk.numbers[*to].push(0),
            Kind::Text(to) => chunk.texts[*to].push(NONE),
            Kind::Plain | Kind::Any => {}
        }
    }

    /// A number that is not bare digits, by the loader's own short way.
    fn number_again(&self, cell: &Cell<'_>, text: &str, scale: u32) -> Option<i64> {
        match cell.reader.as_ref()?.read_quick(text, &mut Interner::default())? {
            Quick::Number(value, own) => at_scale(value, own, scale),
            Quick::Code(_) => None,
        }
    }

    fn add(&mut self, to: usize, nth: usize, text: &str) -> Option<u32> {
        let (asked, reader) = (&self.program.texts[to].1, self.layout.cells[nth].reader.as_ref()?);
        Some(self.dictionaries[to].add(text, (asked, reader), nth == 0, self.plain, &mut self.texts))
    }

    /// A line that is not ordinary in some cell: its key is read as the loader reads it.
    fn again(&mut self, chunk: &mut Chunk, text: &str) -> Option<()> {
        let found = record(text, self.layout.separator);
        if found.fields.iter().any(|text| looks_like_another(text)) {
            return None;
        }
        let print = self.key_of(&found.fields);
        if let Some(own) = chunk.prints.last_mut() {
            *own = print;
        }
        if let Some(flags) = chunk.flags.last_mut() {
            *flags |= KEEP | NEAR;
        }
        Some(())
    }

    /// A record of another shape: quotes, too few cells, a blank line.
    fn odd(&mut self, chunk: &mut Chunk, start: usize, view: View<'_>) -> Option<()> {
        let rest = view.rest(start)?;
        let (text, found) = SIGHTS.iter().find_map(|most| whole_record(rest, *most, self.layout.separator))?;
        if found.unclosed || found.fields.iter().any(|text| looks_like_another(text)) {
            return None;
        }
        let lines = LineIndex::new(text).count() - 1;
        let print = self.key_of(&found.fields);
        chunk.places.push((start, start + found.len));
        chunk.lines.push(self.line);
        chunk.flags.push(ODD | KEEP | NEAR);
        chunk.prints.push(print);
        self.at = start + found.len;
        // A last line has no end.
        self.line += u32::try_from(lines.max(1)).unwrap_or(u32::MAX);
        Some(())
    }

    /// The print of a key by what its cells mean; 0 where one of them is no value.
    fn key_of(&mut self, fields: &[String]) -> u64 {
        if self.texts.len() > MOST_TEXTS {
            self.texts = Interner::with_aliases(self.aliases);
        }
        if self.layout.key.is_empty() {
            return 0;
        }
        let mut key = [0u64; KEY];
        for (part, nth) in self.layout.key.iter().enumerate() {
            let cell = &self.layout.cells[*nth];
            let (Some(text), Some(reader)) = (fields.get(*nth), &cell.reader) else { return 0 };
            let own = match &cell.kind {
                Kind::Number { scale, .. } => {
                    let value = number_of(text, reader, &mut self.texts);
                    let whole = value.and_then(|v| to_i64(&(v * Rat::from(pow10(*scale)))));
                    whole.map(|v| mix(u64::from(*scale), v.cast_unsigned()))
                }
                Kind::Text(_) | Kind::Plain | Kind::Any => key_of(text, reader, &mut self.texts).as_ref().map(print),
            };
            let Some(own) = own else { return 0 };
            if let Some(to) = key.get_mut(part) {
                *to = own;
            }
        }
        key.get(..self.layout.key.len()).map_or(0, key_print)
    }
}

/// Whether a text is seen as another: where that one stands is told beside it, so all texts must be there.
fn looks_like_another(text: &str) -> bool {
    !text.is_ascii() && seen(text.trim()) != text.trim()
}

/// The text that bytes are; none where they are no text, or hold a sign that ends one.
#[inline]
fn text_of(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    (!text.bytes().any(|b| matches!(b, 0x1a | 0))).then_some(text)
}

/// A record is looked for in so many bytes; in more where it does not end there.
const SIGHTS: [usize; 3] = [1 << 12, 1 << 15, AHEAD];

/// The record at the beginning of some bytes, where it ends among the first `most` of them.
fn whole_record(bytes: &[u8], most: usize, separator: u8) -> Option<(&str, Record)> {
    let window = bytes.get(..most.min(bytes.len()))?;
    let valid = match std::str::from_utf8(window) {
        Ok(text) => text,
        // A sign may be cut in two at the end; that something is no text comes up where it stands.
        Err(error) => std::str::from_utf8(window.get(..error.valid_up_to())?).ok()?,
    };
    let found = record(valid, separator);
    if found.len == valid.len() && valid.len() < bytes.len() {
        return None;
    }
    Some((text_of(window.get(..found.len)?)?, found))
}

/// The number that a cell is, written however.
fn number_of(text: &str, reader: &ColumnReader<'_>, texts: &mut Interner) -> Option<Rat> {
    match reader.read(text, texts).ok()? {
        data::Cell::Number(number) => Some(number.to_rat()),
        data::Cell::Exact(number) => Some(number),
        data::Cell::Text(_)
        | data::Cell::Flag(_)
        | data::Cell::Int(_)
        | data::Cell::None
        | data::Cell::LeftBlank(_)
        | data::Cell::Blank
        | data::Cell::Absent
        | data::Cell::Bounds(_)
        | data::Cell::Unusable => None,
    }
}

/// Never 0, which says that there is no key.
#[inline]
fn key_print(key: &[u64]) -> u64 {
    let print = match key {
        [one] => *one,
        _ => key.iter().fold(0, |state, part| mix(state, *part)),
    };
    print.max(1)
}
