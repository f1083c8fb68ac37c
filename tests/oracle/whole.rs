//! The promise over the whole line, from the text of submissions on: what is judged with holes is judged again with the holes filled, and no
//! *met* and no *violated* may turn.

use super::clauses;
use super::draft::Rng;
use super::sheets::{self, World};
use super::{Place, judged};
use fadu::ast::Verdict;
use fadu::diag::{Severity, Sink};
use fadu::finding::Findings;
use fadu::hir::{RuleSet, TableSource};
use fadu::internals::check::check;
use fadu::pipeline::Bindings;
use fadu::pipeline::Options;
use fadu::pipeline::{Input, PolicyRows, PolicyTable};
use fadu::text::{Source, Sources};
use std::collections::BTreeMap;

/// Why the checker refuses some of the random rules: mistakes that are decided before data are read.
const DECIDED: [&str; 5] = ["never hold", "always hold", "comes to the same", "cannot be met", "is wanted here"];

fn compile(text: &str, params: &[(String, String)]) -> Result<(RuleSet, Sources), Vec<String>> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add(Source::new("random.fadu", text));
    let tree = fadu::parse::parse(file, text, &mut sink);
    let source = fadu::diag::Bilingual::new("测试", "test");
    let params = params.iter().map(|(n, v)| (n.clone(), v.clone(), source.clone())).collect();
    let set = check(&[tree], &sources, &Bindings { params, ..Bindings::default() }, &mut sink);
    let errors = sink.list().iter().filter(|d| d.severity == Severity::Error);
    let errors: Vec<String> = errors.map(|d| format!("{} {}", d.code, d.message.en)).collect();
    if errors.is_empty() { Ok((set, sources)) } else { Err(errors) }
}

fn run(text: &str, world: &World) -> Result<BTreeMap<Place, Verdict>, Vec<String>> {
    Ok(judged(&found(text, world, world.files())?.0))
}

/// What is found in these files, and the files with it, for its places.
pub fn found(text: &str, world: &World, files: Vec<(String, String)>) -> Result<(Findings, Sources), Vec<String>> {
    let (mut set, mut sources) = compile(text, &world.params)?;
    set.as_of = world.as_of;
    let tables = set.tables.iter().map(|t| match &t.rows {
        TableSource::Inline(rows) => PolicyTable { rel: t.rel, rows: PolicyRows::Inline(rows.clone()) },
        TableSource::File { path, .. } => panic!("{path}"),
    });
    let tables = tables.collect();
    let inputs = files.into_iter().map(|(path, text)| Input::new(path, text)).collect();
    let mut data = fadu::internals::load::load(&set.schema, &set.units, inputs, tables, &mut sources, &mut Sink::default());
    let options = Options { show_met: true, ..Options::default() };
    let (findings, _) = fadu::internals::eval::judge(&set, &mut data, &sources, &options, usize::MAX);
    Ok((findings, sources))
}

fn contradicts(before: Verdict, after: Verdict) -> bool {
    match before {
        Verdict::Met => after == Verdict::Violated,
        Verdict::Violated => !matches!(after, Verdict::Violated | Verdict::Undetermined),
        Verdict::Exempt => matches!(after, Verdict::Violated | Verdict::Met),
        Verdict::NotApplicable => matches!(after, Verdict::Violated | Verdict::Met | Verdict::Exempt),
        Verdict::Undetermined => false,
    }
}

/// The seed that once found a list taken as complete although a row of it had no usable key.
const LIST_WITHOUT_A_KEY: u64 = 179;

fn rounds() -> u64 {
    std::env::var("FADU_ORACLE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(25)
}

fn first() -> u64 {
    std::env::var("FADU_ORACLE_FIRST").ok().and_then(|n| n.parse().ok()).unwrap_or(1)
}

#[test]
fn no_completion_of_a_submission_contradicts_a_verdict() {
    let (mut decided, mut refused, mut faults) = (0, 0, Vec::new());
    for seed in (first()..first() + rounds()).chain([LIST_WITHOUT_A_KEY]) {
        let mut rng = Rng::new(seed * 31);
        let owed = rng.below(2) == 0;
        let text = clauses::rules(&mut rng, owed) + &clauses::fitting(&mut Rng::new(seed * 7919));
        let world = sheets::world(&mut rng);
        let before = match run(&text, &world) {
            Ok(found) => found,
            Err(errors) => {
                let known = |e: &String| DECIDED.iter().any(|d| e.contains(d));
                if !errors.iter().all(known) {
                    faults.push(format!("{errors:?}\n{}", &text[text.find("rule r0").unwrap()..]));
                }
                refused += 1;
                continue;
            }
        };
        decided += before.values().filter(|v| **v != Verdict::Undetermined).count();
        for n in 0..6 {
            let mut full = world.complete(&mut rng, n < 2, owed, clauses::asks_the_run(&text));
            full.params = clauses::values(&mut rng);
            let Ok(after) = run(&text, &full) else { continue };
            for (place, verdict) in &before {
                let Some(now) = after.get(place) else { continue };
                if contradicts(*verdict, *now) {
                    let rules = &text[text.find("rule r0").unwrap()..];
                    let (files, filled) = (world.files(), full.files());
                    faults.push(format!(
                        "seed {seed}: {verdict:?} contradicted by {now:?} at {place:?} (owed {owed})\n{rules}\n{}\n--- filled {:?}\n{}",
                        files[0].1, full.params, filled[0].1
                    ));
                    break;
                }
            }
            if faults.len() > 3 {
                break;
            }
        }
        if faults.len() > 3 {
            break;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n=======\n"));
    assert!(decided > 40 && refused * 3 < rounds(), "the test says something: {decided} decided, {refused} refused");
}

/// For one comparison that is linear in its unknowns, *undetermined* says that it can come out either way: both are found.
#[test]
fn what_is_undetermined_of_a_linear_comparison_can_come_out_both_ways() {
    let mut open = 0;
    for seed in 1..=3 {
        let mut rng = Rng::new(seed * 104_729);
        let text = clauses::linear_rules(&mut rng);
        let world = sheets::closed_world(&mut rng);
        let before = run(&text, &world).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"));
        let mut seen: BTreeMap<Place, (bool, bool)> = BTreeMap::new();
        for _ in 0..24 {
            let full = world.complete(&mut rng, true, false, true);
            for (place, verdict) in run(&text, &full).unwrap() {
                let entry = seen.entry(place).or_default();
                entry.0 |= verdict == Verdict::Met;
                entry.1 |= verdict == Verdict::Violated;
            }
        }
        for (place, _) in before.iter().filter(|(_, v)| **v == Verdict::Undetermined) {
            open += 1;
            let rules = &text[text.find("rule r0").unwrap()..];
            assert_eq!(seen.get(place), Some(&(true, true)), "seed {seed} at {place:?}\n{rules}\n{:?}", world.files()[0]);
        }
    }
    assert!(open > 30, "the test says something: {open}");
}
