//! W: what is allowed and probably not meant.

use crate::ast::{Force, Name, Str};
use crate::diag::Diagnostic;
use crate::text::Span;

/// Steps of a scale that do not meet.
pub fn broken_scale(end: Span, next: Span, overlap: bool) -> Diagnostic {
    let (zh, en) = match overlap {
        true => ("两级有重叠，重叠的部分会算两次", "two steps overlap: what lies in both counts twice"),
        false => ("两级之间有空档，空档里的部分不会计入", "there is a gap between two steps: what lies in it does not count"),
    };
    Diagnostic::warning("W031", zh, en).at(end, "这一级到这里为止", "this step ends here").at(
        next,
        "下一级从这里开始",
        "the next begins here",
    )
}

pub fn unused_param(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::warning("W001", format!("参数“{n}”没有用到"), format!("the parameter `{n}` is never used")).at(
        name.span,
        "没有规则用到它",
        "no rule names it",
    )
}

pub fn unused_let(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::warning("W002", format!("“{n}”设了没有用"), format!("`{n}` is set and never used")).at(
        name.span,
        "在这里设定",
        "set here",
    )
}

pub fn cites_qualitative(span: Span, clause: &str, reason: &str, declared: Span) -> Diagnostic {
    Diagnostic::warning(
        "W003",
        format!("所依据的条款“{clause}”标为定性"),
        format!("the clause `{clause}` cited here is marked qualitative"),
    )
    .at(span, "这里引用", "cited here")
    .at(declared, format!("定性：{reason}"), format!("qualitative: {reason}"))
    .help("若可以度量，去掉条款上的“定性”", "if it can be measured after all, drop `qualitative` from the clause")
}

fn line_word(force: Force) -> (&'static str, &'static str) {
    match force {
        Force::Require => ("要求", "require"),
        Force::Verify => ("核实", "verify"),
        Force::Aim => ("力争", "aim"),
    }
}

pub fn force_differs(span: Span, line: Force, clause: &str, wanted: Force, declared: Span) -> Diagnostic {
    let (zh, en) = line_word(line);
    let (want_zh, want_en) = line_word(wanted);
    let clause_zh = crate::ast::words::chinese(clause).unwrap_or(clause);
    Diagnostic::warning(
        "W004",
        format!("这一行写“{zh}”，而条款的力度是“{clause_zh}”"),
        format!("this line says `{en}`, but the clause's force is `{clause}`"),
    )
    .at(span, "规则的用词", "the rule's word")
    .at(declared, "条款的力度", "the clause's force")
    .help(format!("通常写成“{want_zh}”"), format!("the usual word is `{want_en}`"))
}

pub fn always_met(span: Span, declared: Option<Span>) -> Diagnostic {
    let out = Diagnostic::warning("W005", "这个比较按声明的范围总是成立", "by the declared ranges this comparison always holds")
        .at(span, "总是成立", "always true");
    match declared {
        Some(place) => out.at(
            place,
            "范围在这里声明；不带“可负”的数不小于 0",
            "the range is declared here; without `signed` a number is not below 0",
        ),
        None => out,
    }
}

pub fn only_nested(span: Span, record: &str, path: &str, declared: Span) -> Diagnostic {
    Diagnostic::warning(
        "W006",
        format!("“{record}”列在“{path}”里面，这里却单独来查"),
        format!("`{record}` is listed inside `{path}`, but taken on its own here"),
    )
    .at(span, "只查单独报送的行", "only rows sent on their own are looked at")
    .at(declared, "列在这里", "listed here")
    .help(format!("要查列表里的行，写 {path}"), format!("for the listed rows write `{path}`"))
}

pub fn given_without_key(span: Span, title: &str, declared: Span) -> Diagnostic {
    Diagnostic::warning("W007", format!("给定的行缺主键“{title}”"), format!("this row lacks its key `{title}`"))
        .at(span, "这一行", "this row")
        .at(declared, "主键字段", "the key field")
        .help("补上主键，否则这一行不能使用", "add it, or the row cannot be used")
}

pub fn due_order(span: Span, before: Span, reversed: bool) -> Diagnostic {
    let (zh, en) = if reversed {
        (
            "后写的到期不晚于先写的，先写的各行就从不生效",
            "a due date below is not after the one above it: the lines above never bind",
        )
    } else {
        ("看不出后写的到期晚于先写的", "nothing says that a due date below comes after the one above it")
    };
    Diagnostic::warning("W020", zh, en)
        .at(span, "后一个到期", "the later due date")
        .at(before, "前一个到期", "the one before")
        .help(
            "给后一个参数写“晚于”前一个，例如 参数 远期 : 年度 晚于 近期",
            "tie the later parameter to the earlier, for example `param far : year after near`",
        )
}

