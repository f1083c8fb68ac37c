//! Results for people: the figure with what it is worked out of, what is missing, and its place.

use crate::data::CellState;
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::judge::shows::Shown;
use crate::eval::judge::subjects::Subjects;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::finding::{Figure, Listed, Place, Ranked, Series, ShownCase, ShownRow, Whose};
use crate::num::{End, Interval, Rat};
use crate::plan::{Node, RulePlan, ShowPlan, ShownValue};
use crate::ty::Origin;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What the subjects of a line came to, and under open parameters what in which case.
pub struct Came<'c> {
    pub shown: Vec<Shown>,
    pub cases: &'c (dyn Fn(usize) -> Vec<ShownCase> + Sync),
}

impl Explain<'_> {
    /// What the `show` lines of a rule come to.
    pub fn results(&self, plan: &RulePlan, subjects: &Subjects, all: bool) -> Vec<Series> {
        let lines = plan.shows.iter().enumerate().zip(self.shown(plan, subjects));
        lines.map(|(show, shown)| self.series(plan, show, subjects, &Came { shown, cases: &|_| Vec::new() }, all)).collect()
    }

    /// The results of one line; `all`: with those that surely do not belong to a list.
    pub fn series(
        &self,
        plan: &RulePlan,
        (at, show): (usize, &ShowPlan),
        subjects: &Subjects,
        came: &Came<'_>,
        all: bool,
    ) -> Series {
        let declared = &self.rules.rules[plan.rule].shows[at];
        let shown: Vec<Shown> = came.shown.iter().map(Shown::settled).collect();
        let unit = if let ShownValue::Number(side, _) = &show.value { Some(side.unit.clone()) } else { None };
        let speaks = |i: &usize| shown[*i].applies.can_be_true();
        let mut kept: Vec<usize> = (0..shown.len()).filter(speaks).collect();
        let not_applicable = shown.len() - kept.len();
        let silent = (0..shown.len()).filter(|i| all && !speaks(i));
        let unspoken = silent.map(|i| self.subject(plan, &subjects.env(i))).collect();
        let outside = |i: &usize| shown[*i].figure == Figure::Listed(Listed::Not);
        let others = kept.iter().filter(|i| outside(i)).count();
        if !all {
            kept.retain(|i| !outside(i));
        }
        let places = declared.ranked.map(|order| self.places(plan, order, &kept, subjects, &shown));
        if let Some(places) = &places {
            let rank = |i: &usize| {
                let figure = &shown[*i].figure;
                let place = places.get(i);
                (place.is_none(), !figure.is_settled(), place.map(|p| (p.best, p.worst.unwrap_or(u64::MAX))))
            };
            kept.sort_by_key(rank);
        }
        let unlisted = kept.len().saturating_sub(Series::LIMIT);
        kept.truncate(Series::LIMIT);
        let row = |i: usize| {
            let place = places.as_ref().and_then(|p| p.get(&i).copied());
            let row = self.shown_row(plan, show, &shown[i], &subjects.env(i));
            ShownRow { place, cases: (came.cases)(i), ..row }
        };
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        Series {
            rule: plan.rule,
            show: at,
            label: declared.label.clone(),
            unit,
            is_list: matches!(show.value, ShownValue::List(_)),
            ranked: declared.ranked,
            span: show.span,
            rows: kept.into_par_iter().map(row).collect(),
            others: count(others),
            not_applicable: count(not_applicable),
            unspoken,
            may_grow: self.may_grow(plan, subjects),
            unlisted: count(unlisted),
        }
    }

    fn shown_row(&self, plan: &RulePlan, show: &ShowPlan, shown: &Shown, env: &Env) -> ShownRow {
        let perhaps = shown.applies != Truth::TRUE;
        let mut trace = Trace::default();
        let mut workings = Vec::new();
        match &show.value {
            ShownValue::Number(side, inputs) => {
                workings.extend(std::iter::once(&**side).chain(inputs).map(|s| self.operand(s, env)));
                self.trace_forms(Node::Num(&side.value), env, &mut trace);
            }
            ShownValue::Text(text) => {
                let open = if shown.figure.is_settled() { Truth::TRUE } else { Truth::UNKNOWN };
                self.fact_text(text, open, env, &mut trace);
            }
            ShownValue::List(cond) => {
                self.case_by_case(*cond, env, &mut trace);
            }
        }
        if shown.figure.is_settled() {
            trace.symbols.clear();
            trace.facts.clear();
        }
        if perhaps {
            self.gate_causes(plan, env, &mut trace);
            self.due_causes(plan, show.due, env, &mut trace);
        }
        let mut causes = Vec::new();
        if perhaps || !shown.figure.is_settled() {
            causes = self.causes(&mut trace);
            // A result has no verdict: nothing is met.
            causes.iter_mut().for_each(|cause| cause.turns_at = None);
            causes.extend(self.silence(env).filter(|_| causes.is_empty()));
        }
        ShownRow {
            subject: self.subject(plan, env),
            figure: shown.figure.clone(),
            whose: self.whose_shown(&show.value, env),
            perhaps,
            place: None,
            workings,
            cells: self.told_cells(trace.cells),
            causes,
            cases: Vec::new(),
        }
    }

    /// Whether somebody is on a list tells nothing of whom it was held against.
    fn whose_shown(&self, value: &ShownValue, env: &Env) -> Whose {
        match value {
            ShownValue::Number(side, _) => self.whose_read(Node::Num(&side.value), env),
            ShownValue::Text(text) => self.whose_read(Node::Text(text), env),
            ShownValue::List(_) => Whose::nobodys(),
        }
    }

    /// The places of figures among those of their period; what has no base has none.
    fn places(
        &self,
        plan: &RulePlan,
        order: Ranked,
        kept: &[usize],
        subjects: &Subjects,
        shown: &[Shown],
    ) -> BTreeMap<usize, Place> {
        let mut groups: BTreeMap<Option<String>, Vec<Contestant>> = BTreeMap::new();
        let periods: Vec<Option<String>> = kept.par_iter().map(|i| self.subject(plan, &subjects.env(*i)).period).collect();
        for (i, period) in kept.iter().zip(periods) {
            let Figure::Number { value, lacks } = &shown[*i].figure else { continue };
            let value = if order == Ranked::Ascending { value.neg() } else { value.clone() };
            let sure = !lacks && shown[*i].applies == Truth::TRUE;
            groups.entry(period).or_default().push(Contestant { at: *i, value, sure });
        }
        let open = self.has_open_groups(plan);
        let placed = |group: &Vec<Contestant>| {
            let grows = open || group.first().is_some_and(|c| self.grows_beside(plan, &subjects.env(c.at)));
            standings(group, grows)
        };
        groups.values().flat_map(placed).collect()
    }

    /// Whether there may be subjects that nobody sent, in any of the periods in hand.
    fn may_grow(&self, plan: &RulePlan, subjects: &Subjects) -> bool {
        if subjects.len == 0 || self.has_open_groups(plan) {
            return subjects.len > 0 || self.grows_beside(plan, &Env::default());
        }
        let mut seen: BTreeSet<Vec<Option<i64>>> = BTreeSet::new();
        (0..subjects.len).any(|i| {
            let env = subjects.env(i);
            let periods =
                env.rels.iter().zip(&env.rows).map(|(rel, row)| self.period(&Env::of(*rel, *row)).map(|(p, _)| p)).collect();
            seen.insert(periods) && self.grows_beside(plan, &env)
        })
    }

    /// A row whose group is not known may form one of its own.
    fn has_open_groups(&self, plan: &RulePlan) -> bool {
        plan.subjects.iter().any(|s| {
            let rows = self.table(s.rel).rows;
            s.by.iter().any(|col| (0..rows).any(|row| self.column(s.rel, *col).state(row) != CellState::Known))
        })
    }

    /// Whether there may be more subjects of the period of this one.
    fn grows_beside(&self, plan: &RulePlan, env: &Env) -> bool {
        plan.subjects.iter().enumerate().filter(|(_, s)| s.over.is_none()).any(|(slot, s)| {
            let relation = self.rules.schema.get(s.rel);
            let row = env.rows.get(slot).copied();
            match relation.origin {
                Origin::Policy | Origin::Calendar => false,
                Origin::Nested { .. } => !self.complete.all_lists(s.rel),
                Origin::Submitted => {
                    let period = row.and_then(|row| self.period(&Env::of(s.rel, row))).map(|(p, _)| p);
                    !self.complete.is_complete(s.rel, relation.period().is_some(), period, None)
                }
            }
        })
    }
}

