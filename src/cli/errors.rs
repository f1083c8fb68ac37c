//! Bad options, worded in Chinese (clap words them in English and has no translations).

#![expect(clippy::wildcard_enum_match_arm, reason = "the kinds of mistakes of the command line are another crate's")]

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The message in Chinese, or `None` where clap's own says more than we could.
pub fn chinese(error: &Error) -> Option<String> {
    let text = |kind: ContextKind| {
        error.get(kind).map(|v| match v {
            ContextValue::String(s) => s.clone(),
            ContextValue::Strings(list) => list.join("、"),
            other => other.to_string(),
        })
    };
    let arg = text(ContextKind::InvalidArg).unwrap_or_default();
    let mut message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有选项“{arg}”"),
        ErrorKind::InvalidSubcommand => format!("没有命令“{}”", text(ContextKind::InvalidSubcommand).unwrap_or_default()),
        ErrorKind::InvalidValue => match text(ContextKind::InvalidValue).filter(|v| !v.is_empty()) {
            Some(value) => format!("选项 {arg} 不能取“{value}”"),
            None => format!("选项 {arg} 要给出值"),
        },
        ErrorKind::ValueValidation => format!("选项 {arg} 的值“{}”不对", text(ContextKind::InvalidValue).unwrap_or_default()),
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::MissingSubcommand => "缺少命令：check、test、fmt 或 explain".to_string(),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::ArgumentConflict => format!("{arg} 不能与其他选项同用，或只能出现一次"),
        _ => return None,
    };
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].into_iter().find_map(text);
    if let Some(near) = near {
        message.push_str(&format!("；是否想写“{near}”？"));
    } else if let Some(valid) = text(ContextKind::ValidValue) {
        message.push_str(&format!("；可取：{valid}"));
    }
    Some(format!("错误  {message}\n用 fadu --help 查看用法\n"))
}
