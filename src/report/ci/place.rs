//! Where an item is shown: in what was handed in wherever that is possible, for what a county left out too.

use crate::diag::Diagnostic;
use crate::finding::{FileReading, Finding};
use crate::report::input::Report;
use crate::report::places;
use crate::text::{FileId, Span};

/// A range as platforms count it: lines and columns from 1, columns in characters, the end behind the last one. In a workbook the lines are
/// rows and the columns are columns of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub path: String,
    /// `产值表!C7`
    pub cell: Option<String>,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

impl At {
    fn of(report: &Report, span: Span) -> Option<Self> {
        let (path, line, column) = places::line_col(report.sources, span)?;
        let source = report.sources.get(span.file);
        if let Some((row, column)) = source.cell(span.start as usize) {
            let cell = source.address(span.start as usize);
            return Some(Self { path: plain(path), cell, line: row, column, end_line: row, end_column: column + 1 });
        }
        let (end_line, end_column) = source.line_col(span.end as usize);
        Some(Self { path: plain(path), cell: None, line, column, end_line, end_column })
    }

    fn first_line(path: &str) -> Self {
        Self { path: plain(path), cell: None, line: 1, column: 1, end_line: 1, end_column: 1 }
    }
}

/// Platforms want paths without `./`.
fn plain(path: &str) -> String {
    path.trim_start_matches("./").to_string()
}

/// Of a verdict: its first cell, else what is missing, else the table or the first line of what its sender handed in, else the rule.
pub(super) fn of_finding(report: &Report, f: &Finding) -> Option<At> {
    let span = places::of_finding(f);
    let handed_in = |file: FileId| report.findings.files.iter().any(|r| r.file == file);
    if handed_in(span.file) || f.subject.span.is_some() {
        return At::of(report, span);
    }
    let about_policy = report.findings.rules.get(f.rule).is_some_and(|r| r.about_policy);
    let sent = sent_by(report, f).filter(|_| !about_policy);
    sent.and_then(|span| At::of(report, span)).or_else(|| At::of(report, span))
}

/// The submission of whom a verdict is about: that of the same period before others.
fn sent_by(report: &Report, f: &Finding) -> Option<Span> {
    let region = f.subject.region.as_ref()?;
    let own = || report.findings.files.iter().filter(|r| r.region.as_ref() == Some(region));
    let same = own().find(|r| r.period.is_some() && r.period == f.subject.period);
    same.or_else(|| own().next()).map(start)
}

/// The first line of a file's first table, else of the file.
fn start(file: &FileReading) -> Span {
    let table = file.tables.iter().find_map(|t| t.place);
    table.map_or(Span::new(file.file, 0, 0), |t| Span { end: t.start, ..t })
}

/// Of a mistake: its first place in the file it is about, else the first line of that file.
pub(super) fn of_mistake(report: &Report, d: &Diagnostic) -> Option<At> {
    let Some(path) = &d.path else { return At::of(report, d.primary()?) };
    let here = d.labels.iter().filter_map(|l| At::of(report, l.span)).find(|at| at.path == plain(path));
    Some(here.unwrap_or_else(|| At::first_line(path)))
}

/// Of a rule as a whole.
pub(super) fn of_rule(report: &Report, rule: usize) -> Option<At> {
    At::of(report, report.findings.rules.get(rule)?.span)
}

/// Of anything.
pub(super) fn at(report: &Report, span: Span) -> Option<At> {
    At::of(report, span)
}
