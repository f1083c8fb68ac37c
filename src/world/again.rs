//! The bytes of files that were read, for a second state most of whose files are the same.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Larger files are read again.
const LARGEST: usize = 32 << 20;

/// What all of them may take up; what is beyond it is read again.
const ROOM: usize = 256 << 20;

/// Nothing is held before somebody asks for it.
#[derive(Debug, Default)]
pub(super) struct Bytes(Mutex<Option<Held>>);

#[derive(Debug, Default)]
struct Held {
    files: HashMap<PathBuf, Box<[u8]>>,
    taken: usize,
}

impl Bytes {
    pub(super) fn begin(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default();
    }

    /// Of a file that is read twice what was read first is held: that is what was judged.
    pub(super) fn note(&self, path: &Path, bytes: &[u8]) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(held) = held.as_mut() else { return };
        let taken = held.taken.saturating_add(bytes.len());
        if bytes.len() <= LARGEST && taken <= ROOM && !held.files.contains_key(path) {
            held.files.insert(path.to_path_buf(), bytes.into());
            held.taken = taken;
        }
    }

    pub(super) fn of(&self, path: &Path) -> Option<Vec<u8>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref()?.files.get(path).map(|bytes| bytes.to_vec())
    }
}
