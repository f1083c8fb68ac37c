//! Why something outside could not be had.

use std::path::{Path, PathBuf};

/// Something outside could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldError {
    pub path: PathBuf,
    pub kind: WorldErrorKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorldErrorKind {
    NotFound,
    Denied,
    /// A directory, a pipe, a device.
    NotAFile,
    /// Bytes it has, bytes allowed.
    TooLarge {
        size: u64,
        limit: u64,
    },
    /// A link that leads back to a directory it lies in.
    LinkLoop,
    /// Nobody may write to it.
    ReadOnly,
    /// A file with another name besides (a hard link): one that takes its place would leave the other name with what was there before.
    OtherNames,
    /// It was written to while it was read.
    Changed,
    /// A directory with more than [`super::MAX_FILES`] files; the rest was not looked at.
    TooMany,
    /// A directory deeper than [`super::MAX_DEPTH`].
    TooDeep,
    /// The repository has only the name of its content: a pointer of Git LFS, another repository, history that was not fetched.
    NotHeld,
    /// The repository has it, and the checkout leaves it out (a sparse checkout).
    LeftOut,
    /// The operating system's own words.
    Other(String),
}

impl WorldError {
    pub(super) fn new(path: &Path, kind: WorldErrorKind) -> Self {
        Self { path: path.to_path_buf(), kind }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the kinds of errors are those of the system")]
    pub(super) fn io(path: &Path, error: &std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::NotFound => WorldErrorKind::NotFound,
            std::io::ErrorKind::PermissionDenied => WorldErrorKind::Denied,
            std::io::ErrorKind::IsADirectory => WorldErrorKind::NotAFile,
            // The kind for links in a circle is not stable yet: such a link is there, but what it leads to can never be had.
            _ if path.symlink_metadata().is_ok_and(|m| m.is_symlink()) && path.metadata().is_err() => WorldErrorKind::LinkLoop,
            _ => WorldErrorKind::Other(error.to_string()),
        };
        Self::new(path, kind)
    }
}
