//! Mistakes in calls of functions: their arguments, ranks, rounding, powers, mean growth.

use crate::ast::Name;
use crate::builtins::{self, Builtin};
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;

pub fn mean_growth_alone(span: Span) -> Diagnostic {
    Diagnostic::error("T020", "年均增长只能单独站在比较的一边", "mean yearly growth stands alone on one side of a comparison")
        .at(span, "它没有精确的值，只能与一个增速比较", "it has no exact value; it is compared with a rate")
        .help("写成“x 自 2005 至 2008 的 年均增长 不低于 25%”", "write `annual growth of x from 2005 to 2008 >= 25%`")
}

pub fn mean_growth_years(span: Span) -> Diagnostic {
    Diagnostic::error("T020", "期末年度要晚于起始年度", "the year it runs to must come after the year it runs from")
        .at(span, "这里", "here")
}

pub fn mean_growth_count(span: Span) -> Diagnostic {
    Diagnostic::error("T020", "年数要是一年以上的整年", "the number of years must be whole, one at least")
        .at(span, "这里", "here")
        .help("写成 3 或 3年；也可以是两个年度之差", "write `3` or `3年`; a difference of two years will do as well")
}

pub fn argument_count(name: &Name, wanted: usize, found: usize) -> Diagnostic {
    let n = &name.text;
    let signature = builtins::find(n).map(|b| b.signature).unwrap_or_default();
    Diagnostic::error(
        "T019",
        format!("“{n}”要 {wanted} 项，这里有 {found} 项"),
        format!("`{n}` takes {wanted}, here are {found}"),
    )
    .at(name.span, "这里", "here")
    .help(format!("写法：{signature}"), format!("it is written {signature}"))
}

pub fn define_arguments(span: Span, define: &Name, wanted: Option<&[Name]>, found: Option<usize>) -> Diagnostic {
    let n = &define.text;
    let list = |wanted: &[Name]| wanted.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(", ");
    let shown = wanted.map_or_else(|| n.clone(), |w| format!("{n}({})", list(w)));
    let (zh, en) = match (wanted, found) {
        (None, _) => (format!("“{n}”不带参数"), format!("`{n}` takes no arguments")),
        (Some(w), found) => {
            let (w, f) = (w.len(), found.unwrap_or(0));
            (format!("“{n}”要 {w} 项，这里有 {f} 项"), format!("`{n}` takes {w}, here are {f}"))
        }
    };
    Diagnostic::error("T019", zh, en)
        .at(span, "这里", "here")
        .at(define.span, "在这里定义", "defined here")
        .help(format!("写法：{shown}"), format!("it is written {shown}"))
}

pub fn not_an_aggregate(name: &Name) -> Diagnostic {
    let list = |of: fn(&Builtin) -> &'static str, by: &str| builtins::over_rows().map(of).collect::<Vec<_>>().join(by);
    let n = &name.text;
    Diagnostic::error("T019", format!("“{n}”不能对许多行计算"), format!("`{n}` does not work on rows"))
        .at(name.span, "这里", "here")
        .help(
            format!("对许多行用：{}", list(Builtin::name_zh, "、")),
            format!("for rows there are {}", list(|b| b.name_en, ", ")),
        )
}

pub fn round_digits(span: Span) -> Diagnostic {
    Diagnostic::error(
        "T019",
        "保留几位要直接写成 -12 到 12 的整数",
        "the digits to keep are a whole number from -12 to 12, written out",
    )
    .at(span, "这里", "here")
}

pub fn rank_among_nothing(name: &Name) -> Diagnostic {
    Diagnostic::error("T019", "要写明在哪些行中排名", "say among which rows").at(name.span, "这里", "here").help(
        "如：名次(x.销售收入 对 x 在 企业 当 x.年度 = 企.年度)",
        "such as `rank(x.sales for x in Firm when x.year = f.year)`",
    )
}

