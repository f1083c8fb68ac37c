//! Aggregates: over the rows of a source, of a list field, of a group, over the members of a set.

use crate::ast::{self, Binder, ExprKind, Name};
use crate::builtins::Meaning;
use crate::check::base::columns::plain_keys;
use crate::check::base::figures::{all_of, truth_of};
use crate::check::base::term::{Loop, RowTexts, Rows, Term, TextSet};
use crate::check::base::walk;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::expr::filtered::renamed;
use crate::check::scope::rule::{Found, Member, RuleCx, Scoped, Standing};
use crate::hir::{Agg, AggFn, Expr, Kind, RowRef, Source, VarId};
use crate::num::{int, to_i64};
use crate::text::Span;
use crate::ty::{Flavour, NumTy, RelId, Type};

impl RuleCx<'_, '_> {
    /// `sum(e.sales for e in Enterprise when …)`
    pub fn aggregate(
        &mut self,
        (name, at, order): (&Name, Option<&ast::Expr>, Option<&ast::Order>),
        value: Option<&ast::Expr>,
        binder: &Binder,
        filter: Option<&ast::Expr>,
        span: Span,
    ) -> Expr {
        let func = match self.builtin(name) {
            Some(Meaning::Only) => {
                let term = self.only_term((name, at, order), value, binder, filter, span);
                return self.as_value(term);
            }
            Some(Meaning::Agg(AggFn::Rank(_))) => return self.place((name, at, order), value, binder, filter, span),
            Some(_) if order.is_some() => {
                let place = order.map_or(span, |o| o.span);
                return self.fail_with(say::order_of_no_rank(place, name), span);
            }
            Some(Meaning::Agg(func)) => match self.at_share(func, name, at, span) {
                Some(func) => func,
                None => return self.error(span),
            },
            Some(_) => return self.fail_with(say::not_an_aggregate(name), span),
            None => return self.error(span),
        };
        if let Some(by) = binder.by.first() {
            return self.fail_with(say::by_in_aggregate(by), span);
        }
        let Some(looped) = self.binder_loop(binder) else { return self.error(span) };
        let (filter, value) = self.inside(&looped, binder, filter, value);
        let filter = all_of(looped.group.into_iter().chain(filter).collect());
        self.agg(func, looped.source, looped.var, filter, value, (name, span))
    }

    /// Filter and value of an inner loop, read with its variable in sight.
    pub fn inside(
        &mut self,
        looped: &Loop,
        binder: &Binder,
        filter: Option<&ast::Expr>,
        value: Option<&ast::Expr>,
    ) -> (Option<Expr>, Option<Expr>) {
        if let Some(var) = &binder.var {
            self.check_variable(var);
        }
        let rows = self.rows.len();
        self.rows.push(Scoped {
            name: binder.var.as_ref().map(|n| n.text.clone()),
            row: looped.row.clone(),
            rel: looped.rel,
            standing: Standing::Inner,
            bare: binder.var.is_none(),
            span: binder.var.as_ref().map_or(binder.span, |v| v.span),
        });
        let filter = filter.map(|f| self.truth(f));
        let value = value.map(|v| self.value(v));
        self.rows.truncate(rows);
        (filter, value)
    }

    /// A quantile with its share, any other aggregate without one.
    pub fn at_share(&mut self, func: AggFn, name: &Name, at: Option<&ast::Expr>, span: Span) -> Option<AggFn> {
        let quantile = matches!(func, AggFn::Quantile(_));
        let Some(at) = at.filter(|_| quantile) else {
            if quantile != at.is_some() {
                let (wanted, found) = if quantile { (2, 1) } else { (1, 2) };
                self.fail(say::argument_count(name, wanted, found));
                return None;
            }
            return Some(func);
        };
        let share = self.value(at);
        if share.ty == Type::Error {
            self.failed = true;
            return None;
        }
        let is_share = share.ty.number().is_some_and(|n| n.flavour == Flavour::Share);
        let millionths = if let Kind::Num(n) = &share.kind
            && is_share
        {
            to_i64(&(n * int(1_000_000))).and_then(|n| u32::try_from(n).ok())
        } else {
            None
        };
        match millionths.filter(|n| *n <= 1_000_000) {
            Some(n) => Some(AggFn::Quantile(n)),
            None => {
                self.fail(say::quantile_share(at.span, span));
                None
            }
        }
    }

