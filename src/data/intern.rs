//! Texts turned into small integers while they are read: equality of texts is equality of codes.

use crate::text::{fold_text, is_blank, is_folded};

/// The code of an interned text.
pub type Code = u32;

/// Interned texts. Spellings that fold to one form (full width, blanks) share a code, and so do declared aliases; the spelling
/// seen first is the one shown.
///
/// All spellings stand one behind the other in one string and are found through an open hash table: interning a text that is new
/// costs no allocation of its own, which is what reading large files spends its time on otherwise.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    arena: String,
    /// Both raw spellings and folded forms.
    spellings: Vec<Spelling>,
    /// The length is a power of two.
    slots: Vec<Slot>,
    /// The spelling shown for each code.
    shown: Vec<u32>,
}

/// A place of the hash table: part of the hash, so that most texts that differ are told apart without another look in memory, and the
/// index of a spelling plus one (0 for none).
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    print: u32,
    number: u32,
}

#[derive(Clone, Copy, Debug)]
struct Spelling {
    hash: u64,
    start: usize,
    len: u32,
    code: Code,
}

impl Interner {
    /// An interner that knows the aliases (alias, canonical).
    pub fn with_aliases(aliases: &[(String, String)]) -> Self {
        let mut interner = Self::default();
        for (alias, _) in aliases {
            let code = interner.intern(end_of(alias, aliases));
            let alias = fold_text(alias);
            let hash = hash(alias.as_bytes());
            if interner.lookup(hash, &alias).is_none() {
                interner.insert(hash, &alias, code);
            }
        }
        interner
    }

    pub fn intern(&mut self, text: &str) -> Code {
        let raw = hash(text.as_bytes());
        if let Some(code) = self.lookup(raw, text) {
            return code;
        }
        if is_folded(text) {
            return self.add(raw, text, text);
        }
        let folded = fold_text(text);
        let print = hash(folded.as_bytes());
        let code = self.lookup(print, &folded).unwrap_or_else(|| self.add(print, &folded, text.trim_matches(is_blank)));
        // Without blanks around it is the spelling shown, if it was the first.
        if self.lookup(raw, text).is_none() {
            self.insert(raw, text, code);
        }
        code
    }

    /// The code of a text that was interned before.
    pub fn find(&self, text: &str) -> Option<Code> {
        let folded = || {
            let folded = fold_text(text);
            self.lookup(hash(folded.as_bytes()), &folded)
        };
        self.lookup(hash(text.as_bytes()), text).or_else(folded)
    }

    pub fn text(&self, code: Code) -> &str {
        let spelling = self.shown.get(code as usize).and_then(|at| self.spellings.get(*at as usize));
        spelling.map_or("", |spelling| self.spelling(spelling))
    }

    pub fn len(&self) -> usize {
        self.shown.len()
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    fn lookup(&self, hash: u64, text: &str) -> Option<Code> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = place(hash, mask);
        loop {
            let slot = self.slots[at];
            let number = slot.number.checked_sub(1)?;
            if slot.print == print(hash) {
                let spelling = self.spellings.get(number as usize)?;
                if spelling.hash == hash && self.spelling(spelling) == text {
                    return Some(spelling.code);
                }
            }
            at = (at + 1) & mask;
        }
    }

    fn spelling(&self, spelling: &Spelling) -> &str {
        self.arena.get(spelling.start..spelling.start + spelling.len as usize).unwrap_or("")
    }

    /// A new code under its folded form.
    fn add(&mut self, hash: u64, folded: &str, shown: &str) -> Code {
        let code = Code::try_from(self.shown.len()).unwrap_or(Code::MAX);
        let mut at = self.insert(hash, folded, code);
        if folded != shown {
            at = self.insert(self::hash(shown.as_bytes()), shown, code);
        }
        self.shown.push(at);
        code
    }

