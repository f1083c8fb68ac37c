//! Figures in English: `600,000 yuan`, `8.54 billion yuan`, `14 million deadweight tons`.
//!
//! The convention (docs/report-json.md says it too): no 万 and no 亿. From a million on the scale is a word where three digits after the
//! point suffice; otherwise all digits are written, for `2.499999 million` hides what `2,499,999` shows. Counters (个 家 次 …) have no
//! word of their own. A unit that an author declared keeps its name.

use crate::num::{Rat, abs, int, show_grouped};
use crate::ty::{Flavour, Unit, scaled};

/// A unit taken apart: how many of the noun it is, and the noun in the singular and the plural.
struct Named {
    scale: Rat,
    one: String,
    several: String,
}

fn named(unit: &Unit) -> Named {
    let plain = |one: &str| Named { scale: int(1), one: one.to_string(), several: one.to_string() };
    if unit.ty.flavour == Flavour::Count {
        // One 万个 is ten thousand; the counter itself is not said.
        return Named { scale: unit.factor.clone(), ..plain("") };
    }
    let Some((above, below)) = unit.name.split_once('/') else {
        return match scaled(&unit.name) {
            Some((n, known)) => Named { scale: int(n), one: known.english.0.into(), several: known.english.1.into() },
            None => plain(&unit.name),
        };
    };
    let (Some((n, above)), Some((d, below))) = (scaled(above), scaled(below)) else { return plain(&unit.name) };
    // What is counted per so many is said with that number, as it is written: a figure per yuan would be all zeros.
    let per = match (d, below.english.0) {
        // Items of any kind have no word.
        (1, "") => "each".to_string(),
        (1, one) => format!("per {one}"),
        (d, _) => format!("per {} {}", show_grouped(&d.to_string()), below.english.1).trim_end().to_string(),
    };
    let of = |word: &str| if above.flavour == Flavour::Count { per.clone() } else { format!("{word} {per}") };
    Named { scale: int(n), one: of(above.english.0), several: of(above.english.1) }
}

/// The noun of a unit, for several, and what one of it is in base units.
pub(crate) fn english_noun(unit: &Unit) -> (Rat, String) {
    let named = named(unit);
    (&unit.factor / &named.scale, named.several)
}

/// A value in base units; `show` writes a number that was divided by a scale of its noun (near a bound, it must not touch it).
pub(crate) fn english_figure(value: &Rat, unit: &Unit, show: impl Fn(&Rat) -> String) -> String {
    let named = named(unit);
    // What one of the noun is in base units.
    let one = &unit.factor / &named.scale;
    let number = in_scale(&(value / &one), &one, &show);
    // What is rounded to one is told as one.
    let single = matches!(number.trim_start_matches(['≈', '-', '−']), "1");
    let word = if single { &named.one } else { &named.several };
    match word.as_str() {
        "" => number,
        "%" | "‰" => format!("{number}{word}"),
        word => format!("{number} {word}"),
    }
}

fn in_scale(number: &Rat, one: &Rat, show: &impl Fn(&Rat) -> String) -> String {
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
    use crate::ty::Units;

    #[test]
    fn amounts_in_words() {
        let units = Units::default();
        let say = |n: Rat, name: &str| {
            let unit = units.get(name).cloned().unwrap();
            let value = n * &unit.factor;
            english_figure(&value, &unit, |one| show_exact_or(&(&value / one), 6))
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
        assert_eq!(english_figure(&value, &per, |one| show_exact_or(&(&value / one), 6)), "120,000 yuan per mu");
        let per = |above: &str, below: &str| units.get(above).unwrap().per(units.get(below).unwrap()).unwrap();
        let show = |n: Rat, unit: &Unit| {
            let value = n * &unit.factor;
            english_figure(&value, unit, |one| show_exact_or(&(&value / one), 6))
        };
        assert_eq!(show(ratio(8501, 10_000), &per("吨标准煤", "万元")), "0.8501 tons of coal equivalent per 10,000 yuan");
        assert_eq!(show(ratio(17, 2), &per("件", "万人")), "8.5 per 10,000 people");
        assert_eq!(show(int(1), &per("元", "人")), "1 yuan per person");
        assert_eq!(show(int(1), units.get("吨").unwrap()), "1 ton");
        assert_eq!(show(int(-1), units.get("吨").unwrap()), "-1 ton");
        assert_eq!(show(ratio(99_999_999, 100_000_000), &per("吨", "万元")), "≈1 ton per 10,000 yuan");
    }
}
