//! T: what cannot be compared or added because of its unit.

use crate::check::base::algebra::Clash;
use crate::check::base::operand::Operand;
use crate::diag::Diagnostic;
use crate::text::Span;

/// Both operands, and where their units were declared.
fn both(mut out: Diagnostic, left: &Operand, right: &Operand) -> Diagnostic {
    out = out.at(right.span, format!("这是{}", right.words.zh), format!("this is {}", right.words.en)).at(
        left.span,
        format!("这是{}", left.words.zh),
        format!("this is {}", left.words.en),
    );
    for operand in [left, right] {
        if let Some((span, title)) = &operand.declared
            && *span != operand.span
        {
            out = out.at(*span, format!("“{title}”在这里声明"), format!("`{title}` is declared here"));
        }
    }
    out
}

fn code(clash: &Clash, other: &'static str) -> &'static str {
    match clash {
        Clash::Units => other,
        Clash::Percent => "T004",
        Clash::Kinds(..) => "T005",
    }
}

fn explain(out: Diagnostic, clash: &Clash) -> Diagnostic {
    match clash {
        Clash::Units => out,
        Clash::Percent => out.note(
            "占比、百分点、增速是三样：从 30% 到 50% 是上升 20 个百分点",
            "shares, percentage points and growth are three things: from 30% to 50% is a rise of 20 points",
        ),
        Clash::Kinds(a, b) => {
            out.note(format!("“{a}”与“{b}”声明为不同口径"), format!("`{a}` and `{b}` are declared as different kinds")).help(
                "不同口径只能求比：a 占 b 的比重，或 60% of a",
                "different kinds only meet in shares: `a as share of b`, `60% of a`",
            )
        }
    }
}

/// `money` is what an amount of money beside it would be written as: `60万元` for a literal `60万个`.
pub fn count_beside_money(left: &Operand, right: &Operand, money: &str) -> Diagnostic {
    cannot_compare(left, right, &Clash::Units).help(format!("是否想写 {money}？"), format!("did you mean {money}?"))
}

pub fn cannot_compare(left: &Operand, right: &Operand, clash: &Clash) -> Diagnostic {
    let out = Diagnostic::error(
        code(clash, "T001"),
        format!("{}不能与{}比较", left.words.zh, right.words.zh),
        format!("{} cannot be compared with {}", left.words.en, right.words.en),
    );
    let out = explain(both(out, left, right), clash);
    if *clash == Clash::Units && left.share != right.share {
        return out.help("百分比要说明是谁的百分之几：… 的 60%", "say what the percentage is of: `60% of …`");
    }
    out
}

pub fn unlike(left: &Operand, right: &Operand) -> Diagnostic {
    cannot_compare(left, right, &Clash::Units)
}

pub fn cannot_add(left: &Operand, right: &Operand, clash: &Clash, minus: bool) -> Diagnostic {
    let (zh, en) = if minus { ("相减", "subtracted from each other") } else { ("相加", "added") };
    let out = Diagnostic::error(
        code(clash, "T002"),
        format!("{}与{}不能{zh}", left.words.zh, right.words.zh),
        format!("{} and {} cannot be {en}", left.words.en, right.words.en),
    );
    explain(both(out, left, right), clash)
}

/// `a + b` of texts, as other languages put them together.
pub fn texts_added(told: Diagnostic) -> Diagnostic {
    told.help(
        "拼接文本把字段写在花括号里：\"{x.县}{x.名称}\"；数字以文本报来的，把字段声明为个数或数",
        "texts are put together with fields between braces: `\"{x.county}{x.name}\"`; what is a number is declared as one",
    )
}

/// `meant` are the ways to write it that may be meant.
pub fn bare_number(span: Span, meant: &[String], other: &Operand) -> Diagnostic {
    let out = Diagnostic::error("T003", "这个数没有单位", "this number has no unit").at(span, "不带单位", "no unit").at(
        other.span,
        format!("这是{}", other.words.zh),
        format!("this is {}", other.words.en),
    );
    let out = match &other.declared {
        Some((place, title)) if *place != other.span => {
            out.at(*place, format!("“{title}”在这里声明"), format!("`{title}` is declared here"))
        }
        _ => out,
    };
    out.help(format!("是否想写 {}？", meant.join(" 或 ")), format!("did you mean {}?", meant.join(" or ")))
}

pub fn not_listed(span: Span, text: &str, list: &Operand, near: Option<&str>) -> Diagnostic {
    let text = text.trim_matches(['"', '“', '”']);
    let out = Diagnostic::error("T008", format!("“{text}”不在可选的值里"), format!("`{text}` is not one of the values")).at(
        span,
        "没有这个值",
        "no such value",
    );
    let out = match &list.declared {
        Some((place, title)) => {
            out.at(*place, format!("“{title}”是{}", list.words.zh), format!("`{title}` is {}", list.words.en))
        }
        None => out.at(list.span, format!("这是{}", list.words.zh), format!("this is {}", list.words.en)),
    };
    out.suggest(near)
}

pub fn no_order(left: &Operand, right: &Operand, op: Span) -> Diagnostic {
    Diagnostic::error("T009", "文本没有大小", "texts have no order")
        .at(op, "这里比大小", "an order is asked for here")
        .at(left.span, format!("这是{}", left.words.zh), format!("this is {}", left.words.en))
        .at(right.span, format!("这是{}", right.words.zh), format!("this is {}", right.words.en))
        .help("文本只能问相同或不同：=、≠、属于", "texts can only be equal or not: `=`, `!=`, `in`")
}

pub fn not_a_share(operand: &Operand) -> Diagnostic {
    let out = Diagnostic::error("T004", "这里要的是百分比", "a percentage is wanted here").at(
        operand.span,
        format!("这是{}", operand.words.zh),
        format!("this is {}", operand.words.en),
    );
    match &operand.declared {
        Some((place, title)) if *place != operand.span => {
            out.at(*place, format!("“{title}”在这里声明"), format!("`{title}` is declared here"))
        }
        _ => out,
    }
}

/// `5% 的 x`: the whole stands before the share in Chinese, behind it in English.
pub fn share_goes_behind(told: Diagnostic, [whole, share]: &[String; 2]) -> Diagnostic {
    told.help(
        format!("比例写在后面：{whole} 的 {share}"),
        format!("write `{share} of {whole}`, or in Chinese `{whole} 的 {share}`"),
    )
}

pub fn not_a_part(part: &Operand, base: &Operand) -> Diagnostic {
    let out = Diagnostic::error(
        "T011",
        format!("{}不能是{}的一部分", part.words.zh, base.words.zh),
        format!("{} cannot be a share of {}", part.words.en, base.words.en),
    );
    both(out, part, base).help("部分与整体要有同样的量纲", "a part and its whole need like units")
}

pub fn bad_tolerance(span: Span, found: &crate::diag::Bilingual, wanted: &crate::diag::Bilingual, value: &Operand) -> Diagnostic {
    Diagnostic::error("T019", format!("误差要写成{}", wanted.zh), format!("the tolerance must be {}", wanted.en))
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .at(value.span, format!("被比较的是{}", value.words.zh), format!("what is compared is {}", value.words.en))
}

/// Digits of a quotient are those of a number; people count those of a share in per cent.
pub fn digits_beside_share(span: Span, share: Span, written: &str) -> Diagnostic {
    Diagnostic::error(
        "T033",
        "两数之商按小数位取舍后，不能与占比直接比较、加减",
        "a quotient that is rounded to digits does not go with a share",
    )
    .at(span, "这里的位数是倍数的，不是百分数的", "its digits are those of a number, not of per cent")
    .at(share, "这是占比，位数按百分数计", "this is a share, of which digits are those of per cent")
    .note(
        "0.008 取两位小数是 0.01，即 1%，而 0.8% 取两位小数仍是 0.8%",
        "0.008 to two digits is 0.01, that is 1%, and 0.8% to two digits stays 0.8%",
    )
    .help(
        format!("把 {written} 中的商写成“… 占 … 的比重”（按百分数取位），或写明步长，如 0.01%"),
        format!("write the quotient in `{written}` as `… as share of …` (digits of per cent), or say the step, such as `0.01%`"),
    )
}
