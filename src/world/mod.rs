//! The only window to the outside: files, directories, environment, calendar day.
//!
//! Everything else in this program works on bytes it was given. [`OsWorld`] is the real outside; [`MemoryWorld`] is one for
//! tests. What cannot be read is told, never skipped: see [`Listing::problems`].

mod accounting;
mod again;
mod beside;
mod cache;
mod error;
mod git;
mod kept;
mod memory;
mod pace;
mod pieces;
mod program;
mod rooted;
mod write;

pub use accounting::{AccountingWorld, ReadFile};
pub use beside::BesideWorld;
pub use cache::CacheFolder;
pub use error::{WorldError, WorldErrorKind};
pub use git::{Base, GitError, PastWorld, is_pointer};
pub use kept::Digest;
pub use memory::MemoryWorld;
pub use pace::{FilePace, Pace, Seen, Stage};
pub use pieces::{Opened, Pieces};
pub use program::{Program, ProgramError, Written};
pub use rooted::RootedWorld;

use crate::digest::Algorithm;
use pieces::SystemFile;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// What the program may ask of the outside.
pub trait World: Sync {
    /// The bytes of a regular file, at most [`World::size_limit`] of them.
    fn read(&self, path: &Path) -> Result<Vec<u8>, WorldError>;

    /// A file whose bytes may be read in pieces where it is large; whoever needs them all has them as [`World::read`] gives them.
    fn open(&self, path: &Path) -> Result<Opened, WorldError> {
        self.read(path).map(Opened::Whole)
    }

    /// From now on the bytes of what is read are held for [`World::read_again`], as far as there is room.
    fn keep_bytes(&self) {}

    /// The bytes that were read of a file before, or else what it holds now.
    fn read_again(&self, path: &Path) -> Result<Vec<u8>, WorldError> {
        self.read(path)
    }

    /// All regular files below a directory (or the file itself), sorted by path. Links are followed; loops, unreadable
    /// directories and special files come back as problems.
    fn list(&self, root: &Path) -> Listing;

    fn exists(&self, path: &Path) -> bool;

    /// The calendar day in Beijing, as days since 1970-01-01.
    fn today(&self) -> i64;

    /// An environment variable, if set and valid text.
    fn env(&self, name: &str) -> Option<String>;

    /// The directory relative paths start from.
    fn current_dir(&self) -> PathBuf;

    /// Writes a whole file or nothing: readers see the old content or the new one.
    /// Special files are written to, links are followed.
    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError>;

    /// Makes a folder and those above it; one that is there is left as it is.
    fn make_folder(&self, path: &Path) -> Result<(), WorldError>;

    /// Writes a file that must not be there yet, with the directories it lies in.
    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError>;

    /// The bytes on standard input, at most [`World::size_limit`] of them.
    fn read_input(&self) -> Result<Vec<u8>, WorldError>;

    /// What changes when a file changes: its size and when it was written. `None` where there is no file.
    fn stamp(&self, path: &Path) -> Option<String>;

    /// What tells a file from every other, whatever path and link lead to it; `None` where there is no file.
    fn identity(&self, path: &Path) -> Option<FileIdentity>;

    /// Whether this run has read the file, by whatever path.
    fn has_read(&self, path: &Path) -> bool;

    /// From now on the content of every file that is read is remembered by its digest.
    fn keep_digests(&self, algorithm: Algorithm);

    /// The digests of what was read since, by the path as it is shown.
    fn digests(&self) -> BTreeMap<String, Digest>;

    /// Runs a program with a script on its standard input, made for an empty folder; gives what it wrote there.
    fn run_program(&self, _program: &Program, _script: &dyn Fn(&Path) -> String) -> Result<Written, ProgramError> {
        Err(ProgramError::NoProgram)
    }

    /// Says what the files are that are read from now on: of use to a world that keeps account of them.
    fn reading(&self, _what: Reading) {}

    /// Files larger than this are refused, with a message.
    fn size_limit(&self) -> u64 {
        DEFAULT_SIZE_LIMIT
    }
}

/// What a file is that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    Project,
    Rules,
    /// A table of the policy.
    Table,
    Submission,
    Waivers,
    Explanations,
}

/// A file, told from every other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileIdentity(String);

/// 1 GiB.
pub const DEFAULT_SIZE_LIMIT: u64 = 1 << 30;

/// Files of fewer bytes are read whole.
const LARGE: u64 = 8 << 20;

/// More files than this below one directory are surely a mistake (a home directory, a mirror).
pub const MAX_FILES: usize = 200_000;

/// Directories nested deeper than this are not entered.
pub const MAX_DEPTH: usize = 64;

/// What a directory holds.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    pub files: Vec<PathBuf>,
    pub problems: Vec<WorldError>,
}

