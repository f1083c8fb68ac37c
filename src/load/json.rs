//! JSON, streamed: every value is read as the raw text that stands in the file, so its place is known and no digit is lost.
//!
//! `{"submission": {…}, "Record": [{…}, …]}`, or a bare list of rows when the caller names the record. The reader never holds
//! a tree; a fault ends the file where it stands, and what came before is kept.

use super::Hints;
use super::diagnostics::{files, rows};
use super::envelope;
use super::names::nearest_record;
use super::part::Part;
use crate::data::{Cell, Extent};
use crate::diag::Bi;
use crate::ty::{ColId, Origin, RelId, Type};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// Reads a JSON text.
pub fn read(part: &mut Part<'_>, text: &str, hints: &Hints<'_>) {
    let mut walk = Walk { part, text, at: 0, keys: Vec::new() };
    let mut json = serde_json::Deserializer::from_str(text);
    let result = match walk.peek() {
        Some(b'[') => match hints.record.or_else(|| super::match_record(&walk.part.context.names, hints.stem)) {
            Some(rel) => RowsOf { walk: &mut walk, rel, parent: None }.deserialize(&mut json),
            None => {
                let named = walk.part.context.schema.relations.iter().filter(|r| r.origin == Origin::Submitted);
                let names: Vec<&str> = named.map(|r| r.title()).collect();
                walk.part.broken = true;
                return walk.part.log.push_file(files::record_not_named(hints.path, &names));
            }
        },
        Some(b'{') => Top(&mut walk).deserialize(&mut json),
        _ => {
            let place = walk.part.span(0..text.len().min(40));
            walk.part.broken = true;
            let what = Bi::new("最外层应是 {…} 或 […]", "it must begin with { or [");
            return walk.part.log.push_file(files::wrong_shape(what, place));
        }
    };
    if let Err(error) = result.and_then(|()| json.end()) {
        let at = offset_of(text, error.line(), error.column());
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or("").to_string();
        part.broken = true;
        let place = part.span(at..text[at..].chars().next().map_or(at, |c| at + c.len_utf8()));
        part.log.push_file(files::json_syntax(&words, place));
        // The row that was cut off keeps what it had.
        let open: Vec<RelId> = part.sent().map(|(rel, _)| rel).collect();
        open.into_iter().for_each(|rel| part.finish_row(rel));
    }
}

/// serde_json counts lines from 1 and columns in bytes from 1 (0 before the first).
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The state of the walk: everything before `at` was consumed.
struct Walk<'w, 's, 't> {
    part: &'w mut Part<'s>,
    text: &'t str,
    at: usize,
    /// Keys of the row before, in order, with their columns: rows of one file mostly look alike.
    keys: Vec<(RelId, &'t str, Option<ColId>)>,
}

impl<'t> Walk<'_, '_, 't> {
    /// Skips blanks and the signs between values; gives the first byte of the next value or the closing bracket.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let skip = rest.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':')).unwrap_or(rest.len());
        self.at += skip;
        rest.get(skip).copied()
    }

    /// The place of a raw value, by the address of its text: it borrows from `self.text`.
    fn place(&mut self, raw: &str) -> Range<usize> {
        let start = raw.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr()).min(self.text.len());
        let end = (start + raw.len()).min(self.text.len());
        self.at = end;
        start..end
    }

    /// The column of a key. `nth` is its place in the row.
    fn column(&mut self, rel: RelId, nth: usize, raw: &'t str) -> Option<ColId> {
        if let Some((r, key, col)) = self.keys.get(nth)
            && *key == raw
            && *r == rel
        {
            return *col;
        }
        let col = self.part.context.names.column(rel, &unquote(raw));
        if let Some(slot) = self.keys.get_mut(nth) {
            *slot = (rel, raw, col);
        } else if nth == self.keys.len() {
            self.keys.push((rel, raw, col));
        }
        col
    }

    /// A value of a row that is no nested list.
    fn cell(&mut self, rel: RelId, col: ColId, raw: &str, place: Range<usize>) {
        let extent = Extent::new(place.clone());
        let column = self.part.context.schema.column(rel, col);
        match raw.as_bytes().first() {
            Some(b'"') => match string(raw) {
                Cow::Borrowed(text) => self.part.put(rel, col, text, extent),
                Cow::Owned(text) => self.part.put(rel, col, &text, extent),
            },
            Some(b'n') => {
                let cell = if column.optional { Cell::None } else { Cell::Blank };
                self.part.put_cell(rel, col, &cell, extent);
            }
            Some(b'{' | b'[') => {
                let what =
                    if raw.starts_with('{') { Bi::new("一组值", "a group of values") } else { Bi::new("列表", "a list") };
                let problem = super::diagnostics::cells::wrong_kind(column, what).at(Some(self.part.span(place)), column);
                self.part.log.push(problem, rel, &column.name);
                self.part.put_cell(rel, col, &Cell::Unusable, extent);
            }
            _ => self.part.put(rel, col, raw, extent),
        }
    }
}

