//! A world made of a map, for tests.

use super::{Digest, FileIdentity, Listing, World, WorldError, WorldErrorKind, kept, show_path, tidy_path};
use crate::digest::Algorithm;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A world made of a map, for tests.
#[derive(Debug, Default)]
pub struct MemoryWorld {
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    pub variables: BTreeMap<String, String>,
    pub today: i64,
    written: std::sync::Mutex<BTreeMap<PathBuf, Vec<u8>>>,
    read: std::sync::Mutex<BTreeSet<PathBuf>>,
    digests: kept::Kept,
}

impl MemoryWorld {
    pub fn with(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(tidy_path(Path::new(path)), content.into());
        self
    }

    /// What was written so far.
    pub fn written(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.written.lock().map_or_else(|e| e.into_inner().clone(), |w| w.clone())
    }
}

impl World for MemoryWorld {
    fn read(&self, path: &Path) -> Result<Vec<u8>, WorldError> {
        let path = tidy_path(path);
        self.read.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path.clone());
        let written = self.written().get(&path).cloned();
        let bytes = written.or_else(|| self.files.get(&path).cloned());
        let bytes = bytes.ok_or_else(|| WorldError::new(&path, WorldErrorKind::NotFound))?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > self.size_limit() {
            return Err(WorldError::new(&path, WorldErrorKind::TooLarge { size, limit: self.size_limit() }));
        }
        self.digests.note(show_path(&path), &bytes);
        Ok(bytes)
    }

    fn list(&self, root: &Path) -> Listing {
        let root = tidy_path(root);
        let below = |p: &&PathBuf| root == Path::new(".") || p.starts_with(&root);
        let files: Vec<PathBuf> = self.files.keys().filter(below).cloned().collect();
        let problems = match files.is_empty() && root != Path::new(".") {
            true => vec![WorldError::new(&root, WorldErrorKind::NotFound)],
            false => Vec::new(),
        };
        Listing { files, problems }
    }

    fn exists(&self, path: &Path) -> bool {
        let path = tidy_path(path);
        path == Path::new(".") || self.files.keys().any(|p| p.starts_with(&path))
    }

    fn today(&self) -> i64 {
        self.today
    }

    fn env(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn current_dir(&self) -> PathBuf {
        PathBuf::from(".")
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        let mut written = self.written.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        written.insert(tidy_path(path), bytes.to_vec());
        Ok(())
    }

    fn make_folder(&self, _: &Path) -> Result<(), WorldError> {
        Ok(())
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        match self.exists(path) {
            true => Err(WorldError::new(path, WorldErrorKind::Denied)),
            false => self.write_atomic(path, bytes),
        }
    }

    fn read_input(&self) -> Result<Vec<u8>, WorldError> {
        Err(WorldError::new(Path::new("-"), WorldErrorKind::NotFound))
    }

    fn stamp(&self, path: &Path) -> Option<String> {
        self.read(path).ok().map(|bytes| format!("{bytes:?}"))
    }

    fn identity(&self, path: &Path) -> Option<FileIdentity> {
        self.exists(path).then(|| FileIdentity(show_path(&tidy_path(path))))
    }

    fn has_read(&self, path: &Path) -> bool {
        self.read.lock().unwrap_or_else(std::sync::PoisonError::into_inner).contains(&tidy_path(path))
    }

    fn keep_digests(&self, algorithm: Algorithm) {
        self.digests.begin(algorithm);
    }

    fn digests(&self) -> BTreeMap<String, Digest> {
        self.digests.all()
    }
}
