//! Mistakes in the text of a cell.

use super::{CellProblem, clip, expectation};
use crate::diag::{Bilingual, Diagnostic};
use crate::num::{End, Interval, Rat, show_exact_or, show_grouped};
use crate::ty::{ColumnDef, Flavour, Type, Unit, english_figure};

pub(super) fn problem(diagnostic: Diagnostic, zh: impl Into<String>, en: impl Into<String>) -> CellProblem {
    CellProblem::new(diagnostic, Bilingual::new(zh, en))
}

/// How a figure for this column may be written.
pub(super) fn sample(column: &ColumnDef) -> String {
    match &column.ty {
        Type::Number(ty) => match ty.flavour {
            Flavour::Share | Flavour::Growth => "12.5%".into(),
            Flavour::Points => "2个百分点".into(),
            Flavour::Count => "12,345".into(),
            Flavour::Ratio => "2倍".into(),
            Flavour::Number => "12,345.6".into(),
            Flavour::Amount => match column.unit.as_ref().map(|u| u.name.as_str()) {
                Some(unit) if unit.starts_with(|c: char| c.is_ascii_alphabetic()) => format!("12,345.6 {unit}"),
                Some(unit) => format!("12,345.6{unit}"),
                None => "12,345.6".into(),
            },
        },
        Type::Text
        | Type::Flag
        | Type::Date
        | Type::Period(_)
        | Type::OneOf(_)
        | Type::Ref(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error => String::new(),
    }
}

pub(super) fn flavour(column: &ColumnDef) -> Option<Flavour> {
    match &column.ty {
        Type::Number(number) => Some(number.flavour),
        Type::Text
        | Type::Flag
        | Type::Date
        | Type::Period(_)
        | Type::OneOf(_)
        | Type::Ref(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error => None,
    }
}

pub fn not_a_number(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown, sample) = (column.title(), clip(text), sample(column));
    problem(
        Diagnostic::error(
            "D001",
            format!("“{title}”应填数字，却填了“{shown}”"),
            format!("`{title}` takes a number, but this is “{shown}”"),
        )
        .help(format!("请用阿拉伯数字填写，例如 {sample}"), format!("write it in digits, for example {sample}")),
        "不是数字",
        "not a number",
    )
}

pub fn too_long(column: &ColumnDef) -> CellProblem {
    let title = column.title();
    problem(
        Diagnostic::error(
            "D001",
            format!("“{title}”的数字过长（超过 400 位），不可能是填报数据"),
            format!("the number for `{title}` has more than 400 digits: it cannot be a reported figure"),
        ),
        "数字过长",
        "too many digits",
    )
}

pub fn negative(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D002",
            format!("“{title}”不能为负数，却填了 {shown}"),
            format!("`{title}` cannot be negative, but this is {shown}"),
        )
        .help(
            "请核对该数字；确有负数的指标，应在规则文件中注明“可负”",
            "check the figure; if it may be negative, its field must be declared `signed`",
        ),
        "负数",
        "negative",
    )
}

pub fn wrong_unit(column: &ColumnDef, unit: &Unit) -> CellProblem {
    let (title, name, want) = (column.title(), unit.name.as_str(), expectation(column));
    problem(
        Diagnostic::error(
            "D003",
            format!("单位不符：“{title}”应填{}，却带单位“{name}”", want.zh),
            format!("wrong unit: `{title}` takes {}, but this is in {name}", want.en),
        )
        .help(
            format!("两种单位不能换算，请核对是否填错了栏；应写成如 {}", sample(column)),
            format!("the two do not convert; check the column, or write it like {}", sample(column)),
        ),
        format!("单位是“{name}”"),
        format!("in {name}"),
    )
}

pub fn unknown_unit(column: &ColumnDef, unit: &str, near: Option<&str>) -> CellProblem {
    let (title, shown) = (column.title(), clip(unit));
    let diagnostic = Diagnostic::error(
        "D004",
        format!("“{title}”中的“{shown}”不是已知的单位"),
        format!("`{title}`: “{shown}” is not a known unit"),
    );
    let diagnostic = match near {
        Some(_) => diagnostic.suggest(near),
        None => diagnostic.help(format!("请写成如 {}", sample(column)), format!("write it like {}", sample(column))),
    };
    problem(diagnostic, "单位不明", "unknown unit")
}

