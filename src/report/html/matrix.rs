//! Regions × rules as a heat map: the colour says what the sign and the number in the cell say too.

use crate::diag::Lang;
use crate::finding::{RegionRule, Tally, Verdict};
use crate::report::html::frame::framed;
use crate::report::html::regions;
use crate::report::input::Report;
use crate::report::pretty::matrix::by_place;
use crate::report::pretty::signs::{count, signs};
use crate::report::prose::words::{region, say, verdict};
use maud::{Markup, html};

/// How a verdict is coloured.
pub(super) fn class(v: Verdict) -> &'static str {
    match v {
        Verdict::Violated => "v-violated",
        Verdict::Undetermined => "v-open",
        Verdict::Met => "v-met",
        Verdict::Exempt => "v-exempt",
        Verdict::NotApplicable => "v-none",
    }
}

pub(super) fn section(report: &Report) -> Markup {
    let lang = report.lang;
    let tally = by_place(report);
    if tally.is_empty() {
        return html! {};
    }
    let mut places: Vec<&str> = tally.keys().map(|k| k.region.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    let all = regions::places(report);
    let places: Vec<Place> =
        places.into_iter().map(|code| Place { code, id: all.binary_search(&code).ok().map(regions::id) }).collect();
    let rules: Vec<usize> = (0..report.findings.rules.len()).filter(|r| tally.keys().any(|k| k.rule == *r)).collect();
    let cell = |place: &str, rule: usize| tally.get(&RegionRule { region: place.to_string(), rule });
    let label = say(lang, "地区 × 规则", "Regions × rules");
    html! {
        section aria-labelledby="matrix" {
            h2 #matrix { (label) }
            (legend(lang))
            (framed(label, if rules.len() > places.len() {
                down(report, &places, &rules, &cell)
            } else {
                across(report, &places, &rules, &cell)
            }))
            @if rules.len() <= places.len() { (numbers(report, &rules)) }
        }
    }
}

/// A region, and where its section is.
struct Place<'r> {
    code: &'r str,
    id: Option<String>,
}

/// A row for each rule, the regions above.
fn down<'t>(report: &Report, places: &[Place], rules: &[usize], cell: &dyn Fn(&str, usize) -> Option<&'t Tally>) -> Markup {
    let lang = report.lang;
    html! {
        table.matrix {
            caption.hidden { (say(lang, "每条规则在每个地区的结论", "the verdict of each rule in each region")) }
            thead {
                tr {
                    th scope="col" { (say(lang, "规则", "rule")) }
                    @for place in places { th.tall scope="col" { span { (name(report, place)) } } }
                }
            }
            tbody {
                @for rule in rules {
                    tr {
                        th.title scope="row" { (title(report, *rule)) }
                        @for place in places { (drawn(cell(place.code, *rule), lang)) }
                    }
                }
            }
        }
    }
}

/// A row for each region, the rules by number above.
fn across<'t>(report: &Report, places: &[Place], rules: &[usize], cell: &dyn Fn(&str, usize) -> Option<&'t Tally>) -> Markup {
    let lang = report.lang;
    html! {
        table.matrix {
            caption.hidden { (say(lang, "每个地区对每条规则的结论", "the verdict of each region on each rule")) }
            thead {
                tr {
                    th scope="col" { (say(lang, "地区", "region")) }
                    @for rule in rules {
                        th scope="col" { a href=(format!("#rule-{}", rule + 1)) { (rule + 1) span.hidden { " " (title(report, *rule)) } } }
                    }
                }
            }
            tbody {
                @for place in places {
                    tr {
                        th.title scope="row" { (name(report, place)) }
                        @for rule in rules { (drawn(cell(place.code, *rule), lang)) }
                    }
                }
            }
        }
    }
}

fn name(report: &Report, place: &Place) -> Markup {
    let called = region(place.code, &report.findings.regions, report.lang);
    match &place.id {
        Some(id) => html! { a href=(format!("#{id}")) { (called) } },
        None => html! { (called) },
    }
}

fn title<'r>(report: &Report<'r>, rule: usize) -> &'r str {
    report.findings.rules.get(rule).map_or("", |r| if r.title.is_empty() { &r.id } else { &r.title })
}

/// One cell: the colour of the worst verdict, signs with numbers, and the words for whoever hears them.
fn drawn(tally: Option<&Tally>, lang: Lang) -> Markup {
    let Some(tally) = tally.filter(|t| t.total() > 0) else {
        return html! { td.v-empty { span.hidden { (say(lang, "没有对象", "no subject")) } } };
    };
    // What does not apply is told only where there is nothing else.
    let only_idle = tally.not_applicable == tally.total();
    let told: Vec<(Verdict, &str, u64)> = signs()
        .into_iter()
        .map(|(v, sign, _)| (v, sign, count(tally, v)))
        .filter(|(v, _, n)| *n > 0 && (only_idle || *v != Verdict::NotApplicable))
        .collect();
    let worst = told.first().map_or(Verdict::NotApplicable, |(v, ..)| *v);
    let single = told.iter().map(|(.., n)| n).sum::<u64>() == 1 || only_idle;
    html! {
        td class=(class(worst)) {
            @for (v, sign, n) in &told {
                span aria-hidden="true" { (sign) @if !single { (n) } }
                span.hidden { (verdict(*v, lang)) @if !single { " " (n) } " " }
            }
        }
    }
}

fn legend(lang: Lang) -> Markup {
    html! {
        p.legend {
            @for (v, sign, _) in signs() {
                span class=(format!("key {}", class(v))) { (sign) " " (verdict(v, lang)) } " "
            }
            span.soft { (say(lang, "数字是对象的个数；空格表示没有对象", "numbers count subjects; an empty cell has none")) }
        }
    }
}

/// What the numbers above the columns stand for.
fn numbers(report: &Report, rules: &[usize]) -> Markup {
    html! {
        ol.numbers {
            @for rule in rules { li id=(format!("rule-{}", rule + 1)) value=(rule + 1) { (title(report, *rule)) } }
        }
    }
}
