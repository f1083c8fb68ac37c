//! The state of before: a revision, a directory, a kept report.

use super::baseline;
use super::states::State;
use super::terms::compared;
use crate::cli::Context;
use crate::cli::diagnostics;
use crate::diag::Diagnostic;
use crate::finding::Stand;
use crate::report::Compared;
use crate::world::{self, BesideWorld, PastWorld, World};
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
        if context.world.list(Path::new(&name)).files.is_empty() {
            return Err(Box::new(diagnostics::no_base_directory(&name)));
        }
        let here = match named("config") {
            Some(file) => Path::new(&file).parent().map_or_else(|| ".".into(), Path::to_path_buf),
            None => Path::new(&start).to_path_buf(),
        };
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
