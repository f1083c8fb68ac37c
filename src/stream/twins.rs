//! Rows that may share a key: equal keys have equal prints. Whether they are equal the loader says, to which all of them go.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// Prints are looked at a part of them at a time, so that what is looked through is small.
const PARTS: usize = 256;
/// So many prints of a part lie together.
const BLOCK: usize = 1024;

/// Prints of keys, as they are met.
#[derive(Debug)]
pub struct Prints {
    /// By their first bits.
    parts: Vec<Vec<Vec<u64>>>,
}

impl Prints {
    pub fn new() -> Self {
        Self { parts: vec![Vec::new(); PARTS] }
    }

    /// 0 is the print of what has no key.
    #[inline]
    pub fn add(&mut self, print: u64) {
        if print == 0 {
            return;
        }
        let blocks = &mut self.parts[(print >> 56) as usize];
        match blocks.last_mut().filter(|block| block.len() < BLOCK) {
            Some(block) => block.push(print),
            None => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(print);
                blocks.push(block);
            }
        }
    }

    fn part(&self, nth: usize) -> impl Iterator<Item = u64> {
        self.parts[nth].iter().flatten().copied()
    }
}

/// The prints that occur more than once in all lists together.
pub fn find(lists: &[&Prints]) -> FxHashSet<u64> {
    let part = |nth: usize| {
        let len: usize = lists.iter().map(|l| l.parts[nth].iter().map(Vec::len).sum::<usize>()).sum();
        let mask = (len * 2).next_power_of_two() - 1;
        let (mut slots, mut found) = (vec![0u64; mask + 1], Vec::new());
        for print in lists.iter().flat_map(|l| l.part(nth)) {
            let mut at = print as usize & mask;
            while slots[at] != 0 && slots[at] != print {
                at = (at + 1) & mask;
            }
            if slots[at] == print {
                found.push(print);
            }
            slots[at] = print;
        }
        found
    };
    (0..PARTS).into_par_iter().flat_map_iter(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prints(all: &[u64]) -> Prints {
        let mut prints = Prints::new();
        all.iter().for_each(|p| prints.add(*p));
        prints
    }

    #[test]
    fn what_occurs_twice_in_any_lists_is_found() {
        let (a, b) = (prints(&[7 << 56, 0, 5, 9 << 56, 8]), prints(&[0, 5, 6, 5, 7 << 56, (7 << 56) + 1]));
        assert_eq!(find(&[&a, &b]), FxHashSet::from_iter([5, 7 << 56]));
        assert_eq!(find(&[&prints(&[1, 2, 3]), &prints(&[])]), FxHashSet::default());
        // More than lie together, all in one part, and one of them a thousand times.
        let many: Vec<u64> = (1..5000).chain(std::iter::repeat_n(3, 1000)).collect();
        assert_eq!(find(&[&prints(&many)]), FxHashSet::from_iter([3]));
        assert_eq!(find(&[&prints(&many), &prints(&[4999, 5000])]), FxHashSet::from_iter([3, 4999]));
    }
}
