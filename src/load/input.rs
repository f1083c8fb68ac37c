//! What is handed in to be read, and what a reader of a format is told beside the text.

use super::diagnostics::files::unreadable;
use super::encoding::Forced;
use super::packed::unpacked_name;
pub use crate::data::Item;
pub use crate::data::PartOf;
use crate::data::SaidBy;
use crate::diag::Diagnostic;
use crate::text::{Area, Capture, Gap, Span};
use crate::ty::{BlankMeans, ColId, PeriodKind, RelId};
use crate::world::{Opened, Pace, Pieces};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One file handed in, with what the caller knows about it.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// As shown in messages; its extension tells the format.
    pub path: String,
    pub bytes: Vec<u8>,
    /// The file itself, where its bytes were not read yet; then there are none above.
    pub unread: Option<Arc<dyn Pieces>>,
    /// Lines of the file that are not among the bytes.
    pub gaps: Vec<Gap>,
    /// The record a CSV file or a bare JSON list holds; without it the file's name is tried.
    pub record: Option<RelId>,
    pub encoding: Option<Forced>,
    /// What the project file says of the envelope; the file's own envelope goes before.
    pub region: Option<String>,
    /// A year.
    pub period: Option<(i64, PeriodKind)>,
    /// Days since 1970-01-01.
    pub date: Option<i64>,
    pub partial: Partial,
    /// What blanks mean in this file, where the project file says so.
    pub blanks: BTreeMap<(RelId, ColId), BlankMeans>,
    /// What the name of a sheet is like that is read, and lines above the table, with where that is said; what they seek is taken from there.
    pub sheet: Option<(Capture, Option<Span>)>,
    pub title: Vec<(Capture, Option<Span>)>,
    /// The cells that are read, each range a table, with where that is said; all where there is none.
    pub ranges: Vec<(Area, Option<Span>)>,
    /// Columns that nobody needs, by their folded headers.
    pub ignore: BTreeSet<String>,
    /// It is packed, and cannot be unpacked.
    pub refused: Option<Box<Diagnostic>>,
    /// Nobody could look at it, which was told; it may be a folder.
    pub unseen: bool,
    /// Where the project file says each of these.
    pub stated_at: BTreeMap<Item, Option<Span>>,
    /// The table that it is a part of, with other files.
    pub part: Option<PartOf>,
    /// Other rows of its table are elsewhere: totals are not held against those that are here.
    pub excerpt: bool,
    /// Told how far it has been read.
    pub pace: Option<Arc<Pace>>,
}

impl Input {
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), ..Self::default() }
    }

    /// One that nobody could look at.
    pub fn unseen(path: impl Into<String>) -> Self {
        Self { path: path.into(), unseen: true, ..Self::default() }
    }

    /// One that may be read in pieces.
    pub fn opened(path: impl Into<String>, file: Opened) -> Self {
        match file {
            Opened::Whole(bytes) => Self::new(path, bytes),
            Opened::Pieces(file) => Self { path: path.into(), unread: Some(file.into()), ..Self::default() },
        }
    }

    /// How many bytes it has.
    pub fn size(&self) -> usize {
        let unread = self.unread.as_ref().map(|file| usize::try_from(file.size()).unwrap_or(usize::MAX));
        unread.unwrap_or(self.bytes.len())
    }

    /// With all its bytes; what cannot be read any more is refused.
    pub fn read(mut self) -> Self {
        match self.unread.take().map(|file| file.whole()) {
            Some(Ok(bytes)) => self.bytes = bytes,
            Some(Err(error)) => self.refused = Some(Box::new(unreadable(&error))),
            None => {}
        }
        self
    }

    /// The same file with other bytes, of which lines may be left out.
    pub fn with_bytes(&self, bytes: Vec<u8>, gaps: Vec<Gap>) -> Self {
        Self {
            path: self.path.clone(),
            bytes,
            unread: None,
            gaps,
            record: self.record,
            encoding: self.encoding,
            region: self.region.clone(),
            period: self.period,
            date: self.date,
            partial: self.partial.clone(),
            blanks: self.blanks.clone(),
            sheet: self.sheet.clone(),
            title: self.title.clone(),
            ranges: self.ranges.clone(),
            ignore: self.ignore.clone(),
            refused: self.refused.clone(),
            unseen: self.unseen,
            stated_at: self.stated_at.clone(),
            part: self.part,
            excerpt: self.excerpt,
            pace: self.pace.clone(),
        }
    }
}

