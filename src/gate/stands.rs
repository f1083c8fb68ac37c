//! How findings stand, read from a report for programs: that of this run, or one that was kept.

use super::extent;
use crate::check::read_day;
use crate::finding::{Consequence, Extent, FigureSeen, Spot, Stand, Verdict};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Why a kept report cannot be compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no JSON: in the reader's words, with the line.
    Syntax(String),
    /// Another kind of report, or another version of it.
    Schema(Option<String>),
    /// A finding without what identifies or judges it: its place in the list.
    Finding(usize),
    /// It does not list everything, so that what it leaves out would look new.
    Partial(u64),
    /// It is the report of a check that could not be done.
    Incomplete,
}

const SCHEMA: &str = "fadu-report/1";

/// The stands of a report that was kept.
pub fn of_report(text: &str) -> Result<Vec<Stand>, Unreadable> {
    let report: Value = serde_json::from_str(text).map_err(|e| Unreadable::Syntax(e.to_string()))?;
    let schema = report.get("schema").and_then(Value::as_str);
    if schema != Some(SCHEMA) {
        return Err(Unreadable::Schema(schema.map(str::to_string)));
    }
    let list = |key: &str| report.get(key).and_then(Value::as_array);
    let (Some(findings), Some(mistakes)) = (list("findings"), list("diagnostics")) else {
        return Err(Unreadable::Schema(schema.map(str::to_string)));
    };
    let unlisted = report.pointer("/summary/unlisted").and_then(Value::as_u64).unwrap_or(0);
    if unlisted > 0 {
        return Err(Unreadable::Partial(unlisted));
    }
    let stopped = |d: &Value| {
        let code = d.get("code").and_then(Value::as_str).unwrap_or_default();
        d.get("severity").and_then(Value::as_str) == Some("error") && !code.starts_with('D')
    };
    if mistakes.iter().any(stopped) {
        return Err(Unreadable::Incomplete);
    }
    let mut stands = of_findings(findings, mistakes)?;
    // Findings come first, in their order.
    for (stand, finding) in stands.iter_mut().zip(findings) {
        let answer = finding.get("answer").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
        let day = answer.and_then(|at| report.get("answers")?.get(at)?.get("day")?.as_str());
        stand.until = day.and_then(read_day).filter(|_| stand.consequence == Consequence::Waived);
    }
    Ok(stands)
}

/// What was waived or explained in a kept report still is, so long as it is no worse and the waiver has not expired.
pub fn carry_answers(before: &[Stand], after: &mut [Stand], as_of: Option<i64>) {
    let answered: BTreeMap<&str, &Stand> =
        before.iter().filter(|s| s.is_answered()).map(|s| (s.fingerprint.as_str(), s)).collect();
    for stand in after {
        let Some(old) = answered.get(stand.fingerprint.as_str()) else { continue };
        let in_time = old.consequence == Consequence::Explained || old.until.zip(as_of).is_some_and(|(last, day)| day <= last);
        let no_worse = match stand.extent.against(&old.extent) {
            Some(Ordering::Less | Ordering::Equal) => old.consequence == Consequence::Waived || stand.figures == old.figures,
            Some(Ordering::Greater) => false,
            None => (&stand.arithmetic, &stand.figures) == (&old.arithmetic, &old.figures),
        };
        if in_time && no_worse && stand.verdict == old.verdict && stand.consequence != Consequence::Noted {
            stand.consequence = old.consequence;
        }
    }
}

/// The stands of findings and of mistakes in the data, as a report for programs writes them.
pub fn of_findings(findings: &[Value], mistakes: &[Value]) -> Result<Vec<Stand>, Unreadable> {
    let mut out = Vec::new();
    for (at, finding) in findings.iter().enumerate() {
        out.push(of_finding(finding).ok_or(Unreadable::Finding(at))?);
    }
    // Equal mistakes are told apart by their number: one more of them is a new one.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for mut stand in mistakes.iter().filter_map(of_mistake) {
        let n = seen.entry(stand.fingerprint.clone()).or_default();
        *n += 1;
        if *n > 1 {
            stand.fingerprint = format!("{}-{n}", stand.fingerprint);
        }
        out.push(stand);
    }
    Ok(out)
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer).and_then(Value::as_str).map(str::to_string)
}

