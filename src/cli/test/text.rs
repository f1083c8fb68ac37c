//! What `fadu test` prints for people.

use crate::cli::Context;
use crate::cli::words::say;
use crate::diag::Lang;
use crate::num::{Rat, show_exact_or};
use crate::report::value_words;
use crate::ruletest::{Gap, Measures, Part, Results};
use crate::text::{Sources, Span};
use std::fmt::Write;

/// Gaps listed unless all are asked for.
const LISTED: usize = 20;

pub fn totals(context: &Context<'_>, results: &Results, sources: &Sources, all_gaps: bool) -> String {
    let mut out = String::new();
    let lang = context.lang;
    let (run, failed) = (results.outcomes.len(), results.failed());
    let _ = match lang {
        Lang::Zh => writeln!(out, "测试 {run} 项：通过 {}，未通过 {failed}", run - failed),
        Lang::En => writeln!(out, "{}: {} passed, {failed} failed", tests(run), run - failed),
    };
    if run == 0 {
        let _ = writeln!(out, "{}", say(lang, "没有可运行的测试", "there is no test to run"));
    }
    covered(&mut out, results, lang);
    gaps(&mut out, results, sources, all_gaps, lang);
    out
}

/// `1 test`, `2 tests`.
pub fn tests(n: usize) -> String {
    format!("{n} test{}", if n == 1 { "" } else { "s" })
}

fn covered(out: &mut String, results: &Results, lang: Lang) {
    let coverage = &results.coverage;
    let tested = coverage.rules.iter().filter(|r| r.tested).count();
    let all = coverage.rules.len();
    if all == 0 {
        let _ = writeln!(out, "{}", say(lang, "没有规则，谈不上覆盖", "there is no rule, so nothing is covered"));
        return;
    }
    let figures = measures(&coverage.measures(), lang);
    let _ = match lang {
        Lang::Zh => writeln!(out, "覆盖 {figures}，规则 {tested}/{all}"),
        Lang::En => writeln!(out, "coverage {figures}, rules {tested}/{all}"),
    };
    let packs = coverage.packs();
    if packs.len() > 1 {
        for (pack, m) in &packs {
            let name = pack.as_deref().unwrap_or(say(lang, "（无政策）", "(no policy)"));
            let _ = writeln!(out, "  {name}  {}", measures(m, lang));
        }
    }
}

/// `87.5%: verdicts 3/4, bounds 2/2, …`
fn measures(m: &Measures, lang: Lang) -> String {
    let names = [
        (m.verdicts, say(lang, "判定", "verdicts")),
        (m.bounds, say(lang, "限值", "bounds")),
        (m.branches, say(lang, "分支", "branches")),
        (m.exceptions, say(lang, "例外", "exceptions")),
        (m.results, say(lang, "结果", "results")),
    ];
    let parts: Vec<String> =
        names.iter().filter(|(p, _)| p.all > 0).map(|(p, name)| format!("{name} {}/{}", p.covered, p.all)).collect();
    let (sign, comma) = (say(lang, "：", ": "), say(lang, "，", ", "));
    format!("{}{sign}{}", share(m.total()), parts.join(comma))
}

/// Rounded down to a tenth of a percent: less than all is never shown as 100%.
pub fn share(part: Part) -> String {
    let tenths = (part.covered * 1000).checked_div(part.all).unwrap_or(0);
    if tenths.is_multiple_of(10) { format!("{}%", tenths / 10) } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

pub fn threshold(part: Part, least: &Rat, lang: Lang) -> String {
    if !part.is_below(least) {
        return String::new();
    }
    let least = show_exact_or(&(least * crate::num::int(100)), 4);
    match lang {
        Lang::Zh => format!("覆盖率 {} 低于要求的 {least}%\n", share(part)),
        Lang::En => format!("coverage {} is below the {least}% asked for\n", share(part)),
    }
}

fn gaps(out: &mut String, results: &Results, sources: &Sources, all: bool, lang: Lang) {
    let gaps: Vec<(&str, Gap)> =
        results.coverage.rules.iter().flat_map(|r| r.gaps().into_iter().map(|g| (r.id.as_str(), g))).collect();
    let shown = if all { gaps.len() } else { LISTED };
    for (id, gap) in gaps.iter().take(shown) {
        let _ = writeln!(out, "  {id}: {}", words(gap, lang, sources));
    }
    let hidden = gaps.len().saturating_sub(shown);
    if hidden > 0 {
        let _ = match lang {
            Lang::Zh => writeln!(out, "  另有 {hidden} 处未测（--gaps 全部列出）"),
            Lang::En => writeln!(out, "  {hidden} more gap{} (--gaps lists all)", if hidden == 1 { "" } else { "s" }),
        };
    }
}

/// A gap in words.
pub fn words(gap: &Gap, lang: Lang, sources: &Sources) -> String {
    let at = |zh: &'static str, en: &'static str, span: &Span| {
        let source = sources.get(span.file);
        let (line, col) = source.line_col(span.start as usize);
        let text = source.slice(*span).split_whitespace().collect::<Vec<_>>().join(" ");
        let place = format!("{}:{line}:{col} `{text}`", source.name);
        match lang {
            Lang::Zh => format!("{zh}：{place}"),
            Lang::En => format!("{en}: {place}"),
        }
    };
    match gap {
        Gap::Untested => say(lang, "没有测试", "no test").to_string(),
        Gap::NeverMet => say(lang, "没有“符合”的测试", "never met").to_string(),
        Gap::NeverViolated => say(lang, "没有“不符”的测试", "never violated").to_string(),
        Gap::ConditionNeverFalse(span) => at("适用条件从未不成立", "`when` is never false", span),
        Gap::ConditionNeverTrue(span) => at("适用条件从未成立", "`when` is never true", span),
        Gap::ExemptionNeverTaken(span) => at("没有“豁免”的测试", "the exemption is never taken", span),
        Gap::ExceptionNeverTaken(span) => at("没有走到例外的测试", "the exception is never taken", span),
        Gap::ArmNeverTaken(span) => at("没有走到的分支", "the branch is never taken", span),
        Gap::AlternativeNeverTried(param, value) => {
            let value = value_words(value, lang);
            match lang {
                Lang::Zh => format!("参数“{param}”取“{value}”时没有测试"),
                Lang::En => format!("no test with `{param}` as `{value}`"),
            }
        }
        Gap::ResultNotExpected(span) => at("没有写明结果的测试", "no test says what this comes to", span),
        Gap::NobodyOutside(span) => at("没有“未列入”的测试", "nobody is outside this list", span),
        Gap::BoundNotTouched(span) => at("没有恰在限值上的测试", "no test at the bound", span),
    }
}
