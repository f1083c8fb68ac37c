//! Mistakes in the writing of TOML.

use super::clip;
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;

pub fn syntax(message: &str, place: Option<Span>, path: &str) -> Diagnostic {
    let said = words(message);
    let diagnostic = Diagnostic::error("I006", format!("TOML 写法有误：{}", said.zh), format!("TOML syntax: {}", said.en));
    let diagnostic = match place {
        Some(span) => diagnostic.at(span, "在这里", "here"),
        None => diagnostic.in_file(path),
    };
    diagnostic.help(
        "每行写成“名称 = 值”；文字和带单位的数要加英文双引号，如 \"安平县\"、\"1800万元\"",
        "write one `name = value` a line; texts and figures with units stand in straight quotes: \"安平县\", \"1800万元\"",
    )
}

/// A section of TOML that is longer than any row: most often the rest of a file behind a quote or a bracket that is never closed.
pub fn section_too_long(lines: usize, megabytes: usize, place: Span) -> Diagnostic {
    Diagnostic::error("I035", "TOML 文件的这一节太长，没有读", "this section of a TOML file is too long and was not read")
        .at(place, "从这里开始", "it begins here")
        .note(
            format!("一节（到下一个 [[…]] 为止）至多 {lines} 行、{megabytes} MB；这个文件一行也没有读"),
            format!(
                "a section (up to the next [[…]]) holds {lines} lines and {megabytes} MB at most; nothing of this file was read"
            ),
        )
        .help(
            "看看有没有没合上的引号或括号；每一行数据各写一节 [[表名]]，或改用 CSV",
            "look for a quote or a bracket that is never closed; write each row as a section of its own, [[Record]], or send CSV",
        )
}

/// Sections in which nothing stands, more than anybody has who only left some out.
pub fn empty_rows(most: usize, place: Span) -> Diagnostic {
    Diagnostic::error(
        "I035",
        format!("{most} 多节里什么也没有，从这里起没有读"),
        format!("more than {most} sections hold nothing: what follows was not read"),
    )
    .at(place, "读到这里为止", "read up to here")
    .note("这个文件的表都视为不完整", "the tables of this file count as incomplete")
    .help("看看是不是导出时出了错；行数很多的，请改用 CSV", "look whether the export went wrong; send CSV where rows are many")
}

/// The parser's own words, where they are common, in Chinese too.
fn words(message: &str) -> Bilingual {
    let known = [
        ("duplicate key", "同一名称写了两次"),
        ("string values must be quoted", "文字要加引号"),
        ("unclosed", "括号或引号没有成对"),
        ("missing", "缺少内容"),
        ("unexpected", "有多余或放错位置的内容"),
        ("invalid", "有不允许的内容"),
        ("recursion limit", "嵌套太深"),
    ];
    let zh = known.iter().find(|(en, _)| message.contains(en)).map_or("不符合 TOML 的写法", |(_, zh)| *zh);
    Bilingual::new(zh, message)
}

pub fn bare_key(key: &str, place: Span) -> Diagnostic {
    let shown = clip(key);
    Diagnostic::error(
        "I007",
        format!("TOML 中的中文名称要加引号：{shown}"),
        format!("TOML wants quotes around a Chinese name: {shown}"),
    )
    .at(place, "没有加引号", "no quotes")
    .note("其余内容照常读取", "the rest of the file was read all the same")
    .help(format!("写成 \"{shown}\""), format!("write \"{shown}\""))
}

pub fn bare_value(value: &str, place: Span) -> Diagnostic {
    let shown = clip(value);
    Diagnostic::error(
        "I008",
        format!("TOML 中的文字和带单位的数要加引号：{shown}"),
        format!("TOML wants quotes around texts and around figures with units: {shown}"),
    )
    .at(place, "没有加引号", "no quotes")
    .note("其余内容照常读取", "the rest of the file was read all the same")
    .help(format!("写成 \"{shown}\""), format!("write \"{shown}\""))
}

pub fn fullwidth(sign: &str, want: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "I008",
        format!("TOML 的符号要用英文半角：“{sign}”应为 {want}"),
        format!("TOML signs are half-width: “{sign}” must be {want}"),
    )
    .at(place, "全角符号", "full-width sign")
    .note("其余内容照常读取", "the rest of the file was read all the same")
    .help("请切换到英文输入法再输入这个符号", "type it with the input method switched to English")
}

/// I015 of what a submission says of itself, in a TOML file.
pub fn of_the_envelope(told: Diagnostic, name: &str) -> Diagnostic {
    told.help(
        format!("“{name}”是报送信息：文件开头写一行 [submission]，把它写在下面"),
        format!("`{name}` is of the envelope: begin the file with a line `[submission]` and write it below"),
    )
}
