//! Mistakes in files that have got another name. A mistake is known by whom its file speaks of, and where it speaks of nobody by the file's name: then
//! another name must not make the mistake a new one.

use crate::finding::Stand;
use std::collections::{BTreeMap, BTreeSet};

/// The mistakes of files that are gone which files that came have as well: the fingerprint of then, and that of now.
pub fn renamed(
    (before, files_before): (&[Stand], &BTreeSet<String>),
    (after, files_after): (&[Stand], &BTreeSet<String>),
) -> BTreeMap<String, String> {
    let prints = |list: &[Stand]| -> BTreeSet<String> { list.iter().map(|s| s.fingerprint.clone()).collect() };
    let (old, new) = (prints(before), prints(after));
    let mut came: BTreeMap<(String, String), Vec<&Stand>> = BTreeMap::new();
    for stand in after.iter().filter(|s| !old.contains(&s.fingerprint)) {
        if let Some(content) = content(stand, files_before) {
            came.entry(content).or_default().push(stand);
        }
    }
    // The first of one file goes with the first of the other.
    came.values_mut().for_each(|list| list.reverse());
    let mut out = BTreeMap::new();
    for stand in before.iter().filter(|s| !new.contains(&s.fingerprint)) {
        let now = content(stand, files_after).and_then(|content| came.get_mut(&content)?.pop());
        if let Some(now) = now {
            out.insert(stand.fingerprint.clone(), now.fingerprint.clone());
        }
    }
    out
}

/// What a mistake says but for the name of its file and for numbers, of a file that the other state does not have.
fn content(stand: &Stand, others: &BTreeSet<String>) -> Option<(String, String)> {
    let path = stand.place.as_ref().filter(|_| stand.verdict.is_none()).map(|p| p.path.as_str())?;
    let said = stand.message.replace(path, "");
    (!others.contains(path)).then(|| (stand.rule.clone(), said.chars().filter(|c| !c.is_ascii_digit()).collect()))
}
