//! Which single figure most likely carries a slip. Every slip that somebody may have made with every figure is undone, and what the rules
//! demand is looked at again; the best are written into a copy and judged. It suggests, and changes nothing.
//!
//! The score of a suggestion: [`MENDED`] for each broken line that holds then, less [`BROKEN`] for each that would break, and [`NEARER`] for
//! each power of ten by which the figure comes nearer to that of the period before, or, where there is none, to the middle one of other rows
//! ([`MOST_NEARER`] powers at most). Below [`LEAST`] nothing is suggested. A bound that is met by any large figure speaks for no slip: another
//! scale must come nearer to the figures beside it, or fulfil a line that hardly any other figure fulfils; slips of digits must do the latter.

mod beside;
mod slips;

pub use slips::Slip;

use crate::ast::Verdict;
use crate::data::{Cell, CellId, CellState, Dataset};
use crate::diag::Sink;
use crate::eval::{Formula, LineKey, Requirements, Var, figures, notes, requirements};
use crate::finding::{CellNote, Finding, Findings};
use crate::hir::RuleSet;
use crate::num::{Decimal, Rat, ratio};
use crate::pipeline;
use crate::text::Sources;
use crate::ty::{Flavour, Type, Unit};
use beside::Beside;
use slips::{magnitude, meant};
use std::collections::{BTreeMap, BTreeSet};

const MENDED: i64 = 10;
const BROKEN: i64 = 30;
const NEARER: i64 = 3;
const MOST_NEARER: i64 = 5;
const LEAST: i64 = 10;
/// What a figure scores that stands as the year before while nothing beside it does.
const REPEATED: i64 = 10;
/// Digits that do not come twice by chance.
const TELLING_DIGITS: usize = 4;
/// Figures that are looked at.
const MOST_FIGURES: usize = 20_000;
/// Suggestions that are judged again, and those that are told.
const JUDGED: usize = 24;
const TOLD: usize = 5;

/// What was looked at, and what it came to.
#[derive(Debug, Default)]
pub struct Doubt {
    pub before: Findings,
    /// The likeliest first.
    pub suggestions: Vec<Suggestion>,
    /// Figures looked at, and figures in all.
    pub looked_at: usize,
    pub figures: usize,
}

#[derive(Clone, Debug)]
pub struct Suggestion {
    pub slip: Slip,
    pub score: i64,
    /// One figure; two where they stand in each other's place.
    pub figures: Vec<Doubtful>,
    /// Lines that would hold then: index into the list of `before`.
    pub mends: Vec<usize>,
    /// Lines that would break.
    pub breaks: Vec<usize>,
    /// Powers of ten by which it comes nearer to the figures beside it.
    pub nearer: i64,
}

#[derive(Clone, Debug)]
pub struct Doubtful {
    pub cell: CellId,
    pub row: String,
    pub note: CellNote,
    pub from: Rat,
    /// What it may have been meant to be, in base units; `None` where nobody can tell.
    pub to: Option<Rat>,
    pub unit: Unit,
}

/// A slip undone: cells with their figures, in the units of their columns.
#[derive(Clone, Debug)]
struct Guess {
    slip: Slip,
    cells: Vec<(CellId, Rat)>,
    score: i64,
    nearer: i64,
}

/// Looks at the figures of those whom `who` names among the findings of the run, or of all.
pub fn doubt(set: &RuleSet, data: &mut Dataset, sources: &Sources, who: &dyn Fn(&Findings) -> BTreeSet<usize>) -> Option<Doubt> {
    let before = pipeline::judge_each(set, data, sources, &mut Sink::default());
    let own = who(&before);
    if own.is_empty() {
        return None;
    }
    let regions = own.iter().map(|at| before.list[*at].subject.region.clone()).collect();
    let all = figures(set, data, sources, &regions, &BTreeSet::new());
    let cells: BTreeSet<CellId> = all.iter().copied().take(MOST_FIGURES).collect();
    let verdicts: BTreeMap<LineKey, Verdict> = before.list.iter().map(|f| (key(f), f.verdict)).collect();
    let mut open = data.with(&cells.iter().map(|c| (*c, Cell::Bounds(set.schema.column(c.rel, c.col).domain()))).collect());
    let demanded = requirements(set, (data, &mut open), &cells, &verdicts, sources);
    let lines = Lines::new(set, data, &demanded);
    let mut guesses = lines.guesses(&cells);
    guesses.sort_by(|a, b| (std::cmp::Reverse(a.score), a.slip, &a.cells).cmp(&(std::cmp::Reverse(b.score), b.slip, &b.cells)));
    // Of one figure the likeliest slip stands for all.
    let mut seen: BTreeSet<CellId> = BTreeSet::new();
    guesses.retain(|g| g.cells.iter().fold(true, |new, (cell, _)| seen.insert(*cell) && new));
    let mut suggestions: Vec<Suggestion> =
        guesses.iter().take(JUDGED).filter_map(|g| judged(set, data, sources, (&before, &verdicts), g)).collect();
    suggestions.sort_by_key(|s| (std::cmp::Reverse(s.score), s.slip, s.figures.iter().map(|f| f.cell).collect::<Vec<_>>()));
    suggestions.truncate(TOLD);
    Some(Doubt { before, suggestions, looked_at: cells.len(), figures: all.len() })
}

