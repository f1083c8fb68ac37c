//! Rows of which a part of the key is not known, found by the parts that are: no scan over all of them for every group.

use crate::eval::types::env::KeyBits;
use rustc_hash::FxHashMap;

/// Rows with an unknown key, by which parts they know.
#[derive(Debug, Default)]
pub struct PartlyKeyed {
    shapes: Vec<Shape>,
}

/// Rows that know the same parts of their keys.
#[derive(Debug)]
struct Shape {
    known: Vec<usize>,
    rows: FxHashMap<KeyBits, Vec<u32>>,
}

impl PartlyKeyed {
    pub fn push(&mut self, row: u32, key: &[Option<u64>]) {
        let known: Vec<usize> = key.iter().enumerate().filter_map(|(i, k)| k.map(|_| i)).collect();
        let bits: KeyBits = key.iter().flatten().copied().collect();
        let at = self.shapes.iter().position(|s| s.known == known).unwrap_or_else(|| {
            self.shapes.push(Shape { known, rows: FxHashMap::default() });
            self.shapes.len() - 1
        });
        self.shapes[at].rows.entry(bits).or_default().push(row);
    }

    /// Rows that may have this key; parts of it may be unknown as well.
    pub fn fitting(&self, key: &[Option<u64>]) -> Vec<u32> {
        let mut out = Vec::new();
        for shape in &self.shapes {
            shape.visit(key, &mut |rows| out.extend(rows));
        }
        out
    }

    pub fn any_fits(&self, key: &[Option<u64>]) -> bool {
        let mut found = false;
        self.shapes.iter().for_each(|s| s.visit(key, &mut |_| found = true));
        found
    }
}

impl Shape {
    fn visit(&self, key: &[Option<u64>], found: &mut dyn FnMut(&[u32])) {
        let wanted = |i: usize| key.get(i).copied().flatten();
        let full: Option<KeyBits> = self.known.iter().map(|&i| wanted(i)).collect();
        if let Some(full) = full {
            if let Some(rows) = self.rows.get(&full) {
                found(rows);
            }
            return;
        }
        let fits = |bits: &KeyBits| self.known.iter().zip(bits).all(|(&i, b)| wanted(i).is_none_or(|w| w == *b));
        self.rows.iter().filter(|(bits, _)| fits(bits)).for_each(|(_, rows)| found(rows));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fit_where_what_is_known_agrees() {
        let mut partly_keyed = PartlyKeyed::default();
        partly_keyed.push(0, &[None, Some(2007)]);
        partly_keyed.push(1, &[Some(5), None]);
        partly_keyed.push(2, &[None, None]);
        let sorted = |key: &[Option<u64>]| {
            let mut rows = partly_keyed.fitting(key);
            rows.sort_unstable();
            rows
        };
        assert_eq!(sorted(&[Some(5), Some(2007)]), [0, 1, 2]);
        assert_eq!(sorted(&[Some(6), Some(2007)]), [0, 2]);
        assert_eq!(sorted(&[Some(6), Some(2008)]), [2]);
        assert_eq!(sorted(&[None, Some(2008)]), [1, 2]);
        assert!(partly_keyed.any_fits(&[Some(6), Some(2008)]));
        assert!(!PartlyKeyed::default().any_fits(&[None]));
    }
}
