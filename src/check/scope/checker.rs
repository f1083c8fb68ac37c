//! What the whole check shares: what is declared so far, and the mistakes found.

use crate::ast::{self, Name};
use crate::check::base::columns::column_called;
use crate::check::base::item::What;
use crate::check::base::{names, walk};
use crate::check::diagnostics as say;
use crate::check::scope::faults::{Faults, contains};
use crate::check::scope::items::Items;
use crate::check::scope::modules::Modules;
use crate::diag::{Diagnostic, Severity};
use crate::finding;
use crate::hir;
use crate::text::{Sources, Span};
use crate::ty::{ColId, NumTy, RelId, Schema, Unit, Units};
use std::collections::{BTreeMap, BTreeSet};

/// Mistakes that may only lack a `use`.
const NOT_FOUND: &[&str] = &["N001", "N005", "N011"];

/// A declared kind: sales are not output.
#[derive(Clone, Debug)]
pub(in crate::check) struct KindInfo {
    pub name: String,
    pub ty: NumTy,
    pub unit: Unit,
    pub span: Span,
}

/// What a definition stands for.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) enum Body<'a> {
    Value(&'a ast::Expr),
    Stages(&'a ast::Classify),
}

/// A `define`, owned or not, or a `classify`.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct DefineInfo<'a> {
    pub name: &'a ast::Name,
    pub label: Option<&'a ast::Str>,
    /// Names of its arguments; `None` for one that is used without brackets.
    pub args: Option<&'a [ast::Name]>,
    pub body: Body<'a>,
    /// The relation whose rows have it as a derived field.
    pub owner: Option<RelId>,
    /// A mistake in it was reported: whoever uses it is left out silently.
    pub broken: bool,
}

/// By when the rows of a record must be in.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct DueInfo {
    /// Index into [`Checker::defines`].
    pub define: usize,
    /// The field that says when a row was sent; else its submission does.
    pub on: Option<ColId>,
    pub span: Span,
    /// A rule asks whether rows are in time.
    pub asked: bool,
}

/// An exception that a document grants, with the rules it was found to name.
#[derive(Clone, Debug)]
pub(in crate::check) struct ExceptionInfo<'a> {
    pub ast: &'a ast::Exception,
    /// Index into [`hir::RuleSet::grants`].
    pub grant: usize,
    pub terms: finding::Grant,
    /// Ids of its rules, each with the place where it is named.
    pub rules: Vec<(String, Span)>,
    /// A mistake in it was reported: its rules are left out.
    pub broken: bool,
}

pub(in crate::check) struct Checker<'a> {
    pub sources: &'a Sources,
    pub units: Units,
    pub schema: Schema,
    pub items: Items,
    pub policies: Vec<hir::Policy>,
    pub params: Vec<hir::Param>,
    /// Parameters as the rule files have them, before values from outside: what the ties of a test go by.
    pub declared: Vec<hir::Param>,
    pub defines: Vec<DefineInfo<'a>>,
    pub dues: BTreeMap<RelId, DueInfo>,
    pub exceptions: Vec<ExceptionInfo<'a>>,
    pub kinds: Vec<KindInfo>,
    /// Tables whose rows are steps of a scale, with their lower and upper ends.
    pub scales: BTreeSet<(RelId, ColId, ColId)>,
    /// The record a nested relation copies its columns from.
    pub template_of: BTreeMap<RelId, RelId>,
    /// Records and what extends them elsewhere.
    pub extends: Vec<(RelId, &'a ast::Extend)>,
    /// Ties of parameters that tests break, each with all its places.
    pub test_ties: Vec<Diagnostic>,
    pub reports: Reports,
    pub faults: Faults,
}

