//! Parameters: declared types, values in the rule file, values bound from outside.

use crate::ast::{self, Name};
use crate::check::base::bindings::Bindings;
use crate::check::base::declared::TypeInfo;
use crate::check::base::item::What;
use crate::check::base::names::{is_called, meant};
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::check::scope::literal::{fit, read};
use crate::diag::Diagnostic;
use crate::hir::{Param, ParamId, ParamValue};
use crate::num::{Interval, signum};
use crate::text::Span;
use crate::ty::Type;
use std::collections::BTreeMap;

impl Checker<'_> {
    /// Enters a parameter with its type and the value in the rule file, if any.
    pub fn add_param(&mut self, p: &ast::Param) {
        let id = ParamId(u32::try_from(self.params.len()).unwrap_or(u32::MAX));
        let label = p.label.as_ref().map(|l| l.text.clone());
        if !self.declare(&p.name, p.label.as_ref(), What::Param(id)) {
            return;
        }
        let mut info = self.type_info(&p.ty);
        if let Some(blank) = &p.ty.blank {
            self.report(say::blank_of_no_field(blank));
        }
        if p.ty.fixed {
            self.report(say::fixed_of_no_field(p.ty.span));
        }
        if matches!(info.ty, Type::List(_)) {
            self.report(say::list_in_table(p.ty.span));
            info.ty = Type::Error;
        }
        let name = match self.module_of(p.name.span) {
            Some(module) => format!("{module}.{}", p.name.text),
            None => p.name.text.clone(),
        };
        let stated = self.stated_values(p, &info);
        self.params.push(Param {
            name,
            label,
            ty: info.ty,
            unit: info.unit,
            signed: info.signed,
            range: info.range,
            value: stated.value,
            source: stated.source,
            alternatives: stated.alternatives,
            dated: stated.dated,
            than: None,
            span: p.name.span,
        });
    }

    /// A literal as a value of a parameter's type.
    pub fn param_value(&mut self, value: &ast::Expr, info: &TypeInfo, declared: Span) -> Option<ParamValue> {
        let constant = match self.constant(value) {
            Some(Ok(constant)) => constant,
            Some(Err(e)) => {
                self.report(*e);
                return None;
            }
            None => {
                if !matches!(value.kind, ast::ExprKind::Bad) {
                    self.report(say::param_not_constant(value.span));
                }
                return None;
            }
        };
        match fit(&constant, info) {
            Ok(found) if outside(&found, info) => {
                self.report(say::param_out_of_range(value.span, &self.written(value.span), declared, None));
                None
            }
            Ok(found) => Some(found),
            Err(why) => {
                self.report(say::misfit("P003", value.span, &why, info, Some(declared)));
                None
            }
        }
    }

    /// The parameters of this name: `policy.name` is one; `name` or a label may be several, of different modules.
    pub fn params_named(&self, name: &str) -> Vec<usize> {
        let short = |p: &Param| p.name.rsplit_once('.').map_or(p.name.clone(), |(_, n)| n.to_string());
        if let Some(full) = self.params.iter().position(|p| is_called(name, &p.name, None)) {
            return vec![full];
        }
        let named = |p: &Param| is_called(name, &short(p), p.label.as_deref());
        self.params.iter().enumerate().filter(|(_, p)| named(p)).map(|(i, _)| i).collect()
    }

    /// The parameter a name in a rule file means: that of its own module before others.
    pub fn param_named(&self, name: &Name) -> Option<usize> {
        let all = self.params_named(&name.text);
        let own = |at: &usize| self.items.modules.at(self.params[*at].span) == self.items.modules.at(name.span);
        all.iter().copied().find(own).or_else(|| all.iter().copied().find(|at| self.sees(name.span, self.params[*at].span)))
    }

    pub fn param_names(&self) -> Vec<String> {
        let names = self.params.iter();
        names
            .flat_map(|p| {
                let short = p.name.rsplit_once('.').map(|(_, n)| n.to_string());
                std::iter::once(p.name.clone()).chain(short).chain(p.label.clone())
            })
            .collect()
    }

    /// Values from the project file or the command line take the place of those in rule files.
    pub fn bind(&mut self, bindings: &Bindings) {
        self.declared.clone_from(&self.params);
        let mut said: BTreeMap<usize, &str> = BTreeMap::new();
        for (name, text, source) in &bindings.params {
            // What the project file says is wrong where it stands there.
            let place = bindings.places.get(name).filter(|_| *source != Bindings::command_line()).copied();
            let at_place = |d: Diagnostic| match place {
                Some(place) => d.at(place, "在这里给值", "given here"),
                None => d,
            };
            let at = match self.params_named(name).as_slice() {
                [at] => *at,
                [] => {
                    let near = meant(name, &self.param_names());
                    self.report(say::of_option(
                        at_place(say::unknown_binding(name, source, near.as_deref())),
                        name,
                        text,
                        source,
                    ));
                    continue;
                }
                several => {
                    let all: Vec<(String, Span)> =
                        several.iter().map(|&p| (self.params[p].name.clone(), self.params[p].span)).collect();
                    self.report(say::of_option(at_place(say::ambiguous_binding(name, source, &all)), name, text, source));
                    continue;
                }
            };
            // By name or by label, which of two values is meant nobody can say.
            let twice = *source == Bindings::command_line() && said.insert(at, text).is_some_and(|before| before != text);
            if twice {
                self.report(say::of_option(say::bound_twice(name), name, text, source));
            }
            let param = &self.params[at];
            let (info, declared) = (of_param(param), param.span);
            let span = place.unwrap_or(declared);
            match read(text, &info, &self.units) {
                Ok(value) if outside(&value, &info) => {
                    let said = say::param_out_of_range(span, text, declared, Some(source));
                    self.reports.push(say::of_option(said, name, text, source));
                }
                Ok(value) => {
                    self.params[at].value = Some(value);
                    self.params[at].source = Some(source.clone());
                }
                Err(why) => {
                    let misfit = say::misfit("P003", span, &why, &info, place.map(|_| declared));
                    self.reports.push(say::of_option(say::value_from(misfit, text, source), name, text, source));
                }
            }
        }
    }
}

/// The type a parameter was declared with.
pub(in crate::check) fn of_param(param: &Param) -> TypeInfo {
    let unit_written = param.unit.as_ref().is_some_and(|u| !u.name.is_empty());
    TypeInfo {
        unit_written,
        signed: param.signed,
        range: param.range.clone(),
        ..TypeInfo::plain(param.ty.clone(), param.unit.clone())
    }
}

/// Outside the declared range, or negative without `signed`.
pub(in crate::check) fn outside(value: &ParamValue, info: &TypeInfo) -> bool {
    match value {
        ParamValue::Number(n) if info.ty.is_text_like() => !n.is_zero(),
        ParamValue::Number(n) => {
            let range: Option<&Interval> = info.range.as_ref();
            let negative = info.ty.number().is_some() && signum(n) < 0 && !info.signed;
            negative || range.is_some_and(|r| !r.contains(n))
        }
        ParamValue::Text(_) => false,
    }
}
