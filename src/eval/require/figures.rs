//! Which reported figures may be asked to be others.

use crate::data::{CellId, CellState, Dataset, RowId};
use crate::eval::explain::context::Explain;
use crate::eval::judge::subjects::Listing;
use crate::eval::require::formula::LineKey;
use crate::eval::tables::bind::Tables;
use crate::eval::types::env::Env;
use crate::finding::CellNote;
use crate::hir::RuleSet;
use crate::plan::lower;
use crate::text::Sources;
use crate::ty::{Origin, PeriodKind, Type};
use std::collections::{BTreeMap, BTreeSet};

/// The figures of some regions that rules read and that may move: not keys, days and periods, not what the policy states, not fields that
/// are `fixed`, and not those of a period before the first in which a line is broken, which is over.
pub fn figures(
    rules: &RuleSet,
    data: &Dataset,
    sources: &Sources,
    regions: &BTreeSet<Option<String>>,
    broken: &BTreeSet<LineKey>,
) -> BTreeSet<CellId> {
    let plan = lower(rules);
    let mut tables = Tables::new(&plan, rules, data, sources);
    let mut first: BTreeMap<PeriodKind, i64> = BTreeMap::new();
    let subjects: Vec<_> = plan.rules.iter().map(|rule| Listing::new(&mut tables).subjects(rule)).collect();
    let explain = Explain::new(&tables);
    for ((at, rule), subjects) in plan.rules.iter().enumerate().zip(&subjects) {
        let keys: BTreeSet<_> = broken.iter().filter(|k| k.0 == at).map(|k| (k.2, k.3.as_str())).collect();
        for env in (0..subjects.len).filter(|_| !keys.is_empty()).map(|i| subjects.env(i)) {
            let subject = explain.subject(rule, &env);
            if let (true, Some((period, kind))) = (keys.contains(&(subject.row, subject.title().as_str())), tables.period(&env)) {
                let earliest = first.entry(kind).or_insert(period);
                *earliest = period.min(*earliest);
            }
        }
    }
    let mut out = BTreeSet::new();
    for (rel, col) in &plan.read_columns {
        let (relation, def) = (rules.schema.get(*rel), rules.schema.column(*rel, *col));
        let stated = matches!(relation.origin, Origin::Policy | Origin::Calendar);
        let is_figure = matches!(def.ty, Type::Number(_));
        if stated || !is_figure || def.fixed || relation.key.contains(col) {
            continue;
        }
        let column = tables.column(*rel, *col);
        for row in 0..tables.table(*rel).rows {
            if data.is_reported_again(&rules.schema, RowId { rel: *rel, row }) {
                continue;
            }
            let period = tables.period(&Env::of(*rel, row));
            let over = period.is_some_and(|(p, kind)| first.get(&kind).is_some_and(|f| p < *f));
            if column.state(row) == CellState::Known && !over && regions.contains(&tables.region_shown_for(*rel, row)) {
                out.insert(CellId { rel: *rel, row, col: *col });
            }
        }
    }
    out
}

/// What people call the row of a cell, and the cell itself.
pub fn notes(
    rules: &RuleSet,
    data: &Dataset,
    sources: &Sources,
    cells: &BTreeSet<CellId>,
) -> BTreeMap<CellId, (String, CellNote)> {
    let plan = lower(rules);
    let tables = Tables::new(&plan, rules, data, sources);
    cells.iter().map(|cell| (*cell, (tables.row_title(cell.rel, cell.row), tables.note_of(*cell)))).collect()
}
