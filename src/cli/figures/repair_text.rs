//! What would mend a region, for people.

use super::lines::{Names, words};
use crate::cli::words::say;
use crate::diag::Lang;
use crate::finding::{Finding, Findings, Value};
use crate::num::{Rat, show_grouped};
use crate::repair::{Change, Left, Repair, Why};
use crate::report::{cause_sentence, figure_text, place_words, value_words};
use crate::text::Sources;
use crate::ty::Unit;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Lines named under one change.
const NAMED: usize = 4;
/// Lines of others, and lines that stay open, that are listed.
const LISTED: usize = 20;

pub fn page(who: &str, found: &Repair, names: &Names, sources: &Sources, lang: Lang) -> String {
    let mut out = String::new();
    let called = names.get(who).map_or_else(|| who.to_string(), |name| format!("{name} {who}"));
    let _ = writeln!(out, "{called}{}{}\n", say(lang, "：", ": "), head(found, lang));
    for change in &found.changes {
        one(&mut out, change, found, sources, lang);
    }
    if !found.changes.is_empty() {
        let _ = writeln!(out, "  {}", smallest(found, lang));
        let _ = writeln!(
            out,
            "  {}\n",
            say(
                lang,
                "已把改动写入副本重新核查过。这里只说改哪些数规则才成立，不说哪个数是真的；报送文件没有改动。",
                "It was tried: the changes were written into a copy and judged again. This says which figures make the rules hold, not which are true; no file was changed.",
            )
        );
    }
    stays(&mut out, found, lang);
    listed(&mut out, found, sources, lang);
    out
}

fn head(found: &Repair, lang: Lang) -> String {
    let (changes, broken, mended, left) = (found.changes.len(), found.broken.len(), found.mended.len(), found.left.len());
    match (broken, left, lang) {
        (0, _, Lang::Zh) => "没有不符的规则，什么也不用改".to_string(),
        (0, _, Lang::En) => "no rule is broken, nothing need change".to_string(),
        (_, 0, Lang::Zh) => format!("{broken} 条不符，改 {changes} 个数即全部成立"),
        (_, 0, Lang::En) => format!("{}, all hold with {}", lines(broken, "broken"), figures(changes)),
        (_, _, Lang::Zh) if changes == 0 => format!("{broken} 条不符，没有找到能使之成立的改动"),
        (_, _, Lang::En) if changes == 0 => format!("{}, no change was found that mends any", lines(broken, "broken")),
        (_, _, Lang::Zh) => format!("{broken} 条不符，改 {changes} 个数后 {mended} 条成立，{left} 条仍不成立"),
        (_, _, Lang::En) => {
            let s = |n: usize| if n == 1 { "s" } else { "" };
            let (hold, stay) = (s(mended), s(left));
            format!("{}; with {} {mended} hold{hold} and {left} stay{stay} broken", lines(broken, "broken"), figures(changes))
        }
    }
}

fn lines(n: usize, what: &str) -> String {
    format!("{n} {what} line{}", if n == 1 { "" } else { "s" })
}

fn figures(n: usize) -> String {
    format!("{n} figure{} changed", if n == 1 { "" } else { "s" })
}

fn smallest(found: &Repair, lang: Lang) -> &'static str {
    match found.proven {
        true => say(
            lang,
            "这是最少的改动；同样多的改动里，这是幅度最小的（幅度：改动与原数之比，相加）。",
            "No fewer changes do; of as many, these are the smallest (each change beside its figure, added up).",
        ),
        false => say(
            lang,
            "没有证明这是最少、最小的改动：有的规则不是线性的，或者查找达到了上限。",
            "That these are the fewest and smallest is not proven: some rules are not linear, or a limit of the search was reached.",
        ),
    }
}

fn one(out: &mut String, change: &Change, found: &Repair, sources: &Sources, lang: Lang) {
    let place = change.note.span.and_then(|span| place_words(sources, span)).map(|p| format!("{p}  ")).unwrap_or_default();
    let row = if change.row.is_empty() { String::new() } else { format!("{} · ", change.row) };
    let _ = writeln!(
        out,
        "  {place}{row}{}  {} → {}",
        change.note.label,
        amount(&change.from, &change.unit, lang),
        amount(&change.to, &change.unit, lang)
    );
    named(out, &change.mends, found, say(lang, "使之成立：", "mends: "), lang);
    named(out, &change.keeps, found, say(lang, "不这样改就会不符：", "broken without it: "), lang);
    out.push('\n');
}

