//! `define`: entered by name, checked once on its own, put in place of its name wherever it is used.

use super::context::{Checker, DefineInfo};
use super::diagnostics as say;
use super::items::What;
use super::names::{is_called, meant};
use super::scope::RuleCx;
use crate::ast;
use crate::hir::RowRef;
use crate::ty::RelId;

impl<'a> Checker<'a> {
    pub fn add_define(&mut self, d: &'a ast::Define) {
        let owner = match &d.owner {
            None => None,
            Some(name) => match self.items.find(name).map(|e| e.what) {
                Some(What::Record(rel) | What::Table(rel)) => Some(rel),
                _ => {
                    let names = self.items.names(name.span, What::is_relation);
                    self.report(say::unknown_relation(name, meant(&name.text, &names).as_deref()));
                    return;
                }
            },
        };
        let new = match owner {
            None => self.declare(&d.name, d.label.as_ref(), What::Define(self.defines.len())),
            Some(rel) => self.is_new_member(rel, d),
        };
        if new {
            self.defines.push(DefineInfo { ast: d, owner, broken: false });
        }
    }

    /// A derived field must not be called like another field.
    fn is_new_member(&mut self, rel: RelId, d: &ast::Define) -> bool {
        let relation = self.schema.get(rel);
        let column = self.field(rel, &d.name).map(|c| relation.columns[c.index()].span);
        let module = self.items.modules.at(d.name.span);
        let same = |o: &&DefineInfo<'_>| o.owner == Some(rel) && self.items.modules.at(o.ast.name.span) == module;
        let other = self.defines.iter().filter(same).find(|o| is_called(&d.name.text, &o.ast.name.text, None));
        let first = column.or(other.map(|o| o.ast.name.span));
        if let Some(first) = first {
            self.report(say::duplicate_field(&d.name.text, d.name.span, first));
        }
        first.is_none()
    }

    /// Works every definition out on its own, so that a mistake in one is told once and even when nobody uses it.
    pub fn check_defines(&mut self) {
        for at in 0..self.defines.len() {
            let DefineInfo { ast, owner, broken } = self.defines[at];
            if broken {
                continue;
            }
            let clashes = self.items.clashes();
            let (relations, params) = (self.schema.relations.len(), self.params.len());
            let mut cx = RuleCx::new(self, &ast.name.text);
            cx.lenient = true;
            let row = owner.map(|rel| (RowRef::Var(cx.new_var(None, rel)), rel));
            cx.define_term(at, row, ast.name.span);
            let failed = cx.failed || cx.cx.items.clashes() > clashes;
            // Whatever was made on the way belongs to the uses, not to this trial.
            self.schema.relations.truncate(relations);
            self.params.truncate(params);
            self.defines[at].broken |= failed;
        }
    }
}
