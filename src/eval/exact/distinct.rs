//! How many different texts rows hold.

use crate::eval::exact::aggregate::Members;
use crate::eval::exact::context::Exact;
use crate::eval::types::affine::{Affine, Symbol};
use crate::eval::types::env::Env;
use crate::num::{Interval, Rat};
use crate::plan::{AggId, Text};
use rustc_hash::FxHashSet;

impl Exact<'_> {
    /// Each text once. A text that is not known may be one of the others or one more; so may that of a row that perhaps does not
    /// count, and rows nobody has sent can bring any number.
    pub fn distinct(&self, id: AggId, text: &Text, sure: &[u32], members: &Members<'_>, inner: &dyn Fn(u32) -> Env) -> Affine {
        let (mut seen, mut open) = (FxHashSet::default(), Vec::new());
        for &row in sure {
            match self.text(text, &inner(row)) {
                Some(code) => {
                    seen.insert(code);
                }
                None => open.push(row),
            }
        }
        let mut total = Affine::constant(Rat::from(seen.len()));
        for &row in &members.maybe {
            if self.text(text, &inner(row)).is_none_or(|code| seen.insert(code)) {
                open.push(row);
            }
        }
        let one = Affine::constant(Rat::ONE);
        for row in open {
            total.add_scaled(&self.maybe_term(id, row, &members.part, &one), &Rat::ONE);
        }
        if members.tail {
            let tail = Symbol::Tail { agg: id, part: members.part.clone() };
            total.add_scaled(&Affine::symbol(tail, Interval::non_negative(), true), &Rat::ONE);
        }
        total.bounded(self.many(id))
    }
}
