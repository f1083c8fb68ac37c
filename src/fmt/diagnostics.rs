//! What the formatter refuses to do.

use crate::diag::Diagnostic;
use crate::text::{FileId, Span};

fn stopped(file: FileId) -> Diagnostic {
    Diagnostic::error(
        "F001",
        "格式化没有进行：结果与原文含义不同，文件未改动",
        "not formatted: the result would not mean the same, the file is unchanged",
    )
    .at(Span::new(file, 0, 0), "这个文件", "this file")
    .help("这是程序的缺陷，请把文件报告给开发者", "this is a defect of the program; please report the file")
}

/// F001: the output cannot be parsed.
pub(super) fn unreadable(file: FileId, first: Option<&Diagnostic>) -> Diagnostic {
    let (zh, en) = first.map_or((String::new(), String::new()), |d| (d.message.zh.clone(), d.message.en.clone()));
    stopped(file).note(format!("结果无法读取：{zh}"), format!("the result cannot be read: {en}"))
}

/// F001: the output has another tree.
pub(super) fn changed(file: FileId, differs: Option<(&str, &str)>) -> Diagnostic {
    let (before, after) = differs.unwrap_or_default();
    let (before, after) = (before.trim(), after.trim());
    stopped(file).note(format!("原为 {before}，变为 {after}"), format!("it was {before} and became {after}"))
}

/// F001: the output has other comments.
pub(super) fn comments_lost(file: FileId) -> Diagnostic {
    stopped(file).note("注释有遗漏或次序改变", "comments were lost or changed their order")
}
