//! How a verdict came about, as a tree: every part of the rule with its value, where that stands, what is missing and when it turns.

use crate::ast::{Force, Verdict};
use crate::diag::Lang;
use crate::finding::{Derivation, DerivedCase, Finding, Role, Series, ShownRow, Step, StepFrom, StepValue};
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::places;
use crate::report::pretty::signs;
use crate::report::pretty::totals;
use crate::report::prose::arithmetic;
use crate::report::prose::due;
use crate::report::prose::reasons;
use crate::report::prose::shown;
use crate::report::prose::turning;
use crate::report::prose::units::{figure, interval};
use crate::report::prose::values;
use crate::report::prose::why;
use crate::report::prose::words::{citation, quoted, say, subject, verdict};
use crate::text::Span;

/// Deeper steps are not drawn; the JSON has them all.
const DEPTH: usize = 12;

/// The trees of some subjects; `report.findings` holds what was found on them.
pub(crate) fn render(report: &Report, list: &[Derivation]) -> String {
    let mut page = Page::new(report.look());
    let lang = report.lang;
    for derivation in list {
        page.blank();
        one(&mut page, report, derivation);
    }
    totals::parameters(&mut page, report);
    page.blank();
    let hint = say(
        lang,
        "✓ 成立  ✗ 不成立  ? 未知；= 后面是值，行末是出处",
        "✓ holds  ✗ does not  ? unknown; after = the value, at the end of a line where it stands",
    );
    page.wrapped(0, 2, &Text::new().and(Ink::Faint, hint));
    page.finish()
}

fn one(page: &mut Page, report: &Report, d: &Derivation) {
    let lang = report.lang;
    if let Some(rule) = report.findings.rules.first() {
        let head = Text::new().and(Ink::Strong, &rule.title).and(Ink::Plain, "  ").and(Ink::Faint, &rule.id);
        page.wrapped(0, 2, &head);
        for cite in &rule.cites {
            page.row(2, say(lang, "依据", "basis"), width(lang), &Text::plain(&citation(cite, lang)));
        }
    }
    let who = subject(&d.subject, &report.findings.regions, lang);
    if !who.is_empty() {
        page.row(2, say(lang, "对象", "subject"), width(lang), &Text::new().and(Ink::Strong, &who));
    }
    if !report.findings.rules.first().is_some_and(|r| r.only_shows) {
        page.row(2, say(lang, "结论", "verdict"), width(lang), &verdict_text(d.verdict, lang));
    }
    for case in &d.cases {
        page.blank();
        one_case(page, report, case, &d.subject.title());
    }
    page.blank();
    for f in report.findings.list.iter().filter(|f| f.subject == d.subject) {
        conclusion(page, report, f);
    }
    for series in &report.findings.results {
        series.rows.iter().filter(|r| r.subject == d.subject).for_each(|r| result(page, report, series, r));
    }
}

fn one_case(page: &mut Page, report: &Report, case: &DerivedCase, title: &str) {
    let lang = report.lang;
    if !case.values.is_empty() {
        let values: Vec<String> =
            case.values.iter().map(|(name, value)| format!("{} = {}", quoted(name, lang), values::value(value, lang))).collect();
        let list = values.join(say(lang, "、", ", "));
        let head = Text::plain(say(lang, "若 ", "if ")).and(Ink::Strong, &list).and(Ink::Plain, say(lang, "：", ": "));
        let judged = !report.findings.rules.first().is_some_and(|r| r.only_shows);
        page.wrapped(2, 4, &if judged { head.join(&verdict_text(case.verdict, lang)) } else { head });
    }
    case.steps.iter().for_each(|s| step(page, report, s, 0, title));
}

fn width(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 6,
        Lang::En => 9,
    }
}

fn verdict_text(v: Verdict, lang: Lang) -> Text {
    let ink = match v {
        Verdict::Violated => Ink::Red,
        Verdict::Undetermined => Ink::Yellow,
        Verdict::Met => Ink::Green,
        Verdict::Exempt | Verdict::NotApplicable => Ink::Faint,
    };
    Text::new().and(ink, verdict(v, lang))
}

