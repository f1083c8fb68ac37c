//! Records of a CSV text with the exact place of every field: LF, CRLF and CR line ends, quoted and multi-line fields.
//!
//! A line without quotes is split at its separators in one pass; a record with quotes goes through csv-core field by field, which
//! tells how many bytes each took. Contents are slices of the text wherever they stand there as they are, and of a record at most
//! [`MOST_FIELDS`] fields are kept, so that no line costs many times its size.

use crate::load::value::is_blank;
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use std::ops::Range;

/// Of a record with more fields than this are kept their number and whether anything stands in them.
pub const MOST_FIELDS: usize = 1 << 16;

/// Of a quote that is never closed no more than this is copied.
const MOST_BYTES: usize = 1 << 20;

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its place in the text, quotes included.
    pub place: Range<usize>,
    content: Content,
}

/// Where the content of a field stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    /// In the text, as it is.
    Plain,
    /// In the text, between two quotes.
    Quoted,
    /// In [`Row::unquoted`]: quotes inside it are written twice.
    Unquoted(Range<usize>),
}

/// One record.
#[derive(Debug, Default)]
pub struct Row {
    pub fields: Vec<Field>,
    /// From the first field to the end of the last.
    pub place: Range<usize>,
    /// The quote that was never closed.
    pub unclosed: Option<usize>,
    /// A field with a quote that opens nothing: inside a text, or with text behind the closing one.
    pub stray: Option<Range<usize>>,
    /// Fields beyond [`MOST_FIELDS`].
    more: usize,
    more_filled: bool,
    unquoted: String,
}

impl Row {
    pub fn text<'a>(&'a self, text: &'a str, index: usize) -> &'a str {
        let Some(field) = self.fields.get(index) else { return "" };
        let (start, end) = (field.place.start, field.place.end);
        match &field.content {
            Content::Plain => text.get(start..end).unwrap_or(""),
            Content::Quoted => text.get(start + 1..end.saturating_sub(1)).unwrap_or(""),
            Content::Unquoted(range) => self.unquoted.get(range.clone()).unwrap_or(""),
        }
    }

    pub fn texts<'a>(&'a self, text: &'a str) -> Vec<&'a str> {
        (0..self.fields.len()).map(|i| self.text(text, i)).collect()
    }

    /// How many fields it has.
    pub fn width(&self) -> usize {
        self.fields.len() + self.more
    }

    pub fn is_blank(&self, text: &str) -> bool {
        !self.is_filled_from(0, text)
    }

    /// Something stands in a field from `first` on.
    pub fn is_filled_from(&self, first: usize, text: &str) -> bool {
        self.more_filled || (first..self.fields.len()).any(|i| !is_blank(self.text(text, i)))
    }

    /// A line inside a quoted field that would be a row by itself, and the number of the field: behind a line break stand as many separators
    /// as part the columns of the table, at least one of them inside the quotes; or they stand so before the first break and behind the last.
    pub fn line_taken_in(&self, text: &str, separator: u8, columns: usize) -> Option<(Range<usize>, usize)> {
        let signs = |t: &str| t.bytes().filter(|b| *b == separator).count();
        let whole = |line: &str| columns > 1 && signs(line) + 1 >= columns;
        for (nth, field) in self.fields.iter().enumerate().filter(|(_, f)| f.content != Content::Plain) {
            let field = &field.place;
            let content = text.get(field.clone()).unwrap_or("");
            let mut before = None;
            let mut last = None;
            for (at, _) in content.match_indices(['\n', '\r']) {
                let start = field.start + at + 1;
                let rest = text.get(start..).unwrap_or("");
                let line = rest.find(['\n', '\r']).map_or(rest, |n| &rest[..n]);
                let inside = line.get(..field.end.saturating_sub(start).min(line.len())).unwrap_or(line);
                if signs(inside) > 0 && whole(line) {
                    return Some((start..start + line.len(), nth));
                }
                before.get_or_insert(field.start + at);
                last = Some((start..start + line.len(), whole(line)));
            }
            let first = before.is_some_and(|end| {
                let line = text.get(self.place.start..end).unwrap_or("");
                signs(text.get(field.start..end).unwrap_or("")) > 0 && whole(line)
            });
            if let Some((line, true)) = last.filter(|_| first) {
                return Some((line, nth));
            }
        }
        None
    }

