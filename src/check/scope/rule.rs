//! What names mean inside one rule: variables, `let`s, fields of the rows at hand, then the top level.

use crate::ast;
use crate::check::base::columns::{field_names, find_column};
use crate::check::base::item::What;
use crate::check::base::key::Key;
use crate::check::base::names::{is_called, meant};
use crate::check::base::term::Term;
use crate::check::diagnostics as say;
use crate::check::scope::checker::{Checker, DefineInfo};
use crate::diag::{Bilingual, Diagnostic, Severity};
use crate::hir::{Expr, Kind, RowRef, VarId, VarInfo};
use crate::num::Rat;
use crate::text::Span;
use crate::ty::{ColId, Origin, PeriodKind, RelId, Type};
use std::collections::BTreeMap;

/// Nodes one rule may grow to when its definitions are put in place of their names.
const BUDGET: usize = 20_000;
/// Levels an expression may have then: passes over it recurse.
pub(in crate::check) const DEPTH: usize = 600;

/// How a row came into scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Standing {
    Subject,
    /// The variable of an aggregate, or the owner of a derived field.
    Inner,
}

/// A row that names can refer to.
#[derive(Clone, Debug)]
pub(in crate::check) struct Scoped {
    pub name: Option<String>,
    pub row: RowRef,
    pub rel: RelId,
    pub standing: Standing,
    /// Its fields may be named without a variable.
    pub bare: bool,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(in crate::check) enum LetState {
    New,
    /// Being worked out: meeting it again is a cycle.
    Open,
    Done(Term),
}

#[derive(Clone, Debug)]
pub(in crate::check) struct LetInfo<'a> {
    pub ast: &'a ast::Let,
    pub state: LetState,
}

/// An argument of a definition, with what it stands for at this use.
#[derive(Clone, Debug)]
pub(in crate::check) struct Arg {
    pub name: String,
    pub term: Term,
}

/// A use of a definition: uses that are equal have one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct Use {
    pub owner: Option<Key>,
    pub arguments: Vec<(Key, Option<Type>)>,
    /// The rows around, and which of them are the rows of loops; none where the period in hand was not asked for.
    pub around: Option<Vec<(Key, bool)>>,
    /// Whether it stands in a question about the form.
    pub asks_form: bool,
}

/// A field of a row: declared, or derived by a `define`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Member {
    Column(ColId),
    Derived(usize),
}

/// What a bare name was found to be.
#[derive(Clone, Debug)]
pub(in crate::check) enum Found {
    Row(Scoped),
    Let(usize),
    /// An argument of the definition being put in place.
    Arg(usize),
    Field(Scoped, Member),
    /// Fields of several rows.
    Ambiguous(Vec<(Scoped, Member)>),
    Item(What),
    /// A field of the row and something declared at the top.
    Shadowed(Scoped, Member, Span),
    Nothing,
}

/// The check of one rule (or of one definition on its own).
pub(in crate::check) struct RuleCx<'c, 'a> {
    pub cx: &'c mut Checker<'a>,
    pub vars: Vec<VarInfo>,
    pub rows: Vec<Scoped>,
    /// Rows below this are out of sight (a definition does not see the rows of its user).
    pub floor: usize,
    pub lets: Vec<LetInfo<'a>>,
    pub args: Vec<Arg>,
    /// Arguments below this belong to definitions around.
    pub arg_floor: usize,
    /// Group variables with the columns they are grouped by.
    pub groups: BTreeMap<VarId, Vec<ColId>>,
    /// What the rows of a group must fulfil beside its key, said of the group's variable.
    pub group_rows: BTreeMap<VarId, Expr>,
    /// What filtered subjects say of the rows that are judged.
    pub subject_whens: Vec<Expr>,
    /// The variable a filter in the source of a loop may name.
    pub loop_name: Option<ast::Name>,
    /// The rows that filters around look at: there the name of their record is theirs.
    pub filtered: Vec<(RowRef, RelId)>,
    /// The values of definitions where they were put in place before.
    pub made: BTreeMap<usize, Vec<(Use, Expr)>>,
    /// How often the period in hand was asked for.
    pub periods_asked: usize,
    /// Definitions being put in place, outermost first.
    pub chain: Vec<usize>,
    pub failed: bool,
    /// A question about the form is being read: what was filled in may be asked.
    pub asks_form: bool,
    /// A subject could not be made out: names that nothing explains may belong to it.
    pub blind: bool,
    /// A definition on its own: whoever uses it supplies the period.
    pub lenient: bool,
    pub budget: usize,
    pub exhausted: bool,
    /// Levels above the expression being worked out.
    pub depth: usize,
    pub name: String,
}