/// Mistakes in the order found; one place gets one message of a kind, however often it is looked at.
#[derive(Debug, Default)]
pub(in crate::check) struct Reports {
    list: Vec<Diagnostic>,
    seen: BTreeSet<(&'static str, Option<Span>)>,
    /// Mistakes that lie in a definition: the rules in which they were met.
    callers: BTreeMap<(&'static str, Span), Vec<String>>,
}

impl Reports {
    /// Keeps a mistake; true when it is new.
    pub fn push(&mut self, diagnostic: Diagnostic) -> bool {
        let new = self.seen.insert((diagnostic.code, diagnostic.primary())) || diagnostic.primary().is_none();
        if new {
            self.list.push(diagnostic);
        }
        new
    }

    pub fn errors(&self) -> usize {
        self.list.iter().filter(|d| d.severity == Severity::Error).count()
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Takes back what was reported since then at places outside a span: a rule that could not be read whole proves nothing of them.
    pub fn forget_outside(&mut self, since: usize, span: Span) {
        for diagnostic in self.list.split_off(since.min(self.list.len())) {
            match diagnostic.primary() {
                Some(at) if !contains(span, at) => {
                    self.seen.remove(&(diagnostic.code, Some(at)));
                }
                _ => self.list.push(diagnostic),
            }
        }
    }

    /// Remembers the rule by which a mistake in a definition came to light.
    pub fn met_in(&mut self, diagnostic: &Diagnostic, rule: Span, name: &str) {
        if let Some(at) = diagnostic.primary().filter(|at| !contains(rule, *at)) {
            let names = self.callers.entry((diagnostic.code, at)).or_default();
            if names.last().is_none_or(|last| last != name) {
                names.push(name.to_string());
            }
        }
    }

    pub fn finish(self) -> Vec<Diagnostic> {
        let Self { list, callers, .. } = self;
        let told = |d: Diagnostic| match d.primary().and_then(|at| callers.get(&(d.code, at))) {
            Some(rules) => say::met_in_rules(d, rules),
            None => d,
        };
        list.into_iter().map(told).collect()
    }
}

impl<'a> Checker<'a> {
    pub fn new(sources: &'a Sources, faults: Faults, modules: Modules) -> Self {
        Self {
            sources,
            units: Units::default(),
            schema: Schema::default(),
            items: Items::new(modules),
            policies: Vec::new(),
            params: Vec::new(),
            declared: Vec::new(),
            defines: Vec::new(),
            dues: BTreeMap::new(),
            exceptions: Vec::new(),
            kinds: Vec::new(),
            scales: BTreeSet::new(),
            template_of: BTreeMap::new(),
            extends: Vec::new(),
            test_ties: Vec::new(),
            reports: Reports::default(),
            faults,
        }
    }

    /// Keeps a mistake. A name that is not found although a module nobody used has it: say so.
    pub fn report(&mut self, mut diagnostic: Diagnostic) {
        if NOT_FOUND.contains(&diagnostic.code)
            && diagnostic.severity == Severity::Error
            && let Some(place) = diagnostic.primary()
            && let Some(entry) = self.items.elsewhere(self.sources.slice(place).trim_matches(['「', '」']), place)
        {
            let module = self.items.module_title(entry.span);
            diagnostic = say::lacks_use(diagnostic, &module, entry.span);
        }
        self.reports.push(diagnostic);
    }

    /// Enters a top-level name; false when it is taken in its module, which was said.
    pub fn declare(&mut self, name: &Name, label: Option<&ast::Str>, what: What) -> bool {
        let (entered, mistake) = self.items.enter(name, label, what);
        mistake.into_iter().for_each(|m| self.report(m));
        entered
    }

    /// A comparison written in a definition that names one of its arguments: it says something else at every call.
    pub fn turns_on_argument(&self, comparison: Span) -> bool {
        self.defines.iter().any(|d| {
            let (Some(args), Body::Value(value)) = (d.args, d.body) else { return false };
            contains(value.span, comparison) && names_argument(value, comparison, args)
        })
    }

    /// Definitions with arguments that are seen from a place: those of a relation's rows, or those that stand by themselves.
    pub fn functions(&self, from: Span, owner: Option<RelId>) -> Vec<String> {
        let template = owner.map(|rel| self.template_of.get(&rel).copied().unwrap_or(rel));
        let is =
            |d: &&DefineInfo<'_>| d.args.is_some() && (d.owner == owner || d.owner == template) && self.sees(from, d.name.span);
        self.defines.iter().filter(is).map(|d| d.name.text.clone()).collect()
    }

    /// Where the fields of a relation are declared: for listed rows, at the record they copy.
    pub fn fields_span(&self, rel: RelId) -> Span {
        self.schema.get(self.template_of.get(&rel).copied().unwrap_or(rel)).span
    }

    /// A part of the record or table could not be read: it may have fields nobody knows of.
    pub fn is_damaged(&self, rel: RelId) -> bool {
        let template = self.template_of.get(&rel).copied().unwrap_or(rel);
        let mut extends = self.extends.iter().filter(|(r, _)| *r == template);
        self.faults.is_damaged(self.fields_span(rel)) || extends.any(|(_, x)| self.faults.within(x.span))
    }

    /// Whether a declaration is seen from the place of a name: it stands in its module or in one that this uses.
    pub fn sees(&self, from: Span, declared: Span) -> bool {
        self.items.modules.sees(self.items.modules.at(from), self.items.modules.at(declared))
    }

    /// The field of this name, label or other name: one of the record's own, or one that a module seen from there adds to it.
    pub fn field(&self, rel: RelId, name: &Name) -> Option<ColId> {
        let modules = &self.items.modules;
        let home = modules.at(self.fields_span(rel));
        column_called(self.schema.get(rel), &name.text, |c| modules.at(c.span) == home || self.sees(name.span, c.span))
    }

    /// The text under a span.
    pub fn written(&self, span: Span) -> String {
        self.sources.slice(span).trim().to_string()
    }
}

/// Whether the part of an expression at a place names one of the arguments.
fn names_argument(e: &ast::Expr, place: Span, args: &[Name]) -> bool {
    let mut found = false;
    if e.span == place {
        walk::names(e, &mut |n| found |= args.iter().any(|a| names::is_called(&n.text, &a.text, None)));
        return found;
    }
    walk::parts(e, &mut |part| found |= contains(part.span, place) && names_argument(part, place, args));
    found
}
