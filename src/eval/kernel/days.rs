//! Days and months over columns. What is not known, or lies beyond the calendar, the exact path looks at.

use crate::eval::kernel::columns::{Chunk, Ints, NumVec};
use crate::eval::kernel::context::Kernel;
use crate::num::{Rat, to_i64};
use crate::plan::{Num, Op};
use crate::ty::{add_months, day_in_month, full_months, month_of_day, month_start};

impl Kernel<'_> {
    /// An operation of the calendar over a chunk; every other one is left to the exact path.
    pub fn calendar_vec(&self, op: &Op, chunk: &Chunk) -> NumVec {
        match op {
            Op::MonthStart(month) => self.each([month], chunk, |[month]| month_start(month)),
            Op::MonthOf(day) => self.each([day], chunk, |[day]| month_of_day(day)),
            Op::AddMonths(day, months) => self.each([day, months], chunk, |[day, months]| add_months(day, months)),
            Op::FullMonths(from, to) => self.each([from, to], chunk, |[from, to]| full_months(from, to)),
            Op::DayOf([year, month, day]) => self.each([year, month, day], chunk, |[year, month, day]| {
                let real = (1..=12).contains(&month) && (1..=31).contains(&day);
                if real { day_in_month(year.checked_mul(12)?.checked_add(month - 1)?, day) } else { None }
            }),
            Op::AsOfDay => match self.as_of_day() {
                Some(day) => NumVec { values: Ints::Narrow(vec![day; chunk.len]), scale: 0, ok: vec![true; chunk.len] },
                None => NumVec::open(chunk.len),
            },
            Op::SentOn { row, col: Some(col) } => self.cells(*row, *col, chunk),
            Op::Floor(x, by) => match Some(by).filter(|by| by.is_int() && **by > Rat::ZERO).and_then(to_i64) {
                Some(by) => self.each([x], chunk, |[x]| Some(x.div_euclid(by))),
                None => NumVec::open(chunk.len),
            },
            Op::Product(..)
            | Op::Quotient(..)
            | Op::Abs(_)
            | Op::Round(..)
            | Op::Power(..)
            | Op::Raised(..)
            | Op::Lesser(..)
            | Op::Greater(..)
            | Op::Quantile(..)
            | Op::Modulo(..)
            | Op::Length(_)
            | Op::Rank(_)
            | Op::SentOn { col: None, .. }
            | Op::ReportDay
            | Op::Choose { .. } => NumVec::open(chunk.len),
        }
    }

    fn each<const N: usize>(&self, args: [&Num; N], chunk: &Chunk, f: impl Fn([i64; N]) -> Option<i64>) -> NumVec {
        let columns = args.map(|n| match n {
            Num::LinearForm(lin) => self.whole(lin, chunk),
            Num::Ratio(..) => vec![None; chunk.len],
        });
        let value = |i: usize| {
            let mut row = [0; N];
            for (to, column) in row.iter_mut().zip(&columns) {
                *to = column[i]?;
            }
            f(row)
        };
        let found: Vec<Option<i64>> = (0..chunk.len).map(value).collect();
        let ok = found.iter().map(Option::is_some).collect();
        NumVec { values: Ints::Narrow(found.into_iter().map(Option::unwrap_or_default).collect()), scale: 0, ok }
    }
}
