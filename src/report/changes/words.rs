//! Words for changes, and the changed figures behind one.

use crate::diag::Lang;
use crate::finding::{Change, Class, FigureSeen, Origin, Stand};
use crate::report::prose::words::{consequence, say, verdict};
use similar::{ChangeTag, TextDiff};

pub(super) fn class(class: Class, lang: Lang) -> &'static str {
    match class {
        Class::New => say(lang, "新增", "new"),
        Class::Worse => say(lang, "加重", "worse"),
        Class::NewlyOpen => say(lang, "新待定", "newly undetermined"),
        Class::Same => say(lang, "未变", "same"),
        Class::Better => say(lang, "减轻", "better"),
        Class::Fixed => say(lang, "已改正", "fixed"),
        Class::Gone => say(lang, "不再适用", "no longer applicable"),
    }
}

/// What brought it about, where that is not the data alone.
pub(super) fn origin(origin: Origin, lang: Lang) -> Option<&'static str> {
    match origin {
        Origin::Data => None,
        Origin::Rules => Some(say(lang, "因规则改动", "the rules changed")),
        Origin::Both => Some(say(lang, "规则和数据都有改动", "rules and data changed")),
    }
}

/// `违反：59.9999万元 / 100万元 = 59.9999% < 60%，差 1元`
pub(super) fn stood(stand: Option<&Stand>, change: &Change, lang: Lang) -> String {
    let Some(stand) = stand else {
        let gone = change.after.is_none();
        return match (gone, change.rule_gone) {
            (true, true) => say(lang, "规则已删除", "the rule is gone"),
            (true, false) => say(
                lang,
                "没有这一项了（对象已删除，或规则不再问它）",
                "it is not there any more (the subject is gone, or no longer asked)",
            ),
            (false, _) => say(lang, "没有这一项", "it was not there"),
        }
        .to_string();
    };
    let word = match stand.verdict {
        None => say(lang, "无法采用", "cannot be used"),
        Some(v) if stand.consequence == crate::finding::Consequence::Noted => verdict(v, lang),
        Some(_) => consequence(stand.consequence, lang),
    };
    let said = if stand.arithmetic.is_empty() { &stand.message } else { &stand.arithmetic };
    // The arithmetic of what fails tells its margin already.
    let margin = stand.margin.as_ref().filter(|_| stand.verdict == Some(crate::finding::Verdict::Met));
    let margin = margin.map_or(String::new(), |m| format!("{}{m}", say(lang, "，余 ", ", margin ")));
    if said.is_empty() { word.to_string() } else { format!("{word}{}{said}{margin}", say(lang, "：", ": ")) }
}

/// `产值：5万元`
fn figure(seen: &FigureSeen, lang: Lang) -> String {
    let value = match (&seen.value, seen.state.as_str()) {
        (Some(value), _) => value.as_str(),
        (None, "none") => say(lang, "无", "none"),
        (None, "blank") => say(lang, "未填", "blank"),
        (None, "absent") => say(lang, "没有这一栏", "no such column"),
        (None, "unusable_or_bounds") => say(lang, "无法采用", "cannot be used"),
        (None, other) => other,
    };
    format!("{}{}{value}", seen.label, say(lang, "：", ": "))
}

/// The figures that differ, in their order: what was (`-`) and what is (`+`).
pub(super) fn figures(change: &Change, lang: Lang) -> Vec<(char, String)> {
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return Vec::new() };
    let lines = |stand: &Stand| -> Vec<String> { stand.figures.iter().map(|f| figure(f, lang)).collect() };
    let (old, new) = (lines(before), lines(after));
    let (old, new): (Vec<&str>, Vec<&str>) = (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let diff = TextDiff::from_slices(&old, &new);
    let line = |change: similar::Change<&str>| match change.tag() {
        ChangeTag::Equal => None,
        ChangeTag::Delete => Some(('-', change.value().to_string())),
        ChangeTag::Insert => Some(('+', change.value().to_string())),
    };
    diff.iter_all_changes().filter_map(line).collect()
}

/// `a.csv:3:5`, `a.xlsx:产值表!C7`
pub(super) fn place(stand: &Stand) -> Option<String> {
    let spot = stand.place.as_ref()?;
    Some(match &spot.cell {
        Some(cell) => format!("{}:{cell}", spot.path),
        None => format!("{}:{}:{}", spot.path, spot.line, spot.column),
    })
}
