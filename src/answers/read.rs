//! A file of waivers or explanations taken apart: every key it does not know is told.

#![expect(clippy::wildcard_enum_match_arm, reason = "the kinds of values of TOML are another crate's")]

use super::diagnostics;
use super::entry::{Entry, Written, keys, list_name};
use crate::diag::{Sink, nearest};
use crate::finding::AnswerKind;
use crate::text::{FileId, Span};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The entries of one kind in a text, in the order written.
pub fn read(kind: AnswerKind, file: FileId, text: &str, sink: &mut Sink) -> Vec<Entry> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let span = |range: std::ops::Range<usize>| Span::new(file, range.start, range.end);
    if !errors.is_empty() {
        for error in errors {
            sink.push(diagnostics::syntax(error.message(), span(error.span().unwrap_or(0..0))));
        }
        // What could be read of it may not be what was meant.
        return Vec::new();
    }
    let name = list_name(kind);
    let mut out = Vec::new();
    for (key, value) in table.get_ref() {
        if key.get_ref() != name {
            sink.push(diagnostics::unknown_key("", key.get_ref(), &[name], span(key.span())));
            continue;
        }
        let DeValue::Array(list) = value.get_ref() else {
            sink.push(diagnostics::no_list(name, span(value.span())));
            continue;
        };
        for element in list.iter() {
            match element.get_ref() {
                DeValue::Table(entry) => out.push(one(kind, span(element.span()), entry, file, sink)),
                _ => sink.push(diagnostics::no_list(name, span(element.span()))),
            }
        }
    }
    out.sort_by_key(|e| e.span.start);
    out
}

fn one(kind: AnswerKind, place: Span, table: &DeTable<'_>, file: FileId, sink: &mut Sink) -> Entry {
    let (must, may) = keys(kind);
    let known: Vec<&'static str> = must.iter().chain(may).copied().collect();
    let mut entry = Entry { kind, span: place, values: BTreeMap::new() };
    for (key, value) in table {
        let span = Span::new(file, key.span().start, key.span().end);
        let Some(name) = known.iter().find(|k| *k == key.get_ref()) else {
            sink.push(
                diagnostics::unknown_key(list_name(kind), key.get_ref(), &known, span)
                    .suggest(nearest(key.get_ref(), known.iter().copied())),
            );
            continue;
        };
        match scalar(value) {
            Some(text) if text.trim().is_empty() => {}
            Some(text) => {
                let span = Span::new(file, value.span().start, value.span().end);
                entry.values.insert(name, Written { text: text.trim().to_string(), span });
            }
            None => sink.push(diagnostics::wrong_value(name, Span::new(file, value.span().start, value.span().end))),
        }
    }
    entry
}

fn scalar(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_string()),
        DeValue::Datetime(day) => Some(day.to_string()),
        _ => None,
    }
}
