//! What a policy's own figures say of each other: computed, stated, difference. Contradictions first; where a figure is not reliable, one
//! answer for each candidate.

use crate::ast::{CmpOp, Verdict};
use crate::diag::{Diagnostic, Lang};
use crate::finding::{Candidate, Comparison, Detail, Finding, Operand};
use crate::num::signum;
use crate::report::diagnostics;
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::places;
use crate::report::pretty::totals;
use crate::report::prose::arithmetic;
use crate::report::prose::counted::names_counted;
use crate::report::prose::reasons;
use crate::report::prose::units::{figure, interval, margin};
use crate::report::prose::values;
use crate::report::prose::why;
use crate::report::prose::words::{citation, quoted, say, sign, subject};
use crate::text::Span;

pub(crate) fn render(report: &Report) -> String {
    let mut page = Page::new(report.look());
    let lang = report.lang;
    page.wrapped(0, 2, &summary(report));
    page.blank();
    let mistakes: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    diagnostics::all(&mut page, &mistakes, report.sources, lang);
    for wanted in [Verdict::Violated, Verdict::Undetermined, Verdict::Met] {
        if wanted == Verdict::Met && report.quiet {
            continue;
        }
        for f in report.findings.list.iter().filter(|f| f.verdict == wanted) {
            page.blank();
            finding(&mut page, report, f);
        }
    }
    totals::parameters(&mut page, report);
    page.blank();
    page.wrapped(0, 2, &summary(report));
    page.finish()
}

/// `政策自身核查：矛盾 3 处，尚不能断定 2 处，相符 9 处`
fn summary(report: &Report) -> Text {
    let lang = report.lang;
    let count = |v: Verdict| report.findings.list.iter().filter(|f| f.verdict == v).count();
    let mut text = Text::new().and(Ink::Strong, say(lang, "政策自身核查：", "The policy against itself: "));
    for (i, v) in [Verdict::Violated, Verdict::Undetermined, Verdict::Met].into_iter().enumerate() {
        let (ink, word) = word(v, lang);
        text.push(Ink::Plain, if i == 0 { "" } else { say(lang, "，", ", ") });
        let n = count(v);
        text.push(
            ink,
            &match (lang, v) {
                (Lang::Zh, _) => format!("{word} {n} 处"),
                (Lang::En, Verdict::Violated) => format!("{n} contradiction{}", if n == 1 { "" } else { "s" }),
                (Lang::En, _) => format!("{n} {word}"),
            },
        );
    }
    text
}

fn word(v: Verdict, lang: Lang) -> (Ink, &'static str) {
    match v {
        Verdict::Violated => (Ink::Red, say(lang, "矛盾", "contradiction")),
        Verdict::Met => (Ink::Green, say(lang, "相符", "consistent")),
        _ => (Ink::Yellow, say(lang, "尚不能断定", "cannot be told yet")),
    }
}

fn width(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 6,
        Lang::En => 12,
    }
}

fn finding(page: &mut Page, report: &Report, f: &Finding) {
    let lang = report.lang;
    let (ink, status) = word(f.verdict, lang);
    let mut head = Text::new().and(ink, status).and(Ink::Plain, "  ");
    if let Some(rule) = report.findings.rules.get(f.rule) {
        head = head.and(Ink::Strong, &rule.title).and(Ink::Plain, "  ").and(Ink::Faint, &rule.id);
        page.wrapped(0, 2, &head);
        for (i, cite) in rule.cites.iter().enumerate() {
            let label = if i == 0 { say(lang, "依据", "basis") } else { "" };
            page.row(2, label, width(lang), &Text::plain(&citation(cite, lang)));
        }
    }
    let who = subject(&f.subject, &report.findings.regions, lang);
    if !who.is_empty() {
        page.row(2, say(lang, "对象", "subject"), width(lang), &Text::new().and(Ink::Strong, &who));
    }
    let own: Vec<(&Candidate, &Finding)> = report.candidates.iter().filter_map(|c| Some((c, same(c, f)?))).collect();
    let differ = own.windows(2).any(|w| w[0].1.verdict != w[1].1.verdict || margin_of(w[0].1) != margin_of(w[1].1));
    match differ {
        true => own.iter().for_each(|(c, found)| candidate(page, report, c, found)),
        false => figures(page, report, f, 2),
    }
    causes(page, report, f, differ);
    if let Some((path, line, column)) = places::line_col(report.sources, f.line_span) {
        let place = format!("{path}:{line}:{column}");
        page.row(2, say(lang, "规则", "rule"), width(lang), &Text::new().and(Ink::Faint, &place));
    }
}

/// The same line for the same subject under one candidate.
fn same<'c>(c: &'c Candidate, f: &Finding) -> Option<&'c Finding> {
    c.findings.iter().find(|g| g.rule == f.rule && g.line == f.line && g.subject == f.subject)
}

fn margin_of(f: &Finding) -> Option<crate::num::Interval> {
    match &f.detail {
        Detail::Compare(c) => Some(c.margin.clone()),
        _ => None,
    }
}

fn candidate(page: &mut Page, report: &Report, c: &Candidate, found: &Finding) {
    let lang = report.lang;
    let values: Vec<String> =
        c.values.iter().map(|(name, value)| format!("{} = {}", quoted(name, lang), values::value(value, lang))).collect();
    let (ink, status) = word(found.verdict, lang);
    let list = values.join(say(lang, "、", ", "));
    let head =
        Text::plain(say(lang, "若 ", "if ")).and(Ink::Strong, &list).and(Ink::Plain, say(lang, "：", ": ")).and(ink, status);
    page.wrapped(2, 4, &head);
    figures(page, report, found, 4);
}

