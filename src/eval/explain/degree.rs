//! How far a line is fulfilled, from 0 to 1: what scorecards give in proportion. An interval that holds every completion of the data.
//!
//! | condition | degree |
//! |---|---|
//! | holds | 1 |
//! | `x >= b`, `x > b` | `x / b` |
//! | `x <= b`, `x < b` | `b / x` |
//! | `x = b`, `x about b within t` | 1 less the distance from what would do, over `b`: `1 − max(0, |x − b| − t) / b` |
//! | `a and b` | the least of the parts |
//! | `a or b` | the greatest of the parts |
//! | `every`, sets that must be part of others | the members that hold, over all |
//! | `choose` | that of the arm that is taken |
//! | anything else (`not`, `some`, facts, days, periods) | 0 |
//!
//! All between 0 and 1. Below its bound `x = b` is `x / b`, as `x >= b` is; a distance beyond the bound itself leaves nothing.

use crate::ast::CmpOp;
use crate::eval::explain::context::Explain;
use crate::eval::types::env::Env;
use crate::eval::types::truth::Truth;
use crate::num::{End, Interval, Rat, int, signum};
use crate::plan::{AggId, Compare, Cond, CondId, Key, LinePlan, Measure, RulePlan};

impl Explain<'_> {
    /// Whether some scorecard gives points in proportion to this rule.
    pub fn is_graded(&self, rule: usize) -> bool {
        let id = self.rules.rules.get(rule).map(|r| r.id.as_str());
        self.rules.scorecards.iter().flat_map(|c| &c.items).any(|i| i.in_proportion && Some(i.rule_name.as_str()) == id)
    }

    /// Of a line, or of the exceptions that may take its place.
    pub fn line_degree(&self, plan: &RulePlan, line: &LinePlan, env: &Env) -> Interval {
        let reached = self.settled(plan.when, env).can_be_true();
        let mut ways: Vec<CondId> = Vec::new();
        let mut taken = false;
        for (when, own) in plan.except.iter().filter(|_| reached) {
            let holds = self.truth(*when, env);
            taken |= holds == Truth::TRUE;
            if holds.can_be_true() {
                ways.push(own.cond);
            }
        }
        if !taken {
            ways.push(line.cond);
        }
        let all = ways.into_iter().map(|c| self.degree(c, env));
        all.reduce(|a, b| a.hull(&b)).unwrap_or_else(anything)
    }

    fn degree(&self, id: CondId, env: &Env) -> Interval {
        env.known.degrees.get(id, self.plan.uses.cond(id), || self.degree_anew(id, env))
    }

    fn degree_anew(&self, id: CondId, env: &Env) -> Interval {
        let truth = self.truth(id, env);
        if truth == Truth::TRUE {
            return Interval::exact(Rat::ONE);
        }
        let own = match self.plan.cond(id) {
            Cond::Compare(compare) => self.compared_degree(compare, env),
            Cond::And(parts) => self.folded(parts, env, |a, b| if a < b { a } else { b }),
            Cond::Or(parts) => self.folded(parts, env, |a, b| if a > b { a } else { b }),
            Cond::Choose { arms, otherwise } => self.chosen_degree(arms, *otherwise, env),
            Cond::Quantified { all: true, agg, key, .. } => self.share_of_members(*agg, key, env),
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
            | Cond::Not(_)
            | Cond::Holds(_)
            | Cond::Quantified { .. } => None,
        };
        // What may hold may be wholly fulfilled; what has no degree is all or nothing.
        let own = own.unwrap_or_else(|| Interval::exact(Rat::ZERO));
        if truth.can_be_true() || truth.is_open() { own.hull(&Interval::exact(Rat::ONE)) } else { own }
    }

    /// The parts that have a base, end by end.
    fn folded(&self, parts: &[CondId], env: &Env, pick: fn(Rat, Rat) -> Rat) -> Option<Interval> {
        let kept = parts.iter().filter(|p| self.truth(**p, env) != Truth::NO_BASE);
        let folded = kept.map(|p| ends(&self.degree(*p, env))).reduce(|a, b| (pick(a.0, b.0), pick(a.1, b.1)));
        let mut folded = folded?;
        // A part that may lack its base may drop out of the least, and of the greatest.
        if parts.iter().any(|p| self.truth(*p, env).can_lack_base() && self.truth(*p, env) != Truth::NO_BASE) {
            let all: Vec<(Rat, Rat)> = parts.iter().map(|p| ends(&self.degree(*p, env))).collect();
            let low = all.iter().map(|(l, _)| l.clone()).min().unwrap_or_default();
            let high = all.iter().map(|(_, h)| h.clone()).max().unwrap_or(Rat::ONE);
            folded = (low, high);
        }
        Some(Interval::closed(folded.0, folded.1))
    }

    fn chosen_degree(&self, arms: &[(CondId, CondId)], otherwise: Option<CondId>, env: &Env) -> Option<Interval> {
        let mut possible = Vec::new();
        let mut last = otherwise;
        for (when, then) in arms {
            let holds = self.truth(*when, env);
            if holds.can_be_true() || holds.is_open() {
                possible.push(*then);
            }
            if holds == Truth::TRUE {
                last = None;
                break;
            }
        }
        possible.extend(last);
        possible.into_iter().map(|c| self.degree(c, env)).reduce(|a, b| a.hull(&b))
    }

    /// Members that hold, over all; who may or may not be a member is one where that makes the share lower, or higher.
    fn share_of_members(&self, agg: AggId, key: &[Key], env: &Env) -> Option<Interval> {
        let Measure::Truth(cond) = &self.plan.agg(agg).measure else { return None };
        let (sure, maybe, tail) = self.sure_and_maybe(agg, key, env);
        if tail {
            return Some(anything());
        }
        let truth = |row: &u32| self.truth(*cond, &self.inner_env(agg, *row, env));
        let away = self.members_away(agg, key, env);
        let [mut passed, mut failed] = [away.0, away.1].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        let mut open = 0i64;
        for row in &sure {
            match truth(row) {
                Truth::TRUE => passed += 1,
                Truth::FALSE => failed += 1,
                Truth::NO_BASE => {}
                _ => open += 1,
            }
        }
        let may = |wanted: fn(Truth) -> bool| maybe.iter().filter(|r| wanted(truth(r))).count();
        let may_fail = i64::try_from(may(|t| t.can_be_false() || t.is_open())).unwrap_or(i64::MAX);
        let may_pass = i64::try_from(may(|t| t.can_be_true() || t.is_open())).unwrap_or(i64::MAX);
        let share = |held: i64, all: i64| if all == 0 { Rat::ONE } else { int(held) / int(all) };
        let low = share(passed, passed.saturating_add(failed).saturating_add(open).saturating_add(may_fail));
        let held = passed.saturating_add(open).saturating_add(may_pass);
        Some(Interval::closed(low, share(held, held.saturating_add(failed))))
    }

    fn compared_degree(&self, compare: &Compare, env: &Env) -> Option<Interval> {
        if compare.left.unit.is_time() || compare.right.unit.is_time() {
            return None;
        }
        // Where there may be no base, nothing is known of the quotient.
        let known = |value: &crate::plan::Num| {
            let value = self.num(value, env);
            if value.base == Truth::TRUE { value.form.interval() } else { Interval::all() }
        };
        let apart = || self.margin(compare, env);
        if let Some(near) = &compare.near {
            return Some(nearness(&apart(), &known(&near.target.value)));
        }
        let (left, right) = (known(&compare.left.value), known(&compare.right.value));
        match compare.op {
            CmpOp::Ge | CmpOp::Gt => Some(attained(&left, &right)),
            CmpOp::Le | CmpOp::Lt => Some(attained(&right, &left)),
            CmpOp::Eq => {
                let apart = apart();
                let either = [nearness(&apart, &right), nearness(&apart.neg(), &right)].map(|i| ends(&i));
                let [(a, b), (c, d)] = either;
                Some(Interval::closed(if a < c { a } else { c }, if b < d { b } else { d }))
            }
            CmpOp::Ne => None,
        }
    }
}

