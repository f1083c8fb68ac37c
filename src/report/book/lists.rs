//! The ledger of what is to be mended, the indicators, the files.

use super::sheet::{Cell, Look, Pen, Styled, count, figure, text};
use crate::finding::{Consequence, Figure, Listed};
use crate::report::input::Report;
use crate::report::ledger::beside::{self, Beside};
use crate::report::ledger::entry::{Entry, asking};
use crate::report::pretty::files as reading;
use crate::report::prose::reasons;
use crate::report::prose::shown;
use crate::report::prose::words::{list, region, say, subject};
use rust_xlsxwriter::{Workbook, XlsxError};
use std::collections::BTreeSet;

pub(super) fn ledger(book: &mut Workbook, report: &Report, pen: &Pen) -> Result<(), XlsxError> {
    let lang = report.lang;
    let heads = [
        (say(lang, "序号", "no."), 5),
        (say(lang, "地区", "region"), 10),
        (say(lang, "对象", "subject"), 13),
        (say(lang, "条款", "clause"), 13),
        (say(lang, "要求", "rule"), 16),
        (say(lang, "指标", "indicator"), 13),
        (say(lang, "报送的数", "reported"), 13),
        (say(lang, "限值", "limit"), 13),
        (say(lang, "差距", "gap"), 13),
        (say(lang, "整改办法", "what would mend it"), 22),
        (say(lang, "责任单位", "who must act"), 10),
        (say(lang, "期限", "due"), 11),
        (say(lang, "状态", "state"), 8),
        (say(lang, "原因", "reason"), 18),
        (say(lang, "计算", "working"), 24),
        (say(lang, "位置", "place"), 24),
        (say(lang, "标识", "fingerprint"), 34),
    ];
    let rows: Vec<Vec<Styled>> = (1u64..).zip(asking(report)).map(|(n, (_, e))| entry(report, n, &e)).collect();
    // Where a finding stands in a file is for whoever has the file open, not for the paper.
    pen.table(book, say(lang, "整改台账", "Ledger"), (&heads, 15), &rows)
}

fn entry(report: &Report, number: u64, e: &Entry) -> Vec<Styled> {
    let (f, lang) = (e.finding, report.lang);
    let (look, asks) = match f.consequence() {
        Consequence::Breach => (Look::Bad, true),
        Consequence::Open | Consequence::Query => (Look::Doubtful, true),
        Consequence::Shortfall => (Look::Plain, true),
        Consequence::Waived | Consequence::Explained => (Look::Soft, false),
        Consequence::Noted => (Look::Plain, false),
    };
    let office = &report.run.office;
    let who = e.term(office).and_then(|t| t.office.clone()).unwrap_or_else(|| e.region.clone());
    let days = e.days(office);
    let due = match office.day {
        _ if !asks => text(""),
        Some(day) => (Cell::Day(day + i64::from(days)), Look::Plain),
        None => text(lang.pick(format!("{days} 日内"), format!("within {days} days"))),
    };
    let exact = &e.figures.exact;
    // How a figure came about, where there is more to it than the figure.
    let working = if exact.reported.is_some() && e.figures.reported.contains(" = ") { e.figures.reported.as_str() } else { "" };
    vec![
        count(number),
        text(&e.region),
        text(&e.subject),
        text(&e.clause),
        text(e.title()),
        text(&e.figures.indicator),
        figure(exact.reported.as_ref(), &e.figures.reported),
        figure(exact.limit.as_ref(), &e.figures.limit),
        figure(exact.gap.as_ref(), &e.figures.gap),
        text(list(&e.now, lang)),
        text(if asks { who } else { String::new() }),
        due,
        (Cell::Text(e.level.to_string()), look),
        text(list(&e.because(lang), lang)),
        text(working),
        text(&e.place),
        text(f.fingerprint.to_string()),
    ]
}

