//! Changes of a text or of bytes.

use crate::oracle::Rng;

fn at(rng: &mut Rng, len: usize) -> usize {
    usize::try_from(rng.below(len.max(1) as u64)).unwrap()
}

/// What people and programs get wrong.
const SPRINKLES: [&str; 44] = [
    "",
    "\"",
    "“",
    "”",
    "'",
    "(",
    ")",
    "{",
    "}",
    "（",
    "［",
    "[",
    "]",
    ",",
    "，",
    ";",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\u{feff}",
    "\0",
    "\u{202e}",
    "\u{200b}",
    "-",
    "—",
    "%",
    "‰",
    "0",
    "-1",
    "1e9",
    "1.",
    "99999999999999999999999999999999999999999",
    "1/0",
    "0x1F",
    "N/A",
    "#REF!",
    "合计",
    "单位：亿元",
    "2007-13-45",
    "万元",
    "=",
    "\\",
    "#",
];

/// Words of rules, among which one stands for another.
const WORDS: [&str; 34] = [
    "rule",
    "for",
    "in",
    "when",
    "require",
    "not",
    "and",
    "or",
    "sum",
    "count",
    "max",
    "exists",
    "is",
    ">=",
    "<",
    "!=",
    "between",
    "of",
    "规则",
    "要求",
    "当",
    "不",
    "且",
    "或",
    "每",
    "choose {",
    "otherwise:",
    "at",
    "prior",
    "every",
    "some",
    "share of",
    "growth of",
    "define",
];

/// Numbers at the ends.
const NUMBERS: [&str; 10] = ["0", "-0", "1", "0.5", "1000000000000", "99999999999999999999", "0.0000000001", "100%", "0%", "-7"];

/// One to four changes of a rule text, word by word.
pub fn tokens(rng: &mut Rng, seeds: &[String]) -> Vec<u8> {
    let mut words = split(&seeds[at(rng, seeds.len())]);
    for _ in 0..=rng.below(4) {
        let (one, other) = (at(rng, words.len()), at(rng, words.len()));
        let (from, to) = (one.min(other), one.max(other).min(one.min(other) + 40));
        match rng.below(10) {
            0 => drop(words.drain(from..to.min(words.len()))),
            1 => words.insert(from, SPRINKLES[at(rng, SPRINKLES.len())].into()),
            2 => words.insert(from, format!(" {} ", WORDS[at(rng, WORDS.len())])),
            3 if !words.is_empty() => words.swap(one, other),
            4 => {
                let copy: Vec<String> = words[from..to.min(words.len())].to_vec();
                words.splice(other..other, copy);
            }
            5 => {
                let strange = split(&seeds[at(rng, seeds.len())]);
                let start = at(rng, strange.len());
                let part = strange[start..(start + 30).min(strange.len())].to_vec();
                words.splice(from..from, part);
            }
            6 | 7 => {
                // A number, or a word, for another of its kind.
                let digits = rng.below(2) == 0;
                let is_kind = |w: &&mut String| w.chars().all(|c| if digits { c.is_ascii_digit() } else { c.is_alphabetic() });
                let list: &[&str] = if digits { &NUMBERS } else { &WORDS };
                let new = list[at(rng, list.len())];
                let mut same: Vec<&mut String> = words.iter_mut().filter(is_kind).collect();
                let place = at(rng, same.len());
                if let Some(word) = same.get_mut(place) {
                    **word = new.into();
                }
            }
            8 if !words.is_empty() => {
                let word = words[one].clone();
                words[other] = word;
            }
            _ => words.truncate(from.max(1)),
        }
    }
    words.concat().into_bytes()
}

/// Words, numbers, blanks and signs.
fn split(text: &str) -> Vec<String> {
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => 0,
        c if c.is_alphanumeric() || c == '_' => 1,
        c if c.is_whitespace() => 2,
        _ => 3,
    };
    let mut out: Vec<String> = Vec::new();
    let mut last = 3;
    for c in text.chars() {
        match out.last_mut() {
            Some(word) if kind(c) == last && last != 3 => word.push(c),
            _ => out.push(c.into()),
        }
        last = kind(c);
    }
    out
}

/// One to five changes of a submission, byte by byte.
pub fn bytes(rng: &mut Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut out = seeds[at(rng, seeds.len())].clone();
    for _ in 0..=rng.below(5) {
        let (one, other) = (at(rng, out.len() + 1), at(rng, out.len() + 1));
        let (from, to) = (one.min(other), one.max(other).min(one.min(other) + 200));
        match rng.below(8) {
            0 => drop(out.drain(from..to)),
            1 | 2 => drop(out.splice(from..from, SPRINKLES[at(rng, SPRINKLES.len())].bytes())),
            3 => {
                let copy = out[from..to].to_vec();
                out.splice(other..other, copy);
            }
            4 => {
                let strange = &seeds[at(rng, seeds.len())];
                let start = at(rng, strange.len());
                let part = strange[start..(start + 100).min(strange.len())].to_vec();
                out.splice(from..from, part);
            }
            5 => {
                if let Some(byte) = out.get_mut(from) {
                    *byte ^= 1 << rng.below(8);
                }
            }
            6 => {
                let deep = "[{(".as_bytes()[at(rng, 3)];
                out.splice(from..from, std::iter::repeat_n(deep, at(rng, 300)));
            }
            _ => out.truncate(from),
        }
    }
    out
}

/// A submission of the records that the rules of this test declare.
pub fn sample(ending: &str) -> &'static str {
    match ending {
        "csv" => {
            "代码,年度,产值,人数,园区,比重,日期,级别\n131102,2007,120.5,30,是,35%,2007-06-15,甲\n131103,2007,80,,否,41.2%,2007-12-31,乙\n131102,2006,≥100,28,是,30%,2006-06-01,甲\n"
        }
        "toml" => {
            "[submission]\nregion = \"131102\"\nperiod = \"2007\"\n\n[[county]]\ncode = \"131102\"\nyear = 2007\noutput = \"120.5万元\"\nstaff = 30\npark = true\nrate = \"35%\"\nday = 2007-06-15\nlevel = \"甲\"\n\n[[county.list]]\nname = \"a\"\namount = -3.5\n"
        }
        _ => {
            r#"{"submission": {"region": "131102", "period": "2007", "partial": ["county"]}, "county": [{"code": "131102", "year": 2007, "output": 120.5, "staff": 30, "park": true, "rate": "35%", "day": "2007-06-15", "level": "甲", "list": [{"name": "a", "amount": -3.5}, {"name": "b", "amount": "50—60万元"}]}, {"code": "131103", "year": 2007, "output": "", "list": []}]}"#
        }
    }
}
