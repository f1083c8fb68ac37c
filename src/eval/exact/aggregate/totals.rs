//! What the kernels know of a group is not worked out again: the exact path looks only at the rows whose figures they do not know, and at those
//! that a change under trial moves.

use crate::eval::exact::aggregate::Members;
use crate::eval::exact::context::Exact;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::num::{Rat, from_scaled};
use crate::plan::{AggId, Atom, LinearForm, Measure, Num, Row};
use std::borrow::Cow;

impl Exact<'_> {
    /// The members with what the kernels know of them settled; as they are where the kernels know nothing, or a change may reach it.
    pub fn with_known<'m>(&'m self, id: AggId, members: Members<'m>, env: &Env) -> Members<'m> {
        match self.known_part(id, &members, env) {
            Some((settled, rows)) => Members { settled: Some(settled), sure: Cow::Owned(rows), ..members },
            // Rows that are not in hand cannot be looked at: of them it is known what they come to.
            None => match self.part_elsewhere(id, &members) {
                Some(settled) => Members { settled: Some(settled), ..members },
                None => members,
            },
        }
    }

    fn part_elsewhere(&self, id: AggId, members: &Members<'_>) -> Option<Rat> {
        let table = self.measures.get(id.0 as usize)?.get()?;
        table.elsewhere.get(&members.group?).cloned()
    }

    /// What the rows come to whose figures are known, and the other rows that surely belong.
    fn known_part(&self, id: AggId, members: &Members<'_>, env: &Env) -> Option<(Rat, Vec<u32>)> {
        let group = members.group?;
        // Rows that were not sent stand behind those of the group.
        let Cow::Borrowed(sure) = members.sure else { return None };
        let table = self.measures.get(id.0 as usize)?.get()?;
        let known = from_scaled(table.known.get(group as usize).copied().flatten()?, table.scale);
        let loose = table.loose.get(&group).cloned().unwrap_or_default();
        let agg = self.plan.agg(id);
        let (lin, sums) = match &agg.measure {
            // Changes move no row from one group to another.
            Measure::Count | Measure::Valued(_) => return Some((known, loose)),
            Measure::Sum(lin) => (lin, true),
            Measure::Min(Num::LinearForm(lin)) | Measure::Max(Num::LinearForm(lin)) => (lin, false),
            Measure::Min(Num::Ratio(..))
            | Measure::Max(Num::Ratio(..))
            | Measure::Quantile(..)
            | Measure::Distinct(_)
            | Measure::Places(_)
            | Measure::Truth(_) => return None,
        };
        let Some(changed) = &env.changed else { return Some((known, loose)) };
        if !self.is_of_row(lin) {
            return None;
        }
        let rel = self.plan.scope(agg.scope).rel;
        let mut moved: Vec<u32> = changed.iter().filter(|(cell, _)| cell.rel == rel).map(|(cell, _)| cell.row).collect();
        moved.sort_unstable();
        moved.dedup();
        moved.retain(|row| sure.binary_search(row).is_ok() && loose.binary_search(row).is_err());
        let mut settled = known;
        for row in &moved {
            let before = self.lin(lin, &Env::of(rel, *row));
            let before = before.form.as_constant().filter(|_| before.base == Truth::TRUE)?;
            if sums {
                settled -= before;
            } else if *before == settled {
                // It may be the only one.
                return None;
            }
        }
        let mut rows = loose;
        rows.extend(moved);
        rows.sort_unstable();
        Some((settled, rows))
    }

    /// A figure of the row alone.
    fn is_of_row(&self, lin: &LinearForm) -> bool {
        let own = |atom| match self.plan.atom(atom) {
            Atom::Cell { row, .. } => matches!(self.plan.row(*row), Row::Slot(0)),
            Atom::Agg { .. } | Atom::Op(_) | Atom::Param(_) => false,
        };
        lin.gone.is_empty() && lin.terms.keys().all(|atom| own(*atom))
    }
}
