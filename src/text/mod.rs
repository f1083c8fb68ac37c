//! Text that came from somewhere: sources, spans, line and column arithmetic.
//!
//! Every place in this program is a [`Span`]: a file and a range of **bytes** in its decoded UTF-8 text. Lines and columns are
//! derived by [`LineIndex`] and counted in **characters** (Unicode scalar values) from 1, as editors show them.

mod alike;
mod capture;
mod deep;
mod fold;
mod lines;
mod pattern;
mod sheet;
pub mod struck;

pub use alike::{points, seen};
pub use capture::{Capture, as_glob};
pub use deep::deep;
pub use fold::{
    fold_name, fold_text, is_bidi_control, is_blank, is_folded, is_forbidden_in_output, next_forbidden, same_name, to_halfwidth,
};
pub use lines::{Gap, LineIndex};
pub use pattern::{Habit, Pattern, PatternFault, escaped};
pub use sheet::{Area, Sheet, letters as column_letters};

use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// Identifies one source within a [`Sources`] set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A half-open range of bytes in the decoded text of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// Builds a span; `end` may equal `start` (a place between two characters).
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clip = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clip(start), end: clip(end.max(start)) }
    }

    /// The smallest span that covers both. The spans must lie in one file; otherwise the first is returned.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One piece of input: its name as shown to people, its decoded text, and how it was encoded.
#[derive(Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
    pub encoding: Encoding,
    /// Set where the text was made of a sheet of a workbook.
    pub sheet: Option<Sheet>,
    /// Set where the text was made of a table of named columns: the first line holds their names, and the rows are counted from the next.
    pub columns: Vec<String>,
    /// Lines of the file that are not in the text, in order: it was read without keeping them.
    gaps: Vec<Gap>,
    index: OnceLock<LineIndex>,
}

/// How the bytes of a source were turned into text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Gb18030,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::with_encoding(name, text, Encoding::Utf8)
    }

    pub fn with_encoding(name: impl Into<String>, text: impl Into<String>, encoding: Encoding) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            encoding,
            sheet: None,
            columns: Vec::new(),
            gaps: Vec::new(),
            index: OnceLock::new(),
        }
    }

    fn copy(&self) -> Self {
        Self {
            name: self.name.clone(),
            text: self.text.clone(),
            encoding: self.encoding,
            sheet: self.sheet.clone(),
            columns: self.columns.clone(),
            gaps: self.gaps.clone(),
            index: OnceLock::new(),
        }
    }

    /// A sheet of a workbook, one line for each of its rows.
    pub fn of_sheet(name: impl Into<String>, text: impl Into<String>, sheet: Sheet) -> Self {
        Self { sheet: Some(sheet), ..Self::new(name, text) }
    }

    /// A table of named columns, made into one line for each row with a tab between two cells.
    pub fn of_columns(name: impl Into<String>, text: impl Into<String>, columns: Vec<String>) -> Self {
        Self { columns, ..Self::new(name, text) }
    }

    /// The text of a file of which lines were left out.
    pub fn with_gaps(self, gaps: Vec<Gap>) -> Self {
        Self { gaps, index: OnceLock::new(), ..self }
    }

    /// Whether all lines from the beginning of a span to its end are there.
    pub fn is_whole(&self, span: Span) -> bool {
        !self.gaps.iter().any(|g| span.start < g.at && g.at < span.end)
    }

    /// Where a byte of the text stands in the file as it was decoded.
    pub fn byte_in_file(&self, offset: u32) -> u64 {
        let before = self.gaps.partition_point(|g| g.at <= offset);
        u64::from(offset).saturating_add(before.checked_sub(1).map_or(0, |at| self.gaps[at].bytes))
    }

    /// Where a byte stands in its workbook, `产值表!C7`, or in its table of named columns, `7:产值`. `None` where lines and signs are counted.
    pub fn address(&self, offset: usize) -> Option<String> {
        let (line, tabs) = self.line_and_tabs(offset)?;
        match (&self.sheet, self.columns.get(tabs)) {
            (Some(sheet), _) => Some(sheet.address(line, tabs)),
            (None, Some(column)) if line == 1 => Some(column.clone()),
            (None, Some(column)) => Some(format!("{}:{column}", line - 1)),
            (None, None) => None,
        }
    }

    /// Row and column of its sheet in which a byte stands, both from 1. `None` outside workbooks.
    pub fn cell(&self, offset: usize) -> Option<(usize, usize)> {
        let first_col = self.sheet.as_ref()?.first_col as usize;
        let (row, tabs) = self.line_and_tabs(offset)?;
        Some((row, first_col + tabs + 1))
    }

    fn line_and_tabs(&self, offset: usize) -> Option<(usize, usize)> {
        if self.sheet.is_none() && self.columns.is_empty() {
            return None;
        }
        let line = self.lines().line_of(offset);
        let row = self.lines().line_range(&self.text, line);
        let before = self.text.get(row.start..offset.clamp(row.start, row.end)).unwrap_or("");
        Some((line + 1, before.matches('\t').count()))
    }

    /// The text under a span; empty when the span does not fit (never panics).
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Line starts, computed at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.index.get_or_init(|| LineIndex::with_gaps(&self.text, &self.gaps))
    }

    /// Line and column, both from 1, of a byte offset; the column counts characters.
    pub fn line_col(&self, offset: usize) -> (usize, usize) {
        let (line, column) = self.lines().line_col(&self.text, offset);
        (line.saturating_sub(self.lines_before_rows()).max(1), column)
    }

    /// Lines of the text before the first that is counted.
    pub fn lines_before_rows(&self) -> usize {
        usize::from(!self.columns.is_empty())
    }
}

