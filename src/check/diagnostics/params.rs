//! P: parameters.

use crate::ast::{Name, Str};
use crate::check::base::bindings::Bindings;
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;

/// A mistake of a value bound on the command line, told of the option: no line of a rule file is at fault. Others stay as they are.
pub fn of_option(said: Diagnostic, name: &str, value: &str, source: &Bilingual) -> Diagnostic {
    if *source != Bindings::command_line() {
        return said;
    }
    let mut out = Diagnostic::error(
        "L013",
        format!("--param {name}={value} 不能用：{}", said.message.zh),
        format!("--param {name}={value} cannot be used: {}", said.message.en),
    );
    out.notes = said.notes;
    out.help = said.help;
    out.note("没有核查", "nothing was checked")
}

/// Two values from the command line for one parameter.
pub fn bound_twice(name: &str) -> Diagnostic {
    Diagnostic::error("M002", format!("“{name}”设了两个不同的值"), format!("`{name}` is given two different values"))
        .help("只留一个", "keep one of them")
}

/// A value from outside for a name that parameters of several modules have.
pub fn ambiguous_binding(name: &str, source: &Bilingual, all: &[(String, Span)]) -> Diagnostic {
    let mut out = Diagnostic::error(
        "M002",
        format!("{}给了“{name}”的值，可是不止一个参数叫这个名称", source.zh),
        format!("{} binds `{name}`, but more than one parameter is called so", source.en),
    );
    for (full, span) in all {
        out = out.at(*span, full.clone(), full.clone());
    }
    let names = |sep: &str| all.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>().join(sep);
    out.help(format!("写明是哪一个：{}", names("、")), format!("say which: {}", names(", ")))
}

pub fn unknown_binding(name: &str, source: &Bilingual, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        "P001",
        format!("没有叫“{name}”的参数（{}给了它的值）", source.zh),
        format!("there is no parameter called `{name}` ({} gives it a value)", source.en),
    )
    .suggest(near)
}

pub fn unknown_test_param(name: &Name, near: Option<&str>) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("P001", format!("没有叫“{n}”的参数"), format!("there is no parameter called `{n}`"))
        .at(name.span, "这里用到", "used here")
        .suggest(near)
}

pub fn param_out_of_range(span: Span, value: &str, declared: Span, source: Option<&Bilingual>) -> Diagnostic {
    let mut out = Diagnostic::error(
        "P002",
        format!("参数的值“{value}”不在声明的范围内"),
        format!("the value `{value}` is outside the parameter's declared range"),
    )
    .at(span, "超出范围", "out of range");
    if declared != span {
        out = out.at(declared, "范围在这里声明", "the range is declared here");
    }
    match source {
        Some(source) => out.note(format!("值来自{}", source.zh), format!("the value comes from {}", source.en)),
        None => out,
    }
    .note("不写“可负”的数不能小于 0", "a number without `signed` cannot be below 0")
}

pub fn param_not_constant(span: Span) -> Diagnostic {
    Diagnostic::error("P004", "参数的值要直接写出来", "a parameter's value is written out")
        .at(span, "这里不是一个写明的值", "this is no plain value")
        .help(
            "写成数、文本、日期或是否；要计算的用“定义”",
            "write a number, a text, a date or yes/no; for computations use `define`",
        )
}

pub fn alternative_with_date(span: Span) -> Diagnostic {
    Diagnostic::error("P006", "多种取值之一不带起始日期", "one of several values has no date")
        .at(span, "日期写在这里", "dated here")
        .help(
            "先后取值用逗号分开：5% 自 2006-01-01，6% 自 2008-01-01；用 | 分开的是不知取哪一个",
            "values that follow one another are separated by commas: 5% from 2006-01-01, 6% from 2008-01-01; `|` means one of them, nobody \
             knows which",
        )
}

pub fn same_alternative(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("P006", "同一个值写了两次", "the same value stands twice")
        .at(span, "第二次", "again here")
        .at(first, "第一次", "first here")
        .help("两个来源说的是同一个值，写一个即可", "two sources of one value are one alternative")
}

