//! Between which ends a quantile lies: it rises with each of its figures, so the ends are the quantiles of the lower and of the upper ends.

use crate::num::{End, Interval, Rat, floor, to_i64};
use std::cmp::Ordering;

/// Of figures that may not count so many are tried one after another; of more the least and the greatest are the ends.
const TRIED: usize = 64;

/// What a quantile is worked out of.
pub struct Figures {
    /// Figures that surely count.
    pub firm: Vec<Interval>,
    /// Figures that may count.
    pub loose: Vec<Interval>,
    /// What figures of rows nobody sent can be, and how many there are at most.
    pub unsent: Option<(Interval, Option<usize>)>,
}

impl Figures {
    /// At the place `share · (n − 1)` of the figures in order, counted from 0; between two of them by proportion. `None` where there is no figure.
    pub fn quantile(&self, share: &Rat) -> Option<Interval> {
        let lo = self.least(share, &|i| i.lo.clone())?;
        let known = self.loose.is_empty() && self.unsent.is_none() && self.firm.iter().all(|i| i.as_exact().is_some());
        if let Some(value) = lo.value().filter(|_| known) {
            return Some(Interval::exact(value.clone()));
        }
        // Seen from the other side the greatest is the least.
        let turned = self.least(&(Rat::ONE - share), &|i| i.neg().lo)?;
        let hi = Interval { lo: turned, hi: End::Unbounded }.neg().hi;
        Some(Interval { lo, hi })
    }

    /// The least it can be. Of figures that may not count those bring it down most that are lowest; how many of them is tried.
    fn least(&self, share: &Rat, end: &dyn Fn(&Interval) -> End) -> Option<End> {
        let sorted = |figures: &[Interval]| {
            let mut ends: Vec<End> = figures.iter().map(end).collect();
            ends.sort_by(rising);
            ends
        };
        let (mut list, mut loose) = (sorted(&self.firm), sorted(&self.loose));
        let mut floor = None;
        match &self.unsent {
            Some((domain, Some(most))) if loose.len() + most <= TRIED => {
                loose.extend(std::iter::repeat_n(end(domain), *most));
                loose.sort_by(rising);
            }
            // However many come: where even the last place is asked for, what is below others changes nothing.
            Some((domain, _)) if *share < Rat::ONE || list.is_empty() => floor = Some(end(domain)),
            Some(_) | None => {}
        }
        if loose.len() > TRIED {
            floor = [floor, loose.first().cloned()].into_iter().flatten().min_by(rising);
            loose.clear();
        }
        let mut least = [at(&list, share), floor].into_iter().flatten().min_by(rising);
        for one in loose {
            let place = list.partition_point(|known| rising(known, &one) != Ordering::Greater);
            list.insert(place, one);
            least = [least, at(&list, share)].into_iter().flatten().min_by(rising);
        }
        least
    }
}

/// Lower ends in order; one that belongs to its interval before one that does not.
fn rising(a: &End, b: &End) -> Ordering {
    a.value().cmp(&b.value()).then_with(|| b.is_closed().cmp(&a.is_closed()))
}

/// The quantile of ends in order.
fn at(list: &[End], share: &Rat) -> Option<End> {
    let last = list.len().checked_sub(1)?;
    let place = share * Rat::from(last);
    let whole = floor(&place);
    let index = to_i64(&whole).and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(last);
    let (low, part) = (&list[index], place - whole);
    if part.is_zero() {
        return Some(low.clone());
    }
    let high = &list[(index + 1).min(last)];
    let (Some(a), Some(b)) = (low.value(), high.value()) else { return Some(End::Unbounded) };
    let value = a + (b - a) * part;
    Some(if low.is_closed() && high.is_closed() { End::Closed(value) } else { End::Open(value) })
}
