//! Copies of submitted workbooks in which the cells in question are coloured and annotated. A workbook of the kind `.xlsx` is changed in three
//! places alone (the styles of these cells, their notes, the list of its parts), and everything else in it stays to the byte: formulas,
//! formats, drawings, macros. The other kinds are written anew, from what was read of them, and that is said.

mod cells;
mod mark;
mod notes;
mod package;
mod rebuilt;
mod styles;
mod xml;

use crate::diag::Severity;
use crate::finding::{Consequence, Finding};
use crate::report::input::Report;
use crate::report::ledger::entry::Entry;
use crate::report::places;
use crate::report::prose::reasons;
use crate::report::prose::words::say;
use crate::text::{FileId, Span};
use mark::{At, Mark, Marks, Shade};
use std::collections::{BTreeMap, BTreeSet};

/// A submitted workbook with something to be marked in it.
pub struct MarkedBook {
    /// As the report calls it.
    pub name: String,
    pub file: FileId,
    marks: Marks,
}

/// A copy.
pub struct Copied {
    pub bytes: Vec<u8>,
    /// It was written anew, from what was read: formulas, formats and drawings are not in it.
    pub anew: bool,
}

/// The workbooks in which something is to be marked, in the order in which they were read, and how many there are besides.
pub(crate) fn books(report: &Report) -> (Vec<MarkedBook>, usize) {
    let mut by_file: BTreeMap<FileId, BTreeMap<At, Mark>> = BTreeMap::new();
    let mut add = |span: Span, shade: Shade, text: &str| {
        if let Some(at) = place(report, span) {
            let mark = by_file.entry(span.file).or_default().entry(at).or_insert(Mark { shade, told: Vec::new() });
            mark.shade = mark.shade.min(shade);
            if !mark.told.iter().any(|t| t == text) {
                mark.told.push(text.to_string());
            }
        }
    };
    for f in report.items().filter(|f| f.consequence() != Consequence::Noted) {
        let spans = f.cells.iter().filter_map(|c| c.span).chain(f.causes.iter().filter_map(|c| c.span));
        let own: BTreeSet<Span> = spans.chain([places::of_finding(f)]).collect();
        let words = words(report, f);
        own.into_iter().for_each(|span| add(span, shade(f.consequence()), &words));
    }
    // A cell that could not be read is what keeps verdicts open.
    for d in report.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
        if let Some(span) = d.primary() {
            add(span, Shade::Doubtful, d.message.get(report.lang));
        }
    }
    let mut books: Vec<MarkedBook> = Vec::new();
    let mut others: BTreeSet<&str> = BTreeSet::new();
    for f in &report.findings.files {
        let source = report.sources.get(f.file);
        let Some(sheet) = &source.sheet else { continue };
        let Some(marks) = by_file.remove(&f.file) else {
            others.insert(&source.name);
            continue;
        };
        match books.iter_mut().find(|b| b.name == source.name) {
            Some(book) => drop(book.marks.insert(sheet.name.clone(), marks)),
            None => {
                let marks = Marks::from([(sheet.name.clone(), marks)]);
                books.push(MarkedBook { name: source.name.clone(), file: f.file, marks });
            }
        }
    }
    others.retain(|name| !books.iter().any(|b| b.name == *name));
    (books, others.len())
}

fn shade(of: Consequence) -> Shade {
    match of {
        Consequence::Breach => Shade::Bad,
        Consequence::Open | Consequence::Query => Shade::Doubtful,
        Consequence::Shortfall | Consequence::Waived | Consequence::Explained | Consequence::Noted => Shade::Soft,
    }
}

/// The cell that a place lies in; nothing outside workbooks.
fn place(report: &Report, span: Span) -> Option<At> {
    if span.file.0 as usize >= report.sources.len() {
        return None;
    }
    let (row, col) = report.sources.get(span.file).cell(span.start as usize)?;
    Some((u32::try_from(row).ok()?.checked_sub(1)?, u32::try_from(col).ok()?.checked_sub(1)?))
}

/// `违反 税收占比：58% < 60%；将……`
fn words(report: &Report, f: &Finding) -> String {
    let (e, lang) = (Entry::of(report, f), report.lang);
    let mut text = format!("{} {}{}", e.level, e.title(), say(lang, "：", ": "));
    text += &reasons::message(f, "", &report.findings.regions, lang);
    for more in e.now.iter().chain(&e.answered) {
        text += &format!("{}{more}", say(lang, "；", "; "));
    }
    text
}

impl MarkedBook {
    /// The copy, made of the bytes of the workbook where it can be taken apart, else of what was read of it. `None` where it cannot be written.
    pub fn copy(&self, bytes: &[u8], report: &Report) -> Option<Copied> {
        if let Some(bytes) = package::marked(bytes, &self.marks, say(report.lang, "法度", "fadu")) {
            return Some(Copied { bytes, anew: false });
        }
        let bytes = rebuilt::book(report, &self.name, &self.marks).ok()?;
        Some(Copied { bytes, anew: true })
    }
}
