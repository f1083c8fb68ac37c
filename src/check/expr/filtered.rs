//! Rows that pass a condition: `(Firm when size = "small")`, wherever rows or members are named.
//!
//! In a loop of an aggregate the condition is a part of its filter. For subjects it is a part of `when`: a row that may or may not
//! pass is judged, and may leave. A set of the policy's own members is looked through member by member.

use crate::ast::{self, Binder, Name};
use crate::check::base::columns::plain_keys;
use crate::check::base::figures::{all_of, truth_of};
use crate::check::base::item::What;
use crate::check::base::term::{Filtered, Loop, RowTexts, Rows, Term, TextSet};
use crate::check::diagnostics as say;
use crate::check::scope::rule::{Found, RuleCx, Scoped, Standing};
use crate::hir::{Agg, AggFn, Expr, Kind, Roster, RowRef, SetExpr, Source, VarId};
use crate::text::Span;
use crate::ty::{ColId, Origin, RelId, Type};

/// The same condition of another variable.
pub(in crate::check) fn renamed(mut e: Expr, from: VarId, to: VarId) -> Expr {
    e.rename(from, to);
    e
}

impl RuleCx<'_, '_> {
    /// What a binder runs over; a filter in it may name the binder's variable.
    pub fn source_term(&mut self, binder: &Binder) -> Term {
        let before = std::mem::replace(&mut self.loop_name, binder.var.clone());
        let term = self.rows_term(&binder.source);
        self.loop_name = before;
        term
    }

    /// `(Firm when size = "small")`
    pub fn filtered_term(&mut self, source: &ast::Expr, filter: &ast::Expr, span: Span) -> Term {
        let name = self.loop_name.clone();
        let term = self.rows_term(source);
        let Some(Rows { source, group, filter: inner }) = self.rows_of(term) else { return Term::Value(self.error(span)) };
        let var = self.new_var(name.as_ref().map(|n| n.text.as_str()), source.rel());
        let (row, rel) = self.member_row(&source, var, span);
        self.filtered.push((row.clone(), rel));
        let filter = self.seen_from((&row, rel), name.as_ref(), span, |cx| cx.truth(filter));
        self.filtered.pop();
        if filter.ty == Type::Error {
            return Term::Value(self.error(span));
        }
        let inner = inner.map(|(own, e)| renamed(e, own, var));
        let Some(filter) = all_of(inner.into_iter().chain([filter]).collect()) else {
            return Term::Value(self.error(span));
        };
        Term::Filtered(Box::new(Filtered { source, group, var, filter, span }))
    }

    /// With a row in sight, as in a filter: what is said by a bare name is said of it, and not of another row of the record.
    pub fn seen_from<T>(
        &mut self,
        (row, rel): (&RowRef, RelId),
        name: Option<&Name>,
        span: Span,
        f: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let rows = self.rows.len();
        let others: Vec<usize> = (self.floor..rows).filter(|&at| self.rows[at].rel == rel && self.rows[at].bare).collect();
        others.iter().for_each(|&at| self.rows[at].bare = false);
        let span = name.map_or(span, |n| n.span);
        let name = name.map(|n| n.text.clone());
        self.rows.push(Scoped { name, row: row.clone(), rel, standing: Standing::Inner, bare: true, span });
        let outer = self.loop_name.take();
        let out = f(self);
        self.loop_name = outer;
        self.rows.truncate(rows);
        others.into_iter().for_each(|at| self.rows[at].bare = true);
        out
    }

    /// A term where rows are wanted. In the definition of a record's own field the record's name is the row in hand; where only rows can
    /// stand it is the record.
    pub fn rows_term(&mut self, e: &ast::Expr) -> Term {
        let term = self.term(e);
        match (&term, self.own_record(e)) {
            (Term::Row { row: RowRef::Var(v), .. }, _) if self.groups.contains_key(v) => term,
            (Term::Row { span, .. }, Some(rel)) => Term::Relation(rel, *span),
            _ => term,
        }
    }

