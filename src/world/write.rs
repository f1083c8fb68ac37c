//! Writing a file: the whole of it or nothing. A regular file is replaced by one step of the file system, so that whoever reads it, and
//! whatever ends the program, finds the old content or the new; a link is followed; a file that is
//! write-protected, or that has another name besides (a hard link), is left as it is; a device, a pipe or another special file is written
//! to and never replaced.

use super::error::{WorldError, WorldErrorKind};
use std::fs::{File, Metadata, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// How the names of temporary files begin and end; the file they are to become stands between.
const BEFORE: &str = ".fadu-";
const AFTER: &str = ".tmp";

/// A cleaner may take a temporary file away in the moment between its making and its locking.
const TRIES: usize = 5;

pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Err(WorldError::new(path, WorldErrorKind::NotAFile)),
        Ok(meta) if !meta.is_file() || is_stream(path) => write_to(path, bytes).map_err(|e| WorldError::io(path, &e)),
        Ok(meta) if meta.permissions().readonly() => Err(WorldError::new(path, WorldErrorKind::ReadOnly)),
        Ok(meta) if has_other_names(&meta) => Err(WorldError::new(path, WorldErrorKind::OtherNames)),
        Ok(meta) => {
            // The file behind a link, or behind several, is the one that changes; the link stays.
            let target = std::fs::canonicalize(path).map_err(|e| WorldError::io(path, &e))?;
            replace(&target, bytes, Some(&meta)).map_err(|e| WorldError::io(path, &e))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !is_link(path) => {
            replace(path, bytes, None).map_err(|e| WorldError::io(path, &e))
        }
        Err(_) if is_link(path) => Err(WorldError::new(path, WorldErrorKind::LinkLoop)),
        Err(error) => Err(WorldError::io(path, &error)),
    }
}

/// A file that must not be there yet, with the directories it lies in.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), WorldError> {
    let failed = |e: std::io::Error| WorldError::io(path, &e);
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(failed)
}

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|m| m.is_symlink())
}

#[cfg(unix)]
fn has_other_names(meta: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(meta) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Names for what is open already (`/dev/stdout`, `/proc/self/fd/1`): what stands behind them is not to be replaced under its holder.
fn is_stream(path: &Path) -> bool {
    cfg!(unix) && (path.starts_with("/dev") || path.starts_with("/proc"))
}

fn write_to(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(bytes)?;
    file.flush()
}

fn replace(path: &Path, bytes: &[u8], old: Option<&Metadata>) -> std::io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().ok_or(std::io::ErrorKind::IsADirectory)?.to_string_lossy().into_owned();
    let stem = stem(&name);
    clean(folder, &stem);
    let mut result = once(path, folder, &stem, bytes, old);
    for _ in 1..TRIES {
        match &result {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && folder.is_dir() => {
                result = once(path, folder, &stem, bytes, old);
            }
            _ => break,
        }
    }
    result
}

fn once(path: &Path, folder: &Path, stem: &str, bytes: &[u8], old: Option<&Metadata>) -> std::io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(stem).suffix(AFTER);
    #[cfg(unix)]
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(open);
    let mut temporary = builder.tempfile_in(folder)?;
    // Held as long as this run lives: a locked file is no leftover. Where locks are not known, nothing is cleaned up either.
    let _ = temporary.as_file().try_lock();
    temporary.write_all(bytes)?;
    if let Some(old) = old {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// What the temporary files of a file begin with. Names have a bound; the stem of a long one is cut.
fn stem(name: &str) -> String {
    const LONGEST: usize = 60;
    let short: String = name.chars().take(LONGEST).collect();
    format!("{BEFORE}{short}-")
}

/// Takes away what a run left behind that was ended before it could.
fn clean(folder: &Path, stem: &str) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_temporary = |name: &str| name.starts_with(stem) && name.ends_with(AFTER);
    let left: Vec<PathBuf> = entries.filter(|e| is_temporary(&e.file_name().to_string_lossy())).map(|e| e.path()).collect();
    for path in left {
        let held = File::open(&path).and_then(|file| file.try_lock().map(|()| file).map_err(std::io::Error::from));
        if held.is_ok() {
            // If it cannot be removed it only takes up room.
            let _ = std::fs::remove_file(&path);
        }
    }
}
