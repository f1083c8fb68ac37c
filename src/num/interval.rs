//! Intervals with open, closed or missing ends: what is known of a number.

use super::{Rat, signum};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// No bound on this side.
    Unbounded,
    /// The bound belongs to the interval.
    Closed(Rat),
    /// The bound does not belong to the interval.
    Open(Rat),
}

impl End {
    pub fn value(&self) -> Option<&Rat> {
        match self {
            Self::Unbounded => None,
            Self::Closed(v) | Self::Open(v) => Some(v),
        }
    }

    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Closed(_))
    }

    fn map(&self, f: impl Fn(&Rat) -> Rat) -> Self {
        match self {
            Self::Unbounded => Self::Unbounded,
            Self::Closed(v) => Self::Closed(f(v)),
            Self::Open(v) => Self::Open(f(v)),
        }
    }

    fn plus(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Closed(a), Self::Closed(b)) => Self::Closed(a + b),
            (Self::Unbounded, _) | (_, Self::Unbounded) => Self::Unbounded,
            (a, b) => Self::Open(a.value().cloned().unwrap_or(Rat::ZERO) + b.value().cloned().unwrap_or(Rat::ZERO)),
        }
    }
}

/// A non-empty set of rationals between two ends. Arithmetic gives the smallest such set that holds every result
/// (each operand taken independently).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    pub lo: End,
    pub hi: End,
}

impl Interval {
    pub fn exact(value: Rat) -> Self {
        Self { lo: End::Closed(value.clone()), hi: End::Closed(value) }
    }

    pub fn all() -> Self {
        Self { lo: End::Unbounded, hi: End::Unbounded }
    }

    /// `[0, ∞)`: a missing amount.
    pub fn non_negative() -> Self {
        Self { lo: End::Closed(Rat::ZERO), hi: End::Unbounded }
    }

    pub fn closed(lo: Rat, hi: Rat) -> Self {
        Self { lo: End::Closed(lo), hi: End::Closed(hi) }
    }

    pub fn at_least(lo: Rat) -> Self {
        Self { lo: End::Closed(lo), hi: End::Unbounded }
    }

    pub fn at_most(hi: Rat) -> Self {
        Self { lo: End::Unbounded, hi: End::Closed(hi) }
    }

    /// The single value, if there is only one.
    pub fn as_exact(&self) -> Option<&Rat> {
        match (&self.lo, &self.hi) {
            (End::Closed(a), End::Closed(b)) if a == b => Some(a),
            _ => None,
        }
    }

    pub fn contains(&self, value: &Rat) -> bool {
        let above = match &self.lo {
            End::Unbounded => true,
            End::Closed(lo) => value >= lo,
            End::Open(lo) => value > lo,
        };
        above
            && match &self.hi {
                End::Unbounded => true,
                End::Closed(hi) => value <= hi,
                End::Open(hi) => value < hi,
            }
    }

    /// Some member is below `value`.
    pub fn reaches_below(&self, value: &Rat) -> bool {
        self.lo.value().is_none_or(|lo| lo < value)
    }

    /// Some member is above `value`.
    pub fn reaches_above(&self, value: &Rat) -> bool {
        self.hi.value().is_none_or(|hi| hi > value)
    }

    pub fn add(&self, other: &Self) -> Self {
        Self { lo: self.lo.plus(&other.lo), hi: self.hi.plus(&other.hi) }
    }

    pub fn neg(&self) -> Self {
        Self { lo: self.hi.map(|v| -v.clone()), hi: self.lo.map(|v| -v.clone()) }
    }

    /// Multiplies by a known factor; zero gives exactly zero (0 × ∞ = 0).
    pub fn scale(&self, factor: &Rat) -> Self {
        match signum(factor) {
            0 => Self::exact(Rat::ZERO),
            1 => Self { lo: self.lo.map(|v| v * factor), hi: self.hi.map(|v| v * factor) },
            _ => Self { lo: self.hi.map(|v| v * factor), hi: self.lo.map(|v| v * factor) },
        }
    }

