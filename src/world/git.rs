//! An earlier state of a repository, read from its objects by the `git` program: the work tree, the index and the references stay as they are.

use super::error::{WorldError, WorldErrorKind};
use super::{Digest, FileIdentity, Listing, MAX_DEPTH, World, relative_to, show_path, tidy_path};
use crate::digest::{Algorithm, is_git_blob};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::Mutex;

/// Why an earlier state could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitError {
    /// There is no program `git`.
    NoProgram,
    /// The directory lies in no repository.
    NoRepository(String),
    /// The repository does not know the revision; `shallow` where it may be among the history that was not fetched.
    UnknownRevision { revision: String, shallow: bool },
    /// What two revisions have in common may lie in the history that was not fetched.
    Shallow,
    /// Two revisions have nothing in common.
    Unrelated { revision: String },
    /// In git's own words.
    Other(String),
}

/// How a base is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base<'a> {
    Revision(&'a str),
    /// Where this revision and the work tree's went apart.
    MergeBase(&'a str),
}

/// The world as it was at a revision: files of the repository are those of then, everything else is as it is now.
#[derive(Debug)]
pub struct PastWorld<'w, W: World + ?Sized> {
    now: &'w W,
    /// Where relative paths start.
    here: PathBuf,
    /// The repository's uppermost directory.
    top: PathBuf,
    /// The commit, in full.
    pub commit: String,
    /// Whether it is the commit of the work tree.
    pub is_head: bool,
    git: Git,
    entries: BTreeMap<PathBuf, Entry>,
    has_links: bool,
    /// Directories of other repositories, of which nothing is kept here.
    modules: BTreeSet<PathBuf>,
    objects: Mutex<Objects>,
    /// Files that were read and lie outside of the repository, behind a link or by their path.
    outside: Mutex<BTreeSet<PathBuf>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    object: String,
    is_link: bool,
}

impl<'w, W: World + ?Sized> PastWorld<'w, W> {
    /// The state at a revision of the repository in which `directory` lies.
    pub fn open(now: &'w W, directory: &Path, base: Base<'_>) -> Result<Self, GitError> {
        let git = Git { directory: directory.to_path_buf() };
        // Asked in one call; a repository without a commit answers the first question only.
        let (up, head) = match git.words(&["rev-parse", "--show-cdup", "HEAD^{commit}"]) {
            Ok(words) => words.split_once('\n').map(|(up, head)| (up.to_string(), Some(head.to_string()))).unwrap_or_default(),
            Err(_) => match git.words(&["rev-parse", "--show-cdup"]) {
                Err(GitError::Other(words)) => return Err(GitError::NoRepository(words)),
                up => (up?, None),
            },
        };
        let here = now.current_dir();
        let top = tidy_path(&here.join(directory).join(up));
        let commit = match base {
            Base::Revision(name) => git.commit(name)?,
            Base::MergeBase(name) => git.merge_base(name)?,
        };
        let listed = git.bytes(&["ls-tree", "-r", "-z", "--full-tree", &commit])?;
        let (mut files, mut modules) = (Vec::new(), BTreeSet::new());
        for line in listed.split(|b| *b == 0).filter(|l| !l.is_empty()) {
            let Some((kind, path)) = read_entry(line) else { continue };
            match kind {
                Kind::Module => _ = modules.insert(path),
                Kind::File(object) => files.push((path, Entry { object, is_link: false })),
                Kind::Link(object) => files.push((path, Entry { object, is_link: true })),
            }
        }
        let entries: BTreeMap<PathBuf, Entry> = files.into_iter().collect();
        let objects = Mutex::new(Objects::open(&git)?);
        let has_links = entries.values().any(|e| e.is_link);
        // Most files are those of now: what is read of these is wanted once more.
        now.keep_bytes();
        let (is_head, outside) = (head.as_ref() == Some(&commit), Mutex::default());
        Ok(Self { now, here, top, commit, is_head, git, entries, has_links, modules, objects, outside })
    }

