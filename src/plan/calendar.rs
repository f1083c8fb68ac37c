//! Days and months: all that the calendar asks comes to five operations.

use super::lower::Lower;
use super::num::scale;
use super::{LinearForm, Num, Op};
use crate::hir::{AggFn, DayFunc, DefinedId, Expr, Func, Kind};
use crate::num::int;
use crate::text::deep;
use crate::ty::{Flavour, PeriodKind, Type, per_year};
use std::collections::HashSet;

impl Lower<'_> {
    pub fn of_calendar(&mut self, func: DayFunc, args: &[Expr]) -> Option<Num> {
        Some(match (func, args) {
            (DayFunc::First, [period]) => {
                let (first, _) = self.months(period)?;
                self.op(Op::MonthStart(first))
            }
            // It is the day before the month after.
            (DayFunc::Last, [period]) => {
                let (_, last) = self.months(period)?;
                let after = self.plus(&last, 1);
                let start = self.op(Op::MonthStart(after));
                self.plus(&start, -1)
            }
            (DayFunc::MonthOf, [day]) => {
                let day = self.num(day);
                self.op(Op::MonthOf(day))
            }
            // Day 4 from a Monday is 1970-01-01, which has the number 0.
            (DayFunc::Weekday, [day]) => {
                let day = self.num(day);
                let since_monday = self.plus(&day, 3);
                let place = self.op(Op::Modulo(since_monday, Num::LinearForm(LinearForm::constant(int(7)))));
                self.plus(&place, 1)
            }
            // As many days after the first of all Mondays as make whole weeks.
            (DayFunc::Monday, [day]) => {
                let day = self.num(day);
                let since_monday = self.plus(&day, 3);
                let weeks = self.op(Op::Floor(since_monday, int(7)));
                self.plus(&scale(&weeks, &int(7)), -3)
            }
            (DayFunc::AddMonths, [day, by]) => {
                let (day, months) = (self.num(day), self.num(by));
                self.op(Op::AddMonths(day, months))
            }
            (DayFunc::FullMonths | DayFunc::FullYears, [from, to]) => {
                let (from, to) = (self.num(from), self.num(to));
                let months = self.op(Op::FullMonths(from, to));
                if func == DayFunc::FullYears { self.op(Op::Floor(months, int(12))) } else { months }
            }
            (DayFunc::OfParts, [year, month, day]) => {
                let parts = [self.num(year), self.num(month), self.num(day)];
                self.op(Op::DayOf(parts))
            }
            (DayFunc::SentOn | DayFunc::Submitted, [field]) => self.sent_on(field, func == DayFunc::SentOn),
            _ => return None,
        })
    }

    /// A day moved by what may be no whole number of days comes to lie between two days: which of them is not known.
    pub fn moved_day(&mut self, e: &Expr, moved: Num, by: &Expr) -> Num {
        if e.ty != Type::Date || is_whole(by, &mut HashSet::new()) {
            return moved;
        }
        self.op(Op::AddMonths(moved, Num::LinearForm(LinearForm::default())))
    }

    fn plus(&mut self, n: &Num, k: i64) -> Num {
        self.add(n, &Num::LinearForm(LinearForm::constant(int(k))))
    }

    /// The first and the last month of a period.
    fn months(&mut self, period: &Expr) -> Option<(Num, Num)> {
        let Type::Period(kind) = period.ty else { return None };
        let own = self.num(period);
        if kind != PeriodKind::Span {
            let length = 12 / per_year(kind);
            let first = scale(&own, &int(length));
            let last = self.plus(&first, length - 1);
            return Some((first, last));
        }
        // Spans are numbered `144 × year + 12 × first + last`.
        let first = self.op(Op::Floor(own.clone(), int(12)));
        let year = self.op(Op::Floor(own.clone(), int(144)));
        let in_year = self.add(&own, &scale(&first, &int(-12)));
        let last = self.add(&scale(&year, &int(12)), &in_year);
        Some((first, last))
    }
}

/// Whether a number of days is whole by the way it is worked out. Fields and parameters that count days hold whole days. Definitions that were
/// looked into are whole, or the answer is found already.
fn is_whole(e: &Expr, seen: &mut HashSet<DefinedId>) -> bool {
    let mut all = |list: &[&Expr]| list.iter().all(|x| is_whole(x, seen));
    match &e.kind {
        Kind::Num(n) => n.is_int(),
        Kind::Field { .. } | Kind::Param(_) => e.ty.number().is_none_or(|ty| ty.flavour != Flavour::Number),
        Kind::Neg(x) => all(&[x]),
        Kind::Add(a, b) | Kind::Sub(a, b) => e.ty == Type::Date || matches!(a.ty, Type::Date | Type::Period(_)) || all(&[a, b]),
        Kind::Mul(a, b) => all(&[a, b]),
        Kind::Func(Func::ToStep(_), args) => args.get(1).is_some_and(|step| all(&[step])),
        Kind::Func(Func::Abs | Func::Lesser | Func::Greater | Func::InForce, args) => all(&args.iter().collect::<Vec<_>>()),
        Kind::Func(Func::Day(_) | Func::PeriodOf | Func::ReportDay | Func::AsOfDay | Func::Length, _) => true,
        Kind::Choose { arms, otherwise } => {
            let values: Vec<&Expr> = arms.iter().map(|(_, value)| value).chain(otherwise.as_deref()).collect();
            all(&values)
        }
        Kind::Agg(agg) => match (agg.func, &agg.value) {
            (AggFn::Count | AggFn::Distinct | AggFn::Rank(_), _) => true,
            (AggFn::Sum | AggFn::Min | AggFn::Max, Some(value)) => all(&[value]),
            (AggFn::Sum | AggFn::Min | AggFn::Max, None) => true,
            (AggFn::Avg | AggFn::Median | AggFn::Quantile(_) | AggFn::Every | AggFn::Some, _) => false,
        },
        Kind::Defined(defined) => !seen.insert(defined.id) || deep(|| is_whole(&defined.value, seen)),
        Kind::Text(_)
        | Kind::Div(..)
        | Kind::ShareOf { .. }
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
        | Kind::RowExists(_) => false,
    }
}
