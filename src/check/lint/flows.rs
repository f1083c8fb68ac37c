//! What may be added up over time: flows. A stock counted at every year's end, or a figure that already holds the months before
//! it, is counted again in each period; a sum of them says nothing.
//!
//! Works on finished expressions. A sum runs over several periods unless its condition sets the period of its rows equal to one
//! that stays the same for all of them.

use crate::ast::CmpOp;
use crate::builtins::facts;
use crate::check::base::key::rel_of;
use crate::check::base::key::row_key;
use crate::check::diagnostics as say;
use crate::check::lint::ranges::Declared;
use crate::diag::Diagnostic;
use crate::hir::{Agg, AggFn, DefinedId, Expr, Kind, RowRef, Source, VarId};
use crate::ty::{ColId, Nature, Origin, RelId, Type};
use std::collections::{BTreeSet, HashMap};

/// Reports every sum over several periods of figures that are no flows, and every mean of figures to date; else warns where an
/// aggregate takes in rows of every period.
pub(in crate::check) fn over_time(e: &Expr, declared: &Declared<'_>, out: &mut Vec<Diagnostic>) {
    e.walk(&mut |part| {
        let Kind::Agg(agg) = &part.kind else { return };
        out.extend(summed_over_time(agg, declared).or_else(|| over_every_period(agg, declared)));
    });
}

fn summed_over_time(agg: &Agg, declared: &Declared<'_>) -> Option<Diagnostic> {
    let refused: &[Nature] = match agg.func {
        AggFn::Sum => &[Nature::AtEnd, Nature::ToDate],
        // The mean of stocks is a figure people use (average staff of a year); that of figures to date is not.
        AggFn::Avg | AggFn::Median | AggFn::Quantile(_) => &[Nature::ToDate],
        AggFn::Count | AggFn::Min | AggFn::Max | AggFn::Distinct | AggFn::Rank(_) | AggFn::Every | AggFn::Some => return None,
    };
    let mut over = Over { declared, moving: BTreeSet::new(), refused, found: HashMap::new() };
    if !over.runs_over_periods(agg) {
        return None;
    }
    over.moving.insert(agg.var);
    let (field, rel, col) = over.standing(agg.value.as_ref()?)?;
    let column = declared.schema.column(rel, col);
    Some(match column.nature {
        Nature::ToDate => say::to_date_summed(field.span, column.title(), column.span, agg.span),
        Nature::During | Nature::AtEnd => say::stock_summed(field.span, column.title(), column.span, agg.span),
    })
}

/// Rows of periods to come belong too where none is named, so the whole is never known. Whether *some* row there ever was can be
/// settled.
fn over_every_period(agg: &Agg, declared: &Declared<'_>) -> Option<Diagnostic> {
    let Source::Rel(source) = agg.source else { return None };
    let (level, rel, col, _) = declared.schema.period_of(source)?;
    let relation = declared.schema.get(rel);
    if agg.func == AggFn::Some || relation.origin != Origin::Submitted {
        return None;
    }
    let mut named = false;
    if let Some(filter) = &agg.filter {
        filter.walk(&mut |x| named |= x.is_column_of(agg.var, level, col));
    }
    let column = declared.schema.column(rel, col);
    (!named).then(|| say::every_period(agg.span, relation.title(), column.title(), column.span))
}

/// An aggregate over several periods, looked at from inside.
struct Over<'d, 'e> {
    declared: &'d Declared<'d>,
    /// Variables whose rows are of another period from one member to the next.
    moving: BTreeSet<VarId>,
    refused: &'d [Nature],
    /// What was found in definitions.
    found: HashMap<DefinedId, Option<(&'e Expr, RelId, ColId)>>,
}

impl<'e> Over<'_, 'e> {
    /// Whether the rows of an aggregate are of several periods.
    fn runs_over_periods(&self, agg: &Agg) -> bool {
        let has_period = match &agg.source {
            Source::Periods { rel, .. } => return self.declared.schema.get(*rel).period().is_some(),
            Source::Members { .. } => return false,
            Source::Rel(rel) => self.declared.schema.period_of(*rel).is_some(),
            Source::Nested { rel, .. } => self.declared.schema.get(*rel).period().is_some(),
        };
        has_period && self.pin(agg).is_none()
    }

