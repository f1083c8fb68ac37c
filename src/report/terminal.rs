//! The report for people: mistakes, findings with excerpts and arithmetic, exemptions, the table of regions and rules, totals.

use super::arithmetic::{self, Truth};
use super::layout::{Ink, Page, Text};
use super::snippet::draw;
use super::words::{citation, consequence, list, quoted, say, subject, verdict};
use super::{Report, diagnostics, matrix, places, reasons, totals};
use crate::ast::Verdict;
use crate::diag::{Diagnostic, Lang, Severity};
use crate::finding::{Consequence, Finding, Repair, RuleInfo};
use std::collections::BTreeMap;

/// Findings of one consequence shown in full per rule; all of them are in `short` and `json`.
const PER_RULE: usize = 20;
/// Subjects named where many share one reason.
const NAMED: usize = 5;
/// Causes and repairs listed for one finding.
const LISTED: usize = 6;

pub(super) fn render(report: &Report) -> String {
    let mut page = Page::new(report.look());
    let shown: Vec<&Diagnostic> = report.diagnostics.iter().filter(|d| !report.quiet || d.severity == Severity::Error).collect();
    diagnostics::all(&mut page, &shown, report.sources, report.lang);
    if !report.statistics {
        findings(&mut page, report);
    }
    if report.quiet {
        totals::one_line(&mut page, report);
        return page.finish();
    }
    if !report.statistics {
        noted(&mut page, report);
    }
    totals::parameters(&mut page, report);
    totals::without_subject(&mut page, report);
    match report.statistics {
        true => totals::statistics(&mut page, report),
        false => matrix::table(&mut page, report),
    }
    totals::all(&mut page, report);
    page.finish()
}

fn findings(page: &mut Page, report: &Report) {
    let kinds = [Consequence::Breach, Consequence::Open, Consequence::Query, Consequence::Shortfall];
    for kind in kinds.into_iter().filter(|k| !report.quiet || k.blocks()) {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for finding in report.findings.list.iter().filter(|f| f.consequence() == kind) {
            let seen = counts.entry(finding.rule).or_default();
            *seen += 1;
            if *seen <= PER_RULE {
                one(page, report, finding);
            }
        }
        for (rule, count) in counts.into_iter().filter(|(_, n)| *n > PER_RULE) {
            more(page, report, kind, rule, count - PER_RULE);
        }
    }
}

fn more(page: &mut Page, report: &Report, kind: Consequence, rule: usize, count: usize) {
    page.blank();
    let id = report.findings.rules.get(rule).map_or("", |r| &r.id);
    let word = consequence(kind, report.lang);
    let text = match report.lang {
        Lang::Zh => format!("规则 {id} 另有 {count} 项{word}未逐一列出；用 --format short 可全部列出"),
        Lang::En => format!("rule {id}: {count} more ({word}) are not shown; --format short lists them all"),
    };
    page.wrapped(0, 2, &Text::new().and(Ink::Faint, &text));
}

/// The ink of a consequence.
pub(super) fn ink(c: Consequence) -> Ink {
    match c {
        Consequence::Breach => Ink::Red,
        Consequence::Open => Ink::Yellow,
        Consequence::Query => Ink::Magenta,
        Consequence::Shortfall => Ink::Blue,
        Consequence::Noted => Ink::Faint,
    }
}

/// The column of labels: 对象, 计算, …
fn label_width(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 6,
        Lang::En => 9,
    }
}

fn one(page: &mut Page, report: &Report, f: &Finding) {
    let (lang, kind) = (report.lang, f.consequence());
    let rule = report.findings.rules.get(f.rule);
    page.blank();
    headline(page, rule, f, lang);
    let row = |page: &mut Page, label: &str, text: &Text| page.row(2, label, label_width(lang), text);
    if let Some(message) = &f.message {
        for (i, line) in message.lines().enumerate() {
            row(page, if i == 0 { say(lang, "提示", "message") } else { "" }, &Text::plain(line));
        }
    }
    let who = subject(&f.subject, lang);
    if !who.is_empty() {
        row(page, say(lang, "对象", "subject"), &Text::new().and(Ink::Strong, &who));
    }
    let rows = arithmetic::rows(&f.detail, f.verdict, lang);
    let last = rows.iter().rposition(|r| r.depth == 0);
    for (i, r) in rows.iter().enumerate() {
        let label = if i == 0 { say(lang, "计算", "figures") } else { "" };
        let mut text = Text::plain(&"  ".repeat(r.depth));
        match r.truth {
            Some(Truth::Yes) => text.push(Ink::Green, "✓ "),
            Some(Truth::No) => text.push(Ink::Red, "✗ "),
            Some(Truth::Open) => text.push(Ink::Yellow, "? "),
            None if r.depth > 0 => text.push(Ink::Faint, "· "),
            None => {}
        }
        text.push(if Some(i) == last { ink(kind) } else { Ink::Plain }, &r.text);
        row(page, label, &text);
    }
    capped(&f.causes, lang, |i, line| {
        let label = if i == 0 { say(lang, "原因", "because") } else { "" };
        row(page, label, &Text::plain(&line.map_or_else(|more| more, |c| reasons::cause(c, lang))));
    });
    if let Some(reason) = &f.reason {
        row(page, say(lang, "理由", "reason"), &Text::plain(reason.get(lang)));
    }
    let drawn = draw(report.sources, &places::marks(f, lang), 0, 1, page.look);
    page.drawn(&drawn);
    cites(page, rule, lang);
    repairs(page, &f.repairs, lang);
}

