//! The periods an aggregate asks for other than by naming one: `e.year between 2006 and 2008`, `e.year <= c.year`.

use super::LinearForm;
use super::lower::Lower;
use crate::ast::CmpOp;
use crate::hir::{Expr, Kind, VarId};
use crate::ty::ColId;

/// Which periods rows may be of, as far as the filter says. What was sent of some of them is not yet all of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    /// Rows have no period, or it is part of the key.
    None,
    /// Nothing is said of the period: every one there is, sent or not.
    Any,
    /// `period op bound`, all of them; the bounds see the outer rows.
    Within(Vec<(CmpOp, LinearForm)>),
    /// The period decides in a way that is not followed here.
    Unclear,
}

impl Lower<'_> {
    /// Takes one condition of a filter into the window of an aggregate over `inner`, whose period stands at `period`: so many levels
    /// above the row, in this column.
    pub fn narrow(&mut self, window: Window, part: &Expr, inner: VarId, period: (usize, ColId)) -> Window {
        if !mentions(part, inner, period) {
            return window;
        }
        let Some(mut bounds) = self.period_bounds(part, inner, period) else { return Window::Unclear };
        match window {
            Window::None | Window::Any => Window::Within(bounds),
            Window::Within(mut all) => {
                all.append(&mut bounds);
                Window::Within(all)
            }
            Window::Unclear => Window::Unclear,
        }
    }

    fn period_bounds(&mut self, part: &Expr, inner: VarId, period: (usize, ColId)) -> Option<Vec<(CmpOp, LinearForm)>> {
        let Kind::Compare { first, links } = &part.kind else { return None };
        let mut bounds = Vec::new();
        let mut left = first.as_ref();
        for link in links {
            let (op, other) =
                match (left.is_column_of(inner, period.0, period.1), link.right.is_column_of(inner, period.0, period.1)) {
                    (true, false) => (link.op, &link.right),
                    (false, true) => (link.op.flipped(), left),
                    _ => return None,
                };
            if op == CmpOp::Ne || mentions(other, inner, period) || other.vars().contains(&inner) {
                return None;
            }
            let bound = self.num(other);
            bounds.push((op, self.linear(&bound)));
            left = &link.right;
        }
        Some(bounds)
    }
}

fn mentions(e: &Expr, inner: VarId, (level, col): (usize, ColId)) -> bool {
    let mut found = false;
    e.walk(&mut |x| found |= x.is_column_of(inner, level, col));
    found
}
