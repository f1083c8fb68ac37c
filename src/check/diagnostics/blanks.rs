//! What blanks mean.

use crate::ast::Blank;
use crate::diag::Diagnostic;
use crate::text::Span;

pub use crate::load::diagnostics::blanks::{nobody as blank_for_nobody, unfit as blank_unfit};

const WORDS: (&str, &str) = ("可以写：未知、无、0、否", "it may be: unknown, none, 0, no");

/// A word that says nothing about blanks.
pub fn unknown_blank(word: &str, place: Span) -> Diagnostic {
    Diagnostic::error("T030", format!("空白不能为“{word}”"), format!("a blank cannot mean `{word}`"))
        .at(place, "这里", "here")
        .note(WORDS.0, WORDS.1)
}

/// Of parameters and kinds.
pub fn blank_of_no_field(blank: &Blank) -> Diagnostic {
    Diagnostic::error("T030", "只有字段才有空白", "only fields have blanks").at(
        blank.span,
        "这里没有空白可言",
        "nothing is left blank here",
    )
}

/// `fixed` on what nobody reports.
pub fn fixed_of_no_field(place: Span) -> Diagnostic {
    Diagnostic::error("T030", "“不得变动”只用于字段", "only fields are `fixed`").at(
        place,
        "参数不是报送的数，整改建议不会动它",
        "nobody reports a parameter, and no remedy asks for another",
    )
}

/// `unknown` beside another word, or a word twice.
pub fn blank_words_clash(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error("T030", "空白的含义写得自相矛盾", "what a blank means is said twice")
        .at(second, "又一种含义", "another meaning")
        .at(first, "已经写明", "said before")
        .help(
            "一条记录可以同时写 0（数值）、否（是否）、无（带“?”的字段），各一次；未知单独写",
            "a record may say 0 (numbers), no (flags) and none (fields with `?`) together, each once; unknown stands alone",
        )
}
