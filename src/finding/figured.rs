//! How far something misses, in one number, and what a finding rests on, in one text that is the same in every language: for what people
//! have said of a finding and what holds only as long as the figures are those.

use super::value::Value;
use super::{CellNote, Comparison, Detail, Finding, Side};
use crate::ast::CmpOp;
use crate::data::CellState;
use crate::digest::Algorithm;
use crate::num::{Rat, abs, show_exact_or};
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
    /// To which side it gets worse; `None` where either is wrong.
    pub worse: Option<Side>,
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

    /// The figure of a comparison with its unit, else the cells it rests on; empty where there are none.
    pub fn stated(&self) -> String {
        const LONGEST: usize = 200;
        if let Some(figured) = self.figured() {
            return exactly(&figured.value, &figured.unit);
        }
        let text = self.cells.iter().map(cell).collect::<Vec<_>>().join("; ");
        if text.chars().count() <= LONGEST { text } else { format!("sha256:{}", Algorithm::Sha256.hex(text.as_bytes())) }
    }
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

fn of_comparison(c: &Comparison) -> Option<Figured> {
    let side = |op: CmpOp| match op {
        CmpOp::Ge | CmpOp::Gt => Some(Side::Below),
        CmpOp::Le | CmpOp::Lt => Some(Side::Above),
        CmpOp::Eq | CmpOp::Ne => None,
    };
    if let Some(share) = &c.share
        && let (Some(quotient), Some(bound)) = (&share.quotient, share.bound.as_exact())
    {
        let (unit, gap) = (Unit::percent(), abs(&(quotient - bound)));
        return Some(Figured { value: quotient.clone(), gap, gap_unit: unit.clone(), unit, worse: side(share.op) });
    }
    let (gap, gap_unit) = (abs(c.margin.as_exact()?), c.margin_unit.distance().unwrap_or_else(|| c.margin_unit.clone()));
    if let Some(near) = &c.near {
        let value = abs(&(near.value.value.as_exact()? - near.target.value.as_exact()?));
        return Some(Figured { value, unit: near.value.unit.clone(), gap, gap_unit, worse: Some(Side::Above) });
    }
    Some(Figured { value: c.left.value.as_exact()?.clone(), unit: c.left.unit.clone(), gap, gap_unit, worse: side(c.op) })
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
