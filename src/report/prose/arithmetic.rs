//! The computation behind a verdict, with real numbers and units: `59.9999万元 / 100万元 = 59.9999% < 60%，差 1元`.

use crate::ast::CmpOp;
use crate::diag::Lang;
use crate::finding::{Comparison, Detail, Name, NearView, Operand, ShareView, Verdict};
use crate::num::{Interval, abs, signum, to_i64};
use crate::report::prose::counted::{counted, members, place, sought, worst_lead};
use crate::report::prose::facts::{exactly_one, filling, matching, presence};
use crate::report::prose::mean;
use crate::report::prose::stages;
use crate::report::prose::truth::{Truth, truth};
use crate::report::prose::units::{called, figure, figure_near, interval, margin, margin_interval, unsettled};
use crate::report::prose::values;
use crate::report::prose::words::{bracketed, say, sign};
use crate::ty::{Flavour, Unit, day_text};

/// One row of a computation; rows of parts and members are indented under theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) depth: usize,
    pub(crate) truth: Option<Truth>,
    pub(crate) text: String,
}

/// All rows of a computation: sums first, then the comparison they end in.
pub(crate) fn rows(detail: &Detail, verdict: Verdict, lang: Lang) -> Vec<Row> {
    let mut out = Vec::new();
    push_rows(detail, Some(of_verdict(verdict)), 0, "", lang, &mut out);
    for row in out.iter_mut().filter(|r| r.depth == 0) {
        row.truth = None;
    }
    out
}

/// The computation in one line; empty when there is nothing to compute.
pub(crate) fn one_line(detail: &Detail, verdict: Verdict, lang: Lang) -> String {
    line(detail, Some(of_verdict(verdict)), lang)
}

/// The same with the name of what is compared before it: `新创省名牌：2个 ≥ 2个`.
pub(crate) fn named_line(detail: &Detail, verdict: Verdict, lang: Lang) -> String {
    let line = one_line(detail, verdict, lang);
    match detail {
        Detail::Compare(c) => format!("{}{line}", named(c, lang)),
        Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::Parts { .. }
        | Detail::None => line,
    }
}

