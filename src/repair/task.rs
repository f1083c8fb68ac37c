//! The demands of rules on cells, as demands on whole numbers of steps.

use super::demand::{Demand, Point, Unknown};
use super::join::Joined;
use crate::ast::CmpOp;
use crate::data::{Cell, CellId, Dataset};
use crate::eval::{Bound, Formula, LineKey, Requirements, Var};
use crate::hir::RuleSet;
use crate::num::{Decimal, End, Interval, Rat, abs, int};
use crate::ty::ColumnDef;
use std::collections::{BTreeMap, BTreeSet};

/// A change of the base of a share weighs so many of another figure.
const BASE: i64 = 1_000;

pub struct Task {
    pub unknowns: Vec<Unknown>,
    pub demands: Vec<Demand>,
    /// What each unknown stands for.
    vars: Vec<Figure>,
    places: BTreeMap<Var, usize>,
    lines: Vec<Option<LineKey>>,
    rough: Vec<bool>,
}

struct Figure {
    var: Var,
    /// As it stands, in the unit of its column.
    now: Rat,
    step: Rat,
    /// Base units in the unit of its column.
    factor: Rat,
}

/// A copy of the data in which the figures that may change are known to be there, and no more.
pub fn opened(set: &RuleSet, data: &Dataset, cells: &BTreeSet<CellId>) -> Dataset {
    let domain = |cell: &CellId| Cell::Bounds(set.schema.column(cell.rel, cell.col).domain());
    data.with(&cells.iter().map(|cell| (*cell, domain(cell))).collect())
}

/// A figure, in base units, as a cell holds it.
pub fn written(set: &RuleSet, cell: CellId, figure: &Rat) -> Cell {
    let value = figure / factor(set.schema.column(cell.rel, cell.col));
    Decimal::of(&value).map_or_else(|| Cell::Exact(value), Cell::Number)
}

fn factor(def: &ColumnDef) -> Rat {
    def.unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone())
}

impl Task {
    pub fn new(set: &RuleSet, data: &Dataset, demanded: Requirements) -> Self {
        let mut task = Self {
            unknowns: Vec::new(),
            demands: Vec::new(),
            vars: Vec::new(),
            places: BTreeMap::new(),
            lines: Vec::new(),
            rough: Vec::new(),
        };
        for requirement in &demanded.list {
            let mut vars: BTreeSet<Var> = BTreeSet::new();
            requirement.formula.bounds(&mut |bound| vars.extend(bound.terms.keys()));
            for var in vars {
                if task.places.contains_key(&var) {
                    continue;
                }
                let Some((mut unknown, figure)) = unknown(set, data, &demanded.wholes, var) else { continue };
                if let (Var::Cell(cell), Some(weight)) = (var, &mut unknown.weight)
                    && demanded.bases.contains(&cell)
                {
                    *weight *= int(BASE);
                }
                task.places.insert(var, task.unknowns.len());
                task.unknowns.push(unknown);
                task.vars.push(figure);
            }
        }
        for requirement in demanded.list {
            let demand = task.demand(&requirement.formula);
            // A line that holds and cannot be said to is watched when all is judged again.
            let broken = requirement.broken;
            if !broken && !demand.holds(&Point::new()) {
                continue;
            }
            task.demands.push(demand);
            task.lines.push(Some(requirement.line));
            task.rough.push(requirement.rough);
        }
        task
    }

    fn demand(&self, formula: &Formula) -> Demand {
        match formula {
            Formula::Bound(bound) => self.row(bound),
            Formula::All(parts) => Demand::All(parts.iter().map(|p| self.demand(p)).collect()),
            Formula::Any(parts) => {
                let parts: Vec<Demand> = parts.iter().map(|p| self.demand(p)).filter(|p| *p != Demand::NEVER).collect();
                if parts.contains(&Demand::NOTHING) { Demand::NOTHING } else { Demand::Any(parts) }
            }
        }
    }

    fn row(&self, bound: &Bound) -> Demand {
        let (mut terms, mut sum) = (BTreeMap::new(), bound.constant.clone());
        for (var, coefficient) in &bound.terms {
            let Some((at, figure)) = self.places.get(var).map(|at| (*at, &self.vars[*at])) else { return Demand::NEVER };
            sum += coefficient * &figure.now;
            terms.insert(at, coefficient * &figure.step);
        }
        Demand::of(&terms, bound.op, &-sum)
    }