    /// What was read so far that lies outside of the repository: nobody knows what it was then.
    pub fn led_outside(&self) -> BTreeSet<PathBuf> {
        self.outside.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// What the index has and the work tree lacks though nobody took it away: files that a sparse checkout leaves out, other repositories that were
    /// not fetched. Paths are relative to where relative paths start.
    pub fn left_out(&self) -> Result<Vec<WorldError>, GitError> {
        let listed = self.git.bytes(&["ls-files", "-t", "-s", "-z", "--full-name", ":/"])?;
        let mut out = Vec::new();
        for line in listed.split(|b| *b == 0).filter(|l| !l.is_empty()) {
            // A letter, a blank, the mode; behind a tab the path.
            let (Some(tab), mode) = (line.iter().position(|b| *b == b'\t'), line.get(2..8)) else { continue };
            let full = self.top.join(path_of(line.get(tab + 1..).unwrap_or_default()));
            let kind = match (line.first(), mode) {
                (_, Some(b"160000")) if self.now.list(&full).files.is_empty() => WorldErrorKind::NotHeld,
                (Some(b'S'), _) if !self.now.exists(&full) => WorldErrorKind::LeftOut,
                _ => continue,
            };
            out.push(WorldError { path: relative_to(&full, &self.here), kind });
        }
        Ok(out)
    }

    /// Whether a file that the repository keeps was changed, added or removed since the commit of the work tree, whatever the file is about.
    /// What is in no commit and is not going to be in one is no change.
    pub fn is_touched(&self) -> bool {
        self.git.run(&["diff", "--quiet", "HEAD", "--"]).is_ok_and(|output| output.status.code() == Some(1))
    }

    /// The path in the repository, `None` for what lies outside.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        // Most paths are plain, and start at the uppermost directory.
        let text = path.to_str().filter(|_| self.here == self.top);
        if text.is_some_and(|t| t.split('/').all(|part| !matches!(part, "" | "." | "..")) && !t.contains('\\')) {
            return Some(path.to_path_buf());
        }
        let full = tidy_path(&self.here.join(path));
        full.strip_prefix(&self.top).ok().map(Path::to_path_buf)
    }

    /// Paths are ordered by their parts, so that a directory and what lies below it stand together.
    fn below<'s>(&'s self, directory: &'s Path) -> impl Iterator<Item = (&'s PathBuf, &'s Entry)> {
        self.entries.range(directory.to_path_buf()..).take_while(move |(p, _)| p.starts_with(directory))
    }

    /// The bytes of a file that the work tree holds as it was: git need not be asked for them. Where the file lies does not matter, for its content is
    /// held against the name of what the repository keeps.
    fn unchanged(&self, path: &Path, entry: &Entry) -> Option<Vec<u8>> {
        let bytes = self.now.read_again(path).ok()?;
        is_git_blob(&entry.object, &bytes).then_some(bytes)
    }

    fn blob(&self, entry: &Entry, path: &Path) -> Result<Vec<u8>, WorldError> {
        let mut objects = self.objects.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let bytes = objects.read(&entry.object, self.now.size_limit());
        bytes.map_err(|kind| WorldError { path: path.to_path_buf(), kind })
    }

    /// Whether there was something at a place without links, or another repository of which nothing is kept here.
    fn holds(&self, inside: &Path) -> bool {
        let module = || self.modules.iter().any(|m| m.starts_with(inside) || inside.starts_with(m));
        inside.as_os_str().is_empty() || self.below(inside).next().is_some() || module()
    }

    /// Follows links: the path that has no more of them.
    fn resolved(&self, inside: &Path) -> Result<Place, WorldErrorKind> {
        const STEPS: usize = 40;
        let mut path = inside.to_path_buf();
        if !self.has_links {
            return Ok(Place::Inside(path));
        }
        for _ in 0..STEPS {
            let link = path.ancestors().find(|a| self.entries.get(*a).is_some_and(|e| e.is_link)).map(Path::to_path_buf);
            let Some(link) = link else { return Ok(Place::Inside(path)) };
            let target = self.blob(&self.entries[&link], &link).map_err(|e| e.kind)?;
            let rest = path.strip_prefix(&link).unwrap_or(Path::new("")).to_path_buf();
            let beside = self.top.join(&link);
            let full = tidy_path(&beside.parent().unwrap_or(Path::new("/")).join(path_of(&target)).join(rest));
            match full.strip_prefix(&self.top) {
                Ok(inside) => path = inside.to_path_buf(),
                Err(_) => return Ok(Place::Outside(full)),
            }
        }
        Err(WorldErrorKind::LinkLoop)
    }

    /// Files below a directory of the repository, shown below `shown`.
    fn walk(&self, inside: &Path, shown: &Path, depth: usize, listing: &mut Listing) {
        let problem = |kind| WorldError { path: shown.to_path_buf(), kind };
        if depth > MAX_DEPTH {
            return listing.problems.push(problem(WorldErrorKind::LinkLoop));
        }
        let directory = match self.resolved(inside) {
            Ok(Place::Inside(directory)) => directory,
            Ok(Place::Outside(path)) => {
                let found = self.now.list(&path);
                let under = |f: &PathBuf| tidy_path(&shown.join(f.strip_prefix(&path).unwrap_or(f)));
                listing.files.extend(found.files.iter().map(under));
                return listing.problems.extend(found.problems);
            }
            Err(kind) => return listing.problems.push(problem(kind)),
        };
        let before = listing.files.len() + listing.problems.len();
        for (path, entry) in self.below(&directory) {
            let below = tidy_path(&shown.join(path.strip_prefix(&directory).unwrap_or(path)));
            match entry.is_link && *path != directory {
                true => self.walk(path, &below, depth + 1, listing),
                false => listing.files.push(below),
            }
        }
        for module in self.modules.iter().filter(|m| m.starts_with(&directory) || directory.starts_with(m)) {
            let below = shown.join(module.strip_prefix(&directory).unwrap_or(module));
            listing.problems.push(WorldError { path: tidy_path(&below), kind: WorldErrorKind::NotHeld });
        }
        if listing.files.len() + listing.problems.len() == before && !directory.as_os_str().is_empty() {
            listing.problems.push(problem(WorldErrorKind::NotFound));
        }
    }
}

