//! Values, and what was wanted of them, in words.

use crate::ast::TextPart;
use crate::ast::Verdict;
use crate::diag::Lang;
use crate::finding::{About, Cause, CauseKind, Known, Name, Outcome, ParameterInfo, SetBy, Value, ValueFrom, Wanted, written};
use crate::report::prose::names;
use crate::report::prose::units::figure;
use crate::report::prose::words::{bracketed, enumeration, flag, list, quoted, say};
use crate::ty::day_text;

/// `是`, `2000亿元`, `集聚`
pub fn value(v: &Value, lang: Lang) -> String {
    match v {
        Value::Text(text) => text.clone(),
        Value::Flag(f) => flag(*f, lang).to_string(),
        Value::Amount(n, unit) if lang == Lang::Zh => written(n, unit),
        Value::Amount(n, unit) => figure(n, unit, lang),
    }
}

/// The pieces of an author's message.
pub fn message(pieces: &[Value], lang: Lang) -> String {
    pieces.iter().map(|piece| value(piece, lang)).collect()
}

/// What a fact came to, quoted where it is a text; `None` while it is not known.
pub(crate) fn known(k: &Known, lang: Lang) -> Option<String> {
    match k {
        Known::Nothing => None,
        Known::Value(v @ Value::Flag(_)) if lang == Lang::En => Some(value(v, lang)),
        Known::Value(v) => Some(quoted(&value(v, lang), lang)),
        Known::Stages(all) => Some(stages(all, lang)),
        Known::Chosen(all) => Some(one_of(all, say(lang, "无", "none"), lang)),
    }
}

/// What a fact is: `“试点”为“是”`; `None` while it is not known.
pub(crate) fn held(what: &str, value: &Known, lang: Lang) -> Option<String> {
    let value = known(value, lang)?;
    let what = quoted(what, lang);
    Some(match lang {
        Lang::Zh => format!("{what}为{value}"),
        Lang::En => format!("{what} is {value}"),
    })
}

/// `“集聚”或“集群”`
pub(crate) fn stages(all: &[Option<String>], lang: Lang) -> String {
    one_of(all, say(lang, "未入级", "no stage"), lang)
}

fn one_of(all: &[Option<String>], none: &str, lang: Lang) -> String {
    let one = |l: &Option<String>| l.as_ref().map_or_else(|| none.to_string(), |l| quoted(l, lang));
    all.iter().map(one).collect::<Vec<_>>().join(say(lang, "或", " or "))
}

/// `“某某”以外的`, `{甲、乙} 之一`
pub(crate) fn wanted(w: &Wanted, lang: Lang) -> String {
    let quote = |text: &Option<String>| quoted(text.as_deref().unwrap_or("?"), lang);
    match (w, lang) {
        (Wanted::Flag(flag), Lang::Zh) => quoted(&value(&Value::Flag(*flag), lang), lang),
        (Wanted::Flag(flag), Lang::En) => value(&Value::Flag(*flag), lang),
        (Wanted::Text { text: None, of, same: true }, Lang::Zh) => format!("与{}相同（未知）", other(of, lang)),
        (Wanted::Text { text: None, of, same: true }, Lang::En) => format!("the same as {}, which is not known", other(of, lang)),
        (Wanted::Text { text: None, of, same: false }, Lang::Zh) => format!("与{}不同的（未知）", other(of, lang)),
        (Wanted::Text { text: None, of, same: false }, Lang::En) => format!("other than {}, which is not known", other(of, lang)),
        (Wanted::Text { text, same: true, .. }, _) => quote(text),
        (Wanted::Text { text, same: false, .. }, Lang::Zh) => format!("{}以外的", quote(text)),
        (Wanted::Text { text, same: false, .. }, Lang::En) => format!("other than {}", quote(text)),
        (Wanted::Among { texts, more, inside }, _) => among(texts, *more, *inside, lang),
        (Wanted::Within { set, members, inside: true }, Lang::Zh) => format!("{}之一", within(set, members.as_deref(), lang)),
        (Wanted::Within { set, members, inside: true }, Lang::En) => format!("among {}", within(set, members.as_deref(), lang)),
        (Wanted::Within { set, members, inside: false }, Lang::Zh) => format!("{}以外的", within(set, members.as_deref(), lang)),
        (Wanted::Within { set, members, inside: false }, Lang::En) => {
            format!("none of {}", within(set, members.as_deref(), lang))
        }
        (Wanted::Like { shape, like: true }, Lang::Zh) => format!("形如 {shape}"),
        (Wanted::Like { shape, like: true }, Lang::En) => format!("like {shape}"),
        (Wanted::Like { shape, like: false }, Lang::Zh) => format!("不形如 {shape}"),
        (Wanted::Like { shape, like: false }, Lang::En) => format!("not like {shape}"),
        (Wanted::Number(true), _) => say(lang, "是数字", "a number").to_string(),
        (Wanted::Number(false), _) => say(lang, "不是数字", "no number").to_string(),
        (Wanted::Part { part, other, holds }, _) => part_wanted(*part, &quote(other), *holds, lang),
    }
}

/// What holds a text that is not known.
fn other(of: &str, lang: Lang) -> String {
    if of.is_empty() { say(lang, "另一项", "the other").to_string() } else { quoted(of, lang) }
}

/// A set that is data, with its members where they are known.
fn within(set: &Name, members: Option<&[String]>, lang: Lang) -> String {
    let name = quoted(&names::name(set, lang), lang);
    match members {
        None => name,
        Some([]) => format!("{name}{}", bracketed(say(lang, "一个也没有", "there are none"), lang)),
        Some(texts) => format!("{name}{}", bracketed(&enumeration(texts, lang), lang)),
    }
}