pub fn unit_missing(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown, want) = (column.title(), clip(text), expectation(column));
    let diagnostic = Diagnostic::error(
        "D005",
        format!("“{title}”应填{}，只写 {shown} 看不出单位", want.zh),
        format!("`{title}` takes {}; a bare {shown} does not say in which unit", want.en),
    );
    let in_header = |zh: &str, en: &str| {
        (
            format!("请带单位填写，如 {}，或在表头注明单位{zh}", sample(column)),
            format!("write the unit, like {}, or put it into the header{en}", sample(column)),
        )
    };
    let (diagnostic, (zh, en)) = match flavour(column) {
        Some(Flavour::Share | Flavour::Growth) => (
            diagnostic.note(
                "0.6 可能是 60%，也可能是 0.6%，本程序不作猜测",
                "0.6 may stand for 60% or for 0.6%; this program does not guess",
            ),
            in_header(&format!("，如“{title}（%）”"), &format!(": `{title}（%）`")),
        ),
        Some(Flavour::Points) => (
            diagnostic.note(
                "0.6 可能是 0.6个百分点，也可能是 60个百分点，本程序不作猜测",
                "0.6 may stand for 0.6 or for 60 percentage points; this program does not guess",
            ),
            in_header(&format!("，如“{title}（百分点）”"), &format!(": `{title}（百分点）`")),
        ),
        Some(Flavour::Number | Flavour::Count | Flavour::Ratio | Flavour::Amount) | None => (diagnostic, in_header("", "")),
    };
    problem(diagnostic.help(zh, en), "缺单位", "no unit")
}

pub fn magnitude_without_unit(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D005",
            format!("“{title}”填了“{shown}”，有“万”“亿”而没有单位"),
            format!("`{title}`: “{shown}” has a 万 or 亿 but no unit"),
        )
        .help(format!("请把单位写全，如 {}", sample(column)), format!("write the whole unit, like {}", sample(column))),
        "缺单位",
        "no unit",
    )
}

fn show_range(range: &Interval, column: &ColumnDef) -> Bilingual {
    let one = Unit::one();
    let unit = column.unit.as_ref().unwrap_or(&one);
    // Days and periods are numbers only inside.
    let day = |v: &Rat| column.ty.calendar().and_then(|c| c.text(v));
    let in_unit = |v: &Rat| format!("{}{}", show_grouped(&show_exact_or(&(v / &unit.factor), 6)), unit.name);
    let zh_of = |v: &Rat| day(v).unwrap_or_else(|| in_unit(v));
    let en_of = |v: &Rat| day(v).unwrap_or_else(|| english_figure(v, unit, |one| show_exact_or(&(v / one), 6)));
    let end = |e: &End, zh: [&str; 2], en: [&str; 2]| match e {
        End::Unbounded => None,
        End::Closed(v) => Some((format!("{}{}", zh[0], zh_of(v)), format!("{} {}", en[0], en_of(v)))),
        End::Open(v) => Some((format!("{}{}", zh[1], zh_of(v)), format!("{} {}", en[1], en_of(v)))),
    };
    let parts = [
        end(&range.lo, ["不低于 ", "高于 "], ["at least", "more than"]),
        end(&range.hi, ["不超过 ", "低于 "], ["at most", "less than"]),
    ];
    let (zh, en): (Vec<_>, Vec<_>) = parts.into_iter().flatten().unzip();
    Bilingual::new(zh.join("、"), en.join(" and "))
}