/// The content of a raw string; borrowed when it has no escapes.
fn string(raw: &str) -> Cow<'_, str> {
    let inner = raw.strip_prefix('"').and_then(|r| r.strip_suffix('"')).unwrap_or(raw);
    if !inner.as_bytes().contains(&b'\\') {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(serde_json::from_str(raw).unwrap_or_default())
}

fn unquote(raw: &str) -> Cow<'_, str> {
    string(raw)
}

/// The object at the top.
struct Top<'a, 'w, 's, 't>(&'a mut Walk<'w, 's, 't>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let walk = self.0;
        walk.at += 1;
        let mut seen: Vec<(RelId, Range<usize>)> = Vec::new();
        while let Some(key) = map.next_key::<&RawValue>()? {
            let key_place = walk.place(key.get());
            let name = unquote(key.get());
            if envelope::NAMES.contains(&name.as_ref()) {
                let raw: &RawValue = map.next_value()?;
                let place = walk.place(raw.get());
                read_envelope(walk, raw.get(), place);
                continue;
            }
            let Some(rel) = walk.part.context.names.relation(&name) else {
                let near = nearest_record(walk.part.context.schema, &name);
                let place = walk.part.span(key_place);
                walk.part.log.push_file(files::unknown_record(&name, near, place));
                walk.place(map.next_value::<&RawValue>()?.get());
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(r, _)| *r == rel) {
                let (first, second) = (walk.part.span(first.clone()), walk.part.span(key_place.clone()));
                walk.part.log.push_file(rows::record_twice(walk.part.context.schema.get(rel), second, first));
            }
            seen.push((rel, key_place));
            table(walk, rel, &mut map)?;
        }
        walk.peek();
        walk.at += 1;
        Ok(())
    }
}

/// The value of a record's key: a list of rows, or one row.
fn table<'de, A: MapAccess<'de>>(walk: &mut Walk<'_, '_, 'de>, rel: RelId, map: &mut A) -> Result<(), A::Error> {
    match walk.peek() {
        Some(b'[') => map.next_value_seed(RowsOf { walk, rel, parent: None }),
        Some(b'{') => {
            walk.part.open(rel);
            map.next_value_seed(RowOf { walk, rel, parent: None })
        }
        _ => {
            let raw: &RawValue = map.next_value()?;
            let place = walk.place(raw.get());
            let place = walk.part.span(place);
            walk.part.open(rel).complete = false;
            let what = Bi::new("表的内容应是行的列表 […]", "a record must hold a list of rows […]");
            walk.part.log.push_file(files::wrong_shape(what, place));
            Ok(())
        }
    }
}

/// A list of rows; the walk stands at its bracket.
struct RowsOf<'a, 'w, 's, 't> {
    walk: &'a mut Walk<'w, 's, 't>,
    rel: RelId,
    parent: Option<u32>,
}

impl<'de> DeserializeSeed<'de> for RowsOf<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for RowsOf<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let (walk, rel, parent) = (self.walk, self.rel, self.parent);
        walk.at += 1;
        walk.part.open(rel);
        loop {
            match walk.peek() {
                Some(b'{') => {
                    if seq.next_element_seed(RowOf { walk: &mut *walk, rel, parent })?.is_none() {
                        break;
                    }
                }
                _ => {
                    let Some(raw) = seq.next_element::<&RawValue>()? else { break };
                    let place = walk.place(raw.get());
                    let place = walk.part.span(place);
                    let relation = walk.part.context.schema.get(rel);
                    walk.part.open(rel).complete = false;
                    let what = Bi::new("别的内容", "something else");
                    walk.part.log.push(rows::wrong_shape(relation, what, place), rel, "");
                }
            }
        }
        walk.peek();
        walk.at += 1;
        Ok(())
    }
}

