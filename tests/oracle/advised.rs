//! Remedies over the whole line: what is advised is written into the file, at the place it names, and the files are judged again.

use super::draft::Rng;
use super::{Place, clauses, judged, sheets, whole};
use fadu::ast::Verdict;
use fadu::finding::{Finding, Repair, Side};
use fadu::num::{Rat, ratio, show_exact_or};
use fadu::text::Sources;
use fadu::ty::Unit;

fn rounds() -> u64 {
    std::env::var("FADU_ORACLE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(25)
}

/// A figure as a submission writes it, in the unit of its field.
fn written(figure: &Rat, unit: &Unit) -> String {
    let text = show_exact_or(&(figure / &unit.factor), 12);
    format!("\"{text}{}\"", if unit.name == "个" { "" } else { &unit.name })
}

/// The place of a figure in its file, and what is to be written there.
fn change(repair: &Repair) -> Option<(fadu::text::Span, String)> {
    let (span, to) = (repair.span?, repair.to.clone()?);
    let little = ratio(1, 1_000) * &repair.unit.factor;
    let to = match repair.beyond {
        None => to,
        Some(Side::Above) => to + little,
        Some(Side::Below) => to - little,
    };
    Some((span, written(&to, &repair.unit)))
}

/// The files with some places written anew.
fn rewritten(sources: &Sources, files: &[(String, String)], changes: &[(fadu::text::Span, String)]) -> Vec<(String, String)> {
    let mut files = files.to_vec();
    let mut changes = changes.to_vec();
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for (span, text) in changes {
        let name = &sources.get(span.file).name;
        let file = files.iter_mut().find(|(path, _)| path == name).expect("a file that was read");
        file.1.replace_range(span.range(), &text);
    }
    files
}

fn ways(finding: &Finding) -> Vec<Vec<(fadu::text::Span, String)>> {
    let changes: Vec<_> = finding.repairs.iter().filter_map(change).collect();
    match finding.repairs.iter().any(|r| r.together) {
        true if changes.len() < finding.repairs.len() => Vec::new(),
        true => vec![changes],
        false => changes.into_iter().map(|c| vec![c]).collect(),
    }
}

#[test]
fn what_is_advised_and_written_into_the_file_takes_the_breach_away() {
    let (mut tried, mut met, mut faults) = (0, 0, Vec::new());
    for seed in 1..=rounds() * 4 {
        let mut rng = Rng::new(seed * 67_867_967);
        let owed = rng.below(2) == 0;
        let text = clauses::rules(&mut rng, owed);
        let mut world = sheets::world(&mut rng);
        if seed % 2 == 0 {
            world = world.complete(&mut rng, false, owed, clauses::asks_the_run(&text));
            world.params = clauses::values(&mut rng);
        }
        let files = world.files();
        let Ok((findings, sources)) = whole::found(&text, &world, files.clone()) else { continue };
        for finding in findings.list.iter().filter(|f| f.verdict == Verdict::Violated) {
            let place: Place = (finding.rule, finding.line, finding.subject.title());
            for way in ways(finding) {
                let changed = rewritten(&sources, &files, &way);
                let after = judged(&whole::found(&text, &world, changed.clone()).expect("the same rules").0);
                let now = after.get(&place);
                tried += 1;
                met += usize::from(now == Some(&Verdict::Met));
                if !matches!(now, Some(Verdict::Met | Verdict::Undetermined)) {
                    let rules = &text[text.find("rule r0").unwrap()..];
                    faults.push(format!(
                        "seed {seed}: {way:?}, then {now:?} at {place:?}\n{rules}\n{:?}\n{}",
                        world.params, files[0].1
                    ));
                }
            }
        }
        if faults.len() > 2 {
            break;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n=======\n"));
    assert!(tried > 40 && met > 20, "the test says something: {tried} tried, {met} met");
}
