//! Sets of texts, membership, existence.

use crate::ast::{self, BinaryOp, CmpOp, ExprKind};
use crate::check::base::columns::{find_column, plain_keys, rel_id};
use crate::check::base::figures::{all_of, as_year, truth_of};
use crate::check::base::item::What;
use crate::check::base::names;
use crate::check::base::term::{Loop, Term};
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::expr::texts::names_a_field;
use crate::check::scope::rule::{Found, RuleCx};
use crate::finding;
use crate::hir::{Agg, AggFn, DefinedId, Expr, Kind, RowRef, SetExpr, SetMembers, SetWords, Source};
use crate::num::int;
use crate::text::Span;
use crate::ty::{ColId, Origin, PeriodKind, RelId, Relation, Type};
use std::collections::HashSet;

/// A member that is worked out for each row: a field, also one between the braces of a text.
pub(in crate::check) fn is_no_plain_text(member: &ast::Expr) -> bool {
    if let ExprKind::Str(text) = &member.kind { names_a_field(text) } else { !matches!(member.kind, ExprKind::Name(_)) }
}

impl RuleCx<'_, '_> {
    /// A set; `None` after a mistake was reported.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn set(&mut self, e: &ast::Expr) -> Option<SetExpr> {
        match &e.kind {
            ExprKind::Set(members) => {
                let mut texts = Vec::new();
                for member in members {
                    texts.push(self.set_member(member)?);
                }
                Some(SetExpr::Texts(texts))
            }
            ExprKind::Binary { op: op @ (BinaryOp::Union | BinaryOp::Minus), left, right, .. } => {
                let (a, b) = (self.set(left), self.set(right));
                let (a, b) = (Box::new(a?), Box::new(b?));
                Some(if *op == BinaryOp::Union { SetExpr::Union(a, b) } else { SetExpr::Minus(a, b) })
            }
            _ => {
                let term = self.term(e);
                self.as_set(term)
            }
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn set_member(&mut self, member: &ast::Expr) -> Option<String> {
        match &member.kind {
            ExprKind::Str(text) if names_a_field(text) => {
                self.fail(say::field_in_set(member.span));
                None
            }
            ExprKind::Str(text) => Some(text.clone()),
            ExprKind::Bad => {
                self.failed = true;
                None
            }
            ExprKind::Name(name) if matches!(self.resolve(name), Found::Nothing) => {
                self.fail(say::unquoted_text(name));
                None
            }
            // A text handed to a definition is written out where it is called.
            ExprKind::Name(name) if matches!(self.resolve(name), Found::Arg(_)) => match self.name_term(name) {
                Term::Value(Expr { kind: Kind::Text(text), .. }) => Some(text),
                Term::Value(Expr { ty: Type::Error, .. }) => {
                    self.failed = true;
                    None
                }
                _ => {
                    self.fail(say::set_of_texts(member.span));
                    None
                }
            },
            _ => {
                self.fail(say::set_of_texts(member.span));
                None
            }
        }
    }

    pub fn as_set(&mut self, term: Term) -> Option<SetExpr> {
        match term {
            Term::Set(set, _) => Some(set),
            Term::Relation(rel, span) => {
                let relation = self.cx.schema.get(rel);
                match (relation.origin == Origin::Policy, plain_keys(relation).as_slice()) {
                    (true, [col]) if relation.columns[col.index()].ty.is_text_like() => Some(SetExpr::Column { rel, col: *col }),
                    (true, []) if relation.key.is_empty() => {
                        self.failed = true;
                        None
                    }
                    (policy, _) => {
                        let (title, declared) = (relation.title().to_string(), relation.span);
                        self.fail(say::relation_is_no_set(span, &title, policy, declared));
                        None
                    }
                }
            }
            Term::Value(e) if e.ty == Type::Error => {
                self.failed = true;
                None
            }
            Term::Column { span, .. } | Term::List { span, .. } | Term::Texts(_, span) => {
                self.fail(say::rows_are_no_set(span));
                None
            }
            Term::Filtered(rows) => {
                self.fail(say::rows_are_no_set(rows.span));
                None
            }
            Term::Value(e) => {
                if let Some(rel) = self.behind_field(&e) {
                    return self.as_set(Term::Relation(rel, e.span));
                }
                let found = words::of_type(&e.ty, None);
                self.fail(say::not_a_set(e.span, &found));
                None
            }
            Term::Row { span, .. } => {
                self.fail(say::not_a_set(span, &words::of_type(&Type::Row(RelId(0)), None)));
                None
            }
        }
    }

    /// `x in S`, `x not in S`
    pub fn membership(&mut self, value: &ast::Expr, set: &ast::Expr, negated: bool, span: Span) -> Expr {
        let found = if let ExprKind::Set(members) = &set.kind
            && members.iter().any(is_no_plain_text)
        {
            self.among(value, members, span)
        } else {
            let values = self.operands(&[value]);
            let Some(value) = values.into_iter().next() else { return self.error(span) };
            if value.ty.calendar().is_some() && !self.looks_like_set(set) {
                let period = self.value(set);
                let period = as_year(period, &Type::Period(PeriodKind::Year));
                return match &period.ty {
                    Type::Period(_) => {
                        let found = self.lies_within(value, period, span);
                        if negated && found.ty == Type::Flag { truth_of(Kind::Not(Box::new(found)), span) } else { found }
                    }
                    Type::Error => self.error(span),
                    ty @ (Type::Text
                    | Type::Flag
                    | Type::Number(_)
                    | Type::Date
                    | Type::OneOf(_)
                    | Type::Ref(_)
                    | Type::List(_)
                    | Type::Row(_)
                    | Type::Set) => {
                        let (found, wanted) = (words::of_type(ty, None), words::of_type(&Type::Period(PeriodKind::Year), None));
                        self.fail_with(say::wrong_period(period.span, &found, &wanted), span)
                    }
                };
            }
            match self.valued_rows(set, &value.ty) {
                Some(rows) => self.among_values(rows, value, self.valued_title(set), span),
                None => {
                    let Some(set) = self.text_set(set) else { return self.error(span) };
                    self.contains(&set, value, span)
                }
            }
        };
        if negated && found.ty == Type::Flag { truth_of(Kind::Not(Box::new(found)), span) } else { found }
    }

    /// Days, periods or numbers that the rows of a table or of a loop hold, where such a value is sought among them: a table with one key
    /// column, a column, `{h.day for h in holidays}`.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn valued_rows(&mut self, set: &ast::Expr, sought: &Type) -> Option<(Loop, Option<Expr>, Expr)> {
        if !matches!(sought, Type::Date | Type::Period(_) | Type::Number(_)) {
            return None;
        }
        if let ExprKind::Collect { value, binder, filter } = &set.kind {
            if !binder.by.is_empty() {
                return None;
            }
            let looped = self.binder_loop(binder)?;
            let (filter, value) = self.inside(&looped, binder, filter.as_deref(), Some(value.as_ref()));
            return Some((looped, filter, value?));
        }
        let (rel, col) = match &set.kind {
            ExprKind::Name(name) => {
                let Found::Item(What::Table(rel)) = self.resolve(name) else { return None };
                let [col] = self.cx.schema.get(rel).key.as_slice() else { return None };
                (rel, *col)
            }
            ExprKind::Path { base, field } => {
                let ExprKind::Name(name) = &base.kind else { return None };
                let Found::Item(What::Table(rel) | What::Record(rel)) = self.resolve(name) else { return None };
                (rel, find_column(self.cx.schema.get(rel), &field.text)?)
            }
            _ => return None,
        };
        let ty = self.cx.schema.column(rel, col).ty.clone();
        if !matches!(ty, Type::Date | Type::Period(_) | Type::Number(_)) {
            return None;
        }
        let looped = self.loop_over(Term::Relation(rel, set.span), None)?;
        let value = Expr { kind: Kind::Field { row: Box::new(looped.row.clone()), col }, ty, span: set.span };
        Some((looped, None, value))
    }

