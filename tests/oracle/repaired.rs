//! What would mend everything at once: the changes are put into the data and judged by the slow twin, and on small data every change of one
//! figure on a grid is tried, and of two: none with fewer changes, or with as many and smaller ones, does.
//!
//! `FADU_REPAIR_ROUNDS` asks for more random regions than there is time for in every run.

use super::draft::{self, COLUMNS, Draft, Field, Rng};
use super::slow::{self, Place};
use super::{compile_random, engine, mended, random};
use fadu::ast::Verdict;
use fadu::data::CellId;
use fadu::finding::Finding;
use fadu::hir::RuleSet;
use fadu::internals::repair::{Repair, Why, repair};
use fadu::num::{Rat, abs, int};
use fadu::text::Sources;
use std::collections::{BTreeMap, BTreeSet};

fn rounds() -> u64 {
    std::env::var("FADU_REPAIR_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(3)
}

type Verdicts = BTreeMap<Place, Verdict>;

fn place(finding: &Finding) -> Place {
    (finding.rule, finding.line, finding.subject.title())
}

/// What the changes come to: every broken line is met, and no other is broken.
fn mends(before: &Verdicts, after: &Verdicts, broken: &BTreeSet<Place>) -> bool {
    after.iter().all(|(place, verdict)| match broken.contains(place) {
        true => matches!(verdict, Verdict::Met | Verdict::Exempt),
        false => *verdict != Verdict::Violated || before.get(place) == Some(&Verdict::Violated),
    })
}

/// A figure that may move: its cell, and what it is, in base units.
fn movable(set: &RuleSet, draft: &Draft, broken: &BTreeSet<Place>) -> Vec<(CellId, Rat)> {
    let mut out = Vec::new();
    let year = |place: &Place| place.2.rsplit(" · ").next().and_then(|y| y.parse::<i64>().ok());
    let first = broken.iter().filter(|p| p.0 == 3).filter_map(year).min();
    for (at, relation) in set.schema.relations.iter().enumerate() {
        let nested = matches!(relation.origin, fadu::ty::Origin::Nested { .. });
        let Some((table, columns)) =
            COLUMNS.into_iter().find(|(name, _)| if nested { *name == "L" } else { *name == relation.name })
        else {
            continue;
        };
        for (row, fields) in draft.rows(table).iter().enumerate() {
            for (col, name) in columns.iter().enumerate().filter(|(_, n)| ["a", "b", "s", "n", "o", "cap", "x", "v"].contains(n))
            {
                let over = *name == "v" && first.is_some_and(|f| matches!(fields[1], Field::Number(y) if y < f));
                let Field::Number(n) = &fields[col] else { continue };
                let factor = if *name == "n" { int(1) } else { int(10_000) };
                let rel = fadu::ty::RelId(u32::try_from(at).unwrap());
                let cell = CellId { rel, row: u32::try_from(row).unwrap(), col: fadu::ty::ColId(u32::try_from(col).unwrap()) };
                if !over {
                    out.push((cell, int(*n) * factor));
                }
            }
        }
    }
    out
}

/// How large a change is: beside the figure, which is one step at least.
fn size(from: &Rat, to: &Rat) -> Rat {
    abs(&(to - from)) / std::cmp::max(abs(from), int(1))
}

#[derive(Default, Debug)]
struct Tally {
    sound: usize,
    mended: usize,
    proven: usize,
    several: usize,
    left: usize,
    contradictions: usize,
    tried: usize,
    rough: usize,
}

fn told(text: &str, draft: &Draft, found: &Repair) -> String {
    let changes: Vec<String> =
        found.changes.iter().map(|c| format!("{} {} {} → {}", c.row, c.note.label, c.from, c.to)).collect();
    let left: Vec<String> = found.left.iter().map(|l| format!("{:?} {:?}", place(&found.before.list[l.line]), l.why)).collect();
    let rules = &text[text.find("rule r0").unwrap()..];
    format!("proven {} {changes:?}\nleft {left:?}\n{rules}\n{draft:?}", found.proven)
}

#[test]
fn what_mends_all_holds_and_nothing_on_a_grid_is_less() {
    let mut tally = Tally::default();
    for seed in 1..=rounds() {
        let mut rng = Rng::new(seed * 15_485_863);
        let text = random::rules(&mut rng);
        let mut sources = Sources::default();
        let Some(set) = compile_random(&text, &mut sources) else { continue };
        let draft = draft::data(&mut rng).complete(&mut rng, 5);
        let set = draft.bind(&set);
        let found =
            repair(&set, &mut draft.dataset(&set), &sources, &|all| (0..all.list.len()).collect()).expect("somebody is judged");
        one((&set, &sources), &draft, &found, &mut tally, &|| format!("seed {seed}: {}", told(&text, &draft, &found)));
    }
    println!("{tally:?}");
    assert!(tally.mended as u64 * 5 > rounds(), "the test says something: {tally:?}");
}

fn one((set, sources): (&RuleSet, &Sources), draft: &Draft, found: &Repair, tally: &mut Tally, told: &dyn Fn() -> String) {
    let before = slow::judge(set, draft);
    let broken: BTreeSet<Place> = before.iter().filter(|(_, v)| **v == Verdict::Violated).map(|(p, _)| p.clone()).collect();
    let of = |at: &usize| place(&found.before.list[*at]);
    let own: BTreeSet<Place> = found.broken.iter().map(of).filter(|p| before.contains_key(p)).collect();
    assert_eq!(own, broken, "{}", told());
    let after = found.changes.iter().fold(draft.clone(), |d, c| mended::with(set, &d, &c.cell, &c.to));
    let after = slow::judge(set, &after);
    let left: BTreeSet<Place> = found.left.iter().map(|l| of(&l.line)).collect();
    for (place, verdict) in &after {
        let was = before.get(place);
        let fine = match (broken.contains(place), left.contains(place)) {
            (true, false) => matches!(verdict, Verdict::Met | Verdict::Exempt | Verdict::NotApplicable),
            (true, true) => true,
            (false, _) => *verdict != Verdict::Violated,
        };
        assert!(fine, "{place:?} was {was:?} and is {verdict:?}\n{}", told());
    }
    tally.contradictions += found.left.iter().filter(|l| matches!(l.why, Why::Contradicts(_))).count();
    if broken.is_empty() {
        assert!(found.changes.is_empty(), "{}", told());
        tally.sound += 1;
        return;
    }
    tally.left += usize::from(!left.is_empty());
    tally.mended += usize::from(left.is_empty());
    tally.rough += usize::from(left.is_empty() && !found.proven);
    tally.several += usize::from(left.is_empty() && found.changes.len() > 1);
    let hopeless = found.left.iter().all(|l| matches!(l.why, Why::Contradicts(_) | Why::NoFigure)) && !left.is_empty();
    if (left.is_empty() && found.proven) || hopeless {
        tally.proven += usize::from(found.proven && left.is_empty());
        nothing_less((set, sources), draft, found, !left.is_empty(), tally, told);
    }
}

/// No single figure of a grid mends all; where one figure was told, no smaller change does. The twin judges no years before those of the draft,
/// so here the engine judges.
fn nothing_less(
    (set, sources): (&RuleSet, &Sources),
    draft: &Draft,
    found: &Repair,
    hopeless: bool,
    tally: &mut Tally,
    told: &dyn Fn() -> String,
) {
    let judge = |draft: &Draft| engine(set, &mut draft.dataset(set), sources);
    let before = judge(draft);
    let broken: BTreeSet<Place> = before.iter().filter(|(_, v)| **v == Verdict::Violated).map(|(p, _)| p.clone()).collect();
    // Bases of shares weigh more.
    let weight = |cell: &CellId| if found.bases.contains(cell) { int(1_000) } else { int(1) };
    let own = found.changes.iter().map(|c| size(&c.from, &c.to) * weight(&c.cell)).fold(int(0), |s, n| s + n);
    for (cell, now) in movable(set, draft, &broken) {
        let def = set.schema.column(cell.rel, cell.col);
        let factor = if def.ty.number().is_some_and(|t| t.is_integral()) { int(1) } else { int(10_000) };
        let around: BTreeSet<Rat> = (-8..=16)
            .map(|n| int(n) * &factor)
            .chain([1, -1, 7, 20, 100, -100].map(|n| &now + int(n)))
            .chain(found.changes.iter().filter(|c| c.cell == cell).flat_map(|c| [&c.to - int(1), &c.to + int(1)]))
            .filter(|to| *to != now && (def.signed || *to >= int(0)))
            .collect();
        for to in around {
            let fewer = hopeless || found.changes.len() > 1;
            if !fewer && size(&now, &to) * weight(&cell) >= own {
                continue;
            }
            tally.tried += 1;
            let after = judge(&mended::with(set, draft, &cell, &to));
            assert!(!mends(&before, &after, &broken), "{cell:?} from {now} to {to} does\n{}", told());
        }
    }
}
