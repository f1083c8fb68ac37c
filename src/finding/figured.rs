//! How far something misses, in one number, and what a finding rests on, in one text that is the same in every language: for what people
//! have said of a finding and what holds only as long as the figures are those.

use super::value::Value;
use super::{CellNote, Comparison, Detail, FigureSource, Finding, Operand, Side};
use crate::ast::CmpOp;
use crate::data::CellState;
use crate::digest::Algorithm;
use crate::num::{Decimal, Interval, Rat, abs, show_exact_or, signum};
use crate::text::fold_name;
use crate::ty::Unit;

/// The figure that a comparison is about, and by how much it misses; both exactly known.
#[derive(Clone, Debug, PartialEq)]
pub struct Figured {
    /// The share where people read one, else the left side, in base units.
    pub value: Rat,
    pub unit: Unit,
    /// Never below zero.
    pub gap: Rat,
    pub gap_unit: Unit,
    /// To which side it gets worse; `None` where it is to differ.
    pub worse: Option<Side>,
    /// The bound that was missed, from the side on which it was, in the words of the rule: `c.land >= 5万元`.
    pub bound: String,
    /// What the figure is held against, to the last digit: the bound, the base of a share.
    pub against: String,
    /// The bound is a number written in the rule.
    pub written: bool,
}

impl Finding {
    pub fn figured(&self) -> Option<Figured> {
        match &self.detail {
            Detail::Compare(c) => of_comparison(c),
            Detail::Presence { .. }
            | Detail::Match { .. }
            | Detail::ExactlyOne { .. }
            | Detail::Members { .. }
            | Detail::Sets { .. }
            | Detail::Stage(_)
            | Detail::Parts { .. }
            | Detail::None => None,
        }
    }

    /// The figure of a comparison with its unit, else all it rests on: its cells, and what of the others the arithmetic has come to. Empty where
    /// there is nothing.
    pub fn stated(&self) -> String {
        if let Some(figured) = self.figured() {
            return exactly(&figured.value, &figured.unit);
        }
        let mut parts: Vec<String> = self.cells.iter().map(cell).collect();
        rests_on(&self.detail, &mut parts);
        short_or_digest(parts.join("; "))
    }

    /// The cells alone.
    pub fn cells_stated(&self) -> String {
        short_or_digest(self.cells.iter().map(cell).collect::<Vec<_>>().join("; "))
    }
}

/// A text that people can read, or its digest where it is too long for that.
pub fn short_or_digest(text: String) -> String {
    const LONGEST: usize = 200;
    if text.chars().count() <= LONGEST { text } else { format!("sha256:{}", Algorithm::Sha256.hex(text.as_bytes())) }
}

/// A figure in its unit, to the last digit: a fraction where no decimal ends.
pub fn exactly(value: &Rat, unit: &Unit) -> String {
    let number = || {
        let shown = value / &unit.factor;
        let decimal = show_exact_or(&shown, 30);
        let text = if decimal.starts_with('≈') { shown.to_string() } else { decimal };
        format!("{text}{}", unit.name)
    };
    unit.calendar_text(value).unwrap_or_else(number)
}

/// A figure as far as it is known: `1万元..3万元`.
fn ends(value: &Interval, unit: &Unit) -> String {
    match value.as_exact() {
        Some(value) => exactly(value, unit),
        None => {
            let end = |end: Option<&Rat>| end.map_or_else(|| "?".to_string(), |value| exactly(value, unit));
            format!("{}..{}", end(value.lo.value()), end(value.hi.value()))
        }
    }
}