fn of_finding(finding: &Value) -> Option<Stand> {
    let verdict = match finding.get("verdict")?.as_str()? {
        "met" => Verdict::Met,
        "violated" => Verdict::Violated,
        "undetermined" => Verdict::Undetermined,
        "exempt" => Verdict::Exempt,
        "not_applicable" => Verdict::NotApplicable,
        _ => return None,
    };
    let arithmetic = finding.get("arithmetic").unwrap_or(&Value::Null);
    let line = finding.get("rule_line").and_then(Value::as_u64).map_or(String::new(), |n| n.to_string());
    Some(Stand {
        fingerprint: text(finding, "/fingerprint").filter(|f| !f.is_empty())?,
        rule: text(finding, "/rule")?,
        line: text(finding, "/line_name").unwrap_or(line),
        subject: text(finding, "/subject/title").unwrap_or_default(),
        verdict: Some(verdict),
        consequence: match finding.get("standing").and_then(Value::as_str) {
            Some("waived") => Consequence::Waived,
            Some("explained") => Consequence::Explained,
            Some("stands") | None => consequence(finding.get("consequence")?.as_str()?)?,
            Some(_) => return None,
        },
        message: text(finding, "/message").unwrap_or_default(),
        arithmetic: text(arithmetic, "/text").unwrap_or_default(),
        margin: text(arithmetic, "/margin/text"),
        extent: extent::of(arithmetic),
        figures: figures(finding, arithmetic),
        place: spot(finding.get("place").unwrap_or(&Value::Null)),
        until: None,
    })
}

fn consequence(key: &str) -> Option<Consequence> {
    Some(match key {
        "breach" => Consequence::Breach,
        "open" => Consequence::Open,
        "query" => Consequence::Query,
        "shortfall" => Consequence::Shortfall,
        "noted" => Consequence::Noted,
        _ => return None,
    })
}

/// Cells and addends, in the order of the report, each once.
fn figures(finding: &Value, arithmetic: &Value) -> Vec<FigureSeen> {
    let mut out = Vec::new();
    for cell in finding.get("cells").and_then(Value::as_array).into_iter().flatten() {
        let seen = FigureSeen {
            label: text(cell, "/label").unwrap_or_default(),
            value: text(cell, "/value"),
            state: text(cell, "/state").unwrap_or_default(),
        };
        out.push(seen);
    }
    addends(arithmetic, &mut out);
    out
}

fn addends(arithmetic: &Value, out: &mut Vec<FigureSeen>) {
    match arithmetic {
        Value::Object(map) => {
            for term in map.get("terms").and_then(Value::as_array).into_iter().flatten() {
                let value = text(term, "/value/text");
                let seen = FigureSeen { label: text(term, "/label").unwrap_or_default(), value, state: "known".to_string() };
                if !out.contains(&seen) {
                    out.push(seen);
                }
            }
            map.values().for_each(|inner| addends(inner, out));
        }
        Value::Array(list) => list.iter().for_each(|inner| addends(inner, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn spot(place: &Value) -> Option<Spot> {
    Some(Spot {
        path: text(place, "/path")?,
        line: place.get("line")?.as_u64()?,
        column: place.get("column")?.as_u64()?,
        cell: text(place, "/cell"),
    })
}

/// A cell or a row that cannot be used; other mistakes stop a check.
fn of_mistake(mistake: &Value) -> Option<Stand> {
    let code = text(mistake, "/code")?;
    if !code.starts_with('D') || text(mistake, "/severity")? != "error" {
        return None;
    }
    let place = mistake.pointer("/labels/0/place").and_then(spot);
    Some(Stand {
        fingerprint: text(mistake, "/fingerprint")?,
        rule: code,
        line: String::new(),
        subject: place.as_ref().map(|p| p.path.clone()).or_else(|| text(mistake, "/path")).unwrap_or_default(),
        verdict: None,
        consequence: Consequence::Open,
        message: text(mistake, "/message")?,
        arithmetic: String::new(),
        margin: None,
        extent: Extent::Unknown,
        figures: Vec::new(),
        place,
        until: None,
    })
}
