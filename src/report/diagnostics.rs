//! Mistakes of authors and of files, for the terminal.

use crate::diag::{Diagnostic, Lang, Severity};
use crate::report::page::excerpt::{Mark, Tone};
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::page::snippet::draw;
use crate::report::prose::words::{say, severity};
use crate::text::Sources;
use std::collections::BTreeMap;

/// Mistakes of one code shown in full; a column of wrong cells would bury everything else.
const PER_CODE: usize = 20;

/// The column of labels: 说明, help, …
const LABELS: usize = 6;

/// All mistakes, one block each, with a last line that says where codes are explained.
pub(crate) fn all(page: &mut Page, list: &[&Diagnostic], sources: &Sources, lang: Lang) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in list {
        let seen = counts.entry(diagnostic.code).or_default();
        *seen += 1;
        if *seen <= PER_CODE {
            one(page, diagnostic, sources, lang);
        }
    }
    for (code, count) in counts.into_iter().filter(|(_, n)| *n > PER_CODE) {
        let n = count - PER_CODE;
        let text = match lang {
            Lang::Zh => format!("另有 {n} 处 {code} 未逐一列出；用 --format short 可全部列出"),
            Lang::En => format!("{n} more of {code} are not shown; --format short lists them all"),
        };
        page.blank();
        page.wrapped(0, 2, &Text::new().and(Ink::Faint, &text));
    }
    if let Some(first) = list.first() {
        page.blank();
        let text = match lang {
            Lang::Zh => format!("各代码的说明：fadu explain 代码，如 fadu explain {}", first.code),
            Lang::En => format!("to read about a code: fadu explain CODE, as in fadu explain {}", first.code),
        };
        page.wrapped(0, 0, &Text::new().and(Ink::Faint, &text));
    }
}

fn one(page: &mut Page, d: &Diagnostic, sources: &Sources, lang: Lang) {
    let (ink, tone) = match d.severity {
        Severity::Error => (Ink::Red, Tone::Bad),
        Severity::Warning => (Ink::Yellow, Tone::Doubtful),
    };
    page.blank();
    let mut lines = d.message.get(lang).lines();
    let head = Text::new()
        .and(ink, &format!("{}[{}]", severity(d.severity, lang), d.code))
        .and(Ink::Plain, "  ")
        .and(Ink::Strong, lines.next().unwrap_or(""));
    page.wrapped(0, 2, &head);
    lines.for_each(|l| page.wrapped(2, 2, &Text::plain(l)));
    let marks: Vec<Mark> = d
        .labels
        .iter()
        .enumerate()
        .map(|(i, l)| {
            // The second place says where the expectation comes from.
            let tone = if i == 0 { tone } else { Tone::Neutral };
            Mark { span: l.span, text: l.text.get(lang).to_string(), tone }
        })
        .collect();
    if let (true, Some(path)) = (marks.is_empty(), &d.path) {
        page.row(2, say(lang, "文件", "file"), LABELS, &Text::new().and(Ink::Cyan, path));
    }
    let drawn = draw(sources, &marks, 1, 1, page.look);
    page.drawn(&drawn);
    let mut row = |label: &str, text: &str| {
        for (i, line) in text.lines().enumerate() {
            page.row(2, if i == 0 { label } else { "" }, LABELS, &Text::plain(line));
        }
    };
    d.notes.iter().for_each(|n| row(say(lang, "说明", "note"), n.get(lang)));
    if let Some(help) = &d.help {
        row(say(lang, "建议", "help"), help.get(lang));
    }
}
