//! Sums, products, shares.

use crate::ast;
use crate::check::base::algebra;
use crate::check::base::algebra::Clash;
use crate::check::base::figures::{as_year, bare, counts_time, duration, is_calendar_year, is_nothing, whole_number};
use crate::check::base::key;
use crate::check::base::operand::Operand;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::rule::RuleCx;
use crate::hir::{DefinedId, Expr, Func, Kind, RowRef};
use crate::num::int;
use crate::text::{Span, deep};
use crate::ty::{ColumnDef, Flavour, NumTy, PeriodKind, RelId, Type, Unit};
use std::collections::HashSet;

impl RuleCx<'_, '_> {
    pub fn negative(&mut self, arg: &ast::Expr, op_span: Span, span: Span) -> Expr {
        let arg = self.value(arg);
        match (&arg.kind, &arg.ty) {
            (_, Type::Error) => self.error(span),
            (Kind::Num(n), Type::Number(_)) => Expr { kind: Kind::Num(-n.clone()), ty: arg.ty.clone(), span },
            (_, Type::Number(_)) => Expr { ty: arg.ty.clone(), kind: Kind::Neg(Box::new(arg)), span },
            _ => {
                let words = words::of_type(&arg.ty, None);
                let told = say::not_a_number(arg.span, &words, op_span);
                self.fail_with(self.answer_or_field(&arg, told), span)
            }
        }
    }

    /// `left + right`, `left − right`.
    pub fn sum(&mut self, left: &ast::Expr, right: &ast::Expr, minus: bool, op_span: Span, span: Span) -> Expr {
        let (a, b) = (self.value(left), self.value(right));
        if a.ty == Type::Error || b.ty == Type::Error {
            return self.error(span);
        }
        // `year − 2005` is a number of years; `year − 1` is a year.
        let b = if minus && is_calendar_year(&b) { as_year(b, &a.ty) } else { b };
        if let Some((rounded, share)) = self.digits_beside_share(&a, &b) {
            let written = self.cx.written(rounded);
            return self.fail_with(say::digits_beside_share(rounded, share, &written), span);
        }
        for (number, other) in [(&a, &b), (&b, &a)] {
            if self.is_bare_beside_ratio(number, other) {
                let told = self.bare_beside(number, other);
                return self.fail_with(told, span);
            }
        }
        let ty = match (&a.ty, &b.ty) {
            (Type::Number(x), Type::Number(y)) => match number_sum(&a, x, &b, y, minus) {
                Ok(ty) => Type::Number(ty),
                Err(clash) => {
                    let (a, b) = (self.operand(&a), self.operand(&b));
                    return self.fail_with(say::cannot_add(&a, &b, &clash, minus), span);
                }
            },
            (Type::Period(PeriodKind::Year), Type::Period(PeriodKind::Year)) if minus => Type::Number(duration("年限")),
            (Type::Date, Type::Date) if minus => Type::Number(duration("天")),
            (x, _) if x.calendar().is_some() => match self.moved_by(&a, &b, minus, span) {
                Some(moved) => return moved,
                None => return self.no_sum(&a, &b, minus, op_span, span),
            },
            (_, y) if y.calendar().is_some() && !minus => match self.moved_by(&b, &a, minus, span) {
                Some(moved) => return moved,
                None => return self.no_sum(&b, &a, minus, op_span, span),
            },
            _ => return self.no_sum(&a, &b, minus, op_span, span),
        };
        let (a, b) = (Box::new(a), Box::new(b));
        Expr { kind: if minus { Kind::Sub(a, b) } else { Kind::Add(a, b) }, ty, span }
    }

    fn no_sum(&mut self, a: &Expr, b: &Expr, minus: bool, op_span: Span, span: Span) -> Expr {
        let number = |e: &Expr| matches!(e.ty, Type::Number(_));
        if a.ty.calendar().is_some() && number(b) {
            let found = words::of_type(&b.ty, None);
            return self.fail_with(say::cannot_move(b.span, &found, a.span, (&a.ty, b.ty == Type::Number(duration("天")))), span);
        }
        if number(a) || number(b) {
            let wrong = if number(a) { b } else { a };
            let words = words::of_type(&wrong.ty, None);
            let told = say::not_a_number(wrong.span, &words, op_span);
            return self.fail_with(self.answer_or_field(wrong, told), span);
        }
        let texts = a.ty.is_text_like() && b.ty.is_text_like();
        let (a, b) = (self.operand(a), self.operand(b));
        let told = say::cannot_add(&a, &b, &Clash::Units, minus);
        self.fail_with(if texts && !minus { say::texts_added(told) } else { told }, span)
    }

