//! What is advised, tried by the slow twin: a remedy that was told is put into the data and judged again, and so is a nearer value; a missing
//! figure is filled in on both sides of the value at which the verdict was said to turn.

use super::draft::{self, COLUMNS, Draft, Field, Rng};
use super::slow::{self, Place};
use super::{compile_random, random, rounds};
use fadu::ast::{CmpOp, Verdict};
use fadu::data::CellId;
use fadu::finding::{Finding, Findings, Repair};
use fadu::hir::RuleSet;
use fadu::internals::eval::{evaluate, prepare};
use fadu::internals::plan::lower;
use fadu::num::{Rat, int, ratio};
use fadu::pipeline::Options;
use fadu::text::Sources;

fn found(set: &RuleSet, draft: &Draft, sources: &Sources) -> Findings {
    let (plan, mut data) = (lower(set), draft.dataset(set));
    prepare(set, &plan, &mut data);
    evaluate(&plan, set, &data, sources, &Options { show_met: true, ..Options::default() })
}

fn place(finding: &Finding) -> Place {
    (finding.rule, finding.line, finding.subject.title())
}

/// The draft's field that a cell is, by table, row and column.
pub(super) fn position(set: &RuleSet, cell: &CellId) -> (&'static str, usize, usize) {
    let relation = set.schema.get(cell.rel);
    let nested = matches!(relation.origin, fadu::ty::Origin::Nested { .. });
    let named = |name: &str| if nested { name == "L" } else { name == relation.name };
    let (name, _) = COLUMNS.into_iter().find(|(name, _)| named(name)).expect("a table of the draft");
    (name, cell.row as usize, cell.col.index())
}

/// The draft with one figure changed, in base units.
pub(super) fn with(set: &RuleSet, draft: &Draft, cell: &CellId, figure: &Rat) -> Draft {
    let (table, row, col) = position(set, cell);
    let mut copy = draft.clone();
    copy.tables.get_mut(table).unwrap().rows[row][col] = Field::Exact(figure.clone());
    copy
}

fn verdict(set: &RuleSet, draft: &Draft, place: &Place) -> Option<Verdict> {
    slow::judge(set, draft).get(place).copied()
}

/// The step in which a figure is written, in base units: one for a count, a yuan for money that is whole in yuan, a fen otherwise.
fn step(set: &RuleSet, cell: &CellId, figure: &Rat) -> Rat {
    let money = set.schema.get(cell.rel).columns[cell.col.index()].ty.number().is_some_and(|t| t.is_money());
    if money && !figure.is_int() { ratio(1, 100) } else { int(1) }
}

/// A remedy of one figure: its cell, what it is, what it is to become.
fn change(repair: &Repair) -> Option<(CellId, Rat, Rat)> {
    assert!(repair.beyond.is_none(), "figures with a step are rounded to it: {repair:?}");
    Some((repair.cell?, repair.from.clone()?, repair.to.clone()?))
}

#[derive(Debug, Default)]
struct Tried {
    alone: usize,
    together: usize,
    turning: usize,
}

fn rule_text(text: &str, rule: usize) -> &str {
    let from = text.find(&format!("rule r{rule} ")).expect("the rule");
    let rest = &text[from..];
    &rest[..rest.find("\n}\n").unwrap_or(rest.len()).min(rest[1..].find("rule r").unwrap_or(rest.len()))]
}

fn try_repairs(set: &RuleSet, full: &Draft, finding: &Finding, told: &str, tried: &mut Tried) {
    let at = place(finding);
    // The twin judges no years before those of the draft.
    if verdict(set, full, &at).is_none() {
        return;
    }
    let changes: Vec<_> = finding.repairs.iter().filter_map(change).collect();
    if finding.repairs.iter().any(|r| r.together) {
        if changes.len() == finding.repairs.len() {
            let mended = changes.iter().fold(full.clone(), |d, (cell, _, to)| with(set, &d, cell, to));
            assert_eq!(verdict(set, &mended, &at), Some(Verdict::Met), "together: {:?}\n{told}", finding.repairs);
            tried.together += 1;
        }
        return;
    }
    for repair in &finding.repairs {
        let Some((cell, from, to)) = change(repair) else { continue };
        let judged = |figure: &Rat| verdict(set, &with(set, full, &cell, figure), &at);
        assert_eq!(judged(&to), Some(Verdict::Met), "{repair:?}\n{told}");
        let step = step(set, &cell, &to);
        // Where the line names the field twice, the other place may ask for less.
        let field = format!(".{}", set.schema.get(cell.rel).columns[cell.col.index()].name);
        let once = rule_text(told, finding.rule).matches(&field).count() == 1;
        let nearer = if from < to { &to - &step } else { &to + &step };
        let further = if from < to { &to + &step } else { &to - &step };
        if nearer != from && once {
            assert_ne!(judged(&nearer), Some(Verdict::Met), "a smaller change does: {repair:?}\n{told}");
        }
        if repair.exactly {
            assert_ne!(judged(&further), Some(Verdict::Met), "not only exactly this does: {repair:?}\n{told}");
        }
        tried.alone += 1;
    }
}

