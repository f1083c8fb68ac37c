//! What the lines of a rule are about: the columns whose figures they judge. Bounds, conditions, filters and keys are no part of it, so
//! that a line that is made stricter is still the same.

use super::{AggFn, DefinedId, Expr, Kind, ReportKind, RowRef, Rule};
use crate::finding::LineIdentity;
use crate::text::deep;
use crate::ty::{ColId, RelId, Schema};
use std::collections::{BTreeSet, HashSet};

impl Rule {
    /// What tells each of its lines from the others, as written: lines, then questions about the form.
    pub fn line_identities(&self, schema: &Schema) -> Vec<LineIdentity> {
        let about = |list: &[&Expr]| {
            let mut found = Found { rule: self, schema, columns: BTreeSet::new(), seen: HashSet::new() };
            list.iter().for_each(|e| found.expr(e));
            found.columns.into_iter().collect::<Vec<_>>()
        };
        let lines = self.lines.iter().map(|l| (l.label.clone(), about(&[&l.expr])));
        let reports = self.reports.iter().map(|r| match &r.kind {
            ReportKind::Holds(e) | ReportKind::Like(e, _) | ReportKind::InTime(e) => (None, about(&[e])),
            ReportKind::Required(list) | ReportKind::ExactlyOne(list) => (None, about(&list.iter().collect::<Vec<_>>())),
        });
        LineIdentity::all(lines.chain(reports))
    }
}

struct Found<'r> {
    rule: &'r Rule,
    schema: &'r Schema,
    columns: BTreeSet<String>,
    /// Definitions already looked through: they may stand in one another many times over.
    seen: HashSet<DefinedId>,
}

impl Found<'_> {
    fn expr(&mut self, expr: &Expr) {
        if let Kind::Defined(defined) = &expr.kind {
            if self.seen.insert(defined.id) {
                deep(|| self.expr(&defined.value));
            }
        } else if let Kind::Field { row, col } = &expr.kind {
            self.column(self.rule.rel_of(self.schema, row), *col);
        } else if let Kind::RowExists(row) = &expr.kind {
            self.rows(row);
        } else if let Kind::Agg(agg) = &expr.kind {
            match (&agg.value, &agg.own) {
                (None, None) => self.relation(agg.source.rel()),
                (value, own) => {
                    value.iter().for_each(|e| self.expr(e));
                    own.iter().for_each(|own| self.expr(&own.figure));
                }
            }
            if let (AggFn::Every | AggFn::Some, Some(set)) = (agg.func, &agg.set) {
                self.expr(&set.member);
            }
        } else {
            expr.parts(&mut |part| self.expr(part));
        }
    }

    fn rows(&mut self, row: &RowRef) {
        self.relation(self.rule.rel_of(self.schema, row));
    }

    fn relation(&mut self, rel: RelId) {
        let name = &self.schema.get(rel).name;
        if !name.is_empty() {
            self.columns.insert(name.clone());
        }
    }

    fn column(&mut self, rel: RelId, col: ColId) {
        let relation = self.schema.get(rel);
        // Loops over sets and over the calendar have no name, and their values are no figures of anybody.
        if !relation.name.is_empty() {
            self.columns.insert(format!("{}.{}", relation.name, self.schema.column(rel, col).name));
        }
    }
}