    /// The same record, for later.
    pub fn keep(&self) -> Self {
        Self {
            fields: self.fields.clone(),
            place: self.place.clone(),
            unclosed: self.unclosed,
            stray: self.stray.clone(),
            more: self.more,
            more_filled: self.more_filled,
            unquoted: self.unquoted.clone(),
        }
    }

    fn push(&mut self, place: Range<usize>, content: Content, text: &str) {
        if self.fields.len() < MOST_FIELDS {
            return self.fields.push(Field { place, content });
        }
        self.more += 1;
        self.more_filled |= !is_blank(text.get(place).unwrap_or(""));
    }

    fn clear(&mut self) {
        self.fields.clear();
        self.unquoted.clear();
        self.unclosed = None;
        self.stray = None;
        self.more = 0;
        self.more_filled = false;
    }
}

/// Goes through a text record by record.
pub struct Rows<'t> {
    text: &'t str,
    at: usize,
    separator: u8,
}

impl<'t> Rows<'t> {
    /// From a place on, with the sign that parts the columns.
    pub fn new(text: &'t str, at: usize, separator: u8) -> Self {
        Self { text, at, separator }
    }

    /// Reads the next record into `row`; false at the end. An empty line is a record with one empty field.
    pub fn next(&mut self, row: &mut Row) -> bool {
        row.clear();
        if self.at >= self.text.len() {
            return false;
        }
        let start = self.at;
        let end = if let Some(end) = self.plain_line(row) {
            end
        } else {
            row.clear();
            self.at = start;
            self.quoted_record(row)
        };
        row.place = start..end;
        true
    }

    /// Splits a line without quotes and gives its end; `None` when it has some.
    fn plain_line(&mut self, row: &mut Row) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut field = self.at;
        for (i, &b) in bytes.iter().enumerate().skip(self.at) {
            match b {
                b if b == self.separator => {
                    row.push(field..i, Content::Plain, self.text);
                    field = i + 1;
                }
                b'"' => return None,
                b'\n' | b'\r' => {
                    row.push(field..i, Content::Plain, self.text);
                    let pair = b == b'\r' && bytes.get(i + 1) == Some(&b'\n');
                    self.at = i + 1 + usize::from(pair);
                    return Some(i);
                }
                _ => {}
            }
        }
        row.push(field..bytes.len(), Content::Plain, self.text);
        self.at = bytes.len();
        Some(bytes.len())
    }

    /// Splits a record with quotes and gives its end.
    fn quoted_record(&mut self, row: &mut Row) -> usize {
        let bytes = self.text.as_bytes();
        let mut reader: Reader = ReaderBuilder::new().delimiter(self.separator).build();
        // Only the ends of fields are wanted here; contents are taken from the text.
        let mut unused = [0u8; 4096];
        let mut field = self.at;
        loop {
            let rest = bytes.get(self.at..).unwrap_or(&[]);
            let (result, read, _) = reader.read_field(rest, &mut unused);
            self.at += read;
            match result {
                ReadFieldResult::OutputFull | ReadFieldResult::InputEmpty => {}
                ReadFieldResult::Field { record_end } => {
                    let ended_by_sign = read > 0;
                    let end = self.at - usize::from(ended_by_sign);
                    let raw = self.text.get(field..end).unwrap_or("");
                    let content = self.content(raw, row);
                    let literal = match &content {
                        Content::Plain => raw.contains('"'),
                        Content::Quoted => false,
                        Content::Unquoted(_) => is_broken(raw),
                    };
                    if literal {
                        row.stray.get_or_insert(field..end);
                    }
                    row.push(field..end, content, self.text);
                    if record_end {
                        if !ended_by_sign && is_unclosed(raw) {
                            row.unclosed = Some(field);
                        }
                        // csv-core leaves the LF of a CRLF to the next record.
                        let crlf = ended_by_sign && bytes.get(end) == Some(&b'\r') && bytes.get(self.at) == Some(&b'\n');
                        self.at += usize::from(crlf);
                        return end;
                    }
                    field = self.at;
                }
                ReadFieldResult::End => return self.at,
            }
        }
    }

    /// Where the content of a field is to be had.
    fn content(&self, raw: &str, row: &mut Row) -> Content {
        let Some(behind) = raw.strip_prefix('"') else { return Content::Plain };
        if let Some(inner) = behind.strip_suffix('"')
            && !inner.contains('"')
        {
            return Content::Quoted;
        }
        if row.fields.len() >= MOST_FIELDS || (raw.len() > MOST_BYTES && is_unclosed(raw)) {
            return Content::Plain;
        }
        let start = row.unquoted.len();
        row.unquoted.reserve(behind.len());
        // Inside quotes two stand for one; behind the closing quote all stands for itself.
        let mut inside = true;
        let mut signs = behind.chars().peekable();
        while let Some(c) = signs.next() {
            match c {
                '"' if inside && signs.peek() == Some(&'"') => {
                    signs.next();
                    row.unquoted.push('"');
                }
                '"' if inside => inside = false,
                c => row.unquoted.push(c),
            }
        }
        Content::Unquoted(start..row.unquoted.len())
    }
}