pub(super) fn indicators(book: &mut Workbook, report: &Report, pen: &Pen) -> Result<(), XlsxError> {
    let lang = report.lang;
    let heads = [
        (say(lang, "规则", "rule"), 28),
        (say(lang, "指标", "indicator"), 24),
        (say(lang, "地区", "region"), 14),
        (say(lang, "对象", "subject"), 26),
        (say(lang, "结果", "result"), 24),
        (say(lang, "名次", "place"), 10),
        (say(lang, "还缺", "missing"), 40),
    ];
    let names = &report.findings.regions;
    let mut rows = Vec::new();
    for series in &report.findings.results {
        let rule = report.findings.rules.get(series.rule);
        let title = rule.map_or("", |r| if r.title.is_empty() { &r.id } else { &r.title });
        for r in series.rows.iter().filter(|r| r.figure != Figure::Listed(Listed::Not)) {
            let causes: Vec<String> = r.causes.iter().map(|c| reasons::cause(c, lang)).collect();
            let look = if r.figure.is_settled() { Look::Plain } else { Look::Doubtful };
            rows.push(vec![
                text(title),
                text(&series.label),
                text(r.subject.region.as_deref().map_or("", |c| region(c, names, lang))),
                text(subject(&r.subject, names, lang)),
                (Cell::Text(shown::figure(&r.figure, series.unit.as_ref(), lang)), look),
                text(r.place.map_or_else(String::new, |p| shown::place(p, lang))),
                text(list(&causes, lang)),
            ]);
        }
        if series.unlisted > 0 {
            let told = lang.pick(
                format!("另有 {} 个对象超出上限，没有保留", series.unlisted),
                format!("{} more subjects are beyond what is kept", series.unlisted),
            );
            rows.push(vec![text(title), text(&series.label), text(""), text(told), text(""), text(""), text("")]);
        }
    }
    pen.table(book, say(lang, "指标", "Indicators"), (&heads, 7), &rows)
}

/// What was let pass and by whom, and what is wrong in files and rules; sheets with nothing to tell are left out.
pub(super) fn besides(book: &mut Workbook, report: &Report, pen: &Pen) -> Result<(), XlsxError> {
    let lang = report.lang;
    let let_pass: Vec<Beside> = beside::answers(report).into_iter().chain(beside::exceptions(report)).collect();
    if !let_pass.is_empty() {
        let heads = [
            (say(lang, "类别", "kind"), 8),
            (say(lang, "状态", "state"), 14),
            (say(lang, "规则", "rule"), 20),
            (say(lang, "对象", "subject"), 18),
            (say(lang, "期间", "period"), 8),
            (say(lang, "理由", "reason"), 30),
            (say(lang, "批准人、说明人", "by"), 14),
            (say(lang, "文件", "document"), 26),
            (say(lang, "至", "until"), 12),
            (say(lang, "位置", "place"), 24),
        ];
        let row = |b: &Beside| {
            let cells = [b.kind, &b.state, &b.of, &b.subject, &b.period, &b.said, &b.by, &b.document, &b.day, &b.place];
            cells.iter().map(|c| text(*c)).collect()
        };
        let rows: Vec<Vec<Styled>> = let_pass.iter().map(row).collect();
        pen.table(book, say(lang, "特许和例外", "Let pass"), (&heads, 9), &rows)?;
    }
    let mistakes = beside::mistakes(report);
    if !mistakes.is_empty() {
        let heads = [
            (say(lang, "级别", "level"), 8),
            (say(lang, "代码", "code"), 8),
            (say(lang, "问题", "problem"), 50),
            (say(lang, "怎么办", "what now"), 40),
            (say(lang, "位置", "place"), 30),
        ];
        let rows: Vec<Vec<Styled>> =
            mistakes.iter().map(|b| [b.kind, &b.of, &b.said, &b.now, &b.place].iter().map(|c| text(*c)).collect()).collect();
        pen.table(book, say(lang, "问题", "Problems"), (&heads, 5), &rows)?;
    }
    Ok(())
}

pub(super) fn files(book: &mut Workbook, report: &Report, pen: &Pen) -> Result<(), XlsxError> {
    let lang = report.lang;
    let heads = [
        (say(lang, "文件", "file"), 36),
        (say(lang, "行数", "rows"), 10),
        (say(lang, "读取情况", "what was read"), 50),
        ("SHA-256", 68),
    ];
    let digest = |path: &str| report.run.digests.get(path).map_or_else(String::new, |d| d.hex.clone());
    let mut rows = Vec::new();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for f in &report.findings.files {
        let source = report.sources.get(f.file);
        told.insert(&source.name);
        let sheet = source.sheet.as_ref().map_or_else(String::new, |s| format!(" · {}", s.name));
        let read: Vec<String> = f.tables.iter().map(|t| reading::table(t, report.sources, lang, f.tables.len() > 1)).collect();
        let (words, look) = match read.is_empty() {
            true => (say(lang, "没有读取", "nothing was read").to_string(), Look::Bad),
            false => (list(&read, lang), Look::Plain),
        };
        let n: u64 = f.tables.iter().filter(|t| !t.nested).map(|t| u64::from(t.rows)).sum();
        let name = text(format!("{}{sheet}", source.name));
        rows.push(vec![name, count(n), (Cell::Text(words), look), text(digest(&source.name))]);
    }
    let others = say(lang, "规则、项目等", "rules, project and others");
    for (path, digest) in report.run.digests.iter().filter(|(path, _)| !told.contains(path.as_str())) {
        rows.push(vec![text(path), text(""), text(others), text(&digest.hex)]);
    }
    pen.table(book, say(lang, "文件", "Files"), (&heads, 4), &rows)
}