    /// The record or table a name is called like, when it stands for a row of it here.
    pub fn own_record(&self, e: &ast::Expr) -> Option<RelId> {
        let ast::ExprKind::Name(name) = &e.kind else { return None };
        let Found::Row(_) = self.resolve(name) else { return None };
        match self.cx.items.find(name).map(|e| e.what) {
            Some(What::Record(rel) | What::Table(rel)) => Some(rel),
            _ => None,
        }
    }

    /// The record or table a name is called like, whatever else it means here: a field may be labelled like a table, and before a key in
    /// brackets only the table can stand.
    pub fn called_like(&self, e: &ast::Expr) -> Option<RelId> {
        let ast::ExprKind::Name(name) = &e.kind else { return None };
        match self.cx.items.find(name).map(|e| e.what) {
            Some(What::Record(rel) | What::Table(rel)) => Some(rel),
            _ => None,
        }
    }

    /// The rows a term stands for; `None` after a mistake was reported.
    pub fn rows_of(&mut self, term: Term) -> Option<Rows> {
        let plain = |source| Some(Rows { source, group: None, filter: None });
        let of = |f: Filtered| Some(Rows { source: f.source, group: f.group, filter: Some((f.var, f.filter)) });
        match term {
            Term::Relation(rel, _) => plain(Source::Rel(rel)),
            Term::List { source, .. } => plain(source),
            Term::Set(set, span) => plain(self.members(set, span)),
            Term::Filtered(rows) => of(*rows),
            Term::Texts(set, span) => of(self.members_among(set, span)?),
            Term::Row { row: RowRef::Var(group), rel, .. } if self.groups.contains_key(&group) => {
                Some(Rows { source: Source::Rel(rel), group: Some(group), filter: None })
            }
            Term::Value(e) if e.ty == Type::Error => {
                self.failed = true;
                None
            }
            Term::Value(ref e) if self.behind_field(e).is_some() => plain(Source::Rel(self.behind_field(e)?)),
            other @ (Term::Value(_) | Term::Row { .. } | Term::Column { .. }) => {
                self.fail(say::not_rows(other.span()));
                None
            }
        }
    }

    /// A condition on the rows that are judged; a group is there where one of its rows passes.
    pub fn subject_filter(&mut self, var: VarId, rel: RelId, filter: Option<Expr>, binder: &Binder) {
        let Some(filter) = filter else { return };
        if binder.by.is_empty() {
            self.subject_whens.push(filter);
            return;
        }
        let inner = self.new_var(None, rel);
        let span = binder.source.span;
        let key = self.group_filter(var, inner);
        let value = Some(renamed(filter.clone(), var, inner));
        let some =
            Agg { func: AggFn::Some, var: inner, source: Source::Rel(rel), filter: key, value, own: None, set: None, span };
        self.subject_whens.push(truth_of(Kind::Agg(Box::new(some)), span));
        self.group_rows.insert(var, filter);
    }

    /// Of the members of a roster only those that are meant.
    pub fn members_meant(&mut self, var: VarId, roster: &Roster, set: Option<TextSet>) {
        let (Some(set), Some(rel)) = (set, self.vars.get(var.0 as usize).map(|v| v.rel)) else { return };
        let ty = self.cx.schema.column(rel, roster.column).ty.clone();
        let kind = Kind::Field { row: Box::new(RowRef::Var(var)), col: roster.column };
        let meant = self.contains(&set, Expr { kind, ty, span: roster.span }, roster.span);
        self.subject_whens.push(meant);
    }

    /// `(clusters when level = "province")` as a set: the members of a table that pass.
    pub fn filtered_texts(&mut self, rows: Filtered) -> Option<TextSet> {
        let Filtered { source, var, filter, span, group } = rows;
        let relation = self.cx.schema.get(source.rel());
        let col = match (&relation.origin, plain_keys(relation).as_slice()) {
            (Origin::Policy, [col]) if group.is_none() && relation.columns[col.index()].ty.is_text_like() => *col,
            _ => {
                self.fail(say::rows_are_no_set(span));
                return None;
            }
        };
        let ty = relation.columns[col.index()].ty.clone();
        let row = RowRef::Var(var);
        let value = Expr { kind: Kind::Field { row: Box::new(row.clone()), col }, ty, span };
        let rel = source.rel();
        self.row_texts(Loop { source, var, group: Some(filter), row, rel }, None, value)
    }

