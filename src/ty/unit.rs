//! Units of measure with exact factors.

use super::day::{PeriodKind, day_text, period_text};
use super::known::{self, KNOWN, SCALES};
use super::number::{Dims, Flavour, NumTy};
use crate::num::{Rat, int, ratio, to_i64};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A unit as written: 1 of it is `factor` of its base (`万元` is 10,000 元, `%` is 1/100, `亩` is 2000/3 平方米).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unit {
    pub name: String,
    pub factor: Rat,
    pub ty: NumTy,
    /// Set for numbers that stand for days or periods of the calendar.
    pub calendar: Option<Calendar>,
}

/// What a number of the calendar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Calendar {
    /// Days since 1970-01-01.
    Day,
    /// Periods of one length, by their number.
    Period(PeriodKind),
}

impl Calendar {
    /// A day or a period as people write it.
    pub fn text(self, value: &Rat) -> Option<String> {
        match self {
            Self::Day => day_text(to_i64(value)?),
            Self::Period(kind) => to_i64(value).map(|n| period_text(n, kind)),
        }
    }
}

impl Unit {
    /// The unit of bare numbers.
    pub fn one() -> Self {
        Self { name: String::new(), factor: int(1), ty: NumTy::plain(Flavour::Number), calendar: None }
    }

    /// Days of the calendar: shown as dates, their differences as days.
    pub fn day() -> Self {
        Self { calendar: Some(Calendar::Day), ..Self::one() }
    }

    /// Years, months and other periods by their number: shown as people write them, their differences in their own length.
    pub fn period(kind: PeriodKind) -> Self {
        Self { calendar: Some(Calendar::Period(kind)), ..Self::one() }
    }

    /// Days and periods: there is no nothing of them, and no share.
    pub fn is_time(&self) -> bool {
        self.calendar.is_some()
    }

    /// A value of the calendar as people write it: `2007-09-30`, `2007-Q3`. `None` for other numbers, and for what is no day.
    pub fn calendar_text(&self, value: &Rat) -> Option<String> {
        self.calendar?.text(value)
    }

    /// The unit of a difference of two values: days between dates, months between months. `None` where the distance says nothing: the
    /// numbers of spans of months do not follow one another.
    pub fn distance(&self) -> Option<Unit> {
        let of = |name: &str| Unit { name: name.into(), ..Unit::one() };
        match self.calendar {
            None => Some(self.clone()),
            Some(Calendar::Day) => Some(of("天")),
            Some(Calendar::Period(PeriodKind::Year)) => Some(of("年")),
            Some(Calendar::Period(PeriodKind::Half)) => Some(of("个半年")),
            Some(Calendar::Period(PeriodKind::Quarter)) => Some(of("个季度")),
            Some(Calendar::Period(PeriodKind::Month)) => Some(of("个月")),
            Some(Calendar::Period(PeriodKind::Span)) => None,
        }
    }

    /// Places in an order, and how many lie between two.
    pub fn place() -> Self {
        Self { name: "名".into(), factor: int(1), ty: NumTy::plain(Flavour::Count), calendar: None }
    }

    pub fn percent() -> Self {
        Self { name: "%".into(), factor: ratio(1, 100), ty: NumTy::plain(Flavour::Share), calendar: None }
    }

    pub fn yuan() -> Self {
        Self { name: "元".into(), factor: int(1), ty: NumTy::amount(Dims::base("元")), calendar: None }
    }

    /// `self/other`, for `万元/亩` and `件/万人`.
    pub fn per(&self, other: &Unit) -> Option<Unit> {
        let counts = self.ty.flavour == Flavour::Count && other.ty.flavour == Flavour::Count;
        let dims = self.ty.dims.per(&other.ty.dims)?;
        let ty = match counts {
            true => NumTy::rate(),
            // Kilograms per ton: a ratio, as the quotient of two masses is.
            false if dims.is_none() => NumTy::plain(Flavour::Ratio),
            false => NumTy::amount(dims),
        };
        Some(Unit { name: format!("{}/{}", self.name, other.name), factor: &self.factor / &other.factor, ty, calendar: None })
    }

    /// A ratio people read in a unit of its own (千克/吨): beside it a bare number does not say what it counts.
    pub fn is_scaled_ratio(&self) -> bool {
        self.ty.flavour == Flavour::Ratio && self.name.contains('/')
    }

    /// What a figure is counted per where its dimension does not say so: 人 of 元/人.
    pub fn per_counted(&self) -> Option<&str> {
        let plain = self.ty.flavour == Flavour::Amount && self.ty.dims.is_base() && !self.ty.is_rate();
        self.name.split_once('/').filter(|_| plain).map(|(_, below)| below.trim())
    }

