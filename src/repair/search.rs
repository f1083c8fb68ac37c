//! The fewest changes that fulfil all demands, and of these the smallest: first none may change, then one, then two. Where no change of the
//! figures chosen so far does, the rows that contradict one another say which figures can help: one of those that stand in them must change
//! too. Choices are made only where the best point found so far fulfils none of the alternatives.

use super::demand::{Demand, Point, Unknown};
use super::program::Program;
use super::simplex::{Row, Sense, Solved};
use crate::num::Rat;
use std::collections::{BTreeMap, BTreeSet};

/// Cells of tables worked out for one set of demands; beyond, the search ends with what it has.
const MOST_WORK: usize = 3_000_000;
/// Before that, so many for whether anything does at all.
const ROUGH_WORK: usize = 1_500_000;
/// Figures that change together in one set of demands which hang together.
const MOST_CHANGES: usize = 12;
/// How deep fractions are split.
const MOST_SPLITS: usize = 40;

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// `proven`: no other has fewer changes, or as many and smaller ones.
    Point { at: Point, proven: bool },
    /// No change whatever fulfils them.
    Contradiction,
    /// The limits were reached first.
    Unknown,
}

/// The least changes under which all demands hold. `budget` is what work may be done in all, and what is left of it.
pub fn least(unknowns: &[Unknown], demands: &[&Demand], budget: &mut usize) -> Found {
    let task = Task::of(demands);
    let mut search = Search::new(unknowns, ROUGH_WORK.min(*budget));
    search.any = true;
    search.visit(&figures(unknowns, demands), &BTreeSet::new(), &task);
    *budget -= search.done.min(*budget);
    let rough = search.best.take();
    if rough.is_none() && !search.limited {
        return Found::Contradiction;
    }
    let most = rough.as_ref().map_or(MOST_CHANGES, |best| best.count.min(MOST_CHANGES));
    let mut search = Search::new(unknowns, MOST_WORK.min(*budget));
    for count in at_least(demands).min(most)..=most {
        search.most = count;
        search.visit(&BTreeSet::new(), &BTreeSet::new(), &task);
        if search.best.is_some() || search.limited {
            break;
        }
    }
    *budget -= search.done.min(*budget);
    match (search.best, rough) {
        (Some(best), _) => Found::Point { at: best.at, proven: !search.limited },
        (None, Some(rough)) => Found::Point { at: rough.at, proven: false },
        (None, None) => Found::Unknown,
    }
}

/// Whether no change whatever fulfils all demands; `None` where the limits were reached first.
pub fn contradict(unknowns: &[Unknown], demands: &[&Demand], budget: &mut usize) -> Option<bool> {
    let mut search = Search::new(unknowns, ROUGH_WORK.min(*budget));
    search.any = true;
    search.visit(&figures(unknowns, demands), &BTreeSet::new(), &Task::of(demands));
    *budget -= search.done.min(*budget);
    match (search.best, search.limited) {
        (Some(_), _) => Some(false),
        (None, limited) => (!limited).then_some(true),
    }
}

/// The figures that the demands speak of.
fn figures(unknowns: &[Unknown], demands: &[&Demand]) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    demands.iter().for_each(|d| d.unknowns(&mut all));
    all.retain(|i| unknowns[*i].weight.is_some());
    all
}

/// So many figures change at least: demands that do not hold and have no figure in common need one each.
fn at_least(demands: &[&Demand]) -> usize {
    let nowhere = Point::new();
    let (mut taken, mut count) = (BTreeSet::new(), 0);
    for demand in demands.iter().filter(|d| !d.holds(&nowhere)) {
        let mut own = BTreeSet::new();
        demand.unknowns(&mut own);
        if own.is_disjoint(&taken) {
            count += 1;
            taken.extend(own);
        }
    }
    count
}

/// What must hold: rows, and choices between demands.
#[derive(Clone)]
struct Task<'d> {
    rows: Vec<&'d Row>,
    choices: Vec<&'d [Demand]>,
}

