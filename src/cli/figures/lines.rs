//! What lines of rules are called here, for people and for programs.

use crate::cli::words::say;
use crate::diag::Lang;
use crate::finding::{Finding, Findings};
use crate::report::bracketed;
use serde::Serialize;
use std::collections::BTreeMap;

/// What regions are called, by code.
pub type Names = BTreeMap<String, String>;

/// `税收占比（hengshui.tax_share）第 2 条 · 安平县 2007`
pub fn words(findings: &Findings, finding: &Finding, lang: Lang) -> String {
    let Some(rule) = findings.rules.get(finding.rule) else { return String::new() };
    let named = if rule.title == rule.id { rule.id.clone() } else { format!("{}{}", rule.title, bracketed(&rule.id, lang)) };
    let line = match (rule.line_name(finding), rule.lines.len(), lang) {
        (Some(name), _, Lang::Zh) => format!("“{name}”"),
        (Some(name), _, Lang::En) => format!(" `{name}`"),
        (None, 0 | 1, _) => String::new(),
        (None, _, Lang::Zh) => format!("第 {} 条", finding.line + 1),
        (None, _, Lang::En) => format!(", line {}", finding.line + 1),
    };
    let subject = finding.subject.title();
    let of = if subject.is_empty() { String::new() } else { format!("{}{subject}", say(lang, "　", "  ")) };
    format!("{named}{line}{of}")
}

#[derive(Serialize)]
pub struct LineDoc {
    rule: String,
    title: String,
    line: usize,
    line_name: Option<String>,
    subject: String,
    region: Option<String>,
    verdict: &'static str,
}

pub fn doc(findings: &Findings, finding: &Finding) -> LineDoc {
    let rule = findings.rules.get(finding.rule);
    LineDoc {
        rule: rule.map_or(String::new(), |r| r.id.clone()),
        title: rule.map_or(String::new(), |r| r.title.clone()),
        line: finding.line + 1,
        line_name: rule.and_then(|r| r.line_name(finding)).map(str::to_string),
        subject: finding.subject.title(),
        region: finding.subject.region.clone(),
        verdict: crate::finding::verdict_key(finding.verdict),
    }
}
