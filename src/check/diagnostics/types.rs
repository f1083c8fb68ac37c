//! T: values of the wrong type.

use crate::ast::Name;

use crate::check::base::constant::Misfit;
use crate::check::base::declared::TypeInfo;
use crate::check::base::words;
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;
use crate::ty::Unit;

pub fn not_a_truth(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("T006", "这里要的是一个条件（真或假）", "a condition (true or false) is wanted here")
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .help(
            "写成比较，例如 … >= …；几个值之一写成“x 属于 {1, 2}”",
            "make it a comparison such as `… >= …`; for one of several values write `x in {1, 2}`",
        )
}

pub fn not_a_number(span: Span, found: &Bilingual, because: Span) -> Diagnostic {
    Diagnostic::error("T007", "这里要的是数", "a number is wanted here")
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .at(because, "因为这里要计算", "because it is computed with here")
}

/// The mistake with what to write where a field has the name of an answer.
pub fn answer_or_field(told: Diagnostic, name: &str, of: &str) -> Diagnostic {
    told.help(
        format!("单写“{name}”是答案；要字段“{name}”，请写 {of}.{name}"),
        format!("`{name}` by itself is the answer; the field of that name is `{of}.{name}`"),
    )
}

pub fn division_by_zero(span: Span) -> Diagnostic {
    Diagnostic::error("T007", "不能除以 0", "nothing can be divided by 0").at(span, "这里是 0", "this is 0")
}

/// A constant that does not fit a declared type; the code tells the occasion.
pub fn misfit(code: &'static str, span: Span, why: &Misfit, want: &TypeInfo, declared: Option<Span>) -> Diagnostic {
    let wanted = words::of_type(&want.ty, want.unit.as_ref());
    let unit = want.unit.as_ref().map(|u| u.name.clone()).unwrap_or_default();
    let base = Diagnostic::error(
        code,
        format!("这个值不合适：应为{}", wanted.zh),
        format!("this value does not fit: {} is wanted", wanted.en),
    );
    let out = match why {
        Misfit::Bare => base
            .at(span, "不带单位", "no unit")
            .help(format!("写明单位，例如“{unit}”"), format!("say the unit, for instance `{unit}`")),
        Misfit::Other(found) => base.at(span, format!("这是{}", found.zh), format!("this is {}", found.en)),
        Misfit::NotListed(near) => base.at(span, "不在可选的值里", "not one of the values").suggest(near.as_deref()),
        Misfit::NotWhole => base.at(span, "不是整数", "not a whole number"),
        Misfit::Unreadable => base.at(span, "读不懂", "it cannot be read"),
    };
    match declared.filter(|d| *d != span) {
        Some(place) => out.at(place, "在这里声明", "declared here"),
        None => out,
    }
}

pub fn empty_range(span: Span) -> Diagnostic {
    Diagnostic::error("T010", "范围的前端大于后端", "the range ends before it begins")
        .at(span, "空的范围", "an empty range")
        .help("把两端对调", "exchange the two ends")
}

pub fn negative_range(low: Span, ty: Span) -> Diagnostic {
    Diagnostic::error("T010", "范围到了 0 以下，但没有写“可负”", "the range goes below 0, but the type is not `signed`")
        .at(low, "小于 0", "below 0")
        .at(ty, "类型", "the type")
        .help("加上“可负”", "add `signed`")
}

pub fn range_end_no_constant(span: Span) -> Diagnostic {
    Diagnostic::error("T010", "范围的两端要直接写出来", "the ends of a range are written out").at(
        span,
        "这不是一个写明的值",
        "this is no plain value",
    )
}

pub fn range_of_texts(span: Span) -> Diagnostic {
    Diagnostic::error("T010", "文本没有范围", "texts have no range")
        .at(span, "这里", "here")
        .help("用“之一”列出可选的值", "list the values with `one of`")
}

pub fn bad_step(word: &Name) -> Diagnostic {
    Diagnostic::error("T010", "精度要写成大于 0 的数，用于有数的字段", "a step is a number above 0, for fields that hold numbers")
        .at(word.span, "这里", "here")
}

