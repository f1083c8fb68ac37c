//! For which values of what is missing a comparison would hold, in words.

use crate::diag::Lang;
use crate::finding::Turning;
use crate::num::{Rat, abs, show_exact_or, signum};
use crate::report::prose::units::figure;
use crate::report::prose::words::{quoted, say, sign};

/// Digits of a coefficient that are shown.
const DIGITS: u32 = 6;

/// `转折点：“净额” ≥ 24万元 时成立，否则不成立`; several figures stand on both sides, so that no sign is read wrongly.
pub(crate) fn words(turning: &Turning, title: &str, lang: Lang) -> String {
    let (left, right) = sides(turning, title, lang);
    let op = sign(turning.op);
    match lang {
        Lang::Zh => format!("转折点：{left} {op} {right} 时成立，否则不成立"),
        Lang::En => format!("turning point: holds when {left} {op} {right}, else not"),
    }
}

fn sides(turning: &Turning, title: &str, lang: Lang) -> (String, String) {
    let named = |name: &str| {
        let bare = match name.split_once(&format!("{title} · ")) {
            Some(("", rest)) if !title.is_empty() => rest,
            _ => name,
        };
        quoted(bare, lang)
    };
    let shown = |c: &Rat, name: &str| {
        let size = abs(c);
        if size == Rat::ONE { named(name) } else { format!("{} × {}", show_exact_or(&size, DIGITS), named(name)) }
    };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (c, name) in &turning.terms {
        if signum(c) < 0 { right.push(shown(c, name)) } else { left.push(shown(c, name)) }
    }
    // A bound below zero moves to the other side.
    match signum(&turning.at) {
        -1 if !right.is_empty() => left.push(figure(&abs(&turning.at), &turning.unit, lang)),
        0 if !right.is_empty() => {}
        _ => right.push(figure(&turning.at, &turning.unit, lang)),
    }
    let plus = say(lang, " + ", " + ");
    (left.join(plus), right.join(plus))
}