/// All sources of a run, rules and data alike, addressed by [`FileId`].
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Arc<Source>>,
}

impl Sources {
    pub fn add(&mut self, source: Source) -> FileId {
        self.add_shared(Arc::new(source))
    }

    pub fn add_shared(&mut self, source: Arc<Source>) -> FileId {
        let id = FileId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(source);
        id
    }

    pub fn get(&self, id: FileId) -> &Source {
        &self.list[id.0 as usize]
    }

    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).slice(span)
    }

    /// Gives sources other names, where `name` knows one.
    pub fn rename(&mut self, name: impl Fn(&str) -> Option<String>) {
        for source in &mut self.list {
            if let Some(name) = name(&source.name) {
                match Arc::get_mut(source) {
                    Some(own) => own.name = name,
                    None => *source = Arc::new(Source { name, ..source.copy() }),
                }
            }
        }
    }

    /// Leaves of a source only what may be seen of it, in the order of its places; all the rest keeps its place and becomes blank.
    pub fn blank_out(&mut self, file: FileId, seen: impl IntoIterator<Item = Span>) {
        let Some(source) = self.list.get_mut(file.0 as usize) else { return };
        let mut text = String::with_capacity(source.text.len());
        let (mut seen, mut until) = (seen.into_iter().filter(|s| s.file == file).peekable(), 0);
        for (at, c) in source.text.char_indices() {
            while let Some(span) = seen.next_if(|s| s.start as usize <= at) {
                until = until.max(span.end as usize);
            }
            match c.len_utf8() {
                _ if at < until || matches!(c, '\n' | '\r' | '\t') => text.push(c),
                // As many bytes, and one sign where there is one of that size.
                2 => text.push('\u{a0}'),
                3 => text.push('\u{3000}'),
                n => (0..n).for_each(|_| text.push(' ')),
            }
        }
        *source = Arc::new(Source { text, ..source.copy() });
    }

    /// The lines on which a span begins and ends, from 1.
    pub fn lines_of(&self, span: Span) -> (usize, usize) {
        let line = |at: u32| self.get(span.file).line_col(at as usize).0;
        let first = line(span.start);
        (first, line(span.end.max(span.start + 1) - 1).max(first))
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.list.iter().enumerate().map(|(i, s)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), s.as_ref()))
    }
}