/// Hands out the first few items, then a line that says how many are left out.
fn capped<T>(items: &[T], lang: Lang, mut each: impl FnMut(usize, Result<&T, String>)) {
    items.iter().take(LISTED).enumerate().for_each(|(i, item)| each(i, Ok(item)));
    if items.len() > LISTED {
        let n = items.len() - LISTED;
        each(
            LISTED,
            Err(match lang {
                Lang::Zh => format!("……另有 {n} 项"),
                Lang::En => format!("… and {n} more"),
            }),
        );
    }
}

fn headline(page: &mut Page, rule: Option<&RuleInfo>, f: &Finding, lang: Lang) {
    let kind = f.consequence();
    // A query may be a verdict that is open or one that is not met: say which.
    let level = match (kind, f.verdict) {
        (Consequence::Query, Verdict::Undetermined) => {
            format!("{}{}", consequence(kind, lang), say(lang, "（待定）", " (undetermined)"))
        }
        _ => consequence(kind, lang).to_string(),
    };
    let mut head = Text::new().and(ink(kind), &level).and(Ink::Plain, "  ");
    if let Some(rule) = rule {
        head.push(Ink::Strong, &rule.title);
        head.push(Ink::Plain, if rule.title.is_empty() { "" } else { "  " });
        head.push(Ink::Faint, &rule.id);
    }
    page.wrapped(0, 2, &head);
}

fn cites(page: &mut Page, rule: Option<&RuleInfo>, lang: Lang) {
    for (i, cite) in rule.map_or(&[][..], |r| &r.cites).iter().enumerate() {
        let label = if i == 0 { say(lang, "依据", "basis") } else { "" };
        page.row(2, label, label_width(lang), &Text::plain(&citation(cite, lang)));
    }
}

fn repairs(page: &mut Page, list: &[Repair], lang: Lang) {
    capped(list, lang, |i, item| {
        let label = match i {
            0 => say(lang, "整改", "remedy"),
            _ => say(lang, "  或", "     or"),
        };
        let text = item.map_or_else(|more| more, |r| reasons::repair(r, lang));
        page.row(2, label, label_width(lang), &Text::new().and(Ink::Green, &text));
    });
}

/// Exempt, not applicable, undetermined aims: never hidden, but subjects with one reason share a line.
fn noted(page: &mut Page, report: &Report) {
    let lang = report.lang;
    let mut groups: BTreeMap<(usize, u8, String), Vec<&Finding>> = BTreeMap::new();
    for f in report.findings.list.iter().filter(|f| f.consequence() == Consequence::Noted && f.verdict != Verdict::Met) {
        let causes: Vec<String> = f.causes.iter().take(LISTED).map(|c| reasons::cause(c, lang)).collect();
        let reason = f.reason.as_ref().map_or_else(|| list(&causes, lang), |r| r.get(lang).to_string());
        let order = match f.verdict {
            Verdict::Exempt => 0,
            Verdict::Undetermined => 1,
            _ => 2,
        };
        groups.entry((f.rule, order, reason)).or_default().push(f);
    }
    if groups.is_empty() {
        return;
    }
    page.blank();
    totals::heading(page, say(lang, "豁免、不适用和未判定的力争项", "Exempt, not applicable, and undecided aims"));
    for ((rule, _, reason), members) in groups {
        let Some(first) = members.first() else { continue };
        let id = report.findings.rules.get(rule).map_or("", |r| &r.id);
        let mut line = Text::new().and(Ink::Cyan, verdict(first.verdict, lang)).and(Ink::Plain, "  ").and(Ink::Faint, id);
        line.push(Ink::Plain, &format!("  {}", named(&members, lang)));
        if !reason.is_empty() {
            line.push(Ink::Plain, &format!("{}{reason}", say(lang, "：", ": ")));
        }
        page.wrapped(2, 4, &line);
    }
}

fn named(members: &[&Finding], lang: Lang) -> String {
    let names: Vec<String> = members.iter().map(|f| subject(&f.subject, lang)).filter(|n| !n.is_empty()).collect();
    let shown: Vec<String> = names.iter().take(NAMED).map(|n| quoted(n)).collect();
    let text = shown.join(say(lang, "、", ", "));
    match (members.len() > shown.len(), lang) {
        (false, _) => text,
        (true, Lang::Zh) => format!("{text}等 {} 个对象", members.len()),
        (true, Lang::En) => format!("{text}{}{} subjects in all", if text.is_empty() { "" } else { ", … " }, members.len()),
    }
}
