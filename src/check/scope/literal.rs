//! Constant values: literals in rule text and texts bound from outside, held against a type.

use crate::ast::{self, BinaryOp, ExprKind, UnaryOp};
use crate::check::base::algebra;
use crate::check::base::calendar::{day_number, kind_of, period_number};
use crate::check::base::constant::{Constant, Misfit};
use crate::check::base::declared::TypeInfo;
use crate::check::base::names;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::diag::Diagnostic;
use crate::hir::ParamValue;
use crate::num::{Decimal, Rat, int, to_i64};
use crate::text::{Span, fold_name, same_name};
use crate::ty::{Flavour, PeriodKind, Type, Unit, Units, as_span, read_period};

impl Checker<'_> {
    /// The literal an expression is; `None` when it is something else (a name, a computation).
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn constant(&self, expr: &ast::Expr) -> Option<Result<Constant, Box<Diagnostic>>> {
        Some(match &expr.kind {
            ExprKind::Number { digits, unit } => self.number_constant(digits, unit.as_ref(), expr.span),
            ExprKind::Unary { op: UnaryOp::Neg, arg, .. } => match self.constant(arg)? {
                Ok(Constant::Number(n, unit)) => Ok(Constant::Number(-n, unit)),
                Err(e) => Err(e),
                Ok(_) => return None,
            },
            ExprKind::Binary { op: BinaryOp::Div, left, right, .. } => match self.constant(left)? {
                Ok(Constant::Number(n, Some(above))) => Ok(Constant::Number(n, Some(above.per(self.own_unit(right)?)?))),
                Err(e) => Err(e),
                Ok(_) => return None,
            },
            ExprKind::Str(text) => Ok(Constant::Text(text.clone())),
            ExprKind::Flag(b) => Ok(Constant::Flag(*b)),
            ExprKind::Day(day) => day_number(day).map(Constant::Day).ok_or_else(|| Box::new(say::no_such_day(day.span))),
            ExprKind::Period(p) => match period_number(p) {
                Some(n) => Ok(Constant::Period(n, kind_of(p.length))),
                None => Err(Box::new(say::beyond_a_year(expr.span))),
            },
            _ => return None,
        })
    }

    /// `share_unit` in `105.48AUD/share_unit`: a unit, where the name is nothing that has a value. The grammar cannot know the units of
    /// a file, so it reads a quotient.
    pub fn own_unit(&self, e: &ast::Expr) -> Option<&Unit> {
        let ExprKind::Name(name) = &e.kind else { return None };
        let is_value = self.items.find(name).is_some_and(|e| e.what.is_value());
        self.units.get(&fold_name(&name.text)).filter(|_| !is_value)
    }

    /// Digits with their unit.
    pub fn number_constant(&self, digits: &str, unit: Option<&ast::Name>, span: Span) -> Result<Constant, Box<Diagnostic>> {
        let plain = fold_name(digits);
        let value = Decimal::parse(&plain).map_err(|_| Box::new(say::bad_number(span)))?.to_rat();
        let unit = match unit {
            None => None,
            Some(name) if is_bare_scale(&name.text) => return Err(Box::new(say::scale_without_unit(name, &plain))),
            Some(name) => Some(self.unit_named(name)?),
        };
        Ok(Constant::Number(value, unit))
    }

    pub fn unit_named(&self, name: &ast::Name) -> Result<Unit, Box<Diagnostic>> {
        let folded = fold_name(&name.text);
        let quotient = || {
            let (above, below) = folded.split_once('/')?;
            self.units.get(above.trim())?.per(self.units.get(below.trim())?)
        };
        let found = self.units.get(&folded).cloned().or_else(quotient);
        found.ok_or_else(|| {
            // The commonest slip is another character for 元.
            let mended = folded.replace(['圆', '圓'], "元");
            if self.units.get(&mended).is_some() {
                return Box::new(say::unknown_unit(name, Some(&mended)));
            }
            let names: Vec<String> = self.units.names().map(str::to_string).collect();
            Box::new(say::unknown_unit(name, names::meant(&name.text, &names).as_deref()))
        })
    }
}

/// 万 and its like with nothing after them.
fn is_bare_scale(unit: &str) -> bool {
    matches!(unit, "百" | "千" | "万" | "百万" | "千万" | "亿" | "万亿")
}

