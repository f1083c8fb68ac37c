//! P: parameters.

use crate::ast::Name;
use crate::diag::{Bi, Diagnostic};
use crate::text::Span;

/// A value from outside for a name that parameters of several modules have.
pub fn ambiguous_binding(name: &str, source: &Bi, all: &[(String, Span)]) -> Diagnostic {
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

pub fn unknown_binding(name: &str, source: &Bi, near: Option<&str>) -> Diagnostic {
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

pub fn param_out_of_range(span: Span, value: &str, declared: Span, source: Option<&Bi>) -> Diagnostic {
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
