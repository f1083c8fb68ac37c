//! Mistakes in the arithmetic of days and periods.

use crate::check::base::operand::Operand;
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;
use crate::ty::{PeriodKind, Type};

/// A period where a day is wanted, or something else.
pub fn day_wanted(span: Span, found: &Bilingual, period: bool) -> Diagnostic {
    let out = Diagnostic::error("T022", "这里要的是日期", "a day is wanted here").at(
        span,
        format!("这是{}", found.zh),
        format!("this is {}", found.en),
    );
    if !period {
        return out;
    }
    out.help("期间的首日写成“首日（x）”，末日写成“末日（x）”", "the ends of a period are `first_day(x)` and `last_day(x)`")
}

/// A month or a day of the month that there is none of.
pub fn day_part(span: Span, most: i64) -> Diagnostic {
    Diagnostic::error("T022", format!("这里要的是 1 到 {most} 的整数"), format!("a whole number from 1 to {most} is wanted here"))
        .at(span, "没有这样的日子", "there is no such day")
        .help("写法：日期（年度，月，日）", "it is written `date(year, month, day)`")
}

/// A day or a period moved by what does not move it.
pub fn cannot_move(span: Span, found: &Bilingual, moved: Span, of: &Type) -> Diagnostic {
    let (zh, en) = match of {
        Type::Date => ("日期加减天、周、个月、年", "days are moved by days, weeks, months or years: `d + 15天`, `d + 1年`"),
        Type::Period(PeriodKind::Year) => ("年度加减整年：x + 1年", "years are moved by whole years: `y + 1年`"),
        Type::Period(PeriodKind::Half) => {
            ("半年加减整半年：x + 1 或 x + 1年", "half-years are moved by half-years: `h + 1`, `h + 1年`")
        }
        Type::Period(PeriodKind::Quarter) => {
            ("季度加减整季度：x + 1 或 x + 1年", "quarters are moved by quarters: `q + 1`, `q + 1年`")
        }
        Type::Period(PeriodKind::Month) => ("月份加减个月、年：x + 1个月", "months are moved by months or years: `m + 1个月`"),
        _ => {
            ("不足一年的若干个月没有“下一期”；取它的首日或末日", "spans of months have no next one: take their first or last day")
        }
    };
    Diagnostic::error("T022", "这样加减不成日期或期间", "this does not move a day or a period")
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .at(moved, "加减的是它", "this is what is moved")
        .help(zh, en)
}

/// A word of days and periods beside something else.
pub fn not_a_time(word: Span, written: &str, span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("T022", format!("“{written}”用于日期和期间"), format!("`{written}` goes with days and periods"))
        .at(word, "这里", "here")
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .help("数的大小写成“低于”“超过”“不低于”“不超过”", "for numbers there are `less than`, `more than`, `at least`, `at most`")
}

/// A period that is to be not later, not earlier than a day.
pub fn which_end(span: Span, written: &str, word: Span) -> Diagnostic {
    Diagnostic::error("T022", "期间的哪一头，没有说明", "which end of the period is meant is not said")
        .at(span, "这是期间", "this is a period")
        .at(word, "与一天相比", "held against a day")
        .help(
            format!("写成“首日（x） {written} …”或“末日（x） {written} …”"),
            format!("write `first_day(x) {written} …` or `last_day(x) {written} …`"),
        )
}

/// A day is no period.
pub fn day_is_no_period(left: &Operand, right: &Operand, period_right: bool) -> Diagnostic {
    let (day, period) = if period_right { (left, right) } else { (right, left) };
    Diagnostic::error("T022", "一天与一个期间不会相等", "a day never equals a period")
        .at(day.span, "这是日期", "this is a day")
        .at(period.span, format!("这是{}", period.words.zh), format!("this is {}", period.words.en))
        .help("在这个期间里写成“x 属于 2008年”", "that it lies in the period is written `x in 2008`")
}
