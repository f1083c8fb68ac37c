//! What is told and advised where open parameters have alternatives: figures are those of all, a remedy mends, and a verdict turns, under every one.

use crate::ast::{CmpOp, Verdict};
use crate::eval::types::truth::Outcomes;
use crate::finding::{Cause, Detail, Finding, Repair};
use crate::num::Rat;
use crate::ty::Unit;

/// Readings that are looked at for a remedy that mends under all.
const MOST: usize = 8;

/// The finding of a breach among those of its readings: the first whose remedies mend under every reading, with those; else the first whose
/// remedies take the breach away; else the first, with none. `tried` gives the verdict of each reading under some changes.
pub fn breach(mut told: impl Iterator<Item = Finding>, tried: &dyn Fn(&[&Repair]) -> Vec<Option<Verdict>>) -> Option<Finding> {
    let mut first = told.next()?;
    let mut second = None;
    for mut finding in std::iter::once(first.clone()).chain(told.take(MOST)) {
        let list = std::mem::take(&mut finding.repairs);
        let sets: Vec<&[Repair]> = if list.iter().any(|r| r.together) { vec![&list] } else { list.chunks(1).collect() };
        let come: Vec<(Verdict, &[Repair])> = sets.into_iter().map(|set| (united(set, tried), set)).collect();
        let under = |wanted: Verdict| come.iter().filter(|(v, _)| *v == wanted).flat_map(|(_, set)| set.to_vec()).collect();
        let (met, open): (Vec<Repair>, Vec<Repair>) = (under(Verdict::Met), under(Verdict::Undetermined));
        if !met.is_empty() {
            return Some(Finding { repairs: met, ..finding });
        }
        if second.is_none() && !open.is_empty() {
            second = Some(Finding { repairs: open, ..finding });
        }
    }
    first.repairs.clear();
    Some(second.unwrap_or(first))
}

/// The arithmetic of all readings as one; `None` where they differ in more than figures. A reading under which nothing is asked tells nothing.
pub fn detail(told: impl Iterator<Item = Detail>) -> Option<Detail> {
    let mut told = told.filter(|own| *own != Detail::None);
    let first = told.next()?;
    told.try_fold(first, |all, own| all.united(&own))
}

/// Whether a text or a flag of that name is told.
pub fn names(detail: &Detail, is: &dyn Fn(&str) -> bool) -> bool {
    match detail {
        Detail::Match { what, .. } => is(what),
        Detail::Parts { parts, .. } => parts.iter().any(|part| names(part, is)),
        Detail::Members { worst, .. } => worst.as_ref().is_some_and(|worst| names(&worst.1, is)),
        Detail::Compare(_)
        | Detail::Presence { .. }
        | Detail::ExactlyOne { .. }
        | Detail::Sets { .. }
        | Detail::Stage(_)
        | Detail::None => false,
    }
}

/// What all readings come to; a breach under any of them is one.
fn united(set: &[Repair], tried: &dyn Fn(&[&Repair]) -> Vec<Option<Verdict>>) -> Verdict {
    let changes: Vec<&Repair> = set.iter().collect();
    let each: Option<Vec<Verdict>> = if changes.is_empty() { None } else { tried(&changes).into_iter().collect() };
    match each {
        Some(list) if !list.contains(&Verdict::Violated) => {
            list.into_iter().map(Outcomes::of).fold(Outcomes::default(), Outcomes::or).verdict()
        }
        _ => Verdict::Violated,
    }
}

/// Where the verdict turns on a figure in every reading.
pub struct Agreed {
    /// The reading that asks most of it.
    pub reading: usize,
    /// Where it turns in each reading; `None` where nothing turns on it.
    pub turns: Vec<Option<Turn>>,
}

pub type Turn = (CmpOp, Rat, Unit);

/// `None` where a reading is broken whatever the figure is, turns nowhere, or turns the other way.
pub fn turn(own: &[Option<Verdict>], cause: &Cause, told: &dyn Fn(usize) -> Finding) -> Option<Agreed> {
    let mut turns: Vec<Option<Turn>> = Vec::new();
    for (at, verdict) in own.iter().enumerate() {
        turns.push(match verdict {
            Some(Verdict::Met | Verdict::Exempt | Verdict::NotApplicable) | None => None,
            Some(Verdict::Violated) => return None,
            Some(Verdict::Undetermined) => {
                let causes = told(at).causes;
                let own = causes.into_iter().find(|c| c.kind == cause.kind && c.what == cause.what && c.span == cause.span);
                Some(own?.turns_at?)
            }
        });
    }
    let mut most: Option<(usize, &Turn)> = None;
    for (at, turn) in turns.iter().enumerate().filter_map(|(at, t)| Some((at, t.as_ref()?))) {
        most = match most {
            None => Some((at, turn)),
            Some(known) if asks_more(turn, known.1)? => Some((at, turn)),
            known => known,
        };
    }
    let reading = most?.0;
    Some(Agreed { reading, turns })
}

/// Whether one bound asks more than another; `None` where they do not go the same way.
fn asks_more(a: &Turn, b: &Turn) -> Option<bool> {
    let up = |op: CmpOp| match op {
        CmpOp::Ge | CmpOp::Gt => Some(true),
        CmpOp::Le | CmpOp::Lt => Some(false),
        CmpOp::Eq | CmpOp::Ne => None,
    };
    if (a.0, &a.1) == (b.0, &b.1) {
        return Some(false);
    }
    let (upward, other) = (up(a.0)?, up(b.0)?);
    let strict = matches!(a.0, CmpOp::Gt | CmpOp::Lt) && a.1 == b.1;
    let beyond = if upward { a.1 > b.1 } else { a.1 < b.1 };
    (upward == other).then_some(beyond || strict)
}