pub fn set_as_value(span: Span) -> Diagnostic {
    Diagnostic::error("T012", "这是一个集合，不是一个值", "this is a set, not a value")
        .at(span, "集合", "a set")
        .help("问成员用“属于”，数成员用“个数（…）”", "ask for members with `in`, count them with `count(…)`")
}

pub fn list_as_value(span: Span) -> Diagnostic {
    Diagnostic::error("T012", "这是许多行，不是一个值", "these are many rows, not one value")
        .at(span, "列表", "a list")
        .help("用合计、个数等：合计（….字段）", "use an aggregate: `sum(….field)`, `count(…)`")
}

pub fn field_of_list(field: &Name, list: Span) -> Diagnostic {
    let n = &field.text;
    Diagnostic::error(
        "T012",
        format!("列表有许多行，不清楚取哪一行的“{n}”"),
        format!("a list has many rows: it is not clear whose `{n}` is meant"),
    )
    .at(field.span, "这里用到", "used here")
    .at(list, "列表", "the list")
    .help("用合计等：合计（….字段）", "use an aggregate: `sum(….field)`")
}

pub fn all_rows_as_value(span: Span, record: &str, field: &str) -> Diagnostic {
    Diagnostic::error(
        "T012",
        format!("“{record}”有许多行，不清楚取哪一行的“{field}”"),
        format!("`{record}` has many rows: it is not clear whose `{field}` is meant"),
    )
    .at(span, "许多行", "many rows")
    .help(
        format!("写成：对 x 在 {record}，然后用 x.{field}；或用合计等"),
        format!("write `for x in {record}` and use `x.{field}`, or use an aggregate"),
    )
}

pub fn relation_as_value(span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error("T012", "这是整张表，不是一个值", "this is a whole table, not a value").at(span, "这里", "here").at(
        declared,
        "在这里声明",
        "declared here",
    )
}

pub fn row_as_value(span: Span, title: &str) -> Diagnostic {
    Diagnostic::error(
        "T012",
        format!("这是“{title}”的一整行，不是一个值"),
        format!("this is a whole row of `{title}`, not a value"),
    )
    .at(span, "一行", "a row")
    .help("写明字段：….字段", "name a field of it: `….field`")
}

pub fn not_a_set(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("T013", "这里要的是集合", "a set is wanted here")
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .help(
            "集合写成 {\"甲\", \"乙\"}，或用只有一项主键的表",
            "a set is written {\"a\", \"b\"}, or is a table with one key column",
        )
}

pub fn relation_is_no_set(span: Span, title: &str, policy: bool, declared: Span) -> Diagnostic {
    let (zh, en) = if policy {
        ("它的主键不是单独一项文本", "its key is not one text column")
    } else {
        ("它的行来自报送，事先不知道", "its rows are sent in and not known beforehand")
    };
    Diagnostic::error("T013", format!("“{title}”不能当集合用"), format!("`{title}` cannot be used as a set"))
        .at(span, zh, en)
        .at(declared, "在这里声明", "declared here")
        .help("写明是哪一列：表.列；查报送的行用“有的（…）”", "name a column: `table.column`; for rows sent in use `some(…)`")
}

pub fn lists_in_lists(span: Span) -> Diagnostic {
    Diagnostic::error("T012", "查的对象要一层一层写出来", "subjects in lists of lists are named level by level")
        .at(span, "列表里的列表", "a list within lists")
        .help("写成：对 甲 在 c.甲们，乙 在 甲.乙们", "write `for a in c.as, b in a.bs`")
}

pub fn rows_are_no_set(span: Span) -> Diagnostic {
    Diagnostic::error("T013", "报送的行不能当集合用", "rows that are sent in are no set")
        .at(span, "这里", "here")
        .help("写成：有的（x.字段 = … 对 x 在 …）", "write `some(x.field = … for x in …)`")
}

pub fn set_of_texts(span: Span) -> Diagnostic {
    Diagnostic::error("T013", "集合的成员要直接写成文本", "members of a set are texts, written out")
        .at(span, "这不是直接写出的文本", "this is not written out")
        .help("字段逐个比较：x 属于 {a, b}，或 a 等于 b", "compare fields one by one: `x in {a, b}`, or `a = b`")
}

