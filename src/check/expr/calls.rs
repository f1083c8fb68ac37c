//! Calls of built-in functions.

use crate::ast::{self, CmpOp, Name};
use crate::builtins::{self, Meaning};
use crate::check::base::figures::{either, is_nothing};
use crate::check::base::term::Term;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::check::scope::rule::RuleCx;
use crate::diag::Diagnostic;
use crate::hir::{AggFn, DayFunc, Expr, Func, Kind};
use crate::num::Rat;
use crate::text::{Span, fold_name};
use crate::ty::{Flavour, NumTy, Type};

impl Checker<'_> {
    /// Where something could not be read in the arguments of a function that does not exist, that is the mistake.
    pub fn no_such_function(&self, d: &Diagnostic) -> Option<Diagnostic> {
        let (text, span) = d.call.as_ref()?;
        let name = Name { text: text.clone(), span: *span };
        let is_defined = self.items.find(&name).is_some()
            || self.defines.iter().any(|d| d.name.text == *text)
            || self.faults.may_declare(text);
        (builtins::find(text).is_none() && !is_defined).then(|| say::unknown_function(&name, &self.functions(*span, None)))
    }
}

impl RuleCx<'_, '_> {
    pub fn builtin(&mut self, name: &Name) -> Option<Meaning> {
        let found = builtins::find(&name.text);
        if found.is_none() {
            let defined = self.cx.functions(name.span, None);
            self.fail(say::unknown_function(name, &defined));
        }
        if let Some(builtin) = found.filter(|b| b.is_old_name(&fold_name(&name.text))) {
            self.cx.report(say::old_function_name(name, builtin.name_zh()));
        }
        found.map(|b| b.meaning)
    }

    pub fn call_term(&mut self, name: &Name, args: &[ast::Expr], span: Span) -> Term {
        if let Some(term) = self.defined_call(name, args, span) {
            return term;
        }
        let Some(meaning) = self.builtin(name) else { return Term::Value(self.error(span)) };
        let value = match (meaning, args) {
            (Meaning::Prior | Meaning::LastYear | Meaning::Increment, _) => return self.time_call(meaning, args, name, span),
            (Meaning::Only, _) => self.fail_with(say::only_of_nothing(name), span),
            (Meaning::Agg(AggFn::Min), [_, _, ..]) => self.nearer(Func::Lesser, args, span),
            (Meaning::Agg(AggFn::Max), [_, _, ..]) => self.nearer(Func::Greater, args, span),
            (Meaning::Agg(AggFn::Avg), [_, _, ..]) => self.mean_of(args, span),
            (Meaning::Agg(AggFn::Median), [_, _, ..]) => self.quantile_of(Some(AggFn::Quantile(500_000)), args, span),
            (Meaning::Agg(func @ AggFn::Quantile(_)), [values @ .., at]) if values.len() > 1 => {
                let func = self.at_share(func, name, Some(at), span);
                self.quantile_of(func, values, span)
            }
            (Meaning::Agg(func @ AggFn::Quantile(_)), [arg, at]) => match self.at_share(func, name, Some(at), span) {
                Some(func) => self.rows_call(func, name, arg, span),
                None => self.error(span),
            },
            (Meaning::Agg(AggFn::Quantile(_)), _) => self.fail_with(say::argument_count(name, 2, args.len()), span),
            (Meaning::Agg(AggFn::Rank(_)), _) => self.fail_with(say::rank_among_nothing(name), span),
            (Meaning::Agg(AggFn::Count), [_, _, ..]) => self.holding(args, span),
            (Meaning::Agg(func), [arg]) => self.rows_call(func, name, arg, span),
            (Meaning::Agg(_), _) => self.fail_with(say::argument_count(name, 1, args.len()), span),
            (Meaning::Func(_, wanted), _) if wanted != args.len() => {
                self.fail_with(say::argument_count(name, wanted, args.len()), span)
            }
            (Meaning::Rounded(how), [value, rest @ ..]) if rest.len() <= 1 => {
                self.rounding(how, (value, rest.first()), name, span)
            }
            (Meaning::Rounded(_), _) => self.fail_with(say::argument_count(name, 2, args.len()), span),
            (Meaning::Slice, [x, floor, ceiling]) => self.slice([x, floor, ceiling], span),
            (Meaning::Slice, _) => self.fail_with(say::argument_count(name, 3, args.len()), span),
            (Meaning::Func(Func::Length, _), [text]) => self.length(text, span),
            (Meaning::Func(Func::Modulo, _), _) => self.nearer(Func::Modulo, args, span),
            (Meaning::Func(func @ (Func::Day(DayFunc::First) | Func::Day(DayFunc::Last)), _), [period]) => {
                self.end_of_period(func, period, span)
            }
            (Meaning::Func(Func::Day(func @ (DayFunc::Weekday | DayFunc::Monday)), _), [day]) => self.in_week(func, day, span),
            (Meaning::Func(func @ (Func::Day(DayFunc::FullMonths) | Func::Day(DayFunc::FullYears)), _), [a, b]) => {
                self.full_periods(func, [a, b], span)
            }
            (Meaning::Func(Func::Day(DayFunc::OfParts), _), [year, month, day]) => self.day_of_parts([year, month, day], span),
            (Meaning::Func(Func::Growth, _), [end, start]) => self.growth(end, start, span),
            (Meaning::Func(Func::MeanGrowth, _), _) => self.mean_growth_call(args, span),
            (Meaning::Func(func @ Func::Abs, _), _) => self.number_call(func, args, name, span),
            // What has another number of arguments is told above; these have no name of their own, or not with so many.
            (
                Meaning::Func(
                    Func::Round
                    | Func::ToStep(_)
                    | Func::Power
                    | Func::Length
                    | Func::Growth
                    | Func::Lesser
                    | Func::Greater
                    | Func::Quantile(_)
                    | Func::PeriodOf
                    | Func::Day(_)
                    | Func::InForce
                    | Func::ReportDay
                    | Func::AsOfDay,
                    wanted,
                ),
                _,
            ) => self.fail_with(say::argument_count(name, wanted, args.len()), span),
        };
        Term::Value(value)
    }