/// From nothing to all.
fn anything() -> Interval {
    Interval::closed(Rat::ZERO, Rat::ONE)
}

fn ends(degree: &Interval) -> (Rat, Rat) {
    (degree.lo.value().cloned().unwrap_or(Rat::ZERO), degree.hi.value().cloned().unwrap_or(Rat::ONE))
}

/// `figure / bound`.
fn attained(figure: &Interval, bound: &Interval) -> Interval {
    let low = quotient(figure.lo.value(), bound.hi.value(), Rat::ZERO);
    let high = quotient(figure.hi.value(), bound.lo.value(), Rat::ONE);
    Interval::closed(low, high)
}

/// Between 0 and 1; rising in the figure, falling in the bound. What has no end goes the way of the question.
fn quotient(figure: Option<&Rat>, bound: Option<&Rat>, endless: Rat) -> Rat {
    match (figure, bound) {
        (Some(f), Some(b)) if f >= b => Rat::ONE,
        (Some(f), Some(b)) if signum(b) <= 0 || signum(f) <= 0 => Rat::ZERO,
        (Some(f), Some(b)) => f / b,
        _ => endless,
    }
}

/// `1 − max(0, excess) / |target|`.
fn nearness(excess: &Interval, target: &Interval) -> Interval {
    let size = [target.clone(), target.neg()];
    // The least and the greatest size of the target.
    let zero = target.contains(&Rat::ZERO) || (target.reaches_below(&Rat::ZERO) && target.reaches_above(&Rat::ZERO));
    let least = if zero { None } else { size.iter().filter_map(|t| t.lo.value()).filter(|v| signum(v) >= 0).max().cloned() };
    let greatest = match (&target.lo, &target.hi) {
        (End::Unbounded, _) | (_, End::Unbounded) => None,
        _ => size.iter().filter_map(|t| t.hi.value()).max().cloned(),
    };
    let left = |excess: Option<&Rat>, size: Option<Rat>, endless: Rat| match (excess, size) {
        (Some(e), _) if signum(e) <= 0 => Rat::ONE,
        (Some(e), Some(s)) if signum(&s) > 0 && *e < s => Rat::ONE - e / s,
        (Some(_), Some(_)) => Rat::ZERO,
        _ => endless,
    };
    let low = left(excess.hi.value(), least, Rat::ZERO);
    let high = left(excess.lo.value(), greatest, Rat::ONE);
    Interval::closed(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::ratio;

    fn range(lo: i64, hi: i64) -> Interval {
        Interval::closed(int(lo), int(hi))
    }

    #[test]
    fn floors_and_ceilings_by_quotient() {
        assert_eq!(attained(&range(30, 45), &range(60, 60)), Interval::closed(ratio(1, 2), ratio(3, 4)));
        assert_eq!(attained(&range(0, 0), &range(0, 0)), Interval::exact(Rat::ONE), "a bound of nothing is reached");
        assert_eq!(attained(&range(-5, -5), &range(10, 10)), Interval::exact(Rat::ZERO));
        assert_eq!(attained(&Interval::non_negative(), &range(10, 10)), anything());
    }

    #[test]
    fn distance_from_what_would_do_over_the_target() {
        // 50 where 40 is asked: 10 of 40 too far.
        assert_eq!(nearness(&range(10, 10), &range(40, 40)), Interval::exact(ratio(3, 4)));
        assert_eq!(nearness(&range(-3, -3), &range(40, 40)), Interval::exact(Rat::ONE));
        assert_eq!(nearness(&range(90, 90), &range(40, 40)), Interval::exact(Rat::ZERO));
        // 10 to 20 too far from 40 to 80: worst 20 of 40, best 10 of 80.
        assert_eq!(nearness(&range(10, 20), &range(40, 80)), Interval::closed(ratio(1, 2), ratio(7, 8)));
        // A target that may be nothing: any distance may be all.
        assert_eq!(nearness(&range(10, 20), &range(0, 80)), Interval::closed(Rat::ZERO, ratio(7, 8)));
        assert_eq!(nearness(&range(10, 20), &range(-80, -40)), Interval::closed(ratio(1, 2), ratio(7, 8)));
    }
}
