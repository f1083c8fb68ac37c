//! G: values that may not exist, bases that may be negative.

use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;

pub fn unguarded(span: Span, title: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "G001",
        format!("“{title}”可能不存在，用它的值之前要先问有没有"),
        format!("`{title}` may not exist; ask before its value is used"),
    )
    .at(span, "这里用到它的值", "its value is used here")
    .at(declared, "声明时带“?”，可以没有", "declared with `?`: there may be none")
    .help("加上条件：当 … 有", "add a condition: `when … exists`")
}

pub fn negative_base(span: Span, declared: Option<Span>) -> Diagnostic {
    let out = Diagnostic::error("G002", "占比或增长的基数可能为负", "the base of a share or growth may be negative").at(
        span,
        "这个基数可能小于 0",
        "this base may be below 0",
    );
    let out = match declared {
        Some(span) => out.at(span, "声明时允许为负", "declared as possibly negative"),
        None => out,
    };
    out.note(
        "基数为负时，“占几成”没有意义，比较方向也会颠倒",
        "of a negative base a share means nothing, and the comparison turns round",
    )
    .help(
        "加上条件：当 … > 0；若小于 0 时按 0 算，把基数写成：最大(0, …)；比金额的写“… 不超过 … 的 25%”，基数可以为负",
        "add a condition: `when … > 0`; where what is below 0 is to count as 0, take `max(0, …)` as the base; an amount (`… at most 25% of …`) may be one of what is below 0",
    )
}

pub fn always_exists(span: Span, title: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "G003",
        format!("“{title}”不可能没有，问它有没有没有意义"),
        format!("`{title}` cannot be none, so asking whether it exists says nothing"),
    )
    .at(span, "这里问有没有", "asked here")
    .at(declared, "声明时不带“?”", "declared without `?`")
    .help(
        "若确实可以没有，在类型后加“?”；若要问填没填，用“填报 … 必填”",
        "if there may be none, put `?` after the type; to ask whether it was filled in, use `report … required`",
    )
}

pub fn row_always_exists(span: Span) -> Diagnostic {
    Diagnostic::error("G003", "正在查看的这一行总是有的", "the row in hand always exists")
        .at(span, "这里问有没有", "asked here")
        .help(
            "可以问某个“?”字段，或按主键查到的一行：表[主键] 有",
            "ask about a `?` field of it, or about a row looked up by key: `R[key] exists`",
        )
}

/// A choice of which an arm gives none.
pub fn unguarded_choice(span: Span) -> Diagnostic {
    Diagnostic::error(
        "G001",
        "这个“选择”可能取“无”，用它的值之前要先问有没有",
        "this `choose` may come to none; ask before its value is used",
    )
    .at(span, "有一支取“无”", "an arm gives `none`")
    .help("加上条件：当 … 有", "add a condition: `when … exists`")
}

/// A choice that gives nothing but none.
pub fn only_none(span: Span) -> Diagnostic {
    Diagnostic::error("T019", "“选择”的各支都取“无”", "every arm of the `choose` gives `none`").at(
        span,
        "没有一支取值",
        "no arm gives a value",
    )
}

pub fn exists_of_value(span: Span) -> Diagnostic {
    Diagnostic::error(
        "G003",
        "“有”只能问字段、按主键查到的一行，或可能取“无”的“选择”",
        "`exists` asks about a field, a row looked up by its key, or a `choose` that may give `none`",
    )
    .at(span, "这是算出来的值", "this is a computed value")
}

pub fn exists_of_rows(span: Span) -> Diagnostic {
    Diagnostic::error(
        "G003",
        "“有”只能问字段、按主键查到的一行，或可能取“无”的“选择”",
        "`exists` asks about a field, a row looked up by its key, or a `choose` that may give `none`",
    )
    .at(span, "这是多行", "these are many rows")
    .help("写成：个数（…）> 0", "write `count(…) > 0`")
}

/// The cases a `choose` may leave out, in words.
pub mod case {
    use crate::diag::Bilingual;

    pub fn text(t: &str) -> Bilingual {
        Bilingual::new(format!("“{t}”"), format!("`{t}`"))
    }

    pub fn none() -> Bilingual {
        Bilingual::new("没有", "none")
    }

    pub fn no_stage() -> Bilingual {
        Bilingual::new("未入级", "no stage")
    }

    pub fn yes() -> Bilingual {
        Bilingual::new("是", "yes")
    }

    pub fn no() -> Bilingual {
        Bilingual::new("否", "no")
    }

    pub fn below(bound: &str) -> Bilingual {
        Bilingual::new(format!("低于 {bound}"), format!("below {bound}"))
    }

    pub fn exactly(bound: &str) -> Bilingual {
        Bilingual::new(format!("等于 {bound}"), format!("exactly {bound}"))
    }

    pub fn between(low: &str, high: &str) -> Bilingual {
        Bilingual::new(format!("{low} 与 {high} 之间"), format!("between {low} and {high}"))
    }

    pub fn above(bound: &str) -> Bilingual {
        Bilingual::new(format!("高于 {bound}"), format!("above {bound}"))
    }
}

pub fn choose_gap(span: Span, what: &str, missing: &[Bilingual]) -> Diagnostic {
    let list = |f: fn(&Bilingual) -> &str, sep: &str| missing.iter().take(6).map(f).collect::<Vec<_>>().join(sep);
    let (zh, en) = (list(|b| &b.zh, "；"), list(|b| &b.en, "; "));
    Diagnostic::error("G004", "“选择”有漏下的情形", "`choose` leaves a gap")
        .at(span, format!("“{what}”{zh}时，哪一支都不取"), format!("no arm is taken where `{what}` is {en}"))
        .help("补上这些情形，或加一支：否则: …", "add these cases, or an arm `otherwise: …`")
}

/// A mistake in a definition, and the rules in which it was met.
pub fn met_in_rules(d: Diagnostic, rules: &[String]) -> Diagnostic {
    const SHOWN: usize = 5;
    let some = |sep: &str| rules.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(sep);
    let (zh, en) = match rules.len().saturating_sub(SHOWN) {
        0 => (String::new(), String::new()),
        more => (format!("等 {} 条", more + SHOWN), format!(" and {more} more")),
    };
    d.note(format!("用到它的规则：{}{zh}", some("、")), format!("met in the rules: {}{en}", some(", ")))
}
