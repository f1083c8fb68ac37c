//! M: modules.

use crate::ast::{Name, Str};
use crate::diag::Diagnostic;
use crate::text::Span;

pub fn unknown_module(name: &Name, from: Option<&Str>, near: Option<&str>) -> Diagnostic {
    let n = &name.text;
    let out = Diagnostic::error("M001", format!("没有叫“{n}”的库或政策"), format!("there is no library or policy called `{n}`"))
        .at(name.span, "这里引用", "used here")
        .suggest(near);
    match (from, near) {
        (Some(path), _) => out.note(
            format!("“{}”里的文件没有声明“库 {n}”或“政策 {n}”", path.text),
            format!("no file in `{}` declares `library {n}` or `policy {n}`", path.text),
        ),
        (None, None) => out.help(
            format!("它在别的文件夹时，写明位置：引用 {n} 来自 \"../…\""),
            format!("if it lies in another folder, say where: use {n} from \"../…\""),
        ),
        _ => out,
    }
}

pub fn uses_itself(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("M001", format!("“{n}”就是这个文件所在的模块"), format!("`{n}` is the module this file is in")).at(
        name.span,
        "自己的名称不用引用",
        "its own names need no `use`",
    )
}

/// Two used modules have the name.
pub fn name_in_two_modules(name: &Name, places: [(String, Span); 2]) -> Diagnostic {
    let n = &name.text;
    let [(a, first), (b, second)] = places;
    Diagnostic::error("M002", format!("引用的模块里不止一个叫“{n}”"), format!("more than one of the used modules has `{n}`"))
        .at(name.span, "不清楚指哪一个", "it is not clear which one is meant")
        .at(first, format!("{a} 的"), format!("that of {a}"))
        .at(second, format!("{b} 的"), format!("that of {b}"))
        .help(format!("写明是哪一个：{a}.{n} 或 {b}.{n}"), format!("say which: `{a}.{n}` or `{b}.{n}`"))
}

/// Two modules declare a record that submissions fill.
pub fn record_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "M003",
        format!("记录“{name}”在两个模块里各声明了一次"),
        format!("the record `{name}` is declared in two modules"),
    )
    .at(span, "又声明了一次", "declared again")
    .at(first, "第一次在这里", "the first is here")
    .note("报送文件里的一张表只能属于一个记录", "a table of a submission can belong to one record only")
    .help(
        "只在一处声明，另一处写“引用”；多出来的字段用“扩充”加上",
        "declare it once and `use` that module; add further fields with `extend`",
    )
}

/// `from` and `until` count in the period of a row, and this record has none.
pub fn life_without_period(field: Span, record: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "M006",
        format!("“{record}”没有年度之类的主键，字段的起止年份无从判断"),
        format!("`{record}` has no period in its key, so a field of it cannot begin or end in a year"),
    )
    .at(field, "这个字段写了起止年份", "this field has years")
    .at(declared, "主键里没有时期", "no period in the key")
    .help("主键里加上年度，或去掉起止年份", "add a period to the key, or take the years away")
}

pub fn not_a_record(name: &Name, first: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("M005", format!("“{n}”不是记录，不能扩充"), format!("`{n}` is no record and cannot be extended"))
        .at(name.span, "要扩充的", "to be extended")
        .at(first, "它在这里声明", "declared here")
}

/// A name that is not found, though a module nobody used has it.
pub fn lacks_use(d: Diagnostic, module: &str, there: Span) -> Diagnostic {
    d.at(there, format!("“{module}”里有"), format!("`{module}` has one"))
        .help(format!("写上：引用 {module}"), format!("add: use {module}"))
}