fn among(texts: &[String], more: usize, inside: bool, lang: Lang) -> String {
    let texts_shown = enumeration(texts, lang);
    let shown = match (more, lang) {
        (0, _) => texts_shown,
        (_, Lang::Zh) => format!("{texts_shown} 等 {} 项", texts.len().saturating_add(more)),
        (_, Lang::En) => format!("{texts_shown} and {more} more"),
    };
    match (inside, lang) {
        (true, Lang::Zh) => format!("{{{shown}}} 之一"),
        (true, Lang::En) => format!("one of {{{shown}}}"),
        (false, Lang::Zh) => format!("{{{shown}}} 以外的"),
        (false, Lang::En) => format!("none of {{{shown}}}"),
    }
}

/// `5%，6%（2008-01-01 起）`; `None` while it is open.
pub(crate) fn parameter(p: &ParameterInfo, lang: Lang) -> Option<String> {
    let one = |v: &ValueFrom| {
        let shown = value(&v.value, lang);
        match (v.from.and_then(day_text), lang) {
            (None, _) => shown,
            (Some(day), Lang::Zh) => format!("{shown}（{day} 起）"),
            (Some(day), Lang::En) => format!("{shown} (from {day})"),
        }
    };
    (!p.values.is_empty()).then(|| p.values.iter().map(one).collect::<Vec<_>>().join(say(lang, "，", ", ")))
}

/// What it may be, with what the author says of it.
pub(crate) fn alternatives(p: &ParameterInfo, lang: Lang) -> Vec<String> {
    let one = |(v, because): &(Value, Option<String>)| {
        format!("{}{}", value(v, lang), because.as_ref().map_or_else(String::new, |why| bracketed(why, lang)))
    };
    p.alternatives.iter().map(one).collect()
}

/// Who set a parameter.
pub fn set_by(by: &SetBy, lang: Lang) -> String {
    match by {
        SetBy::RuleFile => say(lang, "规则文件", "rule file").to_string(),
        SetBy::Named(words) => words.get(lang).to_string(),
    }
}

/// What is missing, by name: `“级别”`, `“口径”（产值 ✓；税收 ✗）`.
pub fn what(c: &Cause, lang: Lang) -> String {
    if c.kind == CauseKind::UnknownPeriod {
        return say(lang, "报告期", "the reporting period").to_string();
    }
    if c.kind == CauseKind::NoAsOf && c.what.is_empty() {
        return say(lang, "核查日期", "the as-of date").to_string();
    }
    match &c.about {
        About::Combinations { count, most, .. } => match lang {
            Lang::Zh => format!("{}（{count} 种组合，超过逐一核查的 {most} 种）", c.what),
            Lang::En => format!("{} ({count} combinations, more than the {most} that are tried)", c.what),
        },
        About::Parameter { .. } | About::Named => match outcomes(c, lang) {
            Some(all) => format!("{}{}", c.what, bracketed(&all, lang)),
            None => c.what.clone(),
        },
    }
}

/// What an open parameter comes to, value by value: `产值 ✓；税收 ✗`.
pub(crate) fn outcomes(c: &Cause, lang: Lang) -> Option<String> {
    let About::Parameter { outcomes, .. } = &c.about else { return None };
    let one = |o: &Outcome| format!("{} {}", value(&o.value, lang), signs(&o.verdicts));
    let all: Vec<String> = outcomes.iter().map(one).collect();
    (!all.is_empty()).then(|| list(&all, lang))
}

fn signs(verdicts: &[Option<Verdict>]) -> String {
    let sign = |v: &Option<Verdict>| match v {
        Some(Verdict::Met) => "✓",
        Some(Verdict::Violated) => "✗",
        Some(Verdict::Undetermined) => "?",
        Some(Verdict::Exempt | Verdict::NotApplicable) | None => "—",
    };
    verdicts.iter().map(sign).collect::<Vec<_>>().join("/")
}

/// Where in a text another is wanted.
fn part_wanted(part: TextPart, other: &str, holds: bool, lang: Lang) -> String {
    match (lang, part, holds) {
        (Lang::Zh, TextPart::Start, true) => format!("以{other}开头"),
        (Lang::Zh, TextPart::Start, false) => format!("不以{other}开头"),
        (Lang::Zh, TextPart::End, true) => format!("以{other}结尾"),
        (Lang::Zh, TextPart::End, false) => format!("不以{other}结尾"),
        (Lang::Zh, TextPart::Anywhere, true) => format!("包含{other}"),
        (Lang::Zh, TextPart::Anywhere, false) => format!("不包含{other}"),
        (Lang::Zh, TextPart::Shape, true) => format!("形如{other}"),
        (Lang::Zh, TextPart::Shape, false) => format!("不形如{other}"),
        (Lang::En, TextPart::Start, true) => format!("a text starting with {other}"),
        (Lang::En, TextPart::Start, false) => format!("a text not starting with {other}"),
        (Lang::En, TextPart::End, true) => format!("a text ending with {other}"),
        (Lang::En, TextPart::End, false) => format!("a text not ending with {other}"),
        (Lang::En, TextPart::Anywhere, true) => format!("a text with {other} in it"),
        (Lang::En, TextPart::Anywhere, false) => format!("a text without {other}"),
        (Lang::En, TextPart::Shape, true) => format!("like {other}"),
        (Lang::En, TextPart::Shape, false) => format!("not like {other}"),
    }
}
