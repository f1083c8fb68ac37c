//! A world seen from another directory: relative paths start there, and come back as they were asked for.

use super::{Digest, FileIdentity, Listing, Reading, World, WorldError, show_path, tidy_path};
use crate::digest::Algorithm;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Another world, with a current directory of its own.
pub struct RootedWorld<'w> {
    inner: &'w dyn World,
    root: PathBuf,
}

impl<'w> RootedWorld<'w> {
    pub fn new(inner: &'w dyn World, root: &Path) -> Self {
        Self { inner, root: root.to_path_buf() }
    }

    fn out(&self, path: &Path) -> PathBuf {
        if path.is_absolute() { path.to_path_buf() } else { self.root.join(path) }
    }

    /// A path of the other world, as it is called here: `asked` is where it was looked for.
    fn back(&self, path: &Path, asked: &Path) -> PathBuf {
        let (from, base) = (tidy_path(path), tidy_path(&self.out(asked)));
        match from.strip_prefix(&base) {
            Ok(rest) if rest.as_os_str().is_empty() => tidy_path(asked),
            Ok(rest) => tidy_path(&asked.join(rest)),
            // What lies in `.` is named without it.
            Err(_) if base == Path::new(".") => tidy_path(&asked.join(&from)),
            Err(_) => path.to_path_buf(),
        }
    }

    fn error(&self, error: WorldError, asked: &Path) -> WorldError {
        WorldError { path: self.back(&error.path, asked), ..error }
    }
}

impl std::fmt::Debug for RootedWorld<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RootedWorld").field("root", &self.root).finish_non_exhaustive()
    }
}

impl World for RootedWorld<'_> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, WorldError> {
        self.inner.read(&self.out(path)).map_err(|e| self.error(e, path))
    }

    fn reading(&self, what: Reading) {
        self.inner.reading(what);
    }

    fn list(&self, root: &Path) -> Listing {
        let listing = self.inner.list(&self.out(root));
        let mut files: Vec<PathBuf> = listing.files.iter().map(|f| self.back(f, root)).collect();
        files.sort();
        Listing { files, problems: listing.problems.into_iter().map(|e| self.error(e, root)).collect() }
    }

    fn exists(&self, path: &Path) -> bool {
        self.inner.exists(&self.out(path))
    }

    fn today(&self) -> i64 {
        self.inner.today()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.inner.env(name)
    }

    fn current_dir(&self) -> PathBuf {
        tidy_path(&self.inner.current_dir().join(&self.root))
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        self.inner.write_atomic(&self.out(path), bytes).map_err(|e| self.error(e, path))
    }

    fn identity(&self, path: &Path) -> Option<FileIdentity> {
        self.inner.identity(&self.out(path))
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        self.inner.write_new(&self.out(path), bytes)
    }

    fn read_input(&self) -> Result<Vec<u8>, WorldError> {
        self.inner.read_input()
    }

    fn stamp(&self, path: &Path) -> Option<String> {
        self.inner.stamp(&self.out(path))
    }

    fn make_folder(&self, path: &Path) -> Result<(), WorldError> {
        self.inner.make_folder(&self.out(path)).map_err(|e| self.error(e, path))
    }

    fn keep_digests(&self, algorithm: Algorithm) {
        self.inner.keep_digests(algorithm);
    }

    fn digests(&self) -> BTreeMap<String, Digest> {
        let named = |path: String| show_path(&self.back(Path::new(&path), Path::new(".")));
        self.inner.digests().into_iter().map(|(path, digest)| (named(path), digest)).collect()
    }

    fn has_read(&self, path: &Path) -> bool {
        self.inner.has_read(&self.out(path))
    }

    fn size_limit(&self) -> u64 {
        self.inner.size_limit()
    }
}

#[cfg(test)]
mod tests {
    use super::super::MemoryWorld;
    use super::*;

    #[test]
    fn paths_start_at_the_root_and_come_back_as_asked_for() {
        let world = MemoryWorld::default().with("a/b/x.csv", "1").with("a/fadu.toml", "2");
        let here = RootedWorld::new(&world, Path::new("a/b"));
        assert_eq!(here.read(Path::new("x.csv")).unwrap(), b"1");
        assert_eq!(here.list(Path::new(".")).files, [Path::new("x.csv")]);
        assert_eq!(here.list(Path::new("..")).files, [Path::new("../b/x.csv"), Path::new("../fadu.toml")]);
        assert!(here.exists(Path::new("../fadu.toml")) && !here.exists(Path::new("fadu.toml")));
        assert_eq!(here.read(Path::new("y.csv")).unwrap_err().path, Path::new("y.csv"));
        let same = RootedWorld::new(&world, Path::new("."));
        assert_eq!(same.list(Path::new("a/b")).files, [Path::new("a/b/x.csv")]);
        assert_eq!(same.list(Path::new(".")).files, [Path::new("a/b/x.csv"), Path::new("a/fadu.toml")]);
    }
}
