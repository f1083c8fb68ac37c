//! What the rows that are let go add to groups: sums, numbers, least and greatest figures, exactly.

use super::dictionary::Dictionary;
use super::judge::{Judge, NO, YES};
use super::program::{Fold, Groups, Part};
use super::scan::{Chunk, KEEP, NEAR, ODD};
use crate::plan::{KeyPart, SummarizedGroup};
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
    /// Rows of each group that were seen before this piece.
    before: Option<&'p Seen>,
    index: Index,
    keys: Vec<SmallVec<[i64; 2]>>,
    /// Rows seen, kept or not, up to as many as are kept.
    seen: Vec<u32>,
    rows: Vec<u64>,
    /// By figure, the values of all groups.
    values: Vec<Vec<i128>>,
    /// The group of each row of the chunk.
    of_row: Vec<u32>,
    /// What the filter says of each, where there is one.
    passes: Vec<u8>,
    /// Rows that are let go, with their groups.
    gone: Vec<(u32, u32)>,
}

/// How many rows of each group were seen, up to as many as are kept, by what their keys mean.
pub type Seen = FxHashMap<Vec<KeyPart>, u32>;

/// Groups by key.
#[derive(Default)]
struct Index {
    /// By two small numbers, the second in the lower bits.
    small: Vec<u32>,
    bits: u32,
    other: FxHashMap<SmallVec<[i64; 2]>, u32>,
}

/// Numbers below these make a place in a table; of others a map is kept.
const SMALL: [i64; 2] = [1 << 16, 1 << 10];
/// A table has at most so many places.
const MOST_PLACES: usize = 1 << 20;

impl Index {
    #[inline]
    fn get(&self, key: &[i64]) -> u32 {
        match small(key) {
            Some((a, b)) if b >> self.bits == 0 && self.small.len() > (a << self.bits | b) => self.small[a << self.bits | b],
            Some(_) | None => self.other.get(key).copied().unwrap_or(NONE),
        }
    }

    fn put(&mut self, key: &[i64], group: u32) {
        let place = small(key).and_then(|(a, b)| {
            if b >> self.bits != 0 {
                self.widen(usize::BITS - b.leading_zeros());
            }
            Some(a << self.bits | b).filter(|at| b >> self.bits == 0 && *at < MOST_PLACES)
        });
        let Some(at) = place else {
            self.other.insert(key.iter().copied().collect(), group);
            return;
        };
        if self.small.len() <= at {
            self.small.resize((at + 1).next_power_of_two(), NONE);
        }
        self.small[at] = group;
    }

