//! The relations of loops over the calendar: every period of the years that anything speaks of.

use crate::data::{Batch, Cell, Column, Dataset, Extent, Table};
use crate::hir::{Defined, DefinedId, Expr, Func, Kind, ParamId, ParamValue, Rule, RuleSet, Source, domain};
use crate::num::{floor, to_i64};
use crate::text::{FileId, deep};
use crate::ty::{ColId, Origin, PeriodKind, RelId, Type, months_of, per_year, period_of_day};
use std::cell::RefCell;
use std::collections::HashMap;

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
        let steps = match rules.schema.column(*rel, ColId(0)).ty {
            Type::Period(kind) => years.map(|(first, last)| {
                let (first, last) = (first - reach, (last + reach).min(first + YEARS));
                let n = per_year(kind);
                (first * n, (last + 1) * n - 1)
            }),
            Type::Number(_) | Type::Date => {
                let extents = Extents { rules, data, rule, known: RefCell::default() };
                let (from, to) = (extents.of(from), extents.of(to));
                from.zip(to).map(|((low, _), (_, high))| (low, high.min(low.saturating_add(STEPS))))
            }
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
            (first..=last).for_each(|p| column.push(&Cell::Int(p), Extent::NONE));
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

/// Between which whole numbers the bounds of loops can lie, as far as data, parameters and literals tell.
struct Extents<'e> {
    rules: &'e RuleSet,
    data: &'e Dataset,
    rule: &'e Rule,
    /// Of definitions.
    known: RefCell<HashMap<DefinedId, Option<(i64, i64)>>>,
}

impl Extents<'_> {
    fn of(&self, e: &Expr) -> Option<(i64, i64)> {
        let both = |a: &Expr, b: &Expr| self.of(a).zip(self.of(b));
        match &e.kind {
            Kind::Num(n) => to_i64(&floor(n)).map(|n| (n, n)),
            Kind::Param(id) => self.of_param(*id),
            Kind::Func(Func::InForce, args) => self.of(args.first()?),
            Kind::Neg(x) => self.of(x).map(|(a, b)| (-b, -a)),
            Kind::Add(a, b) => both(a, b).map(|((a, b), (c, d))| (a.saturating_add(c), b.saturating_add(d))),
            Kind::Sub(a, b) => both(a, b).map(|((a, b), (c, d))| (a.saturating_sub(d), b.saturating_sub(c))),
            Kind::Mul(a, b) => both(a, b).and_then(|((a, b), (c, d))| {
                let products = [(a, c), (a, d), (b, c), (b, d)].map(|(x, y)| x.saturating_mul(y));
                products.iter().min().copied().zip(products.iter().max().copied())
            }),
            Kind::Field { row, col } => self.of_column(self.rule.rel_of(&self.rules.schema, row), *col),
            Kind::Defined(defined) => self.of_defined(defined),
            Kind::Text(_)
            | Kind::Div(..)
            | Kind::ShareOf { .. }
            | Kind::AsShare { .. }
            | Kind::Func(..)
            | Kind::Agg(_)
            | Kind::Compare { .. }
            | Kind::About { .. }
            | Kind::WithinRounding { .. }
            | Kind::In { .. }
            | Kind::SetRelation { .. }
            | Kind::Same { .. }
            | Kind::Classification(_)
            | Kind::Like { .. }
            | Kind::StartsWith { .. }
            | Kind::Join { .. }
            | Kind::Rank { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Implies(_)
            | Kind::Not(_)
            | Kind::Exists(_)
            | Kind::Filled(..)
            | Kind::RowExists(_)
            | Kind::Choose { .. } => None,
        }
    }

    fn of_defined(&self, defined: &Defined) -> Option<(i64, i64)> {
        let known = self.known.borrow().get(&defined.id).copied();
        known.unwrap_or_else(|| {
            let found = deep(|| self.of(&defined.value));
            self.known.borrow_mut().insert(defined.id, found);
            found
        })
    }

    fn of_param(&self, id: ParamId) -> Option<(i64, i64)> {
        let param = self.rules.params.get(id.0 as usize)?;
        let number = |v: &ParamValue| if let ParamValue::Number(n) = v { to_i64(n) } else { None };
        let stated =
            param.value.iter().chain(param.dated.iter().map(|d| &d.value)).chain(param.alternatives.iter().map(|a| &a.value));
        let stated: Vec<i64> = stated.filter_map(number).collect();
        if let (Some(low), Some(high)) = (stated.iter().min(), stated.iter().max()) {
            return Some((*low, *high));
        }
        let range = domain(&self.rules.params, id)?;
        Some((to_i64(range.lo.value()?)?, to_i64(range.hi.value()?)?))
    }

    /// The figures that are known, and the ends of those that are not where the form says them.
    fn of_column(&self, rel: RelId, col: ColId) -> Option<(i64, i64)> {
        let column = self.data.tables.get(rel.index())?.columns.get(col.index())?;
        let known = (0..u32::try_from(column.len()).ok()?).filter_map(|r| column.int(r).or_else(|| to_i64(&column.number(r)?)));
        let declared = self.rules.schema.column(rel, col).range.iter().flat_map(|r| [&r.lo, &r.hi]);
        let declared = declared.filter_map(|end| end.value().and_then(to_i64));
        let all: Vec<i64> = known.chain(declared).collect();
        all.iter().min().copied().zip(all.iter().max().copied())
    }
}