    /// What the condition of an aggregate sets the period of its rows equal to, where that does not depend on the row.
    fn pin<'a>(&self, agg: &'a Agg) -> Option<&'a Expr> {
        let (level, _, col, _) = self.declared.schema.period_of(agg.source.rel())?;
        // The last one that is written counts.
        for e in agg.conditions().into_iter().rev() {
            let Kind::Compare { first, links } = &e.core().kind else { continue };
            let [link] = links.as_slice() else { continue };
            if link.op != CmpOp::Eq {
                continue;
            }
            for (left, right) in [(&**first, &link.right), (&link.right, &**first)] {
                if left.is_column_of(agg.var, level, col) && !reads(right, agg.var) {
                    return Some(right);
                }
            }
        }
        None
    }

    /// The first figure in a sum's value that is no flow and changes its period with the members.
    fn standing(&mut self, e: &'e Expr) -> Option<(&'e Expr, RelId, ColId)> {
        match &e.kind {
            Kind::Defined(defined) => {
                let at = defined.id;
                if let Some(known) = self.found.get(&at) {
                    return *known;
                }
                let found = self.standing(&defined.value);
                self.found.insert(at, found);
                found
            }
            Kind::Field { row, col } => {
                let rel = rel_of(row, self.declared.vars, self.declared.schema)?;
                let refused = self.refused.contains(&self.declared.schema.column(rel, *col).nature);
                (refused && self.row_moves(row)).then_some((e, rel, *col))
            }
            Kind::Neg(x) | Kind::ShareOf { base: x, .. } => self.standing(x),
            Kind::Func(func, args) if facts(*func).goes_with_first => self.standing(args.first()?),
            Kind::Add(a, b) => self.standing(a).or_else(|| self.standing(b)),
            // A change between two dates is a flow; assets less debts of one date are not.
            Kind::Sub(a, b) => match (self.standing(a), self.standing(b)) {
                (Some((a, ..)), Some((b, ..))) if !same_row(a, b) => None,
                (a, b) => a.or(b),
            },
            // People times wages is a flow again; people times a number is not.
            Kind::Mul(a, b) => match (reads_figures(a), reads_figures(b)) {
                (true, false) => self.standing(a),
                (false, true) => self.standing(b),
                _ => None,
            },
            Kind::Div(a, b) if !reads_figures(b) => self.standing(a),
            Kind::Choose { arms, otherwise } => {
                let values = arms.iter().map(|(_, v)| v).chain(otherwise.as_deref());
                let found: Vec<_> = values.map(|v| self.standing(v)).collect();
                found.into_iter().collect::<Option<Vec<_>>>()?.into_iter().next()
            }
            Kind::Agg(inner) if inner.func != AggFn::Count => {
                if self.moves_along(inner) {
                    self.moving.insert(inner.var);
                }
                self.standing(inner.value.as_ref()?)
            }
            Kind::Num(_)
            | Kind::Text(_)
            | Kind::Param(_)
            | Kind::Div(..)
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
            | Kind::RowExists(_) => None,
        }
    }

    /// Whether the rows of an inner aggregate are of the period of the outer member.
    fn moves_along(&self, inner: &Agg) -> bool {
        match &inner.source {
            Source::Nested { of, .. } => self.row_moves(of),
            Source::Rel(_) => self.pin(inner).is_some_and(|e| self.moves(e)),
            Source::Members { .. } | Source::Periods { .. } => false,
        }
    }

    fn row_moves(&self, row: &RowRef) -> bool {
        match row {
            RowRef::Var(v) => self.moving.contains(v),
            RowRef::Lookup { keys, .. } => keys.iter().any(|k| matches!(k.ty, Type::Period(_)) && self.moves(k)),
            RowRef::Parent(child) => self.row_moves(child),
            RowRef::Only(rows) => self.moves_along(rows),
        }
    }

    fn moves(&self, e: &Expr) -> bool {
        let mut moves = false;
        e.walk(&mut |x| {
            if let Kind::Field { row, .. } = &x.kind {
                moves |= self.row_moves(row);
            }
        });
        moves
    }
}

fn reads(e: &Expr, var: VarId) -> bool {
    let mut reads = false;
    e.walk(&mut |x| {
        if let Kind::Field { row, .. } = &x.kind {
            reads |= root(row) == Some(var);
        }
    });
    reads
}

fn root(row: &RowRef) -> Option<VarId> {
    match row {
        RowRef::Var(v) => Some(*v),
        RowRef::Parent(child) => root(child),
        RowRef::Lookup { .. } | RowRef::Only(_) => None,
    }
}

fn same_row(a: &Expr, b: &Expr) -> bool {
    let (Kind::Field { row: a, .. }, Kind::Field { row: b, .. }) = (&a.kind, &b.kind) else { return false };
    row_key(a) == row_key(b)
}

fn reads_figures(e: &Expr) -> bool {
    let mut reads = false;
    e.walk(&mut |x| reads |= matches!(&x.kind, Kind::Field { .. }) && matches!(x.ty, Type::Number(_)));
    reads
}
