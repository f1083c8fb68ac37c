//! Rows taken apart as they stand in the bytes of a file, a chunk at a time: figures into integers, texts into numbers of a dictionary. A row that
//! is not ordinary in every cell is marked, and its bytes are told.

use super::dictionary::{Dictionary, NONE, mix, print, print_of_text};
use super::layout::{Cell, KEY, Kind, Layout};
use super::meaning::{LARGEST, key_of};
use super::program::Program;
use crate::data::{self, Interner};
use crate::load::Plain;
use crate::load::record;
use crate::load::value::{ColumnReader, Quick};
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
    /// The whole text, so that a record may go on behind the piece.
    pub text: &'a str,
    pub at: usize,
    pub end: usize,
    /// Lines gone through.
    pub line: u32,
    pub dictionaries: Vec<Dictionary>,
    texts: Interner,
    aliases: &'a [(String, String)],
}

/// Texts that are asked about one by one are forgotten when they are so many.
const MOST_TEXTS: usize = 10_000;

impl<'a> Scan<'a> {
    pub fn new(
        (program, layout, plain): (&'a Program, &'a Layout<'a>, &'a Plain),
        (text, at, end): (&'a str, usize, usize),
        aliases: &'a [(String, String)],
    ) -> Self {
        let dictionaries = program.texts.iter().map(|(_, asked)| Dictionary::new(asked)).collect();
        let texts = Interner::with_aliases(aliases);
        Self { program, layout, plain, text, at, end, line: 0, dictionaries, texts, aliases }
    }

    /// Fills a chunk; false at the end of the piece. `None` where a quote is never closed, or a line ends as none does.
    pub fn fill(&mut self, chunk: &mut Chunk) -> Option<bool> {
        chunk.clear();
        while chunk.len() < CHUNK && self.at < self.end {
            let (start, rows) = (self.at, chunk.len());
            if let Some(flags) = self.ordinary(chunk) {
                chunk.places.push((start, self.at));
                chunk.lines.push(self.line);
                chunk.flags.push(flags);
                if flags & ODD != 0 {
                    self.again(chunk, start)?;
                }
                self.line += 1;
                continue;
            }
            chunk.numbers.iter_mut().for_each(|c| c.resize(rows + 1, 0));
            chunk.texts.iter_mut().for_each(|c| c.resize(rows + 1, NONE));
            chunk.prints.truncate(rows);
            self.odd(chunk, start)?;
        }
        Some(self.at < self.end)
    }

    /// One line by the shape of its cells; `None` where it has another shape. A line whose cells are not all ordinary is marked.
    fn ordinary(&mut self, chunk: &mut Chunk) -> Option<u8> {
        let bytes = self.text.as_bytes();
        let (separator, last) = (self.layout.separator, self.layout.cells.len() - 1);
        let (mut at, mut flags, mut key) = (self.at, 0, [0u64; KEY]);
        let mut filled = 0;
        for (nth, cell) in self.layout.cells.iter().enumerate() {
            let begin = at;
            let mut number = None;
            if let Kind::Number { bare: Some(bare), scale, .. } = &cell.kind {
                (number, at) = figure(bytes, begin, *bare, *scale);
            }
            let end = at + field_end(bytes.get(at..)?, separator);
            let rest = end > at;
            at = end;
            match bytes.get(end) {
                Some(b) if *b == separator && nth < last => at += 1,
                Some(b'\n') if nth == last => at += 1,
                Some(b'\r') if nth == last && bytes.get(end + 1) == Some(&b'\n') => at += 2,
                None if nth == last => {}
                _ => return None,
            }
            filled += usize::from(end > begin);
            let raw = bytes.get(begin..)?;
            let len = end - begin;
            if len == 0 && cell.may_lack {
                Self::empty(cell, chunk);
                continue;
            }
            match &cell.kind {
                Kind::Number { at: to, scale, .. } => {
                    let value = match number.filter(|_| !rest) {
                        Some(value) => Some(value),
                        None => self.number_again(cell, begin..end, *scale),
                    };
                    flags |= if value.is_some() && !(nth == 0 && raw.first() == Some(&b'-')) { 0 } else { ODD };
                    chunk.numbers[*to].push(value.unwrap_or(0));
                    set_key(cell.key, &mut key, || mix(u64::from(*scale), value.unwrap_or(0).cast_unsigned()));
                }
                Kind::Text(to) => {
                    let number = match self.dictionaries[*to].find(raw, len) {
                        Some(number) => number,
                        None => {
                            flags |= KEEP;
                            self.add(*to, nth, begin..end)?
                        }
                    };
                    let dictionary = &self.dictionaries[*to];
                    flags |= u8::from(dictionary.odd[number as usize]) * ODD;
                    chunk.texts[*to].push(number);
                    set_key(cell.key, &mut key, || dictionary.prints[number as usize]);
                }
                Kind::Plain => {
                    let text = self.text.get(begin..end)?;
                    flags |= self.plainness(text, nth);
                    set_key(cell.key, &mut key, || print_of_text(text.as_bytes()));
                }
                Kind::Any => {
                    let text = self.text.get(begin..end)?;
                    let figure = text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
                    flags |= if figure { 0 } else { self.plainness(text, nth) };
                }
            }
        }
        // One text by itself may be a note.
        flags |= if filled > 1 { 0 } else { ODD };
        self.at = at;
        chunk.prints.push(if self.layout.key.is_empty() { 0 } else { key_print(&key) });
        Some(flags)
    }

    /// Marks a cell that is not plainly a text, or one at the beginning of a line that may make it something else.
    fn plainness(&self, text: &str, nth: usize) -> u8 {
        let fine = self.plain.is_text(text) && (nth > 0 || self.plain.may_begin(text));
        if fine { 0 } else { ODD }
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
    fn number_again(&self, cell: &Cell<'_>, place: std::ops::Range<usize>, scale: u32) -> Option<i64> {
        let text = self.text.get(place)?;
        match cell.reader.as_ref()?.read_quick(text, &mut Interner::default())? {
            Quick::Number(value, own) => at_scale(value, own, scale),
            Quick::Code(_) => None,
        }
    }

    fn add(&mut self, to: usize, nth: usize, place: std::ops::Range<usize>) -> Option<u32> {
        let text = self.text.get(place)?;
        let (asked, reader) = (&self.program.texts[to].1, self.layout.cells[nth].reader.as_ref()?);
        Some(self.dictionaries[to].add(text, (asked, reader), nth == 0, self.plain, &mut self.texts))
    }

    /// A line that is not ordinary in some cell: its key is read as the loader reads it.
    fn again(&mut self, chunk: &mut Chunk, start: usize) -> Option<()> {
        let found = record(self.text.get(start..self.at)?, self.layout.separator);
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
    fn odd(&mut self, chunk: &mut Chunk, start: usize) -> Option<()> {
        let window = floor(self.text, start + WINDOW);
        let text = self.text.get(start..window)?;
        let found = record(text, self.layout.separator);
        if found.fields.iter().any(|text| looks_like_another(text))
            || found.unclosed
            || (start + found.len >= window && window < self.text.len())
        {
            return None;
        }
        let lines = LineIndex::new(text.get(..found.len)?).count() - 1;
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
        key_print(&key)
    }
}

/// Whether a text is seen as another: where that one stands is told beside it, so all texts must be there.
fn looks_like_another(text: &str) -> bool {
    !text.is_ascii() && seen(text.trim()) != text.trim()
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

/// A record of more bytes is not looked for.
const WINDOW: usize = 1 << 20;

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

#[inline]
fn set_key(part: Option<usize>, key: &mut [u64; KEY], print: impl FnOnce() -> u64) {
    if let Some(to) = part.and_then(|part| key.get_mut(part)) {
        *to = print();
    }
}

/// Never 0, which says that there is no key.
#[inline]
fn key_print(key: &[u64; KEY]) -> u64 {
    key.iter().fold(0, |state, part| mix(state, *part)).max(1)
}

/// Bytes up to a separator, a line end or a quote.
#[inline]
fn field_end(bytes: &[u8], separator: u8) -> usize {
    bytes.iter().position(|b| *b == separator || matches!(b, b'\n' | b'\r' | b'"')).unwrap_or(bytes.len())
}

/// A bare number at so many decimals, and where it ends; `None` where it is none, or not one the column may have.
#[inline]
fn figure(bytes: &[u8], begin: usize, (signed, digits): (bool, u32), scale: u32) -> (Option<i64>, usize) {
    let negative = bytes.get(begin) == Some(&b'-');
    let start = begin + usize::from(negative);
    let (mut value, mut decimals, mut point, mut at) = (0i64, 0u32, usize::MAX, start);
    while let Some(&b) = bytes.get(at) {
        let digit = b.wrapping_sub(b'0');
        if digit < 10 {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            decimals += u32::from(point != usize::MAX);
        } else if b == b'.' && point == usize::MAX {
            point = at;
        } else {
            break;
        }
        at += 1;
    }
    // At most 18 digits, so nothing wrapped; a point stands between digits.
    let shaped = at > start && at - start <= 18 && point != start && point != at - 1;
    let may = shaped && decimals <= digits && (signed || !negative || value == 0);
    let value = if negative { -value } else { value };
    (if may { at_scale(value, decimals, scale) } else { None }, at)
}

/// A value at other decimals; `None` where digits would be lost, or it is too large.
#[inline]
fn at_scale(value: i64, own: u32, scale: u32) -> Option<i64> {
    const POWERS: [i64; 10] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
    let value = match scale.checked_sub(own) {
        Some(up) => value.checked_mul(*POWERS.get(up as usize)?)?,
        None => {
            let down = *POWERS.get((own - scale) as usize)?;
            Some(value / down).filter(|_| value % down == 0)?
        }
    };
    (value.unsigned_abs() <= LARGEST.unsigned_abs()).then_some(value)
}
