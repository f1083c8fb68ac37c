//! Files that were read: kept for the second of two states, and from run to run in a folder that is named. None is used unasked: what a change
//! brings along may not say what its files hold, and what offices send in is not copied to where nobody looks for it.

use super::words::say;
use crate::diag::Lang;
use crate::digest::{Parts, hex};
use crate::load::Kept;
use crate::world::{CacheFolder, World, show_path};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What is kept in a run, and from run to run.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
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
    let folder = say(
        lang,
        "把读过的文件留在这个目录，下次没有改动的不再重读（也可设 FADU_CACHE_DIR；默认不留）",
        "keep files that were read in this directory, so that unchanged ones are not read again (or FADU_CACHE_DIR; default: keep none)",
    );
    let none = say(lang, "每个文件都重新读取，什么也不留", "read every file anew and keep nothing");
    command
        .arg(Arg::new("no-cache").long("no-cache").action(ArgAction::SetTrue).global(true).help(none))
        .arg(Arg::new("cache-dir").long("cache-dir").value_name("DIR").global(true).conflicts_with("no-cache").help(folder))
}

impl Cache {
    pub fn of(world: &dyn World, matches: &ArgMatches) -> Self {
        if matches.get_flag("no-cache") {
            return Self::default();
        }
        let of_two = matches!(matches.subcommand_name(), Some("gate" | "diff"));
        let wished = || world.env("FADU_CACHE_DIR").filter(|folder| !folder.is_empty());
        let folder = matches.get_one::<String>("cache-dir").cloned().or_else(wished).map(PathBuf::from);
        Self { folder, of_two, opened: OnceLock::new() }
    }

    /// What is kept for a project, or for the files of a folder; `None` where nothing is to be.
    pub fn kept(&self, world: &dyn World, project: Option<&Path>) -> Option<&Kept> {
        if self.folder.is_none() && !self.of_two {
            return None;
        }
        let open = || {
            let place = self.folder.as_ref().map(|folder| (CacheFolder::new(folder), name_of(world, project)));
            let mut kept = Kept::default();
            if let Some((folder, name)) = &place {
                kept = kept.for_others(folder.read(name));
            }
            if self.of_two {
                kept = kept.for_two();
            }
            Opened { kept, place }
        };
        Some(&self.opened.get_or_init(open).kept)
    }

    /// Keeps what this run has read, for the next; gives what is to be said where that cannot be done: nothing is wrong with the run, but who named a
    /// folder wants to know.
    pub fn close(&self, lang: Lang) -> Option<String> {
        let Opened { kept, place } = self.opened.get()?;
        let (folder, name) = place.as_ref()?;
        let error = folder.write(name, &kept.write()?).err()?;
        let shown = self.folder.as_deref().map(show_path).unwrap_or_default();
        Some(match lang {
            Lang::Zh => format!("提示  读过的文件存不进 {shown}：{error}\n"),
            Lang::En => format!("note  files that were read cannot be kept in {shown}: {error}\n"),
        })
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
