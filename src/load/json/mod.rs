//! JSON, streamed into columns: every value is read as the text that stands in the file, so its place is known and no digit is
//! lost.
//!
//! `{"submission": {…}, "Record": [{…}, …]}`, or a bare list of rows when the caller names the record. The reader never holds
//! a tree; a fault ends the file where it stands, and what came before is kept.

pub mod scan;

use super::diagnostics::{cells, files, rows};
use super::envelope;
use super::input::Hints;
use super::names::nearest_record;
use super::part::Part;
use crate::data::{Cell, Extent};
use crate::load::diagnostics::words;
use crate::ty::{ColId, Origin, RelId, Type};
use scan::{Fault, Scan, content};
use std::borrow::Cow;
use std::ops::Range;

/// Reads a JSON text.
pub fn read(part: &mut Part<'_>, text: &str, hints: &Hints<'_>) {
    let mut walk = Walk { scan: Scan::new(text), keys: vec![Vec::new(); part.context.schema.relations.len()], part };
    let result = match walk.scan.peek() {
        Some(b'[') => match hints.record.or_else(|| walk.part.context.names.relation(hints.stem)) {
            Some(rel) => walk.rows(rel, None),
            None => {
                let named = walk.part.context.schema.relations.iter().filter(|r| r.origin == Origin::Submitted);
                let names: Vec<&str> = named.map(|r| r.title()).collect();
                walk.part.broken = true;
                return walk.part.log.push_file(files::record_not_named(hints.path, &names));
            }
        },
        Some(b'{') => walk.top(),
        _ => {
            let end = text.find('\n').unwrap_or(text.len());
            let place = walk.part.span(0..end);
            walk.part.broken = true;
            let what = words::top_of_json();
            return walk.part.log.push_file(files::wrong_shape(what, place));
        }
    };
    if let Err(fault) = result.and_then(|()| walk.scan.finish()) {
        let end = text.get(fault.at..).and_then(|t| t.chars().next()).map_or(fault.at, |c| fault.at + c.len_utf8());
        part.broken = true;
        // Behind the fault the file was not read.
        part.hides = true;
        let place = part.span(fault.at..end);
        part.log.push_file(files::json_syntax(fault.kind, place));
        // The row that was cut off keeps what it had.
        let open: Vec<RelId> = part.sent().map(|(rel, _)| rel).collect();
        open.into_iter().for_each(|rel| part.finish_row(rel));
    }
}

struct Walk<'p, 's, 't> {
    part: &'p mut Part<'s>,
    scan: Scan<'t>,
    /// For each relation the keys of its row before, in order, with their columns: rows of one file mostly look alike.
    keys: Vec<Vec<(&'t str, Option<ColId>)>>,
}

