//! SARIF 2.1.0 as code scanning reads it: relative URIs, all four numbers of a region, columns in code points, fingerprints. Its limits are
//! kept, the gravest first; what is left out is counted in the run and told as a notification.

use crate::diag::Lang;
use crate::report::ci::items::{Grade, Item, Level, items};
use crate::report::ci::place::{self, At};
use crate::report::ci::sarif_model::*;
use crate::report::input::Report;
use crate::report::json::document::write;
use crate::report::page::clean::clean;
use crate::report::prose::answers;
use crate::report::prose::words::{citation, say};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::{BTreeMap, BTreeSet};

/// Results of one run, and rules of one tool, that code scanning takes.
const RESULTS: usize = 25_000;
const RULES: usize = 25_000;
/// Characters of a description.
const DESCRIPTION: usize = 1_024;

/// What stands in a path of a URI as it is.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

pub(crate) fn render(report: &Report) -> String {
    let mut all = items(report);
    let found = all.len();
    all.truncate(RESULTS);
    // Results of rules that find no room in the list of rules go with them.
    let mut codes: Vec<&str> = all.iter().map(|i| i.code.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    codes.truncate(RULES);
    let index: BTreeMap<String, usize> = codes.iter().enumerate().map(|(i, code)| ((*code).to_string(), i)).collect();
    let rules = codes.iter().map(|code| rule(report, code, &all)).collect();
    let stopped = all.iter().any(|i| matches!(i.grade, Grade::Mistake | Grade::Idle));
    let tells = all.iter().any(|item| suppression(report, item).is_some());
    let results: Vec<Outcome> =
        all.iter().filter_map(|item| Some(outcome(report, item, *index.get(&item.code)?, tells))).collect();
    let cut = found - results.len();
    let unlisted = report.findings.unlisted;
    let run = Run {
        tool: Tool { driver: Driver { name: "fadu", semantic_version: env!("CARGO_PKG_VERSION"), rules } },
        automation_details: Automation { id: format!("fadu/{}/", report.command) },
        invocations: vec![Invocation {
            execution_successful: !stopped,
            tool_execution_notifications: notifications(cut, unlisted, report.lang),
        }],
        language: say(report.lang, "zh", "en"),
        column_kind: "unicodeCodePoints",
        results,
        properties: Cut { results_cut: cut, findings_unlisted: unlisted },
    };
    let schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    write(&Log { schema, version: "2.1.0", runs: vec![run] })
}

fn notifications(cut: usize, unlisted: usize, lang: Lang) -> Vec<Notification> {
    let mut out = Vec::new();
    let mut add = |n: usize, zh: &str, en: &str| {
        if n > 0 {
            let text = match lang {
                Lang::Zh => format!("另有 {n} 条{zh}"),
                Lang::En => format!("{n} more {en}"),
            };
            out.push(Notification { level: "warning", message: Text { text } });
        }
    };
    add(cut, "超出平台的上限，没有写入", "are beyond the limits of the platform and not written");
    add(unlisted, "超出每条规则的上限，只计数", "are beyond the limit of their rules and only counted");
    out
}

/// A rule, or a code of mistakes, with what it is called; no description is empty.
fn rule(report: &Report, code: &str, all: &[Item]) -> Rule {
    let info = report.findings.rules.iter().find(|r| clean(&r.id) == code);
    let gravest = all.iter().find(|i| i.code == code);
    let title = info.map(|r| r.title.as_str()).or(gravest.map(|i| i.title.as_str()));
    let short = title.filter(|t| !t.trim().is_empty()).unwrap_or(code);
    let cites: Vec<String> = info.into_iter().flat_map(|r| &r.cites).map(|c| citation(c, report.lang)).collect();
    let full = if cites.is_empty() { short.to_string() } else { format!("{short}\n{}", cites.join("\n")) };
    let help = match report.lang {
        Lang::Zh => format!("{full}\n详细说明：fadu explain {code}"),
        Lang::En => format!("{full}\nMore: fadu explain {code}"),
    };
    Rule {
        id: code.to_string(),
        short_description: Text { text: description(short) },
        full_description: Text { text: description(&full) },
        help: Text { text: description(&help) },
        default_configuration: Configuration { level: gravest.map_or("none", |i| level(i.grade.level())) },
    }
}

/// At most as many characters as are read; a cut is seen.
fn description(text: &str) -> String {
    let clean: Vec<char> = text.lines().map(|l| clean(l).into_owned()).collect::<Vec<_>>().join("\n").chars().collect();
    match clean.len() > DESCRIPTION {
        true => clean.iter().take(DESCRIPTION - 1).chain(['…'].iter()).collect(),
        false => clean.into_iter().collect(),
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn outcome(report: &Report, item: &Item, rule_index: usize, all_tell: bool) -> Outcome {
    let rule_place = item.finding.and_then(|f| place::at(report, f.bound.unwrap_or(f.line_span)));
    let demand = say(report.lang, "规则的要求", "what the rule asks");
    let related = rule_place.filter(|at| Some(at) != item.at.as_ref()).map(|at| location(&at, Some(demand)));
    Outcome {
        rule_id: item.code.clone(),
        rule_index,
        level: level(item.grade.level()),
        message: Text { text: item.message.clone() },
        locations: item.at.iter().map(|at| location(at, None)).collect(),
        partial_fingerprints: Fingerprints { primary: format!("{}:1", item.fingerprint), finding: item.fingerprint.clone() },
        related_locations: related.into_iter().collect(),
        suppressions: all_tell.then(|| suppression(report, item).into_iter().collect()),
    }
}

/// Who has let it pass and why, in words; the files of waivers and explanations lie beside what is judged.
fn suppression(report: &Report, item: &Item) -> Option<Suppression> {
    let words = answers::standing(item.finding?, report.findings, report.lang)?;
    Some(Suppression { kind: "external", status: "accepted", justification: clean(&words).into_owned() })
}

fn location(at: &At, message: Option<&str>) -> Location {
    let logical = |cell: &String| Logical { fully_qualified_name: clean(cell).into_owned(), kind: "object" };
    Location {
        physical_location: Physical {
            artifact_location: Artifact { uri: uri(&at.path) },
            region: Region { start_line: at.line, start_column: at.column, end_line: at.end_line, end_column: at.end_column },
        },
        logical_locations: at.cell.iter().map(logical).collect(),
        message: message.map(|text| Text { text: text.to_string() }),
    }
}

/// A path as a relative reference; one that is absolute names its scheme.
fn uri(path: &str) -> String {
    let encoded = utf8_percent_encode(path, KEPT).to_string();
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}
