//! Sets that data fill: the texts of a field of many rows (`g.members.name`), alone or united with sets of the policy.

use crate::ast::{self, BinaryOp, Binder, CmpOp, ExprKind, Name};
use crate::check::base::figures::{all_of, truth_of};
use crate::check::base::item::What;
use crate::check::base::names::is_called;
use crate::check::base::term::{Loop, RowTexts, Term, TextSet};
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::expr::paths::CHAIN;
use crate::check::expr::sets::is_no_plain_text;
use crate::check::scope::checker::Body;
use crate::check::scope::rule::{Found, Member, RuleCx};
use crate::finding;
use crate::hir::{Agg, AggFn, Expr, Kind, RowRef, SetExpr, SetMembers, SetWords};
use crate::num::int;
use crate::text::Span;
use crate::ty::{Origin, RelId, Type};

impl RuleCx<'_, '_> {
    /// A set of any kind; `None` after a mistake was reported.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn text_set(&mut self, e: &ast::Expr) -> Option<TextSet> {
        match &e.kind {
            ExprKind::Collect { value, binder, filter } => self.collected(value, binder, filter.as_deref()),
            ExprKind::Binary { op: op @ (BinaryOp::Union | BinaryOp::Minus), left, right, .. } => {
                let (a, b) = (self.text_set(left), self.text_set(right));
                Some(match (a?, b?, op) {
                    (TextSet::Fixed(a), TextSet::Fixed(b), BinaryOp::Union) => {
                        TextSet::Fixed(SetExpr::Union(Box::new(a), Box::new(b)))
                    }
                    (TextSet::Fixed(a), TextSet::Fixed(b), _) => TextSet::Fixed(SetExpr::Minus(Box::new(a), Box::new(b))),
                    (a, b, BinaryOp::Union) => TextSet::Union(Box::new(a), Box::new(b)),
                    (a, b, _) => TextSet::Minus(Box::new(a), Box::new(b)),
                })
            }
            ExprKind::Set(_) => self.set(e).map(TextSet::Fixed),
            _ => {
                let term = self.term(e);
                self.as_text_set(term)
            }
        }
    }

    pub fn set_term(&mut self, e: &ast::Expr) -> Term {
        match self.text_set(e) {
            Some(TextSet::Fixed(set)) => Term::Set(set, e.span),
            Some(set) => Term::Texts(set, e.span),
            None => Term::Value(self.error(e.span)),
        }
    }

    pub fn as_text_set(&mut self, term: Term) -> Option<TextSet> {
        match term {
            Term::Texts(set, _) => Some(set),
            Term::Filtered(rows) => self.filtered_texts(*rows),
            Term::Column { rel, col, span } if self.cx.schema.column(rel, col).ty.is_text_like() => {
                let looped = self.loop_over(Term::Relation(rel, span), None)?;
                let ty = self.cx.schema.column(rel, col).ty.clone();
                let value = Expr { kind: Kind::Field { row: Box::new(looped.row.clone()), col }, ty, span };
                self.row_texts(looped, None, value)
            }
            other @ (Term::Value(_)
            | Term::Row { .. }
            | Term::Set(..)
            | Term::Relation(..)
            | Term::List { .. }
            | Term::Column { .. }) => self.as_set(other).map(TextSet::Fixed),
        }
    }

    /// `g.members.name`: the texts of a field of a list's rows.
    pub fn list_texts(&mut self, list: Term, field: &Name, span: Span) -> Option<TextSet> {
        let looped = self.loop_over(list, None)?;
        let row = Term::Row { row: looped.row.clone(), rel: looped.rel, span };
        let term = self.step(row, field, span);
        let value = self.as_value(term);
        self.row_texts(looped, None, value)
    }

    /// `{m.name for m in g.members when …}`
    fn collected(&mut self, value: &ast::Expr, binder: &Binder, filter: Option<&ast::Expr>) -> Option<TextSet> {
        if let Some(by) = binder.by.first() {
            self.fail(say::by_in_aggregate(by));
            return None;
        }
        let looped = self.binder_loop(binder)?;
        let (filter, value) = self.inside(&looped, binder, filter, Some(value));
        self.row_texts(looped, filter, value?)
    }

    pub fn row_texts(&mut self, looped: Loop, filter: Option<Expr>, value: Expr) -> Option<TextSet> {
        if value.ty == Type::Error || filter.as_ref().is_some_and(|f| f.ty == Type::Error) {
            self.failed = true;
            return None;
        }
        if !value.ty.is_text_like() {
            let found = words::of_type(&value.ty, None);
            self.fail(say::member_not_text(value.span, &found));
            return None;
        }
        // A row without the text adds nothing to the set.
        let optional = self.column_of(&value).is_some_and(|c| c.optional);
        let there = optional.then(|| truth_of(Kind::Exists(Box::new(value.clone())), value.span));
        let filter = all_of(looped.group.into_iter().chain(filter).chain(there).collect());
        Some(TextSet::Rows(Box::new(RowTexts { source: looped.source, var: looped.var, filter, value })))
    }

    /// The same texts under a variable of their own.
    pub fn fresh(&mut self, texts: &RowTexts) -> RowTexts {
        let mut out = texts.clone();
        let rel = texts.source.rel();
        out.var = self.new_var(None, rel);
        out.filter.iter_mut().for_each(|f| f.rename(texts.var, out.var));
        out.value.rename(texts.var, out.var);
        out
    }

    /// `x in set`
    pub fn contains(&mut self, set: &TextSet, x: Expr, span: Span) -> Expr {
        match set {
            TextSet::Fixed(set) => self.in_set(x, set.clone(), span),
            TextSet::Rows(texts) => {
                if x.ty == Type::Error {
                    return self.error(span);
                }
                if !x.ty.is_text_like() {
                    let found = words::of_type(&x.ty, None);
                    return self.fail_with(say::member_not_text(x.span, &found), span);
                }
                let words = SetWords { subset: true, other: self.set_title(set, texts.value.span) };
                let sought = Some(SetMembers { words, member: x.clone() });
                let RowTexts { source, var, filter, value } = self.fresh(texts);
                let same = truth_of(Kind::Same { left: Box::new(value), right: Box::new(x), negated: false }, span);
                let filter = all_of(filter.into_iter().chain([same]).collect());
                let value = Some(truth_of(Kind::Num(int(1)), span));
                truth_of(
                    Kind::Agg(Box::new(Agg { func: AggFn::Some, var, source, filter, value, own: None, set: sought, span })),
                    span,
                )
            }
            TextSet::Union(a, b) => {
                let parts = vec![self.contains(a, x.clone(), span), self.contains(b, x, span)];
                truth_of(Kind::Or(parts), span)
            }
            TextSet::Minus(a, b) => {
                let (inside, out) = (self.contains(a, x.clone(), span), self.contains(b, x, span));
                truth_of(Kind::And(vec![inside, truth_of(Kind::Not(Box::new(out)), span)]), span)
            }
        }
    }

    /// `A subset of B`, `A disjoint with B`
    pub fn set_relation(&mut self, subset: bool, left: &ast::Expr, right: &ast::Expr, span: Span) -> Expr {
        if let Some(each) = self.fields_related(subset, left, right, span) {
            return each;
        }
        let (a, b) = (self.text_set(left), self.text_set(right));
        let (Some(a), Some(b)) = (a, b) else { return self.error(span) };
        let words = SetWords { subset, other: self.set_title(&b, right.span) };
        self.related(&a, &b, words, span)
    }

    /// Fields of rows in hand as a set: each of them is a member of the other set, or none is.
    fn fields_related(&mut self, subset: bool, left: &ast::Expr, right: &ast::Expr, span: Span) -> Option<Expr> {
        if !holds_fields(left) && !holds_fields(right) {
            return None;
        }
        let (own, other) = if subset || written_out(left).is_some() { (left, right) } else { (right, left) };
        let parts: Vec<Expr> = written_out(own)?.iter().map(|m| self.membership(m, other, !subset, m.span)).collect();
        if parts.iter().any(|p| p.ty == Type::Error) {
            return Some(self.error(span));
        }
        Some(truth_of(Kind::And(parts), span))
    }

    /// Fields of rows in hand as a set that equals another: each of them is in it, and each of its members is one of them.
    fn fields_equal(&mut self, left: &ast::Expr, right: &ast::Expr, span: Span) -> Option<Vec<Expr>> {
        let (own, other) = if holds_fields(left) { (left, right) } else { (right, left) };
        let fields = written_out(own).filter(|_| holds_fields(own))?;
        let there = self.fields_related(true, own, other, span)?;
        let back = if written_out(other).is_some() {
            self.fields_related(true, other, own, span)?
        } else {
            let fields = self.operands(&fields.iter().collect::<Vec<_>>());
            let words = SetWords { subset: true, other: finding::Name::title(self.cx.written(own.span)) };
            match self.text_set(other) {
                Some(set) => self.every_member(&set, &mut Vec::new(), Whole::Fields(&fields), &words, span),
                None => self.error(span),
            }
        };
        Some(vec![there, back])
    }

    /// `A = B`: each is part of the other.
    pub fn set_equality(&mut self, negated: bool, left: &ast::Expr, right: &ast::Expr, span: Span) -> Expr {
        if let Some(parts) = self.fields_equal(left, right, span) {
            return self.all_parts(parts, negated, span);
        }
        let (a, b) = (self.text_set(left), self.text_set(right));
        let (Some(a), Some(b)) = (a, b) else { return self.error(span) };
        let words = |other: finding::Name| SetWords { subset: true, other };
        let (there, back) = (words(self.set_title(&b, right.span)), words(self.set_title(&a, left.span)));
        let parts = vec![self.related(&a, &b, there, span), self.related(&b, &a, back, span)];
        self.all_parts(parts, negated, span)
    }

    fn all_parts(&mut self, parts: Vec<Expr>, negated: bool, span: Span) -> Expr {
        if parts.iter().any(|p| p.ty == Type::Error) {
            return self.error(span);
        }
        let both = truth_of(Kind::And(parts), span);
        if negated { truth_of(Kind::Not(Box::new(both)), span) } else { both }
    }

    /// What people call a set: the table, or the list with its column; else as the author wrote it.
    fn set_title(&self, set: &TextSet, span: Span) -> finding::Name {
        match set {
            TextSet::Fixed(SetExpr::Column { rel, .. }) => finding::Name::title(self.cx.schema.get(*rel).title()),
            TextSet::Rows(texts) => {
                let Kind::Field { row, col } = &texts.value.kind else { return finding::Name::title(self.cx.written(span)) };
                if !matches!(row.as_ref(), RowRef::Var(v) if *v == texts.var) {
                    return finding::Name::title(self.cx.written(span));
                }
                let rel = texts.source.rel();
                let (list, column) = (self.cx.schema.get(rel).title(), self.cx.schema.column(rel, *col).title());
                let title = format!("{list} · {column}");
                let filtered = texts.filter.as_ref().is_some_and(|f| !matches!(f.kind, Kind::Exists(_)));
                if filtered { finding::Name::Qualifying(title) } else { finding::Name::Title(title) }
            }
            TextSet::Fixed(_) | TextSet::Union(..) | TextSet::Minus(..) => finding::Name::title(self.cx.written(span)),
        }
    }

    fn related(&mut self, a: &TextSet, b: &TextSet, words: SetWords, span: Span) -> Expr {
        match (a, b) {
            (TextSet::Fixed(left), TextSet::Fixed(right)) => {
                truth_of(Kind::SetRelation { words: Box::new(words), left: left.clone(), right: right.clone() }, span)
            }
            _ => self.every_member(a, &mut Vec::new(), Whole::Set(b), &words, span),
        }
    }

    /// Every member of `a` that is in none of `unless` stands to `b` as the words say.
    fn every_member(&mut self, a: &TextSet, unless: &mut Vec<TextSet>, b: Whole<'_>, words: &SetWords, span: Span) -> Expr {
        let (source, var, filter, member) = match a {
            TextSet::Union(x, y) => {
                let parts = vec![self.every_member(x, unless, b, words, span), self.every_member(y, unless, b, words, span)];
                return truth_of(Kind::And(parts), span);
            }
            TextSet::Minus(x, y) => {
                unless.push((**y).clone());
                let out = self.every_member(x, unless, b, words, span);
                unless.pop();
                return out;
            }
            TextSet::Fixed(set) => {
                let source = self.members(set.clone(), span);
                let var = self.new_var(None, source.rel());
                let field = Kind::Field { row: Box::new(RowRef::Var(var)), col: crate::ty::ColId(0) };
                (source, var, None, Expr { kind: field, ty: Type::Text, span })
            }
            TextSet::Rows(texts) => {
                let RowTexts { source, var, filter, value } = self.fresh(texts);
                (source, var, filter, value)
            }
        };
        let inside = match b {
            Whole::Set(set) => self.contains(set, member.clone(), span),
            Whole::Fields(fields) => {
                let ops = [(CmpOp::Eq, span)];
                let same = fields.iter().map(|f| self.compared(vec![f.clone(), member.clone()], &ops, span)).collect();
                truth_of(Kind::Or(same), span)
            }
        };
        let wanted = if words.subset { inside } else { truth_of(Kind::Not(Box::new(inside)), span) };
        let mut ways: Vec<Expr> = unless.iter().map(|u| self.contains(u, member.clone(), span)).collect();
        ways.push(wanted);
        if ways.iter().any(|w| w.ty == Type::Error) {
            return self.error(span);
        }
        let value = if ways.len() == 1 { ways.pop() } else { Some(truth_of(Kind::Or(ways), span)) };
        let set = Some(SetMembers { words: words.clone(), member });
        truth_of(Kind::Agg(Box::new(Agg { func: AggFn::Every, var, source, filter, value, own: None, set, span })), span)
    }

    /// The definition that a call names.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn called(&self, e: &ast::Expr) -> Option<usize> {
        match &e.kind {
            ExprKind::Call { name, .. } => {
                if let Found::Item(What::Define(at)) | Found::Field(_, Member::Derived(at)) = self.resolve(name) {
                    Some(at)
                } else {
                    None
                }
            }
            ExprKind::Method { name, base, .. } => {
                let ExprKind::Name(row) = &base.kind else { return None };
                self.derived(self.row_called(row)?, name)
            }
            _ => None,
        }
        .filter(|&at| self.cx.defines.get(at).is_some_and(|d| d.args.is_some()))
    }

    /// The record of the row that a name stands for.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn row_called(&self, name: &Name) -> Option<RelId> {
        match self.resolve(name) {
            Found::Row(row) => Some(row.rel),
            Found::Arg(at) => match self.args.get(at).map(|a| &a.term) {
                Some(Term::Row { rel, .. }) => Some(*rel),
                _ => None,
            },
            _ => None,
        }
    }

    fn derived(&self, rel: RelId, name: &Name) -> Option<usize> {
        match self.member(rel, name) {
            Some(Member::Derived(at)) => Some(at),
            Some(Member::Column(_)) | None => None,
        }
    }

    /// `like_me(o)`, `policy.near(2)`: a definition is called, whatever it gives.
    pub fn is_define_call(&self, e: &ast::Expr) -> bool {
        matches!(e.kind, ExprKind::Method { .. }) || self.called(e).is_some()
    }

    /// `like_me(o)`, `o.near(2)`: a definition with arguments that gives rows or a set.
    pub fn is_set_call(&self, e: &ast::Expr) -> bool {
        self.called(e).is_some_and(|at| self.gives_rows(at))
    }

    /// Whether a definition gives rows or a set, by its form.
    pub fn gives_rows(&self, at: usize) -> bool {
        self.gives_rows_within(at, CHAIN)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn gives_rows_within(&self, at: usize, levels: usize) -> bool {
        let Some(define) = self.cx.defines.get(at).filter(|_| levels > 0) else { return false };
        let Body::Value(body) = define.body else { return false };
        let is_arg = |name: &Name| define.args.unwrap_or(&[]).iter().any(|a| is_called(&name.text, &a.text, None));
        let of_owner = |field: &Name| {
            let Some(rel) = define.owner else { return false };
            self.list_of(rel, field).is_some()
                || self.derived(rel, field).is_some_and(|at| self.gives_rows_within(at, levels - 1))
        };
        let of_all = |name: &Name| match self.cx.items.find(name).map(|e| e.what) {
            Some(What::Table(_) | What::Record(_)) => true,
            Some(What::Define(at)) => self.gives_rows_within(at, levels - 1),
            _ => false,
        };
        let is_owner = |name: &Name| {
            let found = self.cx.items.find(name).map(|e| e.what);
            matches!(found, Some(What::Table(rel) | What::Record(rel)) if define.owner == Some(rel))
        };
        match &body.kind {
            ExprKind::Name(name) if is_arg(name) || is_owner(name) => false,
            ExprKind::Name(name) | ExprKind::Call { name, .. } => of_owner(name) || of_all(name),
            ExprKind::Path { base, field: name } | ExprKind::Method { base, name, .. } => match &base.kind {
                ExprKind::Name(owner) if is_owner(owner) => of_owner(name),
                ExprKind::Name(all) => match self.cx.items.find(all).map(|e| e.what) {
                    Some(What::Table(_)) => true,
                    Some(What::Record(rel)) => self.list_of(rel, name).is_some(),
                    _ => false,
                },
                _ => false,
            },
            _ => is_set_form(&body.kind),
        }
    }

    /// By its form an expression is a set and no value.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn looks_like_set(&mut self, e: &ast::Expr) -> bool {
        match &e.kind {
            ExprKind::Call { .. } | ExprKind::Method { .. } => self.is_set_call(e),
            ExprKind::Name(name) => match self.resolve(name) {
                Found::Item(What::Table(_)) => true,
                Found::Item(What::Define(at)) | Found::Field(_, Member::Derived(at)) => {
                    self.cx.defines.get(at).is_some_and(|d| d.args.is_none()) && self.gives_rows(at)
                }
                Found::Let(at) => self.lets.get(at).is_some_and(|l| is_set_form(&l.ast.value.kind)),
                Found::Arg(at) => {
                    matches!(
                        self.args.get(at).map(|a| &a.term),
                        Some(Term::Set(..) | Term::Texts(..) | Term::Relation(..) | Term::Filtered(_))
                    )
                }
                Found::Row(_)
                | Found::Field(..)
                | Found::Ambiguous(_)
                | Found::Item(_)
                | Found::Shadowed(..)
                | Found::Nothing => false,
            },
            ExprKind::Path { base, field } => match &base.kind {
                ExprKind::Name(name) => match self.resolve(name) {
                    Found::Item(What::Table(rel)) => self.cx.schema.get(rel).origin == Origin::Policy,
                    Found::Field(row, Member::Column(col)) => {
                        matches!(self.cx.schema.column(row.rel, col).ty, Type::List(_))
                    }
                    Found::Row(row) => self.derived(row.rel, field).is_some_and(|at| self.gives_rows(at)),
                    _ => false,
                },
                ExprKind::Path { .. } => matches!(self.term(base), Term::List { .. } | Term::Filtered(_)),
                ExprKind::Call { .. } | ExprKind::Method { .. } => self.is_set_call(base),
                kind => is_set_form(kind),
            },
            kind => is_set_form(kind),
        }
    }
}

/// What the members of a set are to be part of.
#[derive(Clone, Copy)]
enum Whole<'s> {
    Set(&'s TextSet),
    Fields(&'s [Expr]),
}

/// The members of a set that is written out.
fn written_out(e: &ast::Expr) -> Option<&[ast::Expr]> {
    if let ExprKind::Set(members) = &e.kind { Some(members) } else { None }
}

fn holds_fields(e: &ast::Expr) -> bool {
    written_out(e).is_some_and(|members| members.iter().any(is_no_plain_text))
}

/// Nothing but a set or rows is written like this.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn is_set_form(kind: &ExprKind) -> bool {
    let joins = |op: &BinaryOp| matches!(op, BinaryOp::Union | BinaryOp::Minus);
    match kind {
        ExprKind::Binary { op, .. } => joins(op),
        kind => matches!(kind, ExprKind::Set(_) | ExprKind::Collect { .. } | ExprKind::Filtered { .. } | ExprKind::First(_)),
    }
}
