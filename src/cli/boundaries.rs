//! `fadu test --boundaries`: a table the author reads beside the clauses and signs.

use super::exit::{Exit, is_impossible};
use super::words::say;
use super::{Context, print};
use crate::diag::{Diagnostic, Lang};
use crate::finding::{Citation, verdict_key};
use crate::hir::{Rule, RuleSet};
use crate::report::{
    DiagnosticDoc, FigureDoc, Place, bracketed, clean, envelope, figure_doc, figure_text, mistakes, place, render_diagnostics,
    titled,
};
use crate::ruletest::{Boundaries, Twin, Twins, verdict_words};
use crate::text::{Sources, Span};
use serde::Serialize;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

pub fn run(
    context: &Context<'_>,
    json: bool,
    rules: &RuleSet,
    found: &Boundaries,
    sources: &Sources,
    diagnostics: Vec<Diagnostic>,
) -> Exit {
    let text = if json {
        report(rules, found, sources, &diagnostics, context.lang)
    } else {
        let said = render_diagnostics(&diagnostics, sources, context.lang, context.color, context.width);
        said + &page(rules, found, sources, context.lang)
    };
    let printed = print(context, &text);
    if diagnostics.iter().any(is_impossible) || rules.rules.is_empty() { Exit::Impossible } else { printed }
}

/// The table, rule by rule under its clause, with a box for each bound and a line for the name.
fn page(rules: &RuleSet, found: &Boundaries, sources: &Sources, lang: Lang) -> String {
    let mut out = format!("{}\n", say(lang, "限值核对表", "Table of bounds"));
    let mut rows = vec![header(lang)];
    rows.extend(found.twins.iter().map(|t| row(t, sources, lang)));
    let widths: Vec<usize> = (0..rows[0].len()).map(|i| rows.iter().map(|r| r[i].width()).max().unwrap_or(0)).collect();
    let mut last = None;
    for (twins, cells) in found.twins.iter().zip(rows.iter().skip(1)) {
        if last != Some(&twins.rule) {
            let _ = writeln!(out, "\n{}", heading(rules, &twins.rule, lang));
            let _ = writeln!(out, "  {}", line(&rows[0], &widths));
            last = Some(&twins.rule);
        }
        let _ = writeln!(out, "  {}", line(cells, &widths));
    }
    if !found.without.is_empty() {
        let _ = writeln!(
            out,
            "\n{}",
            say(
                lang,
                "单独改动测试中的一个数，没有找到能到这些限值的：",
                "moving one figure of a test, none was found that comes to these bounds:"
            )
        );
        for (rule, bound) in &found.without {
            let _ = writeln!(out, "  {rule}: {}", stands_at(*bound, sources));
        }
    }
    let (done, all) = (found.twins.len(), found.twins.len() + found.without.len());
    let _ = match lang {
        Lang::Zh => writeln!(out, "\n限值 {all} 处，列出 {done} 处\n\n核对人：________________    日期：____________"),
        Lang::En => {
            let s = if all == 1 { "" } else { "s" };
            writeln!(out, "\n{done} of {all} bound{s}\n\nchecked by: ________________    date: ____________")
        }
    };
    out
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let padded = cells.iter().zip(widths).map(|(c, w)| format!("{c}{}", " ".repeat(w.saturating_sub(c.width()))));
    padded.collect::<Vec<_>>().join("  ").trim_end().to_string()
}

/// The clause, the title and the id of a rule.
fn heading(rules: &RuleSet, id: &str, lang: Lang) -> String {
    let Some(rule) = named(rules, id) else { return id.to_string() };
    let clause = |c: &Citation| {
        let number = c.number.as_deref().unwrap_or(&c.clause);
        format!("{}{number}{}", titled(&c.policy, lang), c.title.as_deref().map(|t| format!(" {t}")).unwrap_or_default())
    };
    // A rule without a title is called by its id.
    let title = if rule.title.trim().is_empty() { id.to_string() } else { format!("{}{}", rule.title, bracketed(id, lang)) };
    let clauses: Vec<String> = rule.cites.iter().map(clause).collect();
    let clauses = clauses.join(say(lang, "；", "; "));
    [clauses, title].into_iter().filter(|t| !t.is_empty()).map(|t| clean(&t).into_owned()).collect::<Vec<_>>().join("\n")
}

fn named<'r>(rules: &'r RuleSet, id: &str) -> Option<&'r Rule> {
    rules.rules.iter().find(|r| r.id == id)
}

fn header(lang: Lang) -> Vec<String> {
    let words = [
        say(lang, "限值", "bound"),
        say(lang, "变动的数字", "figure moved"),
        say(lang, "低一步", "one step below"),
        say(lang, "恰在限值", "at the limit"),
        say(lang, "高一步", "one step above"),
        say(lang, "确认", "agreed"),
    ];
    words.map(str::to_string).to_vec()
}

