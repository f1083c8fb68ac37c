//! What a policy's own figures say of each other: computed, stated, difference. Contradictions first; where a figure is not reliable, one
//! answer for each candidate.

mod implied;

use crate::ast::{CmpOp, Verdict};
use crate::diag::{Diagnostic, Lang};
use crate::finding::{AuditClass, Candidate, Comparison, Detail, FigureSource, Finding, Operand};
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
    for wanted in AuditClass::ALL {
        if wanted == AuditClass::Consistent && report.quiet {
            continue;
        }
        for f in listed(report).filter(|f| f.audit_class() == wanted) {
            page.blank();
            finding(&mut page, report, f);
        }
    }
    if !report.quiet {
        implied::all(&mut page, report);
    }
    totals::parameters(&mut page, report);
    totals::exceptions(&mut page, report);
    page.blank();
    page.wrapped(0, 2, &summary(report));
    page.finish()
}

/// What is not applicable says nothing about the policy.
fn listed<'r>(report: &'r Report<'_>) -> impl Iterator<Item = &'r Finding> {
    report.findings.list.iter().filter(|f| matches!(f.verdict, Verdict::Violated | Verdict::Undetermined | Verdict::Met))
}

/// `政策自身核查：矛盾 3 处，尚不能断定 2 处，说明 1 处，相符 9 处`
fn summary(report: &Report) -> Text {
    let lang = report.lang;
    let mut text = Text::new().and(Ink::Strong, say(lang, "政策自身核查：", "The policy against itself: "));
    for (i, class) in AuditClass::ALL.into_iter().enumerate() {
        let (ink, word) = word(class, lang);
        text.push(Ink::Plain, if i == 0 { "" } else { say(lang, "，", ", ") });
        let n = listed(report).filter(|f| f.audit_class() == class).count();
        let plural = if n == 1 { "" } else { "s" };
        text.push(
            ink,
            &match (lang, class) {
                (Lang::Zh, _) => format!("{word} {n} 处"),
                (Lang::En, AuditClass::Contradiction | AuditClass::Remark) => format!("{n} {word}{plural}"),
                (Lang::En, AuditClass::Undecided | AuditClass::Consistent) => format!("{n} {word}"),
            },
        );
    }
    let implied = implied::count(report);
    if implied > 0 {
        text.push(Ink::Plain, say(lang, "，", ", "));
        text.push(Ink::Cyan, &if lang == Lang::Zh { format!("推得 {implied} 项") } else { format!("{implied} implied") });
    }
    text
}

fn word(class: AuditClass, lang: Lang) -> (Ink, &'static str) {
    match class {
        AuditClass::Contradiction => (Ink::Red, say(lang, "矛盾", "contradiction")),
        AuditClass::Undecided => (Ink::Yellow, say(lang, "尚不能断定", "undetermined")),
        AuditClass::Remark => (Ink::Yellow, say(lang, "说明", "remark")),
        AuditClass::Consistent => (Ink::Green, say(lang, "相符", "consistent")),
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
    let (ink, status) = word(f.audit_class(), lang);
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
    if let Some(place) = places::written(report.sources, f.line_span) {
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
        Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::Parts { .. }
        | Detail::None => None,
    }
}

fn candidate(page: &mut Page, report: &Report, c: &Candidate, found: &Finding) {
    let lang = report.lang;
    let values: Vec<String> =
        c.values.iter().map(|(name, value)| format!("{} = {}", quoted(name, lang), values::value(value, lang))).collect();
    let (ink, status) = word(found.audit_class(), lang);
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
        let mut text = if let crate::finding::CauseKind::OpenParameter = cause.kind {
            quoted(&values::what(cause, lang), lang)
        } else {
            reasons::cause(&crate::finding::Cause { turns_at: None, ..cause.clone() }, lang)
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
            let place = f.cells.iter().find_map(|n| n.span).filter(|_| c.right.source == FigureSource::Stated).unwrap_or(c.bound);
            let other = Text::plain(&value(&c.right, lang)).and(Ink::Faint, &format!("  {}", at(report, place)));
            row(page, other_side(c.right.source, lang), &other);
            let (ink, _) = word(f.audit_class(), lang);
            row(page, say(lang, "相差", "difference"), &Text::new().and(ink, &difference(c, lang)));
        }
        Detail::None => {
            let nothing = say(lang, "这时条件不成立，没有可核对的", "the condition does not hold then: nothing to compare");
            row(page, say(lang, "核对", "checked"), &Text::plain(nothing));
        }
        detail @ (Detail::Compare(_)
        | Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::Parts { .. }) => {
            for (i, r) in arithmetic::rows(detail, f.verdict, lang).iter().enumerate() {
                let label = if i == 0 { say(lang, "核对", "checked") } else { "" };
                row(page, label, &Text::plain(&format!("{}{}", "  ".repeat(r.depth), r.text)));
            }
        }
    }
}

/// Only a figure that the text has is called stated; a bound that was worked out, or that the rule writes, is not.
fn other_side(source: FigureSource, lang: Lang) -> &'static str {
    match source {
        FigureSource::Stated => say(lang, "原文", "stated"),
        FigureSource::Computed => say(lang, "推算", "derived"),
        FigureSource::Written => say(lang, "应为", "expected"),
    }
}

fn at(report: &Report, span: Span) -> String {
    places::written(report.sources, span).unwrap_or_default()
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

/// `算得的比原文少 260亿元（不应少于原文）`; what holds says by how much.
fn difference(c: &Comparison, lang: Lang) -> String {
    let other = match c.right.source {
        FigureSource::Stated => say(lang, "原文", "stated"),
        FigureSource::Computed => say(lang, "推算", "derived"),
        FigureSource::Written => say(lang, "应有", "expected"),
    };
    let Some(gap) = c.margin.as_exact() else {
        return match lang {
            Lang::Zh => format!("待定（要求 {} {other}之数）", sign(c.op)),
            Lang::En => format!("undetermined (it must be {} what is {other})", sign(c.op)),
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
        (n, Lang::Zh) if n < 0 => format!("算得的比{other}少 {size}"),
        (_, Lang::Zh) => format!("算得的比{other}多 {size}"),
        (n, Lang::En) if n < 0 => format!("computed is {size} less than {other}"),
        (_, Lang::En) => format!("computed is {size} more than {other}"),
    };
    let wanted = match (c.op, lang) {
        (CmpOp::Ge, Lang::Zh) => format!("不应少于{other}"),
        (CmpOp::Gt, Lang::Zh) => format!("应超过{other}"),
        (CmpOp::Le, Lang::Zh) => format!("不应多于{other}"),
        (CmpOp::Lt, Lang::Zh) => format!("应低于{other}"),
        (CmpOp::Eq, Lang::Zh) => "应当相等".to_string(),
        (CmpOp::Ne, Lang::Zh) => "应当不等".to_string(),
        (CmpOp::Ge, Lang::En) => "should not be less".to_string(),
        (CmpOp::Gt, Lang::En) => "should be more".to_string(),
        (CmpOp::Le, Lang::En) => "should not be more".to_string(),
        (CmpOp::Lt, Lang::En) => "should be less".to_string(),
        (CmpOp::Eq, Lang::En) => "should be equal".to_string(),
        (CmpOp::Ne, Lang::En) => "should differ".to_string(),
    };
    format!("{by}{}{wanted}{}", say(lang, "（", " ("), say(lang, "）", ")"))
}
