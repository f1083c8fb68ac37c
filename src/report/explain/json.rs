//! `fadu-explain/1`: the trees of `explain --for`, for programs. docs/report-json.md explains each field.

use crate::ast::Verdict;
use crate::diag::Lang;
use crate::finding::{Derivation, DerivedCase, Role, Step, StepFrom, StepValue, Turning};
use crate::hir::{Rule, RuleSet};
use crate::num::Rat;
use crate::report::explain::derivation;
use crate::report::explain::rule as spoken;
use crate::report::input::Report;
use crate::report::json::document::{Scribe, exact_text, parameter_docs};
use crate::report::json::model::*;
use crate::report::prose::due;
use crate::report::prose::words::{force_key, sign, verdict_key};
use serde::Serialize;

#[derive(Serialize)]
struct Document {
    tool: Tool,
    rule: Option<RuleDoc>,
    words: WordsDoc,
    plain: PlainDoc,
    subjects: Vec<SubjectTree>,
    parameters: Vec<ParameterDoc>,
}

/// The rule's text with the keywords of each language.
#[derive(Serialize)]
struct WordsDoc {
    zh: String,
    en: String,
}

/// What it says, line by line; parts are indented.
#[derive(Serialize)]
struct PlainDoc {
    zh: Vec<String>,
    en: Vec<String>,
}

/// `Σ coefficient × figure op at`: exactly then the comparison holds.
#[derive(Serialize)]
struct TurningDoc {
    terms: Vec<TurningTerm>,
    op: &'static str,
    at: FigureDoc,
}

#[derive(Serialize)]
struct TurningTerm {
    coefficient: String,
    figure: String,
}

#[derive(Serialize)]
struct SubjectTree {
    subject: SubjectDoc,
    verdict: Option<&'static str>,
    cases: Vec<CaseTree>,
    findings: Vec<FindingDoc>,
}

#[derive(Serialize)]
struct CaseTree {
    values: Vec<ChosenDoc>,
    /// `null` where a rule states results alone.
    verdict: Option<&'static str>,
    steps: Vec<StepDoc>,
}

#[derive(Serialize)]
struct StepDoc {
    role: &'static str,
    force: Option<&'static str>,
    verdict: Option<&'static str>,
    source: String,
    /// What the definition is called whose value it is.
    name: Option<String>,
    /// `true`, `false`, `open`; null for what is no truth.
    truth: Option<&'static str>,
    value: Option<RangeDoc>,
    text: Option<String>,
    no_base: bool,
    may_count: bool,
    cell: Option<CellDoc>,
    parameter: Option<ParameterDoc>,
    arithmetic: Option<DetailDoc>,
    place: Option<Place>,
    /// Of what is due: how far its date is.
    note: Option<String>,
    turning: Option<TurningDoc>,
    steps: Vec<StepDoc>,
    more_rows: u64,
}

pub(crate) fn render(report: &Report, list: &[Derivation], (set, rule): (&RuleSet, &Rule), words: &(String, String)) -> String {
    let scribe = Scribe::of(report);
    let found = report.findings;
    let judged = !found.rules.first().is_some_and(|r| r.only_shows);
    let tree = |d: &Derivation| SubjectTree {
        subject: scribe.subject(&d.subject),
        verdict: judged.then(|| verdict_key(d.verdict)),
        cases: d.cases.iter().map(|c| case(scribe, c, judged)).collect(),
        findings: found
            .list
            .iter()
            .filter(|f| f.subject == d.subject)
            .map(|f| scribe.finding(f, found.rules.get(f.rule)))
            .collect(),
    };
    let document = Document {
        tool: Tool { name: "fadu", version: env!("CARGO_PKG_VERSION") },
        rule: found.rules.first().map(|r| scribe.rule(r)),
        words: WordsDoc { zh: words.0.clone(), en: words.1.clone() },
        plain: PlainDoc { zh: spoken::plain(report, set, rule, Lang::Zh), en: spoken::plain(report, set, rule, Lang::En) },
        subjects: list.iter().map(tree).collect(),
        parameters: parameter_docs(&found.parameters, report.lang),
    };
    crate::report::json::envelope::envelope("explain", "fadu-explain/1", report.lang, &document)
}

