//! Records of a CSV text with the exact place of every field: LF, CRLF and CR line ends, quoted and multi-line fields.
//!
//! A line without quotes is split at its separators in one pass; a record with quotes goes through csv-core field by field, which
//! tells how many bytes each took.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use std::ops::Range;

/// One field: its place in the text (quotes included) and its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub place: Range<usize>,
    /// Where the content stands in [`Row::unquoted`], for fields with quotes.
    unquoted: Option<Range<usize>>,
}

/// One record.
#[derive(Debug, Default)]
pub struct Row {
    pub fields: Vec<Field>,
    /// From the first field to the end of the last.
    pub place: Range<usize>,
    /// The quote that was never closed.
    pub unclosed: Option<usize>,
    unquoted: String,
}

impl Row {
    pub fn text<'a>(&'a self, text: &'a str, index: usize) -> &'a str {
        match self.fields.get(index) {
            None => "",
            Some(Field { unquoted: Some(range), .. }) => self.unquoted.get(range.clone()).unwrap_or(""),
            Some(field) => text.get(field.place.clone()).unwrap_or(""),
        }
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
        row.fields.clear();
        row.unquoted.clear();
        row.unclosed = None;
        if self.at >= self.text.len() {
            return false;
        }
        let start = self.at;
        if !self.plain_line(row) {
            row.fields.clear();
            self.at = start;
            self.quoted_record(row);
        }
        row.place = start..row.fields.last().map_or(start, |f| f.place.end);
        true
    }

    /// Splits a line without quotes; false when it has some.
    fn plain_line(&mut self, row: &mut Row) -> bool {
        let bytes = self.text.as_bytes();
        let mut field = self.at;
        for (i, &b) in bytes.iter().enumerate().skip(self.at) {
            match b {
                b if b == self.separator => {
                    row.fields.push(Field { place: field..i, unquoted: None });
                    field = i + 1;
                }
                b'"' => return false,
                b'\n' | b'\r' => {
                    row.fields.push(Field { place: field..i, unquoted: None });
                    let pair = b == b'\r' && bytes.get(i + 1) == Some(&b'\n');
                    self.at = i + 1 + usize::from(pair);
                    return true;
                }
                _ => {}
            }
        }
        row.fields.push(Field { place: field..bytes.len(), unquoted: None });
        self.at = bytes.len();
        true
    }

    fn quoted_record(&mut self, row: &mut Row) {
        let bytes = self.text.as_bytes();
        let mut reader: Reader = ReaderBuilder::new().delimiter(self.separator).build();
        let mut buffer = vec![0u8; 256];
        let (mut field, mut filled) = (self.at, 0);
        loop {
            let rest = bytes.get(self.at..).unwrap_or(&[]);
            let room = buffer.get_mut(filled..).unwrap_or(&mut []);
            let (result, read, written) = reader.read_field(rest, room);
            self.at += read;
            filled += written;
            match result {
                ReadFieldResult::OutputFull => buffer.resize(buffer.len() * 2, 0),
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::Field { record_end } => {
                    let ended_by_sign = read > 0;
                    let end = self.at - usize::from(ended_by_sign);
                    let content = buffer.get(..filled).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("");
                    let start = row.unquoted.len();
                    row.unquoted.push_str(content);
                    row.fields.push(Field { place: field..end, unquoted: Some(start..row.unquoted.len()) });
                    if record_end {
                        if !ended_by_sign && is_unclosed(self.text.get(field..end).unwrap_or("")) {
                            row.unclosed = Some(field);
                        }
                        // csv-core leaves the LF of a CRLF to the next record.
                        let crlf = ended_by_sign && bytes.get(end) == Some(&b'\r') && bytes.get(self.at) == Some(&b'\n');
                        self.at += usize::from(crlf);
                        return;
                    }
                    (field, filled) = (self.at, 0);
                }
                ReadFieldResult::End => return,
            }
        }
    }
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
