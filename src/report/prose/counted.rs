//! Who was counted, and how the members of `every` and `some` fare, in words.

use crate::diag::Lang;
use crate::finding::{Detail, Operand, Wanted};
use crate::num::Interval;
use crate::report::prose::units::interval;
use crate::report::prose::values;
use crate::report::prose::words::{quoted, say};
use crate::ty::Unit;

/// `计入：安平丝网、枣强皮毛`: the members of a count.
pub(crate) fn counted(operand: &Operand, lang: Lang) -> Option<String> {
    Some(format!("{}{}", say(lang, "计入：", "counted: "), names_counted(operand, lang)?))
}

/// The names alone.
/// A place and among how many it is: `第3名（共11名）`.
pub(crate) fn place(at: &Interval, among: &Interval, lang: Lang) -> String {
    let plain = |i: &Interval| interval(i, &Unit::one(), lang);
    match (at.as_exact().is_some(), lang) {
        (true, Lang::Zh) => format!("第{}名（共{}名）", plain(at), plain(among)),
        (false, Lang::Zh) => format!("名次{}（共{}名）", plain(at), plain(among)),
        (_, Lang::En) => format!("place {} of {}", plain(at), plain(among)),
    }
}

pub(crate) fn names_counted(operand: &Operand, lang: Lang) -> Option<String> {
    if operand.counted.is_empty() {
        return None;
    }
    let mut list = operand.counted.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(say(lang, "、", ", "));
    if operand.more_counted > 0 {
        list += &match lang {
            Lang::Zh => format!("……另有 {} 个", operand.more_counted),
            Lang::En => format!("… {} more", operand.more_counted),
        };
    }
    Some(list)
}

/// `共 12 个：9 个符合，2 个不符，1 个未知；要求每个都符合`
pub(crate) fn members(detail: &Detail, lang: Lang) -> String {
    let Detail::Members { wanted_all, passed, failed, unknown, without_base, more, .. } = detail else { return String::new() };
    let counts = [
        (*passed, say(lang, "个符合", "pass")),
        (*failed, say(lang, "个不符", "fail")),
        (*unknown, say(lang, "个未知", "unknown")),
        (*without_base, say(lang, "个没有基数", "without a base")),
    ];
    let list: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    let total = passed.saturating_add(*failed).saturating_add(*unknown).saturating_add(*without_base);
    let list =
        if list.is_empty() { String::new() } else { format!("{}{}", say(lang, "：", ": "), list.join(say(lang, "，", ", "))) };
    let wanted = match wanted_all {
        true => say(lang, "要求每个都符合", "every one must pass"),
        false => say(lang, "要求至少一个符合", "at least one must pass"),
    };
    match (lang, more, total) {
        (Lang::Zh, false, _) => format!("共 {total} 个{list}；{wanted}"),
        (Lang::En, false, _) => format!("{total} in all{list}; {wanted}"),
        (Lang::Zh, true, 0) => format!("有哪些还不知道；{wanted}"),
        (Lang::En, true, 0) => format!("which there are is not known; {wanted}"),
        (Lang::Zh, true, _) => format!("已知 {total} 个{list}，可能还有别的；{wanted}"),
        (Lang::En, true, _) => format!("{total} known{list}; there may be others; {wanted}"),
    }
}

/// A text that no member has: none of them is nearer to it than another.
pub(crate) fn sought(what: &str, wanted: &Wanted, lang: Lang) -> String {
    // A text that is worked out in the rule itself has no name.
    let what = if what.is_empty() { String::new() } else { quoted(what, lang) };
    let wanted = values::wanted(wanted, lang);
    match lang {
        Lang::En if what.is_empty() => format!("wanted among them: {wanted}"),
        Lang::Zh => format!("其中要有一个{what}为{wanted}"),
        Lang::En => format!("wanted among them: {what} {wanted}"),
    }
}

pub(crate) fn worst_lead(wanted_all: bool, name: &str, lang: Lang) -> String {
    match (wanted_all, lang) {
        (true, Lang::Zh) => format!("差得最多的是{}：", quoted(name, lang)),
        (false, Lang::Zh) => format!("最接近的是{}：", quoted(name, lang)),
        (true, Lang::En) => format!("worst is {}: ", quoted(name, lang)),
        (false, Lang::En) => format!("nearest is {}: ", quoted(name, lang)),
    }
}