fn case(scribe: Scribe, c: &DerivedCase, judged: bool) -> CaseTree {
    CaseTree {
        values: crate::report::json::document::chosen(&c.values, scribe.lang),
        verdict: judged.then(|| verdict_key(c.verdict)),
        steps: c.steps.iter().map(|s| step(scribe, s)).collect(),
    }
}

fn turning(t: &Turning) -> TurningDoc {
    let term = |(c, name): &(Rat, String)| TurningTerm { coefficient: exact_text(c), figure: name.clone() };
    TurningDoc {
        terms: t.terms.iter().map(term).collect(),
        op: sign(t.op),
        at: crate::report::json::document::figure(&t.at, &t.unit),
    }
}

fn step(scribe: Scribe, s: &Step) -> StepDoc {
    let (force, verdict) = match s.role {
        Role::Line(force, verdict) => (Some(force_key(force)), verdict.map(verdict_key)),
        Role::When
        | Role::Exempt
        | Role::Except
        | Role::Due
        | Role::Show(_)
        | Role::Part
        | Role::Member { .. }
        | Role::Unsent => (None, None),
    };
    let truth = match s.value {
        StepValue::Truth(Some(true)) => Some("true"),
        StepValue::Truth(Some(false)) => Some("false"),
        StepValue::Truth(None) => Some("open"),
        StepValue::Number(_) | StepValue::Text(_) | StepValue::NoBase | StepValue::None => None,
    };
    let own = match truth {
        Some("true") => Verdict::Met,
        Some("false") => Verdict::Violated,
        _ => Verdict::Undetermined,
    };
    StepDoc {
        role: derivation::role_key(s.role),
        force,
        verdict,
        source: s.text.clone(),
        name: s.title.clone(),
        truth,
        value: match &s.value {
            StepValue::Number(number) => Some(scribe.range(&number.0, &number.1)),
            StepValue::Truth(_) | StepValue::Text(_) | StepValue::NoBase | StepValue::None => None,
        },
        text: match &s.value {
            StepValue::Text(text) => text.clone(),
            StepValue::Truth(_) | StepValue::Number(_) | StepValue::NoBase | StepValue::None => None,
        },
        no_base: matches!(s.value, StepValue::NoBase),
        may_count: s.role == Role::Member { sure: false },
        cell: match &s.from {
            StepFrom::Cell(note) => Some(scribe.cell(note)),
            StepFrom::Computed | StepFrom::Parameter(_) | StepFrom::Detail(_) | StepFrom::Due(_) => None,
        },
        parameter: match &s.from {
            StepFrom::Parameter(p) => parameter_docs(std::slice::from_ref(p.as_ref()), scribe.lang).pop(),
            StepFrom::Computed | StepFrom::Cell(_) | StepFrom::Detail(_) | StepFrom::Due(_) => None,
        },
        arithmetic: match &s.from {
            StepFrom::Detail(detail) => Some(scribe.detail(detail, own)),
            StepFrom::Computed | StepFrom::Cell(_) | StepFrom::Parameter(_) | StepFrom::Due(_) => None,
        },
        place: s.place.and_then(|p| scribe.place(p)),
        note: match &s.from {
            StepFrom::Due(account) => Some(due::account(account, scribe.lang)),
            StepFrom::Computed | StepFrom::Cell(_) | StepFrom::Parameter(_) | StepFrom::Detail(_) => None,
        },
        turning: s.turning.as_ref().map(turning),
        steps: s.steps.iter().map(|inner| step(scribe, inner)).collect(),
        more_rows: s.more,
    }
}
