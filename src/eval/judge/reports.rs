//! Questions about the form itself: what is filled in, and how.

use crate::ast::Verdict;
use crate::data::CellState;
use crate::eval::judge::context::Judge;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::plan::{CondId, ReportPlan, RowRefId};
use crate::ty::ColId;

impl Judge<'_> {
    /// A field the form did not have in the row's year is not asked for.
    pub fn is_asked(&self, row: RowRefId, col: ColId, env: &Env) -> bool {
        let Some((rel, r)) = self.found_row(row, env) else { return true };
        let life = self.rules.schema.column(rel, col).life;
        let year = || self.period(&Env::of(rel, r)).map(|(p, kind)| kind.year_of(p));
        !life.is_bounded() || year().is_none_or(|y| life.holds(y))
    }

    pub fn report_verdict(&self, report: &ReportPlan, sent: Option<CondId>, env: &Env) -> Verdict {
        if let ReportPlan::InTime { row, col, cond, .. } = report {
            return self.in_time(*row, *col, *cond, env);
        }
        let asked = |cells: &[(RowRefId, ColId)]| cells.iter().any(|(row, col)| self.is_asked(*row, *col, env));
        let cells = match report {
            ReportPlan::Holds { cond, .. } => return of_truth(self.settled(*cond, env)),
            ReportPlan::Like { row, col, .. } => vec![(*row, *col)],
            ReportPlan::Required { cells, .. } | ReportPlan::ExactlyOne { cells, .. } => cells.clone(),
            ReportPlan::InTime { .. } => Vec::new(),
        };
        if !asked(&cells) {
            return Verdict::NotApplicable;
        }
        if let Some(unsent) = sent.and_then(|sent| self.not_sent(report, &cells, sent, env)) {
            return unsent;
        }
        match report {
            ReportPlan::Holds { .. } => Verdict::NotApplicable,
            ReportPlan::Required { cells, .. } => {
                let asked = cells.iter().filter(|(row, col)| self.is_asked(*row, *col, env));
                of_truth(asked.fold(Truth::TRUE, |all, (row, col)| all.and(self.filled(*row, *col, env))))
            }
            ReportPlan::Like { row, col, pattern, .. } => {
                match self.filled(*row, *col, env) {
                    Truth::TRUE => {}
                    Truth::FALSE => return Verdict::NotApplicable,
                    _ => return Verdict::Undetermined,
                }
                let text = self.found_row(*row, env).and_then(|(rel, r)| self.cell_shown(rel, r, *col));
                match text {
                    Some(text) if pattern.fits(&text.plain()) => Verdict::Met,
                    Some(_) => Verdict::Violated,
                    None => Verdict::NotApplicable,
                }
            }
            ReportPlan::InTime { row, col, cond, .. } => self.in_time(*row, *col, *cond, env),
            ReportPlan::ExactlyOne { cells, .. } => {
                let (mut surely, mut perhaps) = (0_usize, 0_usize);
                for value in cells.iter().map(|(row, col)| self.has_value(*row, *col, env)) {
                    surely += usize::from(value == Truth::TRUE);
                    perhaps += usize::from(value.can_be_true());
                }
                of_truth(Truth::possibly(surely <= 1 && perhaps >= 1, surely != 1 || perhaps != 1))
            }
        }
    }

    /// Sent by its day, not later, and not missing after it.
    fn in_time(&self, row: RowRefId, col: Option<ColId>, cond: CondId, env: &Env) -> Verdict {
        match self.truth(cond, env) {
            Truth::TRUE => Verdict::Met,
            Truth::FALSE => Verdict::Violated,
            // Its day has not passed.
            _ if self.as_of_day().is_some() && self.is_unsent(row, col, env) => Verdict::NotApplicable,
            _ => Verdict::Undetermined,
        }
    }

    /// What is asked of the form of a row that came late, or is missing after its day, is asked of a row that was not sent. Before the day a
    /// missing row is not asked for.
    fn not_sent(&self, report: &ReportPlan, cells: &[(RowRefId, ColId)], sent: CondId, env: &Env) -> Option<Verdict> {
        let missing = cells.iter().all(|(row, _)| self.found_row(*row, env).is_none());
        match (self.truth(sent, env), report) {
            (Truth::TRUE, _) => None,
            (Truth::FALSE, ReportPlan::Like { .. }) => Some(Verdict::NotApplicable),
            (Truth::FALSE, _) => Some(Verdict::Violated),
            _ if !missing => None,
            _ if self.as_of_day().is_some() => Some(Verdict::NotApplicable),
            _ => Some(Verdict::Undetermined),
        }
    }

    pub fn has_value(&self, row: RowRefId, col: ColId, env: &Env) -> Truth {
        let none = matches!(self.found_row(row, env).map(|(rel, r)| self.column(rel, col).state(r)), Some(CellState::None));
        if none { Truth::FALSE } else { self.filled(row, col, env) }
    }
}

/// Of a question about the form there is no exemption: it holds, it does not, it is not asked, or what it asks beside is not known.
fn of_truth(truth: Truth) -> Verdict {
    match truth {
        Truth::TRUE => Verdict::Met,
        Truth::FALSE => Verdict::Violated,
        Truth::NO_BASE => Verdict::NotApplicable,
        _ if !truth.can_be_false() => Verdict::Met,
        _ => Verdict::Undetermined,
    }
}
