//! Proposals are tried before they are shown: under the project file with the new entries every file must be read as proposed, by its own entry
//! alone, and no other file may be taken for one of a region that nobody knows.

use super::outcome::{Inspected, Proposed, Tried};
use super::propose::{self, Given, Proposal};
use super::view::FileView;
use super::{Inspector, Read};
use crate::cli::submissions::metadata_of;
use crate::config::{self, Entry, Project, with_entries};
use crate::data::Item;
use crate::diag::Sink;
use crate::ty::{Origin, period_text};
use std::path::PathBuf;

impl Inspector<'_> {
    /// Makes an entry for every file that has none: patterns that fit more files of the kind where they hold, else such as fit this one.
    pub(super) fn propose(&mut self, all: &mut [(Inspected, Option<Read>)]) {
        for loose in [true, false] {
            let proposals: Vec<Option<Proposal>> = all.iter().map(|(_, read)| self.proposal(read.as_ref(), loose)).collect();
            let entries = joined(proposals.iter().flatten());
            let project = self.with(&entries);
            let mut good = true;
            for ((inspected, read), proposal) in all.iter_mut().zip(proposals) {
                let (Some(proposal), Some(read)) = (proposal, read) else { continue };
                let entry =
                    entries.iter().find(|e| is_alike(&proposal.entry, e)).cloned().unwrap_or_else(|| proposal.entry.clone());
                let tried = project.as_ref().and_then(|p| self.tried(p, read, &proposal));
                good &= tried.is_some();
                let (tried, view) = tried.unzip();
                // What is shown is what the entry brings.
                inspected.view = view.unwrap_or_else(|| read.view.clone());
                inspected.proposal = Some(Proposed { proposal, entry, tried });
            }
            if good && project.as_ref().is_none_or(|p| self.takes_only_known(p)) {
                return;
            }
        }
    }

    fn proposal(&self, read: Option<&Read>, loose: bool) -> Option<Proposal> {
        let read = read?;
        let root = self.setup.project().map_or_else(|| PathBuf::from("."), |p| p.root.clone());
        let below = read.below(&self.context.world.current_dir(), &root);
        let given = Given {
            schema: &self.set.schema,
            data: &read.data,
            sources: &self.sources,
            below: below.as_deref(),
            path: &read.view.path,
            tried: read.tried,
            lang: self.context.lang,
        };
        propose::proposal(&given, &read.view, loose)
    }

    /// The project as it would be with some entries; a run without a project is tried as one with nothing else in it.
    fn with(&mut self, entries: &[Entry]) -> Option<Project> {
        let (old, root) = match self.setup.project() {
            Some(p) => (self.sources.get(p.file).text.clone(), p.root.clone()),
            None => (String::new(), PathBuf::from(".")),
        };
        let text = with_entries(&old, entries).ok()?;
        let project = config::parse(config::FILE_NAME, text, root, &mut self.sources, &mut Sink::default());
        self.patterns.extend(super::patterns_of(Some(&project)));
        Some(project)
    }

    fn tried(&mut self, project: &Project, read: &Read, proposal: &Proposal) -> Option<(Tried, FileView)> {
        let world = self.context.world;
        let mut sink = Sink::default();
        let files = project.submission_files(world, &mut sink);
        let id = world.identity(&read.path);
        let file = files.into_iter().find(|f| world.identity(&f.path) == id)?;
        let twice = sink.list().iter().any(|d| d.code == "C009");
        let old = self.setup.project().map_or(0, |p| p.submissions.len());
        if twice || file.set < old {
            return None;
        }
        let said = metadata_of(project.submissions.get(file.set)?, &file.said);
        let mut sink = Sink::default();
        let (now, _) = self.read(&read.path, read.bytes.clone(), &said, &mut sink);
        let before = read.view.tables().map(|(_, t)| t.rel);
        let same = now.tables().map(|(_, t)| t.rel).eq(before) && now.fields() == read.view.fields();
        let value = |item: Item| {
            let said = now.parts.iter().flat_map(|p| &p.said).filter(|s| s.item == item);
            said.filter_map(|s| s.value.clone()).next()
        };
        let (region, period) = (value(Item::Region), value(Item::Period));
        let wanted = proposal.period.map(|(n, kind)| period_text(n, kind));
        let as_wanted = wanted.is_none_or(|w| period == Some(w))
            && (proposal.region.is_none() || self.is_that(region.as_deref(), proposal.region.as_deref()));
        let rows = now.tables().map(|(_, t)| t.rows).sum();
        (same && as_wanted && !sink.has_errors()).then_some((Tried { rows, region, period }, now))
    }

    /// Whether a text found in a name means the member.
    fn is_that(&self, found: Option<&str>, member: Option<&str>) -> bool {
        let aliases = &self.set.schema.aliases;
        found == member || found.zip(member).is_some_and(|(f, m)| aliases.iter().any(|(alias, of)| alias == f && of == m))
    }

    /// No file that a new entry takes beside those asked for is of a region that no roster knows.
    fn takes_only_known(&mut self, project: &Project) -> bool {
        let old = self.setup.project().map_or(0, |p| p.submissions.len());
        let files = project.submission_files(self.context.world, &mut Sink::default());
        let data = crate::load::load(
            &self.set.schema,
            &self.set.units,
            Vec::new(),
            self.tables.clone(),
            &mut self.sources,
            &mut Sink::default(),
        );
        let given = Given {
            schema: &self.set.schema,
            data: &data,
            sources: &self.sources,
            below: None,
            path: "",
            tried: false,
            lang: self.context.lang,
        };
        let schema = &self.set.schema;
        let submitted = || schema.ids().filter(|id| schema.get(*id).origin == Origin::Submitted);
        files
            .iter()
            .filter(|f| f.set >= old)
            .flat_map(|f| &f.said)
            .filter(|(name, _)| *name == "region")
            .all(|(_, said)| submitted().any(|rel| propose::is_member(&given, rel, &said.text)))
    }
}

/// Entries for several files that differ in no more than the columns they ignore are one.
fn joined<'p>(proposals: impl Iterator<Item = &'p Proposal>) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for proposal in proposals {
        match out.iter_mut().find(|e| is_alike(e, &proposal.entry)) {
            Some(entry) => {
                entry.ignore.extend(proposal.entry.ignore.iter().cloned());
                entry.ignore.sort();
                entry.ignore.dedup();
                let new: Vec<_> = proposal.entry.open.iter().filter(|o| !entry.open.contains(o)).cloned().collect();
                entry.open.extend(new);
            }
            None => out.push(proposal.entry.clone()),
        }
    }
    out
}

fn is_alike(a: &Entry, b: &Entry) -> bool {
    (&a.files, &a.record, &a.sheet, &a.title) == (&b.files, &b.record, &b.sheet, &b.title)
}
