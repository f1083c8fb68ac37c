//! The dataset of one test: rows as given, cells read like data.

use crate::data::{Batch, Cell, Column, Dataset, Extent, Submission, SubmissionId, Table};
use crate::diag::Sink;
use crate::hir::{GivenRow, RuleSet, Test};
use crate::load::parse_cell;
use crate::text::Span;
use crate::ty::{ColId, Origin, PeriodKind, RelId, Type};
use std::collections::{BTreeMap, BTreeSet};

/// Builds the tables on top of the policy's own and of fixtures. A table given is complete unless the test says `partial`; one not given
/// was not sent.
pub(super) fn build(rules: &RuleSet, base: &Dataset, test: &Test, sink: &mut Sink) -> Dataset {
    let mut data = base.clone();
    for rel in rules.schema.ids() {
        if data.tables.len() <= rel.index() {
            data.tables.push(Table::default());
        }
        if rules.schema.get(rel).origin != Origin::Policy && data.tables[rel.index()].rows == 0 {
            data.tables[rel.index()] = empty(rules, rel);
        }
    }
    // Fixtures are submissions of their own; what the test itself gives is one more.
    if !test.fixtures.is_empty() && test.rows.is_empty() && sent_by_hand(test).is_empty() && test.submission.is_none() {
        return data;
    }
    let mut places: Vec<u32> = Vec::new();
    for row in &test.rows {
        let parent = row.parent.and_then(|p| places.get(p).copied());
        places.push(push_row(rules, &mut data, test, row, parent, sink));
    }
    let sent = sent_by_hand(test);
    let given = test.submission.clone().unwrap_or_default();
    let submission = Submission {
        file: test.span.file,
        region: given.region.inspect(|r| {
            data.texts.intern(r);
        }),
        period: given.period,
        date: given.date,
        sent,
        may_hold: BTreeSet::new(),
        span: Some(test.span),
        region_span: None,
    };
    let others = senders(rules, &data, &submission, test);
    data.submissions.push(submission);
    data.submissions.extend(others);
    data
}

/// The tables a test gives, and whether they are complete.
fn sent_by_hand(test: &Test) -> BTreeMap<RelId, bool> {
    let mut sent: BTreeMap<RelId, bool> = test.rows.iter().filter(|r| r.parent.is_none()).map(|r| (r.rel, true)).collect();
    sent.extend(test.empty.iter().map(|rel| (*rel, true)));
    sent.extend(test.partial.iter().map(|rel| (*rel, false)));
    sent
}

/// A table given is complete: where a roster owes it, every member has sent its part.
fn senders(rules: &RuleSet, data: &Dataset, own: &Submission, test: &Test) -> Vec<Submission> {
    let mut out = Vec::new();
    for (&rel, _) in own.sent.iter().filter(|(_, complete)| **complete) {
        let relation = rules.schema.get(rel);
        for owed in rules.schema.rosters(rel) {
            let (roster, key) = (data.table(owed.roster), rules.schema.get(owed.roster).key.first());
            let Some(names) = key.and_then(|k| roster.columns.get(k.index())) else { continue };
            let table = data.table(rel);
            let keyed = relation.period().and_then(|(col, kind)| Some((table.columns.get(col.index())?, kind)));
            let of_row = |r: u32| keyed.and_then(|(column, kind)| Some(Some((column.int(r)?, kind))));
            let mut periods: BTreeSet<Option<(i64, PeriodKind)>> = (0..table.rows).filter_map(of_row).collect();
            if periods.is_empty() || own.period.is_some() {
                periods.insert(own.period);
            }
            for code in (0..roster.rows).filter_map(|r| names.code(r)) {
                let region = Some(data.texts.text(code).to_string());
                out.extend(periods.iter().map(|&period| Submission {
                    file: test.span.file,
                    region: region.clone(),
                    period,
                    date: None,
                    sent: BTreeMap::from([(rel, true)]),
                    may_hold: BTreeSet::new(),
                    span: Some(test.span),
                    region_span: None,
                }));
            }
        }
    }
    out
}

fn empty(rules: &RuleSet, rel: RelId) -> Table {
    let column = |ty: &Type| if ty.is_coded() { Column::codes() } else { Column::numbers() };
    Table { columns: rules.schema.get(rel).columns.iter().map(|c| column(&c.ty)).collect(), ..Table::default() }
}

fn push_row(rules: &RuleSet, data: &mut Dataset, test: &Test, given: &GivenRow, parent: Option<u32>, sink: &mut Sink) -> u32 {
    let relation = rules.schema.get(given.rel);
    let lists = lists_given(rules, test, given);
    let Dataset { tables, texts, submissions, accounts: _, faulty: _, again: _ } = data;
    let own = SubmissionId(u32::try_from(submissions.len()).unwrap_or(u32::MAX));
    let table = &mut tables[given.rel.index()];
    let row = table.rows;
    if table.batches.last().is_none_or(|b| b.submission != Some(own)) {
        table.batches.push(Batch { first_row: row, file: given.span.file, submission: Some(own) });
    }
    for (index, def) in relation.columns.iter().enumerate() {
        let col = ColId(u32::try_from(index).unwrap_or(u32::MAX));
        let cell = given.cells.iter().find(|c| c.col == col);
        let (value, span): (Cell, Option<Span>) = match cell {
            _ if matches!(def.ty, Type::List(_)) => {
                let known = lists.contains(&col) || cell.is_some_and(|c| c.text.is_some());
                (if known { Cell::Int(0) } else { Cell::Absent }, None)
            }
            None => (crate::load::meant_blank(def.blank).unwrap_or(Cell::Absent), None),
            Some(c) if c.none => (Cell::None, Some(c.span)),
            Some(c) => match &c.text {
                None => (Cell::Blank, Some(c.span)),
                Some(text) => match parse_cell(text, def, &rules.units, None, texts) {
                    Ok(value) => (value, Some(c.span)),
                    Err(problem) => {
                        sink.push(problem.at(Some(c.span), def));
                        (Cell::Unusable, Some(c.span))
                    }
                },
            },
        };
        let extent = span.map_or(Extent::NONE, |s| Extent { start: s.start, end: s.end });
        table.columns[index].push(&value, extent);
    }
    table.rows += 1;
    table.row_extents.push(Extent { start: given.span.start, end: given.span.end });
    if matches!(relation.origin, Origin::Nested { .. }) {
        table.parents.push(parent.unwrap_or(0));
    }
    row
}

/// The list columns of a row that the test gives rows for.
fn lists_given(rules: &RuleSet, test: &Test, given: &GivenRow) -> BTreeSet<ColId> {
    let own = test.rows.iter().position(|r| std::ptr::eq(r, given));
    let children = test.rows.iter().filter(|r| r.parent.is_some() && r.parent == own);
    let column = |r: &GivenRow| match rules.schema.get(r.rel).origin {
        Origin::Nested { column, .. } => Some(column),
        Origin::Submitted | Origin::Policy | Origin::Calendar => None,
    };
    children.filter_map(column).collect()
}
