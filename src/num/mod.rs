//! Exact numbers: rationals, decimal text, intervals, and the fixed-point columns of the fast path.
//!
//! No float exists in this program. A [`Rat`] is an exact rational; a [`Decimal`] keeps how a number was written; an
//! [`Interval`] is what is known of a number that is not known; a [`Fixed`] is a column of numbers of one decimal scale.

mod decimal;
mod fixed;
mod interval;
mod rounding;
mod show;

pub use dashu_int::{IBig, UBig};
pub use dashu_ratio::RBig as Rat;
pub use decimal::{Decimal, DecimalError};
pub use fixed::{Fixed, FixedView};
pub use interval::{End, Interval};
pub use rounding::{Rounding, raised};
pub use show::{show_exact_or, show_grouped, show_near};

use dashu_base::{Gcd, Sign, UnsignedAbs};

/// The rational of a small integer.
pub fn int(value: i64) -> Rat {
    Rat::from(value)
}

/// `numerator / denominator`; a zero denominator is read as 1 (callers pass literals).
pub fn ratio(numerator: i64, denominator: i64) -> Rat {
    let denominator = if denominator == 0 { 1 } else { denominator };
    Rat::from_parts_signed(IBig::from(numerator), IBig::from(denominator))
}

/// 10 to the power `n`.
pub fn pow10(n: u32) -> UBig {
    UBig::from(10u8).pow(n as usize)
}

/// The value to a whole power of at least one, below zero with its sign: rising everywhere.
pub fn power(value: &Rat, n: u32) -> Rat {
    let raised = abs(value).pow(isize::try_from(n).unwrap_or(isize::MAX));
    if signum(value) < 0 { -raised } else { raised }
}

/// The `n`th root of a number that is not negative, cut off after so many digits behind the point.
pub fn root(value: &Rat, n: u32, digits: u32) -> Rat {
    let scale = pow10(digits);
    let scaled = value * Rat::from(scale.clone().pow(n as usize));
    let whole = UBig::try_from(scaled.floor()).unwrap_or(UBig::ZERO);
    Rat::from_parts(IBig::from(whole.nth_root(n as usize)), scale)
}

/// −1, 0 or 1.
pub fn signum(value: &Rat) -> i8 {
    if value.is_zero() {
        0
    } else if value.numerator().sign() == Sign::Negative {
        -1
    } else {
        1
    }
}

/// `mantissa / 10^scale` as a rational.
pub fn from_scaled(mantissa: i128, scale: u32) -> Rat {
    Rat::from_parts(IBig::from(mantissa), pow10(scale))
}

/// The absolute value.
pub fn abs(value: &Rat) -> Rat {
    if signum(value) < 0 { -value.clone() } else { value.clone() }
}

/// The least whole number of which all are divisors, as a rational.
pub fn common_multiple<'n>(numbers: impl Iterator<Item = &'n UBig>) -> Rat {
    let all = numbers.fold(UBig::ONE, |all, n| if n.is_zero() { all } else { &all / (&all).gcd(n) * n });
    Rat::from(all)
}

/// The greatest whole number that divides all; 1 for none.
pub fn common_factor(numbers: impl Iterator<Item = IBig>) -> Rat {
    let all = numbers
        .map(|n| n.unsigned_abs())
        .filter(|n| !n.is_zero())
        .fold(UBig::ZERO, |all, n| if all.is_zero() { n } else { all.gcd(n) });
    if all.is_zero() { Rat::ONE } else { Rat::from(all) }
}

/// The value when it is an integer that fits.
pub fn to_i64(value: &Rat) -> Option<i64> {
    if value.is_int() { i64::try_from(value.numerator().clone()).ok() } else { None }
}

/// The greatest whole number not above it.
pub fn floor(value: &Rat) -> Rat {
    Rat::from(value.floor())
}

/// Rounds half away from zero to a multiple of `10^-digits`.
pub fn round_half_away(value: &Rat, digits: i32) -> Rat {
    let scale = Rat::from(pow10(digits.unsigned_abs()));
    let scaled = if digits >= 0 { value * &scale } else { value / &scale };
    let half = ratio(1, 2);
    let rounded = if signum(&scaled) < 0 { -Rat::from((half - scaled).floor()) } else { Rat::from((scaled + half).floor()) };
    if digits >= 0 { rounded / scale } else { rounded * scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_half_away_from_zero_on_both_sides() {
        assert_eq!(round_half_away(&ratio(25, 10), 0), int(3));
        assert_eq!(round_half_away(&ratio(-25, 10), 0), int(-3));
        assert_eq!(round_half_away(&ratio(249, 100), 0), int(2));
        assert_eq!(round_half_away(&ratio(12345, 1000), 2), ratio(1235, 100));
        assert_eq!(round_half_away(&int(1250), -2), int(1300));
    }

    #[test]
    fn scaled_integers_are_exact() {
        assert_eq!(from_scaled(599_999, 4), ratio(599_999, 10_000));
        assert_eq!(signum(&from_scaled(-1, 30)), -1);
    }
}
