//! An entry for somebody to fill in: what the program knows is in it, what people have to say is left blank.

use super::entry::list_name;
use crate::finding::{AnswerKind, Finding, Findings, Verdict, exactly};

/// The entry as TOML.
pub fn draft(kind: AnswerKind, finding: &Finding, findings: &Findings) -> String {
    let rule = findings.rules.get(finding.rule);
    let bare: Vec<String> = finding
        .subject
        .key
        .iter()
        .map(|(_, v)| v.plain().into_owned())
        .filter(|v| Some(v) != finding.subject.period.as_ref())
        .collect();
    let line = rule.and_then(|r| r.line_name(finding)).map_or_else(|| (finding.line + 1).to_string(), str::to_string);
    let mut out = format!("[[{}]]\n", list_name(kind));
    let mut add = |key: &str, value: &str| out.push_str(&format!("{key} = {}\n", toml::Value::String(value.to_string())));
    add("finding", &finding.fingerprint.to_string());
    add("rule", rule.map_or("", |r| &r.id));
    add("line", &line);
    add("subject", &bare.join(" · "));
    if let Some(period) = &finding.subject.period {
        add("period", period);
    }
    let figured = finding.figured().filter(|_| finding.verdict == Verdict::Violated);
    if let Some(figured) = finding.figured() {
        add("bound", &figured.bound);
    }
    match (kind, figured) {
        (AnswerKind::Waiver, Some(figured)) => add("gap", &exactly(&figured.gap, &figured.gap_unit)),
        _ => {
            add("figure", &finding.stated());
            if let Some(figured) = finding.figured() {
                add("against", &figured.against);
            }
        }
    }
    let blank: &[&str] = match kind {
        AnswerKind::Waiver => &["reason", "approved_by", "document", "expires"],
        AnswerKind::Explanation => &["text", "by", "date"],
    };
    blank.iter().for_each(|key| add(key, ""));
    out
}
