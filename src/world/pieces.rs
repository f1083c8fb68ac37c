//! Files that are read a piece at a time: what is not kept need not be in memory at once.

use super::{WorldError, WorldErrorKind};
use std::fmt::Debug;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file whose bytes are read where they are wanted.
pub trait Pieces: Debug + Send + Sync {
    /// How many bytes it has.
    fn size(&self) -> u64;

    /// Reads bytes from a place on; gives how many, fewer than asked for at the end of the file alone.
    fn read_at(&self, at: u64, to: &mut [u8]) -> Result<usize, WorldError>;

    /// Nobody has written to it since it was opened: what was read at different times belongs together.
    fn is_as_opened(&self) -> bool;

    /// All of it.
    fn whole(&self) -> Result<Vec<u8>, WorldError>;
}

/// A submission as a world hands it over.
#[derive(Debug)]
pub enum Opened {
    Whole(Vec<u8>),
    Pieces(Box<dyn Pieces>),
}

impl From<Vec<u8>> for Opened {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Whole(bytes)
    }
}

/// A file of the system.
#[derive(Debug)]
pub(super) struct SystemFile {
    path: PathBuf,
    file: File,
    opened: Metadata,
    limit: u64,
}

impl SystemFile {
    /// Opens a regular file; read as a whole it may have `limit` bytes.
    pub(super) fn open(path: &Path, limit: u64) -> Result<Self, WorldError> {
        let meta = std::fs::metadata(path).map_err(|e| WorldError::io(path, &e))?;
        if !meta.is_file() {
            return Err(WorldError::new(path, WorldErrorKind::NotAFile));
        }
        let file = File::open(path).map_err(|e| WorldError::io(path, &e))?;
        // Were it another file by now, it would not be as it was opened.
        Ok(Self { path: path.to_path_buf(), file, opened: meta, limit })
    }

    /// What the system said of it when it was opened.
    pub(super) fn meta(&self) -> &Metadata {
        &self.opened
    }

    /// All of its bytes.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, WorldError> {
        let (path, limit) = (&self.path, self.limit);
        let too_large = |size| WorldError::new(path, WorldErrorKind::TooLarge { size, limit });
        if self.size() > limit {
            return Err(too_large(self.size()));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.size()).unwrap_or(0));
        // A file may grow while it is read, and some files (in /proc) claim to be empty.
        let read = (&self.file).take(limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|e| WorldError::io(path, &e))?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > limit {
            return Err(too_large(size));
        }
        if !self.is_as_opened() || (self.size() > 0 && self.size() != size) {
            return Err(WorldError::new(path, WorldErrorKind::Changed));
        }
        Ok(bytes)
    }

    #[cfg(unix)]
    fn some_at(&self, at: u64, to: &mut [u8]) -> std::io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, to, at)
    }

    #[cfg(windows)]
    fn some_at(&self, at: u64, to: &mut [u8]) -> std::io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.file, to, at)
    }
}

impl Pieces for SystemFile {
    fn size(&self) -> u64 {
        self.opened.len()
    }

    fn read_at(&self, at: u64, to: &mut [u8]) -> Result<usize, WorldError> {
        let mut read = 0;
        while read < to.len() {
            let from = at.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
            match self.some_at(from, &mut to[read..]) {
                Ok(0) => break,
                Ok(some) => read += some,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(WorldError::io(&self.path, &error)),
            }
        }
        Ok(read)
    }

    fn is_as_opened(&self) -> bool {
        let same = |now: &Metadata| now.len() == self.opened.len() && now.modified().ok() == self.opened.modified().ok();
        self.file.metadata().is_ok_and(|now| same(&now))
    }

    fn whole(&self) -> Result<Vec<u8>, WorldError> {
        Self::open(&self.path, self.limit)?.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_those_of_the_file_and_a_change_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "0123456789").unwrap();
        let file = SystemFile::open(&path, 20).unwrap();
        let mut to = [0; 4];
        assert_eq!((file.read_at(2, &mut to).unwrap(), &to), (4, b"2345"));
        assert_eq!(file.read_at(8, &mut to).unwrap(), 2);
        assert_eq!(file.read_at(10, &mut to).unwrap(), 0);
        assert!(file.is_as_opened() && file.whole().unwrap() == b"0123456789");
        std::fs::write(&path, "01234567890123456789x").unwrap();
        assert!(!file.is_as_opened());
        assert_eq!(file.whole().unwrap_err().kind, WorldErrorKind::TooLarge { size: 21, limit: 20 });
        assert_eq!(SystemFile::open(folder.path(), 20).unwrap_err().kind, WorldErrorKind::NotAFile);
    }
}
