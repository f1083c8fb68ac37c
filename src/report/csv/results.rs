//! Results as a table, subjects × results, for office programs: UTF-8 with a mark at the beginning, lines ended as they expect. Figures are
//! exact, their unit stands in the header, and no cell that is blank stands for a figure.

use crate::diag::Lang;
use crate::finding::{Figure, Place, Series, ShownRow, Subject};
use crate::num::{End, Interval, Rat, show_exact_or};
use crate::report::csv::cells::{MARK, line, text};
use crate::report::input::Report;
use crate::report::prose::shown::listed;
use crate::report::prose::units::{unit_name, within_calendar};
use crate::report::prose::values;
use crate::report::prose::words::{bracketed, region, say};
use crate::ty::Unit;
use std::collections::{BTreeMap, BTreeSet};

/// Digits behind the point of what has no exact decimal; such a figure is marked.
const DIGITS: u32 = 12;

/// One column of results.
struct Column<'r> {
    head: String,
    series: &'r Series,
    rows: BTreeMap<Key, &'r ShownRow>,
    silent: BTreeSet<Key>,
    places: bool,
}

/// What tells subjects apart.
type Key = (Vec<(String, String)>, Option<String>, Option<String>);

pub(crate) fn render(report: &Report) -> String {
    let lang = report.lang;
    let columns = columns(report);
    let subjects = subjects(report);
    let mut heads: Vec<&str> = Vec::new();
    for name in subjects.iter().flat_map(|(_, s)| &s.key).map(|(name, _)| name.as_str()) {
        if !heads.contains(&name) {
            heads.push(name);
        }
    }
    let own = |value: &str, s: &Subject| s.key.iter().any(|(_, v)| v.plain() == value);
    let apart = |of: &dyn Fn(&Subject) -> Option<String>| subjects.iter().any(|(_, s)| of(s).is_some_and(|v| !own(&v, s)));
    let regions = apart(&|s| s.region.clone());
    let periods = apart(&|s| s.period.clone());
    let mut out = String::from(MARK);
    let mut head = vec![say(lang, "对象", "subject").to_string()];
    head.extend(heads.iter().map(|h| text(h)));
    head.extend(regions.then(|| say(lang, "地区", "region").to_string()));
    head.extend(periods.then(|| say(lang, "期间", "period").to_string()));
    head.extend(columns.iter().map(|c| text(&c.head)));
    line(&mut out, &head);
    for (key, s) in &subjects {
        let title = s.title();
        let mut cells = vec![if title.is_empty() { say(lang, "全体", "all").to_string() } else { text(&title) }];
        let value =
            |h: &&str| s.key.iter().find(|(name, _)| name == h).map_or(String::new(), |(_, v)| text(&values::value(v, lang)));
        cells.extend(heads.iter().map(value));
        cells.extend(
            regions.then(|| s.region.as_ref().map_or(String::new(), |code| text(region(code, &report.findings.regions, lang)))),
        );
        cells.extend(periods.then(|| s.period.as_deref().map(text).unwrap_or_default()));
        cells.extend(columns.iter().map(|c| cell(c, key, lang)));
        line(&mut out, &cells);
    }
    let lost: u64 = columns.iter().map(|c| c.series.unlisted).max().unwrap_or(0);
    if lost > 0 {
        let told = match lang {
            Lang::Zh => format!("另有 {lost} 个对象超出上限，没有保留"),
            Lang::En => format!("{lost} more subjects are beyond what is kept"),
        };
        line(&mut out, &[told]);
    }
    out
}

/// A result, and behind one that is ranked its places; rules are named where two results are called alike.
fn columns<'r>(report: &'r Report<'_>) -> Vec<Column<'r>> {
    let results = &report.findings.results;
    let lang = report.lang;
    let mut out = Vec::new();
    for series in results {
        let twin = results.iter().filter(|s| s.label == series.label).count() > 1;
        let rule = report.findings.rules.get(series.rule).filter(|_| twin);
        let name = rule.map_or(series.label.clone(), |r| format!("{} · {}", r.title, series.label));
        let unit = series.unit.as_ref().filter(|u| u.calendar.is_none() && !u.name.is_empty());
        let unit = unit.map(|u| unit_name(u, lang)).filter(|u| !u.is_empty());
        let head = unit.map_or(name.clone(), |u| format!("{name}{}", bracketed(&u, lang)));
        let rows = || series.rows.iter().map(|r| (key_of(&r.subject), r)).collect();
        let silent = || series.unspoken.iter().map(key_of).collect();
        out.push(Column { head, series, rows: rows(), silent: silent(), places: false });
        if series.ranked.is_some() {
            let head = format!("{name}{}", bracketed(say(lang, "名次", "place"), lang));
            out.push(Column { head, series, rows: rows(), silent: silent(), places: true });
        }
    }
    out
}

