//! From a run to its receipt.

use super::model::*;
use crate::diag::{Diagnostic, Lang};
use crate::digest::Algorithm;
use crate::finding::{Finding, Findings, ParameterInfo, SetBy, Standing, Tally, ValueFrom, verdict_key};
use crate::report::{Summary, set_by_words};
use crate::text::{FileId, Sources};
use crate::ty::day_text;
use crate::world::ReadFile;
use std::collections::BTreeMap;

/// What a run was and what it came to.
#[derive(Debug)]
pub struct Judged<'a> {
    pub algorithm: Algorithm,
    pub run: Run,
    pub as_of: Option<i64>,
    pub files: Vec<ReadFile>,
    pub sources: &'a Sources,
    /// What files are called where they lie.
    pub paths: &'a BTreeMap<FileId, String>,
    pub findings: &'a Findings,
    pub diagnostics: &'a [Diagnostic],
    pub summary: Summary,
    pub format: &'a str,
    /// The report as it is written into a file.
    pub report: &'a [u8],
    pub exit: u8,
}

/// The receipt of a run.
pub fn receipt(judged: Judged<'_>) -> Receipt {
    let (algorithm, findings) = (judged.algorithm, judged.findings);
    let files: Vec<FileEntry> = judged.files.iter().map(|f| file(f, &judged)).collect();
    let mut verdicts: Vec<VerdictEntry> = findings.list.iter().map(|f| verdict(f, findings)).collect();
    verdicts.retain(|v| v.verdict != "met");
    verdicts.sort_by(|a, b| (&a.rule, &a.fingerprint).cmp(&(&b.rule, &b.fingerprint)));
    let mut parameters: Vec<Parameter> = findings.parameters.iter().map(parameter).collect();
    parameters.sort_by(|a, b| a.name.cmp(&b.name));
    let entry = |bytes: &[u8]| ReportEntry {
        format: judged.format.to_string(),
        bytes: count(bytes.len()),
        digest: algorithm.hex(bytes),
        unknown: Unknown::new(),
    };
    Receipt {
        fadu: env!("CARGO_PKG_VERSION").to_string(),
        command: "check".to_string(),
        schema: Receipt::SCHEMA.to_string(),
        algorithm: algorithm.name().to_string(),
        as_of: judged.as_of.and_then(day_text),
        counts: counts(&judged, &files),
        files,
        parameters,
        rules: rules(findings),
        verdicts_digest: digest_of(&verdicts, algorithm),
        verdicts,
        mistakes: mistakes(judged.diagnostics, judged.sources),
        report: entry(judged.report),
        exit: judged.exit,
        run: judged.run,
        unknown: Unknown::new(),
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn file(read: &ReadFile, judged: &Judged<'_>) -> FileEntry {
    let of = judged.findings.files.iter().filter(|f| judged.paths.get(&f.file) == Some(&read.path));
    let rows = of.flat_map(|f| &f.tables).map(|t| TableRows {
        record: t.record.clone(),
        rows: u64::from(t.rows),
        left_out: count(t.left_out()),
        refused: count(t.refused()),
    });
    FileEntry {
        path: read.path.clone(),
        what: key_of(read.what).to_string(),
        bytes: read.bytes,
        digest: read.digest.clone(),
        rows: rows.collect(),
        unknown: Unknown::new(),
    }
}

fn verdict(f: &Finding, findings: &Findings) -> VerdictEntry {
    let rule = findings.rules.get(f.rule);
    let name = rule.and_then(|r| r.line_name(f)).map(str::to_string);
    VerdictEntry {
        fingerprint: f.fingerprint.to_string(),
        rule: rule.map_or(String::new(), |r| r.id.clone()),
        line: name.unwrap_or_else(|| (f.line + 1).to_string()),
        subject: f.subject.title(),
        period: f.subject.period.clone(),
        verdict: verdict_key(f.verdict).to_string(),
        margin: f.detail.margin().map(|(m, unit)| {
            let unit = unit.distance().unwrap_or(unit);
            format!("{} {}", m / &unit.factor, unit.name).trim().to_string()
        }),
        standing: match f.standing {
            Standing::Stands => None,
            Standing::Waived(_) => Some("waived".to_string()),
            Standing::Explained(_) => Some("explained".to_string()),
        },
        unknown: Unknown::new(),
    }
}

fn digest_of(verdicts: &[VerdictEntry], algorithm: Algorithm) -> String {
    let line = |v: &VerdictEntry| {
        let (margin, standing) = (v.margin.as_deref().unwrap_or_default(), v.standing.as_deref().unwrap_or_default());
        format!("{}\t{}\t{margin}\t{standing}\n", v.fingerprint, v.verdict)
    };
    let mut lines: Vec<String> = verdicts.iter().map(line).collect();
    lines.sort();
    algorithm.hex(lines.concat().as_bytes())
}

fn parameter(p: &ParameterInfo) -> Parameter {
    let value = |v: &ValueFrom| match v.from.and_then(day_text) {
        None => v.value.plain().into_owned(),
        Some(day) => format!("{day}: {}", v.value.plain()),
    };
    let by = |by: &SetBy| {
        let words = |lang| set_by_words(by, lang);
        SetByWords { zh: words(Lang::Zh), en: words(Lang::En) }
    };
    Parameter { name: p.name.clone(), values: p.values.iter().map(value).collect(), set_by: p.source.as_ref().map(by) }
}

fn counts(judged: &Judged<'_>, files: &[FileEntry]) -> Counts {
    let mut all = Tally::default();
    judged.findings.tally.values().for_each(|t| all.merge(t));
    let sum = &judged.summary;
    Counts {
        files: count(files.len()),
        rows: files.iter().flat_map(|f| &f.rows).map(|t| t.rows).sum(),
        met: all.met,
        violated: all.violated,
        undetermined: all.undetermined,
        exempt: all.exempt,
        not_applicable: all.not_applicable,
        blocking: count(sum.blocking()),
        unlisted: count(sum.unlisted),
        errors: count(sum.errors),
        warnings: count(sum.warnings),
        unknown: Unknown::new(),
    }
}

fn rules(findings: &Findings) -> Vec<RuleTally> {
    let mut tallies: BTreeMap<usize, Tally> = BTreeMap::new();
    for (key, tally) in &findings.tally {
        tallies.entry(key.rule).or_default().merge(tally);
    }
    let one = |(at, rule): (usize, &crate::finding::RuleInfo)| {
        let t = tallies.get(&at).copied().unwrap_or_default();
        RuleTally {
            rule: rule.id.clone(),
            subjects: rule.subjects,
            met: t.met,
            violated: t.violated,
            undetermined: t.undetermined,
            exempt: t.exempt,
            not_applicable: t.not_applicable,
        }
    };
    let mut out: Vec<RuleTally> = findings.rules.iter().enumerate().map(one).collect();
    out.sort_by(|a, b| a.rule.cmp(&b.rule));
    out
}

fn mistakes(list: &[Diagnostic], sources: &Sources) -> Vec<Mistakes> {
    let mut found: BTreeMap<(Option<String>, &str), u64> = BTreeMap::new();
    for d in list {
        let placed = d.primary().map(|span| sources.get(span.file).name.clone());
        *found.entry((placed.or_else(|| d.path.clone()), d.code)).or_default() += 1;
    }
    found.into_iter().map(|((path, code), count)| Mistakes { path, code: code.to_string(), count }).collect()
}
