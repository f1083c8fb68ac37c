//! Findings for people: what one rule found stands together, with title, clause and bound once, and below them every subject with its own
//! figures, cells and remedies.

use crate::ast::Verdict;
use crate::diag::Lang;
use crate::finding::{Consequence, Finding, Repair, RuleInfo};
use crate::report::input::Report;
use crate::report::ledger::slack::miss;
use crate::report::page::excerpt::Mark;
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::page::snippet::draw;
use crate::report::places;
use crate::report::pretty::open;
use crate::report::pretty::signs::ink;
use crate::report::prose::arithmetic;
use crate::report::prose::open as folding;
use crate::report::prose::reasons;
use crate::report::prose::truth::Truth;
use crate::report::prose::values;
use crate::report::prose::why;
use crate::report::prose::words::{citations, consequence, say, subject};
use std::collections::BTreeMap;

/// Findings of one consequence shown in full per rule; `--all`, `short` and `json` have all of them.
const PER_RULE: usize = 20;
/// Causes and repairs listed for one finding.
const LISTED: usize = 6;

/// All findings that ask something of somebody, the gravest first, and of one kind those with most subjects. What is open is gathered by
/// its causes in a long report.
pub(crate) fn all(page: &mut Page, report: &Report) {
    let kinds = [Consequence::Breach, Consequence::Open, Consequence::Query, Consequence::Shortfall];
    let folded = folding::is_folded(report);
    for kind in kinds.into_iter().filter(|k| report.lists(*k)) {
        if folded && kind == Consequence::Open {
            open::section(page, report);
        }
        let mut groups: BTreeMap<(usize, u8), Vec<&Finding>> = BTreeMap::new();
        for f in report.findings.list.iter().filter(|f| f.consequence() == kind && !(folded && folding::is_open(f))) {
            groups.entry((f.rule, u8::from(f.verdict == Verdict::Undetermined))).or_default().push(f);
        }
        let mut groups: Vec<Vec<&Finding>> = groups.into_values().collect();
        groups.sort_by_key(|members| std::cmp::Reverse(members.len()));
        for mut members in groups {
            members.sort_by_key(|f| std::cmp::Reverse(miss(&f.detail)));
            rule(page, report, &members);
        }
    }
}

/// What one rule found: its title and clause, then line by line.
fn rule(page: &mut Page, report: &Report, members: &[&Finding]) {
    let Some(first) = members.first() else { return };
    let lang = report.lang;
    let info = report.findings.rules.get(first.rule);
    page.blank();
    headline(page, info, first, members.len(), lang);
    cites(page, info, lang);
    let mut lines: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    let shown = if report.all { members.len() } else { PER_RULE };
    for f in members.iter().take(shown) {
        lines.entry(f.line).or_default().push(f);
    }
    let single = members.len() == 1;
    for (i, (_, list)) in lines.into_iter().enumerate() {
        if i > 0 {
            page.blank();
        }
        line(page, report, &list, single);
    }
    if members.len() > shown {
        more(page, report, first, members.len() - shown);
    }
}

/// What one line of a rule found. What is the same for all its subjects is drawn once, before them.
fn line(page: &mut Page, report: &Report, list: &[&Finding], single: bool) {
    let lang = report.lang;
    let mut marks: Vec<Vec<Mark>> = list.iter().map(|f| places::marks(f, lang)).collect();
    let demands: Vec<Mark> = list.iter().map(|f| places::demand(f, lang)).collect();
    let shared = if list.len() > 1 { shared(&mut marks, &demands, lang) } else { demands };
    if list.len() > 1 {
        page.drawn(&draw(report.sources, &shared, 0, 1, page.look));
    }
    for (i, (f, mut marks)) in list.iter().zip(marks).enumerate() {
        if i > 0 || (list.len() > 1 && !single) {
            page.blank();
        }
        if list.len() == 1 {
            marks.extend(shared.iter().cloned());
        }
        one(page, report, f, &marks);
    }
}

/// Takes out what every subject's marks have in common (the bound, an open parameter), the bound last.
fn shared(marks: &mut [Vec<Mark>], demands: &[Mark], lang: Lang) -> Vec<Mark> {
    let mut out: Vec<Mark> = marks.first().cloned().unwrap_or_default();
    out.retain(|m| marks.iter().all(|list| list.contains(m)));
    for list in marks.iter_mut() {
        list.retain(|m| !out.contains(m));
    }
    for demand in demands {
        let overlaps =
            |m: &Mark| m.span.file == demand.span.file && m.span.start < demand.span.end && demand.span.start < m.span.end;
        match out.iter_mut().find(|m| overlaps(m)) {
            // Bounds that differ from subject to subject stand in their figures.
            Some(same) if same.span == demand.span && same.text != demand.text => {
                same.text = say(lang, "这里的要求", "required here").into();
            }
            Some(_) => {}
            None => out.push(demand.clone()),
        }
    }
    out
}

