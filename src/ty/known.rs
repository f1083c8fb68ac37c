//! The units that every rule set knows, one entry each: all that is to be said of a unit stands in its line. A new unit is a new line;
//! what is written after a number with a blank, or after `/`, is in `grammar/lexical.pest`, and a test holds that list against this table.

use super::number::Flavour;
use crate::num::{Rat, ratio};

/// A built-in unit.
#[derive(Debug)]
pub struct Known {
    /// As it is written, in Chinese or as a sign.
    pub name: &'static str,
    /// One and several of it in English. Counters are named only where something is counted per so many of them.
    pub english: (&'static str, &'static str),
    /// What its dimension is called; empty for units that have none.
    pub base: &'static str,
    pub flavour: Flavour,
    /// What one of it is in its base, as numerator and denominator.
    factor: (i64, i64),
    /// The words of ten thousand and the like that are written before it.
    pub scales: &'static [&'static str],
}

impl Known {
    pub fn factor(&self) -> Rat {
        ratio(self.factor.0, self.factor.1)
    }
}

/// Words for large numbers that stand before units, the longest first.
pub(crate) const SCALES: &[(&str, i64)] =
    &[("万亿", 1_000_000_000_000), ("千万", 10_000_000), ("百万", 1_000_000), ("亿", 100_000_000), ("万", 10_000), ("千", 1_000)];

/// A quantity that is measured.
const fn unit(
    name: &'static str,
    english: (&'static str, &'static str),
    (base, n, d): (&'static str, i64, i64),
    scales: &'static [&'static str],
) -> Known {
    Known { name, english, base, flavour: Flavour::Amount, factor: (n, d), scales }
}

/// Whole things: every one counts 1, and 个 fits any count.
const fn counter(name: &'static str, english: (&'static str, &'static str)) -> Known {
    Known { name, english, base: "", flavour: Flavour::Count, factor: (1, 1), scales: &["万"] }
}

/// A share, a difference of shares, a multiple.
const fn bare(name: &'static str, english: (&'static str, &'static str), flavour: Flavour, d: i64) -> Known {
    Known { name, english, base: "", flavour, factor: (1, d), scales: &[] }
}

const ITEM: (&str, &str) = ("item", "items");
const PERSON: (&str, &str) = ("person", "people");
const POINT: (&str, &str) = ("percentage point", "percentage points");

