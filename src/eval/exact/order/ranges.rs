//! Aggregates over ranges of rows in the order of a figure: what is known is read off running totals, the other rows are looked at one by one.

use crate::eval::exact::aggregate::Members;
use crate::eval::exact::context::Exact;
use crate::eval::exact::order::ordered::{Picked, known};
use crate::eval::tables::ordered::{Extremes, Ordered, OrderedGroup, Running, RunningValues};
use crate::eval::types::affine::PartOf;
use crate::eval::types::env::{Env, KeyBits};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::Value;
use crate::num::Rat;
use crate::plan::{AggId, Cond, Key, Measure, Node};
use std::borrow::Cow;
use std::sync::Arc;

/// The members of an aggregate: ranges of a group, and rows that are looked at one by one.
struct Split<'a> {
    group: u32,
    picked: Picked<'a>,
    sure: Vec<u32>,
    members: Members<'a>,
}

/// Rows whose figures lie together, and in row order those at the ends of each range of them.
#[derive(Default)]
pub struct Sorted {
    pub rows: Vec<u32>,
    pub ends: Vec<u32>,
}

/// Rows for which a comparison holds, and those for which it does not.
#[derive(Default)]
pub struct SortedOut {
    pub passing: Sorted,
    pub failing: Sorted,
}