    /// The smallest or largest of things that can be compared, two at a time.
    fn nearer(&mut self, func: Func, args: &[ast::Expr], span: Span) -> Expr {
        let mut values = self.operands(&args.iter().collect::<Vec<_>>()).into_iter();
        let Some(mut so_far) = values.next() else { return self.error(span) };
        for value in values {
            // 0 is of no unit yet, twice as well.
            if is_nothing(&so_far) && is_nothing(&value) {
                continue;
            }
            let tried = self.compared(vec![so_far, value], &[(CmpOp::Le, span)], span);
            let Kind::Compare { first, mut links } = tried.kind else {
                let failed = tried.ty == Type::Error;
                return if failed { self.error(span) } else { self.fail_with(say::about_needs_numbers(span), span) };
            };
            let Some(link) = links.pop() else { return self.error(span) };
            let ty = either(&first, &link.right);
            let args = [*first, link.right].map(|e| if is_nothing(&e) { Expr { ty: ty.clone(), ..e } } else { e });
            so_far = Expr { kind: Kind::Func(func, args.into()), ty, span };
        }
        so_far
    }

    /// Numbers of one kind; a 0 among them is of their unit.
    fn alike(&mut self, args: &[ast::Expr], span: Span) -> Option<Vec<Expr>> {
        let values = self.operands(&args.iter().collect::<Vec<_>>());
        let links = vec![(CmpOp::Le, span); values.len().saturating_sub(1)];
        let tried = self.compared(values, &links, span);
        let Kind::Compare { first, links } = tried.kind else {
            if tried.ty == Type::Error {
                self.failed = true;
            } else {
                self.fail(say::about_needs_numbers(span));
            }
            return None;
        };
        let list: Vec<Expr> = std::iter::once(*first).chain(links.into_iter().map(|link| link.right)).collect();
        let ty = list.iter().find(|e| !is_nothing(e)).or(list.first())?.ty.clone();
        if ty.number().is_none() {
            let found = words::of_type(&ty, None);
            self.fail(say::not_a_number(list.first()?.span, &found, span));
            return None;
        }
        Some(list.into_iter().map(|e| if is_nothing(&e) { Expr { ty: ty.clone(), ..e } } else { e }).collect())
    }

    /// `avg(a, b, c)`
    fn mean_of(&mut self, args: &[ast::Expr], span: Span) -> Expr {
        let Some(list) = self.alike(args, span) else { return self.error(span) };
        let of = |kind, ty: &Type| Expr { kind, ty: ty.clone(), span };
        let count = of(Kind::Num(Rat::from(list.len())), &Type::Number(NumTy::plain(Flavour::Number)));
        let sum = list.into_iter().reduce(|a, b| {
            let ty = a.ty.clone();
            of(Kind::Add(Box::new(a), Box::new(b)), &ty)
        });
        let Some(sum) = sum else { return self.error(span) };
        let ty = sum.ty.clone();
        of(Kind::Div(Box::new(sum), Box::new(count)), &ty)
    }

    /// `median(a, b, c)`, `quantile(a, b, c, 25%)`
    fn quantile_of(&mut self, func: Option<AggFn>, args: &[ast::Expr], span: Span) -> Expr {
        let Some(AggFn::Quantile(share)) = func else { return self.error(span) };
        let Some(list) = self.alike(args, span) else { return self.error(span) };
        let ty = list.first().map_or(Type::Error, |e| e.ty.clone());
        Expr { kind: Kind::Func(Func::Quantile(share), list), ty, span }
    }

    fn number_call(&mut self, func: Func, args: &[ast::Expr], name: &Name, span: Span) -> Expr {
        let args: Vec<Expr> = args.iter().map(|a| self.value(a)).collect();
        for arg in &args {
            if let Some(none) = self.not_a_number(arg, name.span, span) {
                return none;
            }
        }
        let ty = args.first().map_or(Type::Error, |a| a.ty.clone());
        Expr { kind: Kind::Func(func, args), ty, span }
    }

    pub fn growth(&mut self, end: &ast::Expr, start: &ast::Expr, span: Span) -> Expr {
        let values = self.operands(&[end, start]);
        let tried = self.compared(values, &[(CmpOp::Ge, span)], span);
        let Kind::Compare { first, mut links } = tried.kind else {
            return if tried.ty == Type::Error { self.error(span) } else { self.fail_with(say::about_needs_numbers(span), span) };
        };
        let Some(link) = links.pop() else { return self.error(span) };
        if first.ty.number().is_none() {
            let words = words::of_type(&first.ty, None);
            return self.fail_with(say::not_a_number(first.span, &words, span), span);
        }
        let ty = Type::Number(NumTy::plain(Flavour::Growth));
        Expr { kind: Kind::Func(Func::Growth, vec![*first, link.right]), ty, span }
    }
}
