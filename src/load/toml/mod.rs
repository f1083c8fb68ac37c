//! TOML: `[submission]` for the envelope, `[[Record]]` for each row, `[[Record.list]]` for nested rows.

mod parts;
mod shadow;

use super::diagnostics::{cells, files, rows, toml as told};
use super::envelope;
use super::input::{Hints, Item};
use super::names::nearest_record;
use super::part::Part;
use crate::data::{Cell, CellState, Extent};
use crate::load::diagnostics::words;
use crate::text::Span;
use crate::ty::{ColId, RelId, Type};
use shadow::{Fault, Shadow};
use std::cell::OnceCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file with more rows in which nothing stands is none of rows: what is kept of each takes many times its size.
const MOST_EMPTY: usize = 10_000;
/// What is pointed at where reading ends: `[[R]]`.
const ROW: usize = 5;

/// A value with its place in the shadow.
type Value<'i> = Spanned<DeValue<'i>>;

struct Reader<'p, 's, 't> {
    part: &'p mut Part<'s>,
    shadow: &'p Shadow<'t>,
    /// Where the part in hand begins in the shadow.
    base: usize,
    /// Rows in which nothing stands.
    empty: usize,
    /// Where rows begin, to find the row of a key that stands twice.
    starts: Vec<(usize, RelId, u32)>,
}

/// Reads a TOML text.
pub fn read(part: &mut Part<'_>, text: &str, hints: &Hints<'_>) {
    if let Err(start) = parts::split(text) {
        let end = text[start..].find('\n').map_or(text.len(), |n| start + n);
        let place = part.span(start..end);
        return part.refuse(told::section_too_long(parts::MOST_LINES, parts::LONGEST >> 20, place));
    }
    let shadow = Shadow::new(text);
    for fault in &shadow.faults {
        let shown = |r: &Range<usize>| text.get(r.clone()).unwrap_or("");
        let diagnostic = match fault {
            Fault::BareKey(r) => told::bare_key(shown(r), part.span(r.clone())),
            Fault::BareValue(r) => told::bare_value(shown(r), part.span(r.clone())),
            Fault::Sign(r, want) => told::fullwidth(shown(r), want, part.span(r.clone())),
        };
        part.log.push_file(diagnostic);
    }
    let mut reader = Reader { part, shadow: &shadow, base: 0, empty: 0, starts: Vec::new() };
    // The headers once for all faults: each asks in which section it stands.
    let heads: OnceCell<Vec<Head<'_>>> = OnceCell::new();
    let whole = || std::iter::once(0..shadow.text.len()).collect();
    for part in parts::split(&shadow.text).unwrap_or_else(|_| whole()) {
        reader.read(part.clone(), hints.path, (text, &heads));
        if reader.empty > MOST_EMPTY {
            let place = reader.span(&(0..part.len().min(ROW)));
            return reader.part.refuse(told::empty_rows(MOST_EMPTY, place));
        }
    }
}