    /// What people call such rows: the table with one key column, a table and its column; else as the author wrote them.
    fn valued_title(&self, set: &ast::Expr) -> finding::Name {
        if let ExprKind::Name(name) = &set.kind
            && let Found::Item(What::Table(rel)) = self.resolve(name)
        {
            return finding::Name::title(self.cx.schema.get(rel).title());
        }
        finding::Name::title(self.cx.written(set.span))
    }

    /// Whether some of these rows holds a value; `set` is what they are called.
    fn among_values(
        &mut self,
        (looped, filter, held): (Loop, Option<Expr>, Expr),
        value: Expr,
        other: finding::Name,
        span: Span,
    ) -> Expr {
        let sought = Some(SetMembers { words: SetWords { subset: true, other }, member: value.clone() });
        let same = self.compared(vec![held.clone(), value], &[(CmpOp::Eq, span)], span);
        if same.ty == Type::Error {
            return same;
        }
        let optional = self.column_of(&held).is_some_and(|c| c.optional);
        let there = optional.then(|| truth_of(Kind::Exists(Box::new(held.clone())), held.span));
        let filter = all_of(looped.group.into_iter().chain(filter).chain(there).chain([same]).collect());
        let holds = Some(truth_of(Kind::Num(int(1)), span));
        let (source, var) = (looped.source, looped.var);
        truth_of(
            Kind::Agg(Box::new(Agg { func: AggFn::Some, var, source, filter, value: holds, own: None, set: sought, span })),
            span,
        )
    }

