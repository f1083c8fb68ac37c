//! In what two receipts differ: of what was judged, and of what it came to.

use super::model::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything in which a run differs from the receipt of an earlier one. `was` is the receipt's, `now` the run's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Differences {
    /// Versions of the program.
    pub version: Option<Change>,
    pub as_of: Option<Change>,
    pub files: Vec<FileDifference>,
    pub parameters: Vec<ParameterDifference>,
    pub verdicts: Vec<VerdictDifference>,
    /// Rules of which other numbers of subjects are met, or that are there no more, or are new.
    pub rules: Vec<RuleDifference>,
    pub mistakes: Vec<MistakeDifference>,
    /// Findings beyond the bound that are only counted.
    pub unlisted: Option<Change>,
    /// The digest of the report.
    pub report: Option<Change>,
    pub exit: Option<Change>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    pub was: Option<String>,
    pub now: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileChange {
    Changed,
    Missing,
    Added,
    Renamed,
    /// It is there and cannot be read any more, or now can.
    Unreadable,
    Readable,
    /// It is read as something else.
    OtherUse,
    /// The same bytes, and other rows are read of them.
    ReadOtherwise,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileDifference {
    pub path: String,
    pub change: FileChange,
    pub what: String,
    /// The new name of a file that was renamed.
    pub to: Option<String>,
    pub was: Option<String>,
    pub now: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterDifference {
    pub name: String,
    pub was: Option<Parameter>,
    pub now: Option<Parameter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictDifference {
    pub fingerprint: String,
    pub rule: String,
    pub line: String,
    pub subject: String,
    pub period: Option<String>,
    /// `None`: met, or not judged.
    pub was: Option<String>,
    pub now: Option<String>,
    pub standing_was: Option<String>,
    pub standing_now: Option<String>,
    pub margin_was: Option<String>,
    pub margin_now: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleDifference {
    pub rule: String,
    pub was: Option<RuleTally>,
    pub now: Option<RuleTally>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MistakeDifference {
    pub path: Option<String>,
    pub code: String,
    pub was: u64,
    pub now: u64,
}

impl Differences {
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// What was judged and what it came to are the same: only the program differs, and how it words its report.
    pub fn only_program(&self) -> bool {
        self.version.is_some() && Self { version: None, report: None, ..self.clone() }.is_none()
    }
}

/// Compares an earlier receipt with that of a run; both are made by the same algorithm.
pub fn compare(was: &Receipt, now: &Receipt) -> Differences {
    let change = |was: &str, now: &str| (was != now).then(|| Change { was: Some(was.to_string()), now: Some(now.to_string()) });
    let as_of = (was.as_of != now.as_of).then(|| Change { was: was.as_of.clone(), now: now.as_of.clone() });
    Differences {
        version: change(&was.fadu, &now.fadu),
        as_of,
        files: files(&was.files, &now.files),
        parameters: parameters(&was.parameters, &now.parameters),
        verdicts: verdicts(&was.verdicts, &now.verdicts),
        rules: rules(&was.rules, &now.rules),
        mistakes: mistakes(&was.mistakes, &now.mistakes),
        unlisted: change(&was.counts.unlisted.to_string(), &now.counts.unlisted.to_string()),
        report: change(&was.report.digest, &now.report.digest),
        exit: change(&was.exit.to_string(), &now.exit.to_string()),
    }
}

/// What two lists have under one key: in the order of keys.
fn paired<'a, K: Ord, T>(was: &'a [T], now: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut pairs: BTreeMap<K, (Option<&T>, Option<&T>)> = BTreeMap::new();
    was.iter().for_each(|t| pairs.entry(key(t)).or_default().0 = Some(t));
    now.iter().for_each(|t| pairs.entry(key(t)).or_default().1 = Some(t));
    pairs.into_values().collect()
}

fn files(was: &[FileEntry], now: &[FileEntry]) -> Vec<FileDifference> {
    let mut out = Vec::new();
    let mut gone: Vec<&FileEntry> = Vec::new();
    let mut fresh: Vec<&FileEntry> = Vec::new();
    for pair in paired(was, now, |f| (f.path.as_str(), f.what.as_str())) {
        match pair {
            (Some(a), None) => gone.push(a),
            (None, Some(b)) => fresh.push(b),
            (Some(a), Some(b)) if a.digest != b.digest => {
                let change = match (&a.digest, &b.digest) {
                    (_, None) => FileChange::Unreadable,
                    (None, _) => FileChange::Readable,
                    _ => FileChange::Changed,
                };
                out.push(difference(a, change, None, Some(b)));
            }
            (Some(a), Some(b)) if a.rows != b.rows => out.push(difference(a, FileChange::ReadOtherwise, None, Some(b))),
            _ => {}
        }
    }
    for a in gone {
        let same = |b: &&FileEntry| b.digest.is_some() && b.digest == a.digest;
        let at = fresh.iter().position(|b| same(b) && b.path == a.path);
        let at = at.or_else(|| fresh.iter().position(|b| same(b) && b.what == a.what));
        match at.map(|at| fresh.remove(at)) {
            Some(b) if b.path == a.path => out.push(difference(a, FileChange::OtherUse, Some(b.what.clone()), Some(b))),
            Some(b) => out.push(difference(a, FileChange::Renamed, Some(b.path.clone()), Some(b))),
            None => out.push(difference(a, FileChange::Missing, None, None)),
        }
    }
    for b in fresh {
        let added = FileDifference { was: None, now: b.digest.clone(), ..difference(b, FileChange::Added, None, None) };
        out.push(added);
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

fn difference(a: &FileEntry, change: FileChange, to: Option<String>, now: Option<&FileEntry>) -> FileDifference {
    FileDifference {
        path: a.path.clone(),
        change,
        what: a.what.clone(),
        to,
        was: a.digest.clone(),
        now: now.and_then(|b| b.digest.clone()),
    }
}

fn parameters(was: &[Parameter], now: &[Parameter]) -> Vec<ParameterDifference> {
    let differing = paired(was, now, |p| p.name.as_str()).into_iter().filter(|(a, b)| a != b);
    let one = |(a, b): (Option<&Parameter>, Option<&Parameter>)| ParameterDifference {
        name: a.or(b).map_or(String::new(), |p| p.name.clone()),
        was: a.cloned(),
        now: b.cloned(),
    };
    differing.map(one).collect()
}

fn verdicts(was: &[VerdictEntry], now: &[VerdictEntry]) -> Vec<VerdictDifference> {
    let mut out = Vec::new();
    for (a, b) in paired(was, now, |v| (v.rule.as_str(), v.subject.as_str(), v.line.as_str(), v.fingerprint.as_str())) {
        let came = |v: Option<&VerdictEntry>| v.map(|v| (v.verdict.clone(), v.margin.clone(), v.standing.clone()));
        let (Some(any), true) = (a.or(b), came(a) != came(b)) else { continue };
        out.push(VerdictDifference {
            fingerprint: any.fingerprint.clone(),
            rule: any.rule.clone(),
            line: any.line.clone(),
            subject: any.subject.clone(),
            period: any.period.clone(),
            was: a.map(|v| v.verdict.clone()),
            now: b.map(|v| v.verdict.clone()),
            standing_was: a.and_then(|v| v.standing.clone()),
            standing_now: b.and_then(|v| v.standing.clone()),
            margin_was: a.and_then(|v| v.margin.clone()),
            margin_now: b.and_then(|v| v.margin.clone()),
        });
    }
    out
}

fn rules(was: &[RuleTally], now: &[RuleTally]) -> Vec<RuleDifference> {
    let differing = paired(was, now, |r| r.rule.as_str()).into_iter().filter(|(a, b)| a != b);
    let one = |(a, b): (Option<&RuleTally>, Option<&RuleTally>)| RuleDifference {
        rule: a.or(b).map_or(String::new(), |r| r.rule.clone()),
        was: a.cloned(),
        now: b.cloned(),
    };
    differing.map(one).collect()
}

fn mistakes(was: &[Mistakes], now: &[Mistakes]) -> Vec<MistakeDifference> {
    let mut out = Vec::new();
    for (a, b) in paired(was, now, |m| (m.path.as_deref(), m.code.as_str())) {
        let count = |m: Option<&Mistakes>| m.map_or(0, |m| m.count);
        let (Some(any), true) = (a.or(b), count(a) != count(b)) else { continue };
        out.push(MistakeDifference { path: any.path.clone(), code: any.code.clone(), was: count(a), now: count(b) });
    }
    out
}