impl<'d> Task<'d> {
    fn of(demands: &[&'d Demand]) -> Self {
        let mut task = Self { rows: Vec::new(), choices: Vec::new() };
        demands.iter().for_each(|d| d.spread(&mut task.rows, &mut task.choices));
        task
    }

    fn with(&self, demand: &'d Demand) -> Self {
        let mut task = self.clone();
        demand.spread(&mut task.rows, &mut task.choices);
        task
    }
}

#[derive(Clone, Debug)]
struct Best {
    count: usize,
    cost: Rat,
    at: Point,
}

struct Search<'u> {
    unknowns: &'u [Unknown],
    /// Work that may be done, and that was.
    work: usize,
    done: usize,
    /// Changes allowed.
    most: usize,
    best: Option<Best>,
    /// The first point will do.
    any: bool,
    limited: bool,
}

/// Whole numbers for some figures.
enum Whole {
    At(Point),
    /// None; these rows say so.
    None(Vec<usize>),
    /// Not better than the best, or not found within the limits.
    Left,
}

impl<'u> Search<'u> {
    fn new(unknowns: &'u [Unknown], work: usize) -> Self {
        Self { unknowns, work, done: 0, most: usize::MAX, best: None, any: false, limited: false }
    }

    /// Looks among the changes of the figures in `free` and some more, none of them in `barred`.
    fn visit(&mut self, free: &BTreeSet<usize>, barred: &BTreeSet<usize>, task: &Task<'_>) {
        if self.limited || (self.any && self.best.is_some()) {
            return;
        }
        let blamed = match self.whole(free, task) {
            Whole::Left => return,
            Whole::At(point) => {
                let open = task.choices.iter().position(|parts| !parts.iter().any(|p| p.holds(&point)));
                match open {
                    None => self.note(point),
                    Some(at) => {
                        let mut rest = task.clone();
                        let parts = rest.choices.remove(at);
                        parts.iter().for_each(|part| self.visit(free, barred, &rest.with(part)));
                    }
                }
                return;
            }
            Whole::None(rows) => rows,
        };
        if self.any {
            return;
        }
        if free.len() + self.needed(free, task) > self.most {
            return;
        }
        let mut barred = barred.clone();
        for unknown in self.helpful(free, &barred, task, &blamed) {
            let mut more = free.clone();
            more.insert(unknown);
            self.visit(&more, &barred, task);
            barred.insert(unknown);
        }
    }

    /// So many more figures must change: one, and one for each further broken row without a figure in common.
    fn needed(&self, free: &BTreeSet<usize>, task: &Task<'_>) -> usize {
        let (mut taken, mut count): (BTreeSet<usize>, usize) = (free.clone(), 0);
        for row in task.rows.iter().filter(|r| !r.holds_now()) {
            let own = || row.terms.iter().map(|(i, _)| *i);
            if own().all(|i| self.is_figure(i) && !taken.contains(&i)) {
                count += 1;
                taken.extend(own());
            }
        }
        count.max(1)
    }

    /// The figures of which one must change besides: those in the rows that contradict one another, the most useful first.
    fn helpful(&self, free: &BTreeSet<usize>, barred: &BTreeSet<usize>, task: &Task<'_>, blamed: &[usize]) -> Vec<usize> {
        let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
        for (i, _) in blamed.iter().flat_map(|row| &task.rows[*row].terms) {
            if self.is_figure(*i) && !free.contains(i) && !barred.contains(i) {
                uses.entry(*i).or_default();
            }
        }
        for (i, _) in task.rows.iter().filter(|r| !r.holds_now()).flat_map(|r| &r.terms) {
            if let Some(n) = uses.get_mut(i) {
                *n += 1;
            }
        }
        let mut list: Vec<(usize, usize)> = uses.into_iter().collect();
        list.sort_by_key(|(i, n)| (std::cmp::Reverse(*n), *i));
        list.into_iter().map(|(i, _)| i).collect()
    }

