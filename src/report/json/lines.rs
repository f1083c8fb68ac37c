//! `fadu-lines/1`: one finding, result, waiver, exception or mistake per line, in the shapes of `fadu-report/1`, for programs that read as they go.

use crate::report::input::Report;
use crate::report::json::document::{Scribe, write_line};
use crate::report::json::model::{AnswerDoc, DiagnosticDoc, ExceptionDoc, FindingDoc, ShownDoc, Totals};
use crate::report::json::{shown, whole};
use serde::Serialize;

/// The first line.
#[derive(Serialize)]
struct Head {
    line: &'static str,
    schema: &'static str,
    fadu: &'static str,
    command: &'static str,
    language: &'static str,
    summary: Totals,
}

#[derive(Serialize)]
struct FindingLine {
    line: &'static str,
    #[serde(flatten)]
    finding: FindingDoc,
}

#[derive(Serialize)]
struct ResultLine<'a> {
    line: &'static str,
    rule: &'a str,
    name: &'a str,
    kind: &'static str,
    unit: Option<&'a str>,
    #[serde(flatten)]
    row: ShownDoc,
}

/// What people have let pass or explained, in the order that findings count them.
#[derive(Serialize)]
struct AnswerLine {
    line: &'static str,
    // It has a `line` of its own.
    answer: AnswerDoc,
}

#[derive(Serialize)]
struct ExceptionLine {
    line: &'static str,
    #[serde(flatten)]
    exception: ExceptionDoc,
}

#[derive(Serialize)]
struct ProblemLine {
    line: &'static str,
    #[serde(flatten)]
    problem: DiagnosticDoc,
}

pub(crate) fn render(report: &Report) -> String {
    let (scribe, found) = (Scribe::of(report), report.findings);
    let language = crate::report::prose::words::say(report.lang, "zh", "en");
    let mut out = write_line(&Head {
        line: "run",
        schema: "fadu-lines/1",
        fadu: env!("CARGO_PKG_VERSION"),
        command: report.command,
        language,
        summary: whole::totals(report),
    });
    for f in report.items() {
        out += &write_line(&FindingLine { line: "finding", finding: scribe.finding(f, found.rules.get(f.rule)) });
    }
    for series in shown::documents(scribe, report) {
        for row in series.rows {
            let unit = series.unit.as_deref();
            out +=
                &write_line(&ResultLine { line: "result", rule: &series.rule, name: &series.name, kind: series.kind, unit, row });
        }
    }
    for answer in whole::answers(scribe, report) {
        out += &write_line(&AnswerLine { line: "answer", answer });
    }
    for exception in whole::exceptions(scribe, report) {
        out += &write_line(&ExceptionLine { line: "exception", exception });
    }
    for d in report.diagnostics {
        out += &write_line(&ProblemLine { line: "problem", problem: scribe.diagnostic(d) });
    }
    out
}
