//! K: scorecards. X: tables of cases.

use crate::ast::Name;
use crate::diag::Diagnostic;
use crate::text::Span;

/// K001
pub fn weight_is_points(span: Span) -> Diagnostic {
    Diagnostic::error("K001", "权重要写成大于零的分值", "a weight is a number of points above zero")
        .at(span, "这里不是分值", "this is no such number")
        .help("例如：权重 20", "for example `weight 20`")
}

/// K002
pub fn empty_scorecard(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("K002", format!("评分表“{n}”没有列出规则"), format!("the scorecard `{n}` names no rule"))
        .at(name.span, "没有一行“规则 权重 分值”", "no line `RULE weight N`")
        .help("加上一行：规则名 权重 20", "add a line: `RULE weight 20`")
}

/// K002
pub fn scorecard_twice(name: &Name, first: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("K002", format!("评分表“{n}”写了两次"), format!("the scorecard `{n}` is declared twice"))
        .at(name.span, "第二次", "the second")
        .at(first, "第一次", "the first")
}

/// K002
pub fn scored_twice(span: Span, rule: &str, first: Span) -> Diagnostic {
    Diagnostic::error("K002", format!("规则“{rule}”计了两次分"), format!("the rule `{rule}` is scored twice"))
        .at(span, "第二次", "the second time")
        .at(first, "第一次", "the first time")
        .help("合为一行，权重相加", "make it one line with the sum of the weights")
}

/// K003
pub fn no_proportion(span: Span, rule: Span, name: &str) -> Diagnostic {
    Diagnostic::warning(
        "K003",
        format!("规则“{name}”没有可按比例计分的数字"),
        format!("nothing in the rule `{name}` can be had in proportion"),
    )
    .at(span, "这里按比例计分", "points in proportion here")
    .at(rule, "这条规则不比较大小", "this rule compares no amounts")
    .help("去掉“按比例”：符合得满分，不符得零分", "leave out `in proportion`: met has all points, violated none")
}

/// X002
pub fn unknown_case_column(span: Span, text: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        "X002",
        format!("用例表的列“{text}”不是给定行的字段、参数或规则"),
        format!("the column `{text}` is no field of a given row, no parameter and no rule"),
    )
    .at(span, "这一列", "this column")
    .suggest(near)
}

/// X002
pub fn case_column_twice(span: Span, text: &str, rows: [Span; 2]) -> Diagnostic {
    Diagnostic::error(
        "X002",
        format!("“{text}”可能是几行的，不知指哪一行"),
        format!("`{text}` may be that of several given rows: which one is meant?"),
    )
    .at(span, "这一列", "this column")
    .at(rows[0], "可能是这一行的", "it may be that of this row")
    .at(rows[1], "也可能是这一行的", "or of this one")
    .help("写作“记录[主键].字段”，主键有几部分的都写上", "write `RECORD[key].field`, with every part of the key")
}

/// X002
pub fn cases_expect_nothing(span: Span) -> Diagnostic {
    Diagnostic::error("X002", "用例表没有一列是规则的判定", "no column of the table of cases holds verdicts of a rule")
        .at(span, "没有判定就不会失败", "without verdicts it cannot fail")
        .help(
            "加上一列，列名是规则，格中写“符合”“不符”等",
            "add a column named after a rule, with `met`, `violated` and so on in its cells",
        )
}

/// X003
pub fn case_needs_verdict(span: Span) -> Diagnostic {
    Diagnostic::error("X003", "这一列是规则，格中要写判定", "this column is a rule, its cells hold verdicts")
        .at(span, "这里不是判定", "this is no verdict")
        .help(
            "写作：符合、不符 差 1元、待定、豁免、不适用",
            "write `met`, `violated by 1元`, `undetermined`, `exempt` or `not applicable`",
        )
}

/// X003
pub fn case_needs_value(span: Span) -> Diagnostic {
    Diagnostic::error("X003", "这一列是数据，格中要写一个值", "this column is data, its cells hold single values")
        .at(span, "这里不是这一列的值", "this is no value of the column")
        .help("若就是这几个字，请加引号", "if these very words are meant, put them in quotes")
}
