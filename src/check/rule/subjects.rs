//! `for`: what a rule is judged on.

use crate::ast::{self, Binder, Name};
use crate::check::base::columns::{field_names, plain_keys};
use crate::check::base::figures::truth_of;
use crate::check::base::item::What;
use crate::check::base::names;
use crate::check::base::term::{Rows, Term, TextSet};
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::expr::filtered::renamed;
use crate::check::scope::rule::{RuleCx, Scoped, Standing};
use crate::hir::{Expr, Kind, Roster, RowRef, Source, Subject};
use crate::text::Span;
use crate::ty::{ColId, Flavour, Origin, RelId, Type};

impl RuleCx<'_, '_> {
    /// Adds a subject; later ones may depend on it.
    pub fn subject(&mut self, binder: &Binder) -> Option<Subject> {
        let term = self.source_term(binder);
        self.warn_only_nested(&term, binder.source.span);
        // A group is no source of subjects.
        if let Term::Row { span, .. } = term {
            self.fail(say::not_rows(span));
            return None;
        }
        let Rows { source, filter, .. } = self.rows_of(term)?;
        if let Some(var) = &binder.var {
            self.check_variable(var);
        }
        if let Source::Nested { rel, of } = &source
            && self.rel_of(of) != self.parent_of(*rel)
        {
            self.fail(say::lists_in_lists(binder.source.span));
            return None;
        }
        let rel = source.rel();
        let by = self.group_columns(rel, &binder.by);
        let over = match &binder.over {
            Some(over) => Some(self.roster(rel, &source, over, &binder.by)?),
            None => None,
        };
        let name = binder.var.as_ref().map(|v| v.text.clone());
        let var = self.new_var(name.as_deref(), rel);
        if !binder.by.is_empty() {
            self.groups.insert(var, by.clone()?);
        }
        // What has none of what is grouped by is in no group.
        for col in by.iter().flatten() {
            let column = self.cx.schema.column(rel, *col);
            if column.optional && !binder.by.is_empty() {
                let kind = Kind::Field { row: Box::new(RowRef::Var(var)), col: *col };
                let field = Expr { kind, ty: column.ty.clone(), span: binder.span };
                self.subject_whens.push(truth_of(Kind::Exists(Box::new(field)), binder.span));
            }
        }
        let filter = filter.map(|(own, e)| renamed(e, own, var));
        self.subject_filter(var, rel, filter.clone(), binder);
        let over = over.map(|(roster, set)| {
            self.members_meant(var, &roster, set);
            roster
        });
        let span = binder.var.as_ref().map_or(binder.span, |v| v.span);
        let (row, rel) = self.member_row(&source, var, span);
        self.rows.push(Scoped { name, row, rel, standing: Standing::Subject, bare: true, span });
        Some(Subject { var, source, by: by?, filter, over, span: binder.span })
    }

    /// A record that is only listed inside others has no rows of its own.
    fn warn_only_nested(&mut self, term: &Term, span: Span) {
        let Term::Relation(rel, _) = term else { return };
        let inside = self.cx.template_of.iter().find(|(_, template)| *template == rel).map(|(child, _)| *child);
        if let Some(child) = inside
            && self.cx.schema.get(*rel).origin == Origin::Submitted
        {
            let (path, declared) = (self.cx.schema.get(child).name.clone(), self.cx.schema.get(child).span);
            let title = self.cx.schema.get(*rel).name.clone();
            self.cx.report(say::only_nested(span, &title, &path, declared));
        }
    }

    /// A variable must not hide another name.
    pub fn check_variable(&mut self, var: &Name) {
        let row = self.visible().find(|r| r.name.as_deref().is_some_and(|n| names::is_called(&var.text, n, None)));
        let lets = self.lets.iter().find(|l| names::is_called(&var.text, &l.ast.name.text, None));
        let item = self.cx.items.named(var).filter(|e| e.what.is_value());
        let first = match (row, lets, item) {
            (Some(row), ..) => Some(row.span),
            (_, Some(l), _) => Some(l.ast.name.span),
            (_, _, Some(entry)) => Some(entry.span),
            _ => None,
        };
        if let Some(first) = first {
            self.fail(say::shadowing(var, first));
        }
    }

