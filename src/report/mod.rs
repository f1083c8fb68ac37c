//! Findings and mistakes as people and programs read them: one file per output format, all listed in [`FORMATS`].
//!
//! Nothing here decides anything and nothing is written anywhere: every format is a function from a [`Report`] to a text. Whatever comes
//! from data or rules passes through `clean` on its way out, so that no name can move a cursor or reorder a line.

mod arithmetic;
mod audit;
mod cases;
mod clean;
mod counted;
mod derivation;
mod diagnostics;
mod english;
mod envelope;
mod excerpt;
mod findings;
mod json;
mod json_derivation;
mod json_model;
mod layout;
mod matrix;
mod mean;
mod met;
mod open;
mod places;
mod prose;
mod reasons;
mod rule;
mod short;
mod snippet;
mod stages;
mod terminal;
mod totals;
mod turning;
mod units;
mod words;

pub use envelope::{envelope, mistakes, place};
pub use json::exact_text;
pub use json_model::{CiteDoc, DiagnosticDoc, LabelDoc, Place};

use crate::diag::{Diagnostic, Lang, Severity};
use crate::finding::{Candidate, Consequence, Derivation, Findings};
use crate::hir::{Rule, RuleSet};
use crate::text::Sources;
use layout::{Look, Page};

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
    /// Counts per rule and per region instead of single findings.
    pub statistics: bool,
    /// Every item by itself and in full, and what is met as well.
    pub all: bool,
    /// The same rules under each candidate of what is not settled; only audits have them.
    pub candidates: &'a [Candidate],
    /// The command that reports, as programs are told.
    pub command: &'static str,
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
            statistics: false,
            all: false,
            candidates: &[],
            command: "check",
        }
    }

    fn look(&self) -> Look {
        Look { color: self.color, ascii: self.ascii, width: self.width }
    }
}

/// An output format.
#[derive(Debug)]
pub struct Format {
    pub name: &'static str,
    /// Other names under which it may be asked for.
    pub aliases: &'static [&'static str],
    doc: (&'static str, &'static str),
    pub render: fn(&Report) -> String,
}

impl Format {
    /// What it is, in one line.
    pub fn doc(&self, lang: Lang) -> &'static str {
        words::say(lang, self.doc.0, self.doc.1)
    }
}

/// All output formats, the usual one first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "pretty",
        aliases: &["text", "terminal"],
        doc: ("给人看的完整报告，带原文摘录和统计表", "the full report for people, with excerpts and tables"),
        render: terminal::render,
    },
    Format {
        name: "json",
        aliases: &[],
        doc: ("给程序用的 JSON（fadu-report/1），数字一律为文本", "JSON for programs (fadu-report/1); all figures are text"),
        render: json::render,
    },
    Format {
        name: "short",
        aliases: &["line"],
        doc: ("每条一行：路径:行:列: 级别[规则] 说明", "one line each: path:line:col: level[rule] message"),
        render: short::render,
    },
];

/// The format of this name or alias.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name || f.aliases.contains(&name))
}

/// What a run came to, for exit codes and last lines. Findings beyond [`Findings::LIMIT`] per rule are in `unlisted` only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// 违反: `require` violated.
    pub breaches: usize,
    /// 待定: `require` undetermined.
    pub open: usize,
    /// 待说明: `verify` violated or undetermined.
    pub queries: usize,
    /// 未达: `aim` violated.
    pub shortfalls: usize,
    /// Exempt, not applicable, and undetermined aims.
    pub noted: usize,
    pub unlisted: usize,
    /// Rules that met no subject.
    pub without_subject: usize,
    /// Rules over a table that is complete and empty.
    pub nil_reports: usize,
    /// Mistakes in rules and input.
    pub errors: usize,
    pub warnings: usize,
}

impl Summary {
    /// Breaches and open requirements: what blocks unless the user moves the threshold.
    pub fn blocking(&self) -> usize {
        self.breaches + self.open
    }
}

/// Counts what a report holds.
pub fn summary(report: &Report) -> Summary {
    let mut sum = Summary {
        unlisted: report.findings.unlisted,
        without_subject: report.findings.without_subject.len(),
        nil_reports: report.findings.nil_reports.len(),
        ..Summary::default()
    };
    for finding in &report.findings.list {
        *match finding.consequence() {
            Consequence::Breach => &mut sum.breaches,
            Consequence::Open => &mut sum.open,
            Consequence::Query => &mut sum.queries,
            Consequence::Shortfall => &mut sum.shortfalls,
            Consequence::Noted => &mut sum.noted,
        } += 1;
    }
    for diagnostic in report.diagnostics {
        *match diagnostic.severity {
            Severity::Error => &mut sum.errors,
            Severity::Warning => &mut sum.warnings,
        } += 1;
    }
    sum
}

/// A finding in one line: who, the figures with their margin, why it is open.
pub fn one_line(finding: &crate::finding::Finding, lang: Lang) -> String {
    reasons::message(finding, "", &Default::default(), lang)
}

/// What a policy's own figures say of each other.
pub fn render_audit(report: &Report) -> String {
    audit::render(report)
}

/// How verdicts came about, as trees; `report.findings` holds what was found on their subjects.
pub fn render_derivations(report: &Report, list: &[Derivation]) -> String {
    derivation::render(report, list)
}

/// A rule by itself: its clauses, what it says in plain words of both languages, its parameters. `words` is its text with Chinese and
/// with English keywords.
pub fn render_rule(report: &Report, set: &RuleSet, rule: &Rule, words: &(String, String)) -> String {
    rule::render(report, set, rule, words)
}

/// A rule with the derivations of some subjects, for programs: `fadu-explain/1`.
pub fn derivations_json(
    report: &Report,
    list: &[Derivation],
    (set, rule): (&RuleSet, &Rule),
    words: &(String, String),
) -> String {
    json_derivation::render(report, list, (set, rule), words)
}

/// An amount in words of a language: `60万元`, `600,000 yuan`.
pub fn figure(value: &crate::num::Rat, unit: &crate::ty::Unit, lang: Lang) -> String {
    units::figure(value, unit, lang)
}

/// Mistakes alone, with excerpts: for commands that never come to judging.
pub fn render_diagnostics(list: &[Diagnostic], sources: &Sources, lang: Lang, color: bool, width: usize) -> String {
    let mut page = Page::new(Look { color, ascii: false, width });
    diagnostics::all(&mut page, &list.iter().collect::<Vec<_>>(), sources, lang);
    page.finish()
}
