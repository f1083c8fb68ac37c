//! Slips of the pen: what a figure may have been meant to be.

use crate::num::{Decimal, IBig, Rat, abs, int, pow10, signum};

/// What kind of slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// Written in another unit of ten thousand: so many times too large, as a power of ten; below zero too small.
    Scale(i32),
    /// A percentage for a share of one, or the other way round.
    Percent,
    /// Two fields of one row stand in each other's place.
    Swapped,
    /// Two neighbouring digits stand in each other's place.
    Transposed,
    /// A digit stands twice.
    Doubled,
    /// A digit is missing.
    Dropped,
    /// The figure of the year before once more.
    Repeated,
}

/// Powers of ten by which units of money and of people differ: 万 and 亿.
const SCALES: [i32; 4] = [4, -4, 8, -8];

/// More digits than this are no figure that somebody typed.
const MOST_DIGITS: usize = 30;

/// What a figure may have been meant to be, in its own unit, by each slip of one figure alone.
pub fn meant(figure: &Rat, is_share: bool) -> Vec<(Slip, Rat)> {
    let mut out = Vec::new();
    if figure.is_zero() {
        return out;
    }
    if is_share {
        out.extend([figure * int(100), figure / int(100)].map(|to| (Slip::Percent, to)));
    } else {
        out.extend(SCALES.map(|power| (Slip::Scale(power), scaled(figure, -power))));
    }
    let Some((digits, scale)) = digits(figure) else { return out };
    let number = |digits: &[u8]| value(digits, scale, signum(figure) < 0);
    for at in 0..digits.len() {
        if digits.get(at) == digits.get(at + 1) {
            let mut fewer = digits.clone();
            fewer.remove(at);
            out.extend(number(&fewer).map(|to| (Slip::Doubled, to)));
        } else if at + 1 < digits.len() {
            let mut other = digits.clone();
            other.swap(at, at + 1);
            out.extend(number(&other).map(|to| (Slip::Transposed, to)));
        }
    }
    for at in 0..=digits.len() {
        for digit in 0..10 {
            // The same digit again behind itself is the same number; nothing stands before the first digit but another.
            if (at == 0 && digit == 0) || (at > 0 && digits.get(at - 1) == Some(&digit)) {
                continue;
            }
            let mut more = digits.clone();
            more.insert(at, digit);
            out.extend(number(&more).map(|to| (Slip::Dropped, to)));
        }
    }
    out.retain(|(_, to)| to != figure);
    out
}

fn scaled(figure: &Rat, power: i32) -> Rat {
    let by = Rat::from(pow10(power.unsigned_abs()));
    if power < 0 { figure / by } else { figure * by }
}

/// The digits of a figure as it is written, and how many of them stand behind the point.
fn digits(figure: &Rat) -> Option<(Vec<u8>, u32)> {
    let decimal = Decimal::of(&abs(figure))?;
    let text = match &decimal {
        Decimal::Small { mantissa, .. } => mantissa.to_string(),
        Decimal::Big { mantissa, .. } => mantissa.to_string(),
    };
    let mut digits: Vec<u8> = text.bytes().map(|b| b.saturating_sub(b'0')).collect();
    // 0.05 is written with its zeros.
    while digits.len() <= decimal.scale() as usize {
        digits.insert(0, 0);
    }
    (digits.len() <= MOST_DIGITS).then_some((digits, decimal.scale()))
}

/// Digits that say something: without zeros at either end.
pub fn significant(figure: &Rat) -> usize {
    let Some((digits, _)) = digits(figure) else { return MOST_DIGITS };
    let first = digits.iter().position(|d| *d != 0).unwrap_or(digits.len());
    let last = digits.iter().rposition(|d| *d != 0).map_or(first, |at| at + 1);
    last - first
}

fn value(digits: &[u8], scale: u32, negative: bool) -> Option<Rat> {
    let text: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
    let mantissa = IBig::from_str_radix(&text, 10).ok()?;
    let value = Rat::from_parts(mantissa, pow10(scale));
    Some(if negative { -value } else { value })
}

/// The power of ten of the first digit: 0 for 1 to 9, 4 for ten thousands, −2 for hundredths; `None` for nothing.
pub fn magnitude(value: &Rat) -> Option<i64> {
    let value = abs(value);
    if value.is_zero() {
        return None;
    }
    let length = |n: String| i64::try_from(n.len()).unwrap_or(i64::MAX);
    let guess = length(value.numerator().to_string()) - length(value.denominator().to_string());
    // The quotient of numbers of so many digits has the difference, or one less.
    let power = i32::try_from(guess).ok()?;
    Some(if scaled(&Rat::ONE, power) <= value { guess } else { guess - 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::ratio;

    fn has(figure: Rat, is_share: bool, slip: Slip, meant_to_be: Rat) -> bool {
        meant(&figure, is_share).contains(&(slip, meant_to_be))
    }

    #[test]
    fn each_slip_is_undone() {
        assert!(has(int(12_345_678), false, Slip::Scale(4), ratio(12_345_678, 10_000)));
        assert!(has(ratio(5, 1000), false, Slip::Scale(-8), int(500_000)));
        assert!(has(ratio(45, 100), true, Slip::Percent, int(45)));
        assert!(has(int(1324), false, Slip::Transposed, int(1234)));
        assert!(has(int(12_234), false, Slip::Doubled, int(1234)));
        assert!(has(int(134), false, Slip::Dropped, int(1234)));
        assert!(has(ratio(-123, 10), false, Slip::Dropped, ratio(-1243, 10)));
        assert!(has(ratio(12_234, 100), false, Slip::Doubled, ratio(1234, 100)));
        assert_eq!(meant(&int(0), false), []);
        assert!(meant(&int(7), false).iter().all(|(_, to)| *to != int(7)));
    }

    #[test]
    fn zeros_at_the_ends_say_nothing() {
        assert_eq!([int(5000), ratio(5, 1000), int(1020), ratio(1234, 100), int(0)].map(|n| significant(&n)), [1, 1, 3, 4, 0]);
    }

    #[test]
    fn magnitudes_are_those_of_the_first_digit() {
        let of = |n, d| magnitude(&ratio(n, d));
        assert_eq!([of(1, 1), of(9, 1), of(10, 1), of(99_999, 1)], [Some(0), Some(0), Some(1), Some(4)]);
        assert_eq!([of(1, 10), of(5, 100), of(1, 3), of(2, 3), of(-700, 1)], [Some(-1), Some(-2), Some(-1), Some(-1), Some(2)]);
        assert_eq!(of(0, 1), None);
    }
}