    /// The product, each operand taken independently.
    pub fn mul(&self, other: &Self) -> Self {
        if let Some(v) = self.as_exact() {
            return other.scale(v);
        }
        if let Some(v) = other.as_exact() {
            return self.scale(v);
        }
        let corners = [
            corner(&self.lo, false, &other.lo, false),
            corner(&self.lo, false, &other.hi, true),
            corner(&self.hi, true, &other.lo, false),
            corner(&self.hi, true, &other.hi, true),
        ];
        let lo = corners.iter().min_by(|a, b| a.cmp_as(b, false)).cloned();
        let hi = corners.iter().max_by(|a, b| a.cmp_as(b, true)).cloned();
        Self { lo: lo.map_or(End::Unbounded, Corner::into_end), hi: hi.map_or(End::Unbounded, Corner::into_end) }
    }

    /// `1 / self`, or `None` when zero may be a member.
    pub fn recip(&self) -> Option<Self> {
        if self.contains(&Rat::ZERO) {
            return None;
        }
        let inverse = |end: &End| match end {
            End::Unbounded => End::Open(Rat::ZERO),
            End::Closed(v) => End::Closed(Rat::ONE / v.clone()),
            End::Open(v) if v.is_zero() => End::Unbounded,
            End::Open(v) => End::Open(Rat::ONE / v.clone()),
        };
        Some(Self { lo: inverse(&self.hi), hi: inverse(&self.lo) })
    }

    /// Powers of every member with exponents from `least` to `most` (no upper end where there is none), with the sign kept below zero.
    pub fn powers(&self, least: u32, most: Option<u32>) -> Self {
        let low = |v: &Rat, n: Option<u32>| match n {
            Some(n) => Some(super::power(v, n)),
            // Ever higher powers go to nothing, stay, or go beyond all bounds.
            None if *v <= -Rat::ONE => None,
            None => Some(Rat::ZERO),
        };
        let lower = |end: &End| {
            let Some(v) = end.value() else { return End::Unbounded };
            // The least power is the first where powers rise, the last where they fall.
            let falls = (*v < Rat::ONE && signum(v) > 0) || *v < -Rat::ONE;
            let at = low(v, if falls { most } else { Some(least) });
            match (at, end) {
                (None, _) => End::Unbounded,
                (Some(at), End::Open(_)) if most == Some(least) => End::Open(at),
                (Some(at), _) => End::Closed(at),
            }
        };
        let turned = |end: &End| match lower(&end.map(|v| -v.clone())) {
            End::Unbounded => End::Unbounded,
            End::Closed(v) => End::Closed(-v),
            End::Open(v) => End::Open(-v),
        };
        Self { lo: lower(&self.lo), hi: turned(&self.hi) }
    }

    /// The smallest interval that holds both.
    pub fn hull(&self, other: &Self) -> Self {
        let lo = if cmp_lo(&self.lo, &other.lo) == Ordering::Greater { &other.lo } else { &self.lo };
        let hi = if cmp_hi(&self.hi, &other.hi) == Ordering::Less { &other.hi } else { &self.hi };
        Self { lo: lo.clone(), hi: hi.clone() }
    }

    /// The same without zero, where zero is an end and not all of it.
    pub fn without_zero_end(&self) -> Self {
        let open = |end: &End| match end {
            End::Closed(v) if v.is_zero() && self.as_exact().is_none() => End::Open(v.clone()),
            other @ (End::Unbounded | End::Closed(_) | End::Open(_)) => other.clone(),
        };
        Self { lo: open(&self.lo), hi: open(&self.hi) }
    }

    /// Only the sign survives: of sums of any number of addends, of roundings.
    pub fn sign(&self) -> Self {
        if !self.reaches_below(&Rat::ZERO) {
            Self::non_negative()
        } else if !self.reaches_above(&Rat::ZERO) {
            Self::at_most(Rat::ZERO)
        } else {
            Self::all()
        }
    }

    /// The greater of one of these and one of those: it is one of them, and below neither.
    pub fn greater(&self, other: &Self) -> Self {
        let over = |x: &Self| Self { lo: x.lo.clone(), hi: End::Unbounded };
        let hull = self.hull(other);
        hull.meet(&over(self)).and_then(|x| x.meet(&over(other))).unwrap_or(hull)
    }