pub fn not_comparable(span: Span, higher: Span, same_subject: bool) -> Diagnostic {
    let (zh, en) = if same_subject {
        (
            "上位规则的限值不是写明的数，是否放宽看不出来",
            "the higher rule's bounds are no plain numbers: whether it is loosened cannot be told",
        )
    } else {
        (
            "两条规则核查的对象不同，是否放宽看不出来",
            "the two rules judge different subjects: whether the higher is loosened cannot be told",
        )
    };
    Diagnostic::warning("W021", zh, en).at(span, "这里说严于", "said to tighten here").at(higher, "上位规则", "the higher rule")
}

pub fn nothing_tightens(span: Span, bound: Span) -> Diagnostic {
    Diagnostic::warning("W021", "上位规则的这个限值，本规则没有相应的一行", "no line of this rule answers this bound of the higher rule")
        .at(span, "这里说严于", "said to tighten here")
        .at(bound, "上位规则的限值", "the higher bound")
        .help(
            "量同一个数、同一方向、力度不弱的一行才能相比；上位规则仍照样核查",
            "a line that measures the same, in the same direction, with no weaker word can be compared; the higher rule is judged all the same",
        )
}

pub fn may_fall_through(span: Span) -> Diagnostic {
    Diagnostic::warning("W008", "“选择”没有“否则”", "`choose` has no `otherwise`")
        .at(span, "各支都不成立时没有值，该条“不适用”", "where no arm holds there is no value, and the line is not applicable")
        .help("加一支：否则: …", "add an arm `otherwise: …`")
}

pub fn every_period(span: Span, relation: &str, period: &str, declared: Span) -> Diagnostic {
    Diagnostic::warning("W009", "没有限定是哪一期", "no period is named")
        .at(
            span,
            format!("“{relation}”各期的行都算在内，以后各期的也算"),
            format!("rows of `{relation}` of every period count, those to come as well"),
        )
        .at(declared, "期间写在这一栏", "the period stands here")
        .help(
            format!("在“当”里写明“{period}”，例如“当 x.{period} = 县.{period}”；几年合计写“介于 … 至 …”"),
            format!("name `{period}` in `when`, as in `when x.{period} = c.{period}`; for several, `between … and …`"),
        )
}

/// W042
pub fn value_of_period(span: Span, param: &str, day: &str, declared: Span) -> Diagnostic {
    Diagnostic::warning(
        "W042",
        format!("“{param}”取报告期末的值，不是这一行自己那天的"),
        format!("`{param}` is the value at the end of the reporting period, not on the row's own day"),
    )
    .at(span, "按日期取值", "a value by date")
    .at(declared, "这一行有自己的日期，没有期间", "the row has a day of its own, and no period")
    .help(
        format!("按那天取值写“{param} 于 {day}”；就是要报告期的值，写“{param} 于”报告期，如“{param} 于 2008”"),
        format!(
            "for the value on that day write `{param} at {day}`; where that of the period is meant, name it: `{param} at 2008`"
        ),
    )
}

/// A function called by a name that it once had.
pub fn old_function_name(name: &Name, new: &str) -> Diagnostic {
    let n = &name.text;
    Diagnostic::warning("W040", format!("函数“{n}”现在叫“{new}”"), format!("the function `{n}` is called `{new}` now"))
        .at(name.span, "旧名", "the old name")
        .help(format!("改写为“{new}”；`fadu fmt` 会代为改写"), format!("write `{new}`; `fadu fmt` does it for you"))
}

/// W041
pub fn alias_of_nothing(canonical: &Str) -> Diagnostic {
    let n = &canonical.text;
    Diagnostic::warning(
        "W041",
        format!("别名所指的“{n}”不在任何规则文件里"),
        format!("the alias stands for `{n}`, which no rule file has"),
    )
    .at(canonical.span, "只有数据里可能有这个名称", "only data can hold this name")
    .help(
        "写错了字就照表里的写法改；只在数据里出现的名称不必改",
        "misspelt? write it as the table has it; a name that only data have may stay",
    )
}
