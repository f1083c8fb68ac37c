//! Type expressions: the type, unit, range, step and nature a field or parameter declares.

use crate::ast::{Name, TypeExpr, TypeKind};
use crate::check::base::declared::TypeInfo;
use crate::check::base::item::What;
use crate::check::base::names;
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::check::scope::literal::fit;
use crate::hir::ParamValue;
use crate::num::{Decimal, Interval, Rat, signum};
use crate::text::{fold_name, same_name};
use crate::ty::{Dims, Flavour, Nature, NumTy, PeriodKind, RelId, Type, Unit};

/// Currencies: a `money` field takes no other unit.
const CURRENCIES: &[&str] = &["元", "美元", "欧元", "港元", "日元"];

fn flavoured(flavour: Flavour, unit: Unit) -> (Type, Option<Unit>) {
    let ty = NumTy::plain(flavour);
    (Type::Number(ty.clone()), Some(Unit { ty, ..unit }))
}

impl Checker<'_> {
    pub fn type_info(&mut self, t: &TypeExpr) -> TypeInfo {
        let (ty, unit) = self.base_type(t);
        let mut info = TypeInfo::plain(ty, unit);
        info.unit_written = matches!(&t.kind, TypeKind::Money(Some(_)) | TypeKind::Quantity(..) | TypeKind::Kind(_, Some(_)));
        info.optional = t.optional;
        // Growth and changes in points go both ways; only amounts are non-negative by nature.
        let both_ways = info.ty.number().is_some_and(|n| matches!(n.flavour, Flavour::Growth | Flavour::Points));
        info.signed = t.signed || both_ways;
        info.fixed = t.fixed;
        info.nature = self.nature(t.nature.as_ref());
        info.step = t.step.as_ref().and_then(|s| self.step(s, &info));
        info.range = self.range(t, &info);
        info
    }

    fn base_type(&mut self, t: &TypeExpr) -> (Type, Option<Unit>) {
        let percent = Unit::percent;
        match &t.kind {
            TypeKind::Text => (Type::Text, None),
            TypeKind::Flag => (Type::Flag, None),
            TypeKind::Date => (Type::Date, None),
            TypeKind::Year => (Type::Period(PeriodKind::Year), None),
            TypeKind::Half => (Type::Period(PeriodKind::Half), None),
            TypeKind::Quarter => (Type::Period(PeriodKind::Quarter), None),
            TypeKind::Month => (Type::Period(PeriodKind::Month), None),
            TypeKind::Period => (Type::Period(PeriodKind::Span), None),
            TypeKind::Bad => (Type::Error, None),
            TypeKind::Count => flavoured(Flavour::Count, self.units.base_of(&NumTy::plain(Flavour::Count))),
            TypeKind::Number => flavoured(Flavour::Number, Unit::one()),
            TypeKind::Share => flavoured(Flavour::Share, percent()),
            TypeKind::Growth => flavoured(Flavour::Growth, percent()),
            TypeKind::Points => flavoured(Flavour::Points, self.units.base_of(&NumTy::plain(Flavour::Points))),
            TypeKind::Money(unit) => self.money_type(unit.as_ref()),
            TypeKind::Quantity(unit, per) => self.quantity_type(unit, per.as_ref()),
            TypeKind::Kind(name, unit) => self.kind_type(name, unit.as_ref()),
            TypeKind::OneOf(list) | TypeKind::Reading(list) => {
                for (i, text) in list.iter().enumerate() {
                    if let Some(first) = list[..i].iter().find(|f| same_name(&f.text, &text.text)) {
                        self.report(say::duplicate_candidate(text, first.span));
                    }
                }
                (Type::OneOf(list.iter().map(|s| s.text.clone()).collect()), None)
            }
            TypeKind::List(name) => (self.record_named(name, false).map_or(Type::Error, Type::List), None),
            TypeKind::Ref(name) => (self.record_named(name, true).map_or(Type::Error, Type::Ref), None),
        }
    }

    fn money_type(&mut self, unit: Option<&Name>) -> (Type, Option<Unit>) {
        let found = match unit {
            None => Unit::yuan(),
            Some(name) => match self.unit_named(name) {
                Err(e) => {
                    self.report(*e);
                    return (Type::Error, None);
                }
                Ok(u) if CURRENCIES.iter().any(|c| u.ty.dims == Dims::base(*c)) => u,
                Ok(u) => {
                    self.report(say::not_money(name, &u));
                    return (Type::Error, None);
                }
            },
        };
        (Type::Number(found.ty.clone()), Some(found))
    }

    fn quantity_type(&mut self, unit: &Name, per: Option<&Name>) -> (Type, Option<Unit>) {
        let looked_up = self.unit_named(unit).and_then(|u| match per {
            None => Ok(Some(u)),
            Some(per) => self.unit_named(per).map(|p| u.per(&p)),
        });
        match looked_up {
            Ok(Some(u)) => (Type::Number(u.ty.clone()), Some(u)),
            Ok(None) => (Type::Error, None),
            Err(e) => {
                self.report(*e);
                (Type::Error, None)
            }
        }
    }

    fn kind_type(&mut self, name: &Name, unit: Option<&Name>) -> (Type, Option<Unit>) {
        let found = match self.items.find(name).map(|e| e.what) {
            Some(What::Kind(i)) => self.kinds.get(i).cloned(),
            _ => None,
        };
        let Some(kind) = found else {
            let mut names = self.items.names(name.span, |w| matches!(w, What::Kind(_)));
            names.extend(say::TYPE_WORDS.iter().map(|w| (*w).to_string()));
            self.report(say::unknown_type(name, names::meant(&name.text, &names).as_deref()));
            return (Type::Error, None);
        };
        let unit = match unit.map(|u| (u, self.unit_named(u))) {
            None => kind.unit.clone(),
            Some((_, Err(e))) => {
                self.report(*e);
                return (Type::Error, None);
            }
            Some((_, Ok(u))) if u.ty.dims == kind.ty.dims && u.ty.flavour == kind.ty.flavour => u,
            Some((written, Ok(u))) => {
                self.report(say::kind_unit(written, &u, &kind.name, &kind.unit, kind.span));
                return (Type::Error, None);
            }
        };
        (Type::Number(kind.ty.clone()), Some(Unit { ty: kind.ty, ..unit }))
    }

    /// A declared record (or, where `tables` are allowed, a table).
    fn record_named(&mut self, name: &Name, tables: bool) -> Option<RelId> {
        match self.items.find(name).map(|e| e.what) {
            Some(What::Record(rel)) => Some(rel),
            Some(What::Table(rel)) if tables => Some(rel),
            _ => {
                let names = self.items.names(name.span, |w| matches!(w, What::Record(_)) || (tables && w.is_relation()));
                self.report(say::unknown_relation(name, names::meant(&name.text, &names).as_deref()));
                None
            }
        }
    }

    fn nature(&mut self, word: Option<&Name>) -> Nature {
        match word.map(|w| fold_name(&w.text)).as_deref() {
            Some("at end" | "期末") => Nature::AtEnd,
            Some("to date" | "累计") => Nature::ToDate,
            _ => Nature::During,
        }
    }

    fn step(&mut self, word: &Name, info: &TypeInfo) -> Option<Rat> {
        let value = Decimal::parse(&fold_name(&word.text)).ok().map(|d| d.to_rat());
        match value {
            Some(v) if signum(&v) > 0 && (info.ty.number().is_some() || info.ty == Type::Error) => Some(v),
            _ => {
                self.report(say::bad_step(word));
                None
            }
        }
    }

    fn range(&mut self, t: &TypeExpr, info: &TypeInfo) -> Option<Interval> {
        let (low, high) = t.range.as_ref()?;
        if info.ty == Type::Error {
            return None;
        }
        let (a, b) = (self.range_end(low, info), self.range_end(high, info));
        let (a, b) = (a?, b?);
        let span = low.span.to(high.span);
        if a > b {
            self.report(say::empty_range(span));
            return None;
        }
        if signum(&a) < 0 && !info.signed && info.ty.number().is_some() {
            self.report(say::negative_range(low.span, t.span));
            return None;
        }
        Some(Interval::closed(a, b))
    }

    fn range_end(&mut self, end: &crate::ast::Expr, info: &TypeInfo) -> Option<Rat> {
        match self.constant(end) {
            None => {
                self.report(say::range_end_no_constant(end.span));
                None
            }
            Some(Err(e)) => {
                self.report(*e);
                None
            }
            Some(Ok(constant)) => match fit(&constant, info) {
                Ok(ParamValue::Number(n)) if !info.ty.is_text_like() => Some(n),
                Ok(_) => {
                    self.report(say::range_of_texts(end.span));
                    None
                }
                Err(why) => {
                    self.report(say::misfit("T010", end.span, &why, info, None));
                    None
                }
            },
        }
    }
}
