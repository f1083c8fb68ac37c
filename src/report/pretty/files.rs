//! What was read: for each file how many rows, from which lines, what was left out and what was refused.

use crate::data::LineKind;
use crate::diag::Lang;
use crate::finding::{BlankReading, FileReading, TableReading};
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::prose::words::{list, quoted, say};
use crate::text::{Sources, Span};
use crate::ty::BlankMeans;

/// With more files than this, those read without a word are counted together.
const LISTED: usize = 6;
/// Places named of lines of one kind.
const PLACES: usize = 4;

/// The files of a run, one line each; where they are many, those of which there is something to say.
pub(crate) fn all(page: &mut Page, files: &[FileReading], sources: &Sources, lang: Lang, each: bool) {
    if files.is_empty() {
        return;
    }
    page.blank();
    page.line(0, &Text::new().and(Ink::Strong, say(lang, "读取情况", "What was read")));
    let plain = |f: &&FileReading| {
        f.tables.iter().all(|t| {
            t.blanks.is_empty() && t.others.iter().all(|(_, what)| matches!(what, LineKind::Heading | LineKind::Numbers))
        }) && !f.tables.is_empty()
    };
    let together = !each && files.len() > LISTED;
    let (grouped, single): (Vec<&FileReading>, Vec<&FileReading>) = files.iter().partition(|f| together && plain(f));
    if !grouped.is_empty() {
        let rows: u64 = grouped.iter().flat_map(|f| &f.tables).filter(|t| !t.nested).map(|t| u64::from(t.rows)).sum();
        let n = grouped.len();
        let text = match (lang, n) {
            (Lang::Zh, _) => format!("{n} 个文件共 {rows} 行，全部读取"),
            (Lang::En, 1) => format!("1 file with {rows} rows, all of them read"),
            (Lang::En, _) => format!("{n} files with {rows} rows in all, all of them read"),
        };
        page.wrapped(2, 4, &Text::plain(&text));
    }
    for file in single {
        let source = sources.get(file.file);
        let name = match &source.sheet {
            Some(sheet) => &format!("{} · {}", source.name, sheet.name),
            None => &source.name,
        };
        let mut parts: Vec<String> = file
            .tables
            .iter()
            .filter(|t| !t.nested || !t.others.is_empty() || !t.blanks.is_empty())
            .map(|t| table(t, sources, lang, file.tables.len() > 1))
            .collect();
        if parts.is_empty() {
            parts.push(say(lang, "没有读取", "nothing was read").to_string());
        }
        let refused = file.tables.iter().any(|t| t.refused() > 0) || file.tables.is_empty();
        let mut line = Text::new().and(Ink::Cyan, name).and(Ink::Plain, "  ");
        line.push(if refused { Ink::Yellow } else { Ink::Plain }, &parts.join(say(lang, "；", "; ")));
        page.wrapped(2, 4, &line);
    }
}

/// `读 12 行（第 2—13 行），合计 1 行（第 14 行）`
pub(crate) fn table(t: &TableReading, sources: &Sources, lang: Lang, named: bool) -> String {
    let n = t.rows;
    let lines = t.place.map_or_else(String::new, |p| lines_of(sources, p, lang));
    let record = if named { quoted(&t.record, lang) } else { String::new() };
    let mut out = match (lang, lines.is_empty()) {
        (Lang::Zh, true) => format!("{record}读 {n} 行"),
        (Lang::Zh, false) => format!("{record}读 {n} 行（{lines}）"),
        (Lang::En, empty) => {
            let rows = if n == 1 { "row" } else { "rows" };
            let of = if named { format!(" of {record}") } else { String::new() };
            let place = if empty { String::new() } else { format!(" ({lines})") };
            format!("{n} {rows}{of} read{place}")
        }
    };
    for kind in LineKind::ALL {
        let places: Vec<Span> = t.others.iter().filter(|(_, what)| what == kind).map(|(span, _)| *span).collect();
        if places.is_empty() {
            continue;
        }
        let mut named: Vec<String> = places.iter().take(PLACES).map(|p| lines_of(sources, *p, lang)).collect();
        if places.len() > PLACES {
            named.push(say(lang, "……", "…").to_string());
        }
        out.push_str(say(lang, "，", ", "));
        out.push_str(&match lang {
            Lang::Zh => format!("{} {} 行（{}）", kind_word(*kind, lang), places.len(), list(&named, lang)),
            Lang::En => format!("{} ({})", counted(*kind, places.len()), list(&named, lang)),
        });
    }
    out.push_str(&blanks(&t.blanks, lang));
    out
}

