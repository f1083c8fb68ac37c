//! What a test expects against what came out.

use super::outcome::{BOTH, Failure, Found, Outcome, is_called};
use super::results;
use crate::ast::{Asked, Force, Verdict};
use crate::diag::{Bilingual, Lang};
use crate::finding::{Consequence, Detail, Finding, Findings, rank};
use crate::hir::{ExpectedVerdict, RuleSet, Test};
use crate::num::{Rat, abs, show_exact_or};
use crate::report::{cause_words, difference_unit, reason_words, verdict_word};
use crate::ty::{Dims, Flavour, Unit};

pub(super) fn compare(rules: &RuleSet, test: &Test, findings: Findings) -> Outcome {
    let (mut failures, mut found) = (Vec::new(), Vec::new());
    for expected in &test.expects {
        let failure = check(rules, expected, &findings);
        let own: Vec<Finding> = findings.list.iter().filter(|f| is_meant(expected, f)).cloned().collect();
        found.push(Found {
            rule: expected.rule_name.clone(),
            line: expected.line.as_ref().map(|(_, label)| label.clone()),
            asked: expected.asked.map(|asked| asked_words(asked).en),
            span: expected.span,
            wanted: expected.verdict,
            holds: failure.is_none(),
            verdicts: by_subject(&own),
        });
        failures.extend(failure);
    }
    let mut results = Vec::new();
    for expected in &test.results {
        let (found, failure) = results::compare(rules, expected, &findings);
        results.push(found);
        failures.extend(failure);
    }
    Outcome { name: test.name.clone(), span: test.span, case: test.case, found, results, failures }
}

/// A finding an expectation speaks of.
fn is_meant(expected: &ExpectedVerdict, f: &Finding) -> bool {
    let called = |s: &String| is_called(&f.subject, s);
    let line = expected.line.as_ref().is_none_or(|(line, _)| f.line == *line);
    Some(f.rule) == expected.rule && line && expected.subject.as_ref().is_none_or(called)
}

/// Whether a finding has the consequence that is asked for.
fn follows(asked: Asked, f: &Finding) -> bool {
    Consequence::of(f.force, f.verdict) == asked_consequence(asked)
}

/// A subject without a line of the consequence that is asked for.
fn without(asked: Asked, list: &[Finding]) -> Option<String> {
    let mut subjects: Vec<(String, bool)> = Vec::new();
    for f in list {
        let title = f.subject.title();
        match subjects.iter_mut().find(|(t, _)| *t == title) {
            Some((_, found)) => *found |= follows(asked, f),
            None => subjects.push((title, follows(asked, f))),
        }
    }
    subjects.into_iter().find(|(_, found)| !found).map(|(title, _)| title)
}

fn asked_consequence(asked: Asked) -> Consequence {
    match asked {
        Asked::Breach => Consequence::Breach,
        Asked::Query => Consequence::Query,
        Asked::Shortfall => Consequence::Shortfall,
        Asked::Open => Consequence::Open,
    }
}

/// As an author asks for it.
fn asked_words(asked: Asked) -> Bilingual {
    match asked {
        Asked::Breach => Bilingual::new("违反", "breach"),
        Asked::Query => Bilingual::new("待说明", "query"),
        Asked::Shortfall => Bilingual::new("未达", "shortfall"),
        Asked::Open => Bilingual::new("未决", "open"),
    }
}

pub fn verdict_words(verdict: Verdict) -> Bilingual {
    Bilingual::new(verdict_word(verdict, Lang::Zh), verdict_word(verdict, Lang::En))
}

fn check(rules: &RuleSet, expected: &ExpectedVerdict, findings: &Findings) -> Option<Failure> {
    let fail = |found: Bilingual, list: Vec<Finding>| {
        let words = expected_words(expected);
        Some(Failure { span: expected.span, expected: words, found, findings: list, faulty: None })
    };
    if expected.rule.is_none_or(|r| rules.rules.get(r).is_none()) {
        let failure = fail(Bilingual::new("规则有误，未能核查", "the rule has mistakes and was not checked"), Vec::new());
        return failure.map(|f| Failure { faulty: Some(expected.rule_name.clone()), ..f });
    }
    let list: Vec<Finding> = findings.list.iter().filter(|f| is_meant(expected, f)).cloned().collect();
    if list.is_empty() {
        // A test that matched nothing cannot pass.
        return fail(nothing_judged(expected, findings), list);
    }
    let verdicts = by_subject(&list);
    if let Some(asked) = expected.asked {
        if let Some(subject) = without(asked, &list) {
            let words = asked_words(asked);
            return fail(
                Bilingual::new(format!("{subject} 没有“{}”的一条", words.zh), format!("no {} of {subject}", words.en)),
                list,
            );
        }
    } else if let Some((subject, verdict)) = verdicts.iter().find(|(_, v)| *v != expected.verdict) {
        let words = verdict_words(*verdict);
        let found = match verdicts.len() {
            1 => words,
            _ => Bilingual::new(format!("{}（{subject}）", words.zh), format!("{} ({subject})", words.en)),
        };
        return fail(found, list);
    }
    if let Some((by, unit)) = &expected.by {
        let margins: Vec<(Rat, Unit)> = list.iter().filter(|f| has(expected, f)).flat_map(|f| margins(&f.detail)).collect();
        if !margins.iter().any(|(m, own)| abs(m) == *by && measures(unit, own)) {
            let shown = |(m, own): &(Rat, Unit)| in_unit(&abs(m), if measures(unit, own) { unit } else { own });
            let shown: Vec<String> = margins.iter().map(shown).collect();
            let shown = if shown.is_empty() { "?".to_string() } else { shown.join(", ") };
            return fail(Bilingual::new(format!("差额 {shown}"), format!("by {shown}")), list);
        }
    }
    if let Some(because) = &expected.because {
        let named = |f: &Finding| {
            let said = |words: &dyn Fn(Lang) -> String| BOTH.iter().any(|lang| words(*lang).contains(because));
            let reason = f.reason.as_ref().is_some_and(|r| said(&|lang| reason_words(r, lang)));
            reason || f.causes.iter().any(|c| said(&|lang| cause_words(c, lang)))
        };
        if !list.iter().any(named) {
            let causes = || list.iter().flat_map(|f| &f.causes);
            let [zh, en] = BOTH.map(|lang| causes().map(|c| cause_words(c, lang)).collect::<Vec<_>>());
            return fail(Bilingual::new(format!("原因：{}", zh.join("；")), format!("because {}", en.join("; "))), list);
        }
    }
    None
}