/// A field between the braces of a text, in a set that is known before data.
pub fn field_in_set(span: Span) -> Diagnostic {
    Diagnostic::error("T013", "集合的成员要直接写成文本", "members of a set are texts, written out")
        .at(span, "花括号里是字段，各行不同", "a field stands between the braces: it differs from row to row")
        .help("字段逐个比较：x 属于 {a, b}，或 a 等于 b", "compare fields one by one: `x in {a, b}`, or `a = b`")
}

pub fn member_not_text(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("T013", "集合里是文本", "sets hold texts").at(
        span,
        format!("这是{}", found.zh),
        format!("this is {}", found.en),
    )
}

pub fn no_step(span: Span, title: &str, unit: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "T014",
        format!("不知道“{title}”精确到哪一位"),
        format!("it is not known to which digit `{title}` is given"),
    )
    .at(span, "四舍五入的误差由精度算出", "the slack of rounding comes from the step")
    .at(declared, "声明时没有写精度", "declared without a step")
    .help(format!("在类型后加上：精确到 0.01（{unit}）"), format!("add the step after its type: `to 0.01` ({unit})"))
}

pub fn rounding_only_sums(span: Span) -> Diagnostic {
    Diagnostic::error(
        "T014",
        "“四舍五入内”只能用于和、差与常数倍",
        "`within rounding` goes with sums, differences and constant multiples",
    )
    .at(span, "这里的误差事先算不出", "the slack of this is not known beforehand")
    .help("改用：约 … 误差 …", "use `about … within …` instead")
}

pub fn bad_number(span: Span) -> Diagnostic {
    Diagnostic::error("T015", "这个数读不懂", "this number cannot be read").at(span, "这里", "here")
}

pub fn no_such_day(span: Span) -> Diagnostic {
    Diagnostic::error("T015", "没有这一天", "there is no such day").at(span, "这里", "here")
}

pub fn given_not_constant(span: Span) -> Diagnostic {
    Diagnostic::error("T016", "测试里给定的值要直接写出来", "a test's values are written out").at(
        span,
        "这里要算",
        "this is computed",
    )
}

/// A test says of a field without `?` that it does not exist.
pub fn never_none(span: Span, title: &str, declared: Span) -> Diagnostic {
    Diagnostic::error("T016", format!("“{title}”不会是无"), format!("`{title}` is never none"))
        .at(span, "这里写成无", "none here")
        .at(declared, "声明里没有“?”", "declared without `?`")
        .help(
            "没有填的写“未知”，或不写；可以是无的字段，类型后加“?”",
            "for what was left blank write `unknown`, or nothing; a field that may be none has `?` after its type",
        )
}

pub fn margin_not_constant(span: Span) -> Diagnostic {
    Diagnostic::error("T016", "差额要直接写成数", "the margin is a number written out").at(span, "这里不是", "this is not")
}

pub fn envelope_value(name: &Name) -> Diagnostic {
    Diagnostic::error("T016", "地区写成文本，期间写成年份", "a region is a text, a period is a year").at(
        name.span,
        "这一项",
        "this one",
    )
}

pub fn not_money(name: &Name, unit: &Unit) -> Diagnostic {
    Diagnostic::error("T017", format!("“{}”不是金额的单位", unit.name), format!("`{}` is no unit of money", unit.name))
        .at(name.span, "这里", "here")
        .help("其他单位写成：数量 单位 …", "for other units write `quantity in …`")
}

pub fn kind_unit(name: &Name, unit: &Unit, kind: &str, of_kind: &Unit, declared: Span) -> Diagnostic {
    Diagnostic::error("T017", format!("“{kind}”不能用“{}”计", unit.name), format!("`{kind}` cannot be given in `{}`", unit.name))
        .at(name.span, "这里", "here")
        .at(declared, format!("口径按“{}”声明", of_kind.name), format!("the kind is declared in `{}`", of_kind.name))
}

