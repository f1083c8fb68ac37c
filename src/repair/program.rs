//! The linear program over some of the unknowns.

use super::demand::{Point, Unknown};
use super::simplex::{Row, Sense, Solved, minimise};
use crate::num::Rat;

/// The rows over some of the unknowns; the others are zero.
pub struct Program<'t, 'd> {
    pub columns: Vec<usize>,
    pub rows: &'t [&'d Row],
}

impl Program<'_, '_> {
    /// What it takes to look at it.
    pub fn size(&self) -> usize {
        10 + self.rows.len()
    }

    /// Each unknown is what it goes up less what it goes down.
    pub fn solve(&self, unknowns: &[Unknown], bounds: &[(usize, Sense, Rat)], work: &mut usize) -> Solved {
        let column = |i: usize| self.columns.binary_search(&i).ok();
        let both = |at: usize, c: &Rat| [(2 * at, c.clone()), (2 * at + 1, -c.clone())];
        let mut rows: Vec<Row> = Vec::new();
        let mut own: Vec<usize> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let terms: Vec<(usize, Rat)> = row.terms.iter().filter_map(|(i, c)| Some(both(column(*i)?, c))).flatten().collect();
            if !terms.is_empty() {
                rows.push(Row { terms, sense: row.sense, bound: row.bound.clone() });
                own.push(at);
            }
        }
        let mut bound = |i: usize, sense: Sense, value: &Rat| {
            if let Some(at) = column(i) {
                rows.push(Row { terms: both(at, &Rat::ONE).to_vec(), sense, bound: value.clone() });
            }
        };
        for i in &self.columns {
            let unknown = &unknowns[*i];
            unknown.low.iter().for_each(|low| bound(*i, Sense::AtLeast, low));
            unknown.high.iter().for_each(|high| bound(*i, Sense::AtMost, high));
        }
        bounds.iter().for_each(|(i, sense, value)| bound(*i, *sense, value));
        let costs: Vec<Rat> =
            self.columns.iter().flat_map(|i| std::iter::repeat_n(unknowns[*i].weight.clone().unwrap_or(Rat::ZERO), 2)).collect();
        match minimise(&costs, &rows, work) {
            Solved::Infeasible { rows } => {
                Solved::Infeasible { rows: rows.iter().filter_map(|r| own.get(*r).copied()).collect() }
            }
            solved @ (Solved::Optimal { .. } | Solved::Unbounded | Solved::Exhausted) => solved,
        }
    }

    pub fn point(&self, x: &[Rat]) -> Point {
        let value = |at: usize| x.get(2 * at).cloned().unwrap_or(Rat::ZERO) - x.get(2 * at + 1).cloned().unwrap_or(Rat::ZERO);
        self.columns.iter().enumerate().map(|(at, i)| (*i, value(at))).collect()
    }
}
