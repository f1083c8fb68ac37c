//! The order of rows by a figure: the place of one among them, and the first of them.
//!
//! The first so many rows are those whose place is not beyond that number: a condition like any other, so they stand wherever filtered
//! rows stand, and a row whose place is open may or may not be one of them.

use crate::ast::{self, Binder, CmpOp, Name};
use crate::check::base::figures::{all_of, truth_of};
use crate::check::base::term::{Filtered, Loop, Rows, Term};
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::expr::aggregates::is_ordered;
use crate::check::expr::filtered::renamed;
use crate::check::scope::rule::{RuleCx, Scoped, Standing};
use crate::hir::{AggFn, Expr, Kind, Link, Order, OwnFigure, RowRef};
use crate::text::Span;
use crate::ty::{ColId, Flavour, RelId, Type};

impl RuleCx<'_, '_> {
    /// `rank(g.sales for g in Firm when …)`, of the row in hand; or of a figure, `rank(… , f.sales)`.
    pub fn place(
        &mut self,
        (name, at, order): (&Name, Option<&ast::Expr>, Option<&ast::Order>),
        value: Option<&ast::Expr>,
        binder: &Binder,
        filter: Option<&ast::Expr>,
        span: Span,
    ) -> Expr {
        if let Some(by) = binder.by.first() {
            return self.fail_with(say::by_in_aggregate(by), span);
        }
        let Some(figure) = value else { return self.fail_with(say::aggregate_needs_value(name), span) };
        let Some(looped) = self.binder_loop(binder) else { return self.error(span) };
        let own_row = if at.is_none() { self.row_in_hand(&looped) } else { None };
        let (filter, inner) = self.inside(&looped, binder, filter, value);
        if [&filter, &inner].into_iter().flatten().any(|e| e.ty == Type::Error) {
            return self.error(span);
        }
        let own = match (at, own_row) {
            (Some(at), _) => OwnFigure { figure: self.value(at), row: None },
            (None, Some(row)) => {
                let rows = self.rows.len();
                self.rows.push(Scoped {
                    name: binder.var.as_ref().map(|n| n.text.clone()),
                    row: row.clone(),
                    rel: looped.rel,
                    standing: Standing::Inner,
                    bare: binder.var.is_none(),
                    span: binder.span,
                });
                let figure = self.value(figure);
                self.rows.truncate(rows);
                // Members of a roster stand for rows elsewhere: they are not the rows that are put in order.
                let same = matches!(looped.row, RowRef::Var(_));
                OwnFigure { figure, row: same.then_some(row) }
            }
            (None, None) => {
                let title = self.cx.schema.get(looped.rel).title().to_string();
                return self.fail_with(say::no_row_to_rank(name, &title), span);
            }
        };
        let Some(inner) = inner else { return self.error(span) };
        if own.figure.ty == Type::Error {
            return self.error(span);
        }
        let tried = self.compared(vec![own.figure.clone(), inner.clone()], &[(CmpOp::Ge, span)], span);
        if tried.ty == Type::Error {
            return tried;
        }
        let order = Order { lowest: order.is_some_and(|o| o.lowest), last: false };
        let filter = all_of(looped.group.into_iter().chain(filter).collect());
        let mut out = self.agg(AggFn::Rank(order), looped.source, looped.var, filter, Some(inner), (name, span));
        if let Kind::Agg(agg) = &mut out.kind {
            agg.own = Some(Box::new(own));
        }
        out
    }

    /// The row whose place is asked: that of the innermost loop over the same record. Of a pair of subjects it is neither.
    fn row_in_hand(&self, looped: &Loop) -> Option<RowRef> {
        let grouped = |row: &RowRef| matches!(row, RowRef::Var(v) if self.groups.contains_key(v));
        let mut found = self.rows.iter().rev().filter(|r| r.rel == looped.rel && !grouped(&r.row));
        let first = found.next()?;
        let alone = first.standing == Standing::Inner || found.next().is_none();
        alone.then(|| first.row.clone())
    }