/// Nobody of this name was judged; who was.
fn nothing_judged(expected: &ExpectedVerdict, findings: &Findings) -> Bilingual {
    const SHOWN: usize = 8;
    let anybody = ExpectedVerdict { subject: None, ..expected.clone() };
    let mut titles: Vec<String> = Vec::new();
    for title in findings.list.iter().filter(|f| is_meant(&anybody, f)).map(|f| f.subject.title()) {
        if !title.is_empty() && !titles.contains(&title) {
            titles.push(title);
        }
    }
    let (zh, en) = ("没有核查到任何对象", "nothing was judged");
    let more = titles.len().saturating_sub(SHOWN);
    titles.truncate(SHOWN);
    if expected.subject.is_none() || titles.is_empty() {
        return Bilingual::new(zh, en);
    }
    let and = |text: String| if more > 0 { text } else { String::new() };
    Bilingual::new(
        format!("{zh}；核查到的有：{}{}", titles.join("、"), and(format!("等，另有 {more} 个"))),
        format!("{en} of this name; judged were: {}{}", titles.join(", "), and(format!(" and {more} more"))),
    )
}

/// A finding that is as expected.
fn has(expected: &ExpectedVerdict, f: &Finding) -> bool {
    expected.asked.map_or(f.verdict == expected.verdict, |asked| follows(asked, f))
}

fn expected_words(expected: &ExpectedVerdict) -> Bilingual {
    let mut words = expected.asked.map_or_else(|| verdict_words(expected.verdict), asked_words);
    if let Some((_, label)) = &expected.line {
        words = Bilingual::new(format!("“{label}”{}", words.zh), format!("`{label}` {}", words.en));
    }
    if let Some((by, unit)) = &expected.by {
        let size = in_unit(by, unit);
        words = Bilingual::new(format!("{} 差 {size}", words.zh), format!("{} by {size}", words.en));
    }
    if let Some(because) = &expected.because {
        words = Bilingual::new(format!("{}，因为 {because}", words.zh), format!("{} because {because}", words.en));
    }
    words
}

fn in_unit(value: &Rat, unit: &Unit) -> String {
    format!("{}{}", show_exact_or(&(value / &unit.factor), 12), unit.name)
}

/// The rule's verdict for each subject: the first found of violated, undetermined, met, exempt, not applicable over its strict lines.
pub(super) fn by_subject(list: &[Finding]) -> Vec<(String, Verdict)> {
    let strict = list.iter().any(|f| f.force == Force::Require);
    let mut out: Vec<(String, Verdict)> = Vec::new();
    for finding in list.iter().filter(|f| !strict || f.force == Force::Require) {
        let title = finding.subject.title();
        match out.iter_mut().find(|(t, _)| *t == title) {
            Some((_, verdict)) if rank(finding.verdict) < rank(*verdict) => *verdict = finding.verdict,
            Some(_) => {}
            None => out.push((title, finding.verdict)),
        }
    }
    out
}

/// Whether a margin in one unit can be told in another: metres are no yuan, and points no per cent. A distance of days or periods is any time.
fn measures(told: &Unit, margin: &Unit) -> bool {
    let bare = |unit: &Unit| matches!(unit.ty.flavour, Flavour::Number | Flavour::Count | Flavour::Ratio);
    let times = |unit: &Unit| unit.ty.dims == Dims::base("天") || unit.ty.dims == Dims::base("年");
    match margin.calendar {
        Some(_) => bare(told) || times(told),
        None if bare(told) && bare(margin) => true,
        None => told.ty.flavour == margin.ty.flavour && told.ty.dims == margin.ty.dims,
    }
}

/// All exact margins of a detail, with the units they are told in.
pub fn margins(detail: &Detail) -> Vec<(Rat, Unit)> {
    match detail {
        Detail::Compare(c) => {
            let unit = if c.margin_unit.is_time() { c.margin_unit.clone() } else { difference_unit(&c.margin_unit) };
            c.margin.as_exact().map(|m| (m.clone(), unit)).into_iter().collect()
        }
        Detail::Parts { parts, .. } => parts.iter().flat_map(margins).collect(),
        Detail::Members { worst: Some(worst), .. } => margins(&worst.1),
        Detail::Stage(s) => s.details().flat_map(margins).collect(),
        Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::None => Vec::new(),
    }
}
