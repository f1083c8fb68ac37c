//! Relations that stand for sets: found in the rules, filled with one row per member.

use crate::data::{Batch, Cell, Code, Column, Dataset, Extent, Table};
use crate::hir::{Agg, Expr, Kind, Rule, SetExpr, Source};
use crate::text::FileId;
use crate::ty::RelId;

/// The relations and sets of all `Members` sources of a rule.
pub fn of_rule(rule: &Rule) -> Vec<(RelId, &SetExpr)> {
    let mut found = Vec::new();
    rule.subjects.iter().for_each(|s| source(&s.source, &mut found));
    let exprs = rule.when.iter().chain(rule.lines.iter().map(|l| &l.expr)).chain(rule.exempt.iter().map(|e| &e.when));
    exprs.chain(rule.except.iter().flat_map(|e| [&e.when, &e.line.expr])).for_each(|e| expr(e, &mut found));
    found
}

fn source<'r>(source: &'r Source, found: &mut Vec<(RelId, &'r SetExpr)>) {
    if let Source::Members { rel, set } = source {
        found.push((*rel, set));
    }
}

fn agg<'r>(agg: &'r Agg, found: &mut Vec<(RelId, &'r SetExpr)>) {
    source(&agg.source, found);
    agg.filter.iter().chain(&agg.value).for_each(|e| expr(e, found));
}

fn expr<'r>(e: &'r Expr, found: &mut Vec<(RelId, &'r SetExpr)>) {
    match &e.kind {
        Kind::Agg(a) => agg(a, found),
        Kind::Neg(x) | Kind::Not(x) | Kind::Exists(x) => expr(x, found),
        Kind::Add(a, b) | Kind::Sub(a, b) | Kind::Mul(a, b) | Kind::Div(a, b) => [a, b].iter().for_each(|x| expr(x, found)),
        Kind::ShareOf { share: a, base: b }
        | Kind::AsShare { part: a, base: b }
        | Kind::Same { left: a, right: b, .. }
        | Kind::Rank { left: a, right: b, .. } => {
            [a, b].iter().for_each(|x| expr(x, found));
        }
        Kind::About { value: a, target: b, tolerance: c } | Kind::WithinRounding { left: a, right: b, slack: c } => {
            [a, b, c].iter().for_each(|x| expr(x, found));
        }
        Kind::Func(_, list) | Kind::And(list) | Kind::Or(list) => list.iter().for_each(|x| expr(x, found)),
        Kind::Compare { first, links } => {
            expr(first, found);
            links.iter().for_each(|l| expr(&l.right, found));
        }
        Kind::Choose { arms, otherwise } => {
            arms.iter().for_each(|(c, v)| [c, v].iter().for_each(|x| expr(x, found)));
            otherwise.iter().for_each(|x| expr(x, found));
        }
        Kind::Ladder(ladder) => ladder.conds().for_each(|x| expr(x, found)),
        Kind::In { value, .. } => expr(value, found),
        Kind::Num(_) | Kind::Text(_) | Kind::Param(_) | Kind::Field { .. } | Kind::RowExists(_) | Kind::SetRelation { .. } => {}
    }
}

/// Puts one row per member into a one-column relation, unless it was filled before.
pub fn fill(data: &mut Dataset, rel: RelId, codes: &[Code]) {
    while data.tables.len() <= rel.index() {
        data.tables.push(Table::default());
    }
    let table = &mut data.tables[rel.index()];
    if table.rows > 0 {
        return;
    }
    let mut column = Column::codes();
    codes.iter().for_each(|&c| column.push(&Cell::Text(c), Extent::NONE));
    table.rows = u32::try_from(codes.len()).unwrap_or(u32::MAX);
    table.columns = vec![column];
    table.row_extents = vec![Extent::NONE; codes.len()];
    table.batches = vec![Batch { first_row: 0, file: FileId(0), submission: None }];
}
