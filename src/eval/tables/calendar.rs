//! The relations of loops over the calendar: every period of the years that anything speaks of.

use crate::data::{Batch, Cell, Column, Dataset, Extent, Table};
use crate::eval::tables::extents::Extents;
use crate::hir::{Kind, ParamValue, Rule, RuleSet, Source, domain};
use crate::num::to_i64;
use crate::text::FileId;
use crate::ty::{ColId, Origin, PeriodKind, Type, monday, months_of, per_year, period_of_day};

/// Years a table of periods spans at most; what lies outside stays open.
pub const YEARS: i64 = 2_000;

/// Numbers or days a table spans at most; what lies outside stays open.
const STEPS: i64 = 100_000;

/// Fills the relations of all loops over the calendar: every period of the years that data, parameters and literals speak of.
pub fn fill(rules: &RuleSet, data: &mut Dataset) {
    let loops: Vec<(&Rule, &Source)> = rules.rules.iter().flat_map(|r| loops_of(r).into_iter().map(move |s| (r, s))).collect();
    if loops.is_empty() {
        return;
    }
    let years = years_spoken_of(rules, data);
    for (rule, source) in loops {
        let Source::Periods { rel, from, to, reach } = source else { continue };
        // What the ends of the loop itself come to is in the table, whatever other rules speak of.
        let own = Extents::new(rules, data, rule, years).between(from, to);
        let steps = match rules.schema.column(*rel, ColId(0)).ty {
            Type::Period(kind) => {
                let n = per_year(kind);
                let spoken = years.map(|(first, last)| ((first - reach) * n, (last + reach + 1) * n - 1));
                let both = spoken.into_iter().chain(own).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
                both.map(|(first, last)| (first, last.min(first.saturating_add((YEARS + 1) * n - 1))))
            }
            Type::Number(_) | Type::Date => own.map(|(low, high)| (low, high.min(low.saturating_add(STEPS)))),
            Type::Text | Type::Flag | Type::OneOf(_) | Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => {
                None
            }
        };
        while data.tables.len() <= rel.index() {
            data.tables.push(Table::default());
        }
        let table = &mut data.tables[rel.index()];
        let mut column = Column::numbers();
        if let Some((first, last)) = steps {
            // Of a loop over weeks only the Mondays.
            let weeks = rules.schema.column(*rel, ColId(0)).step.is_some();
            (first..=last).filter(|p| !weeks || monday(*p) == *p).for_each(|p| column.push(&Cell::Int(p), Extent::NONE));
        }
        table.rows = u32::try_from(column.len()).unwrap_or(0);
        table.row_extents = vec![Extent::NONE; column.len()];
        table.columns = vec![column];
        table.batches = vec![Batch { first_row: 0, file: FileId(0), submission: None }];
    }
}

/// The sources of all loops over the calendar or over numbers.
fn loops_of(rule: &Rule) -> Vec<&Source> {
    let mut out: Vec<&Source> = rule.subjects.iter().map(|s| &s.source).collect();
    rule.walk(&mut |e| {
        if let Kind::Agg(agg) = &e.kind {
            out.push(&agg.source);
        }
    });
    out.retain(|s| matches!(s, Source::Periods { .. }));
    out
}

/// The first and the last year of data, envelopes, parameters and bounds.
fn years_spoken_of(rules: &RuleSet, data: &Dataset) -> Option<(i64, i64)> {
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
    for rule in rules.rules.iter() {
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