/// Who takes part in a ranking.
struct Contestant {
    at: usize,
    value: Interval,
    /// It surely has a figure.
    sure: bool,
}

/// Before everybody stand those whose figure is surely greater, at most those whose figure may be.
fn standings(group: &[Contestant], grows: bool) -> Vec<(usize, Place)> {
    // A lower end that is open lies above itself.
    let low = |c: &Contestant| c.value.lo.value().map(|v| (v.clone(), !c.value.lo.is_closed()));
    let mut sure: Vec<(Rat, bool)> = group.iter().filter(|c| c.sure).filter_map(low).collect();
    let mut high: Vec<Rat> = group.iter().filter_map(|c| c.value.hi.value().cloned()).collect();
    let boundless = group.len() - high.len();
    sure.sort_unstable();
    high.sort_unstable();
    let standing = |c: &Contestant| {
        let ahead = match &c.value.hi {
            End::Unbounded => 0,
            End::Closed(v) => sure.len() - sure.partition_point(|(lo, open)| (lo, *open) <= (v, false)),
            End::Open(v) => sure.len() - sure.partition_point(|(lo, _)| lo < v),
        };
        let (perhaps, own) = match c.value.lo.value() {
            None => (group.len(), true),
            Some(v) => (boundless + high.len() - high.partition_point(|hi| hi <= v), c.value.reaches_above(v)),
        };
        let place = |n: usize| u64::try_from(n + 1).unwrap_or(u64::MAX);
        (c.at, Place { best: place(ahead), worst: (!grows).then(|| place(perhaps - usize::from(own))) })
    };
    group.iter().map(standing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::int;

    fn places(values: &[(Interval, bool)]) -> Vec<(u64, u64)> {
        let group: Vec<Contestant> =
            values.iter().enumerate().map(|(at, (value, sure))| Contestant { at, value: value.clone(), sure: *sure }).collect();
        standings(&group, false).into_iter().map(|(_, p)| (p.best, p.worst.expect("nobody else"))).collect()
    }

    #[test]
    fn equal_figures_share_a_place_and_the_next_is_skipped() {
        let exact = |n| (Interval::exact(int(n)), true);
        assert_eq!(places(&[exact(5), exact(9), exact(5), exact(1)]), [(2, 2), (1, 1), (2, 2), (4, 4)]);
    }

    #[test]
    fn what_is_open_may_stand_before_and_behind() {
        let exact = |n| (Interval::exact(int(n)), true);
        let over = |n| (Interval { lo: End::Open(int(n)), hi: End::Unbounded }, true);
        assert_eq!(places(&[exact(5), over(5)]), [(2, 2), (1, 1)], "more than 5 is more than 5");
        assert_eq!(places(&[exact(5), (Interval::at_least(int(5)), true)]), [(1, 2), (1, 1)]);
        assert_eq!(places(&[exact(5), (Interval::closed(int(1), int(6)), true)]), [(1, 2), (1, 2)]);
        assert_eq!(places(&[exact(5), (Interval::at_most(int(5)), true)]), [(1, 1), (1, 2)]);
        assert_eq!(places(&[exact(5), (Interval::exact(int(6)), false)]), [(1, 2), (1, 1)], "it may not be there");
        assert_eq!(places(&[(Interval::all(), true), (Interval::all(), true)]), [(1, 2), (1, 2)]);
    }
}