impl<'c, 'a> RuleCx<'c, 'a> {
    pub fn new(cx: &'c mut Checker<'a>, name: &str) -> Self {
        Self {
            cx,
            vars: Vec::new(),
            rows: Vec::new(),
            floor: 0,
            lets: Vec::new(),
            args: Vec::new(),
            arg_floor: 0,
            groups: BTreeMap::new(),
            group_rows: BTreeMap::new(),
            subject_whens: Vec::new(),
            loop_name: None,
            filtered: Vec::new(),
            made: BTreeMap::new(),
            periods_asked: 0,
            chain: Vec::new(),
            failed: false,
            asks_form: false,
            blind: false,
            lenient: false,
            budget: BUDGET,
            exhausted: false,
            depth: 0,
            name: name.to_string(),
        }
    }

    /// Reports a mistake; the rule is left out.
    pub fn fail(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error {
            self.failed = true;
        }
        self.cx.report(diagnostic);
    }

    /// What stands in after a mistake.
    pub fn error(&mut self, span: Span) -> Expr {
        self.failed = true;
        Expr { kind: Kind::Num(Rat::ZERO), ty: Type::Error, span }
    }

    pub fn fail_with(&mut self, diagnostic: Diagnostic, span: Span) -> Expr {
        self.fail(diagnostic);
        self.error(span)
    }

    /// Takes `n` nodes from the budget; false when it is used up (said once).
    pub fn spend(&mut self, n: usize, span: Span) -> bool {
        if self.budget >= n {
            self.budget -= n;
            return true;
        }
        if !self.exhausted {
            self.exhausted = true;
            // What grew too large is the definition, not the leaf at which the budget ran out.
            let define = self.chain.first().and_then(|&d| self.cx.defines.get(d)).map(|d| d.name.span);
            self.fail(say::too_large(define.unwrap_or(span), BUDGET));
        }
        self.failed = true;
        false
    }

    pub fn new_var(&mut self, name: Option<&str>, rel: RelId) -> VarId {
        let id = VarId(u32::try_from(self.vars.len()).unwrap_or(u32::MAX));
        self.vars.push(VarInfo { name: name.map(str::to_string), rel });
        id
    }

    /// Rows whose names can be used here, innermost first.
    pub fn visible(&self) -> impl Iterator<Item = &Scoped> {
        self.rows.get(self.floor..).unwrap_or(&[]).iter().rev()
    }