    pub fn in_set(&mut self, value: Expr, set: SetExpr, span: Span) -> Expr {
        if value.ty == Type::Error {
            return self.error(span);
        }
        if let Type::OneOf(list) = &value.ty {
            let strange = texts_of(&set).into_iter().find(|t| !self.is_listed(list, t)).map(str::to_string);
            if let Some(text) = strange {
                let near = names::meant(&text, list);
                let operand = self.operand(&value);
                let place = span;
                return self.fail_with(say::not_listed(place, &text, &operand, near.as_deref()), span);
            }
        }
        if !value.ty.is_text_like() {
            let found = words::of_type(&value.ty, None);
            return self.fail_with(say::member_not_text(value.span, &found), span);
        }
        truth_of(Kind::In { value: Box::new(value), set }, span)
    }

    /// `x exists`, `x does not exist`
    pub fn exists(&mut self, value: &ast::Expr, negated: bool, span: Span) -> Expr {
        let term = self.term(value);
        let kind = match term {
            Term::Row { row: row @ (RowRef::Lookup { .. } | RowRef::Only(_)), .. } => Kind::RowExists(Box::new(row)),
            Term::Row { span: at, .. } => return self.fail_with(say::row_always_exists(at), span),
            Term::Value(e) if e.ty == Type::Error => return self.error(span),
            Term::Value(Expr { kind: Kind::Classification(classification), ty, span: at }) => {
                let Type::OneOf(labels) = ty.clone() else { return self.error(span) };
                let Some(first) = labels.first() else { return self.error(span) };
                let lowest = Expr { kind: Kind::Text(first.clone()), ty: Type::Text, span: at };
                let stage = Expr { kind: Kind::Classification(classification), ty, span: at };
                self.rank(&labels, &stage, CmpOp::Ge, &lowest, span).kind
            }
            Term::Value(e) => match self.column_of(&e) {
                Some(column) if column.optional => Kind::Exists(Box::new(e)),
                Some(column) => {
                    let diagnostic = say::always_exists(e.span, column.title(), column.span);
                    return self.fail_with(diagnostic, span);
                }
                None if self.may_be_none(&e, &mut HashSet::new()) => Kind::Exists(Box::new(e)),
                None => return self.fail_with(say::exists_of_value(e.span), span),
            },
            other @ (Term::Set(..)
            | Term::Texts(..)
            | Term::Relation(..)
            | Term::List { .. }
            | Term::Filtered(_)
            | Term::Column { .. }) => return self.fail_with(say::exists_of_rows(other.span()), span),
        };
        let found = truth_of(kind, span);
        if negated { truth_of(Kind::Not(Box::new(found)), span) } else { found }
    }

    /// `x filled`, `x not filled`: what a question about the form may ask.
    pub fn filled(&mut self, value: &ast::Expr, negated: bool, span: Span) -> Expr {
        if !self.asks_form {
            return self.fail_with(say::filled_of_world(span), span);
        }
        let Some(field) = self.form_field(value) else { return self.error(span) };
        let sent = self.sent_of_field(&field).map(Box::new);
        let found = truth_of(Kind::Filled(Box::new(field), sent), span);
        if negated { truth_of(Kind::Not(Box::new(found)), span) } else { found }
    }

