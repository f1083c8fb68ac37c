//! Figures that a policy implies without saying them: results of rules over its own tables and parameters, with what they are worked out of.

use crate::diag::Lang;
use crate::finding::{Figure, FigureSource, Listed, Series, ShownRow};
use crate::report::input::Report;
use crate::report::page::layout::{Ink, Page, Text};
use crate::report::places;
use crate::report::prose::reasons;
use crate::report::prose::shown;
use crate::report::prose::words::{citations, quoted, say, subject};

/// Subjects of one result that are told.
const LISTED: usize = 40;

/// Of the column of labels.
fn width(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 6,
        Lang::En => 12,
    }
}

/// How many figures and lists are implied.
pub(super) fn count(report: &Report) -> usize {
    report.findings.results.iter().filter(|s| !s.rows.is_empty()).count()
}

pub(super) fn all(page: &mut Page, report: &Report) {
    let mut rule = None;
    for series in report.findings.results.iter().filter(|s| !s.rows.is_empty()) {
        if rule != Some(series.rule) {
            page.blank();
            head(page, report, series);
            rule = Some(series.rule);
        }
        one(page, report, series);
    }
}

fn head(page: &mut Page, report: &Report, series: &Series) {
    let lang = report.lang;
    let Some(info) = report.findings.rules.get(series.rule) else { return };
    let head = Text::new().and(Ink::Cyan, say(lang, "推得", "implied")).and(Ink::Plain, "  ");
    page.wrapped(0, 2, &head.and(Ink::Strong, &info.title).and(Ink::Plain, "  ").and(Ink::Faint, &info.id));
    for (i, (depth, text)) in citations(&info.cites, lang).iter().enumerate() {
        let label = if i == 0 { say(lang, "依据", "basis") } else { "" };
        page.row(2, label, width(lang), &Text::plain(&format!("{}{text}", "  ".repeat(*depth))));
    }
}

fn one(page: &mut Page, report: &Report, series: &Series) {
    let lang = report.lang;
    if series.is_list {
        for listed in [Listed::Surely, Listed::Possibly] {
            let own = series.rows.iter().filter(|r| r.figure == Figure::Listed(listed));
            let names: Vec<String> = own.take(LISTED).map(|r| quoted(&who(report, r), lang)).collect();
            if !names.is_empty() {
                let word = shown::listed(listed, lang);
                let text = format!("{word}{}{}", say(lang, "：", ": "), names.join(say(lang, "、", ", ")));
                page.wrapped(2, 4, &Text::plain(&format!("{}  {text}", series.label)));
            }
        }
        return;
    }
    for (i, row) in series.rows.iter().take(LISTED).enumerate() {
        figure(page, report, series, row, i == 0);
    }
}

fn who(report: &Report, row: &ShownRow) -> String {
    subject(&row.subject, &report.findings.regions, report.lang)
}

/// `年均增量  8.4亿元/年`, then the expression with its figures, then each case of what is not settled.
fn figure(page: &mut Page, report: &Report, series: &Series, row: &ShownRow, first: bool) {
    let lang = report.lang;
    let unit = series.unit.as_ref();
    let name = who(report, row);
    let mut text = Text::plain(&format!("{}  ", series.label));
    if !name.is_empty() {
        text.push(Ink::Plain, &format!("{name}{}", say(lang, "：", ": ")));
    }
    text.push(Ink::Strong, &shown::figure(&row.figure, unit, lang));
    if let Some(place) = row.place {
        let place = shown::place(place, lang);
        text.push(Ink::Plain, &if lang == Lang::Zh { format!("，第 {place} 名") } else { format!(", place {place}") });
    }
    if let Some(place) = places::written(report.sources, series.span).filter(|_| first) {
        text.push(Ink::Faint, &format!("  {place}"));
    }
    page.wrapped(2, 4, &text);
    let own = row.workings.first().map(|o| o.text.split_whitespace().collect::<Vec<_>>().join(" "));
    let computed = row.workings.len() > 1 || row.workings.first().is_some_and(|o| o.source != FigureSource::Stated);
    if let Some(written) = own.filter(|_| computed && first) {
        page.row(4, say(lang, "算式", "worked out"), width(lang), &Text::new().and(Ink::Faint, &written));
    }
    if let Some(from) = shown::workings(row, lang) {
        page.row(4, say(lang, "其中", "of"), width(lang), &Text::plain(&from));
    }
    for (i, case) in row.cases.iter().enumerate() {
        let label = if i == 0 { say(lang, "情形", "cases") } else { "" };
        page.row(4, label, width(lang), &Text::plain(&shown::case(case, unit, lang)));
    }
    if !row.figure.is_settled() {
        for (i, cause) in row.causes.iter().enumerate() {
            let label = if i == 0 { say(lang, "取决", "depends on") } else { "" };
            page.row(4, label, width(lang), &Text::new().and(Ink::Yellow, &reasons::cause(cause, lang)));
        }
    }
}
