//! Conditions that compare a figure of the inner row with one of the row in hand: the rows stand in order of the figure, those that
//! belong are found by halving, and what they come to is read off running totals. Rows whose figure is not known stand apart and are
//! looked at one by one.

use crate::ast::CmpOp;
use crate::eval::exact::aggregate::Members;
use crate::eval::exact::context::Exact;
use crate::eval::tables::ordered::{Bound, Ordered, OrderedGroup, Running};
use crate::eval::types::affine::Affine;
use crate::eval::types::env::{Env, KeyBits};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::{Rat, signum};
use crate::plan::{AggId, Cond, CondId, Key, Lin, Measure, Node, ScopeId};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// The rows of a group that bounds pick.
pub struct Picked<'t> {
    pub group: &'t OrderedGroup,
    pub stretches: Vec<Range<usize>>,
    /// They surely belong; else the rest of the condition is asked of each.
    pub whole: bool,
}

impl Picked<'_> {
    /// In row order.
    pub fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.stretches.iter().flat_map(|r| &self.group.rows[r.clone()]).copied().collect();
        rows.sort_unstable();
        rows
    }
}

impl Exact<'_> {
    /// The groups of a scope in order of a figure; nothing where its condition compares none.
    pub fn ordered(&self, id: ScopeId) -> Option<&Ordered> {
        self.ordered[id.0 as usize].get_or_init(|| self.put_in_order(id)).as_ref()
    }

    fn put_in_order(&self, id: ScopeId) -> Option<Ordered> {
        let (residual, slot) = self.plan.scope(id).residual?;
        let mut parts = Vec::new();
        self.conjuncts(residual, &mut parts);
        let split: Vec<(Lin, Bound)> = parts.iter().filter_map(|p| self.split(*p, slot)).collect();
        let equal = split.iter().find(|(_, bound)| bound.op == CmpOp::Eq);
        let figure = equal.or(split.first())?.0.clone();
        let bounds: Vec<Bound> = split.into_iter().filter(|(own, _)| *own == figure).map(|(_, bound)| bound).collect();
        let whole = bounds.len() == parts.len();
        let in_order = |rows: &[u32]| {
            let (mut known, mut apart) = (Vec::new(), Vec::new());
            for &row in rows {
                let value = self.lin(&figure, &self.alone(id, row));
                match value.form.as_constant().filter(|_| value.base == Truth::TRUE) {
                    Some(at) => known.push((at.clone(), row)),
                    None => apart.push(row),
                }
            }
            known.sort();
            let (values, rows) = known.into_iter().unzip();
            OrderedGroup { values, rows, apart }
        };
        let groups = self.group_table(id).groups.iter().map(|g| in_order(&g.sure)).collect();
        Some(Ordered { bounds, whole, groups })
    }

    /// An inner row in its slot; what is asked of it looks at no other.
    fn alone(&self, id: ScopeId, row: u32) -> Env {
        let scope = self.plan.scope(id);
        let slot = scope.residual.map_or(0, |(_, slot)| slot);
        Env::default().with(slot, scope.rel, row)
    }

    /// The parts of a conjunction. A part that has no base does not hold; where the figures of a comparison are known it has one.
    fn conjuncts(&self, cond: CondId, out: &mut Vec<CondId>) {
        if let Cond::And(parts) = self.plan.cond(cond) {
            parts.iter().for_each(|p| self.conjuncts(*p, out));
        } else if let Cond::Holds(part) = self.plan.cond(cond) {
            self.conjuncts(*part, out);
        } else {
            out.push(cond);
        }
    }

    /// A comparison as a figure of the inner row alone and a bound that the rows in hand give. The first coefficient of the figure is
    /// one, so that figures that differ in scale are one figure.
    fn split(&self, cond: CondId, slot: u8) -> Option<(Lin, Bound)> {
        let Cond::Compare(compare) = self.plan.cond(cond) else { return None };
        if !compare.bases.is_empty() || !compare.cancelled.is_empty() || !compare.diff.gone.is_empty() {
            return None;
        }
        let inner = BTreeSet::from([slot]);
        let mut figure = Lin::default();
        let mut outer = Lin { constant: compare.diff.constant.clone(), ..Lin::default() };
        for (atom, coefficient) in &compare.diff.terms {
            let slots = self.plan.slots(Node::Atom(*atom))?;
            let side = match (slots == inner, slots.contains(&slot)) {
                (true, _) => &mut figure,
                (false, true) => return None,
                (false, false) => &mut outer,
            };
            side.terms.insert(*atom, coefficient.clone());
        }
        let first = figure.terms.values().next()?.clone();
        let op = match (signum(&first) < 0, compare.op) {
            (true, CmpOp::Lt) => CmpOp::Gt,
            (true, CmpOp::Le) => CmpOp::Ge,
            (true, CmpOp::Gt) => CmpOp::Lt,
            (true, CmpOp::Ge) => CmpOp::Le,
            (_, op) => op,
        };
        let bound = Bound { op, outer: outer.scale(&(-Rat::ONE / &first)) };
        Some((figure.scale(&(Rat::ONE / &first)), bound))
    }

    /// The rows of a group that may belong by their figure; nothing where the bounds are not known.
    pub fn picked(&self, id: ScopeId, group: Option<u32>, env: &Env) -> Option<Picked<'_>> {
        let ordered = self.ordered(id)?;
        let group = ordered.groups.get(group? as usize)?;
        let mut bounds = Vec::new();
        for bound in &ordered.bounds {
            let value = self.lin(&bound.outer, env);
            bounds.push((bound.op, value.form.as_constant().filter(|_| value.base == Truth::TRUE)?.clone()));
        }
        Some(Picked { group, stretches: group.stretches(&bounds), whole: ordered.whole })
    }

    /// The rows an aggregate takes in, where they are stretches of a group and nothing else.
    fn stretches_alone(&self, id: AggId, key: &[Key], env: &Env) -> Option<(u32, Picked<'_>)> {
        let scope = self.plan.agg(id).scope;
        self.ordered(scope).filter(|o| o.whole)?;
        let members: Members<'_> = self.members(id, key, env);
        let group = members.group.filter(|_| members.maybe.is_empty() && !members.tail)?;
        let picked = self.picked(scope, Some(group), env)?;
        picked.group.apart.is_empty().then_some((group, picked))
    }

    /// What an aggregate comes to over stretches of a group; nothing where the rows must be gone through.
    pub fn of_stretches(&self, id: AggId, key: &[Key], env: &Env) -> Option<Value> {
        let (group, picked) = self.stretches_alone(id, key, env)?;
        let sure = |n: Rat| Value::sure(Affine::constant(n));
        if matches!(self.plan.agg(id).measure, Measure::Count) {
            return Some(sure(Rat::from(picked.stretches.iter().map(ExactSizeIterator::len).sum::<usize>())));
        }
        let end = picked.group.rows.len();
        match (self.running(id).get(group as usize)?, picked.stretches.as_slice()) {
            (Running::Sums(sums), stretches) => {
                return Some(sure(stretches.iter().fold(Rat::ZERO, |t, r| t + (&sums[r.end] - &sums[r.start]))));
            }
            (Running::Extremes { up_to, .. }, [r]) if r.start == 0 && up_to[r.end].is_some() => {
                return up_to[r.end].clone().map(sure);
            }
            (Running::Extremes { from, .. }, [r]) if r.end == end && from[r.start].is_some() => {
                return from[r.start].clone().map(sure);
            }
            (Running::Extremes { .. } | Running::Truths(_) | Running::Unclear, _) => {}
        }
        self.once(id, group, &picked, env)
    }

    /// Rows in hand that pick the same rows share what is worked out for them.
    fn once(&self, id: AggId, group: u32, picked: &Picked<'_>, env: &Env) -> Option<Value> {
        let scope = self.plan.scope(self.plan.agg(id).scope);
        let (_, slot) = scope.residual?;
        if !self.looks_at_inner(id, slot) {
            return None;
        }
        let ends = picked.stretches.iter().flat_map(|r| [r.start as u64, r.end as u64]);
        let part: KeyBits = std::iter::once(u64::from(group)).chain(ends).collect();
        let forms = &self.forms[id.0 as usize];
        if let Some(hit) = forms.lock().ok().and_then(|c| c.get(&part).cloned()) {
            return Some((*hit).clone());
        }
        let members = Members::default();
        let value = self.fold_members(id, &picked.rows(), &members, (env, Some(slot)));
        Some(match forms.lock() {
            Ok(mut cache) => (**cache.entry(part).or_insert_with(|| Arc::new(value))).clone(),
            Err(_) => value,
        })
    }

    /// `every` and `some` over stretches of a group.
    pub fn quantified_stretches(&self, all: bool, id: AggId, key: &[Key], env: &Env) -> Option<Truth> {
        let (group, picked) = self.stretches_alone(id, key, env)?;
        let Running::Truths(truths) = self.running(id).get(group as usize)? else { return None };
        let count = |side: fn(&(usize, usize)) -> usize| {
            picked.stretches.iter().map(|r| side(&truths[r.end]) - side(&truths[r.start])).sum::<usize>()
        };
        Some(Truth::of(if all { count(|t| t.1) == 0 } else { count(|t| t.0) > 0 }))
    }

    fn looks_at_inner(&self, id: AggId, slot: u8) -> bool {
        let inner = |node| self.plan.slots(node).is_some_and(|slots| slots.iter().all(|s| *s == slot));
        match &self.plan.agg(id).measure {
            Measure::Count => true,
            Measure::Sum(lin) | Measure::Valued(lin) => inner(Node::Lin(lin)),
            Measure::Min(num) | Measure::Max(num) | Measure::Quantile(num, _) => inner(Node::Num(num)),
            Measure::Distinct(text) => inner(Node::Text(text)),
            Measure::Truth(cond) => inner(Node::Cond(*cond)),
        }
    }

    /// The running totals of a measure, group by group.
    fn running(&self, id: AggId) -> &[Running] {
        self.running[id.0 as usize].get_or_init(|| {
            let agg = self.plan.agg(id);
            let Some(ordered) = self.ordered(agg.scope) else { return Vec::new() };
            let slot = self.plan.scope(agg.scope).residual.map_or(0, |(_, slot)| slot);
            let fits = self.looks_at_inner(id, slot);
            let one = |g: &OrderedGroup| self.run(id, g).filter(|_| fits).unwrap_or(Running::Unclear);
            ordered.groups.iter().map(one).collect()
        })
    }

    fn run(&self, id: AggId, group: &OrderedGroup) -> Option<Running> {
        let agg = self.plan.agg(id);
        let inner = |row: u32| self.alone(agg.scope, row);
        match &agg.measure {
            Measure::Sum(lin) | Measure::Valued(lin) => {
                let counts = matches!(agg.measure, Measure::Valued(_));
                let mut sums = vec![Rat::ZERO];
                for &row in &group.rows {
                    let so_far = sums.last()?;
                    let next =
                        known(self.lin(lin, &inner(row)))?.map_or(so_far.clone(), |v| so_far + if counts { Rat::ONE } else { v });
                    sums.push(next);
                }
                Some(Running::Sums(sums))
            }
            Measure::Min(num) | Measure::Max(num) => {
                let least = matches!(agg.measure, Measure::Min(_));
                let values: Option<Vec<Option<Rat>>> = group.rows.iter().map(|r| known(self.num(num, &inner(*r)))).collect();
                let values = values?;
                let mut from = best(values.iter().rev(), least);
                from.reverse();
                Some(Running::Extremes { up_to: best(values.iter(), least), from })
            }
            Measure::Truth(cond) => {
                let mut truths = vec![(0, 0)];
                for &row in &group.rows {
                    let (passed, failed) = *truths.last()?;
                    truths.push(match self.truth(*cond, &inner(row)) {
                        Truth::TRUE => (passed + 1, failed),
                        Truth::FALSE => (passed, failed + 1),
                        Truth::NO_BASE => (passed, failed),
                        _ => return None,
                    });
                }
                Some(Running::Truths(truths))
            }
            Measure::Count | Measure::Quantile(..) | Measure::Distinct(_) => None,
        }
    }
}

/// A value in full: a number, or surely none; nothing where it is open.
fn known(value: Value) -> Option<Option<Rat>> {
    match value.base {
        Truth::NO_BASE => Some(None),
        Truth::TRUE => value.form.as_constant().cloned().map(Some),
        _ => None,
    }
}

/// The least or greatest of the first so many.
fn best<'v>(values: impl Iterator<Item = &'v Option<Rat>>, least: bool) -> Vec<Option<Rat>> {
    let mut out = vec![None];
    let mut so_far: Option<Rat> = None;
    for value in values {
        so_far = match (so_far, value) {
            (Some(a), Some(b)) => Some(if (*b < a) == least { b.clone() } else { a }),
            (a, b) => a.or_else(|| b.clone()),
        };
        out.push(so_far.clone());
    }
    out
}