fn key(finding: &Finding) -> LineKey {
    (finding.rule, finding.line, finding.subject.row, finding.subject.title())
}

/// A guess that was written into a copy and judged; `None` where it does not stand out.
fn judged(
    set: &RuleSet,
    data: &Dataset,
    sources: &Sources,
    (before, was): (&Findings, &BTreeMap<LineKey, Verdict>),
    guess: &Guess,
) -> Option<Suggestion> {
    let names = notes(set, data, sources, &guess.cells.iter().map(|(cell, _)| *cell).collect());
    let figure = |(cell, to): &(CellId, Rat)| {
        let (row, note) = names.get(cell).cloned()?;
        let (from, unit) = note.figure.clone()?;
        let factor = set.schema.column(cell.rel, cell.col).unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
        let to = (guess.slip != Slip::Repeated).then(|| to * factor);
        Some(Doubtful { cell: *cell, row, note, from, to, unit })
    };
    let figures: Vec<Doubtful> = guess.cells.iter().map(figure).collect::<Option<_>>()?;
    let mut found =
        Suggestion { slip: guess.slip, score: guess.score, figures, mends: Vec::new(), breaks: Vec::new(), nearer: guess.nearer };
    if guess.slip == Slip::Repeated {
        return Some(found);
    }
    let cell = |to: &Rat| Decimal::of(to).map_or_else(|| Cell::Exact(to.clone()), Cell::Number);
    let changes = guess.cells.iter().map(|(id, to)| (*id, cell(to))).collect();
    let after = pipeline::judge_each(set, &mut data.with(&changes), sources, &mut Sink::default());
    let now: BTreeMap<LineKey, Verdict> = after.list.iter().map(|f| (key(f), f.verdict)).collect();
    for (at, finding) in before.list.iter().enumerate() {
        let key = key(finding);
        match (was.get(&key), now.get(&key)) {
            (Some(Verdict::Violated), Some(Verdict::Met | Verdict::Exempt | Verdict::NotApplicable)) => found.mends.push(at),
            (Some(Verdict::Violated), _) => {}
            (_, Some(Verdict::Violated)) => found.breaks.push(at),
            _ => {}
        }
    }
    let count = |list: &[usize]| i64::try_from(list.len()).unwrap_or(i64::MAX);
    found.score =
        MENDED * count(&found.mends) - BROKEN * count(&found.breaks) + NEARER * found.nearer.clamp(-MOST_NEARER, MOST_NEARER);
    (found.score >= LEAST && found.breaks.is_empty()).then_some(found)
}

/// What lines demand, by the cells that stand in them.
struct Lines<'a> {
    set: &'a RuleSet,
    data: &'a Dataset,
    demanded: &'a Requirements,
    by_cell: BTreeMap<CellId, Vec<usize>>,
}

impl<'a> Lines<'a> {
    fn new(set: &'a RuleSet, data: &'a Dataset, demanded: &'a Requirements) -> Self {
        let mut by_cell: BTreeMap<CellId, Vec<usize>> = BTreeMap::new();
        for (at, line) in demanded.list.iter().enumerate() {
            let mut cells: BTreeSet<CellId> = BTreeSet::new();
            line.formula.bounds(&mut |bound| cells.extend(bound.terms.keys().filter_map(|v| cell_of(*v))));
            cells.into_iter().for_each(|cell| by_cell.entry(cell).or_default().push(at));
        }
        Self { set, data, demanded, by_cell }
    }

    fn figure(&self, cell: CellId) -> Option<Rat> {
        self.data.table(cell.rel).columns.get(cell.col.index())?.number(cell.row)
    }

    /// Every slip of every figure, undone.
    fn guesses(&self, cells: &BTreeSet<CellId>) -> Vec<Guess> {
        let mut beside = Beside::new(&self.set.schema, self.data);
        let mut out = Vec::new();
        for cell in cells {
            let Some(now) = self.figure(*cell) else { continue };
            let def = self.set.schema.column(cell.rel, cell.col);
            let Type::Number(ty) = &def.ty else { continue };
            let is_share = matches!(ty.flavour, Flavour::Share | Flavour::Growth | Flavour::Points);
            let expected = beside.expected(*cell);
            let domain = def.domain();
            let factor = def.unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
            let step = def.smallest_step();
            for (slip, to) in meant(&now, is_share) {
                let fits = domain.contains(&(&to * &factor)) && (!ty.is_integral() || (&to / &step).is_int());
                if fits {
                    out.extend(self.guess(slip, vec![(*cell, to.clone())], nearer(expected, &now, &to)));
                }
            }
            out.extend(self.repeated(*cell, &now, cells, &beside));
        }
        out.extend(self.swapped(cells));
        out
    }