/// Complete data: what is told to mend a violation mends it, and no smaller change in that cell does.
#[test]
fn remedies_mend_and_are_the_least() {
    let mut tried = Tried::default();
    for seed in 1..=rounds() {
        let mut rng = Rng::new(seed * 15_485_863);
        let text = random::rules(&mut rng);
        let mut sources = Sources::default();
        let Some(set) = compile_random(&text, &mut sources) else { continue };
        let full = draft::data(&mut rng).complete(&mut rng, 2);
        let set = full.bind(&set);
        let told = format!("seed {seed}\n{text}\n{full:?}");
        for finding in found(&set, &full, &sources).list.iter().filter(|f| f.verdict == Verdict::Violated) {
            try_repairs(&set, &full, finding, &format!("{:?}\n{told}", place(finding)), &mut tried);
        }
    }
    assert!(tried.alone > 100 && tried.together > 5, "the test says something: {tried:?}");
}

/// What is told to mend a violation among holes takes the breach away; where other figures are missing the line may stay open.
#[test]
fn remedies_among_holes_take_the_breach_away() {
    let mut tried = 0;
    for seed in 1..=rounds() {
        let mut rng = Rng::new(seed * 32_452_843);
        let text = random::rules(&mut rng);
        let mut sources = Sources::default();
        let Some(set) = compile_random(&text, &mut sources) else { continue };
        let holes = draft::data(&mut rng);
        for finding in found(&set, &holes, &sources).list.iter().filter(|f| f.verdict == Verdict::Violated) {
            let changes: Vec<_> = finding.repairs.iter().filter_map(change).collect();
            let ways = match finding.repairs.iter().any(|r| r.together) {
                true if changes.len() < finding.repairs.len() => continue,
                true => vec![changes],
                false => changes.into_iter().map(|c| vec![c]).collect(),
            };
            for way in ways {
                let mended = way.iter().fold(holes.clone(), |d, (cell, _, to)| with(&set, &d, cell, to));
                let now = found(&set, &mended, &sources);
                let came = now.list.iter().find(|f| place(f) == place(finding)).map(|f| f.verdict);
                let told = format!("seed {seed}: {way:?} at {:?}\n{text}\n{holes:?}", place(finding));
                assert!(matches!(came, Some(Verdict::Met | Verdict::Undetermined)), "{came:?}\n{told}");
                if came == Some(Verdict::Met) {
                    let full = mended.complete(&mut rng, 2);
                    let came = verdict(&full.bind(&set), &full, &place(finding));
                    assert!(matches!(came, Some(Verdict::Met) | None), "{came:?}\n{told}\n{full:?}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "the test says something: {tried}");
}

/// Complete data with one figure taken out: the verdict turns where it is said to turn.
#[test]
fn verdicts_turn_at_the_value_told() {
    let mut tried = Tried::default();
    for seed in 1..=rounds() {
        let mut rng = Rng::new(seed * 49_979_687);
        let text = random::rules(&mut rng);
        let mut sources = Sources::default();
        let Some(set) = compile_random(&text, &mut sources) else { continue };
        let full = draft::data(&mut rng).complete(&mut rng, 2);
        let set = full.bind(&set);
        let rows = full.rows("R").len();
        let (row, col) = (usize::try_from(rng.below(rows as u64)).unwrap(), [3, 4, 5, 6][usize::try_from(rng.below(4)).unwrap()]);
        let mut holed = full.clone();
        holed.tables.get_mut("R").unwrap().rows[row][col] = Field::Hole;
        for finding in found(&set, &holed, &sources).list.iter().filter(|f| f.verdict == Verdict::Undetermined) {
            if verdict(&set, &full, &place(finding)).is_none() {
                continue;
            }
            for (op, at, unit) in finding.causes.iter().filter_map(|c| c.turns_at.as_ref()) {
                for figure in [at - &int(1), at.clone(), at + &int(1), at - &int(20_000), at + &int(20_000)] {
                    if col != 5 && figure < Rat::ZERO || col == 6 && !figure.is_int() {
                        continue;
                    }
                    let mut filled = holed.clone();
                    filled.tables.get_mut("R").unwrap().rows[row][col] = Field::Exact(figure.clone());
                    let met = match op {
                        CmpOp::Ge => figure >= *at,
                        CmpOp::Gt => figure > *at,
                        CmpOp::Le => figure <= *at,
                        CmpOp::Lt => figure < *at,
                        CmpOp::Eq => figure == *at,
                        CmpOp::Ne => figure != *at,
                    };
                    let came = verdict(&set, &filled, &place(finding));
                    let told = format!(
                        "seed {seed}: {op:?} {at} {unit:?} at {:?}, {figure}: {came:?}\n{text}\n{holed:?}",
                        place(finding)
                    );
                    assert_eq!(came == Some(Verdict::Met), met, "{told}");
                }
                tried.turning += 1;
            }
        }
    }
    assert!(tried.turning > 30, "the test says something: {tried:?}");
}