    /// Whether figures of both are per the same, or both of nothing: 元/人 is no 元, and no 元/户. 个 counts anything.
    pub fn is_per_same(&self, other: Option<&Unit>) -> bool {
        let thing = |name: &str| known::scaled(name).map_or_else(|| name.to_string(), |(_, k)| k.english.0.to_string());
        match (self.per_counted(), other.and_then(Unit::per_counted)) {
            (None, None) => true,
            (Some(a), Some(b)) => a == b || a.ends_with('个') || b.ends_with('个') || thing(a) == thing(b),
            _ => false,
        }
    }
}

/// All units a rule set knows: the built-in ones and those it declares.
#[derive(Clone, Debug, Serialize)]
pub struct Units {
    map: BTreeMap<String, Unit>,
}

impl Default for Units {
    fn default() -> Self {
        let mut units = Self { map: BTreeMap::new() };
        for known in KNOWN {
            let amount = known.flavour == Flavour::Amount;
            let ty = if amount { NumTy::amount(Dims::base(known.base)) } else { NumTy::plain(known.flavour) };
            units.insert(known.name, known.factor(), ty.clone());
            for (word, n) in SCALES.iter().filter(|(word, _)| known.scales.contains(word)) {
                units.insert(&format!("{word}{}", known.name), known.factor() * int(*n), ty.clone());
            }
        }
        units
    }
}

impl Units {
    fn insert(&mut self, name: &str, factor: Rat, ty: NumTy) {
        self.map.insert(name.to_string(), Unit { name: name.to_string(), factor, ty, calendar: None });
    }

    pub fn get(&self, name: &str) -> Option<&Unit> {
        self.map.get(match name {
            "％" => "%",
            other => other,
        })
    }

    /// Declares a unit: a new base (`None`), or a multiple of a known one. False when the name is taken.
    pub fn declare(&mut self, name: &str, of: Option<(&Rat, &Unit)>) -> bool {
        if self.map.contains_key(name) {
            return false;
        }
        match of {
            None => self.insert(name, int(1), NumTy::amount(Dims::base(name))),
            Some((factor, unit)) => {
                let (factor, ty) = (factor * &unit.factor, unit.ty.clone());
                self.insert(name, factor, ty);
            }
        }
        true
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.map.keys().map(String::as_str)
    }

    /// A unit of the same dimension in which to show a value when nothing else says: the base.
    pub fn base_of(&self, ty: &NumTy) -> Unit {
        // Several names may mean the base (元, CNY); the one the dimension is called by is the one people read.
        let called = ty.dims.to_string();
        let base = |u: &&Unit| u.factor == Rat::ONE && u.ty.dims == ty.dims && u.ty.flavour == ty.flavour;
        let found = self.map.values().filter(base).max_by_key(|u| u.name == called);
        match ty.flavour {
            Flavour::Share | Flavour::Growth => Unit { ty: ty.clone(), ..Unit::percent() },
            Flavour::Points => self.get("个百分点").cloned().unwrap_or_else(Unit::one),
            Flavour::Number | Flavour::Ratio => Unit { ty: ty.clone(), ..Unit::one() },
            Flavour::Count => self.get("个").cloned().unwrap_or_else(Unit::one),
            Flavour::Amount => {
                found.cloned().unwrap_or(Unit { name: ty.dims.to_string(), factor: int(1), ty: ty.clone(), calendar: None })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_are_exact() {
        let units = Units::default();
        let f = |name: &str| units.get(name).unwrap().factor.clone();
        assert_eq!(f("亿元"), f("万元") * int(10_000));
        assert_eq!(f("公顷"), f("亩") * int(15), "one hectare is fifteen mu");
        assert_eq!(f("万载重吨") / f("载重吨"), int(10_000));
        assert_ne!(units.get("万吨").unwrap().ty, units.get("万载重吨").unwrap().ty);
    }

    #[test]
    fn counts_per_counts_convert_among_themselves_and_are_no_bare_numbers() {
        let units = Units::default();
        let per = |a: &str, b: &str| units.get(a).unwrap().per(units.get(b).unwrap()).unwrap();
        assert_eq!(per("件", "万人").factor, ratio(1, 10_000));
        assert_eq!(per("万件", "亿人").factor, per("件", "万人").factor);
        assert_eq!(per("张", "千人").factor, ratio(1, 1_000));
        assert_eq!(per("件", "万人").ty, per("人", "户").ty);
        assert_ne!(per("件", "万人").ty, NumTy::plain(Flavour::Ratio));
        assert_ne!(per("件", "万人").ty, per("元", "人").ty);
    }
}
