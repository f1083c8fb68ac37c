//! The whole of `fadu-report/1`: totals, rules, findings, results, what is open, tallies.

use crate::finding::{Answer, GrantAccount, Idle, Tally};
use crate::report::identity;
use crate::report::input::Report;
use crate::report::json::document::{Scribe, chosen, parameter_docs, write};
use crate::report::json::model::*;
use crate::report::json::shown;
use crate::report::prose::answers;
use crate::report::prose::open;
use crate::report::prose::why;
use crate::report::prose::words::cause_key;
use crate::report::summary::summary;
use crate::text::Encoding;
use crate::ty::day_text;

pub(crate) fn render(report: &Report) -> String {
    write(&document(report))
}

fn document(report: &Report) -> Document {
    let scribe = Scribe::of(report);
    let found = report.findings;
    let id = |rule: usize| found.rules.get(rule).map_or(String::new(), |r| r.id.clone());
    let reasons = |list: &[(usize, Idle)]| -> Vec<WithoutSubject> {
        list.iter().map(|(rule, why)| WithoutSubject { rule: id(*rule), reason: why::idle(why, report.lang) }).collect()
    };
    Document {
        fadu: env!("CARGO_PKG_VERSION"),
        command: report.command,
        schema: "fadu-report/1",
        tool: Tool { name: "fadu", version: env!("CARGO_PKG_VERSION") },
        language: crate::report::prose::words::say(report.lang, "zh", "en"),
        summary: totals(report),
        files: report
            .sources
            .iter()
            .filter(|(id, _)| !report.run.others.contains(id))
            .map(|(id, s)| FileDoc {
                path: s.name.clone(),
                encoding: encoding(s.encoding),
                read: found
                    .files
                    .iter()
                    .find(|f| f.file == id)
                    .map(|f| crate::report::json::files::documents(f, report.sources, report.lang)),
            })
            .collect(),
        rules: found.rules.iter().map(|r| scribe.rule(r)).collect(),
        findings: report.items().map(|f| scribe.finding(f, found.rules.get(f.rule))).collect(),
        results: shown::documents(scribe, report),
        open_causes: open_causes(scribe, report),
        tally: found
            .tally
            .iter()
            .map(|(key, t)| TallyDoc {
                region: key.region.clone(),
                region_name: found.regions.get(&key.region).cloned(),
                rule: id(key.rule),
                counts: counts(t),
            })
            .collect(),
        without_subject: reasons(&found.without_subject),
        nil_reports: reasons(&found.nil_reports),
        parameters: parameter_docs(&found.parameters, report.lang),
        answers: answers(scribe, report),
        exceptions: exceptions(scribe, report),
        candidates: report
            .candidates
            .iter()
            .map(|c| CandidateDoc {
                values: chosen(&c.values, report.lang),
                findings: c.findings.iter().map(|f| scribe.finding(f, found.rules.get(f.rule))).collect(),
            })
            .collect(),
        diagnostics: mistakes(scribe, report),
    }
}

/// Findings and mistakes by themselves.
pub(crate) fn values(report: &Report) -> (Vec<serde_json::Value>, Vec<serde_json::Value>) {
    let scribe = Scribe::of(report);
    let rules = &report.findings.rules;
    let finding = |f: &crate::finding::Finding| serde_json::to_value(scribe.finding(f, rules.get(f.rule))).unwrap_or_default();
    let found = report.findings.list.iter().map(finding).collect();
    (found, mistakes(scribe, report).into_iter().map(|d| serde_json::to_value(d).unwrap_or_default()).collect())
}

fn mistakes(scribe: Scribe, report: &Report) -> Vec<DiagnosticDoc> {
    let print = |d: &crate::diag::Diagnostic| Some(identity::of_mistake(d, report.sources, &report.findings.files));
    report.diagnostics.iter().map(|d| DiagnosticDoc { fingerprint: print(d), ..scribe.diagnostic(d) }).collect()
}

/// Waivers and explanations as written.
pub(crate) fn answers(scribe: Scribe, report: &Report) -> Vec<AnswerDoc> {
    report.findings.answers.iter().map(|a| answer(scribe, a)).collect()
}

/// What documents grant.
pub(crate) fn exceptions(scribe: Scribe, report: &Report) -> Vec<ExceptionDoc> {
    report.findings.grants.iter().map(|g| exception(scribe, g)).collect()
}

fn answer(scribe: Scribe, a: &Answer) -> AnswerDoc {
    AnswerDoc {
        kind: answers::kind_key(a.kind),
        state: answers::state_key(a.state),
        rule: a.rule.clone(),
        line: a.line.clone(),
        subject: a.subject.clone(),
        period: a.period.clone(),
        text: a.text.clone(),
        by: a.by.clone(),
        document: a.document.clone(),
        day: a.day.and_then(day_text),
        days_left: a.left.map(|n| n.to_string()),
        place: scribe.place(a.place),
    }
}

fn exception(scribe: Scribe, account: &GrantAccount) -> ExceptionDoc {
    let grant = &account.grant;
    ExceptionDoc {
        number: grant.number.clone(),
        title: grant.title.clone(),
        from: grant.from.and_then(day_text),
        until: grant.until.and_then(day_text),
        because: grant.because.clone(),
        rules: account.rules.clone(),
        subjects: account.named.clone(),
        replaces: account.replaces,
        held: account.held,
        open: account.open,
        outside: account.outside,
        place: scribe.place(account.span),
    }
}

fn open_causes(scribe: Scribe, report: &Report) -> Vec<OpenCauseDoc> {
    let doc = |g: &open::Group| OpenCauseDoc {
        kind: cause_key(g.kind),
        root: g.root.words(report.lang).to_string(),
        parts: g.parts.iter().map(|p| (*p).to_string()).collect(),
        message: open::heading(g, report.lang),
        place: g.span.and_then(|s| scribe.place(s)),
        findings: g.places.clone(),
    };
    open::groups(report).iter().map(doc).collect()
}

pub(crate) fn totals(report: &Report) -> Totals {
    let sum = summary(report);
    let mut tally = Tally::default();
    report.findings.tally.values().for_each(|t| tally.merge(t));
    Totals {
        breaches: sum.breaches,
        open: sum.open,
        queries: sum.queries,
        shortfalls: sum.shortfalls,
        noted: sum.noted,
        waived: sum.waived,
        explained: sum.explained,
        blocking: sum.blocking(),
        unlisted: sum.unlisted + report.findings.list.len() - report.items().count(),
        without_subject: sum.without_subject,
        nil_reports: sum.nil_reports,
        errors: sum.errors,
        warnings: sum.warnings,
        verdicts: counts(&tally),
        other_files: report.findings.others.map(|o| OfOthersDoc {
            findings: o.findings,
            blocking: o.blocking,
            mistakes: o.mistakes,
        }),
    }
}

fn counts(t: &Tally) -> Counts {
    Counts { met: t.met, violated: t.violated, undetermined: t.undetermined, exempt: t.exempt, not_applicable: t.not_applicable }
}

fn encoding(e: Encoding) -> &'static str {
    match e {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf8Bom => "utf-8-bom",
        Encoding::Gb18030 => "gb18030",
    }
}
