//! What stands beside findings in every table: mistakes in files and rules, waivers and explanations with what became of them, exceptions that
//! documents grant.

use crate::diag::Lang;
use crate::finding::{Answer, AnswerKind, AnswerState, GrantAccount};
use crate::report::input::Report;
use crate::report::places;
use crate::report::prose::grants;
use crate::report::prose::words::{list, say, severity};
use crate::text::Span;
use crate::ty::day_text;

/// One of them as a row; what it does not have is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    /// `错误`, `特许`, `例外`
    pub(crate) kind: &'static str,
    /// What became of it.
    pub(crate) state: String,
    /// The code of a mistake, the rules that something is let pass of.
    pub(crate) of: String,
    pub(crate) subject: String,
    pub(crate) period: String,
    pub(crate) document: String,
    pub(crate) by: String,
    /// The last day, or the day it was said.
    pub(crate) day: String,
    /// What is wrong, or why it is let pass.
    pub(crate) said: String,
    pub(crate) now: String,
    pub(crate) place: String,
}

pub(crate) fn mistakes(report: &Report) -> Vec<Beside> {
    let lang = report.lang;
    let one = |d: &crate::diag::Diagnostic| Beside {
        kind: severity(d.severity, lang),
        of: d.code.to_string(),
        said: d.message.get(lang).to_string(),
        now: d.help.as_ref().map_or_else(String::new, |help| help.get(lang).to_string()),
        place: d.primary().map_or_else(|| d.path.clone().unwrap_or_default(), |span| place(report, span)),
        ..Beside::default()
    };
    report.diagnostics.iter().map(one).collect()
}

/// What people have let pass or explained, as written.
pub(crate) fn answers(report: &Report) -> Vec<Beside> {
    let one = |a: &Answer| Beside {
        kind: match a.kind {
            AnswerKind::Waiver => say(report.lang, "特许", "waiver"),
            AnswerKind::Explanation => say(report.lang, "说明", "explanation"),
        },
        state: state(a.state, report.lang).to_string(),
        of: a.rule.clone(),
        subject: a.subject.clone(),
        period: a.period.clone().unwrap_or_default(),
        document: a.document.clone().unwrap_or_default(),
        by: a.by.clone(),
        day: a.day.and_then(day_text).unwrap_or_default(),
        said: a.text.clone(),
        place: place(report, a.place),
        ..Beside::default()
    };
    report.findings.answers.iter().map(one).collect()
}

pub(crate) fn exceptions(report: &Report) -> Vec<Beside> {
    let lang = report.lang;
    let one = |g: &GrantAccount| Beside {
        kind: say(lang, "例外", "exception"),
        state: grants::use_made(g, lang),
        of: list(&g.rules, lang),
        subject: list(&g.named, lang),
        document: grants::document(&g.grant, lang),
        day: g.grant.until.and_then(day_text).unwrap_or_else(|| say(lang, "另行通知为止", "until further notice").to_string()),
        said: g.grant.because.clone().unwrap_or_default(),
        place: place(report, g.span),
        ..Beside::default()
    };
    report.findings.grants.iter().map(one).collect()
}

fn place(report: &Report, span: Span) -> String {
    places::written(report.sources, span).unwrap_or_default()
}

fn state(state: AnswerState, lang: Lang) -> &'static str {
    match state {
        AnswerState::InForce => say(lang, "有效", "in force"),
        AnswerState::Void => say(lang, "已失效", "void"),
        AnswerState::Expired => say(lang, "已到期", "expired"),
        AnswerState::Ahead => say(lang, "还没有开始", "ahead"),
        AnswerState::Unused => say(lang, "没有用上", "unused"),
        AnswerState::Unusable => say(lang, "不能用", "unusable"),
    }
}
