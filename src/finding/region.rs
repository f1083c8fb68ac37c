//! What was found about one region alone: a part of a run that can be handed to it without telling it what others sent.

use super::{Answer, FileReading, Finding, Findings, RegionRule, Series, Standing};
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
        let mut list: Vec<Finding> =
            self.list.iter().filter(|f| is_own(&f.subject.region) && !self.is_of_policy(f)).cloned().collect();
        let answers = self.take_answers(&mut list);
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
            answers,
            regions: self.regions.iter().filter(|(code, _)| *code == region).map(|(c, n)| (c.clone(), n.clone())).collect(),
            files,
            others: None,
        }
    }
}

impl Findings {
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
            rows: self.rows.iter().filter(|r| own(&r.subject.region)).cloned().collect(),
            others: 0,
            not_applicable: 0,
            unspoken: self.unspoken.iter().filter(|s| own(&s.region)).cloned().collect(),
            ..self.clone()
        }
    }
}