    /// A `let` must not hide a subject, a field of one, or a top-level name.
    pub fn check_let(&mut self, name: &Name) {
        let row = self.rows.iter().find(|r| {
            let itself = r.name.as_deref().is_some_and(|n| names::is_called(&name.text, n, None));
            itself || self.cx.field(r.rel, name).is_some()
        });
        let item = self.cx.items.find(name).filter(|e| matches!(e.what, What::Param(_) | What::Define(_) | What::Table(_)));
        let first = match (row, item) {
            (Some(row), _) => match self.cx.field(row.rel, name) {
                Some(col) => Some(self.cx.schema.column(row.rel, col).span),
                None => Some(row.span),
            },
            (None, Some(entry)) => Some(entry.span),
            (None, None) => None,
        };
        if let Some(first) = first {
            self.fail(say::shadowing(name, first));
        }
    }

    /// The relation a nested one is listed in.
    fn parent_of(&self, rel: RelId) -> Option<RelId> {
        match self.cx.schema.get(rel).origin {
            Origin::Nested { parent, .. } => Some(parent),
            Origin::Submitted | Origin::Policy | Origin::Calendar => None,
        }
    }

    pub fn group_columns(&mut self, rel: RelId, by: &[Name]) -> Option<Vec<ColId>> {
        let mut out = Vec::new();
        for name in by {
            let relation = self.cx.schema.get(rel);
            let Some(col) = self.cx.field(rel, name) else {
                let (title, declared) = (crate::diag::Bilingual::same(relation.title()), relation.span);
                let known = field_names(relation);
                self.fail(say::unknown_field(name, &title, declared, &known));
                return None;
            };
            let column = &relation.columns[col.index()];
            let ty = &column.ty;
            if *ty == Type::Error {
                self.failed = true;
                return None;
            }
            let counted = ty.number().is_some_and(|n| n.flavour == Flavour::Count);
            if !(ty.is_text_like() || counted || matches!(ty, Type::Period(_) | Type::Date | Type::Flag)) {
                let (words, declared) = (words::of_type(ty, None), column.span);
                self.fail(say::cannot_group(name, &words, declared));
                return None;
            }
            out.push(col);
        }
        Some(out)
    }

    /// The roster, and the set of its members where only the data tell which of them are meant.
    fn roster(&mut self, rel: RelId, source: &Source, over: &ast::Expr, by: &[Name]) -> Option<(Roster, Option<TextSet>)> {
        if let Some(by) = by.first() {
            self.fail(say::by_and_over(by, over.span));
            return None;
        }
        if !matches!(source, Source::Rel(r) if self.cx.schema.get(*r).origin == Origin::Submitted) {
            self.fail(say::roster_needs_record(over.span));
            return None;
        }
        let term = self.term(over);
        let set = self.as_text_set(term)?;
        let column = self.roster_column(rel, over.span)?;
        let (all, some) = match (set, over.span) {
            (TextSet::Fixed(set), _) => (set, None),
            (set, span) => match self.at_most(&set) {
                Some(all) => (all, Some(set)),
                None => {
                    self.fail(say::rows_are_no_set(span));
                    return None;
                }
            },
        };
        Some((Roster { set: all, column, span: over.span }, some))
    }

    /// The one key column that names a roster's member.
    pub fn roster_column(&mut self, rel: RelId, span: Span) -> Option<ColId> {
        let relation = self.cx.schema.get(rel);
        let keys = plain_keys(relation);
        match keys.as_slice() {
            [col] if relation.columns[col.index()].ty.is_text_like() => Some(*col),
            _ => {
                let names: Vec<&str> = keys.iter().map(|k| relation.columns[k.index()].title()).collect();
                let diagnostic = say::roster_join(span, relation.title(), &names, relation.span);
                self.fail(diagnostic);
                None
            }
        }
    }
}
