//! A page in Markdown, for merge requests, wikis and mail: what the first screen of the HTML page says, the table of regions, results, and
//! the files. Whatever comes from data or rules is escaped: it becomes no markup, no link and no table.

use crate::diag::Lang;
use crate::finding::{Figure, Listed, RegionRule, Tally};
use crate::report::input::Report;
use crate::report::ledger::beside::{self, Beside};
use crate::report::ledger::entry::{Entry, asking};
use crate::report::page::clean::clean_lines;
use crate::report::page::markup::markdown as plain;
use crate::report::places;
use crate::report::pretty::matrix::by_place;
use crate::report::pretty::signs::{count, signs};
use crate::report::pretty::totals::ending;
use crate::report::prose::shown;
use crate::report::prose::why;
use crate::report::prose::words::{list, region, say, severity, subject, verdict};
use crate::report::summary::summary;
use crate::ty::day_text;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Rows of the table of findings; `--all` writes all of them.
const FINDINGS: usize = 200;
/// Rows of one table of results.
const RESULTS: usize = 200;

pub(crate) fn render(report: &Report) -> String {
    let mut out = String::new();
    head(&mut out, report);
    findings(&mut out, report);
    matrix(&mut out, report);
    results(&mut out, report);
    let_pass(&mut out, report);
    problems(&mut out, report);
    files(&mut out, report);
    clean_lines(&out, false).into_owned()
}