fn causes(page: &mut Page, report: &Report, f: &Finding, differ: bool) {
    let lang = report.lang;
    let mut label = say(lang, "取决", "depends on");
    for cause in f.causes.iter().filter(|c| !differ || c.turns_at.is_some()) {
        let mut text = match cause.kind {
            crate::finding::CauseKind::OpenParameter => quoted(&values::what(cause, lang), lang),
            _ => reasons::cause(&crate::finding::Cause { turns_at: None, ..cause.clone() }, lang),
        };
        if let Some((op, value, unit)) = &cause.turns_at {
            let at = figure(value, unit, lang);
            text += &match lang {
                Lang::Zh => format!("：{} {at} 时相符，否则矛盾", sign(*op)),
                Lang::En => format!(": consistent when {} {at}, a contradiction otherwise", sign(*op)),
            };
        }
        page.row(2, label, width(lang), &Text::new().and(Ink::Yellow, &text));
        label = "";
    }
    if let Some(reason) = &f.reason {
        page.row(2, say(lang, "理由", "reason"), width(lang), &Text::plain(&why::reason(reason, lang)));
    }
}

/// Computed, stated, difference; what is no comparison of two figures is said as in any report.
fn figures(page: &mut Page, report: &Report, f: &Finding, indent: usize) {
    let lang = report.lang;
    let row = |page: &mut Page, label: &str, text: &Text| page.row(indent, label, width(lang), text);
    match &f.detail {
        Detail::Compare(c) if c.near.is_none() && c.share.is_none() && c.mean.is_none() => {
            row(page, say(lang, "算得", "computed"), &Text::plain(&computed(&c.left, lang)));
            if let Some(list) = names_counted(&c.left, lang) {
                row(page, say(lang, "计入", "counted"), &Text::plain(&list));
            }
            let mut stated = Text::plain(&value(&c.right, lang));
            let place = f.cells.iter().find_map(|n| n.span).unwrap_or(c.bound);
            stated = stated.and(Ink::Faint, &format!("  {}", at(report, place)));
            row(page, say(lang, "原文", "stated"), &stated);
            let (ink, _) = word(f.verdict, lang);
            row(page, say(lang, "相差", "difference"), &Text::new().and(ink, &difference(c, lang)));
        }
        Detail::None => {
            let nothing = say(lang, "这时条件不成立，没有可核对的", "the condition does not hold then: nothing to compare");
            row(page, say(lang, "核对", "checked"), &Text::plain(nothing));
        }
        detail => {
            for (i, r) in arithmetic::rows(detail, f.verdict, lang).iter().enumerate() {
                let label = if i == 0 { say(lang, "核对", "checked") } else { "" };
                row(page, label, &Text::plain(&format!("{}{}", "  ".repeat(r.depth), r.text)));
            }
        }
    }
}

fn at(report: &Report, span: Span) -> String {
    places::line_col(report.sources, span).map_or_else(String::new, |(path, line, column)| format!("{path}:{line}:{column}"))
}

fn value(o: &Operand, lang: Lang) -> String {
    match o.value.as_exact() {
        Some(v) => figure(v, &o.unit, lang),
        None => interval(&o.value, &o.unit, lang),
    }
}

/// `8540亿元（农产品深加工 800亿元 + … 另 9 项）`
fn computed(o: &Operand, lang: Lang) -> String {
    let total = value(o, lang);
    match arithmetic::addends_of(o, lang) {
        Some(sum) if lang == Lang::Zh => format!("{total}（{sum}）"),
        Some(sum) => format!("{total} ({sum})"),
        None => total,
    }
}

/// `比原文少 260亿元，原文要求不少于`; what holds says by how much.
fn difference(c: &Comparison, lang: Lang) -> String {
    let Some(gap) = c.margin.as_exact() else {
        return match lang {
            Lang::Zh => format!("未定（要求 {} 原文之数）", sign(c.op)),
            Lang::En => format!("open (it must be {} what is stated)", sign(c.op)),
        };
    };
    let size = margin(gap, &c.margin_unit, lang);
    if c.margin_unit.is_time() {
        return match lang {
            Lang::Zh => format!("两者相差 {size}"),
            Lang::En => format!("the two are {size} apart"),
        };
    }
    let by = match (signum(gap), lang) {
        (0, Lang::Zh) => "没有差别".to_string(),
        (0, Lang::En) => "none".to_string(),
        (n, Lang::Zh) if n < 0 => format!("算得的比原文少 {size}"),
        (_, Lang::Zh) => format!("算得的比原文多 {size}"),
        (n, Lang::En) if n < 0 => format!("computed is {size} less than stated"),
        (_, Lang::En) => format!("computed is {size} more than stated"),
    };
    let wanted = match (c.op, lang) {
        (CmpOp::Ge, Lang::Zh) => "不应少于原文",
        (CmpOp::Gt, Lang::Zh) => "应超过原文",
        (CmpOp::Le, Lang::Zh) => "不应多于原文",
        (CmpOp::Lt, Lang::Zh) => "应低于原文",
        (CmpOp::Eq, Lang::Zh) => "应当相等",
        (CmpOp::Ne, Lang::Zh) => "应当不等",
        (CmpOp::Ge, Lang::En) => "should not be less",
        (CmpOp::Gt, Lang::En) => "should be more",
        (CmpOp::Le, Lang::En) => "should not be more",
        (CmpOp::Lt, Lang::En) => "should be less",
        (CmpOp::Eq, Lang::En) => "should be equal",
        (CmpOp::Ne, Lang::En) => "should differ",
    };
    format!("{by}{}{wanted}{}", say(lang, "（", " ("), say(lang, "）", ")"))
}
