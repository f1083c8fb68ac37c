//! What was found about one region alone: a part of a run that can be handed to it without telling it what others sent.

use super::{FileReading, Finding, Findings, RegionRule, Series};
use crate::text::FileId;
use std::collections::{BTreeMap, BTreeSet};

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
        let list: Vec<Finding> =
            self.list.iter().filter(|f| is_own(&f.subject.region) && !self.is_of_policy(f)).cloned().collect();
        let results: Vec<Series> = self.results.iter().map(|s| s.of_region(region)).filter(|s| !s.rows.is_empty()).collect();
        let tally: BTreeMap<RegionRule, _> =
            self.tally.iter().filter(|(k, _)| k.region == region).map(|(k, t)| (k.clone(), *t)).collect();
        let mut files: BTreeSet<FileId> = list.iter().filter_map(|f| f.subject.span).map(|s| s.file).collect();
        files.extend(results.iter().flat_map(|s| &s.rows).filter_map(|r| r.subject.span).map(|s| s.file));
        let files: Vec<FileReading> = self.files.iter().filter(|f| files.contains(&f.file)).cloned().collect();
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
            answers: self.answers.clone(),
            regions: self.regions.iter().filter(|(code, _)| *code == region).map(|(c, n)| (c.clone(), n.clone())).collect(),
            files,
            others: None,
        }
    }
}

impl Series {
    /// The rows of one region, with the places that they have among all.
    fn of_region(&self, region: &str) -> Self {
        let own = |of: &Option<String>| of.as_deref().unwrap_or("") == region;
        Self {
            rows: self.rows.iter().filter(|r| own(&r.subject.region)).cloned().collect(),
            others: 0,
            not_applicable: 0,
            unspoken: self.unspoken.iter().filter(|s| own(&s.region)).cloned().collect(),
            ..self.clone()
        }
    }
}
