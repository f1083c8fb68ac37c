//! Digests of bytes, each with the name of its algorithm: whoever reads one later has to know how it was made.

use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use sm3::Sm3;

/// How a digest is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    Sha256,
    /// 国密 SM3 (GM/T 0004-2012), which Chinese offices may ask for.
    Sm3,
}

impl Algorithm {
    pub const ALL: [Self; 2] = [Self::Sha256, Self::Sm3];

    /// The name it is known by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sm3 => "sm3",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.name() == name)
    }

    /// The digest of some bytes, in hexadecimal digits.
    pub fn hex(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha256 => hex(&Sha256::digest(bytes)),
            Self::Sm3 => hex(&Sm3::digest(bytes)),
        }
    }
}

/// Whether git knows bytes by this name: by SHA-1, or in repositories made so by SHA-256.
pub fn is_git_blob(name: &str, bytes: &[u8]) -> bool {
    const SHA1_DIGITS: usize = 40;
    let head = format!("blob {}\0", bytes.len());
    match name.len() == SHA1_DIGITS {
        true => hex(&Sha1::new().chain_update(&head).chain_update(bytes).finalize()) == name,
        false => hex(&Sha256::new().chain_update(&head).chain_update(bytes).finalize()) == name,
    }
}

/// Parts put together so that no two lists of parts come to the same bytes: each stands behind its length.
#[derive(Clone, Debug, Default)]
pub struct Parts(Vec<u8>);

impl Parts {
    /// With room for so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    pub fn add(&mut self, part: &str) {
        self.add_bytes(part.as_bytes());
    }

    pub fn add_bytes(&mut self, part: &[u8]) {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(part);
    }

    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Two lower-case digits for each byte.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| char::from(DIGITS[usize::from(n)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names are those that `git hash-object` gives.
    #[test]
    fn bytes_are_known_to_git_by_their_name() {
        assert!(is_git_blob("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", b""));
        assert!(is_git_blob("ce013625030ba8dba906f756967f9e9ca394464a", b"hello\n"));
        assert!(!is_git_blob("ce013625030ba8dba906f756967f9e9ca394464a", b"hello"));
        assert!(is_git_blob("473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813", b""));
        assert!(!is_git_blob("", b""));
    }

    /// The examples of FIPS 180-2 and of GM/T 0004-2012.
    #[test]
    fn digests_are_those_of_the_standard() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Algorithm::Sha256.hex(b"abc"), abc);
        let long = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
        assert_eq!(Algorithm::Sha256.hex(b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), long);
        let abc = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
        assert_eq!(Algorithm::Sm3.hex(b"abc"), abc);
        let long = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";
        assert_eq!(Algorithm::Sm3.hex(&b"abcd".repeat(16)), long);
    }

    #[test]
    fn parts_keep_their_ends() {
        let of = |parts: &[&str]| {
            let mut all = Parts::default();
            parts.iter().for_each(|p| all.add(p));
            all.sha256()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["abc"]), of(&["abc", ""]));
    }
}
