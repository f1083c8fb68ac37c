//! Dimensions and flavours of numbers.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Exponents of base units: `元` is {元: 1}, `万元/亩` is {元: 1, 平方米: −1}. Empty means dimensionless.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dims(BTreeMap<String, i8>);

impl Dims {
    /// Areas and volumes are powers of lengths.
    pub fn base(name: impl Into<String>) -> Self {
        let name = name.into();
        match POWERS.iter().find(|(_, _, called)| *called == name) {
            Some((of, power, _)) => Self(BTreeMap::from([((*of).to_string(), *power)])),
            None => Self(BTreeMap::from([(name, 1)])),
        }
    }

    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// One base and no other: figures of it add up, those per something do not.
    pub fn is_base(&self) -> bool {
        self.0.len() == 1 && self.0.iter().all(|(name, power)| *power == 1 || called(name, *power).is_some())
    }

    /// The product; `None` when an exponent leaves −100..100.
    pub fn times(&self, other: &Self) -> Option<Self> {
        self.combine(other, 1)
    }

    pub fn per(&self, other: &Self) -> Option<Self> {
        self.combine(other, -1)
    }

    fn combine(&self, other: &Self, sign: i8) -> Option<Self> {
        let mut out = self.0.clone();
        for (base, power) in &other.0 {
            let sum = out.get(base).copied().unwrap_or(0).checked_add(power.checked_mul(sign)?)?;
            if sum.unsigned_abs() > 100 {
                return None;
            }
            if sum == 0 {
                out.remove(base);
            } else {
                out.insert(base.clone(), sum);
            }
        }
        Some(Self(out))
    }
}

/// Powers of a base that have a name of their own.
const POWERS: [(&str, i8, &str); 2] = [("米", 2, "平方米"), ("米", 3, "立方米")];

fn called(name: &str, power: i8) -> Option<&'static str> {
    POWERS.iter().find(|(of, n, _)| (*of, *n) == (name, power)).map(|(.., called)| *called)
}

impl fmt::Display for Dims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |sign: i8| {
            let names = self.0.iter().filter(|(_, p)| p.signum() == sign);
            let named = |n: &'_ str, p: i8| called(n, p.saturating_abs()).map(|c| (c, 1));
            names
                .flat_map(|(n, p)| {
                    let (n, times) = named(n, *p).unwrap_or((n.as_str(), p.unsigned_abs()));
                    std::iter::repeat_n(n, usize::from(times))
                })
                .collect::<Vec<_>>()
                .join("·")
        };
        let (above, below) = (part(1), part(-1));
        match (above.is_empty(), below.is_empty()) {
            (_, true) => write!(f, "{above}"),
            (true, false) => write!(f, "1/{below}"),
            (false, false) => write!(f, "{above}/{below}"),
        }
    }
}

/// What kind of number, beyond its dimension. Shares, points and growth are three things (百分比, 百分点, 增速).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Flavour {
    /// A bare number.
    Number,
    /// Whole things: 个, 家, 户, 人.
    Count,
    /// A part of a whole: %, ‰.
    Share,
    /// A difference of shares: 个百分点.
    Points,
    /// A rate of increase.
    Growth,
    /// A quotient of like things: 倍; may stand beside a share or a number.
    Ratio,
    /// Anything with a dimension: money, area, vehicles.
    Amount,
}

/// The type of a number: flavour, dimension, and the declared kind that keeps like units apart (sales are not output).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NumTy {
    pub flavour: Flavour,
    pub dims: Dims,
    pub kind: Option<String>,
}

/// What the dimension of counts per counts is called.
const RATE: &str = "个/个";

impl NumTy {
    pub fn plain(flavour: Flavour) -> Self {
        Self { flavour, dims: Dims::default(), kind: None }
    }

    pub fn amount(dims: Dims) -> Self {
        Self { flavour: Flavour::Amount, dims, kind: None }
    }

    /// Counts per counts: 件/万人, 张/千人. As any counter fits any count, so they are all of one dimension; a bare number is none of them.
    pub fn rate() -> Self {
        Self::amount(Dims::base(RATE))
    }

    pub fn is_rate(&self) -> bool {
        self.flavour == Flavour::Amount && self.dims == Dims::base(RATE)
    }

    pub fn is_money(&self) -> bool {
        self.flavour == Flavour::Amount && self.dims == Dims::base("元")
    }

    /// Values are whole numbers.
    pub fn is_integral(&self) -> bool {
        self.flavour == Flavour::Count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_multiply_and_cancel() {
        let (money, area) = (Dims::base("元"), Dims::base("平方米"));
        let price = money.per(&area).unwrap();
        assert_eq!(price.to_string(), "元/平方米");
        assert_eq!(price.times(&area).unwrap(), money);
        assert!(money.per(&money).unwrap().is_none());
    }

    #[test]
    fn a_length_times_a_length_is_an_area() {
        let length = Dims::base("米");
        let area = length.times(&length).unwrap();
        assert_eq!(area, Dims::base("平方米"));
        assert_eq!(area.times(&length).unwrap().to_string(), "立方米");
        assert_eq!(area.times(&area).unwrap().to_string(), "米·米·米·米");
        assert!(area.is_base() && !area.times(&area).unwrap().is_base());
    }
}