    /// The rows a binder inside an aggregate runs over.
    pub fn binder_loop(&mut self, binder: &Binder) -> Option<Loop> {
        let name = binder.var.as_ref().map(|n| n.text.clone());
        let term = match self.number_set(binder) {
            Some(term) => term,
            None => self.source_term(binder),
        };
        if let Some(over) = &binder.over {
            return self.roster_loop(term, over, binder.span, name.as_deref());
        }
        self.loop_over(term, name.as_deref())
    }

    /// A loop over what a term stands for; `None` after a mistake was reported.
    pub fn loop_over(&mut self, term: Term, name: Option<&str>) -> Option<Loop> {
        let span = term.span();
        let Rows { source, group, filter } = self.rows_of(term)?;
        let var = self.new_var(name, source.rel());
        let group = group.and_then(|g| self.group_filter(g, var)).or_else(|| self.calendar_filter(&source, var, span));
        let filter = filter.map(|(own, e)| renamed(e, own, var));
        let group = all_of(group.into_iter().chain(filter).collect());
        let (row, rel) = self.member_row(&source, var, span);
        Some(Loop { source, var, group, row, rel })
    }

    /// `c in R over ROSTER`: the loop runs over the members, and `c` is each member's row of the period in hand.
    fn roster_loop(&mut self, term: Term, over: &ast::Expr, span: Span, name: Option<&str>) -> Option<Loop> {
        let Term::Relation(rel, _) = term else {
            if matches!(&term, Term::Value(e) if e.ty == Type::Error) {
                self.failed = true;
            } else {
                self.fail(say::not_a_relation(term.span()));
            }
            return None;
        };
        self.roster_column(rel, over.span)?;
        let roster = self.term(over);
        let (source, filter) = if let Term::Relation(table, at) = roster {
            self.as_set(Term::Relation(table, at))?;
            (Source::Rel(table), None)
        } else {
            match self.as_text_set(roster)? {
                TextSet::Fixed(set) => (self.members(set, over.span), None),
                set @ (TextSet::Rows(_) | TextSet::Union(..) | TextSet::Minus(..)) => {
                    let rows = self.members_among(set, over.span)?;
                    (rows.source, Some((rows.var, rows.filter)))
                }
            }
        };
        let member_rel = source.rel();
        let var = self.new_var(name, member_rel);
        let relation = self.cx.schema.get(member_rel);
        let col = plain_keys(relation).first().copied()?;
        let ty = relation.columns[col.index()].ty.clone();
        let member = Expr { kind: Kind::Field { row: Box::new(RowRef::Var(var)), col }, ty, span };
        let row = self.lookup_row(rel, vec![member], span)?;
        let group = filter.map(|(own, e)| renamed(e, own, var));
        Some(Loop { source, var, group, row, rel })
    }

    /// `inner.key = group.key` for every column of the grouping.
    pub fn group_filter(&mut self, group: VarId, inner: VarId) -> Option<Expr> {
        let by = self.groups.get(&group)?.clone();
        let rel = self.vars.get(inner.0 as usize)?.rel;
        let mut equalities = Vec::new();
        for col in by {
            let column = self.cx.schema.column(rel, col);
            if column.optional {
                let (ty, span) = (column.ty.clone(), column.span);
                equalities.extend([group, inner].map(|var| {
                    let kind = Kind::Field { row: Box::new(RowRef::Var(var)), col };
                    truth_of(Kind::Exists(Box::new(Expr { kind, ty: ty.clone(), span })), span)
                }));
            }
            equalities.push(self.same_column((&RowRef::Var(group), &RowRef::Var(inner)), rel, col));
        }
        // Of a group of filtered rows the others are no part.
        equalities.extend(self.group_rows.get(&group).cloned().map(|filter| renamed(filter, group, inner)));
        all_of(equalities)
    }

    /// `sum(g.sales)`, `count(g)`, `every(g.x > 1)`, `sum(c.funds.total)`, `count(SET)`.
    pub fn rows_call(&mut self, func: AggFn, name: &Name, arg: &ast::Expr, span: Span) -> Expr {
        if func == AggFn::Count
            && let Some(count) = self.different(name, arg, span)
        {
            return count;
        }
        match self.rows_path(arg) {
            // Each text once.
            Ok(Some((Term::Texts(TextSet::Rows(texts), _), rest))) if func == AggFn::Count && rest.is_empty() => {
                let RowTexts { source, var, filter, value } = self.fresh(&texts);
                self.agg(AggFn::Distinct, source, var, filter, Some(value), (name, span))
            }
            Ok(Some((term, rest))) => {
                let Some(looped) = self.loop_over(term, None) else { return self.error(span) };
                let value = self.path_value(&looped, &rest, func, arg.span);
                if value.as_ref().is_some_and(|v| v.ty == Type::Error) {
                    return self.error(span);
                }
                self.agg(func, looped.source, looped.var, looped.group, value, (name, span))
            }
            Ok(None) => self.group_call(func, name, arg, span),
            Err(()) => self.error(span),
        }
    }

