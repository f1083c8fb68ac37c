//! What else a reader must know: what keeps verdicts open, who set which parameter, exceptions, rules without a subject, mistakes.

use super::frame::framed;
use crate::finding::{Idle, RuleInfo};
use crate::report::input::Report;
use crate::report::places;
use crate::report::prose::grants;
use crate::report::prose::open;
use crate::report::prose::values;
use crate::report::prose::why;
use crate::report::prose::words::{citations, say, severity};
use maud::{Markup, html};

pub(super) fn open_causes(report: &Report) -> Markup {
    let lang = report.lang;
    let groups = open::groups(report);
    html! {
        @if !groups.is_empty() {
            section aria-labelledby="open" {
                h2 #open { (say(lang, "待定的，补上什么就能定", "What is open, and what would settle it")) }
                ul {
                    @for g in &groups {
                        li {
                            (open::heading(g, lang))
                            span.soft { (say(lang, "（牵涉 ", " (")) (g.findings.len()) (say(lang, " 项）", " items)")) }
                            @if let Some(at) = g.span.and_then(|s| places::written(report.sources, s)) { " " span.place { (at) } }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn parameters(report: &Report) -> Markup {
    let (lang, list) = (report.lang, &report.findings.parameters);
    let title = say(lang, "参数", "Parameters");
    html! {
        @if !list.is_empty() {
            section aria-labelledby="parameters" {
                h2 #parameters { (title) }
                (framed(title, html! {
                    table {
                        thead { tr {
                            th scope="col" { (say(lang, "参数", "parameter")) }
                            th scope="col" { (say(lang, "值", "value")) }
                            th scope="col" { (say(lang, "由谁设定", "set by")) }
                        } }
                        tbody {
                            @for p in list {
                                tr {
                                    th scope="row" { (p.label.as_deref().unwrap_or(&p.name)) br; code.soft { (p.name) } }
                                    td { (value(p, report)) }
                                    td { (p.source.as_ref().map_or_else(String::new, |s| values::set_by(s, lang))) }
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}

fn value(p: &crate::finding::ParameterInfo, report: &Report) -> String {
    let lang = report.lang;
    values::parameter(p, lang).unwrap_or_else(|| match p.alternatives.is_empty() {
        true => say(lang, "待定", "open").to_string(),
        false => format!("{}{}", say(lang, "待定：", "open: "), values::alternatives(p, lang).join(" | ")),
    })
}

pub(super) fn exceptions(report: &Report) -> Markup {
    let (lang, list) = (report.lang, &report.findings.grants);
    html! {
        @if !list.is_empty() {
            section aria-labelledby="exceptions" {
                h2 #exceptions { (say(lang, "批复准予的例外", "Exceptions granted by documents")) }
                ul {
                    @for account in list {
                        li {
                            (grants::whole(&account.grant, lang)) (say(lang, "：", ": "))
                            strong { (grants::use_made(account, lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// Every rule with its clauses, and those that met nobody.
pub(super) fn rules(report: &Report) -> Markup {
    let (lang, found) = (report.lang, report.findings);
    let title = say(lang, "规则和条款", "Rules and clauses");
    html! {
        @if !found.rules.is_empty() {
            section aria-labelledby="rules" {
                h2 #rules { (title) }
                (idle(report, say(lang, "没有检查对象（等于没有检查）", "No subject was met (nothing was checked)"), &found.without_subject))
                (idle(report, say(lang, "报来的是空表（零报告）", "The table was empty (a nil report)"), &found.nil_reports))
                (framed(title, html! {
                    table {
                        thead { tr {
                            th scope="col" { (say(lang, "规则", "rule")) }
                            th scope="col" { (say(lang, "依据", "basis")) }
                            th scope="col" { (say(lang, "对象数", "subjects")) }
                        } }
                        tbody { @for r in &found.rules { (rule(r, report)) } }
                    }
                }))
            }
        }
    }
}

fn rule(r: &RuleInfo, report: &Report) -> Markup {
    html! {
        tr {
            th scope="row" { (r.title) br; code.soft { (r.id) } }
            td { @for (i, (_, text)) in citations(&r.cites, report.lang).iter().enumerate() { @if i > 0 { br; } (text) } }
            td.number { (r.subjects) }
        }
    }
}

fn idle(report: &Report, title: &str, list: &[(usize, Idle)]) -> Markup {
    html! {
        @if !list.is_empty() {
            h3 { (title) }
            ul {
                @for (rule, reason) in list {
                    li {
                        (report.findings.rules.get(*rule).map_or("", |r| &r.title))
                        (say(report.lang, "：", ": ")) (why::idle(reason, report.lang))
                    }
                }
            }
        }
    }
}

pub(super) fn problems(report: &Report) -> Markup {
    let (lang, list) = (report.lang, report.diagnostics);
    html! {
        @if !list.is_empty() {
            section aria-labelledby="problems" {
                h2 #problems { (say(lang, "数据和规则中的问题", "Problems in data and rules")) }
                ul {
                    @for d in list {
                        li {
                            strong { (severity(d.severity, lang)) " " (d.code) } " " (d.message.get(lang))
                            @if let Some(at) = d.primary().and_then(|s| places::written(report.sources, s)) { " " span.place { (at) } }
                            @if let Some(help) = &d.help { br; span.soft { (help.get(lang)) } }
                        }
                    }
                }
            }
        }
    }
}