pub fn out_of_range(column: &ColumnDef, range: &Interval, text: &str) -> CellProblem {
    let (title, shown, range) = (column.title(), clip(text), show_range(range, column));
    problem(
        Diagnostic::error(
            "D006",
            format!("“{title}”应{}，却填了 {shown}", range.zh),
            format!("`{title}` must be {}, but this is {shown}", range.en),
        )
        .help("请核对数字、小数点和单位", "check the figure, its decimal point and its unit"),
        "超出规定范围",
        "outside the declared range",
    )
}

pub fn too_fine(column: &ColumnDef, step: &Rat, text: &str) -> CellProblem {
    let unit = column.unit.as_ref().map_or("", |u| u.name.as_str());
    let (title, shown, step) = (column.title(), clip(text), show_exact_or(step, 12));
    problem(
        Diagnostic::error(
            "D007",
            format!("“{title}”精确到 {step}{unit}，而 {shown} 的位数过多"),
            format!("`{title}` is reported to {step}{unit}, but {shown} has more digits"),
        )
        .help(
            "请按规定的位数填报，本程序不代为四舍五入；也请核对单位",
            "report it to the declared digits (nothing is rounded here), and check the unit",
        ),
        "小数位过多",
        "too many digits",
    )
}

pub fn not_whole(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D008",
            format!("“{title}”应填整数，却填了 {shown}"),
            format!("`{title}` counts things and must be whole, but this is {shown}"),
        )
        .help("请核对数字和单位", "check the figure and its unit"),
        "不是整数",
        "not whole",
    )
}

pub fn bad_grouping(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D009",
            format!("“{title}”的数字“{shown}”分节有误"),
            format!("`{title}`: the digits of “{shown}” are not grouped as a number"),
        )
        .note(
            "逗号只能把整数部分每三位分开，如 1,234,567.8；空格不能用来分节",
            "commas part groups of three digits before the point, as in 1,234,567.8; blanks do not",
        )
        .help("请改正分节，或不分节直接写数字", "mend the groups, or write the digits without any"),
        "分节有误",
        "wrong grouping",
    )
}

pub fn scientific(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D010",
            format!("“{title}”用了科学记数法“{shown}”，后面的位数可能已丢失"),
            format!("`{title}`: “{shown}” is in scientific notation; digits may be lost"),
        )
        .help(
            "请写出全部数字（在电子表格中把该列设为“数值”或“文本”后重新导出）",
            "write all digits (in a spreadsheet, set the column to number or text and export again)",
        ),
        "科学记数法",
        "scientific notation",
    )
}

pub fn scientific_code(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D011",
            format!("“{title}”是文字（代码），却成了“{shown}”：电子表格把长代码改成了科学记数法"),
            format!("`{title}` is a text (a code), but this is “{shown}”: a spreadsheet turned a long code into a number"),
        )
        .help(
            "原来的代码已不完整，请在电子表格中把该列设为“文本”，重新录入代码后导出",
            "the code itself is lost; set the column to text in the spreadsheet, enter the codes again and export",
        ),
        "代码被改写",
        "code turned into a number",
    )
}

pub fn currency_without_unit(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D005",
            format!("“{title}”填了“{shown}”，有币种而没有单位"),
            format!("`{title}`: “{shown}” names a currency but no unit"),
        )
        .help(
            format!("请去掉币种符号，把单位写全，如 {}", sample(column)),
            format!("drop the sign of the currency and write the whole unit, like {}", sample(column)),
        ),
        "缺单位",
        "no unit",
    )
}

pub fn accounting_negative(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D015",
            format!("“{title}”填了“{shown}”，括号或三角是否表示负数无法确定"),
            format!("`{title}`: whether “{shown}” is meant as negative cannot be told"),
        )
        .help("负数请用负号，如 -5；不是负数请去掉记号", "write a minus sign for a negative number, like -5, or drop the mark"),
        "是否为负不明",
        "negative or not?",
    )
}

pub fn bad_bounds(column: &ColumnDef, text: &str, why: Bilingual) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error("D016", format!("“{title}”填了“{shown}”：{}", why.zh), format!("`{title}`: “{shown}”: {}", why.en))
            .help(
                "界限请写成“50亿元以上”“不超过60亿元”或“50—60亿元”（起止之间用“—”“～”或“至”）",
                "write bounds as 50亿元以上, 不超过60亿元 or 50—60亿元 (with —, ～ or 至 between the ends)",
            ),
        "界限不明",
        "unclear bounds",
    )
}

