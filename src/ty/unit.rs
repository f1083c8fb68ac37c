//! Units of measure with exact factors.

use super::number::{Dims, Flavour, NumTy};
use crate::num::{Rat, int, ratio};
use std::collections::BTreeMap;

/// A unit as written: 1 of it is `factor` of its base (`万元` is 10,000 元, `%` is 1/100, `亩` is 2000/3 平方米).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub name: String,
    pub factor: Rat,
    pub ty: NumTy,
}

impl Unit {
    /// The unit of bare numbers.
    pub fn one() -> Self {
        Self { name: String::new(), factor: int(1), ty: NumTy::plain(Flavour::Number) }
    }

    /// Days of the calendar, counted from 1970-01-01: shown as dates, their differences as days.
    pub fn day() -> Self {
        let ty = NumTy { kind: Some("date".into()), ..NumTy::plain(Flavour::Number) };
        Self { name: String::new(), factor: int(1), ty }
    }

    /// Years, months and other stretches of the calendar by their number.
    pub fn period() -> Self {
        let ty = NumTy { kind: Some("period".into()), ..NumTy::plain(Flavour::Number) };
        Self { name: String::new(), factor: int(1), ty }
    }

    /// Days and periods: there is no nothing of them, and no share.
    pub fn is_time(&self) -> bool {
        self.name.is_empty() && matches!(self.ty.kind.as_deref(), Some("date" | "period"))
    }

    pub fn is_day(&self) -> bool {
        self.name.is_empty() && self.ty.kind.as_deref() == Some("date")
    }

    pub fn percent() -> Self {
        Self { name: "%".into(), factor: ratio(1, 100), ty: NumTy::plain(Flavour::Share) }
    }

    pub fn yuan() -> Self {
        Self { name: "元".into(), factor: int(1), ty: NumTy::amount(Dims::base("元")) }
    }

    /// `self/other`, for `万元/亩`.
    pub fn per(&self, other: &Unit) -> Option<Unit> {
        Some(Unit {
            name: format!("{}/{}", self.name, other.name),
            factor: &self.factor / &other.factor,
            ty: NumTy::amount(self.ty.dims.per(&other.ty.dims)?),
        })
    }
}

/// All units a rule set knows: the built-in ones and those it declares.
#[derive(Clone, Debug)]
pub struct Units {
    map: BTreeMap<String, Unit>,
}

/// Counters of things: every one counts 1, and 个 fits any count.
const COUNTERS: &[&str] = &[
    "个", "家", "户", "人", "名", "项", "次", "件", "条", "处", "座", "所", "种", "类", "张", "份", "位", "批", "起", "宗", "场",
    "期", "届", "门", "支", "套", "只", "层", "间", "幢", "栋", "村", "镇", "县",
];