    pub fn lesser(&self, other: &Self) -> Self {
        self.neg().greater(&other.neg()).neg()
    }

    /// What the figure at a share of others in order can be, between two by proportion; `None` of none.
    pub fn quantile(list: &[Self], share: &Rat) -> Option<Self> {
        let last = list.len().checked_sub(1)?;
        let place = share * Rat::from(last);
        let whole = super::floor(&place);
        let at = super::to_i64(&whole).and_then(|n| usize::try_from(n).ok())?.min(last);
        let (next, rest) = ((at + 1).min(last), place - whole);
        let between = |mut ends: Vec<&End>, order: fn(&End, &End) -> Ordering| {
            ends.sort_by(|a, b| order(a, b));
            match (ends[at], ends[next]) {
                (low, _) if rest.is_zero() => low.clone(),
                (End::Unbounded, _) | (_, End::Unbounded) => End::Unbounded,
                (End::Closed(a), End::Closed(b)) => End::Closed(a + (b - a) * &rest),
                (End::Closed(a) | End::Open(a), End::Closed(b) | End::Open(b)) => End::Open(a + (b - a) * &rest),
            }
        };
        let lo = between(list.iter().map(|i| &i.lo).collect(), cmp_lo);
        Some(Self { lo, hi: between(list.iter().map(|i| &i.hi).collect(), cmp_hi) })
    }

    /// What both allow; `None` when they exclude each other.
    pub fn meet(&self, other: &Self) -> Option<Self> {
        let lo = if cmp_lo(&self.lo, &other.lo) == Ordering::Less { &other.lo } else { &self.lo };
        let hi = if cmp_hi(&self.hi, &other.hi) == Ordering::Greater { &other.hi } else { &self.hi };
        if let (Some(a), Some(b)) = (lo.value(), hi.value())
            && (a > b || (a == b && !(lo.is_closed() && hi.is_closed())))
        {
            return None;
        }
        Some(Self { lo: lo.clone(), hi: hi.clone() })
    }

    /// Applies a growing function to both ends and closes them (rounding acts so).
    pub fn map_closed(&self, f: impl Fn(&Rat) -> Rat) -> Self {
        let end = |e: &End| e.value().map_or(End::Unbounded, |v| End::Closed(f(v)));
        Self { lo: end(&self.lo), hi: end(&self.hi) }
    }

    /// The integers inside, as a closed interval; `None` when there are none.
    pub fn snap(&self) -> Option<Self> {
        let lo = match &self.lo {
            End::Unbounded => End::Unbounded,
            End::Closed(v) => End::Closed(Rat::from(v.ceil())),
            End::Open(v) => End::Closed(Rat::from(v.floor()) + Rat::ONE),
        };
        let hi = match &self.hi {
            End::Unbounded => End::Unbounded,
            End::Closed(v) => End::Closed(Rat::from(v.floor())),
            End::Open(v) => End::Closed(Rat::from(v.ceil()) - Rat::ONE),
        };
        let all = Self { lo: End::Unbounded, hi: End::Unbounded };
        Self { lo, hi }.meet(&all)
    }
}

fn cmp_lo(a: &End, b: &End) -> Ordering {
    match (a.value(), b.value()) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Less,
        (_, None) => Ordering::Greater,
        (Some(x), Some(y)) => x.cmp(y).then_with(|| b.is_closed().cmp(&a.is_closed())),
    }
}

fn cmp_hi(a: &End, b: &End) -> Ordering {
    match (a.value(), b.value()) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
        (Some(x), Some(y)) => x.cmp(y).then_with(|| a.is_closed().cmp(&b.is_closed())),
    }
}

/// A product of two ends: −∞, a number that is or is not reached, or ∞.
#[derive(Clone, Debug)]
enum Corner {
    MinusInfinity,
    At(Rat, bool),
    Infinity,
}

