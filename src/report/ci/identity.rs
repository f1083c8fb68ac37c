//! What tells a mistake from every other, the same in every run: no line of a file, no count, no day. Verdicts have their own.

use crate::diag::Diagnostic;
use crate::digest::{Parts, hex};
use crate::report::places;
use crate::text::Sources;

/// Of a mistake: its code, the file and what stands at the place; what the message says of lines does not count.
pub(super) fn of_mistake(d: &Diagnostic, sources: &Sources) -> String {
    let place = d.primary().filter(|s| (s.file.0 as usize) < sources.len());
    let file = d.path.clone().or_else(|| Some(sources.get(place?.file).name.clone())).unwrap_or_default();
    let label = d.labels.first().map_or(String::new(), |l| l.text.en.clone());
    let there = place.map_or(String::new(), |s| sources.slice(s).to_string());
    let message: String = d.message.en.chars().filter(|c| !c.is_ascii_digit()).collect();
    let sheet = place.and_then(|s| places::sheet(sources, s)).unwrap_or_default();
    hash(&[d.code.to_string(), file, sheet, label, there, message])
}

pub(super) fn of_rule(what: &str, rule: &str) -> String {
    hash(&[what.to_string(), rule.to_string()])
}

fn hash(parts: &[String]) -> String {
    let mut all = Parts::default();
    parts.iter().for_each(|p| all.add(p));
    hex(&all.sha256()[..16])
}
