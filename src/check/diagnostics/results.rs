//! R04x: results. X004: what tests expect of them.

use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;

/// R040
pub fn result_without_name(span: Span) -> Diagnostic {
    Diagnostic::error("R040", "列示的结果要有名称", "a result needs a name")
        .at(span, "这个结果没有名称", "this result has none")
        .help("在前面写上名称：列示 \"名称\"：…", "name it in front: `show \"name\": …`")
}

/// R040
pub fn result_twice(label: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("R040", format!("这条规则里有两项都叫“{label}”"), format!("two lines of this rule are called `{label}`"))
        .at(span, "又一个", "the second")
        .at(first, "第一个", "the first")
        .help("换一个名称", "give one of them another name")
}

/// R041
pub fn result_has_no_duty(span: Span, en: &str, zh: &str) -> Diagnostic {
    Diagnostic::error(
        "R041",
        format!("这条规则只列示结果，没有“{zh}”可用之处"),
        format!("this rule only shows results: there is nothing for `{en}` to act on"),
    )
    .at(span, "去掉这一行", "leave this out")
    .help("要限定列示哪些对象，写“当 …”", "to say of whom results are shown, write `when …`")
}

/// R041
pub fn result_has_no_verdict(span: Span, label: &str) -> Diagnostic {
    Diagnostic::error("R041", "列示的结果没有结论", "a result has no verdict")
        .at(span, "这里要的是结论", "a verdict is expected here")
        .help(
            format!("写结果的值或是否列入：预期 规则 \"{label}\" = …；预期 规则 \"{label}\" 列入"),
            format!("say its value, or who is listed: `expect RULE \"{label}\" = …`, `expect RULE \"{label}\" listed`"),
        )
}

/// R041
pub fn result_scored(span: Span, rule: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "R041",
        format!("规则“{rule}”只列示结果，不能计分"),
        format!("the rule `{rule}` only shows results and earns no points"),
    )
    .at(span, "这里计分", "points for it here")
    .at(place, "它没有提出要求", "it asks for nothing")
    .help("评分表里写提出要求的规则", "a scorecard names rules that ask for something")
}

/// R041
pub fn result_tightened(span: Span, rule: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "R041",
        format!("规则“{rule}”只列示结果，没有要求可以从严"),
        format!("the rule `{rule}` only shows results: there is nothing to tighten"),
    )
    .at(span, "这里说严于它", "this says that it is tightened")
    .at(place, "它没有提出要求", "it asks for nothing")
    .help("去掉“严于”", "leave out `tightens`")
}

/// R042
pub fn cannot_be_shown(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("R042", format!("{}不能列示为结果", found.zh), format!("{} cannot be shown as a result", found.en))
        .at(span, "列示的应是数字、文本、日期、期间或条件", "a number, a text, a day, a period or a condition is shown")
        .help("集合可以列示其个数：个数（…）", "of a set its size can be shown: `count(…)`")
}

/// R042
pub fn cannot_be_ranked(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("R042", format!("{}不能排名", found.zh), format!("{} cannot be ranked", found.en))
        .at(span, "只有数字才能排名", "only numbers have places")
        .help("去掉“排名”", "leave out `ranked`")
}

/// N014
pub fn unknown_result(span: Span, label: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("N014", format!("规则没有列示叫“{label}”的结果"), format!("the rule shows no result called `{label}`"))
        .at(span, "测试里用到", "the test names it here")
        .help("名称写在列示后面：列示 \"名称\"：…", "a result is named behind its word: `show \"name\": …`")
        .suggest(near)
}

/// X004
pub fn result_of_another_kind(span: Span, label: &str, is_list: bool, place: Span) -> Diagnostic {
    let out = if is_list {
        Diagnostic::error("X004", format!("“{label}”是名单，不是数值"), format!("`{label}` is a list and has no value"))
            .help("写“列入”“可能列入”或“未列入”", "write `listed`, `possibly listed` or `not listed`")
    } else {
        Diagnostic::error("X004", format!("“{label}”是数值，不是名单"), format!("`{label}` is a figure and no list"))
            .help("写“= 12.5%”“>= 3%”“= 未知”或“= 无”", "write `= 12.5%`, `>= 3%`, `= unknown` or `= none`")
    };
    out.at(span, "测试里这样写", "the test says this").at(place, "在这里列示", "it is shown here")
}

/// X004
pub fn result_not_constant(span: Span) -> Diagnostic {
    Diagnostic::error("X004", "预期的结果要写成固定的值", "what a result is expected to be is written as a literal")
        .at(span, "这里不是固定的值", "this is no literal")
        .help("例如：= 12.5%、= 100% / 3", "for example `= 12.5%` or `= 100% / 3`")
}