/// A record by itself.
pub struct Record {
    pub fields: Vec<String>,
    /// Bytes of the text up to the next record.
    pub len: usize,
    /// A quote is open at the end of the text.
    pub unclosed: bool,
}

/// The first record of a text.
pub fn record(text: &str, separator: u8) -> Record {
    let (mut rows, mut row) = (Rows::new(text, 0, separator), Row::default());
    rows.next(&mut row);
    Record { fields: row.texts(text).into_iter().map(str::to_string).collect(), len: rows.at, unclosed: row.unclosed.is_some() }
}

/// Behind the quote that closes it something follows.
fn is_broken(raw: &str) -> bool {
    let mut signs = raw.chars().skip(1).peekable();
    while let Some(c) = signs.next() {
        if c == '"' {
            match signs.peek() {
                Some('"') => signs.next(),
                Some(_) => return true,
                None => return false,
            };
        }
    }
    false
}

/// A field that begins with a quote and has an odd number of them.
fn is_unclosed(raw: &str) -> bool {
    raw.starts_with('"') && raw.bytes().filter(|b| *b == b'"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<(String, String)>> {
        let (mut rows, mut row, mut out) = (Rows::new(text, 0, b','), Row::default(), Vec::new());
        while rows.next(&mut row) {
            let pair = |i: usize| (text[row.fields[i].place.clone()].to_string(), row.text(text, i).to_string());
            out.push((0..row.fields.len()).map(pair).collect());
        }
        out
    }

    #[test]
    fn every_field_has_its_exact_place() {
        let text = "a,衡水\r\n\"x,1\",\"two\r\nlines\"\r\n\r\n\"he said \"\"no\"\"\",\nlast,\"q\"";
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        assert_eq!(
            all(text),
            [
                vec![pair("a", "a"), pair("衡水", "衡水")],
                vec![pair("\"x,1\"", "x,1"), pair("\"two\r\nlines\"", "two\r\nlines")],
                vec![pair("", "")],
                vec![pair("\"he said \"\"no\"\"\"", "he said \"no\""), pair("", "")],
                vec![pair("last", "last"), pair("\"q\"", "q")],
            ]
        );
    }

    #[test]
    fn old_line_ends_and_long_fields() {
        assert_eq!(all("a,b\rc,d").len(), 2);
        let long = "衡".repeat(1000);
        let text = format!("\"{long}\",1\n");
        assert_eq!(all(&text)[0][0].1, long);
    }

    #[test]
    fn both_ways_split_alike() {
        let plain = "a,b,,c\r\n,\n1,2\n";
        let quoted = plain.replace('a', "\"a\"").replace('1', "\"1\"");
        let texts = |t: &str| all(t).into_iter().map(|r| r.into_iter().map(|f| f.1).collect::<Vec<_>>()).collect::<Vec<_>>();
        assert_eq!(texts(plain), texts(&quoted));
    }

    #[test]
    fn a_quote_never_closed_is_found() {
        let (mut rows, mut row) = (Rows::new("a,\"b\nc,d\n", 0, b','), Row::default());
        assert!(rows.next(&mut row));
        assert_eq!(row.unclosed, Some(2));
        assert!(!rows.next(&mut row));
    }
}
