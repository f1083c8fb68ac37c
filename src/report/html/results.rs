//! Indicators and lists: what rules show without asking for anything.

use super::frame::framed;
use crate::diag::Lang;
use crate::finding::{Figure, Listed, Series, ShownRow, Subject};
use crate::report::input::Report;
use crate::report::prose::reasons;
use crate::report::prose::shown;
use crate::report::prose::words::{list, region, say, subject};
use maud::{Markup, html};
use std::collections::HashMap;

/// Rows of one table.
const ROWS: usize = 300;
/// Causes told in a cell.
const CAUSES: usize = 2;

pub(super) fn section(report: &Report) -> Markup {
    let lang = report.lang;
    let mut rules: Vec<usize> = report.findings.results.iter().map(|s| s.rule).collect();
    rules.dedup();
    html! {
        @if !rules.is_empty() {
            section aria-labelledby="results" {
                h2 #results { (say(lang, "指标和名单", "Indicators and lists")) }
                @for rule in rules { (of_rule(report, rule)) }
            }
        }
    }
}

fn of_rule(report: &Report, rule: usize) -> Markup {
    let own = || report.findings.results.iter().filter(|s| s.rule == rule);
    let (lists, figures): (Vec<&Series>, Vec<&Series>) = own().partition(|s| s.is_list);
    let title = report.findings.rules.get(rule).map_or("", |r| if r.title.is_empty() { &r.id } else { &r.title });
    html! {
        h3 { (title) }
        @if !figures.is_empty() { (table(report, title, &figures)) }
        @for series in lists { (members(report, series)) }
    }
}

/// What tells the rows of a table apart.
type Key = (String, Option<String>, Option<String>);

fn key(s: &Subject) -> Key {
    (s.title(), s.region.clone(), s.period.clone())
}

/// Subjects × the figures of one rule, in the order in which the first figure has them: by place where it is ranked.
fn table(report: &Report, title: &str, all: &[&Series]) -> Markup {
    let lang = report.lang;
    let by: Vec<HashMap<Key, &ShownRow>> = all.iter().map(|s| s.rows.iter().map(|r| (key(&r.subject), r)).collect()).collect();
    let mut seen = std::collections::HashSet::new();
    let subjects: Vec<&Subject> =
        all.iter().flat_map(|s| s.rows.iter().map(|r| &r.subject)).filter(|s| seen.insert(key(s))).collect();
    let left = subjects.len().saturating_sub(ROWS);
    html! {
        (framed(title, html! {
            table {
                thead { tr {
                    th scope="col" { (say(lang, "对象", "subject")) }
                    @for s in all {
                        th scope="col" { (s.label) }
                        @if s.ranked.is_some() { th scope="col" { (say(lang, "名次", "place")) } }
                    }
                } }
                tbody {
                    @for who in subjects.iter().take(ROWS) {
                        tr {
                            th scope="row" { (called(report, who)) }
                            @for (s, rows) in all.iter().zip(&by) { (cells(s, rows.get(&key(who)).copied(), lang)) }
                        }
                    }
                }
            }
        }))
        @if left > 0 { p.soft { (more(left, lang)) } }
        @for s in all { (may_grow(s, lang)) }
    }
}

/// The whole is said where a figure is that of no subject.
fn called(report: &Report, s: &Subject) -> String {
    let text = subject(s, &report.findings.regions, report.lang);
    match (text.is_empty(), &s.region) {
        (false, _) => text,
        (true, Some(code)) => region(code, &report.findings.regions, report.lang).to_string(),
        (true, None) => say(report.lang, "全体", "all").to_string(),
    }
}

fn cells(s: &Series, row: Option<&ShownRow>, lang: Lang) -> Markup {
    let Some(row) = row else {
        return html! { td { "—" } @if s.ranked.is_some() { td { "—" } } };
    };
    html! {
        td.number {
            (shown::figure(&row.figure, s.unit.as_ref(), lang))
            @if row.perhaps { " " (say(lang, "（可能不适用）", "(may not apply)")) }
            @for cause in row.causes.iter().take(CAUSES) { br; span.soft { (reasons::cause(cause, lang)) } }
        }
        @if s.ranked.is_some() { td.number { (row.place.map_or_else(|| "—".to_string(), |p| shown::place(p, lang))) } }
    }
}

fn members(report: &Report, series: &Series) -> Markup {
    let lang = report.lang;
    let of = |wanted: Listed| -> Vec<String> {
        let is = |r: &&ShownRow| r.figure == Figure::Listed(wanted);
        series.rows.iter().filter(is).map(|r| called(report, &r.subject)).collect()
    };
    let (sure, may) = (of(Listed::Surely), of(Listed::Possibly));
    let none = say(lang, "没有", "nobody").to_string();
    html! {
        p {
            strong { (series.label) (say(lang, "：", ": ")) }
            (if sure.is_empty() { none } else { list(&sure, lang) })
            @if !may.is_empty() { (say(lang, "。可能列入：", ". Possibly: ")) (list(&may, lang)) }
        }
        (may_grow(series, lang))
    }
}

fn may_grow(series: &Series, lang: Lang) -> Markup {
    let told = series.may_grow && (series.is_list || series.ranked.is_some());
    html! {
        @if told {
            p.soft { (series.label) (say(lang, "：没有报全，可能还有对象", ": not everything was sent, there may be more")) }
        }
        @if series.unlisted > 0 { p.soft { (more(usize::try_from(series.unlisted).unwrap_or(usize::MAX), lang)) } }
    }
}

fn more(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {n} 个对象没有列出；--format csv 可全部列出"),
        Lang::En => format!("{n} more subjects are not shown; --format csv lists them"),
    }
}
