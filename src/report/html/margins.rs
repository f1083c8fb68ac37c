//! How near to their bounds figures stand: what is met by little, and the spread around each bound.

use super::drawing::{Mark, bar, scale, strip};
use super::frame::framed;
use crate::diag::Lang;
use crate::finding::Verdict;
use crate::num::{Rat, int, show_exact_or};
use crate::report::input::Report;
use crate::report::ledger::entry::Entry;
use crate::report::ledger::slack::{Slack, by_line, near_misses};
use crate::report::prose::arithmetic;
use crate::report::prose::words::{bracketed, enumeration, say, subject};
use maud::{Markup, html};

/// Near misses listed.
const NEAR: usize = 12;
/// Subjects named in one row.
const NAMED: usize = 4;
/// Bounds drawn, those with most figures first.
const DRAWN: usize = 24;

pub(super) fn section(report: &Report) -> Markup {
    let lang = report.lang;
    let near = near_misses(report);
    let mut lines: Vec<((usize, usize), Vec<Slack>)> = by_line(report).into_iter().filter(|(_, list)| list.len() > 1).collect();
    lines.sort_by_key(|((rule, line), list)| (std::cmp::Reverse(list.len()), *rule, *line));
    let left = lines.len().saturating_sub(DRAWN);
    lines.truncate(DRAWN);
    if near.is_empty() && lines.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="margins" {
            h2 #margins { (say(lang, "离界限多远", "How far from the bounds")) }
            @if !near.is_empty() { (narrow(report, &near)) }
            @if !lines.is_empty() {
                h3 { (say(lang, "每条界限两边的分布", "The spread around each bound")) }
                p.soft { (explanation(lang)) }
                div.spreads { @for ((rule, line), list) in &lines { (spread(report, *rule, *line, list)) } }
                @if left > 0 { p.soft { (undrawn(left, lang)) } }
            }
        }
    }
}

fn explanation(lang: Lang) -> &'static str {
    say(
        lang,
        "竖线是界限；✕ 在左边，不符；○ 在右边，符合。离竖线越远，差得或余得越多，按界限的百分比计；超出刻度的画在两端。",
        "The upright line is the bound; ✕ on its left fall short, ○ on its right hold. The distance is counted in percent of the bound; what lies beyond the scale stands at its ends.",
    )
}

fn undrawn(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {n} 条界限没有画出"),
        Lang::En => format!("{n} more bounds are not drawn"),
    }
}

/// What is met by at most a tenth of its bound; subjects of one line that have the same to spare share a row.
fn narrow(report: &Report, near: &[Slack]) -> Markup {
    let lang = report.lang;
    let title = say(lang, "险些不符（余量不到界限的一成）", "Near misses (met by less than a tenth of the bound)");
    let mut groups: Vec<(&Slack, Vec<String>)> = Vec::new();
    for slack in near {
        let who = subject(&slack.finding.subject, &report.findings.regions, lang);
        let same = |g: &&mut (&Slack, Vec<String>)| {
            let f = (g.0.finding.rule, g.0.finding.line, &g.0.share);
            f == (slack.finding.rule, slack.finding.line, &slack.share)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.1.push(who),
            None => groups.push((slack, vec![who])),
        }
    }
    html! {
        h3 { (title) }
        (framed(title, html! {
            table {
                thead { tr {
                    th scope="col" { (say(lang, "要求", "rule")) }
                    th scope="col" { (say(lang, "对象", "subject")) }
                    th scope="col" { (say(lang, "报送的数", "reported")) }
                    th scope="col" { (say(lang, "界限", "bound")) }
                    th scope="col" { (say(lang, "余量", "to spare")) }
                } }
                tbody {
                    @for (slack, who) in groups.iter().take(NEAR) {
                        @let e = Entry::of(report, slack.finding);
                        tr {
                            th scope="row" { (e.title()) }
                            td { (named(who, lang)) }
                            td { (e.figures.reported) }
                            td { (e.figures.limit) }
                            td { (spare(slack, lang)) (bar(&slack.share)) }
                        }
                    }
                }
            }
        }))
        @if groups.len() > NEAR { p.soft { (more(groups.len() - NEAR, lang)) } }
    }
}

