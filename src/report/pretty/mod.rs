//! The report for people: mistakes, findings with excerpts and arithmetic, exemptions, the table of regions and rules, totals.

pub(crate) mod answered;
pub(crate) mod files;
pub(crate) mod findings;
pub(crate) mod matrix;
pub(crate) mod met;
pub(crate) mod open;
pub(crate) mod shown;
pub(crate) mod signs;
pub(crate) mod totals;

use crate::ast::Verdict;
use crate::diag::{Diagnostic, Lang, Severity};
use crate::finding::{Consequence, Finding};
use crate::report::diagnostics;
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::prose::reasons;
use crate::report::prose::why;
use crate::report::prose::words::{Names, list, quoted, say, subject, verdict};
use std::collections::BTreeMap;

/// Subjects named where many share one reason.
const NAMED: usize = 2;
/// Causes named where subjects share them.
const LISTED: usize = 6;

pub(crate) fn render(report: &Report) -> String {
    let mut page = Page::new(report.look());
    if !report.quiet {
        totals::top(&mut page, report);
    }
    let shown: Vec<&Diagnostic> = report.diagnostics.iter().filter(|d| !report.quiet || d.severity == Severity::Error).collect();
    if !shown.is_empty() {
        page.blank();
    }
    diagnostics::all(&mut page, &shown, report.sources, report.lang);
    if !report.statistics {
        findings::all(&mut page, report);
    }
    answered::all(&mut page, report);
    if report.quiet {
        totals::one_line(&mut page, report);
        return page.finish();
    }
    if !report.statistics && report.lists(Consequence::Noted) {
        noted(&mut page, report);
        met::all(&mut page, report);
    }
    shown::all(&mut page, report);
    files::all(&mut page, &report.findings.files, report.sources, report.lang, report.all);
    totals::parameters(&mut page, report);
    totals::exceptions(&mut page, report);
    totals::without_subject(&mut page, report);
    match report.statistics {
        true => totals::statistics(&mut page, report),
        false => matrix::table(&mut page, report),
    }
    totals::one_line(&mut page, report);
    page.finish()
}

/// Exempt, not applicable, undetermined aims: never hidden, but subjects with one reason share a line.
fn noted(page: &mut Page, report: &Report) {
    let lang = report.lang;
    let mut groups: BTreeMap<(usize, u8, String), Vec<&Finding>> = BTreeMap::new();
    for f in report.findings.list.iter().filter(|f| f.consequence() == Consequence::Noted && f.verdict != Verdict::Met) {
        let causes: Vec<String> = f.causes.iter().take(LISTED).map(|c| reasons::cause_here(c, f, lang)).collect();
        let reason = f.reason.as_ref().map_or_else(|| list(&causes, lang), |r| why::reason(r, lang));
        let order = match f.verdict {
            Verdict::Exempt => 0,
            Verdict::Undetermined => 1,
            Verdict::Met | Verdict::Violated | Verdict::NotApplicable => 2,
        };
        groups.entry((f.rule, order, reason)).or_default().push(f);
    }
    if groups.is_empty() {
        return;
    }
    page.blank();
    page.heading(say(lang, "豁免、不适用和待定的力争项", "Exempt, not applicable, and undetermined aims"));
    for ((rule, _, reason), members) in groups {
        let Some(first) = members.first() else { continue };
        let id = report.findings.rules.get(rule).map_or("", |r| &r.id);
        let mut line = Text::new().and(Ink::Cyan, verdict(first.verdict, lang)).and(Ink::Plain, "  ").and(Ink::Faint, id);
        let most = if report.all { usize::MAX } else { NAMED };
        line.push(Ink::Plain, &format!("  {}", named(&members, &report.findings.regions, most, lang)));
        if !reason.is_empty() {
            line.push(Ink::Plain, &format!("{}{reason}", say(lang, "：", ": ")));
        }
        page.wrapped(2, 4, &line);
    }
    if !report.all {
        let hint = say(lang, "没有列全的对象：--all", "subjects that are not named: --all");
        page.wrapped(2, 4, &Text::new().and(Ink::Faint, hint));
    }
}

/// The first few subjects by name, each once however many lines of the rule say the same of it.
fn named(members: &[&Finding], names: &Names, most: usize, lang: Lang) -> String {
    let mut subjects: Vec<String> = Vec::new();
    for name in members.iter().map(|f| subject(&f.subject, names, lang)).filter(|n| !n.is_empty()) {
        if subjects.last() != Some(&name) {
            subjects.push(name);
        }
    }
    let shown: Vec<String> = subjects.iter().take(most).map(|n| quoted(n, lang)).collect();
    let text = shown.join(say(lang, "、", ", "));
    match (subjects.len() > shown.len(), lang) {
        (false, _) => text,
        (true, Lang::Zh) => format!("{text}等 {} 个对象", subjects.len()),
        (true, Lang::En) => format!("{text}, … {} subjects in all", subjects.len()),
    }
}
