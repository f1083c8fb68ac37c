//! Whom a command is about: a region by its code or name, or subjects by theirs.

use crate::finding::{Findings, Subject};
use std::collections::{BTreeMap, BTreeSet};

/// The findings about whoever is called so: about the region of this code or name, where there is one; else about the subject of exactly this
/// name; else about those in whose names it stands. None where nobody is.
pub fn findings_of(name: &str, findings: &Findings, regions: &BTreeMap<String, String>) -> BTreeSet<usize> {
    let of_region = |s: &Subject| {
        let region = s.region.as_deref().unwrap_or("");
        !region.is_empty() && (region == name || regions.get(region).is_some_and(|called| called == name))
    };
    let exactly = |s: &Subject| s.title() == name || s.key.iter().any(|(_, v)| v.plain() == name);
    let partly = |s: &Subject| s.title().contains(name);
    let those = |fits: &dyn Fn(&Subject) -> bool| -> BTreeSet<usize> {
        findings.list.iter().enumerate().filter(|(_, f)| fits(&f.subject)).map(|(at, _)| at).collect()
    };
    [&of_region as &dyn Fn(&Subject) -> bool, &exactly, &partly]
        .into_iter()
        .map(those)
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}