/// A constant as a value of the type, in base units.
pub(in crate::check) fn fit(constant: &Constant, want: &TypeInfo) -> Result<ParamValue, Misfit> {
    let other = || Err(Misfit::Other(words::of_constant(constant)));
    match (&want.ty, constant) {
        (Type::Error, _) => Ok(ParamValue::Number(Rat::ZERO)),
        (Type::Number(ty), Constant::Number(value, unit)) => match unit {
            None => fit_bare(value, want, ty.flavour),
            Some(unit) if algebra::literal_fits(&unit.ty, ty) => whole(value * &unit.factor, ty.flavour),
            Some(_) => other(),
        },
        (Type::Period(PeriodKind::Year), Constant::Number(value, unit)) => {
            let plain = unit.as_ref().is_none_or(|u| u.name == "年");
            match to_i64(value) {
                Some(y) if plain && (1..=9999).contains(&y) => Ok(ParamValue::Number(int(y))),
                _ => other(),
            }
        }
        (Type::Period(wanted), Constant::Period(n, kind)) if wanted == kind => Ok(ParamValue::Number(int(*n))),
        (Type::Period(PeriodKind::Span), Constant::Period(n, kind)) => {
            as_span(*n, *kind).map(|n| ParamValue::Number(int(n))).ok_or_else(|| Misfit::Other(words::of_constant(constant)))
        }
        (Type::Period(PeriodKind::Span), Constant::Number(value, unit)) if unit.as_ref().is_none_or(|u| u.name == "年") => {
            match to_i64(value).and_then(|y| as_span(y, PeriodKind::Year)) {
                Some(n) => Ok(ParamValue::Number(int(n))),
                None => other(),
            }
        }
        (Type::Date, Constant::Day(n)) => Ok(ParamValue::Number(int(*n))),
        (Type::Flag, Constant::Flag(b)) => Ok(ParamValue::Number(int(i64::from(*b)))),
        (Type::Text | Type::Ref(_), Constant::Text(t)) => Ok(ParamValue::Text(t.clone())),
        (Type::OneOf(list), Constant::Text(t)) => match list.iter().find(|c| same_name(c, t)) {
            Some(found) => Ok(ParamValue::Text(found.clone())),
            None => Err(Misfit::NotListed(names::meant(t, list))),
        },
        _ => other(),
    }
}

fn fit_bare(value: &Rat, want: &TypeInfo, flavour: Flavour) -> Result<ParamValue, Misfit> {
    match flavour {
        _ if value.is_zero() => Ok(ParamValue::Number(Rat::ZERO)),
        Flavour::Ratio if want.unit.as_ref().is_none_or(|u| !u.is_scaled_ratio()) => Ok(ParamValue::Number(value.clone())),
        Flavour::Number | Flavour::Count => whole(value.clone(), flavour),
        Flavour::Amount | Flavour::Ratio if want.unit_written => {
            let factor = want.unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
            Ok(ParamValue::Number(value * factor))
        }
        Flavour::Share | Flavour::Points | Flavour::Growth | Flavour::Amount | Flavour::Ratio => Err(Misfit::Bare),
    }
}

fn whole(value: Rat, flavour: Flavour) -> Result<ParamValue, Misfit> {
    if flavour == Flavour::Count && !value.is_int() { Err(Misfit::NotWhole) } else { Ok(ParamValue::Number(value)) }
}

/// A text from outside (project file, command line), read like a literal of the type.
pub(in crate::check) fn read(text: &str, want: &TypeInfo, units: &Units) -> Result<ParamValue, Misfit> {
    let text = text.trim().trim_matches(['"', '“', '”']);
    let constant = match &want.ty {
        Type::Text | Type::OneOf(_) | Type::Ref(_) => Constant::Text(text.to_string()),
        Type::Flag => match fold_name(text).as_str() {
            "true" | "yes" | "是" => Constant::Flag(true),
            "false" | "no" | "否" => Constant::Flag(false),
            _ => return Err(Misfit::Unreadable),
        },
        Type::Period(kind) if *kind != PeriodKind::Year => {
            Constant::Period(read_period(&fold_name(text), *kind).ok_or(Misfit::Unreadable)?, *kind)
        }
        Type::Date => Constant::Day(read_day(text).ok_or(Misfit::Unreadable)?),
        Type::Number(_) | Type::Period(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => {
            read_number(text, units).ok_or(Misfit::Unreadable)?
        }
    };
    fit(&constant, want)
}

/// A number with its unit glued or after a blank: `60%`, `100 万元`.
pub(in crate::check) fn read_number(text: &str, units: &Units) -> Option<Constant> {
    let folded = fold_name(text);
    let end = folded.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(folded.len());
    let value = Decimal::parse(folded.get(..end)?).ok()?.to_rat();
    let unit = folded.get(end..)?.trim();
    if unit.is_empty() {
        return Some(Constant::Number(value, None));
    }
    let quotient = || unit.split_once('/').and_then(|(a, b)| units.get(a.trim())?.per(units.get(b.trim())?));
    Some(Constant::Number(value, Some(units.get(unit).cloned().or_else(quotient)?)))
}

/// A day as people write it: `2007-09-30`, `2007年9月30日`.
pub fn read_day(text: &str) -> Option<i64> {
    let folded = fold_name(text).replace(['年', '月'], "-");
    let mut parts = folded.trim_end_matches('日').splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let span = Span::new(crate::text::FileId(0), 0, 0);
    day_number(&ast::Day { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()?, span })
}
