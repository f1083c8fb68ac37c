//! The fixed vocabulary of reports: words in both languages, and the keys of machine formats, which are never translated.

use crate::ast::{CmpOp, Force};
use crate::diag::{Lang, Severity};
pub(crate) use crate::finding::verdict_key;
use crate::finding::{CauseKind, Citation, Consequence, Finding, Subject, Value, Verdict};
use std::collections::BTreeMap;

/// The wording in the reader's language.
pub(crate) fn say<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    lang.pick(zh, en)
}

pub fn verdict(v: Verdict, lang: Lang) -> &'static str {
    match v {
        Verdict::Met => say(lang, "符合", "met"),
        Verdict::Violated => say(lang, "不符", "violated"),
        Verdict::Undetermined => say(lang, "待定", "undetermined"),
        Verdict::Exempt => say(lang, "豁免", "exempt"),
        Verdict::NotApplicable => say(lang, "不适用", "not applicable"),
    }
}

pub(crate) fn force_key(f: Force) -> &'static str {
    match f {
        Force::Require => "require",
        Force::Verify => "verify",
        Force::Aim => "aim",
    }
}

pub(crate) fn consequence(c: Consequence, lang: Lang) -> &'static str {
    match c {
        Consequence::Breach => say(lang, "违反", "breach"),
        Consequence::Open => say(lang, "待定", "open"),
        Consequence::Query => say(lang, "待说明", "query"),
        Consequence::Shortfall => say(lang, "未达", "shortfall"),
        Consequence::Waived => say(lang, "已特许", "waived"),
        Consequence::Explained => say(lang, "已说明", "explained"),
        Consequence::Noted => say(lang, "备注", "noted"),
    }
}

pub fn consequence_key(c: Consequence) -> &'static str {
    match c {
        Consequence::Breach => "breach",
        Consequence::Open => "open",
        Consequence::Query => "query",
        Consequence::Shortfall => "shortfall",
        Consequence::Waived => "waived",
        Consequence::Explained => "explained",
        Consequence::Noted => "noted",
    }
}

/// The level of one line of `short`: the consequence, or the verdict where there is no consequence.
pub(crate) fn level_key(f: &Finding) -> &'static str {
    match (f.consequence(), f.verdict) {
        (Consequence::Noted, Verdict::Met) => "met",
        (Consequence::Noted, Verdict::Exempt) => "exempt",
        (Consequence::Noted, Verdict::NotApplicable) => "not-applicable",
        (c, _) => consequence_key(c),
    }
}

pub(crate) fn severity(s: Severity, lang: Lang) -> &'static str {
    match s {
        Severity::Error => say(lang, "错误", "error"),
        Severity::Warning => say(lang, "警告", "warning"),
    }
}

pub(crate) fn severity_key(s: Severity) -> &'static str {
    match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

pub(crate) fn cause_key(k: CauseKind) -> &'static str {
    match k {
        CauseKind::Blank => "blank",
        CauseKind::Absent => "absent",
        CauseKind::Unusable => "unusable",
        CauseKind::Bounds => "bounds",
        CauseKind::NoRow => "no_row",
        CauseKind::NotInTable => "not_in_table",
        CauseKind::NoneFits => "none_fits",
        CauseKind::SeveralFit => "several_fit",
        CauseKind::NotReported => "not_reported",
        CauseKind::Unread => "unread",
        CauseKind::Unseen => "unseen",
        CauseKind::Refused(_) => "refused",
        CauseKind::Partial => "partial",
        CauseKind::AnyPeriod => "any_period",
        CauseKind::OpenParameter => "open_parameter",
        CauseKind::UnknownFact => "unknown_fact",
        CauseKind::UnknownPeriod => "unknown_period",
        CauseKind::NoAsOf => "no_as_of",
        CauseKind::Conflict => "conflict",
        CauseKind::Others => "others",
    }
}

/// The sign people read: `≥`, not `>=`.
pub(crate) fn sign(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Ge => "≥",
        CmpOp::Gt => ">",
        CmpOp::Le => "≤",
        CmpOp::Lt => "<",
        CmpOp::Eq => "=",
        CmpOp::Ne => "≠",
    }
}