/// A unit's name and its factor as numerator and denominator.
type Named = (&'static str, i64, i64);

/// Named units: (base, [(name, numerator, denominator)]).
const QUANTITIES: &[(&str, &[Named])] = &[
    (
        "元",
        &[
            ("元", 1, 1),
            ("千元", 1_000, 1),
            ("万元", 10_000, 1),
            ("百万元", 1_000_000, 1),
            ("千万元", 10_000_000, 1),
            ("亿元", 100_000_000, 1),
            ("万亿元", 1_000_000_000_000, 1),
            ("角", 1, 10),
            ("分", 1, 100),
            ("yuan", 1, 1),
            ("CNY", 1, 1),
        ],
    ),
    ("美元", &[("美元", 1, 1), ("万美元", 10_000, 1), ("亿美元", 100_000_000, 1), ("USD", 1, 1)]),
    ("欧元", &[("欧元", 1, 1), ("万欧元", 10_000, 1), ("亿欧元", 100_000_000, 1), ("EUR", 1, 1)]),
    ("港元", &[("港元", 1, 1), ("万港元", 10_000, 1), ("亿港元", 100_000_000, 1)]),
    ("日元", &[("日元", 1, 1), ("万日元", 10_000, 1), ("亿日元", 100_000_000, 1)]),
    ("辆", &[("辆", 1, 1), ("万辆", 10_000, 1)]),
    ("台", &[("台", 1, 1), ("万台", 10_000, 1)]),
    ("艘", &[("艘", 1, 1)]),
    (
        "千克",
        &[
            ("吨", 1_000, 1),
            ("万吨", 10_000_000, 1),
            ("百万吨", 1_000_000_000, 1),
            ("亿吨", 100_000_000_000, 1),
            ("千克", 1, 1),
            ("公斤", 1, 1),
            ("斤", 1, 2),
            ("克", 1, 1000),
            ("kg", 1, 1),
            ("t", 1_000, 1),
        ],
    ),
    ("载重吨", &[("载重吨", 1, 1), ("万载重吨", 10_000, 1)]),
    ("吨标准煤", &[("吨标准煤", 1, 1), ("万吨标准煤", 10_000, 1)]),
    (
        "米",
        &[
            ("米", 1, 1),
            ("千米", 1_000, 1),
            ("公里", 1_000, 1),
            ("万公里", 10_000_000, 1),
            ("厘米", 1, 100),
            ("毫米", 1, 1000),
            ("km", 1_000, 1),
            ("m", 1, 1),
        ],
    ),
    (
        "平方米",
        &[
            ("平方米", 1, 1),
            ("万平方米", 10_000, 1),
            ("平方公里", 1_000_000, 1),
            ("公顷", 10_000, 1),
            ("万公顷", 100_000_000, 1),
            ("亩", 2_000, 3),
            ("万亩", 20_000_000, 3),
            ("亿亩", 200_000_000_000, 3),
            ("ha", 10_000, 1),
        ],
    ),
    ("立方米", &[("立方米", 1, 1), ("万立方米", 10_000, 1), ("亿立方米", 100_000_000, 1)]),
    ("伏", &[("伏", 1, 1), ("千伏", 1_000, 1), ("kV", 1_000, 1), ("V", 1, 1)]),
    (
        "瓦",
        &[
            ("瓦", 1, 1),
            ("千瓦", 1_000, 1),
            ("万千瓦", 10_000_000, 1),
            ("兆瓦", 1_000_000, 1),
            ("吉瓦", 1_000_000_000, 1),
            ("kW", 1_000, 1),
            ("MW", 1_000_000, 1),
        ],
    ),
    ("千瓦时", &[("千瓦时", 1, 1), ("度", 1, 1), ("万千瓦时", 10_000, 1), ("亿千瓦时", 100_000_000, 1), ("kWh", 1, 1)]),
    ("天", &[("天", 1, 1), ("日", 1, 1)]),
    ("小时", &[("小时", 1, 1), ("h", 1, 1)]),
    ("年限", &[("年", 1, 1)]),
    ("月数", &[("个月", 1, 1)]),
];

impl Default for Units {
    fn default() -> Self {
        let mut units = Self { map: BTreeMap::new() };
        for name in COUNTERS {
            units.insert(name, int(1), NumTy::plain(Flavour::Count));
            units.insert(&format!("万{name}"), int(10_000), NumTy::plain(Flavour::Count));
        }
        units.insert("亿人", int(100_000_000), NumTy::plain(Flavour::Count));
        for (name, factor, flavour) in [
            ("%", ratio(1, 100), Flavour::Share),
            ("‰", ratio(1, 1000), Flavour::Share),
            ("百分点", ratio(1, 100), Flavour::Points),
            ("个百分点", ratio(1, 100), Flavour::Points),
            ("points", ratio(1, 100), Flavour::Points),
            ("倍", int(1), Flavour::Ratio),
        ] {
            units.insert(name, factor, NumTy::plain(flavour));
        }
        for (base, names) in QUANTITIES {
            for (name, n, d) in *names {
                units.insert(name, ratio(*n, *d), NumTy::amount(Dims::base(*base)));
            }
        }
        units
    }
}

impl Units {
    fn insert(&mut self, name: &str, factor: Rat, ty: NumTy) {
        self.map.insert(name.to_string(), Unit { name: name.to_string(), factor, ty });
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
            Flavour::Amount => found.cloned().unwrap_or(Unit { name: ty.dims.to_string(), factor: int(1), ty: ty.clone() }),
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
}
