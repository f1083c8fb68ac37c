//! Why a field cannot take what is said of its blanks: the same in a rule file and in the project file.

use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;
use crate::ty::{BlankMeans, BlankMisfit, ColumnDef};

/// The word as it is written in either language.
pub fn word(means: BlankMeans) -> Bilingual {
    match means {
        BlankMeans::Unknown => Bilingual::new("未知", "unknown"),
        BlankMeans::None => Bilingual::new("无", "none"),
        BlankMeans::Zero => Bilingual::same("0"),
        BlankMeans::No => Bilingual::new("否", "no"),
    }
}

/// A blank of this column cannot mean that; `at` is where it is said.
pub fn unfit(column: &ColumnDef, means: BlankMeans, why: BlankMisfit, code: &'static str, at: Span) -> Diagnostic {
    let (title, word) = (column.title(), word(means));
    let diagnostic = Diagnostic::error(
        code,
        format!("“{title}”的空白不能为{}", word.zh),
        format!("a blank of `{title}` cannot mean {}", word.en),
    );
    let diagnostic = match at == column.span {
        true => diagnostic.at(at, "这里", "here"),
        false => diagnostic.at(at, "这里写明空白的含义", "what blanks mean is said here").at(
            column.span,
            "字段在此声明",
            "the field is declared here",
        ),
    };
    match why {
        BlankMisfit::Key => diagnostic.note(
            "这是主键，没有主键就不知道这一行说的是谁",
            "it is a key field: without its key nobody knows whom the row is about",
        ),
        BlankMisfit::NotOptional => diagnostic
            .note("只有类型后写了“?”的字段才可以为无", "only a field with `?` after its type may be none")
            .help("在类型后加“?”；原意是数字零的写 0", "add `?` after the type, or write 0 if the figure nought is meant"),
        BlankMisfit::NotANumber => diagnostic.note("0 只能用于数值字段", "0 is for fields of numbers").help(
            "是否写 否；可以没有的在类型后加“?”并写 无",
            "write no for a flag; for what may be missing in the world add `?` and write none",
        ),
        BlankMisfit::OutOfRange => diagnostic
            .note("规定的范围里没有 0", "its declared range does not hold 0")
            .help("这个字段单独写：空白为 未知", "say of this field alone: blank means unknown"),
        BlankMisfit::NotAFlag => diagnostic.note("否只能用于“是否”字段", "no is for flags"),
    }
}

/// A name that stands for no record and no field.
pub fn nothing_called(name: &str, near: Option<&str>, at: Span) -> Diagnostic {
    Diagnostic::error("C010", format!("没有叫“{name}”的记录或字段"), format!("no record or field is called `{name}`"))
        .at(at, "这里", "here")
        .note(
            "写“记录”“记录.字段”；本组写明 record 的，也可以只写字段",
            "write `Record` or `Record.field`; where the set says its `record`, the field alone will do",
        )
        .suggest(near)
}

/// A word for whole records that goes for none of their fields.
pub fn nobody(means: BlankMeans, code: &'static str, at: Span) -> Diagnostic {
    let word = word(means);
    Diagnostic::error(
        code,
        format!("没有一个字段的空白可以为{}", word.zh),
        format!("there is no field here of which a blank could mean {}", word.en),
    )
    .at(at, "用不上", "of no use")
    .note(
        "0 用于数值，否用于“是否”，无用于带“?”的字段；主键不在其内",
        "0 is for numbers, no for flags, none for fields with `?`; key fields are left out",
    )
}