    fn is_figure(&self, unknown: usize) -> bool {
        self.unknowns[unknown].weight.is_some()
    }

    fn note(&mut self, at: Point) {
        let at: Point = at.into_iter().filter(|(_, n)| !n.is_zero()).collect();
        let count = at.keys().filter(|i| self.is_figure(**i)).count();
        let cost = self.cost(&at);
        if self.best.as_ref().is_none_or(|b| (count, &cost) < (b.count, &b.cost)) {
            self.best = Some(Best { count, cost, at });
        }
    }

    fn cost(&self, at: &Point) -> Rat {
        let weight = |i: &usize| self.unknowns[*i].weight.clone().unwrap_or(Rat::ZERO);
        at.iter().fold(Rat::ZERO, |sum, (i, n)| sum + weight(i) * crate::num::abs(n))
    }

    /// The least change of the figures in `free` alone.
    fn whole(&mut self, free: &BTreeSet<usize>, task: &Task<'_>) -> Whole {
        let mut columns = free.clone();
        columns.extend(task.rows.iter().flat_map(|r| &r.terms).map(|(i, _)| *i).filter(|i| !self.is_figure(*i)));
        let touches = |row: &&Row| row.terms.iter().any(|(i, _)| columns.contains(i));
        if let Some(row) = task.rows.iter().position(|r| !touches(r) && !r.holds_now()) {
            return Whole::None(vec![row]);
        }
        let program = Program { columns: columns.into_iter().collect(), rows: &task.rows };
        let mut best = None;
        match self.split(&program, &mut Vec::new(), &mut best) {
            _ if best.is_some() => best.map_or(Whole::Left, |(_, at)| Whole::At(at)),
            Split::Contradiction(rows) => Whole::None(rows),
            Split::Fractions => {
                let touched = |(at, row): (usize, &&Row)| {
                    row.terms.iter().any(|(i, _)| program.columns.binary_search(i).is_ok()).then_some(at)
                };
                Whole::None(task.rows.iter().enumerate().filter_map(touched).collect())
            }
            Split::Left => Whole::Left,
        }
    }

    /// Solves the program, and where a number is no whole one, once with less and once with more.
    fn split(
        &mut self,
        program: &Program<'_, '_>,
        bounds: &mut Vec<(usize, Sense, Rat)>,
        best: &mut Option<(Rat, Point)>,
    ) -> Split {
        if bounds.len() > MOST_SPLITS || self.done >= self.work {
            self.limited = true;
            return Split::Left;
        }
        // Looking costs something, even where nothing is to be worked out.
        let mut left = self.work.saturating_sub(self.done + program.size());
        let solved = program.solve(self.unknowns, bounds, &mut left);
        self.done = self.work - left;
        let (at, cost) = match solved {
            Solved::Exhausted => {
                self.limited = true;
                return Split::Left;
            }
            Solved::Infeasible { rows } => return Split::Contradiction(rows),
            // Costs are never negative.
            Solved::Unbounded => return Split::Left,
            Solved::Optimal { x, cost } => (program.point(&x), cost),
        };
        let beaten = |least: &Rat| cost >= *least;
        if self.best.as_ref().is_some_and(|b| beaten(&b.cost)) || best.as_ref().is_some_and(|(least, _)| beaten(least)) {
            return Split::Left;
        }
        let Some((unknown, value)) = at.iter().find(|(_, n)| !n.is_int()).map(|(i, n)| (*i, n.clone())) else {
            *best = Some((cost, at));
            return Split::Fractions;
        };
        let sides = [(Sense::AtMost, Rat::from(value.floor())), (Sense::AtLeast, Rat::from(value.ceil()))];
        let mut left = false;
        for (sense, bound) in sides {
            bounds.push((unknown, sense, bound));
            left |= matches!(self.split(program, bounds, best), Split::Left);
            bounds.pop();
        }
        if left { Split::Left } else { Split::Fractions }
    }
}

