//! What a project file or a command line says of a file, in words, made into an [`Input`].

use super::blanks;
use super::calendar;
use super::diagnostics::files;
use super::encoding::Forced;
use super::input::{Input, Item, Partial};
use super::names::nearest_record;
use super::value::fold_value;
use crate::diag::{Bilingual, Sink};
use crate::load::diagnostics::words;
use crate::text::{Area, Capture, Span, fold_name, same_name};
use crate::ty::{BlankMeans, Origin, RelId, Schema, read_any_period};
use crate::world::Opened;

/// A word and where it was said; no place for a command line.
pub type Word = (String, Option<Span>);

/// What is said of a file, unchecked.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    pub record: Option<Word>,
    pub region: Option<Word>,
    /// A year.
    pub period: Option<Word>,
    pub date: Option<Word>,
    pub encoding: Option<Word>,
    /// All tables of the file are partial.
    pub partial: bool,
    /// Where it is said that all are.
    pub partial_at: Option<Span>,
    /// These are.
    pub partial_records: Vec<Word>,
    /// A pattern of the names of sheets that are read, and patterns of lines above the table; what they seek is taken from there.
    pub sheet: Option<Word>,
    pub title: Vec<Word>,
    /// The cells that are read, as a spreadsheet writes them.
    pub range: Vec<Word>,
    /// Columns that nobody needs.
    pub ignore: Vec<String>,
    /// What blanks mean: of all fields, or of a record or field by name; where it is said.
    pub blanks: Vec<(Option<Word>, BlankMeans, Span)>,
}

impl Metadata {
    /// Checks the words against the schema; what is wrong is told and left out.
    pub fn input(&self, schema: &Schema, path: &str, file: impl Into<Opened>, sink: &mut Sink) -> Input {
        let wrong = |name: &str, wanted: Bilingual, word: &Word| files::envelope_value(name, wanted, word.1);
        let mut input = Input::opened(path, file.into());
        input.record = self.record.as_ref().and_then(|word| record(schema, word, sink));
        input.region = self.region.as_ref().map(|(region, _)| region.trim().to_string()).filter(|r| !r.is_empty());
        if let Some(word) = &self.period {
            input.period = read_any_period(&fold_value(&word.0));
            if input.period.is_none() {
                sink.push(wrong("period", words::a_period(), word));
            }
        }
        if let Some(word) = &self.date {
            let day = calendar::date(&fold_value(&word.0)).ok().flatten();
            input.date = day.filter(|(first, last)| first == last).map(|(first, _)| first);
            if input.date.is_none() {
                sink.push(wrong("date", words::a_date(), word));
            }
        }
        let pattern = |word: &Word| (Capture::read(&word.0), word.1);
        input.sheet = self.sheet.as_ref().map(pattern);
        input.title = self.title.iter().map(pattern).collect();
        for word in &self.range {
            match Area::read(&word.0) {
                Some(area) => input.ranges.push((area, word.1)),
                None => {
                    sink.push(wrong("range", words::a_range(), word));
                    // What is meant is not known, so nothing is read.
                    input.refused = Some(Box::new(wrong("range", words::a_range(), word)));
                }
            }
        }
        input.ignore = self.ignore.iter().map(|name| fold_name(name)).collect();
        if let Some(word) = &self.encoding {
            input.encoding = Forced::named(&word.0);
            if input.encoding.is_none() {
                sink.push(wrong("encoding", words::an_encoding(), word));
            }
        }
        let known: Vec<String> =
            self.partial_records.iter().filter(|w| record(schema, w, sink).is_some()).map(|w| w.0.clone()).collect();
        let words = [(Item::Region, &self.region), (Item::Period, &self.period), (Item::Date, &self.date)];
        input.stated_at = words.into_iter().filter_map(|(item, word)| Some((item, word.as_ref()?.1))).collect();
        let partial = self.partial_at.or_else(|| self.partial_records.first().and_then(|w| w.1));
        input.stated_at.insert(Item::Partial, partial);
        input.partial = match (self.partial, known.is_empty()) {
            (true, _) => Partial::All,
            (false, true) => Partial::No,
            (false, false) => Partial::Named(known),
        };
        input.blanks = blanks::of_form(schema, &self.blanks, input.record, sink);
        input
    }
}

/// The submitted record a word names.
fn record(schema: &Schema, (name, place): &Word, sink: &mut Sink) -> Option<RelId> {
    let found = schema.ids().find(|&id| {
        let relation = schema.get(id);
        let is = |n: &str| same_name(n, name);
        relation.origin == Origin::Submitted && (is(&relation.name) || relation.label.as_deref().is_some_and(is))
    });
    if found.is_none() {
        let near = nearest_record(schema, name);
        sink.push(match place {
            Some(place) => files::unknown_record(name, near, *place),
            None => files::unknown_record_said(name, near),
        });
    }
    found
}
