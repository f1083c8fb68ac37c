//! Classifications: ordered labels, each with what it needs beside all before it; and definitions called with arguments.

use crate::ast::{self, CmpOp, Name};
use crate::check::base::figures::{all_of, truth_of};
use crate::check::base::item::What;
use crate::check::base::term::Term;
use crate::check::diagnostics as say;
use crate::check::scope::rule::{Found, Member, RuleCx, Scoped};
use crate::hir::{Classification, Defined, DefinedId, Expr, Kind, Need, RowRef, Scale, Step};
use crate::text::{Span, deep, same_name};
use crate::ty::{RelId, Type};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

impl RuleCx<'_, '_> {
    /// The label of the row in hand.
    pub fn stage_term(&mut self, c: &ast::Classify, span: Span) -> Term {
        let mut steps = Vec::new();
        for stage in &c.stages {
            let mut needs = Vec::new();
            for need in &stage.needs {
                let cond = self.truth(&need.cond);
                if cond.ty == Type::Error {
                    return Term::Value(self.error(span));
                }
                match (&need.label, cond) {
                    // What is joined by `and` is several elements, each missing by itself.
                    (None, Expr { kind: Kind::And(parts), .. }) => {
                        needs.extend(parts.into_iter().map(|p| Need { words: self.element(&p), cond: p }));
                    }
                    (label, cond) => {
                        let words = label.as_ref().map_or_else(|| self.element(&cond), |l| l.text.clone());
                        needs.push(Need { words, cond });
                    }
                }
            }
            steps.push(Step { label: stage.label.text.clone(), needs });
        }
        let title = c.label.as_ref().map_or_else(|| c.name.text.clone(), |l| l.text.clone());
        let labels = steps.iter().map(|s| s.label.clone()).collect();
        let kind = Kind::Classification(Box::new(Classification { title, steps }));
        Term::Value(Expr { kind, ty: Type::OneOf(labels), span })
    }

    /// What an element is called that has no label of its own.
    fn element(&self, cond: &Expr) -> String {
        let field = if let Kind::Exists(x) = &cond.kind { x } else { cond };
        match self.column_of(field) {
            Some(column) => column.title().to_string(),
            None => self.cx.written(cond.span),
        }
    }