    /// `left × right`, `left ÷ right`.
    pub fn product(&mut self, left: &ast::Expr, right: &ast::Expr, over: bool, op_span: Span, span: Span) -> Expr {
        let (a, b) = (self.value(left), self.value(right));
        for e in [&a, &b] {
            if let Some(none) = self.not_a_number(e, op_span, span) {
                return none;
            }
        }
        if over && matches!(&b.kind, Kind::Num(n) if n.is_zero()) {
            return self.fail_with(say::division_by_zero(b.span), span);
        }
        let (Some(x), Some(y)) = (a.ty.number(), b.ty.number()) else { return self.error(span) };
        let ty = if over { algebra::divided(x, y) } else { algebra::multiplied(x, y) };
        let Some(ty) = ty else { return self.fail_with(say::too_large(span, 100), span) };
        let (a, b) = (Box::new(a), Box::new(b));
        Expr { kind: if over { Kind::Div(a, b) } else { Kind::Mul(a, b) }, ty: Type::Number(ty), span }
    }

    /// `60% of x`
    pub fn share_of(&mut self, share: &ast::Expr, base: &ast::Expr, span: Span) -> Expr {
        if let Some(part) = self.part_of_period(share, base, span) {
            return part;
        }
        if let Some(weekday) = self.day_of_week(share, base, span) {
            return weekday;
        }
        let share_words = [self.cx.written(share.span), self.cx.written(base.span)];
        let (share, base) = (self.value(share), self.value(base));
        if share.ty == Type::Error || base.ty == Type::Error {
            return self.error(span);
        }
        if !share.ty.number().is_some_and(algebra::is_share_like) {
            let operand = self.operand(&share);
            let turned = base.ty.number().is_some_and(algebra::is_share_like);
            let told = say::not_a_share(&operand);
            return self.fail_with(if turned { say::share_goes_behind(told, &share_words) } else { told }, span);
        }
        let Some(ty) = base.ty.number().map(algebra::share_of) else {
            let words = words::of_type(&base.ty, None);
            return self.fail_with(say::not_a_number(base.span, &words, share.span), span);
        };
        Expr { kind: Kind::ShareOf { share: Box::new(share), base: Box::new(base) }, ty: Type::Number(ty), span }
    }

    /// `a as share of b`
    pub fn as_share(&mut self, part: &ast::Expr, base: &ast::Expr, span: Span) -> Expr {
        let (part, base) = (self.value(part), self.value(base));
        for e in [&part, &base] {
            if let Some(none) = self.not_a_number(e, span, span) {
                return none;
            }
        }
        let fits = matches!((part.ty.number(), base.ty.number()), (Some(a), Some(b)) if algebra::is_part_of(a, b));
        if !fits {
            let (part, base) = (self.operand(&part), self.operand(&base));
            return self.fail_with(say::not_a_part(&part, &base), span);
        }
        let ty = Type::Number(NumTy::plain(Flavour::Share));
        Expr { kind: Kind::AsShare { part: Box::new(part), base: Box::new(base) }, ty, span }
    }

    /// The unit that a figure was declared in.
    pub fn operand_unit(&self, e: &Expr) -> Option<Unit> {
        self.declaration(e).0
    }

