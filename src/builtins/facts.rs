//! What the check, the plan and the report ask of a function over values. All of it is told here, or it does not compile.

use crate::diag::Lang;
use crate::hir::{DayFunc, Func};
use crate::num::{Interval, Rat, Rounding, int, to_i64};

/// What is known of a function beside what its value is.
pub struct Facts {
    /// How it reads in Chinese and English; `{0}`, `{1}` … are its arguments, `{=0}` one that stands by itself.
    prose: [&'static str; 2],
    /// What it can come to, by what its arguments can. A quotient by it may be multiplied out where it cannot be negative.
    pub range: fn(&[Interval]) -> Interval,
    /// It is a figure as its first argument is: of a period or of a date, as exact as it was declared.
    pub goes_with_first: bool,
    /// It is shown in the unit of its first argument.
    pub in_unit_of_first: bool,
}

impl Facts {
    /// The function in words; `arg` tells the argument at a place, by itself (true) or as a part of more.
    pub fn words(&self, lang: Lang, arg: &dyn Fn(usize, bool) -> String) -> String {
        let mut rest = self.prose[usize::from(lang == Lang::En)];
        let mut out = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            out.push_str(before);
            let at = name.trim_start_matches('=').parse().unwrap_or(0);
            out.push_str(&arg(at, name.starts_with('=')));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

const POWER: Facts =
    Facts {
        prose: ["{0}的 {1} 次方", "{0} to the power of {1}"], range: power, goes_with_first: false, in_unit_of_first: false
    };

const REPORT_DAY: Facts = Facts {
    prose: ["报告期末", "the end of the reporting period"],
    range: |_| Interval::all(),
    goes_with_first: false,
    in_unit_of_first: false,
};

const GREATER: Facts = Facts {
    prose: ["{0}、{1}中较大的", "the larger of {0}, {1}"],
    range: |args| of_two(args, Interval::greater),
    goes_with_first: false,
    in_unit_of_first: true,
};

const LENGTH: Facts = Facts {
    prose: ["{0}的字数", "the number of characters of {0}"],
    range: |_| Interval::non_negative(),
    goes_with_first: false,
    in_unit_of_first: true,
};

const WEEKDAY: Facts =
    Facts { prose: ["{0}是星期几", "the day of the week of {0}"], range: |_| Interval::closed(int(1), int(7)), ..REPORT_DAY };

/// The functions of the calendar in words. Days and periods have no sign, and no unit of a figure.
fn calendar(func: DayFunc) -> [&'static str; 2] {
    match func {
        DayFunc::First => ["{0}的首日", "the first day of {0}"],
        DayFunc::Last => ["{0}的末日", "the last day of {0}"],
        DayFunc::MonthOf => ["{0}所在的月份", "the month of {0}"],
        DayFunc::Weekday => WEEKDAY.prose,
        DayFunc::Monday => ["{0}所在周的周一", "the Monday of the week of {0}"],
        DayFunc::AddMonths => ["{0}加{1}", "{0} plus {1}"],
        DayFunc::FullMonths => ["从{0}到{1}的满月数", "the full months from {0} to {1}"],
        DayFunc::FullYears => ["从{0}到{1}的满年数", "the full years from {0} to {1}"],
        DayFunc::OfParts => ["{=0} {1} 月 {2} 日", "day {2} of month {1} of {=0}"],
        DayFunc::SentOn => ["{0}", "{0}"],
        DayFunc::Submitted => ["报送日期", "the day of sending"],
    }
}

/// The facts of a function.
pub fn facts(func: Func) -> Facts {
    match func {
        Func::Abs => Facts {
            prose: ["{0}的绝对值", "the absolute value of {0}"],
            range: |_| Interval::non_negative(),
            goes_with_first: true,
            in_unit_of_first: true,
        },
        Func::Round => Facts {
            prose: ["{0}四舍五入到小数点后 {1} 位", "{0} rounded to {1} digits"],
            range: |args| args.first().map_or_else(Interval::all, Interval::sign),
            goes_with_first: true,
            in_unit_of_first: true,
        },
        Func::ToStep(how) => to_step(how),
        Func::Power => POWER,
        Func::Lesser => Facts {
            prose: ["{0}、{1}中较小的", "the smaller of {0}, {1}"],
            range: |args| of_two(args, Interval::lesser),
            goes_with_first: false,
            in_unit_of_first: true,
        },
        Func::Greater => GREATER,
        // Its words name all its arguments and are put together where it is told.
        Func::Quantile(_) => Facts { range: of_many, ..GREATER },
        Func::Growth => Facts {
            prose: ["{0}比{1}的增长率", "the growth from {1} to {0}"],
            range: grown,
            goes_with_first: false,
            in_unit_of_first: false,
        },
        Func::MeanGrowth => Facts {
            prose: ["从{1}到{0}的年均增长率（年数：{=2}）", "the mean yearly growth from {1} to {0} (years: {=2})"],
            range: grown,
            goes_with_first: false,
            in_unit_of_first: false,
        },
        Func::PeriodOf => Facts {
            prose: ["{0}所在的期间", "the period of {0}"],
            range: |args| of_two(args, |x, by| if is_below_zero(by) { Interval::all() } else { x.sign() }),
            goes_with_first: false,
            in_unit_of_first: true,
        },
        Func::Modulo => Facts {
            prose: ["{0}除以{1}的余数", "the remainder of {0} by {1}"],
            // It has the sign of the divisor.
            range: |args| of_two(args, |_, by| by.sign()),
            goes_with_first: false,
            in_unit_of_first: true,
        },
        Func::Length => LENGTH,
        Func::Day(DayFunc::Weekday) => WEEKDAY,
        Func::Day(func) => Facts { prose: calendar(func), ..REPORT_DAY },
        Func::InForce => Facts {
            prose: ["{0}当时的取值", "{0} as then in force"],
            range: |args| args.first().cloned().unwrap_or_else(Interval::all),
            goes_with_first: false,
            in_unit_of_first: true,
        },
        Func::ReportDay => REPORT_DAY,
        Func::AsOfDay => Facts { prose: ["核查日", "the as-of day"], ..REPORT_DAY },
    }
}

fn of_two(args: &[Interval], f: impl Fn(&Interval, &Interval) -> Interval) -> Interval {
    if let [a, b, ..] = args { f(a, b) } else { Interval::all() }
}

/// One of them, or between two.
fn of_many(args: &[Interval]) -> Interval {
    args.iter().cloned().reduce(|a, b| a.hull(&b)).unwrap_or_else(Interval::all)
}

/// What is not negative at both ends loses all of itself at most.
fn grown(args: &[Interval]) -> Interval {
    of_two(args, |a, b| if is_below_zero(a) || is_below_zero(b) { Interval::all() } else { Interval::at_least(int(-1)) })
}

/// Rounded to the multiples of a step.
fn to_step(how: Rounding) -> Facts {
    Facts {
        prose: match how {
            Rounding::HalfAway => ["{0}四舍五入到 {1} 的整数倍", "{0} rounded to multiples of {1}"],
            Rounding::HalfEven => {
                ["{0}按四舍六入五成双取到 {1} 的整数倍", "{0} rounded to multiples of {1} (from the middle to the even one)"]
            }
            Rounding::Down => ["{0}向下取到 {1} 的整数倍", "{0} rounded down to multiples of {1}"],
            Rounding::Up => ["{0}向上取到 {1} 的整数倍", "{0} rounded up to multiples of {1}"],
        },
        // A step below zero leads no further than to the next multiple, which is not below zero for what is not.
        range: |args| args.first().map_or_else(Interval::all, Interval::sign),
        goes_with_first: true,
        in_unit_of_first: true,
    }
}

/// Even powers are never negative, nor are those of what is not.
fn power(args: &[Interval]) -> Interval {
    let exponent = args.get(1).and_then(Interval::as_exact).and_then(to_i64).and_then(|n| i32::try_from(n).ok());
    let small = exponent.filter(|n| n.unsigned_abs() <= 100);
    of_two(args, |x, _| match small {
        Some(n) => x.raised(n).unwrap_or_else(|| if n % 2 == 0 { Interval::non_negative() } else { Interval::all() }),
        None if is_below_zero(x) => Interval::all(),
        None => Interval::non_negative(),
    })
}

fn is_below_zero(x: &Interval) -> bool {
    x.reaches_below(&Rat::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::ratio;

    #[test]
    fn ranges_hold_what_the_functions_can_come_to() {
        let range = |func, args: &[Interval]| (facts(func).range)(args);
        let (some, any) = (Interval::closed(int(2), int(5)), Interval::all());
        assert!(!is_below_zero(&range(Func::Modulo, &[any.clone(), some.clone()])));
        assert!(is_below_zero(&range(Func::Modulo, &[some.clone(), any.clone()])), "the sign is that of the divisor");
        assert_eq!(range(Func::Greater, &[some.clone(), any.clone()]), Interval::at_least(int(2)));
        assert_eq!(range(Func::Lesser, &[some.clone(), any.clone()]), Interval::at_most(int(5)));
        assert!(range(Func::Round, &[Interval::closed(ratio(1, 2), int(1)), Interval::exact(int(0))]).contains(&int(0)));
        assert!(range(Func::Growth, &[some.clone(), some]).contains(&int(-1)));
    }

    #[test]
    fn words_put_arguments_in_place() {
        let arg = |at: usize, alone: bool| format!("{}{at}", if alone { "=" } else { "{" });
        assert_eq!(facts(Func::Growth).words(Lang::En, &arg), "the growth from {1 to {0");
        assert_eq!(facts(Func::MeanGrowth).words(Lang::Zh, &arg), "从{1到{0的年均增长率（年数：=2）");
    }
}
