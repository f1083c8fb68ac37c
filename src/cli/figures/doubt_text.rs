//! Suggestions of slips, for people.

use super::lines::words;
use crate::cli::words::say;
use crate::diag::Lang;
use crate::doubt::{Doubt, Slip, Suggestion};
use crate::finding::written;
use crate::report::place_words;
use crate::text::Sources;
use std::fmt::Write;

/// Lines named under one suggestion.
const NAMED: usize = 6;

pub fn page(found: &Doubt, sources: &Sources, lang: Lang) -> String {
    let mut out = String::new();
    if found.suggestions.is_empty() {
        let _ = writeln!(out, "{}", say(lang, "没有哪个数像是笔误。", "No figure stands out as a slip."));
    } else {
        let head = say(
            lang,
            "以下只是提示：像是笔误的数，最像的在前。是不是笔误要向填报单位核实，没有改动任何数。",
            "Suggestions only: figures that look like slips, the likeliest first. Whether they are, the sender must say; nothing was changed.",
        );
        let _ = writeln!(out, "{head}\n");
    }
    for (at, suggestion) in found.suggestions.iter().enumerate() {
        one(&mut out, at + 1, suggestion, found, sources, lang);
    }
    if found.looked_at < found.figures {
        let _ = match lang {
            Lang::Zh => {
                writeln!(out, "共 {} 个数，只看了 {} 个；用 --for 指定地区可以看其余的。", found.figures, found.looked_at)
            }
            Lang::En => writeln!(
                out,
                "Only {} of {} figures were looked at; --for REGION looks at others.",
                found.looked_at, found.figures
            ),
        };
    }
    out
}

fn one(out: &mut String, number: usize, s: &Suggestion, found: &Doubt, sources: &Sources, lang: Lang) {
    let _ = writeln!(out, "  {number}. {}  {}", kind(s.slip, lang), score(s, lang));
    for figure in &s.figures {
        let place = figure.note.span.and_then(|span| place_words(sources, span)).map(|p| format!("{p}  ")).unwrap_or_default();
        let row = if figure.row.is_empty() { String::new() } else { format!("{} · ", figure.row) };
        let meant = match &figure.to {
            Some(to) => format!("{}{}", say(lang, "，疑为 ", ", perhaps "), written(to, &figure.unit)),
            None => say(
                lang,
                "，与上期完全相同，同一行别的数都变了",
                ", the same as the period before, while the rest of the row changed",
            )
            .into(),
        };
        let _ = writeln!(out, "     {place}{row}{}  {}{meant}", figure.note.label, written(&figure.from, &figure.unit));
    }
    for (list, head) in
        [(&s.mends, say(lang, "不符变为符合：", "would hold: ")), (&s.breaks, say(lang, "变为不符：", "would break: "))]
    {
        for at in list.iter().take(NAMED) {
            let _ = writeln!(out, "     {head}{}", words(&found.before, &found.before.list[*at], lang));
        }
        let more = list.len().saturating_sub(NAMED);
        if more > 0 {
            let _ = match lang {
                Lang::Zh => writeln!(out, "     另有 {more} 条"),
                Lang::En => writeln!(out, "     {more} more"),
            };
        }
    }
    out.push('\n');
}

fn kind(slip: Slip, lang: Lang) -> String {
    let fixed = |zh: &'static str, en: &'static str| say(lang, zh, en).to_string();
    match slip {
        Slip::Scale(power) => {
            let times = match (power.abs(), lang) {
                (4, Lang::Zh) => "一万倍",
                (_, Lang::Zh) => "一亿倍",
                (4, Lang::En) => "ten thousand times",
                (_, Lang::En) => "a hundred million times",
            };
            match (power > 0, lang) {
                (true, Lang::Zh) => format!("多报了{times}（单位）"),
                (false, Lang::Zh) => format!("少报了{times}（单位）"),
                (true, Lang::En) => format!("{times} too much (the unit)"),
                (false, Lang::En) => format!("{times} too little (the unit)"),
            }
        }
        Slip::Percent => fixed("百分数与小数混淆", "a percentage for a fraction, or the other way round"),
        Slip::Swapped => fixed("两栏对调", "two fields in each other's place"),
        Slip::Transposed => fixed("相邻两个数字颠倒", "two digits in each other's place"),
        Slip::Doubled => fixed("多打了一个相同的数字", "a digit typed twice"),
        Slip::Dropped => fixed("漏了一个数字", "a digit left out"),
        Slip::Repeated => fixed("照抄了上期的数", "the figure of the period before once more"),
    }
}

fn score(s: &Suggestion, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("（提示，{} 分）", s.score),
        Lang::En => format!("(suggestion, score {})", s.score),
    }
}