/// One row; the walk stands at its brace.
struct RowOf<'a, 'w, 's, 't> {
    walk: &'a mut Walk<'w, 's, 't>,
    rel: RelId,
    parent: Option<u32>,
}

impl<'de> DeserializeSeed<'de> for RowOf<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowOf<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (walk, rel) = (self.walk, self.rel);
        let start = walk.at;
        walk.at += 1;
        let row = walk.part.begin_row(rel, Extent::new(start..start + 1), self.parent);
        let mut nth = 0;
        while let Some(key) = map.next_key::<&'de RawValue>()? {
            let key_place = walk.place(key.get());
            let col = walk.column(rel, nth, key.get());
            nth += 1;
            let Some(col) = col else {
                walk.part.strange(rel, &unquote(key.get()), Extent::new(key_place));
                walk.place(map.next_value::<&RawValue>()?.get());
                continue;
            };
            if let Type::List(child) = walk.part.context.schema.column(rel, col).ty
                && matches!(walk.peek(), Some(b'[' | b'{'))
                && !walk.part.has_cell(rel, col)
            {
                nested(walk, rel, col, child, row, &mut map)?;
                continue;
            }
            let raw: &RawValue = map.next_value()?;
            let place = walk.place(raw.get());
            walk.cell(rel, col, raw.get(), place);
        }
        walk.peek();
        walk.at += 1;
        let end = walk.at;
        walk.part.finish_row(rel);
        walk.part.end_row_at(rel, row, end);
        Ok(())
    }
}

/// A nested list: its rows go to their own table, its length to the cell.
fn nested<'de, A: MapAccess<'de>>(
    walk: &mut Walk<'_, '_, 'de>,
    rel: RelId,
    col: ColId,
    child: RelId,
    row: u32,
    map: &mut A,
) -> Result<(), A::Error> {
    let start = walk.at;
    let before = walk.part.open(child).table.rows;
    match walk.text.as_bytes().get(start) {
        Some(b'{') => map.next_value_seed(RowOf { walk: &mut *walk, rel: child, parent: Some(row) })?,
        _ => map.next_value_seed(RowsOf { walk: &mut *walk, rel: child, parent: Some(row) })?,
    }
    let count = walk.part.open(child).table.rows - before;
    let extent = Extent::new(start..walk.at);
    walk.part.put_cell(rel, col, &Cell::Int(i64::from(count)), extent);
    Ok(())
}

fn read_envelope(walk: &mut Walk<'_, '_, '_>, raw: &str, place: Range<usize>) {
    walk.part.envelope.span = Some(walk.part.span(place.clone()));
    let base = place.start;
    let fields: Result<Fields<'_>, _> = serde_json::from_str(raw);
    let Ok(Fields(fields)) = fields else {
        let what = Bi::new("报送信息应是一组“名称: 值”", "the envelope must be a group of named values");
        let place = walk.part.span(place);
        return walk.part.log.push_file(files::wrong_shape(what, place));
    };
    let place_of = |part: &str| {
        let start = base + part.as_ptr().addr().wrapping_sub(raw.as_ptr().addr()).min(raw.len());
        start..start + part.len()
    };
    for (key, value) in fields {
        let (key_place, value_place) = (walk.part.span(place_of(key.get())), walk.part.span(place_of(value.get())));
        let text = string(value.get());
        let value = match value.get().as_bytes().first() {
            Some(b'"' | b'-' | b'0'..=b'9') => envelope::Value::Text(&text),
            Some(b't') => envelope::Value::Flag(true),
            Some(b'f') => envelope::Value::Flag(false),
            Some(b'[') => serde_json::from_str(value.get()).map_or(envelope::Value::Other, envelope::Value::List),
            _ => envelope::Value::Other,
        };
        envelope::field(walk.part, &unquote(key.get()), key_place, &value, value_place);
    }
}

/// The fields of a small object, in order, raw.
struct Fields<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de> serde::Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry::<&RawValue, &RawValue>()? {
                    fields.push(entry);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
