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
