//! Between which figures the ends of a loop over periods, numbers or days can lie, as far as data, parameters and literals tell. An end that
//! is not known may lie elsewhere: whoever goes through the loop asks whether all its rows are there.

use crate::data::Dataset;
use crate::hir::{AggFn, DayFunc, Defined, DefinedId, Expr, Func, Kind, ParamId, ParamValue, Rule, RuleSet, domain};
use crate::num::{Rat, abs, floor, int, to_i64};
use crate::text::deep;
use crate::ty::{ColId, PeriodKind, RelId, Type, monday, month_of_day, month_start, months_of};
use std::cell::RefCell;
use std::collections::HashMap;

/// The least and the greatest.
type Ends = (Rat, Rat);

pub struct Extents<'e> {
    rules: &'e RuleSet,
    data: &'e Dataset,
    rule: &'e Rule,
    /// The years that are spoken of.
    years: Option<(i64, i64)>,
    /// Of definitions.
    known: RefCell<HashMap<DefinedId, Option<Ends>>>,
}

impl<'e> Extents<'e> {
    pub fn new(rules: &'e RuleSet, data: &'e Dataset, rule: &'e Rule, years: Option<(i64, i64)>) -> Self {
        Self { rules, data, rule, years, known: RefCell::default() }
    }

    /// The whole steps between two ends.
    pub fn between(&self, from: &Expr, to: &Expr) -> Option<(i64, i64)> {
        let (low, high) = (self.of(from)?.0, self.of(to)?.1);
        to_i64(&floor(&low)).zip(to_i64(&floor(&high)))
    }

