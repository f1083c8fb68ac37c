//! Figures with their units. A field's own unit is kept where it gives a short exact number; money changes to 元, 万元 or 亿元 where
//! that reads better, so that a margin of one yuan is `1元` and not `0.0001万元`.

use crate::diag::Lang;
use crate::finding::Operand;
use crate::num::{End, Interval, Rat, abs, int, ratio, show_exact_or, show_grouped, show_near};
use crate::report::prose::names;
use crate::report::prose::words::say;
use crate::ty::{Flavour, Unit, english_figure, english_noun, scaled};

/// A unit by itself, as it stands above a column of figures: `万元`, in English `10,000 yuan`; nothing for what is merely counted.
pub(crate) fn unit_name(unit: &Unit, lang: Lang) -> String {
    let (one, noun) = english_noun(unit);
    match lang {
        Lang::Zh => unit.name.clone(),
        Lang::En if one == unit.factor => noun,
        Lang::En => english_figure(&unit.factor, unit, |one| show_exact_or(&(&unit.factor / one), DIGITS)),
    }
}

/// Digits after the point that are shown exactly; beyond them a figure is rounded and marked with ≈.
const DIGITS: u32 = 6;

/// What a figure is for decides how readily it leaves its own unit: the price of a change, in characters saved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Value,
    Margin,
}

impl Use {
    fn price(self) -> usize {
        match self {
            Self::Value => 6,
            Self::Margin => 2,
        }
    }
}

/// A value with its unit: `59.9999万元`.
pub(crate) fn figure(value: &Rat, unit: &Unit, lang: Lang) -> String {
    if let Some(text) = unit.calendar_text(value) {
        return text;
    }
    if lang == Lang::En {
        return english_figure(value, unit, |one| show_exact_or(&(value / one), DIGITS));
    }
    let unit = choose(value, unit, Use::Value);
    attach(&show_exact_or(&(value / &unit.factor), DIGITS), &unit)
}

/// What is not settled, by its name and what is known of it: `“比例”（待定，0%—100%）`.
pub(crate) fn unsettled(name: &str, known: &Interval, unit: &Unit, lang: Lang) -> String {
    let range = interval(known, unit, lang);
    match (name.is_empty(), range == say(lang, "未知", "unknown"), lang) {
        (true, _, _) => range,
        (_, true, Lang::Zh) => format!("“{name}”（待定）"),
        (_, true, Lang::En) => format!("`{name}` (not settled)"),
        (_, false, Lang::Zh) => format!("“{name}”（待定，{range}）"),
        (_, false, Lang::En) => format!("`{name}` (not settled, {range})"),
    }
}