pub fn not_a_flag(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D017",
            format!("“{title}”应填“是”或“否”，却填了“{shown}”"),
            format!("`{title}` takes yes or no, but this is “{shown}”"),
        )
        .help("请填 是/否、有/无、√/× 或 yes/no", "write 是/否, 有/无, √/× or yes/no"),
        "不是“是”或“否”",
        "neither yes nor no",
    )
}

pub fn not_a_period(column: &ColumnDef, text: &str) -> CellProblem {
    use crate::ty::{PeriodKind, Type};
    let (title, shown, want) = (column.title(), clip(text), expectation(column));
    let sample = match &column.ty {
        Type::Period(PeriodKind::Half) => "2007年上半年",
        Type::Period(PeriodKind::Quarter) => "2007年三季度",
        Type::Period(PeriodKind::Month) => "2007-09",
        Type::Period(PeriodKind::Span) => "2007年1—9月",
        Type::Text
        | Type::Flag
        | Type::Number(_)
        | Type::Date
        | Type::Period(_)
        | Type::OneOf(_)
        | Type::Ref(_)
        | Type::List(_)
        | Type::Row(_)
        | Type::Set
        | Type::Error => "2007",
    };
    problem(
        Diagnostic::error(
            "D018",
            format!("“{title}”应填{}，却填了“{shown}”", want.zh),
            format!("`{title}` takes {}, but this is “{shown}”", want.en),
        )
        .help(format!("请写成如 {sample}"), format!("write it like {sample}")),
        format!("不是{}", want.zh),
        format!("not {}", want.en),
    )
}

/// `2007.1`: January, or October without its last sign.
pub fn cut_month(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    let year = text.trim().get(..4).unwrap_or("2007");
    problem(
        Diagnostic::error(
            "D055",
            format!("“{title}”填了“{shown}”，是一月还是十月看不出来"),
            format!("`{title}`: whether “{shown}” is January or October cannot be told"),
        )
        .note(
            format!("电子表格把 {year}.10 当作小数，存成 {year}.1"),
            format!("a spreadsheet takes {year}.10 for a decimal figure and keeps {year}.1"),
        )
        .help(format!("请写成 {year}-01 或 {year}-10"), format!("write {year}-01 or {year}-10")),
        "一月还是十月",
        "January or October?",
    )
}

pub fn not_a_date(column: &ColumnDef, text: &str, why: Option<Bilingual>) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    let why = why.unwrap_or_else(|| Bilingual::new("不是日期", "not a date"));
    problem(
        Diagnostic::error(
            "D019",
            format!("“{title}”应填日期，而“{shown}”{}", why.zh),
            format!("`{title}` takes a date, but “{shown}” is {}", why.en),
        )
        .help("请写成 2006-08-18 或 2006年8月18日", "write it as 2006-08-18 or 2006年8月18日"),
        why.zh,
        why.en,
    )
}

pub fn not_in_list(column: &ColumnDef, text: &str, near: Option<&str>) -> CellProblem {
    let (title, shown, want) = (column.title(), clip(text), expectation(column));
    problem(
        Diagnostic::error(
            "D020",
            format!("“{title}”只能填{}，却填了“{shown}”", want.zh),
            format!("`{title}` takes {}, but this is “{shown}”", want.en),
        )
        .suggest(near),
        "不在可选项之中",
        "not among the choices",
    )
}

pub fn wrong_kind(column: &ColumnDef, what: Bilingual) -> CellProblem {
    let (title, want) = (column.title(), expectation(column));
    problem(
        Diagnostic::error(
            "D024",
            format!("“{title}”应填{}，这里却是{}", want.zh, what.zh),
            format!("`{title}` takes {}, but this is {}", want.en, what.en),
        ),
        what.zh,
        what.en,
    )
}
