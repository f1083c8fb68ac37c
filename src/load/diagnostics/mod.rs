//! Every mistake the loaders report, one named function each: of cells and rows (`D…`) and of whole files (`I…`).

pub mod blanks;
pub mod bytes;
pub mod cells;
pub mod columns;
pub mod files;
pub mod lines;
pub mod marks;
pub mod rows;
pub mod toml;
pub mod words;
pub mod workbook;

use crate::diag::{Bilingual, Diagnostic};
use crate::text::{Span, points, seen};
use crate::ty::{ColumnDef, Flavour, PeriodKind, Type};

/// Longest piece of data repeated in a message, in characters.
const SHOWN: usize = 40;

/// A piece of data for a message: cut when long. (What must not reach a terminal is taken out where it is printed.)
pub(super) fn clip(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(SHOWN) {
        None => text.to_string(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// What is wrong with the text of one cell; it gets its place from the reader that knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// Without labels.
    inner: Box<Diagnostic>,
    label: Bilingual,
}

impl CellProblem {
    pub(super) fn new(inner: Diagnostic, label: Bilingual) -> Self {
        Self { inner: Box::new(inner), label }
    }

    /// Where the text looks like one of the choices and is another, nothing but the code points tells why it is none.
    pub fn beside_choices(mut self, text: &str, options: &[String]) -> Self {
        let form = seen(text);
        if let Some(option) = options.iter().find(|o| seen(o) == form) {
            let none = |points: String, none: &str| if points.is_empty() { none.to_string() } else { points };
            let (mine, theirs) = (points(text, option), points(option, text));
            self.inner.notes.push(Bilingual::new(
                format!(
                    "看起来一样，编码不同：{} ／ {}",
                    none(mine.clone(), "没有这些字符"),
                    none(theirs.clone(), "没有这些字符")
                ),
                format!(
                    "they look alike and differ in code points: {} / {}",
                    none(mine, "none of these"),
                    none(theirs, "none of these")
                ),
            ));
        }
        self
    }

    #[cfg(test)]
    pub fn code(&self) -> &'static str {
        self.inner.code
    }

    /// The diagnostic at the cell, with the declaration of the column as the second place. Without a place for the cell, only
    /// the declaration is shown.
    pub fn at(self, cell: Option<Span>, column: &ColumnDef) -> Diagnostic {
        let mut diagnostic = *self.inner;
        if let Some(span) = cell {
            diagnostic = diagnostic.at(span, self.label.zh, self.label.en);
        }
        let wanted = expectation(column);
        diagnostic.at(column.span, format!("此处规定填{}", wanted.zh), format!("declared here: {}", wanted.en))
    }
}

/// A row that a text may have been meant for: what is to be written, and what else it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub key: String,
    pub name: Option<String>,
}

impl Member {
    fn shown(&self) -> Bilingual {
        let beside = |open: &str, close: &str| self.name.as_ref().map_or(String::new(), |n| format!("{open}{n}{close}"));
        Bilingual::new(format!("“{}”{}", self.key, beside("（", "）")), format!("`{}`{}", self.key, beside(" (", ")")))
    }
}

/// What a text that names no row may have been meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// The code was taken for a number: `131121.0`.
    Number(Member),
    /// The same, and with it the zeros it begins with were lost.
    Zeros(Member),
    /// A code of nine or twelve digits, where six are wanted.
    Longer(Member),
    /// The member's code or name stands in it, with something beside.
    Around(Member),
    /// Its name in place of its code.
    Name(Member),
    /// The same but for blanks.
    Spaced(Member),
    Near(Member),
    /// Those there are, being few.
    OneOf(Vec<Member>),
    None,
}

impl Advice {
    /// The value can hardly mean anything else. (Codes are near to one another and mean different things.)
    pub fn is_certain(&self) -> bool {
        match self {
            Self::Number(_) | Self::Zeros(_) | Self::Longer(_) | Self::Around(_) | Self::Name(_) | Self::Spaced(_) => true,
            Self::Near(_) | Self::OneOf(_) | Self::None => false,
        }
    }