fn row<S: AsRef<str>>(out: &mut String, cells: &[S]) {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// A table with its heads, which are ours.
fn table(out: &mut String, heads: &[&str]) {
    out.push('\n');
    row(out, heads);
    row(out, &vec!["---"; heads.len()]);
}

fn title(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n## {text}");
}

fn head(out: &mut String, report: &Report) {
    let (lang, sum) = (report.lang, summary(report));
    let what = say(lang, "核查报告", "Check report");
    let named = report.run.project.as_ref().map_or(what.to_string(), |p| format!("{}{}{what}", plain(p), say(lang, "——", " — ")));
    let _ = writeln!(out, "# {named}\n");
    let ended = ending(&sum, report.findings.judged_nothing(), lang);
    let _ = writeln!(out, "**{}**\n", ended.text);
    if let Some(region) = &report.run.region {
        let _ = writeln!(out, "- {}{}", say(lang, "地区：", "region: "), plain(region));
    }
    let day = report.run.as_of.and_then(day_text);
    let _ =
        writeln!(out, "- {}{}", say(lang, "核查日期：", "as of: "), day.as_deref().unwrap_or(say(lang, "未指定", "not given")));
    let mut all = Tally::default();
    report.findings.tally.values().for_each(|t| all.merge(t));
    let counts: Vec<String> =
        signs().iter().map(|(v, sign, _)| format!("{sign} {} {}", verdict(*v, lang), count(&all, *v))).collect();
    let _ = writeln!(out, "- {}{}", say(lang, "规则结论：", "verdicts of rules: "), counts.join(say(lang, "，", ", ")));
    let _ = writeln!(out, "- fadu {}", env!("CARGO_PKG_VERSION"));
}

fn findings(out: &mut String, report: &Report) {
    let (lang, all) = (report.lang, asking(report));
    if all.is_empty() {
        return;
    }
    title(out, say(lang, "谁不符合、差多少、怎么办", "Who fails, by how much, and what now"));
    table(
        out,
        &[
            say(lang, "类别", "level"),
            say(lang, "地区", "region"),
            say(lang, "对象", "subject"),
            say(lang, "要求和条款", "rule and clause"),
            say(lang, "指标", "indicator"),
            say(lang, "报送的数", "reported"),
            say(lang, "要求", "required"),
            say(lang, "差多少", "gap"),
            say(lang, "原因", "because"),
            say(lang, "怎么办", "what now"),
            say(lang, "位置", "place"),
        ],
    );
    let most = if report.all { usize::MAX } else { FINDINGS };
    all.iter().take(most).for_each(|(_, e)| entry(out, e, lang));
    if all.len() > most {
        let left = all.len() - most;
        let text = match lang {
            Lang::Zh => format!("另有 {left} 项，用 --all 可全部列出"),
            Lang::En => format!("{left} more; --all lists them"),
        };
        let _ = writeln!(out, "\n{text}");
    }
}

fn entry(out: &mut String, e: &Entry, lang: Lang) {
    let clause = if e.clause.is_empty() { String::new() } else { format!("<br>{}", plain(&e.clause)) };
    let cells = [
        e.level.to_string(),
        plain(&e.region),
        plain(&e.subject),
        format!("{}{clause}", plain(e.title())),
        plain(&e.figures.indicator),
        plain(&e.figures.reported),
        plain(&e.figures.limit),
        plain(&e.figures.gap),
        plain(&list(&e.because(lang), lang)),
        plain(&list(&e.now, lang)),
        plain(&e.place),
    ];
    row(out, &cells);
}

fn matrix(out: &mut String, report: &Report) {
    let (lang, tally) = (report.lang, by_place(report));
    let regions: BTreeSet<&str> = tally.keys().map(|k| k.region.as_str()).collect();
    let rules: BTreeSet<usize> = tally.keys().map(|k| k.rule).collect();
    if tally.is_empty() {
        return;
    }
    title(out, say(lang, "规则 × 地区", "Rules × regions"));
    let names: Vec<String> = regions.iter().map(|r| plain(region(r, &report.findings.regions, lang))).collect();
    let first = say(lang, "规则", "rule");
    table(out, &std::iter::once(first).chain(names.iter().map(String::as_str)).collect::<Vec<_>>());
    for rule in rules {
        let info = report.findings.rules.get(rule);
        let mut cells = vec![plain(info.map_or("", |r| if r.title.is_empty() { &r.id } else { &r.title }))];
        cells.extend(regions.iter().map(|r| {
            match tally.get(&RegionRule { region: (*r).to_string(), rule }) {
                Some(t) => signs()
                    .iter()
                    .filter(|(v, ..)| count(t, *v) > 0)
                    .map(|(v, s, _)| format!("{s}{}", count(t, *v)))
                    .collect::<Vec<_>>()
                    .join(" "),
                None => String::new(),
            }
        }));
        row(out, &cells);
    }
}

fn results(out: &mut String, report: &Report) {
    let (lang, all) = (report.lang, &report.findings.results);
    if all.is_empty() {
        return;
    }
    title(out, say(lang, "指标和名单", "Indicators and lists"));
    for series in all {
        let rule = report.findings.rules.get(series.rule).map_or("", |r| &r.title);
        let _ = writeln!(out, "\n### {} · {}", plain(rule), plain(&series.label));
        table(out, &[say(lang, "对象", "subject"), say(lang, "结果", "result"), say(lang, "名次", "place")]);
        let shown = series.rows.iter().filter(|r| r.figure != Figure::Listed(Listed::Not));
        for r in shown.take(RESULTS) {
            let who = subject(&r.subject, &report.findings.regions, lang);
            let who = if who.is_empty() { say(lang, "全体", "all").to_string() } else { plain(&who) };
            let figure = plain(&shown::figure(&r.figure, series.unit.as_ref(), lang));
            row(out, &[who, figure, r.place.map_or_else(|| "—".to_string(), |p| shown::place(p, lang))]);
        }
        if series.rows.len() > RESULTS {
            let _ = writeln!(
                out,
                "\n{}",
                say(lang, "没有列全；--format csv 可全部列出", "not all are shown; --format csv lists them")
            );
        }
    }
}

/// What was let pass: by whom, until when, and what became of it.
fn let_pass(out: &mut String, report: &Report) {
    let lang = report.lang;
    let all: Vec<Beside> = beside::answers(report).into_iter().chain(beside::exceptions(report)).collect();
    if all.is_empty() {
        return;
    }
    title(out, say(lang, "特许、说明和例外", "What is let pass"));
    table(
        out,
        &[
            say(lang, "类别", "kind"),
            say(lang, "状态", "state"),
            say(lang, "规则", "rule"),
            say(lang, "对象", "subject"),
            say(lang, "理由", "reason"),
            say(lang, "批准人、说明人", "by"),
            say(lang, "文件", "document"),
            say(lang, "至", "until"),
            say(lang, "位置", "place"),
        ],
    );
    for b in &all {
        let who = [b.subject.as_str(), &b.period].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
        let cells = [b.kind, &b.state, &b.of, &who, &b.said, &b.by, &b.document, &b.day, &b.place];
        row(out, &cells.map(plain));
    }
}

fn problems(out: &mut String, report: &Report) {
    let lang = report.lang;
    let idle = &report.findings.without_subject;
    if report.diagnostics.is_empty() && idle.is_empty() {
        return;
    }
    title(out, say(lang, "数据和规则中的问题", "Problems in data and rules"));
    out.push('\n');
    for (rule, reason) in idle {
        let name = report.findings.rules.get(*rule).map_or("", |r| if r.title.is_empty() { &r.id } else { &r.title });
        let what = say(lang, "没有检查对象（等于没有检查）", "no subject was met (nothing was checked)");
        let _ = writeln!(out, "- {} {what}{}{}", plain(name), say(lang, "：", ": "), plain(&why::idle(reason, lang)));
    }
    for d in report.diagnostics {
        let at = d.primary().and_then(|s| places::written(report.sources, s)).unwrap_or_default();
        let _ = writeln!(out, "- {} {} {} {}", severity(d.severity, lang), d.code, plain(d.message.get(lang)), plain(&at));
    }
}

fn files(out: &mut String, report: &Report) {
    let lang = report.lang;
    title(out, say(lang, "读取的文件", "Files read"));
    table(out, &[say(lang, "文件", "file"), say(lang, "行数", "rows"), "SHA-256"]);
    let rows = |path: &str| -> Option<u64> {
        let mut own = report.findings.files.iter().filter(|f| report.sources.get(f.file).name == path).peekable();
        own.peek()?;
        Some(own.flat_map(|f| &f.tables).filter(|t| !t.nested).map(|t| u64::from(t.rows)).sum())
    };
    for (path, digest) in &report.run.digests {
        row(out, &[plain(path), rows(path).map_or_else(|| "—".to_string(), |n| n.to_string()), digest.hex.clone()]);
    }
}
