//! Scales written as tables: where one step ends the next begins, and only the last may be open.

use crate::check::declare::tables::{EMPTY, of_column};
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::check::scope::literal::read;
use crate::hir::{ParamValue, TableRows, TableSource};
use crate::num::Rat;
use crate::text::{Span, fold_name};
use crate::ty::{ColId, RelId, Type};
use std::collections::BTreeMap;

/// One step; without an upper end it is open.
struct Step {
    low: (Rat, Span),
    high: (Option<Rat>, Span),
}

impl Checker<'_> {
    /// Looks for gaps and overlaps in the scales that rules use. One part of the key counts the steps, a
    /// number or else the last; rows that differ in the rest are scales of their own.
    pub fn check_scales(&mut self, tables: &[TableRows]) {
        let scales: Vec<_> = self.scales.iter().copied().collect();
        for (rel, low, high) in scales {
            let Some(TableSource::Inline(rows)) = tables.iter().find(|t| t.rel == rel).map(|t| &t.rows) else { continue };
            for mut steps in self.steps(rel, low, high, rows).into_values() {
                steps.sort_by(|a, b| a.low.0.cmp(&b.low.0));
                for pair in steps.windows(2) {
                    let [step, next] = pair else { continue };
                    let overlap = step.high.0.as_ref().is_none_or(|end| *end > next.low.0);
                    if overlap || step.high.0.as_ref() != Some(&next.low.0) {
                        self.report(say::broken_scale(step.high.1, next.low.1, overlap));
                    }
                }
            }
        }
    }

    fn steps(&self, rel: RelId, low: ColId, high: ColId, rows: &[Vec<(String, Span)>]) -> BTreeMap<Vec<String>, Vec<Step>> {
        let relation = self.schema.get(rel);
        let is = |k: &ColId, test: fn(&Type) -> bool| test(&relation.columns[k.index()].ty);
        let mut parts: Vec<ColId> = relation.key.iter().copied().filter(|k| !is(k, |ty| matches!(ty, Type::Number(_)))).collect();
        if parts.len() == relation.key.len()
            && let Some(last) = parts.iter().rposition(|k| !is(k, |ty| matches!(ty, Type::Period(_))))
        {
            parts.remove(last);
        }
        let mut out: BTreeMap<Vec<String>, Vec<Step>> = BTreeMap::new();
        for row in rows {
            let figure = |col: ColId| {
                let (text, span) = row.get(col.index())?;
                match read(text, &of_column(self.schema.column(rel, col)), &self.units) {
                    Ok(ParamValue::Number(n)) => Some((Some(n), *span)),
                    _ if EMPTY.contains(&fold_name(text).as_str()) => Some((None, *span)),
                    _ => None,
                }
            };
            let (Some((Some(from), at)), Some(high)) = (figure(low), figure(high)) else { continue };
            let key = parts.iter().filter_map(|k| row.get(k.index())).map(|(text, _)| fold_name(text)).collect();
            out.entry(key).or_default().push(Step { low: (from, at), high });
        }
        out
    }
}
