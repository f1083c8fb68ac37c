//! One section for each region: what was found about it, in full.

use super::finding;
use crate::diag::Lang;
use crate::finding::Tally;
use crate::report::input::Report;
use crate::report::ledger::entry::{Entry, asking, region_of};
use crate::report::pretty::matrix::by_place;
use crate::report::pretty::signs::{count, signs};
use crate::report::prose::words::{region, say, verdict};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Findings of one region written out; `--all` writes all.
const WRITTEN: usize = 200;

pub(super) fn section(report: &Report) -> Markup {
    let lang = report.lang;
    let places = places(report);
    let mut own: BTreeMap<&str, Vec<(usize, Entry)>> = BTreeMap::new();
    asking(report).into_iter().for_each(|(at, e)| own.entry(region_of(report, e.finding)).or_default().push((at, e)));
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    by_place(report).into_iter().for_each(|(k, t)| tallies.entry(k.region).or_default().merge(&t));
    html! {
        @if !places.is_empty() {
            section aria-labelledby="regions" {
                h2 #regions { (say(lang, "各地区", "Region by region")) }
                @for (i, place) in places.iter().enumerate() { (one(report, i, place, own.get(place).map_or(&[], Vec::as_slice), &tallies.get(*place).copied().unwrap_or_default())) }
            }
        }
    }
}

/// All regions, in their order, that anything was found of or judged in.
pub(super) fn places<'r>(report: &Report<'r>) -> Vec<&'r str> {
    let judged = report.findings.tally.keys().map(|k| k.region.as_str()).filter(|r| !r.is_empty());
    let mut all: Vec<&str> = report.findings.list.iter().map(|f| region_of(report, f)).chain(judged).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The place of a region's section in the page, by its place among all of them.
pub(super) fn id(index: usize) -> String {
    format!("region-{}", index + 1)
}

/// Where a finding stands in the page, by its place among all of them.
pub(super) fn anchor(at: usize) -> String {
    format!("finding-{}", at + 1)
}

fn one(report: &Report, index: usize, place: &str, own: &[(usize, Entry)], tally: &Tally) -> Markup {
    let lang = report.lang;
    let most = if report.all { usize::MAX } else { WRITTEN };
    let left = own.len().saturating_sub(most);
    html! {
        section.region aria-labelledby=(id(index)) {
            h3 id=(id(index)) { (region(place, &report.findings.regions, lang)) (code(report, place)) }
            p.soft {
                @for (v, _, _) in signs() {
                    @let n = count(tally, v);
                    @if n > 0 { (verdict(v, lang)) " " (n) "  " }
                }
            }
            @if own.is_empty() { p { (say(lang, "没有需要处理的事项。", "Nothing is asked of it.")) } }
            @for (at, e) in own.iter().take(most) { (finding::article(report, e, &anchor(*at))) }
            @if left > 0 { p.soft { (more(left, lang)) } }
        }
    }
}

/// The code of a region that has a name.
fn code(report: &Report, place: &str) -> Markup {
    html! { @if report.findings.regions.contains_key(place) { " " span.soft { (place) } } }
}

fn more(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {n} 项没有写出；用 --all 可全部写出"),
        Lang::En => format!("{n} more are not written out; --all writes them"),
    }
}
