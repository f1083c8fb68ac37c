//! A folder of what the program can make again: nothing in it is missed when it goes. Files are replaced whole, so that runs side by side find an old
//! one or a new one; who reads them has to see for himself whether they are whole.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What all files of a folder may take up; beyond it the oldest go.
const ROOM: u64 = 512 << 20;

/// What a killed run left behind goes after this time.
const LEFT: Duration = Duration::from_secs(24 * 60 * 60);

const ENDING: &str = ".pack";
const UNFINISHED: &str = ".unfinished-";

/// Programs that make copies leave such folders out. The words are those of <https://bford.info/cachedir/>.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # This folder holds what fadu can make again. Programs that make copies may leave it out, and it may be deleted.\n";

#[derive(Clone, Debug)]
pub struct CacheFolder(PathBuf);

impl CacheFolder {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}{ENDING}"))
    }

    /// What is kept under a name; `None` where there is nothing, or nothing that can be had.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        let file = File::open(self.file(name)).ok()?;
        let meta = file.metadata().ok().filter(|meta| meta.is_file() && meta.len() <= ROOM)?;
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).ok()?);
        (&file).take(ROOM).read_to_end(&mut bytes).ok()?;
        // The one that was used last stays longest.
        let _ = file.set_modified(SystemTime::now());
        Some(bytes)
    }

    /// Keeps bytes under a name.
    pub fn write(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.make()?;
        let mut temporary = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.0)?;
        temporary.write_all(bytes)?;
        // A link of this name is replaced, not followed.
        temporary.persist(self.file(name)).map_err(|e| e.error)?;
        self.tidy(&self.file(name), ROOM);
        Ok(())
    }

    /// The folder, which only its owner can look into, with what tells others to leave it alone. A folder that is there is used as it is.
    fn make(&self) -> std::io::Result<()> {
        if !self.0.is_dir() {
            let mut builder = std::fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(&self.0)?;
        }
        for (name, text) in [("CACHEDIR.TAG", TAG), (".gitignore", "*\n")] {
            // What somebody else has written there stays.
            if let Ok(mut file) = File::options().write(true).create_new(true).open(self.0.join(name)) {
                file.write_all(text.as_bytes())?;
            }
        }
        Ok(())
    }

    /// Makes room: files of earlier programs and of other projects go, the oldest first.
    fn tidy(&self, own: &Path, room: u64) {
        let mut packs: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
        for entry in std::fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let Ok(meta) = entry.metadata() else { continue };
            let (Ok(time), true) = (meta.modified(), meta.is_file()) else { continue };
            let name = entry.file_name().to_string_lossy().into_owned();
            let age = SystemTime::now().duration_since(time).unwrap_or_default();
            if name.starts_with(UNFINISHED) && age > LEFT {
                let _ = std::fs::remove_file(entry.path());
            } else if name.ends_with(ENDING) && entry.path() != own {
                packs.push((time, meta.len(), entry.path()));
            }
        }
        packs.sort_unstable_by(|a, b| b.cmp(a));
        let mut room = room.saturating_sub(own.metadata().map_or(0, |m| m.len()));
        for (_, size, path) in packs {
            match room.checked_sub(size) {
                Some(left) => room = left,
                None => {
                    room = 0;
                    let _ = std::fs::remove_file(path);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Packs of ten bytes each, the first the oldest.
    fn folder(names: &[&str]) -> (tempfile::TempDir, CacheFolder) {
        let dir = tempfile::tempdir().unwrap();
        for (age, name) in names.iter().rev().enumerate() {
            put(dir.path(), &format!("{name}{ENDING}"), Duration::from_secs(60 * (age as u64 + 1)));
        }
        let folder = CacheFolder::new(dir.path());
        (dir, folder)
    }

    fn put(dir: &Path, name: &str, age: Duration) {
        std::fs::write(dir.join(name), [7; 10]).unwrap();
        File::options().write(true).open(dir.join(name)).unwrap().set_modified(SystemTime::now() - age).unwrap();
    }

    fn left(dir: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_oldest_go_where_there_is_no_room() {
        let (dir, folder) = folder(&["a", "b", "c", "d"]);
        // Two beside the own one, to the byte; a byte less is one less.
        folder.tidy(&folder.file("d"), 40);
        assert_eq!(left(dir.path()), ["a.pack", "b.pack", "c.pack", "d.pack"]);
        folder.tidy(&folder.file("d"), 30);
        assert_eq!(left(dir.path()), ["b.pack", "c.pack", "d.pack"]);
        folder.tidy(&folder.file("d"), 29);
        assert_eq!(left(dir.path()), ["c.pack", "d.pack"]);
        // The own one stays, however large it is.
        folder.tidy(&folder.file("d"), 5);
        assert_eq!(left(dir.path()), ["d.pack"]);
    }

    #[test]
    fn what_was_used_last_stays() {
        let (dir, folder) = folder(&["a", "b", "c"]);
        assert_eq!(folder.read("a").unwrap(), [7; 10]);
        folder.tidy(&folder.file("c"), 20);
        assert_eq!(left(dir.path()), ["a.pack", "c.pack"]);
    }

    /// What is not of this folder's kind is not touched; what a killed run left goes after a day.
    #[test]
    fn nothing_else_goes() {
        let (dir, folder) = folder(&["a", "b"]);
        let day = Duration::from_secs(24 * 60 * 60);
        put(dir.path(), "notes.txt", day * 900);
        put(dir.path(), &format!("{UNFINISHED}old"), day + Duration::from_secs(60));
        put(dir.path(), &format!("{UNFINISHED}new"), Duration::from_secs(60));
        std::fs::create_dir(dir.path().join("x.pack")).unwrap();
        folder.tidy(&folder.file("b"), 10);
        assert_eq!(left(dir.path()), [".unfinished-new", "b.pack", "notes.txt", "x.pack"]);
    }
}