fn more(page: &mut Page, report: &Report, f: &Finding, count: usize) {
    page.blank();
    let id = report.findings.rules.get(f.rule).map_or("", |r| &r.id);
    let word = consequence(f.consequence(), report.lang);
    let text = match report.lang {
        Lang::Zh => format!("规则 {id} 另有 {count} 项{word}未逐一列出；用 --all 可全部列出"),
        Lang::En => format!("rule {id}: {count} more ({word}) are not shown; --all lists them"),
    };
    page.wrapped(0, 2, &Text::new().and(Ink::Faint, &text));
}

/// The column of labels: 对象, 计算, …
fn label_width(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 6,
        Lang::En => 9,
    }
}

/// One subject: who, the figures, why it is open, the cells, what would mend it.
fn one(page: &mut Page, report: &Report, f: &Finding, marks: &[Mark]) {
    let lang = report.lang;
    let row = |page: &mut Page, label: &str, text: &Text| page.row(2, label, label_width(lang), text);
    let who = subject(&f.subject, &report.findings.regions, lang);
    if !who.is_empty() {
        row(page, say(lang, "对象", "subject"), &Text::new().and(Ink::Strong, &who));
    }
    if let Some(name) = report.findings.rules.get(f.rule).and_then(|r| r.line_name(f)) {
        row(page, say(lang, "条目", "line"), &Text::plain(name));
    }
    if let Some(message) = &f.message {
        for (i, line) in values::message(message, lang).lines().enumerate() {
            row(page, if i == 0 { say(lang, "提示", "message") } else { "" }, &Text::plain(line));
        }
    }
    figures(page, f, lang);
    if let Some(premise) = reasons::premise(f, lang) {
        row(page, say(lang, "前提", "asked as"), &Text::plain(&premise));
    }
    capped(&f.causes, lang, |i, line| {
        let label = if i == 0 { say(lang, "原因", "because") } else { "" };
        row(page, label, &Text::plain(&line.map_or_else(|more| more, |c| reasons::cause_here(c, f, lang))));
    });
    for (i, case) in f.cases.iter().enumerate() {
        let label = if i == 0 { say(lang, "情形", "cases") } else { "" };
        row(page, label, &Text::plain(&crate::report::prose::cases::line(case, lang)));
    }
    if let Some(reason) = &f.reason {
        row(page, say(lang, "理由", "reason"), &Text::plain(&why::reason(reason, lang)));
    }
    page.drawn(&draw(report.sources, marks, 0, 1, page.look));
    repairs(page, &f.repairs, lang);
}

fn figures(page: &mut Page, f: &Finding, lang: Lang) {
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
        text.push(if Some(i) == last { ink(f.consequence()) } else { Ink::Plain }, &r.text);
        page.row(2, label, label_width(lang), &text);
    }
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

/// `违反 2 项  财政资金…  hengshui.fund_share`
fn headline(page: &mut Page, rule: Option<&RuleInfo>, f: &Finding, count: usize, lang: Lang) {
    let kind = f.consequence();
    let mut level = consequence(kind, lang).to_string();
    // A query may be a verdict that is open or one that is not met: say which.
    if kind == Consequence::Query && f.verdict == Verdict::Undetermined {
        level += say(lang, "（待定）", " (undetermined)");
    }
    if count > 1 {
        level += &match lang {
            Lang::Zh => format!(" {count} 项"),
            Lang::En => format!(" ×{count}"),
        };
    }
    let mut head = Text::new().and(ink(kind), &level).and(Ink::Plain, "  ");
    if let Some(rule) = rule {
        head.push(Ink::Strong, &rule.title);
        head.push(Ink::Plain, if rule.title.is_empty() { "" } else { "  " });
        head.push(Ink::Faint, &rule.id);
    }
    page.wrapped(0, 2, &head);
}

fn cites(page: &mut Page, rule: Option<&RuleInfo>, lang: Lang) {
    for (i, (depth, text)) in citations(rule.map_or(&[], |r| &r.cites), lang).iter().enumerate() {
        let label = if i == 0 { say(lang, "依据", "basis") } else { "" };
        page.row(2, label, label_width(lang), &Text::plain(&format!("{}{text}", "  ".repeat(*depth))));
    }
}

fn repairs(page: &mut Page, list: &[Repair], lang: Lang) {
    capped(list, lang, |i, item| {
        let label = match i {
            0 => say(lang, "整改", "remedy"),
            _ if list.iter().any(|r| r.together) => say(lang, "  且", "    and"),
            _ => say(lang, "  或", "     or"),
        };
        let text = item.map_or_else(|more| more, |r| reasons::repair(r, lang));
        page.row(2, label, label_width(lang), &Text::new().and(Ink::Green, &text));
    });
}
