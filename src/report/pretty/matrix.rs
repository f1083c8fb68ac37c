//! The table regions × rules: one sign per cell, with counts where a rule judged several subjects of a region. The longer of the two
//! goes down the page: few rules stand in numbered columns, many rules get a row each and the regions stand above, written downwards.

use crate::diag::Lang;
use crate::finding::{RegionRule, Tally};
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text, grid, shorten, width};
use crate::report::pretty::signs::{self, count};
use crate::report::prose::words::{POLICY, region, say, verdict};
use std::collections::BTreeMap;

/// More regions than this and only the worst are shown.
const MOST_REGIONS: usize = 40;
/// Columns for the name of a region.
const NAME_ROOM: usize = 24;
/// Columns for the title of a rule.
const TITLE_ROOM: std::ops::RangeInclusive<usize> = 26..=48;
/// Characters of a region's name written downwards.
const NAME_HEIGHT: usize = 6;

/// Verdicts of rules by region.
pub(crate) type Places = BTreeMap<RegionRule, Tally>;

/// What rules about the policy itself found has a place of its own: no region sent it.
pub(crate) fn by_place(report: &Report) -> Places {
    let place = |k: &RegionRule| {
        let own = k.region.is_empty() && report.findings.rules.get(k.rule).is_some_and(|r| r.about_policy);
        RegionRule { region: if own { POLICY.to_string() } else { k.region.clone() }, rule: k.rule }
    };
    report.findings.tally.iter().map(|(k, t)| (place(k), *t)).collect()
}

pub(crate) fn table(page: &mut Page, report: &Report) {
    let tally = &by_place(report);
    if tally.is_empty() {
        return;
    }
    let (regions, left_out) = regions(tally);
    let rules: Vec<usize> = (0..report.findings.rules.len()).filter(|r| tally.keys().any(|k| k.rule == *r)).collect();
    page.blank();
    let rules_go_down = rules.len() > regions.len();
    if rules_go_down {
        page.heading(say(report.lang, "规则 × 地区", "Rules × regions"));
        rules_down(page, report, tally, &regions, &rules);
    } else {
        page.heading(say(report.lang, "地区 × 规则", "Regions × rules"));
        for band in bands(page, report, tally, &regions, &rules) {
            let mut rows = vec![header(band, report.lang)];
            rows.extend(regions.iter().map(|name| row(name, band, report, tally)));
            grid(page, 2, &rows, |_| false);
            page.blank();
        }
    }
    if left_out > 0 {
        let text = match report.lang {
            Lang::Zh => format!("只列出问题最多的 {} 个地区，另有 {left_out} 个地区未列出", regions.len()),
            Lang::En => format!("the {} worst regions are shown; {left_out} more are not", regions.len()),
        };
        page.wrapped(2, 2, &Text::new().and(Ink::Faint, &text));
        page.blank();
    }
    signs(page, report.lang, rules_go_down);
    if !rules_go_down {
        legend(page, report, &rules);
    }
}

/// A row for each rule, with its title; regions in bands that leave the titles room.
fn rules_down(page: &mut Page, report: &Report, tally: &Places, regions: &[&str], rules: &[usize]) {
    let get = |name: &str, rule: usize| tally.get(&RegionRule { region: name.to_string(), rule });
    let wide = |name: &str| 2 + rules.iter().map(|&r| slim_cell(get(name, r)).width()).max().unwrap_or(0).max(2);
    let room = page.look.width.saturating_sub(2 + TITLE_ROOM.start());
    let mut rest = regions;
    while !rest.is_empty() {
        let (mut count, mut used) = (0, 0);
        while let Some(name) = rest.get(count) {
            if count > 0 && used + wide(name) > room {
                break;
            }
            used += wide(name);
            count += 1;
        }
        let (band, next) = rest.split_at(count);
        let title_room = page.look.width.saturating_sub(2 + used).clamp(*TITLE_ROOM.start(), *TITLE_ROOM.end());
        let mut rows = downwards(band, report);
        rows.extend(rules.iter().map(|&rule| {
            let info = report.findings.rules.get(rule);
            let title = info.map_or("", |r| if r.title.is_empty() { &r.id } else { &r.title });
            let cells = band.iter().map(|name| slim_cell(get(name, rule)));
            std::iter::once(Text::plain(&shorten(title, title_room))).chain(cells).collect()
        }));
        grid(page, 2, &rows, |_| false);
        page.blank();
        rest = next;
    }
}

/// The names of regions written downwards, ending just above their column.
fn downwards(band: &[&str], report: &Report) -> Vec<Vec<Text>> {
    let lang = report.lang;
    let name_of = |code: &str| match code.is_empty() {
        true => say(lang, "未注明", "—").to_string(),
        false if code == POLICY => say(lang, "政策本身", "policy").to_string(),
        false => region(code, &report.findings.regions, lang).to_string(),
    };
    let names: Vec<Vec<char>> = band
        .iter()
        .map(|code| {
            let name: Vec<char> = name_of(code).chars().collect();
            match name.len() > NAME_HEIGHT {
                true => name.into_iter().take(NAME_HEIGHT - 1).chain(['…']).collect(),
                false => name,
            }
        })
        .collect();
    let height = names.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|line| {
            let letter = |name: &Vec<char>| {
                let at = (line + name.len()).checked_sub(height);
                at.and_then(|i| name.get(i)).map_or(String::new(), char::to_string)
            };
            let cells = names.iter().map(|name| Text::new().and(Ink::Faint, &letter(name)));
            std::iter::once(Text::new()).chain(cells).collect()
        })
        .collect()
}

