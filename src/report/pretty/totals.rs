//! Totals: verdicts, consequences, open parameters, rules without subjects, counts per rule and region.

use crate::diag::{Lang, Severity};
use crate::finding::{Consequence, Idle, ORDER, OfOthers, Tally};
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text, grid, shorten};
use crate::report::pretty::matrix;
use crate::report::pretty::signs::{count, ink, signs};
use crate::report::prose::grants;
use crate::report::prose::values;
use crate::report::prose::why;
use crate::report::prose::words::{consequence, quoted, region, say, verdict};
use crate::report::summary::{Summary, summary};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Parameters and who set them; an open one is said to be open.
pub(crate) fn parameters(page: &mut Page, report: &Report) {
    let (list, lang) = (&report.findings.parameters, report.lang);
    if list.is_empty() {
        return;
    }
    page.blank();
    page.heading(say(lang, "参数", "Parameters"));
    let row = |p: &crate::finding::ParameterInfo| {
        let label = p.label.as_ref().map_or(String::new(), |l| quoted(l, lang));
        let words = values::parameter(p, lang);
        let value = match &words {
            Some(value) => Text::new().and(Ink::Strong, &format!("= {value}")),
            None if p.alternatives.is_empty() => Text::new().and(Ink::Yellow, say(lang, "待定", "open")),
            None => Text::new().and(Ink::Yellow, &values::alternatives(p, lang).join(" | ")),
        };
        let source = p.source.as_ref().map_or_else(String::new, |s| values::set_by(s, lang));
        vec![Text::plain(&p.name), Text::plain(&label), value, Text::new().and(Ink::Faint, &source)]
    };
    let rows: Vec<Vec<Text>> = list.iter().map(row).collect();
    let widest = |i: usize| rows.iter().filter_map(|r| r.get(i)).map(Text::width).max().unwrap_or(0) + 2;
    for cells in &rows {
        let (mut line, mut hang) = (Text::new(), 2);
        for (i, cell) in cells.iter().enumerate() {
            line = line.join(cell);
            if i < 3 {
                line.push(Ink::Plain, &" ".repeat(widest(i).saturating_sub(cell.width())));
                hang += widest(i);
            }
        }
        // Who set it may be a long sentence; it hangs in its column where that is wide enough.
        page.wrapped(2, if hang + 20 > page.look.width { 6 } else { hang }, &line);
    }
}

/// Exceptions that documents grant: none lets anybody off without being told.
pub(crate) fn exceptions(page: &mut Page, report: &Report) {
    let (accounts, lang) = (&report.findings.grants, report.lang);
    if accounts.is_empty() {
        return;
    }
    page.blank();
    page.heading(say(lang, "批复准予的例外", "Exceptions granted by documents"));
    for account in accounts {
        let ink = if account.is_idle() { Ink::Yellow } else { Ink::Cyan };
        let mut line = Text::new().and(ink, &grants::document(&account.grant, lang)).and(Ink::Plain, "  ");
        line.push(Ink::Faint, &account.rules.join(say(lang, "、", ", ")));
        page.wrapped(2, 4, &line);
        let why = account.grant.because.as_ref().map_or_else(String::new, |why| format!("{}{why}", say(lang, "；", "; ")));
        let time = format!("{}{why}{}", grants::time(&account.grant, lang), say(lang, "：", ": "));
        page.wrapped(4, 6, &Text::plain(&time).and(Ink::Strong, &grants::use_made(account, lang)));
    }
}

/// Rules that met nobody: their silence is no approval.
pub(crate) fn without_subject(page: &mut Page, report: &Report) {
    let (found, lang) = (report.findings, report.lang);
    let idle = say(lang, "没有检查对象的规则（等于没有检查）", "Rules that met no subject (they checked nothing)");
    let nil =
        say(lang, "报来的是空表的规则（零报告，没有可核查的对象）", "Rules over an empty table (a nil report, nothing to check)");
    for (title, list) in [(idle, &found.without_subject), (nil, &found.nil_reports)] {
        rules_with_reasons(page, report, title, list);
    }
}

