//! What a test expects of results against what came out.

use super::outcome::{Failure, FoundResult, is_called};
use crate::diag::{Bilingual, Lang};
use crate::finding::{Figure, Findings, Listed, Series};
use crate::hir::{ExpectedResult, RuleSet, WantedResult};
use crate::report::{cause_words, figure_words};
use crate::ty::Unit;

pub(super) fn compare(rules: &RuleSet, expected: &ExpectedResult, findings: &Findings) -> (FoundResult, Option<Failure>) {
    let series = findings.results.iter().find(|s| Some(s.rule) == expected.rule && Some(s.show) == expected.show);
    let came = series.map(|s| came(s, expected)).unwrap_or_default();
    let failure = failure(rules, expected, series, &came);
    let figures =
        came.iter().map(|c| (c.subject.clone(), words(c.figure.as_ref(), series.and_then(|s| s.unit.as_ref())))).collect();
    let found = FoundResult {
        rule: expected.rule_name.clone(),
        label: expected.label.clone(),
        span: expected.span,
        wanted: wanted_words(&expected.wanted),
        holds: failure.is_none(),
        figures,
    };
    (found, failure)
}

/// A subject, its figure (`None` where the line does not speak of it), and what keeps that open.
struct Came {
    subject: String,
    figure: Option<Figure>,
    causes: Vec<Bilingual>,
}

fn came(series: &Series, expected: &ExpectedResult) -> Vec<Came> {
    let meant = |s: &crate::finding::Subject| expected.subject.as_ref().is_none_or(|name| is_called(s, name));
    let both = |f: &dyn Fn(Lang) -> String| Bilingual::new(f(Lang::Zh), f(Lang::En));
    let rows = series.rows.iter().filter(|r| meant(&r.subject)).map(|r| Came {
        subject: r.subject.title(),
        figure: Some(r.figure.clone()),
        causes: r.causes.iter().map(|c| both(&|lang| cause_words(c, lang))).collect(),
    });
    let silent = series.unspoken.iter().filter(|s| meant(s));
    rows.chain(silent.map(|s| Came { subject: s.title(), figure: None, causes: Vec::new() })).collect()
}

fn failure(rules: &RuleSet, expected: &ExpectedResult, series: Option<&Series>, came: &[Came]) -> Option<Failure> {
    let fail = |found: Bilingual| {
        let label = &expected.label;
        let wanted = wanted_words(&expected.wanted);
        let mut words = Bilingual::new(format!("“{label}”{}", wanted.zh), format!("`{label}` {}", wanted.en));
        if let Some(because) = &expected.because {
            words = Bilingual::new(format!("{}，因为 {because}", words.zh), format!("{} because {because}", words.en));
        }
        Some(Failure { span: expected.span, expected: words, found, findings: Vec::new(), faulty: None })
    };
    if expected.rule.is_none_or(|r| rules.rules.get(r).is_none()) {
        let failure = fail(Bilingual::new("规则有误，未能核查", "the rule has mistakes and was not checked"));
        return failure.map(|f| Failure { faulty: Some(expected.rule_name.clone()), ..f });
    }
    if came.is_empty() {
        // A test that matched nothing cannot pass.
        return fail(Bilingual::new("没有列示任何对象的结果", "nothing was shown"));
    }
    let unit = series.and_then(|s| s.unit.as_ref());
    if let Some(other) = came.iter().find(|c| !holds(&expected.wanted, c.figure.as_ref())) {
        let found = words(other.figure.as_ref(), unit);
        return fail(match came.len() {
            1 => found,
            _ => Bilingual::new(format!("{}（{}）", found.zh, other.subject), format!("{} ({})", found.en, other.subject)),
        });
    }
    let because = expected.because.as_ref()?;
    let named = |c: &Bilingual| c.zh.contains(because) || c.en.contains(because);
    if came.iter().any(|c| c.causes.iter().any(named)) {
        return None;
    }
    let causes: Vec<&Bilingual> = came.iter().flat_map(|c| &c.causes).collect();
    let zh: Vec<&str> = causes.iter().map(|c| c.zh.as_str()).collect();
    let en: Vec<&str> = causes.iter().map(|c| c.en.as_str()).collect();
    fail(Bilingual::new(format!("原因：{}", zh.join("；")), format!("because {}", en.join("; "))))
}

/// What is written of a figure is all that is known of it: neither less nor more.
fn holds(wanted: &WantedResult, figure: Option<&Figure>) -> bool {
    match (wanted, figure) {
        (WantedResult::NotApplicable, None) => true,
        (WantedResult::Number { value: wanted, lacks: may, .. }, Some(Figure::Number { value, lacks })) => {
            value == wanted && may == lacks
        }
        (WantedResult::Text(text), Some(Figure::Text(all))) => matches!(all.as_slice(), [Some(only)] if only == text),
        (WantedResult::Unknown, Some(figure)) => !figure.is_settled(),
        (WantedResult::Nothing, Some(Figure::Nothing)) => true,
        (WantedResult::Listed(wanted), Some(Figure::Listed(listed))) => wanted == listed,
        (
            WantedResult::NotApplicable
            | WantedResult::Number { .. }
            | WantedResult::Text(_)
            | WantedResult::Nothing
            | WantedResult::Listed(_)
            | WantedResult::Unknown,
            _,
        ) => false,
    }
}

fn words(figure: Option<&Figure>, unit: Option<&Unit>) -> Bilingual {
    match figure {
        Some(f) => Bilingual::new(figure_words(f, unit, Lang::Zh), figure_words(f, unit, Lang::En)),
        None => Bilingual::new("不适用", "not applicable"),
    }
}

fn wanted_words(wanted: &WantedResult) -> Bilingual {
    match wanted {
        WantedResult::Number { value, lacks, unit } => {
            words(Some(&Figure::Number { value: value.clone(), lacks: *lacks }), Some(unit))
        }
        WantedResult::Text(text) => Bilingual::same(text.clone()),
        WantedResult::Unknown => Bilingual::new("未知", "unknown"),
        WantedResult::Nothing => Bilingual::new("无", "none"),
        WantedResult::Listed(listed) => words(Some(&Figure::Listed(*listed)), None),
        WantedResult::NotApplicable => words(None, None),
    }
}

/// What of one result the tests have seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResultSeen {
    pub is_list: bool,
    /// Its value; of a list somebody who surely belongs.
    pub known: bool,
    /// Of a list somebody who surely does not.
    pub outside: bool,
}

impl ResultSeen {
    pub(super) fn add(&mut self, figure: &Figure) {
        match figure {
            Figure::Listed(Listed::Not) => self.outside = true,
            Figure::Listed(Listed::Possibly) => {}
            Figure::Listed(Listed::Surely) | Figure::Number { .. } | Figure::Text(_) | Figure::Unknown | Figure::Nothing => {
                self.known |= figure.is_settled();
            }
        }
    }
}
