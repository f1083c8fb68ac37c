//! What was found about one region alone: a part of a run that can be handed to it without telling it what others sent.

use super::{Answer, FileReading, Finding, Findings, RegionRule, Series, Standing};
use crate::text::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Where a region has something of its own: what it may be told of files.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Its rows that are judged.
    pub rows: BTreeSet<Span>,
    /// Files in which they stand, and those it sent.
    pub files: BTreeSet<FileId>,
    /// Of these the ones in which rows of others stand too.
    pub shared: BTreeSet<FileId>,
}

impl Places {
    /// Whether it may be told what stands there: of a file that it shares only its own rows.
    pub fn may_know(&self, span: Span) -> bool {
        let inside = |row: &Span| row.file == span.file && row.start <= span.start && span.end <= row.end;
        match self.shared.contains(&span.file) {
            true => self.rows.iter().any(inside),
            false => self.files.contains(&span.file),
        }
    }
}

impl Findings {
    /// All regions of the run by their codes; the empty one is that of subjects of which no region is known.
    pub fn all_regions(&self) -> BTreeSet<&str> {
        let of_list = self.list.iter().filter(|f| !self.is_of_policy(f)).map(|f| f.subject.region.as_deref().unwrap_or(""));
        let of_results = self.results.iter().flat_map(|s| &s.rows).filter_map(|r| r.subject.region.as_deref());
        let of_tally = self.tally.keys().filter(|k| !k.region.is_empty()).map(|k| k.region.as_str());
        of_list.chain(of_results).chain(of_tally).collect()
    }

    /// The region that a code or a name means.
    pub fn region_named(&self, text: &str) -> Option<&str> {
        let all = self.all_regions();
        let called = |code: &&str| self.regions.get(*code).is_some_and(|name| name == text);
        all.get(text).copied().or_else(|| all.iter().find(|code| called(code)).copied())
    }

    fn is_of_policy(&self, f: &Finding) -> bool {
        f.subject.region.is_none() && self.rules.get(f.rule).is_some_and(|r| r.about_policy)
    }

    /// The part of a region: its subjects, the files their rows stand in, and nothing of any other.
    pub fn of_region(&self, region: &str) -> Self {
        let is_own = |of: &Option<String>| of.as_deref().unwrap_or("") == region;
        let mut list: Vec<Finding> =
            self.list.iter().filter(|f| is_own(&f.subject.region) && !self.is_of_policy(f)).cloned().collect();
        let answers = self.take_answers(&mut list);
        let list: Vec<Finding> = list.into_iter().map(|f| f.told_to(region)).collect();
        let results: Vec<Series> = self.results.iter().map(|s| s.of_region(region)).filter(|s| !s.rows.is_empty()).collect();
        let tally: BTreeMap<RegionRule, _> =
            self.tally.iter().filter(|(k, _)| k.region == region).map(|(k, t)| (k.clone(), *t)).collect();
        let places = self.places_of(region);
        let own = self.files.iter().filter(|f| places.files.contains(&f.file)).cloned();
        let files: Vec<FileReading> =
            own.map(|f| if places.shared.contains(&f.file) { f.without_others(region) } else { f }).collect();
        Self {
            rules: self.rules.clone(),
            list,
            results,
            tally,
            without_subject: Vec::new(),
            nil_reports: Vec::new(),
            unlisted: self.unlisted,
            parameters: self.parameters.clone(),
            grants: Vec::new(),
            answers,
            regions: self.regions.iter().filter(|(code, _)| *code == region).map(|(c, n)| (c.clone(), n.clone())).collect(),
            files,
            others: None,
        }
    }
}

impl Findings {
    /// Where the rows of subjects stand.
    fn rows_of(&self, of: impl Fn(&str) -> bool) -> BTreeSet<Span> {
        let results = self.results.iter().flat_map(|s| s.rows.iter().map(|r| &r.subject).chain(&s.unspoken));
        let subjects = self.list.iter().map(|f| &f.subject).chain(results);
        subjects.filter(|s| of(s.region.as_deref().unwrap_or_default())).filter_map(|s| s.span).collect()
    }

    /// Where a region has something of its own.
    pub fn places_of(&self, region: &str) -> Places {
        let (rows, theirs) = (self.rows_of(|of| of == region), self.rows_of(|of| of != region));
        let others: BTreeSet<FileId> = theirs.into_iter().map(|s| s.file).collect();
        let mut files: BTreeSet<FileId> = rows.iter().map(|row| row.file).collect();
        files.extend(self.files.iter().filter(|f| f.region.as_deref() == Some(region)).map(|f| f.file));
        let shared = files.intersection(&others).copied().collect();
        Places { rows, files, shared }
    }

    /// What people have said of these findings and of nobody else's; the findings point to where it stands now.
    fn take_answers(&self, list: &mut [Finding]) -> Vec<Answer> {
        let named = |f: &Finding, a: &Answer| {
            let rule = self.rules.get(f.rule).map_or("", |r| &r.id);
            let values = f.subject.key.iter().map(|(_, v)| v.plain().into_owned());
            let bare = values.clone().filter(|v| Some(v) != f.subject.period.as_ref());
            let wanted = words(&a.subject);
            let said =
                wanted == words(&values.collect::<Vec<_>>().join(" ")) || wanted == words(&bare.collect::<Vec<_>>().join(" "));
            (rule == a.rule || rule.rsplit('.').next() == Some(&a.rule)) && said
        };
        let about = |at: usize, a: &Answer| list.iter().any(|f| f.standing.answer() == Some(at) || named(f, a));
        let own: Vec<usize> = self.answers.iter().enumerate().filter(|(at, a)| about(*at, a)).map(|(at, _)| at).collect();
        let moved = |at: usize| own.binary_search(&at).unwrap_or(at);
        for finding in list.iter_mut() {
            finding.standing = match finding.standing {
                Standing::Stands => Standing::Stands,
                Standing::Waived(at) => Standing::Waived(moved(at)),
                Standing::Explained(at) => Standing::Explained(moved(at)),
            };
        }
        own.iter().map(|at| self.answers[*at].clone()).collect()
    }
}

/// `安平县 · 2007` and `安平县 2007` are the same.
fn words(title: &str) -> Vec<&str> {
    title.split(|c: char| c.is_whitespace() || c == '·').filter(|w| !w.is_empty()).collect()
}

impl Series {
    /// The rows of one region, with the places that they have among all.
    fn of_region(&self, region: &str) -> Self {
        let own = |of: &Option<String>| of.as_deref().unwrap_or("") == region;
        Self {
            rows: self.rows.iter().filter(|r| own(&r.subject.region)).cloned().map(|r| r.told_to(region)).collect(),
            others: 0,
            not_applicable: 0,
            unspoken: self.unspoken.iter().filter(|s| own(&s.region)).cloned().collect(),
            ..self.clone()
        }
    }
}
