//! Changes for people: how many of each class, then each with its place, both verdicts and the figures that differ.

use crate::finding::{Change, Class};
use crate::report::changes::{ChangeReport, words};
use crate::report::diagnostics;
use crate::report::page::layout::{Ink, Look, Page, Text};
use crate::report::prose::words::{bracketed, say};

/// What is the same is listed up to here, unless all is asked for.
const SAME: usize = 20;

/// Figures shown of one change.
const FIGURES: usize = 12;

pub(crate) fn render(report: &ChangeReport) -> String {
    let lang = report.lang;
    let mut page = Page::new(Look { color: report.color, ascii: report.ascii, width: report.width });
    diagnostics::all(&mut page, &report.diagnostics.iter().collect::<Vec<_>>(), report.sources, lang);
    if !page.is_empty() {
        page.blank();
    }
    page.wrapped(0, 2, &head(report));
    report.notes.iter().for_each(|note| page.wrapped(2, 2, &Text::new().and(Ink::Faint, note.get(lang))));
    let mut same = 0;
    for change in report.changes.iter().filter(|c| !report.quiet || c.blocks) {
        if change.class == Class::Same {
            same += 1;
            if same > SAME && !report.all {
                continue;
            }
        }
        one(&mut page, report, change);
    }
    if same > SAME && !report.all && !report.quiet {
        let text = match lang {
            crate::diag::Lang::Zh => format!("另有 {} 项未变，没有逐一列出；用 --all 全部列出", same - SAME),
            crate::diag::Lang::En => format!("{} more are the same and not listed; --all lists them", same - SAME),
        };
        page.blank();
        page.wrapped(0, 2, &Text::new().and(Ink::Faint, &text));
    }
    page.blank();
    page.wrapped(0, 2, &outcome(report));
    page.finish()
}

/// `与 main（3f2a1b9）相比：新增 1，加重 0，…`
fn head(report: &ChangeReport) -> Text {
    let lang = report.lang;
    let commit = report.compared.commit.as_ref().map(|c| c.chars().take(12).collect::<String>());
    let commit = commit.map_or(String::new(), |c| bracketed(&c, lang));
    let name = format!("{}{commit}", report.compared.name);
    let mut text = Text::new().and(
        Ink::Strong,
        &match lang {
            crate::diag::Lang::Zh => format!("与 {name} 相比："),
            crate::diag::Lang::En => format!("Compared with {name}: "),
        },
    );
    for (i, class) in Class::ALL.into_iter().enumerate() {
        let n = report.count(class);
        let ink = if n == 0 { Ink::Faint } else { ink(class) };
        text.push(Ink::Plain, if i > 0 { say(lang, "，", ", ") } else { "" });
        text.push(ink, &format!("{} {n}", words::class(class, lang)));
    }
    text
}

fn outcome(report: &ChangeReport) -> Text {
    let lang = report.lang;
    let n = report.blocking();
    if report.stopped {
        return Text::new().and(Ink::Red, say(lang, "比对未能完成", "The comparison could not be completed"));
    }
    match (n, lang) {
        (0, _) if report.command == "diff" => {
            Text::new().and(Ink::Plain, say(lang, "已比较；这不是把关", "Compared; this is no gate"))
        }
        (0, _) if report.worse() => {
            Text::new().and(Ink::Yellow, say(lang, "通过：变坏的都不在阻断之列", "Passed: what got worse does not block"))
        }
        (0, _) => Text::new().and(Ink::Green, say(lang, "通过：没有变坏的", "Passed: nothing got worse")),
        (n, crate::diag::Lang::Zh) => Text::new().and(Ink::Red, &format!("不通过：{n} 项变坏")),
        (n, crate::diag::Lang::En) => Text::new().and(Ink::Red, &format!("Failed: {n} got worse")),
    }
}

fn ink(class: Class) -> Ink {
    match class {
        Class::New | Class::Worse => Ink::Red,
        Class::NewlyOpen => Ink::Yellow,
        Class::Same | Class::Gone => Ink::Plain,
        Class::Better | Class::Fixed => Ink::Green,
    }
}

fn one(page: &mut Page, report: &ChangeReport, change: &Change) {
    let lang = report.lang;
    let Some(stand) = change.stand() else { return };
    page.blank();
    let mut head = Text::new().and(ink(change.class), words::class(change.class, lang)).and(Ink::Plain, "  ");
    head.push(Ink::Strong, &stand.rule);
    head.push(Ink::Plain, &format!("  {}", stand.subject));
    if let Some(origin) = words::origin(change.origin, lang) {
        head.push(Ink::Yellow, &bracketed(origin, lang));
    }
    page.wrapped(0, 2, &head);
    let width = say(lang, "原来", "before").chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() + 1;
    if let Some(place) = words::place(stand) {
        page.row(2, say(lang, "位置", "at"), width, &Text::new().and(Ink::Cyan, &place));
    }
    let arithmetic = |s: &Option<crate::finding::Stand>| s.as_ref().map(|s| (s.arithmetic.clone(), s.margin.clone()));
    let unmoved =
        arithmetic(&change.before) == arithmetic(&change.after) || change.before.as_ref().is_some_and(|s| s.message.is_empty());
    if change.class == Class::Same && unmoved {
        page.row(2, say(lang, "现在", "now"), width, &Text::plain(&words::stood(change.after.as_ref(), change, lang)));
        return;
    }
    page.row(2, say(lang, "原来", "before"), width, &Text::plain(&words::stood(change.before.as_ref(), change, lang)));
    page.row(2, say(lang, "现在", "now"), width, &Text::plain(&words::stood(change.after.as_ref(), change, lang)));
    let figures = words::figures(change, lang);
    for (i, (sign, line)) in figures.iter().take(FIGURES).enumerate() {
        let ink = if *sign == '-' { Ink::Red } else { Ink::Green };
        let label = if i == 0 { say(lang, "数据", "data") } else { "" };
        page.row(2, label, width, &Text::new().and(ink, &format!("{sign} {line}")));
    }
    if let Some(more) = figures.len().checked_sub(FIGURES).filter(|n| *n > 0) {
        let text = match lang {
            crate::diag::Lang::Zh => format!("另有 {more} 行"),
            crate::diag::Lang::En => format!("{more} more lines"),
        };
        page.row(2, "", width, &Text::new().and(Ink::Faint, &text));
    }
}
