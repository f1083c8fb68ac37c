//! JUnit's XML: a suite for each rule, a case for each subject, passing ones too. Violated is a `failure`, undetermined an `error` (nobody can
//! tell), exempt and not applicable are `skipped`; questions and missed aims pass and are told in the output of their case.

use crate::diag::Lang;
use crate::finding::{Consequence, Finding, Verdict};
use crate::report::ci::items::{Grade, Item, items, of_finding};
use crate::report::ci::xml::Document;
use crate::report::input::Report;
use crate::report::page::clean::clean;
use crate::report::prose::words::{say, subject};
use std::collections::BTreeMap;

/// What became of a case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Failure,
    Error,
    Skipped,
    Passed,
}

struct Case {
    name: String,
    outcome: Outcome,
    /// The kind, in words that are never translated.
    kind: &'static str,
    /// What to tell, a line for each line of the rule; the first is the message.
    told: Vec<String>,
}

struct Suite {
    id: String,
    name: String,
    cases: Vec<Case>,
    note: Option<String>,
}

pub(crate) fn render(report: &Report) -> String {
    let others: Vec<Item> = items(report).into_iter().filter(|i| i.finding.is_none()).collect();
    let mut suites: Vec<Suite> = rules(report, &others);
    suites.extend(mistakes(report, &others));
    let count = |suites: &[Suite], which: Outcome| suites.iter().flat_map(|s| &s.cases).filter(|c| c.outcome == which).count();
    let tests: usize = suites.iter().map(|s| s.cases.len()).sum();
    let (failures, errors) = (count(&suites, Outcome::Failure), count(&suites, Outcome::Error));
    let mut out = Document::new();
    out.open(
        "testsuites",
        &[("name", "fadu"), ("tests", &tests.to_string()), ("failures", &failures.to_string()), ("errors", &errors.to_string())],
    );
    suites.iter().for_each(|s| suite(&mut out, s));
    out.close("testsuites");
    out.finish()
}

fn suite(out: &mut Document, s: &Suite) {
    let count = |which: Outcome| s.cases.iter().filter(|c| c.outcome == which).count().to_string();
    out.open(
        "testsuite",
        &[
            ("name", &s.name),
            ("tests", &s.cases.len().to_string()),
            ("failures", &count(Outcome::Failure)),
            ("errors", &count(Outcome::Error)),
            ("skipped", &count(Outcome::Skipped)),
        ],
    );
    for case in &s.cases {
        let attributes = [("name", case.name.as_str()), ("classname", s.id.as_str())];
        let message = case.told.first().map_or("", String::as_str);
        let lines = case.told.join("\n");
        let element = match case.outcome {
            Outcome::Passed if case.told.is_empty() => {
                out.empty("testcase", &attributes);
                continue;
            }
            Outcome::Passed => None,
            Outcome::Failure => Some("failure"),
            Outcome::Error => Some("error"),
            Outcome::Skipped => Some("skipped"),
        };
        out.open("testcase", &attributes);
        match element {
            None => out.text("system-out", &[], &lines),
            Some(name) => out.text(name, &[("type", case.kind), ("message", message)], &lines),
        }
        out.close("testcase");
    }
    if let Some(note) = &s.note {
        out.text("system-out", &[], note);
    }
    out.close("testsuite");
}

/// A suite for each rule that judged somebody, or should have.
fn rules(report: &Report, others: &[Item]) -> Vec<Suite> {
    let found = report.findings;
    let mut by_rule: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    found.list.iter().for_each(|f| by_rule.entry(f.rule).or_default().push(f));
    let mut out = Vec::new();
    for (at, rule) in found.rules.iter().enumerate() {
        let mut cases = cases(report, by_rule.get(&at).map_or(&[], Vec::as_slice));
        let idle = others.iter().filter(|i| i.code == clean(&rule.id));
        cases.extend(idle.map(|item| Case {
            name: say(report.lang, "检查对象", "subjects").to_string(),
            outcome: if item.grade == Grade::Idle { Outcome::Error } else { Outcome::Skipped },
            kind: "no_subject",
            told: vec![item.message.clone()],
        }));
        let nil = found.nil_reports.iter().filter(|(r, _)| *r == at);
        cases.extend(nil.map(|(_, why)| Case {
            name: say(report.lang, "检查对象", "subjects").to_string(),
            outcome: Outcome::Skipped,
            kind: "nil_report",
            told: vec![clean(&crate::report::prose::why::idle(why, report.lang)).into_owned()],
        }));
        let listed: u64 = u64::try_from(cases.len()).unwrap_or(u64::MAX);
        let note = rule.subjects.checked_sub(listed).filter(|n| *n > 0 && found.unlisted > 0).map(|n| match report.lang {
            Lang::Zh => format!("另有 {n} 个对象超出上限，没有逐一列出"),
            Lang::En => format!("{n} more subjects are beyond the limit and not listed one by one"),
        });
        if rule.only_shows && cases.is_empty() {
            continue;
        }
        out.push(Suite {
            id: clean(&rule.id).into_owned(),
            name: clean(&format!("{} {}", rule.id, rule.title)).into_owned(),
            cases,
            note,
        });
    }
    out
}