    /// A field of the form: a value, or a list.
    pub fn form_field(&mut self, e: &ast::Expr) -> Option<Expr> {
        let value = match self.term(e) {
            Term::List { source: Source::Nested { rel, of }, span } => match self.cx.schema.get(rel).origin {
                Origin::Nested { column, .. } => {
                    Expr { kind: Kind::Field { row: Box::new(of), col: column }, ty: Type::List(rel), span }
                }
                Origin::Submitted | Origin::Policy | Origin::Calendar => self.error(span),
            },
            term @ (Term::Value(_)
            | Term::Row { .. }
            | Term::Set(..)
            | Term::Texts(..)
            | Term::Relation(..)
            | Term::List { .. }
            | Term::Filtered(_)
            | Term::Column { .. }) => self.as_value(term),
        };
        match (&value.kind, &value.ty) {
            (_, Type::Error) => None,
            (Kind::Field { .. }, _) => Some(value),
            _ => {
                self.fail(say::report_needs_field(e.span));
                None
            }
        }
    }

    /// Whether a computed value can be none: a choice that may give none, and what is reckoned with one or with a `?` field.
    pub fn may_be_none(&self, e: &Expr, seen: &mut HashSet<DefinedId>) -> bool {
        if let Kind::Defined(defined) = &e.kind {
            return seen.insert(defined.id) && self.may_be_none(&defined.value, seen);
        }
        if e.gives_none() {
            return true;
        }
        if let Some(column) = self.column_of(e) {
            return column.optional;
        }
        let mut found = false;
        if e.is_reckoned() {
            e.parts(&mut |part| found = found || self.may_be_none(part, seen));
        }
        found
    }

    /// The row a member of a set stands for: that of the table it is taken from, else the member alone.
    pub fn member_row(&self, source: &Source, var: crate::hir::VarId, span: Span) -> (RowRef, RelId) {
        let own = (RowRef::Var(var), source.rel());
        let Source::Members { set, .. } = source else { return own };
        let Some((table, key)) = base_table(set) else { return own };
        if plain_keys(self.cx.schema.get(table)) != [key] || self.cx.schema.get(table).key.len() != 1 {
            return own;
        }
        let field = Kind::Field { row: Box::new(RowRef::Var(var)), col: ColId(0) };
        let member = Expr { kind: field, ty: Type::Text, span };
        (RowRef::Lookup { rel: table, keys: vec![member], span }, table)
    }

    /// A loop over the members of a set: a one-column relation of its own.
    pub fn members(&mut self, set: SetExpr, span: Span) -> Source {
        let rel = rel_id(self.cx.schema.relations.len());
        // Members are shown under the name of the column they come from.
        let title = base_column(&set).map(|(rel, col)| self.cx.schema.column(rel, col).title().to_string());
        self.cx.schema.relations.push(Relation::of_members(title.unwrap_or_default(), Type::Text, Origin::Policy, span));
        Source::Members { rel, set }
    }
}

/// The table column a set is taken from: that of the table other sets are taken away from, or the first of a union.
pub(in crate::check) fn base_column(set: &SetExpr) -> Option<(RelId, ColId)> {
    match set {
        SetExpr::Texts(_) => None,
        SetExpr::Column { rel, col } => Some((*rel, *col)),
        SetExpr::Union(a, b) => base_column(a).or_else(|| base_column(b)),
        SetExpr::Minus(a, _) => base_column(a),
    }
}

/// The table whose rows the members of a set are: a table less something is a smaller table.
pub(in crate::check) fn base_table(set: &SetExpr) -> Option<(RelId, ColId)> {
    match set {
        SetExpr::Column { rel, col } => Some((*rel, *col)),
        SetExpr::Minus(a, _) => base_table(a),
        SetExpr::Texts(_) | SetExpr::Union(..) => None,
    }
}

/// Texts written out in a set.
fn texts_of(set: &SetExpr) -> Vec<&str> {
    match set {
        SetExpr::Texts(list) => list.iter().map(String::as_str).collect(),
        SetExpr::Column { .. } => Vec::new(),
        SetExpr::Union(a, b) | SetExpr::Minus(a, b) => {
            let mut all = texts_of(a);
            all.extend(texts_of(b));
            all
        }
    }
}
