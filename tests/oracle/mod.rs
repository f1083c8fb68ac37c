//! The fast, clever evaluator against a slow, obvious twin: random rules, random data with holes, random completions of the holes.

mod advised;
mod clauses;
mod days;
mod draft;
mod form;
mod mended;
mod none;
mod random;
mod repaired;
mod sheets;
mod shown;
mod slow;
mod whole;

pub use draft::Rng;

use draft::Draft;
use fadu::ast::Verdict;
use fadu::data::Dataset;
use fadu::diag::Sink;
use fadu::finding::Findings;
use fadu::hir::RuleSet;
use fadu::internals::check::check;
use fadu::internals::eval::{evaluate, prepare};
use fadu::internals::plan::lower;
use fadu::num::Rat;
use fadu::pipeline::Bindings;
use fadu::pipeline::Options;
use fadu::text::{Source, Sources};
use slow::Place;
use std::collections::BTreeMap;

/// Of figures in order the one at a share (in millionths) of the way from the first to the last, between two by proportion.
fn at_place(mut values: Vec<Rat>, share: u32) -> Rat {
    values.sort();
    let place = Rat::from(share) / Rat::from(1_000_000) * Rat::from(values.len() - 1);
    let below = (0..values.len()).rev().find(|n| Rat::from(*n) <= place).unwrap();
    let above = (below + 1).min(values.len() - 1);
    &values[below] + (&values[above] - &values[below]) * (place - Rat::from(below))
}

/// `None` when the random rules hold a comparison that is decided before data are read (the checker refuses those).
fn compile_random(text: &str, sources: &mut Sources) -> Option<RuleSet> {
    let mut sink = Sink::default();
    let file = sources.add(Source::new("random.fadu", text));
    let tree = fadu::parse::parse(file, text, &mut sink);
    let set = check(&[tree], sources, &Bindings::default(), &mut sink);
    let errors: Vec<&str> =
        sink.list().iter().filter(|d| d.severity == fadu::diag::Severity::Error).map(|d| d.message.en.as_str()).collect();
    assert!(errors.iter().all(|e| e.contains("never hold") || e.contains("always holds")), "{errors:?}\n{text}");
    errors.is_empty().then_some(set)
}

fn compile(text: &str, sources: &mut Sources) -> RuleSet {
    compile_random(text, sources).expect("a valid rule set")
}

type Verdicts = BTreeMap<Place, Verdict>;

fn judged(findings: &Findings) -> Verdicts {
    findings.list.iter().map(|f| ((f.rule, f.line, f.subject.title()), f.verdict)).collect()
}

fn engine(set: &RuleSet, data: &mut Dataset, sources: &Sources) -> Verdicts {
    let plan = lower(set);
    prepare(set, &plan, data);
    judged(&evaluate(&plan, set, data, sources, &Options { show_met: true, ..Options::default() }))
}