/// All of them.
pub(crate) const KNOWN: &[Known] = &[
    bare("%", ("%", "%"), Flavour::Share, 100),
    bare("‰", ("‰", "‰"), Flavour::Share, 1_000),
    bare("百分点", POINT, Flavour::Points, 100),
    bare("个百分点", POINT, Flavour::Points, 100),
    bare("points", POINT, Flavour::Points, 100),
    bare("倍", ("times", "times"), Flavour::Ratio, 1),
    unit("元", ("yuan", "yuan"), ("元", 1, 1), &["千", "万", "百万", "千万", "亿", "万亿"]),
    unit("角", ("jiao", "jiao"), ("元", 1, 10), &[]),
    unit("分", ("fen", "fen"), ("元", 1, 100), &[]),
    unit("yuan", ("yuan", "yuan"), ("元", 1, 1), &[]),
    unit("CNY", ("CNY", "CNY"), ("元", 1, 1), &[]),
    unit("美元", ("US dollar", "US dollars"), ("美元", 1, 1), &["万", "亿"]),
    unit("USD", ("USD", "USD"), ("美元", 1, 1), &[]),
    unit("欧元", ("euro", "euros"), ("欧元", 1, 1), &["万", "亿"]),
    unit("EUR", ("EUR", "EUR"), ("欧元", 1, 1), &[]),
    unit("港元", ("Hong Kong dollar", "Hong Kong dollars"), ("港元", 1, 1), &["万", "亿"]),
    unit("日元", ("Japanese yen", "Japanese yen"), ("日元", 1, 1), &["万", "亿"]),
    unit("辆", ("vehicle", "vehicles"), ("辆", 1, 1), &["万"]),
    unit("台", ("machine", "machines"), ("台", 1, 1), &["万"]),
    unit("艘", ("ship", "ships"), ("艘", 1, 1), &[]),
    unit("千克", ("kg", "kg"), ("千克", 1, 1), &[]),
    unit("吨", ("ton", "tons"), ("千克", 1_000, 1), &["万", "百万", "亿"]),
    unit("公斤", ("kg", "kg"), ("千克", 1, 1), &[]),
    unit("斤", ("jin", "jin"), ("千克", 1, 2), &[]),
    unit("克", ("g", "g"), ("千克", 1, 1_000), &[]),
    unit("kg", ("kg", "kg"), ("千克", 1, 1), &[]),
    unit("t", ("t", "t"), ("千克", 1_000, 1), &[]),
    unit("载重吨", ("deadweight ton", "deadweight tons"), ("载重吨", 1, 1), &["万"]),
    unit("吨标准煤", ("ton of coal equivalent", "tons of coal equivalent"), ("吨标准煤", 1, 1), &["万"]),
    unit("米", ("metre", "metres"), ("米", 1, 1), &[]),
    unit("千米", ("km", "km"), ("米", 1_000, 1), &[]),
    unit("公里", ("km", "km"), ("米", 1_000, 1), &["万"]),
    unit("厘米", ("cm", "cm"), ("米", 1, 100), &[]),
    unit("毫米", ("mm", "mm"), ("米", 1, 1_000), &[]),
    unit("km", ("km", "km"), ("米", 1_000, 1), &[]),
    unit("m", ("m", "m"), ("米", 1, 1), &[]),
    unit("平方米", ("square metre", "square metres"), ("平方米", 1, 1), &["万"]),
    unit("平方公里", ("square km", "square km"), ("平方米", 1_000_000, 1), &[]),
    unit("公顷", ("hectare", "hectares"), ("平方米", 10_000, 1), &["万"]),
    unit("亩", ("mu", "mu"), ("平方米", 2_000, 3), &["万", "亿"]),
    unit("ha", ("ha", "ha"), ("平方米", 10_000, 1), &[]),
    unit("立方米", ("cubic metre", "cubic metres"), ("立方米", 1, 1), &["万", "亿"]),
    unit("伏", ("V", "V"), ("伏", 1, 1), &[]),
    unit("千伏", ("kV", "kV"), ("伏", 1_000, 1), &[]),
    unit("kV", ("kV", "kV"), ("伏", 1_000, 1), &[]),
    unit("V", ("V", "V"), ("伏", 1, 1), &[]),
    unit("瓦", ("W", "W"), ("瓦", 1, 1), &[]),
    unit("千瓦", ("kW", "kW"), ("瓦", 1_000, 1), &["万"]),
    unit("兆瓦", ("MW", "MW"), ("瓦", 1_000_000, 1), &[]),
    unit("吉瓦", ("GW", "GW"), ("瓦", 1_000_000_000, 1), &[]),
    unit("kW", ("kW", "kW"), ("瓦", 1_000, 1), &[]),
    unit("MW", ("MW", "MW"), ("瓦", 1_000_000, 1), &[]),
    unit("千瓦时", ("kWh", "kWh"), ("千瓦时", 1, 1), &["万", "亿"]),
    unit("度", ("kWh", "kWh"), ("千瓦时", 1, 1), &[]),
    unit("kWh", ("kWh", "kWh"), ("千瓦时", 1, 1), &[]),
    unit("天", ("day", "days"), ("天", 1, 1), &[]),
    unit("日", ("day", "days"), ("天", 1, 1), &[]),
    unit("day", ("day", "days"), ("天", 1, 1), &[]),
    unit("days", ("day", "days"), ("天", 1, 1), &[]),
    unit("周", ("week", "weeks"), ("天", 7, 1), &[]),
    unit("星期", ("week", "weeks"), ("天", 7, 1), &[]),
    unit("个星期", ("week", "weeks"), ("天", 7, 1), &[]),
    unit("week", ("week", "weeks"), ("天", 7, 1), &[]),
    unit("weeks", ("week", "weeks"), ("天", 7, 1), &[]),
    unit("小时", ("hour", "hours"), ("小时", 1, 1), &[]),
    unit("h", ("h", "h"), ("小时", 1, 1), &[]),
    unit("分钟", ("minute", "minutes"), ("小时", 1, 60), &[]),
    unit("minute", ("minute", "minutes"), ("小时", 1, 60), &[]),
    unit("minutes", ("minute", "minutes"), ("小时", 1, 60), &[]),
    unit("年", ("year", "years"), ("年限", 1, 1), &[]),
    unit("year", ("year", "years"), ("年限", 1, 1), &[]),
    unit("years", ("year", "years"), ("年限", 1, 1), &[]),
    unit("个月", ("month", "months"), ("月数", 1, 1), &[]),
    unit("month", ("month", "months"), ("月数", 1, 1), &[]),
    unit("months", ("month", "months"), ("月数", 1, 1), &[]),
    unit("季度", ("quarter", "quarters"), ("月数", 3, 1), &[]),
    unit("个季度", ("quarter", "quarters"), ("月数", 3, 1), &[]),
    unit("个半年", ("half-year", "half-years"), ("月数", 6, 1), &[]),
    counter("个", ITEM),
    counter("家", ITEM),
    counter("户", ("household", "households")),
    Known { scales: &["千", "万", "亿"], ..counter("人", PERSON) },
    counter("名", PERSON),
    counter("项", ITEM),
    counter("次", ITEM),
    counter("件", ITEM),
    counter("条", ITEM),
    counter("处", ("place", "places")),
    counter("座", ITEM),
    counter("所", ITEM),
    counter("种", ("kind", "kinds")),
    counter("类", ("kind", "kinds")),
    counter("张", ITEM),
    counter("份", ITEM),
    counter("位", PERSON),
    counter("批", ("batch", "batches")),
    counter("起", ("case", "cases")),
    counter("宗", ("case", "cases")),
    counter("场", ITEM),
    counter("期", ITEM),
    counter("届", ITEM),
    counter("门", ITEM),
    counter("支", ITEM),
    counter("套", ("set", "sets")),
    counter("只", ITEM),
    counter("层", ("floor", "floors")),
    counter("间", ("room", "rooms")),
    counter("幢", ("building", "buildings")),
    counter("栋", ("building", "buildings")),
    counter("村", ("village", "villages")),
    counter("镇", ("town", "towns")),
    counter("县", ("county", "counties")),
];

/// The entry of this name.
pub(crate) fn known(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|k| k.name == name)
}

/// The entry of a name with or without a word of scale before it, and how many of it the name means.
pub fn scaled(name: &str) -> Option<(i64, &'static Known)> {
    if let Some(own) = known(name) {
        return Some((1, own));
    }
    SCALES.iter().find_map(|(word, n)| Some((*n, known(name.strip_prefix(word)?)?)))
}
