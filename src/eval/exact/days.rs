//! Days and months of which not all is known: every function here rises or falls with each of its arguments, so the ends of what they can be
//! give the ends of what it can be.

use crate::eval::exact::context::Exact;
use crate::eval::types::affine::Affine;
use crate::eval::types::env::Env;
use crate::eval::types::value::{Value, join_base};
use crate::num::{End, Interval, Rat, floor, int, to_i64};
use crate::plan::Num;
use crate::ty::{add_months, day_in_month, full_months, month_of_day, month_start};

impl Exact<'_> {
    pub fn month_start(&self, month: &Num, env: &Env) -> Value {
        self.rising([month], env, |[month]| month_start(month))
    }

    pub fn month_of(&self, day: &Num, env: &Env) -> Value {
        self.rising([day], env, |[day]| month_of_day(day))
    }

    pub fn add_months(&self, day: &Num, months: &Num, env: &Env) -> Value {
        self.rising([day, months], env, |[day, months]| add_months(day, months))
    }

    pub fn full_months(&self, from: &Num, to: &Num, env: &Env) -> Value {
        let (from, to) = (self.num(from, env), self.num(to, env));
        // It falls with the first.
        let turned = Value { form: from.form.scaled(&-Rat::ONE), base: from.base };
        self.of_ends([turned, to], |[from, to]| full_months(from.checked_neg()?, to))
    }

    /// What is no month or no day of a month is a day nobody knows.
    pub fn day_of(&self, parts: &[Num; 3], env: &Env) -> Value {
        let [year, month, day] = parts.each_ref().map(|n| self.num(n, env));
        let base = join_base(year.base, join_base(month.base, day.base));
        let lies = |part: &Value, most: i64| {
            let i = part.form.interval();
            let whole = part.form.is_integer() || part.form.as_constant().is_some_and(Rat::is_int);
            whole && !i.reaches_below(&int(1)) && !i.reaches_above(&int(most))
        };
        if !lies(&month, 12) || !lies(&day, 31) {
            return Value { form: Affine::symbol(self.opaque(), Interval::all(), true), base };
        }
        self.of_ends([year, month, day], |[year, month, day]| day_in_month(year.checked_mul(12)?.checked_add(month - 1)?, day))
    }

    fn rising<const N: usize>(&self, args: [&Num; N], env: &Env, f: impl Fn([i64; N]) -> Option<i64>) -> Value {
        self.of_ends(args.map(|n| self.num(n, env)), f)
    }

    /// A function of whole numbers that rises with each of them.
    fn of_ends<const N: usize>(&self, args: [Value; N], f: impl Fn([i64; N]) -> Option<i64>) -> Value {
        let base = args.iter().map(|a| a.base).reduce(join_base).unwrap_or(crate::eval::types::truth::Truth::TRUE);
        let ranges = args.map(|a| {
            let range = a.form.interval();
            if a.form.is_integer() { range.snap().unwrap_or(range) } else { range }
        });
        let ends = |side: fn(&Interval) -> &End, up: bool| -> End {
            let whole = ranges.each_ref().map(|r| {
                let v = side(r).value()?;
                to_i64(&if up { -floor(&-v.clone()) } else { floor(v) })
            });
            let mut known = [0; N];
            for (to, from) in known.iter_mut().zip(whole) {
                let Some(n) = from else { return End::Unbounded };
                *to = n;
            }
            f(known).map_or(End::Unbounded, |n| End::Closed(int(n)))
        };
        let range = Interval { lo: ends(|r| &r.lo, false), hi: ends(|r| &r.hi, true) };
        Value { form: Affine::symbol(self.opaque(), range, true), base }
    }
}
