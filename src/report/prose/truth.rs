//! Whether the parts of a detail hold, by their own intervals.

use crate::ast::CmpOp;
use crate::finding::{Detail, Known, Value, Wanted};
use crate::num::{Interval, Rat};

/// Does a part of a detail hold?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    Yes,
    No,
    Open,
}

/// What the intervals shown say of a detail; `None` where they do not tell.
pub(crate) fn truth(detail: &Detail) -> Option<Truth> {
    match detail {
        // Of nothing more than nothing is more than any share; nothing of nothing is no share at all.
        Detail::Compare(c) => Some(match &c.share {
            Some(s) if s.base.value.as_exact().is_some_and(Rat::is_zero) && c.margin == Interval::all() => {
                if s.part.value.contains(&Rat::ZERO) { Truth::Open } else { holds(s.op, &s.part.value) }
            }
            _ => holds(c.op, &c.margin),
        }),
        Detail::Presence { found, wanted, .. } => Some(match found {
            None => Truth::Open,
            Some(found) if found == wanted => Truth::Yes,
            Some(_) => Truth::No,
        }),
        Detail::Sets { wanted, breaking, unknown, open, .. } => {
            Some(match (breaking.is_empty(), unknown.is_empty() && !open, wanted) {
                (false, _, true) | (true, true, false) => Truth::No,
                (true, false, _) => Truth::Open,
                (true, true, true) | (false, _, false) => Truth::Yes,
            })
        }
        Detail::Stage(s) => Some(match s.holds {
            Some(true) => Truth::Yes,
            Some(false) => Truth::No,
            None => Truth::Open,
        }),
        Detail::Match { value: Known::Nothing, .. } => Some(Truth::Open),
        Detail::Match { value: Known::Stages(all) | Known::Chosen(all), .. } if all.len() > 1 => Some(Truth::Open),
        Detail::ExactlyOne { filled, .. } => Some(if *filled == 1 { Truth::Yes } else { Truth::No }),
        Detail::Match { value: Known::Value(value), wanted, .. } => {
            is_wanted(value, wanted).map(|is| if is { Truth::Yes } else { Truth::No })
        }
        Detail::Match { .. } | Detail::None => None,
        Detail::Members { wanted_all, passed, failed, unknown, more, .. } => Some(match wanted_all {
            true if *failed > 0 => Truth::No,
            false if *passed > 0 => Truth::Yes,
            _ if *unknown > 0 || *more => Truth::Open,
            true => Truth::Yes,
            false => Truth::No,
        }),
        Detail::Parts { all, parts } => {
            let decisive = if *all { Truth::No } else { Truth::Yes };
            let list: Vec<Option<Truth>> = parts.iter().map(truth).collect();
            if list.contains(&Some(decisive)) {
                Some(decisive)
            } else if list.contains(&None) {
                None
            } else if list.contains(&Some(Truth::Open)) {
                Some(Truth::Open)
            } else {
                Some(if *all { Truth::Yes } else { Truth::No })
            }
        }
    }
}

/// Whether a value is what is wanted; `None` where the words do not tell.
fn is_wanted(value: &Value, wanted: &Wanted) -> Option<bool> {
    match (value, wanted) {
        (Value::Flag(value), Wanted::Flag(wanted)) => Some(value == wanted),
        // Texts that look different may be the same to a rule.
        (Value::Text(value), Wanted::Text { text: Some(text), same, .. }) if value == text => Some(*same),
        (Value::Text(value), Wanted::Among { texts, inside, .. }) if texts.contains(value) => Some(*inside),
        (
            Value::Flag(_) | Value::Text(_) | Value::Amount(..),
            Wanted::Flag(_)
            | Wanted::Text { .. }
            | Wanted::Among { .. }
            | Wanted::Within { .. }
            | Wanted::Like { .. }
            | Wanted::Part { .. }
            | Wanted::Number(_),
        ) => None,
    }
}

/// Does `margin op 0` hold?
fn holds(op: CmpOp, margin: &Interval) -> Truth {
    let zero = Rat::ZERO;
    let (below, at, above) = (margin.reaches_below(&zero), margin.contains(&zero), margin.reaches_above(&zero));
    let (good, bad) = op.possible([below, at, above]);
    match (good, bad) {
        (true, false) => Truth::Yes,
        (false, true) => Truth::No,
        _ => Truth::Open,
    }
}