    fn words(&self) -> Option<Bilingual> {
        Some(match self {
            Self::Number(member) => {
                let Bilingual { zh, en } = member.shown();
                Bilingual::new(
                    format!("电子表格把代码当成了数，请写{zh}（把该列设为“文本”格式再填）"),
                    format!("a spreadsheet took the code for a number: write {en} (format the column as text)"),
                )
            }
            Self::Zeros(member) => {
                let Bilingual { zh, en } = member.shown();
                Bilingual::new(
                    format!("代码开头的 0 丢了，请写{zh}（把该列设为“文本”格式再填）"),
                    format!("the code has lost its zeros in front: write {en} (format the column as text)"),
                )
            }
            Self::Longer(member) => {
                let Bilingual { zh, en } = member.shown();
                Bilingual::new(format!("这里用 6 位代码，请写{zh}"), format!("codes of six digits are wanted here: write {en}"))
            }
            Self::Around(member) => {
                let Bilingual { zh, en } = member.shown();
                Bilingual::new(format!("只写{zh}，不要带别的字"), format!("write {en} with nothing beside it"))
            }
            Self::Name(member) | Self::Near(member) => {
                let Bilingual { zh, en } = member.shown();
                Bilingual::new(format!("是否想写{zh}？"), format!("did you mean {en}?"))
            }
            Self::Spaced(member) => {
                let Bilingual { zh, en } = member.shown();
                Bilingual::new(
                    format!("是否想写{zh}？文字中间的空格不一样"),
                    format!("did you mean {en}? The blanks inside are not the same"),
                )
            }
            Self::OneOf(list) if !list.is_empty() => {
                let (zh, en): (Vec<String>, Vec<String>) = list.iter().map(|m| m.shown()).map(|b| (b.zh, b.en)).unzip();
                Bilingual::new(format!("现有：{}", zh.join("、")), format!("there are: {}", en.join(", ")))
            }
            Self::OneOf(_) | Self::None => return None,
        })
    }
}

/// What a column takes, for people.
pub(super) fn expectation(column: &ColumnDef) -> Bilingual {
    let unit = column.unit.as_ref().map(|u| u.name.as_str()).filter(|n| !n.is_empty());
    match &column.ty {
        Type::Number(ty) => match ty.flavour {
            Flavour::Number => Bilingual::new("数字", "a number"),
            Flavour::Count => Bilingual::new("整数个数", "a whole number of things"),
            Flavour::Share => Bilingual::new("占比（如 60%）", "a share (such as 60%)"),
            Flavour::Growth => Bilingual::new("增速（如 12.5%）", "a rate of increase (such as 12.5%)"),
            Flavour::Points => Bilingual::new("百分点（如 2个百分点）", "percentage points (such as 2个百分点)"),
            Flavour::Ratio => Bilingual::new("倍数（如 2倍）", "a ratio (such as 2倍)"),
            Flavour::Amount => {
                let (zh, en) = if ty.is_money() { ("金额", "money") } else { ("数量", "a quantity") };
                match unit {
                    Some(unit) => Bilingual::new(format!("{zh}（单位：{unit}）"), format!("{en} in {unit}")),
                    None => Bilingual::new(zh, en),
                }
            }
        },
        Type::Flag => Bilingual::new("是或否", "yes or no"),
        Type::Date => Bilingual::new("日期", "a date"),
        Type::Period(PeriodKind::Year) => Bilingual::new("年度", "a year"),
        Type::Period(PeriodKind::Half) => Bilingual::new("半年度", "a half-year"),
        Type::Period(PeriodKind::Quarter) => Bilingual::new("季度", "a quarter"),
        Type::Period(PeriodKind::Month) => Bilingual::new("月份", "a month"),
        Type::Period(PeriodKind::Span) => Bilingual::new("期间", "a period"),
        Type::OneOf(options) => {
            let zh = options.iter().map(|o| format!("“{o}”")).collect::<Vec<_>>().join("");
            let en = options.iter().map(|o| format!("`{o}`")).collect::<Vec<_>>().join(", ");
            Bilingual::new(format!("{zh}之一"), format!("one of {en}"))
        }
        Type::List(_) => Bilingual::new("明细行", "a list of rows"),
        Type::Text | Type::Ref(_) | Type::Row(_) | Type::Set | Type::Error => Bilingual::new("文字", "text"),
    }
}
