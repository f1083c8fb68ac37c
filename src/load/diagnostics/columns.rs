//! Mistakes of files of columns (Parquet).

use crate::diag::Diagnostic;
#[cfg(feature = "parquet")]
use crate::text::Span;

#[cfg(not(feature = "parquet"))]
pub fn not_built_in(path: &str) -> Diagnostic {
    Diagnostic::error(
        "I060",
        format!("这个程序没有编入 Parquet：{path}"),
        format!("this program was built without Parquet: {path}"),
    )
    .help(
        "请用带 Parquet 的程序（cargo install fadu --features parquet），或导出为 CSV 报送",
        "use one that was built with it (cargo install fadu --features parquet), or export the table as CSV",
    )
    .in_file(path)
}

#[cfg(feature = "parquet")]
pub fn damaged(path: &str) -> Diagnostic {
    Diagnostic::error("I060", format!("不是完整的 Parquet 文件：{path}"), format!("this is no whole Parquet file: {path}"))
        .note("文件损坏、不完整，或者用了读不了的压缩方式", "it is damaged, cut short, or packed in a way that is not known")
        .help("请重新导出，或导出为 CSV 报送", "export it again, or as CSV")
        .in_file(path)
}

/// A column whose values are no single figures, texts or days.
#[cfg(feature = "parquet")]
pub fn other_kind(path: &str, column: &str, kind: &str) -> Diagnostic {
    let column = super::clip(column);
    Diagnostic::error(
        "I061",
        format!("{path} 的“{column}”栏读不了：类型是 {kind}"),
        format!("the column `{column}` of {path} cannot be read: it is of type {kind}"),
    )
    .note(
        "能读的有整数、小数、浮点数、文字、日期、时间戳和是否；嵌套的明细请用 JSON、TOML 报送",
        "whole numbers, decimals, binary figures, texts, dates, timestamps and booleans are read; send nested rows as JSON or TOML",
    )
    .help(
        "请换一种类型导出；用不着的栏写进项目文件的 ignore",
        "export it as another type; a column that nobody needs goes into `ignore` of the project file",
    )
    .in_file(path)
}

#[cfg(feature = "parquet")]
pub fn rows_without_values(count: usize, place: Span) -> Diagnostic {
    Diagnostic::error(
        "I062",
        format!("有 {count} 行各栏都没有值"),
        format!("{count} {} without any value", if count == 1 { "row is" } else { "rows are" }),
    )
    .at(place, "第一处", "the first of them")
    .note("说的是谁不知道，所以这张表没有报全", "nobody knows whom they are about, so the table is not complete")
    .help("请填全或删去这些行", "fill them in or leave them out")
}
