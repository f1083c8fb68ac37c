//! What the whole check shares: what is declared so far, and the mistakes found.

use super::faults::Faults;
use super::items::Items;
use crate::ast;
use crate::diag::{Diagnostic, Severity};
use crate::hir;
use crate::text::{Sources, Span};
use crate::ty::{NumTy, RelId, Schema, Unit, Units};
use std::collections::{BTreeMap, BTreeSet};

/// A declared kind: sales are not output.
#[derive(Clone, Debug)]
pub(super) struct KindInfo {
    pub name: String,
    pub ty: NumTy,
    pub unit: Unit,
    pub span: Span,
}

/// What a definition stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Body<'a> {
    Value(&'a ast::Expr),
    Stages(&'a ast::Classify),
}

/// A `define`, owned or not, or a `classify`.
#[derive(Clone, Copy, Debug)]
pub(super) struct DefineInfo<'a> {
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

pub(super) struct Checker<'a> {
    pub sources: &'a Sources,
    pub units: Units,
    pub schema: Schema,
    pub items: Items,
    pub policies: Vec<hir::Policy>,
    pub params: Vec<hir::Param>,
    pub defines: Vec<DefineInfo<'a>>,
    pub kinds: Vec<KindInfo>,
    /// The record a nested relation copies its columns from.
    pub template_of: BTreeMap<RelId, RelId>,
    pub reports: Reports,
    pub faults: Faults,
}

/// Mistakes in the order found; one place gets one message of a kind, however often it is looked at.
#[derive(Debug, Default)]
pub(super) struct Reports {
    list: Vec<Diagnostic>,
    seen: BTreeSet<(&'static str, Option<Span>)>,
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

    pub fn finish(self) -> Vec<Diagnostic> {
        self.list
    }
}

impl<'a> Checker<'a> {
    pub fn new(sources: &'a Sources, faults: Faults) -> Self {
        Self {
            sources,
            units: Units::default(),
            schema: Schema::default(),
            items: Items::default(),
            policies: Vec::new(),
            params: Vec::new(),
            defines: Vec::new(),
            kinds: Vec::new(),
            template_of: BTreeMap::new(),
            reports: Reports::default(),
            faults,
        }
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.reports.push(diagnostic);
    }

    /// Where the fields of a relation are declared: for listed rows, at the record they copy.
    pub fn fields_span(&self, rel: RelId) -> Span {
        self.schema.get(self.template_of.get(&rel).copied().unwrap_or(rel)).span
    }

    /// A part of the record or table could not be read: it may have fields nobody knows of.
    pub fn is_damaged(&self, rel: RelId) -> bool {
        self.faults.is_damaged(self.fields_span(rel))
    }

    /// The text under a span.
    pub fn written(&self, span: Span) -> String {
        self.sources.slice(span).trim().to_string()
    }
}