    /// Adds a spelling that is not there; gives its number.
    fn insert(&mut self, hash: u64, text: &str, code: Code) -> u32 {
        if self.spellings.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let start = self.arena.len();
        self.arena.push_str(text);
        self.spellings.push(Spelling { hash, start, len: u32::try_from(text.len()).unwrap_or(u32::MAX), code });
        let number = u32::try_from(self.spellings.len()).unwrap_or(u32::MAX);
        put(&mut self.slots, hash, number);
        number - 1
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        self.slots = vec![Slot::default(); size];
        for (spelling, number) in self.spellings.iter().zip(1u32..) {
            put(&mut self.slots, spelling.hash, number);
        }
    }
}

/// What an alias stands for in the end, when aliases lead to aliases.
fn end_of<'a>(alias: &'a str, aliases: &'a [(String, String)]) -> &'a str {
    let mut at = alias;
    // One step for each alias at most: a circle ends somewhere on it.
    for _ in 0..aliases.len() {
        match aliases.iter().find(|(a, _)| fold_text(a) == fold_text(at)) {
            Some((_, canonical)) => at = canonical,
            None => break,
        }
    }
    at
}

/// The slot to begin with: the high bits of a hash are its best mixed ones.
fn place(hash: u64, mask: usize) -> usize {
    usize::try_from(hash >> 32).unwrap_or(0) & mask
}

fn print(hash: u64) -> u32 {
    u32::try_from(hash & u64::from(u32::MAX)).unwrap_or(0)
}

fn put(slots: &mut [Slot], hash: u64, number: u32) {
    let mask = slots.len() - 1;
    let mut at = place(hash, mask);
    while slots[at].number != 0 {
        at = (at + 1) & mask;
    }
    slots[at] = Slot { print: print(hash), number };
}

/// A hash of eight bytes at a step, by folded multiplication.
fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0x9E37_79B9_7F4A_7C15 ^ u64::try_from(bytes.len()).unwrap_or(0);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.first_chunk().map_or(0, |c| u64::from_le_bytes(*c));
        state = fold(state ^ word);
    }
    let rest = chunks.remainder().iter().rev().fold(0, |w, b| (w << 8) | u64::from(*b));
    fold(fold(state ^ rest))
}

fn fold(value: u64) -> u64 {
    let product = u128::from(value) * 0xD6E8_FEB8_6659_FD93;
    let low = u64::try_from(product & u128::from(u64::MAX)).unwrap_or(0);
    low ^ u64::try_from(product >> 64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_spellings_and_aliases_share_a_code() {
        let mut texts = Interner::with_aliases(&[("软件与信息服务".into(), "软件和信息服务".into())]);
        let a = texts.intern("软件和信息服务");
        assert_eq!(texts.intern("　软件与信息服务 "), a);
        assert_eq!(texts.text(a), "软件和信息服务");
        assert_ne!(texts.intern("10²"), texts.intern("102"));
        assert_eq!(texts.find("never seen"), None);
    }

    #[test]
    fn aliases_of_aliases_lead_to_the_end() {
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        let mut texts = Interner::with_aliases(&[pair("b", "c"), pair("a", "b"), pair("x", "y"), pair("y", "x")]);
        assert_eq!((texts.intern("a"), texts.intern("b")), (texts.find("c").unwrap(), texts.find("c").unwrap()));
        assert_eq!(texts.text(texts.find("a").unwrap()), "c");
        assert!(texts.find("x").is_some(), "a circle does no harm");
    }

    #[test]
    fn many_texts_keep_their_codes_while_the_table_grows() {
        let mut texts = Interner::default();
        let name = |i: u32| if i.is_multiple_of(3) { format!("机构　{i}") } else { format!("机构{i}") };
        for i in 0..5000 {
            assert_eq!(texts.intern(&name(i)), i);
        }
        for i in 0..5000 {
            assert_eq!((texts.intern(&name(i)), texts.find(&name(i))), (i, Some(i)));
            assert_eq!(texts.text(i), name(i));
        }
        assert_eq!(texts.len(), 5000);
    }
}
