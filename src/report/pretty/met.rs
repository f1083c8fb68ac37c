//! What is met, with the figures it rests on: for those who asked for everything.

use crate::ast::Verdict;
use crate::finding::Finding;
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::places;
use crate::report::prose::arithmetic;
use crate::report::prose::words::{say, subject};
use std::collections::BTreeMap;

/// Rule by rule, one line for each subject: who, the computation, where the first figure stands.
pub(crate) fn all(page: &mut Page, report: &Report) {
    let lang = report.lang;
    let mut rules: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    let list = report.findings.list.iter().filter(|f| f.verdict == Verdict::Met);
    list.for_each(|f| rules.entry(f.rule).or_default().push(f));
    if rules.is_empty() {
        return;
    }
    page.blank();
    let count: usize = rules.values().map(Vec::len).sum();
    page.heading(&format!("{} {count}", say(lang, "符合，逐条列出：", "Met, line by line:")));
    for (rule, list) in rules {
        let Some(info) = report.findings.rules.get(rule) else { continue };
        page.blank();
        let mut head = Text::new().and(Ink::Green, &format!("{} {}  ", say(lang, "符合", "met"), list.len()));
        head = head.and(Ink::Strong, &info.title).and(Ink::Plain, "  ").and(Ink::Faint, &info.id);
        page.wrapped(0, 2, &head);
        for f in list {
            page.wrapped(2, 4, &line(f, report));
        }
    }
}

fn line(f: &Finding, report: &Report) -> Text {
    let lang = report.lang;
    let who = subject(&f.subject, &report.findings.regions, lang);
    let figures = arithmetic::named_line(&f.detail, f.verdict, lang);
    let mut text = Text::new().and(Ink::Green, "✓ ").and(Ink::Strong, &who);
    if !who.is_empty() && !figures.is_empty() {
        text.push(Ink::Plain, say(lang, "：", ": "));
    }
    text.push(Ink::Plain, if figures.is_empty() && who.is_empty() { say(lang, "成立", "holds") } else { &figures });
    if let Some(place) = f.cells.iter().find_map(|c| c.span).and_then(|s| places::written(report.sources, s)) {
        text.push(Ink::Faint, &format!("  {place}"));
    }
    text
}
