//! Files that earlier runs have read: where they are kept, and for which runs that pays.

use super::complain;
use super::words::say;
use crate::diag::Lang;
use crate::digest::{Parts, hex};
use crate::load::{Input, Kept};
use crate::report;
use crate::world::{CacheFolder, World, show_path};
use clap::{Arg, ArgMatches, Command};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Less than this is read again sooner than it is looked up, and leaves nothing behind.
const WORTH: usize = 256 << 10;

/// What is kept in a run, and from run to run.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
    /// The folder was asked for.
    named: bool,
    /// The run reads two states, and most files of the second are those of the first.
    of_two: bool,
    opened: OnceLock<Opened>,
}

#[derive(Debug)]
struct Opened {
    kept: Kept,
    /// The folder, and the name in it.
    place: Option<(CacheFolder, String)>,
}

/// `--no-cache` and `--cache-dir`, which all commands take.
pub fn args(command: Command, lang: Lang) -> Command {
    let none = say(lang, "不用缓存：每个文件都重新读取，也不留下什么", "use no cache: read every file anew, and keep nothing");
    let folder = say(
        lang,
        "读过的文件缓存在哪里（默认在用户的缓存目录；FADU_CACHE_DIR）",
        "where files that were read are kept (default: in the user's cache directory; FADU_CACHE_DIR)",
    );
    command
        .arg(super::options::flag("no-cache", lang, none, none).global(true))
        .arg(Arg::new("cache-dir").long("cache-dir").value_name("DIR").global(true).conflicts_with("no-cache").help(folder))
}

impl Cache {
    pub fn of(world: &dyn World, matches: &ArgMatches) -> Self {
        let of_two = matches!(matches.subcommand_name(), Some("gate" | "diff"));
        if matches.get_flag("no-cache") {
            return Self { of_two, ..Self::default() };
        }
        match matches.get_one::<String>("cache-dir") {
            Some(folder) => Self { folder: Some(folder.into()), named: true, of_two, ..Self::default() },
            None => Self { folder: usual(world), of_two, ..Self::default() },
        }
    }

    /// What is kept for a project, or for the files of a folder; `None` where nothing is to be. `inputs`: what is about to be read.
    pub fn kept(&self, world: &dyn World, project: Option<&Path>, inputs: &[Input]) -> Option<&Kept> {
        if let Some(opened) = self.opened.get() {
            return Some(&opened.kept);
        }
        let size = inputs.iter().fold(0, |sum: usize, input| sum.saturating_add(input.bytes.len()));
        let folder = self.folder.as_ref().filter(|_| size >= WORTH);
        if folder.is_none() && !self.of_two {
            return None;
        }
        let open = || {
            let place = folder.map(|folder| (CacheFolder::new(folder), name_of(world, project)));
            let kept = place.as_ref().and_then(|(folder, name)| folder.read(name)).map(Kept::read).unwrap_or_default();
            Opened { kept, place }
        };
        Some(&self.opened.get_or_init(open).kept)
    }

    /// Keeps what this run has read, for the next.
    pub fn close(&self, lang: Lang) {
        let Some(Opened { kept, place: Some((folder, name)) }) = self.opened.get() else { return };
        let Some(Err(error)) = kept.write().map(|bytes| folder.write(name, &bytes)) else { return };
        // Nothing is wrong with a run that can keep nothing, but who named a folder wants to know.
        if self.named {
            let shown = self.folder.as_deref().map(show_path).unwrap_or_default();
            let text = match lang {
                Lang::Zh => format!("提示  读过的文件存不进缓存 {shown}：{error}\n"),
                Lang::En => format!("note  files that were read cannot be kept in {shown}: {error}\n"),
            };
            complain(false, &report::clean_lines(&text, false));
        }
    }
}

/// Each project has a file of its own, by where it lies and who reads it.
fn name_of(world: &dyn World, project: Option<&Path>) -> String {
    const DIGITS: usize = 32;
    let mut parts = Parts::default();
    parts.add(Kept::MAKER);
    parts.add(&show_path(&world.current_dir().join(project.unwrap_or(Path::new("")))));
    hex(&parts.sha256())[..DIGITS].to_string()
}

/// The user's own directory for such things, never one of the project: what a change brings along may not say what its files hold.
fn usual(world: &dyn World) -> Option<PathBuf> {
    let set = |name: &str| world.env(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(named) = world.env("FADU_CACHE_DIR") {
        return (!named.is_empty()).then(|| named.into());
    }
    let home = |below: &str| set("HOME").map(|home| home.join(below));
    let folder = match () {
        () if cfg!(windows) => set("LOCALAPPDATA"),
        () if cfg!(target_os = "macos") => home("Library/Caches"),
        () => set("XDG_CACHE_HOME").filter(|p| p.is_absolute()).or_else(|| home(".cache")),
    };
    folder.filter(|p| p.is_absolute()).map(|p| p.join("fadu"))
}