fn row(twins: &Twins, sources: &Sources, lang: Lang) -> Vec<String> {
    // In Chinese as a submission would hold it; in English as figures are written there.
    let value = |t: &Twin| match (&t.figure, lang) {
        (Some((value, unit)), Lang::En) => figure_text(value, unit, lang),
        _ => t.value.clone(),
    };
    let show = |t: &Option<Twin>| {
        t.as_ref().map_or_else(|| "—".to_string(), |t| format!("{} {}", value(t), verdict_words(t.verdict).get(lang)))
    };
    let agreed = if twins.turn() { "□" } else { say(lang, "判定不变，不能证明", "no change: proves nothing") };
    let cells = [
        bound(twins, sources, lang),
        moved(twins, lang),
        show(&twins.below),
        show(&twins.at),
        show(&twins.above),
        agreed.to_string(),
    ];
    cells.map(|cell| clean(&cell).into_owned()).to_vec()
}

/// The bound as written, and what it comes to where it is not a figure itself: `基金.总额 的 50% = 100万元`.
fn bound(twins: &Twins, sources: &Sources, lang: Lang) -> String {
    let written = written(twins.bound, sources);
    let literal = written.starts_with(|c: char| c.is_ascii_digit()) && !written.contains(char::is_whitespace);
    let limit = limit(twins, lang).filter(|_| !literal);
    let kind = if twins.in_condition { say(lang, "（条件）", " (condition)") } else { "" };
    format!("{written}{}{kind}", limit.map(|l| format!(" = {l}")).unwrap_or_default())
}

fn limit(twins: &Twins, lang: Lang) -> Option<String> {
    twins.limit.as_ref().map(|(value, unit)| figure_text(value, unit, lang))
}

/// The figure that was moved, its row, and whom the verdicts are about where the row does not say it.
fn moved(twins: &Twins, lang: Lang) -> String {
    let Twins { column, row, subject, .. } = twins;
    let whose = match (row.is_empty(), subject.is_empty()) {
        (true, true) => return column.clone(),
        (false, true) => row.clone(),
        _ if subject.ends_with(row.as_str()) => subject.clone(),
        _ => match lang {
            Lang::Zh => format!("{row}；判定对象 {subject}"),
            Lang::En => format!("{row}; judged: {subject}"),
        },
    };
    match lang {
        Lang::Zh => format!("{column}（{whose}）"),
        Lang::En => format!("{column} ({whose})"),
    }
}

/// A place in the rules as written, on one line.
fn written(span: Span, sources: &Sources) -> String {
    sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stands_at(span: Span, sources: &Sources) -> String {
    let source = sources.get(span.file);
    let (line, column) = source.line_col(span.start as usize);
    format!("{}:{line}:{column} `{}`", source.name, written(span, sources))
}

#[derive(Serialize)]
struct Body {
    summary: Summary,
    boundaries: Vec<TwinsDoc>,
    without: Vec<BoundDoc>,
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct Summary {
    bounds: usize,
    listed: usize,
}

#[derive(Serialize)]
struct TwinsDoc {
    #[serde(flatten)]
    bound: BoundDoc,
    /// Whether the bound stands in a condition of the rule.
    in_condition: bool,
    /// What the bound comes to at the limit.
    limit: Option<FigureDoc>,
    figure: String,
    row: String,
    subject: String,
    below: Option<TwinDoc>,
    at: Option<TwinDoc>,
    above: Option<TwinDoc>,
    /// Whether the verdict turns: else the twins prove nothing.
    turns: bool,
}

#[derive(Serialize)]
struct BoundDoc {
    rule: String,
    title: Option<String>,
    bound: String,
    place: Option<Place>,
}

#[derive(Serialize)]
struct TwinDoc {
    value: String,
    verdict: &'static str,
}

/// `fadu-boundaries/1`.
fn report(rules: &RuleSet, found: &Boundaries, sources: &Sources, diagnostics: &[Diagnostic], lang: Lang) -> String {
    let bound = |rule: &str, span: Span| BoundDoc {
        rule: rule.to_string(),
        title: named(rules, rule).map(|r| r.title.clone()),
        bound: written(span, sources),
        place: place(sources, span),
    };
    let twin = |t: &Twin| TwinDoc { value: t.value.clone(), verdict: verdict_key(t.verdict) };
    let twins = |t: &Twins| TwinsDoc {
        bound: bound(&t.rule, t.bound),
        in_condition: t.in_condition,
        limit: t.limit.as_ref().map(|(value, unit)| figure_doc(value, unit)),
        figure: t.column.clone(),
        row: t.row.clone(),
        subject: t.subject.clone(),
        below: t.below.as_ref().map(twin),
        at: t.at.as_ref().map(twin),
        above: t.above.as_ref().map(twin),
        turns: t.turn(),
    };
    let body = Body {
        summary: Summary { bounds: found.twins.len() + found.without.len(), listed: found.twins.len() },
        boundaries: found.twins.iter().map(twins).collect(),
        without: found.without.iter().map(|(rule, span)| bound(rule, *span)).collect(),
        diagnostics: mistakes(diagnostics, sources, lang),
    };
    envelope("test", "fadu-boundaries/1", lang, &body)
}