impl Corner {
    fn cmp_as(&self, other: &Self, upper: bool) -> Ordering {
        let rank = |c: &Self| match c {
            Self::MinusInfinity => 0,
            Self::At(..) => 1,
            Self::Infinity => 2,
        };
        match (self, other) {
            (Self::At(a, ca), Self::At(b, cb)) => a.cmp(b).then_with(|| if upper { ca.cmp(cb) } else { cb.cmp(ca) }),
            _ => rank(self).cmp(&rank(other)),
        }
    }

    fn into_end(self) -> End {
        match self {
            Self::At(v, true) => End::Closed(v),
            Self::At(v, false) => End::Open(v),
            Self::MinusInfinity | Self::Infinity => End::Unbounded,
        }
    }
}

fn corner(a: &End, a_upper: bool, b: &End, b_upper: bool) -> Corner {
    let sign = |end: &End, upper: bool| match end.value() {
        None if upper => 1,
        None => -1,
        Some(v) => signum(v),
    };
    match (a.value(), b.value()) {
        (Some(x), Some(y)) => {
            // A closed zero reaches the product zero whatever the other end is.
            let zero = (x.is_zero() && a.is_closed()) || (y.is_zero() && b.is_closed());
            Corner::At(x * y, zero || (a.is_closed() && b.is_closed()))
        }
        (x, y) => match sign(a, a_upper) * sign(b, b_upper) {
            0 => {
                let zero_end_closed = if x.is_some() { a.is_closed() } else { y.is_some() && b.is_closed() };
                Corner::At(Rat::ZERO, zero_end_closed)
            }
            1 => Corner::Infinity,
            _ => Corner::MinusInfinity,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{int, ratio};

    fn iv(lo: Option<i64>, hi: Option<i64>) -> Interval {
        let end = |v: Option<i64>| v.map_or(End::Unbounded, |v| End::Closed(int(v)));
        Interval { lo: end(lo), hi: end(hi) }
    }

    #[test]
    fn products_hold_every_product_of_members() {
        let samples = [
            iv(Some(-2), Some(3)),
            iv(Some(0), None),
            iv(None, Some(-1)),
            iv(Some(0), Some(0)),
            Interval::all(),
            iv(Some(2), Some(5)),
        ];
        let points: Vec<Rat> = (-12..=12).map(|n| ratio(n, 2)).collect();
        for a in &samples {
            for b in &samples {
                let product = a.mul(b);
                for x in points.iter().filter(|x| a.contains(x)) {
                    for y in points.iter().filter(|y| b.contains(y)) {
                        assert!(product.contains(&(x * y)), "{x} × {y} outside {product:?}");
                    }
                }
            }
        }
        assert_eq!(iv(Some(0), Some(0)).mul(&iv(Some(0), None)).as_exact(), Some(&int(0)), "0 × ∞ = 0");
    }

    #[test]
    fn reciprocals_refuse_a_possible_zero_and_keep_open_ends() {
        assert_eq!(iv(Some(0), Some(4)).recip(), None);
        let half_open = Interval { lo: End::Open(int(0)), hi: End::Closed(int(4)) };
        assert_eq!(half_open.recip(), Some(Interval { lo: End::Closed(ratio(1, 4)), hi: End::Unbounded }));
        assert_eq!(iv(Some(2), None).recip(), Some(Interval { lo: End::Open(int(0)), hi: End::Closed(ratio(1, 2)) }));
        assert_eq!(iv(None, Some(-2)).recip(), Some(Interval { lo: End::Closed(ratio(-1, 2)), hi: End::Open(int(0)) }));
    }

    #[test]
    fn counts_snap_to_integers() {
        let open = Interval { lo: End::Open(int(2)), hi: End::Open(int(3)) };
        assert_eq!(open.snap(), None);
        let wide = Interval { lo: End::Open(int(2)), hi: End::Closed(ratio(7, 2)) };
        assert_eq!(wide.snap().unwrap().as_exact(), Some(&int(3)));
    }

    #[test]
    fn meeting_at_an_open_end_is_empty() {
        let below = Interval { lo: End::Unbounded, hi: End::Open(int(5)) };
        assert_eq!(below.meet(&Interval::at_least(int(5))), None);
        assert_eq!(iv(Some(0), Some(5)).meet(&Interval::at_least(int(5))).unwrap().as_exact(), Some(&int(5)));
    }
}
