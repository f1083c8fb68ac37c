//! One finding as a row of a table.

use crate::diag::Lang;
use crate::finding::{Comparison, Consequence, Detail, Finding, Known, RuleInfo};
use crate::num::Rat;
use crate::report::input::Report;
use crate::report::ledger::act;
use crate::report::ledger::exact::Exact;
use crate::report::office::{ClauseTerm, DAYS, Office};
use crate::report::places;
use crate::report::prose::answers;
use crate::report::prose::arithmetic;
use crate::report::prose::mean;
use crate::report::prose::names;
use crate::report::prose::reasons;
use crate::report::prose::truth::{Truth, truth};
use crate::report::prose::units::{self, called};
use crate::report::prose::values;
use crate::report::prose::why;
use crate::report::prose::words::{POLICY, clause, consequence, document, region, say, subject};
use crate::ty::Unit;

/// A finding in the columns that every table of findings has.
pub(crate) struct Entry<'a> {
    pub(crate) finding: &'a Finding,
    pub(crate) rule: Option<&'a RuleInfo>,
    /// As it is called.
    pub(crate) region: String,
    pub(crate) subject: String,
    /// `四(五) 担保额度占比`
    pub(crate) clause: String,
    /// `《…》（衡政〔2006〕75号）`
    pub(crate) document: String,
    pub(crate) level: &'static str,
    pub(crate) figures: Figures,
    /// Where it stands: `a.xlsx:产值表!C7`.
    pub(crate) place: String,
    /// What is to be done, each a sentence without its end.
    pub(crate) now: Vec<String>,
    /// Who has let it pass or explained it, and why; nothing for most.
    pub(crate) answered: Option<String>,
}

/// What was looked at, what it was, what it must be, and how far it is from that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) indicator: String,
    pub(crate) reported: String,
    pub(crate) limit: String,
    pub(crate) gap: String,
    pub(crate) exact: Numbers,
}

/// The same as numbers, where they are some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) reported: Option<Exact>,
    pub(crate) limit: Option<Exact>,
    pub(crate) gap: Option<Exact>,
}

impl<'a> Entry<'a> {
    pub(crate) fn of(report: &Report<'a>, finding: &'a Finding) -> Self {
        let lang = report.lang;
        let rule = report.findings.rules.get(finding.rule);
        let cites = rule.map_or(&[][..], |r| &r.cites);
        let each = |word: &dyn Fn(&crate::finding::Citation) -> String| {
            let mut all: Vec<String> = cites.iter().map(word).filter(|t| !t.is_empty()).collect();
            all.dedup();
            all.join(say(lang, "；", "; "))
        };
        let names = &report.findings.regions;
        let mut figures = figures(&finding.detail, finding, lang);
        if figures.indicator.is_empty() {
            let line = rule.and_then(|r| r.line_name(finding));
            figures.indicator = line.or(rule.map(|r| r.title.as_str())).unwrap_or_default().to_string();
        }
        Self {
            finding,
            rule,
            region: region(region_of(report, finding), names, lang).to_string(),
            subject: subject(&finding.subject, names, lang),
            clause: each(&|c| clause(c)),
            document: each(&|c| document(c, lang)),
            level: consequence(finding.consequence(), lang),
            figures,
            place: places::written(report.sources, places::of_finding(finding)).unwrap_or_default(),
            now: act::now(finding, lang),
            answered: answers::standing(finding, report.findings, lang),
        }
    }

    /// Why it is as it is: what is missing, what the verdict rests on besides, what was answered.
    pub(crate) fn because(&self, lang: Lang) -> Vec<String> {
        let causes = self.finding.causes.iter().map(|c| reasons::cause_here(c, self.finding, lang));
        let reason = self.finding.reason.iter().map(|r| why::reason(r, lang));
        causes.chain(reason).chain(self.answered.clone()).collect()
    }

    /// What the office says of the clause that the rule cites.
    pub(crate) fn term<'o>(&self, office: &'o Office) -> Option<&'o ClauseTerm> {
        let cites = self.rule.map_or(&[][..], |r| &r.cites);
        let policy = self.rule_id().split('.').next().unwrap_or_default();
        office.clauses.iter().find(|t| {
            cites.iter().any(|c| {
                t.clause == c.clause || c.number.as_deref() == Some(&t.clause) || t.clause == format!("{policy}.{}", c.clause)
            })
        })
    }

    /// Days within which it is to be mended.
    pub(crate) fn days(&self, office: &Office) -> u32 {
        self.term(office).and_then(|t| t.days).or(office.days).unwrap_or(DAYS)
    }

    pub(crate) fn title(&self) -> &str {
        self.rule.map_or("", |r| &r.title)
    }

    pub(crate) fn rule_id(&self) -> &str {
        self.rule.map_or("", |r| &r.id)
    }
}

/// Findings that ask something of somebody, with their places among all: the gravest first, and of one kind those that miss by most.
pub(crate) fn asking<'a>(report: &Report<'a>) -> Vec<(usize, Entry<'a>)> {
    let listed = report.findings.list.iter().enumerate().filter(|(_, f)| report.lists(f.consequence()));
    let mut all: Vec<(usize, &Finding)> = listed.filter(|(_, f)| f.consequence() != Consequence::Noted).collect();
    all.sort_by_key(|(_, f)| (f.consequence(), std::cmp::Reverse(super::slack::miss(&f.detail))));
    all.into_iter().map(|(at, f)| (at, Entry::of(report, f))).collect()
}

