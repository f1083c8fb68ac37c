//! One finding in full: figures step by step, cells with their places, what is missing, what would mend it.

use crate::diag::Lang;
use crate::finding::{Consequence, Finding};
use crate::report::input::Report;
use crate::report::ledger::entry::Entry;
use crate::report::places;
use crate::report::prose::arithmetic;
use crate::report::prose::cases;
use crate::report::prose::reasons;
use crate::report::prose::truth::Truth;
use crate::report::prose::values;
use crate::report::prose::why;
use crate::report::prose::words::{citations, consequence, say};
use maud::{Markup, html};

/// Cells listed for one finding.
const CELLS: usize = 12;

pub(super) fn class(kind: Consequence) -> &'static str {
    match kind {
        Consequence::Breach => "breach",
        Consequence::Open => "open",
        Consequence::Query => "query",
        Consequence::Shortfall => "shortfall",
        Consequence::Waived => "waived",
        Consequence::Explained => "explained",
        Consequence::Noted => "noted",
    }
}

/// What is to be done: one sentence, or a list of them.
pub(super) fn steps(now: &[String]) -> Markup {
    match now {
        [] => html! { "—" },
        [one] => html! { (one) },
        many => html! { ul.steps { @for step in many { li { (step) } } } },
    }
}

pub(super) fn article(report: &Report, e: &Entry, id: &str) -> Markup {
    let (f, lang) = (e.finding, report.lang);
    let kind = f.consequence();
    html! {
        article id=(id) class=(format!("finding {}", class(kind))) {
            h4 {
                span class=(format!("badge {}", class(kind))) { (consequence(kind, lang)) } " "
                (e.title())
            }
            dl {
                (term(say(lang, "对象", "subject"), &e.subject))
                (basis(e, lang))
                @if let Some(line) = e.rule.and_then(|r| r.line_name(f)) { (term(say(lang, "条目", "line"), line)) }
                @if let Some(m) = &f.message { (term(say(lang, "提示", "message"), &values::message(m, lang))) }
                (figures(f, lang))
                (cells(report, f))
                (causes(f, lang))
                @if let Some(words) = &e.answered { (term(say(lang, "处理", "answer"), words)) }
                @if let Some(reason) = &f.reason { (term(say(lang, "理由", "reason"), &why::reason(reason, lang))) }
                @if !e.now.is_empty() {
                    dt { (say(lang, "怎么办", "what now")) }
                    dd { (steps(&e.now)) }
                }
                (place(report, e))
            }
        }
    }
}

fn term(name: &str, text: &str) -> Markup {
    html! { @if !text.is_empty() { dt { (name) } dd { (text) } } }
}

fn basis(e: &Entry, lang: Lang) -> Markup {
    let cites = citations(e.rule.map_or(&[], |r| &r.cites), lang);
    html! {
        @if !cites.is_empty() {
            dt { (say(lang, "依据", "basis")) }
            dd { @for (i, (_, text)) in cites.iter().enumerate() { @if i > 0 { br; } (text) } }
        }
    }
}

/// The way to the verdict, row by row.
fn figures(f: &Finding, lang: Lang) -> Markup {
    let rows = arithmetic::rows(&f.detail, f.verdict, lang);
    html! {
        @if !rows.is_empty() {
            dt { (say(lang, "计算", "figures")) }
            dd {
                @for row in &rows {
                    div class=(format!("step d{}", row.depth.min(5))) {
                        @match row.truth {
                            Some(Truth::Yes) => { span.yes title=(say(lang, "成立", "holds")) { "✓" } " " }
                            Some(Truth::No) => { span.no title=(say(lang, "不成立", "does not hold")) { "✗" } " " }
                            Some(Truth::Open) => { span.maybe title=(say(lang, "未知", "unknown")) { "?" } " " }
                            None => {}
                        }
                        (row.text)
                    }
                }
            }
        }
    }
}

/// The cells it rests on, with what stands in them and where.
fn cells(report: &Report, f: &Finding) -> Markup {
    let lang = report.lang;
    let left = f.cells.len().saturating_sub(CELLS);
    html! {
        @if !f.cells.is_empty() {
            dt { (say(lang, "所据", "cells")) }
            dd {
                ul.cells {
                    @for note in f.cells.iter().take(CELLS) {
                        li {
                            (reasons::cell(note, lang))
                            @if let Some(at) = note.span.and_then(|s| places::written(report.sources, s)) {
                                " " span.place { (at) }
                            }
                        }
                    }
                    @if left > 0 { li { (more(left, lang)) } }
                }
            }
        }
    }
}

fn more(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("……另有 {n} 格"),
        Lang::En => format!("… and {n} more"),
    }
}

fn causes(f: &Finding, lang: Lang) -> Markup {
    html! {
        @if let Some(premise) = reasons::premise(f, lang) {
            dt { (say(lang, "前提", "asked as")) }
            dd { (premise) }
        }
        @if !f.causes.is_empty() {
            dt { (say(lang, "原因", "because")) }
            dd { ul.cells { @for c in &f.causes { li { (reasons::cause_here(c, f, lang)) } } } }
        }
        @if !f.cases.is_empty() {
            dt { (say(lang, "情形", "cases")) }
            dd { ul.cells { @for c in &f.cases { li { (cases::line(c, lang)) } } } }
        }
    }
}

/// Where the figure stands, and where the rule that asks for it.
fn place(report: &Report, e: &Entry) -> Markup {
    let rule = places::written(report.sources, e.finding.bound.unwrap_or(e.finding.line_span)).unwrap_or_default();
    html! {
        dt { (say(report.lang, "位置", "place")) }
        dd {
            span.place { (e.place) }
            @if !rule.is_empty() && rule != e.place {
                (say(report.lang, "；规则 ", "; rule ")) code { (e.rule_id()) } " " span.place { (rule) }
            }
        }
    }
}