pub fn value_without_date(span: Span) -> Diagnostic {
    Diagnostic::error("P007", "后面的取值要写明从哪一天起", "a later value says from which day on")
        .at(span, "缺少起始日期", "no date")
        .help(
            "例如 6% 自 2008-01-01；不知取哪一个的，用 | 分开",
            "for example 6% from 2008-01-01; values of which one is meant are separated by `|`",
        )
}

pub fn dates_not_rising(span: Span, before: Span) -> Diagnostic {
    Diagnostic::error("P007", "取值要按日期先后写", "values by date stand in the order of their dates")
        .at(span, "不晚于前一个", "not after the one before")
        .at(before, "前一个", "the one before")
}

pub fn since_needs_day(span: Span) -> Diagnostic {
    Diagnostic::error("P007", "起始日期要写明某一天或某一年", "a value is in force from a day or a year on")
        .at(span, "这里不是日期", "this is no day")
        .help("例如 自 2008-01-01，或 自 2008年", "for example `from 2008-01-01`, or `from 2008`")
}

pub fn unknown_tied_param(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("P001", format!("没有叫“{name}”的参数"), format!("there is no parameter called `{name}`"))
        .at(span, "这里用到", "used here")
        .suggest(near)
}

pub fn tie_of_other_type(span: Span, declared: Span, time: bool) -> Diagnostic {
    let out = Diagnostic::error(
        "P005",
        "两个参数的类型不同，不能比先后大小",
        "two parameters of different types cannot be held against each other",
    )
    .at(span, "这里比较", "compared here")
    .at(declared, "另一个参数", "the other parameter");
    if time {
        out.help("年度、月度、日期用“晚于”，两边是同一种", "years, months and days use `after`, and both are of one kind")
    } else {
        out.help("数用“高于”或“不低于”，两边单位相同", "numbers use `above` or `at least`, and both are of one unit")
    }
}

pub fn tie_in_circle(span: Span, other: Span) -> Diagnostic {
    Diagnostic::error("P005", "参数之间的先后大小转了一圈", "the parameters are tied in a circle")
        .at(span, "又回到自己", "comes back to itself")
        .at(other, "经过这里", "by way of this one")
}

/// A parameter for people: its name, its value or range in words, who set it.
type Shown = (String, String, Option<Bilingual>);

pub fn tie_broken(mine: (Span, Shown), other: (Span, Shown), strict: bool) -> Diagnostic {
    let (place, (name, value, source)) = mine;
    let (declared, (other_name, other_value, other_source)) = other;
    let (zh, en) = if strict { ("应大于（晚于）", "must be above (after)") } else { ("应不低于", "must be at least") };
    let mut out = Diagnostic::error(
        "P005",
        format!("“{name}”{zh}“{other_name}”，而现在是 {value} 与 {other_value}"),
        format!("`{name}` {en} `{other_name}`, but they are {value} and {other_value}"),
    )
    .at(place, "这里约定", "tied here")
    .at(declared, "另一个参数", "the other parameter");
    for (name, source) in [(&name, source), (&other_name, other_source)] {
        if let Some(s) = source {
            out = out.note(format!("“{name}”来自{}", s.zh), format!("`{name}` comes from {}", s.en));
        }
    }
    out
}

/// Where a value written in the rule file comes from.
pub fn from_rule_file(because: Option<&Str>) -> Bilingual {
    match because {
        None => Bilingual::new("规则文件", "rule file"),
        Some(why) => Bilingual::new(format!("规则文件：{}", why.text), format!("rule file: {}", why.text)),
    }
}

/// A mistake in a value from outside, with who set it.
pub fn value_from(d: Diagnostic, text: &str, source: &Bilingual) -> Diagnostic {
    d.note(format!("值“{text}”来自{}", source.zh), format!("the value `{text}` comes from {}", source.en))
}
