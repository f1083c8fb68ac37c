//! What the parts of a condition rest on, gathered on the way.

use crate::ast::CmpOp;
use crate::eval::explain::context::Explain;
use crate::eval::types::affine::Symbol;
use crate::eval::types::env::Env;
use crate::finding::{Cause, CellNote, Detail, Finding};
use crate::num::Rat;
use crate::plan::{AtomId, CondId, ScopeId};
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// Where a verdict turns on one figure: the relation that then holds, the value in base units, the unit to show it in.
pub type Turn = (CmpOp, Rat, crate::ty::Unit);

/// Gathers what the parts of a condition rest on.
#[derive(Default)]
pub struct Trace {
    pub cells: Vec<CellNote>,
    pub symbols: Vec<(Symbol, Option<Turn>)>,
    pub facts: Vec<Cause>,
    pub bound: Option<Span>,
    pub repairs: Vec<crate::finding::Repair>,
    /// Where the repairs of each part that fails begin.
    pub starts: Vec<usize>,
    /// More parts fail than are looked at.
    pub too_many: bool,
    /// What keeps the key of a looked-up row open is among the causes.
    pub keys_named: bool,
    /// Figures that several others use, of certain rows, whose cells are gathered.
    pub told_atoms: HashSet<(AtomId, Vec<u32>)>,
    /// Choices of texts whose conditions are told.
    pub told_choices: HashSet<(usize, Vec<u32>)>,
    /// Aggregates of whose rows it is named what keeps it open whether they count.
    pub told_scopes: HashSet<ScopeId>,
    /// How often a condition that several others use was told of certain rows.
    pub told_conds: HashMap<(CondId, Vec<u32>), usize>,
}

/// So often the same condition is told in one finding.
pub const TELLINGS: usize = 8;

/// Cells and causes listed per finding.
pub const LISTED: usize = Finding::CAUSES;

impl Trace {
    /// Takes over what a part rests on.
    pub fn adopt(&mut self, part: Trace) {
        part.cells.into_iter().for_each(|c| self.add_cell(c));
        for (symbol, turn) in part.symbols {
            self.add_symbol(&symbol, turn);
        }
        self.facts.extend(part.facts);
        self.told_scopes.extend(part.told_scopes);
        self.too_many |= part.too_many;
        self.starts.extend(part.starts.iter().map(|at| at + self.repairs.len()));
        self.repairs.extend(part.repairs);
    }

    /// What would mend one part that fails.
    pub fn add_repairs(&mut self, list: impl IntoIterator<Item = crate::finding::Repair>) {
        self.starts.push(self.repairs.len());
        self.repairs.extend(list);
    }

    /// The repairs part by part.
    pub fn groups(&self) -> Vec<&[crate::finding::Repair]> {
        let ends = self.starts.iter().skip(1).copied().chain([self.repairs.len()]);
        self.starts.iter().zip(ends).map(|(start, end)| self.repairs.get(*start..end).unwrap_or_default()).collect()
    }

    /// Where two conditions ask for the same figure, neither says alone when the line holds.
    pub fn add_symbol(&mut self, symbol: &Symbol, turn: Option<Turn>) {
        match self.symbols.iter_mut().find(|(s, _)| s == symbol) {
            Some((_, known)) if *known != turn => *known = None,
            Some(_) => {}
            None => self.symbols.push((symbol.clone(), turn)),
        }
    }

    pub fn add_cell(&mut self, note: CellNote) {
        if self.cells.len() < LISTED && !self.cells.iter().any(|c| c.cell == note.cell && c.label == note.label) {
            self.cells.push(note);
        }
    }
}

impl Explain<'_> {
    /// How a condition came to its truth in every case. Figures that differ are told as the interval that holds them; where the cases differ in
    /// more than that, it is told with what is open in it. Cells and the bound are those of all cases; what would mend any is a candidate.
    pub fn case_by_case(&self, cond: CondId, env: &Env, trace: &mut Trace) -> Detail {
        let cases = self.settling_cases(cond, env);
        let differ = cases.iter().map(|case| self.truth(cond, case)).any(|truth| truth != self.truth(cond, &cases[0]));
        let mut told = cases.iter().map(|case| {
            let mut own = Trace::default();
            (self.detail(cond, case, &mut own), own)
        });
        let Some((detail, first)) = told.next() else { return Detail::None };
        if cases.len() == 1 {
            *trace = first;
            return detail;
        }
        let mut united = Some(detail);
        let mut all = first;
        for (detail, own) in told {
            united = united.and_then(|known| known.united(&detail));
            all.cells.retain(|note| own.cells.contains(note));
            all.bound = all.bound.filter(|bound| own.bound == Some(*bound));
            let cells = std::mem::take(&mut all.cells);
            all.adopt(own);
            all.cells = cells;
        }
        // What is open decides which case it is.
        let mut open = Trace::default();
        let plain = self.detail(cond, env, &mut open);
        all.bound = all.bound.or(open.bound);
        open.cells.retain(CellNote::is_missing);
        if differ {
            // Then it is what keeps the line open, too; a value at which one case turns is not where the line does.
            all.facts.append(&mut open.facts);
            open.symbols.iter().for_each(|(symbol, _)| all.add_symbol(symbol, None));
        }
        open.cells.into_iter().for_each(|note| all.add_cell(note));
        *trace = all;
        united.unwrap_or(plain)
    }
}
