//! In which class a finding falls that is matched with itself in the other state.

use crate::finding::{Change, Class, Consequence, Origin, Stand, Verdict};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The states that are compared.
#[derive(Clone, Copy, Debug)]
pub struct States<'s> {
    pub before: &'s [Stand],
    /// The rules of now on the data of before, where the rules have changed.
    pub between: Option<&'s [Stand]>,
    pub after: &'s [Stand],
    /// Rules there are now.
    pub rules: &'s BTreeSet<String>,
    /// Files that are read now.
    pub files: &'s BTreeSet<String>,
    /// Tells of those whose margin moved as well, though nothing is asked of them in either state.
    pub moved: bool,
}

type ByPrint<'s> = BTreeMap<&'s str, &'s Stand>;

fn by_print(list: &[Stand]) -> ByPrint<'_> {
    list.iter().map(|s| (s.fingerprint.as_str(), s)).collect()
}

/// Every finding that asks something of somebody in one of the states, the gravest class first, then by rule and subject.
pub fn compare(states: States<'_>, blocks: impl Fn(Class, Origin, &Stand) -> bool) -> Vec<Change> {
    let (before, after) = (by_print(states.before), by_print(states.after));
    let between = states.between.map(by_print);
    let prints: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let mut out = Vec::new();
    for print in prints {
        let (old, new) = (before.get(print).copied(), after.get(print).copied());
        let Some(class) = class(old, new)
            .map(|c| not_with_its_file(c, old, states.files))
            .or_else(|| (states.moved && has_moved(old, new)).then_some(Class::Same))
        else {
            continue;
        };
        let origin = match &between {
            None => Origin::Data,
            Some(between) => origin(class, old, between.get(print).copied(), new),
        };
        // Of what asks nothing any more, how grave it was is what counts.
        let asked = if matches!(class, Class::Gone | Class::Fixed) { old } else { new };
        let rule_gone = old.is_some_and(|s| s.verdict.is_some() && !states.rules.contains(&s.rule));
        out.push(Change {
            class,
            origin,
            blocks: asked.is_some_and(|stand| blocks(class, origin, stand)),
            before: old.cloned(),
            after: new.cloned(),
            rule_gone: class == Class::Gone && rule_gone,
        });
    }
    out.sort_by_cached_key(order);
    out
}

fn order(change: &Change) -> (Class, bool, Consequence, String, String, String) {
    let stand = change.stand();
    let text = |of: fn(&Stand) -> &String| stand.map_or(String::new(), |s| of(s).clone());
    let consequence = stand.map_or(Consequence::Noted, |s| s.consequence);
    (change.class, !change.blocks, consequence, text(|s| &s.rule), text(|s| &s.subject), text(|s| &s.fingerprint))
}

/// Findings of which the other state lists nothing though it may know more: by fingerprint, those of before that may be met now, and
/// those of now that may have been met before.
pub fn wanted(before: &[Stand], after: &[Stand]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (old, new) = (by_print(before), by_print(after));
    let only = |list: &[Stand], other: &ByPrint<'_>| -> BTreeSet<String> {
        let lacks = |s: &&Stand| s.verdict.is_some() && !other.contains_key(s.fingerprint.as_str()) && asks(s);
        list.iter().filter(lacks).map(|s| s.fingerprint.clone()).collect()
    };
    (only(before, &new), only(after, &old))
}

fn asks(stand: &Stand) -> bool {
    stand.consequence != Consequence::Noted
}

fn is_open(stand: &Stand) -> bool {
    stand.verdict == Some(Verdict::Undetermined)
}

/// Both are met, by another margin.
fn has_moved(before: Option<&Stand>, after: Option<&Stand>) -> bool {
    let met = |s: &&Stand| s.verdict == Some(Verdict::Met);
    before.filter(met).zip(after.filter(met)).is_some_and(|(a, b)| (&a.arithmetic, &a.margin) != (&b.arithmetic, &b.margin))
}

/// `None` where neither state asks anything.
fn class(before: Option<&Stand>, after: Option<&Stand>) -> Option<Class> {
    let old = before.filter(|s| asks(s));
    match (old, after) {
        (None, Some(new)) if asks(new) => Some(if is_open(new) { Class::NewlyOpen } else { Class::New }),
        (None, _) => None,
        (Some(old), Some(new)) if asks(new) => Some(both(old, new)),
        // A cell that cannot be used any more than before is mended or gone: the rules tell which.
        (Some(old), None) if old.verdict.is_none() => Some(Class::Fixed),
        (Some(_), Some(new)) if new.verdict == Some(Verdict::Met) => Some(Class::Fixed),
        (Some(_), _) => Some(Class::Gone),
    }
}

/// What goes with the file it stood in is not mended.
fn not_with_its_file(class: Class, old: Option<&Stand>, files: &BTreeSet<String>) -> Class {
    let place = old.filter(|s| s.verdict.is_none()).and_then(|s| s.place.as_ref());
    match class == Class::Fixed && place.is_some_and(|p| !files.contains(&p.path)) {
        true => Class::Gone,
        false => class,
    }
}

/// Both states ask something.
fn both(old: &Stand, new: &Stand) -> Class {
    match (is_open(old), is_open(new)) {
        (false, true) => return Class::NewlyOpen,
        (true, false) => return Class::New,
        (true, true) if new.consequence < old.consequence => return Class::NewlyOpen,
        _ => {}
    }
    match new.consequence.cmp(&old.consequence) {
        Ordering::Less => return Class::Worse,
        Ordering::Greater => return Class::Better,
        Ordering::Equal => {}
    }
    match new.extent.against(&old.extent) {
        _ if is_open(new) => Class::Same,
        Some(Ordering::Greater) => Class::Worse,
        Some(Ordering::Less) => Class::Better,
        Some(Ordering::Equal) | None => Class::Same,
    }
}

/// What the rules alone bring about is theirs, what they do not is the data's.
fn origin(net: Class, before: Option<&Stand>, between: Option<&Stand>, after: Option<&Stand>) -> Origin {
    let still = |class: Option<Class>| matches!(class, None | Some(Class::Same));
    let (rules, data) = (class(before, between), class(between, after));
    match (still(rules), still(data)) {
        (true, _) => Origin::Data,
        (false, true) => Origin::Rules,
        // The rules moved it, and the data alone made of it what it is.
        (false, false) if rules != Some(net) && data == Some(net) => Origin::Data,
        (false, false) => Origin::Both,
    }
}
