//! What tells a mistake from every other, the same in every run: no line of a file, no count, no day. Verdicts have their own.

use crate::diag::Diagnostic;
use crate::digest::{Parts, hex};
use crate::finding::FileReading;
use crate::report::places;
use crate::text::Sources;

/// Of a mistake: its code, who handed in what it is about (a file that says nothing of that goes by its name), and what stands at the place.
/// What the message says of lines does not count.
pub(crate) fn of_mistake(d: &Diagnostic, sources: &Sources, files: &[FileReading]) -> String {
    let place = d.primary().filter(|s| (s.file.0 as usize) < sources.len());
    let name = |path: &str| path.trim_start_matches("./").to_string();
    let file = d.path.as_deref().or_else(|| Some(sources.get(place?.file).name.as_str())).map(name).unwrap_or_default();
    let reading = files.iter().find(|r| name(&sources.get(r.file).name) == file).filter(|r| r.region.is_some());
    let who = match reading {
        Some(r) => format!("{}\u{1f}{}", r.region.as_deref().unwrap_or_default(), r.period.as_deref().unwrap_or_default()),
        None => file.clone(),
    };
    let label = d.labels.first().map_or(String::new(), |l| l.text.en.clone());
    let there = place.map_or(String::new(), |s| sources.slice(s).to_string());
    let message: String = d.message.en.replace(&file, "").chars().filter(|c| !c.is_ascii_digit()).collect();
    let sheet = place.and_then(|s| places::sheet(sources, s)).unwrap_or_default();
    hash(&[d.code.to_string(), who, sheet, label, there, message])
}

pub(crate) fn of_rule(what: &str, rule: &str) -> String {
    hash(&[what.to_string(), rule.to_string()])
}

fn hash(parts: &[String]) -> String {
    let mut all = Parts::default();
    parts.iter().for_each(|p| all.add(p));
    hex(&all.sha256()[..16])
}