pub fn only_of_nothing(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error(
        "T019",
        format!("“{n}”取的是一张表中唯一合适的一行"),
        format!("`{n}` takes the one row of a table that fits"),
    )
    .at(name.span, "要写明哪张表、什么条件", "say of which table, and on what condition")
    .help(
        format!("如：{n}(r.税率 对 r 在 税率表 当 x.所得 > r.下限)"),
        format!("such as `{n}(r.rate for r in rates when x.income > r.floor)`"),
    )
}

pub fn no_row_to_rank(name: &Name, record: &str) -> Diagnostic {
    Diagnostic::error(
        "T019",
        format!("不清楚求“{record}”中哪一行的名次"),
        format!("it is not clear which row of `{record}` has this rank"),
    )
    .at(name.span, "手上没有这样的一行，或有两行", "no such row is in hand, or two are")
    .help(
        "在逗号后写明要排的数：名次(x.销售收入 对 x 在 企业, 甲.销售收入)",
        "name the figure after a comma: `rank(x.sales for x in Firm, a.sales)`",
    )
}

pub fn order_of_no_rank(span: Span, name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("T019", format!("“{n}”不分先后"), format!("`{n}` knows no order"))
        .at(span, "这里", "here")
        .help("由低到高、由高到低只用于名次和前几名", "`lowest first` and `highest first` go with `rank` and `first … of …`")
}

pub fn first_needs_count(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("T019", "前几名要写个数", "how many of the first is a number of rows").at(
        span,
        format!("这是{}", found.zh),
        format!("this is {}", found.en),
    )
}

pub fn ordered_by_no_number(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("T019", "只能按数、日期、期间排先后", "rows are put in order by numbers, days or periods").at(
        span,
        format!("这是{}", found.zh),
        format!("this is {}", found.en),
    )
}

/// `nearest`: the function takes digits as well.
pub fn rounding_step(span: Span, unit: &str, nearest: bool) -> Diagnostic {
    let unit = if unit.is_empty() { "个" } else { unit };
    let (zh, en) = if nearest { ("也可以写保留几位：2", "or say how many digits to keep: `2`") } else { ("", "") };
    let out = Diagnostic::error(
        "T019",
        "取整的单位要直接写成大于 0 的数，计量单位与被取整的数相同",
        "the step to round to is a number above 0, written out, in a unit of the figure",
    )
    .at(span, "这里", "here")
    .help(format!("如：100{unit}"), format!("such as `100{unit}`"));
    if nearest { out.help(zh, en) } else { out }
}

pub fn exponent_not_whole(span: Span) -> Diagnostic {
    Diagnostic::error("T019", "指数要是整数：根不是精确的数", "an exponent is a whole number: a root is not exact")
        .at(span, "这里", "here")
        .help("写成整数，或用个数类型的字段、参数", "write a whole number, or use a field or parameter of type `count`")
}

pub fn exponent_too_large(span: Span) -> Diagnostic {
    Diagnostic::error("T019", "指数只能在 -100 到 100 之间", "an exponent lies between -100 and 100").at(span, "这里", "here")
}

pub fn power_of_unit(span: Span, found: &Bilingual, exponent: Span) -> Diagnostic {
    Diagnostic::error(
        "T019",
        "指数要算出来，底数就不能带计量单位：结果的单位说不清",
        "where the exponent is worked out, the base has no unit: nobody could say in which unit the result is",
    )
    .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
    .at(exponent, "指数", "the exponent")
    .help("先除以同样单位的数，或把指数写成数字", "divide by a figure of that unit first, or write the exponent out")
}

pub fn quantile_share(span: Span, call: Span) -> Diagnostic {
    Diagnostic::error("T019", "分位要直接写成 0% 到 100% 的占比", "the share of a quantile is written out, from 0% to 100%")
        .at(span, "这里", "here")
        .at(call, "如：分位数（… 对 … 在 …，25%）", "as in `quantile(… for … in …, 25%)`")
}
