//! Results: for each rule a table of its subjects with the figures that are shown of them, and its lists.

use crate::diag::Lang;
use crate::finding::{Figure, Listed, Ranked, RuleInfo, Series, ShownRow, Subject};
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text, grid, shorten};
use crate::report::prose::reasons;
use crate::report::prose::shown;
use crate::report::prose::words::{citations, list, quoted, region, say, subject};
use std::collections::{BTreeMap, BTreeSet};

/// Subjects shown of one result unless all are asked for.
const LISTED: usize = 20;
/// Causes named in one line.
const CAUSES: usize = 3;
/// Figures that stand side by side in one table.
const ABREAST: usize = 4;

pub(crate) fn all(page: &mut Page, report: &Report) {
    let results = &report.findings.results;
    if results.is_empty() {
        return;
    }
    page.blank();
    page.heading(say(report.lang, "结果", "Results"));
    let mut rest = results.as_slice();
    while let Some(first) = rest.first() {
        let (own, next) = rest.split_at(rest.iter().take_while(|s| s.rule == first.rule).count());
        if let Some(info) = report.findings.rules.get(first.rule) {
            rule(page, report, info, own);
        }
        rest = next;
    }
}

fn rule(page: &mut Page, report: &Report, info: &RuleInfo, own: &[Series]) {
    let lang = report.lang;
    page.blank();
    let head = Text::new().and(Ink::Strong, &info.title).and(Ink::Plain, "  ").and(Ink::Faint, &info.id);
    page.wrapped(2, 4, &head);
    for (i, (depth, text)) in citations(&info.cites, lang).iter().enumerate() {
        let label = if i == 0 { say(lang, "依据", "basis") } else { "" };
        page.row(4, label, width(lang), &Text::plain(&format!("{}{text}", "  ".repeat(*depth))));
    }
    let (lists, figures): (Vec<&Series>, Vec<&Series>) = own.iter().partition(|s| s.is_list);
    let (ranked, plain): (Vec<&Series>, Vec<&Series>) = figures.into_iter().partition(|s| s.ranked.is_some());
    for band in plain.chunks(ABREAST) {
        figures_of(page, report, band);
    }
    for series in ranked {
        figures_of(page, report, &[series]);
    }
    for series in lists {
        list_of(page, report, series);
    }
}

fn width(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 6,
        Lang::En => 9,
    }
}

/// A rule without subjects states its figures line by line; others have a table.
fn figures_of(page: &mut Page, report: &Report, band: &[&Series]) {
    let lang = report.lang;
    let single = |s: &&Series| s.rows.len() + usize::try_from(s.not_applicable).unwrap_or(usize::MAX) <= 1;
    if band.iter().all(single) && band.iter().all(|s| s.rows.iter().all(|r| who(report, &r.subject).is_empty())) {
        band.iter().for_each(|s| alone(page, report, s));
        return;
    }
    let subjects = subjects(band);
    let most = if report.all { usize::MAX } else { LISTED };
    let ranked = band.iter().any(|s| s.ranked.is_some());
    let mut header = vec![Text::new().and(Ink::Faint, say(lang, "对象", "subject"))];
    if ranked {
        header.insert(0, Text::new().and(Ink::Faint, say(lang, "名次", "place")));
    }
    header.extend(band.iter().map(|s| Text::new().and(Ink::Faint, &heading(s, lang))));
    let mut rows = vec![header];
    let room = page.look.width / 2;
    let found: Vec<Rows<'_>> = band.iter().map(|s| rows_of(s)).collect();
    for who_is in subjects.iter().take(most) {
        let own: Vec<Option<&ShownRow>> = found.iter().map(|rows| rows.get(&key(who_is)).copied()).collect();
        let mut cells = vec![Text::plain(&shorten(&who(report, who_is), room))];
        if ranked {
            let place = own.iter().flatten().find_map(|r| r.place).map_or("—".to_string(), |p| shown::place(p, lang));
            cells.insert(0, Text::plain(&place));
        }
        cells.extend(band.iter().zip(&own).map(|(s, r)| cell(s, *r, lang)));
        rows.push(cells);
    }
    grid(page, 4, &rows, |i| i > usize::from(ranked));
    more(page, subjects.len().saturating_sub(most), lang);
    let open = |s: &Series| s.rows.iter().take(most).filter(|r| r.perhaps || !r.figure.is_settled()).cloned().collect::<Vec<_>>();
    for series in band {
        for row in open(series) {
            why(page, report, series, &row, &format!("{} · {}", who(report, &row.subject), series.label));
        }
        grows(page, series, lang);
        unlisted(page, series, lang);
    }
}

fn heading(s: &Series, lang: Lang) -> String {
    match s.ranked {
        Some(Ranked::Ascending) => format!("{}{}", s.label, say(lang, "（由低到高）", " (lowest first)")),
        Some(Ranked::Descending) | None => s.label.clone(),
    }
}

/// Everybody of whom one of the results speaks; ranked ones in their order.
fn subjects<'s>(band: &[&'s Series]) -> Vec<&'s Subject> {
    let [first, others @ ..] = band else { return Vec::new() };
    let mut out: Vec<&Subject> = first.rows.iter().map(|r| &r.subject).collect();
    let mut known: BTreeSet<String> = out.iter().map(|s| key(s)).collect();
    for s in others.iter().flat_map(|s| &s.rows).map(|r| &r.subject) {
        if known.insert(key(s)) {
            out.push(s);
        }
    }
    out
}

fn key(s: &Subject) -> String {
    format!("{}|{}|{:?}", s.title(), s.period.as_deref().unwrap_or(""), s.row)
}