    /// A guess, where what it mends, or how much nearer it comes, speaks for it.
    fn guess(&self, slip: Slip, cells: Vec<(CellId, Rat)>, nearer: i64) -> Option<Guess> {
        let lines: BTreeSet<usize> = cells.iter().filter_map(|(cell, _)| self.by_cell.get(cell)).flatten().copied().collect();
        let (mut mended, mut telling, mut broken) = (0, false, 0);
        for line in lines.iter().map(|at| &self.demanded.list[*at]) {
            match (line.broken, self.holds(&line.formula, &cells)) {
                (true, Some(true)) => {
                    mended += 1;
                    telling = telling || self.is_telling(&line.formula, &cells);
                }
                (false, Some(false)) if self.holds(&line.formula, &[]) == Some(true) => broken += 1,
                _ => {}
            }
        }
        let of_scale = matches!(slip, Slip::Scale(_) | Slip::Percent);
        let speaks = telling || (of_scale && nearer >= 2);
        let score = MENDED * mended - BROKEN * broken + NEARER * nearer.clamp(-MOST_NEARER, MOST_NEARER);
        (speaks && broken == 0 && score >= LEAST).then_some(Guess { slip, cells, score, nearer })
    }

    /// Whether hardly any other figure would do: a twentieth more, or less, does not.
    fn is_telling(&self, formula: &Formula, cells: &[(CellId, Rat)]) -> bool {
        let Some(((first, to), rest)) = cells.split_first() else { return false };
        [ratio(21, 20), ratio(19, 20)].iter().all(|by| {
            let mut other = vec![(*first, to * by)];
            other.extend_from_slice(rest);
            self.holds(formula, &other) == Some(false)
        })
    }

    /// Two figures of a row that are of one kind, each in the place of the other.
    fn swapped(&self, cells: &BTreeSet<CellId>) -> Vec<Guess> {
        let mut out = Vec::new();
        for a in cells.iter().filter(|c| self.by_cell.contains_key(c)) {
            for b in cells.iter().filter(|b| (b.rel, b.row) == (a.rel, a.row) && b.col > a.col) {
                let (first, second) = (self.set.schema.column(a.rel, a.col), self.set.schema.column(b.rel, b.col));
                let factor = |u: &Option<Unit>| u.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
                let alike = match (&first.ty, &second.ty) {
                    (Type::Number(x), Type::Number(y)) => (x.flavour, &x.dims) == (y.flavour, &y.dims),
                    _ => false,
                };
                let (Some(x), Some(y), true) = (self.figure(*a), self.figure(*b), alike) else { continue };
                if x != y && factor(&first.unit) == factor(&second.unit) {
                    out.extend(self.guess(Slip::Swapped, vec![(*a, y), (*b, x)], 0));
                }
            }
        }
        out
    }

    /// The figure of the period before once more, with so many digits that it is no chance, while no other figure of the row stands still and no
    /// other row of the column does.
    fn repeated(&self, cell: CellId, now: &Rat, cells: &BTreeSet<CellId>, beside: &Beside<'_>) -> Option<Guess> {
        if beside.before(cell).as_ref() != Some(now) || slips::significant(now) < TELLING_DIGITS {
            return None;
        }
        let others: Vec<CellId> =
            cells.iter().filter(|c| (c.rel, c.row) == (cell.rel, cell.row) && **c != cell).copied().collect();
        let known = |c: &CellId| {
            self.data.table(c.rel).columns.get(c.col.index()).is_some_and(|col| col.state(c.row) == CellState::Known)
        };
        let moved = |c: &CellId| beside.before(*c).is_some_and(|was| self.figure(*c).as_ref() != Some(&was));
        let stands_alone = others.len() >= 2 && others.iter().filter(|c| known(c)).all(moved) && !beside.repeats_elsewhere(cell);
        stands_alone.then(|| Guess { slip: Slip::Repeated, cells: vec![(cell, now.clone())], score: REPEATED, nearer: 0 })
    }

    /// Whether a line would hold with other figures; `None` where that cannot be said without judging.
    fn holds(&self, formula: &Formula, other: &[(CellId, Rat)]) -> Option<bool> {
        match formula {
            Formula::Bound(bound) => {
                let mut sum = bound.constant.clone();
                for (var, coefficient) in &bound.terms {
                    let cell = cell_of(*var)?;
                    let changed = other.iter().find(|(own, _)| *own == cell).map(|(_, to)| to.clone());
                    sum += coefficient * changed.or_else(|| self.figure(cell))?;
                }
                Some(bound.op.holds(sum.cmp(&Rat::ZERO)))
            }
            Formula::All(parts) => parts.iter().try_fold(true, |all, p| Some(all && self.holds(p, other)?)),
            Formula::Any(parts) => parts.iter().try_fold(false, |any, p| Some(any || self.holds(p, other)?)),
        }
    }
}

fn cell_of(var: Var) -> Option<CellId> {
    if let Var::Cell(cell) = var { Some(cell) } else { None }
}

/// By how many powers of ten the figure that was meant is nearer to what is to be expected.
fn nearer(expected: Option<i64>, now: &Rat, to: &Rat) -> i64 {
    let (Some(expected), Some(now), Some(to)) = (expected, magnitude(now), magnitude(to)) else { return 0 };
    (now - expected).abs() - (to - expected).abs()
}