pub fn kind_of_no_number(span: Span) -> Diagnostic {
    Diagnostic::error("T017", "口径只用来区分数", "kinds part numbers only").at(span, "这不是数", "this is no number")
}

pub fn list_in_table(span: Span) -> Diagnostic {
    Diagnostic::error("T017", "列表只能是记录的字段", "a list can only be a field of a record").at(span, "这里", "here")
}

pub fn key_mismatch(span: Span, found: &Bilingual, wanted: &Bilingual, title: &str, declared: Span) -> Diagnostic {
    Diagnostic::error("T018", format!("主键“{title}”要{}", wanted.zh), format!("the key `{title}` is {}", wanted.en))
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .at(declared, "主键字段", "the key field")
}

pub fn wrong_period(span: Span, found: &Bilingual, wanted: &Bilingual) -> Diagnostic {
    Diagnostic::error("T018", format!("这里要写{}", wanted.zh), format!("{} is wanted here", wanted.en)).at(
        span,
        format!("这是{}", found.zh),
        format!("this is {}", found.en),
    )
}

/// T018
pub fn not_to_date(span: Span, declared: Option<(&str, Span)>) -> Diagnostic {
    let out = Diagnostic::error("T018", "当期值只用于累计数", "an increment is taken of a to-date figure")
        .at(span, "这里", "here")
        .help("字段的类型后面写“累计”，才是累计数", "a field is to date when its type says `to date`");
    match declared {
        Some((title, at)) => out.at(at, format!("“{title}”不是累计数"), format!("`{title}` is not to date")),
        None => out,
    }
}

/// T018
pub fn beyond_a_year(span: Span) -> Diagnostic {
    Diagnostic::error("T018", "一个期间不跨年", "a period lies within one year").at(span, "这里跨了年", "this does not").help(
        "跨年的各月写成循环：2007-11 .. 2008-02 的 各月",
        "for months of several years write a loop: months of 2007-11 .. 2008-02",
    )
}

/// T021
pub fn stock_summed(span: Span, title: &str, declared: Span, sum: Span) -> Diagnostic {
    Diagnostic::error("T021", "期末数不能跨期相加", "figures at the end of several periods are not added up")
        .at(span, "每个期间的期末都把它再数一遍", "it would be counted again at the end of every period")
        .at(declared, format!("“{title}”是期末数"), format!("`{title}` is a figure at the end of a period"))
        .at(sum, "在这里跨了几个期间", "here it runs over several periods")
        .help(
            "在“当”里写明是哪一期，例如“当 x.年度 = 县.年度”；要看几期之间，用最大值、最小值或平均值",
            "say which period is meant, as in `when x.year = c.year`; across periods take max, min or avg",
        )
}

/// T021
pub fn to_date_summed(span: Span, title: &str, declared: Span, sum: Span) -> Diagnostic {
    Diagnostic::error("T021", "累计数不能跨期相加", "figures to date are not added up over periods")
        .at(span, "后一期的累计数已经含有前一期的", "each already holds those of the periods before it")
        .at(declared, format!("“{title}”是累计数"), format!("`{title}` is a figure to date"))
        .at(sum, "在这里跨了几个期间", "here it runs over several periods")
        .help(
            "各期的数写成“当期值（x.字段）”；或者在“当”里写明是哪一期",
            "take `increment(x.field)` for what each period adds; or say in `when` which period is meant",
        )
}

pub fn about_needs_numbers(span: Span) -> Diagnostic {
    Diagnostic::error("T019", "这里只能用数、日期或期间", "this goes with numbers, dates or periods").at(span, "这里", "here")
}

pub fn cannot_aggregate(name: &Name, span: Span, found: &Bilingual) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("T019", format!("“{n}”不能用于{}", found.zh), format!("`{n}` does not go with {}", found.en))
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .at(name.span, "函数", "the function")
}

pub fn arms_differ(span: Span, found: &Bilingual, first: Span, wanted: &Bilingual) -> Diagnostic {
    Diagnostic::error("T019", "各分支的值类型不同", "the branches have values of different types")
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .at(first, format!("这是{}", wanted.zh), format!("this is {}", wanted.en))
}