fn rules_with_reasons(page: &mut Page, report: &Report, title: &str, list: &[(usize, Idle)]) {
    if list.is_empty() {
        return;
    }
    let lang = report.lang;
    page.blank();
    page.heading(title);
    for (rule, reason) in list {
        let Some(info) = report.findings.rules.get(*rule) else { continue };
        let mut line = Text::new().and(Ink::Yellow, &info.id).and(Ink::Plain, "  ");
        line.push(Ink::Plain, &format!("{}{}{}", info.title, say(lang, "：", ": "), why::idle(reason, lang)));
        page.wrapped(2, 4, &line);
    }
}

/// Counts per rule and per region, the worst first.
pub(crate) fn statistics(page: &mut Page, report: &Report) {
    let lang = report.lang;
    let (mut by_rule, mut by_region): (BTreeMap<usize, Tally>, BTreeMap<&str, Tally>) = Default::default();
    let places = matrix::by_place(report);
    for (key, tally) in &places {
        by_rule.entry(key.rule).or_default().merge(tally);
        by_region.entry(&key.region).or_default().merge(tally);
    }
    let mut rules: Vec<(usize, Tally)> = by_rule.into_iter().collect();
    rules.sort_by_key(|(rule, t)| (Reverse((t.violated, t.undetermined)), *rule));
    let mut regions: Vec<(&str, Tally)> = by_region.into_iter().collect();
    regions.sort_by_key(|(name, t)| (Reverse((t.violated, t.undetermined)), *name));
    page.blank();
    page.heading(say(lang, "按规则统计", "By rule"));
    let room = page.look.width.saturating_sub(42).max(16);
    let mut rows = vec![counts_header(say(lang, "规则", "rule"), lang)];
    rows.extend(rules.iter().filter_map(|(rule, t)| {
        let info = report.findings.rules.get(*rule)?;
        Some(counts_row(&shorten(&info.id, room), t))
    }));
    grid(page, 2, &rows, |i| i > 0);
    page.blank();
    page.heading(say(lang, "按地区统计", "By region"));
    let mut rows = vec![counts_header(say(lang, "地区", "region"), lang)];
    rows.extend(regions.iter().map(|(name, t)| counts_row(&shorten(region(name, &report.findings.regions, lang), room), t)));
    grid(page, 2, &rows, |i| i > 0);
}

fn counts_header(first: &str, lang: Lang) -> Vec<Text> {
    let names = ORDER.into_iter().map(|v| Text::new().and(Ink::Faint, verdict_short(verdict(v, lang))));
    std::iter::once(Text::new().and(Ink::Faint, first)).chain(names).collect()
}

/// A heading short enough for a column of numbers.
fn verdict_short(word: &str) -> &str {
    match word {
        "not applicable" => "n/a",
        other => other,
    }
}

fn counts_row(name: &str, tally: &Tally) -> Vec<Text> {
    let cells = signs().into_iter().map(|(v, _, ink)| {
        let n = count(tally, v);
        Text::new().and(if n == 0 { Ink::Faint } else { ink }, &n.to_string())
    });
    std::iter::once(Text::plain(name)).chain(cells).collect()
}