/// What an operand is called: in words where there are some, else as the author wrote it.
pub(crate) fn called(operand: &Operand, lang: Lang) -> String {
    match &operand.name {
        Some(name) => names::name(name, lang),
        None => operand.text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// A value beside the bound it missed: never rounded onto or past it.
pub(crate) fn figure_near(value: &Rat, bound: &Rat, unit: &Unit, lang: Lang) -> String {
    if let Some(text) = unit.calendar_text(value) {
        return text;
    }
    if lang == Lang::En {
        return english_figure(value, unit, |one| show_near(&(value / one), &(bound / one), DIGITS));
    }
    let unit = choose(value, unit, Use::Value);
    attach(&show_near(&(value / &unit.factor), &(bound / &unit.factor), DIGITS), &unit)
}

/// A difference, without its sign: `1元`. Differences of shares are points.
pub(crate) fn margin(value: &Rat, unit: &Unit, lang: Lang) -> String {
    let size = abs(value);
    if lang == Lang::En {
        return english_figure(&size, &difference_unit(unit), |one| show_exact_or(&(&size / one), DIGITS));
    }
    let unit = choose(&size, &difference_unit(unit), Use::Margin);
    attach(&show_exact_or(&(&size / &unit.factor), DIGITS), &unit)
}

/// Two figures in one unit, chosen for the second.
pub(crate) fn pair(from: &Rat, to: &Rat, unit: &Unit, lang: Lang) -> (String, String) {
    if unit.is_time() || lang == Lang::En {
        return (figure(from, unit, lang), figure(to, unit, lang));
    }
    let (a, b) = (choose(from, unit, Use::Value), choose(to, unit, Use::Value));
    let common = if a.name == b.name { a } else { unit.clone() };
    let show = |v: &Rat| attach(&show_exact_or(&(v / &common.factor), DIGITS), &common);
    (show(from), show(to))
}

/// What is known of a value, in words: `59.9999万元`, `至少 50亿元`, `50亿元—60亿元`, `未知`.
pub(crate) fn interval(known: &Interval, unit: &Unit, lang: Lang) -> String {
    // Every share that cannot exceed the whole is between these.
    if unit.ty.flavour == Flavour::Share && *known == Interval::closed(Rat::ZERO, Rat::ONE) {
        return say(lang, "未知", "unknown").to_string();
    }
    let show = |v: &Rat| figure(v, unit, lang);
    words_of(&within_years(within_calendar(known, unit), unit), show, lang)
}

/// A number of years without what says nothing of it: how far a year is from the ends of the calendar.
fn within_years(known: Interval, unit: &Unit) -> Interval {
    let outside = |end: &End| end.value().is_some_and(|v| abs(&(v / &unit.factor)) >= int(*YEARS.start()));
    if unit.calendar.is_some() || unit.name != "年" || known.as_exact().is_some() {
        return known;
    }
    let end = |end: End| if outside(&end) { End::Unbounded } else { end };
    Interval { lo: end(known.lo), hi: end(known.hi) }
}

/// Years in which days and periods can stand. A bound outside them is an end of the calendar, or as far from it as something was added: it says
/// nothing of the value.
const YEARS: std::ops::RangeInclusive<i64> = 1000..=9000;

/// What is known of a day or a period without the ends of the calendar.
pub(crate) fn within_calendar(known: &Interval, unit: &Unit) -> Interval {
    let year = |v: &Rat| {
        let text = unit.calendar_text(v)?;
        let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
        Some(sign * digits.split(['-', '/']).next()?.parse::<i64>().ok()?)
    };
    let outside = |end: &End| end.value().and_then(year).is_some_and(|y| !YEARS.contains(&y));
    let end = |end: &End| if outside(end) { End::Unbounded } else { end.clone() };
    if unit.calendar.is_none() || known.as_exact().is_some() {
        return known.clone();
    }
    Interval { lo: end(&known.lo), hi: end(&known.hi) }
}

/// The size of a margin that is an interval: `差` and `over by` are said by the caller.
pub(crate) fn margin_interval(known: &Interval, unit: &Unit, lang: Lang) -> String {
    words_of(known, |v| margin(v, unit, lang), lang)
}

fn words_of(known: &Interval, show: impl Fn(&Rat) -> String, lang: Lang) -> String {
    if let Some(v) = known.as_exact() {
        return show(v);
    }
    let at_least = |v: &Rat| format!("{} {}", say(lang, "至少", "at least"), show(v));
    let above = |v: &Rat| format!("{} {}", say(lang, "超过", "more than"), show(v));
    let at_most = |v: &Rat| format!("{} {}", say(lang, "至多", "at most"), show(v));
    let below = |v: &Rat| format!("{} {}", say(lang, "不到", "less than"), show(v));
    match (&known.lo, &known.hi) {
        (End::Unbounded, End::Unbounded) => say(lang, "未知", "unknown").to_string(),
        // An amount is never negative, so "at least 0" says nothing.
        (End::Closed(lo), End::Unbounded) if lo.is_zero() => say(lang, "未知", "unknown").to_string(),
        (End::Closed(lo), End::Unbounded) => at_least(lo),
        (End::Open(lo), End::Unbounded) => above(lo),
        (End::Unbounded, End::Closed(hi)) => at_most(hi),
        (End::Unbounded, End::Open(hi)) => below(hi),
        (End::Closed(lo), End::Closed(hi)) => format!("{}{}{}", show(lo), say(lang, "—", " to "), show(hi)),
        (lo, hi) => {
            let low = lo.value().map(|v| if lo.is_closed() { at_least(v) } else { above(v) });
            let high = hi.value().map(|v| if hi.is_closed() { at_most(v) } else { below(v) });
            let ends: Vec<String> = low.into_iter().chain(high).collect();
            ends.join(say(lang, "、", " and "))
        }
    }
}

/// A difference of two shares or rates of growth is counted in points.
pub(crate) fn difference_unit(unit: &Unit) -> Unit {
    match unit.ty.flavour {
        Flavour::Share | Flavour::Growth => {
            Unit { name: "个百分点".into(), ty: crate::ty::NumTy::plain(Flavour::Points), ..Unit::percent() }
        }
        Flavour::Number | Flavour::Count | Flavour::Points | Flavour::Ratio | Flavour::Amount => {
            unit.distance().unwrap_or_else(Unit::one)
        }
    }
}

/// Number and unit: a Chinese unit stands close, a Latin one after a blank.
fn attach(number: &str, unit: &Unit) -> String {
    let number = show_grouped(number);
    match unit.name.as_str() {
        "" => number,
        "points" | "百分点" => format!("{number}个百分点"),
        name if name.starts_with(|c: char| c.is_ascii_alphabetic()) => format!("{number} {name}"),
        name => format!("{number}{name}"),
    }
}

/// The unit in which a value reads best.
fn choose(value: &Rat, given: &Unit, purpose: Use) -> Unit {
    // Foreign money, other dimensions and units written in Latin letters stay as the author has them.
    if given.name.is_ascii() || value.is_zero() {
        return given.clone();
    }
    // Of 万元/人 the money alone changes.
    let (own, per) = match given.name.split_once('/') {
        Some((money, per)) => match scaled(money) {
            Some((n, known)) if known.base == "元" => (int(n) * known.factor(), format!("/{per}")),
            Some(_) | None => return given.clone(),
        },
        None if given.ty.is_money() => (given.factor.clone(), String::new()),
        None => return given.clone(),
    };
    let others = [("元", 1), ("万元", 10_000), ("亿元", 100_000_000)].map(|(name, factor)| Unit {
        name: format!("{name}{per}"),
        factor: &given.factor * int(factor) / &own,
        ..given.clone()
    });
    let mut best = (cost(value, given), given.clone());
    // A figure of nothing but zeros leaves its unit readily.
    let leave = if abs(&(value / &given.factor)) < ratio(1, 1_000) { Use::Margin } else { purpose };
    for unit in others.into_iter().filter(|u| u.name != given.name) {
        let price = cost(value, &unit) + leave.price();
        if price < best.0 {
            best = (price, unit);
        }
    }
    best.1
}

/// How long a number is to read: its characters, more where it is rounded or begins with zero.
fn cost(value: &Rat, unit: &Unit) -> usize {
    let number = value / &unit.factor;
    let text = show_exact_or(&number, DIGITS);
    let rounded = if text.starts_with('≈') { 8 } else { 0 };
    let small = match abs(&number) {
        size if size < ratio(1, 1_000) => 9,
        size if size < Rat::ONE => 3,
        _ => 0,
    };
    text.chars().count() + rounded + small
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ty::Units;

    fn unit(name: &str) -> Unit {
        Units::default().get(name).cloned().unwrap()
    }

    #[test]
    fn the_fields_unit_is_kept_while_it_reads_well() {
        let wan = unit("万元");
        assert_eq!(figure(&int(599_999), &wan, Lang::Zh), "59.9999万元");
        assert_eq!(figure(&int(1_200_000_000), &wan, Lang::Zh), "120,000万元", "as the clerk typed it");
        assert_eq!(figure(&int(3), &wan, Lang::Zh), "3元", "not 0.0003万元");
        assert_eq!(figure(&int(0), &wan, Lang::Zh), "0万元");
    }

    #[test]
    fn margins_choose_the_unit_that_reads_shortest() {
        let wan = unit("万元");
        assert_eq!(margin(&int(-1), &wan, Lang::Zh), "1元");
        assert_eq!(margin(&int(-200_000), &wan, Lang::Zh), "20万元");
        assert_eq!(margin(&int(3_000_000_000), &wan, Lang::Zh), "30亿元");
        assert_eq!(margin(&ratio(1, 3), &unit("亿元"), Lang::Zh), "≈0.3333元");
        assert_eq!(margin(&ratio(-5, 1000), &unit("%"), Lang::Zh), "0.5个百分点");
        assert_eq!(margin(&ratio(-5, 1000), &unit("‰"), Lang::En), "0.5 percentage points");
        assert_eq!(margin(&int(2), &unit("家"), Lang::En), "2");
        assert_eq!(margin(&int(110_000), &unit("kV"), Lang::En), "110 kV");
        assert_eq!(margin(&int(1), &unit("CNY"), Lang::En), "1 CNY");
        assert_eq!(margin(&int(200_000), &wan, Lang::En), "200,000 yuan");
    }

    #[test]
    fn what_is_known_is_said_in_words() {
        let yi = unit("亿元");
        let e8 = |n: i64| int(n * 100_000_000);
        let zh = |i: &Interval| interval(i, &yi, Lang::Zh);
        assert_eq!(zh(&Interval::exact(e8(50))), "50亿元");
        assert_eq!(zh(&Interval::at_least(e8(50))), "至少 50亿元");
        assert_eq!(zh(&Interval::at_most(e8(50))), "至多 50亿元");
        assert_eq!(zh(&Interval::non_negative()), "未知");
        assert_eq!(zh(&Interval::all()), "未知");
        assert_eq!(zh(&Interval::closed(e8(50), e8(60))), "50亿元—60亿元");
        let half_open = Interval { lo: End::Open(e8(50)), hi: End::Closed(e8(60)) };
        assert_eq!(zh(&half_open), "超过 50亿元、至多 60亿元");
        assert_eq!(interval(&half_open, &yi, Lang::En), "more than 5 billion yuan and at most 6 billion yuan");
    }

    #[test]
    fn a_miss_never_looks_like_the_bound() {
        let percent = Unit::percent();
        let value = ratio(3, 5) - ratio(1, 3_000_000_000);
        assert_eq!(figure_near(&value, &ratio(3, 5), &percent, Lang::Zh), "≈59.99999997%");
    }
}