    /// The unit of its own that people read a ratio in (千克/吨), also of what is reckoned from it with plain numbers. Into each definition
    /// once: they may hold one another many times over.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn ratio_unit_in(&self, e: &Expr, seen: &mut HashSet<DefinedId>) -> Option<Unit> {
        if !matches!(&e.ty, Type::Number(n) if matches!(n.flavour, Flavour::Ratio | Flavour::Number)) {
            return None;
        }
        deep(|| match &e.kind {
            Kind::Field { .. } | Kind::Param(_) => self.operand_unit(e).filter(Unit::is_scaled_ratio),
            Kind::Defined(defined) if seen.insert(defined.id) => self.ratio_unit_in(&defined.value, seen),
            Kind::Neg(x) | Kind::ShareOf { base: x, .. } => self.ratio_unit_in(x, seen),
            Kind::Agg(agg) => agg.value.as_ref().and_then(|v| self.ratio_unit_in(v, seen)),
            Kind::Add(a, b) | Kind::Sub(a, b) => self.ratio_unit_in(a, seen).or_else(|| self.ratio_unit_in(b, seen)),
            // Of two such ratios the product or quotient is another number.
            Kind::Mul(a, b) => match (self.ratio_unit_in(a, seen), self.ratio_unit_in(b, seen)) {
                (Some(unit), None) | (None, Some(unit)) => Some(unit),
                _ => None,
            },
            Kind::Div(a, b) => {
                let above = self.ratio_unit_in(a, seen)?;
                self.ratio_unit_in(b, seen).is_none().then_some(above)
            }
            Kind::Func(func, args) if !matches!(func, Func::Power | Func::Growth | Func::MeanGrowth) => {
                args.iter().find_map(|a| self.ratio_unit_in(a, seen))
            }
            Kind::Choose { arms, otherwise } => {
                arms.iter().map(|(_, v)| v).chain(otherwise.as_deref()).find_map(|v| self.ratio_unit_in(v, seen))
            }
            _ => None,
        })
    }

    pub fn ratio_unit(&self, e: &Expr) -> Option<Unit> {
        self.ratio_unit_in(e, &mut HashSet::new())
    }

    /// Whether a bare number stands beside a ratio that has a unit of its own.
    pub fn is_bare_beside_ratio(&self, number: &Expr, other: &Expr) -> bool {
        bare(number).is_some() && !is_nothing(number) && self.ratio_unit(other).is_some()
    }

    /// The operand in words, with the unit of the field or parameter it is.
    pub fn operand(&self, e: &Expr) -> Operand {
        let (unit, declared) = self.declaration(e);
        let share = e.ty.number().is_some_and(|n| n.flavour == Flavour::Share);
        Operand { span: e.span, words: words::of_type(&e.ty, unit.as_ref()), share, declared }
    }

    fn declaration(&self, e: &Expr) -> (Option<Unit>, Option<(Span, String)>) {
        match &e.kind {
            Kind::Field { row, col } => match self.rel_of(row) {
                Some(rel) => {
                    let column = self.cx.schema.column(rel, *col);
                    (column.unit.clone(), Some((column.span, column.title().to_string())))
                }
                None => (None, None),
            },
            Kind::Param(id) => match self.cx.params.get(id.0 as usize) {
                Some(p) => (p.unit.clone(), Some((p.span, p.label.clone().unwrap_or_else(|| p.name.clone())))),
                None => (None, None),
            },
            Kind::ShareOf { base, .. } => self.declaration(base),
            Kind::Neg(x) => self.declaration(x),
            Kind::Agg(agg) => match &agg.value {
                Some(value) if e.ty == value.ty => self.declaration(value),
                _ => (None, None),
            },
            Kind::Add(a, b) | Kind::Sub(a, b) if e.ty == a.ty => {
                let (unit, declared) = self.declaration(a);
                if declared.is_some() { (unit, declared) } else { self.declaration(b) }
            }
            Kind::Defined(_)
            | Kind::Num(_)
            | Kind::Text(_)
            | Kind::Add(..)
            | Kind::Sub(..)
            | Kind::Mul(..)
            | Kind::Div(..)
            | Kind::AsShare { .. }
            | Kind::Func(..)
            | Kind::Compare { .. }
            | Kind::About { .. }
            | Kind::WithinRounding { .. }
            | Kind::In { .. }
            | Kind::SetRelation { .. }
            | Kind::Same { .. }
            | Kind::Classification(_)
            | Kind::Like { .. }
            | Kind::StartsWith { .. }
            | Kind::Join { .. }
            | Kind::Rank { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Implies(_)
            | Kind::Not(_)
            | Kind::Exists(_)
            | Kind::Filled(..)
            | Kind::RowExists(_)
            | Kind::Choose { .. } => (None, None),
        }
    }

    /// The column a field expression reads.
    pub fn column_of(&self, e: &Expr) -> Option<ColumnDef> {
        if let Kind::Field { row, col } = &e.kind { Some(self.cx.schema.column(self.rel_of(row)?, *col).clone()) } else { None }
    }

    pub fn rel_of(&self, row: &RowRef) -> Option<RelId> {
        key::rel_of(row, &self.vars, &self.cx.schema)
    }
}

fn number_sum(a: &Expr, x: &NumTy, b: &Expr, y: &NumTy, minus: bool) -> Result<NumTy, Clash> {
    // Zero fits everything; 25% beside a growth is a growth; `1 − share` and `100% − share` are what is left of the whole.
    let zero = |e: &Expr| matches!(&e.kind, Kind::Num(n) if n.is_zero());
    let percent = |e: &Expr, t: &NumTy| matches!(e.kind, Kind::Num(_)) && t.flavour == Flavour::Share;
    let whole = matches!(&a.kind, Kind::Num(n) if *n == int(1)) && matches!(x.flavour, Flavour::Number | Flavour::Share);
    match (x.flavour, y.flavour) {
        _ if zero(b) && bare(b).is_some() => return Ok(x.clone()),
        _ if zero(a) && bare(a).is_some() => return Ok(y.clone()),
        (_, Flavour::Share) if whole && minus => return Ok(NumTy::plain(Flavour::Share)),
        (Flavour::Number, Flavour::Share) if whole => return Ok(NumTy::plain(Flavour::Share)),
        (Flavour::Number | Flavour::Share, Flavour::Growth) if whole => return Ok(NumTy::plain(Flavour::Ratio)),
        (Flavour::Growth, _) if percent(b, y) => return algebra::added(x, x, minus),
        (_, Flavour::Growth) if percent(a, x) => return algebra::added(y, y, minus),
        (Flavour::Amount, _) if counts_time(x) && whole_number(b) => return Ok(x.clone()),
        (Flavour::Count, _) if whole_number(b) => return Ok(x.clone()),
        (_, Flavour::Count) if whole_number(a) => return Ok(y.clone()),
        _ => {}
    }
    algebra::added(x, y, minus)
}