/// What the run came to, then verdicts, consequences and mistakes by number: the first thing people read.
pub(crate) fn top(page: &mut Page, report: &Report) {
    let (lang, sum) = (report.lang, summary(report));
    if let Some(others) = &report.findings.others {
        page.wrapped(0, 2, &Text::plain(&of_others(others, report.lang)));
    }
    page.wrapped(0, 2, &conclusion(&sum, report.findings.judged_nothing(), lang));
    let width = match lang {
        Lang::Zh => 10,
        Lang::En => 14,
    };
    let mut tally = Tally::default();
    report.findings.tally.values().for_each(|t| tally.merge(t));
    let verdicts = signs().into_iter().map(|(v, _, ink)| (verdict_short(verdict(v, lang)), count(&tally, v), ink));
    page.row(2, say(lang, "规则结论", "whole rules"), width, &counted(verdicts));
    page.row(2, say(lang, "逐条要求", "single lines"), width, &counted(consequences(&sum, lang).into_iter()));
    let problems = [
        (say(lang, "错误", "errors"), to_u64(sum.errors), Ink::Red),
        (say(lang, "警告", "warnings"), to_u64(sum.warnings), Ink::Yellow),
    ];
    page.row(2, say(lang, "问题", "problems"), width, &counted(problems.into_iter()));
    if sum.unlisted > 0 {
        let n = sum.unlisted;
        let text = match lang {
            Lang::Zh => format!("另有 {n} 项只计数、未列出"),
            Lang::En => format!("{n} more findings are counted but not listed"),
        };
        page.row(2, say(lang, "未列出", "not listed"), width, &Text::plain(&text));
    }
    page.blank();
}

/// The last line.
pub(crate) fn one_line(page: &mut Page, report: &Report) {
    let sum = summary(report);
    if !page.is_empty() {
        page.blank();
    }
    page.wrapped(0, 2, &conclusion(&sum, report.findings.judged_nothing(), report.lang));
    if let Some(next) = next_step(&sum, report).filter(|_| !report.quiet) {
        page.wrapped(0, 2, &Text::new().and(Ink::Faint, &next));
    }
}

/// What was found of files that nobody asked for.
pub fn of_others(others: &OfOthers, lang: Lang) -> String {
    let OfOthers { findings, blocking, mistakes } = *others;
    match lang {
        Lang::Zh => format!("项目里的其余文件一起核查，其结果未列：{findings} 项（阻断 {blocking} 项），文件错误 {mistakes} 处"),
        Lang::En => format!(
            "the other files of the project were judged as well and are not shown: {findings} finding{} ({blocking} blocking), {mistakes} error{} in files",
            if findings == 1 { "" } else { "s" },
            if mistakes == 1 { "" } else { "s" }
        ),
    }
}

/// What to do now; nothing when there is nothing to do.
fn next_step(sum: &Summary, report: &Report) -> Option<String> {
    let error = report.diagnostics.iter().find(|d| d.severity == Severity::Error);
    let rule_of = |wanted: Consequence| {
        let found = report.findings.list.iter().find(|f| f.consequence() == wanted)?;
        report.findings.rules.get(found.rule).map(|r| r.id.as_str())
    };
    let explained =
        [Consequence::Breach, Consequence::Open, Consequence::Query, Consequence::Shortfall].into_iter().find_map(rule_of);
    let (zh, en) = if let Some(error) = error {
        (
            format!("先改正错误，再核查一次；错误的说明：fadu explain {}", error.code),
            format!("mend the errors and check again; to read about one: fadu explain {}", error.code),
        )
    } else if let (1.., Some(rule)) = (sum.breaches, explained) {
        (
            format!("先看违反各项的“整改”；判定的由来：fadu explain {rule} --for 对象"),
            format!("begin with the remedies of the breaches; how a verdict came about: fadu explain {rule} --for SUBJECT"),
        )
    } else if let (1.., Some(rule)) = (sum.open + sum.queries, explained) {
        (
            format!("补上各项“原因”里所缺的，再核查一次；判定的由来：fadu explain {rule} --for 对象"),
            format!("supply what is missing and check again; how a verdict came about: fadu explain {rule} --for SUBJECT"),
        )
    } else if sum.without_subject > 0 {
        (
            "看看没有检查对象的规则：是缺文件，还是缺行".to_string(),
            "look at the rules without a subject: is a file missing, or a row?".to_string(),
        )
    } else {
        return None;
    };
    Some(format!("{}{}", say(report.lang, "下一步：", "Next: "), say(report.lang, &zh, &en)))
}