/// A cell in a row of a rule: what is not applicable is shown, without counting, only where there is nothing else.
fn slim_cell(tally: Option<&Tally>) -> Text {
    match tally {
        None => Text::new().and(Ink::Faint, "·"),
        Some(t) if t.not_applicable < t.total() => cell(Some(&Tally { not_applicable: 0, ..*t })),
        Some(t) => cell(Some(&Tally { not_applicable: t.not_applicable.min(1), ..Tally::default() })),
    }
}

/// Regions in their own order; of very many only the worst, worst first, and how many are left out.
fn regions(tally: &BTreeMap<RegionRule, Tally>) -> (Vec<&str>, usize) {
    let mut sums: BTreeMap<&str, Tally> = BTreeMap::new();
    for (key, t) in tally {
        sums.entry(&key.region).or_default().merge(t);
    }
    let mut list: Vec<(&str, Tally)> = sums.into_iter().collect();
    let left_out = list.len().saturating_sub(MOST_REGIONS);
    if left_out > 0 {
        list.sort_by_key(|(name, t)| (std::cmp::Reverse((t.violated, t.undetermined)), *name));
        list.truncate(MOST_REGIONS);
    }
    (list.into_iter().map(|(name, _)| name).collect(), left_out)
}

/// Rules separated into bands that fit the width.
fn bands<'r>(page: &Page, report: &Report, tally: &Places, regions: &[&str], rules: &'r [usize]) -> Vec<&'r [usize]> {
    let name =
        regions.iter().map(|n| width(&shorten(region(n, &report.findings.regions, report.lang), NAME_ROOM))).max().unwrap_or(0);
    let room = page.look.width.saturating_sub(2 + name);
    let cell_width = |rule: usize| {
        let cells = regions.iter().filter_map(|r| tally.get(&RegionRule { region: (*r).to_string(), rule }));
        let widest = cells.map(|t| cell(Some(t)).width()).max().unwrap_or(0);
        2 + widest.max((rule + 1).to_string().len())
    };
    let (mut out, mut start, mut used) = (Vec::new(), 0, 0);
    for (i, rule) in rules.iter().enumerate() {
        let wide = cell_width(*rule);
        if used + wide > room && i > start {
            out.push(rules.get(start..i).unwrap_or(&[]));
            (start, used) = (i, 0);
        }
        used += wide;
    }
    out.push(rules.get(start..).unwrap_or(&[]));
    out
}

fn header(band: &[usize], lang: Lang) -> Vec<Text> {
    let first = Text::new().and(Ink::Faint, say(lang, "地区", "region"));
    let numbers = band.iter().map(|r| Text::new().and(Ink::Faint, &(r + 1).to_string()));
    std::iter::once(first).chain(numbers).collect()
}

fn row(name: &str, band: &[usize], report: &Report, tally: &Places) -> Vec<Text> {
    let first = Text::plain(&shorten(region(name, &report.findings.regions, report.lang), NAME_ROOM));
    let cells = band.iter().map(|&rule| cell(tally.get(&RegionRule { region: name.to_string(), rule })));
    std::iter::once(first).chain(cells).collect()
}

/// `✓` for one subject, `✗2✓1` for several.
fn cell(tally: Option<&Tally>) -> Text {
    let mut text = Text::new();
    let Some(tally) = tally else { return text };
    let single = tally.total() == 1;
    for (verdict, sign, ink) in signs::signs() {
        let n = count(tally, verdict);
        if n > 0 {
            text.push(ink, &if single { sign.to_string() } else { format!("{sign}{n}") });
        }
    }
    text
}

fn signs(page: &mut Page, lang: Lang, slim: bool) {
    let mut signs = Text::new();
    for (i, (v, sign, ink)) in signs::signs().into_iter().enumerate() {
        signs.push(Ink::Plain, if i == 0 { "" } else { "   " });
        signs.push(ink, sign);
        signs.push(Ink::Faint, &format!(" {}", verdict(v, lang)));
    }
    if slim {
        signs.push(Ink::Faint, say(lang, "   · 不涉及", "   · does not concern it"));
    }
    signs.push(Ink::Faint, say(lang, "   数字是对象个数", "   digits: subjects"));
    page.wrapped(2, 2, &signs);
}

/// The rules by their numbers.
fn legend(page: &mut Page, report: &Report, rules: &[usize]) {
    let digits = rules.last().map_or(1, |r| (r + 1).to_string().len());
    for &rule in rules {
        let Some(info) = report.findings.rules.get(rule) else { continue };
        let mut line = Text::new().and(Ink::Strong, &format!("{:>digits$}", rule + 1)).and(Ink::Plain, "  ");
        line.push(Ink::Plain, &info.title);
        line.push(Ink::Plain, if info.title.is_empty() { "" } else { "  " });
        line.push(Ink::Faint, &info.id);
        page.wrapped(2, 4 + digits, &line);
    }
}