/// What holds, with its name: `新创省名牌：2个 ≥ 2个`, `“试点”为是`.
pub(crate) fn held_line(detail: &Detail, lang: Lang) -> String {
    match detail {
        Detail::Match { what, value, .. } => values::held(what, value, lang).unwrap_or_default(),
        Detail::Parts { parts, .. } => {
            let all: Vec<String> = parts.iter().map(|p| held_line(p, lang)).filter(|p| !p.is_empty()).collect();
            all.join(say(lang, "，", ", "))
        }
        Detail::Compare(_)
        | Detail::Presence { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::None => named_line(detail, Verdict::Met, lang),
    }
}

/// What the rule demands of the value at its bound, for the label in the rule file: `≥ 60%`.
pub(crate) fn demand(detail: &Detail, lang: Lang) -> Option<String> {
    let Detail::Compare(c) = detail else { return None };
    if let Some(near) = &c.near {
        let around = nearness(near, lang);
        return Some(match (inside(c), lang) {
            (true, _) => around,
            (false, Lang::Zh) => format!("在 {around} 之外"),
            (false, Lang::En) => format!("outside {around}"),
        });
    }
    if let Some(view) = &c.mean {
        return Some(mean::demand(view, c.op, lang));
    }
    let bound = match &c.share {
        Some(share) => share_bound(share, c, lang),
        None => bound(&Comparison { left: Operand { value: Interval::all(), ..c.left.clone() }, ..c.as_ref().clone() }, lang),
    };
    let op = c.share.as_ref().map_or(c.op, |s| s.op);
    Some(format!("{} {bound}", sign(op)))
}

fn of_verdict(verdict: Verdict) -> Truth {
    match verdict {
        Verdict::Violated => Truth::No,
        Verdict::Met => Truth::Yes,
        Verdict::Undetermined | Verdict::Exempt | Verdict::NotApplicable => Truth::Open,
    }
}

/// `known` is set for a whole line, whose verdict may rest on more than the intervals shown (equal fields merged, cases judged).
fn push_rows(detail: &Detail, known: Option<Truth>, depth: usize, lead: &str, lang: Lang, out: &mut Vec<Row>) {
    let truth = known.or_else(|| truth(detail));
    let mut push = |depth, truth, text: String| out.push(Row { depth, truth, text });
    match detail {
        Detail::None => {}
        Detail::Compare(c) => {
            sums(c, lang).into_iter().for_each(|s| push(depth, None, s));
            let name = if depth > 0 && lead.is_empty() { named(c, lang) } else { String::new() };
            push(depth, truth, format!("{lead}{name}{}", comparison(c, truth, lang)));
        }
        Detail::Presence { .. } | Detail::Match { .. } | Detail::ExactlyOne { .. } => {
            push(depth, truth, format!("{lead}{}", line(detail, truth, lang)))
        }
        Detail::Members { wanted_all, worst, .. } => {
            push(depth, truth, format!("{lead}{}", members(detail, lang)));
            match worst.as_deref() {
                Some((_, Detail::Match { what, wanted, .. })) if !wanted_all => {
                    out.push(Row { depth: depth + 1, truth: None, text: sought(what, wanted, lang) });
                }
                Some((name, inner)) => {
                    push_rows(inner, None, depth + 1, &worst_lead(*wanted_all, name, lang), lang, out);
                }
                None => {}
            }
        }
        Detail::Sets { .. } => push(depth, truth, format!("{lead}{}", stages::sets(detail, lang))),
        Detail::Stage(s) => {
            push(depth, truth, format!("{lead}{}", stages::standing(s, lang)));
            for gap in &s.gaps {
                push(depth + 1, None, stages::gap(gap, lang));
                for (words, inner) in stages::measured(gap) {
                    let lead = format!("{words}{}", say(lang, "：", ": "));
                    let (mut own, below) = (Vec::new(), if matches!(inner, Detail::Compare(_)) { &lead } else { "" });
                    push_rows(inner, None, depth + 2, below, lang, &mut own);
                    own.into_iter().for_each(|r| push(r.depth, r.truth, r.text));
                }
            }
        }
        Detail::Parts { all, parts } => {
            let head = match all {
                true => say(lang, "须同时满足：", "all of these must hold:"),
                false => say(lang, "须满足其中之一：", "one of these must hold:"),
            };
            push(depth, truth, format!("{lead}{head}"));
            parts.iter().for_each(|p| push_rows(p, of_part(*all, truth), depth + 1, "", lang, out));
        }
    }
}

fn line(detail: &Detail, known: Option<Truth>, lang: Lang) -> String {
    match detail {
        Detail::None => String::new(),
        Detail::Compare(c) => comparison(c, known.or_else(|| truth(detail)), lang),
        Detail::Presence { what, filled: false, found, wanted, .. } => presence(what, *found, *wanted, lang),
        Detail::Presence { what, filled: true, found, wanted, .. } => filling(what, *found, *wanted, lang),
        Detail::Match { what, value, wanted, .. } => {
            matching((what, value, wanted), known.or_else(|| truth(detail)) == Some(Truth::Yes), lang)
        }
        Detail::ExactlyOne { fields, filled } => exactly_one(fields, *filled, lang),
        Detail::Members { wanted_all, worst, .. } => {
            let mut text = members(detail, lang);
            match worst.as_deref() {
                Some((_, Detail::Match { what, wanted, .. })) if !wanted_all => {
                    text = format!("{text}{}{}", say(lang, "；", "; "), sought(what, wanted, lang));
                }
                Some((name, inner)) => {
                    text += say(lang, "；", "; ");
                    text += &worst_lead(*wanted_all, name, lang);
                    text += &line(inner, None, lang);
                }
                None => {}
            }
            text
        }
        Detail::Sets { .. } => stages::sets(detail, lang),
        Detail::Stage(s) => stages::line(s, lang),
        Detail::Parts { all, parts } => one_line_of_parts(*all, parts, known, lang),
    }
}

/// What a part is known to be where all of them together are: of parts that must all hold, and do, each holds.
fn of_part(all: bool, whole: Option<Truth>) -> Option<Truth> {
    whole.filter(|truth| all && *truth == Truth::Yes)
}

fn one_line_of_parts(all: bool, parts: &[Detail], known: Option<Truth>, lang: Lang) -> String {
    let list = told_parts(all, parts, known, lang);
    match (all, lang) {
        (true, _) => list.join(say(lang, "；", "; ")),
        (false, Lang::Zh) => format!("以下须有一项满足：{}", list.join("；或 ")),
        (false, Lang::En) => format!("one of these must hold: {}", list.join("; or ")),
    }
}

fn told_parts(all: bool, parts: &[Detail], known: Option<Truth>, lang: Lang) -> Vec<String> {
    let known = of_part(all, known);
    // Of parts that must all hold, those that hold already say nothing.
    let mut telling: Vec<&Detail> = parts.iter().filter(|p| !(all && truth(p) == Some(Truth::Yes))).collect();
    // Where all hold, their figures are what there is to see.
    if telling.is_empty() || known.is_some() {
        telling = parts.iter().collect();
    }
    let of = |p: &&Detail| match p {
        Detail::Compare(c) => format!("{}{}", named(c, lang), line(p, known, lang)),
        // One of several ways, of which all is needed.
        Detail::Parts { all: true, parts } if !all => {
            let list = told_parts(true, parts, None, lang).join(say(lang, "，且 ", " and "));
            format!("{}{list}{}", say(lang, "（", "("), say(lang, "）", ")"))
        }
        Detail::Presence { .. }
        | Detail::Match { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Members { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::Parts { .. }
        | Detail::None => line(p, known, lang),
    };
    telling.iter().map(of).filter(|t| !t.is_empty()).collect()
}

/// Among several comparisons each says what it is about: `c.labs：`.
fn named(c: &Comparison, lang: Lang) -> String {
    let this = match (&c.near, &c.share) {
        (Some(near), _) => &near.value,
        // Told from the part, also where the bound stands first.
        (None, Some(share)) if share.op != c.op => &share.part,
        (None, _) => &c.left,
    };
    let name = called(this, lang);
    if name.is_empty() { name } else { format!("{name}{}", say(lang, "：", ": ")) }
}

/// `left < right，差 …`; an undetermined one says what is demanded: `left，要求 ≥ right`.
fn comparison(c: &Comparison, truth: Option<Truth>, lang: Lang) -> String {
    if let Some(near) = &c.near {
        return near_text(near, c, truth.unwrap_or(Truth::Open), lang);
    }
    if let Some(view) = &c.mean {
        return mean::comparison(view, c, truth.unwrap_or(Truth::Open), lang);
    }
    let (left, right, op) = match &c.share {
        Some(share) => (quotient(share, c, lang), share_bound(share, c, lang), share.op),
        None => (side(&c.left, &c.right, true, lang), bound(c, lang), c.op),
    };
    // Seen from the part, `60% of total <= clusters` is `clusters / total >= 60%`: the margin turns with the operator.
    let seen = if op == c.op { c.margin.clone() } else { c.margin.neg() };
    match truth.unwrap_or(Truth::Open) {
        Truth::Yes => format!("{left} {} {right}", sign(op)),
        Truth::No => {
            // Quotients of counts are shown as shares.
            let bare = c.share.is_some() && c.margin_unit.name.is_empty() && c.margin_unit.ty.flavour == Flavour::Ratio;
            let by = if bare { missed_by(op, &seen, &share_unit(c), lang) } else { missed_by(op, &seen, &c.margin_unit, lang) };
            let by = by.map_or(String::new(), |t| format!("{}{t}", say(lang, "，", ", ")));
            format!("{left} {} {right}{by}", sign(op.negated()))
        }
        Truth::Open => format!("{left}{} {} {right}", say(lang, "，要求", "; must be"), sign(op)),
    }
}

/// Whether a value is to be near another, and not away from it.
fn inside(c: &Comparison) -> bool {
    matches!(c.op, CmpOp::Le | CmpOp::Lt)
}

/// `60万元 ± 5万元`
fn nearness(near: &NearView, lang: Lang) -> String {
    let target = match near.target.value.as_exact() {
        Some(v) => figure(v, &near.target.unit, lang),
        None => unsettled(&called(&near.target, lang), &near.target.value, &near.target.unit, lang),
    };
    match near.tolerance.value.as_exact() {
        Some(t) => format!("{target} ± {}", margin(t, &near.tolerance.unit, lang)),
        // How much 2% of it is, is not known; that it is 2% is written.
        None if matches!(near.tolerance.name, Some(Name::Share { .. })) => {
            format!("{target} ± {}", called(&near.tolerance, lang))
        }
        None => format!("{target}{}", say(lang, " 左右（误差待定）", " or so (tolerance open)")),
    }
}

/// `61万元，在 60万元 ± 5万元 之内`; one that fails says by how much it is off, and how much of that the tolerance does not cover.
fn near_text(near: &NearView, c: &Comparison, truth: Truth, lang: Lang) -> String {
    let (value, around) = (side(&near.value, &near.target, true, lang), nearness(near, lang));
    let apart = near.value.value.add(&near.target.value.neg());
    let words = match (truth, inside(c), lang) {
        (Truth::Yes, true, Lang::Zh) => format!("{value}，在 {around} 之内"),
        (Truth::Yes, true, Lang::En) => format!("{value}, within {around}"),
        (Truth::No, true, Lang::Zh) | (Truth::Yes, false, Lang::Zh) => format!("{value}，不在 {around} 之内"),
        (Truth::No, true, Lang::En) | (Truth::Yes, false, Lang::En) => format!("{value}, not within {around}"),
        (Truth::No, false, Lang::Zh) => format!("{value}，在 {around} 之内，要求在此之外"),
        (Truth::No, false, Lang::En) => format!("{value}, within {around}; must be outside of it"),
        (Truth::Open, true, Lang::Zh) => format!("{value}，要求在 {around} 之内"),
        (Truth::Open, true, Lang::En) => format!("{value}; must be within {around}"),
        (Truth::Open, false, Lang::Zh) => format!("{value}，要求在 {around} 之外"),
        (Truth::Open, false, Lang::En) => format!("{value}; must be outside {around}"),
    };
    let unit = &near.value.unit;
    let by = match (truth, off_by(&apart, unit, lang), c.margin.as_exact()) {
        (Truth::No, Some(off), Some(over)) if inside(c) => {
            let over = margin(over, unit, lang);
            match lang {
                Lang::Zh => format!("，{off}，超出误差 {over}"),
                Lang::En => format!(", {off}, {over} beyond the tolerance"),
            }
        }
        _ => String::new(),
    };
    words + &by
}

/// The right side: its value, or while it is not settled its name and what is known of it.
fn bound(c: &Comparison, lang: Lang) -> String {
    match c.right.value.as_exact() {
        Some(_) => side(&c.right, &c.left, false, lang),
        None => unsettled(&called(&c.right, lang), &c.right.value, &c.right.unit, lang),
    }
}

/// One side of a comparison beside the other; with its addends where there are some.
pub(crate) fn side(this: &Operand, other: &Operand, addends: bool, lang: Lang) -> String {
    if let Some(among) = &this.among {
        return place(&this.value, among, lang);
    }
    let value = match (this.value.as_exact(), other.value.as_exact()) {
        (Some(v), Some(bound)) => figure_near(v, bound, &this.unit, lang),
        _ => interval(&this.value, &this.unit, lang),
    };
    let day = this.day.as_ref().and_then(to_i64).and_then(day_text);
    let value = day.map_or(value.clone(), |day| format!("{value}{}", bracketed(&day, lang)));
    match addends_of(this, lang).filter(|_| addends) {
        Some(sum) => format!("{sum} = {value}"),
        // Which day it is nobody sees in the data.
        None if this.name == Some(Name::AsOfDay) => format!("{} {value}", called(this, lang)),
        None => value,
    }
}

/// `丝网 60亿元 + 汽车配件 30亿元 + …（另 3 项）`; `None` for an operand that is no sum.
pub(crate) fn addends_of(operand: &Operand, lang: Lang) -> Option<String> {
    if operand.terms.is_empty() {
        return None;
    }
    let mut list: Vec<String> = operand
        .terms
        .iter()
        .map(|t| {
            // A title that ends in a digit would run into its figure.
            let separated = if t.label.ends_with(|c: char| c.is_ascii_digit()) { say(lang, "：", ": ") } else { " " };
            let maybe = if t.maybe { say(lang, "（未必计入）", " (may not count)") } else { "" };
            format!("{}{separated}{}{maybe}", t.label, interval(&t.value, &operand.unit, lang)).trim_start().to_string()
        })
        .collect();
    if operand.more > 0 {
        list.push(match lang {
            Lang::Zh => format!("…（另 {} 项）", operand.more),
            Lang::En => format!("… ({} more)", operand.more),
        });
    }
    if operand.unsent {
        list.push(say(lang, "（可能还有的行）", "(rows there may be besides)").into());
    }
    Some(list.join(" + "))
}

/// Sums written out before the comparison that uses them.
fn sums(c: &Comparison, lang: Lang) -> Vec<String> {
    let operands: Vec<&Operand> = match (&c.share, &c.mean) {
        (Some(share), _) => vec![&share.part, &share.base],
        (None, Some(mean)) => vec![&mean.start, &c.left],
        (None, None) => vec![&c.right],
    };
    let of = |o: &&Operand| {
        let total = interval(&o.value, &o.unit, lang);
        addends_of(o, lang).map(|sum| format!("{}{}{sum} = {total}", called(o, lang), say(lang, "：", ": ")))
    };
    let mut out: Vec<String> = operands.iter().filter_map(of).collect();
    out.extend([&c.left, &c.right].into_iter().filter_map(|o| counted(o, lang)));
    out
}

/// `59.9999万元 / 100万元 = 59.9999%`
pub(crate) fn quotient(share: &ShareView, c: &Comparison, lang: Lang) -> String {
    let of = |o: &Operand| interval(&o.value, &o.unit, lang);
    let mut text = format!("{} / {}", of(&share.part), of(&share.base));
    if let Some(q) = &share.quotient {
        let unit = share_unit(c);
        let shown = match share.bound.as_exact() {
            Some(bound) => figure_near(q, bound, &unit, lang),
            None => figure(q, &unit, lang),
        };
        // A rounded quotient carries its own sign.
        text += &if shown.starts_with('≈') { format!(" {}", shown.replacen('≈', "≈ ", 1)) } else { format!(" = {shown}") };
    }
    text
}

fn share_bound(share: &ShareView, c: &Comparison, lang: Lang) -> String {
    let unit = share_unit(c);
    match (share.bound.as_exact(), &share.quotient) {
        (Some(bound), Some(q)) => figure_near(bound, q, &unit, lang),
        (Some(bound), None) => figure(bound, &unit, lang),
        (None, _) => {
            let name = share.bound_text.split_whitespace().collect::<Vec<_>>().join(" ");
            unsettled(&name, &share.bound, &unit, lang)
        }
    }
}

/// The unit of the quotient: that of the bound where the rule compares shares, else percent.
pub(crate) fn share_unit(c: &Comparison) -> Unit {
    let of = |u: &Unit| matches!(u.ty.flavour, Flavour::Share | Flavour::Ratio | Flavour::Growth) && !u.name.is_empty();
    [&c.right.unit, &c.left.unit].into_iter().find(|u| of(u)).cloned().unwrap_or_else(Unit::percent)
}

/// `差 1元`, `超出 20万元`, `至少差 10亿元`. `None` when the margin does not tell.
pub(crate) fn missed_by(op: CmpOp, margin_seen: &Interval, unit: &Unit, lang: Lang) -> Option<String> {
    // How far apart two spans of months are says nothing.
    unit.distance()?;
    let short = match op {
        CmpOp::Ge | CmpOp::Gt => true,
        CmpOp::Le | CmpOp::Lt => false,
        CmpOp::Eq => return off_by(margin_seen, unit, lang),
        CmpOp::Ne => return None,
    };
    let size = if short { margin_seen.neg() } else { margin_seen.clone() };
    let by = match (short, unit.is_time()) {
        (true, false) => say(lang, "差", "short by"),
        (false, false) => say(lang, "超出", "over by"),
        (true, true) => say(lang, "早了", "too early by"),
        (false, true) => say(lang, "晚了", "too late by"),
    };
    if let Some(v) = size.as_exact() {
        return Some(match (v.is_zero(), short) {
            (false, _) => format!("{by} {}", margin(v, unit, lang)),
            (true, true) => say(lang, "正好等于界限，而要求超过它", "exactly at the bound, which must be exceeded").into(),
            (true, false) => say(lang, "正好等于界限，而要求低于它", "exactly at the bound, and must be below it").into(),
        });
    }
    let least = size.lo.value().filter(|v| signum(v) > 0);
    match (least, size.hi.value()) {
        (Some(_), Some(_)) => Some(format!("{by} {}", margin_interval(&size, unit, lang))),
        (Some(v), None) if lang == Lang::Zh => Some(format!("至少{by} {}", margin(v, unit, lang))),
        (Some(v), None) => Some(format!("{by} at least {}", margin(v, unit, lang))),
        (None, Some(v)) if lang == Lang::Zh && signum(v) > 0 => Some(format!("至多{by} {}", margin(v, unit, lang))),
        (None, Some(v)) if signum(v) > 0 => Some(format!("{by} at most {}", margin(v, unit, lang))),
        _ => None,
    }
}

pub(crate) fn off_by(margin_seen: &Interval, unit: &Unit, lang: Lang) -> Option<String> {
    let exact = margin_seen.as_exact().map(abs);
    exact.map(|v| format!("{} {}", say(lang, "相差", "off by"), margin(&v, unit, lang)))
}
