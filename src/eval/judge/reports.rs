//! Questions about the form itself: what is filled in, and how.

use crate::ast::Verdict;
use crate::data::CellState;
use crate::eval::judge::context::Judge;
use crate::eval::types::env::Env;
use crate::plan::{ReportPlan, RowRefId};
use crate::ty::ColId;

impl Judge<'_> {
    /// A field the form did not have in the row's year is not asked for.
    pub fn is_asked(&self, row: RowRefId, col: ColId, env: &Env) -> bool {
        let Some((rel, r)) = self.found_row(row, env) else { return true };
        let life = self.rules.schema.column(rel, col).life;
        let year = || self.period(&Env::of(rel, r)).map(|(p, kind)| kind.year_of(p));
        !life.is_bounded() || year().is_none_or(|y| life.holds(y))
    }

    pub fn report_verdict(&self, report: &ReportPlan, env: &Env) -> Verdict {
        let asked = |cells: &[(RowRefId, ColId)]| cells.iter().any(|(row, col)| self.is_asked(*row, *col, env));
        let cells = match report {
            ReportPlan::Required { row, col, .. } | ReportPlan::Like { row, col, .. } => vec![(*row, *col)],
            ReportPlan::ExactlyOne { cells, .. } => cells.clone(),
        };
        if !asked(&cells) {
            return Verdict::NotApplicable;
        }
        match report {
            ReportPlan::Required { row, col, .. } => {
                if self.is_filled(*row, *col, env) {
                    Verdict::Met
                } else {
                    Verdict::Violated
                }
            }
            ReportPlan::Like { row, col, pattern, .. } => {
                if !self.is_filled(*row, *col, env) {
                    return Verdict::NotApplicable;
                }
                let text = self.found_row(*row, env).and_then(|(rel, r)| self.cell_shown(rel, r, *col));
                match text {
                    Some(text) if pattern.fits(&text.plain()) => Verdict::Met,
                    Some(_) => Verdict::Violated,
                    None => Verdict::NotApplicable,
                }
            }
            ReportPlan::ExactlyOne { cells, .. } => {
                let filled = cells.iter().filter(|(row, col)| self.has_value(*row, *col, env)).count();
                if filled == 1 { Verdict::Met } else { Verdict::Violated }
            }
        }
    }

    /// Something was written: a value, bounds, "none", or what could not be used (that has a finding of its own). A `?` field left
    /// empty says that there is none, and is not filled in all the same.
    pub fn is_filled(&self, row: RowRefId, col: ColId, env: &Env) -> bool {
        let Some((rel, r)) = self.found_row(row, env) else { return false };
        let column = self.column(rel, col);
        matches!(column.state(r), CellState::Known | CellState::None | CellState::Hole) && !column.is_left_blank(r)
    }

    pub fn has_value(&self, row: RowRefId, col: ColId, env: &Env) -> bool {
        self.is_filled(row, col, env)
            && !matches!(self.found_row(row, env).map(|(rel, r)| self.column(rel, col).state(r)), Some(CellState::None))
    }
}
