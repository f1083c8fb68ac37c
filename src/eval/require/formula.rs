//! What must hold of figures that may change: linear rows over cells, joined by *and* and *or*.

use crate::ast::CmpOp;
use crate::data::{CellId, RowId};
use crate::num::Rat;
use std::collections::BTreeMap;

/// Rule, line, subject: which verdict.
pub type LineKey = (usize, usize, Option<RowId>, String);

/// What a row adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Var {
    /// The figure of a cell, in the unit of its column.
    Cell(CellId),
    /// A whole number that serves to say something (what a rounded figure comes to).
    Whole(u64),
}

/// `constant + Σ coefficient · variable  op  0`
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    pub terms: BTreeMap<Var, Rat>,
    pub constant: Rat,
    pub op: CmpOp,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    Bound(Bound),
    All(Vec<Formula>),
    /// Of none: it cannot hold.
    Any(Vec<Formula>),
}

impl Formula {
    pub const TRUE: Self = Self::All(Vec::new());
    pub const FALSE: Self = Self::Any(Vec::new());

    pub fn known(holds: bool) -> Self {
        if holds { Self::TRUE } else { Self::FALSE }
    }

    pub fn is_true(&self) -> bool {
        *self == Self::TRUE
    }

    pub fn is_false(&self) -> bool {
        *self == Self::FALSE
    }

    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut out = Vec::new();
        for part in parts {
            match part {
                part @ (Self::Bound(_) | Self::Any(_)) if part.is_false() => return Self::FALSE,
                Self::All(inner) => out.extend(inner),
                part @ (Self::Bound(_) | Self::Any(_)) => out.push(part),
            }
        }
        if out.len() == 1 { out.remove(0) } else { Self::All(out) }
    }

    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut out = Vec::new();
        for part in parts {
            match part {
                part @ (Self::Bound(_) | Self::All(_)) if part.is_true() => return Self::TRUE,
                Self::Any(inner) => out.extend(inner),
                part @ (Self::Bound(_) | Self::All(_)) if out.contains(&part) => {}
                part @ (Self::Bound(_) | Self::All(_)) => out.push(part),
            }
        }
        if out.len() == 1 { out.remove(0) } else { Self::Any(out) }
    }

    /// The rows in it, wherever they stand.
    pub fn bounds<'f>(&'f self, f: &mut dyn FnMut(&'f Bound)) {
        match self {
            Self::Bound(bound) => f(bound),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|p| p.bounds(f)),
        }
    }
}