    fn of(&self, e: &Expr) -> Option<Ends> {
        let both = |a: &Expr, b: &Expr| self.of(a).zip(self.of(b));
        match &e.kind {
            Kind::Num(n) => Some((n.clone(), n.clone())),
            Kind::Param(id) => self.of_param(*id),
            Kind::Func(func, args) => self.of_function(*func, args),
            Kind::Neg(x) => self.of(x).map(|(a, b)| (-b, -a)),
            Kind::Add(a, b) => both(a, b).map(|((a, b), (c, d))| (a + c, b + d)),
            Kind::Sub(a, b) => both(a, b).map(|((a, b), (c, d))| (a - d, b - c)),
            Kind::Mul(a, b) | Kind::ShareOf { share: a, base: b } => both(a, b).and_then(|(a, b)| corners(&a, &b, |x, y| x * y)),
            Kind::Div(a, b) => {
                let (a, b) = both(a, b)?;
                let crosses = b.0 <= Rat::ZERO && b.1 >= Rat::ZERO;
                if crosses { None } else { corners(&a, &b, |x, y| x / y) }
            }
            Kind::Choose { arms, otherwise } => {
                let values = arms.iter().map(|(_, value)| value).chain(otherwise.as_deref()).filter(|value| !value.is_none());
                values.map(|value| self.of(value)).reduce(|a, b| a.zip(b).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1))))?
            }
            Kind::Field { row, col } => self.of_column(self.rule.rel_of(&self.rules.schema, row), *col),
            Kind::Defined(defined) => self.of_defined(defined),
            Kind::Agg(agg) => match (agg.func, &agg.value) {
                (AggFn::Min | AggFn::Max | AggFn::Avg | AggFn::Median | AggFn::Quantile(_), Some(value)) => self.of(value),
                (AggFn::Count, _) => {
                    let rows = self.data.tables.get(agg.source.rel().index())?.rows;
                    Some((Rat::ZERO, int(i64::from(rows))))
                }
                _ => None,
            },
            Kind::Text(_)
            | Kind::AsShare { .. }
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
            | Kind::RowExists(_) => None,
        }
    }

    fn of_function(&self, func: Func, args: &[Expr]) -> Option<Ends> {
        let first = || self.of(args.first()?);
        let second = || self.of(args.get(1)?);
        Some(match func {
            Func::InForce => first()?,
            Func::Abs => {
                let (a, b) = first()?;
                let most = abs(&a).max(abs(&b));
                (if a <= Rat::ZERO && b >= Rat::ZERO { Rat::ZERO } else { abs(&a).min(abs(&b)) }, most)
            }
            Func::Lesser => first().zip(second()).map(|((a, b), (c, d))| (a.min(c), b.min(d)))?,
            Func::Greater => first().zip(second()).map(|((a, b), (c, d))| (a.max(c), b.max(d)))?,
            Func::Quantile(_) => {
                let ends: Option<Vec<Ends>> = args.iter().map(|arg| self.of(arg)).collect();
                ends?.into_iter().reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))?
            }
            // Within one step, and within half of the last digit before the point.
            Func::ToStep(_) => first().zip(second()).map(|((a, b), (_, step))| (a - &step, b + step))?,
            Func::Round => {
                let digits = to_i64(&second()?.0)?;
                let step = (digits..0).fold(Rat::ONE, |size, _| size * int(10));
                first().map(|(a, b)| (a - &step, b + step))?
            }
            Func::PeriodOf => first().zip(second()).map(|((a, b), (_, length))| (floor(&(a / &length)), floor(&(b / length))))?,
            Func::Modulo => {
                let (low, high) = second()?;
                (low.min(Rat::ZERO), high.max(Rat::ZERO))
            }
            Func::Day(func) => self.of_calendar(func, args)?,
            Func::ReportDay => self.days_of_years()?,
            Func::AsOfDay => self.rules.as_of.or_else(|| self.data.day_of_all()).map(|day| (int(day), int(day)))?,
            Func::Power | Func::Growth | Func::MeanGrowth | Func::Length => return None,
        })
    }

    fn of_calendar(&self, func: DayFunc, args: &[Expr]) -> Option<Ends> {
        let whole = |e: Option<&Expr>| self.of(e?).and_then(|(a, b)| to_i64(&floor(&a)).zip(to_i64(&floor(&b))));
        let ends = match func {
            DayFunc::First | DayFunc::Last => {
                let period = args.first()?;
                let Type::Period(kind) = period.ty else { return None };
                days_of_periods(whole(Some(period))?, kind)?
            }
            DayFunc::MonthOf => {
                let (low, high) = whole(args.first())?;
                (month_of_day(low)?, month_of_day(high)?)
            }
            DayFunc::Monday => {
                let (low, high) = whole(args.first())?;
                (monday(low), monday(high))
            }
            DayFunc::AddMonths => {
                let ((low, high), (least, most)) = (whole(args.first())?, whole(args.get(1))?);
                days_of_months(month_of_day(low)?.checked_add(least)?, month_of_day(high)?.checked_add(most)?)?
            }
            DayFunc::FullMonths | DayFunc::FullYears => {
                let ((low, high), (least, most)) = (whole(args.first())?, whole(args.get(1))?);
                let months = (month_of_day(least)? - month_of_day(high)? - 1, month_of_day(most)? - month_of_day(low)?);
                let years = (months.0.div_euclid(12), months.1.div_euclid(12));
                if func == DayFunc::FullYears { years } else { months }
            }
            DayFunc::OfParts => {
                let (low, high) = whole(args.first())?;
                days_of_months(low.checked_mul(12)?, high.checked_mul(12)?.checked_add(11)?)?
            }
            DayFunc::Weekday => (1, 7),
            DayFunc::SentOn | DayFunc::Submitted => {
                let days = self.data.submissions.iter().filter_map(|s| s.date);
                let of_days = days.clone().min().zip(days.max());
                let own = if func == DayFunc::SentOn { whole(args.first()) } else { None };
                own.into_iter().chain(of_days).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?
            }
        };
        Some((int(ends.0), int(ends.1)))
    }

    fn days_of_years(&self) -> Option<Ends> {
        let (first, last) = self.years?;
        let (first, last) = days_of_months(first.checked_mul(12)?, last.checked_mul(12)?.checked_add(11)?)?;
        Some((int(first), int(last)))
    }

    fn of_defined(&self, defined: &Defined) -> Option<Ends> {
        let known = self.known.borrow().get(&defined.id).cloned();
        known.unwrap_or_else(|| {
            let found = deep(|| self.of(&defined.value));
            self.known.borrow_mut().insert(defined.id, found.clone());
            found
        })
    }

    fn of_param(&self, id: ParamId) -> Option<Ends> {
        let param = self.rules.params.get(id.0 as usize)?;
        let number = |v: &ParamValue| if let ParamValue::Number(n) = v { Some(n.clone()) } else { None };
        let stated =
            param.value.iter().chain(param.dated.iter().map(|d| &d.value)).chain(param.alternatives.iter().map(|a| &a.value));
        let stated: Vec<Rat> = stated.filter_map(number).collect();
        if let (Some(low), Some(high)) = (stated.iter().min(), stated.iter().max()) {
            return Some((low.clone(), high.clone()));
        }
        let range = domain(&self.rules.params, id)?;
        Some((range.lo.value()?.clone(), range.hi.value()?.clone()))
    }

    /// The figures that are known, and the ends of those that are not where the form says them; in base units.
    fn of_column(&self, rel: RelId, col: ColId) -> Option<Ends> {
        let (column, def) = (self.data.tables.get(rel.index())?.columns.get(col.index())?, self.rules.schema.column(rel, col));
        let rows = 0..u32::try_from(column.len()).ok()?;
        let known = rows.filter_map(|r| column.int(r).map(int).or_else(|| column.number(r)));
        let factor = def.unit.as_ref().filter(|_| matches!(def.ty, Type::Number(_))).map_or(Rat::ONE, |u| u.factor.clone());
        let declared = def.range.iter().flat_map(|r| [&r.lo, &r.hi]).filter_map(|end| end.value().cloned());
        let all: Vec<Rat> = known.map(|n| n * &factor).chain(declared).collect();
        all.iter().min().cloned().zip(all.iter().max().cloned())
    }
}

/// The least and the greatest that two ranges give at their ends.
fn corners(a: &Ends, b: &Ends, of: impl Fn(&Rat, &Rat) -> Rat) -> Option<Ends> {
    let all = [of(&a.0, &b.0), of(&a.0, &b.1), of(&a.1, &b.0), of(&a.1, &b.1)];
    all.iter().min().cloned().zip(all.iter().max().cloned())
}

fn days_of_months(first: i64, last: i64) -> Option<(i64, i64)> {
    Some((month_start(first)?, month_start(last.checked_add(1)?)? - 1))
}

/// The days of periods; of spans, whose numbers do not follow one another in time, those of their years.
fn days_of_periods((low, high): (i64, i64), kind: PeriodKind) -> Option<(i64, i64)> {
    let (first, last) = (months_of(low, kind).0, months_of(high, kind).1);
    if kind == PeriodKind::Span {
        return days_of_months(first.div_euclid(12) * 12, last.div_euclid(12) * 12 + 11);
    }
    days_of_months(first, last)
}
