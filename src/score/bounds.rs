//! Numbers between two ends, and means of them in which some terms may be missing.

use crate::num::Rat;

/// Both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub low: Rat,
    pub high: Rat,
}

impl Bounds {
    pub fn exact(value: Rat) -> Self {
        Self { low: value.clone(), high: value }
    }

    pub fn as_exact(&self) -> Option<&Rat> {
        (self.low == self.high).then_some(&self.low)
    }
}

/// The weighted mean of (value, weight, may be missing): its least and its greatest value.
pub(super) fn weighted(rows: &[(&Bounds, &Rat, bool)]) -> Option<Bounds> {
    let lows: Vec<(Rat, &Rat, bool)> = rows.iter().map(|(b, w, o)| (b.low.clone(), *w, *o)).collect();
    let highs: Vec<(Rat, &Rat, bool)> = rows.iter().map(|(b, w, o)| (-b.high.clone(), *w, *o)).collect();
    Some(Bounds { low: least(lows)?, high: -least(highs)? })
}

/// The least mean: all that surely stay, and of the others those that pull it down, the lowest first.
fn least(mut rows: Vec<(Rat, &Rat, bool)>) -> Option<Rat> {
    rows.sort_by(|a, b| (a.2, &a.0).cmp(&(b.2, &b.0)));
    let (mut sum, mut weight) = (Rat::ZERO, Rat::ZERO);
    for (value, w, optional) in &rows {
        // Compared multiplied out; the first one always counts, a mean of nothing is none.
        if *optional && !weight.is_zero() && value * &weight >= sum {
            break;
        }
        sum += value * *w;
        weight += *w;
    }
    (!weight.is_zero()).then(|| sum / weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{int, ratio};

    fn all(rows: &[(i64, i64, i64, bool)]) -> Option<(Rat, Rat)> {
        let owned: Vec<(Bounds, Rat, bool)> =
            rows.iter().map(|(l, h, w, o)| (Bounds { low: int(*l), high: int(*h) }, int(*w), *o)).collect();
        let rows: Vec<_> = owned.iter().map(|(b, w, o)| (b, w, *o)).collect();
        weighted(&rows).map(|b| (b.low, b.high))
    }

    #[test]
    fn what_may_leave_stays_where_it_hurts_and_leaves_where_it_helps() {
        // 1 surely, 0 perhaps: between 1/2 and 1.
        assert_eq!(all(&[(1, 1, 1, false), (0, 0, 1, true)]), Some((ratio(1, 2), int(1))));
        // 0 surely with weight 20, 1 perhaps with weight 20: between 0 and 1/2.
        assert_eq!(all(&[(0, 0, 20, false), (1, 1, 20, true)]), Some((int(0), ratio(1, 2))));
        // Only such as may leave: the lowest and the highest alone.
        assert_eq!(all(&[(0, 1, 30, true), (1, 1, 10, true)]), Some((int(0), int(1))));
        assert_eq!(all(&[]), None);
    }

    #[test]
    fn weights_count() {
        // (20 × 1 + 30 × 0..1) ÷ 50
        assert_eq!(all(&[(1, 1, 20, false), (0, 1, 30, false)]), Some((ratio(2, 5), int(1))));
    }

    /// Against every subset, tried one by one.
    #[test]
    fn the_least_mean_is_that_of_the_worst_subset() {
        let rows = [(3, 5, 2, true), (1, 2, 1, true), (4, 4, 3, false), (2, 9, 1, true), (5, 6, 2, false)];
        let optional: Vec<usize> = (0..rows.len()).filter(|i| rows[*i].3).collect();
        let (mut low, mut high): (Option<Rat>, Option<Rat>) = (None, None);
        for mask in 0..1usize << optional.len() {
            let kept = |i: &usize| optional.iter().position(|o| o == i).is_none_or(|p| mask >> p & 1 == 1);
            let kept: Vec<usize> = (0..rows.len()).filter(kept).collect();
            let weight: i64 = kept.iter().map(|i| rows[*i].2).sum();
            let at = |f: fn(&(i64, i64, i64, bool)) -> i64| ratio(kept.iter().map(|i| f(&rows[*i]) * rows[*i].2).sum(), weight);
            let (l, h) = (at(|r| r.0), at(|r| r.1));
            low = Some(low.map_or(l.clone(), |x| x.min(l)));
            high = Some(high.map_or(h.clone(), |x| x.max(h)));
        }
        assert_eq!(all(&rows), low.zip(high));
    }
}