    /// `(Firm when …).county`: the texts of a field of the rows that pass.
    pub fn filtered_step(&mut self, rows: Filtered, field: &Name, span: Span) -> Term {
        let at = rows.span;
        if let Some(list) = self.list_of(rows.source.rel(), field)
            && rows.group.is_none()
        {
            return self.lists_of(rows, list, span);
        }
        let Some(looped) = self.loop_over(Term::Filtered(Box::new(rows)), None) else { return Term::Value(self.error(span)) };
        let row = Term::Row { row: looped.row.clone(), rel: looped.rel, span };
        let term = self.step(row, field, span);
        match term {
            Term::Value(value) if value.ty.is_text_like() => match self.row_texts(looped, None, value) {
                Some(set) => Term::Texts(set, span),
                None => Term::Value(self.error(span)),
            },
            Term::Value(e) if e.ty == Type::Error => Term::Value(e),
            Term::Value(_)
            | Term::Row { .. }
            | Term::Set(..)
            | Term::Texts(..)
            | Term::Relation(..)
            | Term::List { .. }
            | Term::Filtered(_)
            | Term::Column { .. } => Term::Value(self.fail_with(say::field_of_list(field, at), span)),
        }
    }

    /// `(Firm when …).funds`: the lists of the rows that pass, all together.
    fn lists_of(&mut self, rows: Filtered, list: RelId, span: Span) -> Term {
        let Filtered { source, var: owner, mut filter, .. } = rows;
        let source = match source {
            Source::Nested { of, .. } => Source::Nested { rel: list, of },
            Source::Rel(_) | Source::Members { .. } | Source::Periods { .. } => Source::Rel(list),
        };
        let var = self.new_var(None, list);
        filter.put(owner, &RowRef::Parent(Box::new(RowRef::Var(var))));
        Term::Filtered(Box::new(Filtered { source, group: None, var, filter, span }))
    }

    /// All members a set can have, where the policy itself states them.
    pub fn at_most(&self, set: &TextSet) -> Option<SetExpr> {
        match set {
            TextSet::Fixed(set) => Some(set.clone()),
            TextSet::Union(a, b) => Some(SetExpr::Union(Box::new(self.at_most(a)?), Box::new(self.at_most(b)?))),
            TextSet::Minus(a, _) => self.at_most(a),
            TextSet::Rows(texts) => {
                let RowTexts { source, var, value, .. } = &**texts;
                let Kind::Field { row, col } = &value.kind else { return None };
                match source {
                    _ if !matches!(**row, RowRef::Var(v) if v == *var) => None,
                    Source::Members { set, .. } => Some(set.clone()),
                    Source::Rel(rel) if self.cx.schema.get(*rel).origin == Origin::Policy => {
                        Some(SetExpr::Column { rel: *rel, col: *col })
                    }
                    Source::Rel(_) | Source::Nested { .. } | Source::Periods { .. } => None,
                }
            }
        }
    }

    /// The members of a set that only the data can tell, one by one.
    pub fn members_among(&mut self, set: TextSet, span: Span) -> Option<Filtered> {
        let Some(all) = self.at_most(&set) else {
            self.fail(say::rows_are_no_set(span));
            return None;
        };
        let source = self.members(all, span);
        let var = self.new_var(None, source.rel());
        let field = Kind::Field { row: Box::new(RowRef::Var(var)), col: ColId(0) };
        let filter = self.contains(&set, Expr { kind: field, ty: Type::Text, span }, span);
        if filter.ty == Type::Error {
            self.failed = true;
            return None;
        }
        Some(Filtered { source, group: None, var, filter, span })
    }
}
