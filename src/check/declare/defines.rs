//! `define` and `classify`: entered by name, checked once on their own, put in place of their name wherever they are used.

use crate::ast::{self, Name};
use crate::check::base::item::What;
use crate::check::base::names::{is_called, meant};
use crate::check::base::term::Term;
use crate::check::diagnostics as say;
use crate::check::scope::checker::{Body, Checker, DefineInfo};
use crate::check::scope::rule::RuleCx;
use crate::hir::{Expr, Kind, RowRef};
use crate::num::Rat;
use crate::ty::{RelId, Type};

impl<'a> Checker<'a> {
    pub fn add_define(&mut self, d: &'a ast::Define) {
        let owner = match &d.owner {
            None => None,
            Some(name) => match self.define_owner(name) {
                Some(rel) => Some(rel),
                None => return,
            },
        };
        let args = d.args.as_deref();
        let info = DefineInfo { name: &d.name, label: d.label.as_ref(), args, body: Body::Value(&d.value), owner, broken: false };
        self.enter(info);
    }

    pub fn add_classify(&mut self, c: &'a ast::Classify) {
        let Some(owner) = self.define_owner(&c.owner) else { return };
        let body = Body::Stages(c);
        let mut info = DefineInfo { name: &c.name, label: c.label.as_ref(), args: None, body, owner: Some(owner), broken: false };
        if c.stages.is_empty() && !self.faults.within(c.span) {
            self.report(say::no_stages(&c.name));
            info.broken = true;
        }
        for (at, stage) in c.stages.iter().enumerate() {
            let first = c.stages.iter().take(at).find(|s| is_called(&stage.label.text, &s.label.text, None));
            if let Some(first) = first {
                self.report(say::stage_twice(&stage.label, first.label.span));
                info.broken = true;
            }
        }
        self.enter(info);
    }

    fn define_owner(&mut self, name: &Name) -> Option<RelId> {
        match self.items.find(name).map(|e| e.what) {
            Some(What::Record(rel) | What::Table(rel)) => Some(rel),
            _ => {
                let names = self.items.names(name.span, What::is_relation);
                self.report(say::unknown_relation(name, meant(&name.text, &names).as_deref()));
                None
            }
        }
    }

    fn enter(&mut self, info: DefineInfo<'a>) {
        let new = match info.owner {
            None => self.declare(info.name, info.label, What::Define(self.defines.len())),
            Some(rel) => self.is_new_member(rel, info.name),
        };
        if new {
            self.defines.push(info);
        }
    }

    /// A derived field must not be called like another field.
    fn is_new_member(&mut self, rel: RelId, name: &Name) -> bool {
        let relation = self.schema.get(rel);
        let column = self.field(rel, name).map(|c| relation.columns[c.index()].span);
        let module = self.items.modules.at(name.span);
        let same = |o: &&DefineInfo<'_>| o.owner == Some(rel) && self.items.modules.at(o.name.span) == module;
        let other = self.defines.iter().filter(same).find(|o| is_called(&name.text, &o.name.text, None));
        let first = column.or(other.map(|o| o.name.span));
        if let Some(first) = first {
            self.report(say::duplicate_field(&name.text, name.span, first));
        }
        first.is_none()
    }

    /// Works every definition out on its own, so that a mistake in one is told once and even when nobody uses it.
    pub fn check_defines(&mut self) {
        for at in 0..self.defines.len() {
            let DefineInfo { name, args, owner, broken, .. } = self.defines[at];
            if broken {
                continue;
            }
            let clashes = self.items.clashes();
            let (relations, params, errors) = (self.schema.relations.len(), self.params.len(), self.reports.errors());
            self.check_arguments(at);
            let mut cx = RuleCx::new(self, &name.text);
            cx.lenient = true;
            let row = owner.map(|rel| (RowRef::Var(cx.new_var(None, rel)), rel));
            // What arguments will be nobody knows yet: they fit everything.
            let any = |n: &Name| Term::Value(Expr { kind: Kind::Num(Rat::ZERO), ty: Type::Error, span: n.span });
            let given = args.map(|args| args.iter().map(any).collect());
            cx.define_term(at, row, given, name.span);
            let clashed = cx.cx.items.clashes() > clashes;
            let failed = cx.failed || clashed;
            // Whatever was made on the way belongs to the uses, not to this trial.
            self.schema.relations.truncate(relations);
            self.params.truncate(params);
            // With arguments, a failure without a message only says that more is known where it is used.
            self.defines[at].broken |= failed && (args.is_none() || clashed || self.reports.errors() > errors);
        }
    }

    /// Names of arguments hide nothing and stand once.
    fn check_arguments(&mut self, at: usize) {
        let DefineInfo { name, args, owner, .. } = self.defines[at];
        let Some(args) = args else { return };
        if crate::builtins::find(&name.text).is_some() {
            self.report(say::hides_function(name));
        }
        for (i, arg) in args.iter().enumerate() {
            let twin = args.iter().take(i).find(|a| is_called(&arg.text, &a.text, None)).map(|a| a.span);
            let field = owner.and_then(|rel| {
                let relation = self.schema.get(rel);
                self.field(rel, arg).map(|c| relation.columns[c.index()].span)
            });
            let item = self.items.find(arg).filter(|e| e.what.is_value()).map(|e| e.span);
            if let Some(first) = twin.or(field).or(item) {
                self.report(say::shadowing(arg, first));
            }
        }
    }
}