/// `title`: of the row in hand, which its own figures are not called by again.
fn step(page: &mut Page, report: &Report, s: &Step, depth: usize, title: &str) {
    let lang = report.lang;
    let title = if matches!(s.role, Role::Member { .. }) { &s.text } else { title };
    let mut text = Text::new();
    match s.value {
        _ if matches!(s.role, Role::Show(false) | Role::Line(_, Some(Verdict::NotApplicable | Verdict::Exempt))) => {
            text.push(Ink::Faint, "– ")
        }
        StepValue::Truth(Some(true)) => text.push(Ink::Green, "✓ "),
        StepValue::Truth(Some(false)) => text.push(Ink::Red, "✗ "),
        StepValue::Truth(None) => text.push(Ink::Yellow, "? "),
        StepValue::Number(_) | StepValue::Text(_) | StepValue::NoBase | StepValue::None => text.push(Ink::Faint, "· "),
    }
    text.push(Ink::Strong, role(s.role, lang));
    if let Some(called) = &s.title {
        text.push(Ink::Plain, called);
        text.push(Ink::Plain, say(lang, "：", ": "));
    }
    text.push(Ink::Plain, &s.text);
    let value = value_words(s, lang);
    if !value.is_empty() {
        text.push(Ink::Plain, &format!(" = {value}"));
    }
    if let Role::Line(_, Some(v)) = s.role {
        text.push(Ink::Plain, say(lang, "  结论：", "  verdict: "));
        text = text.join(&verdict_text(v, lang));
    }
    let (note, place) = source(s, report);
    if !note.is_empty() {
        text.push(Ink::Plain, &format!("  {note}"));
    }
    if !place.is_empty() {
        text.push(Ink::Faint, &format!("  {place}"));
    }
    let indent = 2 + 2 * depth;
    page.wrapped(indent, indent + 4, &text);
    if let Some(turning) = &s.turning {
        let words = turning::words(turning, title, lang);
        page.wrapped(indent + 2, indent + 6, &Text::new().and(Ink::Yellow, &words));
    }
    if depth < DEPTH {
        let shown = s.steps.iter().filter(|inner| tells(s, inner));
        shown.for_each(|inner| step(page, report, inner, depth + 1, title));
    }
    if s.more > 0 {
        let n = s.more;
        let more = match lang {
            Lang::Zh => format!("……另有 {n} 行"),
            Lang::En => format!("… {n} more rows"),
        };
        page.wrapped(indent + 2, indent + 6, &Text::new().and(Ink::Faint, &more));
    }
}

/// Members that hold are many, and their own line says it all; a single one is drawn in full.
fn tells(outer: &Step, inner: &Step) -> bool {
    let held = matches!(outer.role, Role::Member { .. }) && matches!(outer.value, StepValue::Truth(Some(true)));
    !held || !matches!(inner.from, StepFrom::Computed)
}

/// What stands before a step.
pub(crate) fn role(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::When => say(lang, "适用条件  ", "applies when  "),
        Role::Exempt => say(lang, "豁免条件  ", "exempt when  "),
        Role::Except => say(lang, "例外条件  ", "except when  "),
        Role::Due => say(lang, "到期  ", "due  "),
        Role::Line(Force::Require, _) => say(lang, "要求  ", "require  "),
        Role::Line(Force::Verify, _) => say(lang, "核实  ", "verify  "),
        Role::Line(Force::Aim, _) => say(lang, "力争  ", "aim  "),
        Role::Show(_) => say(lang, "列示  ", "show  "),
        Role::Member { sure: false } => say(lang, "（可能计入）", "(may count) "),
        Role::Unsent => say(lang, "可能还有：", "there may be more: "),
        Role::Part | Role::Member { sure: true } => "",
    }
}

pub(crate) fn role_key(role: Role) -> &'static str {
    match role {
        Role::When => "when",
        Role::Exempt => "exempt",
        Role::Except => "except",
        Role::Due => "due",
        Role::Line(..) => "line",
        Role::Show(_) => "show",
        Role::Part => "part",
        Role::Member { .. } => "member",
        Role::Unsent => "unsent",
    }
}

/// The value, for a number or a text; a truth has its sign.
pub(crate) fn value_words(s: &Step, lang: Lang) -> String {
    match &s.value {
        StepValue::Number(number) => match number.0.as_exact() {
            Some(value) => figure(value, &number.1, lang),
            None => interval(&number.0, &number.1, lang),
        },
        StepValue::Text(Some(text)) => quoted(text, lang),
        StepValue::Text(None) => say(lang, "未知", "unknown").to_string(),
        StepValue::NoBase => say(lang, "没有基数", "no base").to_string(),
        StepValue::Truth(_) | StepValue::None => String::new(),
    }
}

