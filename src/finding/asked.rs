//! What a run found for some of its files: the rest is judged with them and counted only.

use super::{Consequence, Finding, Findings, Series, Subject};
use crate::text::{FileId, Span};
use std::collections::BTreeSet;

/// What was found of the files that nobody asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfOthers {
    pub findings: usize,
    /// Those among them that block.
    pub blocking: usize,
    /// Mistakes in those files.
    pub mistakes: usize,
}

/// The files asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub files: BTreeSet<FileId>,
    /// All files that somebody sent.
    pub sent: BTreeSet<FileId>,
    /// Whom the files asked for are about.
    pub regions: BTreeSet<String>,
}

impl Asked {
    /// Whether a place lies in one of the files asked for, or in none that was sent.
    pub fn holds(&self, place: Span) -> bool {
        self.files.contains(&place.file) || !self.sent.contains(&place.file)
    }

    fn is_own(&self, place: Option<Span>) -> bool {
        place.is_some_and(|p| self.files.contains(&p.file))
    }

    /// A row of the file is its own subject; of whoever stands elsewhere, those the file is about, and what rests on its cells.
    fn is_about(&self, subject: &Subject, mut rests_on: impl Iterator<Item = Option<Span>>) -> bool {
        let elsewhere = subject.span.is_some_and(|p| self.sent.contains(&p.file));
        self.is_own(subject.span)
            || (!elsewhere
                && (subject.region.as_ref().is_some_and(|r| self.regions.contains(r))
                    || rests_on.any(|place| self.is_own(place))))
    }

    fn has(&self, f: &Finding) -> bool {
        self.is_about(&f.subject, f.cells.iter().map(|c| c.span).chain(f.causes.iter().map(|c| c.span)))
    }
}

impl Findings {
    /// Keeps what is about the files asked for; how much else was found is counted.
    pub fn keep_only(&mut self, asked: &Asked) {
        let mut others = OfOthers::default();
        self.list.retain(|f| {
            let own = asked.has(f);
            let told = !own && f.consequence() != Consequence::Noted;
            others.findings += usize::from(told);
            others.blocking += usize::from(told && f.consequence().blocks());
            own
        });
        for series in &mut self.results {
            keep_rows(series, asked);
        }
        self.tally.retain(|of, _| asked.regions.contains(&of.region) || (of.region.is_empty() && asked.regions.is_empty()));
        self.files.retain(|f| asked.files.contains(&f.file) || !asked.sent.contains(&f.file));
        // That a rule met nobody is no word about these files.
        self.without_subject.clear();
        self.others = Some(others);
    }
}

fn keep_rows(series: &mut Series, asked: &Asked) {
    series.rows.retain(|row| {
        let cells = row.cells.iter().map(|c| c.span);
        asked.is_about(&row.subject, cells.chain(row.causes.iter().map(|c| c.span)))
    });
    series.unspoken.retain(|subject| asked.is_about(subject, std::iter::empty()));
}
