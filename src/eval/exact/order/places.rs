//! The place of a figure among those of rows.

use crate::eval::exact::aggregate::Members;
use crate::eval::exact::context::Exact;
use crate::eval::exact::order::ordered::known;
use crate::eval::tables::places::{Open, PlaceTable};
use crate::eval::types::affine::{Affine, Symbol};
use crate::eval::types::env::{Env, Found, KeyBits};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::{End, Interval, Rat};
use crate::plan::{AggId, Atom, Measure, Node, Num, Op, Places, Rank, ScopeId};
use std::sync::Arc;

impl Exact<'_> {
    /// One more than there are before it: exact, or between those that surely are and those that may be.
    pub fn rank(&self, rank: &Rank, env: &Env) -> Value {
        let (own, row) = self.own_figure(rank, env);
        if own.base == Truth::NO_BASE {
            return own;
        }
        let table = self.place_table(rank, env);
        let (sure, possible) = table.before(&own.form, row, rank.last);
        let place = |before: usize| Rat::from(before + 1);
        let form = if sure == possible && !table.is_open() {
            Affine::constant(place(sure))
        } else {
            // The row in hand may be one of those that are missing: it does not stand before itself.
            let own = usize::from(self.is_unsent_among(rank, env));
            let hi = table.more.map_or(End::Unbounded, |more| End::Closed(place(possible + more.saturating_sub(own))));
            Affine::symbol(self.opaque(), Interval { lo: End::Closed(place(sure)), hi }, true)
        };
        Value { form, base: own.base }
    }

    /// Whether the row in hand is one of those that nobody sent and that are counted among the others: of the same period.
    fn is_unsent_among(&self, rank: &Rank, env: &Env) -> bool {
        let scope = self.plan.scope(self.plan.agg(rank.agg).scope);
        let Some(Found::Missing { rel, key, expected: Some(_) }) = rank.row.map(|row| self.find(row, env)) else { return false };
        let relation = self.rules.schema.get(rel);
        let own = |(period, _)| relation.key.iter().position(|col| *col == period).and_then(|at| key.get(at).copied().flatten());
        let asked = || scope.period_part.and_then(|at| self.key_part(rank.key.get(at)?, env));
        rel == scope.rel && relation.period().is_none_or(|period| own(period).is_some_and(|own| asked() == Some(own)))
    }

    /// The figure in hand, turned round where the least comes first, and the row whose figure it is.
    pub fn own_figure(&self, rank: &Rank, env: &Env) -> (Value, Option<u32>) {
        let mut own = self.num(&rank.own, env);
        if matches!(&self.plan.agg(rank.agg).measure, Measure::Places(p) if p.lowest) {
            own.form = own.form.scaled(&-Rat::ONE);
        }
        let row = rank.row.and_then(|row| match self.find(row, env) {
            Found::Row { row, .. } => Some(row),
            Found::Missing { .. } => None,
        });
        (own, row)
    }

    /// The rows in order, worked out once for each key.
    pub fn place_table(&self, rank: &Rank, env: &Env) -> Arc<PlaceTable> {
        let scope = self.plan.scope(self.plan.agg(rank.agg).scope);
        // What is tried is not remembered, nor what depends on the rows in hand otherwise than by figures that theirs are to equal.
        let held = match (scope.residual, &env.changed) {
            (None, None) => Some(Vec::new()),
            (Some((_, slot)), None) => self.held_equal(rank.agg, slot, env),
            (_, Some(_)) => None,
        };
        let full: Option<(KeyBits, Vec<Rat>)> =
            held.and_then(|held| Some((rank.key.iter().map(|k| self.key_part(k, env)).collect::<Option<KeyBits>>()?, held)));
        let cache = &self.places[rank.agg.0 as usize];
        if let Some(full) = &full
            && let Some(hit) = cache.lock().ok().and_then(|c| c.get(full).cloned())
        {
            return hit;
        }
        let table = Arc::new(self.in_order(rank, env));
        match (full, cache.lock()) {
            (Some(full), Ok(mut cache)) => cache.entry(full).or_insert(table).clone(),
            _ => table,
        }
    }

    /// The figures of the rows in hand that decide which rows stand in the order, where the condition on both compares figures alone.
    fn held_equal(&self, id: AggId, slot: u8, env: &Env) -> Option<Vec<Rat>> {
        let agg = self.plan.agg(id);
        let Measure::Places(places) = &agg.measure else { return None };
        let ordered = self.ordered(agg.scope).filter(|o| o.whole)?;
        let own = self.plan.slots(Node::Num(&places.figure))?;
        if own.iter().any(|s| *s != slot) {
            return None;
        }
        ordered.bounds.iter().map(|b| known(self.lin(&b.outer, env)).flatten()).collect()
    }

    fn in_order(&self, rank: &Rank, env: &Env) -> PlaceTable {
        let agg = self.plan.agg(rank.agg);
        let Measure::Places(places) = &agg.measure else { return PlaceTable::default() };
        let scope = self.plan.scope(agg.scope);
        let inner = |row: u32| match scope.residual {
            Some((_, slot)) => env.with(slot, scope.rel, row),
            None => env.alone(scope.rel, row),
        };
        match scope.residual {
            Some((residual, slot)) => {
                let (sure, members) = self.residual_members(rank.agg, &rank.key, env, residual, slot);
                self.sorted(places, (&sure, agg.scope), &members, &inner)
            }
            None => {
                let members = self.members(rank.agg, &rank.key, env);
                self.sorted(places, (&members.sure, agg.scope), &members, &inner)
            }
        }
    }

    fn sorted(
        &self,
        places: &Places,
        (sure, scope): (&[u32], ScopeId),
        members: &Members<'_>,
        inner: &dyn Fn(u32) -> Env,
    ) -> PlaceTable {
        let (mut known, mut open) = (Vec::new(), Vec::new());
        let all = sure.iter().map(|row| (*row, true)).chain(members.maybe.iter().map(|row| (*row, false)));
        for (row, belongs) in all {
            let mut value = self.num(&places.figure, &inner(row));
            if value.base == Truth::NO_BASE {
                continue;
            }
            if places.lowest {
                value.form = value.form.scaled(&-Rat::ONE);
            }
            let sure = belongs && value.base == Truth::TRUE;
            match value.form.as_constant() {
                Some(figure) if sure => known.push((figure.clone(), row)),
                _ => open.push(Open { row, interval: value.form.interval(), form: value.form, sure }),
            }
        }
        let more = if members.tail { self.most_missing(self.plan.scope(scope), &members.part.key) } else { Some(0) };
        PlaceTable::new(known, open, more)
    }

    /// How many rows have a figure.
    pub fn placed(&self, id: AggId, places: &Places, sure: &[u32], members: &Members<'_>, inner: &dyn Fn(u32) -> Env) -> Affine {
        let table = self.sorted(places, (sure, self.plan.agg(id).scope), members, inner);
        let size = size_of(&table);
        let symbol = Symbol::Many { agg: id, count: sure.len(), id: self.fresh() };
        Affine::symbol(symbol, size, true)
    }

    /// Among how many a place is, where a number is a place and nothing else.
    pub fn among(&self, num: &Num, env: &Env) -> Option<Interval> {
        let Num::LinearForm(lin) = num else { return None };
        let (atom, coefficient) = lin.terms.iter().next().filter(|_| lin.terms.len() == 1 && lin.constant.is_zero())?;
        let Atom::Op(op) = self.plan.atom(*atom) else { return None };
        let Op::Rank(rank) = op.as_ref() else { return None };
        (*coefficient == Rat::ONE).then(|| size_of(&self.place_table(rank, env)))
    }
}

fn size_of(table: &PlaceTable) -> Interval {
    let (least, most) = table.size();
    let hi = table.more.map_or(End::Unbounded, |more| End::Closed(Rat::from(most + more)));
    Interval { lo: End::Closed(Rat::from(least)), hi }
}
