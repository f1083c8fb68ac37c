//! What a value that names no row may have been meant for. The rows there are are looked through once for each column, not for each value.

use super::codes::{COUNTY, is_code, key_of};
use crate::data::{Code, Dataset};
use crate::diag::nearest;
use crate::load::diagnostics::{Advice, Member};
use crate::ty::{RelId, Schema, Type};
use rustc_hash::FxHashMap;

/// Different values for which a near one is sought: each is held against all members.
const SOUGHT: usize = 200;

/// Codes of regions and organisations begin with no more zeros than these.
const LOST_ZEROS: usize = 3;

/// The rows that a column may name, by their keys and, where they have one, by their names.
pub struct Members {
    list: Vec<(Code, Option<Code>)>,
    by_key: FxHashMap<Code, usize>,
    by_name: FxHashMap<Code, usize>,
    by_letters: FxHashMap<String, usize>,
    /// Keys that may stand inside a longer text.
    codes: Vec<usize>,
    sought: usize,
}

impl Members {
    pub fn new(schema: &Schema, targets: &[RelId], data: &Dataset) -> Self {
        let mut list: Vec<(Code, Option<Code>)> = Vec::new();
        for &target in targets {
            let relation = schema.get(target);
            let Some(table) = data.tables.get(target.index()) else { continue };
            let Some(key) = key_of(relation) else { continue };
            let title =
                relation.columns.iter().position(|c| matches!(c.ty, Type::Text) && c.name != relation.columns[key.index()].name);
            for row in 0..table.rows {
                let Some(code) = table.columns.get(key.index()).and_then(|c| c.code(row)) else { continue };
                list.push((code, title.and_then(|at| table.columns.get(at)?.code(row))));
            }
        }
        let (mut by_key, mut by_name, mut by_letters) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        let mut codes = Vec::new();
        for (at, (key, name)) in list.iter().enumerate() {
            let text = data.texts.text(*key);
            by_key.entry(*key).or_insert(at);
            by_letters.entry(letters(text)).or_insert(at);
            name.iter().for_each(|n| {
                by_name.entry(*n).or_insert(at);
            });
            if text.len() >= COUNTY && is_code(text) {
                codes.push(at);
            }
        }
        Self { list, by_key, by_name, by_letters, codes, sought: 0 }
    }

    /// What one value may have been meant for.
    pub fn meant(&mut self, data: &Dataset, code: Code) -> Advice {
        let written = data.texts.text(code);
        let find = |wanted: &str| self.by_key.get(&data.texts.find(wanted)?).map(|at| self.shown(data, *at));
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        // A spreadsheet took the code for a number.
        let whole = match written.split_once('.') {
            Some((whole, tail)) if !tail.is_empty() && tail.bytes().all(|b| b == b'0') => whole,
            _ => written,
        };
        if whole.len() < written.len()
            && let Some(member) = find(whole)
        {
            return Advice::Number(member);
        }
        // 13112 is 013112: a number has no zeros in front.
        let padded = (1..=LOST_ZEROS).map(|zeros| format!("{}{whole}", "0".repeat(zeros)));
        if digits(whole)
            && let Some(member) = padded.into_iter().find_map(|code| find(&code))
        {
            return Advice::Zeros(member);
        }
        // Codes of places below a county have nine or twelve digits; the first six are the county's.
        if digits(written)
            && written.len() > COUNTY
            && let Some(member) = written.get(..COUNTY).and_then(find)
        {
            return Advice::Longer(member);
        }
        if let Some(at) = self.by_name.get(&code) {
            return Advice::Name(self.shown(data, *at));
        }
        // 安 平县 is 安平县: blanks inside a name are there to fill the line.
        if let Some(at) = self.by_letters.get(&letters(written)) {
            return Advice::Spaced(self.shown(data, *at));
        }
        // A name inside a name may be another's; a code inside a text is that code. Few texts are long enough and have digits.
        let may_hold_one = written.len() > COUNTY && written.bytes().any(|b| b.is_ascii_digit());
        let codes: &[usize] = if may_hold_one { &self.codes } else { &[] };
        let mut around = codes.iter().filter(|at| stands_in(data.texts.text(self.list[**at].0), written));
        if let (Some(at), None) = (around.next(), around.next()) {
            return Advice::Around(self.shown(data, *at));
        }
        self.sought += 1;
        if self.sought > SOUGHT { Advice::None } else { self.near(data, written) }
    }

    /// Whether a text is nearly the name of one of them, and not one of a number: 示例企业017 is not 示例企业016, and a code is another's.
    pub fn is_nearly(&self, advice: &Advice, written: &str) -> bool {
        let Advice::Near(member) = advice else { return false };
        let numbered = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百零甲乙丙丁".contains(c);
        let bare = |t: &str| t.chars().filter(|c| !numbered(*c)).collect::<String>();
        let other = |t: &String| bare(t) == bare(written);
        !written.is_ascii() && !other(&member.key) && !member.name.iter().any(other)
    }

    fn near(&self, data: &Dataset, written: &str) -> Advice {
        const FEW: usize = 5;
        let texts = |(key, name): &(Code, Option<Code>)| (data.texts.text(*key), name.map(|n| data.texts.text(n)));
        let keys = self.list.iter().map(|m| texts(m).0);
        let near = nearest(written, keys.chain(self.list.iter().filter_map(|m| texts(m).1)));
        let near = near.and_then(|n| {
            self.list.iter().position(|m| {
                let (key, name) = texts(m);
                key == n || name == Some(n)
            })
        });
        match near {
            Some(at) => Advice::Near(self.shown(data, at)),
            None if self.list.len() <= FEW => Advice::OneOf((0..self.list.len()).map(|at| self.shown(data, at)).collect()),
            None => Advice::None,
        }
    }

    fn shown(&self, data: &Dataset, at: usize) -> Member {
        let (key, name) = self.list[at];
        Member { key: data.texts.text(key).to_string(), name: name.map(|n| data.texts.text(n).to_string()) }
    }
}

/// A text without its blanks.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a code is part of a text and no part of a longer number.
fn stands_in(code: &str, text: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let alone = |at: usize| !digit(text[..at].chars().next_back()) && !digit(text[at + code.len()..].chars().next());
    code != text && text.match_indices(code).any(|(at, _)| alone(at))
}
