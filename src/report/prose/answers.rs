//! Waivers and explanations in words: what was said, by whom, until when.

use crate::diag::Lang;
use crate::finding::{Answer, AnswerKind, AnswerState, Finding, Findings};
use crate::report::prose::words::{bracketed, say};
use crate::ty::day_text;

/// `已特许：理由（批准人，文号，至 2008-06-30，还有 30 天）`; nothing where a finding stands by its verdict.
pub(crate) fn standing(f: &Finding, findings: &Findings, lang: Lang) -> Option<String> {
    findings.answers.get(f.standing.answer()?).map(|a| answer(a, lang))
}

pub(crate) fn answer(a: &Answer, lang: Lang) -> String {
    let word = match a.kind {
        AnswerKind::Waiver => say(lang, "已特许", "waived"),
        AnswerKind::Explanation => say(lang, "已说明", "explained"),
    };
    let day = a.day.and_then(day_text).map(|day| match (a.kind, lang) {
        (AnswerKind::Waiver, Lang::Zh) => format!("至 {day}"),
        (AnswerKind::Waiver, Lang::En) => format!("until {day}"),
        (AnswerKind::Explanation, _) => day,
    });
    let left = a.left.map(|n| lang.pick(format!("还有 {n} 天"), format!("days left {n}")));
    let parts: Vec<String> =
        [Some(a.by.clone()), a.document.clone(), day, left].into_iter().flatten().filter(|p| !p.is_empty()).collect();
    format!("{word}{}{}{}", say(lang, "：", ": "), a.text, bracketed(&parts.join(say(lang, "，", ", ")), lang))
}

pub(crate) fn kind_key(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Waiver => "waiver",
        AnswerKind::Explanation => "explanation",
    }
}

pub(crate) fn state_key(state: AnswerState) -> &'static str {
    match state {
        AnswerState::InForce => "in_force",
        AnswerState::Void => "void",
        AnswerState::Expired => "expired",
        AnswerState::Ahead => "ahead",
        AnswerState::Unused => "unused",
        AnswerState::Unusable => "unusable",
    }
}
