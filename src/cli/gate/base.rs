//! The state of before: a revision, a directory, a kept report.

use super::baseline;
use super::states::State;
use super::terms::compared;
use crate::cli::Context;
use crate::cli::diagnostics;
use crate::cli::project::Setup;
use crate::diag::{Bilingual, Diagnostic, Sink};
use crate::finding::Stand;
use crate::load::diagnostics::files::unreadable;
use crate::report::Compared;
use crate::world::{self, BesideWorld, PastWorld, World, show_path, tidy_path};
use clap::ArgMatches;
use std::path::Path;

type Now<'w> = dyn World + 'w;

pub(super) enum Base<'w> {
    Revision { world: Box<PastWorld<'w, Now<'w>>>, name: String },
    Directory { world: Box<BesideWorld<'w, Now<'w>>>, name: String },
    Kept { stands: Vec<Stand>, name: String, kind: &'static str },
}

/// Finds the state that is named.
pub(super) fn open<'w>(context: &Context<'w>, matches: &ArgMatches) -> Result<Base<'w>, Box<Diagnostic>> {
    let named = |id: &str| matches.get_one::<String>(id).cloned();
    let start = named("root").unwrap_or_else(|| ".".to_string());
    if let Some(name) = named("base") {
        let base = match matches.get_flag("merge-base") {
            true => world::Base::MergeBase(&name),
            false => world::Base::Revision(&name),
        };
        let world = PastWorld::open(context.world, Path::new(&start), base).map_err(|e| Box::new(diagnostics::no_base(&e)))?;
        return Ok(Base::Revision { world: Box::new(world), name });
    }
    if let Some(name) = named("base-dir") {
        let there = Path::new(&name);
        let files = context.world.list(there).files;
        // A file by itself is listed as what it is.
        if files.is_empty() || files == [there] {
            return Err(Box::new(diagnostics::no_base_directory(&name)));
        }
        let here = match named("config") {
            Some(file) => Path::new(&file).parent().map_or_else(|| ".".into(), Path::to_path_buf),
            None => Path::new(&start).to_path_buf(),
        };
        let identity = |path: &Path| context.world.identity(if path.as_os_str().is_empty() { Path::new(".") } else { path });
        let same = identity(there).is_some_and(|there| identity(&here) == Some(there));
        if same && !matches.get_flag("unchanged-passes") {
            return Err(Box::new(diagnostics::base_is_head(&name)));
        }
        let world = BesideWorld::new(context.world, &here, Path::new(&name));
        return Ok(Base::Directory { world: Box::new(world), name });
    }
    let name = named("baseline").unwrap_or_default();
    let (stands, kind) = baseline::read(context, &name)?;
    Ok(Base::Kept { stands, name, kind })
}

impl<'w> Base<'w> {
    /// The world of then, for what has one.
    pub(super) fn context<'s>(&'s self, now: &Context<'w>) -> Option<Context<'s>>
    where
        'w: 's,
    {
        match self {
            Self::Revision { world, .. } => Some(now.in_world(&**world)),
            Self::Directory { world, .. } => Some(now.in_world(&**world)),
            Self::Kept { .. } => None,
        }
    }

    /// How findings stood where only that was kept.
    pub(super) fn kept(&self) -> Vec<Stand> {
        match self {
            Self::Kept { stands, .. } => stands.clone(),
            Self::Revision { .. } | Self::Directory { .. } => Vec::new(),
        }
    }

    /// Whether it is a list that `fadu baseline` wrote.
    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::Kept { kind: "baseline", .. })
    }

    pub(super) fn compared(&self) -> Compared {
        match self {
            Self::Revision { world, name } => Compared { commit: Some(world.commit.clone()), ..compared("revision", name) },
            Self::Directory { name, .. } => compared("directory", name),
            Self::Kept { name, kind, .. } => compared(kind, name),
        }
    }

    /// Tells of what the checkout of now lacks where the project looks for files: what is not there is not judged, and must not look gone.
    pub(super) fn say_left_out(&self, setup: &Setup, sink: &mut Sink) {
        let Self::Revision { world, .. } = self else { return };
        let lacking = match world.left_out() {
            Ok(lacking) => lacking,
            Err(problem) => return sink.push(diagnostics::no_base(&problem)),
        };
        if let Some(project) = setup.project() {
            project.say_left_out(&**world, &lacking, sink);
        }
        let full = |path: &Path| tidy_path(&world.current_dir().join(path));
        let named = |path: &Path| setup.files.iter().any(|f| full(path).starts_with(full(f)));
        lacking.iter().filter(|e| named(&e.path)).for_each(|e| sink.push(unreadable(e)));
    }

    /// What lies outside of the repository, behind a link or by its path, is not known as it was.
    pub(super) fn led_outside(&self) -> Option<Bilingual> {
        let Self::Revision { world, .. } = self else { return None };
        let files = world.led_outside();
        let first = show_path(files.first()?);
        let n = files.len();
        Some(Bilingual::new(
            format!("有 {n} 个文件在仓库之外（如 {first}）：它们先前的内容无从得知，两边都按现在的内容核查"),
            match n {
                1 => format!(
                    "{first} lies outside of the repository: what it held then is not known, both states were judged by what it holds now"
                ),
                _ => format!(
                    "{n} files lie outside of the repository (as {first}): what they held then is not known, both states were judged by what they hold now"
                ),
            },
        ))
    }

    /// A state compared with itself is never worse: that is no gate.
    pub(super) fn is_the_same(&self, before: &State, after: &State) -> Option<Box<Diagnostic>> {
        let Self::Revision { world, name } = self else { return None };
        fn texts(state: &State) -> Vec<(&str, &str)> {
            let mut all: Vec<_> = state.sources.iter().map(|(_, s)| (s.name.as_str(), s.text.as_str())).collect();
            all.sort_unstable();
            // Waivers that both states have are read for each of them.
            all.dedup();
            all
        }
        let same = world.is_head && texts(before) == texts(after);
        // A commit about something else is no comparison with itself: nothing that is judged changes.
        (same && !world.is_touched()).then(|| Box::new(diagnostics::base_is_head(name)))
    }
}