    /// The cells that change, with what they become in base units.
    pub fn changes(&self, at: &Point) -> Vec<(CellId, Rat)> {
        let one = |(i, n): (&usize, &Rat)| {
            let figure = &self.vars[*i];
            let Var::Cell(cell) = figure.var else { return None };
            (!n.is_zero()).then(|| (cell, (&figure.now + n * &figure.step) * &figure.factor))
        };
        let mut found: Vec<(CellId, Rat)> = at.iter().filter_map(one).collect();
        found.sort_by_key(|(cell, _)| *cell);
        found
    }

    pub fn line(&self, demand: usize) -> Option<&LineKey> {
        self.lines.get(demand)?.as_ref()
    }

    /// Whether a line has a demand at all.
    pub fn asks(&self, line: &LineKey) -> bool {
        self.lines.iter().flatten().any(|own| own == line)
    }

    pub fn speaks_of(&self, demand: usize, cell: CellId) -> bool {
        let mut all = BTreeSet::new();
        self.demands[demand].unknowns(&mut all);
        self.places.get(&Var::Cell(cell)).is_some_and(|at| all.contains(at))
    }

    /// Something in what the solution rests on was said more strictly than it is.
    pub fn is_rough(&self, joined: &Joined) -> bool {
        joined.active.iter().chain(&joined.left).any(|d| self.is_rough_demand(*d))
    }

    pub fn is_rough_demand(&self, demand: usize) -> bool {
        self.rough.get(demand).copied().unwrap_or(false)
    }

    /// No figure has a part in it.
    pub fn is_hopeless(&self, demand: usize) -> bool {
        let mut all = BTreeSet::new();
        self.demands[demand].unknowns(&mut all);
        all.is_empty()
    }

    /// These changes did not do for a line: one of them, or another figure of the line, must be another.
    pub fn rule_out(&mut self, at: &Point, line: &LineKey) {
        let mut all: BTreeSet<usize> = at.iter().filter(|(_, n)| !n.is_zero()).map(|(i, _)| *i).collect();
        for (demand, own) in self.demands.iter().zip(&self.lines) {
            if own.as_ref() == Some(line) {
                demand.unknowns(&mut all);
            }
        }
        let other = |i: &usize| {
            let now = at.get(i).cloned().unwrap_or(Rat::ZERO);
            self.unknowns[*i].weight.as_ref().map(|_| Demand::of(&BTreeMap::from([(*i, Rat::ONE)]), CmpOp::Ne, &now))
        };
        let cut = Demand::Any(all.iter().filter_map(other).collect());
        // As part of a line that is to be mended: alone it would be fulfilled where nothing changes.
        self.demands.push(cut);
        self.lines.push(None);
        self.rough.push(true);
    }
}

fn unknown(set: &RuleSet, data: &Dataset, wholes: &BTreeMap<u64, Rat>, var: Var) -> Option<(Unknown, Figure)> {
    match var {
        Var::Whole(id) => {
            let now = wholes.get(&id)?.clone();
            let figure = Figure { var, now, step: Rat::ONE, factor: Rat::ONE };
            Some((Unknown { low: None, high: None, weight: None }, figure))
        }
        Var::Cell(cell) => {
            let def = set.schema.column(cell.rel, cell.col);
            let now = data.table(cell.rel).columns.get(cell.col.index())?.number(cell.row)?;
            let step = step(def, &now);
            let factor = factor(def);
            let domain = def.domain().scale(&(Rat::ONE / &factor));
            let (low, high) = steps(&domain, &now, &step);
            // A change is as large as it is beside the figure.
            let weight = Some(&step / std::cmp::max(abs(&now), step.clone()));
            Some((Unknown { low, high, weight }, Figure { var, now, step, factor }))
        }
    }
}

/// The smallest step of a figure: that of its field, or a finer one where it is written with more digits.
fn step(def: &ColumnDef, now: &Rat) -> Rat {
    let mut step = def.smallest_step();
    let declared = def.step.is_some() || def.ty.number().is_some_and(|n| n.is_integral());
    for _ in 0..6 {
        if declared || (now / &step).is_int() {
            break;
        }
        step /= int(10);
    }
    step
}

/// By how many steps a figure may go down and up.
fn steps(domain: &Interval, now: &Rat, step: &Rat) -> (Option<Rat>, Option<Rat>) {
    let away = |end: &Rat| (end - now) / step;
    let low = match &domain.lo {
        End::Unbounded => None,
        End::Closed(end) => Some(Rat::from(away(end).ceil())),
        End::Open(end) => Some(Rat::from(away(end).floor()) + Rat::ONE),
    };
    let high = match &domain.hi {
        End::Unbounded => None,
        End::Closed(end) => Some(Rat::from(away(end).floor())),
        End::Open(end) => Some(Rat::from(away(end).ceil()) - Rat::ONE),
    };
    (low, high)
}
