//! What an entry is about: the findings of its rule, line, subject and period.

use super::entry::Entry;
use crate::finding::{AnswerKind, Consequence, Finding, Findings};
use crate::text::fold_name;

/// What an entry leads to.
pub enum Found {
    /// One finding, by its index.
    One(usize),
    /// No rule is called so.
    NoRule,
    /// The rule found nothing of such a subject: nothing to answer.
    None,
    /// Only of other periods.
    OtherPeriod(Vec<String>),
    /// Several lines; what each is called.
    Several(Vec<String>),
    /// What the fingerprint names is about somebody or something else.
    Mismatch,
    /// A `require` is not to be explained away.
    NotAsked,
}

/// Whether a finding asks for an answer of a kind.
pub fn is_answered_by(finding: &Finding, kind: AnswerKind) -> bool {
    match (finding.plain_consequence(), kind) {
        (Consequence::Breach | Consequence::Open | Consequence::Query | Consequence::Shortfall, AnswerKind::Waiver) => true,
        (consequence, AnswerKind::Explanation) => consequence == Consequence::Query,
        (Consequence::Waived | Consequence::Explained | Consequence::Noted, AnswerKind::Waiver) => false,
    }
}

/// Whether there is anything to answer.
pub fn finds_fault(finding: &Finding) -> bool {
    finding.plain_consequence() != Consequence::Noted
}

/// A rule by its name, with or without its policy.
pub fn is_rule(id: &str, name: &str) -> bool {
    id == name || id.rsplit('.').next() == Some(name)
}

pub fn find(entry: &Entry, findings: &Findings) -> Found {
    let rules: Vec<usize> =
        findings.rules.iter().enumerate().filter(|(_, r)| is_rule(&r.id, entry.text("rule"))).map(|(at, _)| at).collect();
    if rules.is_empty() {
        return Found::NoRule;
    }
    let wanted = words(entry.text("subject"));
    let about: Vec<(usize, &Finding)> = findings
        .list
        .iter()
        .enumerate()
        .filter(|(_, f)| rules.contains(&f.rule) && finds_fault(f) && is_subject(f, &wanted, findings))
        .collect();
    if about.is_empty() {
        return Found::None;
    }
    let (timely, others): (Vec<_>, Vec<_>) = about.into_iter().partition(|(_, f)| is_period(f, entry, &wanted));
    if timely.is_empty() {
        let mut periods: Vec<String> = others.into_iter().filter_map(|(_, f)| f.subject.period.clone()).collect();
        periods.dedup();
        return Found::OtherPeriod(periods);
    }
    let (asking, other): (Vec<_>, Vec<_>) = timely.into_iter().partition(|(_, f)| is_answered_by(f, entry.kind));
    if asking.is_empty() {
        return if other.is_empty() { Found::None } else { Found::NotAsked };
    }
    let line_of = |f: &Finding| {
        let name = findings.rules.get(f.rule).and_then(|r| r.line_name(f)).map(str::to_string);
        name.unwrap_or_else(|| (f.line + 1).to_string())
    };
    let prefix = entry.text("finding").to_ascii_lowercase();
    let line = entry.text("line");
    let is_it = |f: &Finding| {
        let by_print = prefix.is_empty() || f.fingerprint.to_string().starts_with(&prefix);
        by_print && (line.is_empty() || line == line_of(f) || line == (f.line + 1).to_string())
    };
    let chosen: Vec<usize> = asking.iter().filter(|(_, f)| is_it(f)).map(|(at, _)| *at).collect();
    match chosen.as_slice() {
        [one] => Found::One(*one),
        [] => Found::Mismatch,
        _ => Found::Several(asking.iter().map(|(_, f)| line_of(f)).collect()),
    }
}

/// A name of a subject in words: `安平县 · 2007` and `安平县 2007` are the same.
pub fn words(text: &str) -> Vec<String> {
    fold_name(text).split(|c: char| c.is_whitespace() || c == '·').filter(|w| !w.is_empty()).map(str::to_string).collect()
}

/// By the values of its key, with or without the period, codes of regions as such or by their names.
pub fn is_subject(f: &Finding, wanted: &[String], findings: &Findings) -> bool {
    let values: Vec<String> = f.subject.key.iter().map(|(_, v)| v.plain().into_owned()).collect();
    let of = |values: &[&String], named: bool| -> Vec<String> {
        let name = |v: &String| findings.regions.get(v).filter(|_| named).unwrap_or(v).clone();
        values.iter().flat_map(|v| words(&name(v))).collect()
    };
    let all: Vec<&String> = values.iter().collect();
    let bare: Vec<&String> = values.iter().filter(|v| Some(*v) != f.subject.period.as_ref()).collect();
    [&all, &bare].into_iter().any(|list| of(list, false) == wanted || of(list, true) == wanted)
}

/// An entry without a period is about what has none, or names it with the subject.
fn is_period(f: &Finding, entry: &Entry, wanted: &[String]) -> bool {
    match (&f.subject.period, entry.get("period")) {
        (Some(period), Some(said)) => words(period) == words(&said.text),
        (None, None) => true,
        (Some(period), None) => words(period).iter().all(|w| wanted.contains(w)),
        (None, Some(_)) => false,
    }
}
