//! The relations of loops over the calendar: every period of the years that anything speaks of.

use crate::data::{Batch, Cell, Column, Dataset, Extent, Table};
use crate::hir::{Kind, ParamValue, Rule, RuleSet, Source, domain};
use crate::num::to_i64;
use crate::text::FileId;
use crate::ty::{ColId, Origin, PeriodKind, RelId, Type, months_of, per_year, period_of_day};

/// Years a table of periods spans at most; what lies outside stays open.
pub const YEARS: i64 = 2_000;

/// Fills the relations of all loops over the calendar: every period of the years that data, parameters and literals speak of.
pub fn fill(rules: &RuleSet, data: &mut Dataset) {
    let loops: Vec<(RelId, i64)> = rules.rules.iter().flat_map(loops_of).collect();
    if loops.is_empty() {
        return;
    }
    let years = years_spoken_of(rules, data);
    for (rel, reach) in loops {
        let Type::Period(kind) = rules.schema.column(rel, ColId(0)).ty else { continue };
        while data.tables.len() <= rel.index() {
            data.tables.push(Table::default());
        }
        let table = &mut data.tables[rel.index()];
        let mut column = Column::numbers();
        if let Some((first, last)) = years {
            let (first, last) = (first - reach, (last + reach).min(first + YEARS));
            let n = per_year(kind);
            (first * n..(last + 1) * n).for_each(|p| column.push(&Cell::Int(p), Extent::NONE));
        }
        table.rows = u32::try_from(column.len()).unwrap_or(0);
        table.row_extents = vec![Extent::NONE; column.len()];
        table.columns = vec![column];
        table.batches = vec![Batch { first_row: 0, file: FileId(0), submission: None }];
    }
}

pub fn loops_of(rule: &Rule) -> Vec<(RelId, i64)> {
    let mut out = Vec::new();
    let mut add = |source: &Source| {
        if let Source::Periods { rel, reach, .. } = source {
            out.push((*rel, *reach));
        }
    };
    rule.subjects.iter().for_each(|s| add(&s.source));
    rule.walk(&mut |e| {
        if let Kind::Agg(agg) = &e.kind {
            add(&agg.source);
        }
    });
    out
}

/// The first and the last year of data, envelopes, parameters and bounds.
pub fn years_spoken_of(rules: &RuleSet, data: &Dataset) -> Option<(i64, i64)> {
    let mut years: Vec<i64> = Vec::new();
    let mut add = |period: i64, kind: PeriodKind| years.push(months_of(period, kind).0.div_euclid(12));
    for (relation, table) in rules.schema.relations.iter().zip(&data.tables).filter(|(r, _)| r.origin != Origin::Calendar) {
        for (def, column) in relation.columns.iter().zip(&table.columns) {
            let Type::Period(kind) = def.ty else { continue };
            (0..table.rows).filter_map(|r| column.int(r)).for_each(|p| add(p, kind));
        }
    }
    for submission in &data.submissions {
        submission.period.iter().for_each(|(p, kind)| add(*p, *kind));
        submission.date.and_then(|d| period_of_day(d, PeriodKind::Year)).iter().for_each(|y| add(*y, PeriodKind::Year));
    }
    for (at, param) in rules.params.iter().enumerate() {
        let Type::Period(kind) = param.ty else { continue };
        let value = |v: &ParamValue| if let ParamValue::Number(n) = v { to_i64(n) } else { None };
        let stated =
            param.value.iter().chain(param.dated.iter().map(|d| &d.value)).chain(param.alternatives.iter().map(|a| &a.value));
        stated.filter_map(value).for_each(|p| add(p, kind));
        let id = crate::hir::ParamId(u32::try_from(at).unwrap_or(u32::MAX));
        if let Some(range) = domain(&rules.params, id) {
            [&range.lo, &range.hi].into_iter().filter_map(|e| e.value().and_then(to_i64)).for_each(|p| add(p, kind));
        }
    }
    for rule in &rules.rules {
        rule.walk(&mut |e| {
            if let (Kind::Num(n), Type::Period(kind)) = (&e.kind, &e.ty)
                && let Some(p) = to_i64(n)
            {
                add(p, *kind);
            }
        });
    }
    years.retain(|y| (1..=9999).contains(y));
    Some((*years.iter().min()?, *years.iter().max()?))
}
