//! A world that keeps account of the files that are read through it.

use super::{Digest, FileIdentity, Listing, Program, ProgramError, Reading, World, WorldError, Written, show_path, tidy_path};
use crate::digest::Algorithm;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A file as it was read, or could not be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadFile {
    /// As the run names it, with forward slashes.
    pub path: String,
    pub what: Reading,
    pub bytes: u64,
    /// `None` where it could not be read.
    pub digest: Option<String>,
}

/// Another world, and what was read of it.
pub struct AccountingWorld<'w> {
    inner: &'w dyn World,
    digest: &'w (dyn Fn(&[u8]) -> String + Sync),
    what: Mutex<Reading>,
    files: Mutex<Vec<ReadFile>>,
}

impl<'w> AccountingWorld<'w> {
    pub fn new(inner: &'w dyn World, digest: &'w (dyn Fn(&[u8]) -> String + Sync)) -> Self {
        Self { inner, digest, what: Mutex::new(Reading::Project), files: Mutex::default() }
    }

    /// Every file that was read, by path; one that changed in between is there as often as it was different.
    pub fn files(&self) -> Vec<ReadFile> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner).clone();
        files.sort();
        files.dedup();
        files
    }
}

impl std::fmt::Debug for AccountingWorld<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountingWorld").field("files", &self.files).finish_non_exhaustive()
    }
}

impl World for AccountingWorld<'_> {
    fn run_program(&self, program: &Program, script: &dyn Fn(&Path) -> String) -> Result<Written, ProgramError> {
        self.inner.run_program(program, script)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, WorldError> {
        let result = self.inner.read(path);
        let (bytes, digest) = match &result {
            Ok(bytes) => (u64::try_from(bytes.len()).unwrap_or(u64::MAX), Some((self.digest)(bytes))),
            Err(_) => (0, None),
        };
        let what = *self.what.lock().unwrap_or_else(PoisonError::into_inner);
        let file = ReadFile { path: show_path(&tidy_path(path)), what, bytes, digest };
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(file);
        result
    }

    fn reading(&self, what: Reading) {
        *self.what.lock().unwrap_or_else(PoisonError::into_inner) = what;
    }

    fn list(&self, root: &Path) -> Listing {
        self.inner.list(root)
    }

    fn exists(&self, path: &Path) -> bool {
        self.inner.exists(path)
    }

    fn today(&self) -> i64 {
        self.inner.today()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.inner.env(name)
    }

    fn current_dir(&self) -> PathBuf {
        self.inner.current_dir()
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        self.inner.write_atomic(path, bytes)
    }

    fn identity(&self, path: &Path) -> Option<FileIdentity> {
        self.inner.identity(path)
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        self.inner.write_new(path, bytes)
    }

    fn read_input(&self) -> Result<Vec<u8>, WorldError> {
        self.inner.read_input()
    }

    fn stamp(&self, path: &Path) -> Option<String> {
        self.inner.stamp(path)
    }

    fn make_folder(&self, path: &Path) -> Result<(), WorldError> {
        self.inner.make_folder(path)
    }

    fn keep_digests(&self, algorithm: Algorithm) {
        self.inner.keep_digests(algorithm);
    }

    fn digests(&self) -> BTreeMap<String, Digest> {
        self.inner.digests()
    }

    fn has_read(&self, path: &Path) -> bool {
        self.inner.has_read(path)
    }

    fn size_limit(&self) -> u64 {
        self.inner.size_limit()
    }
}
