//! The world as another directory has it: what would be read below one is read from the other.

use super::{Digest, FileIdentity, Listing, World, WorldError, tidy_path};
use crate::digest::Algorithm;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Paths below `here` lead to `there`; they are told as they were asked.
#[derive(Debug)]
pub struct BesideWorld<'w, W: World + ?Sized> {
    now: &'w W,
    here: PathBuf,
    there: PathBuf,
}

impl<'w, W: World + ?Sized> BesideWorld<'w, W> {
    pub fn new(now: &'w W, here: &Path, there: &Path) -> Self {
        let full = |p: &Path| tidy_path(&now.current_dir().join(p));
        Self { now, here: full(here), there: full(there) }
    }

    fn led(&self, path: &Path) -> PathBuf {
        let full = tidy_path(&self.now.current_dir().join(path));
        match full.strip_prefix(&self.here) {
            Ok(below) => tidy_path(&self.there.join(below)),
            Err(_) => path.to_path_buf(),
        }
    }
}

impl<W: World + ?Sized> World for BesideWorld<'_, W> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, WorldError> {
        self.now.read(&self.led(path)).map_err(|e| WorldError { path: path.to_path_buf(), ..e })
    }

    fn list(&self, root: &Path) -> Listing {
        let led = self.led(root);
        let back = |p: &Path| tidy_path(&root.join(p.strip_prefix(&led).unwrap_or(p)));
        let found = self.now.list(&led);
        let mut files: Vec<PathBuf> = found.files.iter().map(|f| back(f)).collect();
        files.sort();
        let problem = |e: WorldError| WorldError { path: back(&e.path), ..e };
        Listing { files, problems: found.problems.into_iter().map(problem).collect() }
    }

    fn exists(&self, path: &Path) -> bool {
        self.now.exists(&self.led(path))
    }

    fn today(&self) -> i64 {
        self.now.today()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.now.env(name)
    }

    fn current_dir(&self) -> PathBuf {
        self.now.current_dir()
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        self.now.write_atomic(&self.led(path), bytes)
    }

    fn make_folder(&self, path: &Path) -> Result<(), WorldError> {
        self.now.make_folder(&self.led(path))
    }

    fn keep_digests(&self, algorithm: Algorithm) {
        self.now.keep_digests(algorithm);
    }

    fn digests(&self) -> BTreeMap<String, Digest> {
        self.now.digests()
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        self.now.write_new(&self.led(path), bytes)
    }

    fn read_input(&self) -> Result<Vec<u8>, WorldError> {
        self.now.read_input()
    }

    fn stamp(&self, path: &Path) -> Option<String> {
        self.now.stamp(&self.led(path))
    }

    fn identity(&self, path: &Path) -> Option<FileIdentity> {
        self.now.identity(&self.led(path))
    }

    fn has_read(&self, path: &Path) -> bool {
        self.now.has_read(path) || self.now.has_read(&self.led(path))
    }

    fn size_limit(&self) -> u64 {
        self.now.size_limit()
    }
}