/// A table of the policy itself.
#[derive(Clone, Debug)]
pub struct PolicyTable {
    pub rel: RelId,
    pub rows: PolicyRows,
}

#[derive(Clone, Debug)]
pub enum PolicyRows {
    /// Cells as written between the bars, in the order of the relation's columns.
    Inline(Vec<Vec<(String, Span)>>),
    /// A CSV file that the policy names.
    Csv { path: String, bytes: Vec<u8> },
    /// A file that could not be read, which was told.
    Missing,
}

/// What a reader is told beside the text.
pub struct Hints<'a> {
    pub path: &'a str,
    pub stem: &'a str,
    pub record: Option<RelId>,
    /// Where the lines begin and by what sign columns are separated, where it is known before the text is read.
    pub columns: Option<(usize, u8)>,
    /// What the text of a sheet does not say of itself.
    pub sheet: &'a OfSheet,
}

/// What is known of a sheet beside its text.
#[derive(Clone, Debug, Default)]
pub struct OfSheet {
    /// Units said elsewhere; whether they are meant for this table nobody knows.
    pub units_before: Vec<String>,
    /// Cells that are merged with others, by where their lines begin.
    pub spreads: BTreeMap<usize, Vec<Spread>>,
    /// What figures look like, by where their cells begin.
    pub faces: BTreeMap<usize, Face>,
}

/// Columns of a line, from the first on, that are one merged cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    pub first: usize,
    pub last: usize,
    /// It goes over several lines.
    pub down: bool,
}

/// What a cell of a workbook looks like, where that is not what its text says to every column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Face {
    /// A whole figure that is drawn so: `013112`, `2007年10月`.
    Drawn(String),
    /// A figure with two places behind its point, which may be a month: `2007.10`.
    Month(String),
    /// A figure of which digits are lost; what a spreadsheet shows of it.
    Lost(String),
    /// A text, typed sign by sign: of `2007.1` no 0 was dropped.
    Typed,
}

/// Tables the sender calls incomplete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Partial {
    #[default]
    No,
    All,
    Named(Vec<String>),
}

/// The envelope of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    pub region: Option<String>,
    pub period: Option<(i64, PeriodKind)>,
    /// Days since 1970-01-01.
    pub date: Option<i64>,
    pub partial: Partial,
    /// Where it stands in the file.
    pub span: Option<Span>,
    /// Where each item was said, the first place each.
    pub(super) said: BTreeMap<Item, StatedAt>,
    /// Items of which two different things are said.
    pub(super) disputed: BTreeSet<Item>,
    /// Where the first envelope of the file begins.
    pub(super) first: Option<Span>,
}

impl Envelope {
    /// Where the region was said.
    pub(super) fn region_place(&self) -> Option<Span> {
        self.said.get(&Item::Region).and_then(|s| s.place)
    }
}

/// Where an item was said before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StatedAt {
    pub place: Option<Span>,
    pub by: SaidBy,
    /// Which of several envelopes of the file said it.
    pub envelope: usize,
}

impl StatedAt {
    /// By the project file, not by the file itself.
    pub fn by_project(self) -> bool {
        self.by == SaidBy::Project
    }
}

/// The name of a file without its ending, and its ending in small letters; that it is packed does not count.
pub(super) fn stem_and_extension(path: &str) -> (String, String) {
    let (path, _) = unpacked_name(path);
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, extension)) => (stem.to_string(), extension.to_ascii_lowercase()),
        None => (name.to_string(), String::new()),
    }
}
