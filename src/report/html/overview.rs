//! The first screen: what was checked, how it ended, who fails what by how much, since what figure, and what now.

use super::finding;
use crate::diag::Lang;
use crate::finding::{Consequence, Tally};
use crate::report::html::regions::anchor;
use crate::report::input::Report;
use crate::report::ledger::entry::{Entry, asking};
use crate::report::pretty::signs::{count, signs};
use crate::report::pretty::totals::ending;
use crate::report::prose::words::{consequence, say, verdict};
use crate::report::summary::{Summary, summary};
use crate::ty::day_text;
use maud::{Markup, html};

/// Rows of the table of the first screen; all findings stand in the sections of their regions.
const SHOWN: usize = 12;

pub(super) fn title(report: &Report) -> String {
    let what = say(report.lang, "核查报告", "Check report");
    match &report.run.project {
        Some(name) => format!("{name}{}{what}", say(report.lang, "——", " — ")),
        None => what.to_string(),
    }
}

/// The title, and what the run was about.
pub(super) fn head(report: &Report, title: &str) -> Markup {
    let lang = report.lang;
    let day = report.run.as_of.and_then(day_text);
    let judged = report.findings.rules.len();
    let (files, rows) = super::files::counts(report);
    html! {
        h1 { (title) }
        ul.facts {
            @if let Some(region) = &report.run.region {
                li { (say(lang, "地区：", "Region: ")) strong { (region) } }
            }
            li { (say(lang, "核查日期：", "As of: ")) (day.as_deref().unwrap_or(say(lang, "未指定", "not given"))) }
            li { (say(lang, "规则：", "Rules: ")) (judged) (say(lang, " 条", "")) }
            li { (say(lang, "报送文件：", "Files: ")) a href="#files" { (files) (say(lang, " 个，", ", ")) (rows) (say(lang, " 行", " rows")) } }
            li { "fadu " (env!("CARGO_PKG_VERSION")) }
        }
    }
}

pub(super) fn outcome(report: &Report) -> Markup {
    let lang = report.lang;
    let sum = summary(report);
    let ending = ending(&sum, report.findings.judged_nothing(), lang);
    let all = asking(report);
    let first: Vec<&(usize, Entry)> = all.iter().take(SHOWN).collect();
    html! {
        section aria-labelledby="ending" {
            h2 #ending class=(format!("ending {}", ending.class)) { (ending.text) }
            (totals(report))
            (answered(&sum, lang))
            @if sum.errors > 0 {
                p.alert { a href="#problems" { (errors(sum.errors, lang)) } }
            }
            @if !first.is_empty() { (table(report, &first)) }
            @if all.len() > SHOWN { p { a href="#regions" { (more(all.len() - SHOWN, lang)) } } }
        }
    }
}

fn errors(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {n} 处数据或规则错误，见“数据和规则中的问题”"),
        Lang::En => format!("{n} mistakes in data or rules: see “Problems in data and rules”"),
    }
}

fn more(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {n} 项，见各地区"),
        Lang::En => format!("{n} more: see the regions"),
    }
}

/// Verdicts of rules by region, counted.
fn totals(report: &Report) -> Markup {
    let lang = report.lang;
    let mut all = Tally::default();
    report.findings.tally.values().for_each(|t| all.merge(t));
    html! {
        ul.totals aria-label=(say(lang, "规则结论合计", "verdicts of rules")) {
            @for (v, sign, _) in signs() {
                li class=(super::matrix::class(v)) {
                    span.sign aria-hidden="true" { (sign) } " " (verdict(v, lang)) " " strong { (count(&all, v)) }
                }
            }
        }
    }
}

/// What somebody has let pass or explained is never out of sight.
fn answered(sum: &Summary, lang: Lang) -> Markup {
    let counts = [(Consequence::Waived, sum.waived), (Consequence::Explained, sum.explained)];
    html! {
        @if sum.waived + sum.explained > 0 {
            ul.totals aria-label=(say(lang, "特许和说明合计", "waived and explained")) {
                @for (kind, n) in counts {
                    @if n > 0 { li class=(format!("badge {}", finding::class(kind))) { (consequence(kind, lang)) " " strong { (n) } } }
                }
            }
        }
    }
}

/// Who fails which clause, by how much, since what figure, and what now; on a narrow screen every row is a card.
fn table(report: &Report, entries: &[&(usize, Entry)]) -> Markup {
    let lang = report.lang;
    let heads = [
        say(lang, "地区、对象", "region, subject"),
        say(lang, "要求和条款", "rule and clause"),
        say(lang, "报送的数", "reported"),
        say(lang, "要求", "required"),
        say(lang, "差多少", "gap"),
        say(lang, "怎么办", "what now"),
    ];
    html! {
        table.cards {
            caption { (say(lang, "谁不符合、差多少、怎么办（最重的在前）", "Who fails, by how much, and what now (the gravest first)")) }
            thead { tr { @for h in heads { th scope="col" { (h) } } } }
            tbody { @for (at, e) in entries { (row(report, *at, e, &heads)) } }
        }
    }
}

fn row(report: &Report, at: usize, e: &Entry, heads: &[&str; 6]) -> Markup {
    let lang = report.lang;
    let kind = e.finding.consequence();
    let figures = &e.figures;
    html! {
        tr {
            th scope="row" data-label=(heads[0]) {
                a href=(format!("#{}", anchor(at))) { (e.region) }
                @if !e.subject.is_empty() && e.subject != e.region { br; (e.subject) }
            }
            td data-label=(heads[1]) {
                span class=(format!("badge {}", finding::class(kind))) { (consequence(kind, lang)) } " "
                (e.title())
                @if !e.clause.is_empty() { br; span.soft { (e.clause) } }
            }
            td data-label=(heads[2]) {
                @if figures.indicator != e.title() { span.soft { (figures.indicator) } br; }
                (figures.reported)
                @if !e.place.is_empty() { br; span.place { (e.place) } }
            }
            td data-label=(heads[3]) { (figures.limit) }
            td data-label=(heads[4]) { strong { (gap(e, lang)) } }
            td data-label=(heads[5]) {
                @match &e.answered {
                    Some(words) => { (words) }
                    None => { (super::finding::steps(&e.now)) }
                }
            }
        }
    }
}

/// What is open has no gap yet.
fn gap(e: &Entry, lang: Lang) -> String {
    match (e.figures.gap.is_empty(), e.finding.consequence()) {
        (true, Consequence::Open) => say(lang, "待定", "open").to_string(),
        (true, _) => "—".to_string(),
        (false, _) => e.figures.gap.clone(),
    }
}
