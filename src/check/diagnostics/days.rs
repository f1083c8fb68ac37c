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
pub fn cannot_move(span: Span, found: &Bilingual, moved: Span, (of, days): (&Type, bool)) -> Diagnostic {
    let (zh, en) = match of {
        Type::Period(_) if days => {
            ("要按天数，先取首日或末日：末日（x） + 15天", "for days take the first or the last day: `last_day(x) + 15天`")
        }
        Type::Date => ("日期加减天、周、个月、年", "days are moved by days, weeks, months or years: `d + 15天`, `d + 1年`"),
        Type::Period(PeriodKind::Year) => ("年度加减整年：x + 1年", "years are moved by whole years: `y + 1年`"),
        Type::Period(PeriodKind::Half) => {
            ("半年加减整半年：x + 1 或 x + 1年", "half-years are moved by half-years: `h + 1`, `h + 1年`")
        }
        Type::Period(PeriodKind::Quarter) => {
            ("季度加减整季度：x + 1 或 x + 1年", "quarters are moved by quarters: `q + 1`, `q + 1年`")
        }
        Type::Period(PeriodKind::Month) => ("月份加减个月、年：x + 1个月", "months are moved by months or years: `m + 1个月`"),
        Type::Text
        | Type::Flag
        | Type::Number(_)
        | Type::Period(_)
        | Type::OneOf(_)
        | Type::Ref(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error => {
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

/// A record with two days by which its rows must be in.
pub fn due_twice(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("R023", "一份报表只有一个报送期限", "a record has one day by which its rows must be in")
        .at(span, "又写了一次", "said again")
        .at(first, "已经写在这里", "said here already")
}

/// A day of sending that is no day.
pub fn no_day_of_sending(name: &crate::ast::Name, found: &Bilingual, declared: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("R023", format!("“{n}”不是日期"), format!("`{n}` is no date"))
        .at(name.span, "报送日期要是日期字段", "the day of sending is a date of the row")
        .at(declared, format!("这是{}", found.zh), format!("this is {}", found.en))
}

/// A day that rests on what a row that was not sent does not say.
pub fn due_reads(place: Span, due: Span, key: Vec<String>) -> Diagnostic {
    let (zh, en) = (key.join("、"), key.join(", "));
    Diagnostic::error(
        "R023",
        "报送期限只能取自主键、参数和政策自己的表",
        "the day by which a row must be in follows from its key, parameters and the policy's own tables",
    )
    .at(place, "没有报送的行没有这一项", "a row that was not sent does not say this")
    .at(due, "期限", "the day")
    .help(format!("主键是：{zh}"), format!("the key is: {en}"))
}

/// A day by which nobody asks.
pub fn due_unasked(span: Span, record: &str) -> Diagnostic {
    Diagnostic::warning(
        "W022",
        "写了报送期限，没有规则问是否按期报送",
        "a day is named by which rows must be in, and no rule asks whether they are",
    )
    .at(span, "迟报和不报都不会被发现", "neither lateness nor silence is found")
    .help(format!("加一条规则：对 r 在 {record} 填报 r 按期"), format!("add a rule: for r in {record} report r in time"))
}

/// `in time` of something that has no day.
pub fn in_time_needs_row(span: Span, record: Option<(&str, Span)>) -> Diagnostic {
    let out = Diagnostic::error("R023", "“按期”问的是一行是否按期报送", "`in time` asks whether a row was sent by its day");
    match record {
        None => out.at(span, "这不是一行", "this is no row").help("写成“填报 r 按期”", "write `report r in time`"),
        Some((name, declared)) => out
            .at(span, format!("“{name}”没有写报送期限"), format!("`{name}` names no such day"))
            .at(declared, "在这里声明", "declared here")
            .help(
                "在主键后面写明：到期 末日(季度) + 15天 按 报送日期",
                "say it behind the key: `due last_day(quarter) + 15天 on filed`",
            ),
    }
}

/// T032
pub fn range_of(span: Span, found: &Bilingual, range: Span) -> Diagnostic {
    Diagnostic::error(
        "T032",
        format!("{}不能一个一个数过去", found.zh),
        format!("{} cannot be gone through one by one", found.en),
    )
    .at(span, "不是整数、期间或日期", "no whole number, period or day")
    .at(range, "循环的两端", "the ends of the loop")
    .help(
        "两端写整数、个数、同一种期间或日期：i 在 1 至 n",
        "both ends are whole numbers, counts, periods of one kind or days: `i in 1 .. n`",
    )
}

/// T032
pub fn range_too_long(span: Span, most: i64) -> Diagnostic {
    Diagnostic::error("T032", format!("一个循环最多 {most} 步"), format!("a loop has {most} steps at most"))
        .at(span, "这个循环更长", "this one is longer")
        .help("检查两端", "check both ends")
}

/// N016
pub fn called_like_the_day(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "N016",
        format!("“{name}”是核查日期，这里另有一项也叫这个名字"),
        format!("`{name}` is the as-of date, and something here has the same name"),
    )
    .at(span, "指哪一个？", "which of the two?")
    .help(
        format!("指那一项，写成「{name}」；指核查日期，给那一项另取名字"),
        format!("what has the name is written 「{name}」; where the as-of date is meant, give it another name"),
    )
}
