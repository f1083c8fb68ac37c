//! The first sheet: what was checked, how it ended, and every region with its verdicts.

use super::sheet::{Cell, Look, Pen, Styled, count, fitting, printed_well, text};
use crate::finding::{Consequence, Tally};
use crate::report::input::Report;
use crate::report::ledger::entry::region_of;
use crate::report::pretty::matrix::by_place;
use crate::report::pretty::signs::{count as of, signs};
use crate::report::pretty::totals::ending;
use crate::report::prose::words::{region, say, verdict};
use crate::report::summary::summary;
use rust_xlsxwriter::{Workbook, XlsxError};
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub(super) fn sheet(book: &mut Workbook, report: &Report, pen: &Pen) -> Result<(), XlsxError> {
    let lang = report.lang;
    let sheet = book.add_worksheet().set_name(say(lang, "总览", "Overview"))?;
    let title = say(lang, "核查报告", "Check report");
    let title = report.run.project.as_ref().map_or(title.to_string(), |p| format!("{p}{}{title}", say(lang, "——", " — ")));
    sheet.write_string_with_format(0, 0, fitting(&title), &pen.title)?;
    let facts = facts(report);
    for (row, (label, value)) in (2u32..).zip(&facts) {
        pen.put(sheet, (row, 0), &(Cell::Text((*label).to_string()), Look::Head))?;
        // What is said in words has the room of all columns.
        let format = pen.format(value.1);
        match &value.0 {
            Cell::Text(words) => drop(sheet.merge_range(row, 1, row, 7, &fitting(words), format)?),
            Cell::Count(_) | Cell::Day(_) | Cell::Number(_) => pen.put(sheet, (row, 1), value)?,
        }
    }
    let start = 3 + u32::try_from(facts.len()).unwrap_or(0);
    let mut heads = vec![(say(lang, "地区", "region"), 26u16)];
    heads.extend(signs().iter().map(|(v, ..)| (verdict(*v, lang), 15)));
    heads.extend([(say(lang, "已特许", "waived"), 15), (say(lang, "已说明", "explained"), 15)]);
    pen.heads(sheet, start, &heads)?;
    let rows = regions(report);
    for (row, cells) in (start + 1..).zip(&rows) {
        pen.row(sheet, row, cells)?;
    }
    let last = start + u32::try_from(rows.len()).unwrap_or(0);
    sheet.autofilter(start, 0, last, u16::try_from(heads.len() - 1).unwrap_or(0))?;
    sheet.set_print_area(0, 0, last, 7)?;
    printed_well(sheet)
}

fn facts(report: &Report) -> Vec<(&'static str, Styled)> {
    let (lang, sum) = (report.lang, summary(report));
    let ended = ending(&sum, report.findings.judged_nothing(), lang);
    let look = match ended.class {
        "bad" => Look::Bad,
        "good" => Look::Good,
        _ => Look::Doubtful,
    };
    let mut out = Vec::new();
    if let Some(region) = &report.run.region {
        out.push((say(lang, "地区", "region"), text(region)));
    }
    out.push((say(lang, "结论", "outcome"), (Cell::Text(ended.text), look)));
    out.push((
        say(lang, "核查日期", "as of"),
        match report.run.as_of {
            Some(day) => (Cell::Day(day), Look::Plain),
            None => text(say(lang, "未指定", "not given")),
        },
    ));
    let counts = [
        (say(lang, "违反", "breaches"), sum.breaches),
        (say(lang, "待定", "open"), sum.open),
        (say(lang, "待说明", "queries"), sum.queries),
        (say(lang, "未达", "shortfalls"), sum.shortfalls),
        (say(lang, "已特许", "waived"), sum.waived),
        (say(lang, "已说明", "explained"), sum.explained),
        (say(lang, "数据或规则错误", "mistakes in data or rules"), sum.errors),
        (say(lang, "超出上限未列出", "beyond what is listed"), sum.unlisted),
    ];
    let told = counts.into_iter().filter(|(_, n)| *n > 0);
    out.extend(told.map(|(label, n)| (label, count(n))));
    out.push((say(lang, "程序", "program"), text(concat!("fadu ", env!("CARGO_PKG_VERSION")))));
    out
}

/// Every region with the verdicts of its rules and what was let pass, the worst first.
fn regions(report: &Report) -> Vec<Vec<Styled>> {
    let mut all: BTreeMap<String, Tally> = BTreeMap::new();
    by_place(report).into_iter().for_each(|(k, t)| all.entry(k.region).or_default().merge(&t));
    let mut list: Vec<(String, Tally)> = all.into_iter().collect();
    list.sort_by_key(|(_, t)| Reverse((t.violated, t.undetermined)));
    let row = |(code, tally): &(String, Tally)| {
        let look = match (tally.violated, tally.undetermined) {
            (1.., _) => Look::Bad,
            (0, 1..) => Look::Doubtful,
            (0, 0) => Look::Good,
        };
        let mut cells = vec![(Cell::Text(region(code, &report.findings.regions, report.lang).to_string()), look)];
        cells.extend(signs().iter().map(|(v, ..)| count(of(tally, *v))));
        let answered = |what: Consequence| {
            let own = report.findings.list.iter().filter(|f| f.consequence() == what);
            count(own.filter(|f| region_of(report, f) == code).count())
        };
        cells.extend([answered(Consequence::Waived), answered(Consequence::Explained)]);
        cells
    };
    list.iter().map(row).collect()
}