/// Rounds of random rules and data; `FADU_ORACLE_ROUNDS` asks for more than there is time for in every run.
fn rounds() -> u64 {
    std::env::var("FADU_ORACLE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(150)
}

const COMPLETIONS: usize = 12;

#[test]
fn no_completion_contradicts_a_verdict_and_complete_data_agree_exactly() {
    let mut decided_with_holes = 0;
    for seed in 1..=rounds() {
        let mut rng = Rng::new(seed);
        let text = random::rules(&mut rng);
        decided_with_holes += holds_up(seed, &text, &mut rng);
    }
    assert!(decided_with_holes > 500, "the test says something: {decided_with_holes}");
}

/// Judges random data with holes, and again as they are in random completions; how many verdicts there are that must stand.
fn holds_up(seed: u64, text: &str, rng: &mut Rng) -> usize {
    let mut sources = Sources::default();
    let Some(set) = compile_random(text, &mut sources) else { return 0 };
    let draft = draft::data(rng);
    let with_holes = engine(&set, &mut draft.dataset(&set), &sources);
    for n in 0..COMPLETIONS {
        let full = draft.complete(rng, n);
        let bound = full.bind(&set);
        let truth = slow::judge(&bound, &full);
        if n < 3 {
            let fast = engine(&bound, &mut full.dataset(&bound), &sources);
            for (key, verdict) in &truth {
                assert_eq!(fast.get(key), Some(verdict), "seed {seed}, complete data, {key:?}\n{text}\n{full:?}");
            }
        }
        for (key, possible) in &with_holes {
            let Some(actual) = truth.get(key) else { continue };
            let contradicted = match possible {
                Verdict::Met => *actual == Verdict::Violated,
                Verdict::Violated => *actual != Verdict::Violated,
                Verdict::Exempt => *actual == Verdict::Violated || *actual == Verdict::Met,
                Verdict::NotApplicable => *actual != Verdict::NotApplicable,
                Verdict::Undetermined => false,
            };
            assert!(
                !contradicted,
                "seed {seed}: {possible:?} contradicted by {actual:?} at {key:?}\n{text}\n{draft:?}\n{full:?}"
            );
        }
    }
    with_holes.values().filter(|v| **v != Verdict::Undetermined).count()
}

/// For one comparison that is linear in its unknowns the verdict is exact: undetermined only where both outcomes are possible.
#[test]
fn a_linear_comparison_is_undetermined_only_when_both_outcomes_exist() {
    let mut open = 0;
    for seed in 1..=rounds() {
        let mut rng = Rng::new(seed * 7919);
        let text = random::linear_rule(&mut rng);
        let mut sources = Sources::default();
        let Some(set) = compile_random(&text, &mut sources) else { continue };
        let draft = draft::data_closed(&mut rng);
        let with_holes = engine(&set, &mut draft.dataset(&set), &sources);
        let mut seen: BTreeMap<Place, (bool, bool)> = BTreeMap::new();
        for corner in draft.corners() {
            for (key, verdict) in slow::judge(&set, &corner) {
                let entry = seen.entry(key).or_default();
                entry.0 |= verdict == Verdict::Met;
                entry.1 |= verdict == Verdict::Violated;
            }
        }
        for (key, verdict) in with_holes.iter().filter(|(_, v)| **v == Verdict::Undetermined) {
            open += 1;
            let both = seen.get(key).copied().unwrap_or_default();
            assert!(
                both.0 && both.1,
                "seed {seed}: {verdict:?} at {key:?}, corners saw met {} violated {}\n{text}\n{draft:?}",
                both.0,
                both.1
            );
        }
    }
    assert!(open > 50, "the test says something: {open}");
}

#[test]
fn sums_of_two_decimal_figures_that_add_up_are_never_flagged() {
    let text = "record R key id { id : text a : money in 万元 b : money in 万元 c : money in 万元 t : money in 万元 }
                rule adds { for r in R require r.a + r.b + r.c = r.t }";
    let mut sources = Sources::default();
    let set = compile(text, &mut sources);
    let mut rng = Rng::new(42);
    let mut csv = String::from("id,a,b,c,t\n");
    for i in 0..10_000 {
        let part = |rng: &mut Rng| rng.below(100_000_000);
        let (a, b, c) = (part(&mut rng), part(&mut rng), part(&mut rng));
        let show = |cents: u64| format!("{}.{:02}", cents / 100, cents % 100);
        csv.push_str(&format!("{i},{},{},{},{}\n", show(a), show(b), show(c), show(a + b + c)));
    }
    let mut sink = Sink::default();
    let input = fadu::pipeline::Input::new("R.csv", csv);
    let mut data = fadu::internals::load::load(&set.schema, &set.units, vec![input], Vec::new(), &mut sources, &mut sink);
    let verdicts = engine(&set, &mut data, &sources);
    let met = verdicts.values().filter(|v| **v == Verdict::Met).count();
    assert_eq!((met, verdicts.len()), (10_000, 10_000));
}

#[test]
fn output_does_not_depend_on_the_number_of_threads() {
    let mut rng = Rng::new(5);
    let text = random::rules(&mut rng);
    let mut sources = Sources::default();
    let set = compile_random(&text, &mut sources).expect("a valid rule set");
    let draft: Draft = draft::data(&mut rng);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let findings = pool.install(|| {
            let mut data = draft.dataset(&set);
            let plan = lower(&set);
            prepare(&set, &plan, &mut data);
            evaluate(&plan, &set, &data, &sources, &Options::default())
        });
        format!("{:?}{:?}", findings.list, findings.tally)
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(7));
}
