//! Which regions may have more subjects than were sent: their part of a table is not complete.

use crate::data::Dataset;
use crate::hir::{Rule, RuleSet, Source};
use crate::ty::{Origin, RelId};
use std::collections::BTreeSet;

/// Regions whose mean over the subjects of a rule is open, whatever the subjects that were sent came to.
#[derive(Debug, Default)]
pub(super) struct More {
    regions: BTreeSet<String>,
    /// An incomplete file that speaks for no region of its own: its missing rows may be anybody's.
    anywhere: bool,
}

impl More {
    /// What was sent as a part only, of the records a rule loops over. A roster names its members, so there they are known.
    pub(super) fn of(rule: &Rule, rules: &RuleSet, data: &Dataset) -> Self {
        let mut more = Self::default();
        for subject in rule.subjects.iter().filter(|s| s.over.is_none()) {
            let mut rel = match &subject.source {
                Source::Rel(rel) | Source::Nested { rel, .. } => *rel,
                Source::Members { .. } | Source::Periods { .. } => continue,
            };
            more.add(rel, data);
            while let Origin::Nested { parent, .. } = rules.schema.get(rel).origin {
                rel = parent;
                more.add(rel, data);
            }
        }
        more
    }

    fn add(&mut self, rel: RelId, data: &Dataset) {
        for part in data.submissions.iter().filter(|s| s.sent.get(&rel) == Some(&false)) {
            match &part.region {
                Some(region) => {
                    self.regions.insert(region.clone());
                }
                None => self.anywhere = true,
            }
        }
    }

    pub(super) fn named(&self) -> impl Iterator<Item = &str> {
        self.regions.iter().map(String::as_str)
    }

    pub(super) fn includes(&self, region: &str) -> bool {
        self.anywhere || self.regions.contains(region)
    }
}
