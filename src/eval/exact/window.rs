//! Periods that an aggregate takes in by a range: one of them that nobody sent is missing, not empty.

use crate::ast::CmpOp;
use crate::data::Code;
use crate::eval::exact::context::Exact;
use crate::eval::types::env::Env;
use crate::num::to_i64;
use crate::plan::{Scope, Window};
use crate::ty::{Origin, RelId};

/// Longer stretches are not looked through; they count as not complete.
const LONGEST: i64 = 2400;

/// A period of a window that is not complete.
pub enum Lacking {
    Nothing,
    /// The first one.
    Period(i64),
    /// The window is not known.
    Unknown,
}

impl Exact<'_> {
    /// The first period of the scope's window that was not sent in full. A window that is open on one side takes in periods that
    /// nobody has sent: a row of one of them would belong.
    pub fn lacking(&self, scope: &Scope, sender: Option<Code>, env: Option<&Env>) -> Lacking {
        let Some((_, rel, ..)) = self.rules.schema.period_of(scope.rel) else { return Lacking::Nothing };
        // What the policy itself states, and the calendar, are whole.
        if self.rules.schema.get(rel).origin != Origin::Submitted {
            return Lacking::Nothing;
        }
        let bounds = match &scope.window {
            Window::None => return Lacking::Nothing,
            Window::Any | Window::Unclear => return Lacking::Unknown,
            Window::Within(bounds) => bounds,
        };
        let (mut low, mut high): (Option<i64>, Option<i64>) = (None, None);
        for (op, bound) in bounds {
            let value = match env {
                Some(env) => self.lin(bound, env).form.as_constant().and_then(to_i64),
                None => bound.as_constant().and_then(to_i64),
            };
            let Some(value) = value else { return Lacking::Unknown };
            let least = match op {
                CmpOp::Gt => value.checked_add(1),
                CmpOp::Ge | CmpOp::Eq => Some(value),
                CmpOp::Le | CmpOp::Lt | CmpOp::Ne => None,
            };
            let most = match op {
                CmpOp::Lt => value.checked_sub(1),
                CmpOp::Le | CmpOp::Eq => Some(value),
                CmpOp::Ge | CmpOp::Gt | CmpOp::Ne => None,
            };
            low = low.max(least);
            high = most.map_or(high, |m| Some(high.map_or(m, |h| h.min(m))));
        }
        match (low, high) {
            (Some(low), Some(high)) => self.first_lacking(rel, sender, low, high),
            _ => Lacking::Unknown,
        }
    }

    /// Whether periods that nobody has sent belong to the scope because its filter leaves an end open, and nothing else is missing.
    pub fn names_no_period(&self, scope: &Scope, env: Option<&Env>) -> bool {
        let open = match &scope.window {
            Window::None | Window::Unclear => false,
            Window::Any => true,
            Window::Within(bounds) => {
                let ends = |ops: [CmpOp; 3]| bounds.iter().any(|(op, _)| ops.contains(op));
                !ends([CmpOp::Gt, CmpOp::Ge, CmpOp::Eq]) || !ends([CmpOp::Lt, CmpOp::Le, CmpOp::Eq])
            }
        };
        open && matches!(self.lacking(scope, None, env), Lacking::Unknown)
    }

    fn first_lacking(&self, rel: RelId, sender: Option<Code>, low: i64, high: i64) -> Lacking {
        if high.saturating_sub(low) > LONGEST {
            return Lacking::Unknown;
        }
        let lacks = |period: &i64| !self.complete.is_complete(rel, true, Some(*period), sender);
        (low..=high).find(lacks).map_or(Lacking::Nothing, Lacking::Period)
    }
}