fn key_of(s: &Subject) -> Key {
    let key = s.key.iter().map(|(name, value)| (name.clone(), value.plain().into_owned())).collect();
    (key, s.region.clone(), s.period.clone())
}

/// Everybody of whom a result speaks, in the order in which they first come.
fn subjects<'r>(report: &'r Report<'_>) -> Vec<(Key, &'r Subject)> {
    let mut seen = BTreeSet::new();
    let all = report.findings.results.iter().flat_map(|s| s.rows.iter().map(|r| &r.subject).chain(&s.unspoken));
    all.map(|s| (key_of(s), s)).filter(|(key, _)| seen.insert(key.clone())).collect()
}

fn cell(column: &Column, key: &Key, lang: Lang) -> String {
    let Some(row) = column.rows.get(key) else {
        return match column.silent.contains(key) {
            true => say(lang, "不适用", "not applicable").to_string(),
            // The rule runs over others.
            false => say(lang, "—", "—").to_string(),
        };
    };
    if column.places {
        return row.place.map_or_else(|| say(lang, "不排名", "none").to_string(), place);
    }
    let figure = figure(&row.figure, column.series.unit.as_ref(), lang);
    // What may not apply is no plain figure.
    if row.perhaps && !column.series.is_list { format!("{figure} ?") } else { figure }
}

/// `1`, `2..4`, `>= 2`
fn place(p: Place) -> String {
    match p.worst {
        Some(worst) if worst == p.best => p.best.to_string(),
        Some(worst) => format!("{}..{worst}", p.best),
        None => format!(">= {}", p.best),
    }
}

fn figure(f: &Figure, unit: Option<&Unit>, lang: Lang) -> String {
    let one = Unit::one();
    let unit = unit.unwrap_or(&one);
    match f {
        Figure::Number { value, lacks } => {
            let known = interval(value, unit, lang);
            if *lacks { format!("{known}{}", say(lang, " 或 无基数", " or no base")) } else { known }
        }
        Figure::Text(texts) => {
            let shown: Vec<&str> = texts.iter().map(|t| t.as_deref().unwrap_or(say(lang, "无", "none"))).collect();
            text(&shown.join(say(lang, " 或 ", " or ")))
        }
        Figure::Unknown => say(lang, "未知", "unknown").to_string(),
        Figure::Nothing if unit.calendar.is_none() && unit.name != one.name => say(lang, "无基数", "no base").to_string(),
        Figure::Nothing => say(lang, "无", "none").to_string(),
        Figure::Listed(l) => listed(*l, lang).to_string(),
    }
}

/// `12.5`, `>= 3`, `3..5`, `> 0 <= 100`
fn interval(i: &Interval, unit: &Unit, lang: Lang) -> String {
    let i = &within_calendar(i, unit);
    let number = |v: &Rat| unit.calendar_text(v).unwrap_or_else(|| show_exact_or(&(v / &unit.factor), DIGITS));
    if let Some(v) = i.as_exact() {
        return number(v);
    }
    if let (End::Closed(lo), End::Closed(hi)) = (&i.lo, &i.hi) {
        return format!("{}..{}", number(lo), number(hi));
    }
    let low = i.lo.value().map(|v| format!("{} {}", if i.lo.is_closed() { ">=" } else { ">" }, number(v)));
    let high = i.hi.value().map(|v| format!("{} {}", if i.hi.is_closed() { "<=" } else { "<" }, number(v)));
    let ends: Vec<String> = low.into_iter().chain(high).collect();
    if ends.is_empty() { say(lang, "未知", "unknown").to_string() } else { ends.join(" ") }
}
