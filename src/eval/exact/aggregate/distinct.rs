//! How many different texts, numbers, days or periods rows hold.

use crate::data::Code;
use crate::eval::exact::aggregate::Members;
use crate::eval::exact::context::Exact;
use crate::eval::types::affine::{Affine, Symbol};
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::num::{Interval, Rat};
use crate::plan::{AggId, Row, Text, Value};
use std::collections::BTreeSet;

/// A value that is known.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Text(Code),
    Number(Rat),
}

impl Exact<'_> {
    /// Each value once. One that is not known may be one of the others or one more; so may that of a row that perhaps does not
    /// count, and rows nobody has sent can bring any number.
    pub fn distinct(&self, id: AggId, value: &Value, sure: &[u32], members: &Members<'_>, inner: &dyn Fn(u32) -> Env) -> Affine {
        let (mut seen, mut open) = (BTreeSet::new(), Vec::new());
        for &row in sure {
            match self.seen(value, &inner(row)) {
                Some(Some(one)) => {
                    seen.insert(one);
                }
                Some(None) => {}
                None => open.push(row),
            }
        }
        // Where nothing else is known, a value that is surely there is one, whatever it is.
        let there = open.iter().position(|row| seen.is_empty() && self.holds_some(value, &inner(*row)));
        let first = there.map(|at| open.remove(at));
        let mut total = Affine::constant(Rat::from(seen.len() + usize::from(first.is_some())));
        for &row in &members.maybe {
            match self.seen(value, &inner(row)) {
                Some(None) => {}
                Some(Some(one)) => {
                    if seen.insert(one) {
                        open.push(row);
                    }
                }
                None => open.push(row),
            }
        }
        let one = Affine::constant(Rat::ONE);
        for row in open {
            total.add_scaled(&self.maybe_term(id, row, &members.part, &one), &Rat::ONE);
        }
        if members.tail {
            let tail = Symbol::Tail { agg: id, part: members.part.clone() };
            let scope = self.plan.scope(self.plan.agg(id).scope);
            // Rows that come hold texts of the list as well: no more than it has besides those seen.
            let own = Some(Env::of(scope.rel, 0)).filter(|_| scope.residual.is_none());
            let more =
                own.and_then(|row| self.most_different(value, &row)).map(|most| Rat::from(most.saturating_sub(seen.len())));
            let more = more.map_or_else(Interval::non_negative, |most| Interval::closed(Rat::ZERO, most));
            total.add_scaled(&Affine::symbol(tail, more, true), &Rat::ONE);
        }
        total.bounded(self.many(id))
    }

    /// How many different values a field of the row can hold at most, where a list says which.
    fn most_different(&self, value: &Value, row: &Env) -> Option<usize> {
        let Value::Text(Text::Cell { row: at, col }) = value else { return None };
        if !matches!(self.plan.row(*at), Row::Slot(0)) {
            return None;
        }
        let listed = self.one_of(*at, *col, row)?.len();
        Some(listed + usize::from(self.def(self.rel_of(*at, row), *col).optional))
    }

    /// Whether a figure that is not known is surely one.
    fn holds_some(&self, value: &Value, env: &Env) -> bool {
        match value {
            Value::Text(_) => false,
            Value::Num(num) => self.num(num, env).base == Truth::TRUE,
        }
    }

    /// What a row holds, or that it holds nothing; `None` where that is not known.
    fn seen(&self, value: &Value, env: &Env) -> Option<Option<Seen>> {
        match value {
            Value::Text(text) => self.text(text, env).map(|code| Some(Seen::Text(code))),
            Value::Num(num) => {
                let value = self.num(num, env);
                match value.base {
                    Truth::NO_BASE => Some(None),
                    Truth::TRUE => value.form.as_constant().map(|n| Some(Seen::Number(n.clone()))),
                    _ => None,
                }
            }
        }
    }
}
