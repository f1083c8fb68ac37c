//! What was read, for people: the header cell by cell with the first and the last row beside it, what is left out, and what is proposed.

use super::outcome::{Inspected, Proposed};
use super::view::{CellView, ColumnKind, ColumnView, FileView, PartView, SaidView, TableView, clip};
use crate::cli::Context;
use crate::cli::words::say;
use crate::config::Entry;
use crate::data::{Item, LineKind, SaidBy, UnitFrom};
use crate::diag::Lang;
use crate::report::{enumeration, figure_text, line_kind, render_diagnostics};
use crate::text::{Sources, Span};
use crate::ty::Unit;
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Lines of one kind that are shown one by one.
const LINES: usize = 6;

pub fn page(inspected: &[Inspected], written: &[Entry], sources: &Sources, context: &Context<'_>) -> String {
    let lang = context.lang;
    let mut out = String::new();
    for one in inspected {
        file(&mut out, one, sources, context);
    }
    let proposed: Vec<&Proposed> = inspected.iter().filter_map(|i| i.proposal.as_ref()).collect();
    let mut entries: Vec<&Entry> = Vec::new();
    for p in &proposed {
        if !entries.contains(&&p.entry) {
            entries.push(&p.entry);
        }
    }
    if !written.is_empty() {
        let _ = writeln!(out, "{}", say(lang, "已写进 fadu.toml：", "Written to fadu.toml:"));
        written.iter().for_each(|e| indented(&mut out, &e.text()));
    } else if !entries.is_empty() {
        let head =
            say(lang, "写进 fadu.toml 即照此读取（或用 --write）：", "To be read so, put this into fadu.toml (or use --write):");
        let _ = writeln!(out, "{head}");
        entries.iter().for_each(|e| indented(&mut out, &e.text()));
    }
    out
}

fn indented(out: &mut String, text: &str) {
    out.push('\n');
    text.lines().for_each(|line| {
        let _ = writeln!(out, "  {line}");
    });
}

fn file(out: &mut String, one: &Inspected, sources: &Sources, context: &Context<'_>) {
    let (view, lang) = (&one.view, context.lang);
    let _ = writeln!(out, "{}", view.path);
    let entry = match view.entry {
        Some(span) => {
            let (line, file) = (sources.lines_of(span).0, &sources.get(span.file).name);
            match lang {
                Lang::Zh => format!("照 {file} 第 {line} 行起的一组读取"),
                Lang::En => format!("read as the entry at {file}:{line} says"),
            }
        }
        None => say(lang, "项目文件里还没有写它怎样读取", "no entry of the project reads it yet").to_string(),
    };
    let _ = writeln!(out, "  {entry}");
    view.parts.iter().for_each(|p| part(out, p, sources, lang));
    if view.fields() == 0 && view.problems.is_empty() {
        let _ = writeln!(out, "  {}", say(lang, "没有读出任何一栏", "no column was read"));
    }
    if let Some(p) = &one.proposal {
        let _ = writeln!(out, "  {}", outcome(p, lang));
    }
    problems(out, view, sources, context);
    out.push('\n');
}

fn problems(out: &mut String, view: &FileView, sources: &Sources, context: &Context<'_>) {
    if !view.problems.is_empty() && !context.quiet {
        out.push('\n');
        out.push_str(&render_diagnostics(&view.problems, sources, context.lang, context.color, context.width));
    }
}

/// What the proposal came to when it was tried.
fn outcome(p: &Proposed, lang: Lang) -> String {
    let Some(tried) = &p.tried else {
        return say(
            lang,
            "提出的写法没有试成，或读出的与上面不同：请先核对再用",
            "the entry could not be tried, or reads otherwise than shown: look at it before it is used",
        )
        .to_string();
    };
    let who: Vec<String> = tried.region.iter().chain(&tried.period).cloned().collect();
    let who = if who.is_empty() { String::new() } else { format!("{} · ", who.join(" · ")) };
    let open = if p.proposal.complete { "" } else { say(lang, "；还有要填的", "; something is left to fill in") };
    match lang {
        Lang::Zh => format!("提出的写法已试读：{who}{} 行{open}", tried.rows),
        Lang::En => format!("the entry was tried: {who}{} row{}{open}", tried.rows, if tried.rows == 1 { "" } else { "s" }),
    }
}