impl Exact<'_> {
    /// What an aggregate comes to; `None` where its rows must be gone through.
    pub fn over_ranges(&self, id: AggId, key: &[Key], env: &Env) -> Option<Value> {
        let scope = self.plan.agg(id).scope;
        let (_, slot) = self.plan.scope(scope).residual?;
        let ordered = self.ordered(scope).filter(|o| o.whole)?;
        let split = self.members_split(id, ordered, key, env)?;
        let Some(running) = self.running(id).get(split.group as usize)? else { return self.shared(id, &split, env) };
        let ranges = &split.picked.ranges;
        let loose: Vec<u32> = running.loose_in(ranges).map(|at| split.picked.group.rows[at].1).collect();
        let lengths = || ranges.iter().map(ExactSizeIterator::len).sum::<usize>();
        let settled = match &running.values {
            RunningValues::Number => Some(Rat::from(lengths())),
            RunningValues::Sums(sums) => Some(ranges.iter().fold(Rat::ZERO, |t, r| t + (&sums[r.end] - &sums[r.start]))),
            RunningValues::Extremes(tree) => ranges.iter().fold(None, |best, r| tree.better(best, tree.of(r.clone()))).cloned(),
            RunningValues::Truths(_) => return None,
        };
        let sure: Vec<u32> = split.sure.into_iter().chain(loose).collect();
        let members = Members { settled, ..split.members };
        Some(self.fold_members(id, &sure, &members, (env, Some(slot))))
    }

    /// `every` and `some`: over ranges that the condition on both rows picks, or of rows that it takes all.
    pub fn quantified_ranges(&self, all: bool, id: AggId, key: &[Key], env: &Env) -> Option<Truth> {
        let scope = self.plan.agg(id).scope;
        let (passed, failed, split) = if let Some(ordered) = self.ordered_truths(id) {
            let split = self.members_split(id, ordered, key, env)?;
            let passed = split.picked.ranges.iter().map(ExactSizeIterator::len).sum::<usize>();
            let moved = split.picked.apart.len() - split.picked.group.apart.len();
            (passed, split.picked.group.rows.len() - passed - moved, split)
        } else {
            let ordered = self.ordered(scope).filter(|o| o.whole)?;
            let mut split = self.members_split(id, ordered, key, env)?;
            let running = self.running(id).get(split.group as usize)?.as_ref()?;
            let RunningValues::Truths(truths) = &running.values else { return None };
            let ranges = &split.picked.ranges;
            let count = |side: fn(&(usize, usize)) -> usize| {
                ranges.iter().map(|r| side(&truths[r.end]) - side(&truths[r.start])).sum::<usize>()
            };
            let (passed, failed) = (count(|t| t.0), count(|t| t.1));
            let loose: Vec<u32> = running.loose_in(ranges).map(|at| split.picked.group.rows[at].1).collect();
            split.sure.extend(loose);
            (passed, failed, split)
        };
        let so_far = Truth::of(if all { failed == 0 } else { passed > 0 });
        Some(self.truth_of_members(all, so_far, id, &split.sure, &split.members, env))
    }
    /// The members of an `every` or `some` by what their order says; `None` where it says nothing, or more than one bound is in it.
    pub fn sorted_out(&self, id: AggId, key: &[Key], env: &Env) -> Option<SortedOut> {
        let agg = self.plan.agg(id);
        let Measure::Truth(cond) = &agg.measure else { return None };
        let (_, slot) = self.plan.scope(agg.scope).residual?;
        let ordered = self.ordered_truths(id).filter(|o| o.bounds.len() == 1)?;
        let Cond::Compare(compare) = self.plan.cond(*cond) else { return None };
        let bound = compare.near.as_ref().map_or(&compare.right, |near| &near.target);
        if self.plan.slots(Node::Num(&bound.value))?.contains(&slot) || compare.share.is_some() || compare.mean.is_some() {
            return None;
        }
        let Split { picked, sure, members, .. } = self.members_split(id, ordered, key, env)?;
        let (rows, alone) = (&picked.group.rows, sure.is_empty() && members.maybe.is_empty() && !members.tail);
        let mut out = alone.then(SortedOut::default)?;
        let mut at = 0;
        // What lies between the ranges that pass fails.
        for range in picked.ranges.iter().cloned().chain(std::iter::once(rows.len()..rows.len())) {
            for (own, part) in [(&mut out.failing, at..range.start), (&mut out.passing, range.clone())] {
                let (Some(first), Some(last)) = (rows[part.clone()].first(), rows[part.clone()].last()) else { continue };
                // Of equal figures the first row.
                let last = part.start + rows[part.clone()].partition_point(|(v, _)| *v < last.0);
                own.ends.extend([first.1, rows[last].1]);
                own.rows.extend(rows[part].iter().map(|(_, row)| *row));
            }
            at = range.end;
        }
        [&mut out.passing, &mut out.failing].into_iter().for_each(|own| own.ends.sort_unstable());
        Some(out)
    }

    /// `None` where the group is not known, or a change that is tried may reach all its rows.
    fn members_split<'a>(&'a self, id: AggId, ordered: &'a Ordered, key: &[Key], env: &Env) -> Option<Split<'a>> {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        let (residual, slot) = scope.residual?;
        if env.changed.is_some() {
            let others = measured(&agg.measure).map(|node| self.plan.other_relations(node)).unwrap_or_default();
            self.moved(agg.scope, &others, env)?;
        }
        let all = self.members(id, key, env);
        let group = all.group?;
        let picked = self.picked(agg.scope, ordered, Some(group), env)?;
        let inner = |row: u32| env.with(slot, scope.rel, row);
        let (sure, mut maybe) = self.asked(&picked.apart, residual, &inner);
        let (firm, loose) = self.asked(&all.maybe, residual, &inner);
        maybe.extend(firm.into_iter().chain(loose));
        let part = PartOf { outer: env.rows.clone().into(), ..all.part };
        Some(Split { group, picked, sure, members: Members { sure: Cow::Borrowed(&[]), maybe, part, ..all } })
    }

    /// Measures without running totals: rows in hand that pick the same rows share what is worked out for them.
    fn shared(&self, id: AggId, split: &Split<'_>, env: &Env) -> Option<Value> {
        let (_, slot) = self.plan.scope(self.plan.agg(id).scope).residual?;
        let alone = split.sure.is_empty() && split.members.maybe.is_empty() && !split.members.tail;
        if !alone || env.changed.is_some() || !self.looks_at_inner(id, slot) {
            return None;
        }
        let ends = split.picked.ranges.iter().flat_map(|r| [r.start as u64, r.end as u64]);
        let part: KeyBits = std::iter::once(u64::from(split.group)).chain(ends).collect();
        let forms = &self.forms[id.0 as usize];
        if let Some(hit) = forms.lock().ok().and_then(|c| c.get(&part).cloned()) {
            return Some((*hit).clone());
        }
        let rows: Vec<u32> = split.picked.rows().collect();
        let value = self.fold_members(id, &rows, &Members::default(), (env, Some(slot)));
        Some(match forms.lock() {
            Ok(mut cache) => (**cache.entry(part).or_insert_with(|| Arc::new(value))).clone(),
            Err(_) => value,
        })
    }

    /// The measure looks at no row in hand but the inner one.
    fn looks_at_inner(&self, id: AggId, slot: u8) -> bool {
        let alone = |node| self.plan.slots(node).is_some_and(|slots| slots.iter().all(|s| *s == slot));
        measured(&self.plan.agg(id).measure).is_none_or(alone)
    }

    /// The groups of an `every` or `some` over all rows of a scope, in order of a figure that its condition compares with the row in hand.
    pub fn ordered_truths(&self, id: AggId) -> Option<&Ordered> {
        let agg = self.plan.agg(id);
        let Measure::Truth(cond) = &agg.measure else { return None };
        let (residual, _) = self.plan.scope(agg.scope).residual?;
        if *self.plan.cond(residual) != Cond::Const(true) {
            return None;
        }
        let made = &self.ordered_truths[id.0 as usize];
        made.get_or_init(|| self.put_in_order(agg.scope, *cond).filter(|o| o.whole)).as_ref()
    }

    /// What a measure comes to over ranges, group by group.
    pub fn running(&self, id: AggId) -> &[Option<Running>] {
        self.running[id.0 as usize].get_or_init(|| {
            let agg = self.plan.agg(id);
            let Some((_, slot)) = self.plan.scope(agg.scope).residual else { return Vec::new() };
            let Some(ordered) = self.ordered(agg.scope).filter(|o| o.whole) else { return Vec::new() };
            let fits = self.looks_at_inner(id, slot);
            ordered.groups.iter().map(|g| if fits { self.run(id, g) } else { None }).collect()
        })
    }

    fn run(&self, id: AggId, group: &OrderedGroup) -> Option<Running> {
        let agg = self.plan.agg(id);
        let mut loose = Vec::new();
        // One for each row; what is not known is nothing, and is looked at by itself.
        let mut values = |value: &dyn Fn(&Env) -> Value| -> Vec<Option<Rat>> {
            let of = |(at, (_, row)): (usize, &(Rat, u32))| {
                known(value(&self.inner_alone(agg.scope, *row))).unwrap_or_else(|| {
                    loose.push(at);
                    None
                })
            };
            group.rows.iter().enumerate().map(of).collect()
        };
        let values = match &agg.measure {
            Measure::Count => RunningValues::Number,
            Measure::Sum(lin) => RunningValues::Sums(sums(values(&|env| self.lin(lin, env)))),
            Measure::Valued(lin) => {
                let there = values(&|env| self.lin(lin, env)).into_iter().map(|v| v.map(|_| Rat::ONE));
                RunningValues::Sums(sums(there.collect()))
            }
            Measure::Min(num) => RunningValues::Extremes(Extremes::new(values(&|env| self.num(num, env)), true)),
            Measure::Max(num) => RunningValues::Extremes(Extremes::new(values(&|env| self.num(num, env)), false)),
            Measure::Truth(cond) => {
                let mut truths = vec![(0, 0)];
                for (at, (_, row)) in group.rows.iter().enumerate() {
                    let (passed, failed) = *truths.last()?;
                    truths.push(match self.truth(*cond, &self.inner_alone(agg.scope, *row)) {
                        Truth::TRUE => (passed + 1, failed),
                        Truth::FALSE => (passed, failed + 1),
                        Truth::NO_BASE => (passed, failed),
                        _ => {
                            loose.push(at);
                            (passed, failed)
                        }
                    });
                }
                RunningValues::Truths(truths)
            }
            Measure::Quantile(..) | Measure::Distinct(_) | Measure::Places(_) => return None,
        };
        Some(Running { values, loose })
    }
}

/// What is asked of each row.
fn measured(measure: &Measure) -> Option<Node<'_>> {
    match measure {
        Measure::Count => None,
        Measure::Sum(lin) | Measure::Valued(lin) => Some(Node::LinearForm(lin)),
        Measure::Min(num) | Measure::Max(num) | Measure::Quantile(num, _) => Some(Node::Num(num)),
        Measure::Places(places) => Some(Node::Num(&places.figure)),
        Measure::Distinct(value) => Some(value.node()),
        Measure::Truth(cond) => Some(Node::Cond(*cond)),
    }
}

/// The sums of the first none, one, two and so on.
fn sums(values: Vec<Option<Rat>>) -> Vec<Rat> {
    let mut out = vec![Rat::ZERO];
    let mut so_far = Rat::ZERO;
    for value in values {
        so_far += value.unwrap_or_default();
        out.push(so_far.clone());
    }
    out
}
