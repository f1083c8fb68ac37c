//! GitHub's workflow commands: annotations on a run. A step shows ten of each level and drops the rest without a word, so that here the last
//! of ten says how many more there are.

use crate::diag::Lang;
use crate::report::ci::items::{Item, Level, items};
use crate::report::input::Report;
use crate::report::page::clean::clean;

/// What a step shows of each level.
const SHOWN: usize = 10;

pub(crate) fn render(report: &Report) -> String {
    let all = items(report);
    let mut out = String::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        let list: Vec<&Item> = all.iter().filter(|i| i.grade.level() == level).collect();
        let shown = if list.len() > SHOWN { SHOWN - 1 } else { list.len() };
        list.iter().take(shown).for_each(|item| out += &command(level, item));
        if list.len() > shown {
            out += &format!("::{} title=fadu::{}\n", word(level), data(&more(list.len() - shown, report.lang)));
        }
    }
    if report.findings.unlisted > 0 {
        out += &format!("fadu: {}\n", unlisted(report.findings.unlisted, report.lang));
    }
    out
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    }
}

fn more(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {n} 条同级的没有在此标出；完整的报告见步骤摘要，或用 fadu check 在本地查看"),
        Lang::En => format!("{n} more of this level are not shown here; the step summary or `fadu check` has all of them"),
    }
}

fn unlisted(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("另有 {n} 条核查结果超出每条规则的上限，只计数"),
        Lang::En => format!("{n} more findings are beyond the limit of their rules and only counted"),
    }
}

/// `::error file=a.csv,line=2,endLine=2,col=5,endColumn=9,title=rule::message`
fn command(level: Level, item: &Item) -> String {
    let mut properties = Vec::new();
    if let Some(at) = &item.at {
        properties.push(format!("file={}", property(&clean(&at.path))));
        properties.push(format!("line={}", at.line));
        properties.push(format!("endLine={}", at.end_line));
        // Columns are read only where both ends are in one line.
        if at.line == at.end_line {
            properties.push(format!("col={}", at.column));
            properties.push(format!("endColumn={}", at.end_column));
        }
    }
    properties.push(format!("title={}", property(&format!("{} {}", item.code, item.title))));
    format!("::{} {}::{}\n", word(level), properties.join(","), data(&item.message))
}

/// A message: it ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: it ends at a comma, its name at a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
