//! Days and months: all that the calendar asks comes to five operations.

use super::lower::Lower;
use super::num::scale;
use super::{LinearForm, Num, Op};
use crate::hir::{DayFunc, Expr};
use crate::num::int;
use crate::ty::{PeriodKind, Type, per_year};

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
