//! The one row that fits: `the(r.rate for r in rates when …)`, `the(r in rates when …).rate`.

use crate::ast::{self, Binder, Name};
use crate::builtins::{self, Meaning};
use crate::check::base::figures::all_of;
use crate::check::base::term::Term;
use crate::check::diagnostics as say;
use crate::check::scope::rule::{RuleCx, Scoped, Standing};
use crate::hir::{Agg, AggFn, RowRef};
use crate::text::Span;
use crate::ty::Type;

impl RuleCx<'_, '_> {
    /// Whether a call of this name is one of the row that fits.
    pub fn is_only(&self, name: &Name) -> bool {
        builtins::find(&name.text).is_some_and(|b| b.meaning == Meaning::Only)
    }

    /// The row, or what it says.
    pub fn only_term(
        &mut self,
        (name, at, order): (&Name, Option<&ast::Expr>, Option<&ast::Order>),
        value: Option<&ast::Expr>,
        binder: &Binder,
        filter: Option<&ast::Expr>,
        span: Span,
    ) -> Term {
        if let Some(order) = order {
            return Term::Value(self.fail_with(say::order_of_no_rank(order.span, name), span));
        }
        if at.is_some() {
            return Term::Value(self.fail_with(say::argument_count(name, 1, 2), span));
        }
        if let Some(by) = binder.by.first() {
            return Term::Value(self.fail_with(say::by_in_aggregate(by), span));
        }
        let Some(looped) = self.binder_loop(binder) else { return Term::Value(self.error(span)) };
        // Of a roster, a set or the calendar no row is a line to be read.
        if !matches!(&looped.row, RowRef::Var(v) if *v == looped.var) {
            return Term::Value(self.fail_with(say::only_of_nothing(name), span));
        }
        let (filter, _) = self.inside(&looped, binder, filter, None);
        let filter = all_of(looped.group.into_iter().chain(filter).collect());
        if filter.as_ref().is_some_and(|f| f.ty == Type::Error) {
            return Term::Value(self.error(span));
        }
        let rows =
            Agg { func: AggFn::Count, var: looped.var, source: looped.source, filter, value: None, own: None, set: None, span };
        let row = RowRef::Only(Box::new(rows));
        let Some(value) = value else { return Term::Row { row, rel: looped.rel, span } };
        let rows = self.rows.len();
        self.rows.push(Scoped {
            name: binder.var.as_ref().map(|n| n.text.clone()),
            row,
            rel: looped.rel,
            standing: Standing::Inner,
            bare: binder.var.is_none(),
            span: binder.var.as_ref().map_or(binder.span, |v| v.span),
        });
        let value = self.value(value);
        self.rows.truncate(rows);
        Term::Value(value)
    }
}
