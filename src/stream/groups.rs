//! What the rows that are let go add to groups: sums, numbers, least and greatest figures, exactly.

use super::dictionary::Dictionary;
use super::judge::{Judge, NO, YES};
use super::program::{Fold, Groups, Part};
use super::scan::{Chunk, KEEP, NEAR, ODD};
use crate::plan::{PassedGroup, PassedKey};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// So many rows of each group are kept: reports list no more of them, and what keeps a group open is looked for among no more.
const FIRST: u32 = 64;

/// No group.
const NONE: u32 = u32::MAX;

/// The groups of one scope, while a piece is read.
pub struct Gather<'p> {
    groups: &'p Groups,
    index: Index,
    keys: Vec<SmallVec<[i64; 2]>>,
    /// Rows seen, kept or not, up to as many as are kept.
    seen: Vec<u32>,
    rows: Vec<u64>,
    /// By figure, the values of all groups.
    values: Vec<Vec<i128>>,
    /// The group of each row of the chunk.
    of_row: Vec<u32>,
}

/// Groups by key.
#[derive(Default)]
struct Index {
    /// By two small numbers.
    small: Vec<Vec<u32>>,
    other: FxHashMap<SmallVec<[i64; 2]>, u32>,
}

/// Numbers below these make a place in a table; of others a map is kept.
const SMALL: [i64; 2] = [1 << 16, 1 << 10];

impl Index {
    fn get(&self, key: &[i64]) -> u32 {
        match small(key) {
            Some((a, b)) => self.small.get(a).and_then(|row| row.get(b)).copied().unwrap_or(NONE),
            None => self.other.get(key).copied().unwrap_or(NONE),
        }
    }

    fn put(&mut self, key: &[i64], group: u32) {
        let Some((a, b)) = small(key) else {
            self.other.insert(key.iter().copied().collect(), group);
            return;
        };
        if self.small.len() <= a {
            self.small.resize(a + 1, Vec::new());
        }
        let row = &mut self.small[a];
        if row.len() <= b {
            row.resize(b + 1, NONE);
        }
        row[b] = group;
    }
}

#[inline]
fn small(key: &[i64]) -> Option<(usize, usize)> {
    let (a, b) = match key {
        [] => (0, 0),
        [a] => (*a, 0),
        [a, b] => (*a, *b),
        _ => return None,
    };
    let fits = (0..SMALL[0]).contains(&a) && (0..SMALL[1]).contains(&b);
    if fits { usize::try_from(a).ok().zip(usize::try_from(b).ok()) } else { None }
}

impl<'p> Gather<'p> {
    pub fn new(groups: &'p Groups) -> Self {
        Self {
            groups,
            index: Index::default(),
            keys: Vec::new(),
            seen: Vec::new(),
            rows: Vec::new(),
            values: vec![Vec::new(); groups.figures.len()],
            of_row: Vec::new(),
        }
    }

    /// Finds the group of each row, and keeps the first of each.
    pub fn find(&mut self, chunk: &mut Chunk, judge: &Judge<'_>) {
        self.of_row.clear();
        self.of_row.resize(chunk.len(), NONE);
        let mut key: SmallVec<[i64; 2]> = SmallVec::new();
        for i in 0..chunk.len() {
            if chunk.flags[i] & ODD != 0 {
                continue;
            }
            let passes = self.groups.filter.iter().fold(YES, |t, part| {
                let p = judge.answers[*part][i];
                (t & p & YES) | ((t | p) & NO)
            });
            if passes != YES {
                // What nobody knows of a row is looked at in full.
                chunk.flags[i] |= if passes == NO { 0 } else { KEEP | NEAR };
                continue;
            }
            key.clear();
            key.extend(self.groups.key.iter().map(|part| match part {
                Part::Text(at) => i64::from(chunk.texts[*at][i]),
                Part::Number(at) => chunk.numbers[*at][i],
            }));
            let mut group = self.index.get(&key);
            if group == NONE {
                group = self.open(&key);
            }
            self.of_row[i] = group;
            let seen = &mut self.seen[group as usize];
            if *seen < FIRST {
                *seen += 1;
                chunk.flags[i] |= KEEP;
            }
        }
    }