/// Where a value comes from: what the cell says of itself, and its place.
fn source(s: &Step, report: &Report) -> (String, String) {
    let lang = report.lang;
    let at = |span: Option<Span>| span.and_then(|s| places::written(report.sources, s)).unwrap_or_default();
    match &s.from {
        StepFrom::Cell(note) => (reasons::cell(note, lang), at(note.span)),
        StepFrom::Parameter(p) => {
            let label = p.label.clone().unwrap_or_else(|| p.name.clone());
            let note = match (p.values.is_empty(), &p.source) {
                (true, _) => format!("{}{}", say(lang, "参数待定：", "open parameter: "), quoted(&label, lang)),
                (false, Some(by)) => format!("{}{}", say(lang, "参数，", "parameter, "), values::set_by(by, lang)),
                (false, None) => say(lang, "参数", "parameter").to_string(),
            };
            (note, String::new())
        }
        StepFrom::Detail(detail) => {
            let verdict = match s.value {
                StepValue::Truth(Some(true)) => Verdict::Met,
                StepValue::Truth(Some(false)) => Verdict::Violated,
                StepValue::Truth(_) | StepValue::Number(_) | StepValue::Text(_) | StepValue::NoBase | StepValue::None => {
                    Verdict::Undetermined
                }
            };
            (arithmetic::named_line(detail, verdict, lang), at(s.place))
        }
        StepFrom::Due(account) => (due::account(account, lang), String::new()),
        StepFrom::Computed => match s.role {
            Role::Member { .. } => (String::new(), at(s.place)),
            Role::When | Role::Exempt | Role::Except | Role::Due | Role::Line(..) | Role::Show(_) | Role::Part | Role::Unsent => {
                (String::new(), String::new())
            }
        },
    }
}

/// A result with its place, and what is missing for it.
fn result(page: &mut Page, report: &Report, series: &Series, row: &ShownRow) {
    let lang = report.lang;
    let mut text = Text::plain(&format!("{}{}", series.label, say(lang, "：", ": ")));
    text.push(Ink::Strong, &shown::figure(&row.figure, series.unit.as_ref(), lang));
    if let Some(place) = row.place {
        let place = shown::place(place, lang);
        text.push(Ink::Plain, &if lang == Lang::Zh { format!("，第 {place} 名") } else { format!(", place {place}") });
    }
    if row.perhaps {
        text.push(Ink::Yellow, say(lang, "（可能不适用）", " (it may not apply)"));
    }
    page.row(2, say(lang, "结果", "result"), width(lang), &text);
    for (i, cause) in row.causes.iter().enumerate() {
        let label = if i == 0 { say(lang, "还缺", "missing") } else { "" };
        page.row(2, label, width(lang), &Text::new().and(Ink::Yellow, &reasons::cause(cause, lang)));
    }
}

/// What a line came to in one sentence, what is missing for it, and when it would turn.
fn conclusion(page: &mut Page, report: &Report, f: &Finding) {
    let lang = report.lang;
    let words = arithmetic::named_line(&f.detail, f.verdict, lang);
    if !words.is_empty() {
        let text = verdict_text(f.verdict, lang).and(Ink::Plain, "  ").and(Ink::Plain, &words);
        page.row(2, say(lang, "计算", "figures"), width(lang), &text);
    }
    for (i, cause) in f.causes.iter().enumerate() {
        let label = if i == 0 { say(lang, "还缺", "missing") } else { "" };
        page.row(2, label, width(lang), &Text::new().and(signs::ink(f.consequence()), &reasons::cause_here(cause, f, lang)));
    }
    if let Some(reason) = &f.reason {
        page.row(2, say(lang, "理由", "reason"), width(lang), &Text::plain(&why::reason(reason, lang)));
    }
    for (i, repair) in f.repairs.iter().enumerate() {
        let label = match i {
            0 => say(lang, "整改", "remedy"),
            _ if repair.together => say(lang, "且", "and"),
            _ => say(lang, "或", "or"),
        };
        page.row(2, label, width(lang), &Text::new().and(Ink::Green, &reasons::repair(repair, lang)));
    }
}