impl<'t> Walk<'_, '_, 't> {
    fn raw(&self, place: &Range<usize>) -> &'t str {
        self.scan.text.get(place.clone()).unwrap_or("")
    }

    fn name(&self, place: &Range<usize>) -> Cow<'t, str> {
        content(self.raw(place))
    }

    /// The object at the top.
    fn top(&mut self) -> Result<(), Fault> {
        let mut seen: Vec<(RelId, Range<usize>)> = Vec::new();
        let mut more = self.scan.enter(b'}');
        while more {
            let key = self.scan.key()?;
            let name = self.name(&key);
            if envelope::NAMES.contains(&name.as_ref()) {
                let place = self.part.span(key);
                let nth = envelope::begin(self.part, place);
                self.envelope(nth)?;
            } else if let Some(rel) = self.part.context.names.relation(&name) {
                if let Some((_, first)) = seen.iter().find(|(r, _)| *r == rel) {
                    let (first, second) = (self.part.span(first.clone()), self.part.span(key.clone()));
                    self.part.log.push_file(rows::record_twice(self.part.context.schema.get(rel), second, first));
                }
                seen.push((rel, key));
                self.table(rel)?;
            } else {
                let near = nearest_record(self.part.context.schema, &name);
                let place = self.part.span(key);
                // A word or a number holds no rows.
                self.part.hides |= matches!(self.scan.peek(), Some(b'[' | b'{'));
                self.part.log.push_file(files::unknown_record(&name, near, place));
                self.scan.skip()?;
            }
            more = self.scan.more(b'}')?;
        }
        Ok(())
    }

    /// The value of a record's key: a list of rows, or one row.
    fn table(&mut self, rel: RelId) -> Result<(), Fault> {
        match self.scan.peek() {
            Some(b'[') => self.rows(rel, None),
            Some(b'{') => {
                self.part.open(rel);
                self.row(rel, None)
            }
            _ => {
                let place = self.scan.skip()?;
                let place = self.part.span(place);
                self.part.open(rel).complete = false;
                let what = words::rows_of_json();
                self.part.log.push_file(files::wrong_shape(what, place));
                Ok(())
            }
        }
    }

    /// A list of rows; the scan stands at its bracket.
    fn rows(&mut self, rel: RelId, parent: Option<u32>) -> Result<(), Fault> {
        self.part.open(rel);
        let mut more = self.scan.enter(b']');
        while more {
            if self.scan.peek() == Some(b'{') {
                self.row(rel, parent)?;
            } else {
                let place = self.scan.skip()?;
                let place = self.part.span(place);
                let relation = self.part.context.schema.get(rel);
                self.part.open(rel).complete = false;
                self.part.log.push(rows::wrong_shape(relation, words::something_else(), place), rel, "");
            }
            more = self.scan.more(b']')?;
        }
        Ok(())
    }

    /// One row; the scan stands at its brace.
    fn row(&mut self, rel: RelId, parent: Option<u32>) -> Result<(), Fault> {
        let start = self.scan.at;
        let row = self.part.begin_row(rel, Extent::new(start..start + 1), parent);
        let (mut nth, mut more) = (0, self.scan.enter(b'}'));
        while more {
            let (key, col) = self.column(rel, nth)?;
            nth += 1;
            match col {
                Some(col) => self.value(rel, row, col)?,
                None => {
                    let (name, place) = (self.name(&key), self.scan.skip()?);
                    let said = content(self.raw(&place));
                    let said =
                        Some((said.as_ref(), Extent::new(place))).filter(|(t, _)| !t.starts_with(['{', '[']) && *t != "null");
                    self.part.strange_value(rel, (&name, Extent::new(key)), said);
                }
            }
            more = self.scan.more(b'}')?;
        }
        self.part.finish_row(rel);
        self.part.end_row_at(rel, row, self.scan.at);
        Ok(())
    }

    /// The `nth` key of a row and its column.
    fn column(&mut self, rel: RelId, nth: usize) -> Result<(Range<usize>, Option<ColId>), Fault> {
        self.scan.peek();
        let start = self.scan.at;
        let known = self.keys.get_mut(rel.index()).and_then(|keys| keys.get_mut(nth));
        if let Some((key, col)) = known
            && self.scan.text.as_bytes().get(start..).is_some_and(|t| t.starts_with(key.as_bytes()))
        {
            // The same key with both its quotes.
            let col = *col;
            self.scan.at += key.len();
            let end = self.scan.at;
            self.scan.colon()?;
            return Ok((start..end, col));
        }
        let place = self.scan.key()?;
        let raw = self.raw(&place);
        let col = self.part.context.names.column(rel, &content(raw));
        if let Some(keys) = self.keys.get_mut(rel.index()) {
            match keys.get_mut(nth) {
                Some(slot) => *slot = (raw, col),
                None => keys.push((raw, col)),
            }
        }
        Ok((place, col))
    }

    /// A value of a row.
    fn value(&mut self, rel: RelId, row: u32, col: ColId) -> Result<(), Fault> {
        let Some(place) = self.scan.scalar()? else { return self.group(rel, row, col) };
        let (raw, extent) = (self.raw(&place), Extent::new(place));
        match raw.as_bytes().first() {
            Some(b'"') => match content(raw) {
                Cow::Borrowed(text) => self.part.put(rel, col, text, extent),
                Cow::Owned(text) => self.part.put(rel, col, &text, extent),
            },
            Some(b'n') => {
                // Nothing is written there: a blank, as in every other format.
                self.part.put(rel, col, "", extent);
            }
            _ => self.part.put(rel, col, raw, extent),
        }
        Ok(())
    }

    /// A bracketed value: nested rows go to their own table and their number to the cell; anything else has no place in a row.
    fn group(&mut self, rel: RelId, row: u32, col: ColId) -> Result<(), Fault> {
        let column = self.part.context.schema.column(rel, col);
        let start = self.scan.at;
        let list = self.scan.peek() == Some(b'[');
        if let (Type::List(child), false) = (&column.ty, self.part.has_cell(rel, col)) {
            let before = self.part.open(*child).table.rows;
            match list {
                true => self.rows(*child, Some(row))?,
                false => self.row(*child, Some(row))?,
            }
            let count = self.part.open(*child).table.rows.saturating_sub(before);
            self.part.put_cell(rel, col, &Cell::Int(i64::from(count)), Extent::new(start..self.scan.at));
            return Ok(());
        }
        let place = self.scan.skip()?;
        let extent = Extent::new(place.clone());
        if !self.part.has_cell(rel, col) {
            let what = words::several(list);
            let problem = cells::wrong_kind(column, what).at(Some(self.part.span(place)), column);
            self.part.log.push(problem, rel, &column.name);
        }
        self.part.put_cell(rel, col, &Cell::Unusable, extent);
        Ok(())
    }

    fn envelope(&mut self, nth: usize) -> Result<(), Fault> {
        if self.scan.peek() != Some(b'{') {
            let place = self.scan.skip()?;
            let place = self.part.span(place);
            let what = words::envelope_of_json();
            self.part.log.push_file(files::wrong_shape(what, place));
            return Ok(());
        }
        let start = self.scan.at;
        let mut more = self.scan.enter(b'}');
        while more {
            let key = self.scan.key()?;
            let place = self.scan.skip()?;
            let raw = self.raw(&place);
            let text = content(raw);
            let value = match raw.as_bytes().first() {
                Some(b'"' | b'-' | b'0'..=b'9') => envelope::Value::Text(&text),
                Some(b't') => envelope::Value::Flag(true),
                Some(b'f') => envelope::Value::Flag(false),
                Some(b'[') => serde_json::from_str(raw).map_or(envelope::Value::Other, envelope::Value::List),
                _ => envelope::Value::Other,
            };
            let (name, key_place, place) = (self.name(&key), self.part.span(key), self.part.span(place));
            envelope::field(self.part, nth, &name, key_place, &value, place);
            more = self.scan.more(b'}')?;
        }
        let whole = self.part.span(start..self.scan.at);
        self.part.envelope.span.get_or_insert(whole);
        Ok(())
    }
}
