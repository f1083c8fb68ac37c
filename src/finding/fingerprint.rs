//! What tells a finding from every other, from run to run: rule, line, subject, period, quantity. Where it stands in which file, how many
//! there are, what day it is, in which language it is told, and what came of it are no part of it.

use super::{CellNote, Finding, Findings, RuleInfo, Subject, Value, Verdict};
use crate::data::CellState;
use crate::digest::{self, Parts};
use std::collections::BTreeMap;
use std::fmt;

/// The identity of a finding, shown as 32 hexadecimal digits.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

/// What tells a line of a rule from its others: what it is about, and which of those it is that are about the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineIdentity {
    /// Columns whose figures it judges, by the names in the rules (`County.output`), in alphabetical order.
    pub quantity: Vec<String>,
    /// Its place among the lines of the same name that are about the same, from 0.
    pub nth: usize,
}

impl Fingerprint {
    /// The way it is made, for formats that keep several kinds: whatever changes what goes into it changes this name.
    pub const KIND: &str = "fadu/v1";

    fn of(parts: &Parts) -> Self {
        let mut short = [0; 16];
        short.copy_from_slice(&parts.sha256()[..16]);
        Self(short)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&digest::hex(&self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl LineIdentity {
    /// The identities of lines by name and quantity, as written.
    pub fn all(lines: impl IntoIterator<Item = (Option<String>, Vec<String>)>) -> Vec<Self> {
        let mut seen: BTreeMap<(Option<String>, Vec<String>), usize> = BTreeMap::new();
        let one = |(name, quantity): (Option<String>, Vec<String>)| {
            let count = seen.entry((name, quantity.clone())).or_default();
            let nth = *count;
            *count += 1;
            Self { quantity, nth }
        };
        lines.into_iter().map(one).collect()
    }
}

impl Findings {
    /// Gives every finding its fingerprint.
    pub fn identify(&mut self) {
        let mut prints: Vec<(Fingerprint, usize)> = Vec::with_capacity(self.list.len());
        for (at, finding) in self.list.iter_mut().enumerate() {
            finding.fingerprint = Fingerprint::of(&parts(finding, self.rules.get(finding.rule)));
            prints.push((finding.fingerprint, at));
        }
        prints.sort_unstable();
        for alike in prints.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
            let mut members: Vec<usize> = alike.iter().map(|(_, at)| *at).collect();
            // Subjects of whose names nothing more is known: by what they say, so that the order of rows is no part of it. What is met comes
            // last, for only some runs list it.
            members.sort_by_cached_key(|at| content(&self.list[*at]));
            for (nth, at) in members.into_iter().enumerate().skip(1) {
                let finding = &mut self.list[at];
                let mut parts = parts(finding, self.rules.get(finding.rule));
                parts.add(&nth.to_string());
                finding.fingerprint = Fingerprint::of(&parts);
            }
        }
    }
}

fn parts(finding: &Finding, rule: Option<&RuleInfo>) -> Parts {
    let mut parts = Parts::with_room(256);
    parts.add(Fingerprint::KIND);
    parts.add(rule.map_or("", |r| &r.id));
    let identity = rule.and_then(|r| r.identities.get(finding.line));
    parts.add(rule.and_then(|r| r.line_name(finding)).unwrap_or_default());
    parts.add(&identity.map_or(finding.line, |i| i.nth).to_string());
    let quantity = identity.map_or(&[][..], |i| &i.quantity);
    parts.add(&quantity.len().to_string());
    quantity.iter().for_each(|q| parts.add(q));
    let subject = &finding.subject;
    parts.add(&subject.key.len().to_string());
    subject.key.iter().for_each(|(_, value)| parts.add(&plain(value)));
    parts.add(subject.period.as_deref().unwrap_or_default());
    parts
}

impl Subject {
    /// What it is known by: findings of one fingerprint are about subjects of one identity.
    pub fn identity(&self) -> String {
        let values = self.key.iter().map(|(_, value)| plain(value));
        values.chain(self.period.clone()).collect::<Vec<_>>().join("\u{1f}")
    }
}

/// A value with its kind: the text `✓` is no flag.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("t{text}"),
        Value::Flag(flag) => format!("f{flag}"),
        Value::Amount(amount, _) => format!("n{amount}"),
    }
}

/// By what findings are put in order that are alike in all that identifies them.
type Content = (bool, Option<String>, Vec<(String, u8, Option<String>)>, usize);

fn content(finding: &Finding) -> Content {
    let state = |c: &CellNote| match c.state {
        CellState::Known => 0,
        CellState::None => 1,
        CellState::Blank => 2,
        CellState::Hole => 3,
        CellState::Absent => 4,
    };
    let cell = |c: &CellNote| (c.label.clone(), state(c), c.value.as_ref().map(plain));
    let mut cells: Vec<_> = finding.cells.iter().map(cell).collect();
    cells.sort();
    (finding.verdict == Verdict::Met, finding.subject.region.clone(), cells, super::rank(finding.verdict))
}