enum Split {
    Contradiction(Vec<usize>),
    /// Only fractions fulfil the rows, or a whole point was noted.
    Fractions,
    Left,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::CmpOp;
    use crate::num::{int, ratio};

    fn free(n: usize) -> Vec<Unknown> {
        vec![Unknown { low: None, high: None, weight: Some(Rat::ONE) }; n]
    }

    fn row(terms: &[i64], op: CmpOp, bound: i64) -> Demand {
        Demand::of(&terms.iter().enumerate().map(|(i, c)| (i, int(*c))).collect(), op, &int(bound))
    }

    fn found(unknowns: &[Unknown], demands: &[Demand]) -> Vec<(usize, i64)> {
        match least(unknowns, &demands.iter().collect::<Vec<_>>(), &mut 100_000_000) {
            Found::Point { at, proven: true } => at.iter().map(|(i, n)| (*i, crate::num::to_i64(n).unwrap())).collect(),
            other @ (Found::Point { .. } | Found::Contradiction | Found::Unknown) => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_change_goes_before_two_smaller_ones() {
        // x >= 4 and y >= 4 hold with x + y >= 8: both must change. x + y >= 8 alone: one.
        assert_eq!(found(&free(2), &[row(&[1, 1], CmpOp::Ge, 8)]).len(), 1);
        assert_eq!(found(&free(2), &[row(&[1, 0], CmpOp::Ge, 4), row(&[0, 1], CmpOp::Ge, 4)]), [(0, 4), (1, 4)]);
        // z helps both lines at once, at ten times the cost.
        let mut dear = free(3);
        dear[2].weight = Some(int(10));
        let demands = [row(&[1, 0, 1], CmpOp::Ge, 4), row(&[0, 1, 1], CmpOp::Ge, 4)];
        assert_eq!(found(&dear, &demands), [(2, 4)]);
    }

    #[test]
    fn of_equally_many_the_smallest() {
        let mut unknowns = free(2);
        unknowns[0].weight = Some(int(3));
        // 2x + y >= 7: x by 4 costs 12, y by 7 costs 7.
        assert_eq!(found(&unknowns, &[row(&[2, 1], CmpOp::Ge, 7)]), [(1, 7)]);
        unknowns[0].weight = Some(ratio(3, 2));
        assert_eq!(found(&unknowns, &[row(&[2, 1], CmpOp::Ge, 7)]), [(0, 4)]);
    }

    #[test]
    fn a_bound_makes_a_second_change_necessary() {
        let mut unknowns = free(2);
        unknowns[0].high = Some(int(3));
        unknowns[1].high = Some(int(4));
        assert_eq!(found(&unknowns, &[row(&[1, 1], CmpOp::Ge, 6)]).iter().map(|(_, n)| n).sum::<i64>(), 6);
        let all = [row(&[1, 1], CmpOp::Ge, 8)];
        assert_eq!(least(&unknowns, &all.iter().collect::<Vec<_>>(), &mut 100_000_000), Found::Contradiction);
    }

    #[test]
    fn whole_numbers_alone_will_do() {
        // 3x = 2y and x > 0: two and three.
        assert_eq!(found(&free(2), &[row(&[3, -2], CmpOp::Eq, 0), row(&[1, 0], CmpOp::Gt, 0)]), [(0, 2), (1, 3)]);
        // 2x = 3 is never.
        let never = row(&[2], CmpOp::Eq, 3);
        assert_eq!(least(&free(1), &[&never], &mut 100_000_000), Found::Contradiction);
    }

    #[test]
    fn of_alternatives_the_cheaper() {
        let either = Demand::Any(vec![row(&[1, 0], CmpOp::Ge, 9), row(&[0, 1], CmpOp::Le, -2)]);
        assert_eq!(found(&free(2), std::slice::from_ref(&either)), [(1, -2)]);
        // Where the second is barred, the first.
        assert_eq!(found(&free(2), &[either, row(&[0, 1], CmpOp::Ge, 0)]), [(0, 9)]);
        assert_eq!(least(&free(1), &[&Demand::NEVER], &mut 100_000_000), Found::Contradiction);
        assert_eq!(found(&free(1), &[Demand::NOTHING]), []);
    }

    #[test]
    fn a_help_is_no_change() {
        // y is 5 · h, so y goes from 0 to 10 for y >= 7; h counts nothing.
        let mut unknowns = free(2);
        unknowns[1].weight = None;
        assert_eq!(found(&unknowns, &[row(&[1, -5], CmpOp::Eq, 0), row(&[1, 0], CmpOp::Ge, 7)]), [(0, 10), (1, 2)]);
    }

    #[test]
    fn a_chain_of_equal_figures_moves_as_a_whole() {
        let step = |i: usize| {
            let mut terms = [0; 6];
            (terms[i], terms[i + 1]) = (1, -1);
            row(&terms, CmpOp::Eq, 0)
        };
        let mut demands: Vec<Demand> = (0..5).map(step).collect();
        demands.push(row(&[1], CmpOp::Ge, 2));
        assert_eq!(found(&free(6), &demands), (0..6).map(|i| (i, 2)).collect::<Vec<_>>());
    }

    /// Against every point of a small grid.
    #[test]
    fn nothing_on_the_grid_is_less() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut next = |n: i64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            i64::try_from(state >> 40).unwrap() % n
        };
        let ops = [CmpOp::Ge, CmpOp::Gt, CmpOp::Le, CmpOp::Lt, CmpOp::Eq, CmpOp::Ne];
        let (mut points, mut contradictions) = (0, 0);
        for round in 0..300 {
            let mut unknowns = free(3);
            for u in &mut unknowns {
                (u.low, u.high) = (Some(int(-next(4))), Some(int(next(4))));
                u.weight = Some(ratio(1 + next(5), 1 + next(3)));
            }
            let mut line = || {
                let terms: Vec<i64> = (0..3).map(|_| next(7) - 3).collect();
                row(&terms, ops[usize::try_from(next(6)).unwrap()], next(13) - 6)
            };
            let demands: Vec<Demand> = (0..3)
                .map(|i| if i == 0 { Demand::Any(vec![line(), Demand::All(vec![line(), line()])]) } else { line() })
                .collect();
            let mut best: Option<(usize, Rat)> = None;
            for n in 0..343 {
                let at: Point = [n % 7 - 3, n / 7 % 7 - 3, n / 49 - 3].into_iter().map(int).enumerate().collect();
                let inside =
                    |(i, n): (&usize, &Rat)| unknowns[*i].low.as_ref().unwrap() <= n && n <= unknowns[*i].high.as_ref().unwrap();
                if !at.iter().all(inside) || !demands.iter().all(|d| d.holds(&at)) {
                    continue;
                }
                let count = at.values().filter(|n| !n.is_zero()).count();
                let cost = at.iter().fold(int(0), |s, (i, n)| s + unknowns[*i].weight.clone().unwrap() * crate::num::abs(n));
                if best.as_ref().is_none_or(|b| (count, &cost) < (b.0, &b.1)) {
                    best = Some((count, cost));
                }
            }
            match (least(&unknowns, &demands.iter().collect::<Vec<_>>(), &mut 100_000_000), best) {
                (Found::Point { at, proven: true }, Some((count, cost))) => {
                    points += 1;
                    let own = at.iter().fold(int(0), |s, (i, n)| s + unknowns[*i].weight.clone().unwrap() * crate::num::abs(n));
                    assert_eq!((at.len(), own), (count, cost), "round {round}: {demands:?}");
                    assert!(demands.iter().all(|d| d.holds(&at)));
                }
                (Found::Contradiction, None) => contradictions += 1,
                other => panic!("round {round}: {other:?}\n{demands:?}"),
            }
        }
        assert!(points > 50 && contradictions > 20, "{points} {contradictions}");
    }
}
