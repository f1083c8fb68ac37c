//! What a template of a notice can name.

use crate::diag::Lang;
use crate::finding::{Consequence, Finding};
use crate::report::input::Report;
use crate::report::ledger::entry::{Entry, asking};
use crate::report::office::{DAYS, Office};
use crate::report::prose::reasons;
use crate::report::prose::values;
use crate::report::prose::words::{clause, document, list, say};
use crate::ty::day_text;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Facts {
    region: String,
    code: String,
    office: String,
    addressee: String,
    number: String,
    contact: String,
    project: String,
    /// The day of the notice in words; empty where none is given.
    date: String,
    as_of: String,
    days: u32,
    /// By when all is to be mended; empty where the notice has no day.
    due: String,
    basis: Vec<Basis>,
    /// What is violated.
    findings: Vec<Item>,
    /// What is not reported, and keeps a verdict open.
    missing: Vec<Item>,
    /// What is to be explained.
    queries: Vec<Item>,
}

#[derive(Serialize)]
struct Basis {
    document: String,
    clauses: Vec<String>,
}

#[derive(Serialize)]
struct Item {
    title: String,
    subject: String,
    document: String,
    clause: String,
    indicator: String,
    reported: String,
    limit: String,
    gap: String,
    /// All of it in a sentence.
    statement: String,
    because: String,
    message: String,
    now: Vec<String>,
    place: String,
    office: String,
    days: u32,
    due: String,
    fingerprint: String,
}

impl Facts {
    /// `place`: the place of the notice among all, from 1.
    pub(super) fn of(report: &Report, office: &Office, place: usize) -> Self {
        let lang = report.lang;
        let region = report.findings.all_regions().into_iter().next().unwrap_or_default().to_string();
        let name = report.findings.regions.get(&region).cloned().unwrap_or_else(|| region.clone());
        let called = if name.is_empty() { report.run.region.clone().unwrap_or_default() } else { name };
        let all: Vec<Entry> = asking(report).into_iter().map(|(_, e)| e).collect();
        let of = |kind: Consequence| -> Vec<Item> {
            all.iter().filter(|e| e.finding.consequence() == kind).map(|e| item(report, e, office)).collect()
        };
        let fill = |text: &Option<String>| text.as_deref().unwrap_or_default().replace("{region}", &called);
        let year = office.day.and_then(day_text).and_then(|d| d.split('-').next().map(str::to_string)).unwrap_or_default();
        let number = office.number.as_deref().unwrap_or_default().replace("{n}", &place.to_string()).replace("{year}", &year);
        let days = office.days.unwrap_or(DAYS);
        Self {
            addressee: match &office.addressee {
                None => called.clone(),
                Some(_) => fill(&office.addressee),
            },
            region: called.clone(),
            code: region,
            office: fill(&office.office),
            number,
            contact: fill(&office.contact),
            project: report.run.project.clone().unwrap_or_default(),
            date: office.day.map_or_else(String::new, |d| date(d, lang)),
            as_of: report.run.as_of.map_or_else(String::new, |d| date(d, lang)),
            days,
            due: office.day.map_or_else(String::new, |d| date(d + i64::from(days), lang)),
            basis: basis(&all, lang),
            findings: of(Consequence::Breach),
            missing: of(Consequence::Open),
            queries: of(Consequence::Query),
        }
    }

    /// Whether there is anything to write about.
    pub(super) fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.missing.is_empty() && self.queries.is_empty()
    }
}

/// `2007年12月31日`
fn date(day: i64, lang: Lang) -> String {
    let text = day_text(day).unwrap_or_default();
    let parts: Vec<&str> = text.split('-').collect();
    match (parts.as_slice(), lang) {
        ([year, month, day], Lang::Zh) => {
            format!("{year}年{}月{}日", month.trim_start_matches('0'), day.trim_start_matches('0'))
        }
        _ => text,
    }
}

/// Documents with the clauses that what was found rests on, each once.
fn basis(all: &[Entry], lang: Lang) -> Vec<Basis> {
    let mut out: Vec<Basis> = Vec::new();
    let asked = all.iter().filter(|e| e.finding.consequence() != Consequence::Shortfall);
    for cite in asked.flat_map(|e| e.rule.map_or(&[][..], |r| &r.cites)) {
        let (document, clause) = (document(cite, lang), clause(cite));
        match out.iter_mut().find(|b| b.document == document) {
            Some(known) if known.clauses.contains(&clause) => {}
            Some(known) => known.clauses.push(clause),
            None => out.push(Basis { document, clauses: vec![clause] }),
        }
    }
    out
}

fn item(report: &Report, e: &Entry, office: &Office) -> Item {
    let (f, lang) = (e.finding, report.lang);
    let own = e.term(office);
    let days = e.days(office);
    Item {
        title: e.title().to_string(),
        subject: e.subject.clone(),
        document: e.document.clone(),
        clause: e.clause.clone(),
        indicator: e.figures.indicator.clone(),
        reported: e.figures.reported.clone(),
        limit: e.figures.limit.clone(),
        gap: e.figures.gap.clone(),
        statement: statement(f, e, lang),
        because: list(&e.because(lang), lang),
        message: f.message.as_ref().map_or_else(String::new, |m| values::message(m, lang)),
        now: e.now.clone(),
        place: e.place.clone(),
        office: own.and_then(|t| t.office.clone()).unwrap_or_default(),
        days,
        due: office.day.map_or_else(String::new, |d| date(d + i64::from(days), lang)),
        fingerprint: f.fingerprint.to_string(),
    }
}

/// `“集群企业担保额度占比”为 59.9999%，要求 ≥ 60%，差 1元`, and what the verdict rests on besides.
fn statement(f: &Finding, e: &Entry, lang: Lang) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(Some(measured(e, lang)).filter(|words| !words.is_empty()));
    parts.extend(e.because(lang));
    if parts.is_empty() {
        return reasons::message(&Finding { subject: Default::default(), ..f.clone() }, e.title(), &Default::default(), lang);
    }
    list(&parts, lang)
}

fn measured(e: &Entry, lang: Lang) -> String {
    let figures = &e.figures;
    if figures.limit.is_empty() || figures.indicator.is_empty() {
        return figures.reported.clone();
    }
    let gap = if figures.gap.is_empty() { String::new() } else { format!("{}{}", say(lang, "，", ", "), figures.gap) };
    match lang {
        Lang::Zh => format!("“{}”为 {}，要求 {}{gap}", figures.indicator, figures.reported, figures.limit),
        Lang::En => format!("{}: {}; required {}{gap}", figures.indicator, figures.reported, figures.limit),
    }
}