/// `1元（0.01%）`; what is exactly at its bound has nothing to spare.
fn spare(slack: &Slack, lang: Lang) -> String {
    match slack.share.is_zero() {
        true => say(lang, "正好等于界限", "exactly at the bound").to_string(),
        false => format!("{}{}", slack.size, bracketed(&percent(&slack.share), lang)),
    }
}

/// The first few, and how many there are.
fn named(who: &[String], lang: Lang) -> String {
    let first = enumeration(who.get(..who.len().min(NAMED)).unwrap_or_default(), lang);
    match (who.len() > NAMED, lang) {
        (false, _) => first,
        (true, Lang::Zh) => format!("{first}等 {} 个", who.len()),
        (true, Lang::En) => format!("{first} and {} more", who.len() - NAMED),
    }
}

fn more(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {n} 项"),
        Lang::En => format!("{n} more"),
    }
}

fn percent(share: &Rat) -> String {
    format!("{}%", show_exact_or(&(share * int(100)), 2))
}

/// One line of a rule: its bound, and every figure beside it.
fn spread(report: &Report, rule: usize, line: usize, list: &[Slack]) -> Markup {
    let lang = report.lang;
    let end = scale(&list.iter().map(|s| &s.share).collect::<Vec<_>>());
    let who = |s: &Slack| subject(&s.finding.subject, &report.findings.regions, lang);
    let marks: Vec<Mark> = list
        .iter()
        .map(|s| {
            let met = s.finding.verdict == Verdict::Met;
            let by = if met { say(lang, "余", "to spare") } else { say(lang, "差", "short by") };
            Mark { share: &s.share, met, title: format!("{}{}{by} {}", who(s), say(lang, "：", ": "), s.size) }
        })
        .collect();
    let short = marks.iter().filter(|m| !m.met).count();
    let words = counted(short, marks.len() - short, lang);
    html! {
        figure.spread {
            figcaption {
                strong { (heading(report, rule, line, list)) }
                " " span.soft { (words) }
                @if let (Some(worst), 1..) = (list.first(), short) {
                    (say(lang, "；", "; ")) (extreme(&who(worst), worst, lang))
                }
            }
            (strip(&marks, end, &words))
            div.scale aria-hidden="true" {
                span { "−" (end) "%" } span { (say(lang, "界限", "bound")) } span { "+" (end) "%" }
            }
        }
    }
}

fn counted(short: usize, met: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("不符 {short} 个，符合 {met} 个"),
        Lang::En => format!("{short} fall short, {met} hold"),
    }
}

fn extreme(who: &str, worst: &Slack, lang: Lang) -> String {
    let size = if worst.share.is_zero() { say(lang, "正好等于界限", "exactly at the bound") } else { &worst.size };
    match lang {
        Lang::Zh => format!("差得最多的：{who}，{size}"),
        Lang::En => format!("farthest: {who}, {size}"),
    }
}

/// The rule's title, the line's name, and the bound where all subjects share it.
fn heading(report: &Report, rule: usize, line: usize, list: &[Slack]) -> String {
    let lang = report.lang;
    let Some(info) = report.findings.rules.get(rule) else { return String::new() };
    let mut text = info.title.clone();
    if let Some(name) = info.lines.get(line).and_then(|l| l.as_deref()) {
        text += &format!("{}{name}", say(lang, "：", ": "));
    }
    let mut bounds: Vec<Option<String>> = list.iter().map(|s| arithmetic::demand(&s.finding.detail, lang)).collect();
    bounds.dedup();
    if let [Some(bound)] = bounds.as_slice() {
        text += &bracketed(bound, lang);
    }
    text
}