fn part(out: &mut String, part: &PartView, sources: &Sources, lang: Lang) {
    let sheet = part.sheet.as_ref().map(|name| match lang {
        Lang::Zh => format!("工作表“{name}”"),
        Lang::En => format!("sheet `{name}`"),
    });
    if part.tables.is_empty() {
        if let Some(sheet) = sheet {
            let _ = writeln!(out, "  {sheet}{}", say(lang, "：没有读取", ": not read"));
        }
        return;
    }
    let lead = sheet.map_or_else(String::new, |s| s + " ");
    for t in &part.tables {
        let _ = writeln!(out, "  {lead}→ {}", record(&t.name, &t.record));
        table(out, t, sources, lang);
    }
    for s in &part.said {
        let _ = writeln!(out, "    {}", said(s, sources, lang));
    }
}

/// `County“各县情况”`
fn record(name: &str, title: &str) -> String {
    if name == title { name.to_string() } else { format!("{name}（{title}）") }
}

fn table(out: &mut String, t: &TableView, sources: &Sources, lang: Lang) {
    if let Some(header) = t.header {
        let _ = writeln!(out, "    {}{}", say(lang, "表头 ", "header "), place(sources, header, lang));
    }
    let rows: Vec<[String; 5]> = t.columns.iter().map(|c| column(c, sources, lang)).collect();
    let heads = [
        "",
        say(lang, "表头", "header"),
        say(lang, "读作", "read as"),
        say(lang, "单位", "unit"),
        say(lang, "首行", "first row"),
    ];
    let last = say(lang, "末行", "last row");
    let lasts: Vec<String> = t.columns.iter().map(|c| cell(c.last.as_ref(), lang)).collect();
    let mut grid: Vec<Vec<String>> = vec![heads.iter().map(ToString::to_string).chain([last.to_string()]).collect()];
    grid.extend(rows.into_iter().zip(lasts).map(|(row, last)| row.into_iter().chain([last]).collect()));
    let widths: Vec<usize> = (0..6).map(|i| grid.iter().map(|r| r[i].width()).max().unwrap_or(0)).collect();
    for row in &grid {
        let line: Vec<String> = row.iter().zip(&widths).map(|(text, to)| text.clone() + &" ".repeat(to - text.width())).collect();
        let _ = writeln!(out, "      {}", line.join("  ").trim_end());
    }
    let n = t.rows;
    let between = t.first.zip(t.last).map(|(a, b)| {
        let (first, last) = (sources.lines_of(a).0, sources.lines_of(b).1);
        match lang {
            Lang::Zh => format!("，第 {first}—{last} 行"),
            Lang::En => format!(", lines {first}–{last}"),
        }
    });
    let _ = match lang {
        Lang::Zh => writeln!(out, "    数据 {n} 行{}", between.unwrap_or_default()),
        Lang::En => writeln!(out, "    {n} row{} of data{}", if n == 1 { "" } else { "s" }, between.unwrap_or_default()),
    };
    for kind in LineKind::ALL {
        let of: Vec<_> = t.others.iter().filter(|(_, k, _)| k == kind).collect();
        for (span, _, text) in of.iter().take(LINES) {
            let _ = writeln!(out, "    {} {}  {text}", line_kind(*kind, lang), place(sources, *span, lang));
        }
        if of.len() > LINES {
            let more = of.len() - LINES;
            let _ = match lang {
                Lang::Zh => writeln!(out, "    {} 另 {more} 行", line_kind(*kind, lang)),
                Lang::En => writeln!(out, "    {more} more of the kind: {}", line_kind(*kind, lang)),
            };
        }
    }
    if !t.lacking.is_empty() {
        let _ = writeln!(out, "    {}{}", say(lang, "文件里没有：", "not in the file: "), enumeration(&t.lacking, lang));
    }
}

/// `表!B5`, or a line.
fn place(sources: &Sources, span: Span, lang: Lang) -> String {
    let source = sources.get(span.file);
    match source.address(span.start as usize) {
        Some(address) => address.rsplit_once('!').map_or(address.clone(), |(_, cell)| cell.to_string()),
        None => match lang {
            Lang::Zh => format!("第 {} 行", source.line_col(span.start as usize).0),
            Lang::En => format!("line {}", source.line_col(span.start as usize).0),
        },
    }
}