fn of_comparison(c: &Comparison) -> Option<Figured> {
    let of = |o: &Operand| ends(&o.value, &o.unit);
    if let Some(share) = &c.share
        && let (Some(quotient), Some(bound)) = (&share.quotient, share.bound.as_exact())
    {
        let (unit, distance) = (Unit::percent(), quotient - bound);
        let (sign, worse) = missed(share.op, &distance);
        return Some(Figured {
            value: quotient.clone(),
            gap: abs(&distance),
            gap_unit: unit.clone(),
            worse,
            bound: one_line(&format!("{} / {} {sign} {}", share.part.text, share.base.text, share.bound_text)),
            against: format!("{}; {}", exactly(bound, &unit), of(&share.base)),
            written: is_number(&share.bound_text),
            unit,
        });
    }
    let margin = c.margin.as_exact()?;
    let (gap, gap_unit) = (abs(margin), c.margin_unit.distance().unwrap_or_else(|| c.margin_unit.clone()));
    if let Some(near) = &c.near {
        let distance = near.value.value.as_exact()? - near.target.value.as_exact()?;
        let (sign, _) = missed(CmpOp::Eq, &distance);
        let written = [&near.target, &near.tolerance].iter().all(|o| o.source == FigureSource::Written);
        return Some(Figured {
            value: abs(&distance),
            unit: near.value.unit.clone(),
            gap,
            gap_unit,
            worse: Some(Side::Above),
            bound: one_line(&format!("{} {sign} {}", near.value.text, near.target.text)),
            against: format!("{}; {}", of(&near.target), of(&near.tolerance)),
            written,
        });
    }
    let (sign, worse) = missed(c.op, margin);
    let start = c.mean.as_ref().map(|mean| format!("; {}", of(&mean.start)));
    Some(Figured {
        value: c.left.value.as_exact()?.clone(),
        unit: c.left.unit.clone(),
        gap,
        gap_unit,
        worse,
        bound: one_line(&format!("{} {sign} {}", c.left.text, c.right.text)),
        against: format!("{}{}", of(&c.right), start.unwrap_or_default()),
        written: c.mean.is_none() && c.right.source == FigureSource::Written,
    })
}

/// What would have to hold on the side on which a figure lies, so far from its bound, and to which side it gets worse.
fn missed(op: CmpOp, distance: &Rat) -> (&'static str, Option<Side>) {
    match op {
        CmpOp::Ge => (">=", Some(Side::Below)),
        CmpOp::Gt => (">", Some(Side::Below)),
        CmpOp::Le => ("<=", Some(Side::Above)),
        CmpOp::Lt => ("<", Some(Side::Above)),
        CmpOp::Eq if signum(distance) < 0 => (">=", Some(Side::Below)),
        CmpOp::Eq => ("<=", Some(Side::Above)),
        CmpOp::Ne => ("!=", None),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `60%`, `0.5`: what a data file cannot change.
fn is_number(text: &str) -> bool {
    Decimal::parse(fold_name(text).trim_end_matches(['%', '‰'])).is_ok()
}

/// What the arithmetic has come to, beside the cells.
fn rests_on(detail: &Detail, out: &mut Vec<String>) {
    match detail {
        Detail::Compare(c) => {
            let mut sides = match (&c.share, &c.near) {
                (Some(share), _) => vec![&share.part, &share.base],
                (None, Some(near)) => vec![&near.value, &near.target, &near.tolerance],
                (None, None) => vec![&c.left, &c.right],
            };
            sides.extend(c.mean.as_ref().map(|mean| &mean.start));
            for side in sides {
                out.push(ends(&side.value, &side.unit));
                out.extend(side.terms.iter().map(|t| format!("{}={}", t.label, ends(&t.value, &side.unit))));
            }
        }
        Detail::ExactlyOne { fields, filled } => out.push(format!("{filled}/{}", fields.len())),
        // Members that pass may come and go.
        Detail::Members { failed, unknown, without_base, breaking, worst, .. } => {
            let counts = [("×", failed), ("?", unknown), ("-", without_base)];
            out.extend(counts.into_iter().filter(|(_, count)| **count > 0).map(|(sign, count)| format!("{sign}{count}")));
            if !breaking.is_empty() {
                out.push(breaking.clone());
            }
            worst.iter().for_each(|worst| rests_on(&worst.1, out));
        }
        Detail::Sets { breaking, unknown, open, .. } => {
            out.extend(breaking.iter().cloned());
            out.extend(unknown.iter().map(|name| format!("{name}?")));
            out.extend(open.then(|| "?".to_string()));
        }
        Detail::Stage(staged) => {
            let label = |label: &Option<String>| label.clone().unwrap_or_else(|| "-".to_string());
            out.extend(staged.labels.iter().map(label));
            staged.details().for_each(|own| rests_on(own, out));
        }
        Detail::Parts { parts, .. } => parts.iter().for_each(|part| rests_on(part, out)),
        // Their cells say it all.
        Detail::Presence { .. } | Detail::Match { .. } | Detail::None => {}
    }
}

fn cell(c: &CellNote) -> String {
    let value = match (&c.value, c.state) {
        (Some(Value::Flag(flag)), _) => flag.to_string(),
        (Some(value), _) => value.plain().into_owned(),
        (None, CellState::None) => "-".to_string(),
        (None, _) => "?".to_string(),
    };
    format!("{}={value}", c.label)
}
