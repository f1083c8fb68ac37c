//! The different texts of a column while a piece of a file is read: each gets a number, and what it means is looked up by that.

use super::meaning::{Answer, Asked};
use super::short::Short;
use crate::data::Interner;
use crate::load::Plain;
use crate::load::value::ColumnReader;
use crate::plan::KeyPart;
use rustc_hash::FxHashMap;

/// No text: its rows are looked at in full.
pub const NONE: u32 = 0;

/// The texts of one column.
pub struct Dictionary {
    /// Short texts with the number of their entry, 0 where the place is free.
    slots: Vec<(Short, u32)>,
    long: FxHashMap<Box<[u8]>, u32>,
    pub keys: Vec<Option<KeyPart>>,
    pub odd: Vec<bool>,
    /// A print of what the text means, for keys.
    pub prints: Vec<u64>,
    /// By question and by figure, the answers of all texts.
    pub truths: Vec<Vec<u8>>,
    pub figures: Vec<Vec<i64>>,
}

impl Dictionary {
    pub fn new(asked: &Asked) -> Self {
        let mut out = Self {
            slots: vec![(Short::default(), 0); 64],
            long: FxHashMap::default(),
            keys: Vec::new(),
            odd: Vec::new(),
            prints: Vec::new(),
            truths: vec![Vec::new(); asked.questions()],
            figures: vec![Vec::new(); asked.figures()],
        };
        out.push(Answer {
            odd: true,
            truths: vec![false; asked.questions()],
            figures: vec![0; asked.figures()],
            ..Answer::default()
        });
        out
    }

    /// The number of a text that is there.
    pub fn find(&self, text: &[u8]) -> Option<u32> {
        match Short::of(text) {
            Some(short) => self.find_short(short),
            None => self.long.get(text).copied(),
        }
    }

    #[inline]
    pub fn find_short(&self, text: Short) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = place(text) & mask;
        loop {
            match self.slots[at] {
                (_, 0) => return None,
                (own, number) if own == text => return Some(number),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Takes a text in that is not there; gives its number.
    pub fn add(
        &mut self,
        text: &str,
        (asked, reader): (&Asked, &ColumnReader<'_>),
        begins: bool,
        plain: &Plain,
        texts: &mut Interner,
    ) -> u32 {
        let mut answer = asked.answer(text, reader, plain, texts);
        answer.odd |= begins && !plain.may_begin(text);
        let number = self.push(answer);
        match Short::of(text.as_bytes()) {
            Some(short) => self.insert(short, number),
            None => _ = self.long.insert(text.as_bytes().into(), number),
        }
        number
    }

    fn push(&mut self, answer: Answer) -> u32 {
        let number = u32::try_from(self.odd.len()).unwrap_or(u32::MAX);
        self.prints.push(answer.key.as_ref().map_or(0, print));
        self.keys.push(answer.key);
        self.odd.push(answer.odd);
        self.truths.iter_mut().zip(answer.truths).for_each(|(all, own)| all.push(if own { 1 } else { 2 }));
        self.figures.iter_mut().zip(answer.figures).for_each(|(all, own)| all.push(own));
        number
    }

    fn insert(&mut self, text: Short, number: u32) {
        if self.odd.len() * 2 >= self.slots.len() {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![(Short::default(), 0); old.len() * 4];
            old.into_iter().filter(|(_, n)| *n > 0).for_each(|(own, n)| self.put(own, n));
        }
        self.put(text, number);
    }

    fn put(&mut self, text: Short, number: u32) {
        let mask = self.slots.len() - 1;
        let mut at = place(text) & mask;
        while self.slots[at].1 > 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = (text, number);
    }
}

#[inline]
fn place(text: Short) -> usize {
    usize::try_from(text.print() >> 20).unwrap_or(0)
}

/// A print of a part of a key, by what it means: equal parts have equal prints.
pub fn print(key: &KeyPart) -> u64 {
    match key {
        KeyPart::Text(text) => print_of_text(text.as_bytes()),
        KeyPart::Int(n) => mix(0x5851_F42D_4C95_7F2D, n.cast_unsigned()),
    }
}

/// The same of a text that is compared as it stands.
#[inline]
pub fn print_of_text(bytes: &[u8]) -> u64 {
    if let Some(short) = Short::of(bytes) {
        return short.print();
    }
    let mut state = u64::try_from(bytes.len()).unwrap_or(0);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        state = mix(state, chunk.first_chunk().map_or(0, |c| u64::from_le_bytes(*c)));
    }
    let rest = chunks.remainder().iter().rev().fold(0, |word, b| (word << 8) | u64::from(*b));
    mix(state, rest)
}

#[inline]
pub fn mix(state: u64, word: u64) -> u64 {
    let product = u128::from(state ^ word ^ 0x9E37_79B9_7F4A_7C15) * 0xD6E8_FEB8_6659_FD93;
    let (low, high) = (product & u128::from(u64::MAX), product >> 64);
    u64::try_from(low).unwrap_or(0) ^ u64::try_from(high).unwrap_or(0)
}
