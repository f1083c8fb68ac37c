//! Kept files in one piece of bytes: a head with the name, the length and the sum of each entry, and the entries. What is damaged is as if it were
//! not there: a wrong head takes everything with it, a wrong entry itself.

use crate::digest::{Parts, sha256};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What a file is kept under.
pub type Key = [u8; 32];

const MAGIC: &[u8; 16] = b"fadu read files\n";
const DIGEST: usize = 32;
/// A name, a length, a sum.
const LINE: usize = DIGEST + 8 + DIGEST;

#[derive(Debug, Default)]
pub struct Pack {
    bytes: Vec<u8>,
    entries: FxHashMap<Key, (Range<usize>, [u8; DIGEST])>,
    /// In the order in which they stand.
    pub keys: Vec<Key>,
}

impl Pack {
    /// Takes bytes apart; `maker` is who must have written them.
    pub fn read(bytes: Vec<u8>, maker: &[u8; DIGEST]) -> Option<Self> {
        let mut at = 0usize;
        let mut take = |n: usize| {
            let piece = bytes.get(at..at.checked_add(n)?)?;
            at += n;
            Some(piece)
        };
        let count_of = |piece: &[u8]| usize::try_from(u64::from_le_bytes(piece.try_into().ok()?)).ok();
        let whole = take(MAGIC.len())? == MAGIC && take(DIGEST)? == maker;
        let count = count_of(take(8)?)?;
        let lines = take(count.checked_mul(LINE)?)?;
        let head = MAGIC.len() + DIGEST + 8 + lines.len();
        if !whole || take(DIGEST)? != sha256(&bytes[..head]) {
            return None;
        }
        let (mut entries, mut keys, mut begin) = (FxHashMap::default(), Vec::with_capacity(count), head + DIGEST);
        for line in lines.chunks_exact(LINE) {
            let (key, rest) = line.split_at(DIGEST);
            let (length, sum) = rest.split_at(8);
            let end = begin.checked_add(count_of(length)?)?;
            let key: Key = key.try_into().ok()?;
            entries.insert(key, (begin..end, sum.try_into().ok()?));
            keys.push(key);
            begin = end;
        }
        Some(Self { bytes, entries, keys })
    }

    /// An entry that is whole, and was written under this name.
    pub fn get(&self, key: &Key) -> Option<&[u8]> {
        let (place, sum) = self.entries.get(key)?;
        let entry = self.bytes.get(place.clone())?;
        (sum_of(key, entry) == *sum).then_some(entry)
    }

    pub fn write(maker: &[u8; DIGEST], entries: &[(Key, &[u8])]) -> Vec<u8> {
        let length = |n: usize| u64::try_from(n).unwrap_or(u64::MAX).to_le_bytes();
        let mut out = MAGIC.to_vec();
        out.extend(maker);
        out.extend(length(entries.len()));
        for (key, entry) in entries {
            out.extend(key);
            out.extend(length(entry.len()));
            out.extend(sum_of(key, entry));
        }
        let sum = sha256(&out);
        out.extend(sum);
        entries.iter().for_each(|(_, entry)| out.extend(*entry));
        out
    }
}

fn sum_of(key: &Key, entry: &[u8]) -> [u8; DIGEST] {
    let mut parts = Parts::default();
    parts.add_bytes(key);
    parts.add_bytes(&sha256(entry));
    parts.sha256()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAKER: [u8; 32] = [7; 32];

    fn pack() -> (Vec<u8>, [(Key, &'static [u8]); 2]) {
        let entries: [(Key, &[u8]); 2] = [([1; 32], b"one"), ([2; 32], b"the other")];
        (Pack::write(&MAKER, &entries), entries)
    }

    /// Whatever is found under a name is what was put there.
    fn gives_nothing_else(bytes: Vec<u8>) -> usize {
        let Some(read) = Pack::read(bytes, &MAKER) else { return 0 };
        let (_, entries) = pack();
        let found: Vec<_> = entries.iter().filter_map(|(key, entry)| Some((read.get(key)?, *entry))).collect();
        assert!(found.iter().all(|(found, entry)| found == entry));
        found.len()
    }

    #[test]
    fn what_is_whole_is_found() {
        assert_eq!(gives_nothing_else(pack().0), 2);
        assert!(Pack::read(pack().0, &[8; 32]).is_none(), "another program's");
        assert!(Pack::read(Vec::new(), &MAKER).is_none());
    }

    #[test]
    fn damage_at_any_byte_takes_entries_away_and_changes_none() {
        let (whole, _) = pack();
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << bit;
                assert!(gives_nothing_else(bytes) < 2, "{at}");
            }
            assert!(gives_nothing_else(whole[..at].to_vec()) < 2, "{at}");
        }
    }

    /// The head is in order, and says of one entry that it is the other.
    #[test]
    fn an_entry_planted_under_another_name_is_none() {
        let (mut bytes, _) = pack();
        let head = MAGIC.len() + DIGEST + 8;
        let (first, second) = (head..head + DIGEST, head + LINE..head + LINE + DIGEST);
        let (a, b) = (bytes[first.clone()].to_vec(), bytes[second.clone()].to_vec());
        bytes[first].copy_from_slice(&b);
        bytes[second].copy_from_slice(&a);
        let end = head + 2 * LINE;
        let sum = sha256(&bytes[..end]);
        bytes[end..end + DIGEST].copy_from_slice(&sum);
        assert!(Pack::read(bytes.clone(), &MAKER).is_some());
        assert_eq!(gives_nothing_else(bytes), 0);
    }
}
