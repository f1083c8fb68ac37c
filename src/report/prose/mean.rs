//! Mean growth in words: `(15,000亿元 ÷ 10,000亿元)^(1/2) − 1 ≈ 22.47% < 25%，差 ≈ 2.53 个百分点；期末应达到 15,625亿元`.

use crate::ast::CmpOp;
use crate::diag::Lang;
use crate::finding::{Comparison, MeanView};
use crate::num::{Rat, abs, int, power, round_half_away, show_exact_or, signum, to_i64};
use crate::report::prose::truth::Truth;
use crate::report::prose::units::{called, figure, interval, unsettled};
use crate::report::prose::words::{say, sign};

/// Digits after the point a growth is shown with, where two will not tell it from its bound.
const MOST: i32 = 30;

pub(crate) fn comparison(mean: &MeanView, c: &Comparison, truth: Truth, lang: Lang) -> String {
    let lead = root(mean, c, lang);
    let bound = rate(mean, lang);
    let growth = mean.growth(&c.left).map(|g| (shown(&g, mean, c), g));
    let lead = match &growth {
        Some((text, _)) => format!("{lead} {text}"),
        None => lead,
    };
    match truth {
        Truth::Yes => format!("{lead} {} {bound}", sign(c.op)),
        Truth::No => {
            let by = growth.and_then(|(_, g)| missed_by(&g, mean, c.op, lang));
            let by = by.map_or(String::new(), |t| format!("{}{t}", say(lang, "，", ", ")));
            format!("{lead} {} {bound}{by}{}", sign(c.op.negated()), needed(c, lang))
        }
        Truth::Open => format!("{lead}{} {} {bound}{}", say(lang, "，要求", "; must be"), sign(c.op), needed(c, lang)),
    }
}

/// `(15,000亿元 ÷ 10,000亿元)^(1/2) − 1 ≈ 22.47%`
pub(crate) fn reported(mean: &MeanView, c: &Comparison, lang: Lang) -> String {
    let lead = root(mean, c, lang);
    mean.growth(&c.left).map_or(lead.clone(), |g| format!("{lead} {}", shown(&g, mean, c)))
}

/// By how much the growth misses its rate.
pub(crate) fn gap(mean: &MeanView, c: &Comparison, lang: Lang) -> Option<String> {
    missed_by(&mean.growth(&c.left)?, mean, c.op, lang)
}

/// `≥ 25%`
pub(crate) fn demand(mean: &MeanView, op: CmpOp, lang: Lang) -> String {
    format!("{} {}", sign(op), rate(mean, lang))
}

/// `(end ÷ start)^(1/2) − 1`
fn root(mean: &MeanView, c: &Comparison, lang: Lang) -> String {
    let of = |o: &crate::finding::Operand| match o.value.as_exact() {
        Some(v) => figure(v, &o.unit, lang),
        None => {
            let known = interval(&o.value, &o.unit, lang);
            let name = called(o, lang);
            if known == say(lang, "未知", "unknown") { name } else { format!("{name} {known}") }
        }
    };
    let quotient = format!("{} ÷ {}", of(&c.left), of(&mean.start));
    match mean.years.as_exact().map(|n| show_exact_or(n, 6)) {
        Some(n) if n == "1" => format!("{quotient} − 1"),
        Some(n) => format!("({quotient})^(1/{n}) − 1"),
        None => format!("({quotient})^(1/n) − 1"),
    }
}

fn rate(mean: &MeanView, lang: Lang) -> String {
    match mean.rate.value.as_exact() {
        Some(v) => figure(v, &mean.rate.unit, lang),
        None => unsettled(&called(&mean.rate, lang), &mean.rate.value, &mean.rate.unit, lang),
    }
}

/// `= 25%`, or `≈ 22.47%` with as many digits as tell it from the rate.
fn shown(growth: &Rat, mean: &MeanView, c: &Comparison) -> String {
    let percent = growth * int(100);
    if is_exact(growth, mean, c) {
        return format!("= {}%", show_exact_or(&percent, 6));
    }
    let rounded = match mean.rate.value.as_exact() {
        Some(rate) => {
            let rate = rate * int(100);
            let digits = (2..MOST).step_by(2).find(|d| round_half_away(&percent, *d).cmp(&rate) == percent.cmp(&rate));
            round_half_away(&percent, digits.unwrap_or(MOST))
        }
        None => round_half_away(&percent, 2),
    };
    format!("≈ {}%", show_exact_or(&rounded, MOST.unsigned_abs()))
}

/// Whether the digits worked out are the growth itself.
fn is_exact(growth: &Rat, mean: &MeanView, c: &Comparison) -> bool {
    let years = mean.years.as_exact().and_then(to_i64).and_then(|n| u32::try_from(n).ok());
    match (c.left.value.as_exact(), mean.start.value.as_exact(), years) {
        (Some(end), Some(start), Some(n)) if !start.is_zero() => power(&(growth + Rat::ONE), n) == end / start,
        _ => false,
    }
}

/// `差 ≈ 2.53 个百分点`: for people to read.
fn missed_by(growth: &Rat, mean: &MeanView, op: CmpOp, lang: Lang) -> Option<String> {
    let points = abs(&((growth - mean.rate.value.as_exact()?) * int(100)));
    let exactly = |zh, en| Some(say(lang, zh, en).to_string());
    match (op, points.is_zero()) {
        (CmpOp::Gt, true) => return exactly("正好等于界限，而要求超过它", "exactly at the bound, which must be exceeded"),
        (CmpOp::Lt, true) => return exactly("正好等于界限，而要求低于它", "exactly at the bound, and must be below it"),
        (_, true) => return None,
        _ => {}
    }
    let digits = (2..MOST).step_by(2).find(|d| signum(&round_half_away(&points, *d)) > 0).unwrap_or(MOST);
    let size = round_half_away(&points, digits);
    let about = if size == points { "" } else { "≈ " };
    let size = show_exact_or(&size, MOST.unsigned_abs());
    let by = match op {
        CmpOp::Ge | CmpOp::Gt => say(lang, "差", "short by"),
        CmpOp::Le | CmpOp::Lt => say(lang, "超出", "over by"),
        CmpOp::Eq => say(lang, "相差", "off by"),
        CmpOp::Ne => return None,
    };
    Some(match lang {
        Lang::Zh => format!("{by} {about}{size} 个百分点"),
        Lang::En => format!("{by} {about}{size} percentage points"),
    })
}

/// `；期末应达到 15,625亿元`
fn needed(c: &Comparison, lang: Lang) -> String {
    let Some(wanted) = c.right.value.as_exact() else { return String::new() };
    let wanted = figure(wanted, &c.right.unit, lang);
    let words = match c.op {
        CmpOp::Ge => say(lang, "期末应达到", "the end must reach"),
        CmpOp::Gt => say(lang, "期末应超过", "the end must exceed"),
        CmpOp::Le => say(lang, "期末应不超过", "the end must not exceed"),
        CmpOp::Lt => say(lang, "期末应低于", "the end must stay below"),
        CmpOp::Eq => say(lang, "期末应为", "the end must be"),
        CmpOp::Ne => say(lang, "期末不应为", "the end must not be"),
    };
    format!("{}{words} {wanted}", say(lang, "；", "; "))
}
