//! Rounding to the multiples of a step, and whole powers: of numbers, and of what is known of a number.

use super::{End, Interval, Rat, abs, int, ratio, signum};

/// Which multiple of the step a number becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rounding {
    /// The nearest; of two equally near the one further from zero.
    HalfAway,
    /// The nearest; of two equally near the even one.
    HalfEven,
    /// The next one not above.
    Down,
    /// The next one not below.
    Up,
}

impl Rounding {
    /// To the nearest whole number as this says.
    fn whole(self, x: &Rat) -> Rat {
        let half = ratio(1, 2);
        match self {
            Self::Down => Rat::from(x.floor()),
            Self::Up => Rat::from(x.ceil()),
            Self::HalfAway if signum(x) < 0 => -Rat::from((half - x).floor()),
            Self::HalfAway => Rat::from((x + half).floor()),
            Self::HalfEven => {
                let (low, high) = (Rat::from((x - &half).ceil()), Rat::from((x + &half).floor()));
                // They differ only where the number lies in the middle of two.
                if (&low / int(2)).is_int() { low } else { high }
            }
        }
    }

    /// What numbers a little below become.
    fn just_below(self, x: &Rat) -> Rat {
        Rat::from(match self {
            Self::Down => return Rat::from(x.ceil()) - Rat::ONE,
            Self::Up => x.ceil(),
            Self::HalfAway | Self::HalfEven => (x - ratio(1, 2)).ceil(),
        })
    }

    /// What numbers a little above become.
    fn just_above(self, x: &Rat) -> Rat {
        Rat::from(match self {
            Self::Down => x.floor(),
            Self::Up => return Rat::from(x.floor()) + Rat::ONE,
            Self::HalfAway | Self::HalfEven => (x + ratio(1, 2)).floor(),
        })
    }

    /// To a multiple of a step above zero.
    pub fn to_step(self, x: &Rat, step: &Rat) -> Rat {
        self.whole(&(x / step)) * step
    }
}

impl Interval {
    /// Every member rounded: a step that never falls acts on the ends.
    pub fn rounded(&self, how: Rounding, step: &Rat) -> Interval {
        let lo = match &self.lo {
            End::Unbounded => End::Unbounded,
            End::Closed(v) => End::Closed(how.to_step(v, step)),
            End::Open(v) => End::Closed(how.just_above(&(v / step)) * step),
        };
        let hi = match &self.hi {
            End::Unbounded => End::Unbounded,
            End::Closed(v) => End::Closed(how.to_step(v, step)),
            End::Open(v) => End::Closed(how.just_below(&(v / step)) * step),
        };
        Interval { lo, hi }
    }

    /// Every member to one whole power. `None` where a member has no such power: nothing to a power below zero.
    pub fn raised(&self, n: i32) -> Option<Interval> {
        let times = n.unsigned_abs();
        let up = match times {
            0 => return Some(Interval::exact(Rat::ONE)),
            // Even powers look at the distance from zero alone.
            even if even % 2 == 0 => self.distance().powers(times, Some(times)),
            odd => self.powers(odd, Some(odd)),
        };
        if n > 0 { Some(up) } else { up.recip() }
    }

    /// The distances of the members from zero.
    pub fn distance(&self) -> Interval {
        let negative = self.neg();
        let hull = self.hull(&negative);
        if self.contains(&Rat::ZERO) {
            return hull.meet(&Interval::non_negative()).unwrap_or(hull);
        }
        if self.reaches_below(&Rat::ZERO) { negative } else { self.clone() }
    }
}

/// A whole power; `None` for nothing to a power below zero. To the power of 0 everything is 1.
pub fn raised(x: &Rat, n: i32) -> Option<Rat> {
    if n < 0 && x.is_zero() {
        return None;
    }
    let times = usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX);
    let up = abs(x).pow(isize::try_from(times).unwrap_or(isize::MAX));
    let up = if signum(x) < 0 && times % 2 == 1 { -up } else { up };
    Some(if n < 0 { Rat::ONE / up } else { up })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenths(n: i64) -> Rat {
        ratio(n, 10)
    }

    #[test]
    fn each_way_of_rounding_on_both_sides_of_zero() {
        use Rounding::{Down, HalfAway, HalfEven, Up};
        let table = [
            (25, 3, 2, 2, 3),
            (35, 4, 4, 3, 4),
            (-25, -3, -2, -3, -2),
            (-35, -4, -4, -4, -3),
            (24, 2, 2, 2, 3),
            (26, 3, 3, 2, 3),
            (20, 2, 2, 2, 2),
            (-1, 0, 0, -1, 0),
            (5, 1, 0, 0, 1),
            (-5, -1, 0, -1, 0),
        ];
        for (x, away, even, down, up) in table {
            let of = |how: Rounding| how.to_step(&tenths(x), &Rat::ONE);
            assert_eq!([of(HalfAway), of(HalfEven), of(Down), of(Up)], [away, even, down, up].map(int), "{x} tenths");
        }
        assert_eq!(Up.to_step(&int(1001), &int(500)), int(1500));
        assert_eq!(HalfEven.to_step(&int(1250), &int(500)), int(1000));
    }

    #[test]
    fn open_ends_do_not_reach_the_step() {
        let below = Interval { lo: End::Closed(int(0)), hi: End::Open(int(5)) };
        let above = Interval { lo: End::Open(int(5)), hi: End::Closed(int(7)) };
        let half = Interval { lo: End::Open(ratio(5, 2)), hi: End::Open(ratio(7, 2)) };
        assert_eq!(below.rounded(Rounding::Down, &Rat::ONE), Interval::closed(int(0), int(4)));
        assert_eq!(below.rounded(Rounding::Up, &Rat::ONE), Interval::closed(int(0), int(5)));
        assert_eq!(above.rounded(Rounding::Up, &Rat::ONE), Interval::closed(int(6), int(7)));
        assert_eq!(above.rounded(Rounding::Down, &Rat::ONE), Interval::closed(int(5), int(7)));
        for how in [Rounding::HalfAway, Rounding::HalfEven] {
            assert_eq!(half.rounded(how, &Rat::ONE), Interval::exact(int(3)));
        }
    }

    #[test]
    fn powers_of_what_lies_on_both_sides_of_zero() {
        let both = Interval::closed(int(-3), int(2));
        assert_eq!(both.raised(2), Some(Interval::closed(int(0), int(9))));
        assert_eq!(both.raised(3), Some(Interval::closed(int(-27), int(8))));
        assert_eq!(both.raised(0), Some(Interval::exact(Rat::ONE)));
        assert_eq!(both.raised(-1), None);
        assert_eq!(Interval::closed(int(-4), int(-2)).raised(-2), Some(Interval::closed(ratio(1, 16), ratio(1, 4))));
        assert_eq!(Interval::closed(int(-4), int(-2)).raised(-1), Some(Interval::closed(ratio(-1, 2), ratio(-1, 4))));
        assert_eq!(
            Interval { lo: End::Open(int(-2)), hi: End::Closed(int(1)) }.raised(2),
            Some(Interval { lo: End::Closed(int(0)), hi: End::Open(int(4)) })
        );
        assert_eq!(raised(&int(-2), 3), Some(int(-8)));
        assert_eq!(raised(&int(-2), -2), Some(ratio(1, 4)));
        assert_eq!((raised(&int(0), 0), raised(&int(0), -1)), (Some(int(1)), None));
    }
}
