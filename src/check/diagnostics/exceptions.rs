//! R043 to R045, N015, W023: exceptions that a document grants.

use crate::ast::{Name, Str};
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;

/// R043
pub fn exception_lacks(number: &Str, zh: &str, en: &str) -> Diagnostic {
    let n = &number.text;
    Diagnostic::error("R043", format!("批复“{n}”没有写“{zh}”"), format!("the exception `{n}` does not say `{en}`"))
        .at(number.span, "缺一项", "something is missing")
        .help(
            "写明：豁免 规则；对象 \"名称\"；止于 日期或期间（没有期限的写“止于 另行通知”）",
            "say `lifts RULE`, `for \"NAME\"`, and `until` a day or a period (`until further notice` where it has no end)",
        )
}

/// R043
pub fn exception_says_twice(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("R043", "这一项只能写一次", "this may stand only once")
        .at(span, "第二次", "the second")
        .at(first, "第一次在这里", "the first is here")
        .help("期限或要求不同的，另写一个批复", "for another time or another requirement write another exception")
}

/// R043
pub fn exception_needs_a_day(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error(
        "R043",
        format!("这里要写日期或期间，写的是{}", found.zh),
        format!("a day or a period is needed here; this is {}", found.en),
    )
    .at(span, "不是日期也不是期间", "neither a day nor a period")
    .help("例如 2026-12-31、2026、2026年二季度", "such as `2026-12-31`, `2026`, `2026-Q2`")
}

/// R043
pub fn exception_ends_before_it_begins(until: Span, from: Span) -> Diagnostic {
    Diagnostic::error("R043", "批复在开始以前就已届满", "the exception ends before it begins")
        .at(until, "止于此日", "it ends here")
        .at(from, "自此日起", "it begins here")
        .help("检查两个日期", "check both days")
}

/// N014
pub fn exception_of_no_rule(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("N014", format!("没有叫“{name}”的规则"), format!("there is no rule called `{name}`"))
        .at(span, "批复豁免它", "the exception lifts it")
        .suggest(near)
}

/// N015
pub fn exception_for_nobody(subject: &Str, title: &Bilingual, near: Option<&str>) -> Diagnostic {
    let n = &subject.text;
    Diagnostic::error("N015", format!("“{}”里没有“{n}”", title.zh), format!("there is no `{n}` in `{}`", title.en))
        .at(subject.span, "批复所指的对象", "whom the exception names")
        .suggest(near)
}

/// R044
pub fn rule_allows_no_exception(span: Span, forbidden: Span) -> Diagnostic {
    Diagnostic::error("R044", "这条规则不得豁免", "this rule allows no exceptions")
        .at(span, "批复豁免它", "the exception lifts it")
        .at(forbidden, "规则写明不得豁免", "the rule says so")
        .help(
            "去掉这个批复；确实可以豁免的，去掉规则里的“不得豁免”",
            "remove the exception; if the rule may be lifted after all, remove its `no exceptions`",
        )
}

/// R044
pub fn nothing_to_lift(span: Span, rule: Span) -> Diagnostic {
    Diagnostic::error("R044", "这条规则没有可以豁免的要求", "this rule asks for nothing that can be lifted")
        .at(span, "批复豁免它", "the exception lifts it")
        .at(rule, "只有结果，或只有“填报”", "it only has results, or questions about the form")
        .help("豁免的是“要求”“核实”“力争”", "what is lifted is a `require`, `verify` or `aim`")
}

/// R045
pub fn subjects_without_names(span: Span, rule: Span) -> Diagnostic {
    Diagnostic::error(
        "R045",
        "这条规则的对象没有名称，不清楚批复指的是谁",
        "the subjects of this rule have no names: it is not clear whom the exception means",
    )
    .at(span, "批复所指的对象", "whom the exception names")
    .at(rule, "规则", "the rule")
    .help("写明按哪一栏：对象 字段 \"名称\"", "say by which field: `for FIELD \"NAME\"`")
}

/// R045
pub fn exception_column_unknown(column: &Name, rule: Span, near: Option<&str>) -> Diagnostic {
    let n = &column.text;
    Diagnostic::error("R045", format!("规则的对象没有“{n}”这个字段"), format!("the subjects of the rule have no field `{n}`"))
        .at(column.span, "批复按它指明对象", "the exception names subjects by it")
        .at(rule, "规则", "the rule")
        .suggest(near)
}

/// R045
pub fn exception_column_is_no_text(column: &Name, found: &Bilingual) -> Diagnostic {
    let n = &column.text;
    Diagnostic::error("R045", format!("“{n}”是{}，不是名称", found.zh), format!("`{n}` is {}, not a name", found.en))
        .at(column.span, "批复按它指明对象", "the exception names subjects by it")
        .help("对象用文本、之一或引用的字段指明", "subjects are named by a text, a candidate or a reference")
}

/// W023
pub fn exceptions_overlap(second: &Str, number: &str, first: Span) -> Diagnostic {
    let n = &second.text;
    Diagnostic::warning(
        "W023",
        format!("“{n}”在同一规则、同一时间已有批复（{number}）"),
        format!("`{n}` already has an exception from the same rule at the same time ({number})"),
    )
    .at(second.span, "又一个", "the second")
    .at(first, "前一个", "the first")
    .help(
        "改正其中一个的对象或期限；前一个已作废的，删去",
        "correct the subjects or the time of one of them; if the first was withdrawn, remove it",
    )
}