/// A path as people write it: forward slashes, no `./`, `..` resolved by name.
#[expect(clippy::wildcard_enum_match_arm, reason = "the parts of a path are those of the system")]
pub fn tidy_path(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                let can_pop = matches!(out.components().next_back(), Some(Component::Normal(_)));
                if !(can_pop && out.pop()) {
                    out.push("..");
                }
            }
            other => out.push(other),
        }
    }
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

/// A path as seen from a directory; both are absolute, else the path stays as it is. By name alone: links are not looked at.
pub fn relative_to(path: &Path, directory: &Path) -> PathBuf {
    let (path, directory) = (tidy_path(path), tidy_path(directory));
    if !path.is_absolute() || !directory.is_absolute() {
        return path;
    }
    let (mut to, mut from) = (path.components().peekable(), directory.components().peekable());
    let mut shared = 0;
    while let (Some(a), Some(b)) = (to.peek(), from.peek()) {
        if a != b {
            break;
        }
        shared += 1;
        to.next();
        from.next();
    }
    if shared == 0 {
        return path;
    }
    tidy_path(&from.map(|_| Path::new("..")).collect::<PathBuf>().join(to.collect::<PathBuf>()))
}

/// A path for messages.
pub fn show_path(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The machine the program runs on.
#[derive(Debug)]
pub struct OsWorld {
    pub size_limit: u64,
    read: std::sync::Mutex<BTreeSet<FileIdentity>>,
    digests: kept::Kept,
    bytes: again::Bytes,
}

impl Default for OsWorld {
    fn default() -> Self {
        Self {
            size_limit: DEFAULT_SIZE_LIMIT,
            read: std::sync::Mutex::default(),
            digests: kept::Kept::default(),
            bytes: again::Bytes::default(),
        }
    }
}

impl OsWorld {
    fn bytes_of(&self, path: &Path, file: &SystemFile) -> Result<Vec<u8>, WorldError> {
        let bytes = file.bytes()?;
        self.digests.note(show_path(path), &bytes);
        self.bytes.note(path, &bytes);
        Ok(bytes)
    }

    fn note_read(&self, path: &Path, meta: &std::fs::Metadata) {
        self.read.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(identity_of(path, meta));
    }
}

impl World for OsWorld {
    fn run_program(&self, program: &Program, script: &dyn Fn(&Path) -> String) -> Result<Written, ProgramError> {
        let read = |folder: &Path| {
            let one = |path: PathBuf| {
                let bytes = self.read(&path).map_err(|error| format!("{:?}", error.kind))?;
                Ok((path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned(), bytes))
            };
            self.list(folder).files.into_iter().map(one).collect()
        };
        program::run(program, script, &read)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, WorldError> {
        let file = SystemFile::open(path, self.size_limit)?;
        self.note_read(path, file.meta());
        self.bytes_of(path, &file)
    }

    fn open(&self, path: &Path) -> Result<Opened, WorldError> {
        let file = SystemFile::open(path, self.size_limit)?;
        self.note_read(path, file.meta());
        // A digest is one of all bytes.
        match file.size() < LARGE || self.digests.are_asked_for() {
            true => self.bytes_of(path, &file).map(Opened::Whole),
            false => Ok(Opened::Pieces(Box::new(file))),
        }
    }

    fn keep_bytes(&self) {
        self.bytes.begin();
    }

    fn read_again(&self, path: &Path) -> Result<Vec<u8>, WorldError> {
        self.bytes.of(path).map_or_else(|| self.read(path), Ok)
    }

    fn list(&self, root: &Path) -> Listing {
        let mut listing = Listing::default();
        // One level more than allowed is visited so that cutting off can be said.
        let walk = walkdir::WalkDir::new(root).follow_links(true).max_depth(MAX_DEPTH + 1).sort_by_file_name();
        for entry in walk {
            match entry {
                Err(error) => listing.problems.push(walk_error(root, &error)),
                Ok(entry) if entry.depth() > MAX_DEPTH => {
                    let problem = WorldError::new(entry.path(), WorldErrorKind::TooDeep);
                    listing.problems.push(problem);
                }
                Ok(entry) if entry.file_type().is_file() => listing.files.push(tidy_path(entry.path())),
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => listing.problems.push(WorldError::new(entry.path(), WorldErrorKind::NotAFile)),
            }
            if listing.files.len() + listing.problems.len() > MAX_FILES {
                listing.problems.push(WorldError::new(root, WorldErrorKind::TooMany));
                break;
            }
        }
        listing.files.sort();
        listing
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn today(&self) -> i64 {
        const BEIJING_SECONDS: u64 = 8 * 3600;
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seconds = now.map_or(0, |d| d.as_secs());
        i64::try_from((seconds + BEIJING_SECONDS) / 86_400).unwrap_or(0)
    }

    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn current_dir(&self) -> PathBuf {
        std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        write::write(path, bytes)
    }

    fn make_folder(&self, path: &Path) -> Result<(), WorldError> {
        std::fs::create_dir_all(path).map_err(|e| WorldError::io(path, &e))
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        write::create(path, bytes)
    }

    fn read_input(&self) -> Result<Vec<u8>, WorldError> {
        let path = Path::new("-");
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(self.size_limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|e| WorldError::io(path, &e))?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        match size > self.size_limit {
            true => Err(WorldError::new(path, WorldErrorKind::TooLarge { size, limit: self.size_limit })),
            false => Ok(bytes),
        }
    }

    fn stamp(&self, path: &Path) -> Option<String> {
        let meta = std::fs::metadata(path).ok()?;
        Some(format!("{} {:?}", meta.len(), meta.modified().ok()))
    }

    fn identity(&self, path: &Path) -> Option<FileIdentity> {
        identity_of(path, &std::fs::metadata(path).ok()?)
    }

    fn has_read(&self, path: &Path) -> bool {
        let read = self.read.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.identity(path).is_some_and(|id| read.contains(&id))
    }

    fn keep_digests(&self, algorithm: Algorithm) {
        self.digests.begin(algorithm);
    }

    fn digests(&self) -> BTreeMap<String, Digest> {
        self.digests.all()
    }

    fn size_limit(&self) -> u64 {
        self.size_limit
    }
}

#[cfg(unix)]
fn identity_of(_: &Path, meta: &std::fs::Metadata) -> Option<FileIdentity> {
    use std::os::unix::fs::MetadataExt;
    Some(FileIdentity(format!("{}:{}", meta.dev(), meta.ino())))
}

#[cfg(not(unix))]
fn identity_of(path: &Path, _: &std::fs::Metadata) -> Option<FileIdentity> {
    Some(FileIdentity(std::fs::canonicalize(path).ok()?.to_string_lossy().into_owned()))
}

fn walk_error(root: &Path, error: &walkdir::Error) -> WorldError {
    let path = error.path().unwrap_or(root);
    if error.loop_ancestor().is_some() {
        return WorldError::new(path, WorldErrorKind::LinkLoop);
    }
    match error.io_error() {
        Some(io) => WorldError::io(path, io),
        None => WorldError::new(path, WorldErrorKind::Other(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_plain() {
        assert_eq!(tidy_path(Path::new("./a/../b/./c.csv")), Path::new("b/c.csv"));
        assert_eq!(tidy_path(Path::new("../x")), Path::new("../x"));
        assert_eq!(tidy_path(Path::new("../../x")), Path::new("../../x"));
        assert_eq!(tidy_path(Path::new("./")), Path::new("."));
    }

    #[cfg(unix)]
    #[test]
    fn absolute_paths_are_seen_from_a_directory() {
        let seen = |path: &str| relative_to(Path::new(path), Path::new("/srv/city"));
        assert_eq!(seen("/srv/city/a/b.csv"), Path::new("a/b.csv"));
        assert_eq!(seen("/srv/other/b.csv"), Path::new("../other/b.csv"));
        assert_eq!(seen("/srv/city"), Path::new("."));
        assert_eq!(seen("a/../b.csv"), Path::new("b.csv"));
    }

    #[cfg(unix)]
    #[test]
    fn loops_and_special_files_are_said_and_large_files_refused() {
        let dir = std::env::temp_dir().join(format!("fadu-world-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("b")).unwrap();
        std::fs::write(dir.join("b/z.csv"), "12345").unwrap();
        std::fs::write(dir.join("b/a.csv"), "1").unwrap();
        std::os::unix::fs::symlink(&dir, dir.join("b/loop")).unwrap();
        std::os::unix::fs::symlink(dir.join("gone"), dir.join("dangling")).unwrap();
        let listing = OsWorld::default().list(&dir);
        assert_eq!(listing.files, [dir.join("b/a.csv"), dir.join("b/z.csv")]);
        let mut kinds: Vec<_> = listing.problems.iter().map(|p| &p.kind).collect();
        kinds.sort_by_key(|k| format!("{k:?}"));
        assert_eq!(kinds, [&WorldErrorKind::LinkLoop, &WorldErrorKind::NotFound]);

        let small = OsWorld { size_limit: 4, ..OsWorld::default() };
        let error = small.read(&dir.join("b/z.csv")).unwrap_err();
        assert_eq!(error.kind, WorldErrorKind::TooLarge { size: 5, limit: 4 });
        assert_eq!(small.read(&dir.join("b")).unwrap_err().kind, WorldErrorKind::NotAFile);

        OsWorld::default().write_atomic(&dir.join("b/a.csv"), b"new").unwrap();
        assert_eq!(OsWorld::default().read(&dir.join("b/a.csv")).unwrap(), b"new");
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
