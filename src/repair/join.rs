//! Many demands at once: those that are not fulfilled are looked at first, in groups that have figures in common; what their least changes
//! would break is looked at besides, until nothing is broken. Every group is solved with some of all demands, so what it comes to is a bound
//! for all of them, and the whole is as small as can be.

use super::demand::{Demand, Point, Unknown};
use super::search::{Found, contradict, least};
use std::collections::{BTreeMap, BTreeSet};

/// Times that more demands are taken in.
const MOST_ROUNDS: usize = 60;

#[derive(Clone, Debug, Default)]
pub struct Joined {
    pub at: Point,
    /// No other changes are fewer, or as many and smaller.
    pub proven: bool,
    /// Demands that contradict one another, none of them to be left out.
    pub contradictions: Vec<Vec<usize>>,
    /// Demands that were left, because they contradict others or the limits were reached.
    pub left: BTreeSet<usize>,
    /// Of these, those for which the limits were reached.
    pub unknown: BTreeSet<usize>,
    /// Demands that had a part in what was found.
    pub active: BTreeSet<usize>,
}

/// `budget` is what work may be done in all, and what is left of it.
pub fn join(unknowns: &[Unknown], demands: &[Demand], budget: &mut usize) -> Joined {
    let nowhere = Point::new();
    let is_broken: Vec<bool> = demands.iter().map(|d| !d.holds(&nowhere)).collect();
    let mut out = Joined { proven: true, ..Joined::default() };
    let mut active: BTreeSet<usize> = (0..demands.len()).filter(|i| is_broken[*i]).collect();
    let mut solved: BTreeMap<Vec<usize>, Point> = BTreeMap::new();
    for round in 0.. {
        let groups = groups(demands, &active);
        solved.retain(|group, _| groups.contains(group));
        for group in groups {
            if solved.contains_key(&group) {
                continue;
            }
            let own: Vec<&Demand> = group.iter().map(|i| &demands[*i]).collect();
            let given_up: Vec<usize> = match least(unknowns, &own, budget) {
                Found::Point { at, proven } => {
                    out.proven &= proven;
                    solved.insert(group, at);
                    continue;
                }
                Found::Contradiction => {
                    let core = core(unknowns, demands, &group, budget);
                    let broken = core.iter().copied().filter(|i| is_broken[*i]).collect();
                    out.contradictions.push(core);
                    broken
                }
                Found::Unknown => {
                    out.unknown.extend(group.iter().filter(|i| is_broken[**i]));
                    group.iter().copied().filter(|i| is_broken[*i]).collect()
                }
            };
            // Whoever was whole before cannot be the trouble alone; without any to give up there is no way on.
            let given_up = if given_up.is_empty() { group } else { given_up };
            given_up.iter().for_each(|i| {
                active.remove(i);
            });
            out.left.extend(given_up);
        }
        out.at = solved.values().flatten().map(|(i, n)| (*i, n.clone())).collect();
        let missed: Vec<usize> =
            (0..demands.len()).filter(|i| !out.left.contains(i) && !active.contains(i) && !demands[*i].holds(&out.at)).collect();
        let settled = active.iter().all(|i| solved.keys().any(|g| g.contains(i)));
        if missed.is_empty() && settled {
            break;
        }
        if round >= MOST_ROUNDS {
            out.proven = false;
            break;
        }
        active.extend(missed);
    }
    out.active = active;
    out
}

/// Demands that have unknowns in common, directly or through others.
fn groups(demands: &[Demand], active: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut groups: Vec<(BTreeSet<usize>, Vec<usize>)> = Vec::new();
    for at in active {
        let mut unknowns = BTreeSet::new();
        demands[*at].unknowns(&mut unknowns);
        let mut own = vec![*at];
        groups.retain_mut(|(theirs, list)| {
            let apart = theirs.is_disjoint(&unknowns);
            if !apart {
                unknowns.append(theirs);
                own.append(list);
            }
            apart
        });
        own.sort_unstable();
        groups.push((unknowns, own));
    }
    let mut out: Vec<Vec<usize>> = groups.into_iter().map(|(_, list)| list).collect();
    out.sort();
    out
}

/// Of demands that contradict one another those without which the rest would not.
fn core(unknowns: &[Unknown], demands: &[Demand], group: &[usize], budget: &mut usize) -> Vec<usize> {
    let mut kept = group.to_vec();
    for at in group {
        let fewer: Vec<&Demand> = kept.iter().filter(|i| *i != at).map(|i| &demands[*i]).collect();
        if contradict(unknowns, &fewer, budget) == Some(true) {
            kept.retain(|i| i != at);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::CmpOp;
    use crate::num::{Rat, int};

    fn free(n: usize) -> Vec<Unknown> {
        vec![Unknown { low: None, high: None, weight: Some(Rat::ONE) }; n]
    }

    fn row(terms: &[(usize, i64)], op: CmpOp, bound: i64) -> Demand {
        Demand::of(&terms.iter().map(|(i, c)| (*i, int(*c))).collect(), op, &int(bound))
    }

    fn point(list: &[(usize, i64)]) -> Point {
        list.iter().map(|(i, n)| (*i, int(*n))).collect()
    }

    #[test]
    fn what_a_change_would_break_changes_too() {
        // The part goes up by 3; the total is the sum and must follow; nothing else does.
        let demands = [
            row(&[(0, 1)], CmpOp::Ge, 3),
            row(&[(0, 1), (1, 1), (2, -1)], CmpOp::Eq, 0),
            row(&[(3, 1)], CmpOp::Le, 5),
            row(&[(1, 1)], CmpOp::Ge, 0),
        ];
        let mut unknowns = free(4);
        unknowns[1].weight = Some(int(2));
        let joined = join(&unknowns, &demands, &mut 100_000_000);
        assert_eq!((joined.at, joined.proven), (point(&[(0, 3), (2, 3)]), true));
        assert_eq!(joined.active, BTreeSet::from([0, 1]));
    }

    #[test]
    fn hundreds_of_lines_apart_are_hundreds_of_small_tasks() {
        let demands: Vec<Demand> = (0..300).map(|i| row(&[(2 * i, 1), (2 * i + 1, 2)], CmpOp::Ge, 4)).collect();
        let joined = join(&free(600), &demands, &mut 100_000_000);
        assert_eq!(joined.at, (0..300).map(|i| (2 * i + 1, int(2))).collect());
        assert!(joined.proven);
    }

    #[test]
    fn a_contradiction_is_named_and_the_rest_is_mended() {
        let demands = [
            row(&[(0, 1), (1, 1)], CmpOp::Ge, 5),
            row(&[(0, 1)], CmpOp::Le, 2),
            row(&[(1, 1)], CmpOp::Le, 2),
            row(&[(2, 1)], CmpOp::Ge, 7),
            row(&[(0, 1)], CmpOp::Ge, -9),
        ];
        let joined = join(&free(3), &demands, &mut 100_000_000);
        assert_eq!(joined.contradictions, [vec![0, 1, 2]]);
        // Only the first is broken as things stand.
        assert_eq!(joined.left, BTreeSet::from([0]));
        assert_eq!(joined.at, point(&[(2, 7)]));
    }
}
