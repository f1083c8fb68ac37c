//! Mistakes of the file that says which wording the rules were held against.

use crate::diag::Diagnostic;

pub fn unreadable(file: &str, path: &str, what: &str) -> Diagnostic {
    Diagnostic::error("V001", format!("{file} 读不懂：{what}"), format!("{file} cannot be read: {what}"))
        .in_file(path)
        .help("删除此文件，再用 fadu coverage --accept 重新写入", "delete it and write it anew with `fadu coverage --accept`")
}
