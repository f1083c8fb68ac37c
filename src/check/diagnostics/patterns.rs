//! Mistakes in patterns of texts.

use crate::diag::{Bilingual, Diagnostic};
use crate::text::{Habit, PatternFault, Span};

pub fn pattern_not_literal(span: Span) -> Diagnostic {
    Diagnostic::error("R030", "“形如”后面要直接写出样子", "`like` is followed by a pattern, written out")
        .at(span, "这不是引号里的文本", "this is no text in quotes")
        .help("与另一个字段比开头，写“以 … 开头”", "to compare with the beginning of a field write `starts with`")
}

pub fn pattern_fault(span: Span, fault: PatternFault) -> Diagnostic {
    let (place, zh, en) = match fault {
        PatternFault::Open(at) => (at, "方括号没有配对的“]”", "this bracket has no `]`"),
        PatternFault::Empty(at) => (at, "方括号里没有字", "there is nothing in the brackets"),
        PatternFault::Count(at) => {
            (at, "次数从 1 到 100，小的在前：#<2..4>", "a sign stands 1 to 100 times, the smaller number first: `#<2..4>`")
        }
        PatternFault::Reversed(at) => (at, "“从-到”的次序反了", "this range runs backwards"),
    };
    let nth = place + 1;
    Diagnostic::error("R030", "样子写得不对", "this pattern cannot be read")
        .at(span, format!("第 {nth} 个字：{zh}"), format!("at character {nth}: {en}"))
        .help(
            "方括号里写可以是哪些字：[A-Z]、[!0-9]；方括号本身写成 [[]",
            "brackets list characters: `[A-Z]`, `[!0-9]`; a bracket itself is `[[]`",
        )
}

/// The signs of a pattern are those of office programs; a regular expression would be taken to the letter.
/// `nowhere` is the pattern of what must not stand in the text, where one class of characters was meant for all of it.
pub fn looks_regular(span: Span, habits: &[Habit], nowhere: Option<&str>) -> Diagnostic {
    let message = Diagnostic::warning(
        "W030",
        "像是正则表达式，这里会照字面理解",
        "this looks like a regular expression and is taken to the letter",
    );
    if let Some(nowhere) = nowhere {
        return message.at(span, "样子", "the pattern").help(
            format!("只许有这些字，写成：不形如 \"{nowhere}\"；有几位要紧时另写“长度(…) = n”"),
            format!(
                "for these characters only, write `not like \"{nowhere}\"`; where their number matters, `length(…) = n` beside it"
            ),
        );
    }
    let advice: Vec<Bilingual> = habits.iter().map(|habit| advice(*habit)).collect();
    let joined = |part: &dyn Fn(&Bilingual) -> String, by: &str| advice.iter().map(part).collect::<Vec<_>>().join(by);
    message.at(span, "样子", "the pattern").help(joined(&|b| b.zh.clone(), "；"), joined(&|b| b.en.clone(), "; "))
}

fn advice(habit: Habit) -> Bilingual {
    let (zh, en) = match habit {
        Habit::Repeated => ("次数写在尖括号里：[A-Z]<2>、#<2..4>", "how many stands in angle brackets: `[A-Z]<2>`, `#<2..4>`"),
        Habit::Anchored => (
            "样子总是指整个文本，不用“^”“$”；前后可有别的字就写“*”",
            "a pattern speaks of the whole text: leave out `^` and `$`, and write `*` where more may stand",
        ),
        Habit::Escaped => (
            "没有反斜线的写法：一个数字写“#”，一个字写“?”，本来的符号写在方括号里：[*]",
            "there are no backslashes: `#` is a digit, `?` any character, a sign itself stands in brackets, `[*]`",
        ),
        Habit::Dotted => ("任意多个字写“*”，一个字写“?”", "`*` is any number of characters, `?` is one"),
        Habit::Either => {
            ("几种样子用“或”连接：x 形如 \"…\" 或 x 形如 \"…\"", "join several patterns by `or`: `x like \"…\" or x like \"…\"`")
        }
        Habit::Plus => (
            "“一个以上”写明至多几个：[A-Z]<1..20>；任意多个字写“*”",
            "for `one or more` say how many at most, `[A-Z]<1..20>`; `*` is any number of characters",
        ),
        Habit::Percent => ("任意多个字写“*”，一个字写“?”", "`*` is any number of characters, `?` is one"),
        Habit::Caret => ("“不是这些字”写成 [!…]", "`none of these` is written `[!…]`"),
    };
    Bilingual::new(zh, en)
}

/// A brace that opens or closes nothing.
pub fn stray_brace(span: Span, brace: char) -> Diagnostic {
    Diagnostic::error("T031", format!("文本里单独有一个“{brace}”"), format!("a `{brace}` stands alone in this text"))
        .at(span, "花括号里写字段，如 {c.name}", "braces hold a field, such as `{c.name}`")
        .help("花括号本身写两个：{{ 和 }}", "for the brace itself write it twice: `{{` and `}}`")
}

/// What stands between braces is no name.
pub fn unknown_in_text(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("T031", format!("文本里的“{{{name}}}”没有所指"), format!("`{{{name}}}` in this text names nothing"))
        .at(span, "花括号里写字段，如 {c.name}", "braces hold a field, such as `{c.name}`")
        .note("花括号本身写两个：{{ 和 }}", "for the brace itself write it twice: `{{` and `}}`")
        .suggest(near)
}

/// A number, a day or a flag between braces.
pub fn join_needs_text(span: Span, name: &str, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("T031", format!("“{{{name}}}”不是文本"), format!("`{{{name}}}` is no text"))
        .at(span, format!("这是{}", found.zh), format!("this is {}", found.en))
        .note("只有文本才能接在文本里", "only texts are put into a text")
}
