//! Mistakes of authors and of files, for the terminal.

use crate::diag::{Diagnostic, Lang, Severity};
use crate::report::page::excerpt::{Mark, Tone};
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::page::snippet::draw;
use crate::report::places;
use crate::report::prose::words::{say, severity};
use crate::text::Sources;
use std::collections::BTreeMap;

/// Mistakes of one code shown in full; a column of wrong cells would bury everything else.
const PER_CODE: usize = 20;

/// From this many on they are told as one.
const GATHERED: usize = 3;

/// The column of labels: 说明, help, …
const LABELS: usize = 6;

/// All mistakes, one block each, with a last line that says where codes are explained.
pub(crate) fn all(page: &mut Page, list: &[&Diagnostic], sources: &Sources, lang: Lang) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for group in gathered(list) {
        let Some(first) = group.first() else { continue };
        let seen = counts.entry(first.code).or_default();
        *seen += group.len();
        if *seen <= PER_CODE || group.len() > 1 {
            one(page, first, group.get(1..).unwrap_or_default(), sources, lang);
            *seen -= group.len() - 1;
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

/// Mistakes of one kind in one column of one file, or in one file where no column is meant, and aggregates of a file that name no period, are
/// one message: from three on.
fn gathered<'d>(list: &[&'d Diagnostic]) -> Vec<Vec<&'d Diagnostic>> {
    // Other warnings about rules differ in what they say.
    let gathers = |d: &Diagnostic| (d.code.starts_with(['D', 'I', 'L']) || d.code == "W009") && !d.labels.is_empty();
    let mut sizes: BTreeMap<_, usize> = BTreeMap::new();
    list.iter().filter(|d| gathers(d)).for_each(|d| *sizes.entry(d.kind()).or_default() += 1);
    let mut out: Vec<Vec<&Diagnostic>> = Vec::new();
    let mut places: BTreeMap<_, usize> = BTreeMap::new();
    for d in list {
        let many = gathers(d) && sizes.get(&d.kind()).is_some_and(|n| *n >= GATHERED);
        match places.get(&d.kind()).filter(|_| many).and_then(|at| out.get_mut(*at)) {
            Some(group) => group.push(d),
            None => {
                if many {
                    places.insert(d.kind(), out.len());
                }
                out.push(vec![d]);
            }
        }
    }
    out
}

/// Where else it is so: the first places with what stands there, and how many more.
fn elsewhere(page: &mut Page, others: &[&Diagnostic], unlisted: usize, sources: &Sources, lang: Lang) {
    const SHOWN: usize = 4;
    for (i, span) in others.iter().take(SHOWN).filter_map(|d| d.primary()).enumerate() {
        let found: String = sources.slice(span).chars().take_while(|c| *c != '\n').take(24).collect();
        let text = Text::new()
            .and(Ink::Cyan, &places::written(sources, span).unwrap_or_default())
            .and(Ink::Plain, &format!("  {found}"));
        page.row(2, if i == 0 { say(lang, "同类", "also") } else { "" }, LABELS, &text);
    }
    let more = others.len().saturating_sub(SHOWN);
    if more > 0 || unlisted > 0 {
        let all = more + unlisted;
        let text = match lang {
            Lang::Zh if unlisted > 0 => format!("另有 {all} 处；用 --format short 列出其中 {more} 处"),
            Lang::En if unlisted > 0 => format!("and {all} more; --format short lists {more} of them"),
            Lang::Zh => format!("另有 {more} 处；用 --format short 逐处列出"),
            Lang::En => format!("and {more} more; --format short lists them one by one"),
        };
        page.row(2, "", LABELS, &Text::new().and(Ink::Faint, &text));
    }
}

/// A mistake, and others of its kind.
fn one(page: &mut Page, d: &Diagnostic, others: &[&Diagnostic], sources: &Sources, lang: Lang) {
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
    let unlisted = d.more + others.iter().map(|o| o.more).sum::<usize>();
    let head = match (others.len() + 1 + unlisted, lang) {
        (1, _) => head,
        (n, Lang::Zh) => head.and(Ink::Plain, &format!("（同类共 {n} 处）")),
        (n, Lang::En) => head.and(Ink::Plain, &format!(" ({n} of this kind)")),
    };
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
    elsewhere(page, others, unlisted, sources, lang);
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
