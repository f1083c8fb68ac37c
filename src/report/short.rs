//! `path:line:col: level[rule] message`, one line each, for grep and problem matchers.

use crate::diag::Severity;
use crate::finding::{Consequence, Finding};
use crate::report::input::Report;
use crate::report::page::clean::clean;
use crate::report::places;
use crate::report::prose::reasons;
use crate::report::prose::words::{level_key, severity_key};

/// Findings and mistakes by path, line and column. Levels are keys and the same in every language.
pub(crate) fn render(report: &Report) -> String {
    let mut lines: Vec<(String, usize, usize, String)> = Vec::new();
    for d in report.diagnostics.iter().filter(|d| !report.quiet || d.severity == Severity::Error) {
        let (path, line, column) = places::of_diagnostic(report.sources, d);
        let text = format!("{}[{}] {}", severity_key(d.severity), d.code, d.message.get(report.lang));
        lines.push((path.to_string(), line, column, text));
    }
    // What asks nothing of anybody (exempt, not applicable) would bury the rest; the other formats list it.
    let shown =
        |f: &&Finding| (report.all || f.consequence() != Consequence::Noted) && (!report.quiet || f.consequence().blocks());
    for f in report.findings.list.iter().filter(shown) {
        let (path, line, column) = places::line_col(report.sources, places::of_finding(f)).unwrap_or(("-", 1, 1));
        let rule = report.findings.rules.get(f.rule);
        let message = reasons::message(f, rule.map_or("", |r| &r.title), &report.findings.regions, report.lang);
        let text = format!("{}[{}] {message}", level_key(f), rule.map_or("", |r| &r.id));
        lines.push((path.to_string(), line, column, text));
    }
    lines.sort();
    let mut out = String::new();
    for (path, line, column, text) in lines {
        out += &format!("{}:{line}:{column}: {}\n", clean(&path), clean(&text));
    }
    out
}
