//! What was found as a flat list, the gravest first: verdicts, mistakes in rules and files, rules that met nobody.

use crate::diag::Severity;
use crate::finding::{Consequence, Finding};
use crate::report::ci::place::{self, At};
use crate::report::identity;
use crate::report::input::Report;
use crate::report::page::clean::clean;
use crate::report::prose::answers;
use crate::report::prose::reasons;
use crate::report::prose::why;
use crate::report::prose::words::say;
use std::collections::BTreeMap;

/// How grave an item is; each platform has its own word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// The check could not be done, or a cell cannot be used.
    Mistake,
    /// A rule met nobody, which must not look like success.
    Idle,
    Breach,
    Open,
    Warning,
    Query,
    Shortfall,
    /// Nothing is asked of anybody.
    Noted,
}

impl Grade {
    fn of(consequence: Consequence) -> Self {
        match consequence {
            Consequence::Breach => Self::Breach,
            Consequence::Open => Self::Open,
            Consequence::Query => Self::Query,
            Consequence::Shortfall => Self::Shortfall,
            Consequence::Waived | Consequence::Explained | Consequence::Noted => Self::Noted,
        }
    }

    /// The three levels that most platforms have.
    pub(super) fn level(self) -> Level {
        match self {
            Self::Mistake | Self::Idle | Self::Breach | Self::Open => Level::Error,
            Self::Warning | Self::Query => Level::Warning,
            Self::Shortfall | Self::Noted => Level::Note,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Error,
    Warning,
    Note,
}

/// One thing to show.
#[derive(Debug)]
pub(super) struct Item<'r> {
    pub grade: Grade,
    /// The rule, or the code of the mistake.
    pub code: String,
    /// What that is called.
    pub title: String,
    /// One line; in a workbook it begins with the cell.
    pub message: String,
    pub at: Option<At>,
    /// Told from every other in the list.
    pub fingerprint: String,
    pub finding: Option<&'r Finding>,
}

/// Everything there is to show, the gravest first, then by place.
pub(super) fn items<'r>(report: &Report<'r>) -> Vec<Item<'r>> {
    let mut out: Vec<Item<'r>> = mistakes(report);
    out.extend(idle(report));
    out.extend(report.items().filter(|f| report.all || f.consequence() != Consequence::Noted).map(|f| of_finding(report, f)));
    out.sort_by(|a, b| (a.grade, &a.at, &a.code, &a.message).cmp(&(b.grade, &b.at, &b.code, &b.message)));
    // What is told twice of one thing is told apart by its place in the list: equal prints would be one item to a platform.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for item in &mut out {
        let n = seen.entry(item.fingerprint.clone()).or_default();
        *n += 1;
        if *n > 1 {
            item.fingerprint = format!("{}-{n}", item.fingerprint);
        }
    }
    out
}

/// One verdict as an item.
pub(super) fn of_finding<'r>(report: &Report<'r>, f: &'r Finding) -> Item<'r> {
    let rule = report.findings.rules.get(f.rule);
    let at = place::of_finding(report, f);
    let mut words = reasons::message(f, rule.map_or("", |r| &r.title), &report.findings.regions, report.lang);
    if let Some(standing) = answers::standing(f, report.findings, report.lang) {
        words = format!("{words}{}{standing}", report.lang.pick("；", "; "));
    }
    Item {
        grade: Grade::of(f.consequence()),
        code: clean(rule.map_or("", |r| &r.id)).into_owned(),
        title: clean(rule.map_or("", |r| &r.title)).into_owned(),
        message: message(report, at.as_ref(), &words),
        at,
        fingerprint: f.fingerprint.to_string(),
        finding: Some(f),
    }
}

fn mistakes<'r>(report: &Report<'r>) -> Vec<Item<'r>> {
    let shown = report.diagnostics.iter().filter(|d| !report.quiet || d.severity == Severity::Error);
    let item = |d: &'r crate::diag::Diagnostic| {
        let at = place::of_mistake(report, d);
        let grade = match d.severity {
            Severity::Error => Grade::Mistake,
            Severity::Warning => Grade::Warning,
        };
        let help = d.help.as_ref().map_or(String::new(), |h| format!("{}{}", say(report.lang, "；", "; "), h.get(report.lang)));
        Item {
            grade,
            code: d.code.to_string(),
            title: clean(d.message.get(report.lang)).into_owned(),
            message: message(report, at.as_ref(), &format!("{}{help}", d.message.get(report.lang))),
            at,
            fingerprint: identity::of_mistake(d, report.sources, &report.findings.files),
            finding: None,
        }
    };
    shown.map(item).collect()
}

/// Rules that met nobody; those that may are worth a note.
fn idle<'r>(report: &Report<'r>) -> Vec<Item<'r>> {
    let found = report.findings;
    let item = |(rule, reason): &(usize, crate::finding::Idle), grade: Grade| {
        let info = found.rules.get(*rule)?;
        let at = place::of_rule(report, *rule);
        let words = format!(
            "{}{}{}",
            say(report.lang, "没有检查对象，等于没有检查", "it met no subject and checked nothing"),
            say(report.lang, "：", ": "),
            why::idle(reason, report.lang)
        );
        Some(Item {
            grade,
            code: clean(&info.id).into_owned(),
            title: clean(&info.title).into_owned(),
            message: message(report, at.as_ref(), &words),
            at,
            fingerprint: identity::of_rule("idle", &info.id),
            finding: None,
        })
    };
    let grade = |rule: usize| if report.may_idle.contains(&rule) { Grade::Noted } else { Grade::Idle };
    found.without_subject.iter().filter_map(|one| item(one, grade(one.0))).collect()
}

/// A message in one line, behind the cell it is about where lines say nothing to people.
fn message(report: &Report, at: Option<&At>, words: &str) -> String {
    let words = clean(words);
    match at.and_then(|at| at.cell.as_ref()) {
        Some(cell) => format!("{}{}{words}", clean(cell), say(report.lang, "：", ": ")),
        None => words.into_owned(),
    }
}
