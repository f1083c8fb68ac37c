//! Rows that may share a key: equal keys have equal prints. Whether they are equal the loader says, to which all of them go.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// Prints are sorted a part of them at a time: a part costs one look at all of them, and the memory it takes.
const PARTS: usize = 16;

/// Of every list of prints the places of those that occur more than once in all of them.
pub fn find(lists: &[&[u64]]) -> Vec<Vec<u32>> {
    let part_of = |print: u64| usize::try_from(print >> 60).unwrap_or(0) % PARTS;
    let mut sizes = [0usize; PARTS];
    for print in lists.iter().flat_map(|l| l.iter()).filter(|p| **p != 0) {
        sizes[part_of(*print)] += 1;
    }
    let twice: FxHashSet<u64> = (0..PARTS)
        .into_par_iter()
        .fold(FxHashSet::default, |mut found, part| {
            let mut own = Vec::with_capacity(sizes[part]);
            own.extend(lists.iter().flat_map(|l| l.iter()).copied().filter(|p| *p != 0 && part_of(*p) == part));
            own.sort_unstable();
            found.extend(own.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]));
            found
        })
        .reduce(FxHashSet::default, |mut a, b| {
            a.extend(b);
            a
        });
    let place = |(at, print): (u32, &u64)| (*print != 0 && twice.contains(print)).then_some(at);
    let places =
        |list: &&[u64]| if twice.is_empty() { Vec::new() } else { (0u32..).zip(list.iter()).filter_map(place).collect() };
    lists.iter().map(places).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_occurs_twice_is_found_in_every_list() {
        let (a, b): (Vec<u64>, Vec<u64>) = (vec![7 << 56, 0, 5, 9 << 56], vec![0, 5, 6, 5, 7 << 56]);
        assert_eq!(find(&[&a, &b]), [vec![0, 2], vec![1, 3, 4]]);
        assert_eq!(find(&[&[1, 2, 3], &[]]), [Vec::<u32>::new(), Vec::new()]);
    }
}
