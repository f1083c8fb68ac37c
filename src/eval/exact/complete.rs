//! Whether rows that nobody sent could belong to an aggregate.

use crate::data::Code;
use crate::eval::exact::context::Exact;
use crate::eval::exact::window::Lacking;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::plan::{Cond, Key, Scope, Text};
use crate::ty::{ColId, Origin, periods_within};

impl Exact<'_> {
    /// Whether rows that nobody sent could belong to this key of the scope.
    pub fn may_have_more(&self, scope: &Scope, key: &[Option<u64>], env: Option<&Env>) -> bool {
        if self.takes_nothing(scope) {
            return false;
        }
        if scope.as_sent {
            // Who sent nothing is counted by the exact path alone.
            return self.unsent.get(&scope.rel).is_some_and(|rows| !rows.is_empty());
        }
        let relation = self.rules.schema.get(scope.rel);
        if matches!(relation.origin, Origin::Nested { .. }) {
            let Some(at) = scope.key.iter().position(|k| matches!(k, Key::Row(_))) else {
                return !self.complete.all_lists(scope.rel) || !matches!(self.lacking(scope, None, env), Lacking::Nothing);
            };
            let row = key.get(at).copied().flatten().and_then(|k| u32::try_from(k).ok());
            // The list of a row that is not there was not sent.
            return row.is_none_or(|row| !self.open_lists(scope, row).is_empty());
        }
        let part = |at: Option<usize>| at.and_then(|i| key.get(i).copied().flatten());
        let period = part(scope.period_part).map(u64::cast_signed);
        if scope.period_part.is_some() && period.is_none() {
            // The period asked for is not known; it may be one that nobody reported on.
            return true;
        }
        let sender = part(scope.sender_part).and_then(|c| u32::try_from(c).ok());
        if !matches!(self.lacking(scope, sender, env), Lacking::Nothing) {
            return true;
        }
        let whole = |period| self.complete.is_complete(scope.rel, relation.period().is_some(), period, sender);
        match (period, scope.period_kind, relation.period()) {
            // Of a year every month must be there.
            (Some(period), Some(around), Some((_, kind))) => {
                periods_within(period, around, kind).into_iter().any(|own| !whole(Some(own)))
            }
            _ => !whole(period),
        }
    }

    /// How many rows of a key of the scope nobody sent, at most, where a roster owes one row each; `None` where there is no end to them.
    pub fn most_missing(&self, scope: &Scope, key: &[Option<u64>]) -> Option<usize> {
        let relation = self.rules.schema.get(scope.rel);
        let (by, period) = (relation.sent_by.as_ref()?, relation.period().map(|(col, _)| col));
        let sender = by.column?;
        let one_each = relation.key.iter().all(|c| *c == sender || Some(*c) == period) && relation.key.contains(&sender);
        let part = |at: Option<usize>| at.and_then(|i| key.get(i).copied().flatten());
        if scope.as_sent || scope.calendar.is_some() || scope.period_kind.is_some() || !one_each {
            return None;
        }
        // Of which period they are is part of the key, and known.
        let own = match period {
            Some(_) => Some(part(scope.period_part)?),
            None => None,
        };
        let members = self.complete.unsent(scope.rel, own.map(u64::cast_signed), None);
        let index = self.index(scope.rel);
        let has_row = |code: &Code| {
            let value = |c: &ColId| if *c == sender { Some(u64::from(*code)) } else { own };
            let full: Option<Box<[u64]>> = relation.key.iter().map(value).collect();
            full.is_some_and(|k| index.contains_key(&*k))
        };
        Some(members.iter().filter(|code| !has_row(code)).count())
    }

    /// A condition on the filter that no row can meet, whatever it holds: a reading that leaves the scope out.
    pub fn takes_nothing(&self, scope: &Scope) -> bool {
        let nobody = Env::default();
        let constant = |t: &Text| matches!(t, Text::Const(_) | Text::Bound(..));
        scope.filter.iter().any(|id| match self.plan.cond(*id) {
            Cond::Const(truth) => !truth,
            Cond::SameText { left, right, .. } if constant(left) && constant(right) => self.truth(*id, &nobody) == Truth::FALSE,
            Cond::Not(inner) => matches!(self.plan.cond(*inner), Cond::Const(true)),
            Cond::Compare(_)
            | Cond::SameText { .. }
            | Cond::InSet { .. }
            | Cond::Like { .. }
            | Cond::StartsWith { .. }
            | Cond::Rank { .. }
            | Cond::Flag { .. }
            | Cond::FlagParam(_)
            | Cond::Exists { .. }
            | Cond::Filled { .. }
            | Cond::RowExists(_)
            | Cond::SetRelation { .. }
            | Cond::And(_)
            | Cond::Or(_)
            | Cond::Holds(_)
            | Cond::Choose { .. }
            | Cond::Quantified { .. } => false,
        })
    }
}
