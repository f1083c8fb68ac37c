//! Rows that may belong to every group alike: where they are more than are told apart, what they may add is worked out once, not for each group.

use crate::eval::exact::aggregate::Members;
use crate::eval::exact::context::Exact;
use crate::eval::types::affine::{Affine, Crowd, PartOf};
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::num::Rat;
use crate::plan::{AggId, LinearForm};
use std::sync::Arc;

impl Exact<'_> {
    /// What the rows may add that may belong, where they are too many to be told apart.
    pub fn crowd(&self, id: AggId, lin: &LinearForm, members: &Members<'_>, env: &Env) -> Option<Arc<Crowd>> {
        if members.maybe.len() <= Affine::MAX_TERMS
            || env.changed.is_some()
            || self.plan.scope(self.plan.agg(id).scope).residual.is_some()
        {
            return None;
        }
        let cell = self.crowds.get(id.0 as usize)?;
        let held = cell.lock().ok().and_then(|held| held.clone()).filter(|(rows, _)| **rows == members.maybe);
        let crowd = match held {
            Some((_, crowd)) => crowd,
            None => {
                let crowd = Arc::new(self.gathered(id, lin, &members.maybe));
                if let Ok(mut held) = cell.lock() {
                    *held = Some((Arc::new(members.maybe.clone()), crowd.clone()));
                }
                crowd
            }
        };
        (crowd.count > Affine::MAX_TERMS).then_some(crowd)
    }

    fn gathered(&self, id: AggId, lin: &LinearForm, rows: &[u32]) -> Crowd {
        let rel = self.plan.scope(self.plan.agg(id).scope).rel;
        let mut crowd = Crowd::default();
        for &row in rows {
            let mut one = Affine::default();
            self.add_possible(&mut one, (id, lin), row, &PartOf::default(), &Env::of(rel, row));
            crowd.take(&one);
        }
        crowd
    }

    /// What a row adds that may belong: its figure or nothing.
    pub fn add_possible(&self, total: &mut Affine, (id, lin): (AggId, &LinearForm), row: u32, part: &PartOf, inner: &Env) {
        let value = self.lin(lin, inner);
        match value.form.as_constant() {
            _ if value.base == Truth::NO_BASE => {}
            Some(known) if value.base == Truth::TRUE => total.add_scaled(&self.membership(id, row, part), known),
            _ => total.add_scaled(&self.maybe_term(id, row, part, &value.form), &Rat::ONE),
        }
    }
}
