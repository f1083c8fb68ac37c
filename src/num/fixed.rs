//! A column of numbers of one decimal scale: `i64` while that fits, then `i128`, then rationals.

use super::{Decimal, Rat, from_scaled};
use serde::{Deserialize, Serialize};

/// A growing column. Values are `stored × 10^-scale`; the scale rises to the finest value pushed, and the storage widens when a
/// value does not fit. Nothing is ever rounded and nothing wraps.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Fixed {
    scale: u32,
    store: Store,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Store {
    I64(Vec<i64>),
    I128(Vec<i128>),
    Rat(Vec<Rat>),
}

impl Default for Store {
    fn default() -> Self {
        Self::I64(Vec::new())
    }
}

/// A borrowed look at the storage, for kernels.
#[derive(Clone, Copy, Debug)]
pub enum FixedView<'a> {
    I64(&'a [i64]),
    I128(&'a [i128]),
    Rat(&'a [Rat]),
}

impl Fixed {
    /// Scales beyond this go to rationals.
    const MAX_SCALE: u32 = 30;

    pub fn len(&self) -> usize {
        match &self.store {
            Store::I64(v) => v.len(),
            Store::I128(v) => v.len(),
            Store::Rat(v) => v.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Digits after the point of the stored integers; meaningless for the rational storage.
    pub fn scale(&self) -> u32 {
        self.scale
    }

    pub fn view(&self) -> FixedView<'_> {
        match &self.store {
            Store::I64(v) => FixedView::I64(v),
            Store::I128(v) => FixedView::I128(v),
            Store::Rat(v) => FixedView::Rat(v),
        }
    }

    /// The exact value of one row; zero beyond the end.
    pub fn get(&self, row: usize) -> Rat {
        match &self.store {
            Store::I64(v) => from_scaled(i128::from(v.get(row).copied().unwrap_or(0)), self.scale),
            Store::I128(v) => from_scaled(v.get(row).copied().unwrap_or(0), self.scale),
            Store::Rat(v) => v.get(row).cloned().unwrap_or(Rat::ZERO),
        }
    }

    pub fn push_zero(&mut self) {
        match &mut self.store {
            Store::I64(v) => v.push(0),
            Store::I128(v) => v.push(0),
            Store::Rat(v) => v.push(Rat::ZERO),
        }
    }

    pub fn push_int(&mut self, value: i64) {
        self.push(&Decimal::Small { mantissa: i128::from(value), scale: 0 });
    }

    /// Appends `value × 10^-scale`.
    #[inline]
    pub fn push_scaled(&mut self, value: i64, scale: u32) {
        if let (Store::I64(v), true) = (&mut self.store, scale == self.scale) {
            return v.push(value);
        }
        self.push(&Decimal::Small { mantissa: i128::from(value), scale });
    }

    pub fn push(&mut self, value: &Decimal) {
        let Decimal::Small { mantissa, scale } = value else {
            return self.push_rat(value.to_rat());
        };
        if let (Store::I64(v), true) = (&mut self.store, *scale == self.scale)
            && let Ok(m) = i64::try_from(*mantissa)
        {
            return v.push(m);
        }
        self.push_slow(*mantissa, *scale, value);
    }

    fn push_slow(&mut self, mantissa: i128, scale: u32, value: &Decimal) {
        let significant = if scale > self.scale { value.significant_scale() } else { scale };
        if significant > Self::MAX_SCALE || !self.raise_scale(significant) {
            return self.push_rat(value.to_rat());
        }
        let aligned = if scale >= self.scale {
            Some(mantissa / 10i128.pow(scale - self.scale))
        } else {
            10i128.checked_pow(self.scale - scale).and_then(|f| mantissa.checked_mul(f))
        };
        let Some(aligned) = aligned else { return self.push_rat(value.to_rat()) };
        if let Store::I64(v) = &mut self.store {
            match i64::try_from(aligned) {
                Ok(m) => return v.push(m),
                Err(_) => self.store = Store::I128(v.iter().map(|&x| i128::from(x)).collect()),
            }
        }
        match &mut self.store {
            Store::I64(_) => {}
            Store::I128(v) => v.push(aligned),
            Store::Rat(v) => v.push(value.to_rat()),
        }
    }

    /// Brings stored values to a finer scale; false when the integers cannot hold it.
    fn raise_scale(&mut self, scale: u32) -> bool {
        if scale <= self.scale {
            return true;
        }
        let factor = 10i128.pow(scale - self.scale);
        let wide: Option<Vec<i128>> = match &self.store {
            Store::I64(v) => v.iter().map(|&x| i128::from(x).checked_mul(factor)).collect(),
            Store::I128(v) => v.iter().map(|x| x.checked_mul(factor)).collect(),
            Store::Rat(_) => return true,
        };
        let Some(wide) = wide else { return false };
        let narrow: Option<Vec<i64>> = match self.store {
            Store::I64(_) => wide.iter().map(|&x| i64::try_from(x).ok()).collect(),
            Store::I128(_) | Store::Rat(_) => None,
        };
        self.store = narrow.map_or(Store::I128(wide), Store::I64);
        self.scale = scale;
        true
    }

    pub fn push_rat(&mut self, value: Rat) {
        if !matches!(self.store, Store::Rat(_)) {
            self.store = Store::Rat((0..self.len()).map(|i| self.get(i)).collect());
        }
        if let Store::Rat(v) = &mut self.store {
            v.push(value);
        }
    }

    /// Appends all rows of another column.
    pub fn append(&mut self, other: &Fixed) {
        if self.is_empty() {
            *self = other.clone();
            return;
        }
        if let (Store::I64(to), Store::I64(from), true) = (&mut self.store, &other.store, self.scale == other.scale) {
            return to.extend_from_slice(from);
        }
        match &other.store {
            Store::I64(v) => v.iter().for_each(|&m| self.push(&Decimal::Small { mantissa: i128::from(m), scale: other.scale })),
            Store::I128(v) => v.iter().for_each(|&m| self.push(&Decimal::Small { mantissa: m, scale: other.scale })),
            Store::Rat(v) => v.iter().for_each(|m| self.push_rat(m.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::int;

    fn column(values: &[&str]) -> Fixed {
        let mut column = Fixed::default();
        for v in values {
            column.push(&Decimal::parse(v).unwrap());
        }
        column
    }

    #[test]
    fn values_survive_rescaling_and_widening() {
        let texts = ["100", "59.9999", "1.50", "9223372036854775807", "0.000000000000000000000000000001", "-3", "1"];
        for n in 1..=texts.len() {
            let c = column(&texts[..n]);
            for (i, t) in texts[..n].iter().enumerate() {
                assert_eq!(c.get(i), Decimal::parse(t).unwrap().to_rat(), "row {i} of {n}");
            }
        }
    }

    #[test]
    fn ordinary_figures_stay_in_i64() {
        let c = column(&["100", "59.9999", "12345678.25"]);
        assert!(matches!(c.view(), FixedView::I64(_)));
        assert_eq!(c.scale(), 4);
        let wide = column(&["170141183460469231731687303715884105727", "1"]);
        assert!(matches!(wide.view(), FixedView::I128(_)));
        assert_eq!(wide.get(1), int(1));
    }

    #[test]
    fn appending_aligns_scales() {
        let mut a = column(&["1.5"]);
        a.append(&column(&["2.25", "3"]));
        assert_eq!((a.get(0), a.get(1), a.get(2)), (crate::num::ratio(3, 2), crate::num::ratio(9, 4), int(3)));
    }
}