type Rows<'s> = BTreeMap<String, &'s ShownRow>;

fn rows_of(series: &Series) -> Rows<'_> {
    series.rows.iter().map(|r| (key(&r.subject), r)).collect()
}

fn cell(series: &Series, row: Option<&ShownRow>, lang: Lang) -> Text {
    let Some(row) = row else { return Text::new().and(Ink::Faint, say(lang, "不适用", "n/a")) };
    let text = shown::figure(&row.figure, series.unit.as_ref(), lang);
    let mark = if row.perhaps { " ?" } else { "" };
    let ink = if row.perhaps || !row.figure.is_settled() { Ink::Yellow } else { Ink::Plain };
    Text::new().and(ink, &format!("{text}{mark}"))
}

/// One figure of the whole run, with what it is worked out of.
fn alone(page: &mut Page, report: &Report, series: &Series) {
    let lang = report.lang;
    let mut line = Text::plain(&series.label).and(Ink::Plain, say(lang, "：", ": "));
    let Some(row) = series.rows.first() else {
        page.wrapped(4, 6, &line.and(Ink::Faint, say(lang, "不适用", "not applicable")));
        return;
    };
    line = line.join(&cell(series, Some(row), lang));
    if let Some(from) = shown::workings(row, lang) {
        line.push(Ink::Faint, &format!("{}{from}{}", say(lang, "（", "  ("), say(lang, "）", ")")));
    }
    page.wrapped(4, 6, &line);
    if row.perhaps || !row.figure.is_settled() {
        why(page, report, series, row, &series.label);
    }
}

fn list_of(page: &mut Page, report: &Report, series: &Series) {
    let lang = report.lang;
    let most = if report.all { usize::MAX } else { LISTED };
    for listed in [Listed::Surely, Listed::Possibly] {
        let rows: Vec<&ShownRow> = series.rows.iter().filter(|r| r.figure == Figure::Listed(listed)).collect();
        if rows.is_empty() && listed == Listed::Possibly {
            continue;
        }
        let ink = if listed == Listed::Surely { Ink::Strong } else { Ink::Yellow };
        let mut line = Text::new().and(Ink::Plain, &series.label).and(Ink::Plain, "  ");
        line.push(ink, &counted(listed, rows.len(), lang));
        let names: Vec<String> = rows.iter().take(most).map(|r| quoted(&who(report, &r.subject), lang)).collect();
        if listed == Listed::Surely && !names.is_empty() {
            line.push(Ink::Plain, &format!("{}{}", say(lang, "：", ": "), names.join(say(lang, "、", ", "))));
        }
        page.wrapped(4, 6, &line);
        if listed == Listed::Possibly {
            for row in rows.iter().take(most) {
                why(page, report, series, row, &who(report, &row.subject));
            }
        }
        more(page, rows.len().saturating_sub(most), lang);
    }
    grows(page, series, lang);
    unlisted(page, series, lang);
}

fn counted(listed: Listed, n: usize, lang: Lang) -> String {
    let word = shown::listed(listed, lang);
    match lang {
        Lang::Zh => format!("{word} {n} 个"),
        Lang::En => format!("{n} {word}"),
    }
}

fn who(report: &Report, s: &Subject) -> String {
    let name = subject(s, &report.findings.regions, report.lang);
    match (name.is_empty(), &s.region) {
        (true, Some(code)) => region(code, &report.findings.regions, report.lang).to_string(),
        _ => name,
    }
}

/// What is missing, and what it would be under each reading.
fn why(page: &mut Page, report: &Report, series: &Series, row: &ShownRow, name: &str) {
    let lang = report.lang;
    let mut causes: Vec<String> = row.causes.iter().take(CAUSES).map(|c| reasons::cause(c, lang)).collect();
    if row.causes.len() > CAUSES {
        causes.push("…".to_string());
    }
    let reason = if causes.is_empty() { String::new() } else { format!("{}{}", say(lang, "：", ": "), list(&causes, lang)) };
    page.wrapped(6, 8, &Text::new().and(Ink::Yellow, "? ").and(Ink::Plain, name).and(Ink::Faint, &reason));
    for case in &row.cases {
        page.wrapped(8, 10, &Text::plain(&shown::case(case, series.unit.as_ref(), lang)));
    }
}

fn more(page: &mut Page, n: usize, lang: Lang) {
    if n > 0 {
        let text = match lang {
            Lang::Zh => format!("另有 {n} 个未列出；用 --all 或 --format csv 可全部列出"),
            Lang::En => format!("{n} more are not shown; --all or --format csv lists them"),
        };
        page.wrapped(6, 8, &Text::new().and(Ink::Faint, &text));
    }
}

fn unlisted(page: &mut Page, series: &Series, lang: Lang) {
    if series.unlisted > 0 {
        let n = series.unlisted;
        let text = match lang {
            Lang::Zh => format!("“{}”另有 {n} 个对象超出上限，没有保留", series.label),
            Lang::En => format!("{}: {n} more subjects are beyond what is kept", series.label),
        };
        page.wrapped(6, 8, &Text::new().and(Ink::Yellow, &text));
    }
}

/// A list, or a ranking, of what was sent so far.
fn grows(page: &mut Page, series: &Series, lang: Lang) {
    if series.may_grow && (series.is_list || series.ranked.is_some()) {
        let text = say(lang, "? 没有报全，可能还有对象", "? not everything was sent: there may be more");
        page.wrapped(6, 8, &Text::new().and(Ink::Yellow, text));
    }
}
