//! Numbers for people: exact while that is short, else rounded and marked with ≈, never so coarse that a breach looks like none.

use super::{IBig, Rat, pow10, round_half_away, signum};
use std::cmp::Ordering;

/// The shortest exact decimal, or `None` when it never ends or needs more than `max_digits` digits after the point.
fn exact_decimal(value: &Rat, max_digits: u32) -> Option<String> {
    for digits in 0..=max_digits {
        let scaled = value * Rat::from(pow10(digits));
        if scaled.is_int() {
            return Some(place_point(scaled.numerator(), digits));
        }
    }
    None
}

fn place_point(mantissa: &IBig, digits: u32) -> String {
    let text = mantissa.to_string();
    let (sign, plain) = text.strip_prefix('-').map_or(("", text.as_str()), |p| ("-", p));
    if digits == 0 {
        return format!("{sign}{plain}");
    }
    let width = digits as usize + 1;
    let padded = format!("{plain:0>width$}");
    let (whole, part) = padded.split_at(padded.len() - digits as usize);
    format!("{sign}{whole}.{part}")
}

/// The exact decimal if it has at most `max_digits` digits after the point, else a rounding marked with `≈`.
/// A value that is not zero is never shown as zero.
pub fn show_exact_or(value: &Rat, max_digits: u32) -> String {
    if let Some(text) = exact_decimal(value, max_digits) {
        return text;
    }
    let mut digits = max_digits.min(4);
    loop {
        let rounded = round_half_away(value, i32::try_from(digits).unwrap_or(4));
        if signum(&rounded) == signum(value) || digits > 60 {
            return format!("≈{}", exact_decimal(&rounded, digits).unwrap_or_default());
        }
        digits += 2;
    }
}

/// Like [`show_exact_or`], with digits enough that the text stands on the same side of `bound` as the value does:
/// 59.99999% is never printed as 60% beside "at least 60%". Nor is a value that is not zero shown as zero.
pub fn show_near(value: &Rat, bound: &Rat, max_digits: u32) -> String {
    if let Some(text) = exact_decimal(value, max_digits) {
        return text;
    }
    let side = value.cmp(bound);
    let mut digits = 4;
    while digits < 60 {
        let rounded = round_half_away(value, digits);
        if rounded.cmp(bound) == side && side != Ordering::Equal && signum(&rounded) == signum(value) {
            return format!("≈{}", exact_decimal(&rounded, digits.unsigned_abs()).unwrap_or_default());
        }
        digits += 2;
    }
    show_exact_or(value, max_digits)
}

/// Puts commas between groups of three digits of the whole part; numbers up to 9999 stay as they are.
pub fn show_grouped(text: &str) -> String {
    let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let end = text[start..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |n| start + n);
    let whole = &text[start..end];
    if whole.len() <= 4 {
        return text.to_string();
    }
    let mut grouped = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(c);
    }
    format!("{}{}{}", &text[..start], grouped, &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{int, ratio};

    #[test]
    fn exact_while_short_else_marked() {
        assert_eq!(show_exact_or(&ratio(599_999, 10_000), 6), "59.9999");
        assert_eq!(show_exact_or(&ratio(100, 3), 6), "≈33.3333");
        assert_eq!(show_exact_or(&ratio(-1, 8), 6), "-0.125");
        assert_eq!(show_exact_or(&ratio(1, 30_000_000), 6), "≈0.00000003", "never shown as zero");
    }

    #[test]
    fn a_near_miss_never_looks_like_the_bound() {
        let value = int(60) - ratio(1, 3_000_000);
        assert_eq!(show_near(&value, &int(60), 4), "≈59.99999967");
        assert_eq!(show_near(&ratio(200, 3), &int(60), 4), "≈66.6667");
    }

    #[test]
    fn groups_of_three() {
        assert_eq!(show_grouped("-1234567.25"), "-1,234,567.25");
        assert_eq!(show_grouped("9999"), "9999");
        assert_eq!(show_grouped("≈12345.5"), "≈12,345.5");
    }
}