    /// A field declared or derived, as seen from where its name stands; a derived one of the own module goes before others.
    pub fn member(&self, rel: RelId, name: &ast::Name) -> Option<Member> {
        if let Some(col) = self.cx.field(rel, name) {
            return Some(Member::Column(col));
        }
        let template = self.cx.template_of.get(&rel).copied();
        let is_meant = |d: &DefineInfo<'_>| {
            let label = d.label.map(|l| l.text.as_str());
            let owned = d.owner.is_some() && (d.owner == Some(rel) || d.owner == template);
            owned && is_called(&name.text, &d.name.text, label) && self.cx.sees(name.span, d.name.span)
        };
        let modules = &self.cx.items.modules;
        let is_own = |d: &DefineInfo<'_>| is_meant(d) && modules.at(d.name.span) == modules.at(name.span);
        let at = self.cx.defines.iter().position(is_own).or_else(|| self.cx.defines.iter().position(is_meant));
        at.map(Member::Derived)
    }

    pub fn resolve(&self, name: &ast::Name) -> Found {
        let arg = |a: &Arg| is_called(&name.text, &a.name, None);
        if let Some(at) = self.args.get(self.arg_floor..).and_then(|l| l.iter().position(arg)) {
            return Found::Arg(self.arg_floor + at);
        }
        if let Some(row) = self.visible().find(|r| r.name.as_deref().is_some_and(|n| is_called(&name.text, n, None))) {
            return Found::Row(row.clone());
        }
        if self.chain.is_empty()
            && let Some(at) = self.lets.iter().position(|l| is_called(&name.text, &l.ast.name.text, None))
        {
            return Found::Let(at);
        }
        let fields: Vec<(Scoped, Member)> =
            self.visible().filter(|r| r.bare).filter_map(|r| Some((r.clone(), self.member(r.rel, name)?))).collect();
        let item = self.cx.items.find(name).filter(|e| e.what.is_value());
        if fields.len() > 1 {
            // In a filter a bare name is a field of the filter's row.
            let own = self.filtered.last().map(|(_, rel)| *rel);
            return match fields.iter().find(|(r, _)| Some(r.rel) == own) {
                Some((row, member)) if !matches!(item.map(|e| &e.what), Some(What::Param(_) | What::Define(_))) => {
                    Found::Field(row.clone(), *member)
                }
                _ => Found::Ambiguous(fields),
            };
        }
        match (fields.into_iter().next(), item) {
            (Some((row, member)), Some(entry)) if matches!(entry.what, What::Param(_) | What::Define(_)) => {
                Found::Shadowed(row, member, entry.span)
            }
            (Some((row, member)), _) => Found::Field(row, member),
            (None, Some(entry)) => Found::Item(entry.what),
            (None, None) => Found::Nothing,
        }
    }

    /// The table, or record, that a field of the same name stands before: where rows or a set are wanted the field cannot be meant.
    pub fn behind_field(&self, e: &Expr) -> Option<RelId> {
        let Kind::Field { .. } = e.kind else { return None };
        let name = ast::Name { text: self.cx.written(e.span), span: e.span };
        match self.cx.items.find(&name)?.what {
            What::Table(rel) | What::Record(rel) => Some(rel),
            What::Param(_) | What::Define(_) | What::Policy(_) | What::Library | What::Kind(_) | What::Unit => None,
        }
    }

    /// Every name that could stand here.
    pub fn candidates(&self, place: Option<Span>) -> Vec<String> {
        let mut names: Vec<String> = self.visible().filter_map(|r| r.name.clone()).collect();
        names.extend(self.args.iter().skip(self.arg_floor).map(|a| a.name.clone()));
        names.extend(self.lets.iter().map(|l| l.ast.name.text.clone()));
        for row in self.visible().filter(|r| r.bare) {
            names.extend(self.member_names(row.rel));
        }
        names.extend(place.map_or_else(Vec::new, |p| self.cx.items.names(p, What::is_value)));
        names
    }

    pub fn member_names(&self, rel: RelId) -> Vec<String> {
        let mut names = field_names(self.cx.schema.get(rel));
        let template = self.cx.template_of.get(&rel).copied();
        let derived = self.cx.defines.iter().filter(|d| d.owner == Some(rel) || (d.owner.is_some() && d.owner == template));
        names.extend(derived.map(|d| d.name.text.clone()));
        names
    }

    /// An unknown bare name: a field without its row, a misspelling, a text without quotes.
    pub fn unknown_name(&mut self, name: &ast::Name, quote: Option<&Type>) -> Expr {
        // What cannot be seen may explain it: a subject that was not made out, a field whose line could not be read.
        if self.blind || self.visible().any(|r| r.bare && self.cx.is_damaged(r.rel)) {
            return self.error(name.span);
        }
        let qualified = self.visible().find(|r| !r.bare && self.member(r.rel, name).is_some());
        if let Some(row) = qualified {
            let hint = format!("{}.{}", row.name.clone().unwrap_or_default(), name.text);
            return self.fail_with(say::field_needs_row(name, &hint, row.span), name.span);
        }
        let candidates = self.candidates(Some(name.span));
        let near = meant(&name.text, &candidates);
        if let Some(ty) = quote
            && (near.is_none() || matches!(ty, Type::OneOf(list) if list.iter().any(|t| is_called(&name.text, t, None))))
        {
            return self.fail_with(say::unquoted_text(name), name.span);
        }
        let owner = self.cx.schema.ids().find(|&r| find_column(self.cx.schema.get(r), &name.text).is_some());
        if let (Some(rel), true, None) = (owner, self.rows.is_empty() && self.chain.is_empty(), &near) {
            let relation = self.cx.schema.get(rel);
            let (title, span) = (Bilingual::same(relation.name.clone()), relation.span);
            return self.fail_with(say::field_without_subject(name, &title, span), name.span);
        }
        self.fail_with(say::unknown_name(name, near.as_deref()), name.span)
    }

    /// The period of the row in hand: the innermost row of an aggregate that has one, else the first subject that has.
    pub fn period_in_hand(&mut self, kind: PeriodKind, span: Span) -> Option<Expr> {
        self.periods_asked += 1;
        let inner = self.rows.iter().rev().filter(|r| r.standing == Standing::Inner);
        let subjects = self.rows.iter().filter(|r| r.standing == Standing::Subject);
        let found = inner.chain(subjects).find_map(|r| self.period_of(&r.row, r.rel, span).filter(|(_, k)| *k == kind));
        match found {
            Some((expr, _)) => Some(expr),
            None if self.lenient => Some(Expr { kind: Kind::Num(Rat::ZERO), ty: Type::Period(kind), span }),
            None => None,
        }
    }

    /// The period of a row: its own, or that of the row it is nested in.
    pub fn period_of(&self, row: &RowRef, rel: RelId, span: Span) -> Option<(Expr, PeriodKind)> {
        let relation = self.cx.schema.get(rel);
        if let Some((col, kind)) = relation.period() {
            if let RowRef::Var(v) = row
                && self.groups.get(v).is_some_and(|by| !by.contains(&col))
            {
                return None;
            }
            let kind_of = Kind::Field { row: Box::new(row.clone()), col };
            return Some((Expr { kind: kind_of, ty: Type::Period(kind), span }, kind));
        }
        match relation.origin {
            Origin::Nested { parent, .. } => self.period_of(&RowRef::Parent(Box::new(row.clone())), parent, span),
            Origin::Submitted | Origin::Policy | Origin::Calendar => None,
        }
    }
}