/// `；空白作 0：产值 8 格、税收 整栏 12 行`, or nothing.
fn blanks(all: &[BlankReading], lang: Lang) -> String {
    let mut out = String::new();
    for (means, zh, en) in [(BlankMeans::Zero, "0", "0"), (BlankMeans::No, "否", "no"), (BlankMeans::None, "无", "none")] {
        let mut parts = Vec::new();
        for b in all.iter().filter(|b| b.means == means) {
            let column = quoted(&b.column, lang);
            let mut counts = Vec::new();
            if b.blank > 0 {
                counts.push(match (lang, b.blank) {
                    (Lang::Zh, n) => format!("空白 {n} 格"),
                    (Lang::En, 1) => "1 blank".to_string(),
                    (Lang::En, n) => format!("{n} blanks"),
                });
            }
            if b.absent > 0 {
                counts.push(match (lang, b.absent) {
                    (Lang::Zh, n) => format!("没有这一栏 {n} 行"),
                    (Lang::En, 1) => "not there in 1 row".to_string(),
                    (Lang::En, n) => format!("not there in {n} rows"),
                });
            }
            parts.push(format!("{column}{}{}", say(lang, "", " "), counts.join(say(lang, "、", " and "))));
        }
        if !parts.is_empty() {
            out.push_str(&match lang {
                Lang::Zh => format!("，按 {zh} 读的空白：{}", parts.join("；")),
                Lang::En => format!(", blanks read as {en}: {}", parts.join("; ")),
            });
        }
    }
    out
}

/// `1 heading`, `2 headings`
fn counted(kind: LineKind, n: usize) -> String {
    let one = kind_word(kind, Lang::En);
    match (kind, n) {
        // What was refused is no noun, and column numbers are many as it is.
        (LineKind::Refused | LineKind::Numbers, _) | (_, 1) => format!("{n} {one}"),
        (LineKind::HeaderAgain, _) => format!("{n} headers again"),
        (LineKind::RowAgain, _) => format!("{n} rows again"),
        (LineKind::Heading | LineKind::Unit | LineKind::Total | LineKind::Note, _) => format!("{n} {one}s"),
    }
}

pub fn kind_word(kind: LineKind, lang: Lang) -> &'static str {
    match kind {
        LineKind::Heading => say(lang, "标题", "heading"),
        LineKind::Numbers => say(lang, "栏次", "column numbers"),
        LineKind::Unit => say(lang, "单位", "unit"),
        LineKind::HeaderAgain => say(lang, "重复的表头", "header again"),
        LineKind::Total => say(lang, "合计", "total"),
        LineKind::RowAgain => say(lang, "重复的行", "row again"),
        LineKind::Note => say(lang, "附注", "note"),
        LineKind::Refused => say(lang, "不能用的", "refused"),
    }
}

fn lines_of(sources: &Sources, span: Span, lang: Lang) -> String {
    let (first, last) = sources.lines_of(span);
    if lang == Lang::En && sources.get(span.file).lines_before_rows() > 0 {
        return if first == last { format!("row {first}") } else { format!("rows {first}–{last}") };
    }
    match (lang, first == last) {
        (Lang::Zh, true) => format!("第 {first} 行"),
        (Lang::Zh, false) => format!("第 {first}—{last} 行"),
        (Lang::En, true) => format!("line {first}"),
        (Lang::En, false) => format!("lines {first}–{last}"),
    }
}
