//! `fadu-test/1`: what `fadu test --format json` prints. docs/report-json.md explains each field.

use super::text::{share, words};
use crate::diag::{Diagnostic, Lang};
use crate::finding::{Verdict, verdict_key};
use crate::report::{DiagnosticDoc, Place, envelope, mistakes, one_line, place};
use crate::ruletest::{Failure, Gap, Measures, Outcome, Part, Results, RuleCoverage};
use crate::text::Sources;
use serde::Serialize;

#[derive(Serialize)]
struct Body {
    summary: Summary,
    tests: Vec<TestDoc>,
    coverage: CoverageDoc,
    diagnostics: Vec<DiagnosticDoc>,
}

#[derive(Serialize)]
struct Summary {
    tests: usize,
    passed: usize,
    failed: usize,
    rules: usize,
    rules_tested: usize,
}

#[derive(Serialize)]
struct TestDoc {
    test: String,
    case: Option<usize>,
    passed: bool,
    place: Option<Place>,
    expectations: Vec<ExpectationDoc>,
    /// What is expected of results.
    results: Vec<ResultDoc>,
    failures: Vec<FailureDoc>,
}

#[derive(Serialize)]
struct ExpectationDoc {
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consequence: Option<String>,
    wanted: &'static str,
    holds: bool,
    verdicts: Vec<VerdictDoc>,
    place: Option<Place>,
}

#[derive(Serialize)]
struct ResultDoc {
    rule: String,
    name: String,
    wanted: String,
    holds: bool,
    found: Vec<FigureDoc>,
    place: Option<Place>,
}

#[derive(Serialize)]
struct FigureDoc {
    subject: String,
    figure: String,
}

#[derive(Serialize)]
struct VerdictDoc {
    subject: String,
    verdict: &'static str,
}

#[derive(Serialize)]
struct FailureDoc {
    expected: String,
    found: String,
    findings: Vec<String>,
    place: Option<Place>,
}

#[derive(Serialize)]
struct CoverageDoc {
    total: MeasuresDoc,
    packs: Vec<PackDoc>,
    rules: Vec<RuleDoc>,
}

#[derive(Serialize)]
struct PackDoc {
    policy: Option<String>,
    #[serde(flatten)]
    measures: MeasuresDoc,
}

#[derive(Serialize)]
struct RuleDoc {
    rule: String,
    tested: bool,
    #[serde(flatten)]
    measures: MeasuresDoc,
    gaps: Vec<GapDoc>,
}

#[derive(Serialize)]
struct MeasuresDoc {
    share: String,
    covered: usize,
    all: usize,
    verdicts: PartDoc,
    bounds: PartDoc,
    branches: PartDoc,
    exceptions: PartDoc,
    results: PartDoc,
}

#[derive(Serialize)]
struct PartDoc {
    covered: usize,
    all: usize,
}

#[derive(Serialize)]
struct GapDoc {
    kind: &'static str,
    message: String,
    place: Option<Place>,
}

pub fn report(results: &Results, diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> String {
    let (run, failed) = (results.outcomes.len(), results.failed());
    let coverage = &results.coverage;
    let body = Body {
        summary: Summary {
            tests: run,
            passed: run - failed,
            failed,
            rules: coverage.rules.len(),
            rules_tested: coverage.rules.iter().filter(|r| r.tested).count(),
        },
        tests: results.outcomes.iter().map(|o| test(o, sources, lang)).collect(),
        coverage: CoverageDoc {
            total: measures(&coverage.measures()),
            packs: coverage.packs().into_iter().map(|(policy, m)| PackDoc { policy, measures: measures(&m) }).collect(),
            rules: coverage.rules.iter().map(|r| rule(r, sources, lang)).collect(),
        },
        diagnostics: mistakes(diagnostics, sources, lang),
    };
    envelope("test", "fadu-test/1", lang, &body)
}

fn test(o: &Outcome, sources: &Sources, lang: Lang) -> TestDoc {
    let verdict = |(subject, v): &(String, Verdict)| VerdictDoc { subject: subject.clone(), verdict: verdict_key(*v) };
    let expectation = |f: &crate::ruletest::Found| ExpectationDoc {
        rule: f.rule.clone(),
        line: f.line.clone(),
        consequence: f.asked.clone(),
        wanted: verdict_key(f.wanted),
        holds: f.holds,
        verdicts: f.verdicts.iter().map(verdict).collect(),
        place: place(sources, f.span),
    };
    let result = |f: &crate::ruletest::FoundResult| ResultDoc {
        rule: f.rule.clone(),
        name: f.label.clone(),
        wanted: f.wanted.get(lang).to_string(),
        holds: f.holds,
        found: f.figures.iter().map(|(s, f)| FigureDoc { subject: s.clone(), figure: f.get(lang).to_string() }).collect(),
        place: place(sources, f.span),
    };
    let failure = |f: &Failure| FailureDoc {
        expected: f.expected.get(lang).to_string(),
        found: f.found.get(lang).to_string(),
        findings: f.findings.iter().map(|f| one_line(f, lang)).collect(),
        place: place(sources, f.span),
    };
    TestDoc {
        test: o.name.clone(),
        case: o.case,
        passed: o.failures.is_empty(),
        place: place(sources, o.span),
        expectations: o.found.iter().map(expectation).collect(),
        results: o.results.iter().map(result).collect(),
        failures: o.failures.iter().map(failure).collect(),
    }
}

fn rule(r: &RuleCoverage, sources: &Sources, lang: Lang) -> RuleDoc {
    let gap = |g: &Gap| {
        let (kind, span) = kind(g);
        GapDoc { kind, message: words(g, lang, sources), place: span.and_then(|s| place(sources, s)) }
    };
    RuleDoc { rule: r.id.clone(), tested: r.tested, measures: measures(&r.measures()), gaps: r.gaps().iter().map(gap).collect() }
}

fn kind(gap: &Gap) -> (&'static str, Option<crate::text::Span>) {
    match gap {
        Gap::Untested => ("untested", None),
        Gap::NeverMet => ("never_met", None),
        Gap::NeverViolated => ("never_violated", None),
        Gap::ConditionNeverFalse(s) => ("condition_never_false", Some(*s)),
        Gap::ConditionNeverTrue(s) => ("condition_never_true", Some(*s)),
        Gap::ExemptionNeverTaken(s) => ("exemption_never_taken", Some(*s)),
        Gap::ExceptionNeverTaken(s) => ("exception_never_taken", Some(*s)),
        Gap::ArmNeverTaken(s) => ("branch_never_taken", Some(*s)),
        Gap::AlternativeNeverTried(..) => ("alternative_never_tried", None),
        Gap::ResultNotExpected(s) => ("result_not_expected", Some(*s)),
        Gap::NobodyOutside(s) => ("nobody_outside_list", Some(*s)),
        Gap::BoundNotTouched(s) => ("bound_not_touched", Some(*s)),
    }
}

fn measures(m: &Measures) -> MeasuresDoc {
    let part = |p: Part| PartDoc { covered: p.covered, all: p.all };
    let total = m.total();
    MeasuresDoc {
        share: share(total),
        covered: total.covered,
        all: total.all,
        verdicts: part(m.verdicts),
        bounds: part(m.bounds),
        branches: part(m.branches),
        exceptions: part(m.exceptions),
        results: part(m.results),
    }
}
