//! A summary in Markdown, for the page of a run: totals, then the items in a table. Nothing of the data becomes markup.

use crate::diag::Lang;
use crate::report::ci::items::{Grade, Item, items};
use crate::report::input::Report;
use crate::report::ledger::beside::{self, Beside};
use crate::report::page::markup::markdown;
use crate::report::prose::words::say;
use crate::report::summary::summary;

/// A page holds 1 MiB; a long row is far below 4 KiB.
const ROWS: usize = 200;

pub(crate) fn render(report: &Report) -> String {
    let lang = report.lang;
    let (all, sum) = (items(report), summary(report));
    let stopped = all.iter().any(|i| matches!(i.grade, Grade::Mistake | Grade::Idle));
    let outcome = match (stopped, sum.blocking() > 0) {
        (true, _) => say(lang, "核查未能完成", "The check could not be completed"),
        (false, true) => say(lang, "有阻断项", "Blocked"),
        (false, false) => say(lang, "通过", "Passed"),
    };
    let mut out = format!("## {}{outcome}\n\n", say(lang, "法度：", "fadu: "));
    let counts = [
        (say(lang, "违反", "breaches"), sum.breaches),
        (say(lang, "待定", "open"), sum.open),
        (say(lang, "待说明", "queries"), sum.queries),
        (say(lang, "未达", "shortfalls"), sum.shortfalls),
        (say(lang, "错误", "errors"), sum.errors),
        (say(lang, "警告", "warnings"), sum.warnings),
        (say(lang, "没有检查对象的规则", "rules without a subject"), sum.without_subject),
        (say(lang, "未列出", "not listed"), sum.unlisted),
    ];
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out += &row(counts.iter().map(|(name, _)| (*name).to_string()).collect());
    out += &row(counts.iter().map(|_| "---:".to_string()).collect());
    out += &row(counts.iter().map(|(_, n)| n.to_string()).collect());
    out += &let_pass(report);
    if all.is_empty() {
        return out;
    }
    out += "\n";
    out += &row([say(lang, "级别", "level"), say(lang, "规则", "rule"), say(lang, "位置", "place"), say(lang, "说明", "what")]
        .map(str::to_string)
        .to_vec());
    out += &row(vec!["---".to_string(); 4]);
    for item in all.iter().take(ROWS) {
        out +=
            &row(vec![word(item.grade, lang).to_string(), markdown(&item.code), markdown(&place(item)), markdown(&item.message)]);
    }
    if let Some(n) = all.len().checked_sub(ROWS).filter(|n| *n > 0) {
        out += &match lang {
            Lang::Zh => format!("\n另有 {n} 条没有列在这里\n"),
            Lang::En => format!("\n{n} more are not listed here\n"),
        };
    }
    out
}

/// What people or documents let pass, a line each.
fn let_pass(report: &Report) -> String {
    let lang = report.lang;
    let all: Vec<Beside> = beside::answers(report).into_iter().chain(beside::exceptions(report)).collect();
    let one = |b: &Beside| {
        let told = [b.kind, &b.state, &b.of, &b.subject, &b.said, &b.by, &b.document, &b.day];
        let told: Vec<String> = told.into_iter().filter(|t| !t.is_empty()).map(markdown).collect();
        format!("- {}\n", told.join(say(lang, "，", ", ")))
    };
    let mut out: String = all.iter().take(ROWS).map(one).collect();
    if let Some(n) = all.len().checked_sub(ROWS).filter(|n| *n > 0) {
        out += &lang.pick(format!("- 另有 {n} 项\n"), format!("- {n} more\n"));
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

fn word(grade: Grade, lang: Lang) -> &'static str {
    match grade {
        Grade::Mistake => say(lang, "错误", "error"),
        Grade::Idle => say(lang, "没有检查", "not checked"),
        Grade::Breach => say(lang, "违反", "breach"),
        Grade::Open => say(lang, "待定", "open"),
        Grade::Warning => say(lang, "警告", "warning"),
        Grade::Query => say(lang, "待说明", "query"),
        Grade::Shortfall => say(lang, "未达", "shortfall"),
        Grade::Noted => say(lang, "备注", "noted"),
    }
}

fn place(item: &Item) -> String {
    match &item.at {
        None => "-".to_string(),
        Some(at) => match &at.cell {
            Some(cell) => format!("{}:{cell}", at.path),
            None => format!("{}:{}:{}", at.path, at.line, at.column),
        },
    }
}
