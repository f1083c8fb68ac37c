//! `every` and `some` among their rows: how many hold, and the row that tells most. For `every` that is the one that misses by most,
//! for `some` the one that misses by least.

use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::finding::{Detail, Whose, short_or_digest};
use crate::num::{Rat, abs, int};
use crate::plan::{AggId, Compare, Cond, CondId, Key, Measure};
use crate::ty::RelId;
use std::collections::BTreeSet;

/// How far a condition is from holding: the parts that fail, then the greatest miss among them as a fraction of its bound. A text or a
/// flag that is wrong is a part with a miss of zero: none is nearer than another.
type Distance = (u32, Rat);

/// Members that fail and are looked at for what would mend them.
const OTHERS: usize = 12;
/// Members that fail and are kept by what they are called and how far they miss.
const KEPT: usize = 256;

impl Explain<'_> {
    /// `every` or `some`; `negated`: of what the members must not be.
    pub fn members_detail(&self, (all, negated): (bool, bool), agg: AggId, key: &[Key], env: &Env, trace: &mut Trace) -> Detail {
        let scope = self.plan.scope(self.plan.agg(agg).scope);
        let Measure::Truth(cond) = &self.plan.agg(agg).measure else { return Detail::None };
        // Where the members stand in order of the figure that is compared, those that tell most are at the ends.
        let sorted =
            self.sorted_out(agg, key, env).map(|s| if negated { (s.failing, s.passing) } else { (s.passing, s.failing) });
        let (mut rows, doubtful, tail) = match &sorted {
            Some((_, failing)) => (failing.ends.clone(), Vec::new(), false),
            None => self.sure_and_maybe(agg, key, env),
        };
        rows.extend(&doubtful);
        let doubtful: BTreeSet<u32> = doubtful.into_iter().collect();
        let inner = |row: u32| self.inner_env(agg, row, env);
        let (mut passed, mut failed, mut unknown, mut without_base) = (0, 0, 0, 0);
        let (mut breaking, mut telling): (Vec<u32>, Option<(Distance, u32)>) = (Vec::new(), None);
        for &row in &rows {
            let env = inner(row);
            let truth = if negated { self.truth(*cond, &env).not() } else { self.truth(*cond, &env) };
            // One that may not count decides nothing.
            if doubtful.contains(&row) && truth == Truth::of(!all) {
                unknown += 1;
                continue;
            }
            match truth {
                Truth::TRUE => passed += 1,
                Truth::NO_BASE => without_base += 1,
                Truth::FALSE => {
                    failed += 1;
                    breaking.push(row);
                    let distance = self.distance(*cond, negated, &env);
                    let tells_more = |(own, _): &(Distance, u32)| if all { distance > *own } else { distance < *own };
                    if telling.as_ref().is_none_or(tells_more) {
                        telling = Some((distance, row));
                    }
                }
                _ => {
                    unknown += 1;
                    self.told_as(*cond, negated, &env, trace);
                }
            }
        }
        let (hold, fail) = self.members_away(agg, key, env);
        (passed, failed) = if negated { (passed + fail, failed + hold) } else { (passed + hold, failed + fail) };
        if let Some((passing, mut failing)) = sorted {
            (passed, failed) = (passing.rows.len() as u64, failing.rows.len() as u64);
            first_few(&mut failing.rows, KEPT);
            breaking = failing.rows;
        }
        let who = if all { self.who_breaks(scope.rel, (*cond, negated), &breaking, &inner) } else { String::new() };
        let telling = telling.map(|(_, row)| row);
        let worst = telling.map(|row| {
            let detail = self.told_as(*cond, negated, &inner(row), trace);
            Box::new((self.row_title(scope.rel, row), detail))
        });
        let worst_of = telling.map_or_else(Whose::nobodys, |row| self.whose(scope.rel, row));
        if all {
            let others = breaking.iter().filter(|row| Some(**row) != telling).take(OTHERS);
            trace.too_many |= breaking.len() > OTHERS;
            self.mended_too(*cond, negated, others.map(|row| inner(*row)), trace);
        }
        if !self.quantified(all != negated, agg, key, env).is_single() {
            self.filter_causes(agg, key, env, trace);
            self.maybe_causes((all, negated), *cond, agg, &rows, env, trace);
        }
        if tail {
            let key: Vec<Option<u64>> = key.iter().map(|k| self.key_part(k, env)).collect();
            trace.facts.extend(self.unsent_causes(scope, &key, Some(env)));
        }
        Detail::Members { wanted_all: all, passed, failed, unknown, without_base, more: tail, worst, breaking: who, worst_of }
    }

    /// What the members that fail are called, and how far each misses.
    fn who_breaks(&self, rel: RelId, (cond, negated): (CondId, bool), rows: &[u32], inner: &dyn Fn(u32) -> Env) -> String {
        let one = |row: &u32| {
            let (parts, miss) = self.distance(cond, negated, &inner(*row));
            let times = if parts > 1 { format!(" {parts}×") } else { " ".to_string() };
            format!("{}{times}{miss}", self.row_title(rel, *row))
        };
        let mut all: Vec<String> = rows.iter().take(KEPT).map(one).collect();
        // The order of rows is no part of it.
        all.sort_unstable();
        short_or_digest(all.join(", "))
    }

    /// Beside the member that tells most the others have to be mended as well.
    fn mended_too(&self, cond: CondId, negated: bool, others: impl Iterator<Item = Env>, trace: &mut Trace) {
        for env in others {
            let mut own = Trace::default();
            self.told_as(cond, negated, &env, &mut own);
            own.groups().into_iter().for_each(|g| trace.add_repairs(g.to_vec()));
        }
    }

    /// `negated`: from not holding.
    fn distance(&self, id: CondId, negated: bool, env: &Env) -> Distance {
        let zero = (0, Rat::ZERO);
        let truth = self.truth(id, env);
        if (if negated { truth.not() } else { truth }) == Truth::TRUE {
            return zero;
        }
        let of = |parts: &[CondId]| parts.iter().map(|p| self.distance(*p, negated, env)).collect::<Vec<_>>();
        let all = |parts: &[CondId]| {
            let join = |(n, far): Distance, (m, miss): Distance| (n.saturating_add(m), if miss > far { miss } else { far });
            of(parts).into_iter().fold(zero.clone(), join)
        };
        let any = |parts: &[CondId]| of(parts).into_iter().min().unwrap_or((1, Rat::ZERO));
        match self.plan.cond(id) {
            Cond::Compare(compare) => (1, self.relative_miss(compare, env)),
            // Not (a and b) is not a or not b.
            Cond::And(parts) => {
                if negated {
                    any(parts)
                } else {
                    all(parts)
                }
            }
            Cond::Or(parts) => {
                if negated {
                    all(parts)
                } else {
                    any(parts)
                }
            }
            Cond::Not(part) => self.distance(*part, !negated, env),
            Cond::Const(_)
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
            | Cond::Holds(_)
            | Cond::Choose { .. }
            | Cond::Quantified { .. } => (1, Rat::ZERO),
        }
    }

    /// The margin over the bound; the margin alone where the bound is zero or open.
    fn relative_miss(&self, compare: &Compare, env: &Env) -> Rat {
        // More than nothing, held as a share of nothing, is beyond every bound.
        if [&compare.left, &compare.right].iter().any(|side| self.num(&side.value, env).base == Truth::NO_BASE) {
            return int(i64::MAX);
        }
        let Some(margin) = self.margin(compare, env).as_exact().map(abs) else { return Rat::ZERO };
        let bound = match &compare.near {
            Some(near) => self.num(&near.target.value, env),
            None => self.num(&compare.right.value, env),
        };
        match bound.form.interval().as_exact().map(abs).filter(|b| !b.is_zero()) {
            Some(bound) => margin / bound,
            None => margin,
        }
    }
}

/// The least so many, in order.
fn first_few(rows: &mut Vec<u32>, count: usize) {
    if rows.len() > count {
        rows.select_nth_unstable(count);
        rows.truncate(count);
    }
    rows.sort_unstable();
}
