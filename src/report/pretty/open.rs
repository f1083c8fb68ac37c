//! What is open, gathered by what would settle it: one missing table or one open parameter that keeps forty subjects open is said once,
//! with the rules and subjects that hang on it.

use crate::diag::Lang;
use crate::finding::{Consequence, Detail, Finding};
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::places;
use crate::report::prose::arithmetic;
use crate::report::prose::open::{Group, Root, column_of, groups, heading, root_of};
use crate::report::prose::reasons;
use crate::report::prose::values;
use crate::report::prose::words::{quoted, say, subject};
use std::collections::BTreeMap;

/// Subjects of one rule written out below a cause.
const SUBJECTS: usize = 4;

/// The open items of a long report.
pub(crate) fn section(page: &mut Page, report: &Report) {
    let (lang, groups) = (report.lang, groups(report));
    let queries = groups.iter().flat_map(|g| &g.findings).filter(|f| f.consequence() == Consequence::Query).count();
    let open: usize = groups.iter().map(|g| g.findings.len()).sum::<usize>() - queries;
    page.blank();
    let mut head = Text::new();
    match lang {
        Lang::Zh => {
            head.push(Ink::Yellow, &format!("待定 {open} 项"));
            if queries > 0 {
                head.push(Ink::Yellow, &format!("、待说明（待定） {queries} 项"));
            }
            head.push(Ink::Strong, &format!("，归到 {} 个原因，牵涉最多的在前", groups.len()));
        }
        Lang::En => {
            head.push(Ink::Yellow, &format!("open ×{open}"));
            if queries > 0 {
                head.push(Ink::Yellow, &format!(", query (undetermined) ×{queries}"));
            }
            head.push(Ink::Strong, &format!(", for {} causes, those with most items first", groups.len()));
        }
    }
    page.wrapped(0, 2, &head);
    let hint = say(
        lang,
        "每项只列一次；同一规则只列前几个对象。逐项摘录、全部对象：--all；供程序读取：--format json",
        "every item stands once; of many subjects of a rule the first few are named. In full: --all; for programs: --format json",
    );
    page.wrapped(2, 2, &Text::new().and(Ink::Faint, hint));
    for (i, g) in groups.iter().enumerate() {
        page.blank();
        one(page, report, i + 1, g);
    }
}

fn one(page: &mut Page, report: &Report, number: usize, g: &Group) {
    let lang = report.lang;
    let count = match lang {
        Lang::Zh => format!("  {} 项", g.findings.len()),
        Lang::En => format!("  ×{}", g.findings.len()),
    };
    let head =
        Text::new().and(Ink::Faint, &format!("{number:>2}  ")).and(Ink::Strong, &heading(g, lang)).and(Ink::Yellow, &count);
    page.wrapped(0, 4, &head);
    if let Some(place) = g.span.and_then(|s| places::written(report.sources, s)) {
        page.wrapped(4, 6, &Text::new().and(Ink::Faint, &place));
    }
    let mut by_rule: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    g.findings.iter().for_each(|f| by_rule.entry(f.rule).or_default().push(f));
    for (rule, list) in by_rule {
        let Some(info) = report.findings.rules.get(rule) else { continue };
        let title = Text::plain(&info.title).and(Ink::Plain, "  ").and(Ink::Faint, &info.id);
        page.wrapped(4, 6, &title);
        for f in list.iter().take(SUBJECTS) {
            page.wrapped(6, 8, &item(f, g, report));
        }
        if list.len() > SUBJECTS {
            let n = list.len() - SUBJECTS;
            let text = match lang {
                Lang::Zh => format!("……这条规则另有 {n} 项（--all 逐项列出）"),
                Lang::En => format!("… {n} more items of this rule (--all lists them)"),
            };
            page.wrapped(6, 8, &Text::new().and(Ink::Faint, &text));
        }
    }
}

/// The figure that is missing stands alone on its side: the value at which the verdict turns says it all.
fn says_nothing_more(f: &Finding, lang: Lang) -> bool {
    let Detail::Compare(c) = &f.detail else { return false };
    let unknown = crate::report::prose::units::interval(&c.left.value, &c.left.unit, lang) == say(lang, "未知", "unknown");
    unknown && c.share.is_none() && c.near.is_none() && c.mean.is_none() && f.causes.iter().any(|c| c.turns_at.is_some())
}

/// Who, the figures, when it would be met, and what else is missing.
fn item(f: &Finding, g: &Group, report: &Report) -> Text {
    let lang = report.lang;
    let who = subject(&f.subject, &report.findings.regions, lang);
    let mut parts: Vec<String> = Vec::new();
    let turns = || f.causes.iter().filter_map(|c| Some((c, reasons::turning(c, lang)?)));
    if says_nothing_more(f, lang) {
        parts.extend(
            turns().map(|(c, turn)| format!("{} {turn}", column_of(c).map_or_else(|| values::what(c, lang), str::to_string))),
        );
    } else {
        parts.push(arithmetic::named_line(&f.detail, f.verdict, lang));
        parts.extend(turns().map(|(_, turn)| turn));
    }
    // Readings that come to different verdicts say so in the cause itself.
    parts.extend(f.causes.iter().filter(|c| root_of(c) == g.root).filter_map(|c| values::outcomes(c, lang)));
    let mut others: Vec<Root> = f.causes.iter().map(root_of).filter(|r| *r != g.root).collect();
    others.dedup();
    if !others.is_empty() {
        let list: Vec<String> = others.iter().take(3).map(|r| quoted(r.words(lang), lang)).collect();
        let more = if others.len() > 3 { say(lang, " 等", " and others") } else { "" };
        parts.push(format!("{}{}{more}", say(lang, "还要有 ", "also wanting: "), list.join(say(lang, "、", ", "))));
    }
    parts.retain(|p| !p.is_empty());
    let mut text = Text::new();
    text.push(Ink::Strong, &who);
    if !parts.is_empty() {
        text.push(Ink::Plain, if who.is_empty() { "" } else { say(lang, "：", ": ") });
        text.push(Ink::Plain, &parts.join(say(lang, "；", "; ")));
    }
    text
}