fn column(c: &ColumnView, sources: &Sources, lang: Lang) -> [String; 5] {
    let letters: String = c.at.chars().take_while(char::is_ascii_alphabetic).collect();
    let at = if letters.is_empty() { c.at.clone() } else { letters };
    let field = c.field.as_ref().map(|(name, title)| record(name, title)).unwrap_or_default();
    let read = match c.kind {
        ColumnKind::Field => field,
        ColumnKind::Doubtful => format!("{field}{}", say(lang, "，单位存疑，不能用", ", its unit in doubt: not used")),
        ColumnKind::Twice => format!("{field}{}", say(lang, "，重复，都不能用", ", once more: neither is used")),
        ColumnKind::RowUnit => say(lang, "各行的单位", "the unit of each row").to_string(),
        ColumnKind::FormUnit => say(lang, "全表的单位", "the unit of the form").to_string(),
        ColumnKind::Link => format!("{field}{}", say(lang, "，所属的那一行", ", the row it belongs to")),
        ColumnKind::Ignored => say(lang, "不读（项目文件 ignore）", "left out (`ignore` of the project)").to_string(),
        ColumnKind::Nameless => say(lang, "不读（没有表头）", "left out (no header)").to_string(),
        ColumnKind::Unknown => say(lang, "不读（没有这个字段）", "left out (no such field)").to_string(),
    };
    let unit = c.unit.as_ref().map(|(unit, from)| unit_text(unit, *from, sources, lang)).unwrap_or_default();
    [at, clip(&c.text), read, unit, cell(c.first.as_ref(), lang)]
}

fn unit_text(unit: &Unit, from: UnitFrom, sources: &Sources, lang: Lang) -> String {
    let from = match from {
        UnitFrom::Declared => say(lang, "规则", "rules").to_string(),
        UnitFrom::Header => say(lang, "表头", "header").to_string(),
        UnitFrom::Form(span) => format!("{}{}", say(lang, "全表 ", "form, "), place(sources, span, lang)),
        UnitFrom::Line(span) => format!("{}{}", say(lang, "单位行 ", "unit row, "), place(sources, span, lang)),
    };
    match lang {
        Lang::Zh => format!("{}（{from}）", unit.name),
        Lang::En => format!("{} ({from})", unit.name),
    }
}

fn cell(cell: Option<&CellView>, lang: Lang) -> String {
    let Some(cell) = cell else { return String::new() };
    match &cell.figure {
        Some((value, unit)) => {
            let read = figure_text(value, unit, lang);
            if read == cell.text { read } else { format!("{} = {read}", cell.text) }
        }
        None => cell.text.clone(),
    }
}

fn said(s: &SaidView, sources: &Sources, lang: Lang) -> String {
    let item = match s.item {
        Item::Region => say(lang, "地区", "region"),
        Item::Period => say(lang, "报告期", "period"),
        Item::Date => say(lang, "日期", "date"),
        Item::Partial => say(lang, "不完整", "partial"),
    };
    let by = match (s.by, s.in_path) {
        (SaidBy::Project, true) => say(lang, "取自文件名或文件夹名", "from the path"),
        (SaidBy::Project, false) => say(lang, "项目文件所写", "as the project file says"),
        (SaidBy::File, _) => say(lang, "文件自己所写", "as the file says"),
        (SaidBy::Sheet, _) => say(lang, "取自工作表名", "from the name of the sheet"),
        (SaidBy::Title, _) => say(lang, "取自表上方", "from above the table"),
    };
    let at = s.place.filter(|_| matches!(s.by, SaidBy::File | SaidBy::Title)).map(|p| place(sources, p, lang));
    let at = at.map_or_else(String::new, |at| format!(" {at}"));
    let value =
        s.value.clone().unwrap_or_else(|| say(lang, "读不出，或说法不一", "not readable, or said differently").to_string());
    match lang {
        Lang::Zh => format!("{item} {value}（{by}{at}）"),
        Lang::En => format!("{item} {value} ({by}{at})"),
    }
}
