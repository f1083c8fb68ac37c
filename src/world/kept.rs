//! What files held when they were read: the length and the digest of their bytes, once somebody asked for them.

use crate::digest::Algorithm;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What tells the content of a file from every other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    pub algorithm: Algorithm,
    pub bytes: u64,
    /// In hexadecimal digits.
    pub hex: String,
}

impl Digest {
    pub fn of(algorithm: Algorithm, bytes: &[u8]) -> Self {
        Self { algorithm, bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX), hex: algorithm.hex(bytes) }
    }
}

/// Nothing is worked out before an algorithm is named.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Option<(Algorithm, BTreeMap<String, Digest>)>>);

impl Kept {
    pub(super) fn begin(&self, algorithm: Algorithm) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|(used, _)| *used != algorithm) {
            *kept = Some((algorithm, BTreeMap::new()));
        }
    }

    pub(super) fn are_asked_for(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    pub(super) fn note(&self, path: String, bytes: &[u8]) {
        let asked = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|(algorithm, _)| *algorithm);
        let Some(algorithm) = asked else { return };
        // Worked out outside the lock: files are read by several threads.
        let digest = Digest::of(algorithm, bytes);
        if let Some((_, kept)) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            kept.insert(path, digest);
        }
    }

    pub(super) fn all(&self) -> BTreeMap<String, Digest> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().map(|(_, all)| all.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value is that of FIPS 180-2, appendix B.
    #[test]
    fn what_was_read_last_is_kept_and_nothing_before_it_is_asked_for() {
        let kept = Kept::default();
        kept.note("a.csv".into(), b"abc");
        assert!(kept.all().is_empty());
        kept.begin(Algorithm::Sha256);
        kept.note("a.csv".into(), b"");
        kept.note("a.csv".into(), b"abc");
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_string();
        let digest = Digest { algorithm: Algorithm::Sha256, bytes: 3, hex };
        assert_eq!(kept.all().into_iter().collect::<Vec<_>>(), [("a.csv".to_string(), digest)]);
    }
}
