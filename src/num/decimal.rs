//! Decimal text in plain half-width form, parsed straight into integers.

use super::{IBig, Rat, pow10};

/// A number as it was written: `mantissa × 10^-scale`. `1.50` and `1.5` are equal in value and differ in scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// Up to 38 significant digits.
    Small { mantissa: i128, scale: u32 },
    /// Anything longer.
    Big { mantissa: IBig, scale: u32 },
}

/// Why a text is no plain decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    Empty,
    /// A sign without digits, two points, or a character that is no digit.
    Malformed,
    /// `1.31E+05`: what spreadsheets make of long codes.
    Scientific,
    /// More than [`Decimal::MAX_DIGITS`] digits.
    TooLong,
}

impl Decimal {
    /// Longest accepted digit string; beyond it a number is surely no figure of a submission.
    pub const MAX_DIGITS: usize = 400;

    /// Parses `[+-]digits[.digits]`. No blanks, no group separators, no exponent: what people write is folded before.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let (negative, body) = match text.as_bytes().first() {
            None => return Err(DecimalError::Empty),
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            Some(_) => (false, text),
        };
        if body.len() > Self::MAX_DIGITS {
            return Err(DecimalError::TooLong);
        }
        let mut value: i128 = 0;
        let (mut digits, mut scale, mut point, mut wide) = (0usize, 0u32, false, false);
        for b in body.bytes() {
            match b {
                b'0'..=b'9' => {
                    digits += 1;
                    scale += u32::from(point);
                    match value.checked_mul(10).and_then(|v| v.checked_add(i128::from(b - b'0'))) {
                        Some(v) => value = v,
                        None => wide = true,
                    }
                }
                b'.' if !point => point = true,
                b'e' | b'E' if digits > 0 => return Err(DecimalError::Scientific),
                _ => return Err(DecimalError::Malformed),
            }
        }
        if digits == 0 || body.ends_with('.') || body.starts_with('.') {
            return Err(DecimalError::Malformed);
        }
        if wide {
            return Ok(Self::parse_wide(body, negative, scale));
        }
        Ok(Self::Small { mantissa: if negative { -value } else { value }, scale })
    }

    fn parse_wide(body: &str, negative: bool, scale: u32) -> Self {
        let plain: String = body.chars().filter(char::is_ascii_digit).collect();
        let mantissa = IBig::from_str_radix(&plain, 10).unwrap_or_default();
        Self::Big { mantissa: if negative { -mantissa } else { mantissa }, scale }
    }

    /// The decimal that a rational is, with as few digits as will do; `None` where it is none, or has more than [`Self::MAX_DIGITS`].
    pub fn of(value: &Rat) -> Option<Self> {
        let (mut scaled, mut scale) = (value.clone(), 0u32);
        while !scaled.is_int() {
            if scale as usize >= Self::MAX_DIGITS {
                return None;
            }
            scaled *= Rat::from(10u8);
            scale += 1;
        }
        let mantissa = scaled.numerator().clone();
        Some(match i128::try_from(mantissa.clone()) {
            Ok(mantissa) => Self::Small { mantissa, scale },
            Err(_) => Self::Big { mantissa, scale },
        })
    }

    /// Digits after the point as written.
    pub fn scale(&self) -> u32 {
        match self {
            Self::Small { scale, .. } | Self::Big { scale, .. } => *scale,
        }
    }

    /// Digits after the point that carry value: trailing zeros do not count, so `1.500` has 1.
    pub fn significant_scale(&self) -> u32 {
        let mut scale = self.scale();
        match self {
            Self::Small { mantissa, .. } => {
                let mut m = *mantissa;
                while scale > 0 && m % 10 == 0 {
                    m /= 10;
                    scale -= 1;
                }
            }
            Self::Big { mantissa, .. } => {
                let (mut m, ten) = (mantissa.clone(), IBig::from(10));
                while scale > 0 && (&m % &ten) == IBig::ZERO {
                    m /= &ten;
                    scale -= 1;
                }
            }
        }
        scale
    }

    pub fn to_rat(&self) -> Rat {
        match self {
            Self::Small { mantissa, scale } => super::from_scaled(*mantissa, *scale),
            Self::Big { mantissa, scale } => Rat::from_parts(mantissa.clone(), pow10(*scale)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rational_becomes_the_decimal_it_is() {
        let small = |mantissa, scale| Some(Decimal::Small { mantissa, scale });
        assert_eq!(Decimal::of(&crate::num::ratio(5, 4)), small(125, 2));
        assert_eq!(Decimal::of(&crate::num::int(-300)), small(-300, 0));
        assert_eq!(Decimal::of(&crate::num::ratio(1, 3)), None);
        let huge = Rat::from(pow10(60)) + crate::num::ratio(1, 2);
        assert_eq!(Decimal::of(&huge).map(|d| d.to_rat()), Some(huge));
    }
    use crate::num::{int, ratio};

    #[test]
    fn plain_decimals_keep_value_and_scale() {
        let d = Decimal::parse("59.9999").unwrap();
        assert_eq!((d.to_rat(), d.scale()), (ratio(599_999, 10_000), 4));
        assert_eq!(Decimal::parse("1.500").unwrap().significant_scale(), 1);
        assert_eq!(Decimal::parse("-0").unwrap().to_rat(), int(0));
        let huge = "9".repeat(60);
        assert_eq!(Decimal::parse(&huge).unwrap().to_rat() + int(1), Rat::from(pow10(60)));
    }

    #[test]
    fn what_is_no_plain_decimal_is_refused() {
        for (text, want) in [
            ("", DecimalError::Empty),
            ("-", DecimalError::Malformed),
            ("1.", DecimalError::Malformed),
            (".5", DecimalError::Malformed),
            ("1.2.3", DecimalError::Malformed),
            ("1,234", DecimalError::Malformed),
            ("10²", DecimalError::Malformed),
            ("1.31E+05", DecimalError::Scientific),
            ("nan", DecimalError::Malformed),
        ] {
            assert_eq!(Decimal::parse(text), Err(want), "{text}");
        }
        assert_eq!(Decimal::parse(&"1".repeat(401)), Err(DecimalError::TooLong));
    }
}
