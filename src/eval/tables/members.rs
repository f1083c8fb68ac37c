//! Relations that stand for sets: found in the rules, filled with one row per member.

use crate::data::{Batch, Cell, Code, Column, Dataset, Extent, Table};
use crate::hir::{Kind, Rule, SetExpr, Source};
use crate::text::FileId;
use crate::ty::RelId;

/// The relations and sets of all `Members` sources of a rule.
pub fn of_rule(rule: &Rule) -> Vec<(RelId, &SetExpr)> {
    let mut found = Vec::new();
    rule.subjects.iter().for_each(|s| source(&s.source, &mut found));
    rule.walk(&mut |e| {
        if let Kind::Agg(agg) = &e.kind {
            source(&agg.source, &mut found);
        }
    });
    found
}

fn source<'r>(source: &'r Source, found: &mut Vec<(RelId, &'r SetExpr)>) {
    if let Source::Members { rel, set } = source {
        found.push((*rel, set));
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