/// In Chinese in the unit of its field, so that it can be written as it stands.
fn amount(value: &Rat, unit: &Unit, lang: Lang) -> String {
    match lang {
        Lang::Zh => show_grouped(&value_words(&Value::Amount(value.clone(), unit.clone()), lang)),
        Lang::En => figure_text(value, unit, lang),
    }
}

fn named(out: &mut String, list: &[usize], found: &Repair, head: &str, lang: Lang) {
    for at in list.iter().take(NAMED) {
        let _ = writeln!(out, "      {head}{}", words(&found.before, &found.before.list[*at], lang));
    }
    more(out, list.len().saturating_sub(NAMED), "      ", lang);
}

fn more(out: &mut String, n: usize, margin: &str, lang: Lang) {
    if n > 0 {
        let _ = match lang {
            Lang::Zh => writeln!(out, "{margin}另有 {n} 条"),
            Lang::En => writeln!(out, "{margin}{n} more"),
        };
    }
}

/// What stays broken, and why.
fn stays(out: &mut String, found: &Repair, lang: Lang) {
    if found.left.is_empty() {
        return;
    }
    let _ = writeln!(out, "{}", say(lang, "仍不成立", "Still broken"));
    for Left { line, why } in &found.left {
        let _ = writeln!(out, "  {}", words(&found.before, &found.before.list[*line], lang));
        let said = match why {
            Why::NoFigure => say(
                lang,
                "没有可以改动的数能使它成立（要看的是文字、日期、是否填报，或者数在固定栏、以前各期、政策自己的表里，或者要超出字段的范围）",
                "no figure that may move can mend it (it turns on texts, days or what is filled in, or on fixed fields, earlier periods, tables of the policy, or a figure would have to leave the range of its field)",
            ),
            Why::Fact => say(
                lang,
                "条文把这个数当作事实写明：有出入应当说明，不应当改数",
                "a clause states the figure as a fact: a difference is to be explained, not changed",
            ),
            Why::Answer => say(
                lang,
                "填的“是”或“否”与数对不上：哪一个不对，从数里看不出来，请核对",
                "a stated yes or no is not what the figures come to: which of them is wrong they do not tell; check both",
            ),
            Why::NotFound => say(lang, "在查找的限度内没有找到改动", "nothing was found within the limits of the search"),
            Why::Contradicts(others) if others.is_empty() => {
                say(lang, "无论怎样改可以改动的数，它都不能成立", "whatever the figures that may move, it cannot hold")
            }
            Why::Contradicts(_) => say(
                lang,
                "无论怎样改可以改动的数，它都不能与以下各条同时成立：",
                "whatever the figures that may move, it cannot hold together with:",
            ),
        };
        let _ = writeln!(out, "      {said}");
        if let Why::Contradicts(others) = why {
            others.iter().for_each(|at| {
                let _ = writeln!(out, "        {}", words(&found.before, &found.before.list[*at], lang));
            });
        }
    }
    out.push('\n');
}

fn listed(out: &mut String, found: &Repair, sources: &Sources, lang: Lang) {
    if !found.elsewhere.is_empty() {
        let _ = writeln!(out, "{}", say(lang, "注意：这样改会使别的对象不符", "Mind: these changes break lines of others"));
        section(out, &found.after, &found.elsewhere, lang, &mut |_, _| {});
    }
    if !found.open.is_empty() {
        let _ = writeln!(out, "{}", say(lang, "仍待定，要先补上所缺的", "Still open: what is missing must come first"));
        let mut said: BTreeSet<String> = BTreeSet::new();
        section(out, &found.after, &found.open, lang, &mut |out, finding| {
            for cause in &finding.causes {
                let place = cause.span.and_then(|span| place_words(sources, span)).map(|p| format!("{p}  ")).unwrap_or_default();
                let text = format!("      {place}{}", cause_sentence(cause, lang));
                // What several lines lack is said once.
                if said.insert(text.clone()) {
                    let _ = writeln!(out, "{text}");
                }
            }
        });
    }
}

fn section(out: &mut String, findings: &Findings, list: &[usize], lang: Lang, more_of: &mut dyn FnMut(&mut String, &Finding)) {
    for at in list.iter().take(LISTED) {
        let finding = &findings.list[*at];
        let region = finding.subject.region.as_deref().unwrap_or("");
        let region = if region.is_empty() { String::new() } else { format!("{region}  ") };
        let _ = writeln!(out, "  {region}{}", words(findings, finding, lang));
        more_of(out, finding);
    }
    more(out, list.len().saturating_sub(LISTED), "  ", lang);
    out.push('\n');
}