    /// What is aggregated when the rows are named by a path: the fields after the list.
    fn path_value(&mut self, looped: &Loop, rest: &[&Name], func: AggFn, span: Span) -> Option<Expr> {
        if rest.is_empty() {
            if func == AggFn::Count {
                return None;
            }
            return Some(self.fail_with(say::aggregate_needs_field(span), span));
        }
        let mut term = Term::Row { row: looped.row.clone(), rel: looped.rel, span };
        for field in rest {
            term = self.step(term, field, span);
        }
        Some(self.as_value(term))
    }

    /// Splits `c.funds.total` into the rows and the fields after them. `None` when no rows are named.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn rows_path<'e>(&mut self, arg: &'e ast::Expr) -> Result<Option<(Term, Vec<&'e Name>)>, ()> {
        let (mut root, mut names) = (arg, Vec::new());
        while let ExprKind::Path { base, field } = &root.kind {
            names.push(field);
            root = base;
        }
        names.reverse();
        // Where no group is meant, a definition says by what it comes to whether it gives rows.
        let called = self.is_set_call(root) || (self.is_define_call(root) && self.group_in(arg).is_none());
        if !may_name_rows(root) && !called {
            return Ok(None);
        }
        if let ExprKind::Binary { op, .. } = &root.kind
            && !matches!(op, ast::BinaryOp::Union | ast::BinaryOp::Minus)
        {
            return Ok(None);
        }
        let mut term = self.term(root);
        // A list of the row in hand stays its list.
        if let (Term::Row { row, rel, span }, Some(own)) = (&term, self.own_record(root)) {
            let (rel, span) = (*rel, *span);
            let grouped = matches!(row, RowRef::Var(v) if self.groups.contains_key(v));
            let list = names.first().is_some_and(|n| match self.member(rel, n) {
                Some(Member::Column(col)) => matches!(self.cx.schema.column(rel, col).ty, Type::List(_)),
                Some(Member::Derived(at)) => self.gives_rows(at),
                None => false,
            });
            if !grouped && !list {
                term = Term::Relation(own, span);
            }
        }
        let mut at = 0;
        while let Some(name) = names.get(at) {
            match &term {
                Term::Value(e) if e.ty == Type::Error => return Err(()),
                Term::List { source, .. } if self.list_of(source.rel(), name).is_none() => break,
                Term::Filtered(rows) if self.list_of(rows.source.rel(), name).is_none() => break,
                Term::Relation(rel, _) if self.list_of(*rel, name).is_none() => break,
                Term::Set(..) | Term::Texts(..) => break,
                Term::Row { row: RowRef::Var(v), .. } if self.groups.contains_key(v) => break,
                _ => {}
            }
            term = self.step(term, name, arg.span);
            at += 1;
        }
        if let Term::Texts(set, span) = &term
            && self.at_most(set).is_some()
        {
            let (set, span) = (set.clone(), *span);
            term = self.members_among(set, span).map(|rows| Term::Filtered(Box::new(rows))).ok_or(())?;
        }
        let is_rows = match &term {
            Term::Value(e) if e.ty == Type::Error => return Err(()),
            Term::Row { row: RowRef::Var(v), .. } => self.groups.contains_key(v),
            Term::List { .. } | Term::Relation(..) | Term::Set(..) | Term::Filtered(_) => true,
            Term::Texts(TextSet::Rows(_), _) => names.len() == at,
            _ => false,
        };
        Ok(is_rows.then(|| (term, names.get(at..).unwrap_or(&[]).to_vec())))
    }

    /// An expression over a group's rows: the group's variable stands for each of them in turn.
    pub fn group_call(&mut self, func: AggFn, name: &Name, arg: &ast::Expr, span: Span) -> Expr {
        // Lets are worked out before the variable changes its meaning.
        let mut named = Vec::new();
        walk::names(arg, &mut |n| named.push(n));
        for n in named {
            if matches!(self.resolve(n), Found::Let(_)) {
                self.name_term(n);
            }
        }
        let Some((group, rel)) = self.group_in(arg) else {
            return self.fail_with(say::aggregate_of_one(name, arg.span), span);
        };
        let var = self.new_var(None, rel);
        let at = self.rows.iter().position(|r| matches!(r.row, RowRef::Var(v) if v == group));
        let Some(at) = at else { return self.error(span) };
        let outer = self.rows[at].clone();
        self.rows[at] = Scoped { row: RowRef::Var(var), standing: Standing::Inner, ..outer.clone() };
        let args = self.args.clone();
        for arg in &mut self.args {
            if let Term::Row { row, .. } = &mut arg.term
                && matches!(row, RowRef::Var(v) if *v == group)
            {
                *row = RowRef::Var(var);
            }
        }
        let value = self.value(arg);
        self.args = args;
        self.rows[at] = outer;
        let filter = self.group_filter(group, var);
        self.agg(func, Source::Rel(rel), var, filter, Some(value), (name, span))
    }

    /// The group an expression speaks of.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn group_in(&self, arg: &ast::Expr) -> Option<(VarId, RelId)> {
        let mut mentioned = None;
        walk::names(arg, &mut |n| {
            let row = match self.resolve(n) {
                Found::Row(row) | Found::Field(row, _) => (row.row, row.rel),
                Found::Arg(at) => match self.args.get(at).map(|a| &a.term) {
                    Some(Term::Row { row, rel, .. }) => (row.clone(), *rel),
                    _ => return,
                },
                _ => return,
            };
            if let (RowRef::Var(v), rel) = row
                && self.groups.contains_key(&v)
            {
                mentioned = mentioned.or(Some((v, rel)));
            }
        });
        mentioned
    }

    /// Puts an aggregate together and gives it its type.
    pub fn agg(
        &mut self,
        func: AggFn,
        source: Source,
        var: VarId,
        mut filter: Option<Expr>,
        mut value: Option<Expr>,
        (name, span): (&Name, Span),
    ) -> Expr {
        if [&filter, &value].into_iter().flatten().any(|e| e.ty == Type::Error) {
            return self.error(span);
        }
        if func == AggFn::Some && value.is_none() {
            value = Some(filter.take().unwrap_or_else(|| truth_of(Kind::Num(int(1)), span)));
        }
        if func == AggFn::Distinct {
            (filter, value) = self.told_apart(filter, value);
        }
        let ty = match (func, &value) {
            (AggFn::Count, None) | (AggFn::Distinct, Some(_)) => Some(Type::Number(NumTy::plain(Flavour::Count))),
            (AggFn::Count, Some(v)) if v.ty == Type::Flag => {
                filter = all_of(filter.into_iter().chain(value.take()).collect());
                Some(Type::Number(NumTy::plain(Flavour::Count)))
            }
            (AggFn::Every | AggFn::Some, Some(v)) => (v.ty == Type::Flag).then_some(Type::Flag),
            (AggFn::Sum, Some(v)) => v.ty.number().map(|n| Type::Number(n.clone())),
            (AggFn::Avg | AggFn::Median | AggFn::Quantile(_), Some(v)) => v.ty.number().map(|n| {
                let flavour = if n.flavour == Flavour::Count { Flavour::Number } else { n.flavour };
                Type::Number(NumTy { flavour, ..n.clone() })
            }),
            (AggFn::Rank(_), Some(v)) => is_ordered(&v.ty).then(|| Type::Number(NumTy::plain(Flavour::Count))),
            (AggFn::Min | AggFn::Max, Some(v)) => is_ordered(&v.ty).then(|| v.ty.clone()),
            (_, _) => None,
        };
        let Some(ty) = ty else {
            let diagnostic = match &value {
                None => say::aggregate_needs_value(name),
                Some(v) => say::cannot_aggregate(name, v.span, &words::of_type(&v.ty, None)),
            };
            return self.fail_with(diagnostic, span);
        };
        Expr { kind: Kind::Agg(Box::new(Agg { func, var, source, filter, value, own: None, set: None, span })), ty, span }
    }
}

/// What stands in an order: numbers, days, periods.
pub(in crate::check) fn is_ordered(ty: &Type) -> bool {
    matches!(ty, Type::Number(_) | Type::Period(_) | Type::Date)
}

fn may_name_rows(e: &ast::Expr) -> bool {
    use ExprKind::{At, Binary, Collect, Filtered, First, Lookup, Name, Set};
    matches!(e.kind, Name(_) | Lookup { .. } | At { .. } | Set(_) | Collect { .. } | Binary { .. } | Filtered { .. } | First(_))
}