/// A case for each subject: all lines of the rule about it, the gravest gives the outcome.
fn cases(report: &Report, list: &[&Finding]) -> Vec<Case> {
    let mut order: Vec<String> = Vec::new();
    let mut by_subject: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for f in list {
        let words = subject(&f.subject, &report.findings.regions, report.lang);
        let name = if words.is_empty() { say(report.lang, "全体", "all").to_string() } else { clean(&words).into_owned() };
        if !by_subject.contains_key(&name) {
            order.push(name.clone());
        }
        by_subject.entry(name).or_default().push(f);
    }
    order.into_iter().map(|name| case(report, &by_subject.remove(&name).unwrap_or_default(), name)).collect()
}

fn case(report: &Report, lines: &[&Finding], name: String) -> Case {
    let mut judged: Vec<(Outcome, &'static str, &Finding)> = lines.iter().map(|f| (outcome(f).0, outcome(f).1, *f)).collect();
    judged.sort_by_key(|(outcome, kind, f)| (*outcome, *kind, f.line));
    // Where one line of a rule leaves somebody alone and another is met, it was judged.
    let met = judged.iter().any(|(o, ..)| *o == Outcome::Passed);
    let (outcome, kind) = match judged.first() {
        Some((Outcome::Skipped, ..)) if met => (Outcome::Passed, "met"),
        Some((outcome, kind, _)) => (*outcome, *kind),
        None => (Outcome::Passed, "met"),
    };
    let worth = |f: &&Finding| f.verdict != Verdict::Met;
    let told = judged.iter().map(|(_, _, f)| *f).filter(worth).map(|f| placed(&of_finding(report, f))).collect();
    Case { name, outcome, kind, told }
}

fn outcome(f: &Finding) -> (Outcome, &'static str) {
    match (f.consequence(), f.verdict) {
        (Consequence::Breach, _) => (Outcome::Failure, "violated"),
        (Consequence::Open, _) => (Outcome::Error, "undetermined"),
        (Consequence::Query, _) => (Outcome::Passed, "query"),
        (Consequence::Shortfall, _) => (Outcome::Passed, "shortfall"),
        (Consequence::Waived, _) => (Outcome::Skipped, "waived"),
        (Consequence::Explained, _) => (Outcome::Passed, "explained"),
        (Consequence::Noted, Verdict::Exempt) => (Outcome::Skipped, "exempt"),
        (Consequence::Noted, Verdict::NotApplicable) => (Outcome::Skipped, "not_applicable"),
        (Consequence::Noted, Verdict::Undetermined) => (Outcome::Skipped, "undetermined"),
        (Consequence::Noted, Verdict::Met | Verdict::Violated) => (Outcome::Passed, "met"),
    }
}

/// `a.csv:3:5: message`
fn placed(item: &Item) -> String {
    match &item.at {
        Some(at) => format!("{}:{}:{}: {}", clean(&at.path), at.line, at.column, item.message),
        None => item.message.clone(),
    }
}

/// Mistakes in rules and files fail as cases of their own: a report without them would look like success.
fn mistakes(report: &Report, others: &[Item]) -> Option<Suite> {
    let case = |item: &Item| Case {
        name: clean(&format!("{} {}", item.code, item.at.as_ref().map_or("-", |at| &at.path))).into_owned(),
        outcome: if item.grade == Grade::Mistake { Outcome::Error } else { Outcome::Passed },
        kind: if item.grade == Grade::Mistake { "mistake" } else { "warning" },
        told: vec![placed(item)],
    };
    let list = others.iter().filter(|i| matches!(i.grade, Grade::Mistake | Grade::Warning));
    let cases: Vec<Case> = list.map(case).collect();
    let name = say(report.lang, "规则和文件", "rules and files").to_string();
    (!cases.is_empty()).then(|| Suite { id: "fadu".to_string(), name, cases, note: None })
}
