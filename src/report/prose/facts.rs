//! Texts, flags and what is filled in: what they are, and what was wanted.

use crate::diag::Lang;
use crate::finding::{Known, Wanted};
use crate::report::prose::values;
use crate::report::prose::words::{bracketed, enumeration, quoted, say};

pub(crate) fn presence(what: &str, found: Option<bool>, wanted: bool, lang: Lang) -> String {
    let what = quoted(what, lang);
    match (lang, found, wanted) {
        (Lang::Zh, Some(false), true) => format!("没有{what}，要求有"),
        (Lang::Zh, Some(true), false) => format!("有{what}，要求没有"),
        (Lang::Zh, Some(true), true) => format!("有{what}"),
        (Lang::Zh, Some(false), false) => format!("没有{what}"),
        (Lang::Zh, None, true) => format!("不知道有没有{what}，要求有"),
        (Lang::Zh, None, false) => format!("不知道有没有{what}，要求没有"),
        (Lang::En, Some(false), true) => format!("there is no {what}, and there must be one"),
        (Lang::En, Some(true), false) => format!("there is {what}, and there must be none"),
        (Lang::En, Some(true), true) => format!("there is {what}"),
        (Lang::En, Some(false), false) => format!("there is no {what}"),
        (Lang::En, None, true) => format!("not known whether there is {what}; there must be"),
        (Lang::En, None, false) => format!("not known whether there is {what}; there must be none"),
    }
}

/// The same asked of the form.
pub(crate) fn filling(what: &str, found: Option<bool>, wanted: bool, lang: Lang) -> String {
    let what = quoted(what, lang);
    let Some(found) = found else {
        let words = say(lang, "不知道填没填", "not known whether it is filled in");
        let wanted = match wanted {
            true => say(lang, "要求填", "it must be"),
            false => say(lang, "要求不填", "it must not be"),
        };
        return format!("{what}{}{words}{}{wanted}", say(lang, "", ": "), say(lang, "，", "; "));
    };
    let words = match (lang, found) {
        (Lang::Zh, true) => format!("{what}填了"),
        (Lang::Zh, false) => format!("{what}没有填"),
        (Lang::En, true) => format!("{what} is filled in"),
        (Lang::En, false) => format!("{what} is not filled in"),
    };
    match (found == wanted, wanted) {
        (true, _) => words,
        (false, true) => format!("{words}{}", say(lang, "，要求填", ", and must be")),
        (false, false) => format!("{words}{}", say(lang, "，要求不填", ", and must not be")),
    }
}

pub(crate) fn matching((what, value, wanted): (&str, &Known, &Wanted), holds: bool, lang: Lang) -> String {
    if let Some(is) = values::held(what, value, lang).filter(|_| holds && !what.is_empty()) {
        let itself = matches!(wanted, Wanted::Flag(_) | Wanted::Text { same: true, .. });
        let wanted = if itself { String::new() } else { bracketed(&values::wanted(wanted, lang), lang) };
        return format!("{is}{}{wanted}", say(lang, "，合乎要求", ", as required"));
    }
    let wanted = values::wanted(wanted, lang);
    let may = matches!(value, Known::Stages(all) | Known::Chosen(all) if all.len() > 1);
    let value = values::known(value, lang);
    // What has no name is called by what it is.
    if what.is_empty() {
        return match (value, may, lang) {
            (Some(value), false, Lang::Zh) => format!("{value}，要求为{wanted}"),
            (Some(value), true, Lang::Zh) => format!("可能为{value}，要求为{wanted}"),
            (None, _, Lang::Zh) => format!("未知，要求为{wanted}"),
            (Some(value), false, Lang::En) => format!("{value}; must be {wanted}"),
            (Some(value), true, Lang::En) => format!("may be {value}; must be {wanted}"),
            (None, _, Lang::En) => format!("unknown; must be {wanted}"),
        };
    }
    let what = quoted(what, lang);
    match (value, may, lang) {
        (Some(value), false, Lang::Zh) => format!("{what}为{value}，要求为{wanted}"),
        (Some(value), true, Lang::Zh) => format!("{what}可能为{value}，要求为{wanted}"),
        (None, _, Lang::Zh) => format!("{what}未知，要求为{wanted}"),
        (Some(value), false, Lang::En) => format!("{what} is {value}; must be {wanted}"),
        (Some(value), true, Lang::En) => format!("{what} may be {value}; must be {wanted}"),
        (None, _, Lang::En) => format!("{what} is unknown; must be {wanted}"),
    }
}

/// `“甲”、“乙”中填了 2 项，要求恰有一项填报`
pub(crate) fn exactly_one(fields: &[String], filled: usize, lang: Lang) -> String {
    let fields: Vec<String> = fields.iter().map(|f| quoted(f, lang)).collect();
    let fields = enumeration(&fields, lang);
    match lang {
        Lang::Zh => format!("{fields}中填了 {filled} 项，要求恰有一项填报"),
        Lang::En => format!("{filled} of {fields} filled in; must be exactly one"),
    }
}
