//! Figures in English: `600,000 yuan`, `8.54 billion yuan`, `14 million deadweight tons`.
//!
//! The convention (docs/report-json.md says it too): no 万 and no 亿. From a million on the scale is a word where three digits after the
//! point suffice; otherwise all digits are written, for `2.499999 million` hides what `2,499,999` shows. Counters (个 家 次 …) have no
//! word of their own. A unit that an author declared keeps its name.

use crate::num::{Rat, abs, int, show_grouped};
use crate::ty::{Flavour, Unit, Units};

/// Chinese prefixes of units, the longest first.
const SCALES: &[(&str, i64)] =
    &[("万亿", 1_000_000_000_000), ("千万", 10_000_000), ("百万", 1_000_000), ("亿", 100_000_000), ("万", 10_000), ("千", 1_000)];

/// (unit, one, several)
const NOUNS: &[(&str, &str, &str)] = &[
    ("元", "yuan", "yuan"),
    ("角", "jiao", "jiao"),
    ("分", "fen", "fen"),
    ("美元", "US dollar", "US dollars"),
    ("欧元", "euro", "euros"),
    ("港元", "Hong Kong dollar", "Hong Kong dollars"),
    ("日元", "Japanese yen", "Japanese yen"),
    ("辆", "vehicle", "vehicles"),
    ("台", "machine", "machines"),
    ("艘", "ship", "ships"),
    ("吨", "ton", "tons"),
    ("千克", "kg", "kg"),
    ("公斤", "kg", "kg"),
    ("斤", "jin", "jin"),
    ("克", "g", "g"),
    ("载重吨", "deadweight ton", "deadweight tons"),
    ("吨标准煤", "ton of coal equivalent", "tons of coal equivalent"),
    ("米", "metre", "metres"),
    ("千米", "km", "km"),
    ("公里", "km", "km"),
    ("厘米", "cm", "cm"),
    ("毫米", "mm", "mm"),
    ("平方米", "square metre", "square metres"),
    ("平方公里", "square km", "square km"),
    ("公顷", "hectare", "hectares"),
    ("亩", "mu", "mu"),
    ("立方米", "cubic metre", "cubic metres"),
    ("伏", "V", "V"),
    ("千伏", "kV", "kV"),
    ("瓦", "W", "W"),
    ("千瓦", "kW", "kW"),
    ("兆瓦", "MW", "MW"),
    ("吉瓦", "GW", "GW"),
    ("千瓦时", "kWh", "kWh"),
    ("度", "kWh", "kWh"),
    ("天", "day", "days"),
    ("日", "day", "days"),
    ("小时", "hour", "hours"),
    ("年", "year", "years"),
    ("个月", "month", "months"),
    ("倍", "times", "times"),
    ("百分点", "percentage point", "percentage points"),
    ("个百分点", "percentage point", "percentage points"),
    ("points", "percentage point", "percentage points"),
];

/// A unit taken apart: how many of the noun it is, and the noun in the singular and the plural.
struct Named {
    scale: Rat,
    one: String,
    several: String,
}

fn noun(name: &str) -> Option<(Rat, &'static str, &'static str)> {
    let known = |name: &str| NOUNS.iter().find(|(n, ..)| *n == name).map(|(_, one, several)| (*one, *several));
    if let Some((one, several)) = known(name) {
        return Some((int(1), one, several));
    }
    let scaled = SCALES.iter().find_map(|(prefix, n)| Some((int(*n), known(name.strip_prefix(prefix)?)?)))?;
    Some((scaled.0, scaled.1.0, scaled.1.1))
}

/// How many things one of a counter is.
fn counter(name: &str) -> Option<Rat> {
    let units = Units::default();
    units.get(name).filter(|u| u.ty.flavour == Flavour::Count).map(|u| u.factor.clone())
}

fn named(unit: &Unit) -> Named {
    let plain = |one: &str| Named { scale: int(1), one: one.to_string(), several: one.to_string() };
    if unit.ty.flavour == Flavour::Count {
        // One 万个 is ten thousand; the counter itself is not said.
        return Named { scale: unit.factor.clone(), ..plain("") };
    }
    if let Some((above, below)) = unit.name.split_once('/') {
        let (top, base) = (noun(above), noun(below));
        let top = top.map(|(n, _, several)| (n, several)).or_else(|| Some((counter(above)?, "")));
        let (Some((n, several)), Some((d, each, _))) = (top, base) else { return plain(&unit.name) };
        let words = format!("{several} per {each}").trim_start().to_string();
        return Named { scale: n / d, one: words.clone(), several: words };
    }
    match noun(&unit.name) {
        Some((scale, one, several)) => Named { scale, one: one.into(), several: several.into() },
        None => plain(&unit.name),
    }
}

/// A value in base units; `show` writes a number that was divided by a scale of its noun (near a bound, it must not touch it).
pub(crate) fn figure(value: &Rat, unit: &Unit, show: impl Fn(&Rat) -> String) -> String {
    let named = named(unit);
    // What one of the noun is in base units.
    let one = &unit.factor / &named.scale;
    let number = scaled(&(value / &one), &one, &show);
    let word = if abs(&(value / &one)) == Rat::ONE { &named.one } else { &named.several };
    match word.as_str() {
        "" => number,
        "%" | "‰" => format!("{number}{word}"),
        word => format!("{number} {word}"),
    }
}

fn scaled(number: &Rat, one: &Rat, show: &impl Fn(&Rat) -> String) -> String {
    let plain = show(one);
    let scales = [("trillion", 1_000_000_000_000), ("billion", 1_000_000_000), ("million", 1_000_000)];
    let Some((word, size)) = scales.into_iter().find(|(_, n)| abs(number) >= int(*n)) else { return show_grouped(&plain) };
    let short = show(&(one * int(size)));
    let digits = short.split_once('.').map_or(0, |(_, after)| after.len());
    let is_exact = |text: &str| !text.starts_with('≈');
    if (is_exact(&short) && digits <= 3) || !is_exact(&plain) {
        return format!("{} {word}", show_grouped(&short));
    }
    show_grouped(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{ratio, show_exact_or};

    #[test]
    fn amounts_in_words() {
        let units = Units::default();
        let say = |n: Rat, name: &str| {
            let unit = units.get(name).cloned().unwrap();
            let value = n * &unit.factor;
            figure(&value, &unit, |one| show_exact_or(&(&value / one), 6))
        };
        for (number, unit, words) in [
            (int(60), "万元", "600,000 yuan"),
            (ratio(599_999, 10_000), "万元", "599,999 yuan"),
            (int(8540), "亿元", "854 billion yuan"),
            (ratio(2_499_999, 10_000), "万元", "2,499,999 yuan"),
            (ratio(1_000_001, 10_000), "亿元", "10,000,010,000 yuan"),
            (int(1400), "万载重吨", "14 million deadweight tons"),
            (int(3), "家", "3"),
            (int(20), "万人", "200,000"),
            (int(1), "年", "1 year"),
            (int(8), "年", "8 years"),
            (ratio(999, 100), "%", "9.99%"),
            (int(110), "kV", "110 kV"),
            (int(2), "倍", "2 times"),
            (int(0), "万元", "0 yuan"),
        ] {
            assert_eq!(say(number, unit), words);
        }
        let per = units.get("万元").unwrap().per(units.get("亩").unwrap()).unwrap();
        let value = int(12) * &per.factor;
        assert_eq!(figure(&value, &per, |one| show_exact_or(&(&value / one), 6)), "120,000 yuan per mu");
    }
}
