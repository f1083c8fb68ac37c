//! `path:line:col: level[rule] message`, one line each, for grep and problem matchers.

use crate::diag::Severity;
use crate::finding::{Consequence, Figure, Finding, GrantAccount, Listed, Series, ShownRow};
use crate::report::input::Report;
use crate::report::page::clean::clean;
use crate::report::places;
use crate::report::prose::answers;
use crate::report::prose::grants;
use crate::report::prose::reasons;
use crate::report::prose::shown;
use crate::report::prose::words::{level_key, list, say, severity_key, subject};
use crate::text::{Sources, Span};

/// Findings and mistakes by path, line and column. Levels are keys and the same in every language.
pub(crate) fn render(report: &Report) -> String {
    let mut lines: Vec<(Sorted, String)> = Vec::new();
    for d in report.diagnostics.iter().filter(|d| !report.quiet || d.severity == Severity::Error) {
        let at = match d.primary().and_then(|span| sorted(report.sources, span)) {
            Some(at) => at,
            None => nowhere(d.path.as_deref().unwrap_or("-")),
        };
        let text = format!("{}[{}] {}", severity_key(d.severity), d.code, d.message.get(report.lang));
        lines.push((at, text));
    }
    // What asks nothing of anybody (exempt, not applicable) would bury the rest; the other formats list it.
    let shown = |f: &&Finding| report.all || f.consequence() != Consequence::Noted;
    for f in report.items().filter(shown) {
        let at = sorted(report.sources, places::of_finding(f)).unwrap_or_else(|| nowhere("-"));
        let rule = report.findings.rules.get(f.rule);
        let message = reasons::message(f, rule.map_or("", |r| &r.title), &report.findings.regions, report.lang);
        let standing = answers::standing(f, report.findings, report.lang);
        let standing = standing.map_or(String::new(), |s| format!("{}{s}", say(report.lang, "；", "; ")));
        let text = format!("{}[{}] {message}{standing}", level_key(f), rule.map_or("", |r| &r.id));
        lines.push((at, text));
    }
    if !report.quiet {
        lines.extend(report.findings.results.iter().flat_map(|s| results(report, s)));
    }
    if !report.quiet {
        lines.extend(report.findings.grants.iter().map(|g| exception(report, g)));
    }
    lines.sort();
    let mut out = String::new();
    for ((.., place), text) in lines {
        out += &format!("{}: {}\n", clean(&place), clean(&text));
    }
    out
}

/// A place by which lines are put in order, and as it is written.
type Sorted = (String, String, usize, usize, String);

fn sorted(sources: &Sources, span: Span) -> Option<Sorted> {
    let (path, line, column) = places::line_col(sources, span)?;
    let sheet = sources.get(span.file).sheet.as_ref().map(|s| s.name.clone()).unwrap_or_default();
    Some((path.to_string(), sheet, line, column, places::written(sources, span)?))
}

fn nowhere(path: &str) -> Sorted {
    (path.to_string(), String::new(), 1, 1, format!("{path}:1:1"))
}

/// `exception[rule] document, until …: 2 exempt`
fn exception(report: &Report, account: &GrantAccount) -> (Sorted, String) {
    let at = sorted(report.sources, account.span).unwrap_or_else(|| nowhere("-"));
    let (terms, used) = (grants::whole(&account.grant, report.lang), grants::use_made(account, report.lang));
    (at, format!("exception[{}] {terms}{}{used}", account.rules.join(","), say(report.lang, "：", ": ")))
}

/// One line for each subject of a result: `note[rule] label: subject: 12.5%`.
fn results(report: &Report, series: &Series) -> Vec<(Sorted, String)> {
    let rule = report.findings.rules.get(series.rule).map_or("", |r| r.id.as_str());
    let line = |r: &ShownRow| {
        let at = r.subject.span.unwrap_or(series.span);
        let at = sorted(report.sources, at).unwrap_or_else(|| nowhere("-"));
        let who = subject(&r.subject, &report.findings.regions, report.lang);
        let figure = shown::figure(&r.figure, series.unit.as_ref(), report.lang);
        let parts = [series.label.as_str(), who.as_str(), figure.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        let causes: Vec<String> = r.causes.iter().take(2).map(|c| reasons::cause(c, report.lang)).collect();
        let mut text = parts.join(say(report.lang, "：", ": "));
        if !causes.is_empty() {
            text += &format!("{}{}", say(report.lang, "；", "; "), list(&causes, report.lang));
        }
        (at, format!("result[{rule}] {text}"))
    };
    series.rows.iter().filter(|r| r.figure != Figure::Listed(Listed::Not)).map(line).collect()
}
