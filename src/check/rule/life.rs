//! Fields over the years: outside the years in which the form had a field, a line that reads it has no base. The years are put around the
//! line as a condition, so that nothing after the check knows of them.

use crate::ast::CmpOp;
use crate::check::base::figures::all_of;
use crate::check::base::figures::truth_of;
use crate::check::base::key::{Key, key};
use crate::check::scope::rule::RuleCx;
use crate::hir::{Agg, AggFn, Expr, Kind, Link, RowRef, VarId};
use crate::num::int;
use crate::text::Span;
use crate::ty::{ColumnDef, Life, Origin, PeriodKind, RelId, Type};

impl RuleCx<'_, '_> {
    /// A line that has no base where a field it reads did not exist.
    pub fn line_within_life(&self, line: Expr) -> Expr {
        match self.lives(&line) {
            None => line,
            Some(alive) => {
                let (ty, span) = (line.ty.clone(), line.span);
                Expr { kind: Kind::Choose { arms: vec![(alive, line)], otherwise: None }, ty, span }
            }
        }
    }

    /// A condition that does not hold where a field it reads did not exist.
    pub fn condition_within_life(&self, condition: Expr) -> Expr {
        let alive = self.lives(&condition);
        all_of(alive.into_iter().chain([condition.clone()]).collect()).unwrap_or(condition)
    }

    /// All fields an expression reads exist in their rows' periods; `None` when they always do.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn lives(&self, e: &Expr) -> Option<Expr> {
        if !self.cx.schema.relations.iter().any(|r| r.columns.iter().any(|c| c.life.is_bounded())) {
            return None;
        }
        let (mut aggregates, mut read) = (Vec::new(), Vec::new());
        e.walk(&mut |part| match &part.kind {
            Kind::Agg(agg) => aggregates.push(agg.as_ref()),
            Kind::Field { row, col } => read.push((row.as_ref(), *col, part.span)),
            _ => {}
        });
        let mut conditions: Vec<Expr> = Vec::new();
        let mut seen: Vec<Key> = Vec::new();
        for (row, col, span) in read {
            let rel = self.relation_of(row);
            let column = self.cx.schema.column(rel, col);
            let Some(condition) = self.alive(row, rel, column, span, &aggregates) else { continue };
            let form = key(&condition);
            if !seen.contains(&form) {
                seen.push(form);
                conditions.push(condition);
            }
        }
        all_of(conditions)
    }

    /// The column exists in the period of the row.
    fn alive(&self, row: &RowRef, rel: RelId, column: &ColumnDef, span: Span, aggregates: &[&Agg]) -> Option<Expr> {
        if !column.life.is_bounded() {
            return None;
        }
        let (period, kind) = self.period_of(row, rel, span)?;
        let mut condition = within(period, kind, column.life, span);
        // Rows of an aggregate: the period its filter fixes, else every row that the filter lets in.
        let mut done: Vec<VarId> = Vec::new();
        while let Some(agg) = aggregates.iter().find(|a| !done.contains(&a.var) && mentions(&condition, a.var)) {
            done.push(agg.var);
            let fixed = agg.conditions().into_iter().find_map(|c| fixed_period(c, &condition, agg.var));
            condition = match fixed {
                Some(outer) => within(outer, kind, column.life, span),
                None => {
                    let filter = agg.conditions().into_iter().filter(|c| !self.reads_aged(c)).cloned().collect();
                    let every = Agg {
                        func: AggFn::Every,
                        var: agg.var,
                        source: agg.source.clone(),
                        filter: all_of(filter),
                        value: Some(condition),
                        own: None,
                        set: None,
                        span,
                    };
                    truth_of(Kind::Agg(Box::new(every)), span)
                }
            };
        }
        Some(condition)
    }

    fn reads_aged(&self, e: &Expr) -> bool {
        let mut found = false;
        e.walk(&mut |part| {
            if let Kind::Field { row, col } = &part.kind {
                found |= self.cx.schema.column(self.relation_of(row), *col).life.is_bounded();
            }
        });
        found
    }

    fn relation_of(&self, row: &RowRef) -> RelId {
        match row {
            RowRef::Var(v) => self.vars.get(v.0 as usize).map_or(RelId(0), |v| v.rel),
            RowRef::Lookup { rel, .. } => *rel,
            RowRef::Only(rows) => rows.source.rel(),
            RowRef::Parent(child) => {
                let child = self.relation_of(child);
                match self.cx.schema.get(child).origin {
                    Origin::Nested { parent, .. } => parent,
                    Origin::Submitted | Origin::Policy | Origin::Calendar => child,
                }
            }
        }
    }
}

/// `from <= period <= until`, in the numbers of the period's kind.
fn within(period: Expr, kind: PeriodKind, life: Life, span: Span) -> Expr {
    let per_year = crate::ty::per_year(kind);
    let number = |n: i64| Expr { kind: Kind::Num(int(n)), ty: Type::Period(kind), span };
    let bound = |op, n: i64| {
        let links = vec![Link { op, right: number(n), span }];
        truth_of(Kind::Compare { first: Box::new(period.clone()), links }, span)
    };
    let from = life.from.map(|year| bound(CmpOp::Ge, year.saturating_mul(per_year)));
    let until = life.until.map(|year| bound(CmpOp::Le, year.saturating_add(1).saturating_mul(per_year).saturating_sub(1)));
    let both = from.into_iter().chain(until).collect();
    all_of(both).unwrap_or_else(|| truth_of(Kind::And(Vec::new()), span))
}

fn mentions(e: &Expr, var: VarId) -> bool {
    fn of_row(row: &RowRef, var: VarId) -> bool {
        match row {
            RowRef::Var(v) => *v == var,
            RowRef::Lookup { keys, .. } => keys.iter().any(|k| mentions(k, var)),
            RowRef::Parent(child) => of_row(child, var),
            RowRef::Only(rows) => rows.vars().contains(&var),
        }
    }
    let mut found = false;
    e.walk(&mut |part| {
        if let Kind::Field { row, .. } = &part.kind {
            found |= of_row(row, var);
        }
    });
    found
}

/// `row.period = outer`: the period that a filter fixes for the rows it lets in.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn fixed_period(part: &Expr, condition: &Expr, var: VarId) -> Option<Expr> {
    let (a, b) = match &part.kind {
        Kind::Same { left, right, negated: false } => (left.as_ref(), right.as_ref()),
        Kind::Compare { first, links } if links.len() == 1 && links[0].op == CmpOp::Eq => (first.as_ref(), &links[0].right),
        _ => return None,
    };
    let mut period = None;
    condition.walk(&mut |e| {
        if matches!(e.kind, Kind::Field { .. }) && matches!(e.ty, Type::Period(_)) && period.is_none() {
            period = Some(key(e));
        }
    });
    let is_period = |e: &Expr| period.as_ref() == Some(&key(e));
    let other = if is_period(a) {
        b
    } else if is_period(b) {
        a
    } else {
        return None;
    };
    (!mentions(other, var)).then(|| other.clone())
}