/// The region that a finding is about, by its code; [`POLICY`] for what a policy says of itself.
pub(crate) fn region_of<'a>(report: &Report<'a>, f: &'a Finding) -> &'a str {
    match &f.subject.region {
        Some(region) => region,
        None if report.findings.rules.get(f.rule).is_some_and(|r| r.about_policy) => POLICY,
        None => "",
    }
}

fn figures(detail: &Detail, f: &Finding, lang: Lang) -> Figures {
    let whole = || Figures { reported: arithmetic::one_line(detail, f.verdict, lang), ..Figures::default() };
    match detail {
        Detail::None => Figures::default(),
        Detail::Compare(c) => compared(c, f, lang),
        Detail::Presence { what, found, wanted, .. } => {
            let there =
                |yes: bool| say(lang, if yes { "有" } else { "没有" }, if yes { "there" } else { "not there" }).to_string();
            let unknown = || say(lang, "未知", "unknown").to_string();
            Figures {
                indicator: what.clone(),
                reported: found.map_or_else(unknown, there),
                limit: there(*wanted),
                ..Figures::default()
            }
        }
        Detail::Match { what, value, wanted, .. } => Figures {
            indicator: what.clone(),
            reported: known(value, lang),
            limit: values::wanted(wanted, lang),
            ..Figures::default()
        },
        Detail::Members { worst: Some(worst), .. } => {
            let inner = figures(&worst.1, f, lang);
            match inner.indicator.is_empty() {
                true => whole(),
                false => Figures { indicator: format!("{} · {}", worst.0, inner.indicator), ..inner },
            }
        }
        // Of parts that must all hold one is often what is wrong.
        Detail::Parts { all: true, parts } => {
            let telling: Vec<&Detail> = parts.iter().filter(|p| truth(p) != Some(Truth::Yes)).collect();
            match telling.as_slice() {
                [one] => figures(one, f, lang),
                _ => whole(),
            }
        }
        Detail::ExactlyOne { .. } | Detail::Members { .. } | Detail::Sets { .. } | Detail::Stage(_) | Detail::Parts { .. } => {
            whole()
        }
    }
}

fn known(value: &Known, lang: Lang) -> String {
    values::known(value, lang).unwrap_or_else(|| say(lang, "未知", "unknown").to_string())
}

fn compared(c: &Comparison, f: &Finding, lang: Lang) -> Figures {
    let indicator = match (&c.share, &c.near) {
        (Some(share), _) => {
            let (part, base) = (share.part.name.clone(), share.base.name.clone());
            match (part, base) {
                (Some(part), Some(base)) => {
                    let (part, base) = (Box::new(part), Box::new(base));
                    names::name(&crate::finding::Name::Part { part, base }, lang)
                }
                _ => called(&share.part, lang),
            }
        }
        (None, Some(near)) => called(&near.value, lang),
        (None, None) => called(&c.left, lang),
    };
    let violated = f.verdict == crate::finding::Verdict::Violated;
    let mut all = Figures {
        indicator,
        reported: reported(c, lang),
        limit: arithmetic::demand(&Detail::Compare(Box::new(c.clone())), lang).unwrap_or_default(),
        gap: if violated { gap(c, lang).unwrap_or_default() } else { String::new() },
        exact: Numbers::default(),
    };
    all.exact = numbers(c, &all, lang);
    all
}

/// The figures that are known, as numbers: where the texts say them and nothing else.
fn numbers(c: &Comparison, said: &Figures, lang: Lang) -> Numbers {
    if c.near.is_some() || c.mean.is_some() {
        return Numbers::default();
    }
    let percent = Unit::percent();
    let (value, limit, left, right) = match &c.share {
        Some(share) => (share.quotient.as_ref(), share.bound.as_exact(), &percent, &percent),
        None => (c.left.value.as_exact(), c.right.value.as_exact(), &c.left.unit, &c.right.unit),
    };
    let shown = |v: &Rat, unit: &Unit| units::figure(v, unit, lang);
    // The result of a sum or a quotient stands at the end of its workings.
    let last = said.reported.rsplit(" = ").next().unwrap_or_default();
    let off = units::difference_unit(&c.margin_unit);
    Numbers {
        reported: value.and_then(|v| Exact::said(last, &shown(v, left), (v, left), lang)),
        limit: limit.and_then(|v| Exact::said(&said.limit, &shown(v, right), (v, right), lang)),
        gap: c.margin.as_exact().and_then(|v| Exact::missed(&said.gap, &units::margin(v, &c.margin_unit, lang), (v, &off), lang)),
    }
}

/// What a comparison found on its left: `59.9999万元 / 100万元 = 59.9999%`.
fn reported(c: &Comparison, lang: Lang) -> String {
    match (&c.share, &c.near, &c.mean) {
        (Some(share), ..) => arithmetic::quotient(share, c, lang),
        (None, Some(near), _) => arithmetic::side(&near.value, &near.target, false, lang),
        (None, None, Some(view)) => mean::reported(view, c, lang),
        (None, None, None) => arithmetic::side(&c.left, &c.right, false, lang),
    }
}

/// By how much one that fails misses: `差 1元`.
fn gap(c: &Comparison, lang: Lang) -> Option<String> {
    let op = c.share.as_ref().map_or(c.op, |s| s.op);
    let seen = if op == c.op { c.margin.clone() } else { c.margin.neg() };
    match (&c.near, &c.mean) {
        (Some(near), _) => arithmetic::off_by(&near.value.value.add(&near.target.value.neg()), &near.value.unit, lang),
        (None, Some(view)) => mean::gap(view, c, lang),
        (None, None) => arithmetic::missed_by(op, &seen, &c.margin_unit, lang),
    }
}
