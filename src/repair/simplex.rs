//! Linear programs over rationals: the two-phase simplex with Bland's rule, so that it ends whatever the program is. Programs here are small
//! (the figures that may change at once, and the lines they stand in), so a full table is the simplest thing that is exact.

use crate::num::{Rat, signum};

/// `Σ coefficient · x  sense  bound`
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub terms: Vec<(usize, Rat)>,
    pub sense: Sense,
    pub bound: Rat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    AtMost,
    AtLeast,
    Equal,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Solved {
    /// The least cost, and where it is reached.
    Optimal { x: Vec<Rat>, cost: Rat },
    /// No point fulfils all rows; these alone already contradict one another.
    Infeasible { rows: Vec<usize> },
    /// The cost falls without end.
    Unbounded,
    /// The work that was allowed is done.
    Exhausted,
}

/// The least `costs · x` over all `x >= 0` that fulfil the rows. `work` is how many cells of the table may be worked out, and what is left.
pub fn minimise(costs: &[Rat], rows: &[Row], work: &mut usize) -> Solved {
    let mut table = Table::new(costs.len(), rows);
    let feasible: Vec<Rat> = (0..table.width).map(|col| if table.is_artificial(col) { Rat::ONE } else { Rat::ZERO }).collect();
    let mut reduced = table.reduced(&feasible);
    // A sum of what is never negative has a least value.
    if table.descend(&mut reduced, table.width, work) == Descent::Exhausted {
        return Solved::Exhausted;
    }
    if table.cost(&feasible) > Rat::ZERO {
        return Solved::Infeasible { rows: table.to_blame(&reduced) };
    }
    table.drop_artificial();
    let mut all = costs.to_vec();
    all.resize(table.width, Rat::ZERO);
    let mut reduced = table.reduced(&all);
    match table.descend(&mut reduced, table.artificial, work) {
        Descent::Bottom => Solved::Optimal { x: table.point(costs.len()), cost: table.cost(&all) },
        Descent::Endless => Solved::Unbounded,
        Descent::Exhausted => Solved::Exhausted,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Descent {
    Bottom,
    Endless,
    Exhausted,
}

/// Rows as equations: `cells · (x, slacks, artificial) = bound`, each solved for the column of its base.
struct Table {
    cells: Vec<Vec<Rat>>,
    bounds: Vec<Rat>,
    base: Vec<usize>,
    /// Columns from here on are artificial, one for each row.
    artificial: usize,
    width: usize,
}

impl Table {
    fn new(unknowns: usize, rows: &[Row]) -> Self {
        let slacks = rows.iter().filter(|r| r.sense != Sense::Equal).count();
        let artificial = unknowns + slacks;
        let width = artificial + rows.len();
        let mut table = Self { cells: Vec::new(), bounds: Vec::new(), base: Vec::new(), artificial, width };
        let mut slack = unknowns;
        for (at, row) in rows.iter().enumerate() {
            let mut cells = vec![Rat::ZERO; width];
            for (col, coefficient) in &row.terms {
                cells[*col] += coefficient;
            }
            if row.sense != Sense::Equal {
                cells[slack] = if row.sense == Sense::AtMost { Rat::ONE } else { -Rat::ONE };
                slack += 1;
            }
            let mut bound = row.bound.clone();
            if signum(&bound) < 0 {
                bound = -bound;
                cells.iter_mut().filter(|c| !c.is_zero()).for_each(|c| *c = -c.clone());
            }
            cells[artificial + at] = Rat::ONE;
            table.cells.push(cells);
            table.bounds.push(bound);
            table.base.push(artificial + at);
        }
        table
    }

    fn is_artificial(&self, col: usize) -> bool {
        col >= self.artificial
    }

    /// What a unit of each column costs beyond what it saves.
    fn reduced(&self, costs: &[Rat]) -> Vec<Rat> {
        let mut out = costs.to_vec();
        for (row, base) in self.cells.iter().zip(&self.base) {
            let price = costs[*base].clone();
            if price.is_zero() {
                continue;
            }
            out.iter_mut().zip(row).filter(|(_, cell)| !cell.is_zero()).for_each(|(o, cell)| *o -= &price * cell);
        }
        out
    }

    fn cost(&self, costs: &[Rat]) -> Rat {
        self.base.iter().zip(&self.bounds).fold(Rat::ZERO, |sum, (base, bound)| sum + &costs[*base] * bound)
    }

    /// Goes down as far as it goes, by columns before `most`. Of several ways the first column and the first
    /// base are taken (Bland): no point is passed twice.
    fn descend(&mut self, reduced: &mut [Rat], most: usize, work: &mut usize) -> Descent {
        while let Some(col) = (0..most).find(|&col| signum(&reduced[col]) < 0) {
            let cells = self.cells.len() * self.width;
            if *work < cells {
                return Descent::Exhausted;
            }
            *work -= cells;
            let mut best: Option<(usize, Rat)> = None;
            for row in 0..self.cells.len() {
                if signum(&self.cells[row][col]) <= 0 {
                    continue;
                }
                let step = &self.bounds[row] / &self.cells[row][col];
                let better =
                    best.as_ref().is_none_or(|(at, least)| step < *least || (step == *least && self.base[row] < self.base[*at]));
                if better {
                    best = Some((row, step));
                }
            }
            let Some((row, _)) = best else { return Descent::Endless };
            self.pivot(row, col);
            let price = reduced[col].clone();
            reduced
                .iter_mut()
                .zip(&self.cells[row])
                .filter(|(_, cell)| !cell.is_zero())
                .for_each(|(o, cell)| *o -= &price * cell);
        }
        Descent::Bottom
    }

    fn pivot(&mut self, row: usize, col: usize) {
        let by = self.cells[row][col].clone();
        self.cells[row].iter_mut().filter(|c| !c.is_zero()).for_each(|c| *c /= &by);
        self.bounds[row] /= &by;
        let (pivot, bound) = (self.cells[row].clone(), self.bounds[row].clone());
        for (at, other) in self.cells.iter_mut().enumerate().filter(|(at, _)| *at != row) {
            let factor = other[col].clone();
            if factor.is_zero() {
                continue;
            }
            other.iter_mut().zip(&pivot).filter(|(_, p)| !p.is_zero()).for_each(|(c, p)| *c -= &factor * p);
            self.bounds[at] -= &factor * &bound;
        }
        self.base[row] = col;
    }

    /// After the first phase artificial columns are zero; those still in the base leave it, or their row says nothing.
    fn drop_artificial(&mut self) {
        for row in 0..self.cells.len() {
            if !self.is_artificial(self.base[row]) {
                continue;
            }
            if let Some(col) = (0..self.artificial).find(|&col| !self.cells[row][col].is_zero()) {
                self.pivot(row, col);
            }
        }
    }

    /// The rows with a part in the contradiction: those whose multiplier is not zero. The artificial column of a row costs one, less that.
    fn to_blame(&self, reduced: &[Rat]) -> Vec<usize> {
        (0..self.cells.len()).filter(|row| reduced[self.artificial + row] != Rat::ONE).collect()
    }

    fn point(&self, unknowns: usize) -> Vec<Rat> {
        let mut x = vec![Rat::ZERO; unknowns];
        for (base, bound) in self.base.iter().zip(&self.bounds) {
            if let Some(own) = x.get_mut(*base) {
                *own = bound.clone();
            }
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{int, ratio};

    fn row(coefficients: &[i64], sense: Sense, bound: i64) -> Row {
        let terms = coefficients.iter().enumerate().filter(|(_, c)| **c != 0).map(|(i, c)| (i, int(*c))).collect();
        Row { terms, sense, bound: int(bound) }
    }

    fn costs(list: &[i64]) -> Vec<Rat> {
        list.iter().map(|n| int(*n)).collect()
    }

    fn least(costs: &[Rat], rows: &[Row]) -> Solved {
        minimise(costs, rows, &mut 1_000_000)
    }

    fn optimal(solved: Solved) -> (Vec<Rat>, Rat) {
        let Solved::Optimal { x, cost } = solved else { panic!("{solved:?}") };
        (x, cost)
    }

    #[test]
    fn the_corner_of_a_textbook_program() {
        // max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: 36 at (2, 6).
        let rows = [row(&[1, 0], Sense::AtMost, 4), row(&[0, 2], Sense::AtMost, 12), row(&[3, 2], Sense::AtMost, 18)];
        let (x, cost) = optimal(least(&costs(&[-3, -5]), &rows));
        assert_eq!((x, cost), (costs(&[2, 6]), int(-36)));
    }

    #[test]
    fn a_third_is_a_third() {
        // 3x = 1, x + y >= 1: exactly 1/3 and 2/3.
        let rows = [row(&[3, 0], Sense::Equal, 1), row(&[1, 1], Sense::AtLeast, 1)];
        let (x, cost) = optimal(least(&costs(&[0, 1]), &rows));
        assert_eq!((x, cost), (vec![ratio(1, 3), ratio(2, 3)], ratio(2, 3)));
    }

    #[test]
    fn a_program_that_cycles_without_blands_rule_ends() {
        // Beale's example; the least value is −1/20.
        let terms = |list: [(i64, i64); 4]| list.iter().enumerate().map(|(i, (n, d))| (i, ratio(*n, *d))).collect();
        let rows = [
            Row { terms: terms([(1, 4), (-60, 1), (-1, 25), (9, 1)]), sense: Sense::AtMost, bound: int(0) },
            Row { terms: terms([(1, 2), (-90, 1), (-1, 50), (3, 1)]), sense: Sense::AtMost, bound: int(0) },
            row(&[0, 0, 1, 0], Sense::AtMost, 1),
        ];
        let (x, cost) = optimal(least(&[ratio(-3, 4), int(150), ratio(-1, 50), int(6)], &rows));
        assert_eq!(cost, ratio(-1, 20));
        assert_eq!(x[2], int(1));
    }

    #[test]
    fn of_a_contradiction_those_rows_are_named_that_make_it() {
        let rows = [row(&[1, 0], Sense::AtLeast, 5), row(&[0, 1], Sense::AtMost, 9), row(&[1, 0], Sense::AtMost, 4)];
        assert_eq!(least(&costs(&[1, 1]), &rows), Solved::Infeasible { rows: vec![0, 2] });
        // A sum of what is not negative is not below zero.
        assert_eq!(least(&costs(&[1]), &[row(&[1], Sense::AtMost, -1)]), Solved::Infeasible { rows: vec![0] });
        assert_eq!(least(&[], &[row(&[], Sense::Equal, 1)]), Solved::Infeasible { rows: vec![0] });
    }

    #[test]
    fn work_that_is_not_allowed_is_not_done() {
        let rows = [row(&[1, 1], Sense::AtLeast, 5)];
        // One row, two unknowns, a slack and an artificial column: four cells at a time.
        let mut work = 3;
        assert_eq!((minimise(&costs(&[1, 1]), &rows, &mut work), work), (Solved::Exhausted, 3));
        let mut work = 9;
        assert!(matches!(minimise(&costs(&[1, 1]), &rows, &mut work), Solved::Optimal { .. }) && work <= 5);
    }

    #[test]
    fn without_end_is_said() {
        assert_eq!(least(&costs(&[-1]), &[row(&[1], Sense::AtLeast, 3)]), Solved::Unbounded);
        assert_eq!(least(&costs(&[-1]), &[]), Solved::Unbounded);
        // Both grow together.
        assert_eq!(least(&costs(&[-1, 0]), &[row(&[1, -1], Sense::Equal, 0)]), Solved::Unbounded);
    }

    #[test]
    fn rows_that_say_nothing_new_and_corners_where_many_meet() {
        // The same equation three times, and a corner at which five rows meet.
        let rows = [
            row(&[1, 1], Sense::Equal, 2),
            row(&[2, 2], Sense::Equal, 4),
            row(&[-1, -1], Sense::Equal, -2),
            row(&[1, 0], Sense::AtMost, 0),
            row(&[1, -1], Sense::AtMost, -2),
            row(&[0, 1], Sense::AtMost, 2),
        ];
        assert_eq!(optimal(least(&costs(&[1, 1]), &rows)), (costs(&[0, 2]), int(2)));
        assert_eq!(optimal(least(&costs(&[1, 1]), &[])), (costs(&[0, 0]), int(0)));
    }

    #[test]
    fn huge_and_tiny_numbers_are_exact() {
        // x >= 10^40 + 1, and 10^-40 · y = x.
        let huge = Rat::from(crate::num::pow10(40)) + int(1);
        let tiny = Rat::ONE / Rat::from(crate::num::pow10(40));
        let rows = [
            Row { terms: vec![(0, int(1))], sense: Sense::AtLeast, bound: huge.clone() },
            Row { terms: vec![(1, tiny), (0, int(-1))], sense: Sense::Equal, bound: int(0) },
        ];
        let (x, _) = optimal(least(&costs(&[1, 0]), &rows));
        assert_eq!(x, vec![huge.clone(), huge * Rat::from(crate::num::pow10(40))]);
    }
}