/// Where a path leads.
enum Place {
    /// In the repository, from its uppermost directory.
    Inside(PathBuf),
    Outside(PathBuf),
}

impl<W: World + ?Sized> World for PastWorld<'_, W> {
    fn read(&self, path: &Path) -> Result<Vec<u8>, WorldError> {
        let beyond = |there: &Path| {
            self.outside.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path.to_path_buf());
            self.now.read(there)
        };
        let Some(inside) = self.inside(path) else { return beyond(path) };
        let failed = |kind| WorldError { path: path.to_path_buf(), kind };
        match self.resolved(&inside).map_err(failed)? {
            Place::Outside(there) => beyond(&there),
            Place::Inside(inside) => {
                let Some(entry) = self.entries.get(&inside) else {
                    let below = self.below(&inside).next().is_some();
                    let held = !self.modules.iter().any(|m| inside.starts_with(m));
                    return Err(failed(match (below, held) {
                        (true, _) => WorldErrorKind::NotAFile,
                        (_, false) => WorldErrorKind::NotHeld,
                        _ => WorldErrorKind::NotFound,
                    }));
                };
                let bytes = self.unchanged(path, entry).map_or_else(|| self.blob(entry, path), Ok)?;
                match is_pointer(&bytes) {
                    true => Err(failed(WorldErrorKind::NotHeld)),
                    false => Ok(bytes),
                }
            }
        }
    }

    fn list(&self, root: &Path) -> Listing {
        let Some(inside) = self.inside(root) else { return self.now.list(root) };
        let mut listing = Listing::default();
        self.walk(&inside, root, 0, &mut listing);
        listing.files.sort();
        listing
    }

    fn exists(&self, path: &Path) -> bool {
        let Some(inside) = self.inside(path) else { return self.now.exists(path) };
        match self.resolved(&inside) {
            Ok(Place::Outside(path)) => self.now.exists(&path),
            Ok(Place::Inside(inside)) => self.holds(&inside),
            Err(_) => false,
        }
    }

    fn today(&self) -> i64 {
        self.now.today()
    }

    fn env(&self, name: &str) -> Option<String> {
        self.now.env(name)
    }

    fn current_dir(&self) -> PathBuf {
        self.here.clone()
    }

    fn write_atomic(&self, path: &Path, _: &[u8]) -> Result<(), WorldError> {
        // The past is not written to.
        Err(WorldError { path: path.to_path_buf(), kind: WorldErrorKind::Denied })
    }

    fn make_folder(&self, path: &Path) -> Result<(), WorldError> {
        // The past is not written to.
        Err(WorldError { path: path.to_path_buf(), kind: WorldErrorKind::Denied })
    }

    fn keep_digests(&self, algorithm: Algorithm) {
        self.now.keep_digests(algorithm);
    }

    fn digests(&self) -> BTreeMap<String, Digest> {
        self.now.digests()
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
        self.write_atomic(path, bytes)
    }

    fn read_input(&self) -> Result<Vec<u8>, WorldError> {
        self.now.read_input()
    }

    fn stamp(&self, path: &Path) -> Option<String> {
        self.now.stamp(path)
    }

    fn identity(&self, path: &Path) -> Option<FileIdentity> {
        let Some(inside) = self.inside(path) else { return self.now.identity(path) };
        match self.resolved(&inside).ok()? {
            Place::Outside(path) => self.now.identity(&path),
            Place::Inside(inside) => self.holds(&inside).then(|| FileIdentity(format!("then:{}", show_path(&inside)))),
        }
    }

    fn has_read(&self, path: &Path) -> bool {
        self.now.has_read(path)
    }

    fn size_limit(&self) -> u64 {
        self.now.size_limit()
    }
}

/// What Git LFS keeps in place of a file.
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// Whether bytes are what Git LFS leaves where it has not put the file itself.
pub fn is_pointer(bytes: &[u8]) -> bool {
    bytes.starts_with(POINTER)
}

