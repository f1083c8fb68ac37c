//! What a report is made of.

use crate::diag::{Diagnostic, Lang};
use crate::finding::{Candidate, Consequence, Finding, Findings};
use crate::report::office::Office;
use crate::report::page::layout::Look;
use crate::text::{FileId, Sources};
use crate::world::Digest;
use std::collections::{BTreeMap, BTreeSet};

/// What a report says of the run itself.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// What the project is called.
    pub project: Option<String>,
    /// The day on which things were judged that have no period of their own.
    pub as_of: Option<i64>,
    /// The one region that the report is about, as it is called.
    pub region: Option<String>,
    /// What the files held that were read, by their paths.
    pub digests: BTreeMap<String, Digest>,
    /// Who is responsible for what, and how soon it is to be mended.
    pub office: Office,
    /// Files that others handed in, where the report is about one region.
    pub others: BTreeSet<FileId>,
}

static NOTHING_SAID: Run = Run {
    project: None,
    as_of: None,
    region: None,
    digests: BTreeMap::new(),
    office: Office { office: None, addressee: None, number: None, days: None, contact: None, day: None, clauses: Vec::new() },
    others: BTreeSet::new(),
};

/// Everything a report is made of, and how it is to look.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    pub findings: &'a Findings,
    pub diagnostics: &'a [Diagnostic],
    pub sources: &'a Sources,
    pub lang: Lang,
    /// ANSI colours. The caller knows about terminals and NO_COLOR.
    pub color: bool,
    /// Draw with ASCII signs only, for old consoles.
    pub ascii: bool,
    /// Columns of the terminal; less than 40 counts as 40.
    pub width: usize,
    /// Only what blocks, and one line of totals.
    pub quiet: bool,
    /// Down to which level single items are listed; the rest is only counted.
    pub listed: Consequence,
    /// Counts per rule and per region instead of single findings.
    pub statistics: bool,
    /// Every item by itself and in full, and what is met as well.
    pub all: bool,
    /// The same rules under each candidate of what is not settled; only audits have them.
    pub candidates: &'a [Candidate],
    /// Rules that may meet no subject, by index: for them that is no fault.
    pub may_idle: &'a [usize],
    /// The command that reports, as programs are told.
    pub command: &'static str,
    pub run: &'a Run,
}

impl<'a> Report<'a> {
    /// A plain report: no colour, 100 columns, everything shown.
    pub fn new(findings: &'a Findings, diagnostics: &'a [Diagnostic], sources: &'a Sources, lang: Lang) -> Self {
        Self {
            findings,
            diagnostics,
            sources,
            lang,
            color: false,
            ascii: false,
            width: 100,
            quiet: false,
            listed: Consequence::Noted,
            statistics: false,
            all: false,
            candidates: &[],
            may_idle: &[],
            command: "check",
            run: &NOTHING_SAID,
        }
    }

    /// Whether items of this level are listed one by one.
    pub(crate) fn lists(&self, level: Consequence) -> bool {
        // What somebody has let pass is shown whatever is asked for.
        let answered = matches!(level, Consequence::Waived | Consequence::Explained);
        answered || (level <= self.listed && (!self.quiet || level.blocks()))
    }

    /// The findings that are listed.
    pub(crate) fn items(&self) -> impl Iterator<Item = &'a Finding> {
        let report = *self;
        self.findings.list.iter().filter(move |f| report.lists(f.consequence()))
    }

    pub(crate) fn look(&self) -> Look {
        Look { color: self.color, ascii: self.ascii, width: self.width }
    }
}
