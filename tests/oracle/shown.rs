//! Results against the slow twin: a figure lies within what was said of it before the holes were filled, a list holds who was surely in it and
//! nobody who was surely not, and a place lies between the best and the worst.

use super::draft::{self, Draft, Rng};
use super::slow::{self, Came};
use super::{compile_random, random, rounds};
use fadu::data::Dataset;
use fadu::finding::{Figure, Findings, Listed};
use fadu::hir::RuleSet;
use fadu::internals::eval::{evaluate, prepare};
use fadu::internals::plan::lower;
use fadu::num::Rat;
use fadu::pipeline::Options;
use fadu::text::Sources;
use std::collections::BTreeMap;

fn found(set: &RuleSet, data: &mut Dataset, sources: &Sources) -> Findings {
    let plan = lower(set);
    prepare(set, &plan, data);
    evaluate(&plan, set, data, sources, &Options { show_met: true, ..Options::default() })
}

/// Rule, result, the subject's title: what is known of it. `None`: the line surely does not speak of the subject.
type Known = BTreeMap<(usize, usize, String), Option<(Figure, bool, Option<(u64, Option<u64>)>)>>;

fn known(findings: &Findings) -> Known {
    let mut out = Known::new();
    for s in &findings.results {
        for r in &s.rows {
            let place = r.place.map(|p| (p.best, p.worst));
            out.insert((s.rule, s.show, r.subject.title()), Some((r.figure.clone(), r.perhaps, place)));
        }
        for subject in &s.unspoken {
            out.insert((s.rule, s.show, subject.title()), None);
        }
    }
    out
}

/// Whether what came is among what was said to be possible.
fn possible(figure: &Figure, came: &Came) -> bool {
    match (figure, came) {
        (Figure::Number { value, .. }, Came::Number(Some(n))) => value.contains(n),
        (Figure::Number { lacks, .. }, Came::Number(None)) => *lacks,
        (Figure::Nothing, Came::Number(n)) => n.is_none(),
        (Figure::Text(all), Came::Text(t)) => all.contains(t),
        (Figure::Nothing, Came::Text(t)) => t.is_none(),
        (Figure::Unknown, Came::Text(_)) => true,
        (Figure::Listed(Listed::Surely), Came::Listed(yes)) => *yes,
        (Figure::Listed(Listed::Not), Came::Listed(yes)) => !yes,
        (Figure::Listed(Listed::Possibly), Came::Listed(_)) => true,
        _ => false,
    }
}

fn exactly(figure: &Figure, came: &Came) -> bool {
    figure.is_settled() && possible(figure, came)
}

/// The place of a figure among those that came: how many are greater.
fn place(all: &[&Rat], own: &Rat) -> u64 {
    u64::try_from(all.iter().filter(|n| **n > own).count()).unwrap() + 1
}

fn complete_agrees(set: &RuleSet, full: &Draft, sources: &Sources, truth: &slow::Results, told: &str) {
    let fast = known(&found(set, &mut full.dataset(set), sources));
    for (key, came) in truth {
        match (fast.get(key), came) {
            (Some(Some((figure, perhaps, _))), Some(came)) => {
                assert!(!perhaps && exactly(figure, came), "{told}: complete data, {key:?}: {figure:?} and {came:?}");
            }
            (Some(None), None) => {}
            (fast, came) => panic!("{told}: complete data, {key:?}: {fast:?} and {came:?}"),
        }
    }
}

#[test]
fn every_completion_lies_within_what_was_said_of_results() {
    let (mut figures, mut narrowed, mut listed) = (0, 0, 0);
    for seed in 1..=rounds() {
        let mut rng = Rng::new(seed * 104_729);
        let text = random::results(&mut rng);
        let mut sources = Sources::default();
        let Some(set) = compile_random(&text, &mut sources) else { continue };
        let draft = draft::data(&mut rng);
        let with_holes = known(&found(&set, &mut draft.dataset(&set), &sources));
        for n in 0..8 {
            let full = draft.complete(&mut rng, n);
            let bound = full.bind(&set);
            let truth = slow::results(&bound, &full);
            let told = format!("seed {seed}\n{text}\n{draft:?}\n{full:?}");
            if n < 2 {
                complete_agrees(&bound, &full, &sources, &truth, &told);
            }
            for (key, said) in &with_holes {
                let Some(came) = truth.get(key) else { continue };
                match (said, came) {
                    (None, came) => assert!(came.is_none(), "{key:?} was surely not spoken of: {came:?}\n{told}"),
                    (Some((_, perhaps, _)), None) => assert!(*perhaps, "{key:?} was surely spoken of\n{told}"),
                    (Some((figure, _, said_place)), Some(came)) => {
                        assert!(possible(figure, came), "{key:?}: {figure:?} and then {came:?}\n{told}");
                        let (Some((best, worst)), Came::Number(Some(own))) = (said_place, came) else { continue };
                        let rivals: Vec<&Rat> = truth
                            .iter()
                            .filter(|((rule, show, _), _)| (*rule, *show) == (key.0, key.1))
                            .filter_map(|(_, c)| if let Some(Came::Number(Some(n))) = c { Some(n) } else { None })
                            .collect();
                        let now = place(&rivals, own);
                        assert!(
                            *best <= now && worst.is_none_or(|w| now <= w),
                            "{key:?}: place {best}..{worst:?}, then {now}\n{told}"
                        );
                    }
                }
            }
        }
        for (figure, ..) in with_holes.values().flatten() {
            match figure {
                Figure::Listed(Listed::Surely | Listed::Not) => listed += 1,
                Figure::Number { value, .. } if value.as_exact().is_some() => figures += 1,
                Figure::Number { value, .. } if value.lo.value().is_some() && value.hi.value().is_some() => narrowed += 1,
                _ => {}
            }
        }
    }
    assert!(figures > 200 && narrowed > 50 && listed > 50, "the test says something: {figures} {narrowed} {listed}");
}
