//! What is open, gathered by what would settle it: one missing table or one open parameter that keeps forty subjects open is said once,
//! with the rules and subjects that hang on it.

use super::layout::{Ink, Page, Text};
use super::words::{quoted, say, subject};
use super::{Report, arithmetic, places, reasons};
use crate::ast::Verdict;
use crate::diag::Lang;
use crate::finding::{Cause, CauseKind, Consequence, Detail, Finding};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// More open items than this are gathered; fewer are shown one by one.
const FOLD_FROM: usize = 10;
/// Subjects of one rule written out below a cause.
const SUBJECTS: usize = 4;
/// Columns of one row named in the heading of a cause.
const COLUMNS: usize = 8;

/// One cause, and the findings that hang on it.
pub(super) struct Group<'a> {
    /// The row, the sender's part, the parameter.
    pub(super) root: &'a str,
    pub(super) kind: CauseKind,
    /// What of it is missing, where it is more than the root itself.
    pub(super) parts: BTreeSet<&'a str>,
    pub(super) span: Option<Span>,
    pub(super) findings: Vec<&'a Finding>,
}

/// Is it open: a verdict that data or parameters still decide, and that asks something of somebody?
pub(super) fn is_open(f: &Finding) -> bool {
    f.verdict == Verdict::Undetermined && f.consequence() != Consequence::Noted
}

pub(super) fn is_folded(report: &Report) -> bool {
    !report.all && report.findings.list.iter().filter(|f| is_open(f)).count() > FOLD_FROM
}

/// Every open finding once, under the cause that most findings share; the greatest group first.
pub(super) fn groups<'a>(report: &Report<'a>) -> Vec<Group<'a>> {
    let mut rest: Vec<&Finding> =
        report.findings.list.iter().filter(|f| is_open(f) && (!report.quiet || f.consequence().blocks())).collect();
    let mut out = Vec::new();
    while !rest.is_empty() {
        let mut sizes: BTreeMap<&str, (usize, std::cmp::Reverse<usize>)> = BTreeMap::new();
        for (at, f) in rest.iter().enumerate() {
            let own: BTreeSet<&str> = f.causes.iter().map(root_of).collect();
            for root in own {
                sizes.entry(root).or_insert((0, std::cmp::Reverse(at))).0 += 1;
            }
        }
        // Of equal ones the first that was found.
        let most = sizes.into_iter().max_by_key(|(_, size)| *size).map_or("", |(root, _)| root);
        let (own, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|f| has_root(f, most));
        out.push(group(most, own));
        rest = others;
    }
    out
}

fn root_of(cause: &Cause) -> &str {
    cause.root.as_deref().unwrap_or(&cause.what)
}

/// The column of a row that lacks it.
fn column_of(cause: &Cause) -> Option<&str> {
    cause.root.as_ref()?;
    cause.what.rsplit_once(" · ").map(|(_, column)| column)
}

fn has_root(f: &Finding, root: &str) -> bool {
    if f.causes.is_empty() { root.is_empty() } else { f.causes.iter().any(|c| root_of(c) == root) }
}

fn group<'a>(root: &'a str, findings: Vec<&'a Finding>) -> Group<'a> {
    let causes: Vec<&Cause> = findings.iter().flat_map(|f| &f.causes).filter(|c| root_of(c) == root).collect();
    // A sender that sent nothing says more than a cell that is not there, and that more than that something is not known.
    let tells = |k: &CauseKind| match k {
        CauseKind::NotReported => 2,
        CauseKind::UnknownFact => 0,
        _ => 1,
    };
    let kind = causes.iter().map(|c| c.kind).max_by_key(tells).unwrap_or(CauseKind::UnknownFact);
    let parts = match kind {
        CauseKind::OpenParameter | CauseKind::NotReported => BTreeSet::new(),
        _ => causes.iter().filter(|c| c.kind != CauseKind::UnknownFact).filter_map(|c| column_of(c)).collect(),
    };
    Group { root, kind, parts, span: causes.iter().find_map(|c| c.span), findings }
}

/// `“集群情况 武强乐器 · 2007”缺：新创省名牌、级别`
pub(super) fn heading(g: &Group, lang: Lang) -> String {
    let root = quoted(g.root, lang);
    let mut parts: Vec<&str> = g.parts.iter().copied().take(COLUMNS).collect();
    let more = g.parts.len() > COLUMNS;
    if more {
        parts.push("…");
    }
    let parts = parts.join(say(lang, "、", ", "));
    let by_row = matches!(g.kind, CauseKind::Blank | CauseKind::Absent | CauseKind::Unusable);
    match (g.kind, lang) {
        _ if g.root.is_empty() => say(lang, "单凭现有数据定不下来", "the data at hand do not decide it").to_string(),
        (CauseKind::OpenParameter, Lang::Zh) => format!("参数{root}尚未确定"),
        (CauseKind::OpenParameter, Lang::En) => format!("the parameter {root} is open"),
        (CauseKind::NotReported, Lang::Zh) => format!("{root}没有报送"),
        (CauseKind::NotReported, Lang::En) => format!("{root} was not sent"),
        (CauseKind::Bounds, Lang::Zh) => format!("{root}只报了范围：{parts}"),
        (CauseKind::Bounds, Lang::En) => format!("{root} gives only bounds for {parts}"),
        (_, Lang::Zh) if by_row && !parts.is_empty() => format!("{root}缺：{parts}"),
        (_, Lang::En) if by_row && !parts.is_empty() => format!("{root} lacks {parts}"),
        (kind, _) => {
            let what = g.root.to_string();
            reasons::cause(&Cause { kind, what, root: None, span: None, turns_at: None }, lang)
        }
    }
}

/// The open items of a long report.
pub(super) fn section(page: &mut Page, report: &Report) {
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
    if let Some((path, line, column)) = g.span.and_then(|s| places::line_col(report.sources, s)) {
        page.wrapped(4, 6, &Text::new().and(Ink::Faint, &format!("{path}:{line}:{column}")));
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
    let unknown = super::units::interval(&c.left.value, &c.left.unit, lang) == say(lang, "未知", "unknown");
    unknown && c.share.is_none() && c.near.is_none() && c.mean.is_none() && f.causes.iter().any(|c| c.turns_at.is_some())
}

/// Who, the figures, when it would be met, and what else is missing.
fn item(f: &Finding, g: &Group, report: &Report) -> Text {
    let lang = report.lang;
    let who = subject(&f.subject, &report.findings.regions, lang);
    let mut parts: Vec<String> = Vec::new();
    let turns = || f.causes.iter().filter_map(|c| Some((c, reasons::turning(c, lang)?)));
    if says_nothing_more(f, lang) {
        parts.extend(turns().map(|(c, turn)| format!("{} {turn}", column_of(c).unwrap_or(&c.what))));
    } else {
        parts.push(arithmetic::named_line(&f.detail, f.verdict, lang));
        parts.extend(turns().map(|(_, turn)| turn));
    }
    // Readings that come to different verdicts say so in the cause itself.
    parts.extend(f.causes.iter().filter(|c| root_of(c) == g.root && c.root.is_some() && c.kind == CauseKind::OpenParameter).map(
        |c| match c.what.strip_prefix(g.root) {
            Some(rest) if !rest.is_empty() => rest.trim_matches(['（', '）']).to_string(),
            _ => String::new(),
        },
    ));
    let mut others: Vec<&str> = f.causes.iter().map(root_of).filter(|r| *r != g.root).collect();
    others.dedup();
    if !others.is_empty() {
        let list: Vec<String> = others.iter().take(3).map(|r| quoted(r, lang)).collect();
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
