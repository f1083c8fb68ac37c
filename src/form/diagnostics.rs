//! Mistakes of forms that are asked for.

use crate::diag::Diagnostic;

pub fn no_record(name: &str, known: &[&str], near: Option<&str>) -> Diagnostic {
    Diagnostic::error("L041", format!("没有“{name}”这张表"), format!("there is no record `{name}`"))
        .note(format!("规则里的表：{}", known.join("、")), format!("the rules declare: {}", known.join(", ")))
        .suggest(near)
}

pub fn no_member(name: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("L041", format!("名册里没有“{name}”"), format!("no roster knows `{name}`"))
        .help("请写名册中的代码或名称", "write the code or the name that the roster has")
        .suggest(near)
}

pub fn no_roster(record: &str) -> Diagnostic {
    Diagnostic::error("L041", format!("“{record}”没有写由谁报送，做不出各家的表"), format!("who sends `{record}` is not said"))
        .help("在记录头上写“由 名册 报送 列 字段”", "write `sent by ROSTER as FIELD` in the head of the record")
}

pub fn no_period(text: &str) -> Diagnostic {
    Diagnostic::error("L041", format!("“{text}”不是这张表的报告期"), format!("`{text}` is no period of this record"))
        .help("年度写 2025，季度写 2025-Q1，月份写 2025-01", "a year is 2025, a quarter 2025-Q1, a month 2025-01")
}

/// The place for the form is taken.
pub fn stands(path: &str) -> Diagnostic {
    Diagnostic::error("L041", format!("{path} 已经存在，没有写入"), format!("{path} is there already: nothing was written"))
        .help("请换一个文件名，或先移走旧文件", "choose another name, or move the old file away")
        .in_file(path)
}

pub fn no_format(path: &str) -> Diagnostic {
    Diagnostic::error(
        "L041",
        format!("{path}：表只能写成 .xlsx、.csv 或 .toml"),
        format!("{path}: forms are .xlsx, .csv or .toml"),
    )
    .in_file(path)
}

/// The library for workbooks refuses it.
#[cfg(feature = "xlsx-out")]
pub fn not_made(path: &str, why: &str) -> Diagnostic {
    Diagnostic::error("L041", format!("{path} 写不成工作簿"), format!("{path} cannot be written as a workbook"))
        .note(why.to_string(), why.to_string())
        .in_file(path)
}

/// A table has no place for rows inside rows.
pub fn lists(record: &str, path: &str) -> Diagnostic {
    Diagnostic::error(
        "L041",
        format!("“{record}”的行里还有行，一个 CSV 文件只放一张表，写不下"),
        format!("rows of `{record}` have rows inside, and a CSV file holds one flat table"),
    )
    .help("请写成 .xlsx（每份明细一张工作表）或 .toml", "write it as .xlsx, with a sheet for each list, or as .toml")
    .in_file(path)
}
