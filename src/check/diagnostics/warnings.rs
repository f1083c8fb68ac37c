//! W: what is allowed and probably not meant.

use crate::ast::{Force, Name};
use crate::diag::Diagnostic;
use crate::text::Span;

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

pub fn may_fall_through(span: Span) -> Diagnostic {
    Diagnostic::warning("W008", "“选择”没有“否则”", "`choose` has no `otherwise`")
        .at(span, "各支都不成立时没有值，该条“不适用”", "where no arm holds there is no value, and the line is not applicable")
        .help("加一支：否则: …", "add an arm `otherwise: …`")
}