fn consequences(sum: &Summary, lang: Lang) -> Vec<(&'static str, u64, Ink)> {
    let of = |c: Consequence, n: usize| (consequence(c, lang), to_u64(n), ink(c));
    let mut out = vec![
        of(Consequence::Breach, sum.breaches),
        of(Consequence::Open, sum.open),
        of(Consequence::Query, sum.queries),
        of(Consequence::Shortfall, sum.shortfalls),
    ];
    let answered = [of(Consequence::Waived, sum.waived), of(Consequence::Explained, sum.explained)];
    out.extend(answered.into_iter().filter(|(_, n, _)| *n > 0));
    out
}

fn to_u64(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// `违反 3 · 待定 2 · …`
fn counted<'w>(items: impl Iterator<Item = (&'w str, u64, Ink)>) -> Text {
    let mut text = Text::new();
    for (i, (word, n, ink)) in items.enumerate() {
        text.push(Ink::Faint, if i == 0 { "" } else { " · " });
        text.push(if n == 0 { Ink::Faint } else { ink }, &format!("{word} {n}"));
    }
    text
}

fn plural(word: &str) -> &str {
    match word {
        "breach" => "breaches",
        "query" => "queries",
        "shortfall" => "shortfalls",
        other => other,
    }
}

/// How a run ended, in a line.
pub(crate) struct Ending {
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

/// The last line: passed, not passed, or not even checked properly.
fn conclusion(sum: &Summary, nothing: bool, lang: Lang) -> Text {
    let (ink, word, more) = ended(sum, nothing, lang);
    Text::new().and(ink, word).and(Ink::Plain, &more)
}

/// The same for a page without inks.
pub(crate) fn ending(sum: &Summary, nothing: bool, lang: Lang) -> Ending {
    let (ink, word, more) = ended(sum, nothing, lang);
    let class = match ink {
        Ink::Red => "bad",
        Ink::Green => "good",
        Ink::Plain | Ink::Strong | Ink::Faint | Ink::Yellow | Ink::Blue | Ink::Magenta | Ink::Cyan => "unsure",
    };
    Ending { class, text: format!("{word}{more}") }
}

fn ended(sum: &Summary, nothing: bool, lang: Lang) -> (Ink, &'static str, String) {
    let mut parts: Vec<String> = Vec::new();
    for (word, n, _) in consequences(sum, lang).into_iter().filter(|(_, n, _)| *n > 0) {
        parts.push(match lang {
            Lang::Zh => format!("{word} {n} 项"),
            Lang::En => format!("{n} {}", if n == 1 { word } else { plural(word) }),
        });
    }
    if sum.errors > 0 {
        let n = sum.errors;
        parts.push(match lang {
            Lang::Zh => format!("数据或规则错误 {n} 处"),
            Lang::En => format!("{n} error{} in data or rules", if n == 1 { "" } else { "s" }),
        });
    }
    let (ink, word) = if sum.blocking() > 0 {
        (Ink::Red, say(lang, "未通过", "Not passed"))
    } else if sum.errors > 0 || sum.without_subject > 0 {
        (Ink::Yellow, say(lang, "检查不完整", "The check is incomplete"))
    } else if nothing {
        (Ink::Yellow, say(lang, "没有一项适用", "Nothing applied"))
    } else {
        (Ink::Green, say(lang, "通过", "Passed"))
    };
    if sum.without_subject > 0 {
        let n = sum.without_subject;
        parts.push(match lang {
            Lang::Zh => format!("{n} 条规则没有检查对象"),
            Lang::En => format!("{n} rule{} without a subject", if n == 1 { "" } else { "s" }),
        });
    }
    if let n @ 1.. = sum.nil_reports {
        parts.push(match lang {
            Lang::Zh => format!("{n} 条规则报来的是空表"),
            Lang::En => format!("{n} rule{} over an empty table", if n == 1 { "" } else { "s" }),
        });
    }
    let more = match parts.is_empty() {
        true => String::new(),
        false => format!("{}{}", say(lang, "：", ": "), parts.join(say(lang, "，", ", "))),
    };
    (ink, word, more)
}