/// Clauses with the title of their document: a document of several clauses is named once, its clauses are indented under it.
pub(crate) fn citations(list: &[Citation], lang: Lang) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for group in list.chunk_by(|a, b| a.policy == b.policy && a.document_number == b.document_number) {
        match group {
            [one] => out.push((0, citation(one, lang))),
            [first, ..] => {
                out.push((0, document(first, lang)));
                out.extend(group.iter().map(|c| (1, format!("{}{}", say(lang, "", "clause "), clause(c)))));
            }
            [] => {}
        }
    }
    out
}

/// `《衡水市…指导意见》（衡政〔2006〕75号）四(五) 担保额度占比`
pub(crate) fn citation(c: &Citation, lang: Lang) -> String {
    format!("{}{}{}", document(c, lang), say(lang, "", ", clause "), clause(c))
}

/// The title of a document and its number.
pub(crate) fn document(c: &Citation, lang: Lang) -> String {
    let mut text = titled(&c.policy, lang);
    if let Some(number) = &c.document_number {
        text += &bracketed(number, lang);
    }
    text
}

/// The title of a document in its marks: those of Chinese belong to Chinese titles.
pub fn titled(title: &str, lang: Lang) -> String {
    let bare = title.trim_start_matches('《').trim_end_matches('》');
    match lang {
        Lang::En if bare.is_ascii() => format!("\"{bare}\""),
        Lang::Zh | Lang::En => format!("《{bare}》"),
    }
}

/// The number of a clause and its title.
pub(crate) fn clause(c: &Citation) -> String {
    let mut text = c.number.as_deref().unwrap_or(&c.clause).to_string();
    if let Some(title) = &c.title {
        text += " ";
        text += title;
    }
    text
}

pub(crate) fn flag(f: bool, lang: Lang) -> &'static str {
    if f { say(lang, "是", "yes") } else { say(lang, "否", "no") }
}

fn key(v: &Value, lang: Lang) -> String {
    match v {
        Value::Flag(f) => flag(*f, lang).to_string(),
        Value::Text(_) | Value::Amount(..) => v.plain().into_owned(),
    }
}

/// What regions are called, by their code.
pub(crate) type Names = BTreeMap<String, String>;

/// `安平县担保中心 · 2007（安平县）`; region and period only where the key does not name them already. A region given by its code is called
/// by its name, with the code where it is the subject itself. Empty when nothing is known.
pub(crate) fn subject(s: &Subject, names: &Names, lang: Lang) -> String {
    let named = |value: String| match names.get(&value).filter(|_| s.region.as_ref() == Some(&value)) {
        Some(name) => format!("{name} {value}"),
        None => value,
    };
    let title = s.key.iter().map(|(_, v)| named(key(v, lang))).collect::<Vec<_>>().join(" · ");
    let more: Vec<&str> = [&s.region, &s.period]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|text| !text.is_empty() && !s.key.iter().any(|(_, v)| v.plain() == *text))
        .map(|text| names.get(text).map_or(text, String::as_str))
        .collect();
    match (title.is_empty(), more.is_empty()) {
        (_, true) => title,
        (true, false) => more.join(" · "),
        (false, false) => format!("{title}{}", bracketed(&more.join(say(lang, "，", ", ")), lang)),
    }
}

/// Stands for the region of rules that are about the policy itself.
pub(crate) const POLICY: &str = "\u{0}";

/// The name of a region in tables; data may know none.
pub(crate) fn region<'a>(code: &'a str, names: &'a Names, lang: Lang) -> &'a str {
    if code == POLICY {
        return say(lang, "（政策本身）", "(the policy)");
    }
    if code.is_empty() { say(lang, "（未注明地区）", "(no region)") } else { names.get(code).map_or(code, String::as_str) }
}

/// Items of an enumeration within a sentence: `安平县、枣强县`.
pub fn enumeration<T: AsRef<str>>(items: &[T], lang: Lang) -> String {
    items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(say(lang, "、", ", "))
}

/// What stands in brackets after a word: `（2007）`, ` (2007)`.
pub fn bracketed(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（{text}）"),
        Lang::En => format!(" ({text})"),
    }
}

/// Items of a list in one line.
pub(crate) fn list(items: &[String], lang: Lang) -> String {
    items.join(say(lang, "；", "; "))
}

/// A quotation, as the mistakes of each language quote.
pub(crate) fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("“{text}”"),
        Lang::En => format!("`{text}`"),
    }
}