    /// `(first 10 of Firm when … by sales per county)`: the rows whose place is not beyond the number.
    pub fn first_term(&mut self, first: &ast::First, span: Span) -> Term {
        let count = self.value(&first.count);
        if count.ty == Type::Error {
            return Term::Value(self.error(span));
        }
        let counts = count.ty.number().is_some_and(|n| matches!(n.flavour, Flavour::Count | Flavour::Number | Flavour::Ratio));
        if !counts {
            let found = words::of_type(&count.ty, None);
            return Term::Value(self.fail_with(say::first_needs_count(count.span, &found), span));
        }
        let term = match &first.filter {
            Some(filter) => self.filtered_term(&first.source, filter, span),
            None => self.rows_term(&first.source),
        };
        let Some(rows) = self.rows_of(term) else { return Term::Value(self.error(span)) };
        let Rows { source, group, filter: inner } = rows.clone();
        let name = self.loop_name.clone();
        let var = self.new_var(name.as_ref().map(|n| n.text.as_str()), source.rel());
        let (row, rel) = self.member_row(&source, var, span);
        let by = self.seen_from((&row, rel), name.as_ref(), span, |cx| cx.value(&first.by));
        if by.ty == Type::Error {
            return Term::Value(self.error(span));
        }
        if !is_ordered(&by.ty) {
            let found = words::of_type(&by.ty, None);
            return Term::Value(self.fail_with(say::ordered_by_no_number(by.span, &found), span));
        }
        let Some(others) = self.loop_over(self.as_rows(rows, span), None) else { return Term::Value(self.error(span)) };
        let Some(per) = self.group_columns(rel, &first.per) else { return Term::Value(self.error(span)) };
        let together: Vec<Expr> = per.into_iter().map(|col| self.same_column((&row, &others.row), rel, col)).collect();
        let value = renamed(by.clone(), var, others.var);
        let filter = all_of(others.group.into_iter().chain(together).collect());
        let order = Order { lowest: first.order.is_some_and(|o| o.lowest), last: first.ties.is_some_and(|t| !t.included) };
        let by_name = Name { text: "rank".to_string(), span };
        let mut place = self.agg(AggFn::Rank(order), others.source, others.var, filter, Some(value), (&by_name, span));
        if let Kind::Agg(agg) = &mut place.kind {
            agg.own = Some(Box::new(OwnFigure { figure: by, row: Some(RowRef::Var(var)) }));
        }
        if place.ty == Type::Error {
            return Term::Value(self.error(span));
        }
        let at = count.span;
        let links = vec![Link { op: CmpOp::Le, right: count, span: at }];
        let among = truth_of(Kind::Compare { first: Box::new(place), links }, span);
        let inner = inner.map(|(own, e)| renamed(e, own, var));
        match all_of(inner.into_iter().chain([among]).collect()) {
            Some(filter) => Term::Filtered(Box::new(Filtered { source, group, var, filter, span })),
            None => Term::Value(self.error(span)),
        }
    }

    fn as_rows(&self, rows: Rows, span: Span) -> Term {
        let Rows { source, group, filter } = rows;
        match (filter, group) {
            (Some((var, filter)), group) => Term::Filtered(Box::new(Filtered { source, group, var, filter, span })),
            (None, Some(group)) => Term::Row { row: RowRef::Var(group), rel: source.rel(), span },
            (None, None) => Term::List { source, span },
        }
    }

    /// Two rows agree in a field; the second is that of the inner loop.
    pub fn same_column(&self, (a, b): (&RowRef, &RowRef), rel: RelId, col: ColId) -> Expr {
        let column = self.cx.schema.column(rel, col);
        let (ty, span) = (column.ty.clone(), column.span);
        let field = |row: &RowRef| Expr { kind: Kind::Field { row: Box::new(row.clone()), col }, ty: ty.clone(), span };
        let (own, other) = (field(b), field(a));
        let kind = if ty.is_text_like() || ty == Type::Flag {
            Kind::Same { left: Box::new(own), right: Box::new(other), negated: false }
        } else {
            Kind::Compare { first: Box::new(own), links: vec![Link { op: CmpOp::Eq, right: other, span }] }
        };
        truth_of(kind, span)
    }
}