enum Kind {
    File(String),
    Link(String),
    /// Another repository.
    Module,
}

/// `100644 blob 0123…`, a tab, and the path.
fn read_entry(line: &[u8]) -> Option<(Kind, PathBuf)> {
    let tab = line.iter().position(|b| *b == b'\t')?;
    let head = std::str::from_utf8(line.get(..tab)?).ok()?;
    let mut words = head.split(' ');
    let (mode, _, object) = (words.next()?, words.next()?, words.next()?.to_string());
    let kind = match mode {
        "160000" => Kind::Module,
        "120000" => Kind::Link(object),
        _ => Kind::File(object),
    };
    Some((kind, path_of(line.get(tab + 1..)?)))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Calls of the program.
#[derive(Debug)]
struct Git {
    directory: PathBuf,
}

impl Git {
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        let directory = if self.directory.as_os_str().is_empty() { Path::new(".") } else { &self.directory };
        command.arg("-C").arg(directory).args(args).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Result<Output, GitError> {
        self.command(args).output().map_err(|error| {
            let missing = error.kind() == std::io::ErrorKind::NotFound;
            if missing { GitError::NoProgram } else { GitError::Other(error.to_string()) }
        })
    }

    fn bytes(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.run(args)?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(GitError::Other(String::from_utf8_lossy(&output.stderr).trim().to_string())),
        }
    }

    fn words(&self, args: &[&str]) -> Result<String, GitError> {
        self.bytes(args).map(|b| String::from_utf8_lossy(&b).trim_end_matches(['\n', '\r']).to_string())
    }

    fn is_shallow(&self) -> bool {
        self.words(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|w| w == "true")
    }

    fn commit(&self, revision: &str) -> Result<String, GitError> {
        let asked = format!("{revision}^{{commit}}");
        let output = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &asked])?;
        let name = String::from_utf8_lossy(&output.stdout).trim().to_string();
        match output.status.success() && !name.is_empty() {
            true => Ok(name),
            false => Err(GitError::UnknownRevision { revision: revision.to_string(), shallow: self.is_shallow() }),
        }
    }

    fn merge_base(&self, revision: &str) -> Result<String, GitError> {
        let (other, own) = (self.commit(revision)?, self.commit("HEAD")?);
        // Without the whole history an older commit than the last in common, or none, would be taken for it.
        if self.is_shallow() {
            return Err(GitError::Shallow);
        }
        let output = self.run(&["merge-base", &other, &own])?;
        let name = String::from_utf8_lossy(&output.stdout).trim().to_string();
        match output.status.success() && !name.is_empty() {
            true => Ok(name),
            false => Err(GitError::Unrelated { revision: revision.to_string() }),
        }
    }
}

/// One process that hands out objects as long as it is asked.
#[derive(Debug)]
struct Objects {
    child: Child,
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
}

impl Objects {
    fn open(git: &Git) -> Result<Self, GitError> {
        let failed = |e: std::io::Error| GitError::Other(e.to_string());
        let mut command = git.command(&["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(failed)?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(ask), Some(answer)) => Ok(Self { child, ask: Some(ask), answer: BufReader::new(answer) }),
            _ => Err(GitError::Other("git cat-file".to_string())),
        }
    }

    /// The bytes of an object: `0123… blob 12` and then as many bytes.
    fn read(&mut self, object: &str, limit: u64) -> Result<Vec<u8>, WorldErrorKind> {
        let failed = |e: std::io::Error| WorldErrorKind::Other(e.to_string());
        if let Some(ask) = &mut self.ask {
            ask.write_all(format!("{object}\n").as_bytes()).and_then(|()| ask.flush()).map_err(failed)?;
        }
        let mut head = String::new();
        self.answer.read_line(&mut head).map_err(failed)?;
        let size: u64 = match head.trim_end().rsplit_once(' ') {
            Some((_, size)) if size.bytes().all(|b| b.is_ascii_digit()) => size.parse().unwrap_or(u64::MAX),
            // Its history was fetched without it.
            _ => return Err(WorldErrorKind::NotHeld),
        };
        let mut body = (&mut self.answer).take(size.saturating_add(1));
        if size > limit {
            std::io::copy(&mut body, &mut std::io::sink()).map_err(failed)?;
            return Err(WorldErrorKind::TooLarge { size, limit });
        }
        let mut bytes = Vec::new();
        body.read_to_end(&mut bytes).map_err(failed)?;
        // A line end follows.
        bytes.pop();
        match u64::try_from(bytes.len()) == Ok(size) {
            true => Ok(bytes),
            false => Err(WorldErrorKind::Changed),
        }
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // It ends when nobody can ask it any more.
        self.ask = None;
        let _ = self.child.wait();
    }
}