    fn open(&mut self, key: &[i64]) -> u32 {
        let group = u32::try_from(self.keys.len()).unwrap_or(NONE);
        self.keys.push(key.iter().copied().collect());
        self.index.put(key, group);
        self.seen.push(0);
        self.rows.push(0);
        for (values, figure) in self.values.iter_mut().zip(&self.groups.figures) {
            values.push(match figure.fold {
                Fold::Count | Fold::Sum => 0,
                Fold::Least => i128::MAX,
                Fold::Greatest => i128::MIN,
            });
        }
        group
    }

    /// Adds the rows that are let go.
    pub fn add(&mut self, chunk: &Chunk, judge: &Judge<'_>) {
        let gone = |i: &usize| chunk.flags[*i] & KEEP == 0;
        for (i, group) in self.of_row.iter().enumerate().filter(|(i, g)| **g != NONE && gone(i)) {
            debug_assert!(i < chunk.len());
            self.rows[*group as usize] += 1;
        }
        for (values, figure) in self.values.iter_mut().zip(&self.groups.figures) {
            let own = if figure.form.narrow { judge.narrow(&figure.form, chunk) } else { Vec::new() };
            let wide = if figure.form.narrow { Vec::new() } else { judge.wide(&figure.form, chunk) };
            for (i, group) in self.of_row.iter().enumerate().filter(|(i, g)| **g != NONE && gone(i)) {
                let value = if figure.form.narrow { i128::from(own[i]) } else { wide[i] };
                let so_far = &mut values[*group as usize];
                match figure.fold {
                    Fold::Count => *so_far += 1,
                    Fold::Sum => *so_far += value,
                    Fold::Least => *so_far = (*so_far).min(value),
                    Fold::Greatest => *so_far = (*so_far).max(value),
                }
            }
        }
    }

    /// Hands over what was gathered, by keys that mean the same in every piece.
    pub fn give(self, dictionaries: &[Dictionary], to: &mut Given) {
        for (group, key) in self.keys.iter().enumerate().filter(|(group, _)| self.rows[*group] > 0) {
            let parts = key.iter().zip(&self.groups.key).map(|(value, part)| match part {
                Part::Text(at) => usize::try_from(*value).ok().and_then(|code| dictionaries[*at].keys.get(code)?.clone()),
                Part::Number(_) => Some(PassedKey::Int(*value)),
            });
            let Some(parts) = parts.collect::<Option<Vec<PassedKey>>>() else { continue };
            let values = self.values.iter().map(|v| Some(v[group])).collect();
            add(to, (parts, (self.rows[group], values)), self.groups);
        }
    }
}

fn add(to: &mut Given, (key, (rows, values)): (Vec<PassedKey>, (u64, Vec<Option<i128>>)), groups: &Groups) {
    let own = to.entry(key).or_insert_with(|| (0, vec![None; values.len()]));
    own.0 += rows;
    for ((so_far, value), figure) in own.1.iter_mut().zip(values).zip(&groups.figures) {
        *so_far = match (*so_far, value, figure.fold) {
            (None, one, _) | (one, None, _) => one,
            (Some(a), Some(b), Fold::Count | Fold::Sum) => Some(a + b),
            (Some(a), Some(b), Fold::Least) => Some(a.min(b)),
            (Some(a), Some(b), Fold::Greatest) => Some(a.max(b)),
        };
    }
}

/// Adds what one piece gave to what others did.
pub fn merge(to: &mut Given, from: Given, groups: &Groups) {
    from.into_iter().for_each(|one| add(to, one, groups));
}

/// Groups by what their keys mean: rows, and figures.
pub type Given = BTreeMap<Vec<PassedKey>, (u64, Vec<Option<i128>>)>;

/// The same as the evaluator takes it.
pub fn passed(given: Given) -> Vec<PassedGroup> {
    let one = |(key, (rows, values)): (Vec<PassedKey>, (u64, Vec<Option<i128>>))| PassedGroup {
        key,
        rows,
        values: values.into_iter().map(|v| v.unwrap_or(0)).collect(),
    };
    given.into_iter().map(one).collect()
}