    /// More room for the second number, where the table may be as large.
    fn widen(&mut self, bits: u32) {
        let rows = (self.small.len() >> self.bits).max(1);
        if rows << bits > MOST_PLACES {
            return;
        }
        let mut wide = vec![NONE; rows << bits];
        for (at, group) in self.small.iter().enumerate() {
            let (a, b) = (at >> self.bits, at & ((1 << self.bits) - 1));
            wide[a << bits | b] = *group;
        }
        (self.small, self.bits) = (wide, bits);
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
    pub fn new(groups: &'p Groups, before: Option<&'p Seen>) -> Self {
        Self {
            groups,
            before,
            index: Index::default(),
            keys: Vec::new(),
            seen: Vec::new(),
            rows: Vec::new(),
            values: vec![Vec::new(); groups.figures.len()],
            of_row: Vec::new(),
            passes: Vec::new(),
            gone: Vec::new(),
        }
    }

    /// Finds the group of each row, and keeps the first of each.
    pub fn find(&mut self, chunk: &mut Chunk, judge: &Judge<'_>, dictionaries: &[Dictionary]) {
        self.of_row.clear();
        self.passes.clear();
        self.passes.resize(chunk.len(), YES);
        for part in &self.groups.filter {
            let answers = &judge.answers[*part];
            self.passes.iter_mut().zip(answers).for_each(|(t, p)| *t = (*t & p & YES) | ((*t | p) & NO));
        }
        let mut flags = std::mem::take(&mut chunk.flags);
        match self.groups.key.as_slice() {
            [Part::Text(a)] => self.each(&mut flags, dictionaries, |i| [i64::from(chunk.texts[*a][i])]),
            [Part::Text(a), Part::Text(b)] => {
                let (a, b) = (&chunk.texts[*a], &chunk.texts[*b]);
                self.each(&mut flags, dictionaries, |i| [i64::from(a[i]), i64::from(b[i])]);
            }
            parts => self.each(&mut flags, dictionaries, |i| {
                let value = |part: &Part| match part {
                    Part::Text(at) => i64::from(chunk.texts[*at][i]),
                    Part::Number(at) => chunk.numbers[*at][i],
                };
                parts.iter().map(value).collect::<SmallVec<[i64; 2]>>()
            }),
        }
        self.keep_extremes(&mut flags, chunk, judge);
        chunk.flags = flags;
    }

    /// Keeps a row whose figure is less, or greater, than any before it in its group: the first of the least is told with its place.
    fn keep_extremes(&mut self, flags: &mut [u8], chunk: &Chunk, judge: &Judge<'_>) {
        for (values, figure) in self.values.iter_mut().zip(&self.groups.figures) {
            let own = match figure.fold {
                Fold::Count | Fold::Sum => continue,
                Fold::Least | Fold::Greatest => judge.wide(&figure.form, chunk),
            };
            for ((flags, group), own) in flags.iter_mut().zip(&self.of_row).zip(own).filter(|((_, group), _)| **group != NONE) {
                let so_far = &mut values[*group as usize];
                if if figure.fold == Fold::Least { own < *so_far } else { own > *so_far } {
                    *so_far = own;
                    *flags |= KEEP;
                }
            }
        }
    }

    #[inline]
    fn each<K: AsRef<[i64]>>(&mut self, flags: &mut [u8], dictionaries: &[Dictionary], key: impl Fn(usize) -> K) {
        for (i, flags) in flags.iter_mut().enumerate() {
            let passes = self.passes[i];
            if *flags & ODD != 0 || passes != YES {
                // What nobody knows of a row is looked at in full.
                *flags |= if *flags & ODD != 0 || passes == NO { 0 } else { KEEP | NEAR };
                self.of_row.push(NONE);
                continue;
            }
            let key = key(i);
            let mut group = self.index.get(key.as_ref());
            if group == NONE {
                group = self.open(key.as_ref(), dictionaries);
            }
            self.of_row.push(group);
            let seen = &mut self.seen[group as usize];
            if *seen < FIRST {
                *seen += 1;
                *flags |= KEEP;
            }
        }
    }

    fn open(&mut self, key: &[i64], dictionaries: &[Dictionary]) -> u32 {
        let group = u32::try_from(self.keys.len()).unwrap_or(NONE);
        self.keys.push(key.iter().copied().collect());
        self.index.put(key, group);
        let before = self.before.filter(|b| !b.is_empty()).and_then(|b| b.get(&self.meaning(key, dictionaries)?));
        self.seen.push(before.copied().unwrap_or(0));
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
        self.gone.clear();
        for (i, (group, flags)) in (0u32..).zip(self.of_row.iter().zip(&chunk.flags)) {
            if *group != NONE && flags & KEEP == 0 {
                self.gone.push((i, *group));
                self.rows[*group as usize] += 1;
            }
        }
        for (values, figure) in self.values.iter_mut().zip(&self.groups.figures) {
            match figure.fold {
                Fold::Count => self.gone.iter().for_each(|(_, group)| values[*group as usize] += 1),
                Fold::Sum if figure.form.narrow => {
                    let own = judge.narrow(&figure.form, chunk);
                    self.gone.iter().for_each(|(i, group)| values[*group as usize] += i128::from(own[*i as usize]));
                }
                Fold::Sum => {
                    let own = judge.wide(&figure.form, chunk);
                    self.gone.iter().for_each(|(i, group)| values[*group as usize] += own[*i as usize]);
                }
                // None of these rows is one.
                Fold::Least | Fold::Greatest => {}
            }
        }
    }

    /// What the parts of a key mean, in every piece alike.
    fn meaning(&self, key: &[i64], dictionaries: &[Dictionary]) -> Option<Vec<KeyPart>> {
        let parts = key.iter().zip(&self.groups.key).map(|(value, part)| match part {
            Part::Text(at) => usize::try_from(*value).ok().and_then(|code| dictionaries[*at].keys.get(code)?.clone()),
            Part::Number(_) => Some(KeyPart::Int(*value)),
        });
        parts.collect()
    }

    /// The rows of each group that were seen, for the pieces behind this one.
    pub fn seen(&self, dictionaries: &[Dictionary]) -> Seen {
        let own = self.keys.iter().zip(&self.seen);
        own.filter_map(|(key, seen)| Some((self.meaning(key, dictionaries)?, *seen))).collect()
    }

    /// Hands over what was gathered, by keys that mean the same in every piece.
    pub fn give(self, dictionaries: &[Dictionary], to: &mut Given) {
        for (group, key) in self.keys.iter().enumerate().filter(|(group, _)| self.rows[*group] > 0) {
            let Some(parts) = self.meaning(key, dictionaries) else { continue };
            let values = self.values.iter().map(|v| Some(v[group])).collect();
            add(to, (parts, (self.rows[group], values)), self.groups);
        }
    }
}

fn add(to: &mut Given, (key, (rows, values)): (Vec<KeyPart>, (u64, Vec<Option<i128>>)), groups: &Groups) {
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
pub type Given = BTreeMap<Vec<KeyPart>, (u64, Vec<Option<i128>>)>;

/// The same as the evaluator takes it.
pub fn passed(given: Given) -> Vec<SummarizedGroup> {
    let one = |(key, (rows, values)): (Vec<KeyPart>, (u64, Vec<Option<i128>>))| SummarizedGroup {
        key,
        rows,
        values: values.into_iter().map(|v| v.unwrap_or(0)).collect(),
    };
    given.into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a map: numbers that grow in any order, small and large, below zero, of one, two and three parts.
    #[test]
    fn groups_are_found_by_their_keys_wherever_these_lie() {
        let mut state = 1u64;
        let mut below = |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i64::try_from((state >> 33) % n).unwrap()
        };
        let sizes = [(3, 3), (400, 4), (4, 400), (1 << 17, 3), (3, 1 << 12), (70_000, 1100)];
        for ((first, second), parts) in sizes.into_iter().flat_map(|size| (0..4).map(move |parts| (size, parts))) {
            let (mut index, mut known) = (Index::default(), FxHashMap::<Vec<i64>, u32>::default());
            for nth in 0..2000 {
                let sign = if nth % 7 == 0 { -1 } else { 1 };
                let key = [sign * below(first), below(second), 1].get(..parts).unwrap().to_vec();
                assert_eq!(index.get(&key), known.get(&key).copied().unwrap_or(NONE), "{key:?}");
                known.entry(key).or_insert_with_key(|key| {
                    index.put(key, nth);
                    nth
                });
            }
            known.iter().for_each(|(key, group)| assert_eq!(index.get(key), *group, "{key:?}"));
        }
    }
}