impl Reader<'_, '_, '_> {
    /// Reads one part of the text.
    fn read<'t>(&mut self, part: Range<usize>, path: &str, (text, heads): (&'t str, &OnceCell<Vec<Head<'t>>>)) {
        self.base = part.start;
        let shadow = self.shadow;
        let (root, errors) = DeTable::parse_recoverable(shadow.text.get(part).unwrap_or(""));
        self.starts.clear();
        self.root(root.get_ref());
        self.starts.sort_unstable();
        for error in errors {
            let heads = heads.get_or_init(|| headers(text).collect());
            self.syntax(error.message(), error.span(), path, (text, heads));
        }
    }

    /// A place of the part in hand, in the file.
    fn range(&self, spanned: &Range<usize>) -> Range<usize> {
        self.shadow.original_range(self.base + spanned.start..self.base + spanned.end)
    }

    fn span(&self, spanned: &Range<usize>) -> Span {
        self.part.span(self.range(spanned))
    }

    fn root(&mut self, root: &DeTable<'_>) {
        // In the order of the file, so that rows and messages come as the sender wrote them.
        let mut entries: Vec<_> = root.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            let key_place = self.span(&key.span());
            if envelope::NAMES.contains(&name) {
                let nth = envelope::begin(self.part, key_place);
                self.envelope(nth, value);
            } else if let Some(rel) = self.part.context.names.relation(name) {
                self.table(rel, value, None);
            } else if matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_)) {
                let near = nearest_record(self.part.context.schema, name);
                self.part.hides = true;
                self.part.log.push_file(files::unknown_record(name, near, key_place));
            } else {
                let what = words::of_no_table(name);
                let shape = files::wrong_shape(what, key_place);
                self.part.log.push_file(if Item::named(name).is_some() { told::of_the_envelope(shape, name) } else { shape });
            }
        }
    }

    /// The rows of a record or of a nested list; gives how many, or `None` when it is no list of rows.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the kinds of values of TOML are another crate's")]
    fn table(&mut self, rel: RelId, value: &Value<'_>, parent: Option<u32>) -> Option<u32> {
        self.part.open(rel);
        match value.get_ref() {
            DeValue::Table(fields) => {
                self.row(rel, fields, value.span(), parent);
                Some(1)
            }
            DeValue::Array(list) => {
                let mut count = 0;
                for element in list.iter() {
                    if let DeValue::Table(fields) = element.get_ref() {
                        self.row(rel, fields, element.span(), parent);
                        count += 1;
                    } else {
                        let place = self.span(&element.span());
                        let relation = self.part.context.schema.get(rel);
                        self.part.log.push(rows::wrong_shape(relation, words::one_value(), place), rel, "");
                        self.part.open(rel).complete = false;
                    }
                }
                Some(count)
            }
            _ => {
                let place = self.span(&value.span());
                self.part.open(rel).complete = false;
                let what = words::rows_of_toml();
                self.part.log.push_file(files::wrong_shape(what, place));
                None
            }
        }
    }

    fn row(&mut self, rel: RelId, fields: &DeTable<'_>, place: Range<usize>, parent: Option<u32>) {
        let place = self.range(&place);
        let row = self.part.begin_row(rel, Extent::new(place.clone()), parent);
        self.starts.push((place.start, rel, row));
        let mut entries: Vec<_> = fields.iter().collect();
        self.empty += usize::from(entries.is_empty());
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let Some(col) = self.part.context.names.column(rel, key.get_ref()) else {
                let extent = Extent::new(self.range(&key.span()));
                let said = scalar(value.get_ref()).0.map(|text| (text, Extent::new(self.range(&value.span()))));
                let said = said.as_ref().map(|(text, place)| (text.as_str(), *place));
                self.part.strange_value(rel, (key.get_ref(), extent), said);
                continue;
            };
            self.field(rel, row, col, value);
        }
        self.part.finish_row(rel);
    }

    fn field(&mut self, rel: RelId, row: u32, col: ColId, value: &Value<'_>) {
        let extent = Extent::new(self.range(&value.span()));
        let column = self.part.context.schema.column(rel, col);
        let text = match value.get_ref() {
            DeValue::String(text) => text.as_ref().to_string(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.as_str().to_string(),
            DeValue::Boolean(flag) => flag.to_string(),
            DeValue::Datetime(day) => day.to_string(),
            DeValue::Array(_) | DeValue::Table(_) => {
                if let Type::List(child) = column.ty {
                    let count = self.table(child, value, Some(row));
                    let cell = count.map_or(Cell::Unusable, |n| Cell::Int(i64::from(n)));
                    return self.part.put_cell(rel, col, &cell, extent);
                }
                let list = matches!(value.get_ref(), DeValue::Array(_));
                let what = words::several(list);
                let place = self.part.extent_span(extent);
                self.part.log.push(cells::wrong_kind(column, what).at(place, column), rel, &column.name);
                return self.part.put_cell(rel, col, &Cell::Unusable, extent);
            }
        };
        self.part.put(rel, col, &text, extent);
    }

    fn envelope(&mut self, nth: usize, value: &Value<'_>) {
        let DeValue::Table(fields) = value.get_ref() else {
            let what = words::envelope_of_toml();
            let place = self.span(&value.span());
            return self.part.log.push_file(files::wrong_shape(what, place));
        };
        let whole = self.span(&value.span());
        self.part.envelope.span.get_or_insert(whole);

        let mut entries: Vec<_> = fields.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let (key_place, value_place) = (self.span(&key.span()), self.span(&value.span()));
            let (text, flag) = scalar(value.get_ref());
            let value = match (value.get_ref(), &text, flag) {
                (_, Some(text), _) => envelope::Value::Text(text),
                (_, _, Some(flag)) => envelope::Value::Flag(flag),
                (DeValue::Array(list), _, _) => {
                    let names: Option<Vec<String>> = list.iter().map(|v| v.get_ref().as_str().map(ToString::to_string)).collect();
                    names.map_or(envelope::Value::Other, envelope::Value::List)
                }
                _ => envelope::Value::Other,
            };
            envelope::field(self.part, nth, key.get_ref(), key_place, &value, value_place);
        }
    }

    /// A fault the parser found. A field that stands twice in a row costs that field only; anything else makes the file incomplete.
    fn syntax(&mut self, message: &str, place: Option<Range<usize>>, path: &str, (text, heads): (&str, &[Head<'_>])) {
        let place = place.map(|p| self.range(&p));
        if message.starts_with("duplicate key")
            && let Some(place) = &place
            && (self.envelope_twice(place, text, heads) || self.field_twice(place, text))
        {
            return;
        }
        self.part.broken = true;
        // Whose rows stand below a head that cannot be read, nobody knows.
        self.part.hides |= place.as_ref().is_none_or(|p| is_head(text, p.start));
        // An empty place (the end of a line) still shows something.
        let place = place.map(|p| if p.is_empty() { p.start..next_char(text, p.start) } else { p });
        let place = place.map(|p| self.part.span(p));
        self.part.log.push_file(told::syntax(message, place, path));
    }

    /// A key of the envelope, or the whole envelope, that stands twice: the parser kept the first.
    fn envelope_twice(&mut self, place: &Range<usize>, text: &str, heads: &[Head<'_>]) -> bool {
        let is_envelope = |name: &str| envelope::NAMES.contains(&name);
        let line_start = text.get(..place.start).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
        let line = text.get(line_start..).unwrap_or("");
        let name = text.get(place.clone()).unwrap_or("").trim_matches(['"', '\'']);
        let key = self.part.span(place.clone());
        if line.trim_start().starts_with('[') {
            let first = heads.iter().filter(|_| is_envelope(name)).find(|(_, n)| is_envelope(n));
            if let Some(first) = first.map(|(range, _)| self.part.span(range.clone())) {
                self.part.log.push_file(files::envelope_again(key, first));
                return true;
            }
            return false;
        }
        let before = heads.partition_point(|(range, _)| range.start < place.start);
        let section = before.checked_sub(1).and_then(|at| heads.get(at)).map(|(_, name)| *name);
        let own = line.trim_start().trim_start_matches(['"', '\'']).split(['"', '\'', '.', ' ', '=']).next().unwrap_or("");
        if !(section.is_some_and(is_envelope) || (section.is_none() && is_envelope(own))) {
            return false;
        }
        let rest = text.get(place.end..).unwrap_or("");
        let rest = rest.lines().next().unwrap_or("").split_once('=').map_or("", |(_, value)| value.trim());
        // Alone on its line, or one of several in braces.
        let candidates = [rest, rest.split([',', '}']).next().unwrap_or("")];
        let read = candidates.iter().find_map(|value| {
            let shadow = Shadow::new(value);
            let line = format!("v = {}", shadow.text);
            let table = DeTable::parse(&line).ok()?;
            table.get_ref().get("v").map(|v| scalar(v.get_ref()))
        });
        let (text, flag) = read.unwrap_or_default();
        let value = match (&text, flag) {
            (Some(text), _) => envelope::Value::Text(text),
            (None, Some(flag)) => envelope::Value::Flag(flag),
            (None, None) => envelope::Value::Other,
        };
        envelope::field(self.part, 0, name, key, &value, key);
        true
    }

    fn field_twice(&mut self, place: &Range<usize>, text: &str) -> bool {
        let line = text.get(..place.start).unwrap_or("");
        let line = line.rsplit('\n').next().unwrap_or("");
        if line.trim_start().starts_with('[') {
            return false;
        }
        let before = self.starts.partition_point(|(start, ..)| *start <= place.start);
        let Some(&(_, rel, row)) = before.checked_sub(1).and_then(|at| self.starts.get(at)) else { return false };
        let name = text.get(place.clone()).unwrap_or("").trim_matches(['"', '\'']);
        let Some(col) = self.part.context.names.column(rel, name) else { return false };
        let second = self.part.span(place.clone());
        let table = self.part.open(rel);
        let Some(column) = table.table.columns.get_mut(col.index()) else { return false };
        if column.state(row) == CellState::Absent {
            return false;
        }
        let first = column.extents.get(row as usize).copied().unwrap_or(Extent::NONE);
        column.make_unusable(row);
        let def = &table.relation.columns[col.index()];
        let first = self.part.extent_span(first);
        self.part.log.push(rows::field_twice(def, Some(second), first), rel, &def.name);
        true
    }
}

/// A value of an envelope as text, or as a flag.
fn scalar(value: &DeValue<'_>) -> (Option<String>, Option<bool>) {
    match value {
        DeValue::String(text) => (Some(text.to_string()), None),
        DeValue::Integer(number) => (Some(number.to_string()), None),
        DeValue::Datetime(day) => (Some(day.to_string()), None),
        DeValue::Boolean(flag) => (None, Some(*flag)),
        DeValue::Float(_) | DeValue::Array(_) | DeValue::Table(_) => (None, None),
    }
}

/// The header of a section: its place and its name.
type Head<'t> = (Range<usize>, &'t str);

/// The lines that begin a table, with the name between their brackets.
fn headers(text: &str) -> impl Iterator<Item = Head<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let body = line.trim();
        let name = body.strip_prefix('[')?.trim_start_matches('[').split(']').next()?;
        let from = start + line.find('[').unwrap_or(0);
        Some((from..from + body.len(), name.trim().trim_matches(['"', '\''])))
    })
}

fn next_char(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|t| t.chars().next()).map_or(at, |c| at + c.len_utf8())
}

/// Whether the line is, or was meant to be, the head of a table.
fn is_head(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    text.get(start..).is_some_and(|line| line.trim_start().starts_with('['))
}
