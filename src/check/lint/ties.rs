//! Parameters with several values, and parameters tied to one another.

use crate::ast::{self, ExprKind, Joined, ThanWord};
use crate::check::base::algebra;
use crate::check::base::bindings::Bindings;
use crate::check::base::calendar::first_day_of_year;
use crate::check::base::constant::Constant;
use crate::check::base::declared::TypeInfo;
use crate::check::base::item::What;
use crate::check::base::names;
use crate::check::diagnostics as say;
use crate::check::lint::ranges;
use crate::check::scope::checker::Checker;
use crate::diag::Bilingual;
use crate::hir::{Alternative, Dated, Param, ParamId, ParamValue, Than, broken_tie};
use crate::num::to_i64;
use crate::text::Span;
use crate::ty::{PeriodKind, Type};

/// What the rule file itself says of a parameter's value.
#[derive(Default)]
pub(in crate::check) struct Stated {
    pub value: Option<ParamValue>,
    pub source: Option<Bilingual>,
    pub alternatives: Vec<Alternative>,
    pub dated: Vec<Dated>,
}

impl Checker<'_> {
    pub fn stated_values(&mut self, p: &ast::Param, info: &TypeInfo) -> Stated {
        let mut out = Stated::default();
        match (p.values.as_slice(), p.joined) {
            ([], _) => {}
            ([only], _) if only.from.is_none() => {
                out.value = self.param_value(&only.value, info, p.name.span);
                out.source = out.value.as_ref().map(|_| say::from_rule_file(only.because.as_ref()));
            }
            (list, Joined::Alternatives) => out.alternatives = self.alternatives(list, info, p.name.span),
            (list, Joined::ByDate) => out.dated = self.dated(list, info, p.name.span),
        }
        out
    }

    fn alternatives(&mut self, list: &[ast::ParamValue], info: &TypeInfo, declared: Span) -> Vec<Alternative> {
        let mut out: Vec<Alternative> = Vec::new();
        for one in list {
            if let Some(from) = &one.from {
                self.report(say::alternative_with_date(from.span));
            }
            let Some(value) = self.param_value(&one.value, info, declared) else { continue };
            if let Some(twin) = out.iter().find(|a| a.value == value) {
                let first = twin.span;
                self.report(say::same_alternative(one.value.span, first));
                continue;
            }
            out.push(Alternative { value, because: one.because.as_ref().map(|s| s.text.clone()), span: one.value.span });
        }
        out
    }

    fn dated(&mut self, list: &[ast::ParamValue], info: &TypeInfo, declared: Span) -> Vec<Dated> {
        let mut out: Vec<Dated> = Vec::new();
        for (at, one) in list.iter().enumerate() {
            let from = match &one.from {
                Some(from) => match self.first_day(from) {
                    Some(day) => Some(day),
                    None => continue,
                },
                None if at == 0 => None,
                None => {
                    self.report(say::value_without_date(one.value.span));
                    continue;
                }
            };
            if let Some(last) = out.last().filter(|l| l.from >= from) {
                let before = last.span;
                self.report(say::dates_not_rising(one.from.as_ref().map_or(one.value.span, |f| f.span), before));
                continue;
            }
            let Some(value) = self.param_value(&one.value, info, declared) else { continue };
            out.push(Dated { from, value, because: one.because.as_ref().map(|s| s.text.clone()), span: one.value.span });
        }
        out
    }

    /// A day, or a year, which means its first day.
    fn first_day(&mut self, from: &ast::Expr) -> Option<i64> {
        match self.constant(from) {
            Some(Ok(Constant::Day(day))) => return Some(day),
            Some(Ok(Constant::Number(n, unit))) if unit.as_ref().is_none_or(|u| u.name == "年") => {
                if let Some(day) = to_i64(&n).and_then(first_day_of_year) {
                    return Some(day);
                }
            }
            Some(Err(e)) => {
                self.report(*e);
                return None;
            }
            _ => {}
        }
        if !matches!(from.kind, ExprKind::Bad) {
            self.report(say::since_needs_day(from.span));
        }
        None
    }

    /// Ties parameters to one another, once all are known.
    pub fn tie_params(&mut self, params: &[&ast::Param]) {
        for p in params {
            let Some(than) = &p.than else { continue };
            let Some(at) = self.params.iter().position(|q| q.span == p.name.span) else { continue };
            let Some(other) = self.named_param(&than.other) else {
                if !matches!(than.other.kind, ExprKind::Bad) {
                    let (name, near) = self.near_param(&than.other);
                    self.report(say::unknown_tied_param(than.other.span, &name, near.as_deref()));
                }
                continue;
            };
            let (mine, theirs) = (self.params[at].ty.clone(), self.params[other].ty.clone());
            let ordered = !matches!(mine, Type::Period(PeriodKind::Span));
            let time = matches!(mine, Type::Period(_) | Type::Date);
            let fits = match (&mine, &theirs) {
                (Type::Error, _) | (_, Type::Error) => continue,
                (Type::Number(a), Type::Number(b)) => algebra::literal_fits(a, b) && than.word != ThanWord::After,
                (a, b) => time && ordered && a == b && than.word != ThanWord::Above,
            };
            if !fits {
                self.report(say::tie_of_other_type(than.span, self.params[other].span, time));
                continue;
            }
            let id = ParamId(u32::try_from(other).unwrap_or(u32::MAX));
            if self.leads_to(id, at) {
                self.report(say::tie_in_circle(than.span, self.params[other].span));
                continue;
            }
            self.params[at].than = Some(Than { other: id, strict: than.word != ThanWord::AtLeast, span: than.span });
        }
    }

    fn leads_to(&self, from: ParamId, to: usize) -> bool {
        let mut at = Some(from);
        while let Some(id) = at {
            if id.0 as usize == to {
                return true;
            }
            at = self.params.get(id.0 as usize).and_then(|p| p.than).map(|t| t.other);
        }
        false
    }

    fn named_param(&self, e: &ast::Expr) -> Option<usize> {
        if let ExprKind::Name(name) = &e.kind {
            match self.items.find(name).map(|e| e.what) {
                Some(What::Param(id)) => Some(id.0 as usize),
                _ => None,
            }
        } else {
            self.param_named(&ast::Name { text: self.written(e.span), span: e.span })
        }
    }

    fn near_param(&self, e: &ast::Expr) -> (String, Option<String>) {
        let name = self.written(e.span);
        let near = names::meant(&name, &self.param_names());
        (name, near)
    }

    /// Holds bound values against the ties between parameters.
    pub fn check_ties(&mut self) {
        if let Some((id, other)) = broken_tie(&self.params) {
            let d = self.tie_broken(&self.params, id, other);
            let by_option = |id: ParamId| {
                let param = self.params.get(id.0 as usize)?;
                let source = param.source.clone().filter(|s| param.value.is_some() && *s == Bindings::command_line())?;
                Some((param.name.clone(), ranges::domain_words(param, &self.units), source))
            };
            let d = match by_option(id).or_else(|| by_option(other)) {
                Some((name, value, source)) => say::of_option(d, &name, &value, &source),
                None => d,
            };
            self.reports.push(d);
        }
    }

    /// The message for a tie that does not hold.
    pub fn tie_broken(&self, params: &[Param], id: ParamId, other: ParamId) -> crate::diag::Diagnostic {
        let (param, other) = (&params[id.0 as usize], &params[other.0 as usize]);
        let strict = param.than.is_some_and(|t| t.strict);
        let place = param.than.map_or(param.span, |t| t.span);
        let of = |p: &Param| {
            let value = ranges::domain_words(p, &self.units);
            (p.title().to_string(), value, p.source.clone().filter(|_| p.value.is_some()))
        };
        say::tie_broken((place, of(param)), (other.span, of(other)), strict)
    }
}
