//! Findings as a table, one line each: for office programs, and for whoever follows them up.

use crate::diag::Lang;
use crate::report::csv::cells::{MARK, line, text};
use crate::report::input::Report;
use crate::report::ledger::beside::{self, Beside};
use crate::report::ledger::entry::{Entry, asking};
use crate::report::prose::words::{list, say, verdict};

pub(crate) fn render(report: &Report) -> String {
    let lang = report.lang;
    let mut out = String::from(MARK);
    let heads = [
        say(lang, "地区代码", "region code"),
        say(lang, "地区", "region"),
        say(lang, "对象", "subject"),
        say(lang, "期间", "period"),
        say(lang, "类别", "level"),
        say(lang, "结论", "verdict"),
        say(lang, "规则", "rule"),
        say(lang, "规则名称", "title"),
        say(lang, "文件", "document"),
        say(lang, "条款", "clause"),
        say(lang, "指标", "indicator"),
        say(lang, "报送的数", "reported"),
        say(lang, "要求", "required"),
        say(lang, "差多少", "gap"),
        say(lang, "原因", "because"),
        say(lang, "怎么办", "what now"),
        say(lang, "位置", "place"),
        say(lang, "标识", "fingerprint"),
    ];
    line(&mut out, &heads.map(str::to_string));
    asking(report).iter().for_each(|(_, e)| line(&mut out, &row(report, e)));
    let besides = beside::exceptions(report).into_iter().chain(beside::mistakes(report));
    besides.for_each(|b| line(&mut out, &besides_row(&b, lang)));
    out
}

/// An exception or a mistake in the same columns.
fn besides_row(b: &Beside, lang: Lang) -> Vec<String> {
    let said: Vec<String> = [&b.said, &b.day].into_iter().filter(|t| !t.is_empty()).cloned().collect();
    let said = list(&said, lang);
    let cells = [
        "",
        "",
        &b.subject,
        &b.period,
        b.kind,
        &b.state,
        &b.of,
        "",
        &b.document,
        "",
        "",
        "",
        "",
        "",
        &said,
        &b.now,
        &b.place,
        "",
    ];
    cells.iter().map(|c| text(c)).collect()
}

fn row(report: &Report, e: &Entry) -> Vec<String> {
    let (f, lang) = (e.finding, report.lang);
    let cells = [
        f.subject.region.as_deref().unwrap_or_default(),
        &e.region,
        &e.subject,
        f.subject.period.as_deref().unwrap_or_default(),
        e.level,
        verdict(f.verdict, lang),
        e.rule_id(),
        e.title(),
        &e.document,
        &e.clause,
        &e.figures.indicator,
        &e.figures.reported,
        &e.figures.limit,
        &e.figures.gap,
        &list(&e.because(lang), lang),
        &list(&e.now, lang),
        &e.place,
        &f.fingerprint.to_string(),
    ];
    cells.iter().map(|c| text(c)).collect()
}