    /// Whether two texts may be held against each other by the order of stages: one is a stage, the other a stage of the same kind,
    /// one of its labels, or a field whose candidates are among them; for an order also a choice of such.
    pub fn ranked<'e>(&self, a: &'e Expr, op: CmpOp, b: &'e Expr) -> Option<&'e [String]> {
        let labels = |e: &'e Expr| match (&e.kind, &e.ty) {
            (Kind::Classification(_), Type::OneOf(list)) => Some(list.as_slice()),
            _ => None,
        };
        let chosen = [a, b].iter().any(|e| matches!(e.core().kind, Kind::Choose { .. }));
        if chosen && matches!(op, CmpOp::Eq | CmpOp::Ne) {
            return None;
        }
        match (labels(a), labels(b)) {
            (Some(list), _) if self.is_stage_of(b, list, &mut HashSet::new()) => Some(list),
            (_, Some(list)) if self.is_stage_of(a, list, &mut HashSet::new()) => Some(list),
            _ => None,
        }
    }

    /// Definitions that were looked into are so, or the answer is found already.
    fn is_stage_of(&self, e: &Expr, list: &[String], seen: &mut HashSet<DefinedId>) -> bool {
        match (&e.kind, &e.ty) {
            (Kind::Defined(defined), _) => !seen.insert(defined.id) || deep(|| self.is_stage_of(&defined.value, list, seen)),
            (Kind::Classification(_), Type::OneOf(own)) => own == list,
            (Kind::Text(text), _) => self.is_listed(list, text),
            (Kind::Choose { arms, otherwise }, _) => {
                arms.iter().map(|(_, v)| v).chain(otherwise.as_deref()).all(|v| self.is_stage_of(v, list, seen))
            }
            (_, Type::OneOf(own)) => own.iter().all(|t| self.is_listed(list, t)),
            _ => false,
        }
    }

    /// A label in the spelling of its classification; each definition is put into it once.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn in_own_words(&self, labels: &[String], e: &Expr, made: &mut HashMap<DefinedId, Arc<Defined>>) -> Expr {
        let kind = match &e.kind {
            Kind::Defined(defined) => {
                let known = made.get(&defined.id).cloned();
                let own = known.unwrap_or_else(|| {
                    let value = deep(|| self.in_own_words(labels, &defined.value, made));
                    let own = Arc::new(Defined::new(defined.title.clone(), value));
                    made.insert(defined.id, Arc::clone(&own));
                    own
                });
                Kind::Defined(own)
            }
            Kind::Text(text) => {
                let same = labels.iter().find(|l| same_name(l, text));
                let listed = || labels.iter().find(|l| self.is_listed(std::slice::from_ref(l), text));
                Kind::Text(same.or_else(listed).unwrap_or(text).clone())
            }
            Kind::Choose { arms, otherwise } => Kind::Choose {
                arms: arms.iter().map(|(when, then)| (when.clone(), self.in_own_words(labels, then, made))).collect(),
                otherwise: otherwise.as_ref().map(|o| Box::new(self.in_own_words(labels, o, made))),
            },
            other => other.clone(),
        };
        Expr { kind, ..e.clone() }
    }

    /// Two stages compared by their order. Where no arm of a choice holds there is nothing to compare with.
    pub fn rank(&self, labels: &[String], a: &Expr, op: CmpOp, b: &Expr, span: Span) -> Expr {
        let words = self.cx.written(b.span);
        let [left, right] = [a, b].map(|e| Box::new(self.in_own_words(labels, e, &mut HashMap::new())));
        let rank = Kind::Rank { scale: Box::new(Scale { labels: labels.to_vec(), words }), left, op, right };
        let open = [a, b].into_iter().filter_map(|e| {
            if let Kind::Choose { arms, otherwise: None } = &e.core().kind {
                Some(arms.iter().map(|(when, _)| when.clone()).collect())
            } else {
                None
            }
        });
        let some: Vec<Expr> = open.map(|whens| truth_of(Kind::Or(whens), span)).collect();
        match all_of(some) {
            None => truth_of(rank, span),
            Some(when) => truth_of(Kind::Choose { arms: vec![(when, truth_of(rank, span))], otherwise: None }, span),
        }
    }

    /// `share(a, b)`: a definition with arguments; `None` when no definition is called so.
    pub fn defined_call(&mut self, name: &Name, args: &[ast::Expr], span: Span) -> Option<Term> {
        let (at, owner) = match self.resolve(name) {
            Found::Item(What::Define(at)) => (at, None),
            Found::Field(Scoped { row, rel, .. }, Member::Derived(at)) => (at, Some((row, rel))),
            Found::Row(_)
            | Found::Let(_)
            | Found::Arg(_)
            | Found::Field(..)
            | Found::Ambiguous(_)
            | Found::Item(_)
            | Found::Shadowed(..)
            | Found::Nothing => return None,
        };
        let takes = self.cx.defines.get(at).is_some_and(|d| d.args.is_some());
        if !takes && crate::builtins::find(&name.text).is_some() {
            return None;
        }
        Some(self.put_in_place(at, owner, args, span))
    }

    fn put_in_place(&mut self, at: usize, owner: Option<(RowRef, RelId)>, args: &[ast::Expr], span: Span) -> Term {
        let given = args.iter().map(|a| self.term(a)).collect();
        self.define_term(at, owner, Some(given), span)
    }

    /// `c.need(k)`, `policy.share(a, b)`
    pub fn method_term(&mut self, base: &ast::Expr, name: &Name, args: &[ast::Expr], span: Span) -> Term {
        if let ast::ExprKind::Name(policy) = &base.kind
            && let (Found::Nothing, Some(What::Policy(_))) = (self.resolve(policy), self.cx.items.named(policy).map(|e| e.what))
        {
            return match self.cx.items.find(name).map(|e| e.what) {
                Some(What::Define(at)) => self.put_in_place(at, None, args, span),
                _ => {
                    let known = self.cx.functions(name.span, None);
                    Term::Value(self.fail_with(say::unknown_method(name, &known), span))
                }
            };
        }
        let (row, rel) = match self.term(base) {
            Term::Row { row, rel, .. } => (row, rel),
            Term::Value(Expr { ty: Type::Error, .. }) => return Term::Value(self.error(span)),
            Term::Value(e) if matches!(e.ty, Type::Ref(_)) => {
                let Type::Ref(target) = e.ty else { return Term::Value(self.error(span)) };
                match self.follow(e, target) {
                    Some(found) => found,
                    None => return Term::Value(self.error(span)),
                }
            }
            Term::Relation(rel, at) => {
                let found = self.visible().find(|r| r.rel == rel && r.name.is_none()).cloned();
                let Some(found) = found else { return Term::Value(self.fail_with(say::not_rows(at), span)) };
                (found.row, found.rel)
            }
            other @ (Term::Value(_)
            | Term::Set(..)
            | Term::Texts(..)
            | Term::List { .. }
            | Term::Filtered(_)
            | Term::Column { .. }) => {
                let known = self.cx.functions(name.span, None);
                return Term::Value(self.fail_with(say::unknown_method(name, &known), other.span()));
            }
        };
        match self.member(rel, name) {
            Some(Member::Derived(at)) => self.put_in_place(at, Some((row, rel)), args, span),
            _ => {
                let known = self.cx.functions(name.span, Some(rel));
                Term::Value(self.fail_with(say::unknown_method(name, &known), span))
            }
        }
    }
}
